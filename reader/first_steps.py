"""What someone who starts postil for the first time is told, and that it is told once.

The steps stand for themselves on the screen once, and lead the help ever after. What was told is
remembered by a file each in the state folder: the files are empty, only their names count.
"""

from __future__ import annotations

from contextlib import suppress
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from reader.paths import private_folder

if TYPE_CHECKING:
    from pathlib import Path


class Step(NamedTuple):
    """One of the things to do, with its keys."""

    word: str
    keys: tuple[tuple[str, str], ...]
    """A key and what it does, the most needed first."""


STEPS = (
    Step("move", (("↑ ↓", "line"), ("PgDn", "page"), (")", "sentence"), ("}", "paragraph"))),
    Step("select", (("s", "sentence"), ("c", "quotation"), ("v", "by moving"))),
    Step("mark", (("1–6", "colour"), ("t", "tag"), ("a", "note"), ("u", "undo"))),
    Step("help", (("?", "all keys"), ("tab", "panel"), ("ctrl+p", "every command"))),
    Step("quit", (("q", "all is saved"), ("esc", "hides this"))),
)
"""Move, select, mark, find out more, leave."""


class Once(StrEnum):
    """What is told once; the value is the name of its file."""

    STEPS = "first-steps"
    FAREWELL = "first-farewell"


class Told:
    """What was told already, as files in a folder: of `Once`, or under a name that is fit for a file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def was(self, what: str) -> bool:
        """True if it was told, or nobody can know."""
        try:
            return (self._folder / what).exists()
        except OSError:
            return True

    def remember(self, what: str) -> None:
        """It was told; where that cannot be written down, it is told again."""
        with suppress(OSError):
            private_folder(self._folder)
            (self._folder / what).touch(mode=0o600)


def farewell(marks: int) -> str:
    """What the first who quits is told, in place of a question whether to save."""
    if not marks:
        return "Everything is saved."
    return f"Everything is saved ({marks:,} mark{'s' if marks != 1 else ''})."
