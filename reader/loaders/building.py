"""Puts canonical text and its structure together, leaf by leaf, for formats that have markup.

A loader opens and closes containers and adds leaves; the builder keeps the order that a document
asks for, writes what parts two leaves, and leaves out what holds nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.document import (
    NO_PARENT,
    BlockKind,
    Blocks,
    SpanKind,
    Spans,
)
from annotations.model import replace_unprintable
from reader.loaders.decoding import canonical_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from annotations.document import SpanFields

BETWEEN_BLOCKS = "\n\n"
BETWEEN_LINES = "\n"
"""Between rows, and between the items of a tight list."""
BETWEEN_CELLS = "\t"

PARTED_BY = len(BETWEEN_BLOCKS)
"""Code points between two paragraphs."""

_WHITE = " \t\n"


class Inline:
    """The text of one leaf with its spans, counted from its own beginning."""

    __slots__ = ("_open", "_parts", "is_raw", "length", "spans")

    def __init__(self) -> None:
        self.spans: list[SpanFields] = []
        self.length = 0
        self.is_raw = False
        """True once there is text that may hold controls."""
        self._parts: list[str] = []
        self._open: list[tuple[SpanKind, int, str]] = []

    @property
    def text(self) -> str:
        """What has been added so far."""
        if len(self._parts) > 1:
            self._parts = ["".join(self._parts)]
        return self._parts[0] if self._parts else ""

    def add(self, text: str) -> None:
        """Add text; line breaks in it are soft."""
        if text:
            clean = text if text.isprintable() else canonical_lines(text)
            self._parts.append(clean)
            self.length += len(clean)

    def put(self, text: str, spans: Iterable[SpanFields]) -> None:
        """Add text that is canonical but for controls, with its spans, counted as all others are."""
        if text:
            self._parts.append(text)
            self.length += len(text)
            self.spans += spans
            self.is_raw = True

    def add_break(self) -> None:
        """Add a line break that is meant."""
        self.spans.append((SpanKind.BREAK, self.length, self.length + 1, ""))
        self._parts.append("\n")
        self.length += 1

    def add_code(self, text: str) -> None:
        """Add a stretch of code."""
        start = self.length
        self.add(text)
        self._span(SpanKind.CODE, start, "")

    def open(self, kind: SpanKind, target: str = "") -> None:
        """Begin a span here."""
        self._open.append((kind, self.length, target))

    def close(self, kind: SpanKind) -> None:
        """End the innermost span of a kind; harmless if none is open."""
        open_ = self._open
        for index in range(len(open_) - 1, -1, -1):
            if open_[index][0] is kind:
                _, start, target = open_.pop(index)
                self._span(kind, start, target)
                return

    def _span(self, kind: SpanKind, start: int, target: str) -> None:
        if start < self.length and (target or kind is not SpanKind.HYPERLINK):
            self.spans.append((kind, start, self.length, target))


class Builder:
    """A document in the making."""

    def __init__(self) -> None:
        self.blocks = Blocks()
        self._parts: list[str] = []
        self._length = 0
        self._spans: list[SpanFields] = []
        self._containers: list[tuple[BlockKind, int]] = []
        self._indices: list[int] = []
        """Of the outer containers that have begun; those beyond wait for their first leaf."""
        self._waiting_rules = 0
        self._strong_cells: set[int] = set()
        """Of the tables that are open, the cells that are strong throughout."""
        self._has_content = False
        """True once a leaf other than a rule was added, be it an empty cell."""
        self.leaves = 0
        """Leaves added so far, rules included."""
        self._is_raw = False
        """True once leaves were added that may hold controls."""
        self.is_of_xml = True
        """True if all that was walked is XML, which knows few controls."""

    @property
    def length(self) -> int:
        """Code points written so far."""
        return self._length

    @property
    def has_waiting_rules(self) -> bool:
        """True if there are rules that stand before the next leaf."""
        return self._waiting_rules > 0

    @property
    def depth(self) -> int:
        """How many containers are open."""
        return len(self._containers)

    def open(self, kind: BlockKind, level: int = 0) -> None:
        """Begin a container; it comes into being with its first leaf."""
        self._settle_rules()
        self._containers.append((kind, level))

    def close(self) -> None:
        """End the innermost container."""
        self._settle_rules()
        if len(self._indices) == len(self._containers):
            index = self._indices.pop()
            self.blocks.close(index, self._length)
            if self._strong_cells and self._containers[-1][0] is BlockKind.TABLE:
                from reader.loaders import table_heads  # noqa: PLC0415  # few texts have such tables

                table_heads.mark_head(self.blocks, index, self._strong_cells)
                self._strong_cells.clear()
        self._containers.pop()

    def add(
        self,
        kind: BlockKind,
        content: Inline,
        *,
        level: int = 0,
        language: str = "",
        parting: str = BETWEEN_BLOCKS,
    ) -> int | None:
        """Add a leaf; gives its index, or None where there is nothing to see.

        Args:
            kind: Of leaf; a cell may be empty, code keeps its blanks.
            content: Its text.
            level: Of a heading.
            language: Of code.
            parting: What stands between this leaf and the one before.
        """
        text = content.text
        if content.is_raw:
            self._is_raw = True
            if text.isspace():  # as some controls are held to be
                text = replace_unprintable(text)
        lead = 0
        if kind is BlockKind.CODE:
            text = text.removesuffix("\n")
        else:
            bare = text.strip(_WHITE)
            if len(bare) != len(text):
                lead = len(text) - len(text.lstrip(_WHITE))
            text = bare
        if kind is not BlockKind.CELL and (not text or text.isspace()):
            return None
        spans: Sequence[SpanFields] = content.spans
        if lead and spans:
            spans = [
                (name, max(0, first - lead), last - lead, to) for name, first, last, to in spans
            ]
        index = self.add_bare(kind, text, spans, level=level, language=language, parting=parting)
        if kind is BlockKind.CELL and content.spans:
            from reader.loaders import table_heads  # noqa: PLC0415  # few texts have such tables

            if table_heads.is_strong(text, content.spans):
                self._strong_cells.add(index)
        return index

    def add_text(
        self, kind: BlockKind, text: str, *, level: int = 0, parting: str = BETWEEN_BLOCKS
    ) -> int | None:
        """Add a leaf that has no spans, as `add` does."""
        if text.isprintable() and text and text[0] != " " and text[-1] != " ":
            return self.add_bare(kind, text, level=level, parting=parting)
        content = Inline()
        content.add(text)
        return self.add(kind, content, level=level, parting=parting)

    def add_bare(
        self,
        kind: BlockKind,
        text: str,
        spans: Sequence[SpanFields] = (),
        *,
        level: int = 0,
        language: str = "",
        parting: str = BETWEEN_BLOCKS,
    ) -> int:
        """Add a leaf as it stands in the text; gives its index.

        Args:
            kind: Of leaf.
            text: Canonical, without blanks around it.
            spans: Counted from its beginning; what reaches beyond its end is cut.
            level: Of a heading.
            language: Of code.
            parting: What stands between this leaf and the one before.
        """
        start = self._begin_leaf(parting)
        self._length = end = start + len(text)
        self._parts.append(text)
        self.leaves += 1
        for name, first, last, target in spans:
            if (at := start + first) < (to := min(start + last, end)):
                self._spans.append((name, at, to, target))
        return self.blocks.add(kind, start, end, level, self._parent, language)

    @property
    def next_start(self) -> int:
        """Where a paragraph begins that is added now."""
        return self.start_behind(BETWEEN_BLOCKS)

    def start_behind(self, parting: str) -> int:
        """Where a leaf begins that is added now, parted so from the one before."""
        return self._length + (len(parting) if self._has_content else 0)

    def _begin_leaf(self, parting: str) -> int:
        """What stands before a leaf comes into being; gives where the leaf begins."""
        # Once for each paragraph of a book: what is seldom needed is asked about, and not called.
        start = self._length
        if self._has_content:
            self._parts.append(parting)
            self._length = start = start + len(parting)
        self._has_content = True
        if self._waiting_rules:
            self._settle_rules()
        if len(self._indices) < len(self._containers):
            self._begin_containers()
        return start

    def add_rule(self) -> None:
        """Add a rule: an empty leaf before the one that follows."""
        self._waiting_rules += 1

    @property
    def _parent(self) -> int:
        return self._indices[-1] if self._indices else NO_PARENT

    def _begin_containers(self) -> None:
        at = self._length
        for kind, level in self._containers[len(self._indices) :]:
            self._indices.append(self.blocks.add(kind, at, at, level, self._parent))

    def _settle_rules(self) -> None:
        for _ in range(self._waiting_rules):
            self._begin_containers()
            self.blocks.add(BlockKind.RULE, self._length, self._length, parent=self._parent)
            self.leaves += 1
        self._waiting_rules = 0

    @property
    def text(self) -> str:
        """What has been written so far."""
        text = "".join(self._parts)
        if self._is_raw:
            from reader.loaders.runs import holds_controls  # noqa: PLC0415  # few formats have runs

            if holds_controls(text, is_xml=self.is_of_xml):
                return replace_unprintable(text)
        return text

    def finish(self, resolve: Callable[[str], str]) -> tuple[str, Blocks, Spans]:
        """The text, its blocks and its spans.

        Args:
            resolve: Gives the target that holds for a `#name`; empty if there is no such place.
        """
        while self._containers:
            self.close()
        self._settle_rules()
        spans: list[SpanFields] = []
        for span in self._spans:
            kind, start, end, target = span
            if not target or target[0] != "#":
                spans.append(span)
            elif target := resolve(target[1:]):
                spans.append((kind, start, end, target))
        return self.text, self.blocks, Spans(spans)
