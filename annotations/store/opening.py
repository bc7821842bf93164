"""How a library's file is opened: what it must be, what is refused, and how a new one is made.

The order: is it there, a regular file, ours, not newer; if older, a copy is made and the missing
steps are taken in one transaction.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from annotations import model
from annotations.errors import (
    DamagedDatabaseError,
    ForeignDatabaseError,
    LostDatabaseError,
    NewerDatabaseError,
    UnmigratableDatabaseError,
    UnusableDatabaseError,
)
from annotations.places import make_folder
from annotations.store.connections import (
    SMALLEST_SQLITE,
    Connection,
    Watch,
    connect,
    number,
    translated,
)
from annotations.store.schema import APPLICATION_ID, migrate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlite_utils import Database as Tables

_MAGIC = b"SQLite format 3\x00"
_HEADER_LENGTH = 100
_APPLICATION_ID_AT = slice(68, 72)
"""Where the header holds the number; SQLite's file format, section 1.3."""


def open_file(
    path: Path,
    *,
    steps: Sequence[Callable[[Tables], None]],
    watch: Watch,
    backups: Callable[[], Path],
    is_open_here: Callable[[os.stat_result], bool],
) -> tuple[Connection, Path, os.stat_result]:
    """Open a library for writing, and make or migrate it where needed.

    Args:
        path: As the person named it; errors show it so.
        steps: The schema's.
        watch: Sees the statements.
        backups: Tells the folder of the copies, when that is needed.
        is_open_here: Whether this process has that file open already.

    Returns:
        The writer's connection, the file with its links resolved, and what the file is.

    Raises:
        StoreError: It cannot be used; it was left as it is.
    """
    if sqlite3.sqlite_version_info < SMALLEST_SQLITE:
        raise UnusableDatabaseError(
            path,
            f"this Python brings SQLite {sqlite3.sqlite_version}, which is too old",
            hint="Use a newer Python.",
        )
    try:
        real_path = Path(os.path.realpath(path))
        status = _status(path, real_path)
        if status is None or status.st_size == 0:
            _refuse_if_lost(path, real_path, backups)
        if status is None:
            status = _create_empty(real_path)
        elif status.st_size and not is_open_here(status):
            _check_header(path, real_path)
    except OSError as error:
        raise UnusableDatabaseError(path, (error.strerror or str(error)).lower()) from error
    except ValueError as error:  # a NUL in the path
        raise UnusableDatabaseError(path, "that is no file name") from error
    with translated(path):
        connection = connect(real_path, write=True, watch=watch)
        try:
            _bring_up_to_date(connection, path, real_path, steps=steps, backups=backups)
        except BaseException:
            connection.close()
            raise
    return connection, real_path, status


def _status(path: Path, real_path: Path) -> os.stat_result | None:
    try:
        status = real_path.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(status.st_mode):
        raise UnusableDatabaseError(path, "it is a folder")
    if not stat.S_ISREG(status.st_mode):
        raise UnusableDatabaseError(path, "it is no regular file")
    return status


def _refuse_if_lost(path: Path, real_path: Path, backups: Callable[[], Path]) -> None:
    from annotations.store import backup  # noqa: PLC0415  # not where the library is there

    copies = backup.existing(real_path, backups())
    if copies:
        raise LostDatabaseError(path, copies[-1].path, copies[-1].time)


def _create_empty(real_path: Path) -> os.stat_result:
    make_folder(real_path.parent)
    # Not exclusive: another postil may be making it at this moment, and the schema has a lock.
    descriptor = os.open(real_path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        status = os.fstat(descriptor)
        if status.st_size == 0 and os.name == "posix":
            os.fchmod(descriptor, 0o600)
        return status
    finally:
        os.close(descriptor)


def _check_header(path: Path, real_path: Path) -> None:
    """Refuse what is no library before SQLite touches it.

    Not done for a file that this process has open: closing any descriptor of it would drop its locks.
    """
    if Path(f"{real_path}-journal").exists():
        return  # perhaps half made: SQLite takes it back first, and its pragmas tell then
    with real_path.open("rb") as file:
        header = file.read(_HEADER_LENGTH)
    if not _MAGIC.startswith(header[: len(_MAGIC)]):
        raise ForeignDatabaseError(path)
    if len(header) < _HEADER_LENGTH:
        raise DamagedDatabaseError(path)
    if int.from_bytes(header[_APPLICATION_ID_AT], "big") != APPLICATION_ID:
        raise ForeignDatabaseError(path)


def _bring_up_to_date(
    connection: Connection,
    path: Path,
    real_path: Path,
    *,
    steps: Sequence[Callable[[Tables], None]],
    backups: Callable[[], Path],
) -> None:
    taken = _taken(connection, path, steps)
    if taken < len(steps):
        is_writable = connection.frozen is None and os.access(real_path, os.W_OK)
        if taken and not is_writable:  # before a copy is made for nothing
            raise UnmigratableDatabaseError(path)
        # Outside a transaction, for inside it this pragma silently does nothing.
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN IMMEDIATE")
        try:
            taken = _taken(connection, path, steps)  # another postil may have been faster
            if taken < len(steps):
                if taken:
                    _keep_copy(real_path, backups())
                migrate(connection, steps)
            connection.execute("COMMIT")
        except BaseException:
            connection.rollback()
            raise
        connection.execute("PRAGMA foreign_keys = ON")
    if connection.frozen is None:
        _choose_journal(connection, real_path)


def _choose_journal(connection: Connection, real_path: Path) -> None:
    """WAL, for it is fast and lets others read; but on a network it destroys what two write at once."""
    if _may_be_far(connection, real_path):
        from annotations.store import disks  # noqa: PLC0415  # seldom needed, nor on usual disks

        if disks.network(real_path):
            with suppress(sqlite3.OperationalError):  # while another postil has it open
                connection.execute("PRAGMA journal_mode = DELETE")
            return
    connection.execute("PRAGMA journal_mode = WAL")


def _may_be_far(connection: Connection, real_path: Path) -> bool:
    """False if a file certainly lies on a disk of this machine."""
    if sys.platform == "linux":
        # What has no device of its own: networks, and some local ones.
        return os.major(real_path.stat().st_dev) == 0
    if sys.platform == "win32":
        return True
    # To ask is dear there: only before the log is chosen for the first time.
    return bool(connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal")


def _taken(connection: Connection, path: Path, steps: Sequence[Callable[[Tables], None]]) -> int:
    """How many steps the file has taken; 0 for an empty one.

    Raises:
        ForeignDatabaseError: Another program's.
        NewerDatabaseError: More than there are.
    """
    application_id = number(connection, "application_id")
    taken = number(connection, "user_version")
    if application_id != APPLICATION_ID:
        if application_id or taken or number(connection, "schema_version"):
            raise ForeignDatabaseError(path)
        return 0
    if taken > len(steps):
        raise NewerDatabaseError(path)
    return taken


def _keep_copy(real_path: Path, folder: Path) -> None:
    from annotations.store import backup, rotation  # noqa: PLC0415  # once for each schema

    made = backup.make(real_path, folder, time=model.now(), reason="migration")
    backup.remove(rotation.superfluous(backup.existing(real_path, folder), newest=made))
