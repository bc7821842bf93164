"""What a repair derives anew, and what it leaves alone because nobody can know it."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from annotations.query import parse
from tests.annotations.store.samples import create, library_at, mark, opened
from tests.annotations.store.test_methods import snapshot as all_rows

if TYPE_CHECKING:
    from pathlib import Path

    from annotations.model import ArticleId


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    folder.mkdir(mode=0o700)
    return folder / "library.db"


@pytest.fixture
def article(path: Path) -> ArticleId:
    with library_at(path) as library:
        identity = opened(library, path.parent / "a.txt")
        create(library, identity, mark("crowd", tags=("Sahel",), note="first"))
        create(library, identity, mark("firm will"))
    return identity


def snapshot(path: Path) -> dict[str, list[Any]]:
    """All rows but how the indices lie in theirs."""
    indices = ("search_index", "search_trigram", "sqlite_stat")
    return {name: rows for name, rows in all_rows(path).items() if not name.startswith(indices)}


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE versions SET length = 3",
        "UPDATE tags SET folded = 'other'",
        "DELETE FROM search_text",
        "UPDATE search_text SET quote = 'x'",
        "UPDATE search_text SET id = id + 9",
        "UPDATE annotation_tags SET number = number + 1",
        "INSERT INTO search_index (search_index) VALUES ('delete-all')",
        "INSERT INTO search_trigram (search_trigram) VALUES ('delete-all')",
        "DELETE FROM search_index_data WHERE id > 10",
    ],
)
@pytest.mark.usefixtures("article")
def test_what_follows_from_what_is_sound_is_written_anew(path: Path, damage: str) -> None:
    before = snapshot(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(damage)

    with library_at(path) as library:
        done = library.safekeeping.repair().result()

        assert done
        assert [each for each in library.check() if each.severity != "note"] == []
        assert len(library.find(parse("crowd"))) == 1
        assert len(library.find(parse("tag:sahel"))) == 1
    assert snapshot(path) == before


@pytest.mark.usefixtures("article")
def test_an_index_that_is_not_as_its_table_is_built_anew(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_master SET sql = replace(sql, 'WHERE url <> ''', 'WHERE url = ''') "
            "WHERE name = 'articles_url'"
        )
    with library_at(path) as library:
        found = [each for each in library.check() if "index" in each.sentence]
        assert {(each.severity, each.is_derivable) for each in found} == {("warning", True)}

        library.safekeeping.repair().result()

        assert [each for each in library.check() if "index" in each.sentence] == []


@pytest.mark.parametrize(
    ("damage", "severity"),
    [
        ("UPDATE versions SET text = text || '!'", "error"),
        ("UPDATE versions SET text = text || '!', length = 3", "error"),
        ("UPDATE ranges SET start = start + 1", "error"),
        ("UPDATE ranges SET state = 'lost'", "error"),
        ("UPDATE annotations SET colour = 'pink'", "error"),
        ("UPDATE history_changes SET after = '{'", "error"),
        ("UPDATE articles SET authors = 'x'", "error"),
        # Two tags under one form: which is meant cannot be known.
        (
            "INSERT INTO tags (name, folded, change) VALUES ('SAHEL', 'sahel (2)', 1)",
            "warning",
        ),
    ],
)
@pytest.mark.usefixtures("article")
def test_what_cannot_be_known_is_left_as_it_is(path: Path, damage: str, severity: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(damage)
    before = snapshot(path)

    with library_at(path) as library:
        library.safekeeping.repair().result()

        assert severity in [each.severity for each in library.check()]
    assert snapshot(path) == before


def test_the_index_written_anew_gives_the_same_answers(path: Path, article: ArticleId) -> None:
    chance = random.Random(5)
    words = ["crowd", "Monday", "firm will", "presidents", "applauded", "“The world has changed”"]
    queries = [
        "crowd",
        "mon",
        "“world has”",
        "note:née",
        "-crowd firm",
        "crowd or note:日本",
        "tag:=sahel",
        "text:applauded",
        "text:moon",
    ]
    with library_at(path) as library:
        for number in range(60):
            note = " ".join(chance.sample([*words, "née", "日本語", "NEE"], 3))
            create(
                library, article, mark(chance.choice(words), note=note, tags=(f"t{number % 7}",))
            )
        other = opened(library, path.parent / "b.txt", "Nobody saw the moon. Nobody applauded.")
        create(library, other, mark("moon", text="Nobody saw the moon. Nobody applauded."))

        def answers() -> list[list[tuple[str, str]]]:
            return [
                [(sort, each.annotation.id) for each in library.find(parse(query), sort=sort)]
                for query in queries
                for sort in ("place", "newest", "relevance")
            ]

        before = answers()
        assert all(before)
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("INSERT INTO search_index (search_index) VALUES ('delete-all')")
            connection.execute("INSERT INTO search_trigram (search_trigram) VALUES ('delete-all')")
            connection.execute("INSERT INTO text_index (text_index) VALUES ('delete-all')")
            connection.execute("DELETE FROM search_text")
        assert answers() != before

        library.safekeeping.repair().result()

        assert answers() == before
