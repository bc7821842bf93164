"""An article with its marks as plain text, block by block.

A mark stands between `⟦` and `⟧`, followed by its number: `the ⟦world has changed⟧[2]`. Below the
block in which it ends stand its number, the end of its id, its place, colour, tags, fields and note. Notes on
the article come first, marks that are nowhere in this text (orphans) last. The brackets were chosen
because hardly any text holds them; overlapping marks are told apart by the numbers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotations.document import HARD_KINDS, BlockKind
from annotations.model import Range, place_key
from annotations.whereabouts import whereabouts_in
from reader.layout.cells import clusters, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from annotations.document import Block, Document
    from annotations.model import Annotation, Article

OPENING = "⟦"
CLOSING = "⟧"

WIDEST_CELLS = 2
"""Cells of the widest character: what is certainly narrow enough need not be measured."""

_INDENT = "    "
_CELL_PARTING = " | "
_BLANKS = re.compile(r"[ \t\n]+")


def article_lines(
    article: Article,
    document: Document,
    annotations: Sequence[Annotation],
    *,
    width_cells: int,
) -> Iterator[str]:
    """The lines of an article, without line ends.

    Args:
        article: Whose title and reference stand on top.
        document: The text.
        annotations: Those of this text, in any order.
        width_cells: Where flowing text is broken; code and verse are not.
    """
    numbered = list(enumerate(sorted(annotations, key=place_key), 1))
    yield from _head(article, document, len(annotations))
    view = _Wrapping(width_cells)
    for number, mark in numbered:
        if not mark.pieces:
            yield ""
            yield from _card(number, mark, view, document)
    signs = _signs(numbered)
    ends = sorted(
        (max(each.end for each in mark.ranges), number, mark)
        for number, mark in numbered
        if mark.ranges
    )
    shown = first_sign = 0
    for is_apart, leaves in _groups(document):
        end = document.blocks.ends[leaves[-1]]
        last_sign = first_sign
        while last_sign < len(signs) and signs[last_sign][0] <= end:
            last_sign += 1
        if is_apart:
            yield ""
        yield from _group(document, leaves, signs[first_sign:last_sign], view)
        first_sign = last_sign
        while shown < len(ends) and ends[shown][0] <= end:
            yield from _card(ends[shown][1], ends[shown][2], view, document)
            shown += 1
    for number, mark in numbered:
        if mark.pieces and not mark.ranges:
            yield ""
            yield from _card(number, mark, view, document, is_orphan=True)


def _head(article: Article, document: Document, marks: int) -> Iterator[str]:
    metadata = article.metadata
    yield article.name
    reference = [*metadata.authors, metadata.publisher, metadata.published, metadata.url]
    if told := " · ".join(part for part in reference if part):
        yield told
    count = {0: "no marks", 1: "1 mark"}.get(marks, f"{marks:,} marks")
    yield f"{len(document.text):,} characters · {count}"


def _signs(numbered: Sequence[tuple[int, Annotation]]) -> list[tuple[int, int, str]]:
    """Position, order at it, and what is written there; an end comes before a beginning."""
    signs = []
    for number, mark in numbered:
        for held in mark.ranges:
            signs.append((held.start, 1, OPENING))
            signs.append((held.end, 0, f"{CLOSING}[{number}]"))
    signs.sort(key=lambda sign: sign[:2])
    return signs


def _groups(document: Document) -> Iterator[tuple[bool, list[int]]]:
    """The leaves in order, those of one line (cells of a row) together.

    With each group goes whether an empty line parts it from what is above, as in the text.
    """
    blocks = document.blocks
    group: list[int] = []
    is_apart = True
    previous_end = 0
    for index in document.leaves:
        gap = document.text[previous_end : blocks.starts[index]]
        if group and "\n" in gap:
            yield is_apart, group
            group, is_apart = [], gap.count("\n") > 1
        group.append(index)
        previous_end = blocks.ends[index]
    if group:
        yield is_apart, group


def _group(
    document: Document,
    leaves: Sequence[int],
    signs: Sequence[tuple[int, int, str]],
    view: _Wrapping,
) -> Iterator[str]:
    first, rest = _prefixes(document, leaves[0])
    block = document.blocks[leaves[0]]
    if block.kind is BlockKind.RULE:
        yield f"{first}* * *"
        return
    if len(leaves) == 1 and block.kind in HARD_KINDS:
        for line in _with_signs(document, block, signs, is_hard=True).split("\n"):
            yield f"{first}{line}".rstrip()
            first = rest
        return
    parts: list[str] = []
    taken = 0
    for index in leaves:
        block = document.blocks[index]
        last = taken
        while last < len(signs) and (signs[last][0] <= block.end or index == leaves[-1]):
            last += 1
        parts.append(_with_signs(document, block, signs[taken:last], is_hard=False))
        taken = last
    for line in _CELL_PARTING.join(parts).split("\n"):
        yield from view.lines(line, first, rest)
        first = rest


def _with_signs(
    document: Document, block: Block, signs: Sequence[tuple[int, int, str]], *, is_hard: bool
) -> str:
    """The block's text as it is read, with the signs of the marks at their places."""
    parts: list[str] = []
    position = block.start

    def take(end: int) -> None:
        held = Range(position, end)
        text = document.text[position:end]
        parts.append(text if is_hard else document.flowing(held))

    for place, _, sign in signs:
        place = min(max(place, position), block.end)  # noqa: PLW2901 - a sign between two blocks
        take(place)
        parts.append(sign)
        position = place
    take(block.end)
    return "".join(parts)


def _prefixes(document: Document, index: int) -> tuple[str, str]:
    """What stands before the first and before the other lines: quotation marks, bullets, levels."""
    block = document.blocks[index]
    first = rest = ""
    inner = index
    for container_index in document.blocks.ancestors(index):
        container = document.blocks[container_index]
        if container.kind is BlockKind.QUOTATION:
            first, rest = f"> {first}", f"> {rest}"
        elif container.kind is BlockKind.ITEM:
            bullet = f"{container.level}. " if container.level else "- "
            is_first = inner == container_index + 1
            first = (bullet if is_first else " " * len(bullet)) + first
            rest = " " * len(bullet) + rest
        elif container.kind is BlockKind.FOOTNOTE:
            number = f"{container.level or ''} ".ljust(3)
            is_first = inner == container_index + 1
            first, rest = (number if is_first else "   ") + first, f"   {rest}"
        inner = container_index
    if block.kind is BlockKind.HEADING:
        first += "#" * max(1, block.level) + " "
    elif block.kind is BlockKind.CODE:
        first, rest = first + _INDENT, rest + _INDENT
    elif block.kind is BlockKind.IMAGE:
        first += "Image: "
    return first, rest


def _card(
    number: int,
    mark: Annotation,
    view: _Wrapping,
    document: Document,
    *,
    is_orphan: bool = False,
) -> Iterator[str]:
    facts = [str(mark.id)[-6:]]
    if mark.start is not None:
        facts.append(whereabouts_in(document, mark.start).words)
    if mark.colour:
        facts.append(mark.colour.value)
    if mark.state.severity:
        facts.append(mark.state.value)
    if mark.tags:
        facts.append(" ".join(f"#{tag}" for tag in mark.tags))
    facts += [f"{name}: {value}" for name, value in mark.fields]
    head = f"{_INDENT}[{number}] "
    under = " " * len(head)
    yield from view.lines(" · ".join(filter(None, facts)), head, under)
    if is_orphan:
        yield from view.lines(f"“{' '.join(mark.quote.split())}”", under, under)
    for line in mark.note.split("\n") if mark.note else ():
        yield from view.lines(line, under, under)


class _Wrapping:
    """Breaks flowing text at blanks so that no line is wider than the page."""

    def __init__(self, width_cells: int) -> None:
        self._width_cells = width_cells

    def lines(self, text: str, first: str, rest: str) -> Iterator[str]:
        """The text in lines; the first begins with `first`, the others with `rest`."""
        prefix, line, used = first, "", 0
        room = max(1, self._width_cells - width(rest))
        for word in _BLANKS.split(text.strip(" \t\n")):
            for piece in self._fitting(word, room):
                cells = width(piece)
                if line and used + 1 + cells > room:
                    yield f"{prefix}{line}"
                    prefix, line, used = rest, piece, cells
                elif line:
                    line, used = f"{line} {piece}", used + 1 + cells
                else:
                    line, used = piece, cells
        yield f"{prefix}{line}".rstrip()

    def _fitting(self, word: str, room: int) -> Iterator[str]:
        """A word in pieces none of which is wider than a line: one, but for giants and Chinese."""
        if len(word) * WIDEST_CELLS <= room or width(word) <= room:
            yield word
            return
        start = used = 0
        for first, _, cells in clusters(word):
            if used and used + cells > room:
                yield word[start:first]
                start, used = first, 0
            used += cells
        yield word[start:]
