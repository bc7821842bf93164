"""What a person has written into fields and relations before, so that it can be offered again.

Ids grow with time, so the newest rows are those at the end of a table's key: however large the
library is, only some thousands of them are looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

    from annotations.model import ArticleId

ROWS_READ = 4_000
"""Rows looked at of an article and of the library: some milliseconds, and more than one remembers."""

_OF_ARTICLE = """
    SELECT {columns} FROM (
        SELECT id, change FROM annotations WHERE article = :article
        ORDER BY change DESC LIMIT :rows
    ) AS latest
    JOIN {table} ON {table}.annotation = latest.id
    ORDER BY latest.change DESC, latest.id DESC, {table}.position DESC LIMIT :rows
"""

_OF_LIBRARY = "SELECT {columns} FROM {table} ORDER BY annotation DESC LIMIT :rows"


class Completions:
    """Names and values in use, read over one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def fields(self, article: ArticleId | None, limit: int) -> list[tuple[str, str]]:
        """Names with their values, each pair once: the article's last changed first, then others."""
        return self._latest("fields", "name, value", article)[:limit]  # type: ignore[return-value]  # two columns

    def relations(self, article: ArticleId | None, limit: int) -> list[str]:
        """Names of relations, each once, in the same order."""
        return [name for (name,) in self._latest("relations", "name", article)[:limit]]

    def _latest(self, table: str, columns: str, article: ArticleId | None) -> list[tuple[str, ...]]:
        parameters = {"article": article, "rows": ROWS_READ}
        found: dict[tuple[str, ...], None] = {}
        for statement in (_OF_ARTICLE, _OF_LIBRARY):
            sql = statement.format(table=table, columns=columns)
            found.update(dict.fromkeys(self._connection.execute(sql, parameters)))
        return list(found)
