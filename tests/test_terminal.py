"""The guards that all tests run under, and the terminal that the pty tests use."""

from __future__ import annotations

import os
import signal
import socket
import sys
from pathlib import Path

import pytest

from tests.terminal import Terminal, TerminalTimeoutError, plain

ECHO = """
import os, sys, termios, tty
tty.setraw(0)
os.write(1, b"\\x1b[?1049h\\x1b[2J\\x1b[1;1H\\x1b[38;2;1;2;3mready\\x1b[m")
size = os.get_terminal_size()
os.write(1, f"\\x1b[2;1H{size.columns}x{size.lines} {os.ctermid()}".encode())
open("/dev/tty", "rb").close()
while (key := os.read(0, 1)) != b"q":
    os.write(1, b"\\x1b[3;1H<" + key + b">")
sys.exit(3)
"""


def test_a_program_has_the_terminal_as_its_own_and_answers_keys() -> None:
    with Terminal([sys.executable, "-c", ECHO], columns=50, lines=7) as terminal:
        terminal.wait_for("50x7")
        terminal.send("k")

        assert terminal.wait_for("<k>").splitlines()[0] == "ready"
        assert "ready" in plain(bytes(terminal.received))

        terminal.send("q")

        assert terminal.wait_for_end() == 3


def test_what_does_not_come_is_told_with_the_screen() -> None:
    with Terminal([sys.executable, "-c", ECHO]) as terminal:
        terminal.wait_for("ready")

        with pytest.raises(TerminalTimeoutError, match="ready"):
            terminal.wait_for("never", timeout_s=0.05)


def test_a_killed_program_is_gone() -> None:
    with Terminal([sys.executable, "-c", ECHO]) as terminal:
        terminal.wait_for("ready")
        terminal.kill()

        assert terminal.exit_status == -signal.SIGKILL
        with pytest.raises(ProcessLookupError):
            os.kill(terminal.pid, 0)


def test_a_home_of_its_own(home: Path) -> None:
    assert Path.home() == home
    assert Path(os.environ["POSTIL_DB"]).parent == home
    assert "NO_COLOR" not in os.environ


def test_no_way_out_of_the_machine() -> None:
    with socket.socket() as client, pytest.raises(pytest.fail.Exception):
        client.connect(("192.0.2.1", 80))
    with pytest.raises(pytest.fail.Exception):
        socket.getaddrinfo("example.org", 443)
