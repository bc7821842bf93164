"""Copies of a library that a person can go back to, in a folder apart from it.

A copy is made by SQLite's own backup, checked, and only then given its name; it is a single file.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.errors import DamagedDatabaseError, UnusableDatabaseError
from annotations.store.connections import connect, translated

if TYPE_CHECKING:
    from annotations.model import Timestamp

KEPT_BEFORE_MIGRATION = 3
"""Copies made before a migration that are kept."""

_KEY_LENGTH = 8
"""Hexadecimal digits that tell the libraries of several paths apart."""


def default_folder() -> Path:
    """Where copies lie: `POSTIL_BACKUPS`, else `backups` in the platform's folder for state."""
    named = os.environ.get("POSTIL_BACKUPS")
    if named:
        return Path(named).expanduser().absolute()
    from platformdirs import user_state_path  # noqa: PLC0415  # 9 ms, and seldom needed

    return user_state_path("postil", appauthor=False) / "backups"


def existing(real_path: Path, folder: Path) -> list[Path]:
    """The copies of the library at this path, oldest first; none if there is no such folder."""
    try:
        return sorted(folder.glob(f"{_prefix(real_path)}*.db"))
    except OSError:
        return []


def make(real_path: Path, folder: Path, *, time: Timestamp, reason: str) -> Path:
    """Copy a library, also while it is in use.

    Args:
        real_path: The library's file, links resolved.
        folder: Made where it is missing, for this user alone.
        time: Becomes part of the name.
        reason: One word for the name, such as `migration`.

    Raises:
        StoreError: The copy could not be made or is damaged; nothing is left of it.
    """
    make_folder(folder)
    digits = "".join(character for character in time if character.isdigit())
    target = folder / f"{_prefix(real_path)}{digits:0<17}-{reason}.db"
    partial = folder / f".{target.name}.{os.getpid()}.partial"
    try:
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        partial.chmod(0o600)
        with translated(target), closing(connect(real_path, write=False)) as source:
            _copy(source, partial, target)
        _flush(partial)
        partial.replace(target)
        _flush(folder)
    except OSError as error:
        raise UnusableDatabaseError(target, _reason(error)) from error
    finally:
        partial.unlink(missing_ok=True)
    return target


def keep_newest(real_path: Path, folder: Path, *, reason: str, count: int) -> None:
    """Remove all but the newest copies of one reason."""
    made = [path for path in existing(real_path, folder) if path.stem.endswith(f"-{reason}")]
    for path in made[: max(0, len(made) - count)]:
        path.unlink(missing_ok=True)


def holding(article: str, copies: list[Path]) -> list[Path]:
    """Those of the copies that hold an article; one that cannot be read counts as holding it."""
    found = []
    for path in copies:
        try:
            with closing(connect(path, write=False)) as connection:
                row = connection.execute(
                    "SELECT 1 FROM articles WHERE id = :id", {"id": article}
                ).fetchone()
        except sqlite3.Error:
            found.append(path)
        else:
            if row is not None:
                found.append(path)
    return found


def make_folder(folder: Path) -> None:
    """Make a folder and those above it where they are missing, for this user alone."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        if folder == folder.parent:
            break
        folder = folder.parent
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)


def _copy(source: sqlite3.Connection, partial: Path, target: Path) -> None:
    with closing(sqlite3.connect(partial, isolation_level=None)) as copy:
        source.backup(copy)
        # Not WAL, so that the copy is one file and opens from a read-only disk.
        copy.execute("PRAGMA journal_mode = DELETE")
        verdict = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if verdict != "ok":
        raise DamagedDatabaseError(target)


def _prefix(real_path: Path) -> str:
    import hashlib  # noqa: PLC0415  # not before the first paint

    key = hashlib.sha256(os.fsencode(real_path)).hexdigest()[:_KEY_LENGTH]
    return f"library-{key}-"


def _flush(path: Path) -> None:
    """Have the disk hold what was written; a folder cannot be opened on Windows, nor needs to."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except PermissionError:
        if path.is_dir():
            return
        raise
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
