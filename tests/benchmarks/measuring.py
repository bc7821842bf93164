"""How postil and the floor app are started and timed: in a pty that drains every byte at once."""

from __future__ import annotations

import gc
import os
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tests.terminal import QUIET_S, Terminal, environment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROOT = Path(__file__).parents[2]
COLUMNS, LINES = 120, 40

REST_S = 1.0
"""A program silent and idle for so long has done its work in the background."""

IDLE_SHARE = 0.1
"""Of a processor: timers that look for changes take less, work in the background more."""

PATIENCE_S = 5.0
"""For the first byte of an answer."""

DISTORTING = {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONDEVMODE", "PYTHONTRACEMALLOC"}
"""Variables of a developer's that cost time or memory."""

FLOOR_COMMAND = (sys.executable, "-m", "tests.benchmarks.floor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Where a run keeps its files, and how thorough it is."""

    folder: Path
    is_quick: bool = False

    def times(self, full: int, quick: int) -> int:
        """How often to repeat."""
        return quick if self.is_quick else full

    def size(self, size_bytes: int) -> int:
        """A text's size; a quick run measures the largest texts at a tenth."""
        return size_bytes // 10 if self.is_quick and size_bytes >= 10_000_000 else size_bytes

    def marks(self, count: int) -> int:
        """A number of marks; a tenth in a quick run."""
        return count // 10 if self.is_quick else count

    def library(self, name: str) -> Path:
        """Where the library of that name lies."""
        return self.folder / f"{name}.db"

    def start(self, command: Sequence[str]) -> Terminal:
        """Start a program on a screen of 120x40, away from the user's settings."""
        return Terminal(command, columns=COLUMNS, lines=LINES, env=self._environment())

    def _environment(self) -> Mapping[str, str]:
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        # An installed program has its modules compiled; the round that is not counted does it here.
        inherited = environment(
            HOME=str(home),
            LC_ALL="C.UTF-8",
            PYTHONPATH=str(ROOT),
            POSTIL_BACKUPS=str(home / "backups"),
            POSTIL_DB=str(self.library("default")),
        )
        return {name: value for name, value in inherited.items() if name not in DISTORTING}

    def floor(self) -> Terminal:
        """Start the floor app."""
        return self.start(FLOOR_COMMAND)

    def postil(self, source: Path, library: Path) -> Terminal:
        """Start postil on a source."""
        return self.start((sys.executable, "-m", "reader", str(source), "--db", str(library)))


def first_paints_ms(
    starts: Mapping[str, tuple[Callable[[], Terminal], tuple[str, ...]]], repeats: int
) -> dict[str, float]:
    """Median time from start to the bytes that complete the texts, for each way to start.

    The ways take turns, so that a busy moment of the machine falls on all of them; one round
    before the first is not counted.
    """
    found: dict[str, list[float]] = {name: [] for name in starts}
    for turn in range(repeats + 1):
        for name, (start, texts) in starts.items():
            with start() as terminal:
                shown_s = terminal.wait_for_bytes(*texts)
                if turn:
                    found[name].append((shown_s - terminal.started_s) * 1000)
                # Ended as a user ends it: the library is closed and its log folded in.
                terminal.drain()
                terminal.send("q")
                terminal.wait_for_end()
    return {name: statistics.median(times) for name, times in found.items()}


def answer_ms(terminal: Terminal, keys: str | bytes, *, quiet_s: float = QUIET_S) -> float:
    """Time from keys to the last byte of what they brought.

    The answer is over when nothing has come for a while; that while is not counted, and it may take
    longer until the first byte comes.
    """
    sent_s = terminal.send(keys)
    first = terminal.read(PATIENCE_S)
    assert first is not None, f"{keys!r} brought nothing."
    chunks = [first, *terminal.drain(quiet_s)]
    return (chunks[-1].time_s - sent_s) * 1000


def come_to_rest(terminal: Terminal, text: str, *, patience_s: float = 120.0) -> None:
    """Wait for a text and until the program does nothing more by itself, seen or unseen."""
    deadline = time.perf_counter() + patience_s
    terminal.wait_for_bytes(text, timeout_s=patience_s)
    while True:
        used_s = terminal.processor_s
        came = terminal.drain(REST_S, patience_s)
        if not came and terminal.processor_s - used_s < REST_S * IDLE_SHARE:
            return
        assert time.perf_counter() < deadline, "The program does not come to rest."


def fsync_ms(folder: Path, repeats: int = 40) -> float:
    """Median time to make one page durable on the disk of a folder."""
    times = []
    page = bytes(4096)
    path = folder / "fsync.probe"
    with path.open("wb", buffering=0) as file:
        for _ in range(repeats):
            file.write(page)
            begun_s = time.perf_counter()
            os.fsync(file.fileno())
            times.append((time.perf_counter() - begun_s) * 1000)
    path.unlink()
    return statistics.median(times)


class Stopwatch:
    """Times a block in this process, with the garbage collector at rest."""

    def __init__(self) -> None:
        self.elapsed_ms = 0.0
        self._begun_s = 0.0

    def __enter__(self) -> Self:
        gc.collect()
        gc.disable()
        self._begun_s = time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.elapsed_ms = (time.perf_counter() - self._begun_s) * 1000
        gc.enable()
