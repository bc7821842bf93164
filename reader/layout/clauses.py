"""Sentences and clauses of a stretch of text: where a passage may well begin and end.

A clause is what stands between two stops of a sentence: commas, semicolons, colons, dashes between
spaces, and their like in other scripts. The stop at its end does not belong to it, unless a closing
mark follows. In code and verse every line is one.
"""

# The stops of many scripts are this module's subject.
# ruff: noqa: RUF001

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotations import segments
from annotations.document import HARD_KINDS, BlockKind
from annotations.model import Range

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotations.document import Document

SHORTEST = 2
"""Code points of the shortest clause: where one begins, a label of two letters has room."""

_STOPS = ",;:،؛，、；："
_CLOSERS = "[)\\]}”’\"'»›」』】）]*"
_STOP = re.compile(
    rf"(?:[,;:،؛\u037e·](?P<closers>{_CLOSERS})(?=\s)|[，、；：﹐﹑﹔﹕､](?P<wide>{_CLOSERS})"
    r"|\s[—–-](?=\s)|—)\s*"
)
_LINE = re.compile(r"\s*\n\s*")
_HARD_STOP = re.compile(rf"{_LINE.pattern}|{_STOP.pattern}")
_CODE_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_BLANKS = re.compile(r"\s+")


def clauses(document: Document, view: Range, language: str = "") -> list[Range]:
    """The clauses that begin or end in a stretch of text, in order.

    One that is cut by the stretch's start begins above it, one cut by its end goes on below.
    """
    found: list[Range] = []
    for number in document.leaves_in(view):
        block = document.blocks[document.leaves[number]]
        bounds = Range(block.start, block.end)
        if block.kind is BlockKind.CODE:
            found.extend(_lines(document.text, bounds, view))
            continue
        stop = _HARD_STOP if block.kind in HARD_KINDS else _STOP
        for sentence in _sentences(document.text, bounds, view, language):
            found.extend(_parts(document.text, sentence, view, stop))
    return found


def _lines(text: str, bounds: Range, view: Range) -> Iterator[Range]:
    low = max(bounds.start, view.start - segments.SENTENCE_WINDOW)
    high = min(bounds.end, view.end + segments.SENTENCE_WINDOW)
    start = text.rfind("\n", low, max(low, view.start)) + 1 or low
    for line in _CODE_LINE.finditer(text, start, high):
        if line.start() >= view.end:
            return
        if line.end() > view.start:
            yield Range(*line.span())


def _sentences(text: str, bounds: Range, view: Range, language: str) -> Iterator[Range]:
    position = max(bounds.start, view.start)
    while position < min(bounds.end, view.end):
        blank = _BLANKS.match(text, position, bounds.end)
        if blank is not None:
            position = blank.end()
            continue
        sentence = segments.sentence_at(text, position, bounds, language)
        if sentence.end <= position:
            return
        yield sentence
        position = sentence.end


def _parts(text: str, sentence: Range, view: Range, stop: re.Pattern[str]) -> Iterator[Range]:
    start = sentence.start
    for found in stop.finditer(text, sentence.start, sentence.end):
        if found.start() - start < SHORTEST or sentence.end - found.end() < SHORTEST:
            continue
        end = found.start()
        for closers in ("closers", "wide"):
            if found.groupdict().get(closers):
                end = found.end(closers)
        if end > view.start:
            yield Range(start, end)
        start = found.end()
        if start >= view.end:
            return
    end = sentence.end
    if end - start > SHORTEST and text[end - 1] in _STOPS:
        end -= 1  # of an item in a list
    if end > view.start:
        yield Range(start, end)
