"""PDF, by PDFium: paragraphs from the lines of the pages, with the pages' labels as locators.

The library is written in C++ and reads what strangers made: this module runs in a process of its own
(`isolated`), and nothing else imports it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, BinaryIO, cast

import pypdfium2 as pdfium
from pypdfium2 import raw

from annotations.document import BlockKind, Document, Locator
from annotations.errors import UnreadableSourceError, UnsupportedSourceError
from annotations.model import Metadata, replace_unprintable
from reader.loaders.building import Builder, Inline
from reader.loaders.loaded import Hint, Loaded, Pause, yield_to_others
from reader.loaders.pdf_lines import Line, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.loaders.source import SourceBytes

LOADER = "pdf 1"

PAGE_LIMIT = 5_000
"""Pages, above which a PDF is no article."""

HEAD_LENGTH = 3_000
"""Characters with which a head has enough: a large screen."""

HEAD_PAGES = 10
"""Pages in which a head looks for them: covers hold little text."""

PARAGRAPH_GAP = 1.45
"""Of two base lines, in sizes of the font, from which on a paragraph ends between them."""


def load(
    source: SourceBytes, hint: Hint, *, is_head: bool = False, pause: Pause = yield_to_others
) -> Loaded:
    """Load a PDF whole, or its first pages; a short one is whole in either case.

    Raises:
        UnreadableSourceError: It needs a password, is damaged, or has too many pages.
        UnsupportedSourceError: It holds no text: its pages are pictures.
    """
    pdf = _opened(source, hint)
    count = len(pdf)
    if count > PAGE_LIMIT and not hint.is_forced:
        reason = f"it has {count:,} pages, and the limit is {PAGE_LIMIT:,}"
        raise UnreadableSourceError(hint.name, reason, hint="--force reads it all the same.")
    builder, locators = Builder(), []
    read = length = 0
    for lines in _pages(pdf):
        read += 1
        start = len(builder.text) + 2 if builder.leaves else 0
        label = pdf.get_page_label(read - 1) or str(read)
        locators.append(Locator(kind="page", label=replace_unprintable(label), start=start))
        _add_paragraphs(builder, lines)
        length += sum(len(line.text) for line in lines)
        pause()
        if is_head and (length >= HEAD_LENGTH or read >= HEAD_PAGES):
            break
    is_whole = read == count
    if is_whole and not length:
        raise _without_text(hint, count)
    if not is_head:
        for _chunk in source.chunks():
            pause()
    text, blocks, spans = builder.finish(lambda _name: "")
    document = Document(
        text=text,
        blocks=blocks,
        spans=spans,
        locators=tuple(each._replace(start=min(each.start, len(text))) for each in locators),
        metadata=_metadata(pdf, hint),
        loader=LOADER,
        source_sha256="" if is_head else source.sha256,
    )
    return Loaded(document=document, is_whole=is_whole)


def _opened(source: SourceBytes, hint: Hint) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(cast("BinaryIO", _Reader(source)))
    except pdfium.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code == raw.FPDF_ERR_PASSWORD:
            reason = "it asks for a password"
            hint_text = "Save a copy without the password, and open that."
            raise UnreadableSourceError(hint.name, reason, hint=hint_text) from error
        if code == raw.FPDF_ERR_SECURITY:
            reason = "it is protected in a way that postil does not know"
            raise UnreadableSourceError(hint.name, reason) from error
        raise UnreadableSourceError(hint.name, "it is damaged, or no PDF") from error


class _Reader:
    """A source as a binary file."""

    def __init__(self, source: SourceBytes) -> None:
        self._source = source
        self._position = 0

    def seek(self, position: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place, counted from the beginning or the end."""
        self._position = position + (self._source.size_bytes if whence == os.SEEK_END else 0)
        return self._position

    def tell(self) -> int:
        """Where it stands."""
        return self._position

    def read(self, length: int = -1) -> bytes:
        """At most so many bytes from there."""
        data = self._source.read(self._position, self._source.size_bytes if length < 0 else length)
        self._position += len(data)
        return data

    def readinto(self, buffer: bytearray) -> int:
        """Fill a buffer from there; gives how many bytes it was."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _pages(pdf: pdfium.PdfDocument) -> Iterator[list[Line]]:
    """The lines of each page; none of one that is damaged."""
    for number in range(len(pdf)):
        try:
            page = pdf[number]
        except pdfium.PdfiumError:
            yield []
            continue
        text_page = page.get_textpage()
        lines = lines_of(text_page)
        text_page.close()
        page.close()
        yield lines


def _add_paragraphs(builder: Builder, lines: list[Line]) -> None:
    content, before = Inline(), None
    for line in lines:
        if before is not None and not (
            0 < before.y - line.y < PARAGRAPH_GAP * max(line.size, before.size)
        ):
            builder.add(BlockKind.PARAGRAPH, content)
            content = Inline()
        elif before is not None and not before.is_hyphenated:
            content.add(" ")
        content.add(line.text)
        before = line
    builder.add(BlockKind.PARAGRAPH, content)


def _without_text(hint: Hint, count: int) -> UnsupportedSourceError:
    pages = "its page is a picture" if count == 1 else f"its {count:,} pages are pictures"
    return UnsupportedSourceError(
        hint.name,
        f"holds no text: {pages}",
        hint="Run a program for text recognition on it, such as ocrmypdf, and open what that makes.",
    )


def _metadata(pdf: pdfium.PdfDocument, hint: Hint) -> Metadata:
    return Metadata(title=pdf.get_metadata_value("Title").strip() or hint.name)
