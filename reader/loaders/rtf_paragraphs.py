"""What comes out of reading RTF: paragraphs, and where they go."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.loaders.building import Inline

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(slots=True)
class Paragraph:
    """A paragraph as it was read."""

    content: Inline = field(default_factory=Inline)
    style: int = 0
    """Number of its style."""
    outline: int = -1
    """Its level in the outline, from 0; below 0 if it has none."""
    depth: int = -1
    """How deep it stands as an item of a list, from 0; below 0 if it is none."""
    number: str = ""
    """What stands before it as an item."""
    is_in_table: bool = False
    places: list[tuple[str, int]] = field(default_factory=list)
    """Names that stand in it, each with its offset."""


@dataclass(slots=True)
class Story:
    """What is read from beginning to end: the text itself, or a note."""

    end_paragraph: Callable[[Paragraph], None]
    end_cell: Callable[[], None]
    end_row: Callable[[], None]
    current: Paragraph = field(default_factory=Paragraph)
