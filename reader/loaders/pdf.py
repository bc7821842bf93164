"""PDF, by PDFium: paragraphs from the lines of the pages, with the pages' labels as locators.

The library is written in C++ and reads what strangers made: this module runs in a process of its own
(`isolated`), and nothing else imports it.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import pypdfium2 as pdfium
from pypdfium2 import raw

from annotations.document import Document
from annotations.errors import UnreadableSourceError, UnsupportedSourceError
from annotations.model import Metadata, replace_unprintable
from reader.loaders.forked import Forked, can_fork
from reader.loaders.loaded import Hint, Loaded, Pause, yield_to_others
from reader.loaders.pdf_facts import labels_of, metadata_of, outline_of
from reader.loaders.pdf_headings import set_levels, title_in
from reader.loaders.pdf_heads import without_heads
from reader.loaders.pdf_lines import Line, lines_of
from reader.loaders.pdf_notes import with_notes
from reader.loaders.pdf_order import in_order
from reader.loaders.pdf_paragraphs import Paragraph, paragraphs_on, style_of
from reader.loaders.pdf_writing import Writer, joined, with_verse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.loaders.pdf_marks import Found
    from reader.loaders.source import SourceBytes

    _Pages = tuple[list[list[Line]], list[Found]]
    """The lines of each page, and the marks on all of them."""

LOADER = "pdf 1"

PAGE_LIMIT = 5_000
"""Pages, above which a PDF is no article."""

HEAD_LENGTH = 3_000
"""Characters that a head has at least: a large screen."""

HEAD_PAGES = 8
"""Pages that a head has at least: what is a running head, and how the text is set, takes a few."""

SHARED_PAGES = 40
"""Pages from which on two processes read them sooner than one."""

HELD_BYTES = 32 << 20
"""Up to which a source is held in memory: the library then asks nobody for a piece of it."""

STRANGE_SHARE = 0.2
"""Share of characters without a meaning, above which a text is said to be unreadable."""

SHIFTED_SAMPLE = 4_000
"""Characters that are looked at to tell whether they are the numbers of letters."""

SHIFTED_LETTERS = 200
"""Letters, below which nothing is said of them."""

SMALL_SHARE = 0.1
VOWELS_SHARE = 0.22
"""Of capitals in languages with Latin letters a third and more are vowels; of shifted ones a seventh."""

_PRIVATE = re.compile("[\ue000-\uf8ff]")
_LETTERS = re.compile("[A-Za-z]")


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
    pages, found = _head(pdf, pause) if is_head else _all_pages(pdf, pause)
    is_whole = len(pages) == count
    bare = _document(pdf, pages, pause)
    if is_whole and not bare.text:
        raise _without_text(pdf, hint)
    if not is_head or is_whole:
        for _chunk in source.chunks():
            pause()
    document = replace(
        bare,
        metadata=metadata_of(pdf, hint.name, bare.metadata.title),
        source_sha256=source.sha256 if is_whole else "",
    )
    loaded = Loaded(document=document, notices=notices_of(document), is_whole=is_whole)
    if not is_whole or not found:
        return loaded
    from reader.loaders.pdf_marks import marks_in  # noqa: PLC0415  # most files hold none

    return loaded._replace(marks=marks_in(document, found, labels_of(pdf, count)))


def _head(pdf: pdfium.PdfDocument, pause: Pause) -> _Pages:
    pages: list[list[Line]] = []
    found: list[Found] = []
    length = 0
    for lines in _read(pdf, range(len(pdf)), found):
        pages.append(lines)
        length += sum(len(line.text) for line in lines)
        pause()
        if length >= HEAD_LENGTH and len(pages) >= HEAD_PAGES:
            break
    return pages, found


def _all_pages(pdf: pdfium.PdfDocument, pause: Pause) -> _Pages:
    """All pages; the second half of many is read beside, where there is a processor for it."""

    def read(numbers: range) -> _Pages:
        found: list[Found] = []
        pages = []
        for lines in _read(pdf, numbers, found):
            pages.append(lines)
            pause()
        return pages, found

    count = len(pdf)
    if count < SHARED_PAGES or not can_fork():
        return read(range(count))
    # As bare fields, since values of a class take several times as long on their way.
    rest = Forked(lambda: _bare(*read(range(count // 2, count))))
    pages, found = read(range(count // 2))
    more_pages, more_found = rest.result()
    return pages + [list(map(Line._make, lines)) for lines in more_pages], found + more_found


def _bare(
    pages: list[list[Line]], found: list[Found]
) -> tuple[list[list[tuple[Any, ...]]], list[Found]]:
    return [list(map(tuple, lines)) for lines in pages], found


def _document(pdf: pdfium.PdfDocument, pages: Sequence[list[Line]], pause: Pause) -> Document:
    """The pages' lines as a document; what the file says of itself is not asked, only what its title looks like."""
    style = style_of(pages)
    paragraphs: list[Paragraph] = []
    for number, lines in enumerate(without_heads(pages, style.size)):
        paragraphs.extend(paragraphs_on(in_order(lines), number, style))
        pause()
    set_levels(paragraphs, outline_of(pdf))
    guess = Metadata(title=replace_unprintable(title_in(paragraphs, style.size)))
    paragraphs = joined(with_notes(paragraphs))
    writer = Writer(labels_of(pdf, len(pages)), paragraphs)
    writer.write(with_verse(paragraphs))
    text, blocks, spans, locators = writer.finish()
    return Document(
        text=text,
        blocks=blocks,
        spans=spans,
        locators=locators,
        metadata=guess,
        loader=LOADER,
    )


def _opened(source: SourceBytes, hint: Hint) -> pdfium.PdfDocument:
    is_small = source.size_bytes <= HELD_BYTES
    held = source.read(0, source.size_bytes) if is_small else cast("BinaryIO", _Reader(source))
    try:
        return pdfium.PdfDocument(held)
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


def _read(pdf: pdfium.PdfDocument, numbers: range, found: list[Found]) -> Iterator[list[Line]]:
    """The lines of pages, none of one that is damaged; the marks on them are added to those found."""
    for number in numbers:
        try:
            page = pdf[number]
        except pdfium.PdfiumError:
            yield []
            continue
        text_page = page.get_textpage()
        lines = lines_of(text_page)
        if raw.FPDFPage_GetAnnotCount(page):
            _find_marks(page, text_page, number, found)
        text_page.close()
        page.close()
        yield lines


def _find_marks(
    page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, number: int, found: list[Found]
) -> None:
    from reader.loaders.held_marks import MARKS_LIMIT  # noqa: PLC0415  # most files hold none
    from reader.loaders.pdf_marks import found_on  # noqa: PLC0415  # see above

    if len(found) < MARKS_LIMIT:
        found.extend(found_on(page, text_page, number))


def _without_text(pdf: pdfium.PdfDocument, hint: Hint) -> UnsupportedSourceError:
    """What to say of a PDF without text; a true thing, so its pages are looked at."""
    count = min(len(pdf), HEAD_PAGES)
    if not any(_has_picture(pdf, number) for number in range(count)):
        return UnsupportedSourceError(hint.name, "holds no text")
    pages = "its page is a picture" if len(pdf) == 1 else f"its {len(pdf):,} pages are pictures"
    return UnsupportedSourceError(
        hint.name,
        f"holds no text: {pages}",
        hint="Run a program for text recognition on it, such as ocrmypdf, and open what that makes.",
    )


def _has_picture(pdf: pdfium.PdfDocument, number: int) -> bool:
    try:
        return any(True for _ in pdf[number].get_objects([raw.FPDF_PAGEOBJ_IMAGE]))
    except pdfium.PdfiumError:
        return False


def notices_of(document: Document) -> tuple[str, ...]:
    """A sentence where the fonts do not tell which characters they draw."""
    text = document.text
    strange = sum(map(text.count, "\N{REPLACEMENT CHARACTER}")) + len(_PRIVATE.findall(text))
    if strange > STRANGE_SHARE * len(text):
        return (
            "Much of this text cannot be read: the fonts of the PDF do not tell which letters they draw.",
        )
    if _is_shifted(text[:SHIFTED_SAMPLE]):
        return (
            "This text can probably not be read: the fonts of the PDF seem not to tell their letters.",
        )
    return ()


def _is_shifted(text: str) -> bool:
    """True if a text consists of the numbers of its letters in a font, which are taken for characters.

    Small letters become capitals then, with few vowels among them, since b, f, l and r become these.
    """
    letters = _LETTERS.findall(text)
    if len(letters) < SHIFTED_LETTERS or len(letters) * 2 < len(text):
        return False
    small = sum(1 for letter in letters if letter.islower())
    vowels = sum(1 for letter in letters if letter in "AEIOU")
    return small < SMALL_SHARE * len(letters) and vowels < VOWELS_SHARE * len(letters)
