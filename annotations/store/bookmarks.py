"""Places in texts that a person wants to come back to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.model import Selector, Timestamp
from annotations.results import Bookmark
from annotations.store.articles import not_here
from annotations.store.contents import as_texts

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

    from annotations.model import ArticleId


class Bookmarks:
    """The bookmarks, read and written over one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def of_article(self, article: ArticleId, version: str | None) -> list[Bookmark]:
        """An article's bookmarks, the first made first.

        Args:
            article: Whose.
            version: Which of its texts is read.
        """
        rows = self._connection.execute(
            "SELECT id, position, quote, prefix, suffix, section, created, version FROM bookmarks "
            "WHERE article = :article ORDER BY id",
            {"article": article},
        ).fetchall()
        for identity, _, *texts, _ in rows:
            as_texts(identity, *texts)
        return [
            Bookmark(
                id=identity,
                place=Selector(
                    start=position,
                    end=position + len(quote),
                    quote=quote,
                    prefix=prefix,
                    suffix=suffix,
                ),
                section=section,
                created=Timestamp(created),
                is_here=made_in == version,
            )
            for identity, position, quote, prefix, suffix, section, created, made_in in rows
        ]

    def add(self, article: ArticleId, version: str | None, bookmark: Bookmark) -> None:
        """Add a bookmark to a version of an article.

        Raises:
            NotFoundError: There is no such article.
        """
        place = bookmark.place
        cursor = self._connection.execute(
            "INSERT INTO bookmarks "
            "(id, article, version, position, quote, prefix, suffix, section, created) "
            "SELECT :id, id, :version, :position, :quote, :prefix, :suffix, :section, :created "
            "FROM articles WHERE id = :article",
            {
                "id": bookmark.id,
                "article": article,
                "version": version,
                "position": place.start,
                "quote": place.quote,
                "prefix": place.prefix,
                "suffix": place.suffix,
                "section": bookmark.section,
                "created": bookmark.created,
            },
        )
        if not cursor.rowcount:
            raise not_here(article)

    def remove(self, ids: Collection[str]) -> None:
        """Take bookmarks away; one that is not there is no error."""
        self._connection.executemany(
            "DELETE FROM bookmarks WHERE id = :id", [{"id": identity} for identity in ids]
        )
