"""Whether the terminal's ground is dark or light, asked before the screen starts.

The question goes out first and the answer is read after the imports, which take longer than any
terminal near by: asking costs no time. It is followed by a question that every terminal answers
(primary device attributes), so that the end of the answers is known and none arrives as keys later.

Sources: xterm's control sequences, OSC 11 and DA1; the luminance weights of ITU-R BT.601.
"""

from __future__ import annotations

import os
import re
import select
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NEAR_TIMEOUT_S = 0.08
"""Waited for a terminal on this machine, counted from when the answer is asked for."""

FAR_TIMEOUT_S = 0.6
"""The same under ssh."""

_QUESTION = b"\x1b]11;?\x1b\\\x1b[c"
_GROUND = re.compile(rb"\x1b\]11;rgba?:([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})")
_ATTRIBUTES = re.compile(rb"\x1b\[\?[0-9;]*c")
_LIGHT_NUMBERS = frozenset(("7", "15"))
"""Grounds that COLORFGBG calls light: white and bright white."""


def is_dark_by_answer(answer: bytes) -> bool | None:
    """What an answer to OSC 11 says; None if there is none in it."""
    match = _GROUND.search(answer)
    if match is None:
        return None
    red, green, blue = (int(part, 16) / int(b"f" * len(part), 16) for part in match.groups())
    return 0.299 * red + 0.587 * green + 0.114 * blue < 0.5  # noqa: PLR2004  # half way


def is_dark_by_environment(environ: Mapping[str, str]) -> bool | None:
    """What COLORFGBG says; None if it is not set."""
    number = environ.get("COLORFGBG", "").rpartition(";")[2]
    return number not in _LIGHT_NUMBERS if number.isdigit() else None


class GroundQuestion:
    """One question to the terminal: `ask`, do something else, `answer`."""

    def __init__(self) -> None:
        self._settings: list[object] | None = None
        self._descriptor = -1

    def ask(self) -> None:
        """Put the question, if a terminal is there to answer and the environment does not."""
        if sys.platform == "win32" or is_dark_by_environment(os.environ) is not None:
            return
        import termios  # noqa: PLC0415  # not on Windows

        try:
            descriptor = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
        except OSError:
            return
        try:
            self._settings = termios.tcgetattr(descriptor)
            quiet = list(self._settings)
            quiet[3] = quiet[3] & ~(termios.ICANON | termios.ECHO)  # type: ignore[operator]
            termios.tcsetattr(descriptor, termios.TCSANOW, quiet)  # type: ignore[arg-type]
            os.write(descriptor, _QUESTION)
            self._descriptor = descriptor
        except (termios.error, OSError):
            os.close(descriptor)

    def answer(self) -> bool:
        """True for a dark ground; dark too if nothing is known."""
        by_environment = is_dark_by_environment(os.environ)
        if by_environment is not None:
            return by_environment
        if self._descriptor < 0 or sys.platform == "win32":
            return True
        import termios  # noqa: PLC0415  # not on Windows

        far = os.environ.get("SSH_CONNECTION") or os.environ.get("SSH_TTY")
        deadline = time.monotonic() + (FAR_TIMEOUT_S if far else NEAR_TIMEOUT_S)
        answer = b""
        try:
            while not _ATTRIBUTES.search(answer):
                left = deadline - time.monotonic()
                if left <= 0 or not select.select([self._descriptor], [], [], left)[0]:
                    break
                answer += os.read(self._descriptor, 1024)
            termios.tcsetattr(self._descriptor, termios.TCSANOW, self._settings)  # type: ignore[arg-type]
        except (termios.error, OSError):
            pass
        finally:
            os.close(self._descriptor)
            self._descriptor = -1
        said = is_dark_by_answer(answer)
        return True if said is None else said
