from __future__ import annotations

import os
import subprocess
import sys

import pytest

READ = """
import sys
from annotations.errors import PostilError
from reader.loaders import load_whole
from reader.loaders.stdin import read_stdin, take_keyboard_from_tty
try:
    source = read_stdin()
    print(load_whole(source).document.text, end="")
    print(source.name, file=sys.stderr)
except PostilError as error:
    print(error, error.hint)
"""

TAKE = """
import os, sys
from annotations.errors import PostilError
from reader.loaders.stdin import take_keyboard_from_tty
os.setsid()
if len(sys.argv) > 1:
    os.open(sys.argv[1], os.O_RDWR)  # the first terminal a session opens is its own
try:
    take_keyboard_from_tty()
    print(os.isatty(0), os.read(0, 100))
except PostilError as error:
    print(error, error.hint)
"""


def test_standard_input_is_read_to_its_end() -> None:
    data = b"word " * 100_000

    done = subprocess.run([sys.executable, "-c", READ], input=data, capture_output=True, check=True)

    assert done.stdout == data
    assert done.stderr.strip() == b"standard input"


def test_a_closed_standard_input_is_said() -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$0" -c "$1" <&-', sys.executable, READ],
        capture_output=True,
        check=True,
        text=True,
    )

    assert done.stdout.strip() == "standard input cannot be read: it is closed."


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals of Unix")
def test_a_keyboard_as_standard_input_is_refused_instead_of_waited_for() -> None:
    master, slave = os.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-c", READ], stdin=slave, capture_output=True, text=True, check=True
        )
    finally:
        os.close(master)
        os.close(slave)

    assert done.stdout.startswith("standard input cannot be read: it is the keyboard.")


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals of Unix")
def test_the_keyboard_is_taken_from_the_terminal() -> None:
    master, slave = os.openpty()
    try:
        os.write(master, b"q\n")
        done = subprocess.run(
            [sys.executable, "-c", TAKE, os.ttyname(slave)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
        )
    finally:
        os.close(master)
        os.close(slave)

    assert done.stdout.strip() == "True b'q\\n'"


def test_without_a_terminal_that_is_said() -> None:
    done = subprocess.run(
        [sys.executable, "-c", TAKE],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.startswith("The keyboard cannot be read: this program has no terminal.")
