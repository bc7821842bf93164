"""A first look into a library, cheap enough to be taken before anything is on the screen.

It answers one question, whether the text of a source is kept and its file unchanged, without loading
the library's own modules. Whatever is unusual is left to the real opening, which has the words for it.
"""

from __future__ import annotations

import sqlite3
from enum import Enum, auto
from typing import TYPE_CHECKING
from urllib.parse import quote_from_bytes

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION_ID = 0x706F7374
"""As `schema` writes it; a test holds the two together."""

SCHEMA_VERSION = 9
"""The number of `schema.STEPS`; the same test."""

TIMEOUT_S = 0.2


class Glance(Enum):
    """What a first look tells."""

    KEPT = auto()
    """The article is known, its text kept and its file as it was."""
    NOT_KEPT = auto()
    """Anything else in a sound library: the source has to be read."""
    UNUSUAL = auto()
    """No sound library of this version: let the real opening say so, or mend it."""


def glance(library: Path, kind: str, location: str, facts: tuple[int, int, int]) -> Glance:
    """Look whether a source needs to be read.

    Args:
        library: The database.
        kind: Of the source, as `Source` has it.
        location: Likewise.
        facts: Size in bytes, modification time in nanoseconds, inode of the file now.
    """
    try:
        place = quote_from_bytes(str(library).encode("utf-8", "surrogateescape"))
        connection = sqlite3.connect(f"file:{place}?mode=ro", uri=True, timeout=TIMEOUT_S)
        try:
            numbers = [
                connection.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("application_id", "user_version")
            ]
            if numbers != [APPLICATION_ID, SCHEMA_VERSION]:
                return Glance.UNUSUAL
            row = connection.execute(
                "SELECT sources.size, sources.mtime_ns, sources.inode FROM sources "
                "JOIN articles ON articles.id = sources.article "
                "JOIN versions ON versions.id = articles.version "
                "WHERE sources.kind = ? AND sources.location = ? AND versions.text IS NOT NULL",
                (kind, location.encode("utf-8", "backslashreplace").decode()),
            ).fetchone()
        finally:
            connection.close()
    except (sqlite3.Error, OSError):
        return Glance.UNUSUAL
    return Glance.KEPT if row == facts else Glance.NOT_KEPT
