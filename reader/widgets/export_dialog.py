"""The prompts of an export: where the marks go, how, the file's name, a file that is in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.exchange import format_for
from reader.widgets.command_prompt import CommandPrompt
from reader.widgets.path_prompt import PathPrompt
from reader.widgets.prompts import Prompt, Proposal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.style import Style
    from textual import events
    from textual.widgets import Input

    from reader.themes import Look

ROOMY_CELLS = 60
"""From this width on it is said which marks are meant: what is typed comes first."""

NAMED = "name:"
"""Before a file's name in an answer."""


class ExportPrompt(CommandPrompt):
    """Offers where the marks may go; a file's name that is typed is an answer too."""

    SIGN = "EXPORT"
    HINTS = (
        ("enter", "take"),
        ("tab", "marks"),
        ("esc", "back"),
    )
    PLACEHOLDER = "format or file"
    TYPED_CELLS = 15

    def __init__(
        self,
        look: Look,
        scopes: Sequence[str],
        scope: int,
        offers: Callable[[int], Sequence[Proposal]],
    ) -> None:
        """Offer them.

        Args:
            look: The styles.
            scopes: Which marks may be meant, in words.
            scope: Which are meant at first.
            offers: What is offered for which marks.
        """
        super().__init__(look, offers(scope))
        self._scopes = scopes
        self._offers = offers
        self.scope = scope

    def lead(self) -> list[tuple[str, Style]]:
        """Which marks are meant, where there is room to say it."""
        if self.app.size.width < ROOMY_CELLS:
            return []
        return [(f"{self._scopes[self.scope]}  ", self.look.muted)]

    def fitting(self, typed: str) -> list[Proposal]:
        """What a file's name that is typed would become; else what fits."""
        name = typed.strip()
        chosen = format_for(name) if name else None
        if chosen is not None:
            return [Proposal(value=NAMED + name, text=f"write {name}", note=chosen.label)]
        return super().fitting(typed)

    def special(self, event: events.Key) -> bool:
        """Tab: other marks."""
        if event.key != "tab":
            return False
        self.scope = (self.scope + 1) % len(self._scopes)
        self.commands = tuple(self._offers(self.scope))
        self.update()
        return True

    def enter(self, typed: str, chosen: Proposal | None) -> bool:
        """The chosen one, else the first."""
        if chosen is None and not self.proposals.shown:
            self.proposals.complain("the name's ending tells the format: .md, .html, .yaml, .csv …")
            return False
        return super().enter(typed, chosen)


class _SteppingBack(Prompt):
    """One of several prompts: esc goes to the one before, a click beside it leaves them all."""

    is_back = False

    def special(self, event: events.Key) -> bool:
        """Esc: one step back."""
        if event.key != "escape":
            return False
        self.is_back = True
        self._enter()
        return True


class ExportOptionsPrompt(_SteppingBack, CommandPrompt):
    """How files are written: enter switches the one that is chosen, esc goes back with all of them."""

    SIGN = "OPTIONS"
    HINTS = (
        ("enter", "switch"),
        ("↑↓", "choose"),
        ("esc", "done"),
    )

    def __init__(
        self, look: Look, offers: Callable[[], Sequence[Proposal]], switch: Callable[[str], None]
    ) -> None:
        """Offer them.

        Args:
            look: The styles.
            offers: The options, as they stand.
            switch: Is told the one to be switched.
        """
        super().__init__(look, offers())
        self._offers = offers
        self._switch = switch

    def enter(self, typed: str, chosen: Proposal | None) -> bool:
        """Switch one; answered only by stepping back."""
        if not self.is_back and super().enter(typed, chosen):
            shown = [each.value for each in self.proposals.shown]
            self._switch(self.answer)
            self.commands = tuple(self._offers())
            self.proposals.show(self.propose(self.field.value), shown.index(self.answer))
        return self.is_back


class ExportNamePrompt(_SteppingBack, PathPrompt):
    """Asks for the file's name; above it stands what the format has no room for."""

    SIGN = "EXPORT"
    HINTS = (("enter", "write"), ("tab", "complete"), ("esc", "back"))
    PLACEHOLDER = "a file's name"
    TYPED_CELLS = 18

    def __init__(self, look: Look, name: str, label: str, losses: str) -> None:
        super().__init__(look, name)
        self._label = label
        self._losses = losses

    def lead(self) -> list[tuple[str, Style]]:
        """In which format."""
        return [(f"{self._label}  ", self.look.muted)]

    def on_mount(self) -> None:
        """The name is selected: one of the person's own replaces it when typed."""
        super().on_mount()
        self.field.action_select_all()

    def update(self) -> None:
        """The losses stand above the line until a name is typed."""
        super().update()
        if self._losses:
            self.proposals.complain(self._losses)

    def on_input_changed(self, event: Input.Changed) -> None:
        """The name that is offered needs no completion: what is told stays until a key."""
        if event.value != self._value:
            super().on_input_changed(event)
        event.stop()
        event.prevent_default()

    def enter(self, typed: str, chosen: Proposal | None) -> bool:
        """A name is needed, unless it is one step back."""
        if self.is_back:
            return True
        if not typed.strip():
            self.proposals.complain("A file name is needed; esc goes back.")
            return False
        return super().enter(typed, chosen)


class ExportQueryPrompt(_SteppingBack):
    """Asks for the query that takes the marks."""

    SIGN = "EXPORT"
    HINTS = (("enter", "take these"), ("esc", "back"))
    PLACEHOLDER = "a query, such as tag:sahel"

    def __init__(self, look: Look, value: str, mistake: Callable[[str], str]) -> None:
        """Ask.

        Args:
            look: The styles.
            value: What stands there at first.
            mistake: Says what is wrong with a query; empty: nothing.
        """
        super().__init__(look, value)
        self._mistake = mistake
        self.answer = ""

    def enter(self, typed: str, chosen: Proposal | None) -> bool:
        """A query that can be understood."""
        del chosen
        if not self.is_back and (mistake := self._mistake(typed)):
            self.proposals.complain(mistake)
            return False
        self.answer = typed.strip()
        return True


class InTheWayPrompt(CommandPrompt):
    """Asks what is to be done with a file that postil did not write, or that was edited since."""

    SIGN = "FILE"
    HINTS = (
        ("enter", "do it"),
        ("↑↓", "choose"),
        ("esc", "keep it"),
    )
