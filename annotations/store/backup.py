"""Copies of a library that a person can go back to, in a folder apart from it.

A copy is made by SQLite's own backup out of one snapshot, checked, and only then given its name; it
is a single file. Which copies are made and kept is the business of `rotation`.
"""

from __future__ import annotations

import os
import re
import sqlite3
import sys
import time as clocks
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from annotations.errors import DamagedDatabaseError, UnwritableBackupError
from annotations.model import Timestamp
from annotations.places import make_folder
from annotations.store.connections import StoppedError, connect, stoppable, translated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Reason = Literal["auto", "migration", "restore", "hand"]
"""Why a copy was made: by itself, before a migration, before a restore, by a person's wish."""

_KEY_LENGTH = 8
"""Hexadecimal digits that tell the libraries of several paths apart."""

_STEP_PAGES = 1000
"""Copied between two looks whether it is still wanted: some 4 MB."""

_PARTIAL = ".partial"
"""How the names end of what is no copy yet, or one of a copy for a while."""

_PARTIAL_S = 3600.0
"""Seconds after which what was left of a copy that was never finished is removed."""

_NAME = re.compile(r"library-[0-9a-f]{8}-(\d{17})-(auto|migration|restore|hand)\.db")


class Backup(NamedTuple):
    """A copy of a library."""

    path: Path
    time: Timestamp
    """When it was made; empty for a file under a name of somebody's own."""
    reason: Reason
    size_bytes: int


def existing(real_path: Path, folder: Path) -> list[Backup]:
    """The copies of the library at this path, oldest first; none if there is no such folder."""
    found = []
    with suppress(OSError):
        for path in folder.glob(f"{prefix(real_path)}*.db"):
            with suppress(FileNotFoundError):  # another postil may remove it just now
                found.append(described(path))
    return sorted(found, key=lambda each: each.path.name)


def described(path: Path) -> Backup:
    """A copy by its file.

    Raises:
        OSError: It cannot be looked at.
    """
    size_bytes = path.stat().st_size
    match = _NAME.fullmatch(path.name)
    if match is None:
        return Backup(path, Timestamp(""), "hand", size_bytes)
    reason: Any = match[2]
    return Backup(path, _time(match[1]), reason, size_bytes)


def make(
    real_path: Path,
    folder: Path,
    *,
    time: Timestamp,
    reason: Reason,
    is_stopped: Callable[[], bool] = bool,
) -> Backup:
    """Copy a library, also while it is in use.

    Args:
        real_path: The library's file, links resolved.
        folder: Made where it is missing, for this user alone.
        time: Becomes part of the name.
        reason: Likewise.
        is_stopped: Asked often; True ends it.

    Raises:
        StoreError: The copy could not be made or the library is damaged; nothing is left of it.
        StoppedError: It was not wanted any more.
    """
    digits = "".join(character for character in time if character.isdigit())
    target = folder / f"{prefix(real_path)}{digits:0<17}-{reason}.db"
    write(real_path, target, is_stopped=is_stopped)
    return described(target)


def write(real_path: Path, target: Path, *, is_stopped: Callable[[], bool] = bool) -> None:
    """Copy a library to a path of one's choice; what stands there is replaced as a whole.

    Raises:
        StoreError: As for `make`.
        StoppedError: Likewise.
    """
    partial = target.with_name(f".{target.name}.{os.getpid()}{_PARTIAL}")
    try:
        make_folder(target.parent)
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        partial.chmod(0o600)
        with translated(real_path), closing(connect(real_path, write=False)) as source:
            _copy(source, partial, real_path, is_stopped)
            if source.frozen is not None:
                source.frozen.check(real_path)
        flush(partial)
        partial.replace(target)
        flush(target.parent)
    except OSError as error:
        raise UnwritableBackupError(target, reason_of(error)) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


@contextmanager
def unpacked(copy: Path, folder: Path) -> Iterator[Path]:
    """A copy of a copy, which may be migrated and is gone afterwards.

    Args:
        copy: Stays as it is.
        folder: In which the other lies meanwhile, in a folder of its own; `sweep` knows it.

    Raises:
        StoreError: It could not be made.
    """
    import tempfile  # noqa: PLC0415  # seldom needed

    try:
        make_folder(folder)
        held = tempfile.TemporaryDirectory(
            prefix=".library-", suffix=_PARTIAL, dir=folder, ignore_cleanup_errors=True
        )
    except OSError as error:
        raise UnwritableBackupError(folder, reason_of(error)) from error
    with held as name:
        path = Path(name) / "library.db"
        write(copy, path)
        yield path


def sweep(folder: Path) -> None:
    """Remove what is left of copies whose program was killed."""
    with suppress(OSError):
        for path in folder.glob(f".library-*{_PARTIAL}*"):
            with suppress(OSError):
                if clocks.time() - path.stat().st_mtime > _PARTIAL_S:
                    _remove_whole(path)


def _remove_whole(path: Path) -> None:
    if path.is_dir():
        import shutil  # noqa: PLC0415  # as above

        shutil.rmtree(path)
    else:
        path.unlink()


def remove(copies: Iterable[Backup]) -> None:
    """Remove copies as far as that can be done: one that must stay is no reason to fail."""
    for each in copies:
        with suppress(OSError):
            each.path.unlink(missing_ok=True)


def holding(article: str, copies: Iterable[Backup]) -> list[Path]:
    """Those of the copies that hold an article; one that cannot be read counts as holding it."""
    found = []
    for path, *_ in copies:
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


def state(connection: sqlite3.Connection) -> tuple[object, ...]:
    """What differs as soon as anything was done to a library, but for reading places.

    Every change to a mark, an article or the codebook draws a number; what draws none is counted.
    """
    row: tuple[object, ...] = connection.execute(
        "SELECT (SELECT value FROM counters WHERE name = 'change'), "
        "(SELECT max(id) FROM history), (SELECT count(*) FROM articles), "
        "(SELECT count(*) FROM versions), (SELECT count(*) || max(created) FROM bookmarks), "
        "(SELECT count(*) || max(created) || total(length(query)) FROM queries), "
        "(SELECT total(length(status) + length(removed)) FROM articles), "
        "(SELECT count(*) || total(length(letter)) FROM tags), "
        "(SELECT count(*) || total(length(description)) FROM known_fields)"
    ).fetchone()
    return row


def is_of(copy: Backup, connection: sqlite3.Connection) -> bool:
    """True if a copy holds what the library holds now."""
    try:
        with closing(connect(copy.path, write=False)) as old:
            return state(old) == state(connection)
    except sqlite3.Error:
        return False


def check(connection: sqlite3.Connection, is_stopped: Callable[[], bool], *, quick: bool) -> str:
    """SQLite's own verdict on a file: `ok`, or the first thing that is wrong.

    Raises:
        StoppedError: It was not wanted any more.
    """
    with stoppable(connection, is_stopped):
        pragma = "quick_check" if quick else "integrity_check"
        verdict: str = connection.execute(f"PRAGMA {pragma}(1)").fetchone()[0]
    return verdict


def flush(path: Path) -> None:
    """Have the disk hold what was written; a folder cannot be opened on Windows, nor needs to."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except PermissionError:
        if path.is_dir():
            return
        raise
    try:
        if sys.platform == "darwin":  # fsync alone does not reach the platter there
            import fcntl  # noqa: PLC0415

            with suppress(OSError):  # not every file system has it
                fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
                return
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def reason_of(error: OSError) -> str:
    """What the system says, for the middle of a sentence."""
    return (error.strerror or str(error)).lower()


def _copy(
    source: sqlite3.Connection, partial: Path, real_path: Path, is_stopped: Callable[[], bool]
) -> None:
    def look(_status: int, _left: int, _all: int) -> None:
        if is_stopped():
            raise StoppedError
        # Bit by bit: all at the end would hold up the marks that are made meanwhile.
        flush(partial)

    with closing(sqlite3.connect(partial, isolation_level=None)) as copy:
        copy.execute("PRAGMA synchronous = OFF")  # it is flushed here
        # Nobody else has it; and `flush`, which closes it, would drop its locks.
        copy.execute("PRAGMA locking_mode = EXCLUSIVE")
        # One snapshot for all steps: without it, each write by somebody else begins the copy anew.
        source.execute("BEGIN")
        try:
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            source.backup(copy, pages=_STEP_PAGES, progress=look)
        finally:
            source.rollback()
        # Not WAL, so that the copy is one file and opens from a read-only disk.
        copy.execute("PRAGMA journal_mode = DELETE")
        verdict = check(copy, is_stopped, quick=False)
    if verdict != "ok":
        raise DamagedDatabaseError(real_path)


def prefix(real_path: Path) -> str:
    """How the names begin of all that is kept for the library at a path."""
    import hashlib  # noqa: PLC0415  # not before the first paint

    key = hashlib.sha256(os.fsencode(real_path)).hexdigest()[:_KEY_LENGTH]
    return f"library-{key}-"


def _time(digits: str) -> Timestamp:
    day = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}"
    clock = f"{digits[8:10]}:{digits[10:12]}:{digits[12:14]}"
    milliseconds = "" if digits[14:] == "000" else f".{digits[14:]}"
    return Timestamp(f"{day}T{clock}{milliseconds}Z")
