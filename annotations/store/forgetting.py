"""An article removed from everything the library holds, without a trace."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from annotations.store import removed_tags
from annotations.store.articles import Articles
from annotations.store.search_text import SearchText
from annotations.store.text_index import TextIndex

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from annotations.model import ArticleId


def forget(connection: sqlite3.Connection, article: ArticleId) -> None:
    """Remove an article, its texts and annotations, and its part in history and index.

    The caller sees to it that SQLite overwrites what is deleted, and may have turned foreign keys off,
    which look for the parts of each mark in five tables: half the time. Tags stay: they are the codebook's.

    Raises:
        NotFoundError: There is no such article.
    """
    articles = Articles(connection)
    articles.get(article)
    search_text = SearchText(connection)
    ids = [
        identity
        for (identity,) in connection.execute(
            "SELECT id FROM annotations WHERE article = :article", {"article": article}
        )
    ]
    search_text.forget(ids)
    texts = TextIndex(connection)
    for (version,) in connection.execute(
        "SELECT id FROM versions WHERE article = :article", {"article": article}
    ).fetchall():
        texts.remove(version)
    texts.forget()
    removed_tags.forget(connection, article, ids)
    # A step that touched other articles too stays for those, but its label may quote this one.
    connection.execute(
        "UPDATE history SET label = action WHERE id IN "
        "(SELECT entry FROM history_articles WHERE article = :article)",
        {"article": article},
    )
    # Steps that touched this article alone go; those of the codebook touch none.
    steps = connection.execute(
        "SELECT entry FROM history_articles GROUP BY entry "
        "HAVING count(*) = 1 AND max(article) = :article",
        {"article": article},
    )
    _delete(connection, "history", [entry for (entry,) in steps])
    _delete(connection, "articles", [article])


def _delete(connection: sqlite3.Connection, table: str, ids: Sequence[str | int]) -> None:
    """Delete rows by their ids, with all that is there because of them."""
    _delete_where(
        connection, table, "id IN (SELECT value FROM json_each(:ids))", {"ids": json.dumps(ids)}
    )


def _delete_where(
    connection: sqlite3.Connection, table: str, condition: str, given: Mapping[str, str]
) -> None:
    """Delete rows with all that is there because of them, as foreign keys would row by row.

    Args:
        connection: In a transaction.
        table: Whose rows.
        condition: Which; it asks nothing of the tables that are emptied with this one.
        given: What the condition names.
    """
    for child, column, parent in connection.execute(_CHILDREN, {"table": table}).fetchall():
        of_these = f'"{column}" IN (SELECT "{parent}" FROM {table} WHERE {condition})'
        _delete_where(connection, child, of_these, given)
    connection.execute(f"DELETE FROM {table} WHERE {condition}", given)


_CHILDREN = """
    SELECT child.name, keys."from", keys."to"
    FROM sqlite_master AS child JOIN pragma_foreign_key_list(child.name) AS keys
    WHERE child.type = 'table' AND keys."table" = :table AND keys.on_delete = 'CASCADE'
"""
"""Tables whose rows go with those of another, by which column of theirs and of the other's."""
