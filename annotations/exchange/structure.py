"""The blocks, spans and locators of a document, as an annotated YAML holds them.

One flow mapping a line. In a text longer than `PACKED_LENGTH`, neighbours that differ only in their
places share an entry with `ranges: "0-52 54-99"`; an index in `parent` counts each of the places.
"""

# ruff: noqa: EM101, TRY003
# A fault is its sentence; no caller tells one from the other.

from __future__ import annotations

import re
from array import array
from collections import deque
from itertools import groupby
from operator import le
from typing import TYPE_CHECKING, TypeVar

from annotations.document import (
    BLOCK_KINDS,
    LEAF_KINDS,
    NO_PARENT,
    SPAN_KINDS,
    Block,
    BlockKind,
    Blocks,
    Locator,
    Span,
    SpanKind,
    Spans,
)
from annotations.exchange import emitter, shape
from annotations.exchange.fields import Fault, Fields, each

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from annotations.document import Document
    from annotations.model import Json

PACKED_LENGTH = 2_000_000
"""Code points of a text beyond which a line a block would take longer to read than the text."""

RANGES_PER_ENTRY = 500
"""So that a line of packed places stays within what editors and diffs bear."""

_LARGEST = 2**31 - 1

_BLOCK_KINDS = {kind.value: kind for kind in BLOCK_KINDS}
_SPAN_KINDS = {kind.value: kind for kind in SPAN_KINDS}
_PACKED = re.compile(r"[0-9]{1,10}-[0-9]{1,10}(?: [0-9]{1,10}-[0-9]{1,10})*+")
_Kind = TypeVar("_Kind", BlockKind, SpanKind)
_Entry = tuple[str, int, int]
"""What an entry begins with, start and end; behind a LF in the first, what it ends with."""


# --- writing ----------------------------------------------------------------------------------


def lines(document: Document, extra: Mapping[str, Json]) -> list[str]:
    """The lines of `structure:`; none where a reader would find the same by itself.

    Args:
        document: What has the structure.
        extra: Unknown keys of a file, as `read` gave them.
    """
    is_packed = len(document.text) > PACKED_LENGTH
    written: list[str] = []
    blocks = document.blocks
    if blocks or document.text.strip():
        heads: Iterable[str] = (
            _block_head(kind, level, parent, blocks.languages.get(index, ""))
            for index, (kind, level, parent) in enumerate(
                zip(blocks.kinds, blocks.levels, blocks.parents, strict=True)
            )
        )
        entries = zip(heads, blocks.starts, blocks.ends, strict=True)
        written += _section("blocks", entries, extra, is_packed=is_packed)
    if document.spans:
        spans = document.spans
        entries = zip(map(_span_head, spans), spans.starts, spans.ends, strict=True)
        written += _section("spans", entries, extra, is_packed=is_packed)
    if document.locators:
        written.append("  locators:")
        for number, locator in enumerate(document.locators):
            pairs = [
                ("kind", emitter.flow_value(locator.kind)),
                ("label", emitter.flow_value(locator.label)),
                ("start", str(locator.start)),
                *_unknown(shape.nested(extra, "locators", str(number)), shape.LOCATOR),
            ]
            written.append(f"  - {emitter.flow_mapping(pairs)}")
    written += emitter.block_pairs(extra, emitter.STEP, but=shape.STRUCTURE)
    return ["structure:", *written] if written else []


def _block_head(kind: int, level: int, parent: int, language: str) -> str:
    head = f"{{kind: {BLOCK_KINDS[kind]}"
    if level:
        head += f", level: {level}"
    if parent != NO_PARENT:
        head += f", parent: {parent}"
    if language:
        head += f", language: {emitter.flow_value(language)}"
    return head


def _span_head(span: Span) -> str:
    # The target follows the place; packed or not, it is part of what neighbours must share.
    target = f", target: {emitter.flow_value(span.target)}" if span.target else ""
    return f"{{kind: {span.kind}\n{target}"


def _section(
    name: str, entries: Iterable[_Entry], extra: Mapping[str, Json], *, is_packed: bool
) -> Iterator[str]:
    unknown = shape.nested(extra, name)
    is_empty = True
    if is_packed and not unknown:
        for head, run in groupby(entries, key=lambda entry: entry[0]):
            before, _, after = head.partition("\n")
            places = [f"{start}-{end}" for _, start, end in run]
            if is_empty:
                yield f"  {name}:"
                is_empty = False
            for first in range(0, len(places), RANGES_PER_ENTRY):
                packed = " ".join(places[first : first + RANGES_PER_ENTRY])
                yield f'  - {before}, ranges: "{packed}"{after}}}'
        if is_empty:
            yield f"  {name}: []"
        return
    for number, (head, start, end) in enumerate(entries):
        if is_empty:
            yield f"  {name}:"
            is_empty = False
        before, _, after = head.partition("\n")
        more = ""
        if unknown:
            kept = shape.nested(unknown, str(number))
            known = shape.BLOCK if name == "blocks" else shape.SPAN
            more = "".join(f", {emitter.key(key)} {value}" for key, value in _unknown(kept, known))
        yield f"  - {before}, start: {start}, end: {end}{after}{more}}}"
    if is_empty:
        yield f"  {name}: []"


def _unknown(extra: Mapping[str, Json], known: frozenset[str]) -> list[tuple[str, str]]:
    return [(key, emitter.flow(extra[key])) for key in sorted(extra) if key not in known]


# --- reading ----------------------------------------------------------------------------------


def read(fields: Fields, text: str) -> tuple[Blocks, Spans, tuple[Locator, ...], dict[str, Json]]:
    """Blocks, spans and locators of a text, and what was not understood.

    Raises:
        Fault: A kind, a place or a parent that cannot be.
    """
    extra: dict[str, Json] = {}
    length = len(text)
    has_blocks = "blocks" in fields.rest
    blocks = _read_blocks(fields.items("blocks"), length, extra)
    spans = _read_spans(fields.items("spans"), length, extra)
    locators = _read_locators(fields.items("locators"), length, extra)
    if not has_blocks:
        blocks = paragraphs(text)
    extra.update(fields.rest)
    return blocks, spans, locators, extra


def paragraphs(text: str) -> Blocks:
    """A block for each run of lines that are not blank, for a file without structure."""
    blocks = Blocks()
    start: int | None = None
    position = end = 0
    for line in text.split("\n"):
        if line and not line.isspace():
            start = position if start is None else start
            end = position + len(line)
        elif start is not None:
            blocks.append(Block(kind=BlockKind.PARAGRAPH, start=start, end=end))
            start = None
        position += len(line) + 1
    if start is not None:
        blocks.append(Block(kind=BlockKind.PARAGRAPH, start=start, end=end))
    return blocks


def _read_blocks(values: Sequence[Json], length: int, extra: dict[str, Json]) -> Blocks:
    blocks = Blocks()
    last_end = 0

    def add(value: Json, _: int) -> None:
        nonlocal last_end
        fields = Fields(value)
        kind = _required_kind(fields.choice("kind", _BLOCK_KINDS))
        level = fields.number("level", most=_LARGEST) or 0
        parent = fields.number("parent", most=_LARGEST)
        language = fields.text("language")
        starts, ends = _places(fields, length)
        if blocks and starts[0] < blocks.starts[-1]:
            raise Fault("a block begins before the one above it", "start")
        if parent is not None and (parent >= len(blocks) or blocks.kind(parent) in LEAF_KINDS):
            raise Fault("`parent` is no container above", "parent")
        if kind in LEAF_KINDS:
            if starts[0] < last_end or not all(map(le, ends, starts[1:])):
                raise Fault("a block of text begins within another", "start")
            last_end = ends[-1]
        shape.keep_nested(extra, fields.rest, "blocks", str(len(blocks)))
        if len(starts) > 1 and kind in LEAF_KINDS and not level and parent is None and not language:
            codes = array("B", [BLOCK_KINDS.index(kind)]) * len(starts)
            blocks.extend_leaves(codes, starts, ends)
            return
        for start, end in zip(starts, ends, strict=True):
            blocks.append(
                Block(
                    kind=kind,
                    start=start,
                    end=end,
                    level=level,
                    parent=NO_PARENT if parent is None else parent,
                    language=language,
                )
            )

    deque(each(values, "blocks", add), maxlen=0)
    return blocks


def _read_spans(values: Sequence[Json], length: int, extra: dict[str, Json]) -> Spans:
    spans: list[Span] = []

    def add(value: Json, _: int) -> None:
        fields = Fields(value)
        kind = _required_kind(fields.choice("kind", _SPAN_KINDS))
        target = fields.text("target")
        starts, ends = _places(fields, length)
        shape.keep_nested(extra, fields.rest, "spans", str(len(spans)))
        spans.extend(
            Span(kind=kind, start=start, end=end, target=target)
            for start, end in zip(starts, ends, strict=True)
        )

    deque(each(values, "spans", add), maxlen=0)
    return Spans(spans)


def _read_locators(
    values: Sequence[Json], length: int, extra: dict[str, Json]
) -> tuple[Locator, ...]:
    def locator(value: Json, number: int) -> Locator:
        fields = Fields(value)
        start = fields.number("start", most=length)
        if start is None:
            raise Fault("`start` is missing")
        if "label" not in fields.rest:
            raise Fault("`label` is missing")
        made = Locator(kind=fields.required("kind"), label=fields.text("label"), start=start)
        shape.keep_nested(extra, fields.rest, "locators", str(number))
        return made

    return tuple(sorted(each(values, "locators", locator), key=lambda locator: locator.start))


def _required_kind(kind: _Kind | None) -> _Kind:
    if kind is None:
        raise Fault("`kind` is missing")
    return kind


def _places(fields: Fields, length: int) -> tuple[array[int], array[int]]:
    """Where the blocks or spans of an entry stand: at least one, none before the one above it."""
    packed = fields.text("ranges")
    if packed:
        if not _PACKED.fullmatch(packed):
            raise Fault("`ranges` is no list such as 0-52 54-99", "ranges")
        try:
            numbers = array("I", map(int, packed.replace("-", " ").split(" ")))
        except OverflowError:
            raise Fault("`ranges` holds a number that is too large", "ranges") from None
        starts, ends = numbers[::2], numbers[1::2]
        is_ordered = all(map(le, starts, ends)) and all(map(le, starts, starts[1:]))
        if not is_ordered or max(ends) > length:
            reason = f"`ranges` must rise, and end at {length} at most"
            raise Fault(reason, "ranges")
        return starts, ends
    start, end = fields.number("start", most=length), fields.number("end", most=length)
    if start is None or end is None or start > end:
        raise Fault("`start` and `end` must be there, in this order")
    return array("I", [start]), array("I", [end])
