"""What a PDF says of itself: title and authors, the labels of its pages, its outline."""

from __future__ import annotations

import re
from ctypes import POINTER, c_ushort, cast, create_string_buffer
from typing import TYPE_CHECKING

from pypdfium2 import PdfiumError, raw

from annotations.model import Metadata, replace_unprintable
from reader.loaders.pdf_headings import OUTLINE_ENTRIES, Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdfium2 import PdfDocument

OUTLINE_DEPTH = 15
"""As deep as an outline is followed."""

_LANGUAGE_BYTES = 100
LABEL_LENGTH = 40
"""Code points, above which a page's label is none."""

_DATE = re.compile(r"D:(?!0000)(\d{4})(?:(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])?)?")
_FILE_NAME = re.compile(
    r"(?:microsoft word - |untitled\b|\S+\.(?:docx?|indd|tex|dvi|pdf|qxd|rtf|odt)\Z)", re.IGNORECASE
)
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{1,8})*\Z")


def metadata_of(pdf: PdfDocument, name: str, guess: str) -> Metadata:
    """Title, authors, date and DOI, as far as the file tells.

    What programs write for want of a title, a file's name mostly, is none.

    Args:
        pdf: The file.
        name: What it is called: its title where nothing else is.
        guess: What looks like its title; empty if nothing does.
    """
    title = _told(pdf, "Title")
    if _FILE_NAME.match(title):
        title = ""
    date = _DATE.match(_told(pdf, "CreationDate"))
    doi = _DOI.search(f"{_told(pdf, 'Subject')} {_told(pdf, 'Keywords')} {title}")
    return Metadata(
        title=title or guess or name,
        authors=_authors(_told(pdf, "Author")),
        published="-".join(part for part in date.groups() if part) if date else "",
        language=_language(pdf),
        doi=doi[0].rstrip(".,;)") if doi else "",
    )


def _language(pdf: PdfDocument) -> str:
    """As the catalogue tells it; empty if it does not, or the library is too old to ask."""
    ask = getattr(raw, "FPDFCatalog_GetLanguage", None)
    if ask is None:
        return ""
    size = ask(pdf, None, 0)
    if not 0 < size <= _LANGUAGE_BYTES:
        return ""
    buffer = create_string_buffer(size)
    ask(pdf, cast(buffer, POINTER(c_ushort)), size)
    told = buffer.raw[: size - 2].decode("utf-16-le", "replace").strip()
    return told if _LANGUAGE.match(told) else ""


def _told(pdf: PdfDocument, key: str) -> str:
    told = pdf.get_metadata_value(key).replace("\0", "")
    return " ".join(replace_unprintable(told).split())


def _authors(text: str) -> tuple[str, ...]:
    """Names; a comma parts them only where there is no clearer sign."""
    for sign in (";", " and ", " & ", ", "):
        if sign in text:
            return tuple(part for each in text.split(sign) if (part := each.strip(" ,;")))
    return (text,) if text else ()


def labels_of(pdf: PdfDocument, count: int) -> list[str]:
    """The label of each page, where there is none its number from 1."""
    return [
        replace_unprintable(_label(pdf, number)[:LABEL_LENGTH]).strip() or str(number + 1)
        for number in range(count)
    ]


def _label(pdf: PdfDocument, number: int) -> str:
    try:
        return str(pdf.get_page_label(number))
    except PdfiumError:
        return ""


def outline_of(pdf: PdfDocument) -> Iterator[Entry]:
    """The entries of the outline, in order; those that lead nowhere in the file are left out."""
    for number, bookmark in enumerate(pdf.get_toc(max_depth=OUTLINE_DEPTH)):
        if number >= OUTLINE_ENTRIES:
            return
        destination = bookmark.get_dest()
        page = destination.get_index() if destination is not None else None
        if page is not None and page >= 0:
            yield Entry(bookmark.get_title(), page, bookmark.level)
