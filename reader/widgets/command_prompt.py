"""The palette: every command, filtered as one types, more of them than are in view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.widgets.prompts import PROPOSALS, Prompt, Proposal, readings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from reader.keyboards import Keyboard
    from reader.themes import Look


class CommandPrompt(Prompt):
    """Every command, filtered as one types."""

    SIGN = "COMMAND"
    ASKS_FOR_ONE = True
    HINTS = (("enter", "do it"), ("↑↓", "choose"), ("esc", "back"))

    def __init__(
        self, look: Look, commands: Sequence[Proposal], keyboard: Keyboard | None = None
    ) -> None:
        super().__init__(look)
        self._keyboard = keyboard
        self.commands = tuple(commands)
        self._first = 0
        self.answer: str = ""

    def propose(self, typed: str) -> Sequence[Proposal]:
        """Those that fit, from the first in view on."""
        return self.fitting(typed)[self._first :][:PROPOSALS]

    def fitting(self, typed: str) -> list[Proposal]:
        """Commands whose words begin with what is typed, word by word; the earlier words count more."""
        wanted = [reading.casefold().split() for reading in readings(self._keyboard, typed)]
        places = {
            command: _place(command.text.casefold().split(), wanted) for command in self.commands
        }
        return sorted(
            (command for command, place in places.items() if place is not None),
            key=lambda command: places[command] or 0,
        )

    def takes(self, event: events.Key) -> bool:
        """The arrows go through all that fit, in view or not."""
        if event.key in ("up", "down"):
            self._step(-1 if event.key == "up" else 1)
            return True
        if event.character is not None or event.key == "backspace":
            self._first = 0
        return super().takes(event)

    def _step(self, step: int) -> None:
        fitting = self.fitting(self.field.value)
        if not fitting:
            self._complain()
            return
        chosen = self.proposals.chosen
        at = -1 if chosen < 0 and step > 0 else self._first + max(chosen, 0)
        at = (at + step) % len(fitting)
        self._first = max(min(self._first, at), at - PROPOSALS + 1)
        self.tried(fitting[at])
        self.proposals.show(fitting[self._first :][:PROPOSALS], at - self._first)

    def tried(self, proposal: Proposal) -> None:
        """The arrows have come to one."""

    def enter(self, typed: str, chosen: Proposal | None) -> bool:
        """Do the chosen one, else the first."""
        del typed
        proposals = self.proposals.shown
        found = chosen or (proposals[0] if proposals else None)
        if found is None:
            self._complain()
            return False
        self.answer = found.value
        return True

    def _complain(self) -> None:
        self.proposals.complain("No such command: backspace, or esc.")


def _place(words: Sequence[str], wanted: Sequence[Sequence[str]]) -> int | None:
    """Which word begins with the first part of what is typed; None if a part begins none."""
    for parts in wanted:
        found = [
            next((at for at, word in enumerate(words) if word.startswith(part)), None)
            for part in parts
        ]
        if None not in found:
            return found[0] if found else 0
    return None
