"""An article removed from everything the library holds, without a trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.store import removed_tags
from annotations.store.articles import Articles
from annotations.store.search_text import SearchText
from annotations.store.text_index import TextIndex

if TYPE_CHECKING:
    import sqlite3

    from annotations.model import ArticleId

_PARTS = ("ranges", "annotation_tags", "fields", "relations")
"""Tables emptied of an article's marks before these go: mark by mark it takes half as long again."""


def forget(connection: sqlite3.Connection, article: ArticleId) -> None:
    """Remove an article, its texts and annotations, and its part in history and index.

    The caller sees to it that SQLite overwrites what is deleted. Tags stay: they are the codebook's.

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
    connection.execute(
        "DELETE FROM history WHERE id IN (SELECT entry FROM history_articles "
        "GROUP BY entry HAVING count(*) = 1 AND max(article) = :article)",
        {"article": article},
    )
    for table in _PARTS:
        connection.execute(
            f"DELETE FROM {table} WHERE annotation IN "
            "(SELECT id FROM annotations WHERE article = :article)",
            {"article": article},
        )
    connection.execute("DELETE FROM articles WHERE id = :article", {"article": article})
