"""The prompts for fields: any of them as `name: value`, and the speaker alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.errors import InvalidValueError
from annotations.naming import field_value
from reader import fields
from reader.layout.cells import show_line
from reader.widgets.listing_prompt import ONE_MORE, ListingPrompt, Pieces, shortened
from reader.widgets.prompts import PROPOSALS, Prompt, Proposal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.widgets import Input

    from reader.fields import Fields
    from reader.themes import Look

GAP_CELLS = 3
"""Between two fields."""

FIELD_CELLS = 16
"""The least a field needs to be told from others."""


class FieldPrompt(ListingPrompt):
    """Asks for the fields of a mark: those it has are shown, more are added, `name:` takes one away."""

    SIGN = "FIELDS"
    HINTS = (("enter", "add, close"), ONE_MORE, ("esc", "drop"), ("tab", "complete"))
    PLACEHOLDER = "name: value"

    def __init__(self, look: Look, present: Fields, known: Sequence[tuple[str, str]]) -> None:
        super().__init__(look)
        self.fields = present
        self._known = tuple(known)

    def heading(self) -> Pieces:
        """The fields there are, each cut to its share of the line; of many the last ones."""
        look, total = self.look, self.app.size.width
        shown = self.fields[-max(1, total // FIELD_CELLS) :]
        pieces = []
        for name, value in shown:
            pieces.append((f"{show_line(name)}: ", look.muted))
            pieces.append((show_line(value), look.strong_text))
        hidden = len(self.fields) - len(shown)
        left = f"{hidden} more" if hidden else ""
        gap = (" " * GAP_CELLS, look.text)
        cut = shortened(pieces, total - GAP_CELLS * (len(shown) + 2) - len(left))
        found = [each for at in range(0, len(cut), 2) for each in (*cut[at : at + 2], gap)]
        return [(left, look.muted), gap, *found] if hidden else found

    def propose(self, typed: str) -> Sequence[Proposal]:
        """Names, then values."""
        found = fields.offers(typed, self.fields, self._known)
        return [Proposal(value=each.text, text=each.text.rstrip()) for each in found[:PROPOSALS]]

    def add(self, typed: str) -> bool:
        """Set a field, or take it away where its value is empty."""
        if not typed.strip():
            return True
        try:
            name, value = fields.read(typed, self.fields, self._known)
        except InvalidValueError as error:
            self.proposals.complain(str(error))
            return False
        if not value and not fields.value_of(self.fields, name):
            self.proposals.complain(f"There is no field {name} to take away; its value is empty.")
            return False
        self.fields = fields.with_field(self.fields, name, value)
        return True

    def take_last(self) -> str | None:
        """The last field into the line."""
        if not self.fields:
            return None
        name, value = self.fields[-1]
        self.fields = self.fields[:-1]
        return f"{name}: {value}"

    def take(self, proposal: Proposal) -> None:
        """A proposal into the line; what completes it is offered next."""
        self.set_line(proposal.value)

    def enter(self, typed: str, chosen: Proposal | None) -> bool:  # type: ignore[override]
        """Add what is typed, or the proposal the arrows stand on, and close; a mere name waits."""
        if chosen is None:
            return self.add(typed)
        return self._is_added(chosen)

    def _is_added(self, proposal: Proposal) -> bool:
        if proposal.value.endswith(": "):
            self.take(proposal)
            return False
        return self.add(proposal.value)

    def special(self, event: events.Key) -> bool:
        """Besides: alt+digit adds a value and stays."""
        if event.key.startswith("alt+") and event.key[4:].isdigit():
            number = int(event.key[4:]) - 1
            if 0 <= number < len(self.proposals.shown) and self._is_added(
                self.proposals.shown[number]
            ):
                self.set_line("")
            return True
        return super().special(event)


class SpeakerPrompt(Prompt):
    """Asks who says this; whom the words around it name is taken by enter."""

    SIGN = "SPEAKER"
    ASKS_FOR_ONE = True
    HINTS = (("enter", "take"), ("tab", "complete"), ("↑↓", "choose"), ("esc", "drop"))
    PLACEHOLDER = "who says this"

    def __init__(self, look: Look, present: str, guess: str, known: Sequence[str]) -> None:
        """Ask.

        Args:
            look: The styles.
            present: The speaker there is, to be changed; empty if none.
            guess: Whom the words around name; empty if nobody.
            known: Earlier speakers, the last given first.
        """
        super().__init__(look, present)
        self.speaker = present
        self._present = present
        self._guess = guess
        names = dict.fromkeys((guess, *known) if guess else known)
        self._known = [name for name in names if name != present]

    def on_mount(self) -> None:
        """The cursor stands at the end; the guess is chosen."""
        super().on_mount()
        self.field.cursor_position = len(self.field.value)

    def update(self) -> None:
        """Show the proposals, the guess chosen where nothing is typed."""
        super().update()
        self._show(self.field.value)

    def _show(self, typed: str) -> None:
        found = self.propose(typed)
        is_offered = bool(found) and not typed and self._is_guess_offered
        self.proposals.show(found, 0 if is_offered else -1)

    @property
    def _is_guess_offered(self) -> bool:
        """Enter on an empty line takes the guess, unless it was emptied to take the speaker away."""
        return bool(self._guess) and not self._present

    def on_input_changed(self, event: Input.Changed) -> None:
        """Propose for what is typed now."""
        event.stop()
        event.prevent_default()
        self._show(event.value)

    def propose(self, typed: str) -> Sequence[Proposal]:
        """The guess and earlier speakers whose names have a part that begins so."""
        names = self._known
        if typed != self._present:
            names = fields.matching(typed, names)
        return [
            Proposal(value=name, text=name, note="named here" if name == self._guess else "")
            for name in names[:PROPOSALS]
        ]

    def enter(self, typed: str, chosen: Proposal | None) -> bool:
        """Take what is typed, or whom the arrows stand on; on an empty line the guess."""
        shown = {proposal.value for proposal in self.propose(typed)}
        if chosen is not None and chosen.value in shown:
            name = chosen.value
        elif not typed.strip() and self._is_guess_offered:
            name = self._guess
        else:
            name = typed
        try:
            self.speaker = field_value(name)
        except InvalidValueError as error:
            self.proposals.complain(str(error))
            return False
        if not self.speaker and not self._present:
            self.proposals.complain("A name is needed; esc goes back.")
            return False
        return True
