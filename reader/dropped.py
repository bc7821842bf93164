"""What a text is that was pasted, or that a terminal types for what was dropped on its window.

Terminals type a dropped file in different ways: as it is, in quotes, with backslashes before blanks,
as an address of the file; several at once, one after the other on a line.
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote_to_bytes, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 8_192
"""Code points beyond which a text is no name: twice what systems allow for a path."""

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+\Z", re.IGNORECASE)
_LOCAL_HOSTS = ("", "localhost")


class Dropped(NamedTuple):
    """What it turned out to be; neither files nor address: some text."""

    files: tuple[Path, ...] = ()
    """Regular files that exist."""
    address: str = ""
    """What a browser would open."""


def what_is(text: str) -> Dropped:
    """Look what a text is; asks the file system and may wait for it."""
    line = text.strip(" \r\n\t")
    if not line or len(line) > LONGEST or "\n" in line or "\r" in line:
        return Dropped()
    if _ADDRESS.match(line):
        return Dropped(address=line)
    for names in _readings(line):
        files = [_file(name) for name in names]
        found = tuple(file for file in files if file is not None)
        if found and len(found) == len(files):
            return Dropped(files=found)
    return Dropped()


def _readings(line: str) -> Iterator[list[str]]:
    """The names a line may consist of: as it stands, and as a shell would take it."""
    yield [line]
    try:
        words = shlex.split(line)
    except ValueError:  # a quotation mark without its end
        return
    if words != [line]:
        yield words


def _file(name: str) -> Path | None:
    """The regular file of a name; None if there is none."""
    try:
        if name.casefold().startswith("file:"):
            parts = urlsplit(name)
            if parts.netloc.casefold() not in _LOCAL_HOSTS:
                return None
            name = os.fsdecode(unquote_to_bytes(parts.path))
        path = Path(name).expanduser()
        return path if path.is_file() else None
    except (OSError, ValueError, RuntimeError):  # too long a name, a NUL, nobody's home
        return None
