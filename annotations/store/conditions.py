"""A query's tree as a condition on a row of `search_text`, with all values bound.

It looks at one mark at a time, and gives the answer of `query_matching`; which marks are looked at is
`leads`' question.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from annotations.folding import fold, occurs
from annotations.model import State
from annotations.query_tree import (
    And,
    ArticleHas,
    ArticleTagged,
    ColourIs,
    CreatedIn,
    CreatorHas,
    Everything,
    FieldHas,
    Has,
    IsConfidential,
    LanguageIs,
    Not,
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
from annotations.store.leads import BOTH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from annotations.query_tree import MarkPart, OfArticle, OfMark, Query
    from annotations.store.meanings import Meanings, Meant

NUMBERED_COUNT = 3
"""Values that a mark is looked up under, each by its number, rather than among all its parts."""

HEIGHT_LIMIT = 6
"""Operators that go into each other in one condition: SQLite's parser takes a hundred symbols."""

NEVER = "0"
"""The condition of what stands in no row."""

_PIECE = (
    "EXISTS (SELECT 1 FROM ranges WHERE ranges.annotation = search_text.annotation "
    "AND ranges.version = articles.version AND {})"
)
_OWN = "EXISTS (SELECT 1 FROM {0} WHERE {0}.annotation = search_text.annotation AND {1})"
_NUMBERED = "EXISTS (SELECT 1 FROM {0} WHERE {1} AND {0}.number = {2})"
_HAS: Mapping[MarkPart, str] = {
    "note": "annotations.note <> ''",
    "tag": _OWN.format("annotation_tags", "1"),
    "field": _OWN.format("fields", "1"),
    "relation": _OWN.format("relations", "1"),
    "piece": _PIECE.format("1"),
    "pieces": _PIECE.format("ranges.piece > 0"),
    "colour": "annotations.colour IS NOT NULL",
    "creator": "annotations.creator <> ''",
}


def add_functions(connection: sqlite3.Connection) -> None:
    """Teach a connection what `folding` knows."""
    try:
        # Asked first: a function may not be defined anew while a statement of the connection runs.
        connection.execute("SELECT postil_occurs('', ''), postil_fold('')").fetchone()
    except sqlite3.OperationalError:
        connection.create_function("postil_occurs", 2, occurs, deterministic=True)
        connection.create_function("postil_fold", 1, fold, deterministic=True)


def joined(condition: str, lead: str = "") -> str:
    """The tables that a condition is about: those of which it names a column.

    Args:
        condition: As `Conditions` makes it, perhaps with columns that are told.
        lead: A statement that gives the numbers of the only marks that are looked at, as `lead.number`.
    """
    tables = ["annotations"] if "annotations." in condition else []
    if not lead:
        tables.insert(0, "search_text")
    elif "search_text." in condition or not tables:
        tables.append("search_text")
    # What is about the number alone is asked before a row is looked up.
    found = f"({lead}) AS lead" if lead else tables.pop(0)
    number = "lead.number" if lead else "search_text.id"
    for table in tables:
        column = "number" if table == "annotations" else "id"
        found += f" CROSS JOIN {table} ON {table}.{column} = {number}"
    if "articles." in condition:
        found += " CROSS JOIN articles ON articles.id = search_text.article"
    return found


class Conditions:
    """Makes conditions, of which those that are too deep become steps before the statement."""

    def __init__(self, meanings: Meanings, *, among: str = "1", lead: str = "") -> None:
        """Begin with none.

        Args:
            meanings: Of the library; they gather what is bound.
            among: A condition of all marks that are looked at.
            lead: As `joined` takes it.
        """
        self._meanings = meanings
        self._among = among
        self._lead = lead
        self._number = "lead.number" if lead else "search_text.id"
        self._steps: list[str] = []

    def of(self, query: Query) -> str:
        """The condition for a tree, whose number of terms the parser has bounded."""
        return self._tree(query)[0]

    @property
    def steps(self) -> str:
        """What stands before a statement that uses the conditions."""
        return f"WITH {', '.join(self._steps)} " if self._steps else ""

    def _tree(self, query: Query) -> tuple[str, int]:
        """A condition and how many operators go into each other in it."""
        match query:
            case Everything():
                return "1", 0
            case Not(Not(term)):
                return self._tree(term)
            case Not(term):
                condition, height = self._tree(term)
                return f"NOT {condition}", height + 1
            case And(terms):
                return self._join(" AND ", terms)
            case Or(terms):
                return self._join(" OR ", terms)
            case Word(words) | Phrase(words):
                return self._anywhere(words), 0
        return self._has(query), 0

    def _join(self, operator: str, terms: Sequence[Query]) -> tuple[str, int]:
        if len(terms) == 1:
            return self._tree(terms[0])
        middle = len(terms) // 2
        left, left_height = self._join(operator, terms[:middle])
        right, right_height = self._join(operator, terms[middle:])
        condition, height = f"({left}{operator}{right})", max(left_height, right_height) + 1
        if height < HEIGHT_LIMIT:
            return condition, height
        name, told = f"step{len(self._steps)}", f"search_text.id {condition}"
        self._steps.append(
            f"{name} AS (SELECT search_text.id FROM {joined(told, self._lead)} "
            f"WHERE {self._among} AND {condition})"
        )
        return f"{self._number} IN {name}", 0

    def _has(self, query: OfMark | OfArticle) -> str:  # noqa: C901  # a line a node
        meanings = self._meanings
        match query:
            case ColourIs(colour):
                # A mark without colour is none of this colour, rather than unknown.
                return f"annotations.colour IS {meanings.bind(colour.value)}"
            case NoteHas(words):
                return self._in_text(words, ("note",))
            case QuoteHas(words):
                return self._in_text(words, ("quote",))
            case TagIs() | IsConfidential():
                return self._own("annotation_tags", meanings.tagged(query))
            case FieldHas():
                return self._own("fields", meanings.valued(query, query.text))
            case RelationIs():
                related = meanings.related(query)
                return NEVER if related is None else _OWN.format("relations", related)
            case CreatorHas(words):
                return _in_row(meanings.created_by(words))
            case CreatedIn(start, end):
                return meanings.created_in(start, end).together
            case Has(part):
                return _HAS[part]
            case StateIs(state):
                return self._in_state(state)
            case ArticleHas() | ArticleTagged() | LanguageIs() | StatusIs() | TextHas():
                return _in_row(meanings.in_articles(query))

    def _anywhere(self, words: str) -> str:
        elsewhere = (
            self._own("annotation_tags", self._meanings.tagged_with(words)),
            self._own("fields", self._meanings.valued(None, words)),
            _in_row(self._meanings.titled(words)),
        )
        conditions = [self._in_text(words, BOTH), *(each for each in elsewhere if each != NEVER)]
        return f"({' OR '.join(conditions)})"

    def _in_text(self, words: str, columns: Sequence[str]) -> str:
        bound = self._meanings.bind(words)
        # Most texts have not even the letters, which SQLite sees by itself.
        found = (
            f"(instr(search_text.{column}, {bound}) AND postil_occurs({bound}, search_text.{column}))"
            for column in columns
        )
        return f"({' OR '.join(found)})"

    def _own(self, table: str, meant: Meant | None) -> str:
        """The mark has a row in a table of parts."""
        if meant is None:
            return NEVER
        if 0 < len(meant.apart) <= NUMBERED_COUNT:
            found = (_NUMBERED.format(table, each, self._number) for each in meant.apart)
            return f"({' OR '.join(found)})"
        return _OWN.format(table, meant.together)

    def _in_state(self, state: State) -> str:
        """Of the pieces of a mark, the worst has the state; one without any is as good as it gets."""
        worse = self._meanings.listed(each for each in State if each.severity > state.severity)
        condition = f"NOT {_PIECE.format(f'ranges.state IN {worse}')}"
        if state.severity:
            held = _PIECE.format(f"ranges.state = {self._meanings.bind(state)}")
            condition = f"({held} AND {condition})"
        return condition


def _in_row(meant: Meant | None) -> str:
    return NEVER if meant is None else f"({meant.together})"
