"""A library where nothing can be written: read as it lies, for as long as it lies still.

SQLite reads a library with the help of two files beside it, its log and what all who have it open share.
Where they cannot be made, it reads without them if it is told that nobody will write (`immutable`), which
it takes on trust. Here it is looked at instead: what was read is given out only if the file is then as it
was before. Whoever writes a library makes its log first, and whoever closes one has written the file. On
a network's disk, where what is told of a file may be of some time ago, nothing is read so.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from annotations.errors import ChangedDatabaseError

if TYPE_CHECKING:
    from pathlib import Path

_BESIDE = ("-wal", "-journal")
"""Ends of the names of what a program that writes has beside the file."""


class Frozen:
    """A file as it was when it was opened."""

    def __init__(self, real_path: Path) -> None:
        self._real_path = real_path
        self._facts = _facts(real_path)

    def check(self, path: Path) -> None:
        """See that it is still the same.

        Args:
            path: As the person named it.

        Raises:
            ChangedDatabaseError: It is not, or a program is about to write it.
        """
        if self._facts is None or _facts(self._real_path) != self._facts:
            raise ChangedDatabaseError(path)


def may_freeze(real_path: Path) -> bool:
    """Whether a file that SQLite cannot open as usual may be read as it lies."""
    from annotations.store.disks import network  # noqa: PLC0415  # only where this is asked

    return (
        not os.access(real_path.parent, os.W_OK)
        and os.access(real_path, os.R_OK)
        and _facts(real_path) is not None
        and not network(real_path)
    )


def _facts(real_path: Path) -> tuple[int, ...] | None:
    """What tells a file from the same one changed; None where a program is writing it, or it is gone."""
    try:
        if any(os.path.lexists(f"{real_path}{end}") for end in _BESIDE):
            return None
        status = real_path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
