"""What is done so that an open library is not lost: backups, an article's return, looks at its health.

The part of the façade for it, reached as `library.safekeeping`. What concerns a library that need not be
open, or cannot be opened any more, stands in `backups`.
"""

from __future__ import annotations

import os
import shutil
import threading
from concurrent.futures import Future, InvalidStateError
from contextlib import closing, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from annotations.backups import article_in, backups_of
from annotations.errors import (
    DamagedDatabaseError,
    DatabaseFullError,
    InvalidValueError,
    PostilError,
    UnusableDatabaseError,
    UnwritableBackupError,
)
from annotations.places import backups_folder, make_folder
from annotations.store import backup, restoring, rotation
from annotations.store.connections import StoppedError, connect, translated

if TYPE_CHECKING:
    from pathlib import Path

    from annotations.library import Library
    from annotations.model import Annotation, Timestamp
    from annotations.results import Imported
    from annotations.store.backup import Backup
    from annotations.store.check import Finding
    from annotations.store.database import Transaction

CHECKED_S = 24 * 3600.0
"""Between two looks at a library of which no copy is made, since nothing changes: a day."""

LARGE_BYTES = 64_000_000
"""Of a library that takes so long to copy, half a second, that one should not wait for it each hour."""

SPARE_BYTES = 100_000_000
"""Left free on the disk of the backups by those that postil makes by itself, beside once its size."""

PATIENCE_S = 0.05
"""How long closing waits for the end of what is done in the background."""

_ELSEWHERE = "Keep it on a disk of this machine (--db), and take annotated YAML along instead."


class Danger(NamedTuple):
    """Something that threatens a library, though all is well now."""

    key: str
    """Names it and the library, so that it can be told once; fit for a file's name."""
    sentence: str
    hint: str


class Safekeeping:
    """The care for an open library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._real_path = library.database.real_path
        self._is_stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def close(self) -> None:
        """End what is done in the background, for good; no longer than a person would notice."""
        self._is_stopped.set()
        if self._thread is not None:
            # A disk that is just told to hold a large copy cannot be interrupted; what is left of that
            # copy is swept another time.
            self._thread.join(PATIENCE_S)

    def backups(self) -> list[Backup]:
        """The backups, the newest first."""
        return backups_of(self._real_path)

    def back_up(self, target: Path | None = None, *, overwrite: bool = False) -> Backup:
        """Make a backup now.

        Args:
            target: The file, or a folder for it; None: among the others, where it stays until a person
                deletes it.
            overwrite: Whether an earlier backup may be replaced.

        Raises:
            StoreError: It cannot be made, or the target is something else.
        """
        folder = backups_folder() if target is None else target
        if target is None or target.is_dir():
            return backup.make(self._real_path, folder, time=self._time(), reason="hand")
        self._check_target(target, overwrite=overwrite)
        backup.write(self._real_path, target)
        return backup.described(target)

    def _check_target(self, target: Path, *, overwrite: bool) -> None:
        if not os.path.lexists(target):
            return
        if os.path.realpath(target) == str(self._real_path):
            raise UnusableDatabaseError(
                target, "it is the library itself", hint="Name another file."
            )
        if not overwrite:
            sentence = f"{target} is there already."
            raise InvalidValueError(sentence, hint="Add --overwrite to replace an earlier backup.")
        restoring.verify(target)

    def back_up_if_due(self, *, is_waited_for: bool = False) -> Backup | None:
        """Make the backup of this hour, unless nothing was changed since the newest one.

        Args:
            is_waited_for: A person waits for it: of a large library one in a day is enough.

        Raises:
            StoreError: It cannot be made.
        """
        with suppress(StoppedError):
            return self._back_up_if_due(is_waited_for=is_waited_for)
        return None

    def _back_up_if_due(self, *, is_waited_for: bool = False) -> Backup | None:
        folder, time = backups_folder(), self._time()
        known = backup.existing(self._real_path, folder)
        is_daily = is_waited_for and self._real_path.stat().st_size > LARGE_BYTES
        if not rotation.is_due(known, time, is_daily=is_daily):
            return None
        with self._library.database.reading() as connection:
            if known and backup.is_of(known[-1], connection):
                return None
            if (
                not known
                and connection.execute("SELECT 1 FROM articles LIMIT 1").fetchone() is None
            ):
                return None
        backup.sweep(folder)
        self._check_room(folder)
        made = backup.make(
            self._real_path, folder, time=time, reason="auto", is_stopped=self._is_stopped.is_set
        )
        self._note_checked()
        backup.remove(rotation.superfluous([*known, made], newest=made))
        return made

    def _check_room(self, folder: Path) -> None:
        """See to it that no copy that nobody asked for fills a disk.

        Raises:
            DatabaseFullError: It would, nearly.
        """
        try:
            make_folder(folder)
            free, size = shutil.disk_usage(folder).free, self._real_path.stat().st_size
        except OSError as error:
            raise UnwritableBackupError(folder, backup.reason_of(error)) from error
        if free < 2 * size + SPARE_BYTES:
            raise DatabaseFullError(folder)

    def _has_news(self, newest: Backup | None) -> bool:
        """True if the library holds what its newest backup does not; of an empty one none is made."""
        # Not by a reader of the library's: it would stay open for a thread that is soon gone.
        with (
            translated(self._library.path),
            closing(connect(self._real_path, write=False)) as connection,
        ):
            if newest is not None:
                return not backup.is_of(newest, connection)
            return connection.execute("SELECT 1 FROM articles LIMIT 1").fetchone() is not None

    def care(self) -> Future[tuple[str, ...]]:
        """Do in the background what is due: a backup; where there is none to make, a daily check.

        Returns:
            Sentences for the person, none if all is well. It is cancelled when the library is closed.
        """
        future: Future[tuple[str, ...]] = Future()
        if self._is_stopped.is_set() or (self._thread is not None and self._thread.is_alive()):
            future.set_result(())
            return future
        # A daemon: a program that ends without closing does not wait for a copy.
        self._thread = threading.Thread(
            target=self._care, args=(future,), name="postil-care", daemon=True
        )
        self._thread.start()
        return future

    def _care(self, future: Future[tuple[str, ...]]) -> None:
        # Who asked may have left meanwhile, and taken the question back.
        with suppress(InvalidStateError):
            self._answer(future)

    def _answer(self, future: Future[tuple[str, ...]]) -> None:
        try:
            if self._back_up_if_due() is None:
                self._check_if_due()
        except StoppedError:
            future.cancel()
        except PostilError as error:
            future.set_result((f"{error} {error.hint}".strip(),))
        except OSError as error:
            sentence = f"The library cannot be looked after: {backup.reason_of(error)}."
            future.set_result((sentence,))
        except BaseException as error:  # noqa: BLE001  # the top of a thread: who waits is told
            future.set_exception(error)
        else:
            future.set_result(())

    def _check_if_due(self) -> None:
        """Let SQLite look at the file, where no copy was checked for a day.

        Raises:
            DamagedDatabaseError: It found something.
        """
        with suppress(OSError):
            seen_s = self._checked.stat().st_mtime
            if 0 <= _seconds() - seen_s < CHECKED_S:
                return
        with (
            translated(self._library.path),
            closing(connect(self._real_path, write=False)) as connection,
        ):
            verdict = backup.check(connection, self._is_stopped.is_set, quick=True)
        if verdict != "ok":
            raise DamagedDatabaseError(self._library.path)
        self._note_checked()

    @property
    def _checked(self) -> Path:
        """Its time says when the library was last looked at."""
        return backups_folder() / f"{backup.prefix(self._real_path)}checked"

    def _note_checked(self) -> None:
        with suppress(OSError):
            make_folder(self._checked.parent)
            self._checked.touch(mode=0o600)

    def _time(self) -> Timestamp:
        return self._library.database.clock()

    # --- where it lies ----------------------------------------------------------------------------

    def dangers(self) -> list[Danger]:
        """What threatens the library from where it lies."""
        from annotations.store import disks  # noqa: PLC0415  # seldom needed

        found, path = [], self._library.path
        key = backup.prefix(self._real_path).strip("-")
        if name := disks.network(self._real_path):
            sentence = (
                f"{path} lies on a network ({name}): let only one machine at a time have it open; "
                "it is slower there, and backups are worth the more."
            )
            found.append(Danger(f"network-{key}", sentence, _ELSEWHERE))
        if name := disks.cloud(self._real_path):
            sentence = (
                f"{path} lies in a folder of {name}, which copies it while it is written: such a "
                "copy may be broken, and two machines overwrite each other's marks."
            )
            found.append(Danger(f"cloud-{key}", sentence, _ELSEWHERE))
        return found

    # --- its health -------------------------------------------------------------------------------

    def examine(self) -> list[Finding]:
        """Look through the whole library, and at what is done for it; nothing is changed.

        Raises:
            StoreError: It cannot be read.
        """
        from annotations.store.check import Finding  # noqa: PLC0415  # seldom needed

        findings = self._library.check()
        findings += [Finding("note", each.sentence, each.hint) for each in self.dangers()]
        if not self.backups() and self._has_news(None):
            sentence = "There is no backup of it yet."
            hint = "postil makes one by itself while you read; `postil backup` does so now."
            if any(each.severity == "error" for each in findings):
                hint = "Copy the file away as it is before you try anything with it."
            findings.append(Finding("note", sentence, hint))
        return findings

    def repair(self) -> Future[list[str]]:
        """Mend what follows from what is sound; what does not is left as it is.

        Returns:
            A sentence for each kind of thing that was mended.
        """

        def job(transaction: Transaction) -> list[str]:
            from annotations.store.repairing import repair  # noqa: PLC0415  # seldom needed

            return repair(transaction.connection)

        return self._library.database.write(job)

    # --- one article out of a backup --------------------------------------------------------------

    def restore_article(self, copy: Backup, reference: str) -> Imported:
        """Bring an article's marks back as they are in a backup, as one step of the history.

        What was made since stays.

        Args:
            copy: The backup.
            reference: The end of the article's id, or a part of its title, as it is there.

        Raises:
            NotFoundError: The backup has no such article.
            AmbiguousError: It has several.
            StoreError: The backup cannot be read, or the library not written.
        """
        there = article_in(copy.path, reference)

        def job(transaction: Transaction) -> Imported:
            from annotations.store.importing import Importing  # noqa: PLC0415  # seldom needed
            from annotations.store.reading import Reading  # noqa: PLC0415  # likewise

            known = Reading(transaction.connection).of_ids([each.id for each in there.annotations])
            # What came back, or comes back as it was, is an edit of now: it wins over what is here.
            came_back = tuple(
                each
                if _is_as(each, known.get(each.id))
                else replace(each, updated=transaction.time)
                for each in there.annotations
            )
            wanted = replace(there, annotations=came_back, deleted=())
            return Importing(transaction, wanted, self._library.new_id, action="restore").run()

        return self._library.database.write(job).result()


def _is_as(there: Annotation, here: Annotation | None) -> bool:
    """True if nothing was done to a mark since it was copied, or all of it is as it was."""
    if here is None or here.updated == there.updated:
        return here is not None
    return replace(here, updated=there.updated, revision=there.revision) == there


def _seconds() -> float:
    import time  # noqa: PLC0415  # under this name times are timestamps here

    return time.time()
