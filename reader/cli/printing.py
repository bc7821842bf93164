"""Data on stdout: UTF-8 whatever the locale says, and no control characters for people's eyes.

What is printed for people passes the terminal filter even into a pipe, since a pipe may well end at
a terminal (`| less -R`); exports and JSON are data and stay as they are.
"""

from __future__ import annotations

import io
import json
import os
import sys
from typing import TYPE_CHECKING

from reader.layout.cells import show, show_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from annotations.model import Json


TAB_CELLS = 8
"""Cells between tab stops, as on every terminal."""


def speak_utf8() -> None:
    """Make both streams UTF-8, also under `LANG=C`.

    What no encoding has (half of a broken file name) is written as its escape, which inside JSON is
    JSON's own.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def print_line(text: str = "") -> None:
    """Print one line for people."""
    sys.stdout.write(f"{show_line(text)}\n")


def print_text(lines: Iterable[str]) -> None:
    """Print the lines of an article as they come: TABs reach their stops, prose keeps its marks."""
    write = sys.stdout.write
    for line in lines:
        write(f"{show(line, tab_size=TAB_CELLS)}\n")


def print_data(text: str) -> None:
    """Print data as it is: the same bytes everywhere, without Windows' line ends."""
    print_bytes(text.encode("utf-8", "backslashreplace"))


def print_bytes(data: bytes) -> None:
    """Print a piece of a file as it is."""
    sys.stdout.flush()
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(data.decode())
        return
    buffer.write(data)
    buffer.flush()


def print_json(value: Json) -> None:
    """Print one JSON value, readable, with all Unicode as itself."""
    print_data(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def print_json_array(records: Iterable[Mapping[str, Json]]) -> int:
    """Print one JSON array, an element a line, as the records come; gives their number."""
    count = 0
    for count, record in enumerate(records, 1):
        opening = "[\n" if count == 1 else ",\n"
        print_data(opening + json.dumps(record, ensure_ascii=False))
    print_data("[]\n" if count == 0 else "\n]\n")
    return count


def silence_output() -> None:
    """After the reader of a pipe has gone: let what is still buffered go nowhere, without a word."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        return
