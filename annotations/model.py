"""The values postil is about: articles, their versions, and the annotations upon them.

Here stand ids, times, ranges, colours and what a person writes; the larger values stand in `annotation`
and `article`, and are loaded when they are first asked for: a text is painted before it has a mark.

Words and units are those of the W3C Web Annotation model where it has them: a position is an offset
in code points into an article's canonical text, a range is half-open. Everything here is a frozen
value; whatever changes is a new value, made by `dataclasses.replace`.
"""

from __future__ import annotations

import os
import re
import time
import unicodedata
from datetime import UTC, datetime
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, NewType

from annotations.errors import InvalidValueError
from annotations.values import NamedTuple, dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotations.annotation import (
        Annotation,
        Original,
        Piece,
        Relation,
        Selector,
        Tombstone,
        place_key,
    )
    from annotations.article import AnnotatedArticle, Article, Codebook, Tag, Version

__all__ = [
    "COLOURS",
    "CONTEXT_LENGTH",
    "FIELD_LENGTH_LIMIT",
    "NOTE_LENGTH_LIMIT",
    "TAG_LENGTH_LIMIT",
    "AnnotatedArticle",
    "Annotation",
    "AnnotationId",
    "Article",
    "ArticleId",
    "Codebook",
    "Colour",
    "IdSource",
    "Json",
    "Metadata",
    "Original",
    "Piece",
    "Range",
    "Relation",
    "Selector",
    "State",
    "Tag",
    "Timestamp",
    "Tombstone",
    "Version",
    "VersionId",
    "clean_note",
    "fold_tag",
    "normalise_tag",
    "now",
    "parse_colour",
    "parse_id",
    "parse_time",
    "place_key",
    "replace_unprintable",
    "tag_ancestors",
    "time_key",
    "timestamp",
]

_ELSEWHERE = dict.fromkeys(
    ("Annotation", "Original", "Piece", "Relation", "Selector", "Tombstone", "place_key"),
    "annotation",
) | dict.fromkeys(("AnnotatedArticle", "Article", "Codebook", "Tag", "Version"), "article")


def __getattr__(name: str) -> object:
    if name not in _ELSEWHERE:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    found = getattr(import_module(f"annotations.{_ELSEWHERE[name]}"), name)
    globals()[name] = found
    return found


ArticleId = NewType("ArticleId", str)
VersionId = NewType("VersionId", str)
AnnotationId = NewType("AnnotationId", str)
Timestamp = NewType("Timestamp", str)
"""A moment in UTC, `2026-11-24T09:00:00.123Z`; a fraction of `.000` is left out.

Not ordered as text (see `time_key`)."""

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

CONTEXT_LENGTH = 32
"""Code points kept on each side of a quotation; more where the quotation is short or not unique."""

TAG_LENGTH_LIMIT = 200
"""Code points of a tag, its slashes included."""

NOTE_LENGTH_LIMIT = 1_000_000
"""Code points of a note: no person writes more, and a list of cards stays readable."""

FIELD_LENGTH_LIMIT = 2_000
"""Code points of a field's value."""


class Colour(StrEnum):
    """The six colours of a mark, in the order of the keys 1 to 6."""

    YELLOW = "yellow"
    RED = "red"
    GREEN = "green"
    BLUE = "blue"
    PURPLE = "purple"
    ORANGE = "orange"

    @property
    def digit(self) -> int:
        """The key that gives this colour, 1 to 6."""
        return COLOURS.index(self) + 1


COLOURS = tuple(Colour)


class State(StrEnum):
    """How a range was found in a version, from best to worst."""

    ANCHORED = "anchored"
    MOVED = "moved"
    CHANGED = "changed"
    ORPHANED = "orphaned"

    @property
    def severity(self) -> int:
        """0 for anchored to 3 for orphaned."""
        return tuple(State).index(self)


@dataclass(frozen=True, slots=True)
class Range:
    """A stretch of the canonical text, [start, end) in code points; empty is legal."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def __contains__(self, position: int) -> bool:
        return self.start <= position < self.end

    def __lt__(self, other: Range) -> bool:
        return (self.start, self.end) < (other.start, other.end)

    def overlaps(self, other: Range) -> bool:
        """True if both hold the same code point; to touch is not to overlap."""
        return max(self.start, other.start) < min(self.end, other.end)


class Metadata(NamedTuple):
    """What is known of an article as a publication; empty where nothing is."""

    title: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    published: str = ""
    """As a date of ISO 8601 of any precision where the source gives one, else as it stands there."""
    url: str = ""
    doi: str = ""
    language: str = ""
    """BCP 47."""


# --- ids and times ------------------------------------------------------------------------------

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z"
_TIME = r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d{1,9}))?(Z|z|[+-]\d\d:?\d\d)?\Z"

_RANDOM_BITS = 62
_COUNTER_BITS = 12


class IdSource:
    """Makes UUIDs of version 7 that grow, also when the clock stands still or is set back.

    Source: RFC 9562, section 5.7, with the counter of section 6.2, method 1, in `rand_a`.
    """

    def __init__(self, clock_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000) -> None:
        self._clock_ms = clock_ms
        self._last_ms = 0
        self._counter = 0

    def __call__(self) -> str:
        """A new id, greater than each one before it."""
        now_ms = self._clock_ms()
        if now_ms > self._last_ms:
            self._last_ms, self._counter = now_ms, 0
        else:
            self._counter += 1
            if self._counter >> _COUNTER_BITS:
                self._last_ms, self._counter = self._last_ms + 1, 0
        random = int.from_bytes(os.urandom(8), "big") >> (64 - _RANDOM_BITS)
        value = self._last_ms << 80 | 7 << 76 | self._counter << 64 | 2 << 62 | random
        digits = f"{value:032x}"
        return "-".join(
            (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]),
        )


def parse_id(text: str) -> str:
    """Check an id that came from outside; any version of UUID is taken, in lower case.

    Raises:
        InvalidValueError: It is no UUID.
    """
    lowered = text.strip().lower()
    if not re.match(_UUID, lowered):
        sentence = f"{text[:60]!r} is no id (a UUID is expected)."
        raise InvalidValueError(sentence)
    return lowered


def timestamp(moment: datetime) -> Timestamp:
    """The moment in UTC to the millisecond."""
    utc = moment.astimezone(UTC)
    text = utc.strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0")
    milliseconds = utc.microsecond // 1000
    return Timestamp(f"{text}.{milliseconds:03d}Z" if milliseconds else f"{text}Z")


def now() -> Timestamp:
    """The present moment."""
    return timestamp(datetime.now(UTC))


def parse_time(text: str) -> Timestamp:
    """Bring a time that came from outside into postil's form; without an offset it counts as UTC.

    Raises:
        InvalidValueError: It is no date with a time of ISO 8601.
    """
    sentence = f"{text[:60]!r} is no time (such as 2026-11-24T09:00:00Z)."
    match = re.match(_TIME, text.strip())
    if match is None:
        raise InvalidValueError(sentence)
    date, clock, fraction, offset = match.groups()
    offset = "+00:00" if offset in (None, "Z", "z") else offset
    if len(clock) == len("00:00"):
        clock += ":00"
    try:
        moment = datetime.fromisoformat(f"{date}T{clock}.{(fraction or '0')[:6]:0<6}{offset}")
        return timestamp(moment)
    except (ValueError, OverflowError) as error:
        raise InvalidValueError(sentence) from error


def time_key(moment: Timestamp) -> str:
    """A text that sorts as the moments do."""
    return moment[:-1] + ".000Z" if len(moment) == len("2026-11-24T09:00:00Z") else moment


# --- what a person writes ---------------------------------------------------------------------


def _has_control(text: str) -> bool:
    return any(unicodedata.category(character) in ("Cc", "Cs") for character in text)


def normalise_tag(text: str) -> str:
    """Bring a tag into its form: NFC, trimmed, white space as one space, without `#` before it.

    Raises:
        InvalidValueError: An empty segment, a control character, or too long.
    """
    bare = unicodedata.normalize("NFC", text).strip()
    bare = re.sub(r"^[#\s]+", "", bare)
    if _has_control(bare):
        sentence = "A tag holds no control characters."
        raise InvalidValueError(sentence)
    segments = [" ".join(segment.split()) for segment in bare.split("/")]
    if not all(segments):
        sentence = f"{bare[:60]!r} is no tag: each part between slashes needs a name."
        raise InvalidValueError(sentence)
    name = "/".join(segments)
    if len(name) > TAG_LENGTH_LIMIT:
        sentence = f"A tag has at most {TAG_LENGTH_LIMIT} characters; this one has {len(name)}."
        raise InvalidValueError(sentence)
    return name


def fold_tag(name: str) -> str:
    """The form in which two spellings of one tag are equal: without regard to case."""
    return unicodedata.normalize("NFC", name.casefold())


def tag_ancestors(name: str) -> tuple[str, ...]:
    """The tags above this one, outermost first: `a/b/c` has `a` and `a/b`."""
    segments = name.split("/")
    return tuple("/".join(segments[:depth]) for depth in range(1, len(segments)))


def parse_colour(text: str) -> Colour:
    """A colour by its name or its digit.

    Raises:
        InvalidValueError: There is no such colour.
    """
    wanted = text.strip().casefold()
    for colour in COLOURS:
        if wanted in (colour.value, str(colour.digit)):
            return colour
    sentence = f"{text[:60]!r} is no colour; there are {', '.join(COLOURS)}."
    raise InvalidValueError(sentence)


def clean_note(text: str) -> str:
    """Bring a note into its form: line ends as LF, no control characters but TAB and LF.

    Raises:
        InvalidValueError: It is too long.
    """
    if len(text) > NOTE_LENGTH_LIMIT:
        sentence = (
            f"A note has at most {NOTE_LENGTH_LIMIT:,} characters; this one has {len(text):,}."
        )
        raise InvalidValueError(sentence)
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return replace_unprintable(unified)


_UNPRINTABLE = "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
"""Controls but TAB, LF and NEL; lone surrogates and the non-characters no format can carry."""


def replace_unprintable(text: str) -> str:
    """Replace each control character but TAB, LF and NEL by U+FFFD, one for one."""
    # Names and titles mostly are printable, and the expression takes half a millisecond to compile.
    return text if text.isprintable() else re.sub(_UNPRINTABLE, "\N{REPLACEMENT CHARACTER}", text)
