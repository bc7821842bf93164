"""A bibliography in RIS, as reference managers read it; the marks stand in it as notes (`N1`).

Zotero makes a note of each `N1`, so that quotations arrive beside the work they are from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.exchange.bibliography import Work, keyed, kind_of
from annotations.exchange.quoting import in_marks, quote_of, where_of
from annotations.model import place_key, replace_unprintable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from annotations.cited_work import Cited, Date
    from annotations.exchange import Options
    from annotations.model import AnnotatedArticle, Annotation

_TYPES = {Work.PAPER: "JOUR", Work.PAGE: "ELEC", Work.BOOK: "BOOK", Work.DOCUMENT: "GEN"}
LINE_END = "\r\n"
"""As the format asks."""


def write(articles: Iterable[AnnotatedArticle], options: Options) -> Iterator[str]:
    """The entries, each ended by `ER`."""
    del options
    for key, annotated, work in keyed(articles):
        kind = kind_of(annotated.article)
        lines = [
            ("TY", _TYPES[kind]),
            ("ID", key),
            *_fields(work, kind, annotated),
            *(("N1", _note(each, annotated)) for each in _in_order(annotated)),
            ("ER", ""),
        ]
        yield "".join(f"{tag}  - {_line(value)}{LINE_END}" for tag, value in lines)


def _fields(work: Cited, kind: Work, annotated: AnnotatedArticle) -> Iterator[tuple[str, str]]:
    metadata = annotated.article.metadata
    for name in work.authors:
        yield "AU", name.inverted
    if work.title:
        yield "TI", work.title
    if work.publisher:
        yield ("JO" if kind is Work.PAPER else "PB"), work.publisher
    if work.published.year:
        yield "PY", str(work.published.year)
        yield "DA", _date(work.published)
    elif work.published.written:
        yield "PY", work.published.written
    found = (
        ("DO", metadata.doi),
        ("UR", metadata.url),
        ("Y2", _date(work.accessed) if work.accessed.year else ""),
        ("LA", metadata.language),
        *(("KW", tag) for tag in annotated.article.tags),
    )
    yield from ((tag, value) for tag, value in found if value)


def _in_order(annotated: AnnotatedArticle) -> list[Annotation]:
    return sorted(annotated.annotations, key=place_key)


def _note(annotation: Annotation, annotated: AnnotatedArticle) -> str:
    """A quotation with its place, tags and note, on one line."""
    quote, where = (
        quote_of(annotation, annotated.document),
        where_of(annotation, annotated.document),
    )
    parts = [
        in_marks(quote),
        f"({where})" if where else "",
        " ".join(f"#{tag}" for tag in annotation.tags),
        "; ".join(f"{name}: {value}" for name, value in annotation.fields),
        annotation.note,
    ]
    return " ".join(part for part in parts if part)


def _date(date: Date) -> str:
    """Year, month and day between slashes, all four parts always there."""
    parts = [f"{date.year:04}", *(f"{each:02}" if each else "" for each in (date.month, date.day))]
    return "/".join([*parts, ""])


def _line(text: str) -> str:
    """On one line: another would be taken for a field."""
    return " ".join(replace_unprintable(text).split())
