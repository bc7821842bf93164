"""A copy put back in a library's place, and what a copy holds that the library does not.

Nothing is thrown away: of a library that can be read a copy is made first, a damaged file is moved
aside with its log.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from annotations.errors import (
    DamagedDatabaseError,
    ForeignDatabaseError,
    NewerDatabaseError,
    UnusableDatabaseError,
)
from annotations.model import ArticleId
from annotations.store import backup, rotation
from annotations.store.connections import connect, number, translated, uri
from annotations.store.schema import APPLICATION_ID, STEPS

if TYPE_CHECKING:
    from annotations.model import Timestamp

_ASIDE = ("", "-wal", "-shm", "-journal")
"""What belongs to a database's file: a log that was left would be taken for the copy's own."""


class Restored(NamedTuple):
    """What a restore came to."""

    articles: int
    marks: int
    former: Path | None
    """Where the state before it is: a backup, or the damaged file; None if there was nothing."""


class Difference(NamedTuple):
    """An article in a copy and in the library, by its marks."""

    article: ArticleId
    title: str
    """Else its source; empty where it has neither."""
    marks: int
    """In the copy."""
    only_there: int
    """Marks that are in the copy alone."""
    only_here: int
    """Marks that are in the library alone."""
    changed: int
    """Marks in both, with another time of their last change."""
    is_here: bool
    is_there: bool

    @property
    def is_same(self) -> bool:
        """True if nothing of it differs."""
        return (
            self.is_here
            and self.is_there
            and not (self.only_there or self.only_here or self.changed)
        )


def verify(copy: Path) -> tuple[int, int]:
    """How many articles and marks a copy has, once it is known to be sound.

    Raises:
        StoreError: It is no library, newer, damaged, or cannot be read.
    """
    try:
        with copy.open("rb"):
            pass
    except OSError as error:
        raise UnusableDatabaseError(copy, backup.reason_of(error)) from error
    with (
        translated(copy, is_ours=False),
        closing(connect(copy, write=False)) as connection,
    ):
        if number(connection, "application_id") != APPLICATION_ID:
            raise ForeignDatabaseError(copy)
        if number(connection, "user_version") > len(STEPS):
            raise NewerDatabaseError(copy)
        if backup.check(connection, bool, quick=False) != "ok":
            raise DamagedDatabaseError(copy)
        row: tuple[int, int] = connection.execute(
            "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM annotations)"
        ).fetchone()
    return row


def restore(real_path: Path, copy: Path, folder: Path, *, time: Timestamp) -> Restored:
    """Make a library what a copy of it is.

    Args:
        real_path: The library's file, links resolved; this process must not have it open.
        copy: What it is to become.
        folder: Where its present state is kept.
        time: The present moment.

    Raises:
        StoreError: The copy is of no use, or another program has the library open; nothing was done.
    """
    articles, marks = verify(copy)
    if real_path.exists() and copy.samefile(real_path):
        # SQLite would wait for itself, for ever.
        raise UnusableDatabaseError(copy, "it is the library itself", hint="Name a backup of it.")
    former: Path | None = None
    if _is_empty(real_path):
        _move_aside(real_path, time)
    else:
        try:
            verify(real_path)
            former = backup.make(real_path, folder, time=time, reason="restore").path
            _overwrite(real_path, copy)
        except (DamagedDatabaseError, ForeignDatabaseError):
            former = _move_aside(real_path, time)
        else:
            known = rotation.superfluous(backup.existing(real_path, folder))
            backup.remove(each for each in known if copy not in (each.path, each.path.resolve()))
            return Restored(articles, marks, former)
    backup.write(copy, real_path)
    return Restored(articles, marks, former)


def _is_empty(real_path: Path) -> bool:
    try:
        return real_path.stat().st_size == 0
    except FileNotFoundError:
        return True


def _overwrite(real_path: Path, copy: Path) -> None:
    """In place and in one transaction of SQLite's: a kill leaves the one state or the other."""
    with translated(real_path), closing(connect(real_path, write=True)) as present:
        # Refused while any other program has it open: that one would go on with what it remembers.
        present.execute("PRAGMA journal_mode = DELETE").fetchone()
        present.execute("PRAGMA foreign_keys = OFF")
        with closing(connect(copy, write=False)) as source:
            source.backup(present)


def _move_aside(real_path: Path, time: Timestamp) -> Path | None:
    """Give a file that is of no use another name, with its log; gives that, None if it was empty."""
    digits = "".join(character for character in time if character.isdigit())
    aside = real_path.with_name(f"{real_path.stem}-damaged-{digits}{real_path.suffix}")
    moved = None
    try:
        for ending in _ASIDE:
            part = Path(f"{real_path}{ending}")
            if part.exists() and (ending or part.stat().st_size):
                part.replace(f"{aside}{ending}")
                moved = moved or Path(f"{aside}{ending}")
    except OSError as error:
        raise UnusableDatabaseError(real_path, backup.reason_of(error)) from error
    return moved


def differences(real_path: Path, copy: Path) -> list[Difference]:
    """The articles of a copy and of the library, by title; a library that is gone has none.

    Raises:
        StoreError: The copy is of no use, or the library cannot be read.
    """
    verify(copy)
    with (
        translated(real_path),
        closing(sqlite3.connect(":memory:", uri=True, isolation_level=None)) as connection,
    ):
        connection.execute("ATTACH :place AS there", {"place": f"{uri(copy)}?mode=ro"})
        if _is_empty(real_path):
            connection.execute("ATTACH ':memory:' AS here")
            for table in ("articles", "annotations"):
                connection.execute(
                    f"CREATE TABLE here.{table} AS SELECT * FROM there.{table} LIMIT 0"
                )
        else:
            connection.execute("ATTACH :place AS here", {"place": f"{uri(real_path)}?mode=ro"})
        rows = connection.execute(_DIFFERENCES).fetchall()
    return [
        Difference(
            article=ArticleId(identity),
            title=title,
            marks=marks,
            only_there=only_there,
            only_here=only_here,
            changed=changed,
            is_here=bool(is_here),
            is_there=bool(is_there),
        )
        for identity, title, marks, only_there, only_here, changed, is_here, is_there in rows
    ]


_DIFFERENCES = """
WITH ids AS (SELECT id FROM there.articles UNION SELECT id FROM here.articles),
old AS (
    SELECT theirs.article AS id, count(*) AS marks, sum(ours.id IS NULL) AS only_there,
        sum(ours.id IS NOT NULL AND ours.updated <> theirs.updated) AS changed
    FROM there.annotations AS theirs LEFT JOIN here.annotations AS ours ON ours.id = theirs.id
    GROUP BY theirs.article
),
new AS (
    SELECT ours.article AS id, count(*) AS only_here
    FROM here.annotations AS ours LEFT JOIN there.annotations AS theirs ON theirs.id = ours.id
    WHERE theirs.id IS NULL GROUP BY ours.article
)
SELECT ids.id, coalesce(nullif(here.title, ''), nullif(there.title, ''), nullif(here.source, ''),
        there.source, '') AS name,
    ifnull(old.marks, 0), ifnull(old.only_there, 0), ifnull(new.only_here, 0),
    ifnull(old.changed, 0), here.id IS NOT NULL, there.id IS NOT NULL
FROM ids
LEFT JOIN here.articles AS here ON here.id = ids.id
LEFT JOIN there.articles AS there ON there.id = ids.id
LEFT JOIN old ON old.id = ids.id
LEFT JOIN new ON new.id = ids.id
ORDER BY lower(name), ids.id
"""


def begin_anew(real_path: Path, time: Timestamp) -> None:
    """Move what lies around an empty or missing library aside, and make the library.

    Raises:
        StoreError: There is a library, or none can be made.
    """
    from annotations.store.database import Database  # noqa: PLC0415  # it opens files by this one's kin

    if not _is_empty(real_path):
        raise UnusableDatabaseError(
            real_path, "there is something in it", hint="Choose another place with --db."
        )
    _move_aside(real_path, time)
    # No folder for backups: so there are none, and nothing counts as lost.
    Database(real_path, clock=lambda: time, backups=lambda: Path(os.devnull)).close()
