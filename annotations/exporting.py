"""An article gathered from the store for a format, and a file replaced without losing anything."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from annotations import codebook
from annotations.errors import (
    ExchangeError,
    ExportWouldOverwriteError,
    ReadOnlyDatabaseError,
)
from annotations.model import AnnotatedArticle
from annotations.results import Exported
from annotations.store.articles import Articles
from annotations.store.codebook import Tags
from annotations.store.marks import Marks
from annotations.store.reading import Reading
from annotations.store.texts import Texts

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable, Iterator

    from annotations.document import Document
    from annotations.exchange import Options
    from annotations.model import Annotation, AnnotationId, ArticleId
    from annotations.store.database import Database, Transaction


def collect(
    connection: sqlite3.Connection,
    article_id: ArticleId,
    *,
    document: Document | None,
    confidential: bool,
    only: Collection[AnnotationId] | None = None,
) -> AnnotatedArticle:
    """An article with all that was done to it, in its present version.

    Args:
        connection: To the library.
        article_id: Which.
        document: Its document, if it is to be in it.
        confidential: Whether what is confidential is in it.
        only: Only these marks, and no tombstones; None for all.

    Raises:
        NotFoundError: There is no such article.
    """
    articles = Articles(connection)
    article = articles.get(article_id)
    annotations = Reading(connection).of_article(article_id)
    deleted = tuple(Marks(connection).tombstones(article_id))
    if only is not None:
        annotations = [each for each in annotations if each.id in only]
        deleted = ()
    whole = replace(Tags(connection).codebook(), extra=articles.unknown(article_id, "codebook"))
    withheld: list[Annotation] = []
    if not confidential:
        annotations, withheld = codebook.split_confidential(annotations, whole)
        open_tags = (tag for tag in article.tags if not codebook.is_confidential(tag, whole))
        article = replace(article, tags=tuple(open_tags))
        whole = codebook.without_confidential(whole)
    return AnnotatedArticle(
        article=article,
        annotations=tuple(annotations),
        earlier=tuple(Texts(connection).earlier(article_id, articles.version(article_id))),
        codebook=codebook.used_by(annotations, whole, also=article.tags),
        deleted=deleted,
        document=document,
        left_out=len(withheld),
        extra=articles.unknown(article_id, "file"),
    )


def export(
    database: Database,
    articles: Iterable[AnnotatedArticle],
    format_name: str,
    target: Path | Callable[[bytes], object],
    *,
    options: Options,
    overwrite: bool,
    pause: Callable[[], None] = lambda: None,
) -> Exported:
    """As `Library.export_several`, of articles that are collected as they are asked for."""
    from annotations.exchange import FORMATS  # noqa: PLC0415  # formats, when one is written

    told = _Told(articles)
    pieces = _paused(FORMATS[format_name].write(told, options), pause)
    if not isinstance(target, Path):
        for piece in pieces:
            target(piece)
        return told.exported(None)
    write_file(
        database,
        target,
        pieces,
        format_name,
        overwrite=overwrite,
        article=lambda: told.article,
    )
    return told.exported(target)


def _paused(pieces: Iterable[bytes], pause: Callable[[], None]) -> Iterator[bytes]:
    for piece in pieces:
        pause()
        yield piece


def write_file(
    database: Database,
    target: Path,
    pieces: Iterable[bytes],
    format_name: str,
    *,
    overwrite: bool,
    article: Callable[[], ArticleId | None] = lambda: None,
) -> None:
    """Put a file in its place, and note that it is as postil wrote it.

    Args:
        database: Notes it.
        target: The file.
        pieces: What it shall hold.
        format_name: Of what kind it is.
        overwrite: Whether one that postil did not write, or that was edited, is replaced.
        article: The article it holds, asked once it is written; None if not one alone.

    Raises:
        ExportWouldOverwriteError: Something else stands there.
        ExchangeError: It cannot be written; what stood there still does.
    """
    place = target.absolute()
    with database.reading() as connection:
        known = Articles(connection).exported(place)

    def note(sha256: str) -> None:
        def job(transaction: Transaction) -> None:
            Articles(transaction.connection).note_export(
                article(), place, format_name, sha256, transaction.time
            )

        # From a library that can only be read, a file may go out; it is not known for postil's then.
        with suppress(ReadOnlyDatabaseError):
            database.write(job).result()

    replace_file(place, pieces, known=known, overwrite=overwrite, note=note)


class _Told:
    """Articles on their way into a file, counted."""

    def __init__(self, articles: Iterable[AnnotatedArticle]) -> None:
        self._articles = articles
        self._marks = self._left_out = 0
        self.article: ArticleId | None = None
        """The one article; None of several."""

    def __iter__(self) -> Iterator[AnnotatedArticle]:
        for number, each in enumerate(self._articles):
            self.article = None if number else each.article.id
            self._marks += len(each.annotations)
            self._left_out += each.left_out
            yield each

    def exported(self, path: Path | None) -> Exported:
        """What it came to."""
        return Exported(path=path, text="", marks=self._marks, left_out=self._left_out)


def replace_file(
    target: Path,
    pieces: Iterable[bytes],
    *,
    known: str,
    overwrite: bool,
    note: Callable[[str], None],
) -> None:
    """Put a file in its place as a whole: written beside it, flushed, then renamed.

    Args:
        target: Absolute.
        pieces: What it shall hold; written as they come, so that the whole is never in memory.
        known: The hash of what postil last wrote there; empty if it never did.
        overwrite: Whether a file that is not so may be replaced.
        note: Is given the new file's hash just before it is put in place.

    Raises:
        ExportWouldOverwriteError: Something else stands there.
        ExchangeError: It cannot be written; what stood there still does.
    """
    try:
        if not overwrite:
            _refuse_loss(target, known)
        real = Path(os.path.realpath(target))
        mode = _mode(real)
        descriptor, name = tempfile.mkstemp(prefix=".postil-", dir=real.parent)
        sha256 = hashlib.sha256()
        try:
            with os.fdopen(descriptor, "wb") as file:
                for piece in pieces:
                    file.write(piece)
                    sha256.update(piece)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(mode)
            note(sha256.hexdigest())
            Path(name).replace(real)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
        _flush_folder(real.parent)
    except OSError as error:
        raise _unwritable(target, error) from error


def _refuse_loss(target: Path, known: str) -> None:
    if target.is_symlink():
        raise ExportWouldOverwriteError(target, f"is a link to {os.path.realpath(target)}")
    try:
        present = target.read_bytes() if target.is_file() else None
    except OSError as error:
        raise _unwritable(target, error) from error
    if present is None:
        if target.exists():
            raise ExportWouldOverwriteError(target, "is there already and is no regular file")
        return
    if not known:
        raise ExportWouldOverwriteError(target, "is there already and was not written by postil")
    if hashlib.sha256(present).hexdigest() != known:
        raise ExportWouldOverwriteError(target, "was changed since postil wrote it")


def _mode(path: Path) -> int:
    """The permissions of the file that is replaced, or of a new one under the person's mask."""
    try:
        return path.stat().st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _flush_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL:  # a file system that does not flush folders
            raise
    finally:
        os.close(descriptor)


def _unwritable(target: Path, error: OSError) -> ExchangeError:
    reason = (error.strerror or str(error)).lower()
    return ExchangeError(f"{target} cannot be written: {reason}.", hint="Choose another name.")
