"""A report of an article's marks, in Markdown that other programs show as it was meant.

Title and reference, notes on the article, then the quotations by section with their tags, fields and
notes. What the source or a stranger wrote is escaped; a note is Markdown of its author's and stays as
it is, except that nothing in it reaches beyond its end. The article's text is not part of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotations.exchange.markdown_text import (
    block_quote,
    contained,
    escaped,
    escaped_line,
    hash_tags,
)
from annotations.exchange.quoting import ELLIPSIS, section_of, where_of, words_of
from annotations.exchange.shape import shown_source
from annotations.model import State, place_key, replace_unprintable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotations.document import Document
    from annotations.model import AnnotatedArticle, Annotation, Article, Colour

_WEB_ADDRESS = re.compile(r"https?://[^\s<>\\]+\Z", re.IGNORECASE)


def write(annotated: AnnotatedArticle, *, with_text: bool = True) -> str:
    """The report; equal data give equal texts.

    Args:
        annotated: What to report. With its document, soft line breaks are joined and places told.
        with_text: Without effect: a report quotes, but never holds the text.
    """
    del with_text
    return "\n\n".join(_blocks(annotated)) + "\n"


def _blocks(annotated: AnnotatedArticle) -> Iterator[str]:
    """The blocks of the report; empty lines part them."""
    article, document = annotated.article, annotated.document
    yield f"# {escaped_line(_name(article))}"
    reference = _reference(article)
    if reference:
        yield reference
    if article.tags:
        yield hash_tags(article.tags)
    meanings: dict[Colour | None, str] = dict(annotated.codebook.colours)
    placed, lost, notes = _sorted_out(annotated.annotations)
    if notes:
        yield "## Notes on the article"
        for annotation in notes:
            yield from _remarks(annotation, "")
    heading: str | None = None
    has_sections = any(section_of(each, document) for each in placed)
    for annotation in placed:
        section = section_of(annotation, document)
        if section != heading:
            heading = section
            yield f"## {escaped_line(section or ('Before the first heading' if has_sections else 'Marks'))}"
        yield _quotation(annotation, document)
        meaning = meanings.get(annotation.colour, "")
        yield from _remarks(annotation, _where(annotation, document, meaning))
    if lost:
        yield "## Not found in the present text"
        for annotation in lost:
            yield _quotation(annotation, document)
            yield from _remarks(annotation, "")


def _sorted_out(
    annotations: tuple[Annotation, ...],
) -> tuple[list[Annotation], list[Annotation], list[Annotation]]:
    """What stands in the text, what was lost, what is on the article; each by place, then id."""
    placed: list[Annotation] = []
    lost: list[Annotation] = []
    notes: list[Annotation] = []
    for annotation in sorted(annotations, key=place_key):
        if annotation.ranges:
            placed.append(annotation)
        elif annotation.pieces:
            lost.append(annotation)
        else:
            notes.append(annotation)
    return placed, lost, notes


# --- the parts --------------------------------------------------------------------------------


def _name(article: Article) -> str:
    return article.metadata.title or shown_source(article.source) or article.id


def _reference(article: Article) -> str:
    """Authors: title. Publisher, date. Address; as much as there is."""
    metadata = article.metadata
    authors = ", ".join(map(escaped_line, metadata.authors))
    title = escaped_line(metadata.title)
    parts = [f"{authors}: *{title}*" if authors and title else authors or (title and f"*{title}*")]
    parts.append(
        ", ".join(escaped_line(each) for each in (metadata.publisher, metadata.published) if each)
    )
    parts.append(_address(metadata.url or shown_source(article.source)))
    written = ". ".join(part for part in parts if part)
    # A title alone, or a file name as the title, stands in the heading already.
    return "" if written in (f"*{title}*", escaped_line(_name(article))) else written


def _address(address: str) -> str:
    return f"<{address}>" if _WEB_ADDRESS.match(address) else escaped_line(address)


def _where(annotation: Annotation, document: Document | None, meaning: str) -> str:
    """Section and paragraph, what the colour means, and whether the text has changed."""
    told = escaped_line(where_of(annotation, document))
    parts = [f"*{told}*"] if told else []
    if meaning:
        parts.append(escaped_line(meaning))
    if annotation.state is State.CHANGED:
        parts.append("the text has changed since")
    elif annotation.state is State.ORPHANED:
        parts.append("a part is not found in the present text")
    return " · ".join(parts)


def _quotation(annotation: Annotation, document: Document | None) -> str:
    quote = ELLIPSIS.join(escaped(words_of(piece, document)) for piece in annotation.pieces)
    return block_quote(quote, is_flowing=document is not None)


def _remarks(annotation: Annotation, where: str) -> Iterator[str]:
    """What stands below a quotation: where it is, tags, fields, note."""
    if where:
        yield where
    if annotation.tags:
        yield hash_tags(annotation.tags)
    if annotation.fields:
        yield " · ".join(
            f"{escaped_line(name)}: {escaped_line(value)}" for name, value in annotation.fields
        )
    note = replace_unprintable(annotation.note).strip("\n")
    if note.strip():
        yield contained(note)
