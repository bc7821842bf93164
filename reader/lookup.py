"""Looking a word up with the person's own command.

The text looked up is a stranger's. It is one argument of the command and never part of a line that a
shell reads, has no leading dash, by which it would be an option, and is percent-encoded in an address.
"""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import threading
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from annotations.errors import PostilError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LENGTH_LIMIT = 500
"""Code points of what is looked up; a paragraph is no word."""

PATIENCE_S = 5.0
"""How long a command without the terminal is watched for a failure; then it may stay."""

PLACE = "{}"
"""Where a command has the text."""

_INTERRUPTED = (-signal.SIGINT, 128 + signal.SIGINT)
"""The person's own end of a command that has the terminal."""

_ADDRESSES = ("http://", "https://")


class LookupFailedError(PostilError):
    """The command did not run, or said that it failed."""


class Lookup(NamedTuple):
    """A command of the settings."""

    command: Sequence[str]
    """Arguments; for a shell, one text."""
    by_shell: bool = False
    in_terminal: bool = False

    @property
    def name(self) -> str:
        """The program, as a message names it."""
        first = self.command[0].split()[0] if self.by_shell else self.command[0]
        return PurePath(first).name

    def arguments(self, text: str) -> list[str]:
        """What is run for a text.

        Raises:
            LookupFailedError: There is nothing to look up, or it is too long.
        """
        word = " ".join(text.split()).lstrip("- ")
        if not word:
            sentence = "There is no word to look up"
            raise LookupFailedError(sentence, hint="move to one")
        if len(word) > LENGTH_LIMIT:
            sentence = f"{len(word):,} characters are too long to look up"
            raise LookupFailedError(sentence, hint=f"select at most {LENGTH_LIMIT}")
        if self.by_shell:
            # The text is a parameter of the shell's: whatever stands in it, the shell runs none of it.
            line = self.command[0]
            line = line.replace(PLACE, '"$1"') if PLACE in line else f'{line} "$1"'
            return ["/bin/sh", "-c", line, "postil", word]
        if any(PLACE in each for each in self.command):
            return [self.command[0], *(_filled(each, word) for each in self.command[1:])]
        return [*self.command, word]

    def run(self, text: str) -> None:
        """Run the command; one without the terminal may stay when this returns.

        Raises:
            LookupFailedError: It could not be started, or failed.
        """
        arguments = self.arguments(text)
        try:
            status = _in_terminal(arguments) if self.in_terminal else _beside(arguments)
        except OSError as error:
            sentence = f"{self.name} could not be started ({error.strerror or error})"
            raise LookupFailedError(sentence, hint="lookup in the settings names it") from error
        if status and not (self.in_terminal and status in _INTERRUPTED):
            sentence = f"{self.name} failed, with status {status}"
            raise LookupFailedError(sentence)


def _filled(argument: str, word: str) -> str:
    shown = quote(word, safe="") if argument.casefold().startswith(_ADDRESSES) else word
    return argument.replace(PLACE, shown)


def _beside(arguments: Sequence[str]) -> int:
    """Start a program in a session of its own; its status, or 0 if it goes on after some seconds."""
    process = subprocess.Popen(  # noqa: S603  # the person's own command
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        # A window may stay open for hours. Somebody must take its status in the end.
        threading.Thread(target=process.wait, daemon=True).start()
        return 0


def _in_terminal(arguments: Sequence[str]) -> int:
    """Run a program that has the terminal until it ends; ctrl+c is for it alone."""
    with _interrupts_ignored():
        return subprocess.run(arguments, check=False).returncode  # noqa: S603  # the person's own


@contextlib.contextmanager
def _interrupts_ignored() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread() or sys.platform == "win32":
        yield
        return
    # A handler and not SIG_IGN, which the program would inherit.
    before = signal.signal(signal.SIGINT, lambda _number, _frame: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
