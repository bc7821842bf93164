"""What the command line says to a person: messages on stderr, and the exit status.

Data goes to stdout and is `printing`'s. No other module writes to stderr. Click is not imported
here: a plain `postil article.md` says nothing and pays nothing.
"""

from __future__ import annotations

import sys
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotations.errors import PostilError

PROGRAM = "postil"


class ExitCode(IntEnum):
    """How a command ended, as grep and diff say it."""

    DONE = 0
    NO = 1
    """Nothing found, or it differs."""
    ERROR = 2
    INTERRUPTED = 130
    PIPE_CLOSED = 141
    """Whoever read our output had enough of it: what a shell reports of any program so ended."""


def complain(sentence: str, hint: str = "") -> None:
    """Say what went wrong and what would help."""
    _write(f"{PROGRAM}: error: {_visible(sentence)}")
    if hint:
        _write(f"  {_visible(hint)}")


def complain_of(error: PostilError) -> None:
    """Say an error in its own words."""
    complain(str(error), error.hint)


def mention(sentence: str) -> None:
    """Say something worth knowing that is no error."""
    _write(f"{PROGRAM}: {_visible(sentence)}")


def take_leave(sentence: str) -> None:
    """Say something when the screen is gone, to whoever has just sat before it."""
    _write(_visible(sentence))


def list_choices(lines: list[str]) -> None:
    """List what a person has to choose from, below an error."""
    for line in lines:
        _write(f"  {_visible(line)}")


def ask(question: str) -> bool | None:
    """Ask yes or no at the terminal; None where nobody can answer."""
    if not (sys.stdin is not None and sys.stdin.isatty() and _stderr_is_terminal()):
        return None
    sys.stderr.write(f"{_visible(question)} [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().casefold() in ("y", "yes")


def show_traceback() -> None:
    """Write the traceback of the exception being handled; only `--debug` asks for it."""
    import traceback  # noqa: PLC0415 - rare, and dear at a start

    for line in traceback.format_exc().rstrip("\n").split("\n"):
        _write(_visible(line))


def _stderr_is_terminal() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()


def _visible(text: str) -> str:
    """File names and titles come from strangers: no control character reaches the terminal."""
    from reader.layout.cells import show_line  # noqa: PLC0415 - only when something is said

    return show_line(text)


def _write(line: str) -> None:
    try:
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()
    except (OSError, ValueError, AttributeError):
        # Nobody listens (closed, or none as under pythonw): the exit status still tells.
        return
