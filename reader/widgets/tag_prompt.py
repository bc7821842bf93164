"""The prompt for tags: those there are stand before it, known ones are proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.errors import InvalidValueError
from annotations.model import fold_tag, normalise_tag
from reader.widgets.prompts import PROPOSALS, Prompt, Proposal, readings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style
    from textual import events

    from reader.keyboards import Keyboard
    from reader.themes import Look


class TagPrompt(Prompt):
    """Asks for the tags of a mark: those it has are shown, more are added."""

    SIGN = "TAGS"
    HINTS = (("enter", "add, close"), (",", "one more"), ("esc", "drop"), ("tab", "complete"))

    def __init__(
        self,
        look: Look,
        tags: Sequence[str],
        known: Sequence[str],
        keyboard: Keyboard | None = None,
        *,
        about: str = "",
    ) -> None:
        """Show the tags there are.

        Args:
            look: The styles.
            tags: Those there are.
            known: Those to propose, the latest used first.
            keyboard: On which they may be typed as well.
            about: What is tagged, where that is not the one thing at hand: `2 marks`.
        """
        super().__init__(look)
        self._keyboard = keyboard
        self._about = about
        self.tags = list(tags)
        self._known = tuple(known)

    def lead(self) -> list[tuple[str, Style]]:
        """What is tagged, and the tags there are."""
        about = [(f"{self._about}  ", self.look.muted)] if self._about else []
        return [*about, *((f"#{tag}  ", self.look.accent) for tag in self.tags)]

    def propose(self, typed: str) -> Sequence[Proposal]:
        """Known tags that begin so, or hold it, the latest used first; those there are not."""
        wanted = tuple(
            fold_tag(reading.strip().removeprefix("#"))
            for reading in readings(self._keyboard, typed)
        )
        there = {fold_tag(tag) for tag in self.tags}
        left = [tag for tag in self._known if fold_tag(tag) not in there]
        begin = [tag for tag in left if fold_tag(tag).startswith(wanted)]
        parts = [
            tag
            for tag in left
            if tag not in begin
            and any(part.startswith(wanted) for part in fold_tag(tag).split("/"))
        ]
        return [Proposal(value=tag, text=f"#{tag}") for tag in (begin + parts)[:PROPOSALS]]

    def _add(self, typed: str) -> bool:
        if not typed.strip():
            return True
        try:
            name = normalise_tag(typed)
        except InvalidValueError as error:
            self.proposals.complain(str(error))
            return False
        folded = fold_tag(name)
        known = next((tag for tag in self._known if fold_tag(tag) == folded), name)
        if all(fold_tag(tag) != folded for tag in self.tags):
            self.tags.append(known)
        return True

    def enter(self, typed: str, chosen: Proposal | None) -> bool:
        """Add what is typed, or the proposal the arrows stand on, and close."""
        return self._add(chosen.value if chosen else typed)

    def special(self, event: events.Key) -> bool:
        """A comma adds and stays; backspace on nothing takes the last tag off; alt+digit adds."""
        if event.character == ",":
            if self._add(self.chosen.value if self.chosen else self.field.value):
                self.field.value = ""
                self.update()
            return True
        if event.key == "backspace" and not self.field.value:
            if self.tags:
                self.tags.pop()
                self.update()
            return True
        if event.key.startswith("alt+") and event.key[4:].isdigit():
            number = int(event.key[4:]) - 1
            if 0 <= number < len(self.proposals.shown):
                self._add(self.proposals.shown[number].value)
                self.field.value = ""
                self.update()
            return True
        return False
