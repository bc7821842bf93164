"""What a query asks of articles, read from the tables in one go."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from annotations.model import Article, ArticleId, Metadata
from annotations.query_matching import Context
from annotations.shelf_rows import status_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator


_COLUMNS = """
    SELECT articles.id, title, authors, publisher, published, url, doi, language, source,
        articles.version, created, status, ifnull(reading_places.progress, 0)
    FROM articles LEFT JOIN reading_places ON reading_places.article = articles.id
    WHERE removed = ''
"""


class _Indexed(Context):
    """One whose text is not read, but looked up."""

    def __init__(
        self,
        article: Article,
        version: str | None,
        texts_with: Callable[[str], set[str]],
        *,
        status: str,
        created: str,
    ) -> None:
        super().__init__(article, status=status, created=created)
        self._version = version
        self._texts_with = texts_with

    def text_has(self, words: str) -> bool:
        return self._version in self._texts_with(words)


def contexts(
    connection: sqlite3.Connection, texts_with: Callable[[str], set[str]]
) -> Iterator[Context]:
    """All articles of the library, with what is known of each.

    Args:
        connection: To a library; nothing is written.
        texts_with: Gives the versions in whose texts folded words stand.
    """
    tags: dict[str, tuple[str, ...]] = {}
    for article, name in connection.execute(
        "SELECT article, name FROM article_tags JOIN tags ON tags.id = article_tags.tag "
        "ORDER BY article, position"
    ):
        tags[article] = (*tags.get(article, ()), name)
    for (
        identity,
        title,
        authors,
        *known,
        source,
        version,
        created,
        status,
        progress,
    ) in connection.execute(_COLUMNS):
        publisher, published, url, doi, language = known
        metadata = Metadata(
            title=title,
            authors=tuple(json.loads(authors)) if authors != "[]" else (),
            publisher=publisher,
            published=published,
            url=url,
            doi=doi,
            language=language,
        )
        yield _Indexed(
            Article(
                id=ArticleId(identity),
                metadata=metadata,
                source=source,
                tags=tags.get(identity, ()),
            ),
            version,
            texts_with,
            status=status or status_of(progress),
            created=created,
        )
