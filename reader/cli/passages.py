"""Which ranges of a text a person means: by quotation, by offsets, by regular expression.

Quotations are compared as everywhere in postil, by `annotations.anchoring`. A regular expression
sees one block at a time, its soft line breaks as spaces, so that a match never runs over a heading.
"""

from __future__ import annotations

import re
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

from annotations.document import HARD_KINDS, SpanKind
from annotations.errors import AmbiguousError, InvalidValueError, NotFoundError
from annotations.model import Range

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import FrameType

    from annotations.document import Document

PATTERN_LENGTH_LIMIT = 1_000
"""Code points of a regular expression: what a person writes, not a program."""

MATCH_TIME_S = 10.0
"""Seconds an expression may take: some need longer than a life (`(a+)+b`)."""

HIT_LIMIT = 100_000
"""Marks one expression may make: as many as the panel is built for."""

SHOWN_QUOTE_LENGTH = 60
"""Code points of a quotation repeated in an error."""

LISTED_HITS = 20
"""Hits listed where a person has to choose."""

CONTEXT_LENGTH = 30
"""Code points shown on each side of a listed hit."""


class SeveralHitsError(AmbiguousError):
    """A quotation or expression stands several times, and one was wanted.

    Attributes:
        choices: A line for each of the first hits, with its number and its context.
    """

    def __init__(self, what: str, hits: Sequence[Range], document: Document, hint: str) -> None:
        super().__init__(f"{what} stands {len(hits)} times in the text.", hint=hint)
        self.choices = [
            f"{number}  {hit.start}:{hit.end}  {in_context(document, hit)}"
            for number, hit in enumerate(hits[:LISTED_HITS], 1)
        ]
        if len(hits) > LISTED_HITS:
            self.choices.append(f"… and {len(hits) - LISTED_HITS} more")


class NoHitError(NotFoundError):
    """What was to be marked does not stand in the text: the answer is no, not a failure."""


def quoted(document: Document, quote: str) -> list[Range]:
    """Every place where a quotation stands, in order.

    Raises:
        InvalidValueError: Nothing but white space was quoted.
    """
    from annotations.anchoring import find_quote  # noqa: PLC0415 - not for --range

    if not quote.strip():
        sentence = "The quotation to mark is empty."
        raise InvalidValueError(sentence)
    return find_quote(document.text, quote)


def parse_range(text: str, document: Document) -> Range:
    """Read `START:END`, code points of the canonical text, half-open.

    Raises:
        InvalidValueError: It is not of this form, is empty, or ends beyond the text.
    """
    match = re.fullmatch(r"\s*(\d{1,12})\s*:\s*(\d{1,12})\s*", text, re.ASCII)
    if match is None:
        sentence = f"{text[:60]!r} is no range; START:END is expected, such as 120:168."
        raise InvalidValueError(sentence)
    return checked_range(int(match[1]), int(match[2]), document)


def checked_range(start: int, end: int, document: Document) -> Range:
    """The range of two offsets.

    Raises:
        InvalidValueError: It is empty, turned round, or ends beyond the text.
    """
    length = len(document.text)
    if not 0 <= start < end <= length:
        sentence = f"{start}:{end} is no range of this text, which has {length:,} characters."
        raise InvalidValueError(sentence)
    return Range(start, end)


def matched(document: Document, pattern: str, *, time_s: float = MATCH_TIME_S) -> list[Range]:
    """Every match of a regular expression, in order; empty matches do not count.

    Raises:
        InvalidValueError: It is no regular expression, or takes too long, or matches too often.
    """
    if len(pattern) > PATTERN_LENGTH_LIMIT:
        sentence = f"A regular expression has at most {PATTERN_LENGTH_LIMIT} characters here."
        raise InvalidValueError(sentence)
    try:
        expression = re.compile(pattern, re.MULTILINE)
    except (re.error, OverflowError, RecursionError) as error:
        sentence = f"{pattern[:60]!r} is no regular expression: {error}."
        raise InvalidValueError(
            sentence, hint="Put \\ before . ? * + ( ) [ to mean the character, or use --quote."
        ) from error
    hits: list[Range] = []
    with _time_limit(time_s, pattern):
        for start, text in _flowing_blocks(document):
            hits.extend(
                Range(start + match.start(), start + match.end())
                for match in expression.finditer(text)
                if match.end() > match.start()
            )
            if len(hits) > HIT_LIMIT:
                sentence = f"{pattern[:60]!r} matches more than {HIT_LIMIT:,} times."
                raise InvalidValueError(sentence, hint="Make it narrower.")
    return hits


def choose(
    document: Document, hits: Sequence[Range], what: str, *, nth: int | None, hint: str
) -> Range:
    """The one hit that is meant: the only one, or the nth, counted from 1.

    Raises:
        NoHitError: There is none, or not so many.
        SeveralHitsError: There are several, and no number was given.
    """
    if not hits:
        sentence = f"{what} does not stand in the text."
        raise NoHitError(sentence)
    if nth is not None:
        if nth > len(hits):
            sentence = f"{what} stands only {len(hits)} times in the text."
            raise NoHitError(sentence)
        return hits[nth - 1]
    if len(hits) > 1:
        raise SeveralHitsError(what, hits, document, hint)
    return hits[0]


def shown_quote(quote: str) -> str:
    """A quotation as an error repeats it: on one line, not all of a long one."""
    line = " ".join(quote.split())
    return f"“{line if len(line) <= SHOWN_QUOTE_LENGTH else line[:SHOWN_QUOTE_LENGTH] + '…'}”"


def in_context(document: Document, hit: Range) -> str:
    """A hit between brackets with what stands around it, on one line."""
    text = document.text
    before = text[max(0, hit.start - CONTEXT_LENGTH) : hit.start]
    after = text[hit.end : hit.end + CONTEXT_LENGTH]
    quote = text[hit.start : hit.end]
    if len(quote) > 2 * CONTEXT_LENGTH:
        quote = f"{quote[:CONTEXT_LENGTH]} … {quote[-CONTEXT_LENGTH:]}"
    return " ".join(f"…{before}⟦{quote}⟧{after}…".split())


def _flowing_blocks(document: Document) -> Iterator[tuple[int, str]]:
    """Start and text of each leaf; a soft line break is a space, so positions stay."""
    for index in document.leaves:
        block = document.blocks[index]
        text = document.text[block.start : block.end]
        if "\n" in text and block.kind not in HARD_KINDS:
            breaks = [
                span
                for span in document.spans.overlapping(block.start, block.end)
                if span.kind is SpanKind.BREAK
            ]
            flowing = list(text.replace("\n", " "))
            for span in breaks:
                for position in range(max(span.start, block.start), min(span.end, block.end)):
                    flowing[position - block.start] = document.text[position]
            text = "".join(flowing)
        yield block.start, text


@contextmanager
def _time_limit(time_s: float, pattern: str) -> Iterator[None]:
    """Stop an expression that does not come to an end; Python's matcher looks for signals.

    Where there is no alarm (Windows, another thread) only the block bounds what it sees.
    """

    def give_up(_signal: int, _frame: FrameType | None) -> None:
        sentence = f"{pattern[:60]!r} takes longer than {time_s:g} seconds on this text."
        raise InvalidValueError(sentence, hint="Avoid repetitions inside repetitions.")

    try:
        earlier = signal.signal(signal.SIGALRM, give_up)
    except (AttributeError, ValueError):
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, time_s)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, earlier)
