"""A document: canonical text with its structure, as a loader made it.

Blocks and spans live in arrays of numbers, since a long text has millions; the values are made when
asked for. The text is immutable and never normalised; line breaks in a paragraph are soft unless a
span of the kind `break` lies over them.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import field
from enum import StrEnum
from functools import cached_property
from itertools import compress
from operator import itemgetter
from typing import overload

from annotations.intervals import IntervalIndex
from annotations.late import late_pattern
from annotations.model import Metadata, Range
from annotations.values import NamedTuple, dataclass

HASH_SLICE = 1 << 20
"""Code points encoded at a time for a hash, so that no second copy of a large text is made."""

NO_PARENT = -1


class BlockKind(StrEnum):
    """What a block is. The first eight are leaves, laid out as text; the others hold blocks."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    CODE = "code"
    VERSE = "verse"
    CELL = "cell"
    CAPTION = "caption"
    IMAGE = "image"
    RULE = "rule"
    LIST = "list"
    ITEM = "item"
    QUOTATION = "quotation"
    TABLE = "table"
    ROW = "row"
    FOOTNOTE = "footnote"


class SpanKind(StrEnum):
    """What a span is; a `break` lies over a LF that is not soft."""

    EMPHASIS = "emphasis"
    STRONG = "strong"
    CODE = "code"
    HYPERLINK = "hyperlink"
    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"
    STRIKE = "strike"
    BREAK = "break"


BLOCK_KINDS = tuple(BlockKind)
SPAN_KINDS = tuple(SpanKind)
_BLOCK_CODES = {kind: code for code, kind in enumerate(BLOCK_KINDS)}
_SPAN_CODES = {kind: code for code, kind in enumerate(SPAN_KINDS)}

LEAF_KINDS = frozenset(BLOCK_KINDS[:8])
HARD_KINDS = frozenset((BlockKind.CODE, BlockKind.VERSE))
"""Blocks in which every line break is kept."""


class Block(NamedTuple):
    """A stretch laid out as one, or a container of such."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    """Of a heading, 1 to 6; of an item, its number in an ordered list, else 0; of a row, 1 if it names
    the columns."""
    parent: int = NO_PARENT
    """Index of the container among the blocks; it stands before what it holds."""
    language: str = ""
    """Of code, as the source names it."""


class Span(NamedTuple):
    """Inline structure over a stretch of text."""

    kind: SpanKind
    start: int
    end: int
    target: str = ""
    """Of a hyperlink: an address, or `#` and a position in this text."""


SpanFields = tuple[SpanKind, int, int, str]
"""The fields of a span, which are no value yet."""

_start_of, _end_of = itemgetter(1), itemgetter(2)
"""Of a span."""


class Blocks(Sequence[Block]):
    """The blocks of a text in order: starts never fall, a container stands before its contents."""

    def __init__(self, blocks: Sequence[Block] = ()) -> None:
        self.kinds = array("B")
        self.levels = array("I")
        self.starts = array("I")
        self.ends = array("I")
        self.parents = array("i")
        self.languages: dict[int, str] = {}
        self._containers = 0
        for block in blocks:
            self.append(block)

    def append(self, block: Block) -> int:
        """Add a block after the others; gives its index."""
        return self.add(*block)

    def add(
        self,
        kind: BlockKind,
        start: int,
        end: int,
        level: int = 0,
        parent: int = NO_PARENT,
        language: str = "",
    ) -> int:
        """Add a block by its fields, which are no value yet; gives its index."""
        index = len(self.kinds)
        self.kinds.append(_BLOCK_CODES[kind])
        self.levels.append(level)
        self.starts.append(start)
        self.ends.append(end)
        self.parents.append(parent)
        if language:
            self.languages[index] = language
        if kind not in LEAF_KINDS:
            self._containers += 1
        return index

    def extend_leaves(self, kinds: array[int], starts: array[int], ends: array[int]) -> None:
        """Add many blocks without parents at once; kinds are indices in `BLOCK_KINDS`."""
        self.kinds.extend(kinds)
        self.starts.extend(starts)
        self.ends.extend(ends)
        self.levels.frombytes(bytes(self.levels.itemsize * len(kinds)))
        self.parents.extend(array("i", [NO_PARENT]) * len(kinds))

    def add_leaves(
        self, kind: BlockKind, starts: Sequence[int], ends: Sequence[int], parent: int
    ) -> None:
        """Add leaves of one kind in one container, as if one by one."""
        count = len(starts)
        self.kinds.frombytes(bytes((_BLOCK_CODES[kind],)) * count)
        self.levels.frombytes(bytes(self.levels.itemsize * count))
        self.starts.extend(starts)
        self.ends.extend(ends)
        self.parents.extend((parent,) * count)

    def close(self, index: int, end: int) -> None:
        """Set the end of a container once its contents are known."""
        self.ends[index] = end

    def __len__(self) -> int:
        return len(self.kinds)

    @overload
    def __getitem__(self, index: int) -> Block: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Block]: ...
    def __getitem__(self, index: int | slice) -> Block | Sequence[Block]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        if index < 0:
            index += len(self)
        return Block(
            kind=BLOCK_KINDS[self.kinds[index]],
            start=self.starts[index],
            end=self.ends[index],
            level=self.levels[index],
            parent=self.parents[index],
            language=self.languages.get(index, ""),
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Blocks):
            return NotImplemented
        return (
            self.kinds == other.kinds
            and self.starts == other.starts
            and self.ends == other.ends
            and self.levels == other.levels
            and self.parents == other.parents
            and self.languages == other.languages
        )

    __hash__ = None  # type: ignore[assignment]  # arrays change while a loader fills them

    def kind(self, index: int) -> BlockKind:
        """The kind of a block, without making the block."""
        return BLOCK_KINDS[self.kinds[index]]

    @property
    def leaves(self) -> Sequence[int]:
        """Indices of the blocks that are laid out, in order."""
        if not self._containers:
            return range(len(self.kinds))
        first_container = len(LEAF_KINDS)
        return array("I", (i for i, code in enumerate(self.kinds) if code < first_container))

    def ancestors(self, index: int) -> Iterator[int]:
        """The containers around a block, innermost first."""
        parent = self.parents[index]
        while parent != NO_PARENT:
            yield parent
            parent = self.parents[parent]


class Spans(Sequence[Span]):
    """The spans of a text, ordered by start, the longer first."""

    def __init__(self, spans: Sequence[SpanFields] = ()) -> None:
        # Twice, by one field each: sorting keeps what is equal as it was, and spans come nearly in order.
        ordered = sorted(spans, key=_end_of, reverse=True)
        ordered.sort(key=_start_of)
        self.kinds = array("B", [_SPAN_CODES[span[0]] for span in ordered])
        self.starts = array("I", map(_start_of, ordered))
        self.ends = array("I", map(_end_of, ordered))
        self.targets = {number: span[3] for number, span in enumerate(ordered) if span[3]}
        self._index: IntervalIndex[int] | None = None

    def __len__(self) -> int:
        return len(self.kinds)

    @overload
    def __getitem__(self, index: int) -> Span: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Span]: ...
    def __getitem__(self, index: int | slice) -> Span | Sequence[Span]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        if index < 0:
            index += len(self)
        return Span(
            kind=SPAN_KINDS[self.kinds[index]],
            start=self.starts[index],
            end=self.ends[index],
            target=self.targets.get(index, ""),
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Spans):
            return NotImplemented
        return (
            self.kinds == other.kinds
            and self.starts == other.starts
            and self.ends == other.ends
            and self.targets == other.targets
        )

    __hash__ = None  # type: ignore[assignment]  # as Blocks

    def overlapping(self, start: int, end: int) -> list[Span]:
        """The spans that hold a code point of [start, end), the outer before the inner."""
        if not self.kinds:
            return []
        if self._index is None:
            self._index = IntervalIndex(
                zip(self.starts, self.ends, range(len(self.kinds)), strict=True)
            )
        return [self[number] for _, _, number in self._index.overlapping(start, end)]


TIME = "time"
SPEAKER = "speaker"
"""Kinds of locators: when it is said in a recording, and who says it."""


class Locator(NamedTuple):
    """A place the source's format names: a page, a chapter, a cue's time."""

    kind: str
    """page, chapter, time, speaker."""
    label: str
    """Empty: none from here on."""
    start: int
    """Where the page (…) begins; it lasts to the next locator of its kind."""


_SOFT_BREAK = late_pattern(r"[ \t]*\n[ \t]*")


@dataclass(frozen=True, kw_only=True, eq=False)
class Document:
    """An article's canonical text with its blocks and spans, and what the source says of itself."""

    text: str
    blocks: Blocks = field(default_factory=Blocks)
    spans: Spans = field(default_factory=Spans)
    locators: tuple[Locator, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    """The loader's guess."""
    loader: str = ""
    """Name and version, `markdown 1`."""
    source_sha256: str = ""
    """Of the source's bytes; empty where there were none."""

    @cached_property
    def sha256(self) -> str:
        """The hash of the text in UTF-8."""
        import hashlib  # noqa: PLC0415  # not before the first paint

        digest = hashlib.sha256()
        for start in range(0, len(self.text), HASH_SLICE):
            digest.update(self.text[start : start + HASH_SLICE].encode())
        return digest.hexdigest()

    @cached_property
    def leaves(self) -> Sequence[int]:
        """Indices of the blocks that are laid out, in order."""
        return self.blocks.leaves

    @cached_property
    def headings(self) -> Sequence[int]:
        """Indices of the headings, in order."""
        return array("I", compress(range(len(self.blocks)), self._are(BlockKind.HEADING)))

    def _are(self, *kinds: BlockKind) -> bytes:
        """For each block 1 if it is of one of the kinds, else 0; of a million in a few milliseconds."""
        wanted = {_BLOCK_CODES[kind] for kind in kinds}
        table = bytes(code in wanted for code in range(256))
        return self.blocks.kinds.tobytes().translate(table)

    def leaf_at(self, position: int) -> int | None:
        """Number (in `leaves`) of the leaf at a position; between two, the one before.

        Before the first leaf it is the first; None where the document has no leaf.
        """
        leaves = self.leaves
        if not leaves:
            return None
        starts = self.blocks.starts
        number = bisect_right(leaves, position, key=starts.__getitem__) - 1
        return max(0, number)

    def block_at(self, position: int) -> Block | None:
        """The leaf at a position; between two, the one before."""
        number = self.leaf_at(position)
        return None if number is None else self.blocks[self.leaves[number]]

    def section(self, position: int) -> str:
        """The text of the nearest heading at or before a position, on one line; empty if none."""
        headings = self.headings
        number = bisect_right(headings, position, key=self.blocks.starts.__getitem__) - 1
        if number < 0:
            return ""
        heading = self.blocks[headings[number]]
        return " ".join(self.text[heading.start : heading.end].split())

    @cached_property
    def _paragraph_starts(self) -> Sequence[int]:
        are = self._are(BlockKind.PARAGRAPH, BlockKind.VERSE)
        return array("I", compress(self.blocks.starts, are))

    @property
    def paragraph_count(self) -> int:
        """How many paragraphs and verses there are."""
        return len(self._paragraph_starts)

    def paragraph_start(self, number: int) -> int:
        """Where a paragraph or verse begins, counted from 1."""
        return self._paragraph_starts[number - 1]

    def paragraph_number(self, position: int) -> int:
        """Which paragraph or verse, from 1, a position lies in or after; 0 before the first."""
        return bisect_right(self._paragraph_starts, position)

    @cached_property
    def _locator_starts(self) -> dict[str, tuple[array[int], list[str]]]:
        """By kind, where its locators begin and their labels."""
        found: dict[str, tuple[array[int], list[str]]] = {}
        for kind, label, start in self.locators:
            starts, labels = found.setdefault(kind, (array("I"), []))
            starts.append(start)
            labels.append(label)
        return found

    def locator(self, position: int) -> dict[str, str | int]:
        """Where a position is in the words of the source: the last locator of each kind, the paragraph."""
        found: dict[str, str | int] = {}
        number = self.paragraph_number(position)
        if number:
            found["paragraph"] = number
        for kind, (starts, labels) in self._locator_starts.items():
            at = bisect_right(starts, position) - 1
            if at >= 0 and labels[at]:
                found[kind] = labels[at]
        return found

    def is_soft(self, position: int) -> bool:
        """True if a LF stands there that is reflowed, and equal to a space."""
        if self.text[position : position + 1] != "\n":
            return False
        block = self.block_at(position)
        if block is None or not block.start <= position < block.end or block.kind in HARD_KINDS:
            return False
        return all(
            span.kind is not SpanKind.BREAK
            for span in self.spans.overlapping(position, position + 1)
        )

    def flowing(self, held: Range) -> str:
        """The text of a range as it is read: soft breaks, with the blanks around, as one space."""
        text = self.text[held.start : held.end]
        if "\n" not in text:
            return text
        return _SOFT_BREAK.sub(
            lambda match: (
                " " if self.is_soft(held.start + match.start() + match[0].index("\n")) else match[0]
            ),
            text,
        )

    def leaves_in(self, held: Range) -> range:
        """Numbers (in `leaves`) of the leaves that a range touches."""
        starts, ends, leaves = self.blocks.starts, self.blocks.ends, self.leaves
        first = bisect_right(leaves, held.start, key=ends.__getitem__)
        last = bisect_left(leaves, held.end, key=starts.__getitem__)
        return range(first, max(first, last))
