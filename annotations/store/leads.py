"""Which index leads to the marks that a query takes, so that few others are looked at.

A lead is a set of marks that holds all that are wanted, as statements that give their numbers, which
grow in the order in which they were entered. Most indices have them in that order, so that the newest are
read without the rest. Whether each of them is wanted indeed is `conditions`' question.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from annotations.folding import begins_word
from annotations.matching import is_unspaced
from annotations.query_tree import (
    And,
    ArticleHas,
    ArticleTagged,
    ColourIs,
    CreatedIn,
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
    StateIs,
    StatusIs,
    TagIs,
    TextHas,
    Word,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from annotations.model import State
    from annotations.query_tree import Query
    from annotations.store.meanings import Meanings, Meant

TRIGRAM_LENGTH = 3
"""Characters below which the trigram index knows nothing."""

PROPOSED_LENGTH = 200
"""Code points of a phrase that an index is asked for; the rest is only confirmed."""

COUNTED = 5_000
"""Marks that are counted of a lead; of more, those among the newest are, in half a millisecond."""

SAMPLED = 16
"""One of so many marks is among these newest."""

READ = 20_000
"""Marks that are read all, where an index does not have them in their order; more are no lead."""

FEW = 500
"""Marks of a lead that need no better one."""

SELECTS = 400
"""Statements that a lead may be of: SQLite joins five hundred."""

CROSSED_TIMES = 32
"""An index that leads to more than so many times as many marks as another is not crossed with it: to go
on in it takes so much less time than to look a mark up."""

MOST_TIMES = 8
"""A union that leads to fewer than so many times as many marks as are wanted is read, and not told in order."""

CROSSED_COUNT = 8
"""Other indices that one is crossed with: more seldom leave anything out."""

BEGUN = 50_000
"""Words of texts that begin with a single character: so many are sooner found than read in the index."""

SPELT_OUT = 16
"""Words with the same beginning that an index is asked for one by one."""

BOTH = ("quote", "note")

_BEGUN = re.compile(r'"((?:[0-9a-z]+ )*)([0-9a-z]{4,})"\*')
"""What is asked of the index of words, where a word is longer than those whose beginnings it keeps."""

_WINDOW = re.compile(r" AND [a-z_.]+ > :after AND [a-z_.]+ <= :to")
"""How a lead keeps to a window; an index of words takes a fifth of its time to see to it."""

_NO_NUMBER = "SELECT id AS number FROM search_text WHERE 0"


class Lead(NamedTuple):
    """Marks among which all that are wanted are."""

    parts: tuple[str, ...]
    """Statements that give their numbers, above `:after`, up to `:to`; in their order each gives one once."""
    together: tuple[str, ...]
    """Fewer statements that give the same, in no order, and some perhaps twice."""
    is_exact: bool
    """True if those are just the ones wanted."""
    is_in_order: bool = True
    """True if each part has them in their order: else too many are no lead, since all are read first."""

    @property
    def read(self) -> str:
        """One statement that gives the same, in no order, and some perhaps twice."""
        return f"SELECT number FROM ({' UNION '.join(self.together) or _NO_NUMBER})"


NOWHERE = Lead((), (), is_exact=True)
"""No mark is wanted."""


class Led(NamedTuple):
    """How a query's marks are led to."""

    numbers: str
    """Gives the numbers of the `:size` newest, up to `:to`, of marks among which all that are wanted are."""
    rest: Query
    """What is still to be asked of each mark."""
    marks: int | None = None
    """How many there are at most, if that is known."""


class Leads:
    """Finds the lead to a query's marks over one connection."""

    def __init__(self, connection: sqlite3.Connection, meanings: Meanings) -> None:
        self._connection = connection
        self._meanings = meanings
        self._of_times: dict[CreatedIn, _Made] = {}

    def best(
        self, query: Query, top: int, *, is_windowed: bool, wanted: int | None = None
    ) -> Led | None:
        """The lead to the fewest marks; None where no index leads anywhere.

        Args:
            query: The tree.
            top: The highest number of a mark.
            is_windowed: Whether the newest are read without the rest.
            wanted: How many marks at most; None for all.
        """
        terms = query.terms if isinstance(query, And) else (query,)
        candidates: list[_Candidate] = []
        words = [each for each in terms if self._is_in_text_alone(each)]
        if words:
            candidates.append(_Candidate(self._all_in_text(words), words))
        for term in terms:
            lead = None if term in words else self._of(term)
            if lead is not None:
                candidates.append(_Candidate(lead, (term,)))
        if len(candidates) == 1 and candidates[0].lead.is_in_order:
            return _crossed(candidates, terms, wanted)
        # What is no word is counted first: the index of words is dearer.
        candidates.sort(key=lambda each: any(map(_text_of, each.taken)))
        counted: list[_Candidate] = []
        for each in candidates:
            marks = self._count(each.lead, top)
            if marks <= READ or each.lead.is_in_order or not is_windowed:
                counted.append(each._replace(marks=marks))
            if marks < FEW:
                break
        counted.sort(key=lambda each: each.marks)
        return _crossed(counted, terms, wanted) if counted else None

    def bounds(self, query: Query, top: int) -> tuple[int, int]:
        """Numbers between which all marks are that the query takes: above the first, up to the second.

        Marks are mostly made in the order in which they are entered, so that those of a time are near
        each other. To look through all of a time is left where it goes on to now and holds many.

        Args:
            query: The tree.
            top: The highest number of a mark.
        """
        after, to = 0, top
        for term in query.terms if isinstance(query, And) else (query,):
            if isinstance(term, CreatedIn):
                made = self._made(term)
                if term.end or made.marks < COUNTED:
                    after, to = max(after, made.first - 1), min(to, made.last)
        return after, to

    def _made(self, term: CreatedIn) -> _Made:
        """The marks of a time; of one that goes on to now not all, where there are many."""
        if term not in self._of_times:
            until = "AND created < :end" if term.end else f"LIMIT {COUNTED}"
            self._of_times[term] = _Made._make(
                self._connection.execute(
                    "SELECT count(*), ifnull(min(number), 1), ifnull(max(number), 0) "
                    f"FROM (SELECT number FROM annotations WHERE created >= :start {until})",
                    {"start": term.start, "end": term.end},
                ).fetchone()
            )
        return self._of_times[term]

    def _count(self, lead: Lead, top: int) -> int:
        """How many marks it leads to, guessed where they are many."""
        marks = self._counted(lead, 0, top, COUNTED)
        if marks < COUNTED:
            return marks
        return max(marks, SAMPLED * self._counted(lead, top - top // SAMPLED, top, READ))

    def _counted(self, lead: Lead, after: int, to: int, most: int) -> int:
        if not lead.together:
            return 0
        (count,) = self._connection.execute(
            f"SELECT count(*) FROM ({' UNION ALL '.join(lead.together)} LIMIT {most})",
            {**self._meanings.values, "after": after, "to": to},
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
        return self._of_part(query)

    def _of_part(self, query: Query) -> Lead | None:
        """To what has something that is no word of the text."""
        match query:
            case TagIs() | IsConfidential():
                return _of_rows("annotation_tags", "number", self._meanings.tagged(query))
            case FieldHas():
                return _of_rows("fields", "number", self._meanings.valued(query, query.text))
            case RelationIs():
                return _of_relations(self._meanings.related(query))
            case ColourIs(colour):
                return _of_rows("annotations", "number", self._meanings.coloured(colour))
            case CreatorHas(words):
                return _of_rows("annotations", "number", self._meanings.created_by(words))
            case CreatedIn(start, end) if self._made(query).marks < COUNTED:
                # Else it is looked for in all marks: by their numbers, which are bound as well.
                made = "annotations INDEXED BY annotations_created"
                return _of_rows(made, "number", self._meanings.created_in(start, end))
            case StateIs(state) if state.severity:
                return self._in_state(state)
            case ArticleHas() | ArticleTagged() | LanguageIs() | StatusIs() | TextHas():
                return _of_rows("search_text", "id", self._meanings.in_articles(query))
        return None

    def _any_of(self, terms: Sequence[Query]) -> Lead | None:
        found = []
        for term in terms:
            lead = self._of(term)
            if lead is None:
                return None
            found.append(lead)
        return _united(found, is_exact=True)

    def _in_state(self, state: State) -> Lead:
        """Marks with a piece in that state; another one's may be worse."""
        # `<> 'anchored'` lets the index be used, which knows only the others.
        meant = f"ranges.state <> 'anchored' AND ranges.state = {self._meanings.bind(state)}"
        found = (
            "SELECT annotations.number FROM ranges "
            "CROSS JOIN annotations ON annotations.id = ranges.annotation "
            f"WHERE {meant} AND annotations.number > :after AND annotations.number <= :to"
        )
        return _read((found,), is_exact=False)

    # --- words --------------------------------------------------------------------------------

    def _word(self, query: Query) -> Lead | None:
        columns, words = columns_of(query)
        indexed = self._indexed(words)
        if indexed is None:
            return None
        elsewhere = self._elsewhere(query)
        if elsewhere is None:
            return None
        in_text = self._of_index(indexed[0], self._spelt_out(*indexed), columns, words)
        return _united((in_text, *elsewhere), is_exact=is_sure(words))

    def _indexed(self, words: str) -> tuple[str, str] | None:
        """As the function; a single character with which many words begin leads nowhere."""
        indexed = _indexed(words)
        if len(words) > 1 or indexed is None or indexed[0] != "search_index":
            return indexed
        return indexed if self._meanings.begun(words, BEGUN) < BEGUN else None

    def _spelt_out(self, index: str, asked: str) -> str:
        """What is asked of an index, with the words that begin so in place of the beginning.

        An index reads all that any word with a beginning leads to before it tells the first, but for
        beginnings as short as those that it keeps; what one word leads to it tells one by one.
        """
        begun = _BEGUN.fullmatch(asked)
        if index != "search_index" or begun is None:
            return asked
        before, beginning = begun.groups()
        found = self._words_with(beginning)
        if len(found) > SPELT_OUT:
            return asked
        return " OR ".join(f'"{before}{word}"' for word in found)

    def _words_with(self, beginning: str) -> list[str]:
        """Words of the index that begin so, up to one more than are spelt out."""
        found: list[str] = []
        after = beginning
        while len(found) <= SPELT_OUT:
            row = self._connection.execute(
                "SELECT term FROM search_terms WHERE term >= :after AND term <= :last LIMIT 1",
                {"after": after, "last": f"{beginning}\U0010ffff"},
            ).fetchone()
            if row is None:
                break
            found.append(row[0])
            # Each word comes once for each place: the next one follows this one with anything after it.
            after = f"{row[0]}\x01"
        return found

    def _of_index(self, index: str, asked: str, columns: Sequence[str], words: str) -> Lead:
        if not asked:
            return NOWHERE
        bound = self._meanings.bind(_in_columns(asked, columns))
        found = f"SELECT rowid AS number FROM {index} WHERE {index} MATCH {bound} AND rowid > :after AND rowid <= :to"
        return Lead((found,), (found,), is_exact=is_sure(words))

    def _elsewhere(self, query: Query) -> list[Lead] | None:
        """Where else than in quotation and note a word may stand; None if most marks have it there."""
        if not isinstance(query, Word | Phrase):
            return []
        words = query.text
        found = (
            _of_rows("annotation_tags", "number", self._meanings.tagged_with(words)),
            _of_rows("fields", "number", self._meanings.valued(None, words)),
            _of_rows("search_text", "id", self._meanings.titled(words)),
        )
        leads = [lead for lead in found if lead is not None]
        return [lead for lead in leads if lead.parts] if len(leads) == len(found) else None

    def _is_in_text_alone(self, query: Query) -> bool:
        """True for a word of the index of words that stands nowhere but in quotations and notes."""
        _, words = columns_of(query)
        indexed = self._indexed(words) if words else None
        return indexed is not None and indexed[0] == "search_index" and self._elsewhere(query) == []

    def _all_in_text(self, words: Sequence[Query]) -> Lead:
        """All stand in quotation or note, each where it is asked for: one step of the index."""
        asked = []
        for each in words:
            columns, text = columns_of(each)
            indexed = self._indexed(text)
            assert indexed is not None
            spelt = self._spelt_out(*indexed)
            if not spelt:
                return NOWHERE
            asked.append(f"({_in_columns(spelt, columns)})")
        is_exact = all(is_sure(columns_of(each)[1]) for each in words)
        lead = self._of_index("search_index", " AND ".join(asked), BOTH, "")
        return lead._replace(is_exact=is_exact)


class _Made(NamedTuple):
    """The marks of a time."""

    marks: int
    first: int
    """The lowest of their numbers; with none, above the last."""
    last: int


class _Candidate(NamedTuple):
    """A lead for some terms of a query."""

    lead: Lead
    taken: Sequence[Query]
    """The terms."""
    marks: int = COUNTED
    """How many marks it leads to; from that up it is a guess."""


def _crossed(candidates: Sequence[_Candidate], terms: Sequence[Query], wanted: int | None) -> Led:
    """What several lead to at once, given the one to the fewest first, for so many marks at most."""
    first, *others = candidates
    crossed = [first]
    if first.marks >= FEW:
        near = [each for each in others if each.marks <= first.marks * CROSSED_TIMES]
        crossed += near[:CROSSED_COUNT]
    # In SQL what is united stands before what is crossed with it; another union is read first.
    crossed.sort(key=lambda each: len(each.lead.parts) == 1)
    parts = crossed[0].lead.parts
    if len(crossed) > 1 and len(parts) > 1 and (wanted or READ) * MOST_TIMES > crossed[0].marks:
        parts = (crossed[0].lead.read,)  # most are asked for: sooner read than told in their order
    statements = " UNION ".join(parts) or _NO_NUMBER
    answered = list(crossed[0].taken) if crossed[0].lead.is_exact else []
    # What is united or crossed comes once anyway.
    is_once = crossed[0].lead.is_in_order and len(parts) == len(crossed[0].lead.parts)
    is_once = is_once or len(parts) > 1
    for lead, taken, marks in crossed[1:]:
        if len(lead.parts) > 1 and marks > READ:
            continue
        statements += f" INTERSECT {lead.parts[0] if len(lead.parts) == 1 else lead.read}"
        answered += taken if lead.is_exact else ()
        is_once = True
    if not is_once:
        statements = f"SELECT DISTINCT number FROM ({statements})"
    return Led(
        f"SELECT number FROM ({statements} ORDER BY 1 DESC LIMIT :size)",
        _without(terms, answered),
        first.marks if first.marks < COUNTED else None,
    )


def unbounded(statement: str) -> str:
    """A statement with leads, for the window of all marks."""
    return _WINDOW.sub("", statement)


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
        return "search_index", f"{asked}*"
    return None


def _in_columns(asked: str, columns: Sequence[str]) -> str:
    return asked if len(columns) > 1 else f"{columns[0]} : ({asked})"


def _united(leads: Sequence[Lead], *, is_exact: bool) -> Lead | None:
    """To what any of some leads to; None if there are too many."""
    parts = tuple(part for lead in leads for part in lead.parts)
    together = tuple(each for lead in leads for each in lead.together)
    is_in_order = len(parts) <= SELECTS and all(lead.is_in_order for lead in leads)
    parts = parts if is_in_order else together
    is_exact = is_exact and all(lead.is_exact for lead in leads)
    return Lead(parts, together, is_exact, is_in_order) if len(parts) <= SELECTS else None


def _of_rows(table: str, number: str, meant: Meant | None) -> Lead | None:
    """Marks with a row in a table that has their numbers; None where most have."""
    if meant is None:
        return NOWHERE
    if meant.is_most:
        return None
    window = f"{number} > :after AND {number} <= :to"
    found = f"SELECT {number} AS number FROM {table} WHERE "
    together = (f"{found}{meant.together} AND {window}",)
    if not meant.apart:
        return _read(together, is_exact=True)
    return Lead(
        tuple(f"{found}{each} AND {window}" for each in meant.apart), together, is_exact=True
    )


def _of_relations(condition: str | None) -> Lead:
    if condition is None:
        return NOWHERE
    found = (
        "SELECT annotations.number FROM relations "
        "CROSS JOIN annotations ON annotations.id = relations.annotation "
        f"WHERE {condition} AND annotations.number > :after AND annotations.number <= :to"
    )
    return _read((found,), is_exact=True)


def _read(together: tuple[str, ...], *, is_exact: bool) -> Lead:
    """What is read before it can be told in its order."""
    lead = Lead((), together, is_exact, is_in_order=False)
    return lead._replace(parts=(lead.read,))
