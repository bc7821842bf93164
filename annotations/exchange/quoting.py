"""What the formats for people say of a mark: its words, and where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.citations import OPENING
from annotations.whereabouts import whereabouts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from annotations.document import Document
    from annotations.model import Annotation, Piece

ELLIPSIS = " […] "
"""Between the pieces of a quotation."""


def quote_of(annotation: Annotation, document: Document | None) -> str:
    """The words of a mark, its pieces joined; with the document, soft line breaks are blanks."""
    return ELLIPSIS.join(words_of(piece, document) for piece in annotation.pieces)


def in_marks(quote: str) -> str:
    """A quotation in quotation marks, unless it brings its own; nothing of nothing."""
    return quote if not quote or quote[0] in OPENING else f"“{quote}”"


def in_sentences(parts: Iterable[str]) -> str:
    """Parts of a reference, those that are there, with a full stop between."""
    told = [part.strip() for part in parts if part.strip()]
    return "".join(f"{part.removesuffix('.')}. " for part in told[:-1]) + "".join(told[-1:])


def words_of(piece: Piece, document: Document | None) -> str:
    """The words of a piece."""
    if document is not None and piece.range is not None:
        return document.flowing(piece.range)
    return piece.quote


def section_of(annotation: Annotation, document: Document | None) -> str:
    """The heading above a mark; without the document, as it was read with the mark."""
    start = annotation.start
    if document is not None and start is not None:
        return document.section(start)
    section = annotation.extra.get("section")
    return section if isinstance(section, str) else ""


def locator_of(annotation: Annotation, document: Document | None) -> Mapping[str, object]:
    """Where a mark stands, in the source's words; without the document, as it was read with it."""
    start = annotation.start
    if document is not None and start is not None:
        return document.locator(start)
    locator = annotation.extra.get("locator")
    return locator if isinstance(locator, dict) else {}


def where_of(annotation: Annotation, document: Document | None) -> str:
    """Section, page, paragraph … in words; the title that stands over all of a text is no section."""
    section = section_of(annotation, document)
    if document is not None and section == document.metadata.title:
        section = ""
    return whereabouts(locator_of(annotation, document), section).words
