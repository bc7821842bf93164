"""Every occurrence of some words in a text: what is looked for, how each looks in context, what is marked.

What already has a mark upon just that stretch is not marked a second time.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from annotations import segments
from annotations.anchoring import describe_many
from annotations.model import Annotation, AnnotationId, Piece, Range, normalise_tag
from annotations.results import MarkEdit
from reader.layout.cells import clusters, show_line, width
from reader.planning import Plan, in_quotes, listed
from reader.searching import Query
from reader.surroundings import block_range

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotations.document import Document
    from annotations.model import Colour
    from reader.marks import Marks

OCCURRENCES_KEPT = 10_000
"""Occurrences that are listed: more than a person looks through."""

CONTEXT_LENGTH = 240
"""Code points of context on each side: more than a row shows."""


class Context(NamedTuple):
    """An occurrence on one line."""

    before: str
    hit: str
    after: str


def query_at(document: Document, caret: int, selection: Range | None) -> Query | None:
    """What to look for: the selection, else the word at the caret as a whole word; None if there is none."""
    held = selection or segments.word_at(document.text, caret)
    text = " ".join(document.text[held.start : held.end].split())
    if not text:
        return None
    # Of `US` the word `us` is no occurrence; of `The` at the head of a sentence `the` is one.
    is_cased = len(text) > 1 and text.isupper()
    return Query(text, is_cased=is_cased, is_whole=selection is None)


def in_context(document: Document, held: Range) -> Context:
    """An occurrence with what stands before and after it in its block."""
    block = block_range(document, held.start)
    first = max(min(block.start, held.start), held.start - CONTEXT_LENGTH)
    last = min(max(block.end, held.end), held.end + CONTEXT_LENGTH)
    return Context(
        before=document.flowing(Range(first, held.start)),
        hit=document.flowing(held),
        after=document.flowing(Range(held.end, last)),
    )


def flush_right(text: str, width_cells: int) -> str:
    """The end of a text in just so many cells, cut at its left with `…` or filled with spaces."""
    shown = show_line(text)
    missing = width_cells - width(shown)
    if missing >= 0:
        return " " * missing + shown
    used, kept = 1, len(shown)
    for start, _end, cells in reversed(list(clusters(shown))):
        if used + cells > width_cells:
            break
        used, kept = used + cells, start
    return "…" + " " * (width_cells - used) + shown[kept:] if width_cells > 0 else ""


def mark_upon(marks: Marks, held: Range) -> Annotation | None:
    """The mark upon just that stretch, if there is one."""
    return next((each for each in marks.at(held.start) if each.ranges == (held,)), None)


class Sorted(NamedTuple):
    """Occurrences by whether they are marked."""

    fresh: tuple[Range, ...]
    marked: tuple[Annotation, ...]


def sort_out(marks: Marks, ranges: Sequence[Range]) -> Sorted:
    """Tell apart what is marked already."""
    fresh: list[Range] = []
    marked: list[Annotation] = []
    for held in ranges:
        mark = mark_upon(marks, held)
        if mark is None:
            fresh.append(held)
        else:
            marked.append(mark)
    return Sorted(tuple(fresh), tuple(marked))


def new_marks(
    text: str,
    ranges: Sequence[Range],
    colour: Colour,
    new_id: Callable[[], str],
    tags: tuple[str, ...] = (),
) -> list[Annotation]:
    """Marks upon ranges of a text, not yet stored: 0.1 ms each, better in a thread."""
    return [
        Annotation(
            id=AnnotationId(new_id()),
            pieces=(Piece.of(held, each),),
            colour=colour,
            tags=tags,
        )
        for held, each in zip(ranges, describe_many(ranges, text), strict=True)
    ]


def highlighting(
    fresh: Sequence[Annotation], marked: Sequence[Annotation], words: str, colour: Colour
) -> Plan:
    """Make marks of occurrences, as one step; those that are marked stay what they are."""
    if not fresh:
        return Plan(say="marked already · t tags them")
    already = f", {len(marked):,} were marked already" if marked else ""
    return Plan(
        edits=tuple(MarkEdit(before=None, after=mark) for mark in fresh),
        action="mark",
        label=f"highlight {in_quotes(words)} {_times(len(fresh))}",
        say=f"{len(fresh):,} {colour}{already} · u takes it back",
    )


def tagging(
    fresh: Sequence[Annotation], marked: Sequence[Annotation], words: str, names: Sequence[str]
) -> Plan:
    """Add tags to occurrences, as one step; those without a mark get one, with what new marks have.

    Raises:
        InvalidValueError: A name is no tag.
    """
    tags = tuple(dict.fromkeys(normalise_tag(name) for name in names))
    edits = [
        MarkEdit(before=None, after=replace(mark, tags=tuple(dict.fromkeys((*mark.tags, *tags)))))
        for mark in fresh
    ]
    for mark in marked:
        united = tuple(dict.fromkeys((*mark.tags, *tags)))
        if united != mark.tags:
            edits.append(MarkEdit(before=mark, after=replace(mark, tags=united)))
    if not tags:
        return Plan(say="no tags, no marks")
    if not edits:
        return Plan(say=f"they have {listed(tags)} already")
    return Plan(
        edits=tuple(edits),
        action="tag",
        label=f"tag {in_quotes(words)} {_times(len(edits))}: {listed(tags)}",
        say=f"{listed(tags)} on {len(edits):,} · u takes it back",
    )


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"
