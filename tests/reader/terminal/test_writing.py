"""Nothing waits for a slow terminal, and what it shows in the end is the latest."""

from __future__ import annotations

import inspect
import io
import os
import pty
import select
import sys
import threading
import time
import tty
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pytest
from textual._styles_cache import StylesCache
from textual.drivers import linux_driver

from reader.terminal.driver import PromptDriver
from reader.terminal.writing import STYLES_KEPT, EagerWriter
from tests.terminal import Terminal, environment

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[3]
RATE = 10_000
"""Bytes a second that a slow line carries."""

LAST_S = 2.0
"""From the last key to the last state."""

PAGE_DOWN = "\x1b[6~"


class _Gate(io.StringIO):
    """A file that takes nothing until it is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.is_open = threading.Event()

    def write(self, text: str) -> int:
        self.is_open.wait(20)
        return super().write(text)


def test_a_terminal_that_takes_nothing_keeps_nobody_waiting() -> None:
    gate, taken = _Gate(), threading.Event()
    writer = EagerWriter(gate)
    writer.taken = taken.set
    writer.start()

    for number in range(1_000):
        writer.write(f"{number} ")
    assert writer.is_behind
    assert not taken.is_set()

    gate.is_open.set()
    assert taken.wait(20)
    assert not writer.is_behind
    writer.stop()
    assert gate.getvalue().split() == [str(number) for number in range(1_000)]


@pytest.fixture
def terminal() -> Iterator[tuple[int, IO[str]]]:
    """What is read from a terminal, and the file that writes to it."""
    main, child = pty.openpty()
    tty.setraw(child)
    with os.fdopen(child, "w", encoding="utf-8") as file:
        yield main, file
    os.close(main)


def _all_read(descriptor: int) -> bytes:
    found = b""
    while select.select([descriptor], [], [], 0.2)[0]:
        found += os.read(descriptor, 1 << 16)
    return found


def test_what_a_terminal_takes_is_written_without_the_thread(
    terminal: tuple[int, IO[str]],
) -> None:
    main, file = terminal
    writer = EagerWriter(file)  # not started

    writer.write("“taken” at once")

    assert not writer.is_behind
    assert _all_read(main).decode() == "“taken” at once"
    assert os.get_blocking(file.fileno()), "Others who use the terminal would no longer wait."


def test_what_a_full_terminal_does_not_take_follows_in_its_order(
    terminal: tuple[int, IO[str]],
) -> None:
    main, file = terminal
    writer = EagerWriter(file)
    # Of three bytes each, so that the terminal is full in the midst of one.
    sent = [f"{number}{'“”…' * 3_000}" for number in range(20)]

    for text in sent:
        writer.write(text)
    assert writer.is_behind
    writer.start()
    found = b""
    while writer.is_behind:
        found += _all_read(main)
    writer.write("the last")

    assert not writer.is_behind
    assert (found + _all_read(main)).decode() == "".join(sent) + "the last"
    writer.stop()


def test_a_terminal_in_another_encoding_is_left_to_the_thread(
    terminal: tuple[int, IO[str]],
) -> None:
    main, file = terminal
    with os.fdopen(os.dup(file.fileno()), "w", encoding="latin-1") as old:
        writer = EagerWriter(old)
        writer.write("né")
        assert writer.is_behind
        writer.start()
        writer.stop()

    assert _all_read(main) == b"n\xe9"


def test_the_private_parts_are_there() -> None:
    assert issubclass(PromptDriver, linux_driver.LinuxDriver)
    assert vars(linux_driver)["WriterThread"] is EagerWriter
    assert StylesCache.get_inner_outer.cache_info().maxsize == STYLES_KEPT
    assert "WriterThread(self._file)" in inspect.getsource(
        linux_driver.LinuxDriver.start_application_mode
    )


class _SlowLine:
    """Carries so many bytes a second out of a terminal."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._due = 0.0
        self._then_s = time.perf_counter()

    def carry(self) -> bool:
        """Read what the line has carried since it was last asked; True if anything came."""
        time.sleep(0.004)
        now_s = time.perf_counter()
        self._due = min(1_000.0, self._due + (now_s - self._then_s) * RATE)
        self._then_s = now_s
        descriptor = self._terminal._fd
        if self._due < 50 or not select.select([descriptor], [], [], 0)[0]:
            return False
        data = os.read(descriptor, int(self._due))
        self._due -= len(data)
        self._terminal.received += data
        return True


@pytest.mark.parametrize("interval_s", [0.0, 0.03], ids=["at once", "held down"])
def test_a_slow_line_shows_the_last_state_soon_after_the_last_key(
    interval_s: float, tmp_path: Path, home: Path
) -> None:
    source = tmp_path / "long.txt"
    source.write_text(
        "\n\n".join(f"Paragraph {n} stands here. " * 8 for n in range(1_200)), "utf-8"
    )
    command = [sys.executable, "-m", "reader", str(source), "--db", str(home / "library.db")]
    with Terminal(
        command, columns=100, lines=30, env=environment(PYTHONPATH=str(ROOT))
    ) as terminal:
        terminal.wait_for("%")
        terminal.drain(0.5)
        line = _SlowLine(terminal)
        begun_s = time.perf_counter()
        for number in range(100):
            terminal.send(PAGE_DOWN)
            while time.perf_counter() < begun_s + number * interval_s:
                line.carry()
        last_s = came_s = time.perf_counter()
        while time.perf_counter() < max(came_s, last_s) + 1.0:
            if line.carry():
                came_s = time.perf_counter()
        slowly = terminal.text
        terminal.send("\x0c")  # paints anew what is so
        terminal.wait_for("painted anew")
        terminal.drain()

        assert came_s - last_s < LAST_S
        assert slowly.splitlines()[:-1] == terminal.text.splitlines()[:-1]
        assert "Paragraph 0 " not in slowly
        terminal.send("q")
        assert terminal.wait_for_end() == 0
