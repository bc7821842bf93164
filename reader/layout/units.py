"""Which pieces a document is laid out in: leaves, pieces of giant leaves, rows of tables.

A **unit** is a leaf block, or a piece of a giant one, or all cells of a table's row. Units are
numbered from 0. Most documents have as many units as leaves, so only the exceptions are kept, and
they are found as far as somebody asks: a leaf longer than `GIANT_LENGTH` holds a multiple of it, so
one look at each multiple finds them all without visiting millions of leaves.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from annotations.document import BLOCK_KINDS, Block, BlockKind, Blocks
from annotations.values import NamedTuple
from reader.layout.cells import ODD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.document import Document

GIANT_LENGTH = 16_384
"""Code points of the longest leaf laid out as one: some 2 ms where each cluster is looked at."""

PIECE_LENGTH = 8_192
"""Code points of a piece of a longer leaf, at most."""

_LINE_REACH = 2_048
"""How far back from its nominal end a piece of code or verse ends at a line."""

_WORD_REACH = 256
"""How far back a piece of a paragraph ends at a blank."""

_CLUSTER_REACH = 64

_CELL = BLOCK_KINDS.index(BlockKind.CELL)
_RULE = BLOCK_KINDS.index(BlockKind.RULE)
_ROW = BLOCK_KINDS.index(BlockKind.ROW)
_HARD = frozenset((BLOCK_KINDS.index(BlockKind.CODE), BLOCK_KINDS.index(BlockKind.VERSE)))


class Unit(NamedTuple):
    """A stretch of text laid out as one."""

    first_leaf: int
    """Its number in `Units.leaves`."""
    last_leaf: int
    """Differs from the first in a table's row only."""
    start: int
    end: int
    is_first: bool
    """False for a further piece of a leaf."""
    is_last: bool
    """False for a piece with another one after it."""


class Units:
    """The units of a document. Independent of width; the same for as long as the document lives."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.blocks = document.blocks
        self.leaves: Sequence[int] = document.leaves
        if not self.leaves:
            # Text without structure is shown all the same, and no text as one empty line.
            self.blocks = Blocks((Block(kind=BlockKind.VERSE, start=0, end=len(self.text)),))
            self.leaves = range(1)
        self._is_plain = isinstance(self.leaves, range)
        self._known_leaf = -1  # up to it the exceptions are known
        self._next_probe = 0
        # The exceptions: first leaf, its unit, how many leaves, how many units.
        self._leaves = array("I")
        self._units = array("I")
        self._leaf_counts = array("I")
        self._unit_counts = array("I")

    @property
    def count(self) -> int:
        """How many units there are; never 0."""
        last = len(self.leaves) - 1
        return self._after(last)

    def at(self, position: int) -> int:
        """The unit at a position; between two, the one before."""
        leaf = self._leaf_at(position)
        while (
            leaf > 0
            and self._bounds(leaf) == (position, position)
            and self._bounds(leaf - 1)[1] == position
        ):
            leaf -= 1  # a rule without text begins where the block before it ends
        self._learn(leaf)
        number = bisect_right(self._leaves, leaf) - 1
        if number < 0:
            return leaf
        first, unit = self._leaves[number], self._units[number]
        beyond = leaf - first - self._leaf_counts[number]
        if beyond >= 0:
            return unit + self._unit_counts[number] + beyond
        pieces = self._unit_counts[number]
        if pieces == 1:
            return unit
        start, end = self._bounds(leaf)
        piece = min(max(0, position - start) // PIECE_LENGTH, pieces - 1)
        if piece + 1 < pieces and position >= self._piece_start(leaf, start, end, piece + 1):
            piece += 1
        return unit + piece

    def __getitem__(self, unit: int) -> Unit:
        leaf, piece, leaf_count, pieces = self._locate(unit)
        start, end = self._bounds(leaf)
        if pieces > 1:
            first, last = piece == 0, piece == pieces - 1
            return Unit(
                leaf,
                leaf,
                start if first else self._piece_start(leaf, start, end, piece),
                end if last else self._piece_start(leaf, start, end, piece + 1),
                first,
                last,
            )
        last_leaf = leaf + leaf_count - 1
        if leaf_count > 1:
            end = self._bounds(last_leaf)[1]
        return Unit(leaf, last_leaf, start, end, True, True)  # a tuple's fields

    def start(self, unit: int) -> int:
        """Where a unit begins, roughly: pieces by their nominal length. For estimates."""
        leaf, piece, _, _ = self._locate(unit)
        return self._bounds(leaf)[0] + piece * PIECE_LENGTH

    def gap_after(self, unit: int) -> int:
        """Empty lines after a unit: one where the text has an empty line, none elsewhere."""
        leaf, piece, leaf_count, pieces = self._locate(unit)
        following = leaf + leaf_count
        if piece < pieces - 1 or following >= len(self.leaves):
            return 0
        if _RULE in {self.kind_code(leaf), self.kind_code(following)}:
            return 1  # a rule has no text, so no empty lines of the text around it
        end = self._bounds(following - 1)[1]
        limit = self._bounds(following)[0]
        first = self.text.find("\n", end, limit)
        return int(first >= 0 and self.text.find("\n", first + 1, limit) >= 0)

    def kind_code(self, leaf: int) -> int:
        """The kind of a leaf, as an index in `BLOCK_KINDS`."""
        return self.blocks.kinds[self.leaves[leaf]]

    def common_with(self, other: Units) -> int:
        """How many units from the first are the same in another document's."""
        mine, theirs = self.blocks, other.blocks
        limit = min(len(self.leaves), len(other.leaves)) - 1
        if limit <= 0 or self._is_plain != other._is_plain:
            return 0
        last = self.leaves[limit - 1] + 1
        if self.leaves[limit - 1] != other.leaves[limit - 1]:
            return 0
        length = min(len(self.text), len(other.text), self._bounds(limit)[0])
        if not (
            mine.kinds[:last] == theirs.kinds[:last]
            and mine.starts[:last] == theirs.starts[:last]
            and mine.parents[:last] == theirs.parents[:last]
            and self.text[:length] == other.text[:length]
        ):
            return 0
        if mine.ends[:last] != theirs.ends[:last]:
            # A container goes on in the longer text, and its numbers may grow wider.
            pairs = zip(mine.ends, theirs.ends, strict=False)
            differing = next(index for index, (one, two) in enumerate(pairs) if one != two)
            limit = bisect_left(self.leaves, differing)
        # The last of them may have another gap after it, or be a row that goes on.
        return self.at(self._bounds(limit - 1)[0]) if limit > 0 else 0

    def _bounds(self, leaf: int) -> tuple[int, int]:
        block = self.leaves[leaf]
        return self.blocks.starts[block], self.blocks.ends[block]

    def _leaf_at(self, position: int, low: int = 0) -> int:
        starts = self.blocks.starts
        if self._is_plain:
            return max(0, bisect_right(starts, position, low) - 1)
        return max(0, bisect_right(self.leaves, position, low, key=starts.__getitem__) - 1)

    def _after(self, leaf: int) -> int:
        """The unit after a leaf."""
        self._learn(leaf)
        number = bisect_right(self._leaves, leaf) - 1
        if number < 0:
            return leaf + 1
        beyond = leaf + 1 - self._leaves[number] - self._leaf_counts[number]
        return self._units[number] + self._unit_counts[number] + max(0, beyond)

    def _locate(self, unit: int) -> tuple[int, int, int, int]:
        """Of a unit: its first leaf, which piece it is, how many leaves it has, how many pieces."""
        # A unit is at or before the leaf of its number, unless pieces or rows shift it.
        while self._known_leaf < len(self.leaves) - 1 and self._known_units() <= unit:
            self._learn(self._known_leaf + 1 + unit - self._known_units())
        number = bisect_right(self._units, unit) - 1
        if number < 0:
            return unit, 0, 1, 1
        beyond = unit - self._units[number] - self._unit_counts[number]
        if beyond >= 0:
            return self._leaves[number] + self._leaf_counts[number] + beyond, 0, 1, 1
        return (
            self._leaves[number],
            unit - self._units[number],
            self._leaf_counts[number],
            self._unit_counts[number],
        )

    def _known_units(self) -> int:
        return self._after(self._known_leaf) if self._known_leaf >= 0 else 0

    def _add(self, leaf: int, leaf_count: int, unit_count: int) -> None:
        if self._leaves:
            before = self._leaves[-1] + self._leaf_counts[-1]
            unit = self._units[-1] + self._unit_counts[-1] + leaf - before
        else:
            unit = leaf
        self._leaves.append(leaf)
        self._units.append(unit)
        self._leaf_counts.append(leaf_count)
        self._unit_counts.append(unit_count)

    def _learn(self, leaf: int) -> None:
        """Find the exceptions up to a leaf."""
        leaf = min(leaf, len(self.leaves) - 1)
        if leaf <= self._known_leaf:
            return
        if not self._is_plain and _CELL in self.blocks.kinds:
            self._learn_all()
            return
        final = len(self.leaves) - 1
        known, probe = self._known_leaf, self._next_probe
        length = len(self.text)
        while known < leaf:
            if probe >= length:
                known = final
                break
            at = self._leaf_at(probe, max(0, known))
            start, end = self._bounds(at)
            if end - start > GIANT_LENGTH:
                self._add(at, 1, -(-(end - start) // PIECE_LENGTH))
                probe = end - end % GIANT_LENGTH
                if probe < end:
                    probe += GIANT_LENGTH
            else:
                probe += GIANT_LENGTH
            known = at
        self._known_leaf, self._next_probe = known, probe

    def _learn_all(self) -> None:
        """Find giants and rows in one pass; only documents with tables come here."""
        blocks, leaves = self.blocks, self.leaves
        parents = blocks.parents
        leaf, count = 0, len(leaves)
        while leaf < count:
            block = leaves[leaf]
            length = blocks.ends[block] - blocks.starts[block]
            parent = parents[block]
            last = leaf
            if blocks.kinds[block] == _CELL and parent >= 0 and blocks.kinds[parent] == _ROW:
                while last + 1 < count and parents[leaves[last + 1]] == parent:
                    last += 1
                if blocks.ends[leaves[last]] - blocks.starts[block] > GIANT_LENGTH:
                    last = leaf  # too long a row is laid out cell by cell
            if last > leaf:
                self._add(leaf, last - leaf + 1, 1)
            elif length > GIANT_LENGTH:
                self._add(leaf, 1, -(-length // PIECE_LENGTH))
            leaf = last + 1
        self._known_leaf = count - 1

    def _piece_start(self, leaf: int, start: int, end: int, piece: int) -> int:
        """Where a further piece of a giant leaf begins: after a line, a blank, else at a cluster."""
        nominal = start + piece * PIECE_LENGTH
        if nominal >= end:
            return end
        text = self.text
        if self.kind_code(leaf) in _HARD:
            line = text.rfind("\n", nominal - _LINE_REACH, nominal)
            if line >= 0:
                return line + 1
        blank = max(text.rfind(mark, nominal - _WORD_REACH, nominal) for mark in " \n")
        if blank >= 0:
            return blank + 1
        window = text[nominal - _CLUSTER_REACH : nominal + 1]
        if ODD.search(window) is None:
            return nominal
        from wcwidth import grapheme_boundary_before  # noqa: PLC0415  # only for giant words

        return nominal - _CLUSTER_REACH + grapheme_boundary_before(window, len(window)) or nominal


_KNOWN: WeakKeyDictionary[Document, Units] = WeakKeyDictionary()


def units_of(document: Document) -> Units:
    """The units of a document, kept as long as it is: a resize does not look for giants again."""
    units = _KNOWN.get(document)
    if units is None:
        units = _KNOWN[document] = Units(document)
    return units
