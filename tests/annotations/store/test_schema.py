"""Each schema that was released comes to the present one with what it held."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from annotations.store.database import Database
from annotations.store.schema import STEPS
from tests.annotations.store.samples import Clock

if TYPE_CHECKING:
    from pathlib import Path

EXPORTED = ("/tmp/a.yaml", "A", "yaml", "1f3a", "2026-11-28T10:00:00Z")

ARTICLE = (
    "INSERT INTO articles (id, title, created, updated, change) "
    "VALUES ('A', 'Bamako', '2026-11-28T10:00:00Z', '2026-11-28T10:00:00Z', 1)"
)


@pytest.mark.parametrize("number", range(1, len(STEPS)))
def test_s25_a_library_of_each_schema_keeps_what_it_holds(tmp_path: Path, number: int) -> None:
    path = tmp_path / "library.db"
    Database(path, clock=Clock(), steps=STEPS[:number]).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(ARTICLE)
        connection.execute("INSERT INTO exports VALUES (?, ?, ?, ?, ?)", EXPORTED)

    with (
        closing(Database(path, clock=Clock(), steps=STEPS)) as database,
        database.reading() as connection,
    ):
        assert connection.execute("PRAGMA user_version").fetchone() == (len(STEPS),)
        assert connection.execute("SELECT title, status, removed FROM articles").fetchall() == [
            ("Bamako", "", "")
        ]
        assert connection.execute("SELECT * FROM exports").fetchall() == [EXPORTED]
