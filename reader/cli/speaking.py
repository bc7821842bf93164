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

WAITED_S = 0.3
"""How long nothing is said of a wait: what is shorter is none."""

SHOWN_S = 0.1
"""Between two states of a wait."""


SHOWN_LENGTH = 50
"""Code points of a query that are shown on either side of a mistake in it."""


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
    """Say an error in its own words; of a query also where in it the mistake stands."""
    from annotations.errors import QueryError  # noqa: PLC0415 - loaded already, and not at a start

    _write(f"{PROGRAM}: error: {_visible(str(error))}")
    if isinstance(error, QueryError) and error.query:
        for line in _pointed(error.query, error.position):
            _write(f"  {line}")
    if error.hint:
        _write(f"  {_visible(error.hint)}")


def _pointed(query: str, position: int) -> tuple[str, str]:
    """A query, or what stands around the place, and a caret under that."""
    from reader.layout.cells import width  # noqa: PLC0415 - as in `_visible`

    before = _visible(query[max(0, position - SHOWN_LENGTH) : position])
    after = _visible(query[position : position + SHOWN_LENGTH])
    start = "…" if position > SHOWN_LENGTH else ""
    end = "…" if len(query) > position + SHOWN_LENGTH else ""
    return f"{start}{before}{after}{end}", " " * width(start + before) + "^"


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


class Waiting:
    """What is waited for, told on a line of the terminal that goes away again; else nothing."""

    def __init__(self, what: str) -> None:
        import time  # noqa: PLC0415 - only where something is waited for

        self._what = what
        self._clock = time.monotonic
        self._next_s = self._clock() + WAITED_S
        self._is_shown = False

    def __call__(self, come_bytes: int, total_bytes: int | None) -> None:
        """So much has come."""
        if self._clock() < self._next_s or not _stderr_is_terminal():
            return
        from reader.loaders.source import shown_size  # noqa: PLC0415 - only where it is waited for

        self._next_s = self._clock() + SHOWN_S
        self._is_shown = True
        of = f" of {shown_size(total_bytes)}" if total_bytes else ""
        said = f" {shown_size(come_bytes)}{of}" if come_bytes else ""
        sys.stderr.write(f"\r\x1b[K{PROGRAM}: {_visible(self._what)} …{said} (ctrl+c cancels)")
        sys.stderr.flush()

    def close(self) -> None:
        """It is over."""
        if self._is_shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


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
