"""Standard input as a source: read to its end, then the keyboard is taken from the terminal.

A screen that went on reading a pipe at its end would get no key and use a whole core.
"""

from __future__ import annotations

import os
import sys

from annotations.errors import UnreadableSourceError
from reader.loaders.source import CHUNK_BYTES, SIZE_LIMIT_BYTES, SourceBytes, refuse_size

STANDARD_INPUT = 0
NAME = "standard input"
KEYBOARD = "The keyboard"
NO_TERMINAL = "this program has no terminal"


def read_stdin(*, name: str = "", is_forced: bool = False) -> SourceBytes:
    """Read standard input to its end.

    Args:
        name: What to call it; a title or file name given beside it.
        is_forced: Lifts the limit on the size.

    Raises:
        UnreadableSourceError: It is closed, a keyboard, or has more than the limit.
    """
    parts: list[bytes] = []
    size_bytes = 0
    try:
        if os.isatty(STANDARD_INPUT):
            raise UnreadableSourceError(
                NAME, "it is the keyboard", hint="Pipe a text into it: … | postil -"
            )
        while chunk := os.read(STANDARD_INPUT, CHUNK_BYTES):
            parts.append(chunk)
            size_bytes += len(chunk)
            if size_bytes > SIZE_LIMIT_BYTES and not is_forced:
                refuse_size(NAME, size_bytes)
    except OSError as error:
        raise UnreadableSourceError(NAME, "it is closed") from error
    return SourceBytes(b"".join(parts), name=name or NAME)


def take_keyboard_from_tty() -> None:
    """Let file descriptor 0 be the terminal, so that a screen gets its keys from there.

    Raises:
        UnreadableSourceError: There is no terminal.
    """
    terminal = "CONIN$" if sys.platform == "win32" else "/dev/tty"
    try:
        descriptor = os.open(terminal, os.O_RDWR)
    except OSError as error:
        hint = "Use postil show - to print the article instead."
        raise UnreadableSourceError(KEYBOARD, NO_TERMINAL, hint=hint) from error
    if descriptor != STANDARD_INPUT:
        os.dup2(descriptor, STANDARD_INPUT)
        os.close(descriptor)
