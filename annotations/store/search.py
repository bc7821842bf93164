"""Which marks and articles a query takes, asked of the tables.

How a query's tree becomes a condition is `conditions`' question, what is indexed, and when, that of
`search_text`. An article that was taken out of the library is not there, nor are its marks.
"""

from __future__ import annotations

import math
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from annotations.folding import fold
from annotations.query_matching import article_matches
from annotations.query_tree import Everything, asks_of_articles
from annotations.store.conditions import WINDOW, Conditions, is_led
from annotations.store.names import names
from annotations.store.relevance import ranked
from annotations.store.text_index import TextIndex

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from annotations.model import AnnotationId, ArticleId
    from annotations.query_tree import Query

Sort = Literal["place", "newest", "relevance"]
"""By article's title and place in it; the one entered last first; the one that answers best first."""

FIRST_WINDOW = 2_000
"""Marks looked through first for the newest; as many more as it then takes."""

GROWTH = (2, 32)
"""A window is so many times the one before, at least and at most."""

NEAR_COUNT = 10_000
"""Marks of a window whose ids are looked at, so that tables of parts are read only there: a millisecond."""

RELEVANT_COUNT = 5_000
"""Of the newest so many the most relevant is found."""


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
        return _newest(connection, query, limit)
    if sort == "relevance":
        newest = _newest(connection, query, RELEVANT_COUNT)
        return ranked(connection, newest, query)[:limit]
    conditions = Conditions(connection)
    condition = conditions.of(query)
    rows = connection.execute(
        f"{conditions.steps}SELECT annotations.id FROM annotations "
        "JOIN articles ON articles.id = annotations.article "
        f"WHERE {condition} AND articles.removed = '' ORDER BY {_BY_PLACE} LIMIT :limit",
        {**conditions.values, "limit": -1 if limit is None else limit},
    )
    return [identity for (identity,) in rows]


def _newest(connection: sqlite3.Connection, query: Query, limit: int | None) -> list[AnnotationId]:
    """Look through the newest, then through what was entered before, until there are enough."""
    conditions = Conditions(connection, is_windowed=True)
    condition = conditions.of(query)
    # Where the words lead to the marks, these are looked up, rather than all of the window read.
    window = WINDOW.replace("annotations.rowid", "+annotations.rowid") if is_led(query) else WINDOW
    statement = (
        f"{conditions.steps}SELECT annotations.id FROM annotations "
        "JOIN articles ON articles.id = annotations.article "
        f"WHERE {window} AND {condition} AND articles.removed = '' "
        "ORDER BY annotations.rowid DESC LIMIT :limit"
    )
    found: list[AnnotationId] = []
    (top,) = connection.execute("SELECT ifnull(max(rowid), 0) FROM annotations").fetchone()
    size = top if limit is None else max(FIRST_WINDOW, limit)
    while top > 0 and (limit is None or len(found) < limit):
        after = max(0, top - size)
        wanted = -1 if limit is None else limit - len(found)
        rows = connection.execute(
            statement,
            {**conditions.values, **_window(connection, after, top), "limit": wanted},
        ).fetchall()
        found += [identity for (identity,) in rows]
        share = len(rows) / (top - after)
        needed = (wanted - len(rows)) / share * 1.5 if share else math.inf
        size = int(min(max(needed, size * GROWTH[0]), size * GROWTH[1]))
        top = after
    return found


def _window(connection: sqlite3.Connection, after: int, to: int) -> dict[str, int | str]:
    """What a window binds; the ids only where few rows tell them."""
    first, last = "", "\U0010ffff"
    if to - after <= NEAR_COUNT:
        first, last = connection.execute(
            "SELECT ifnull(min(id), ''), ifnull(max(id), '') FROM annotations "
            "WHERE rowid > :after AND rowid <= :to",
            {"after": after, "to": to},
        ).fetchone()
    return {
        "after": after,
        "to": to,
        "after_text": _text_number(connection, after),
        "to_text": _text_number(connection, to),
        "first": first,
        "last": last,
    }


def _text_number(connection: sqlite3.Connection, row: int) -> int:
    """The number of the searched text of the last mark up to a row: both grow together."""
    found = connection.execute(
        "SELECT search_text.id FROM annotations "
        "CROSS JOIN search_text ON search_text.annotation = annotations.id "
        "WHERE annotations.rowid <= :row ORDER BY annotations.rowid DESC LIMIT 1",
        {"row": row},
    ).fetchone()
    return 0 if found is None else int(found[0])


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
    conditions = Conditions(connection)
    if isinstance(query, Everything):
        condition = "1"
    else:
        condition = (
            "articles.id IN (SELECT annotations.article FROM annotations "
            "JOIN articles ON articles.id = annotations.article "
            f"WHERE {conditions.of(query)})"
        )
        if asks_of_articles(query):
            named = [
                context.article.id
                for context in names(connection).contexts()
                if article_matches(query, context)
            ]
            condition += f" OR articles.id IN {conditions.listed(named)}"
    order = (
        "postil_fold(articles.title), articles.id"
        if sort == "place"
        # Without its Z a time sorts as text, whether or not it has a fraction.
        else "max(rtrim(articles.created, 'Z'), rtrim(articles.opened, 'Z')) DESC, articles.id DESC"
    )
    rows = connection.execute(
        f"{conditions.steps}SELECT articles.id FROM articles "
        f"WHERE articles.removed = '' AND ({condition}) ORDER BY {order} LIMIT :limit",
        {**conditions.values, "limit": -1 if limit is None else limit},
    )
    return [identity for (identity,) in rows]


def by_colour(connection: sqlite3.Connection, query: Query) -> list[tuple[str, str | None, int]]:
    """How many marks of each colour a query takes in each article: article, colour, number."""
    conditions = Conditions(connection)
    condition = conditions.of(query)
    return connection.execute(
        f"{conditions.steps}SELECT annotations.article, annotations.colour, count(*) "
        "FROM annotations JOIN articles ON articles.id = annotations.article "
        f"WHERE {condition} AND articles.removed = '' "
        "GROUP BY annotations.article, annotations.colour",
        conditions.values,
    ).fetchall()


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
    """Write `search_text` and its indices anew from the tables, in the caller's transaction.

    Texts are indexed anew when they are next searched.
    """
    rows = list(searched_texts(connection))
    connection.execute("DELETE FROM search_text")
    connection.executemany(
        "INSERT INTO search_text (annotation, article, quote, note) VALUES (?, ?, ?, ?)", rows
    )
    for index in ("search_index", "search_trigram"):
        connection.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")
    TextIndex(connection).clear()


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
