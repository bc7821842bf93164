"""What threatens the library from where it lies, told once on the screen or the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.first_steps import Told
from reader.paths import told_folder

if TYPE_CHECKING:
    from annotations.library import Library


def untold(library: Library) -> list[tuple[str, str]]:
    """Sentences, each with what to do, that were never told; from now on they were."""
    told = Told(told_folder())
    found = [each for each in library.safekeeping.dangers() if not told.was(each.key)]
    for each in found:
        told.remember(each.key)
    return [(each.sentence, each.hint) for each in found]
