"""What is meant by the places that a person names to be added: files, folders, addresses.

Of a folder these are the files that a loader opens, with those of the folders in it; what is hidden or
no text is left out. Limits keep a mistyped `/` from reading a disk.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from annotations.errors import PostilError, UnreadableSourceError
from reader.incoming import holds_marks
from reader.loaders import Hint, shown_name
from reader.loaders.chooser import kind_of
from reader.loaders.decoding import HEAD_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

FILES_LIMIT = 2_000
"""Files taken of the folders that are named together."""

LOOKED_LIMIT = 50_000
"""Files looked at for that."""

DEPTH_LIMIT = 12
"""Folders within each other."""

SKIPPED = frozenset(("node_modules", "__pycache__", "__MACOSX"))
"""Folders that other programs fill for themselves."""


class Gathered(NamedTuple):
    """What is to be added, in order."""

    files: tuple[Path, ...]
    addresses: tuple[str, ...] = ()
    left_out: int = 0
    """Files of folders that no loader opens."""
    marks: tuple[Path, ...] = ()
    """Files of marks among them, which are no texts to be read."""
    is_cut: bool = False
    """There were more files than are taken at once."""


def gather(places: Sequence[str], pause: Callable[[], None]) -> Gathered:
    """Find what is meant.

    Args:
        places: Paths of files and folders, and addresses, as they were named.
        pause: Called between files; what it raises ends it.

    Raises:
        UnreadableSourceError: A place that was named is not there.
    """
    files: dict[Path, None] = {}
    marks: dict[Path, None] = {}
    addresses: list[str] = []
    left_out = looked = 0
    is_cut = False
    for place in places:
        if place.casefold().startswith(("http://", "https://")):
            addresses.append(place)
            continue
        path = Path(place).expanduser()
        if not path.is_dir():
            if not path.exists():
                raise UnreadableSourceError(shown_name(path), "there is no such file or folder")
            (marks if holds_marks(path) else files)[path] = None
            continue
        for file in _walk(path):
            pause()
            looked += 1
            if len(files) + len(marks) >= FILES_LIMIT or looked > LOOKED_LIMIT:
                is_cut = True
                break
            if holds_marks(file):
                marks[file] = None
            elif _is_text(file):
                files[file] = None
            else:
                left_out += 1
    return Gathered(tuple(files), tuple(addresses), left_out, tuple(marks), is_cut)


def _walk(folder: Path) -> Iterator[Path]:
    """The files below a folder by name, those of a folder before its folders; links are not followed."""
    top = len(folder.parts)
    for at, folders, names in os.walk(folder):
        here = Path(at)
        is_deep = len(here.parts) - top >= DEPTH_LIMIT
        folders[:] = (
            []
            if is_deep
            else sorted(
                each for each in folders if not each.startswith(".") and each not in SKIPPED
            )
        )
        for name in sorted(names):
            if not name.startswith(".") and (here / name).is_file():
                yield here / name


def _is_text(path: Path) -> bool:
    """True if a loader opens it, as far as its beginning tells."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
        kind_of(head, Hint(name=path.name))
    except (OSError, PostilError):
        return False
    return bool(head)
