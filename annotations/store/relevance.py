"""Which of some marks answer a query best: by the words in their quotations and notes."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

from annotations.folding import occurs
from annotations.query_tree import And, NoteHas, Or, Phrase, Query, QuoteHas, Word

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from annotations.model import AnnotationId

SATURATION = 1.2
"""BM25's k1: how much a word counts that stands there again."""

LENGTH_SHARE = 0.75
"""BM25's b: how much less it counts in a long text."""

NOTE_WEIGHT = 2
"""A word in the note, which a person has written, counts as so many in the quotation."""


def ranked(
    connection: sqlite3.Connection, ids: Sequence[AnnotationId], query: Query
) -> list[AnnotationId]:
    """The marks by relevance, the best first; among equals, and without words, as they come.

    Args:
        connection: To a library.
        ids: Of marks that the query takes.
        query: Whose words are counted, but for those it excludes.

    Source: S. Robertson, H. Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009;
        the frequency of a word is that among the marks given.
    """
    words = list(dict.fromkeys(_words(query)))
    if not words or not ids:
        return list(ids)
    rows = connection.execute(
        "SELECT annotation, quote, note FROM search_text "
        "WHERE annotation IN (SELECT value FROM json_each(:ids))",
        {"ids": json.dumps(ids)},
    ).fetchall()
    average = sum(len(quote) + len(note) for _, quote, note in rows) / max(1, len(rows)) or 1
    scores = dict.fromkeys(ids, 0.0)
    for word in words:
        counts = [
            (
                identity,
                _count(word, quote) + NOTE_WEIGHT * _count(word, note),
                len(quote) + len(note),
            )
            for identity, quote, note in rows
        ]
        held = sum(1 for _, count, _ in counts if count)
        rarity = math.log(1 + (len(rows) - held + 0.5) / (held + 0.5))
        for identity, count, length in counts:
            if count:
                share = 1 - LENGTH_SHARE + LENGTH_SHARE * length / average
                scores[identity] += rarity * count * (SATURATION + 1) / (count + SATURATION * share)
    return sorted(ids, key=lambda identity: -scores[identity])


def _count(word: str, text: str) -> int:
    """How often a folded word stands in a folded text after a space; once if only elsewhere."""
    if word not in text:
        return 0
    return text.startswith(word) + text.count(f" {word}") or int(occurs(word, text))


def _words(query: Query) -> list[str]:
    match query:
        case And(terms) | Or(terms):
            return [word for term in terms for word in _words(term)]
        case Word(words) | Phrase(words) | NoteHas(words) | QuoteHas(words):
            return [words]
    return []
