"""Which index leads to the marks that a query takes, so that few others are looked at.

A lead is a set of marks that holds all that are wanted, as statements that give their numbers: the ids of
their rows in `search_text`, which grow in the order in which the marks were entered. Whether each of
them is wanted indeed is `conditions`' question.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from annotations.folding import begins_word
from annotations.matching import is_unspaced
from annotations.query_tree import (
    And,
    ArticleHas,
    ArticleTagged,
    CreatorHas,
    Everything,
    FieldHas,
    IsConfidential,
    LanguageIs,
    NoteHas,
    Or,
    Phrase,
    QuoteHas,
    RelationIs,
    StatusIs,
    TagIs,
    TextHas,
    Word,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from annotations.query_tree import Query
    from annotations.store.meanings import Meanings

TRIGRAM_LENGTH = 3
"""Characters below which the trigram index knows nothing."""

PROPOSED_LENGTH = 200
"""Code points of a phrase that an index is asked for; the rest is only confirmed."""

COUNTED = 20_000
"""Marks that are counted of a lead: more are many. That many are counted in a millisecond."""

FEW = 500
"""Marks of a lead that need no better one."""

SELECTS = 100
"""Statements that a lead may be of: SQLite joins five hundred."""

BOTH = ("quote", "note")


class Numbers(NamedTuple):
    """Marks that one index leads to, as statements; both keep to the bounds of a window."""

    numbers: str
    """Gives them."""
    counted: str
    """Gives as many rows, from the index alone."""


class Lead(NamedTuple):
    """Marks among which all that are wanted are."""

    parts: tuple[Numbers, ...]
    is_exact: bool
    """True if those are just the ones wanted."""
    is_of_articles: bool = False
    """True if whole articles are among them: too many are no lead."""


class Led(NamedTuple):
    """The lead that was chosen for a query."""

    lead: Lead
    rest: Query
    """What is still to be asked of each mark."""
    marks: int
    """How many it leads to, up to `COUNTED`."""

    def is_within(self, count: int) -> bool:
        """True if it leads to so many marks at most."""
        return self.marks < COUNTED and self.marks <= count

    @property
    def condition(self) -> str:
        """On a row of `search_text`: it is among them, and in the window."""
        if not self.lead.parts:
            return "0"
        together = " UNION ALL ".join(part.numbers for part in self.lead.parts)
        return f"search_text.id IN ({together})"


class Leads:
    """Finds the lead to a query's marks over one connection."""

    def __init__(self, connection: sqlite3.Connection, meanings: Meanings) -> None:
        self._connection = connection
        self._meanings = meanings

    def best(self, query: Query, window: dict[str, int | str]) -> Led | None:
        """The lead to the fewest marks; None where no index leads anywhere.

        Args:
            query: The tree.
            window: All marks, as a window: what the statements bind.
        """
        terms = query.terms if isinstance(query, And) else (query,)
        candidates: list[tuple[Lead, Sequence[Query]]] = []
        words = [each for each in terms if self._is_in_text_alone(each)]
        if words:
            candidates.append((self._all_in_text(words), words))
        others = [(self._of(term), (term,)) for term in terms if term not in words]
        candidates += [(lead, term) for lead, term in others if lead is not None]
        # What is no word is counted first: the index of words is dearer.
        candidates.sort(key=lambda each: any(map(_text_of, each[1])))
        best: Led | None = None
        for lead, taken in candidates:
            if best is not None and best.marks < FEW:
                break
            count = self._count(lead, window)
            if count >= COUNTED and lead.is_of_articles:
                continue
            if best is None or count < best.marks:
                best = Led(lead, _without(terms, taken) if lead.is_exact else query, count)
        return best

    def _count(self, lead: Lead, window: dict[str, int | str]) -> int:
        if not lead.parts:
            return 0
        together = " UNION ALL ".join(part.counted for part in lead.parts)
        (count,) = self._connection.execute(
            f"SELECT count(*) FROM ({together} LIMIT {COUNTED})",
            {**self._meanings.values, **window},
        ).fetchone()
        return int(count)

    def _of(self, query: Query) -> Lead | None:
        match query:
            case And(terms):
                found = (self._of(term) for term in terms)
                lead = next((each for each in found if each is not None), None)
                return None if lead is None else lead._replace(is_exact=False)
            case Or(terms):
                return self._any_of(terms)
            case Word() | Phrase() | NoteHas() | QuoteHas():
                return self._word(query)
            case TagIs() | IsConfidential():
                return _of_part("annotation_tags", self._meanings.tagged(query))
            case FieldHas():
                return _of_part("fields", self._meanings.valued(query, query.text))
            case RelationIs():
                return _of_part("relations", self._meanings.related(query))
            case CreatorHas(words):
                return _of_part("annotations", self._meanings.created_by(words), "annotations.id")
            case ArticleHas() | ArticleTagged() | LanguageIs() | StatusIs() | TextHas():
                return _of_articles(self._meanings.in_articles(query))
        return None

    def _any_of(self, terms: Sequence[Query]) -> Lead | None:
        found = []
        for term in terms:
            lead = self._of(term)
            if lead is None:
                return None
            found.append(lead)
        parts = tuple(part for lead in found for part in lead.parts)
        return (
            Lead(
                parts,
                all(lead.is_exact for lead in found),
                any(lead.is_of_articles for lead in found),
            )
            if len(parts) <= SELECTS
            else None
        )

    # --- words --------------------------------------------------------------------------------

    def _word(self, query: Query) -> Lead | None:
        columns, words = columns_of(query)
        indexed = _indexed(words)
        if indexed is None:
            return None
        index, asked = indexed
        part = _of_index(index, self._meanings.bind(_in_columns(asked, columns)))
        elsewhere = self._elsewhere(query)
        return Lead((part, *(part for lead in elsewhere for part in lead.parts)), is_sure(words))

    def _elsewhere(self, query: Query) -> list[Lead]:
        """Where else than in quotation and note a word may stand."""
        if not isinstance(query, Word | Phrase):
            return []
        words = query.text
        found = (
            _of_part("annotation_tags", self._meanings.tagged_with(words)),
            _of_part("fields", self._meanings.valued(None, words)),
            _of_articles(self._meanings.titled(words)),
        )
        return [lead for lead in found if lead.parts]

    def _is_in_text_alone(self, query: Query) -> bool:
        """True for a word of the index of words that stands nowhere but in quotations and notes."""
        _, words = columns_of(query)
        indexed = _indexed(words) if words else None
        return indexed is not None and indexed[0] == "search_index" and not self._elsewhere(query)

    def _all_in_text(self, words: Sequence[Query]) -> Lead:
        """All stand in quotation or note, each where it is asked for: one step of the index."""
        asked = []
        for each in words:
            columns, text = columns_of(each)
            indexed = _indexed(text)
            assert indexed is not None
            asked.append(f"({_in_columns(indexed[1], columns)})")
        part = _of_index("search_index", self._meanings.bind(" AND ".join(asked)))
        return Lead((part,), all(is_sure(columns_of(each)[1]) for each in words))


def columns_of(query: Query) -> tuple[tuple[str, ...], str]:
    """In which columns of the searched text a word is asked for, and the word; else nothing."""
    match query:
        case NoteHas(words):
            return ("note",), words
        case QuoteHas(words):
            return ("quote",), words
        case Word(words) | Phrase(words):
            return BOTH, words
    return (), ""


def is_sure(words: str) -> bool:
    """True for a word that the index finds just where `occurs` does."""
    return words.isascii() and words.isalnum() and 1 < len(words) <= PROPOSED_LENGTH


def _text_of(query: Query) -> str:
    return columns_of(query)[1]


def _without(terms: Iterable[Query], taken: Sequence[Query]) -> Query:
    left = tuple(term for term in terms if term not in taken)
    if len(left) > 1:
        return And(left)
    return left[0] if left else Everything()


def _indexed(words: str) -> tuple[str, str] | None:
    """The index that proposes at least what holds the words, and what to ask of it; None if none.

    The words must begin where the index's tokens do. A letter that came after Unicode 3.2 is left
    to confirming, since SQLite may not know it for one.
    """
    asked = '"' + words[:PROPOSED_LENGTH].replace('"', '""') + '"'
    first = words[0]
    if is_unspaced(first):
        return ("search_trigram", asked) if len(words) >= TRIGRAM_LENGTH else None
    if begins_word(first) and unicodedata.ucd_3_2_0.category(first)[0] in "LN":
        return ("search_index", f"{asked}*") if len(words) > 1 else None
    return None


def _in_columns(asked: str, columns: Sequence[str]) -> str:
    return asked if len(columns) > 1 else f"{columns[0]} : {asked}"


def _of_index(index: str, bound: str) -> Numbers:
    found = (
        f"SELECT rowid FROM {index} WHERE {index} MATCH {bound} AND rowid > :after AND rowid <= :to"
    )
    return Numbers(found, found)


def _of_part(table: str, condition: str | None, mark: str = "") -> Lead:
    """Marks with a row in a table of parts; None of them without a condition."""
    if condition is None:
        return Lead((), is_exact=True)
    mark = mark or f"{table}.annotation"
    near = f"WHERE {condition} AND {mark} BETWEEN :first AND :last"
    numbers = (
        f"SELECT search_text.id FROM {table} "
        f"CROSS JOIN search_text ON search_text.annotation = {mark} "
        f"{near} AND search_text.id > :after AND search_text.id <= :to"
    )
    return Lead((Numbers(numbers, f"SELECT 1 FROM {table} {near}"),), is_exact=True)


def _of_articles(listed: str | None) -> Lead:
    if listed is None:
        return Lead((), is_exact=True)
    found = (
        f"SELECT search_text.id FROM search_text WHERE search_text.article IN {listed} "
        "AND search_text.id > :after AND search_text.id <= :to"
    )
    return Lead((Numbers(found, found),), is_exact=True, is_of_articles=True)
