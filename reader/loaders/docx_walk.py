"""From the tree of a Word document to canonical text, blocks and spans.

Lists, which are paragraphs with numbers there, become lists within lists; tables with one column only
place what is in them. Notes stand at the end, in their order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from annotations.document import BlockKind
from reader.loaders import xml_tree
from reader.loaders.building import BETWEEN_BLOCKS, BETWEEN_CELLS, BETWEEN_LINES, Inline
from reader.loaders.docx_inline import NOTE, Lines
from reader.loaders.docx_styles import Manner, heading_level, is_on, numbers_of
from reader.loaders.office_leaves import Leaves
from reader.loaders.office_lists import ItemLists

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

    from reader.loaders.docx_inline import Note
    from reader.loaders.docx_styles import Numbers, Styles
    from reader.loaders.loaded import Pause

COLUMNS_SPANNED_LIMIT = 20

_SKIPPED = frozenset(
    ("sectPr", "del", "moveFrom", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr")
)


class Part(NamedTuple):
    """A file of a document with text: its tree, and where its hyperlinks lead by their ids."""

    root: etree._Element
    relations: Mapping[str, str]


class Walker:
    """Takes the elements of a document one after the other."""

    def __init__(self, styles: Styles, numbers: Numbers, pause: Pause) -> None:
        self.leaves = Leaves(pause)
        self.lines = Lines(styles, self.leaves, {})
        self._builder = self.leaves.builder
        self._styles = styles
        self._numbers = numbers
        self._lists = ItemLists(self.leaves)

    def take(self, part: Part, *, length_limit: int = 0) -> bool:
        """Add the text of a part's body; False where it was cut because it is longer than a limit.

        Args:
            part: The document itself.
            length_limit: Characters after which it may be cut; 0: it is read whole.
        """
        self.lines.relations = part.relations
        for body in xml_tree.children(part.root, "body"):
            for child in body:
                if length_limit and self._builder.length > length_limit:
                    self._end()
                    return False
                self._take_block(child)
        self._end()
        return True

    def take_notes(self, parts: Mapping[str, Part]) -> None:
        """Add the notes by their kinds, those that notes refer to as well, each of them once."""
        found = {
            (kind, xml_tree.attribute(each, "id")): each
            for kind, part in parts.items()
            for each in xml_tree.children(part.root, kind)
        }
        numbers: dict[Note, int] = {}
        for number, note in enumerate(self.lines.notes, 1):
            first = numbers.setdefault(note, number)
            if first != number:
                self.leaves.put_again(f"{NOTE}{number}", f"{NOTE}{first}")
            elif (element := found.get(note)) is not None:
                self.lines.relations = parts[note.kind].relations
                self._builder.open(BlockKind.FOOTNOTE, number)
                self.leaves.put(f"{NOTE}{number}")
                self._take_blocks(element)
                self._builder.close()

    # --- blocks ---------------------------------------------------------------------------

    def _take_blocks(self, parent: etree._Element) -> None:
        for child in parent:
            self._take_block(child)
        self._end()

    def _end(self) -> None:
        """What goes on over several paragraphs ends."""
        self._lists.close()
        self.leaves.begin(None)

    def _take_block(self, element: etree._Element) -> None:
        name = xml_tree.local(element)
        if name == "p":
            self._take_paragraph(element)
        elif name == "tbl":
            self._end()
            self._take_table(element)
        elif name == "AlternateContent":
            choice = xml_tree.descendants(element, "Choice", "Fallback")
            for each in choice:
                self._take_block(each)
                break
        elif name == "bookmarkStart":
            self.leaves.put(xml_tree.attribute(element, "name") or "\x00")
        elif name and name not in _SKIPPED:
            for child in element:
                self._take_block(child)

    def _take_paragraph(self, element: etree._Element) -> None:
        manner = self._manner(element)
        content = Inline()
        is_code = manner.kind is BlockKind.CODE
        self.lines.take(element, content, is_code=is_code)
        floating = self.lines.take_floating()
        text = content.text
        is_blank = not text or text.isspace()
        is_item = manner.numbers is not None and not is_blank
        if not is_item and not is_blank:
            self._lists.close()
        self.leaves.begin(manner.kind)
        if is_code:
            self.leaves.add_code(text)
        elif is_item and manner.numbers is not None:
            name, depth = manner.numbers
            self._lists.add(name, depth, self._numbers.next(manner.numbers), content)
        else:
            is_leaf = manner.kind in (BlockKind.HEADING, BlockKind.CAPTION)
            kind = manner.kind if is_leaf else BlockKind.PARAGRAPH
            self.leaves.add(kind, content, level=manner.level)
        for each in floating:
            self._take_frame(each)

    def _manner(self, element: etree._Element) -> Manner:
        for child in element:
            if xml_tree.local(child) == "pPr":
                return self._manner_by(child) if len(child) else self._styles.manner("")
        return self._styles.manner("")

    def _manner_by(self, properties: etree._Element) -> Manner:
        values = {xml_tree.local(each): each for each in properties}
        style = values.get("pStyle")
        manner = self._styles.manner("" if style is None else xml_tree.attribute(style, "val"))
        if manner.kind is BlockKind.HEADING:
            return manner
        outline = values.get("outlineLvl")
        if outline is not None and (level := heading_level(xml_tree.attribute(outline, "val"))):
            return Manner(BlockKind.HEADING, level)
        numbers = numbers_of(properties) or manner.numbers
        if numbers is not None and not self._numbers.is_list(numbers):
            numbers = None
        return manner._replace(numbers=numbers)

    def _take_frame(self, element: etree._Element) -> None:
        """Add what stands in a frame: pictures by their descriptions, text."""
        for each in _framed(element):
            if xml_tree.local(each) == "txbxContent":
                self._take_blocks(each)
                continue
            words = xml_tree.attribute(each, "descr") or xml_tree.attribute(each, "title")
            content = Inline()
            content.add(" ".join(words.split()))
            self.leaves.add(BlockKind.IMAGE, content)

    # --- tables ---------------------------------------------------------------------------

    def _take_table(self, element: etree._Element) -> None:
        found = list(_within(element, "tr"))
        rows = [list(_cells(row)) for row in found]
        if all(len(row) <= 1 for row in rows):
            for row in rows:
                for cell, _ in row:
                    self._take_blocks(cell)
            return
        self._builder.open(BlockKind.TABLE)
        parting = BETWEEN_BLOCKS
        for number, row in enumerate(rows):
            names_columns = not number and len(row) > 1 and self._names_columns(element, found[0])
            self._builder.open(BlockKind.ROW, int(names_columns))
            for cell, width in row:
                content = Inline()
                self._flatten(cell, content)
                self.leaves.add(BlockKind.CELL, content, parting=parting)
                parting = BETWEEN_CELLS
                for _ in range(width - 1):
                    self.leaves.add(BlockKind.CELL, Inline(), parting=parting)
            parting = BETWEEN_LINES
            self._builder.close()
        self._builder.close()

    def _names_columns(self, table: etree._Element, row: etree._Element) -> bool:
        """True if a table's first row is said to name the columns: repeated on each page, or styled so."""
        for properties in xml_tree.children(row, "trPr"):
            for told in xml_tree.children(properties, "tblHeader"):
                return is_on(told)
        for properties in xml_tree.children(table, "tblPr"):
            return self._styles.is_head_bold(properties)
        return False

    def _flatten(self, element: etree._Element, content: Inline) -> None:
        """Add all paragraphs in a cell to its one leaf, each on a line of its own."""
        for child in element:
            name = xml_tree.local(child)
            if name == "p":
                if content.text.strip():
                    content.add_break()
                self.lines.take(child, content)
                for each in self.lines.take_floating():
                    for box in _framed(each):
                        self._flatten(box, content)
            elif name and name not in _SKIPPED:
                self._flatten(child, content)


def _within(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, also those that controls or changes surround."""
    for child in element:
        name = xml_tree.local(child)
        if name == wanted:
            yield child
        elif name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _within(child, wanted)


def _cells(row: etree._Element) -> Iterator[tuple[etree._Element, int]]:
    """The cells of a row, each with the number of columns it spans."""
    for cell in _within(row, "tc"):
        width = 1
        for properties in xml_tree.children(cell, "tcPr"):
            for span in xml_tree.children(properties, "gridSpan"):
                value = xml_tree.attribute(span, "val")
                width = int(value[:4]) if value.isdecimal() else 1
        yield cell, max(1, min(width, COLUMNS_SPANNED_LIMIT))


def _framed(element: etree._Element) -> Iterator[etree._Element]:
    """What stands in a frame: the descriptions of pictures, and the texts of boxes.

    Of several ways to say one thing the first that holds text is taken.
    """
    for child in element:
        name = xml_tree.local(child)
        if name in ("docPr", "txbxContent"):
            yield child
        elif name == "AlternateContent":
            # Each way is gone through once: they may hold further ones, as deep as somebody likes.
            ways = (list(_framed(each)) for each in child)
            yield from next(filter(None, ways), ())
        elif name:
            yield from _framed(child)
