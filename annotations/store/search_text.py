"""Quotes and notes as they are searched, and the two indices over them.

Written in the transaction that writes the annotation, never by triggers: a library's settings forbid
triggers that write an index. How it is searched is `search`'s business.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

_INDICES = ("search_index", "search_trigram")

NUMBERED = ("annotation_tags", "fields")
"""Tables of parts of annotations that have these' numbers, so that they are found in their order."""


class SearchText:
    """The searched texts, written over one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, rows: Sequence[tuple[int, str, str, str, str]]) -> None:
        """Have annotations found.

        Args:
            rows: The annotation's number and id, its article, quote and note as they are written.
        """
        from annotations.folding import fold  # noqa: PLC0415  # not needed to open an article

        folded = [
            (number, annotation, article, fold(quote), fold(note))
            for number, annotation, article, quote, note in rows
        ]
        self._connection.executemany(
            "INSERT INTO search_text (id, annotation, article, quote, note) VALUES (?, ?, ?, ?, ?)",
            folded,
        )
        indexed = [(number, quote, note) for number, _, _, quote, note in folded]
        for index in _INDICES:
            self._connection.executemany(
                f"INSERT INTO {index} (rowid, quote, note) VALUES (?, ?, ?)", indexed
            )

    def replace(self, rows: Sequence[tuple[str, str, str, str]]) -> None:
        """Have annotations found by other texts than before.

        Args:
            rows: The annotation's id, its article, quote and note as they are written.
        """
        from annotations.folding import fold  # noqa: PLC0415  # as above

        numbers = self._taken_out([annotation for annotation, _, _, _ in rows])
        missing = [row for row in rows if row[0] not in numbers]
        if missing:  # only where the table was damaged
            self.add([(self._number(row[0]), *row) for row in missing])
        folded = [
            (fold(quote), fold(note), numbers[annotation])
            for annotation, _, quote, note in rows
            if annotation in numbers
        ]
        self._connection.executemany(
            "UPDATE search_text SET quote = ?, note = ? WHERE id = ?", folded
        )
        for index in _INDICES:
            self._connection.executemany(
                f"INSERT INTO {index} (quote, note, rowid) VALUES (?, ?, ?)", folded
            )

    def _number(self, annotation: str) -> int:
        (number,) = self._connection.execute(
            "SELECT number FROM annotations WHERE id = ?", (annotation,)
        ).fetchone()
        return int(number)

    def remove(self, annotations: Sequence[str]) -> None:
        """Have annotations no longer found; before they are deleted themselves."""
        numbers = self._taken_out(annotations)
        self._connection.executemany(
            "DELETE FROM search_text WHERE id = ?", [(number,) for number in numbers.values()]
        )

    def _taken_out(self, annotations: Sequence[str]) -> dict[str, int]:
        """Take annotations out of the indices; gives their numbers."""
        rows = self._connection.execute(
            "SELECT id, quote, note, annotation FROM search_text "
            "WHERE annotation IN (SELECT value FROM json_each(:ids))",
            {"ids": json.dumps(list(annotations))},
        ).fetchall()
        # An index over another table's content must be told what it held.
        for index in _INDICES:
            self._connection.executemany(
                f"INSERT INTO {index} ({index}, rowid, quote, note) VALUES ('delete', ?, ?, ?)",
                [row[:3] for row in rows],
            )
        return {annotation: number for number, _, _, annotation in rows}

    def forget(self, annotations: Sequence[str]) -> None:
        """Have annotations no longer found, nor any word of them left in the indices."""
        (count,) = self._connection.execute("SELECT count(*) FROM search_text").fetchone()
        if 2 * len(annotations) < count:
            self.remove(annotations)
        else:  # what is left is indexed sooner than what goes is taken out
            self._connection.execute(
                "DELETE FROM search_text WHERE annotation IN (SELECT value FROM json_each(:ids))",
                {"ids": json.dumps(list(annotations))},
            )
            for index in _INDICES:
                self._connection.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")
        for index in _INDICES:
            self._connection.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")
