"""A terminal for programs under test: a pty of a given size, keys in, bytes and a screen out.

Shared by the tests that need a real terminal, the benchmarks and the script that makes the README's
picture. As a script it starts one command, waits for a text on its screen, sends keys and checks
that it ends well: `python -m tests.terminal --expect TEXT --keys q -- COMMAND…`.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import sys
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

import pyte

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType

QUIET_S = 0.15
"""A screen that got no byte for so long is taken to be at rest."""

TIMEOUT_S = 30.0
"""Patience with a program that owes an output; generous, since test machines are busy."""

ESCAPES = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor, modes
    rb"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC: title, links, clipboard
    rb"|\x1b[PX^_][^\x1b]*\x1b\\"  # DCS, SOS, PM, APC
    rb"|\x1b[ -/]*[0-~]"
)

_PRIVATE_CSI = re.compile(rb"\x1b\[[<=>][0-9;]*[ -/]*[@-~]|\x1b\[\?[0-9;]*\$[@-~]")
"""Keyboard protocols and mode queries, which pyte would print or take for a colour."""


QUESTION_LENGTH = 8
"""Bytes of the longest question that may still lack its end."""

_QUESTIONS = re.compile(rb"\x1b\]11;\?(?:\x07|\x1b\\)|\x1b\[0?c")
"""What the colour of the ground is, and what the terminal is (primary device attributes)."""

_ATTRIBUTES = b"\x1b[?62;22c"

_GROUNDS = {True: b"\x1b]11;rgb:1616/1818/1d1d\x1b\\", False: b"\x1b]11;rgb:fbfb/f8f8/f1f1\x1b\\"}
"""By whether the terminal is dark."""


class Chunk(NamedTuple):
    """What arrived in one read."""

    time_s: float
    """By `time.perf_counter`, taken before anything is made of the bytes."""
    data: bytes


class TerminalTimeoutError(AssertionError):
    """What was waited for did not come; the text shows the screen as it stands."""


def plain(data: bytes) -> str:
    """The text in a stream without its escape sequences."""
    return ESCAPES.sub(b"", data).decode("utf-8", "replace")


def environment(**more: str) -> dict[str, str]:
    """The present environment with the terminal's own variables, and these."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"NO_COLOR", "COLORFGBG", "LINES", "COLUMNS", "TMUX"}
        and not name.startswith(("POSTIL_", "SSH_", "TEXTUAL", "XDG_"))
    }
    return kept | {"TERM": "xterm-256color", "COLORTERM": "truecolor"} | more


class Terminal:
    """A program in a pty of its own, which it has as its controlling terminal.

    Every byte is drained as it comes, so that the program never waits for the terminal, and what
    every terminal answers is answered at once: its ground's colour and its attributes.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 120,
        lines: int = 40,
        env: Mapping[str, str] | None = None,
        is_dark: bool = True,
    ) -> None:
        self.columns = columns
        self.lines = lines
        self.exit_status: int | None = None
        """Of the program, once it has ended; negative: the signal that ended it."""
        self.started_s = 0.0
        """When the program was started, by `time.perf_counter`."""
        self.received = bytearray()
        """All that came so far."""
        self._fd, child = pty.openpty()
        self._is_open = True
        self._is_dark = is_dark
        self._answered = 0
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._fed = 0
        self._set_size()
        # A session leader without a terminal gets the first that it opens.
        name = os.ttyname(child)
        path = shutil.which(command[0]) or command[0]
        self.started_s = time.perf_counter()
        self.pid = os.posix_spawn(
            path,
            list(command),
            dict(environment() if env is None else env),
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, name, os.O_RDWR, 0),
                (os.POSIX_SPAWN_DUP2, 0, 1),
                (os.POSIX_SPAWN_DUP2, 0, 2),
            ],
            setsid=True,
        )
        os.close(child)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the program if it still runs, and give the pty back."""
        if self._is_open:
            self._is_open = False
            os.close(self._fd)
        if self.exit_status is None:
            os.kill(self.pid, signal.SIGKILL)
            self._reap(os.waitpid(self.pid, 0)[1])

    def kill(self) -> None:
        """End the program as a power cut would, and wait until it is gone."""
        if self.exit_status is None:
            os.kill(self.pid, signal.SIGKILL)
            self._reap(os.waitpid(self.pid, 0)[1])

    def hang_up(self) -> int:
        """Take the terminal away, as a closed window does; gives how the program ended."""
        self._is_open = False
        os.close(self._fd)
        return self.wait_for_end()

    # --- in ----------------------------------------------------------------------------------

    def send(self, keys: str | bytes) -> float:
        """Type, all in one write if the pty takes it; gives the time by `time.perf_counter`."""
        left = memoryview(keys.encode() if isinstance(keys, str) else keys)
        sent_s = time.perf_counter()
        while left:
            left = left[os.write(self._fd, left) :]
        return sent_s

    def resize(self, *, columns: int, lines: int) -> None:
        """Change the size; the program gets SIGWINCH."""
        self.screen  # noqa: B018 -- what came so far belongs to the old size
        self.columns, self.lines = columns, lines
        self._screen.resize(lines, columns)
        self._set_size()
        os.kill(self.pid, signal.SIGWINCH)

    def _set_size(self) -> None:
        size = struct.pack("HHHH", self.lines, self.columns, 0, 0)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, size)

    # --- out ---------------------------------------------------------------------------------

    def read(self, timeout_s: float = TIMEOUT_S) -> Chunk | None:
        """The next bytes; None if none came in time or the program has closed the terminal."""
        if not self._is_open or not select.select([self._fd], [], [], max(0.0, timeout_s))[0]:
            return None
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError:  # EIO: nobody has the other side open any more
            data = b""
        now_s = time.perf_counter()
        if not data:
            self._is_open = False
            os.close(self._fd)
            return None
        self.received += data
        self._answer_questions()
        return Chunk(now_s, data)

    def _answer_questions(self) -> None:
        for question in _QUESTIONS.finditer(self.received, self._answered):
            self._answered = question.end()
            self.send(_ATTRIBUTES if question[0].endswith(b"c") else _GROUNDS[self._is_dark])
        # What was looked through is not again, or a long run would measure this search.
        self._answered = max(self._answered, len(self.received) - QUESTION_LENGTH)

    def drain(self, quiet_s: float = QUIET_S, timeout_s: float = TIMEOUT_S) -> list[Chunk]:
        """All that comes until nothing has come for a while."""
        chunks = []
        deadline = time.perf_counter() + timeout_s
        while (chunk := self.read(quiet_s)) is not None:
            chunks.append(chunk)
            if chunk.time_s > deadline:
                raise TerminalTimeoutError(self._report("The screen does not come to rest."))
        return chunks

    def wait_for_bytes(self, *texts: str, timeout_s: float = TIMEOUT_S) -> float:
        """Wait until texts have passed in the stream; gives the time the last byte of all came."""
        deadline = time.perf_counter() + timeout_s
        while (chunk := self.read(deadline - time.perf_counter())) is not None:
            seen = plain(bytes(self.received))
            if all(text in seen for text in texts):
                return chunk.time_s
        raise TerminalTimeoutError(self._report(f"{' and '.join(texts)} did not come."))

    def wait_until(
        self, is_met: Callable[[str], bool], timeout_s: float = TIMEOUT_S, *, what: str = "It"
    ) -> str:
        """Wait until the screen's text meets a condition; gives that text."""
        deadline = time.perf_counter() + timeout_s
        while not is_met(self.text):
            left_s = deadline - time.perf_counter()
            if left_s <= 0 or self.read(left_s) is None:
                raise TerminalTimeoutError(self._report(f"{what} did not come."))
        return self.text

    def wait_for(self, text: str, timeout_s: float = TIMEOUT_S) -> str:
        """Wait until a text stands on the screen; gives the screen's text."""
        return self.wait_until(lambda screen: text in screen, timeout_s, what=repr(text))

    def wait_for_end(self, timeout_s: float = TIMEOUT_S) -> int:
        """Wait until the program has ended; gives its exit status."""
        deadline = time.perf_counter() + timeout_s
        while self.read(deadline - time.perf_counter()) is not None:
            pass
        # The terminal is closed a moment before the process is gone.
        while self.exit_status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._reap(status)
            elif time.perf_counter() > deadline:
                raise TerminalTimeoutError(self._report("The program did not end."))
            else:
                select.select([], [], [], 0.002)
        assert self.exit_status is not None
        return self.exit_status

    @property
    def screen(self) -> pyte.Screen:
        """The screen as it stands, after all that was read."""
        if self._fed < len(self.received):
            new = bytes(self.received[self._fed :])
            self._fed = len(self.received)
            self._stream.feed(_PRIVATE_CSI.sub(b"", new))
        return self._screen

    @property
    def text(self) -> str:
        """The screen's lines as text, without the blanks at their ends."""
        # Not pyte's `display`: it fails where half of a wide character was written over.
        screen = self.screen
        rows = (
            "".join(screen.buffer[y][x].data for x in range(screen.columns))
            for y in range(screen.lines)
        )
        return "\n".join(row.rstrip() for row in rows)

    @property
    def peak_memory_bytes(self) -> int:
        """The most memory the program has held at once (Linux: VmHWM)."""
        return self._status_bytes("VmHWM")

    @property
    def memory_bytes(self) -> int:
        """The memory the program holds now (Linux: VmRSS)."""
        return self._status_bytes("VmRSS")

    def _status_bytes(self, name: str) -> int:
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii", errors="replace")
        match = re.search(rf"^{name}:\s*(\d+) kB", status, re.MULTILINE)
        return int(match[1]) * 1024 if match else 0

    @property
    def processor_s(self) -> float:
        """Processor time the program has used so far (Linux)."""
        line = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii", errors="replace")
        user, system = line.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def _reap(self, status: int) -> None:
        self.exit_status = os.waitstatus_to_exitcode(status)

    def _report(self, sentence: str) -> str:
        frame = "-" * self.columns
        return f"{sentence} The screen:\n{frame}\n{self.text}\n{frame}"


def _main() -> int:
    parser = argparse.ArgumentParser(description="Start a command in a pty and check its screen.")
    parser.add_argument("--expect", required=True, help="text that must appear on the screen")
    parser.add_argument("--keys", default="q", help="what to type then")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    with Terminal(options.command, columns=100, lines=30) as terminal:
        terminal.wait_for(options.expect)
        terminal.drain()
        shown = terminal.text
        terminal.send(options.keys)
        status = terminal.wait_for_end()
    print(shown)
    return status


if __name__ == "__main__":
    sys.exit(_main())
