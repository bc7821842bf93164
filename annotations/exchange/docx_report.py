"""Quotations in a Word document, under headings: what one without the article's text holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.exchange.docx_writing import TOLD_STYLE, Look
from annotations.exchange.quoting import in_sentences
from annotations.exchange.shape import shown_source
from annotations.model import State

if TYPE_CHECKING:
    from annotations.exchange.citing import Citing
    from annotations.exchange.docx_writing import Writing
    from annotations.exchange.grouping import Entry, Heading
    from annotations.model import Annotation


class Report:
    """Writes the parts of a report."""

    def __init__(self, writing: Writing, citing: Citing) -> None:
        self._writing = writing
        self._citing = citing

    def top(self, heading: Heading, *, is_first: bool) -> None:
        """The title, and what is known of an article below it; every article begins a page."""
        if not is_first:
            self._writing.break_page()
        self._writing.heading(heading.title, 0)
        about(self._writing, heading)

    def below(self, top: Heading) -> None:
        """What stands under a heading of the first level."""
        for level, heading in top.walk():
            if heading is not top:
                self._writing.heading(heading.title, level - 1)
            for entry in heading.entries:
                self.entry(entry, has_source=top.article is None)

    def entry(self, entry: Entry, *, has_source: bool) -> None:
        """A quotation, then what is said of it."""
        writing, annotation = self._writing, entry.annotation
        if annotation.pieces:
            paragraph = writing.paragraph(style="Quote")
            paragraph.paragraph_format.keep_with_next = True
            writing.run(paragraph, entry.quote, Look(colour=annotation.colour))
        cited = self._citing.of(entry) if annotation.pieces else ""
        place = ", ".join(filter(None, (entry.work.title if has_source else "", entry.where)))
        where = " · ".join(filter(None, (cited or place, entry.meaning, changed(annotation))))
        note = _note(annotation)
        told = said(annotation)[1:] if note else said(annotation)
        details = " · ".join(filter(None, (where, *told)))
        if details:
            writing.paragraph(details, TOLD_STYLE).paragraph_format.keep_with_next = bool(note)
        if note:
            writing.paragraph(note)

    def references(self) -> None:
        """The list at the end."""
        references = list(self._citing.references())
        if references:
            self._writing.heading("References", 1)
        for runs in references:
            self._writing.runs(runs)


def about(writing: Writing, heading: Heading) -> None:
    """Reference and tags of an article, and what the colours mean."""
    if heading.article is None:
        return
    article = heading.article.article
    metadata = article.metadata
    published = ", ".join(each for each in (metadata.publisher, metadata.published) if each)
    address = metadata.url or shown_source(article.source)
    named = address if address != heading.title else ""
    told = in_sentences((", ".join(metadata.authors), published, named))
    if told:
        writing.paragraph(told)
    if article.tags:
        writing.paragraph(" ".join(f"#{tag}" for tag in article.tags))
    if heading.article.codebook.colours:
        paragraph = writing.paragraph()
        for colour, meaning in heading.article.codebook.colours:
            writing.run(paragraph, meaning, Look(colour=colour))
            writing.run(paragraph, "  ")


def said(annotation: Annotation) -> list[str]:
    """A mark's note, tags and fields, a paragraph each; what there is."""
    tags = " ".join(f"#{tag}" for tag in annotation.tags)
    fields = [f"{name}: {value}" for name, value in annotation.fields]
    return [each for each in (_note(annotation), tags, *fields) if each.strip()]


def _note(annotation: Annotation) -> str:
    return annotation.note.strip("\n") if annotation.note.strip() else ""


def changed(annotation: Annotation) -> str:
    """Whether the text changed since the mark was made."""
    if annotation.state is State.CHANGED:
        return "the text has changed since"
    if annotation.state is State.ORPHANED:
        return f"{'a part' if annotation.ranges else 'it'} is not found in the present text"
    return ""
