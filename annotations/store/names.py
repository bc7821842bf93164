"""What few rows of a library say of many marks: articles, tags, fields and creators, each once, folded.

A word that is searched for is looked for in all of them. They are read once, and again when the library
has changed; nothing is remembered over a connection that cannot hold it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.folding import fold, occurs
from annotations.query_tree import fold_path
from annotations.shelf_rows import by_colour
from annotations.store.connections import Connection
from annotations.store.references import contexts
from annotations.store.text_index import TextIndex

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from annotations.model import ArticleId
    from annotations.query_matching import Context
    from annotations.shelf_rows import Counts

SKIPPED_COUNT = 2_000
"""Values that are gone through one by one in their index; for more, all rows are read."""


class Names:
    """Read over one connection, each kind when it is first asked for."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._titles: list[tuple[ArticleId, str]] | None = None
        self._titled: dict[str, list[ArticleId]] = {}
        self._contexts: list[Context] | None = None
        self._texts: dict[str, set[str]] = {}
        self._tags: list[tuple[int, str, str]] | None = None
        self._fields: list[tuple[str, str, str, str]] | None = None
        self._creators: list[tuple[str, str]] | None = None
        self._removed: list[str] | None = None
        self._counts: dict[ArticleId, Counts] | None = None
        self._articles: frozenset[ArticleId] | None = None
        self._begun: dict[str, int] = {}

    def articles(self) -> frozenset[ArticleId]:
        """All articles, also those that were taken out of the library."""
        if self._articles is None:
            self._articles = frozenset(article for article, _ in self._folded_titles())
        return self._articles

    def removed(self) -> list[str]:
        """The articles that were taken out of the library."""
        if self._removed is None:
            rows = self._connection.execute("SELECT id FROM articles WHERE removed <> ''")
            self._removed = [article for (article,) in rows]
        return self._removed

    def counts(self) -> dict[ArticleId, Counts]:
        """The marks of all articles by colour; of a million in a tenth of a second."""
        if self._counts is None:
            self._counts = by_colour(
                self._connection.execute(
                    "SELECT article, colour, count(*) FROM annotations GROUP BY article, colour"
                )
            )
        return self._counts

    def titled(self, words: str) -> list[ArticleId]:
        """The articles in whose titles folded words stand."""
        if words not in self._titled:
            self._titled[words] = [
                article
                for article, title in self._folded_titles()
                if words in title and occurs(words, title)  # most have not even the letters
            ]
        return self._titled[words]

    def by_title(self) -> list[ArticleId]:
        """The articles of the library by folded title, then id."""
        removed = frozenset(self.removed())
        titles = sorted((title, article) for article, title in self._folded_titles())
        return [article for _, article in titles if article not in removed]

    def _folded_titles(self) -> list[tuple[ArticleId, str]]:
        if self._titles is None:
            rows = self._connection.execute("SELECT id, title FROM articles").fetchall()
            self._titles = [(article, fold(title)) for article, title in rows]
        return self._titles

    def begun(self, beginning: str, most: int) -> int:
        """How many words of marks' texts begin so, each place counted, up to a number."""
        if beginning not in self._begun:
            (self._begun[beginning],) = self._connection.execute(
                "SELECT count(*) FROM (SELECT 1 FROM search_terms "
                "WHERE term >= :first AND term <= :last LIMIT :most)",
                {"first": beginning, "last": f"{beginning}\U0010ffff", "most": most},
            ).fetchone()
        return self._begun[beginning]

    def contexts(self) -> list[Context]:
        """All articles of the library with what is known of them."""
        if self._contexts is None:
            self._contexts = list(contexts(self._connection, self.texts_with))
        return self._contexts

    def texts_with(self, words: str) -> set[str]:
        """The versions in whose texts folded words stand."""
        if words not in self._texts:
            self._texts[words] = TextIndex(self._connection).versions(words)
        return self._texts[words]

    def tags(self) -> list[tuple[int, str, str]]:
        """Number, name and name folded part by part."""
        if self._tags is None:
            rows = self._connection.execute("SELECT id, name FROM tags").fetchall()
            self._tags = [(number, name, fold_path(name)) for number, name in rows]
        return self._tags

    def fields(self) -> list[tuple[str, str, str, str]]:
        """Each name with each of its values, as they are and folded."""
        if self._fields is None:
            pairs = _distinct(
                self._connection,
                "SELECT name, value FROM fields WHERE (name, value) > (?, ?) "
                "ORDER BY name, value LIMIT 1",
                "SELECT DISTINCT name, value FROM fields",
                2,
            )
            self._fields = [(name, value, fold(name), fold(value)) for name, value in pairs]
        return self._fields

    def creators(self) -> list[tuple[str, str]]:
        """Who made marks, as they are called and folded."""
        if self._creators is None:
            names = _distinct(
                self._connection,
                "SELECT creator FROM annotations WHERE creator <> '' AND creator > ? "
                "ORDER BY creator LIMIT 1",
                "SELECT DISTINCT creator FROM annotations WHERE creator <> ''",
                1,
            )
            self._creators = [(name, fold(name)) for (name,) in names]
        return self._creators


def names(connection: sqlite3.Connection) -> Names:
    """The names as they are now; those read before where nothing has changed since."""
    (version,) = connection.execute("PRAGMA data_version").fetchone()
    state = (version, connection.total_changes)
    if not isinstance(connection, Connection):
        return Names(connection)
    held = connection.remembered.get(state)
    if not isinstance(held, Names):
        held = Names(connection)
        connection.remembered = {state: held}
    return held


def _distinct(
    connection: sqlite3.Connection, following: str, every: str, width: int
) -> Iterator[tuple[str, ...]]:
    """Each row of an index once: from one to the next, or, where there are many, all together."""
    last: tuple[str, ...] = ("",) * width
    for _ in range(SKIPPED_COUNT):
        row = connection.execute(following, last).fetchone()
        if row is None:
            return
        yield row
        last = row
    yield from (row for row in connection.execute(every).fetchall() if row > last)
