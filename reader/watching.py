"""Whether the file that is being read is still what it was when it was read."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class Sight(Enum):
    """What a look at the file has shown."""

    SAME = auto()
    CHANGED = auto()
    GONE = auto()


class FileWatch:
    """Looks at one file; a look asks the file system and may wait for it."""

    def __init__(self, path: Path, *, size_bytes: int, mtime_ns: int) -> None:
        self.path = path
        self._facts = (size_bytes, mtime_ns)
        self._was_missing = False

    def look(self) -> Sight:
        """What became of the file; it counts as gone once two looks have missed it.

        Editors that save by way of a second file leave none for a moment. What cannot be looked at
        counts as unchanged: nobody could do anything about it here.
        """
        try:
            status = self.path.stat()
        except (FileNotFoundError, NotADirectoryError):
            was_missing, self._was_missing = self._was_missing, True
            return Sight.GONE if was_missing else Sight.SAME
        except (OSError, ValueError):
            return Sight.SAME
        self._was_missing = False
        is_same = (status.st_size, status.st_mtime_ns) == self._facts
        return Sight.SAME if is_same else Sight.CHANGED
