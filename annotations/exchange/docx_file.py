"""A Word document: the whole text with highlights and real comments, or a report of quotations.

It is made in memory as a whole. Its bytes are the same for the same data: the archive's parts have no
time of writing and are not packed, since packing differs between machines, and nothing of the machine or
of whoever exports stands in it.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from annotations.exchange.citing import Citing
from annotations.exchange.docx_report import Report, about
from annotations.exchange.docx_text import TextInWord
from annotations.exchange.docx_writing import Writing
from annotations.exchange.grouping import LOST, NOTES, Group, grouped
from annotations.exchange.stretches import begins_with

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from annotations.exchange import Options
    from annotations.exchange.grouping import Heading
    from annotations.model import AnnotatedArticle

PROPERTY_LENGTH = 255
"""Code points of a document's property, by its standard."""

_NO_TIME = datetime(1980, 1, 1, tzinfo=UTC)
"""What stands for the time of writing: the first moment that an archive can tell."""


def write(articles: Iterable[AnnotatedArticle], options: Options) -> Iterator[bytes]:
    """The file, in one piece."""
    writing = Writing()
    citing = Citing(options.cite, options.works)
    report = Report(writing, citing)
    group = Group(options.group) if options.group else None
    first: Heading | None = None
    if group is not None or not options.with_text:
        for number, heading in enumerate(grouped(articles, group or Group.ARTICLE)):
            first = first or heading
            report.top(heading, is_first=number == 0)
            report.below(heading)
    else:
        for number, annotated in enumerate(articles):
            [heading] = grouped((annotated,), Group.ARTICLE)
            first = first or heading
            _article(annotated, heading, writing, report, is_first=number == 0)
    report.references()
    _tell_properties(writing, first)
    yield _packed(writing)


def _article(
    annotated: AnnotatedArticle,
    heading: Heading,
    writing: Writing,
    report: Report,
    *,
    is_first: bool,
) -> None:
    """An article whole, then what is not in its text; without the text its quotations."""
    document = annotated.document
    if document is None:
        report.top(heading, is_first=is_first)
        report.below(heading)
        return
    if begins_with(document, annotated.article.metadata.title):
        if not is_first:
            writing.break_page()
        placed = [each for each in annotated.annotations if each.ranges]
        TextInWord(
            writing,
            document,
            placed,
            below_title=lambda: about(writing, heading),
        ).write()
    else:
        report.top(heading, is_first=is_first)
        TextInWord(
            writing, document, [each for each in annotated.annotations if each.ranges]
        ).write()
    for each in heading.below:
        if each.title in (LOST, NOTES) and not any(
            entry.annotation.ranges for entry in each.entries
        ):
            writing.heading(each.title, 1)
            for entry in each.entries:
                report.entry(entry, has_source=False)


def _tell_properties(writing: Writing, first: Heading | None) -> None:
    """Title and authors as the article's; of the rest what every document has, the same in each."""
    metadata = first.article.article.metadata if first is not None and first.article else None
    properties = writing.document.core_properties
    properties.title = writing.lawful(first.title if first is not None else "")[:PROPERTY_LENGTH]
    authors = ", ".join(metadata.authors) if metadata is not None else ""
    properties.author = writing.lawful(authors)[:PROPERTY_LENGTH]
    properties.language = writing.lawful(metadata.language if metadata else "")[:PROPERTY_LENGTH]
    properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.revision = 1
    properties.created = properties.modified = _NO_TIME


def _packed(writing: Writing) -> bytes:
    """The archive, with times and systems taken out."""
    made, packed = io.BytesIO(), io.BytesIO()
    writing.document.save(made)
    with zipfile.ZipFile(made) as given, zipfile.ZipFile(packed, "w") as archive:
        for name in given.namelist():
            part = zipfile.ZipInfo(name, _NO_TIME.timetuple()[:6])
            part.create_system = 0
            archive.writestr(part, given.read(name))
    return packed.getvalue()
