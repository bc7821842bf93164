"""The note being typed, as a file in the state folder: what a crash would otherwise take away.

One file an article, since one note is written at a time; it is gone once the note is in the library.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from typing import TYPE_CHECKING

from annotations.errors import PostilError
from annotations.model import AnnotationId, ArticleId, clean_note, parse_id
from annotations.values import dataclass
from reader.paths import private_folder

if TYPE_CHECKING:
    from pathlib import Path

SIZE_LIMIT_BYTES = 8 << 20
"""A draft larger than this was not written by postil."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A note as far as it was typed, and what it is upon."""

    article: ArticleId
    annotation: AnnotationId | None
    """The mark it belongs to; None if that was still to be made."""
    start: int
    end: int
    """Of the range that was to become a mark, in code points."""
    note: str


class Drafts:
    """Drafts in a folder. Every method works in the calling thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._current: Path | None = None

    def _path(self, article: ArticleId) -> Path:
        return self._folder / f"{parse_id(article)}.json"

    def save(self, draft: Draft) -> None:
        """Write a draft down, whole or not at all.

        Raises:
            OSError: It cannot be written.
        """
        path = self._path(draft.article)
        private_folder(self._folder)
        beside = path.with_suffix(".part")
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(asdict(draft), file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        self._current = path

    def load(self, article: ArticleId) -> Draft | None:
        """The draft left for an article; None if there is none, or it is not one."""
        path = self._path(article)
        try:
            if path.stat().st_size > SIZE_LIMIT_BYTES:
                return None
            held = json.loads(path.read_text(encoding="utf-8"))
            draft = Draft(
                article=article,
                annotation=AnnotationId(parse_id(held["annotation"]))
                if held["annotation"]
                else None,
                start=int(held["start"]),
                end=int(held["end"]),
                note=clean_note(str(held["note"])),
            )
        except (OSError, ValueError, KeyError, TypeError, PostilError):
            return None
        self._current = path
        return draft

    def discard(self) -> None:
        """The note is in the library, or was given up: the draft goes."""
        if self._current is not None:
            self._current.unlink(missing_ok=True)
            self._current = None
