"""What the driver reads; that Textual still needs it is asked in `test_faults_of_textual`."""

from __future__ import annotations

import asyncio
import errno
import inspect
import os
import selectors
import signal
import sys
import threading
import time
from pathlib import Path
from queue import Queue
from typing import TYPE_CHECKING

import pytest
from textual import _xterm_parser, constants, events
from textual._parser import Parser
from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver

from reader.terminal.driver import LONGEST_SEQUENCE, LateAnswers, PromptDriver, _WakingEvent
from tests.terminal import Terminal, environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from _typeshed import FileDescriptorLike

COMMIT = "大臣は世界は変わったと述べた"
SEQUENCE = f"\x1b[0;;{':'.join(str(ord(each)) for each in COMMIT)}u"
"""What a terminal with the kitty protocol sends when an input method commits this text."""


def _keys(data: str) -> list[events.Key]:
    return [each for each in XTermParser().feed(data) if isinstance(each, events.Key)]


def test_a_commit_of_an_input_method_is_its_text() -> None:
    assert _xterm_parser._MAX_SEQUENCE_SEARCH_THRESHOLD == LONGEST_SEQUENCE
    assert "".join(key.character or "" for key in _keys(SEQUENCE)) == COMMIT


def test_alt_with_a_digit_is_that_key() -> None:
    for digit in "0123456789":
        assert [(key.key, key.character) for key in _keys(f"\x1b{digit}")] == [
            (f"alt+{digit}", None)
        ]


GROUND = "\x1b]11;rgb:1616/1818/1d1d\x1b\\"


@pytest.mark.parametrize(
    ("pieces", "typed"),
    [
        ([GROUND + "\x1b[?62;22c"], ""),
        (["j" + GROUND.replace("\x1b\\", "\x07") + "k\x1b[A"], "jk\x1b[A"),
        ([GROUND[:3], GROUND[3:20], GROUND[20:-1], "\\j"], "j"),
        (["\x1b[?62", ";22cs"], "s"),
        (["\x1b[?2026", ";2$y"], "\x1b[?2026;2$y"),
        (["\x1b]", "1", "\x1b"], "\x1b]1\x1b"),
        (["\x1b]1", "x"], "\x1b]1x"),
        (["\x1b]1;" + "x" * 300], "\x1b]1;" + "x" * 300),
        (["\x1b[<0;3;4M", "\x1b[13;2u"], "\x1b[<0;3;4M\x1b[13;2u"),
    ],
)
def test_what_a_terminal_answers_late_is_no_key(pieces: list[str], typed: str) -> None:
    answers = LateAnswers()

    assert "".join(map(answers.without, pieces)) == typed


def test_the_driver_leaves_late_answers_out(keys: _Keys) -> None:
    keys.send(GROUND.encode())
    time.sleep(0.03)
    keys.send(b"j")

    assert keys.found.get(timeout=5)[0] == "j"
    assert keys.found.empty()


def test_a_letter_whose_bytes_come_apart_is_one_key(keys: _Keys) -> None:
    for byte in "я".encode():
        keys.send(bytes((byte,)))
        time.sleep(0.03)
    keys.send(b"j")

    assert [keys.found.get(timeout=5)[0] for _ in range(2)] == ["я", "j"]


def test_the_private_parts_are_there() -> None:
    assert "_timeout_time" in inspect.getsource(Parser)
    assert "self.exit_event" in inspect.getsource(linux_driver.LinuxDriver.disable_input)
    assert issubclass(PromptDriver, linux_driver.LinuxDriver)


class _Keys:
    """The driver, reading what a test writes; tells its keys with the time they came.

    Args:
        takes: Whether the event loop can wait for the terminal; else the driver needs a thread.
    """

    def __init__(self, *, takes: bool) -> None:
        self.driver = object.__new__(PromptDriver)
        reader, self._writer = os.pipe()
        self.driver.fileno, self.driver._debug, self.driver._mouse = reader, False, False
        self.driver._wake_reader, wake_writer = os.pipe()
        self.driver.exit_event = _WakingEvent(wake_writer)
        self.driver._is_wanted, self.driver._input, self.driver._key_thread = True, None, None
        self.found: Queue[tuple[str, float]] = Queue()
        # As the app is told; see `PromptDriver.send_message`.
        self.driver.process_message = self._note  # type: ignore[method-assign]
        self._open = [reader, self._writer, self.driver._wake_reader, wake_writer]
        self.loop = asyncio.SelectorEventLoop(None if takes else _Unwilling(reader))
        self.driver._loop = self.loop
        self.driver.run_input_thread()
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()

    def _note(self, message: object) -> None:
        if isinstance(message, events.Key):
            self.found.put((message.key, time.perf_counter()))

    def send(self, data: bytes) -> float:
        os.write(self._writer, data)
        return time.perf_counter()

    def end(self) -> None:
        os.close(self._writer)
        self._open.remove(self._writer)

    def is_reading(self) -> bool:
        """True while the driver waits for keys."""
        thread = self.driver._key_thread
        in_loop = self.driver.fileno in self.loop._selector.get_map()  # type: ignore[attr-defined]
        return in_loop or (thread is not None and thread.is_alive())

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.driver.disable_input)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)
        assert not self.thread.is_alive()
        self.loop.close()
        for each in self._open:
            os.close(each)


class _Unwilling(selectors.SelectSelector):
    """Takes everything but one descriptor, as macOS's does a terminal by the name `/dev/tty`."""

    def __init__(self, descriptor: int) -> None:
        super().__init__()
        self._descriptor = descriptor

    def register(
        self, fileobj: FileDescriptorLike, mask: int, data: object = None
    ) -> selectors.SelectorKey:
        if fileobj == self._descriptor:
            raise OSError(errno.EINVAL, "Invalid argument")
        return super().register(fileobj, mask, data)


@pytest.fixture(params=[True, False], ids=["by the loop", "in a thread"])
def keys(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[_Keys]:
    """Under ssh an Esc waits for 100 ms; see `reader.app`."""
    monkeypatch.setattr(constants, "ESCAPE_DELAY", 0.1)
    # Textual gives up a signal where it stops reading: that may only be done by the main thread.
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    read = _Keys(takes=request.param)
    yield read
    read.close()


def test_an_esc_that_comes_in_two_parts_is_the_key_that_it_begins(keys: _Keys) -> None:
    keys.send(b"\x1b")
    time.sleep(0.03)
    keys.send(b"[6~")

    assert keys.found.get(timeout=5)[0] == "pagedown"
    assert keys.found.empty()


def test_an_esc_alone_is_told_once_its_time_is_over(keys: _Keys) -> None:
    waited_s = []
    for _ in range(3):
        sent_s = keys.send(b"\x1b")
        key, came_s = keys.found.get(timeout=5)
        assert key == "escape"
        waited_s.append(came_s - sent_s)

    # Textual looks ten times a second. The least, since test machines are busy.
    assert 0.1 <= min(waited_s) < 0.15


def test_reading_ends_with_the_input(keys: _Keys) -> None:
    keys.send(b"a")
    assert keys.found.get(timeout=5)[0] == "a"
    assert keys.is_reading()

    keys.end()
    _wait_until(lambda: not keys.is_reading())


def test_reading_ends_when_it_is_told_and_begins_anew(keys: _Keys) -> None:
    keys.send(b"a")
    assert keys.found.get(timeout=5)[0] == "a"

    keys.loop.call_soon_threadsafe(keys.driver.disable_input)
    _wait_until(lambda: not keys.is_reading())
    keys.driver._is_wanted = True
    keys.driver.run_input_thread()
    keys.send(b"b")

    assert keys.found.get(timeout=5)[0] == "b"


def test_who_stops_before_reading_has_begun_reads_nothing() -> None:
    driver = object.__new__(PromptDriver)
    driver._is_wanted = False
    driver._listen()


def _wait_until(is_met: Callable[[], bool]) -> None:
    deadline_s = time.perf_counter() + 5
    while not is_met():
        assert time.perf_counter() < deadline_s
        time.sleep(0.005)


def test_committed_text_is_typed_and_acts_on_nothing(tmp_path: Path, home: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("The minister came on Monday. Nobody asked.\n", encoding="utf-8")
    root = Path(__file__).parents[3]
    with Terminal(
        [sys.executable, "-m", "reader", str(article), "--db", str(home / "library.db")],
        env=environment(PYTHONPATH=str(root)),
    ) as terminal:
        terminal.wait_for("quit")
        terminal.send("s1")
        terminal.wait_for("1 mark")
        terminal.send("t")
        terminal.wait_for("TAGS")

        terminal.send(SEQUENCE)
        terminal.wait_for(COMMIT)
        terminal.send("\r")

        terminal.wait_for(f"#{COMMIT}")
        terminal.send("q")
        assert terminal.wait_for_end() == 0
