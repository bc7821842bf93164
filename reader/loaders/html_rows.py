"""Rows of tables and items of lists that hold nothing but words: taken in one go, as paragraphs are.

What is more than that, a cell over several columns or an item with a list in it, is left to the walker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.document import SpanKind
from reader.loaders import html_tables, table_heads
from reader.loaders.building import BETWEEN_BLOCKS, BETWEEN_CELLS
from reader.loaders.html_blanks import BLANKS
from reader.loaders.html_surroundings import place_of
from reader.loaders.html_words import Words, is_plain, tags_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

    from annotations.document import Locator, SpanFields
    from reader.loaders.html_flow import Flow
    from reader.loaders.html_lists import Lists
    from reader.loaders.html_surroundings import Rules
    from reader.loaders.html_tables import Tables
    from reader.loaders.html_words import Line

ROWS = tags_of(("tr",))
ITEMS = tags_of(("li",))
_CELLS = tags_of(("td", "th"))
_PARAGRAPHS = tags_of(("p",))
_WIDER = frozenset(("colspan", "rowspan"))


class Rows:
    """Takes such rows and items out of one tree into a flow."""

    def __init__(self, flow: Flow, rules: Rules, lists: Lists, tables: Tables) -> None:
        """Know where they go, and what surrounds the tree."""
        self._flow = flow
        self._builder = flow.builder
        self._lists, self._tables = lists, tables
        self._words = Words(rules)
        self._rules = rules

    def take_rows(
        self, row: etree._Element, siblings: Iterator[etree._Element]
    ) -> etree._Element | None:
        """Take a row and those that follow it, where `Tables.takes_rows`.

        Returns:
            The first element that has to be walked; None if there is none left.

        Complexity: O(n), also where it comes to nothing.
        """
        following: etree._Element | None = row
        while following is not None:
            if following.tag not in ROWS or not self._take_row(following):
                break
            following = next(siblings, None)
        return following

    def _take_row(self, row: etree._Element) -> bool:
        names = row.keys()
        if (names and not is_plain(row, names)) or self._rules.treatment(row, "tr"):
            return False
        parting = self._tables.parting_of_row
        first = base = self._builder.start_behind(parting)
        texts: list[str] = []
        spans: list[SpanFields] = []
        places: list[tuple[str | Locator, int]] = []
        strong: list[int] = []
        for cell in row:
            if cell.tag not in _CELLS or not _WIDER.isdisjoint(cell.keys()):
                return False
            line = self._line(cell, base, places)
            if line is None:
                return False
            text, marks, within = line
            end = base + len(text)
            places += [(place, min(base + offset, end)) for place, offset in within]
            if marks:
                spans += marks
                if _is_strong(text, marks, base):
                    strong.append(len(texts))
            texts.append(text)
            base = end + len(BETWEEN_CELLS)
        name = row.get("id") if names else None
        if name:
            self._flow.put(place_of(self._rules.file, name))
        if any(text and not text.isspace() for text in texts) or not html_tables.is_empty(row):
            self._tables.begin_row()
            level = self._tables.level_of(row)
            self._builder.add_row(level, texts, spans, strong, parting)
            self._tables.end_row()
            self._flow.settle_at(first, places)
        return True

    def take_items(
        self, item: etree._Element, siblings: Iterator[etree._Element]
    ) -> etree._Element | None:
        """Take an item and those that follow it, where `Lists.takes_items`; as `take_rows` else."""
        following: etree._Element | None = item
        while following is not None:
            if following.tag not in ITEMS or not self._take_item(following):
                break
            following = next(siblings, None)
        return following

    def _take_item(self, item: etree._Element) -> bool:
        tail = item.tail
        if (tail and tail.strip(BLANKS)) or self._rules.treatment(item, "li"):
            return False
        is_spaced = _only_paragraph(item) is not None
        parting = BETWEEN_BLOCKS if is_spaced else self._flow.parting_of_lines
        start = self._builder.start_behind(parting)
        places: list[tuple[str | Locator, int]] = []
        line = self._line(item, start, places)
        if line is None:
            return False
        text, marks, within = line
        kind, number = self._lists.next_item(item)
        if text and not text.isspace():
            self._builder.add_item(kind, number, text, marks, parting)
            end = start + len(text)
            places += [(place, min(start + offset, end)) for place, offset in within]
            self._flow.settle_at(start, places)
        else:
            for place, _ in (*places, *within):
                self._flow.put(place)
        return True

    def _line(
        self, element: etree._Element, base: int, places: list[tuple[str | Locator, int]]
    ) -> Line | None:
        """What a cell or an item comes to, or the only paragraph in it; None if it is more than words."""
        names = element.keys()
        if names:
            if not is_plain(element, names):
                return None
            if name := element.get("id"):
                places.append((place_of(self._rules.file, name), base))
        paragraph = _only_paragraph(element)
        if paragraph is None:
            return self._words.read(element, base)
        names = paragraph.keys()
        if (names and not is_plain(paragraph, names)) or self._rules.treatment(paragraph, "p"):
            return None
        if name := paragraph.get("id"):
            places.append((place_of(self._rules.file, name), base))
        return self._words.read(paragraph, base)


def _only_paragraph(element: etree._Element) -> etree._Element | None:
    """The paragraph that is all an element holds, if it is so."""
    if len(element) != 1 or element[0].tag not in _PARAGRAPHS:
        return None
    paragraph = element[0]
    for blanks in (element.text, paragraph.tail):
        if blanks and blanks.strip(BLANKS):
            return None
    return paragraph


def _is_strong(text: str, marks: Sequence[SpanFields], base: int) -> bool:
    if all(kind is not SpanKind.STRONG for kind, *_ in marks):
        return False
    return table_heads.is_strong(text, [(kind, a - base, z - base, to) for kind, a, z, to in marks])
