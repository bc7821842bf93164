"""Each schema that was released comes to the present one with what it held."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from annotations.query import parse
from annotations.store.check import check
from annotations.store.database import Database
from annotations.store.schema import STEPS
from annotations.store.search import find
from tests.annotations.store.samples import Clock

if TYPE_CHECKING:
    from pathlib import Path

EXPORTED = ("/tmp/a.yaml", "A", "yaml", "1f3a", "2026-11-28T10:00:00Z")

ARTICLE = (
    "INSERT INTO articles (id, title, created, updated, change) "
    "VALUES ('A', 'Bamako', '2026-11-28T10:00:00Z', '2026-11-28T10:00:00Z', 1)"
)

MARKS = """
    INSERT INTO versions (id, article, sha256) VALUES ('V', 'A', '');
    INSERT INTO tags (id, name, folded, change) VALUES (4, 'sahel', 'sahel', 1);
    INSERT INTO annotations (id, article, note, created, updated, revision, change)
        VALUES ('M2', 'A', 'firm', '', '', 1, 1), ('M3', 'A', 'unsearched', '', '', 1, 1),
            ('M1', 'A', 'firm', '', '', 1, 1);
    INSERT INTO annotation_tags VALUES ('M1', 4, 0), ('M2', 4, 0), ('M3', 4, 0);
    INSERT INTO fields VALUES ('M1', 'speaker', 'Lavrov', 0), ('M2', 'speaker', 'Lavrov', 0);
    INSERT INTO search_text (id, annotation, article, quote, note)
        VALUES (3, 'M2', 'A', '', 'firm'), (7, 'M1', 'A', '', 'firm');
    INSERT INTO search_index (search_index) VALUES ('rebuild');
    INSERT INTO search_trigram (search_trigram) VALUES ('rebuild');
"""
"""Three marks, of which one is not searched, as in a library that was damaged."""

NUMBERED_MARKS = (
    MARKS.replace("annotations (id, article", "annotations (number, id, article")
    .replace("('M2', 'A', 'firm', '', ''", "(3, 'M2', 'A', 'firm', '', ''")
    .replace("('M3', 'A', 'unsearched'", "(8, 'M3', 'A', 'unsearched'")
    .replace("('M1', 'A', 'firm', '', ''", "(7, 'M1', 'A', 'firm', '', ''")
    .replace(
        "('M1', 4, 0), ('M2', 4, 0), ('M3', 4, 0)",
        "('M1', 4, 0, 7), ('M2', 4, 0, 3), ('M3', 4, 0, 8)",
    )
    .replace("'Lavrov', 0), ('M2'", "'Lavrov', 0, 7), ('M2'")
    .replace("'Lavrov', 0);", "'Lavrov', 0, 3);")
)
"""The same for the schemas since marks have numbers."""

NUMBERED_SINCE = 7


@pytest.mark.parametrize("number", range(1, len(STEPS)))
def test_s25_a_library_of_each_schema_keeps_what_it_holds(tmp_path: Path, number: int) -> None:
    path = tmp_path / "library.db"
    Database(path, clock=Clock(), steps=STEPS[:number]).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(ARTICLE)
        connection.execute("INSERT INTO exports VALUES (?, ?, ?, ?, ?)", EXPORTED)
        connection.executescript(MARKS if number < NUMBERED_SINCE else NUMBERED_MARKS)

    with (
        closing(Database(path, clock=Clock(), steps=STEPS)) as database,
        database.reading() as connection,
    ):
        assert connection.execute("PRAGMA user_version").fetchone() == (len(STEPS),)
        assert connection.execute("SELECT title, status, removed FROM articles").fetchall() == [
            ("Bamako", "", "")
        ]
        assert connection.execute("SELECT * FROM exports").fetchall() == [EXPORTED]
        for query in ("tag:sahel", "speaker:lavrov", "firm", "tag:sahel speaker:lavrov firm"):
            assert find(connection, parse(query), limit=9, sort="newest") == ["M1", "M2"]
        # What was not searched before is not searched now, and doctor says so.
        assert find(connection, parse("unsearched")) == []
        said = [each.sentence for each in check(connection, path) if "Mark" in each.sentence]
        assert said == ["Mark M3 is not searched."]
