"""Which paragraphs of a PDF are headings, and of what level: by its outline, else by size and weight."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from annotations.document import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reader.loaders.pdf_paragraphs import Paragraph

LEVELS = 6
"""As deep as headings go."""

TITLE_LENGTH = 300
"""Code points of a paragraph, up to which it may be what the outline names."""

OUTLINE_ENTRIES = 20_000
"""Of a longer one the rest is left: no person made it."""

TITLE_SIZE = 1.15
"""Of the font of most of the text, above which what is set in it may be the title."""

SAME_TITLE = 0.03
"""Share by which the sizes of two lines of one title may differ."""

_DIGITS = "0123456789"


class Entry(NamedTuple):
    """An entry of the outline."""

    title: str
    page: int
    """From 0."""
    depth: int
    """0 for the outermost."""


def set_levels(paragraphs: Sequence[Paragraph], outline: Iterable[Entry]) -> None:
    """Tell each heading its level, and make headings of what the outline names.

    Args:
        paragraphs: Of the document, in order; they are changed.
        outline: Its entries.
    """
    levels = _by_outline(paragraphs, outline)
    sizes = sorted(
        {_rank(each) for each in paragraphs if each.kind is BlockKind.HEADING and not each.level},
        reverse=True,
    )
    if not levels:
        levels = {rank: min(number, LEVELS) for number, rank in enumerate(sizes, 1)}
    for paragraph in paragraphs:
        if paragraph.kind is BlockKind.HEADING and not paragraph.level:
            paragraph.level = levels.get(_rank(paragraph)) or _between(levels, _rank(paragraph))


def title_in(paragraphs: Sequence[Paragraph], size: float) -> str:
    """What is set largest on the first page that has text, as a guess at the title; empty if nothing is.

    Args:
        paragraphs: Of the document, in order.
        size: Of the font of most of its text, than which a title is larger.
    """
    first = paragraphs[0].pages[0] if paragraphs else 0
    found: list[Paragraph] = []
    for number, paragraph in enumerate(paragraphs):
        if paragraph.pages[0] != first:
            break
        if paragraph.is_aside or paragraph.kind in _NEVER:
            continue
        largest = found[-1].size if found else TITLE_SIZE * size
        if found and abs(paragraph.size - largest) <= SAME_TITLE * largest:
            if paragraphs[number - 1] is found[-1]:
                found.append(paragraph)
        elif paragraph.size > largest and any(map(str.isalpha, paragraph.lines[0].text)):
            found = [paragraph]
    lines = [line for paragraph in found for line in paragraph.lines]
    title = "".join(line.text if line.is_hyphenated else f"{line.text} " for line in lines)
    title = " ".join(title.split())
    return title if len(title) <= TITLE_LENGTH else ""


_Rank = tuple[float, bool]


def _rank(paragraph: Paragraph) -> _Rank:
    line = paragraph.lines[0]
    return round(line.size * 2) / 2, line.is_bold


def _by_outline(paragraphs: Sequence[Paragraph], outline: Iterable[Entry]) -> dict[_Rank, int]:
    """Level by size of what the outline names."""
    named: dict[tuple[int, str], int] = {}
    for entry in outline:
        title = _bare(entry.title)
        # Titles in an outline may have a number that the text has not, and the reverse.
        for name in (title, title.lstrip(_DIGITS)):
            named.setdefault((entry.page, name), entry.depth + 1)
    levels: dict[_Rank, int] = {}
    if not named:
        return levels
    pages = {page for page, _ in named}
    for paragraph in paragraphs:
        page = paragraph.pages[0]
        if page not in pages or paragraph.is_aside or paragraph.kind in _NEVER:
            continue
        if sum(len(line.text) for line in paragraph.lines) > TITLE_LENGTH:
            continue
        level = _named(paragraph, page, named)
        if level:
            paragraph.kind = BlockKind.HEADING
            paragraph.level = min(level, LEVELS)
            rank = _rank(paragraph)
            levels[rank] = min(levels.get(rank, LEVELS), paragraph.level)
    return levels


_NEVER = frozenset((BlockKind.TABLE, BlockKind.CODE))


def _named(paragraph: Paragraph, page: int, named: dict[tuple[int, str], int]) -> int:
    """The level of the outline's entry that a paragraph is the title of; 0 if none."""
    text = _bare("".join(line.text for line in paragraph.lines))
    if not text:
        return 0
    return named.get((page, text)) or named.get((page, text.lstrip(_DIGITS))) or 0


def _bare(text: str) -> str:
    """Letters and digits alone, in lower case."""
    return "".join(filter(str.isalnum, text.casefold()))


def _between(levels: dict[_Rank, int], rank: _Rank) -> int:
    """A level for a size that the outline does not name: below the next larger one."""
    larger = [level for other, level in levels.items() if other > rank]
    return min(max(larger, default=0) + 1, LEVELS)
