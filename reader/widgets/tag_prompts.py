"""What the codebook asks for in a line: a name, a tag of the tree, a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from annotations.errors import InvalidValueError
from annotations.model import fold_tag
from reader.widgets.prompts import PROPOSALS, Prompt, Proposal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.style import Style

    from reader.themes import Look

LINE_BREAK = "¶"
"""What stands in a line for the end of one."""


class CodebookPrompt(Prompt):
    """Asks for a line about something of the codebook."""

    def __init__(
        self,
        look: Look,
        value: str = "",
        *,
        about: str = "",
        known: Sequence[str] = (),
        check: Callable[[str], object] = str,
    ) -> None:
        """Ask.

        Args:
            look: The styles.
            value: What stands in the line to begin with.
            about: What it is about; before the line.
            known: What is proposed.
            check: Raises InvalidValueError where what is typed will not do.
        """
        super().__init__(look, value.replace("\n", LINE_BREAK))
        self._about = about
        self._known = known
        self._check = check
        self.answer = ""

    def on_mount(self) -> None:
        """The cursor stands at the end."""
        super().on_mount()
        self.field.cursor_position = len(self.field.value)

    def lead(self) -> list[tuple[str, Style]]:
        """What it is about."""
        return [(f"{self._about}  ", self.look.accent)] if self._about else []

    def propose(self, typed: str) -> Sequence[Proposal]:
        """What is known and begins so, then what has a part that does."""
        if typed == self._value and typed:
            return ()
        wanted = fold_tag(typed.strip().removeprefix("#"))
        begin = [name for name in self._known if fold_tag(name).startswith(wanted)]
        parts = [
            name
            for name in self._known
            if name not in begin
            and any(part.startswith(wanted) for part in fold_tag(name).split("/"))
        ]
        return [Proposal(value=name, text=name) for name in (begin + parts)[:PROPOSALS]]

    def enter(self, typed: str, chosen: Proposal | None) -> bool:
        """Take what is typed, or the proposal the arrows stand on."""
        self.answer = (chosen.value if chosen else typed).replace(LINE_BREAK, "\n")
        try:
            self._check(self.answer)
        except InvalidValueError as error:
            self.proposals.complain(str(error))
            return False
        return True


class NamePrompt(CodebookPrompt):
    """Asks for the name of a tag."""

    SIGN: ClassVar[str] = "NAME"
    HINTS = (("enter", "go on"), ("esc", "back"))
    PLACEHOLDER = "sahel/russia lies below sahel"


class PlacePrompt(CodebookPrompt):
    """Asks below which tag others are to lie."""

    SIGN: ClassVar[str] = "MOVE"
    HINTS = (("enter", "go on"), ("esc", "back"), ("tab", "complete"))
    PLACEHOLDER = "a tag; nothing: at the top"


class IntoPrompt(CodebookPrompt):
    """Asks into which tag others go."""

    SIGN: ClassVar[str] = "MERGE"
    HINTS = (("enter", "go on"), ("esc", "back"), ("tab", "complete"))
    PLACEHOLDER = "a tag"


class TextPrompt(CodebookPrompt):
    """Asks what something stands for."""

    SIGN: ClassVar[str] = "MEANS"
    HINTS = (("enter", "keep"), ("esc", "back"))
    PLACEHOLDER = f"empty takes it back; {LINE_BREAK} a new line"


class LetterPrompt(CodebookPrompt):
    """Asks for a letter."""

    SIGN: ClassVar[str] = "LETTER"
    HINTS = (("enter", "keep"), ("esc", "back"))
    PLACEHOLDER = "a letter or digit; empty: none"


class KnownFieldPrompt(CodebookPrompt):
    """Asks for a field with what it holds."""

    SIGN: ClassVar[str] = "FIELD"
    HINTS = (("enter", "keep"), ("esc", "back"), ("tab", "complete"))
    PLACEHOLDER = "speaker: who says it"
