"""Marking: from the highlight key to a mark that is on the disk and on the screen; Esc and quit."""

from __future__ import annotations

import sqlite3
import statistics
import time
from contextlib import closing
from typing import TYPE_CHECKING

from tests.benchmarks import texts
from tests.benchmarks.floor import SENTENCE
from tests.benchmarks.measuring import answer_ms, come_to_rest, fsync_ms
from tests.benchmarks.table import Row, percentile

if TYPE_CHECKING:
    from pathlib import Path

    from tests.benchmarks.measuring import Bench

MARK_ALLOWANCE_MS = 20.0
FSYNCS = 2
ESCAPE_LIMIT_MS = 30.0
QUIT_LIMIT_MS = 80.0


def rows(bench: Bench) -> list[Row]:
    """Sentences of a 1 MB text highlighted one after the other; then Esc, then the end."""
    source = texts.plain_text(bench.folder / "marking.txt", texts.MEGABYTE)
    library = bench.library("marking")
    count = bench.times(40, 10)
    marked: list[float] = []
    escaped: list[float] = []
    ended: list[float] = []
    with bench.postil(source, library) as terminal:
        come_to_rest(terminal, SENTENCE)
        # The first mark also stores the text; it is made before those that count.
        for turn in range(count + 1):
            terminal.send("s")
            terminal.drain()
            took_ms = answer_ms(terminal, str(turn % 6 + 1))
            if turn:
                marked.append(took_ms)
            terminal.send("))")
            terminal.drain()
        fsync = fsync_ms(bench.folder)
        assert _stored(library) == count + 1, "A mark that was shown is not in the library."
        for _ in range(count):
            terminal.send("v")
            terminal.drain()
            escaped.append(answer_ms(terminal, "\x1b"))
    for _ in range(bench.times(7, 3)):
        with bench.postil(source, library) as terminal:
            come_to_rest(terminal, f"{count + 1} marks")
            sent_s = terminal.send("q")
            assert terminal.wait_for_end() == 0
            ended.append((time.perf_counter() - sent_s) * 1000)
    return [
        Row(
            what="highlight key → durable and shown, p95",
            measured=percentile(marked, 0.95),
            reference=fsync,
            limit=MARK_ALLOWANCE_MS + FSYNCS * fsync,
            bound="20 ms + 2 × fsync",
        ),
        Row(
            what="Esc, median",
            measured=statistics.median(escaped),
            reference=0,
            limit=ESCAPE_LIMIT_MS,
            bound="30 ms",
        ),
        Row(
            what="quit, median",
            measured=statistics.median(ended),
            reference=0,
            limit=QUIT_LIMIT_MS,
            bound="80 ms",
        ),
    ]


def _stored(library: Path) -> int:
    with closing(sqlite3.connect(f"file:{library}?mode=ro", uri=True)) as connection:
        return int(connection.execute("SELECT count(*) FROM annotations").fetchone()[0])
