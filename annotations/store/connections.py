"""Connections to a library's file, their settings, and what SQLite's errors mean to a person.

SQLite craft only: what the tables mean is left to the other modules.
"""

from __future__ import annotations

import os
import re
import sqlite3
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_from_bytes

from annotations.errors import (
    DamagedDatabaseError,
    DamagedValueError,
    DatabaseBusyError,
    DatabaseFullError,
    ForeignDatabaseError,
    InputOutputError,
    ReadOnlyDatabaseError,
    UnusableDatabaseError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from annotations.errors import StoreError
    from annotations.store.frozen import Frozen

BUSY_TIMEOUT_S = 5.0
"""How long a connection waits for another program's lock."""

SMALLEST_SQLITE = (3, 34, 0)
"""The trigram tokenizer came with it."""


_UNREAD = re.compile(r"Could not decode to UTF-8 column '(?:\w+\()?(\w+)")
"""How Python says that bytes stand for a text."""

STEP_OPERATIONS = 20_000
"""Operations of SQLite's between two looks whether an answer is still wanted: some milliseconds."""


class StoppedError(Exception):
    """What was asked for is not wanted any more."""


class Watch:
    """Sees each statement before it runs; tests let it raise at the n-th one."""

    def __init__(self) -> None:
        self.on_statement: Callable[[str], None] | None = None


class Connection(sqlite3.Connection):
    """A connection that shows its statements to a watch."""

    watch: Watch | None = None

    def __init__(self, *parameters: Any, **named: Any) -> None:  # noqa: ANN401  # as sqlite3
        super().__init__(*parameters, **named)
        self.remembered: dict[object, object] = {}
        """What was read of the library in a state of it, by that state."""
        self.frozen: Frozen | None = None
        """There if the file is read as it lies, since nothing can be written beside it."""

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:  # noqa: ANN401  # as sqlite3
        """Run one statement."""
        if self.watch is not None and self.watch.on_statement is not None:
            self.watch.on_statement(sql)
        return super().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> sqlite3.Cursor:
        """Run one statement with each of many rows."""
        if self.watch is not None and self.watch.on_statement is not None:
            self.watch.on_statement(sql)
        return super().executemany(sql, parameters)


def connect(real_path: Path, *, write: bool, watch: Watch | None = None) -> Connection:
    """Open an existing file with the settings that every connection has.

    Args:
        real_path: Absolute, links resolved.
        write: Whether this is the writer; readers cannot change anything.
        watch: Sees the statements.
    """
    place = uri(real_path)
    connection = _connection(f"{place}?mode={'rw' if write else 'ro'}")
    if not os.access(real_path.parent, os.W_OK) and not _is_readable(connection):
        from annotations.store.frozen import Frozen, may_freeze  # noqa: PLC0415  # seldom needed

        if may_freeze(real_path):
            frozen = Frozen(real_path)
            connection.close()
            connection = _connection(f"{place}?mode=ro&immutable=1")
            connection.frozen = frozen
    connection.watch = watch
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        if write:
            # FULL is a build's default only by habit; under WAL it is what survives a power cut.
            connection.execute("PRAGMA synchronous = FULL")
            if sys.platform == "darwin":  # fsync alone does not reach the platter there
                connection.execute("PRAGMA fullfsync = ON")
                connection.execute("PRAGMA checkpoint_fullfsync = ON")
        else:
            connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _connection(place: str) -> Connection:
    connection: Connection = sqlite3.connect(
        place,
        uri=True,
        timeout=BUSY_TIMEOUT_S,
        isolation_level=None,  # transactions are begun and ended by name
        check_same_thread=False,  # each is used by one thread, but closed by whoever closes the library
        factory=Connection,
    )
    return connection


def _is_readable(connection: Connection) -> bool:
    """False if SQLite cannot make what it needs beside the file."""
    try:
        connection.execute("PRAGMA schema_version").fetchone()
    except sqlite3.DatabaseError as error:
        name: str = getattr(error, "sqlite_errorname", "")
        return not name.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY"))
    return True


def uri(path: Path) -> str:
    """A path as SQLite takes it with parameters after a `?`, whatever is in its name."""
    quoted = quote_from_bytes(os.fsencode(path.as_posix()))
    return f"file://{quoted}" if quoted.startswith("/") else f"file:///{quoted}"


def number(connection: sqlite3.Connection, pragma: str) -> int:
    """The value of a pragma that is a number."""
    value: int = connection.execute(f"PRAGMA {pragma}").fetchone()[0]
    return value


@contextmanager
def stoppable(connection: sqlite3.Connection, is_stopped: Callable[[], bool]) -> Iterator[None]:
    """Have what is read meanwhile end where it is not wanted any more.

    Args:
        connection: What it is read over.
        is_stopped: Asked often, in the thread that reads.

    Raises:
        StoppedError: It is not wanted any more.
    """
    connection.set_progress_handler(is_stopped, STEP_OPERATIONS)
    try:
        yield
    except sqlite3.OperationalError:
        if is_stopped():
            raise StoppedError from None
        raise
    finally:
        connection.set_progress_handler(None, 0)


@contextmanager
def translated(path: Path, *, is_ours: bool = True) -> Iterator[None]:
    """Turn SQLite's errors into sentences where a person can do something; bugs pass.

    Args:
        path: As the person named it.
        is_ours: Whether the file is known to be a library: then "not a database" means damage.

    Raises:
        StoreError: Locked, full, read-only, damaged, unreachable.
    """
    try:
        yield
    except sqlite3.Error as error:
        known = _translation(path, error, is_ours=is_ours)
        if known is None:
            raise
        raise known from error


def _translation(path: Path, error: sqlite3.Error, *, is_ours: bool) -> StoreError | None:
    name: str = getattr(error, "sqlite_errorname", "")
    match name.removeprefix("SQLITE_").split("_")[0]:
        case "BUSY" | "LOCKED":
            return DatabaseBusyError(path)
        case "FULL":
            return DatabaseFullError(path)
        case "READONLY":
            return ReadOnlyDatabaseError(path, is_folder=not _is_in_writable_folder(path))
        case "IOERR":
            return InputOutputError(path, str(error))
        case "CORRUPT":
            return DamagedDatabaseError(path)
        case "NOTADB":
            return DamagedDatabaseError(path) if is_ours else ForeignDatabaseError(path)
        case "CANTOPEN" | "PERM" | "AUTH" | "NOLFS":
            return _unusable(path)
    unread = _UNREAD.match(str(error))
    if unread is not None:
        return DamagedValueError(path, f"{unread[1]} holds what is no text.")
    return None


def _unusable(path: Path) -> UnusableDatabaseError:
    """Why a file cannot be opened, as far as that can be seen."""
    if path.exists() and os.access(path, os.R_OK) and not _is_in_writable_folder(path):
        reason = f"{path.absolute().parent} cannot be written, and a file must stand beside it while it is open"
        return UnusableDatabaseError(
            path, reason, hint="Copy it into a folder of your own, and name the copy with --db."
        )
    return UnusableDatabaseError(path, "it cannot be opened")


def _is_in_writable_folder(path: Path) -> bool:
    return os.access(os.path.dirname(os.path.realpath(path)), os.W_OK)  # noqa: PTH120  # as bytes may be
