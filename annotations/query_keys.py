"""The keys of the query language: what stands before a colon, and what its value then means.

A key that is none of these is the name of a field.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from annotations.errors import InvalidValueError
from annotations.folding import fold, occurs
from annotations.model import COLOURS, State, now, parse_colour
from annotations.query_tree import (
    ArticleHas,
    ArticleTagged,
    ColourIs,
    CreatedIn,
    CreatorHas,
    FieldHas,
    Has,
    IsConfidential,
    LanguageIs,
    Not,
    NoteHas,
    Or,
    QuoteHas,
    RelationIs,
    StateIs,
    StatusIs,
    TagIs,
    TextHas,
    fold_path,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from annotations.model import Colour
    from annotations.query_tree import ArticlePart, Query

SAVED = "saved"
"""The key of saved queries, which the parser puts in their place."""

KEYS = {
    "tag": "a tag, or one below it; tag:=path/name: this one alone",
    "colour": "a colour, its digit, or what it means in the codebook",
    "note": "words in the note",
    "quote": "words in the quotation",
    "text": "words in the text of the article",
    "in": "words in the article's title; in:#name: its tag",
    "author": "words in the article's authors",
    "publisher": "words in the article's publisher",
    "published": "the article's date as it stands there",
    "source": "words in the article's path or address",
    "lang": "the article's language",
    "by": "who made the mark",
    "on": "made in a year, a month or on a day",
    "before": "made before it",
    "after": "made after it",
    "since": "made then or later; since:7d: in the last seven days",
    "until": "made then or earlier",
    "has": "note, tag, field, relation, colour, creator, piece (a place in the text), pieces (several)",
    "is": "orphan, changed, moved, untagged, confidential; of the article: unread, reading, done",
    "relation": "linked to another mark by such a relation",
    "field": "a field of any name: field:name, field:name=words",
    SAVED: "a query saved under a name",
}
"""Each key with what it asks for, in the order in which they are told."""

ALIASES = {"color": "colour", "title": "in", "language": "lang", "url": "source", "doi": "source"}
"""Other names of keys."""

HAS = ("note", "tag", "field", "relation", "piece", "pieces", "colour", "creator")
IS = (
    *("orphan", "changed", "moved", "untagged", "confidential"),
    *("unread", "reading", "done"),
)
"""What these two keys take."""

DATED = ("on", "before", "after", "since", "until")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a query may refer to beside the language itself."""

    meanings: Mapping[Colour, str] = field(default_factory=dict)
    """Of the colours, as the codebook has them."""
    queries: Mapping[str, str] = field(default_factory=dict)
    """The saved ones, by their names."""
    today: date | None = None
    """In UTC; None: as the clock says."""


@dataclass(frozen=True, slots=True)
class Value:
    """What stands after a key's colon."""

    written: str
    """Without quotation marks."""
    folded: str


def term(key: str, value: Value, known: Known, *, exact: bool = False) -> Query:
    """What a key with its value asks for.

    Args:
        key: Folded, `ALIASES` followed.
        value: The value, which has something to search for in it.
        known: What it may refer to.
        exact: Whether an equals sign stood before the value; of a tag only.

    Raises:
        InvalidValueError: The value is none for the key; the sentence says what was expected.
    """
    if key in DATED:
        return _dated(key, value, known)
    read = _READ.get(key)
    if read is not None:
        return read(value)
    match key:
        case "tag":
            name = _tag(value)
            return TagIs(name.lstrip("/") if exact else name, exact=exact)
        case "colour":
            return _coloured(value, known)
        case "in":
            return (
                ArticleTagged(TagIs(_tag(value)))
                if value.written.startswith("#")
                else _title(value)
            )
    return FieldHas(key, value.folded)


def _article(part: ArticlePart) -> Callable[[Value], Query]:
    return lambda value: ArticleHas(part, value.folded)


_title = _article("title")


def _tag(value: Value) -> str:
    tag = fold_path(value.folded.removeprefix("#")).rstrip("/")
    if not tag.strip("/"):
        sentence = "A tag was expected here."
        raise InvalidValueError(sentence)
    return tag


def _coloured(value: Value, known: Known) -> Query:
    try:
        return ColourIs(parse_colour(value.folded))
    except InvalidValueError:
        meant = [ColourIs(each) for each in COLOURS if _means(each, value.folded, known)]
    if meant:
        return meant[0] if len(meant) == 1 else Or(tuple(meant))
    named = [
        f"{each} ({known.meanings[each]})" if known.meanings.get(each) else each.value
        for each in COLOURS
    ]
    sentence = f"A colour was expected here: {', '.join(named)}, or 1 to 6."
    raise InvalidValueError(sentence)


def _means(colour: Colour, words: str, known: Known) -> bool:
    meaning = known.meanings.get(colour, "")
    return bool(meaning) and occurs(words, fold(meaning))


def _dated(key: str, value: Value, known: Known) -> Query:
    from annotations.query_dates import period  # noqa: PLC0415  # not in most queries

    days = period(value.folded, known.today or date.fromisoformat(now()[:10]))
    match key:
        case "before":
            return CreatedIn("", days.start)
        case "after":
            return CreatedIn(days.end, "")
        case "since":
            return CreatedIn(days.start, "")
        case "until":
            return CreatedIn("", days.end)
    return CreatedIn(days.start, days.end)


def _has(value: Value) -> Query:
    for part in HAS:
        if value.folded == part:
            return Has(part)  # type: ignore[arg-type]  # they are the parts
    sentence = f"One of these was expected here: {', '.join(HAS)}."
    raise InvalidValueError(sentence)


def _is(value: Value) -> Query:
    found = _STATES.get(value.folded)
    if found is None:
        sentence = f"One of these was expected here: {', '.join(IS)}."
        raise InvalidValueError(sentence)
    return found


def _field(value: Value) -> Query:
    name, _, words = value.written.partition("=")
    if not fold(name).strip():
        sentence = "The name of a field was expected here."
        raise InvalidValueError(sentence)
    return FieldHas(fold(name).strip(), fold(words).strip())


_STATES: Mapping[str, Query] = {
    "orphan": StateIs(State.ORPHANED),
    "orphaned": StateIs(State.ORPHANED),
    "changed": StateIs(State.CHANGED),
    "moved": StateIs(State.MOVED),
    "untagged": Not(Has("tag")),
    "confidential": IsConfidential(),
    "unread": StatusIs("unread"),
    "reading": StatusIs("reading"),
    "done": StatusIs("done"),
}

_READ: Mapping[str, Callable[[Value], Query]] = {
    "note": lambda value: NoteHas(value.folded),
    "quote": lambda value: QuoteHas(value.folded),
    "text": lambda value: TextHas(value.folded),
    "author": _article("author"),
    "publisher": _article("publisher"),
    "published": _article("published"),
    "source": _article("source"),
    "lang": lambda value: LanguageIs(value.folded.replace("_", "-").rstrip("-")),
    "by": lambda value: CreatorHas(value.folded),
    "has": _has,
    "is": _is,
    "relation": lambda value: RelationIs(value.folded),
    "field": _field,
}
"""The keys whose value is all they need."""
