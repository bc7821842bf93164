"""What a library knows by name, for completing a query while it is typed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from annotations.query_completion import Vocabulary
from annotations.store.codebook import Tags
from annotations.store.completions import Completions
from annotations.store.contents import as_texts
from annotations.store.queries import Queries

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from annotations.model import ArticleId

MOST = 2_000
"""Names of one kind: more than that nobody goes through by typing, and each is compared at a key."""

_ARTICLES = """
    SELECT title, authors, publisher, language FROM articles
    WHERE removed = '' ORDER BY opened DESC LIMIT :most
"""


def vocabulary(connection: sqlite3.Connection, article: ArticleId | None = None) -> Vocabulary:
    """What is known by name, what was used last first.

    Args:
        connection: To a library; nothing is written.
        article: Fields of its marks come before those of others.
    """
    completions = Completions(connection)
    articles = connection.execute(_ARTICLES, {"most": MOST}).fetchall()
    authors = (name for row in articles for name in json.loads(row[1]))
    tagged = connection.execute(
        "SELECT DISTINCT name FROM article_tags JOIN tags ON tags.id = article_tags.tag "
        "ORDER BY used DESC LIMIT :most",
        {"most": MOST},
    )
    # The newest marks alone, for a library of a million has few hands.
    creators = connection.execute(
        "SELECT DISTINCT creator FROM (SELECT creator FROM annotations ORDER BY number DESC "
        "LIMIT :most)",
        {"most": MOST},
    )
    return Vocabulary(
        tags=tuple(Tags(connection).recent(MOST)),
        article_tags=_named(name for (name,) in tagged),
        fields=tuple(completions.fields(article, MOST)),
        titles=_named(row[0] for row in articles),
        authors=_named(authors),
        publishers=_named(row[2] for row in articles),
        languages=_named(row[3] for row in articles),
        creators=_named(name for (name,) in creators),
        relations=tuple(completions.relations(article, MOST)),
        meanings=tuple((colour.value, meaning) for colour, meaning in Tags(connection).meanings()),
        queries=tuple(Queries(connection).all().items()),
    )


def _named(names: Iterable[str]) -> tuple[str, ...]:
    """Each once, in the order they come; without the empty one."""
    found = tuple(dict.fromkeys(name for name in names if name))
    as_texts(*found)
    return found
