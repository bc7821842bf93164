"""Notes at the foot of a PDF's pages: told by a small raised number, here and in the text above.

A note is small print that begins with such a number, where the same number stands raised in the text of
its page. What only looks so, an affiliation or a power, has no counterpart, and stays what it is.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from annotations.document import BlockKind
from reader.loaders.pdf_paragraphs import Paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.loaders.pdf_lines import Line

_PROSE = frozenset((BlockKind.PARAGRAPH, BlockKind.ITEM))


def with_notes(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs, with each note as one of its own that knows its number.

    Args:
        paragraphs: In order, not joined over pages yet.
    """
    signs = {
        (page, number)
        for paragraph in paragraphs
        for line, page in zip(paragraph.lines, paragraph.pages, strict=True)
        if line.signs
        for number, start in _signs(line)
        if start
    }
    if not signs:
        return list(paragraphs)
    found: list[Paragraph] = []
    for paragraph in paragraphs:
        if paragraph.is_aside and paragraph.kind in _PROSE:
            found.extend(_parted(paragraph, signs))
        else:
            found.append(paragraph)
    return found


def _parted(paragraph: Paragraph, signs: set[tuple[int, int]]) -> list[Paragraph]:
    """Small print as the notes it holds; as it is where it holds none."""
    page = paragraph.pages[0]
    starts = {
        index: number
        for index, line in enumerate(paragraph.lines)
        for number, start in _signs(line)
        if not start and (page, number) in signs
    }
    if not starts:
        return [paragraph]
    edges = sorted({0, *starts, len(paragraph.lines)})
    parts: list[Paragraph] = []
    for first, last in pairwise(edges):
        part = Paragraph(paragraph.lines[first:last], page)
        part.kind, part.is_aside, part.indent = paragraph.kind, True, paragraph.indent
        if first in starts:
            part.kind, part.note = BlockKind.PARAGRAPH, starts[first]
        parts.append(part)
    parts[-1].is_full = paragraph.is_full
    parts[0].begins_stretch = paragraph.begins_stretch
    return parts


def _signs(line: Line) -> list[tuple[int, int]]:
    """The raised numbers of a line, each with where it stands in its text."""
    return [(int(line.text[start:end]), start) for start, end in line.signs]
