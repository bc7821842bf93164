"""A new library at once: made once in a process, copied from then on.

To make one takes 12 ms of processor time for its schema, and several times that of waiting for the
disk. Tests of how a library is made call `open_library` where there is no file.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from annotations.library import open_library


def put_new_library(path: Path) -> Path:
    """Put an empty library where there is nothing, readable by its owner alone as one that was made.

    Args:
        path: What is there, be it a broken link, stays as it is; its folder must be there.

    Returns:
        The same path.
    """
    if not os.path.lexists(path):
        path.touch(0o600)
        path.write_bytes(_new_library())
    return path


@cache
def _new_library() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "library.db"
        open_library(path).close()
        return path.read_bytes()
