"""From the tree of an OpenDocument text to canonical text, blocks and spans.

What was deleted and is only kept as a change, comments, hidden text and what fields are made from is
not read; tables with one column only place what is in them. Notes stand at the end, in their order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.document import BlockKind, Blocks, Locator, Spans
from reader.loaders import xml_tree
from reader.loaders.building import (
    BETWEEN_BLOCKS,
    BETWEEN_CELLS,
    BETWEEN_LINES,
    Inline,
)
from reader.loaders.odt_inline import NOTE, UNREAD, Lines
from reader.loaders.odt_lists import Lists
from reader.loaders.office_leaves import PAGE, Leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from reader.loaders.loaded import Pause
    from reader.loaders.odt_styles import Styles

REPEATED_CELLS_LIMIT = 50

_PARAGRAPHS = frozenset(("p", "h"))


class Walker:
    """Takes the elements of a text one after the other."""

    def __init__(self, styles: Styles, pause: Pause) -> None:
        self.leaves = self._leaves = Leaves(pause)
        self._builder = self._leaves.builder
        self._styles = styles
        self._lists = Lists(styles)
        self.lines = self._lines = Lines(styles, self._leaves)

    def finish(self) -> tuple[str, Blocks, Spans, tuple[Locator, ...]]:
        """Add the notes, and give the whole."""
        # Notes may hold further ones.
        for number, note in enumerate(self._lines.notes, 1):
            self._builder.open(BlockKind.FOOTNOTE, number)
            self._leaves.put(f"{NOTE}{number}")
            self.take_blocks(note)
            self._builder.close()
        return (*self._builder.finish(self._leaves.resolve), self._leaves.pages)

    # --- blocks ---------------------------------------------------------------------------

    def take_blocks(self, parent: etree._Element, parting: str = BETWEEN_BLOCKS) -> None:
        """Add what an element holds; `parting` stands before the first leaf."""
        for child in xml_tree.children(parent):
            name = xml_tree.local(child)
            kind = self._kind(child) if name in _PARAGRAPHS else None
            self._leaves.begin(kind)
            if kind is BlockKind.CODE:
                self._leaves.add_code(self._lines.code(child))
            else:
                self._take_block(child, name, kind, parting)
            parting = BETWEEN_BLOCKS
        self._leaves.begin(None)

    def _take_block(
        self, element: etree._Element, name: str, kind: BlockKind | None, parting: str
    ) -> None:
        if name in _PARAGRAPHS:
            self._take_paragraph(element, kind, parting)
        elif name == "list":
            self._take_list(element)
        elif name == "table":
            self._take_table(element)
        elif name == "soft-page-break":
            self._leaves.put(PAGE)
        elif name.startswith("bookmark"):
            self._leaves.put(xml_tree.attribute(element, "name"))
        elif name in ("frame", "g", "custom-shape", "rect", "line"):
            self._take_frame(element)
        elif not (
            name in UNREAD
            or name.endswith("-source")
            or xml_tree.attribute(element, "display") == "none"
        ):
            self.take_blocks(element, parting)

    def _kind(self, element: etree._Element) -> BlockKind | None:
        if xml_tree.local(element) == "h":
            return BlockKind.HEADING
        return self._styles.kind(xml_tree.attribute(element, "style-name"))

    def _take_paragraph(
        self, element: etree._Element, kind: BlockKind | None, parting: str
    ) -> None:
        content = Inline()
        self._lines.take(element, content)
        level = 0
        if kind is BlockKind.HEADING:
            number = xml_tree.attribute(element, "outline-level")
            level = min(max(int(number[:3]), 1), 6) if number.isdecimal() else 1
        leaf = kind if kind in (BlockKind.HEADING, BlockKind.CAPTION) else BlockKind.PARAGRAPH
        self._leaves.add(leaf, content, level=level, parting=parting)
        for each in self._lines.take_floating():
            self._take_frame(each)

    # --- lists and tables -----------------------------------------------------------------

    def _take_list(self, element: etree._Element) -> None:
        if next(xml_tree.descendants(element, "p"), None) is None:
            # Headings are numbered by lists that are none.
            for heading in xml_tree.descendants(element, "h"):
                self._take_paragraph(heading, BlockKind.HEADING, BETWEEN_BLOCKS)
            return
        items = list(xml_tree.children(element, "list-item", "list-header"))
        is_tight = all(sum(1 for _ in xml_tree.children(i, *_PARAGRAPHS)) <= 1 for i in items)
        before = self._builder.leaves
        is_inner = self._lists.depth > 0
        self._builder.open(BlockKind.LIST)
        self._lists.enter(element)
        for item in items:
            self._builder.open(BlockKind.ITEM, self._lists.number(item))
            is_first = self._builder.leaves == before and not is_inner
            is_close = is_tight and not is_first
            self.take_blocks(item, BETWEEN_LINES if is_close else BETWEEN_BLOCKS)
            self._builder.close()
        self._lists.leave()
        self._builder.close()

    def _take_table(self, element: etree._Element) -> None:
        rows = list(_rows(element))
        if all(len(row) <= 1 for row in rows):
            for row in rows:
                for cell in row:
                    self.take_blocks(cell)
            return
        self._builder.open(BlockKind.TABLE)
        parting = BETWEEN_BLOCKS
        for number, row in enumerate(rows):
            names_columns = not number and len(row) > 1 and self._names_columns(row)
            self._builder.open(BlockKind.ROW, int(names_columns))
            for cell in row:
                content = Inline()
                self._flatten(cell, content)
                self._leaves.add(BlockKind.CELL, content, parting=parting)
                parting = BETWEEN_CELLS
            parting = BETWEEN_LINES
            self._builder.close()
        self._builder.close()

    def _names_columns(self, cells: list[etree._Element]) -> bool:
        """True if a table's first row is said to name the columns: by where it stands, or by styles."""
        around = next(cells[0].iterancestors("{*}table-header-rows", "{*}table"))
        if xml_tree.local(around) == "table-header-rows":
            return True
        lines = [each for cell in cells for each in xml_tree.descendants(cell, *_PARAGRAPHS)]
        return len(lines) > 1 and all(
            self._styles.is_of_table_head(xml_tree.attribute(each, "style-name")) for each in lines
        )

    def _flatten(self, element: etree._Element, content: Inline) -> None:
        """Add all paragraphs in a cell to its one leaf, each on a line of its own."""
        for child in xml_tree.children(element):
            name = xml_tree.local(child)
            if name in _PARAGRAPHS:
                if content.text.strip():
                    content.add_break()
                self._lines.take(child, content)
                for each in self._lines.take_floating():
                    self._flatten(each, content)
            elif name not in UNREAD:
                self._flatten(child, content)

    def _take_frame(self, element: etree._Element) -> None:
        """Add what stands in a frame: text, or a picture by its description."""
        described = next(xml_tree.children(element, "desc", "title"), None)
        if described is not None and next(xml_tree.descendants(element, "image"), None) is not None:
            content = Inline()
            content.add(xml_tree.words(described))
            self._leaves.add(BlockKind.IMAGE, content)
        self.take_blocks(element)


def _rows(table: etree._Element) -> Iterator[list[etree._Element]]:
    """The cells of each row, with those that others cover; empty ones at the end are left out."""
    for child in xml_tree.children(table):
        name = xml_tree.local(child)
        if name in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(child)
        elif name == "table-row":
            cells: list[etree._Element] = []
            for cell in xml_tree.children(child, "table-cell", "covered-table-cell"):
                repeated = xml_tree.attribute(cell, "number-columns-repeated")
                count = int(repeated[:4]) if repeated.isdecimal() else 1
                cells.extend([cell] * min(count, REPEATED_CELLS_LIMIT))
            while cells and not len(cells[-1]):
                cells.pop()
            if cells:
                yield cells
