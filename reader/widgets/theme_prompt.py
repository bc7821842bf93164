"""Asks for a theme, and shows each one while it is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.config_values import OWN_THEMES, TEXTUAL_THEMES
from reader.widgets.command_prompt import CommandPrompt
from reader.widgets.prompts import Proposal

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.keyboards import Keyboard
    from reader.themes import Look

_MEANINGS = {"auto": "as the terminal is", "dark": "postil’s own", "light": "postil’s own"}


def theme_names(*, has_all: bool) -> list[str]:
    """What can be chosen here; those of Textual's need 24 bits a colour, its ANSI ones a new start."""
    others = [name for name in TEXTUAL_THEMES if not name.startswith("ansi-")]
    return [*OWN_THEMES, *(sorted(others) if has_all else ())]


class ThemePrompt(CommandPrompt):
    """Themes, filtered as one types; the arrows try them on, esc takes off what was tried."""

    SIGN = "THEME"
    HINTS = (("↑↓", "try"), ("enter", "take"), ("esc", "as before"))

    def __init__(
        self,
        look: Look,
        before: str,
        wear: Callable[[str], None],
        *,
        has_all: bool,
        keyboard: Keyboard | None = None,
    ) -> None:
        """Offer themes.

        Args:
            look: The styles, which change with each theme that is tried.
            before: The theme that holds now.
            wear: Shows a theme.
            has_all: The terminal shows those of Textual's.
            keyboard: By which what is typed is read too.
        """
        names = theme_names(has_all=has_all)
        super().__init__(
            look,
            [Proposal(value=each, text=each, note=_MEANINGS.get(each, "")) for each in names],
            keyboard,
        )
        self._before = before
        self._wear = wear

    def fitting(self, typed: str) -> list[Proposal]:
        """Themes whose name holds what is typed."""
        wanted = typed.casefold().strip()
        readings = self._keyboard.readings(wanted) if self._keyboard else (wanted,)
        return [each for each in self.commands if any(part in each.text for part in readings)]

    def tried(self, proposal: Proposal) -> None:
        """Try a theme on."""
        self._wear(proposal.value)
        self.update()

    def enter(self, typed: str, chosen: Proposal | None) -> bool:
        """Take the chosen one, else the first."""
        is_taken = super().enter(typed, chosen)
        if is_taken:
            self._wear(self.answer)
        return is_taken

    def leave(self) -> None:
        """Back to the theme there was."""
        if not self.is_answered:
            self._wear(self._before)
        super().leave()
