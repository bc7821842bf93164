"""One library's connections: a writer in its own thread, and a reader for each thread that asks.

A write is one transaction, begun immediately, short, and durable when its future resolves.
"""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from annotations.errors import NewerDatabaseError, PostilError, UnusableDatabaseError
from annotations.places import backups_folder
from annotations.store.connections import (
    Connection,
    StoppedError,
    Watch,
    connect,
    number,
    translated,
)
from annotations.store.opening import open_file
from annotations.store.schema import STEPS

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from sqlite_utils import Database as Tables

    from annotations.model import Timestamp

T = TypeVar("T")

_open_files: Counter[tuple[int, int]] = Counter()
"""Device and inode of the libraries this process has open."""
_open_files_lock = threading.Lock()


class Transaction:
    """One write: its connection, its moment and its number."""

    def __init__(self, connection: Connection, time: Timestamp, own_changes: set[int]) -> None:
        self.connection = connection
        self.time = time
        """The moment that all it writes is stamped with."""
        self._own_changes = own_changes
        self._change: int | None = None

    @property
    def change(self) -> int:
        """The number of this write, higher than that of every earlier one; drawn when first asked for."""
        if self._change is None:
            self.connection.execute("UPDATE counters SET value = value + 1 WHERE name = 'change'")
            self._change = last_change(self.connection)
            # Before the commit makes it visible, so that nobody takes it for another program's.
            self._own_changes.add(self._change)
        return self._change

    def announce(self) -> None:
        """Have those here who follow an article told of this write, as of another program's.

        For what changes marks without being asked through their article.
        """
        self._own_changes.discard(self.change)

    def withdraw(self) -> None:
        """Give the number back: the write failed, and another program may draw it."""
        if self._change is not None:
            self._own_changes.discard(self._change)


def last_change(connection: Connection) -> int:
    """The number of the last write that touched a row, by whichever program."""
    value: int = connection.execute("SELECT value FROM counters WHERE name = 'change'").fetchone()[
        0
    ]
    return value


class Database:
    """An open library file. Close it: the writer's thread ends by that alone."""

    def __init__(
        self,
        path: Path,
        *,
        clock: Callable[[], Timestamp],
        steps: Sequence[Callable[[Tables], None]] = STEPS,
        backups: Callable[[], Path] = backups_folder,
        watch: Watch | None = None,
    ) -> None:
        self.path = path
        self.watch = watch or Watch()
        self.own_changes: set[int] = set()
        """Numbers of the writes made here."""
        self.clock = clock
        """Tells the time."""
        self._version = len(steps)
        self._local = threading.local()
        self._readers: list[Connection] = []
        self._lock = threading.Lock()
        self._read_ended = threading.Condition(self._lock)
        self._reading_threads: Counter[int] = Counter()
        """Which threads are in `reading`: a connection closed under one crashes the interpreter."""
        self._is_closed = False
        self.connection, self.real_path, status = open_file(
            path, steps=steps, watch=self.watch, backups=backups, is_open_here=_is_open_here
        )
        """The writer's."""
        self._identity = (status.st_dev, status.st_ino)
        with _open_files_lock:
            _open_files[self._identity] += 1
        # Its thread starts with the first write, and is waited for when the program ends.
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="postil-writer")

    def write(
        self, job: Callable[[Transaction], T], *, keep: bool = True, is_whole: bool = False
    ) -> Future[T]:
        """Have the writer's thread run a job in a transaction of its own.

        Args:
            job: Gets the transaction; what it raises undoes the transaction and goes to the future.
            keep: False takes all back at the end: what would it do?
            is_whole: The job itself sees to it that no row loses its parent: foreign keys, which are
                looked at row by row, are off meanwhile.

        Returns:
            Resolves after the commit, when what was written survives a power cut.
        """
        return self._writer.submit(self._run, job, keep=keep, is_whole=is_whole)

    def maintain(self, job: Callable[[Connection], T]) -> Future[T]:
        """Have the writer's thread do what cannot be done in a transaction."""

        def run() -> T:
            with translated(self.path), self._explained(self.connection):
                self._check_in_place()
                return job(self.connection)

        return self._writer.submit(run)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """This thread's reader, in one snapshot of the library.

        Raises:
            StoreError: It cannot be read, or a newer postil has migrated it.
            ValueError: The library is closed.
        """
        with self._kept_open(), translated(self.path):
            connection = self._reader()
            if connection.in_transaction:
                yield connection
                return
            connection.execute("BEGIN")
            try:
                with self._explained(connection):
                    self._check_version(connection)
                    yield connection
            finally:
                connection.rollback()
                if connection.frozen is not None:  # else what was read may be half of two states
                    connection.frozen.check(self.path)

    @contextmanager
    def _explained(self, connection: Connection) -> Iterator[None]:
        """Where something goes wrong for what stands in the library, say what that is; bugs pass."""
        try:
            yield
        except (PostilError, StoppedError):
            raise
        except Exception as error:
            from annotations.store.soundness import explain  # noqa: PLC0415  # only then

            explain(connection, self.path, error)
            raise

    @contextmanager
    def _kept_open(self) -> Iterator[None]:
        """While it lasts, `close` in another thread waits."""
        thread = threading.get_ident()
        with self._lock:
            if self._is_closed and not self._reading_threads[thread]:
                sentence = "the library is closed"
                raise ValueError(sentence)
            self._reading_threads[thread] += 1
        try:
            yield
        finally:
            with self._lock:
                self._reading_threads[thread] -= 1
                self._read_ended.notify_all()

    def _is_read_elsewhere(self) -> bool:
        others = self._reading_threads.total() - self._reading_threads[threading.get_ident()]
        return others > 0

    def close(self) -> None:
        """Finish what was asked for and what other threads read, then close every connection.

        A second time does nothing.
        """
        with self._lock:
            if self._is_closed:
                return
            self._is_closed = True
        # A job may ask for another one; after this one, all such stand in the queue.
        self._writer.submit(int).result()
        self._writer.shutdown(wait=True)
        with self._read_ended:
            self._read_ended.wait_for(lambda: not self._is_read_elsewhere())
        for reader in self._readers:
            reader.close()
        # The last program to close copies the log into the file, and removes it.
        self.connection.close()
        with _open_files_lock:
            _open_files[self._identity] -= 1

    def _reader(self) -> Connection:
        connection: Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            with self._lock:
                self._check_in_place()
                connection = connect(self.real_path, write=False, watch=self.watch)
                self._readers.append(connection)
            self._local.connection = connection
        return connection

    def _run(self, job: Callable[[Transaction], T], *, keep: bool, is_whole: bool) -> T:
        connection = self.connection
        transaction = Transaction(connection, self.clock(), self.own_changes)
        with translated(self.path), self._explained(connection):
            self._check_in_place()
            try:
                if is_whole:  # outside a transaction, for inside it this silently does nothing
                    connection.execute("PRAGMA foreign_keys = OFF")
                connection.execute("BEGIN IMMEDIATE")
                self._check_version(connection)
                result = job(transaction)
                if keep:
                    self._check_in_place()
                    connection.execute("COMMIT")
                else:
                    transaction.withdraw()
                    connection.rollback()
            except BaseException:
                transaction.withdraw()
                connection.rollback()
                raise
            finally:
                if is_whole:
                    connection.execute("PRAGMA foreign_keys = ON")
        return result

    def _check_version(self, connection: Connection) -> None:
        if number(connection, "user_version") != self._version:
            raise NewerDatabaseError(self.path)

    def _check_in_place(self) -> None:
        """Refuse to write into a file that nobody would find again.

        Raises:
            UnusableDatabaseError: It was deleted or replaced.
        """
        try:
            status = self.real_path.stat()
        except OSError as error:
            reason = "it was deleted or moved while it was open"
            raise UnusableDatabaseError(self.path, reason, hint=_HINT_GONE) from error
        if (status.st_dev, status.st_ino) != self._identity:
            reason = "another file was put in its place while it was open"
            raise UnusableDatabaseError(self.path, reason, hint=_HINT_GONE)


_HINT_GONE = "Nothing more is written; put the file back, or start again."


def _is_open_here(status: os.stat_result) -> bool:
    with _open_files_lock:
        return _open_files[status.st_dev, status.st_ino] > 0
