"""Which marks and articles a query takes, asked of the tables.

How a query's tree becomes a condition is `conditions`' question, what is indexed, and when, that of
`search_text`. An article that was taken out of the library is not there, nor are its marks.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Literal

from annotations.folding import fold
from annotations.query_matching import article_matches
from annotations.query_tree import Everything, asks_of_articles, is_of_articles
from annotations.store.conditions import Conditions, add_functions, joined
from annotations.store.meanings import Meanings
from annotations.store.names import names
from annotations.store.newest import Asked, newest
from annotations.store.relevance import ranked
from annotations.store.search_text import NUMBERED
from annotations.store.text_index import TextIndex

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from annotations.model import AnnotationId, ArticleId
    from annotations.query_tree import Query

Sort = Literal["place", "newest", "relevance"]
"""By article's title and place in it; the one entered last first; the one that answers best first."""

RELEVANT_COUNT = 5_000
"""Of the newest so many the most relevant is found."""

FIRST_COUNTS = (8, 128)
"""Articles, the first by title, in which the first marks by place are looked for before all are sorted."""


def find(
    connection: sqlite3.Connection, query: Query, *, limit: int | None = None, sort: Sort = "place"
) -> list[AnnotationId]:
    """The marks a query takes.

    Args:
        connection: To a library; nothing is written.
        query: As `query.parse` made it.
        limit: How many at most; None for all.
        sort: `place`: by title, article and `model.place_key`; `newest`: the last entered first;
            `relevance`: of the `RELEVANT_COUNT` newest, as `relevance.ranked` orders them.
    """
    if sort == "newest":
        return [row.annotation for row in newest(connection, query, limit)]
    if sort == "relevance":
        return ranked(newest(connection, query, RELEVANT_COUNT, with_texts=True), query)[:limit]
    asked = Asked(connection, query)
    if limit is not None and asked.is_of_many():
        for count in FIRST_COUNTS:
            found = _in_first_articles(connection, query, limit, count)
            if len(found) == limit:
                return found
    rows = connection.execute(
        f"{asked.steps}SELECT search_text.annotation FROM {asked.tables('search_text. articles.')} "
        f"WHERE {asked.condition} ORDER BY {_BY_PLACE} LIMIT :limit",
        {**asked.values, "limit": -1 if limit is None else limit},
    )
    return [identity for (identity,) in rows]


def _in_first_articles(
    connection: sqlite3.Connection, query: Query, limit: int, count: int
) -> list[AnnotationId]:
    """The first marks by place of so many articles by title."""
    meanings = Meanings(connection)
    among = f"search_text.article IN {meanings.listed(names(connection).by_title()[:count])}"
    conditions = Conditions(meanings, among=among)
    condition = f"{among} AND {conditions.of(query)}"
    rows = connection.execute(
        f"{conditions.steps}SELECT search_text.annotation FROM {joined(f'{condition} articles.')} "
        f"WHERE {condition} ORDER BY {_BY_PLACE} LIMIT :limit",
        {**meanings.values, "limit": limit},
    )
    return [identity for (identity,) in rows]


def articles(
    connection: sqlite3.Connection, query: Query, *, limit: int | None = None, sort: Sort = "place"
) -> list[ArticleId]:
    """The articles with a mark that a query takes, and those that it takes by themselves.

    By itself an article is taken by its reference, tags, text and status, if the query asks for
    nothing that only a mark has; the empty query takes all.

    Args:
        connection: To a library; nothing is written.
        query: As `query.parse` made it.
        limit: How many at most; None for all.
        sort: `place`: by title; `newest`: the one last read or entered first.
    """
    add_functions(connection)
    taken = Meanings(connection)
    steps, condition, values = "", "1", taken.values
    if not isinstance(query, Everything):
        named = taken_by_themselves(connection, query)
        condition = f"articles.id IN {taken.listed(named)}"
        if not is_of_articles(query):
            asked = Asked(connection, query, taken)
            steps, values = asked.steps, asked.values
            condition += (
                f" OR articles.id IN (SELECT search_text.article FROM {asked.tables('search_text.')} "
                f"WHERE {asked.condition})"
            )
    order = (
        "postil_fold(articles.title), articles.id"
        if sort == "place"
        # Without its Z a time sorts as text, whether or not it has a fraction.
        else "max(rtrim(articles.created, 'Z'), rtrim(articles.opened, 'Z')) DESC, articles.id DESC"
    )
    rows = connection.execute(
        f"{steps}SELECT articles.id FROM articles "
        f"WHERE articles.removed = '' AND ({condition}) ORDER BY {order} LIMIT :limit",
        {**values, "limit": -1 if limit is None else limit},
    )
    return [identity for (identity,) in rows]


def in_article(
    connection: sqlite3.Connection, query: Query, article: ArticleId
) -> list[AnnotationId]:
    """The marks of one article that a query takes, in no order; no others are looked at."""
    add_functions(connection)
    meanings = Meanings(connection)
    among = f"search_text.article = {meanings.bind(article)}"
    conditions, removed = Conditions(meanings, among=among), meanings.removed
    condition = f"{among} AND {conditions.of(query)}"
    if removed is not None:
        condition += f" AND search_text.article NOT IN {removed}"
    rows = connection.execute(
        f"{conditions.steps}SELECT search_text.annotation FROM {joined(condition)} "
        f"WHERE {condition}",
        meanings.values,
    )
    return [identity for (identity,) in rows]


def by_colour(connection: sqlite3.Connection, query: Query) -> list[tuple[str, str | None, int]]:
    """How many marks of each colour a query takes in each article: article, colour, number."""
    asked = Asked(connection, query)
    return connection.execute(
        f"{asked.steps}SELECT annotations.article, annotations.colour, count(*) "
        f"FROM {asked.tables('annotations.')} WHERE {asked.condition} "
        "GROUP BY annotations.article, annotations.colour",
        asked.values,
    ).fetchall()


def taken_by_themselves(connection: sqlite3.Connection, query: Query) -> list[ArticleId]:
    """The articles that a query takes by themselves."""
    if not asks_of_articles(query):
        return []
    contexts = names(connection).contexts()
    return [each.article.id for each in contexts if article_matches(query, each)]


def searched_texts(connection: sqlite3.Connection) -> Iterator[tuple[int, str, str, str, str]]:
    """What `search_text` should hold by the tables: number, annotation, article, folded quote and note.

    In the order in which the annotations were entered.
    """
    rows = connection.execute(
        "SELECT annotations.number, annotations.id, annotations.article, annotations.note, "
        "ranges.quote "
        "FROM annotations JOIN articles ON articles.id = annotations.article "
        "LEFT JOIN ranges ON ranges.annotation = annotations.id "
        "AND ranges.version = articles.version ORDER BY annotations.number, ranges.piece"
    )
    for (number, identity, article, note), pieces in groupby(rows, key=lambda row: row[:4]):
        quote = " […] ".join(row[4] for row in pieces if row[4] is not None)
        yield number, identity, article, fold(quote), fold(note)


def reindex(connection: sqlite3.Connection) -> None:
    """Write `search_text` and its indices anew from the tables, in the caller's transaction.

    Tags and fields get their marks' numbers. Texts are indexed anew when they are next searched.
    """
    for table in NUMBERED:
        connection.execute(
            f"UPDATE {table} SET number = annotations.number FROM annotations "
            f"WHERE annotations.id = {table}.annotation AND annotations.number <> {table}.number"
        )
    rows = list(searched_texts(connection))
    connection.execute("DELETE FROM search_text")
    connection.executemany(
        "INSERT INTO search_text (id, annotation, article, quote, note) VALUES (?, ?, ?, ?, ?)",
        rows,
    )
    for index in ("search_index", "search_trigram"):
        connection.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")
    TextIndex(connection).clear()


_FIRST_RANGE = (
    "SELECT ranges.{} FROM ranges WHERE ranges.annotation = search_text.annotation "
    "AND ranges.version = articles.version AND ranges.start IS NOT NULL "
    'ORDER BY ranges.start, ranges."end" LIMIT 1'
)
_BY_PLACE = (
    "postil_fold(articles.title), articles.id, "
    # What stands nowhere comes after what stands: orphans, then notes on the article.
    f"CASE WHEN ({_FIRST_RANGE.format('start')}) IS NOT NULL THEN 0 "
    "WHEN EXISTS (SELECT 1 FROM ranges WHERE ranges.annotation = search_text.annotation "
    "AND ranges.version = articles.version) THEN 1 ELSE 2 END, "
    f"({_FIRST_RANGE.format('start')}), "
    f"({_FIRST_RANGE.format(chr(34) + 'end' + chr(34))}), search_text.annotation"
)
