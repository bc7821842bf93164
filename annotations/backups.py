"""The backups of a library by its path, whether that can be opened or not: which there are, and their return.

What is done for an open library stands in `safekeeping`.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from annotations import model
from annotations.errors import DamagedValueError, NotFoundError
from annotations.places import backups_folder
from annotations.store import backup, restoring
from annotations.store.backup import Backup
from annotations.store.restoring import Difference, Restored
from annotations.store.rotation import BOUND_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotations.model import AnnotatedArticle, Timestamp

__all__ = [
    "BOUND_BYTES",
    "Backup",
    "Difference",
    "Restored",
    "article_in",
    "backups_of",
    "begin_anew",
    "chosen",
    "differences",
    "restore",
]

NEWEST = "newest"
"""Names a backup."""

SHORTEST_TIME = 8
"""Digits of a time that can name a backup: a day. Fewer are its number in the list."""

_TIME = re.compile(r"[0-9][0-9TZ :.-]*", re.ASCII)
"""What can be the beginning of a time; `2026-11-24.db` is a file."""


def backups_of(path: Path) -> list[Backup]:
    """The backups of the library at a path, whether that is there or not; the newest first."""
    return backup.existing(_real(path), backups_folder())[::-1]


def chosen(path: Path, name: str) -> Backup:
    """The backup that a person means.

    Args:
        path: The library.
        name: `newest`, its number in `backups_of` from 1, the beginning of its time, or a file.

    Raises:
        NotFoundError: There is no such backup.
    """
    backups = backups_of(path)
    if name == NEWEST and backups:
        return backups[0]
    if name.isascii() and name.isdigit() and len(name) < SHORTEST_TIME:
        if 1 <= int(name) <= len(backups):
            return backups[int(name) - 1]
    elif _TIME.fullmatch(name) and len(digits := re.sub(r"\D", "", name)) >= SHORTEST_TIME:
        for each in backups:
            if "".join(filter(str.isdecimal, each.time)).startswith(digits):
                return each
    with suppress(OSError, ValueError):
        if (file := Path(name)).is_file():
            return backup.described(file)
    sentence = f"{name!r} is no backup of {path}."
    raise NotFoundError(sentence, hint="postil restore lists those that there are.")


def restore(path: Path, copy: Backup, *, clock: Callable[[], Timestamp] = model.now) -> Restored:
    """Make a library what a backup of it is, after a backup of the present.

    Args:
        path: The library, which no program may have open; it may be gone or damaged.
        copy: The backup.
        clock: Tells the time.

    Raises:
        StoreError: It cannot be done; nothing was.
    """
    return restoring.restore(_real(path), copy.path, backups_folder(), time=clock())


def begin_anew(path: Path, *, clock: Callable[[], Timestamp] = model.now) -> None:
    """Make a new library where one is gone. Its backups stay.

    Raises:
        StoreError: There is one, or none can be made.
    """
    restoring.begin_anew(_real(path), clock())


def differences(path: Path, copy: Backup) -> list[Difference]:
    """What a backup holds, beside what the library holds now.

    Raises:
        StoreError: One of them cannot be read.
    """
    return restoring.differences(_real(path), copy.path)


def article_in(copy: Path, reference: str) -> AnnotatedArticle:
    """An article as a backup has it; read from a copy of that, which may have to be migrated.

    Args:
        copy: The backup.
        reference: The end of the article's id, or a part of its title, as it is there.

    Raises:
        NotFoundError: It has no such article.
        AmbiguousError: It has several.
        StoreError: It cannot be read.
    """
    restoring.verify(copy)
    from annotations.library import open_library  # noqa: PLC0415  # which is behind this module
    from annotations.store.database import Database  # noqa: PLC0415  # likewise

    with backup.unpacked(copy, backups_folder()) as path:
        # Migrated here, so that no copy of the copy comes to lie among the backups.
        Database(path, clock=model.now, backups=lambda: path.parent / "backups").close()
        try:
            with open_library(path) as library:
                article = library.find_article(reference)
                return library.annotated(article.id, confidential=True)
        except DamagedValueError as error:
            hint = "Nothing was changed; another backup may be sound."
            raise DamagedValueError(copy, error.what, hint=hint) from error


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))
