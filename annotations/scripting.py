"""A library for scripts: everything is done when a call returns, and plain words are taken everywhere.

`Library`, behind it, is what an interface needs: it gives futures and takes edits as the editor saw
them. Each method here is one step of the history, which `undo` takes back.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from annotations import library as facade
from annotations.anchoring import describe
from annotations.document import Block, BlockKind, Blocks, Document
from annotations.errors import AmbiguousError, InvalidValueError, NotFoundError
from annotations.matching import find_quote
from annotations.model import (
    Annotation,
    AnnotationId,
    Article,
    Colour,
    Metadata,
    Piece,
    Range,
    parse_colour,
    replace_unprintable,
)
from annotations.results import MarkEdit, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from types import TracebackType

    from annotations.library import Library
    from annotations.query import Query
    from annotations.results import ArticleSummary, Found, Imported

__all__ = ["OpenLibrary", "document_of", "open_library"]

LOADER = "script 1"
"""What is noted of a text that a script brought as a string."""

LABEL_LENGTH = 40
"""Code points of a quotation in the history: enough to know it again."""


def open_library(path: str | Path | None = None) -> OpenLibrary:
    """Open a library; it is made where there is none. Close it, or open it by `with`.

    Args:
        path: The database; None: the one that `postil` opens.

    Raises:
        StoreError: It is not a library, newer, damaged, held by another program, or unreachable.
    """
    return OpenLibrary(facade.open_library(None if path is None else Path(path)))


def document_of(text: str, **metadata: str | Sequence[str]) -> Document:
    """A document out of a string: paragraphs are parted by empty lines.

    Args:
        text: As it is to be read and marked; line ends and controls are brought into their form.
        metadata: What is known of it: `title`, `authors`, `publisher`, `published`, `url`, `doi`,
            `language`.
    """
    unified = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    canonical = replace_unprintable(unified)
    blocks = [
        Block(kind=BlockKind.PARAGRAPH, start=found.start(), end=found.end())
        for found in re.finditer(r"[^\s][^\n]*(?:\n[^\S\n]*[^\s][^\n]*)*", canonical)
    ]
    return Document(
        text=canonical, blocks=Blocks(blocks), metadata=_metadata(metadata), loader=LOADER
    )


class OpenLibrary:
    """An open library.

    An article is named by itself, by the end of its id, or by a part of its title.
    """

    def __init__(self, library: Library) -> None:
        self.library = library
        """The façade, for what is not here: bookmarks, versions, the codebook, backups …"""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close it; no thread is left. A second time does nothing."""
        self.library.close()

    # --- articles -----------------------------------------------------------------------------

    def articles(self, query: str | Query = "", *, sort: str = "title") -> list[ArticleSummary]:
        """The articles that a query takes, or in which it takes a mark; all for an empty one.

        Args:
            query: As for `postil list`.
            sort: `title`, `opened`, `updated` or `marks`.

        Raises:
            QueryError: It is none.
        """
        return self.library.list_articles(self._query(query), sort=sort)

    def article(self, reference: Article | str) -> Article:
        """One article.

        Raises:
            NotFoundError: None answers.
            AmbiguousError: Several do.
        """
        if isinstance(reference, Article):
            return self.library.article(reference.id)
        return self.library.find_article(reference)

    def add_article(
        self,
        text: str | Document,
        *,
        source: str | Path = "",
        **metadata: str | Sequence[str],
    ) -> Article:
        """Let the library know an article, and keep its text; one that it knows is the same.

        Args:
            text: A string, or a document such as `reader.loaders.load(path).document`.
            source: The file or address that it came from, by which it is known; without one it is
                known by its text.
            metadata: As for `document_of`; it counts before what the document says.
        """
        if isinstance(text, str):
            document = document_of(text, **metadata)
        else:
            document = replace(text, metadata=_metadata(metadata, text.metadata))
        opened = self.library.open_article(document, _source(source)).result()
        self.library.keep_text(opened.article.id)
        return opened.article

    def text(self, article: Article | str) -> Document:
        """The text of an article with its structure; its `text` is what ranges count in.

        Raises:
            NotFoundError: There is no such article, or its text is not kept.
        """
        identity = self.article(article).id
        document = (
            self.library.document(identity) or self.library.annotated(identity, only=()).document
        )
        if document is None:
            sentence = "The library does not hold the text of this article."
            raise NotFoundError(sentence, hint="Add it with its text.")
        return document

    # --- marks --------------------------------------------------------------------------------

    def marks(self, article: Article | str) -> list[Annotation]:
        """The marks of an article, by place."""
        return self.library.annotations(self.article(article).id)

    def find(
        self, query: str | Query = "", *, limit: int | None = None, sort: str = "place"
    ) -> list[Found]:
        """The marks of all articles that a query takes, each with its article.

        Args:
            query: As for `postil find`: `tag:sahel note:ministry`.
            limit: How many at most; None for all.
            sort: `place`, `newest` first, or `relevance`.

        Raises:
            QueryError: It is none.
        """
        return self.library.find(self._query(query), limit=limit, sort=sort)

    def add(
        self,
        article: Article | str,
        passage: str | Range | None = None,
        *,
        nth: int | None = None,
        colour: Colour | str | None = Colour.YELLOW,
        tags: Iterable[str] = (),
        note: str = "",
        fields: Mapping[str, str] | None = None,
        creator: str = "",
    ) -> Annotation:
        """Make a mark.

        Args:
            article: Where.
            passage: A quotation, in which white space and kinds of quotation marks may differ; or a
                range of the text; None: a note on the article.
            nth: Which of several places of a quotation, from 1.
            colour: One of the six, or None.
            tags: Such as `sahel/russia`.
            note: In Markdown.
            fields: Such as `{"speaker": "Lavrov"}`.
            creator: Whose mark it is.

        Raises:
            NotFoundError: The quotation does not stand there.
            AmbiguousError: It stands there several times, and `nth` does not say which.
            InvalidValueError: Something is not of its form.
        """
        there = self.article(article)
        pieces: tuple[Piece, ...] = ()
        if passage is not None:
            document = self.text(there)
            held = _chosen(document, passage, nth)
            pieces = (Piece.of(held, describe(held, document.text)),)
        made = Annotation(
            id=AnnotationId(""),
            pieces=pieces,
            colour=_colour(colour) if pieces else None,
            tags=_tags(tags),
            note=note,
            fields=tuple((fields or {}).items()),
            creator=creator,
        )
        action = "highlight" if pieces else "note"
        return self._write(there, None, made, action)[0]

    def edit(
        self,
        mark: Annotation,
        *,
        colour: Colour | str | None = "",
        tags: Iterable[str] | None = None,
        note: str | None = None,
        fields: Mapping[str, str] | None = None,
    ) -> Annotation:
        """Change a mark; what is not given stays. Gives it as it is now.

        Where somebody else changed it since it was read, nothing of either is lost.

        Args:
            mark: As it was found.
            colour: Another, or None for none; empty: as it is.
            tags: All that it is to have.
            note: In place of the former.
            fields: All that it is to have.

        Raises:
            NotFoundError: It is not there any more.
            InvalidValueError: Something is not of its form.
        """
        after = replace(
            mark,
            colour=mark.colour if colour == "" else _colour(colour),
            tags=mark.tags if tags is None else _tags(tags),
            note=mark.note if note is None else note,
            fields=mark.fields if fields is None else tuple(fields.items()),
        )
        _, article = self.library.find_annotation(mark.id)
        return self._write(article, mark, after, "edit")[0]

    def delete(self, mark: Annotation) -> None:
        """Delete a mark.

        Raises:
            NotFoundError: It is not there any more.
        """
        _, article = self.library.find_annotation(mark.id)
        self._write(article, mark, None, "delete")

    def undo(self) -> str:
        """Take back the last step of the library; gives what it was.

        Raises:
            NothingToUndoError: There is none.
            ConflictError: What it touched was changed since.
        """
        return self.library.undo().result().entry.label

    def _query(self, query: str | Query) -> Query:
        return self.library.query(query) if isinstance(query, str) else query

    def _write(
        self, article: Article, before: Annotation | None, after: Annotation | None, action: str
    ) -> tuple[Annotation, ...]:
        named = after or before
        assert named is not None
        text = " ".join((named.quote or named.note).split())
        label = (
            f"{action} “{text if len(text) <= LABEL_LENGTH else text[: LABEL_LENGTH - 1] + '…'}”"
        )
        edit = MarkEdit(before=before, after=after)
        done = self.library.write_marks(article.id, [edit], action=action, label=label).result()
        return done.annotations

    # --- the whole ----------------------------------------------------------------------------

    def tags(self) -> dict[str, int]:
        """All tags, each with the number of marks that have it itself."""
        return {each.tag.name: each.own for each in self.library.coding.tree() if each.is_listed}

    def export(self, article: Article | str, format_name: str = "yaml") -> str:
        """An article with its marks as a text, but for what is confidential.

        Args:
            article: Which.
            format_name: One of `annotations.exchange.FORMATS`.

        Raises:
            InvalidValueError: There is no such format.
        """
        return self._export(article, None, format_name)

    def export_to(self, article: Article | str, path: str | Path, format_name: str = "") -> None:
        """Write an article with its marks into a file, but for what is confidential.

        Args:
            article: Which.
            path: The file; replaced only if it is as postil wrote it.
            format_name: As for `export`; empty: as the file's name says.

        Raises:
            InvalidValueError: There is no such format.
            ExportWouldOverwriteError: The file holds something that would be lost.
            ExchangeError: The file cannot be written.
        """
        from annotations.exchange import format_for  # noqa: PLC0415  # only where it is wanted

        found = format_for(path)
        self._export(article, Path(path), format_name or (found.name if found else ""))

    def _export(self, article: Article | str, path: Path | None, format_name: str) -> str:
        from annotations.exchange import FORMATS  # noqa: PLC0415  # as above

        if format_name not in FORMATS:
            sentence = f"{format_name!r} is no format; there are {', '.join(FORMATS)}."
            raise InvalidValueError(sentence)
        return self.library.export(self.article(article).id, format_name, path).text

    def take_in(self, path: str | Path) -> list[Imported]:
        """Take a file of annotations in, such as a colleague's annotated YAML; twice is as once.

        Of what format it is, its content tells.

        Raises:
            ExchangeError: It is of no format that can be read, or not of its own.
            InvalidValueError: It cannot be read.
        """
        from annotations.exchange import telling  # noqa: PLC0415  # as above

        place = Path(path)
        try:
            data = place.read_bytes()
        except OSError as error:
            raise _unreadable(place, error) from error
        articles = telling.read(data, place.name)
        return list(self.library.import_together(articles).result().articles)


def _metadata(given: Mapping[str, str | Sequence[str]], known: Metadata | None = None) -> Metadata:
    unknown = given.keys() - set(Metadata._fields)
    if unknown:
        sentence = f"{', '.join(sorted(unknown))} is nothing that is kept of an article."
        raise InvalidValueError(sentence, hint=f"There are {', '.join(Metadata._fields)}.")
    authors = given.get("authors", ())
    values: dict[str, Any] = {
        **given,
        "authors": (authors,) if isinstance(authors, str) else tuple(authors),
    }
    if "authors" not in given:
        del values["authors"]
    return Metadata(**{**(known or Metadata())._asdict(), **values})


def _source(source: str | Path) -> Source:
    if not source:
        return Source(kind="stdin", location="")
    if isinstance(source, str) and re.match(r"https?://", source, re.IGNORECASE):
        return Source(kind="address", location=source)
    path = Path(source).absolute()
    try:
        status = path.stat()
    except OSError as error:
        raise _unreadable(path, error) from error
    return Source(
        kind="path",
        location=str(path),
        size_bytes=status.st_size,
        mtime_ns=status.st_mtime_ns,
        inode=status.st_ino,
    )


def _unreadable(path: Path, error: OSError) -> InvalidValueError:
    reason = (error.strerror or str(error)).lower()
    return InvalidValueError(f"{path} cannot be read: {reason}.")


def _chosen(document: Document, passage: str | Range, nth: int | None) -> Range:
    text = document.text
    if isinstance(passage, Range):
        if not 0 <= passage.start < passage.end <= len(text):
            sentence = f"{passage.start}:{passage.end} is no range of this text, which has {len(text):,} characters."
            raise InvalidValueError(sentence)
        return passage
    if not passage.strip():
        sentence = "The quotation to mark is empty."
        raise InvalidValueError(sentence)
    hits = find_quote(text, passage)
    shown = " ".join(passage.split())[:LABEL_LENGTH]
    if not hits or (nth is not None and not 1 <= nth <= len(hits)):
        often = f" {nth} times" if hits else ""
        sentence = f"“{shown}” does not stand{often} in the text."
        raise NotFoundError(sentence)
    if nth is None and len(hits) > 1:
        sentence = f"“{shown}” stands {len(hits)} times in the text."
        raise AmbiguousError(sentence, hint="Say which by nth, from 1.")
    return hits[(nth or 1) - 1]


def _colour(colour: Colour | str | None) -> Colour | None:
    return None if colour is None else parse_colour(colour)


def _tags(tags: Iterable[str]) -> tuple[str, ...]:
    if isinstance(tags, str):
        sentence = "Tags are given as a list of them."
        raise InvalidValueError(sentence, hint=f"Write [{tags!r}].")
    return tuple(tags)
