"""Paragraphs of pages as a document: joined over breaks of page and column, with lists and locators."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotations.document import BlockKind, Locator, Span, SpanKind
from reader.loaders.building import BETWEEN_BLOCKS, BETWEEN_CELLS, BETWEEN_LINES, Builder, Inline
from reader.loaders.pdf_paragraphs import BULLET, NUMBERED, Paragraph, is_led

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.document import Blocks, Spans
    from reader.loaders.pdf_lines import Line

DEEPER = 6.0
"""Points by which an item begins further right than the one before, if it is nested in it."""

VERSE_LINES = 3
"""Short lines, from which on they are verse."""

VERSE_LEADING = 1.45
"""Of two base lines, in sizes of the font, within which short lines belong together."""

_LEADERS = re.compile(r" ?(?:\. ?){4,}")
_LEADING_DOTS = 4
_ENDED = re.compile(r"[.!?:…][”\"’')\]»\d]*\Z")
_COMPOUND = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_BEYOND_LATIN = "\u2e80"
_HANGUL = "\uac00", "\ud7a3"
_NOTE_NUMBER = re.compile(r"\d{1,2} ?")
_Sign = tuple[int, int, int]
"""On which page a raised number stands, and from where to where in the text of its paragraph."""
_GOING_ON = frozenset((BlockKind.PARAGRAPH, BlockKind.ITEM))


def joined(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs, those joined that go on after a break; notes and captions between them wait."""
    found: list[Paragraph] = []
    last: Paragraph | None = None
    may_go_on = False
    for paragraph in paragraphs:
        if paragraph.is_aside:
            found.append(paragraph)
            continue
        may_go_on = may_go_on or paragraph.begins_stretch
        if last is not None and may_go_on and _goes_on(last, paragraph):
            last.lines = last.lines + paragraph.lines
            last.pages = last.pages + paragraph.pages
            last.is_full = paragraph.is_full
        else:
            found.append(paragraph)
            last = paragraph
        may_go_on = False
    return found


def with_verse(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs, with short lines close below one another as verse: an address, a poem."""
    found: list[Paragraph] = []
    start = 0
    while start < len(paragraphs):
        end = start + 1
        while end < len(paragraphs) and _is_close(paragraphs[end - 1], paragraphs[end]):
            end += 1
        if end - start >= VERSE_LINES:
            verse = Paragraph([each.lines[0] for each in paragraphs[start:end]], 0)
            verse.pages = [each.pages[0] for each in paragraphs[start:end]]
            verse.kind = BlockKind.VERSE
            found.append(verse)
        else:
            found.extend(paragraphs[start:end])
        start = end
    return found


def _is_close(above: Paragraph, below: Paragraph) -> bool:
    if not (above.kind is below.kind is BlockKind.PARAGRAPH) or above.note or below.note:
        return False
    if len(above.lines) > 1 or len(below.lines) > 1 or below.begins_stretch:
        return False
    one, other = above.lines[0], below.lines[0]
    return 0 < one.y - other.y < VERSE_LEADING * one.size and abs(one.size - other.size) < 1


def _goes_on(last: Paragraph, paragraph: Paragraph) -> bool:
    if last.kind not in _GOING_ON or paragraph.kind is not BlockKind.PARAGRAPH:
        return False
    end, begin = last.lines[-1], paragraph.lines[0]
    if not 0.9 < begin.size / max(end.size, 0.1) < 1.1:  # noqa: PLR2004  # no other font
        return False
    if end.is_hyphenated or end.text.endswith("-"):
        return begin.text[:1].isalpha()
    if _ENDED.search(end.text) or is_led(end):
        return False
    return begin.text[:1].islower() or last.is_full


class Writer:
    """A document in the making, with the pages as locators."""

    def __init__(self, labels: Sequence[str], paragraphs: Sequence[Paragraph]) -> None:
        self._builder = Builder()
        self._labels = labels
        self._locators: list[Locator] = []
        self._page = -1
        self._lists: list[float] = []
        """Indents of the lists that are open, outermost first."""
        self._compounds = _compounds(paragraphs)
        self._notes = {(each.pages[0], each.note) for each in paragraphs if each.note}
        """By page and number."""
        self._note_places: dict[str, int] = {}

    def write(self, paragraphs: Sequence[Paragraph]) -> None:
        """Add paragraphs, as `joined` gave them."""
        for number, paragraph in enumerate(paragraphs):
            kind = paragraph.kind
            if kind is BlockKind.ITEM and self._is_item(paragraphs, number):
                self._add_item(paragraph)
                continue
            self._close_lists()
            if paragraph.note:
                self._add_note(paragraph)
            elif kind is BlockKind.TABLE:
                self._add_table(paragraph)
            elif kind is BlockKind.CODE:
                self._add_lines(paragraph, BlockKind.CODE, _code(paragraph.lines))
            elif kind is BlockKind.VERSE:
                text = "\n".join(_clean(line.text) for line in paragraph.lines)
                self._add_lines(paragraph, BlockKind.VERSE, text)
            elif kind is BlockKind.ITEM:
                self._add(paragraph, BlockKind.PARAGRAPH)
            else:
                self._add(paragraph, kind)

    def finish(self) -> tuple[str, Blocks, Spans, tuple[Locator, ...]]:
        """The text, its blocks and spans, and where the pages begin."""
        places = self._note_places
        text, blocks, spans = self._builder.finish(
            lambda name: f"#{places[name]}" if name in places else ""
        )
        return text, blocks, spans, tuple(self._locators)

    # --- leaves ---------------------------------------------------------------------------------

    def _add(
        self,
        paragraph: Paragraph,
        kind: BlockKind,
        *,
        parting: str = BETWEEN_BLOCKS,
        marker: re.Pattern[str] | None = None,
    ) -> None:
        text, turns, signs = self._flowing(paragraph, marker)
        if signs:
            index = self._add_with_signs(kind, text, signs, level=paragraph.level, parting=parting)
        else:
            index = self._builder.add_text(kind, text, level=paragraph.level, parting=parting)
        if index is not None:
            start = self._builder.blocks.starts[index]
            self._turn_to(paragraph.pages[0], start)
            for its_page, offset in turns:
                self._turn_to(its_page, start + offset)

    def _add_note(self, paragraph: Paragraph) -> None:
        """Add a note without its number, which is its container's."""
        self._builder.open(BlockKind.FOOTNOTE, paragraph.note)
        index = len(self._builder.blocks)
        self._add(paragraph, BlockKind.PARAGRAPH, marker=_NOTE_NUMBER)
        self._builder.close()
        if index < len(self._builder.blocks):
            name = _note_name(paragraph.pages[0], paragraph.note)
            self._note_places.setdefault(name, self._builder.blocks.starts[index])

    def _add_with_signs(
        self, kind: BlockKind, text: str, signs: Sequence[_Sign], *, level: int, parting: str
    ) -> int | None:
        """Add a leaf with raised numbers, of which those of notes lead there."""
        content = Inline()
        content.add(text)
        for page, start, end in signs:
            content.spans.append(Span(SpanKind.SUPERSCRIPT, start, end))
            number = int(text[start:end])
            if (page, number) in self._notes:
                target = f"#{_note_name(page, number)}"
                content.spans.append(Span(SpanKind.HYPERLINK, start, end, target))
        return self._builder.add(kind, content, level=level, parting=parting)

    def _flowing(
        self, paragraph: Paragraph, marker: re.Pattern[str] | None
    ) -> tuple[str, list[tuple[int, int]], list[_Sign]]:
        """The text of a paragraph without a marker before it, where pages begin in it, and its signs."""
        signs: list[_Sign] = []
        parts: list[str] = []
        length = 0
        turns: list[tuple[int, int]] = []
        page = paragraph.pages[0]
        text = ""
        is_parted = False
        """The word before goes on."""
        removed = 0
        lines = paragraph.lines
        last = len(lines) - 1
        for number, line in enumerate(lines):
            before, text = text, line.text
            if number == 0:
                text = text if marker is None else marker.sub("", text, count=1)
                removed = len(line.text) - len(text)
            else:
                between = self._between(before, text, is_parted=is_parted)
                parts.append(between)
                length += len(between)
            if paragraph.pages[number] != page:
                page = paragraph.pages[number]
                turns.append((page, length))
            if line.signs:
                moved = length - removed * (number == 0)
                signs += [(page, a + moved, b + moved) for a, b in line.signs if a + moved >= 0]
            is_parted = number < last and _is_parted(line, lines[number + 1])
            if is_parted:
                text = text.removesuffix("-")
            if "  " in text or ". ." in text or "..." in text:
                text = _clean(text)
                signs = [each for each in signs if each[1] < length]
            parts.append(text)
            length += len(text)
        return "".join(parts), turns, signs

    def _between(self, before: str, after: str, *, is_parted: bool) -> str:
        """What stands between two lines: a space, a hyphen, or nothing."""
        if is_parted:
            return "-" if self._keeps_hyphen(before, after) else ""
        return "" if _is_wide(before[-1:]) and _is_wide(after[:1]) else " "

    def _keeps_hyphen(self, before: str, after: str) -> bool:
        """True if a word with a hyphen was parted at it, as far as the document itself tells."""
        if not after[:1].islower():
            return True
        head, tail = re.search(r"[^\W_]*\Z", before), re.match(r"[^\W_]+", after)
        if head is None or tail is None or not head[0].isalpha():
            return True
        return f"{head[0]}-{tail[0]}".casefold() in self._compounds

    def _add_lines(self, paragraph: Paragraph, kind: BlockKind, text: str) -> None:
        index = self._builder.add_text(kind, text)
        if index is not None:
            self._turn_to(paragraph.pages[0], self._builder.blocks.starts[index])

    def _add_table(self, paragraph: Paragraph) -> None:
        self._builder.open(BlockKind.TABLE)
        parting = BETWEEN_BLOCKS
        for row in paragraph.rows:
            self._builder.open(BlockKind.ROW)
            for line in row:
                index = self._builder.add_text(BlockKind.CELL, line.text, parting=parting)
                if index is not None:
                    self._turn_to(paragraph.pages[0], self._builder.blocks.starts[index])
                parting = BETWEEN_CELLS
            self._builder.close()
            parting = BETWEEN_LINES
        self._builder.close()

    # --- lists ----------------------------------------------------------------------------------

    @staticmethod
    def _is_item(paragraphs: Sequence[Paragraph], number: int) -> bool:
        """True for a bullet, and for a number among others that count on."""
        here = paragraphs[number]
        if not here.number:
            return BULLET.match(here.lines[0].text) is not None
        near = [
            paragraphs[each].number - here.number
            for each in (number - 1, number + 1)
            if 0 <= each < len(paragraphs) and paragraphs[each].kind is BlockKind.ITEM
        ]
        return 1 in near or -1 in near

    def _add_item(self, paragraph: Paragraph) -> None:
        indent = paragraph.indent
        is_first = not self._lists
        while len(self._lists) > 1 and indent < self._lists[-1] - DEEPER:
            self._builder.close()
            self._builder.close()
            self._lists.pop()
        if is_first or indent > self._lists[-1] + DEEPER:
            self._builder.open(BlockKind.LIST)
            self._lists.append(indent)
        else:
            self._builder.close()
        self._builder.open(BlockKind.ITEM, paragraph.number)
        self._add(
            paragraph,
            BlockKind.PARAGRAPH,
            parting=BETWEEN_BLOCKS if is_first else BETWEEN_LINES,
            marker=NUMBERED if paragraph.number else BULLET,
        )

    def _close_lists(self) -> None:
        for _ in self._lists:
            self._builder.close()
            self._builder.close()
        self._lists.clear()

    # --- locators -------------------------------------------------------------------------------

    def _turn_to(self, page: int, start: int) -> None:
        """Note that a page begins here; pages without text begin where the next one does."""
        if page == self._page:
            return
        first = self._page + 1 if page > self._page else page
        for number in range(first, page + 1):
            self._locators.append(Locator("page", self._labels[number], start))
        self._page = page


def _note_name(page: int, number: int) -> str:
    return f"{page} {number}"


def _clean(text: str) -> str:
    """A line without the typesetter's dots and wide spaces."""
    if text.count(".") >= _LEADING_DOTS:
        text = _LEADERS.sub(" … ", text)
    return " ".join(text.split())


def _is_parted(line: Line, following: Line) -> bool:
    """True if a word goes on in the next line; PDFium marks it, but for what ends a page or column."""
    if line.is_hyphenated:
        return True
    return line.text[-2:-1].isalpha() and line.text[-1] == "-" and following.text[:1].islower()


def _compounds(paragraphs: Sequence[Paragraph]) -> frozenset[str]:
    """The words with a hyphen that stand within a line somewhere, in lower case."""
    return frozenset(
        word.casefold()
        for paragraph in paragraphs
        for line in paragraph.lines
        if "-" in line.text
        for word in _COMPOUND.findall(line.text)
    )


def _code(lines: Sequence[Line]) -> str:
    """Lines of code, with the blanks before them and the empty lines between."""
    left = min(line.left for line in lines)
    widths = [
        (line.right - line.left) / len(line.text)
        for line in lines
        if len(line.text) > 3  # noqa: PLR2004  # shorter ones tell little
    ]
    width = max(widths, default=lines[0].size * 0.6)
    parts: list[str] = []
    before = lines[0]
    for line in lines:
        if before.y - line.y > 1.8 * line.size:
            parts.append("")
        parts.append(" " * round((line.left - left) / max(width, 0.1)) + line.text)
        before = line
    return "\n".join(parts)


def _is_wide(character: str) -> bool:
    """True for a character of a script that is written without spaces."""
    return character >= _BEYOND_LATIN and not _HANGUL[0] <= character <= _HANGUL[1]
