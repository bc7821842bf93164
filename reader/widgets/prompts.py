"""Prompts on the bottom line: what is typed, with up to eight proposals above it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input

from reader.actions import key_label
from reader.layout.cells import fit, show_line, width
from reader.widgets.bars import EDGE_CELLS, LineWidget
from reader.widgets.hint_row import press
from reader.widgets.painting import line_of, safe_strip
from reader.widgets.prompt_line import TYPED_CELLS, Hints, Lead, last_fitting
from reader.widgets.typing import run_binding

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.style import Style
    from textual import events
    from textual.app import ComposeResult
    from textual.widget import Widget

    from reader.keyboards import Keyboard
    from reader.themes import Look

PROPOSALS = 8
"""Most proposals shown: one for each alt+digit, and no more than one reads at a glance."""


ALT_DIGIT = "alt+digit takes one"
"""Said beside the first proposal, unless that has a note of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Something a prompt offers."""

    value: str
    """What choosing it means to the prompt's owner."""
    text: str
    """How it is shown."""
    note: str = ""
    """Muted, at the right."""


class Proposals(LineWidget):
    """The proposals, one a line, the chosen one raised."""

    DEFAULT_CSS = """
    Proposals { height: auto; max-width: 88; }
    """

    class Pointed(Message):
        """The mouse points at a proposal."""

        def __init__(self, number: int, *, is_again: bool) -> None:
            super().__init__()
            self.number = number
            self.is_again = is_again
            """It is the second click of a double one."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.shown: tuple[Proposal, ...] = ()
        self.chosen = -1
        self._complaint = ""

    def complain(self, sentence: str) -> None:
        """Say why what was typed will not do; the next key takes it away."""
        self._complaint = sentence
        self.refresh(layout=True)

    def show(self, proposals: Sequence[Proposal], chosen: int) -> None:
        """Show other proposals or another choice."""
        count = len(self.shown) + bool(self._complaint)
        self._complaint = ""
        self.shown, self.chosen = tuple(proposals[:PROPOSALS]), chosen
        self.set_class(bool(self.shown), "-shown")
        self.refresh(layout=count != len(self.shown))

    def get_content_height(self, *_: object) -> int:
        """A row for each proposal."""
        return len(self.shown) + bool(self._complaint)

    def on_click(self, event: events.Click) -> None:
        """Tell which one was clicked."""
        event.stop()
        if event.button == 1 and event.y < len(self.shown):
            self.post_message(self.Pointed(event.y, is_again=event.chain > 1))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel goes through them as the arrows do."""
        event.stop()
        press(self, "down")

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel goes back."""
        event.stop()
        press(self, "up")

    def paint(self, y: int) -> Strip:
        """A proposal with the digit that takes it."""
        look, total = self.look, self.size.width
        if y >= len(self.shown):
            said = [(self._complaint, look.error)]
            return line_of(said, total, look.text, margin_cells=EDGE_CELLS)
        proposal = self.shown[y]
        is_chosen = y == self.chosen
        fill = look.raised if is_chosen else look.text
        digit = look.on_raised(look.accent) if is_chosen else look.accent
        note = look.on_raised(look.muted) if is_chosen else look.muted
        # A bare digit is typed; who sees the digits has to be told.
        noted = proposal.note or (ALT_DIGIT if y == 0 else "")
        return line_of(
            [(f"{y + 1}  ", digit), (proposal.text, fill)],
            total,
            fill,
            right=[(noted, note)] if noted else [],
            margin_cells=EDGE_CELLS,
        )


class _Field(Input):
    """The line typed into; the prompt sees each key first."""

    def __init__(self, prompt: Prompt, value: str, placeholder: str) -> None:
        super().__init__(value, placeholder=placeholder, compact=True, select_on_focus=False)
        self._prompt = prompt

    def render_line(self, y: int) -> Strip:
        if self.parent is None:
            # Gone with its styles, but Textual may paint it until the layout follows.
            return Strip.blank(self.size.width)
        return safe_strip(super().render_line(y))

    async def _on_key(self, event: events.Key) -> None:
        if not self._prompt.takes(event):
            if event.is_printable:
                await super()._on_key(event)
            else:
                self._prompt.handled(event.key, is_known=await run_binding(self, event))
        event.stop()
        event.prevent_default()

    def on_blur(self) -> None:
        """A click beside the prompt leaves it; a look at another window does not."""
        if self.app.app_focus:
            self._prompt.leave()


class Prompt(Vertical):
    """Asks for a line; a child says what is proposed and what the keys do.

    Posts `Ended` once; the screen then takes it away.
    """

    SIGN: ClassVar[str] = ""
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = ()
    PLACEHOLDER: ClassVar[str] = ""
    TYPED_CELLS: ClassVar[int] = TYPED_CELLS
    """Of the line, for what is typed: the lead, then the hints give way."""
    ASKS_FOR_ONE: ClassVar[bool] = False
    """One of the proposals is the answer: to point at it is to give it."""

    @dataclass
    class Ended(Message):
        """Answered, or left; see `is_done`."""

        prompt: Prompt

    def __init__(self, look: Look, value: str = "") -> None:
        super().__init__(id="prompt")
        self.look = look
        self._value = value
        self.placeholder = self.PLACEHOLDER
        """What stands there until something is typed, as far as it has room."""
        self.proposals = Proposals(look)
        self._lead = Lead(look)
        self._hints = Hints(look, self.HINTS)
        self.field = _Field(self, value, self.PLACEHOLDER)
        self.is_answered = False
        """Done or dismissed; the owner takes it away."""
        self.is_done = False
        """Answered by an answer, not by leaving."""

    def compose(self) -> ComposeResult:
        """Proposals above, the line below."""
        yield self.proposals
        with Horizontal():
            yield self._lead
            yield self.field
            yield from self.beside()
            yield self._hints

    def on_mount(self) -> None:
        """Take the keys."""
        self.update()
        self.field.focus()

    def on_resize(self) -> None:
        """There is room for more, or less."""
        self.make_room()

    # --- what a child gives -----------------------------------------------------------------

    def lead(self) -> list[tuple[str, Style]]:
        """What stands before the input after the sign."""
        return []

    def beside(self) -> Iterable[Widget]:
        """What stands between the input and the hints."""
        return ()

    def beside_cells(self) -> int:
        """How wide that is."""
        return 0

    def propose(self, typed: str) -> Sequence[Proposal]:
        """What to offer for what is typed."""
        del typed
        return ()

    def enter(self, typed: str, chosen: Proposal | None) -> bool:
        """Enter was pressed; True if the prompt is answered."""
        raise NotImplementedError

    def take(self, proposal: Proposal) -> None:
        """A proposal was taken by its digit or by tab."""
        self.field.value = proposal.value
        self.field.cursor_position = len(proposal.value)

    def special(self, event: events.Key) -> bool:
        """A key of the child's own; True if it was one."""
        del event
        return False

    # --- the machinery ----------------------------------------------------------------------

    def update(self) -> None:
        """Show lead, hints and proposals anew."""
        self.make_room()
        self.proposals.show(self.propose(self.field.value), -1)

    def make_room(self) -> None:
        """Let the lead, and what follows the line, take what that leaves them."""
        total = self.app.size.width
        typed = min(total // 3, max(self.TYPED_CELLS, width(self.placeholder) + 1))
        sign = [(f" {self.SIGN} ", self.look.mode), ("  ", self.look.text)]
        left = total - typed - EDGE_CELLS - sum(width(text) for text, _ in sign)
        there = [(show_line(text), style) for text, style in self.lead()]
        self._lead.show([*sign, *last_fitting(there, left, self.look.muted)])
        left = total - self._lead.cells - self.beside_cells()
        self._hints.show(left - typed)
        self.field.placeholder = fit(self.placeholder, left - self._hints.cells)

    @property
    def chosen(self) -> Proposal | None:
        """The proposal the arrows stand on."""
        number = self.proposals.chosen
        return self.proposals.shown[number] if 0 <= number < len(self.proposals.shown) else None

    def on_input_changed(self, event: Input.Changed) -> None:
        """Propose for what is typed now."""
        event.stop()
        self.proposals.show(self.propose(event.value), -1)

    def on_proposals_pointed(self, event: Proposals.Pointed) -> None:
        """A click takes a proposal, a second one closes; where one is asked for, the first is the answer."""
        event.stop()
        if self.ASKS_FOR_ONE:
            if not event.is_again and event.number < len(self.proposals.shown):
                self.proposals.show(self.proposals.shown, event.number)
                press(self, "enter")
        elif not event.is_again:
            press(self, f"alt+{event.number + 1}")
        elif not self.field.value:
            press(self, "enter")

    def leave(self) -> None:
        """End without an answer."""
        if not self.is_answered:
            self.is_answered = True
            self.post_message(self.Ended(self))

    def handled(self, key: str, *, is_known: bool) -> None:
        """The line was given a key; one that does nothing is told of."""
        if not is_known:
            self.proposals.complain(f"{key_label(key)} does nothing here; esc goes back.")

    def _enter(self) -> None:
        if not self.is_answered and self.enter(self.field.value, self.chosen):
            self.is_answered = self.is_done = True
            self.post_message(self.Ended(self))

    def takes(self, event: events.Key) -> bool:
        """Arrows choose, tab and alt with a digit take, enter and escape end; True if the key was one."""
        key, count = event.key, len(self.proposals.shown)
        if self.special(event):
            pass
        elif key == "escape":
            self.leave()
        elif key == "enter":
            self._enter()
        elif key in ("up", "down") and count:
            step = -1 if key == "up" else 1
            now = self.proposals.chosen
            start = count if now < 0 and step < 0 else now
            self.proposals.show(self.proposals.shown, (start + step) % count)
        elif key == "tab" and count:
            self.take(self.proposals.shown[max(0, self.proposals.chosen)])
        elif key.startswith("alt+") and key[4:].isdigit() and 1 <= int(key[4:]) <= count:
            self.take(self.proposals.shown[int(key[4:]) - 1])
        elif key == "tab":
            self.proposals.complain("Nothing here that tab could complete.")
        else:
            return False
        return True


def readings(keyboard: Keyboard | None, typed: str) -> tuple[str, ...]:
    """What was typed, and what it would be on the keyboard it is filtered for."""
    return keyboard.readings(typed) if keyboard is not None else (typed,)
