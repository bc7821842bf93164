"""Queries that were saved under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.folding import fold
from annotations.store.contents import as_texts

if TYPE_CHECKING:
    import sqlite3

    from annotations.store.database import Transaction


class Queries:
    """The saved queries, read and written over one connection; names are compared folded."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> dict[str, str]:
        """Names with queries, by name."""
        rows = self._connection.execute("SELECT name, query FROM queries ORDER BY folded")
        found = dict(rows.fetchall())
        as_texts(*found, *found.values())
        return found

    def save(self, name: str, query: str, transaction: Transaction) -> None:
        """Save a query; another of this name gives way."""
        self._connection.execute(
            "INSERT INTO queries (folded, name, query, created) "
            "VALUES (:folded, :name, :query, :time) ON CONFLICT (folded) DO UPDATE "
            "SET name = excluded.name, query = excluded.query, created = excluded.created",
            {"folded": fold(name), "name": name, "query": query, "time": transaction.time},
        )

    def remove(self, name: str) -> bool:
        """Remove a query; False if there was none of this name."""
        removed = self._connection.execute(
            "DELETE FROM queries WHERE folded = :folded", {"folded": fold(name)}
        )
        return removed.rowcount > 0
