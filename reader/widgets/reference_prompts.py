"""The prompts for an article's reference: which part of it, and what that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.errors import InvalidValueError
from annotations.reference import KEYS, Value, read, shown, values
from reader.layout.cells import fit, show_line
from reader.widgets.prompts import Prompt, Proposal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.widgets import Input

    from annotations.results import Reference
    from reader.themes import Look

NAMES = {"publisher": "source", "published": "date", "url": "address", "doi": "DOI"}
"""How parts are called for people, where that is not their key."""

NAME_CELLS = 10
VALUE_CELLS = 60


def name_of(key: str) -> str:
    """What a part is called."""
    return NAMES.get(key, key)


class ReferencePrompt(Prompt):
    """Asks which part is to be edited; all are shown, with who says what."""

    SIGN = "REFERENCE"
    HINTS = (("enter", "edit"), ("↑↓", "choose"), ("esc", "done"))
    PLACEHOLDER = "title, authors …"

    def __init__(self, look: Look, reference: Reference, chosen: str = "") -> None:
        """Ask.

        Args:
            look: The styles.
            reference: What is known.
            chosen: The part last edited; the first where it is empty.
        """
        super().__init__(look)
        self._reference = reference
        self._first = KEYS.index(chosen) if chosen else 0
        self.answer = ""

    def update(self) -> None:
        """A part is chosen from the start."""
        super().update()
        self._show(self.field.value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Propose for what is typed now."""
        event.stop()
        event.prevent_default()
        self._show(event.value)

    def _show(self, typed: str) -> None:
        self.proposals.show(self.propose(typed), 0 if typed else self._first)

    def propose(self, typed: str) -> Sequence[Proposal]:
        """The parts whose name begins so."""
        held, wanted = values(self._reference.metadata), typed.strip().casefold()
        found = []
        for key in KEYS:
            if not any(each.casefold().startswith(wanted) for each in (key, name_of(key))):
                continue
            is_written = key in self._reference.written
            note = "yours" if is_written else "guessed" if held[key] else ""
            value = fit(show_line(shown(held[key])), VALUE_CELLS)
            found.append(
                Proposal(value=key, text=f"{name_of(key):<{NAME_CELLS}}{value}", note=note)
            )
        return found

    def enter(self, typed: str, chosen: Proposal | None) -> bool:
        """Take the chosen part, else the first that fits."""
        del typed
        found = chosen or next(iter(self.proposals.shown), None)
        if found is None:
            self.proposals.complain("A reference has no such part: backspace, or esc.")
            return False
        self.answer = found.value
        return True

    def take(self, proposal: Proposal) -> None:
        """A digit takes a part at once."""
        super().take(proposal)
        self._enter()


class PartPrompt(Prompt):
    """Asks what a part of the reference is; the guess is offered."""

    HINTS = (("enter", "keep"), ("tab", "the guess"), ("esc", "drop"))

    def __init__(self, look: Look, key: str, present: str, guess: str) -> None:
        """Ask.

        Args:
            look: The styles.
            key: Of the part.
            present: Its value on one line.
            guess: The loader's.
        """
        super().__init__(look, present)
        self.SIGN = name_of(key).upper()  # type: ignore[misc]  # a sign a part
        self.key = key
        self.value: Value = ""
        self._guess = guess

    def on_mount(self) -> None:
        """The cursor stands at the end."""
        super().on_mount()
        self.field.cursor_position = len(self.field.value)

    def propose(self, typed: str) -> Sequence[Proposal]:
        """The guess, where something else is typed."""
        if not self._guess or typed.strip() == self._guess:
            return ()
        return [Proposal(value=self._guess, text=show_line(self._guess), note="guessed")]

    def enter(self, typed: str, chosen: Proposal | None) -> bool:
        """Take what is typed, or the guess the arrows stand on; an empty line says there is none."""
        try:
            self.value = read(self.key, chosen.value if chosen else typed)
        except InvalidValueError as error:
            self.proposals.complain(str(error))
            return False
        return True
