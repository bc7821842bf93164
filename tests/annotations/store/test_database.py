"""What a library's file may be, and what is refused: the store's catalogue of faults."""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotations.errors import (
    DamagedDatabaseError,
    DatabaseBusyError,
    DatabaseFullError,
    ForeignDatabaseError,
    LostDatabaseError,
    NewerDatabaseError,
    ReadOnlyDatabaseError,
    StoreError,
    UnusableDatabaseError,
)
from annotations.library import open_library
from annotations.places import backups_folder
from annotations.store import backup
from annotations.store.connections import StoppedError, connect, translated
from annotations.store.database import Database
from annotations.store.schema import APPLICATION_ID, STEPS
from tests.annotations.store.samples import Clock, create, library_at, mark, opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database as Tables

    from annotations.model import ArticleId

posix = pytest.mark.skipif(os.name != "posix", reason="a matter of POSIX")


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


def count(path: Path) -> int:
    """How many marks the library has."""
    with closing(sqlite3.connect(path)) as connection:
        (found,) = connection.execute("SELECT count(*) FROM annotations").fetchone()
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return int(found)


# --- settings -----------------------------------------------------------------------------------


def test_the_writer_survives_a_power_cut_and_trusts_nobody(path: Path) -> None:
    with closing(Database(path, clock=Clock())) as database:
        values = {
            name: database.connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in (
                *("journal_mode", "synchronous", "foreign_keys", "busy_timeout"),
                *("trusted_schema", "cell_size_check", "application_id", "user_version"),
            )
        }

    assert values == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "application_id": APPLICATION_ID,
        "user_version": len(STEPS),
    }


def test_a_reader_cannot_write(path: Path) -> None:
    with (
        closing(Database(path, clock=Clock())) as database,
        pytest.raises(ReadOnlyDatabaseError),
        database.reading() as connection,
    ):
        connection.execute("DELETE FROM articles")


def test_each_thread_reads_by_a_connection_of_its_own(path: Path) -> None:
    def identity() -> int:
        with database.reading() as connection:
            barrier.wait()
            return id(connection)

    barrier = threading.Barrier(2)
    with closing(Database(path, clock=Clock())) as database, ThreadPoolExecutor(2) as pool:
        found = [future.result() for future in [pool.submit(identity) for _ in range(2)]]

    assert len(set(found)) == 2


def test_a_bug_in_a_job_goes_to_its_future_and_the_next_job_runs(path: Path) -> None:
    with closing(Database(path, clock=Clock())) as database:
        broken = database.write(lambda transaction: transaction.connection.execute("NONSENSE"))
        fine = database.write(lambda transaction: transaction.change)

        with pytest.raises(sqlite3.OperationalError, match="NONSENSE"):
            broken.result()
        assert fine.result() == 1


def test_a_library_that_nobody_closed_does_not_keep_the_program_from_ending(path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from annotations.library import open_library\n"
        "library = open_library(Path(sys.argv[1]))\n"
        "library.database.write(lambda transaction: transaction.change)\n"
    )

    subprocess.run([sys.executable, "-c", script, str(path)], check=True, timeout=30)

    with closing(Database(path, clock=Clock())) as database:
        assert database.write(lambda transaction: transaction.change).result() == 2


@pytest.mark.usefixtures("article")
def test_tables_can_be_read_with_any_tool(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(
            "SELECT quote, name FROM ranges JOIN annotation_tags USING (annotation) "
            "JOIN tags ON tags.id = tag"
        ).fetchall()

    assert found == [("crowd", "a")]


@pytest.mark.usefixtures("article")
def test_every_foreign_key_has_an_index(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        tables = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%REFERENCES%'"
            )
        ]
        missing = []
        for table in tables:
            firsts = {
                connection.execute(f"PRAGMA index_info({row[1]})").fetchone()[2]
                for row in connection.execute(f"PRAGMA index_list({table})").fetchall()
            }
            keys = connection.execute(f"PRAGMA foreign_key_list({table})").fetchall()
            missing += [f"{table}.{row[3]}" for row in keys if row[3] not in firsts]

    assert tables
    assert missing == []


# --- catalogue S: what the file is ----------------------------------------------------------------


def test_s7_a_full_disk_changes_nothing_and_writing_goes_on_when_there_is_room(
    path: Path, article: ArticleId
) -> None:
    with library_at(path) as library:
        connection = library.database.connection
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(DatabaseFullError, match="No room"):
            create(library, article, mark("crowd", note="n" * 900_000))

        assert len(library.annotations(article)) == 1
        connection.execute("PRAGMA max_page_count = 1000000")
        create(library, article, mark("crowd", note="n" * 900_000))

    assert count(path) == 2


def _as_nobody(script: str, path: Path) -> str:
    """What a script says that runs without root's rights; the path is its argument."""
    if os.geteuid() == 0:
        for folder in path.parents:
            if "pytest" in str(folder):  # pytest's folders are for their user alone
                folder.chmod(folder.stat().st_mode | 0o011)
    done = subprocess.run(
        [sys.executable, "-c", _PRELUDE + script, str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


_PRELUDE = """
import os, pkgutil, sys
from importlib import import_module
from pathlib import Path
import annotations.store
from annotations.errors import StoreError
from annotations.library import open_library
path = Path(sys.argv[1])
if os.geteuid() == 0:
    # Only now, and with all that is needed: as nobody, modules may be out of reach.
    for each in pkgutil.iter_modules(annotations.store.__path__, "annotations.store."):
        import_module(each.name)
    os.setgid(65534)
    os.setuid(65534)
def attempt(what):
    try:
        return what()
    except StoreError as error:
        return type(error).__name__
"""

_READ_AND_WRITE = """
def job():
    with open_library(path) as library:
        read = len(library.history())
        wrote = attempt(lambda: library.database.write(lambda t: t.change).result())
        return f"{read} {wrote}"
print(attempt(job))
"""


@posix
@pytest.mark.usefixtures("article")
def test_s9_a_read_only_file_can_be_read(path: Path) -> None:
    path.chmod(0o444)
    path.parent.chmod(0o777)

    assert _as_nobody(_READ_AND_WRITE, path) == "1 ReadOnlyDatabaseError"


@posix
@pytest.mark.usefixtures("article")
def test_s10_in_a_read_only_folder_a_library_is_read_as_it_lies(path: Path) -> None:
    path.chmod(0o444)
    path.parent.chmod(0o555)

    said = _as_nobody(_READ_AND_WRITE, path)

    assert said == "1 ReadOnlyDatabaseError"
    assert sorted(each.name for each in path.parent.iterdir() if path.name in each.name) == [
        path.name
    ]
    assert count(path) == 1


@posix
@pytest.mark.usefixtures("article")
def test_s10_with_a_log_left_beside_it_it_is_refused_for_the_log_would_be_missed(
    path: Path,
) -> None:
    Path(f"{path}-wal").write_bytes(b"what was not brought into the file")
    path.chmod(0o444)
    path.parent.chmod(0o555)

    assert _as_nobody(_READ_AND_WRITE, path) == "UnusableDatabaseError"


def test_s10_that_the_folder_cannot_be_written_is_said_where_that_is_why(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.touch()

    def opened() -> None:
        with translated(path):
            sqlite3.connect(path / "no folder").close()

    with pytest.raises(UnusableDatabaseError, match=r"it cannot be opened\.$"):
        opened()
    # As on a disk that is mounted for reading; root may write anywhere else.
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)
    with pytest.raises(UnusableDatabaseError, match="cannot be written, and a file must stand"):
        opened()


@posix
def test_s11_a_folder_that_may_not_be_entered_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o600)

    said = _as_nobody("print(attempt(lambda: open_library(path / 'x.db')))", folder)

    assert said == "UnusableDatabaseError"


@posix
@pytest.mark.usefixtures("article")
def test_s12_a_file_of_another_user_is_refused(path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can be another user")

    assert _as_nobody(_READ_AND_WRITE, path) == "UnusableDatabaseError"


def test_s13_an_empty_file_is_a_new_library(path: Path) -> None:
    path.touch()

    with library_at(path) as library:
        assert library.history() == []


@pytest.mark.parametrize("is_there", [True, False])
def test_s13_an_empty_file_where_a_library_was_is_said_to_be_a_loss(
    path: Path, article: ArticleId, is_there: bool
) -> None:
    copy = backup.make(path.resolve(), backups_folder(), time=Clock()(), reason="auto").path
    path.unlink()
    if is_there:
        path.touch()

    with pytest.raises(LostDatabaseError, match="gone or empty") as caught:
        open_library(path)

    assert "is of 2026-11-24 00:00 UTC" in caught.value.hint
    assert f"postil restore newest --db {path}" in caught.value.hint
    assert path.exists() is is_there
    shutil.copy(copy, path)
    with library_at(path) as library:
        assert len(library.annotations(article)) == 1


@pytest.mark.parametrize("content", [b"x", b"# A text\n" * 100, b"SQLite format 2\0" + bytes(200)])
def test_s14_a_text_file_is_refused_and_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)

    with pytest.raises(ForeignDatabaseError, match="is not a postil library"):
        open_library(path)

    assert path.read_bytes() == content
    assert sorted(path.parent.iterdir()) == [path]


def test_s15_a_truncated_file_is_damaged(path: Path, article: ArticleId) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)

    with pytest.raises(DamagedDatabaseError, match="is damaged"), library_at(path) as library:
        library.annotated(article)


@pytest.mark.usefixtures("article")
def test_s15_a_file_cut_within_its_header_is_damaged(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(50)

    with pytest.raises(DamagedDatabaseError):
        open_library(path)


@pytest.mark.usefixtures("article")
def test_s16_a_zeroed_page_is_damage(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(bytes(4096))

    with library_at(path) as library:
        assert any(finding.severity == "error" for finding in library.check())


@pytest.mark.usefixtures("article")
def test_s17_a_header_of_an_unknown_version_is_no_library(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(18)
        file.write(b"\x07\x07")

    with pytest.raises(DamagedDatabaseError):
        open_library(path)


def test_s18_a_flipped_byte_in_a_text_is_noticed(path: Path, article: ArticleId) -> None:
    data = path.read_bytes()
    at = data.index(b"applauded for a long time")
    path.write_bytes(data[:at] + b"A" + data[at + 1 :])

    with library_at(path) as library:
        with pytest.raises(DamagedDatabaseError):
            library.document(article)
        assert library.opened(article) is None
        assert any("hash" in finding.sentence for finding in library.check())


def _killed_while_open(path: Path) -> None:
    """Leave the log of a program that was killed after a write."""
    script = (
        "import os, sys; from pathlib import Path\n"
        "from tests.annotations.store.samples import create, library_at, mark\n"
        "library = library_at(Path(sys.argv[1]))\n"
        "article = library.history()[0].articles[0]\n"
        "create(library, article, mark('Monday'))\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], check=False)
    assert Path(f"{path}-wal").stat().st_size > 0


@posix
def test_s1_what_was_acknowledged_is_there_after_a_kill(path: Path, article: ArticleId) -> None:
    _killed_while_open(path)

    with library_at(path) as library:
        assert [each.quote for each in library.annotations(article)] == ["Monday", "crowd"]


@posix
def test_s19_a_truncated_log_loses_at_most_its_last_write(path: Path, article: ArticleId) -> None:
    _killed_while_open(path)
    log = Path(f"{path}-wal")
    with log.open("r+b") as file:
        file.truncate(log.stat().st_size // 2)

    with library_at(path) as library:
        assert "crowd" in [each.quote for each in library.annotations(article)]

    assert count(path) in {1, 2}


@posix
def test_s20_the_log_of_another_database_is_not_taken(
    path: Path, tmp_path: Path, article: ArticleId
) -> None:
    (tmp_path / "b").mkdir()
    other = tmp_path / "b" / "other.db"
    with library_at(other) as library:
        opened(library, tmp_path / "o.txt", "Other.")
    with closing(sqlite3.connect(other, isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        connection.execute("UPDATE articles SET title = 'x'")
        shutil.copy(f"{other}-wal", f"{path}-wal")

    # SQLite cannot tell whose log it is; that nothing worse than a refusal comes of it is enough.
    try:
        with library_at(path) as library:
            library.annotations(article)
            library.check()
    except StoreError:
        pass


@posix
def test_s21_garbage_in_the_shared_memory_is_made_anew(path: Path, article: ArticleId) -> None:
    _killed_while_open(path)
    Path(f"{path}-shm").write_bytes(random.Random(1).randbytes(32768))

    with library_at(path) as library:
        assert len(library.annotations(article)) == 2


def test_s22_a_stale_journal_does_no_harm(path: Path, article: ArticleId) -> None:
    Path(f"{path}-journal").write_bytes(b"stale" * 200)

    with library_at(path) as library:
        assert len(library.annotations(article)) == 1


def test_s22_a_half_made_library_is_made_again(path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("CREATE TABLE t (x)")
    connection.executemany("INSERT INTO t VALUES (?)", [("x" * 3000,)] * 50)
    shutil.copy(path, f"{path}.half")
    shutil.copy(f"{path}-journal", f"{path}.half-journal")
    connection.execute("ROLLBACK")
    connection.close()

    with library_at(Path(f"{path}.half")) as library:
        assert library.history() == []


@pytest.mark.parametrize("number", [0, 0x12345678])
def test_s23_another_programs_database_is_refused_and_left_alone(path: Path, number: int) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {number}")
        connection.execute("CREATE TABLE theirs (x)")
    content = path.read_bytes()

    with pytest.raises(ForeignDatabaseError):
        open_library(path)

    assert path.read_bytes() == content


@pytest.mark.usefixtures("article")
def test_s24_a_newer_library_is_refused_and_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    content = path.read_bytes()

    with pytest.raises(NewerDatabaseError, match="newer postil"):
        open_library(path)

    assert path.read_bytes() == content


def _second(database: Tables) -> None:
    database.execute("ALTER TABLE articles ADD COLUMN second TEXT")
    database.execute("UPDATE articles SET second = title || '!'")


def _broken(database: Tables) -> None:
    _second(database)
    database.execute("INSERT INTO nowhere VALUES (1)")


def _orphaning(database: Tables) -> None:
    database.execute("DELETE FROM articles")


def test_s25_an_older_library_is_backed_up_and_migrated(path: Path, article: ArticleId) -> None:
    with (
        closing(Database(path, clock=Clock(), steps=(*STEPS, _second))) as database,
        database.reading() as connection,
    ):
        rows = connection.execute("SELECT second FROM articles").fetchall()
        assert connection.execute("PRAGMA user_version").fetchone() == (len(STEPS) + 1,)

    assert rows == [("!",)]
    (copy,) = backup.existing(path.resolve(), backups_folder())
    assert copy.reason == "migration"
    assert count(copy.path) == 1
    with pytest.raises(NewerDatabaseError):
        open_library(path)
    with library_at(copy.path) as library:
        assert len(library.annotations(article)) == 1


@pytest.mark.parametrize("step", [_broken, _orphaning])
def test_s26_a_migration_that_fails_leaves_the_library_as_it_was(
    path: Path, article: ArticleId, step: Callable[[Tables], None]
) -> None:
    with pytest.raises(sqlite3.Error):
        Database(path, clock=Clock(), steps=(*STEPS, step))

    with library_at(path) as library:
        assert len(library.annotations(article)) == 1


def test_several_programs_may_make_a_library_at_once(path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from annotations.library import open_library\n"
        "with open_library(Path(sys.argv[1])) as library:\n"
        "    library.database.write(lambda transaction: transaction.change).result()\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", script, str(path)], stderr=subprocess.PIPE)
        for _ in range(4)
    ]

    errors = [process.communicate(timeout=60)[1] for process in running]

    assert errors == [b""] * 4
    with closing(Database(path, clock=Clock())) as database:
        assert database.write(lambda transaction: transaction.change).result() == 5


def test_s27_two_programs_lose_none_of_each_others_writes(path: Path, article: ArticleId) -> None:
    script = (
        "import sys; from pathlib import Path\n"
        "from tests.annotations.store.samples import create, library_at, mark\n"
        "with library_at(Path(sys.argv[1])) as library:\n"
        "    article = library.history()[-1].articles[0]\n"
        "    for number in range(60): create(library, article, mark('Monday', note=sys.argv[2]))\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", script, str(path), name]) for name in ("a", "b")
    ]

    assert [process.wait(timeout=100) for process in running] == [0, 0]

    assert count(path) == 121
    with library_at(path) as library:
        assert len(library.history()) == 121
        assert {each.revision for each in library.annotations(article)} == {1}


def test_s28_a_write_waits_for_another_programs_and_then_says_so(
    path: Path, article: ArticleId
) -> None:
    with library_at(path) as library, closing(sqlite3.connect(path, isolation_level=None)) as other:
        library.database.connection.execute("PRAGMA busy_timeout = 300")
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        asked = library.keep_place(article, 1, 0.1)
        assert time.monotonic() - began < 0.2  # the caller goes on

        with pytest.raises(DatabaseBusyError):
            asked.result()
        later = library.keep_place(article, 2, 0.2)
        other.execute("COMMIT")
        later.result()


@posix
def test_s32_a_link_to_a_library_works_and_stays_a_link(path: Path, article: ArticleId) -> None:
    link = path.parent / "folder" / "link.db"
    link.parent.mkdir()
    link.symlink_to(path)

    with library_at(link) as library:
        create(library, article, mark("Monday"))

    assert link.is_symlink()
    assert list(link.parent.iterdir()) == [link]
    assert count(path) == 2


@posix
def test_s32_links_in_a_circle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")

    with pytest.raises(UnusableDatabaseError):
        open_library(tmp_path / "a")


@pytest.mark.parametrize(
    "name", ["a?mode=ro.db", "a#b.db", "100%25.db", " blank .db", "ü.db", "a&b=c.db", ":memory:"]
)
def test_s33_any_file_name_is_taken_as_it_is(tmp_path: Path, name: str) -> None:
    open_library(tmp_path / name).close()

    assert [each.name for each in tmp_path.iterdir()] == [name]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_s33_a_file_name_that_is_no_utf_8_is_taken_as_it_is(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xff\xfe.db")

    with open_library(tmp_path / name) as library:
        opened(library, tmp_path / "a.txt")

    assert [each.name for each in tmp_path.iterdir()] == [name]


@posix
def test_s34_a_library_deleted_while_open_is_written_no_more(
    path: Path, article: ArticleId
) -> None:
    with library_at(path) as library:
        path.unlink()

        with pytest.raises(UnusableDatabaseError, match="deleted or moved while it was open"):
            library.keep_place(article, 1, 0.1).result()

    assert not path.exists()


@posix
def test_s35_a_library_replaced_while_open_is_written_no_more(
    path: Path, article: ArticleId
) -> None:
    copy = path.with_name("copy.db")
    shutil.copy(path, copy)
    with library_at(path) as library:
        copy.replace(path)
        content = path.read_bytes()

        with pytest.raises(UnusableDatabaseError, match="put in its place"):
            library.keep_place(article, 1, 0.1).result()

        assert path.read_bytes() == content


@pytest.mark.parametrize("kind", ["folder", "fifo", "socket", "device"])
def test_what_is_no_regular_file_is_refused(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "x"
    if kind == "folder":
        place.mkdir()
    elif kind == "device":
        place = Path(os.devnull)
    elif kind == "fifo":
        if not hasattr(os, "mkfifo"):
            pytest.skip("none here")
        os.mkfifo(place)
    else:
        if not hasattr(socket, "AF_UNIX"):
            pytest.skip("none here")
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(os.path.relpath(place))

    with pytest.raises(UnusableDatabaseError):
        open_library(place)


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(UnusableDatabaseError):
        open_library(tmp_path / "file" / "library.db")


def test_a_second_opening_in_one_program_keeps_the_first_ones_locks(
    path: Path, article: ArticleId
) -> None:
    with library_at(path) as first:
        library_at(path).close()

        script = (
            "import sqlite3, sys\n"
            "connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=0)\n"
            "try:\n"
            "    connection.execute('PRAGMA journal_mode = DELETE')\n"
            "except sqlite3.OperationalError as error: print(error)\n"
            "connection.close()\n"
        )
        said = subprocess.run(
            [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
        )

        # Only a program that holds its lock on the file itself keeps others from ending the log.
        assert "locked" in said.stdout
        create(first, article, mark("Monday"))


@posix
def test_s1_acknowledged_marks_survive_kills_at_random_moments(
    path: Path, article: ArticleId
) -> None:
    script = (
        "import sys; from pathlib import Path\n"
        "from tests.annotations.store.samples import create, library_at, mark\n"
        "library = library_at(Path(sys.argv[1]))\n"
        "article = library.history()[-1].articles[0]\n"
        "while True:\n"
        "    print(create(library, article, mark('Monday')).id, flush=True)\n"
    )
    chance = random.Random(7)
    acknowledged: set[str] = set()
    for _ in range(4):
        process = subprocess.Popen(
            [sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        for _ in range(chance.randrange(1, 30)):
            acknowledged.add(process.stdout.readline().strip())
        process.send_signal(signal.SIGKILL)
        acknowledged.update(line.strip() for line in process.stdout if len(line) == 37)
        process.stdout.close()
        process.wait()

    with library_at(path) as library:
        assert acknowledged <= {each.id for each in library.annotations(article)}
        assert [each for each in library.check() if each.severity == "error"] == []


# --- backups --------------------------------------------------------------------------------------


def test_a_copy_is_a_single_readable_file_for_this_user_alone(
    path: Path, article: ArticleId, tmp_path: Path
) -> None:
    folder = tmp_path / "deep" / "backups"
    with library_at(path) as library:
        create(library, article, mark("Monday"))
        copy = backup.make(path, folder, time=Clock()(), reason="hand")

    assert list(folder.iterdir()) == [copy.path]
    assert count(copy.path) == 2
    assert (copy.time, copy.reason) == ("2026-11-24T00:00:01Z", "hand")
    assert copy.size_bytes == copy.path.stat().st_size
    assert copy.path.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert sorted(each.name for each in folder.iterdir()) == [copy.path.name]


@pytest.mark.usefixtures("article")
def test_a_copy_of_a_damaged_library_is_not_kept(path: Path, tmp_path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xff" * 4096)

    with pytest.raises(DamagedDatabaseError):
        backup.make(path, tmp_path / "backups", time=Clock()(), reason="migration")

    assert list((tmp_path / "backups").iterdir()) == []


@pytest.mark.usefixtures("article")
def test_copies_are_told_apart_by_the_path_of_their_library(path: Path, tmp_path: Path) -> None:
    clock, folder = Clock(), tmp_path / "backups"
    made = [backup.make(path, folder, time=clock(), reason="auto") for _ in range(2)]

    assert backup.existing(path, folder) == made
    assert backup.existing(tmp_path / "else.db", folder) == []


@pytest.mark.usefixtures("article")
def test_a_copy_that_is_not_wanted_any_more_leaves_nothing(path: Path, tmp_path: Path) -> None:
    asked: list[int] = []

    def is_stopped() -> bool:
        asked.append(1)
        return True

    with pytest.raises(StoppedError):
        backup.make(
            path, tmp_path / "backups", time=Clock()(), reason="auto", is_stopped=is_stopped
        )

    assert asked
    assert list((tmp_path / "backups").iterdir()) == []


@pytest.mark.usefixtures("article")
def test_s3_what_is_left_of_a_killed_copy_is_no_backup_and_is_swept(
    path: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    script = (
        "import os, sys; from pathlib import Path\n"
        "from annotations.store import backup\n"
        "def kill():\n"
        "    os.kill(os.getpid(), 9)\n"
        "backup.make(Path(sys.argv[1]), Path(sys.argv[2]), time='2026-11-24T10:00:00Z', "
        "reason='auto', is_stopped=kill)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(path), str(folder)], check=False)
    left = list(folder.iterdir())
    assert left
    assert backup.existing(path, folder) == []

    backup.sweep(folder)
    assert list(folder.iterdir()) == left  # perhaps another postil's, at work
    for each in left:
        os.utime(each, (0, 0))
    backup.sweep(folder)

    assert list(folder.iterdir()) == []
    assert count(path) == 1


@pytest.mark.usefixtures("article")
def test_s3_what_is_left_of_a_killed_look_into_a_copy_is_no_backup_and_is_swept(
    path: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    script = (
        "import os, sys; from pathlib import Path\n"
        "from annotations.store import backup\n"
        "with backup.unpacked(Path(sys.argv[1]), Path(sys.argv[2])):\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(path), str(folder)], check=False)
    (left,) = folder.iterdir()
    (copy,) = left.iterdir()
    assert count(copy) == 1
    assert backup.existing(path, folder) == []

    backup.sweep(folder)
    assert copy.exists()  # perhaps another postil's, at work
    os.utime(left, (0, 0))
    backup.sweep(folder)

    assert list(folder.iterdir()) == []


def test_a_backup_that_still_holds_a_forgotten_article_is_named(
    path: Path, article: ArticleId
) -> None:
    copy = backup.make(path.resolve(), backups_folder(), time=Clock()(), reason="hand")

    with library_at(path) as library:
        assert library.forget(article).result() == (copy.path,)
        other = opened(library, path.parent / "b.txt", "Other.")
        assert library.forget(other).result() == ()


def test_connecting_never_makes_a_file(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        connect(tmp_path / "x.db", write=True)

    assert list(tmp_path.iterdir()) == []


def test_closing_waits_for_what_another_thread_reads(path: Path) -> None:
    # A connection closed while a thread runs a statement on it crashes the interpreter.
    with open_library(path) as made:
        made.history()
    library = open_library(path)
    is_reading, may_end, told = threading.Event(), threading.Event(), []

    def read() -> None:
        with library.database.reading() as connection:
            is_reading.set()
            may_end.wait()
            told.append(connection.execute("SELECT 1").fetchone())

    reader, closer = threading.Thread(target=read), threading.Thread(target=library.close)
    reader.start()
    is_reading.wait()
    closer.start()
    closer.join(0.2)
    assert closer.is_alive()

    may_end.set()
    reader.join()
    closer.join()

    assert told == [(1,)]
    with pytest.raises(ValueError, match="closed"):
        library.history()
