"""Which of some marks answer a query best: by the words in their quotations and notes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from annotations.folding import occurs
from annotations.query_tree import And, NoteHas, Or, Phrase, Query, QuoteHas, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.model import AnnotationId
    from annotations.store.newest import Entered

SATURATION = 1.2
"""BM25's k1: how much a word counts that stands there again."""

LENGTH_SHARE = 0.75
"""BM25's b: how much less it counts in a long text."""

NOTE_WEIGHT = 2
"""A word in the note, which a person has written, counts as so many in the quotation."""


def ranked(rows: Sequence[Entered], query: Query) -> list[AnnotationId]:
    """The marks by relevance, the best first; among equals, and without words, as they come.

    Args:
        rows: Marks that the query takes, with their texts.
        query: Whose words are counted, but for those it excludes.

    Source: S. Robertson, H. Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009;
        the frequency of a word is that among the marks given.
    """
    words = list(dict.fromkeys(_words(query)))
    ids = [row.annotation for row in rows]
    if not words or not ids:
        return ids
    lengths = [len(row.quote) + len(row.note) for row in rows]
    average = sum(lengths) / len(rows) or 1
    scores = [0.0] * len(rows)
    for word in words:
        # How often it stands after a space; once if only elsewhere.
        inner = f" {word}"
        counts = [
            quote.count(inner) + quote.startswith(word)
            or (int(occurs(word, quote)) if word in quote else 0)
            for _, quote, _ in rows
        ]
        for place, (_, _, note) in enumerate(rows):
            if word in note:
                count = note.count(inner) + note.startswith(word) or int(occurs(word, note))
                counts[place] += NOTE_WEIGHT * count
        held = len(counts) - counts.count(0)
        rarity = math.log(1 + (len(rows) - held + 0.5) / (held + 0.5))
        for place, count in enumerate(counts):
            if count:
                share = 1 - LENGTH_SHARE + LENGTH_SHARE * lengths[place] / average
                scores[place] += rarity * count * (SATURATION + 1) / (count + SATURATION * share)
    # Reversed too, equals stay as they come.
    return [ids[place] for place in sorted(range(len(ids)), key=scores.__getitem__, reverse=True)]


def _words(query: Query) -> list[str]:
    match query:
        case And(terms) | Or(terms):
            return [word for term in terms for word in _words(term)]
        case Word(words) | Phrase(words) | NoteHas(words) | QuoteHas(words):
            return [words]
    return []
