"""Finding what a person types in a text, stretch by stretch, so that no text is too long.

Plain words are found as they are read: case (unless a capital is typed), accents, kinds of quotation
marks and of white space left aside, what stands on both sides of a soft break taken as one. A regular
expression means what it says, in the text as it is laid out: a soft break is a space, a paragraph one
line. Hits do not overlap and are never empty.

What counts as the same letter is `letters`' matter; which stretch is searched when, and what becomes
of the hits, is left to others (`hits`). A stretch takes milliseconds, and may be searched in a thread.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from typing import TYPE_CHECKING, NamedTuple, Protocol

from annotations.document import HARD_KINDS, SpanKind
from annotations.errors import PostilError
from annotations.folding import goes_on, is_within_word
from annotations.model import Range
from reader import letters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from annotations.document import Document

QUERY_LENGTH = 500
"""Code points that may be searched for; each makes the pattern 0.3 ms dearer."""

REACH = 1 << 12
"""Code points that a hit of plain words may be longer than what was typed, mostly in white space."""

EXPRESSION_REACH = 1 << 16
"""Code points that a hit of an expression may have, and that it may look ahead."""

EXPRESSION_BEHIND = 1 << 10
"""Code points that an expression may look back."""

PATIENCE_S = 1.0
"""How long an expression may take for one stretch; a sound one takes a hundredth of it."""

_LONGEST_LIGATURE = 4
_MOST_PARTS = 8
"""Base letters within which every way to take ligatures is tried."""

_OPTIONAL = f"[{letters.MARK}{letters.UNSEEN}]*"
_MARKS = f"[{letters.MARK}]*"
_SPACE = rf"\s[\s{letters.UNSEEN}{letters.MARK}]*"
_NO_LETTERS = re.compile(r"\\[pPN]\{[^}]*\}|\\.|\(\?P?<\w+>", re.DOTALL)
_SPACES_TYPED = re.compile(r"(\\.)|(\[\^?\]?(?:\\.|[^\]\\])*\])| +(?![ *+?{])", re.DOTALL)
_IS_VERBOSE = re.compile(r"\(\?[a-zA-Z]*x")


class PatternError(PostilError):
    """What was typed cannot be searched for; the reason says why in two or three words."""

    def __init__(self, sentence: str, *, reason: str, hint: str = "") -> None:
        super().__init__(sentence, hint=hint)
        self.reason = reason


class Query(NamedTuple):
    """What is searched for."""

    text: str
    is_regex: bool = False
    is_cased: bool | None = None
    """None: case counts if there is a capital."""
    is_whole: bool = False
    """Only where words begin and end; for plain words."""

    @property
    def is_blank(self) -> bool:
        """True if there is nothing to search for."""
        return not self.text.strip()

    @property
    def counts_case(self) -> bool:
        """True if small letters and capitals differ."""
        if self.is_cased is not None:
            return self.is_cased
        typed = _NO_LETTERS.sub("", self.text) if self.is_regex else self.text
        return any(character.isupper() or character.istitle() for character in typed)


class Found(NamedTuple):
    """The hits that begin in a stretch of the text."""

    starts: array[int]
    ends: array[int]
    upto: int
    """Where the search is to go on: all before is searched."""


class Finder(Protocol):
    """A query made ready."""

    def find(self, document: Document, start: int, stop: int, *, limit: int) -> Found:
        """The hits that begin in [start, stop), at most so many.

        Raises:
            PatternError: It takes too long.
        """
        ...


def finder_of(query: Query) -> Finder:
    """Make a query ready; 40 ms the first time.

    Raises:
        PatternError: It is too long, or no regular expression.
    """
    if len(query.text) > QUERY_LENGTH:
        message = f"That is too long to search for; {QUERY_LENGTH} characters are the most."
        raise PatternError(message, reason="too long")
    return _ExpressionFinder(query) if query.is_regex else _WordsFinder(query)


def advice_for(query: Query) -> str:
    """What would help where a search has found nothing."""
    if query.is_regex:
        return "^r searches it as plain words"
    if query.counts_case:
        return "small letters find capitals too"
    if len(query.text.split()) > 1:
        return "fewer words find more"
    return "fewer letters find more"


# --- plain words -----------------------------------------------------------------------------


class _WordsFinder:
    def __init__(self, query: Query) -> None:
        self._pattern = re.compile(words_pattern(query.text, is_cased=query.counts_case))
        self._reach = REACH + 2 * len(query.text)
        self._is_whole = query.is_whole

    def find(self, document: Document, start: int, stop: int, *, limit: int) -> Found:
        text = document.text
        hits = (
            match.span()
            for match in self._pattern.finditer(text, start, min(len(text), stop + self._reach))
        )
        if self._is_whole:
            hits = (hit for hit in hits if is_whole(text, *hit))
        return _collected(hits, stop, limit)


def words_pattern(typed: str, *, is_cased: bool) -> str:
    """A regular expression for typed words, to be found as they are read."""
    words = typed.split()
    bases = [letters.base_of(word, is_cased=is_cased) for word in words]
    patterns = [_word_pattern(word, is_cased=is_cased) for word in bases]
    if not patterns:
        return r"\s"
    inner = _SPACE.join(patterns)
    # At its end accents belong to the hit, what is unseen does not.
    whole = inner.removesuffix(_OPTIONAL) + _MARKS
    before = r"\s" if typed[0].isspace() else ""
    after = r"\s" if typed[-1].isspace() else ""
    return before + whole + after


def _word_pattern(word: str, *, is_cased: bool) -> str:
    """A pattern for base letters: each as itself or one like it, some together as a ligature."""
    alike = letters.alike(is_cased=is_cased)
    pieces: list[str] = []
    at = 0
    while at < len(word):
        end = _end_of_parts(word, at, alike)
        if end == at + 1:
            pieces.append(_letter(word[at], alike))
        else:
            pieces.append(f"(?:{'|'.join(_ways(word[at:end], alike))})")
        at = end
    return "".join(pieces)


def _end_of_parts(word: str, at: int, alike: Mapping[str, str]) -> int:
    """Where the ligatures that may begin at a letter, and those that overlap them, are over."""
    end, first = at + 1, at
    limit = min(len(word), at + _MOST_PARTS)
    while first < end:
        for last in range(first + 2, min(limit, first + _LONGEST_LIGATURE) + 1):
            if word[first:last] in alike:
                end = max(end, last)
        first += 1
    return end


def _ways(part: str, alike: Mapping[str, str]) -> Iterator[str]:
    """Patterns for every way to write some base letters, ligatures apart and together."""
    if not part:
        yield ""
        return
    for rest in _ways(part[1:], alike):
        yield _letter(part[0], alike) + rest
    for length in range(2, min(_LONGEST_LIGATURE, len(part)) + 1):
        ligatures = alike.get(part[:length])
        if ligatures is not None:
            for rest in _ways(part[length:], alike):
                yield f"[{re.escape(ligatures)}]{_OPTIONAL}{rest}"


def _letter(letter: str, alike: Mapping[str, str]) -> str:
    """A pattern for one letter, or for those like it, with the accents that may follow."""
    others = alike.get(letter, "")
    one = f"[{re.escape(letter + others)}]" if others else re.escape(letter)
    # Kana and Hangul, which have no accents to leave out, may stand in their parts.
    parts = unicodedata.normalize("NFD", letter)
    if parts != letter:
        one = f"(?:{one}|{re.escape(parts)})"
    return one + _OPTIONAL


def is_whole(text: str, start: int, end: int) -> bool:
    """True if a stretch begins and ends where words do; in a script without spaces it always does."""
    if is_within_word(text, start):
        return False
    return not (end < len(text) and goes_on(text[end - 1]) and goes_on(text[end]))


# --- regular expressions ---------------------------------------------------------------------


class _ExpressionFinder:
    def __init__(self, query: Query) -> None:
        import warnings  # noqa: PLC0415  # only for expressions

        import regex  # noqa: PLC0415  # 17 ms, only for expressions

        flags = regex.VERSION1 | regex.MULTILINE
        if not query.counts_case:
            flags |= regex.IGNORECASE
        try:
            # A warning would be written over the screen.
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self._pattern = regex.compile(_with_loose_spaces(query.text), flags)
        except (regex.error, ValueError, OverflowError) as error:
            reason = str(getattr(error, "msg", error)).rstrip(".")
            message = f"No regular expression: {reason}."
            hint = "^r searches it as plain words"
            raise PatternError(message, reason=reason, hint=hint) from error
        except RecursionError as error:
            message = "No regular expression: too many brackets within brackets."
            raise PatternError(message, reason="too many brackets") from error

    def find(self, document: Document, start: int, stop: int, *, limit: int) -> Found:
        first = max(0, start - EXPRESSION_BEHIND)
        last = min(len(document.text), stop + EXPRESSION_REACH)
        text = as_laid_out(document, first, last)
        hits = (
            (first + match.start(), first + match.end())
            for match in self._pattern.finditer(text, start - first, timeout=PATIENCE_S)
        )
        try:
            return _collected(hits, stop, limit)
        except (TimeoutError, MemoryError) as error:
            message = "This expression takes too long."
            hint = "make it simpler, or ^r for plain words"
            raise PatternError(message, reason="takes too long", hint=hint) from error


def _with_loose_spaces(typed: str) -> str:
    """An expression in which spaces that are typed stand for any blanks of one line."""
    if _IS_VERBOSE.search(typed):
        return typed
    return _SPACES_TYPED.sub(lambda match: match[1] or match[2] or r"[^\S\n]+", typed)


def as_laid_out(document: Document, start: int, end: int) -> str:
    """A stretch of the text with a space for each soft break; every position stays what it is."""
    text, blocks, leaves = document.text, document.blocks, document.leaves
    if text.find("\n", start, end) < 0:
        return text[start:end]
    pieces: list[str] = []
    at = start
    for number in document.leaves_in(Range(start, end)):
        leaf = leaves[number]
        if blocks.kind(leaf) in HARD_KINDS:
            continue
        first, last = max(at, blocks.starts[leaf]), min(end, blocks.ends[leaf])
        if first < last:
            pieces += (text[at:first], text[first:last].replace("\n", " "))
            at = last
    pieces.append(text[at:end])
    flowing = "".join(pieces)
    kept: list[str] = []
    at = start
    for span in document.spans.overlapping(start, end):
        if span.kind is SpanKind.BREAK:
            hard = text.find("\n", max(at, span.start), min(end, span.end))
            if hard >= 0:
                kept += (flowing[at - start : hard - start], "\n")
                at = hard + 1
    kept.append(flowing[at - start :])
    return "".join(kept)


def _collected(hits: Iterator[tuple[int, int]], stop: int, limit: int) -> Found:
    """Hits until a position or a number of them is reached."""
    starts, ends = array("I"), array("I")
    upto = stop
    for start, end in hits:
        if start >= stop:
            break
        if start == end:
            continue
        starts.append(start)
        ends.append(end)
        if len(starts) >= limit:
            upto = end
            break
    if ends:
        upto = max(upto, ends[-1])
    return Found(starts, ends, upto)
