"""The keys of `postil/1`, level by level, and how what it does not know is carried through.

A key that this program does not know is kept in the `extra` of the value it belongs to, and written
back after the known ones. Values without an `extra` of their own (pieces, relations, tombstones,
blocks …) leave theirs with the value that holds them, under the known key they stand below:
`{"pieces": {"0": {"new": 1}}}`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotations.model import Json

FORMAT = 1
"""The number behind `postil:`."""

TOP = frozenset(
    (
        "postil",
        "article",
        "versions",
        "codebook",
        "annotations",
        "deleted",
        "text",
        "structure",
    )
)
ARTICLE = frozenset(
    (
        "id",
        "title",
        "authors",
        "publisher",
        "published",
        "url",
        "doi",
        "source",
        "language",
        "captured",
        "tags",
        "sha256",
        "length",
        "loader",
        "source_sha256",
        "reason",
    )
)
VERSION = frozenset(("captured", "sha256", "length", "loader", "source_sha256", "reason"))
CODEBOOK = frozenset(("colours", "tags", "fields"))
FIELD = frozenset(("name", "description"))
TAG = frozenset(("name", "description", "colour", "was", "confidential", "letter"))
PIECE = frozenset(("quote", "prefix", "suffix", "start", "end", "state", "confidence", "original"))
ANNOTATION = PIECE | {
    "id",
    "pieces",
    "section",
    "locator",
    "colour",
    "tags",
    "fields",
    "note",
    "creator",
    "created",
    "updated",
    "relations",
}
ORIGINAL = frozenset(("sha256", "start", "end", "quote", "prefix", "suffix"))
RELATION = frozenset(("to", "relation"))
TOMBSTONE = frozenset(("id", "deleted"))
STRUCTURE = frozenset(("blocks", "spans", "locators"))
BLOCK = frozenset(("kind", "level", "parent", "language", "start", "end", "ranges"))
SPAN = frozenset(("kind", "start", "end", "target", "ranges"))
LOCATOR = frozenset(("kind", "label", "start"))

_ADDRESS = re.compile(r"(?!file:)[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def shown_source(source: str) -> str:
    """A source as a file may tell it: an address whole, of a path the last part, never a folder."""
    if _ADDRESS.match(source):
        return source
    return re.split(r"[/\\]", source.rstrip("/\\"))[-1]


def nested(extra: Mapping[str, Json], *keys: str) -> Mapping[str, Json]:
    """What is carried for a value below; empty if nothing is."""
    found: Json = dict(extra)
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def keep_nested(extra: dict[str, Json], unknown: dict[str, Json], *keys: str) -> None:
    """Carry the unknown keys of a value below; the inverse of `nested`."""
    if not unknown:
        return
    held = extra
    for key in keys:
        below = held.setdefault(key, {})
        assert isinstance(below, dict)
        held = below
    held.update(unknown)
