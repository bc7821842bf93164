"""Which marks and articles a query takes, asked of the tables.

How a query's tree becomes a condition is `conditions`' question, what is indexed, and when, that of
`search_text`. An article that was taken out of the library is not there, nor are its marks.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Literal

from annotations.folding import fold
from annotations.query_matching import article_matches
from annotations.query_tree import Everything, asks_of_articles
from annotations.store.conditions import Conditions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from annotations.model import AnnotationId, ArticleId
    from annotations.query_tree import Query

Sort = Literal["place", "newest"]
"""By article's title and place in it, or the one entered last first."""


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
    conditions = Conditions(connection, is_scan=limit is not None and sort == "newest")
    condition = conditions.of(query)
    order = _BY_PLACE if sort == "place" else "annotations.rowid DESC"
    rows = connection.execute(
        f"{conditions.steps}SELECT annotations.id FROM annotations "
        "JOIN articles ON articles.id = annotations.article "
        f"WHERE {condition} AND articles.removed = '' ORDER BY {order} LIMIT :limit",
        {**conditions.values, "limit": -1 if limit is None else limit},
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
    conditions = Conditions(connection, is_scan=False)
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
                for context in conditions.contexts()
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
