"""A library beside which nothing can be written is read as it lies, and only while it lies still."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotations.errors import (
    ChangedDatabaseError,
    ReadOnlyDatabaseError,
    UnmigratableDatabaseError,
)
from annotations.library import open_library
from annotations.query import parse
from annotations.store import backup, connections, disks, frozen
from tests.annotations.store.samples import create, library_at, mark, opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotations.library import Library
    from annotations.model import ArticleId


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


@pytest.fixture
def article(path: Path, tmp_path: Path) -> ArticleId:
    """An article with a mark, in a library that is closed."""
    with library_at(path) as library:
        known = opened(library, tmp_path / "a.txt")
        create(library, known, mark("crowd"))
    return known


@pytest.fixture(autouse=True)
def unwritable_disk(article: ArticleId, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001  # made before
    """Have every folder look as on a disk for reading: root may write anywhere else."""
    access = os.access
    monkeypatch.setattr(os, "access", lambda place, mode: mode != os.W_OK and access(place, mode))
    monkeypatch.setattr(connections, "_is_readable", lambda _connection: False)


def _mark_elsewhere(path: Path) -> None:
    """As another program does that may write there: its log is gone again when it has closed."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE annotations SET note = 'from elsewhere'")
        connection.commit()


def test_all_is_read_and_nothing_is_written(path: Path, article: ArticleId, tmp_path: Path) -> None:
    edits: dict[str, Callable[[Library], object]] = {
        "mark": lambda library: create(library, article, mark("Monday")),
        "undo": lambda library: library.undo().result(),
        "place": lambda library: library.keep_place(article, 1, 0.5).result(),
        "forget": lambda library: library.forget(article).result(),
    }
    with open_library(path) as library:
        assert [each.annotation.quote for each in library.find(parse("crowd"))] == ["crowd"]
        assert [each for each in library.check() if each.severity == "error"] == []
        for name, edit in edits.items():
            with pytest.raises(ReadOnlyDatabaseError) as refused:
                edit(library)
            assert "Copy it into a folder of your own" in refused.value.hint, name
    assert not list(tmp_path.glob("library.db-*"))


def test_it_is_exported_and_copied(path: Path, article: ArticleId, tmp_path: Path) -> None:
    with open_library(path) as library:
        library.export(article, "yaml", tmp_path / "a.yaml")
    copy = tmp_path / "copy.db"
    backup.write(path, copy)

    assert "crowd" in (tmp_path / "a.yaml").read_text("utf-8")
    assert copy.stat().st_size


def test_what_another_program_changes_meanwhile_is_not_given_out(path: Path) -> None:
    with open_library(path) as library:
        assert library.find(parse("crowd"))
        _mark_elsewhere(path)

        with pytest.raises(ChangedDatabaseError, match="was changed by another program"):
            library.find(parse("crowd"))
    with open_library(path) as library:
        assert library.find(parse("elsewhere")) == []  # not indexed by that program
        assert [each.annotation.note for each in library.find(parse("crowd"))] == ["from elsewhere"]


def test_a_copy_of_what_is_changed_meanwhile_is_not_kept(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"

    def is_stopped() -> bool:
        os.utime(path, ns=(1, 1))
        return False

    with pytest.raises(ChangedDatabaseError):
        backup.write(path, copy, is_stopped=is_stopped)
    assert not copy.exists()


def test_a_program_that_has_begun_to_write_is_seen_by_its_log(path: Path) -> None:
    with open_library(path) as library:
        assert library.find(parse("crowd"))
        Path(f"{path}-wal").touch()

        with pytest.raises(ChangedDatabaseError):
            library.find(parse("crowd"))


@pytest.mark.parametrize("beside", ["-wal", "-journal"])
def test_beside_an_unfinished_log_nothing_is_read_so(path: Path, beside: str) -> None:
    Path(f"{path}{beside}").touch()

    assert not frozen.may_freeze(path)


def test_on_a_disk_of_the_network_nothing_is_read_so(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert frozen.may_freeze(path)
    monkeypatch.setattr(disks, "network", lambda _path: "nfs4")

    assert not frozen.may_freeze(path)


def test_an_older_library_is_not_read_so(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 2")

    with pytest.raises(UnmigratableDatabaseError, match="is of an older postil, and may not be"):
        open_library(path)
