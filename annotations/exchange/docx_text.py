"""An article's whole text in a Word document, with its marks as grounds of colour and as comments.

Block by block in the order of the text, each word once. A table that Word cannot hold, with more columns
than it has or with other blocks among its cells, stands as paragraphs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.document import HARD_KINDS, NO_PARENT, BlockKind, SpanKind
from annotations.exchange.docx_report import changed, said
from annotations.exchange.docx_writing import CODE_STYLE, Look
from annotations.exchange.html_parts import SCHEMES
from annotations.exchange.stretches import BLANKS, Stretch, joined, last_begin, stretches
from annotations.model import place_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

    from annotations.document import Document, Span
    from annotations.exchange.docx_writing import Writing
    from annotations.model import Annotation, Range

COLUMN_LIMIT = 63
"""Of a table in Word."""

_SOFT = " "
"""What a line break is where the text flows."""


class _Held:
    """A mark on its way through the text, with the runs of its first piece."""

    def __init__(self, held: Range, annotation: Annotation, *, has_comment: bool) -> None:
        self.start, self.end = held.start, held.end
        self.annotation = annotation
        self.has_comment = has_comment
        self.runs: list[Run] = []


class TextInWord:
    """Writes one article's text."""

    def __init__(
        self,
        writing: Writing,
        document: Document,
        annotations: Sequence[Annotation],
        *,
        below_title: Callable[[], None] | None = None,
    ) -> None:
        """Prepare.

        Args:
            writing: Where to.
            document: The text.
            annotations: The marks that stand in it, and no others.
            below_title: Where the text begins with its title, writes what stands below it.
        """
        self._writing = writing
        self._document = document
        self._below_title = below_title
        self._waiting = _waiting(annotations)
        """The last one is the next to come."""
        self._standing: list[_Held] = []
        self._numbered: dict[int, tuple[int, int]] = {}
        """By list, its numbering and the number that comes next."""
        self._begun: set[int] = set()
        """The items that have their sign."""
        self._cells: dict[int, Paragraph] = {}
        """Where the cells of a table are written to, by block."""
        self._made: set[int] = set()
        """The tables that were begun."""

    def write(self) -> None:
        """All of the text, then the comments on it."""
        done: list[_Held] = []
        for stretch in stretches(self._document):
            kind = None if stretch.block is None else self._document.blocks.kind(stretch.block)
            if stretch.block is not None and kind is BlockKind.CELL:
                # Not before: a caption stands above, or what is no block.
                self._table_of(stretch.block)
            if kind is None and not self._text(stretch).strip(BLANKS):
                continue
            if stretch.is_container:
                continue
            done += self._leaf(stretch, kind or BlockKind.PARAGRAPH)
        if self._waiting:
            # On an empty text; they are kept all the same.
            end = len(self._document.text)
            done += self._leaf(Stretch(end, end, None), BlockKind.PARAGRAPH)
        for each in done:
            self._comment(each)

    def _comment(self, held: _Held) -> None:
        parts = said(held.annotation)
        if told := changed(held.annotation):
            parts.append(f"[{told}]")
        if held.has_comment and held.runs and parts:
            self._writing.comment(held.runs, held.annotation, parts)

    def _text(self, stretch: Stretch) -> str:
        return self._document.text[stretch.start : stretch.end]

    # --- paragraphs ---------------------------------------------------------------------------

    def _leaf(self, stretch: Stretch, kind: BlockKind) -> list[_Held]:
        """Write a block; gives the marks that begin in it."""
        paragraph = self._paragraph(stretch, kind)
        begun: list[_Held] = []
        until = last_begin(self._document, stretch)
        while self._waiting and self._waiting[-1].start < until:
            begun.append(self._waiting.pop())
        marks = [each for each in self._standing if each.end > stretch.start] + begun
        self._standing = [each for each in marks if each.end > stretch.end]
        spans = self._document.spans.overlapping(stretch.start, stretch.end)
        self._runs(paragraph, stretch, marks, spans, keeps_lines=kind in HARD_KINDS)
        if self._below_title is not None:
            self._below_title()
            self._below_title = None
        return begun

    def _paragraph(self, stretch: Stretch, kind: BlockKind) -> Paragraph:
        writing = self._writing
        if stretch.block is not None and stretch.block in self._cells:
            return self._cells.pop(stretch.block)
        match kind:
            case BlockKind.HEADING:
                assert stretch.block is not None
                level = min(max(self._document.blocks.levels[stretch.block], 1), 9)
                is_title = self._below_title is not None
                return writing.paragraph(style="Title" if is_title else f"Heading {level}")
            case BlockKind.CODE:
                return writing.paragraph(style=CODE_STYLE)
            case BlockKind.CAPTION | BlockKind.IMAGE:
                return writing.paragraph(style="Caption")
        return self._within(stretch)

    def _within(self, stretch: Stretch) -> Paragraph:
        """A paragraph as what it stands in asks for: an item, a quotation, or the page."""
        blocks, writing = self._document.blocks, self._writing
        around = [] if stretch.block is None else list(blocks.ancestors(stretch.block))
        kinds = [blocks.kind(each) for each in around]
        nearest = next((k for k in kinds if k in (BlockKind.ITEM, BlockKind.QUOTATION)), None)
        if nearest is BlockKind.QUOTATION:
            return writing.paragraph(style="Quote")
        if nearest is None:
            return writing.paragraph()
        item = around[kinds.index(BlockKind.ITEM)]
        value = blocks.levels[item]
        is_first = item not in self._begun
        self._begun.add(item)
        style = writing.item_style(
            kinds.count(BlockKind.ITEM), is_numbered=value > 0, is_first=is_first
        )
        paragraph = writing.paragraph(style=style)
        if is_first and value > 0:
            numbering, following = self._numbered.get(blocks.parents[item], (None, value))
            begun = writing.number(paragraph, value, numbering if following == value else None)
            self._numbered[blocks.parents[item]] = (begun, value + 1)
        return paragraph

    # --- runs ---------------------------------------------------------------------------------

    def _runs(
        self,
        paragraph: Paragraph,
        stretch: Stretch,
        marks: Sequence[_Held],
        spans: Sequence[Span],
        *,
        keeps_lines: bool,
    ) -> None:
        """The text in runs, cut wherever anything begins or ends."""
        start, end = stretch.start, stretch.end
        borders = {start, end}
        for mark in marks:
            borders.update(min(max(place, start), end) for place in (mark.start, mark.end))
        for span in spans:
            borders.update(min(max(place, start), end) for place in (span.start, span.end))
        places = sorted(borders)
        breaks = {each.start for each in spans if each.kind is SpanKind.BREAK}
        points = _points(marks, start, end)
        waiting = sorted(marks, key=lambda each: each.start)
        waiting.reverse()
        held: list[_Held] = []
        for place, following in zip(places, [*places[1:], end], strict=True):
            for each in points.get(place, ()):
                if not each.runs:
                    each.runs.append(self._writing.run(paragraph, ""))
            if place == following:
                continue
            while waiting and waiting[-1].start < following:
                held.append(waiting.pop())
            held = [each for each in held if each.end > place]
            inner = max(held, key=lambda each: (each.start, -each.end), default=None)
            text = self._document.text[place:following]
            if not keeps_lines:
                text = "".join(
                    _SOFT if sign == "\n" and place + at not in breaks else sign
                    for at, sign in enumerate(text)
                )
            run = self._writing.run(paragraph, text, _look(spans, place, following, inner))
            for each in held:
                each.runs.append(run)

    # --- tables -------------------------------------------------------------------------------

    def _table_of(self, leaf: int) -> None:
        """Make the table that a cell stands in, if Word can hold it; it is filled as cells come."""
        parents = self._document.blocks.parents
        around = parents[leaf]
        table = NO_PARENT if around == NO_PARENT else parents[around]
        if table in self._made or table == NO_PARENT:
            return
        self._made.add(table)
        rows = self._rows(table)
        columns = max(map(len, rows), default=0)
        if not 0 < columns <= COLUMN_LIMIT:
            return
        made = self._writing.document.add_table(len(rows), columns, "Table Grid")
        for row, cells in zip(made.rows, rows, strict=True):
            for cell, index in zip(row.cells, cells, strict=False):
                self._cells[index] = cell.paragraphs[0]
        # Two tables that touch would be one.
        self._writing.paragraph()

    def _rows(self, table: int) -> list[list[int]]:
        """The cells of a table by rows; none where anything else stands among them."""
        rows: dict[int, list[int]] = {}
        text, blocks = self._document.text, self._document.blocks
        place = None
        for index, kind, parent in self._inside(table):
            if kind is BlockKind.ROW and parent == table:
                rows[index] = []
            elif kind is BlockKind.CELL and parent in rows:
                if place is not None and text[place : blocks.starts[index]].strip(BLANKS):
                    return []
                place = blocks.ends[index]
                rows[parent].append(index)
            elif kind is not BlockKind.CAPTION or rows:
                return []
        return list(rows.values())

    def _inside(self, container: int) -> Iterator[tuple[int, BlockKind, int]]:
        blocks = self._document.blocks
        within = {container}
        for index in range(container + 1, len(blocks)):
            parent = blocks.parents[index]
            if parent not in within:
                return
            within.add(index)
            yield index, blocks.kind(index), parent


def _points(marks: Sequence[_Held], start: int, end: int) -> dict[int, list[_Held]]:
    """By place the marks with a comment that have no length in a stretch, or end before it."""
    found: dict[int, list[_Held]] = {}
    for each in marks:
        place = max(each.start, start)
        if each.has_comment and each.end <= place:
            found.setdefault(min(place, end), []).append(each)
    return found


def _look(spans: Sequence[Span], start: int, end: int, mark: _Held | None) -> Look:
    """How a stretch without a border in it is set off."""
    around = [each for each in spans if each.start <= start and each.end >= end]
    address = next(
        (
            each.target
            for each in around
            if each.kind is SpanKind.HYPERLINK and each.target[:8].lower().startswith(SCHEMES)
        ),
        "",
    )
    return Look(
        kinds=frozenset(each.kind for each in around),
        colour=mark.annotation.colour if mark is not None else None,
        is_marked=mark is not None,
        address=address,
    )


def _waiting(annotations: Sequence[Annotation]) -> list[_Held]:
    """The pieces of marks, the last first; the first of each has the comment."""
    found = [
        _Held(held, annotation, has_comment=number == 0)
        for annotation in sorted(annotations, key=place_key)
        for number, held in enumerate(joined(annotation.ranges))
    ]
    found.sort(key=lambda each: each.start)
    found.reverse()
    return found
