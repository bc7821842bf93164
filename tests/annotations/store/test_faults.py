"""The rest of the store's catalogue of faults: kills at bad moments, full disks, clocks, two at once."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from annotations import backups
from annotations.library import MarkEdit, open_library
from annotations.model import AnnotationId, Timestamp
from annotations.places import backups_folder
from annotations.query import parse
from annotations.store import backup
from annotations.store.schema import STEPS
from annotations.store.search import reindex
from tests.annotations.store.samples import (
    TEXT,
    Clock,
    create,
    library_at,
    mark,
    opened,
    source,
    write,
)

if TYPE_CHECKING:
    from pathlib import Path

    from annotations.library import Library
    from annotations.model import ArticleId

killable = pytest.mark.skipif(sys.platform == "win32", reason="kills and forks are POSIX's")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


@pytest.fixture
def article(path: Path) -> ArticleId:
    """An article with a mark, in a library that is closed."""
    with library_at(path) as library:
        identity = opened(library, path.parent / "a.txt")
        create(library, identity, mark("crowd", tags=("a",)))
    return identity


def _run(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def quotes(library: Library, article: ArticleId) -> list[str]:
    return [each.quote for each in library.annotations(article)]


def errors(library: Library) -> list[str]:
    return [each.sentence for each in library.check() if each.severity == "error"]


# --- kills ----------------------------------------------------------------------------------------

_MIGRATING = """
import os, sys
from pathlib import Path
from annotations import model
from annotations.store.database import Database
from annotations.store.schema import STEPS
def step(database):
    database.execute("ALTER TABLE articles ADD COLUMN further TEXT")
    database.execute("DELETE FROM annotations")
    if sys.argv[2] == "spilled":
        # More than the cache holds: the file itself is written before the end.
        database.execute("PRAGMA cache_size = 1")
        database.execute("CREATE TABLE much AS WITH RECURSIVE n(i) AS "
            "(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT i, hex(randomblob(50)) FROM n")
    os.kill(os.getpid(), 9)
Database(Path(sys.argv[1]), clock=model.now, steps=(*STEPS, step))
"""


@killable
@pytest.mark.parametrize("how", ["at once", "spilled"])
def test_s2_a_kill_during_a_migration_leaves_the_library_as_it_was(
    path: Path, article: ArticleId, how: str
) -> None:
    assert _run(_MIGRATING, path, how).returncode == -9

    with library_at(path) as library:
        assert quotes(library, article) == ["crowd"]
        assert errors(library) == []
        (version,) = library.database.connection.execute("PRAGMA user_version").fetchone()
    assert version == len(STEPS)
    assert [each.reason for each in backup.existing(path, backups_folder())] == ["migration"]


_CHECKPOINTING = """
import os, random, sys, time
from pathlib import Path
from tests.annotations.store.samples import create, library_at, mark
path, chance = Path(sys.argv[1]), random.Random(4)
for _ in range(int(sys.argv[2])):
    told, tell = os.pipe()
    child = os.fork()
    if not child:
        library = library_at(path)
        article = library.history()[-1].articles[0]
        while True:
            made = create(library, article, mark("Monday", note="n" * 60_000))
            os.write(tell, made.id.encode() + b"\\n")
            library.database.maintain(
                lambda connection: connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            ).result()
    os.close(tell)
    os.read(told, 37)
    time.sleep(chance.random() * 0.02)
    os.kill(child, 9)
    os.waitpid(child, 0)
"""


@killable
def test_s4_kills_while_the_log_is_brought_into_the_file_lose_nothing(
    path: Path, article: ArticleId
) -> None:
    rounds = 15

    done = _run(_CHECKPOINTING, path, rounds)

    assert done.returncode == 0, done.stderr
    with library_at(path) as library:
        assert len(quotes(library, article)) > rounds
        assert errors(library) == []


_RESTORING = """
import os, sys
from pathlib import Path
from annotations import backups
from annotations.store import connections
copy, plain = backups.chosen(Path(sys.argv[1]), "newest"), connections.Connection.backup
def kill(_status, left, _all):
    if left < 20:
        os.kill(os.getpid(), 9)
def backup(self, target):
    target.execute("PRAGMA cache_size = 1")  # so that the file itself is written before the end
    plain(self, target, pages=8, progress=kill)
# Of the two copies, that into the library: the present state is copied before, in steps of its own.
backups.restoring.backup.make = lambda *_args, **_more: copy
connections.Connection.backup = backup
backups.restore(Path(sys.argv[1]), copy)
"""


@killable
def test_a_kill_during_a_restore_leaves_the_one_state_or_the_other(
    path: Path, article: ArticleId
) -> None:
    with library_at(path) as library:
        made = library.safekeeping.back_up()
        create(library, article, mark("Monday", note="n" * 500_000))

    done = _run(_RESTORING, path)

    assert done.returncode == -9, done.stderr
    with library_at(path) as library:
        assert quotes(library, article) == ["Monday", "crowd"]
        assert errors(library) == []
    assert backups.restore(path, made).marks == 1


def test_a_library_is_copied_while_another_program_writes(path: Path, article: ArticleId) -> None:
    with library_at(path) as library, closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM annotations")

        made = library.safekeeping.back_up()

    with library_at(made.path) as copied:
        assert quotes(copied, article) == ["crowd"]


# --- a full disk ----------------------------------------------------------------------------------

_FILLING = """
import sys
from pathlib import Path
from annotations.errors import DatabaseFullError
from tests.annotations.store.samples import create, library_at, mark, opened
folder = Path(sys.argv[1])
filler = folder / "filler"
filler.write_bytes(bytes(400_000))
with library_at(folder / "library.db") as library:
    article, made, is_full = opened(library, folder / "a.txt"), 0, False
    try:
        while made < 100:
            create(library, article, mark("crowd", note="n" * 100_000))
            made += 1
    except DatabaseFullError as error:
        is_full = "No room" in str(error)
    assert is_full and made
    assert len(library.annotations(article)) == made
    filler.unlink()
    create(library, article, mark("Monday"))
with library_at(folder / "library.db") as library:
    assert len(library.annotations(article)) == made + 1
    assert [each for each in library.check() if each.severity == "error"] == []
print("fine")
"""


@pytest.mark.skipif(shutil.which("unshare") is None, reason="only Linux gives a tiny disk")
def test_s8_a_disk_that_is_really_full_loses_nothing(tmp_path: Path) -> None:
    own_disk = ["unshare", "--map-root-user", "--mount", "sh", "-c"]
    mount = 'mount -t tmpfs -o size=3m tmpfs "$0"'
    if subprocess.run([*own_disk, mount, tmp_path], capture_output=True, check=False).returncode:
        pytest.skip("no disk can be made here")

    done = subprocess.run(
        [*own_disk, f'{mount} && exec "$1" -c "$2" "$0"', tmp_path, sys.executable, _FILLING],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.returncode) == ("fine\n", 0), done.stderr


# --- two at once, and clocks ----------------------------------------------------------------------

_GOING_BACK_AND_FORTH = """
import random, sys
from pathlib import Path
from annotations.errors import ConflictError, NothingToUndoError
from tests.annotations.store.samples import create, library_at, mark
chance, count = random.Random(sys.argv[2]), 0
with library_at(Path(sys.argv[1])) as library:
    article = library.history()[-1].articles[0]
    for _ in range(40):
        step = chance.choice(("make", "undo", "undo", "redo"))
        try:
            if step == "make":
                create(library, article, mark("Monday", note=sys.argv[2]))
                count += 1
            else:
                getattr(library, step)(article).result()
        except (ConflictError, NothingToUndoError):
            pass
print(count)
"""


def test_s29_two_programs_undo_and_redo_each_others_steps_and_none_is_lost(
    path: Path, article: ArticleId
) -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _GOING_BACK_AND_FORTH, str(path), name],
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("ada", "bob")
    ]

    made = sum(int(process.communicate(timeout=60)[0]) for process in running)

    with library_at(path) as library:
        entries = library.history(article)
        done = [each for each in entries if not each.is_undone]
        # A new step drops what was undone before it; what is done has its mark, what is undone has none.
        assert len(entries) <= made + 1
        assert {each.id for each in library.annotations(article)} == {
            mark for each in done for mark in each.annotations
        }
        assert errors(library) == []


@pytest.mark.parametrize("step_s", [0, -60])
def test_s31_order_holds_under_a_clock_that_stands_or_is_set_back(path: Path, step_s: int) -> None:
    seconds = 3600

    def clock() -> Timestamp:
        nonlocal seconds
        seconds += step_s
        return Timestamp(f"2026-11-24T10:{seconds // 60 % 60:02}:{seconds % 60:02}Z")

    words = ("crowd", "Monday", "presidents", "capital")
    with open_library(path, clock=clock) as library:
        article = opened(library, path.parent / "a.txt")
        made = [
            create(library, article, replace(mark(each), id=AnnotationId(""))) for each in words
        ]

        found = library.find(parse(""), sort="newest")

        assert [each.annotation.quote for each in found] == [*reversed(words)]
        assert sorted(each.id for each in made) == [each.id for each in made]
        assert [each.annotations[0] for each in library.history(article)] == [
            each.id for each in reversed(made)
        ]
        undone = [library.undo(article).result().deleted[0] for _ in words]
        assert undone == [each.id for each in reversed(made)]
        for _ in words:
            library.redo(article).result()
        assert len(library.annotations(article)) == len(words)


def test_s37_steps_are_undone_after_a_restart_and_a_merge_from_elsewhere(
    path: Path, article: ArticleId, tmp_path: Path
) -> None:
    clock = Clock()
    clock.seconds = 60
    with library_at(tmp_path / "other.db", clock) as other, library_at(path, clock) as library:
        other.import_annotated(library.annotated(article)).result()
        theirs = other.annotations(article)[0]
        write(other, article, MarkEdit(before=theirs, after=replace(theirs, note="theirs")))
        create(other, article, mark("Monday"))
        changed = other.annotated(article)
    with library_at(path, clock) as library:
        create(library, article, mark("presidents"))
    with library_at(path, clock) as library:
        library.import_annotated(changed).result()

    def state() -> list[tuple[str, str]]:
        with library_at(path, clock) as library:
            return [(each.quote, each.note) for each in library.annotations(article)]

    def step(name: str) -> None:
        with library_at(path, clock) as library:
            getattr(library, name)(article).result()

    states = [state()]
    assert states[0] == [("Monday", ""), ("presidents", ""), ("crowd", "theirs")]
    for _ in range(3):
        step("undo")
        states.append(state())
    assert states[1:] == [[("presidents", ""), ("crowd", "")], [("crowd", "")], []]
    for expected in reversed(states[:-1]):
        step("redo")
        assert state() == expected


def test_s38_an_article_of_very_many_marks_opens_by_a_part_and_is_removed(
    path: Path, article: ArticleId
) -> None:
    count = 20_000  # with 100,000 it takes five times as long, which is the benchmarks' to measure
    _multiply(path, count)
    began_s = time.monotonic()

    with library_at(path) as library:
        recalled = library.recall(source(path.parent / "a.txt", len(TEXT)), most=300)
        opened_s = time.monotonic()
        assert recalled is not None
        assert (recalled.mark_count, len(recalled.annotations)) == (count, 300)
        assert len(library.find(parse("crowd"), limit=50, sort="newest")) == 50
        found_s = time.monotonic()
        library.forget(article).result()
        ended_s = time.monotonic()

        assert library.find(parse("crowd")) == []
    # Bounds that a busy machine keeps; how fast it is, is measured by the benchmarks.
    assert opened_s - began_s < 2
    assert found_s - opened_s < 2
    assert ended_s - found_s < 10
    with closing(sqlite3.connect(path)) as connection:
        left = connection.execute("SELECT count(*) FROM annotations").fetchone()
    assert left == (0,)


def _multiply(path: Path, count: int) -> None:
    """Make many marks of the one there is, in a second and not by the way they are made one by one."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        numbers = (
            f"WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"
        )
        for table, key in (("annotations", "id"), ("ranges", "annotation")):
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            others = ", ".join(f'"{each}"' for each in columns if each not in {key, "number"})
            connection.execute(
                f"INSERT INTO {table} ({key}, {others}) {numbers} "
                f"SELECT printf('01900000-0000-7000-8000-%012x', i), {others} FROM n, {table}"
            )
        reindex(connection)
        connection.execute("COMMIT")
