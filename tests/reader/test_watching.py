"""What a look at the file shows."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from reader.watching import FileWatch, Sight

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "visit.md"
    path.write_text("as it was", encoding="utf-8")
    return path


@pytest.fixture
def watch(file: Path) -> FileWatch:
    status = file.stat()
    return FileWatch(file, size_bytes=status.st_size, mtime_ns=status.st_mtime_ns)


def test_nothing_has_happened(watch: FileWatch) -> None:
    assert watch.look() is Sight.SAME


def test_another_size_or_time_is_a_change(file: Path, watch: FileWatch) -> None:
    status = file.stat()
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    assert watch.look() is Sight.CHANGED

    file.write_text("as it is now", encoding="utf-8")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert watch.look() is Sight.CHANGED


def test_a_file_is_gone_at_the_second_look(file: Path, watch: FileWatch) -> None:
    file.unlink()

    assert [watch.look(), watch.look(), watch.look()] == [Sight.SAME, Sight.GONE, Sight.GONE]


def test_a_file_that_an_editor_puts_in_place_was_never_gone(file: Path, watch: FileWatch) -> None:
    file.unlink()
    assert watch.look() is Sight.SAME
    file.write_text("saved by an editor", encoding="utf-8")

    assert watch.look() is Sight.CHANGED


def test_what_cannot_be_looked_at_is_no_change(tmp_path: Path) -> None:
    assert FileWatch(tmp_path / ("x" * 300), size_bytes=1, mtime_ns=1).look() is Sight.SAME
