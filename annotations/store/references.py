"""What a query asks of articles, read from the tables in one go."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from annotations.model import Article, ArticleId, Metadata
from annotations.query_matching import Context, status_of
from annotations.store.texts import Texts

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

_COLUMNS = """
    SELECT articles.id, title, authors, publisher, published, url, doi, language, source,
        articles.version, created, opened, status, ifnull(reading_places.progress, 0)
    FROM articles LEFT JOIN reading_places ON reading_places.article = articles.id
    WHERE removed = ''
"""


def contexts(connection: sqlite3.Connection) -> Iterator[Context]:
    """All articles of the library, with what is known of each; a text is read when it is asked for."""
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
        opened,
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
        yield Context(
            Article(
                id=ArticleId(identity),
                metadata=metadata,
                source=source,
                tags=tags.get(identity, ()),
            ),
            text=partial(_text, connection, version),
            status=status_of(status, progress, is_opened=bool(opened)),
            created=created,
        )


def _text(connection: sqlite3.Connection, version: str | None) -> str:
    return Texts(connection).text(version) or ""
