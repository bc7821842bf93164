"""A living report brought up to date with the library: its file read, filled and replaced."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.errors import ExportWouldOverwriteError, MalformedFileError, UnreadableSourceError
from annotations.exchange.living import Refreshed, refresh
from annotations.exporting import replace_file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotations.exchange.living_entries import PlaceOptions
    from annotations.library import Library
    from annotations.model import AnnotatedArticle, AnnotationId, ArticleId

ARTICLES_HELD = 8
"""Articles kept with their texts while a report is filled: its places mostly ask for the same ones."""


def fill(
    library: Library,
    path: Path,
    *,
    defaults: PlaceOptions | None = None,
    confidential: bool = False,
    dry_run: bool = False,
) -> tuple[str, Refreshed]:
    """As `Library.fill_report`."""
    before = _bytes(path)
    try:
        text = before.decode()
    except UnicodeDecodeError as error:
        reason = "this is no text in UTF-8"
        line = before.count(b"\n", 0, error.start) + 1
        raise MalformedFileError(str(path), reason, line=line) from error
    find = _finder(library, confidential=confidential)
    refreshed = refresh(text, find, name=str(path), defaults=defaults)
    after = refreshed.text.encode("utf-8", "backslashreplace")
    if not dry_run and after != before:
        _replace(path, before, after)
    return text, refreshed


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableSourceError(str(path), (error.strerror or str(error)).lower()) from error


def _replace(path: Path, before: bytes, after: bytes) -> None:
    """Put the report in the place of what was read, and of nothing else."""
    # A link stays one: what it leads to is replaced.
    real = Path(os.path.realpath(path))
    known = hashlib.sha256(before).hexdigest()
    try:
        replace_file(real, [after], known=known, overwrite=False, note=lambda _: None)
    except ExportWouldOverwriteError as error:
        raise ExportWouldOverwriteError(path, "was changed while its places were filled") from error


def _finder(library: Library, *, confidential: bool) -> Callable[..., Sequence[AnnotatedArticle]]:
    """What `refresh` looks marks up by."""

    @lru_cache(maxsize=ARTICLES_HELD)
    def whole(article: ArticleId) -> AnnotatedArticle:
        return library.annotated(article, confidential=confidential)

    def chosen(article: ArticleId, marks: set[AnnotationId]) -> AnnotatedArticle:
        annotated = whole(article)
        open_ones = tuple(each for each in annotated.annotations if each.id in marks)
        return replace(annotated, annotations=open_ones, left_out=len(marks) - len(open_ones))

    def find(asked: str, *, is_id: bool) -> Sequence[AnnotatedArticle]:
        if is_id:
            annotation, article = library.find_annotation(asked)
            return [chosen(article.id, {annotation.id})]
        marks: dict[ArticleId, set[AnnotationId]] = {}
        for found in library.find(library.query(asked), sort="place"):
            marks.setdefault(found.article.id, set()).add(found.annotation.id)
        return [chosen(article, ids) for article, ids in marks.items()]

    return find
