"""The first look into a library says what the real opening would."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from annotations.store import glance, schema
from annotations.store.glance import Glance
from tests.annotations.store.samples import TEXT, create, library_at, mark, opened

if TYPE_CHECKING:
    from pathlib import Path

SIZE = len(TEXT)
FACTS = (SIZE, SIZE, 1)
"""Of the file, as `samples.source` has them."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


def look(path: Path, facts: tuple[int, int, int] = FACTS) -> Glance:
    return glance.glance(path, "path", str(path.parent / "a.txt"), facts)


def test_its_numbers_are_those_of_the_schema() -> None:
    assert glance.APPLICATION_ID == schema.APPLICATION_ID
    assert len(schema.STEPS) == glance.SCHEMA_VERSION


def test_a_marked_article_is_kept_while_its_file_stays_the_same(path: Path) -> None:
    with library_at(path) as library:
        create(library, opened(library, path.parent / "a.txt"), mark("crowd"))

    assert look(path) is Glance.KEPT
    for changed in [(SIZE + 1, SIZE, 1), (SIZE, SIZE + 1, 1), (SIZE, SIZE, 2)]:
        assert look(path, changed) is Glance.NOT_KEPT


def test_an_article_that_was_only_opened_is_not_kept(path: Path) -> None:
    with library_at(path) as library:
        opened(library, path.parent / "a.txt")

    assert look(path) is Glance.NOT_KEPT


def test_an_unknown_file_is_not_kept(path: Path) -> None:
    library_at(path).close()

    assert look(path) is Glance.NOT_KEPT


@pytest.mark.parametrize("pragma", ["user_version = 99", "application_id = 5"])
def test_a_newer_or_foreign_database_is_left_to_the_real_opening(path: Path, pragma: str) -> None:
    library_at(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA {pragma}")

    assert look(path) is Glance.UNUSUAL


def test_what_is_no_database_is_left_to_the_real_opening(path: Path) -> None:
    path.write_bytes(b"no database at all, " * 100)

    assert look(path) is Glance.UNUSUAL
