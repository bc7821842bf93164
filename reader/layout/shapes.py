"""What stands before a block's text: indentation, bullets and numbers, the bar of a quotation.

Every prefix is made of one-cell characters and has exactly the cells the text is indented by, so it
is painted as it is, in one piece, from the column's left edge.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from annotations.document import BLOCK_KINDS, LEAF_KINDS, NO_PARENT, BlockKind
from annotations.values import NamedTuple
from reader.layout.cells import narrow

if TYPE_CHECKING:
    from annotations.document import Blocks

BULLET = "• "
BAR = "│  "
IMAGE_SIGN = "▣ "
RULE_SIGN = "─"

ITEM_INDENT_CELLS = 2
"""Of the outermost list; the bullet of an inner one stands under its parent's text."""

FOOTNOTE_CELLS = 3
"""Least cells of a footnote's number with what parts it from the text."""

_DEPTH = 32
"""Containers looked at around a block; deeper nesting would leave no room for text."""

_ITEMS_COUNTED = 4_096
"""Blocks of a list looked at for the width of its numbers."""

_KNOWN_LIMIT = 1_024

_FIRST_CONTAINER = len(LEAF_KINDS)
_WITH_MARKERS = (BlockKind.ITEM, BlockKind.FOOTNOTE)


class Shape(NamedTuple):
    """How the lines of a block begin."""

    kind: BlockKind
    level: int
    first: str
    """Before the first line."""
    rest: str
    """Before the others; has as many cells."""
    in_quotation: bool


class Shapes:
    """The shapes of a document's blocks for one width."""

    def __init__(self, blocks: Blocks, width_cells: int) -> None:
        self._blocks = blocks
        self._width_cells = width_cells
        self._plain = {kind: Shape(kind, 0, "", "", in_quotation=False) for kind in BLOCK_KINDS}
        self._number_cells: dict[int, int] = {}
        self._known: dict[int, tuple[str, bool]] = {}

    def of(self, block: int) -> Shape:
        """The shape of a leaf, by its index among the blocks."""
        blocks = self._blocks
        kind = BLOCK_KINDS[blocks.kinds[block]]
        level = blocks.levels[block]
        parent = blocks.parents[block]
        if parent == NO_PARENT and not level and kind not in {BlockKind.IMAGE, BlockKind.RULE}:
            return self._plain[kind]
        rest, in_quotation = self._rest(parent)
        first = rest
        if parent != NO_PARENT and blocks.kinds[block - 1] >= _FIRST_CONTAINER:
            first = self._first(block, rest)
        if kind is BlockKind.IMAGE:
            first, rest = first + narrow(IMAGE_SIGN), rest + " " * len(IMAGE_SIGN)
        elif kind is BlockKind.RULE:
            first = rest + narrow(RULE_SIGN) * max(1, self._width_cells - len(rest))
            return Shape(kind, level, first[-self._width_cells :], rest, in_quotation)
        # At least half of the line is for the text; of a deep prefix the inner end is kept.
        most = self._width_cells // 2
        if len(rest) > most:
            first, rest = first[len(first) - most :], rest[len(rest) - most :]
        return Shape(kind, level, first, rest, in_quotation)

    def between(self, block: int, following: int) -> str:
        """What stands in an empty line between two blocks: the bars of quotations around both."""
        if NO_PARENT in {self._blocks.parents[block], self._blocks.parents[following]}:
            return ""
        around = set(islice(self._blocks.ancestors(following), _DEPTH))
        chain = [each for each in self._chain(self._blocks.parents[block]) if each in around]
        return self._prefix(chain).rstrip()[: self._width_cells // 2]

    def _chain(self, parent: int) -> list[int]:
        """The containers around, outermost first."""
        if parent == NO_PARENT:
            return []
        chain = [parent, *islice(self._blocks.ancestors(parent), _DEPTH)]
        return chain[::-1]

    def _rest(self, parent: int) -> tuple[str, bool]:
        if parent == NO_PARENT:
            return "", False
        known = self._known.get(parent)
        if known is None:
            if len(self._known) > _KNOWN_LIMIT:
                self._known.clear()
            chain = self._chain(parent)
            prefix = self._prefix(chain)
            known = self._known[parent] = (prefix, narrow(BAR)[0] in prefix)
        return known

    def _prefix(self, chain: list[int]) -> str:
        parts: list[str] = []
        is_inner = False
        for container in chain:
            parts.append(self._part(container, is_inner=is_inner))
            is_inner = is_inner or BLOCK_KINDS[self._blocks.kinds[container]] is BlockKind.ITEM
        return "".join(parts)

    def _part(self, container: int, *, is_inner: bool) -> str:
        match BLOCK_KINDS[self._blocks.kinds[container]]:
            case BlockKind.QUOTATION:
                return narrow(BAR)
            case BlockKind.FOOTNOTE:
                return " " * len(self._marker(container))
            case BlockKind.ITEM:
                indent = 0 if is_inner else ITEM_INDENT_CELLS
                return " " * (indent + len(self._marker(container)))
            case _:
                return ""

    def _first(self, block: int, rest: str) -> str:
        """The prefix with the markers of all items that begin with a block."""
        blocks = self._blocks
        chain = self._chain(blocks.parents[block])
        # Containers stand directly before what they hold first.
        opening = {block - back for back in range(1, len(chain) + 1)}
        opening = {
            each for each in chain if each in opening and each + self._depth(each, chain) == block
        }
        prefix = ""
        is_inner = False
        for container in chain:
            part = self._part(container, is_inner=is_inner)
            kind = BLOCK_KINDS[blocks.kinds[container]]
            if kind in _WITH_MARKERS:
                is_inner = is_inner or kind is BlockKind.ITEM
                if container in opening:
                    marker = self._marker(container)
                    part = part[: len(part) - len(marker)] + marker
            prefix += part
        return prefix if len(prefix) == len(rest) else rest

    @staticmethod
    def _depth(container: int, chain: list[int]) -> int:
        """How many blocks after a container its innermost content in the chain would stand."""
        return len(chain) - chain.index(container)

    def _marker(self, item: int) -> str:
        number = self._blocks.levels[item]
        if BLOCK_KINDS[self._blocks.kinds[item]] is BlockKind.FOOTNOTE:
            return f"{number or ''} ".ljust(FOOTNOTE_CELLS)
        if not number:
            return narrow(BULLET)
        return f"{number}. ".rjust(self._cells_of_numbers(self._blocks.parents[item], number))

    def _cells_of_numbers(self, parent: int, number: int) -> int:
        """Cells of the widest number of a list, so that the texts of its items stand in one column."""
        cells = self._number_cells.get(parent)
        if cells is None:
            blocks = self._blocks
            largest = number
            if parent != NO_PARENT:
                limit = min(len(blocks), parent + 1 + _ITEMS_COUNTED)
                end = blocks.ends[parent]
                for index in range(parent + 1, limit):
                    if blocks.starts[index] > end:
                        break
                    if blocks.parents[index] == parent and blocks.levels[index] > largest:
                        largest = blocks.levels[index]
            cells = self._number_cells[parent] = len(f"{largest}. ")
        return max(cells, len(f"{number}. "))
