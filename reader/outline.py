"""What leads to a place of a text by name: its headings, else its pages; a page or paragraph typed.

A long text has 100,000 headings: what is shown of one is made when it is asked for.
"""

from __future__ import annotations

import re
import time
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, overload

from annotations.document import SPEAKER, TIME, BlockKind
from annotations.whereabouts import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from annotations.document import Document, Locator
    from annotations.model import Annotation, Colour

TITLE_LENGTH = 300
"""Code points of a heading that are looked at."""

BEGINNING = "Beginning"
"""What stands before the first heading."""

LEAVES_LOOKED_AT = 4
"""Leaves from the beginning of a chapter, among which its heading is looked for."""

OFFERED = 8
"""Places offered for a number at most."""

Counts = Counter["Colour | None"]


class Entry(NamedTuple):
    """A place one can go to by name."""

    title: str
    start: int
    level: int = 0
    """How far it is indented."""
    number: int = -1
    """Among the sections of the text; below 0 for a place that was typed."""
    words: str = ""
    """How the text goes on there, where the title does not say."""


class Outline(Sequence[Entry]):
    """The sections of a document in order: headings, and chapters without one; else pages."""

    def __init__(self, document: Document) -> None:
        self._document = document
        headings = document.headings
        blocks = document.blocks
        starts = array("I", (blocks.starts[index] for index in headings))
        self._least = min((blocks.levels[index] for index in headings), default=1)
        self.is_of_headings = bool(starts)
        self._locators = _without_heading(document) if self.is_of_headings else _listed(document)
        # Of each entry the block of a heading, or below 0 the complement of a locator's number.
        self._sources = array("i", headings)
        if self._locators:
            placed = [*zip(starts, headings, strict=True)]
            placed += ((each.start, ~number) for number, each in enumerate(self._locators))
            placed.sort()
            starts = array("I", (start for start, _ in placed))
            self._sources = array("i", (source for _, source in placed))
        self._has_beginning = bool(starts and document.text[: min(starts[0], TITLE_LENGTH)].strip())
        if self._has_beginning:
            starts.insert(0, 0)
        self._starts = starts

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, number: int) -> Entry: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Entry]: ...
    def __getitem__(self, number: int | slice) -> Entry | Sequence[Entry]:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        if number < 0:
            number += len(self)
        start = self._starts[number]
        at = number - self._has_beginning
        if at < 0:
            return Entry(BEGINNING, start, number=number, words=words_at(self._document, start))
        source = self._sources[at]
        if source < 0:
            locator = self._locators[~source]
            words = words_at(self._document, start)
            title = name_of(locator.kind, locator.label)
            return Entry(title, start, number=number, words=words)
        block = self._document.blocks[source]
        title = self._document.text[block.start : min(block.end, block.start + TITLE_LENGTH)]
        return Entry(" ".join(title.split()), start, block.level - self._least, number)

    @property
    def thing(self) -> str:
        """What its entries are: heading, page, time."""
        return "heading" if self.is_of_headings else self._locators[0].kind

    def at(self, position: int) -> int:
        """The number of the section a position lies in."""
        return max(0, bisect_right(self._starts, position) - 1)


def _listed(document: Document) -> list[Locator]:
    """The places worth a line each: chapters, else pages; of the times those at which a paragraph begins."""
    if chapters := [each for each in document.locators if each.kind == "chapter" and each.label]:
        return chapters
    starts = document.blocks.starts

    def begins_block(position: int) -> bool:
        at = bisect_right(starts, position) - 1
        return at >= 0 and starts[at] == position

    return [
        each
        for each in document.locators
        if each.label and each.kind != SPEAKER and (each.kind != TIME or begins_block(each.start))
    ]


def _without_heading(document: Document) -> list[Locator]:
    """The chapters that no heading begins."""
    blocks, leaves, found = document.blocks, document.leaves, []
    for each in document.locators:
        if each.kind == "chapter" and each.label:
            first = document.leaf_at(each.start) or 0
            near = leaves[first : first + LEAVES_LOOKED_AT]
            if not any(blocks.kind(index) is BlockKind.HEADING for index in near):
                found.append(each)
    return found


def words_at(document: Document, position: int, length: int = 80) -> str:
    """How a block goes on at a position, on one line."""
    block = document.block_at(position)
    end = position + length if block is None else min(position + length, max(block.end, position))
    return " ".join(document.text[position:end].split())


class Tally:
    """How many marks of each colour begin in each section; counted bit by bit."""

    def __init__(self, outline: Outline, annotations: Iterable[Annotation]) -> None:
        self._outline = outline
        self._left: Iterator[Annotation] = iter(annotations)
        self._counts: dict[int, Counts] = {}

    def go_on(self, duration_s: float) -> bool:
        """Count for so long, or to the end; True if that is reached."""
        deadline = time.perf_counter() + duration_s
        for annotation in self._left:
            if annotation.start is not None:
                number = self._outline.at(annotation.start)
                self._counts.setdefault(number, Counter())[annotation.colour] += 1
            if time.perf_counter() > deadline:
                return False
        return True

    def of(self, number: int) -> Counts:
        """The counts of a section, as far as they are known."""
        return self._counts.get(number, Counter())


_TIME_TYPED = re.compile(r"\d{1,4}(?::\d{1,2}){1,2}", re.ASCII)
_TYPED = re.compile(r"\s*(?:([^\W\d_]+)\.?\s*|[¶§]\s*)?(\S+)\s*")


def places_named(document: Document, typed: str) -> list[Entry]:
    """The pages, chapters, times and the paragraph that a label may mean: `12`, `p. 12`, `page iv`."""
    match = _TYPED.fullmatch(typed)
    if match is None:
        return []
    kind, label = (match[1] or "").casefold(), match[2].casefold()
    if not any(each.isdigit() for each in label):
        # Letters alone are a label only as a whole: "iv" is no "i v".
        kind, label = ("", typed.strip().casefold()) if " " not in typed.strip() else (kind, label)
    found = [
        _place(document, each)
        for each in document.locators
        if each.label.casefold() == label
        and each.kind.casefold().startswith(kind)
        and each.kind != SPEAKER
    ][:OFFERED]
    if not found and (seconds := _seconds(label)) is not None:
        found = _at_time(document, seconds)
    if label.isdecimal() and ("paragraph".startswith(kind) or not kind):
        number = int(label[:12])
        if 1 <= number <= document.paragraph_count:
            start = document.paragraph_start(number)
            found.append(
                Entry(name_of("paragraph", f"{number:,}"), start, words=words_at(document, start))
            )
    return found


def _place(document: Document, locator: Locator) -> Entry:
    title = name_of(locator.kind, locator.label)
    return Entry(title, locator.start, words=words_at(document, locator.start))


def _at_time(document: Document, seconds: int) -> list[Entry]:
    """The cue that is on at a time, as a player would go there; the first one before the first."""
    times = [each for each in document.locators if each.kind == TIME]
    before = [each for each in times if (_seconds(each.label) or 0) <= seconds]
    return [_place(document, each) for each in (before[-1:] or times[:1])]


def _seconds(label: str) -> int | None:
    """How many seconds a time has, `1:03:20` or `63:20`; None if it is no time."""
    if not _TIME_TYPED.fullmatch(label):
        return None
    seconds = 0
    for part in label.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds
