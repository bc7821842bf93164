"""What was acknowledged outlives a kill at any moment, and nothing is shown before it is durable."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from annotations.library import open_library
from tests.annotations.store.samples import create, mark, opened
from tests.terminal import Terminal, environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork, kill and a pty")

ROOT = Path(__file__).parents[1]

ROUNDS = 50

KILLING = """
import os, random, signal, sys, time
from pathlib import Path
from annotations.library import open_library
from tests.annotations.store.samples import create, mark

path, rounds = Path(sys.argv[1]), int(sys.argv[2])
chance = random.Random(2023)
for _ in range(rounds):
    reading, writing = os.pipe()
    child = os.fork()  # no connection is open here, and what is imported need not be again
    if child == 0:
        library = open_library(path)
        article = library.history()[-1].articles[0]
        while True:
            made = create(library, article, mark("Monday", note="n" * chance.randrange(2_000)))
            os.write(writing, made.id.encode() + b"\\n")
    os.close(writing)
    acknowledged = b""
    for _ in range(chance.randrange(1, 12)):
        acknowledged += os.read(reading, 4096)
    time.sleep(chance.random() * 0.003)  # anywhere within a write, not only after one
    os.kill(child, signal.SIGKILL)
    while more := os.read(reading, 4096):
        acknowledged += more
    os.close(reading)
    os.waitpid(child, 0)
    sys.stdout.buffer.write(acknowledged)
"""


def _is_sound(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_acknowledged_marks_survive_fifty_kills(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with open_library(path) as library:
        article = opened(library, tmp_path / "visit.md")
        create(library, article, mark("Monday"))

    done = subprocess.run(
        [sys.executable, "-c", KILLING, str(path), str(ROUNDS)],
        cwd=ROOT,
        capture_output=True,
        check=True,
        timeout=100,
    )
    acknowledged = set(done.stdout.decode().split())

    assert len(acknowledged) >= ROUNDS
    assert _is_sound(path)
    with open_library(path) as library:
        stored = {each.id for each in library.annotations(article)}
        assert acknowledged <= stored
        # One more may have been written each time before it could be told.
        assert len(stored) <= len(acknowledged) + ROUNDS + 1
        assert [each for each in library.check() if each.severity == "error"] == []


def _reading(source: Path, library: Path, *before: str) -> Terminal:
    return Terminal(
        [*before, sys.executable, "-m", "reader", str(source), "--db", str(library)],
        columns=100,
        lines=24,
        env=environment(PYTHONPATH=str(ROOT), XDG_STATE_HOME=str(library.parent)),
    )


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "visit.txt"
    path.write_text("".join(f"Sentence {n} stands here.\n\n" for n in range(60)), "utf-8")
    return path


def _marks_shown(terminal: Terminal) -> int:
    """How many marks the top line tells of."""
    told = re.search(r"(\d+) marks?", terminal.text.partition("\n")[0])
    return int(told[1]) if told else 0


@pytest.mark.parametrize("least", [1, 4, 9])
def test_s5_a_mark_that_was_shown_survives_a_kill(least: int, source: Path, tmp_path: Path) -> None:
    library = tmp_path / "library.db"
    with _reading(source, library) as terminal:
        terminal.wait_for("Sentence 1 stands")
        terminal.drain()
        terminal.send("s1)" * 30)
        while _marks_shown(terminal) < least:
            assert terminal.read() is not None
        terminal.kill()
        while terminal.read(0.05) is not None:
            pass
        shown = _marks_shown(terminal)

    assert _is_sound(library)
    with closing(sqlite3.connect(library)) as connection:
        (stored,) = connection.execute("SELECT count(*) FROM annotations").fetchone()
    assert stored >= shown >= least

    with _reading(source, library) as terminal:
        terminal.wait_for(f"{stored} mark")


def test_a_kill_loses_of_a_note_only_what_was_typed_since_the_last_pause(
    source: Path, tmp_path: Path
) -> None:
    library = tmp_path / "library.db"
    with _reading(source, library) as terminal:
        terminal.wait_for("Sentence 1 stands")
        terminal.send("saa note as far as it got")
        terminal.wait_for("NOTE")
        folder = tmp_path / "postil"
        deadline = time.monotonic() + 20
        while not list(folder.rglob("*.json")):
            assert time.monotonic() < deadline
            terminal.read(0.02)
        terminal.kill()

    with _reading(source, library) as terminal:
        terminal.wait_for("this note was unfinished")
        terminal.wait_for("a note as far as it got")
        terminal.send("\x13q")

        assert terminal.wait_for_end() == 0
    with closing(sqlite3.connect(library)) as connection:
        notes = connection.execute("SELECT note FROM annotations").fetchall()
    assert notes == [("a note as far as it got",)]


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM], ids=["hangup", "end"])
def test_a_signal_keeps_the_note_that_is_being_typed(
    number: signal.Signals, source: Path, tmp_path: Path
) -> None:
    library = tmp_path / "library.db"
    with _reading(source, library) as terminal:
        terminal.wait_for("Sentence 1 stands")
        terminal.drain()
        terminal.send("sa")
        terminal.wait_for("NOTE")
        terminal.send("half a note")
        terminal.wait_for("half a note")
        os.kill(terminal.pid, number)

        assert terminal.wait_for_end() == 128 + number
        # The terminal is given back as it was.
        assert b"\x1b[?1049l" in terminal.received

    with closing(sqlite3.connect(library)) as connection:
        kept = connection.execute("SELECT note FROM annotations").fetchall()
    drafts = "".join(each.read_text("utf-8") for each in (tmp_path / "postil").rglob("*.json"))
    assert kept == [("half a note",)] or "half a note" in drafts


def test_a_terminal_that_is_closed_keeps_the_note_too(source: Path, tmp_path: Path) -> None:
    library = tmp_path / "library.db"
    with _reading(source, library) as terminal:
        terminal.wait_for("Sentence 1 stands")
        terminal.drain()
        terminal.send("sa")
        terminal.wait_for("NOTE")
        terminal.send("half a note")
        terminal.wait_for("half a note")
        terminal.hang_up()

    # Not kept by the pause: it ends before one.
    drafts = [each.read_text("utf-8") for each in (tmp_path / "postil").rglob("*.json")]
    assert ["half a note" in each for each in drafts] == [True]


def _can_trace() -> bool:
    if shutil.which("strace") is None:
        return False
    return not subprocess.run(
        ["strace", "-o", os.devnull, "true"], check=False, capture_output=True
    ).returncode


@pytest.mark.skipif(not _can_trace(), reason="strace is not there, or may not trace")
def test_a_mark_is_on_the_disk_between_key_and_card(source: Path, tmp_path: Path) -> None:
    library, trace = tmp_path / "library.db", tmp_path / "trace"
    tracing = ("strace", "-f", "-y", "-ttt", "-e", "trace=fsync,fdatasync", "-o", str(trace))
    with _reading(source, library, *tracing) as terminal:
        terminal.wait_for("Sentence 1 stands")
        terminal.drain()
        moments = []
        for number, keys in enumerate(("s1", ")s2", ")s3"), start=1):
            pressed = time.time()
            terminal.send(keys)
            while _marks_shown(terminal) < number:
                assert terminal.read() is not None
            moments.append((pressed, time.time()))
            terminal.drain()
        terminal.send("q")
        terminal.wait_for_end()

    synced = [
        float(match[1])
        for match in re.finditer(
            r"^\d+ +([0-9.]+) f(?:data)?sync\(\d+<[^>]*library\.db-wal>",
            trace.read_text(),
            re.MULTILINE,
        )
    ]
    for pressed, shown in moments:
        assert [moment for moment in synced if pressed < moment < shown], (pressed, shown, synced)
