"""Leaves that follow each other, added to a document at once: paragraphs, the cells of a row, items.

To add one by one takes as long as to read them. Controls, which most texts do not hold, are looked for once
in all of the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.document import BlockKind
from annotations.late import late_pattern
from reader.loaders.building import BETWEEN_BLOCKS, BETWEEN_CELLS, Builder

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from annotations.document import Locator, SpanFields

_FEW_CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n")
_CONTROLS = late_pattern(rb"\xc2[\x80-\x84\x86-\x9f]"), late_pattern(rb"\xef\xbf[\xbe\xbf]")
_SLICE = 1 << 20
"""Code points that are looked through at a time, so that no second copy of a large text is made."""


class Run:
    """Leaves parted by empty lines, gathered to be added to a `RunBuilder` at once."""

    __slots__ = ("ends", "places", "spans", "start", "starts", "texts")

    def __init__(self, start: int) -> None:
        """Begin with none; the first will begin at a place in the text, the next `PARTED_BY` behind it."""
        self.start = start
        self.texts: list[str] = []
        """Canonical but for controls, without blanks around them, and none without words."""
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.spans: list[SpanFields] = []
        self.places: list[tuple[str | Locator, int]] = []
        """Names and beginnings of pages."""


class RunBuilder(Builder):
    """A document in the making, out of trees that hold much of a kind."""

    def add_run(self, kind: BlockKind, run: Run) -> None:
        """Add leaves of a kind, as if one by one; there is one at least, and it begins at `next_start`."""
        start = self._begin_leaf(BETWEEN_BLOCKS)
        assert run.starts[0] == start
        self._length = run.ends[-1]
        self._parts.append(BETWEEN_BLOCKS.join(run.texts))
        self._is_raw = True
        self._spans += run.spans
        self.leaves += len(run.texts)
        self.blocks.add_leaves(kind, run.starts, run.ends, self._parent)

    def add_row(
        self,
        level: int,
        texts: Sequence[str],
        spans: Iterable[SpanFields],
        strong: Iterable[int],
        parting: str,
    ) -> None:
        """Add a row of a table with its cells, as if one by one; there is one at least.

        Args:
            level: 1 if it names the columns, else 0.
            texts: Of the cells, canonical but for controls, without blanks around them.
            spans: Counted as the whole text is; it begins behind `parting`.
            strong: Numbers of the cells that are strong throughout.
            parting: What stands before the first cell.
        """
        end = self._begin_leaf(parting)
        row = self.blocks.add(BlockKind.ROW, end, end, level, self._parent)
        starts: list[int] = []
        ends: list[int] = []
        for text in texts:
            starts.append(end)
            ends.append(end + len(text))
            end += len(text) + len(BETWEEN_CELLS)
        self._parts.append(BETWEEN_CELLS.join(texts))
        self._length = ends[-1]
        self._is_raw = True
        self._spans += spans
        self._strong_cells.update(row + 1 + number for number in strong)
        self.leaves += len(texts)
        self.blocks.add_leaves(BlockKind.CELL, starts, ends, row)
        self.blocks.close(row, self._length)

    def add_item(
        self, kind: BlockKind, number: int, text: str, spans: Iterable[SpanFields], parting: str
    ) -> None:
        """Add an item, or a note, that is one paragraph; the arguments are as those of `add_row`."""
        start = self._begin_leaf(parting)
        self._parts.append(text)
        self._length = end = start + len(text)
        self._is_raw = True
        self._spans += spans
        self.leaves += 1
        item = self.blocks.add(kind, start, end, number, self._parent)
        self.blocks.add(BlockKind.PARAGRAPH, start, end, 0, item)


def holds_controls(text: str, *, is_xml: bool) -> bool:
    """True if `replace_unprintable` would change a text that comes out of trees.

    Its bytes are looked through, which takes a fifth of the time of `str.isprintable`.

    Args:
        text: Without surrogates.
        is_xml: Those of XML know only the controls from U+007F on.
    """
    if is_xml and text.isascii():
        return "\x7f" in text
    for start in range(0, len(text), _SLICE):
        data = text[start : start + _SLICE].encode()
        if b"\x7f" in data or any(each.search(data) for each in _CONTROLS):
            return True
        if not is_xml and len(data.translate(None, _FEW_CONTROLS)) < len(data):
            return True
    return False
