"""A query's tree as a condition on the rows of the tables, with all values bound.

The indices only propose: every hit is confirmed by the function that `query_matching` calls, so that
both give the same answer.
"""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from typing import TYPE_CHECKING

from annotations.codebook import is_under
from annotations.folding import begins_word, fold, occurs
from annotations.matching import is_unspaced
from annotations.model import State, fold_tag
from annotations.query_matching import article_matches
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
from annotations.store.references import contexts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from annotations.query_matching import Context
    from annotations.query_tree import MarkPart, OfArticle, OfMark, Query

COMMON_COUNT = 5_000
"""Rows; of a word proposed for more, the newest marks are looked through instead of listed all."""

TRIGRAM_LENGTH = 3
"""Characters below which the trigram index knows nothing."""

HEIGHT_LIMIT = 6
"""Operators that go into each other in one condition: SQLite's parser takes a hundred symbols."""

PROPOSED_LENGTH = 200
"""Code points of a phrase that an index is asked for; the rest is only confirmed."""

NEVER = "0"
"""The condition of what stands in no row."""

_PIECE = (
    "EXISTS (SELECT 1 FROM ranges WHERE ranges.annotation = annotations.id "
    "AND ranges.version = articles.version AND {})"
)
_OWN = "EXISTS (SELECT 1 FROM {0} WHERE {0}.annotation = annotations.id)"
_HAS: Mapping[MarkPart, str] = {
    "note": "annotations.note <> ''",
    "tag": _OWN.format("annotation_tags"),
    "field": _OWN.format("fields"),
    "relation": _OWN.format("relations"),
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


class Conditions:
    """Makes conditions on a row of `annotations` joined with `articles`, and gathers what they bind."""

    def __init__(self, connection: sqlite3.Connection, *, is_scan: bool) -> None:
        """Begin with none.

        Args:
            connection: To a library; it gets the functions that the conditions use.
            is_scan: Whether rows are wanted newest first, and few.
        """
        add_functions(connection)
        self.values: dict[str, str | int] = {}
        self._connection = connection
        self._steps: list[str] = []
        self._is_scan = is_scan
        self._contexts: list[Context] | None = None

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
        name = f"step{len(self._steps)}"
        self._steps.append(
            f"{name} AS (SELECT annotations.id FROM annotations "
            f"JOIN articles ON articles.id = annotations.article WHERE {condition})"
        )
        return f"annotations.id IN {name}", 0

    def _has(self, query: OfMark | OfArticle) -> str:  # noqa: C901  # a line a node
        match query:
            case ColourIs(colour):
                # A mark without colour is none of this colour, rather than unknown.
                return f"annotations.colour IS {self._bind(colour.value)}"
            case NoteHas(words):
                return self._in_text(words, ["note"])
            case QuoteHas(words):
                return self._in_text(words, ["quote"])
            case TagIs():
                return self._tagged(query.takes)
            case FieldHas():
                return self._in_field(query)
            case RelationIs():
                return self._related(query)
            case CreatorHas(words):
                return f"postil_occurs({self._bind(words)}, postil_fold(annotations.creator))"
            case CreatedIn(start, end):
                until = f" AND annotations.created < {self._bind(end)}" if end else ""
                return f"(annotations.created >= {self._bind(start)}{until})"
            case Has(part):
                return _HAS[part]
            case StateIs(state):
                return self._in_state(state)
            case IsConfidential():
                flagged = self._flagged()
                return self._tagged(lambda tag: is_under(tag, flagged)) if flagged else NEVER
            case ArticleHas() | ArticleTagged() | LanguageIs() | StatusIs() | TextHas():
                return self._in_articles(query)

    # --- of articles --------------------------------------------------------------------------

    def contexts(self) -> list[Context]:
        """All articles with what is known of them, read once."""
        if self._contexts is None:
            self._contexts = list(contexts(self._connection))
        return self._contexts

    def _in_articles(self, query: OfArticle) -> str:
        taken = [each.article.id for each in self.contexts() if article_matches(query, each)]
        return f"annotations.article IN {self.listed(taken)}" if taken else NEVER

    def listed(self, values: Iterable[str | int]) -> str:
        """A list of any length as one bound value."""
        return f"(SELECT value FROM json_each({self._bind(json.dumps(list(values)))}))"

    def _bind(self, value: str | int) -> str:
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f":{name}"

    def _anywhere(self, words: str) -> str:
        conditions = [
            self._in_text(words, ["quote", "note"]),
            self._tagged(lambda tag: occurs(words, fold(tag))),
            self._valued("", lambda value: occurs(words, fold(value))),
        ]
        (titles,) = self._connection.execute(
            "SELECT group_concat(title, char(10)) FROM articles"
        ).fetchone()
        # A thousand titles are folded together in the time of a few, and most words are in none.
        if words in fold(titles or ""):
            conditions.append(self._in_articles(ArticleHas("title", words)))
        return f"({' OR '.join(each for each in conditions if each != NEVER)})"

    def _in_text(self, words: str, columns: Sequence[str]) -> str:
        bound = self._bind(words)
        confirmed = " OR ".join(f"postil_occurs({bound}, {column})" for column in columns)
        indexed = _indexed(words)
        if indexed is not None:
            index, asked = indexed
            if len(columns) == 1:
                asked = f"{columns[0]} : {asked}"
            if not (self._is_scan and self._is_common(index, asked)):
                return (
                    "annotations.id IN (SELECT annotation FROM search_text WHERE id IN "
                    f"(SELECT rowid FROM {index} WHERE {index} MATCH {self._bind(asked)}) "
                    f"AND ({confirmed}))"
                )
        return f"EXISTS (SELECT 1 FROM search_text WHERE annotation = annotations.id AND ({confirmed}))"

    def _is_common(self, index: str, asked: str) -> bool:
        (count,) = self._connection.execute(
            f"SELECT count(*) FROM (SELECT rowid FROM {index} WHERE {index} MATCH :asked "
            "LIMIT :limit)",
            {"asked": asked, "limit": COMMON_COUNT + 1},
        ).fetchone()
        return bool(count > COMMON_COUNT)

    def _tagged(self, takes: Callable[[str], bool]) -> str:
        tags = self._connection.execute("SELECT id, name FROM tags")
        taken = [identity for identity, name in tags if takes(name)]
        if not taken:
            return NEVER
        return (
            "annotations.id IN (SELECT annotation FROM annotation_tags "
            f"WHERE tag IN {self.listed(taken)})"
        )

    def _flagged(self) -> frozenset[str]:
        rows = self._connection.execute("SELECT name FROM tags WHERE confidential")
        return frozenset(fold_tag(name) for (name,) in rows)

    def _in_state(self, state: State) -> str:
        """Of the pieces of a mark, the worst has the state; one without any is as good as it gets."""
        worse = [each for each in State if each.severity > state.severity]
        condition = f"NOT {_PIECE.format(f'ranges.state IN {self.listed(worse)}')}"
        if state.severity:
            held = _PIECE.format(f"ranges.state = {self._bind(state)}")
            condition = f"({held} AND {condition})"
        return condition

    def _related(self, wanted: RelationIs) -> str:
        names = self._connection.execute("SELECT DISTINCT name FROM relations").fetchall()
        meant = [name for (name,) in names if wanted.takes(name)]
        if not meant:
            return NEVER
        return (
            "annotations.id IN (SELECT annotation FROM relations "
            f"WHERE name IN {self.listed(meant)})"
        )

    def _in_field(self, wanted: FieldHas) -> str:
        names = self._connection.execute("SELECT DISTINCT name FROM fields").fetchall()
        meant = [name for (name,) in names if fold(name) == wanted.name]
        if not meant:
            return NEVER
        return self._valued(
            f"name IN {self.listed(meant)} AND ", lambda value: occurs(wanted.text, fold(value))
        )

    def _valued(self, named: str, takes: Callable[[str], bool]) -> str:
        values = self._connection.execute("SELECT DISTINCT value FROM fields")
        taken = [value for (value,) in values if takes(value)]
        if not taken:
            return NEVER
        return (
            "annotations.id IN (SELECT annotation FROM fields "
            f"WHERE {named}value IN {self.listed(taken)})"
        )
