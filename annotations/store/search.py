"""Which marks and articles a query takes, asked of the tables.

A query's tree becomes one SQL condition, with all values bound. The indices only propose: every hit
is confirmed by the function that `query.matches` calls, so that both give the same answer. What is
indexed, and when, is the business of `search_text`.
"""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from annotations.folding import begins_word, fold, occurs
from annotations.matching import is_unspaced
from annotations.model import Article, ArticleId, Metadata
from annotations.query import (
    And,
    ColourIs,
    Everything,
    FieldHas,
    Not,
    NoteHas,
    Or,
    Phrase,
    QuoteHas,
    TagIs,
    Word,
    article_matches,
    has_only_words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from annotations.model import AnnotationId
    from annotations.query import Query

Sort = Literal["place", "newest"]
"""By article's title and place in it, or the one entered last first."""

COMMON_COUNT = 5_000
"""Rows; of a word proposed for more, the newest marks are looked through instead of listed all."""

TRIGRAM_LENGTH = 3
"""Characters below which the trigram index knows nothing."""

HEIGHT_LIMIT = 6
"""Operators that go into each other in one condition: SQLite's parser takes a hundred symbols."""

PROPOSED_LENGTH = 200
"""Code points of a phrase that an index is asked for; the rest is only confirmed."""


def find(
    connection: sqlite3.Connection, query: Query, *, limit: int | None = None, sort: Sort = "place"
) -> list[AnnotationId]:
    """The marks a query takes.

    Args:
        connection: To a library; nothing is written.
        query: As `query.parse` made it.
        limit: How many at most; None for all.
        sort: `place`: by title, article and `model.place_key`; `newest`: the last entered first.
    """
    _add_functions(connection)
    compiler = _Compiler(connection, is_scan=limit is not None and sort == "newest")
    condition = compiler.condition(query)
    order = _BY_PLACE if sort == "place" else "annotations.rowid DESC"
    rows = connection.execute(
        f"{compiler.steps}SELECT annotations.id FROM annotations "
        "JOIN articles ON articles.id = annotations.article "
        f"WHERE {condition} ORDER BY {order} LIMIT :limit",
        {**compiler.values, "limit": -1 if limit is None else limit},
    )
    return [identity for (identity,) in rows]


def articles(
    connection: sqlite3.Connection, query: Query, *, limit: int | None = None, sort: Sort = "place"
) -> list[ArticleId]:
    """The articles with a mark that a query takes.

    A query of words alone takes those, too, whose title, authors and publisher it takes; the empty
    query takes all.

    Args:
        connection: To a library; nothing is written.
        query: As `query.parse` made it.
        limit: How many at most; None for all.
        sort: `place`: by title; `newest`: the one last read or entered first.
    """
    _add_functions(connection)
    compiler = _Compiler(connection, is_scan=False)
    if isinstance(query, Everything):
        condition = "1"
    else:
        condition = (
            "articles.id IN (SELECT annotations.article FROM annotations "
            f"WHERE {compiler.condition(query)})"
        )
        if has_only_words(query):
            named = [
                article.id for article in _references(connection) if article_matches(query, article)
            ]
            condition += f" OR articles.id IN {compiler.listed(named)}"
    order = (
        "postil_fold(articles.title), articles.id"
        if sort == "place"
        # Without its Z a time sorts as text, whether or not it has a fraction.
        else "max(rtrim(articles.created, 'Z'), rtrim(articles.opened, 'Z')) DESC, articles.id DESC"
    )
    rows = connection.execute(
        f"{compiler.steps}SELECT articles.id FROM articles WHERE {condition} ORDER BY {order} LIMIT :limit",
        {**compiler.values, "limit": -1 if limit is None else limit},
    )
    return [identity for (identity,) in rows]


def searched_texts(connection: sqlite3.Connection) -> Iterator[tuple[str, str, str, str]]:
    """What `search_text` should hold by the tables: annotation, article, folded quote and note.

    In the order in which the annotations were entered.
    """
    rows = connection.execute(
        "SELECT annotations.id, annotations.article, annotations.note, ranges.quote "
        "FROM annotations JOIN articles ON articles.id = annotations.article "
        "LEFT JOIN ranges ON ranges.annotation = annotations.id "
        "AND ranges.version = articles.version ORDER BY annotations.rowid, ranges.piece"
    )
    for (identity, article, note), pieces in groupby(rows, key=lambda row: row[:3]):
        quote = " […] ".join(row[3] for row in pieces if row[3] is not None)
        yield identity, article, fold(quote), fold(note)


def reindex(connection: sqlite3.Connection) -> None:
    """Write `search_text` and both indices anew from the tables, in the caller's transaction."""
    known: dict[str, int] = dict(connection.execute("SELECT annotation, id FROM search_text"))
    following = max(known.values(), default=0) + 1
    rows = list(searched_texts(connection))
    connection.execute("DELETE FROM search_text")
    for identity, _, _, _ in rows:
        if identity not in known:
            known[identity] = following
            following += 1
    connection.executemany(
        "INSERT INTO search_text (id, annotation, article, quote, note) VALUES (?, ?, ?, ?, ?)",
        [(known[row[0]], *row) for row in rows],
    )
    for index in ("search_index", "search_trigram"):
        connection.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")


_FIRST_RANGE = (
    "SELECT ranges.{} FROM ranges WHERE ranges.annotation = annotations.id "
    "AND ranges.version = articles.version AND ranges.start IS NOT NULL "
    'ORDER BY ranges.start, ranges."end" LIMIT 1'
)
_BY_PLACE = (
    "postil_fold(articles.title), articles.id, "
    # What stands nowhere comes after what stands: orphans, then notes on the article.
    f"CASE WHEN ({_FIRST_RANGE.format('start')}) IS NOT NULL THEN 0 "
    "WHEN EXISTS (SELECT 1 FROM ranges WHERE ranges.annotation = annotations.id "
    "AND ranges.version = articles.version) THEN 1 ELSE 2 END, "
    f"({_FIRST_RANGE.format('start')}), "
    f"({_FIRST_RANGE.format(chr(34) + 'end' + chr(34))}), annotations.id"
)


def _add_functions(connection: sqlite3.Connection) -> None:
    try:
        # Asked first: a function may not be defined anew while a statement of the connection runs.
        connection.execute("SELECT postil_occurs('', ''), postil_fold('')").fetchone()
    except sqlite3.OperationalError:
        connection.create_function("postil_occurs", 2, occurs, deterministic=True)
        connection.create_function("postil_fold", 1, fold, deterministic=True)


def _references(connection: sqlite3.Connection) -> Iterator[Article]:
    for identity, title, authors, publisher in connection.execute(
        "SELECT id, title, authors, publisher FROM articles"
    ):
        metadata = Metadata(title=title, authors=tuple(json.loads(authors)), publisher=publisher)
        yield Article(id=ArticleId(identity), metadata=metadata)


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


class _Compiler:
    """Makes conditions on a row of `annotations` from a tree, and gathers the values they bind."""

    def __init__(self, connection: sqlite3.Connection, *, is_scan: bool) -> None:
        self.values: dict[str, str | int] = {}
        self._connection = connection
        self._steps: list[str] = []
        self._is_scan = is_scan
        """Whether rows come newest first and few are wanted."""

    def condition(self, query: Query) -> str:
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
        self._steps.append(f"{name} AS (SELECT annotations.id FROM annotations WHERE {condition})")
        return f"annotations.id IN {name}", 0

    def _has(self, query: TagIs | ColourIs | NoteHas | QuoteHas | FieldHas) -> str:
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
        titles = self._connection.execute("SELECT id, title FROM articles")
        named = [identity for identity, title in titles if occurs(words, fold(title))]
        if named:
            conditions.append(f"annotations.article IN {self.listed(named)}")
        return f"({' OR '.join(each for each in conditions if each != _NEVER)})"

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
            return _NEVER
        return (
            "annotations.id IN (SELECT annotation FROM annotation_tags "
            f"WHERE tag IN {self.listed(taken)})"
        )

    def _in_field(self, wanted: FieldHas) -> str:
        names = self._connection.execute("SELECT DISTINCT name FROM fields").fetchall()
        meant = [name for (name,) in names if fold(name) == wanted.name]
        if not meant:
            return _NEVER
        return self._valued(
            f"name IN {self.listed(meant)} AND ", lambda value: occurs(wanted.text, fold(value))
        )

    def _valued(self, named: str, takes: Callable[[str], bool]) -> str:
        values = self._connection.execute("SELECT DISTINCT value FROM fields")
        taken = [value for (value,) in values if takes(value)]
        if not taken:
            return _NEVER
        return (
            "annotations.id IN (SELECT annotation FROM fields "
            f"WHERE {named}value IN {self.listed(taken)})"
        )


_NEVER = "0"
"""The condition of what stands in no row."""
