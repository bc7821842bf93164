"""What the term of a query that is being typed may become: keys, and values that the library knows.

Decides over texts alone; whoever asks gathers the vocabulary and shows what is proposed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from annotations.folding import fold, occurs
from annotations.matching import DOUBLE_MARKS
from annotations.model import COLOURS
from annotations.query_keys import ALIASES, DATED, HAS, IS, KEYS, SAVED
from annotations.query_tree import fold_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LIMIT = 8
"""Proposals given unless told otherwise: as many as a prompt shows."""

_DATES = (
    *(("today", ""), ("yesterday", ""), ("7d", "seven days ago")),
    *(("1m", "a month ago"), ("1y", "a year ago")),
)
_BEGUN = re.compile(rf"[^\s(){DOUBLE_MARKS}]*\Z")
_KEY = re.compile(r"([^\W\d_][\w-]*):(?!//)(=?)")
_PLAIN = re.compile(rf"[^\s(){DOUBLE_MARKS}=#][^\s(){DOUBLE_MARKS}]*")
_CURLY_CLOSING = frozenset("“”‟")
_CLOSING = re.compile("[“”‟]")


class Vocabulary(NamedTuple):
    """What is known by name, in each list the most likely first."""

    tags: tuple[str, ...] = ()
    article_tags: tuple[str, ...] = ()
    """Those that articles carry."""
    fields: tuple[tuple[str, str], ...] = ()
    """Names with values."""
    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    creators: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    meanings: tuple[tuple[str, str], ...] = ()
    """Colours with what they mean."""
    queries: tuple[tuple[str, str], ...] = ()
    """Names of saved queries with what they ask for."""


class Completion(NamedTuple):
    """What a part of a query may become."""

    start: int
    """The first code point that it takes the place of."""
    end: int
    text: str
    """What comes there."""
    label: str
    """How it is shown: the key or value alone, a tag with its sign."""
    note: str
    """What it is; empty where that is plain."""

    def within(self, query: str) -> tuple[str, int]:
        """The query with it, and where the cursor then stands."""
        return query[: self.start] + self.text + query[self.end :], self.start + len(self.text)


def complete(
    query: str, position: int, vocabulary: Vocabulary, *, limit: int = LIMIT
) -> list[Completion]:
    """What the term in which a position stands may become, the most likely first.

    Args:
        query: As it is typed so far.
        position: Where the cursor stands; what stands behind it stays.
        vocabulary: What is known by name.
        limit: How many at most.

    Returns:
        Nothing where the term is complete, a phrase without a key, or of a key that takes words.
    """
    typed = query[:position]
    start, is_quoted = _term_start(typed)
    key = _KEY.match(typed, start)
    if key is None:
        if is_quoted:
            return []
        found = _keys(typed[start:], vocabulary)
        return [Completion(start, position, f"{name}:", f"{name}:", note) for name, note in found][
            :limit
        ]
    value = typed[key.end() :].lstrip(DOUBLE_MARKS)
    name = fold(key[1])
    value = value.removeprefix("#") if name == "tag" else value
    known = _values(ALIASES.get(name, name), value, vocabulary)
    found = list(_beginning(value, known))
    if any(fold(text) == fold(value) for text, _ in found):
        return []
    return [
        Completion(key.end(), position, quoted(text), f"#{text}" if name == "tag" else text, note)
        for text, note in found
    ][:limit]


def _term_start(typed: str) -> tuple[int, bool]:
    """Where the term begins that a text ends in, and whether that is within a phrase."""
    at = 0
    while at < len(typed):
        if typed[at] not in DOUBLE_MARKS:
            at += 1
            continue
        closing = {'"'} if typed[at] == '"' else _CURLY_CLOSING
        end = next((i for i in range(at + 1, len(typed)) if typed[i] in closing), None)
        if end is None:
            begun = _BEGUN.search(typed, 0, at)
            assert begun is not None
            return _behind_minus(typed, begun.start()), True
        at = end + 1
    begun = _BEGUN.search(typed)
    assert begun is not None
    return _behind_minus(typed, begun.start()), False


def _behind_minus(typed: str, start: int) -> int:
    while typed.startswith("-", start):
        start += 1
    return start


def _keys(typed: str, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """Keys, then names of fields that are none, that begin as what is typed."""
    begun = fold(typed)
    known = [(key, note) for key, note in KEYS.items() if key.startswith(begun)]
    names = dict.fromkeys(name for name, _ in vocabulary.fields)
    fields = [
        (name, "a field")
        for name in names
        if fold(name).startswith(begun)
        and fold(name) not in KEYS.keys() | ALIASES.keys()
        and _KEY.fullmatch(f"{name}:")
    ]
    return [*fields, *known] if begun else known


def _values(key: str, typed: str, vocabulary: Vocabulary) -> Iterable[tuple[str, str]]:  # noqa: C901  # a line a key
    if key in DATED:
        return _DATES
    match key:
        case "tag":
            return _unnoted(vocabulary.tags)
        case "in":
            if typed.startswith("#"):
                return _unnoted(f"#{tag}" for tag in vocabulary.article_tags)
            return _unnoted(vocabulary.titles)
        case "colour":
            meanings = dict(vocabulary.meanings)
            named = [(each.value, meanings.get(each.value, "")) for each in COLOURS]
            return [*named, *((meaning, colour) for colour, meaning in vocabulary.meanings)]
        case "has":
            return _unnoted(HAS)
        case "is":
            return _unnoted(IS)
        case "field":
            return _unnoted(dict.fromkeys(name for name, _ in vocabulary.fields))
    if key == SAVED:
        return vocabulary.queries
    lists = {
        "author": vocabulary.authors,
        "publisher": vocabulary.publishers,
        "lang": vocabulary.languages,
        "by": vocabulary.creators,
        "relation": vocabulary.relations,
    }
    if key in lists or key in KEYS:
        return _unnoted(lists.get(key, ()))
    return _unnoted(value for name, value in vocabulary.fields if fold(name) == key)


def _unnoted(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((text, "") for text in texts)


def _beginning(typed: str, known: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Those that begin as what is typed, then those with a word that does; each once."""
    begun = fold_path(typed.removeprefix("#"))
    first: dict[str, tuple[str, str]] = {}
    later: dict[str, tuple[str, str]] = {}
    for text, note in known:
        folded = fold_path(text.removeprefix("#"))
        if folded.startswith(begun):
            first.setdefault(folded, (text, note))
        elif occurs(begun, folded):
            later.setdefault(folded, (text, note))
    yield from first.values()
    yield from (pair for folded, pair in later.items() if folded not in first)


def quoted(text: str) -> str:
    """A value as a query has it, in quotation marks where it needs them.

    One that has straight and curly marks itself has straight ones alone there, which are as good.
    """
    line = " ".join(text.split())
    if _PLAIN.fullmatch(line) or _PLAIN.fullmatch(line.removeprefix("#")):
        return line
    if '"' not in line:
        return f'"{line}"'
    straight = _CLOSING.sub('"', line)
    return f"“{straight}”"
