"""A bibliography for BibTeX and biblatex: one entry an article, in UTF-8.

Marks have no place in it. The fields are biblatex's (`date`, `urldate`, `langid` is left to its users),
with BibTeX's `year` beside them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotations.exchange.bibliography import Work, keyed, kind_of
from annotations.model import replace_unprintable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from annotations.author_names import Name
    from annotations.cited_work import Cited, Date
    from annotations.exchange import Options
    from annotations.model import AnnotatedArticle

_TYPES = {Work.PAPER: "article", Work.PAGE: "online", Work.BOOK: "book", Work.DOCUMENT: "misc"}
_PUBLISHER = {
    Work.PAPER: "journaltitle",
    Work.PAGE: "organization",
    Work.BOOK: "publisher",
    Work.DOCUMENT: "organization",
}

_ESCAPES = {
    "\\": r"\textbackslash{}",
    # BibTeX counts braces that have a backslash before them as well.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_SPECIAL = re.compile(r"[\\{}$&#%_~^]")
_NOT_IN_ADDRESS = {" ": "%20", "{": "%7B", "}": "%7D", "\\": "%5C", '"': "%22", "%": r"\%"}


def write(articles: Iterable[AnnotatedArticle], options: Options) -> Iterator[str]:
    """The entries, parted by empty lines."""
    del options
    for number, (key, annotated, work) in enumerate(keyed(articles)):
        kind = kind_of(annotated.article)
        lines = [f"  {name} = {{{value}}}," for name, value in _fields(work, kind, annotated)]
        head = "" if not number else "\n"
        yield head + "\n".join([f"@{_TYPES[kind]}{{{key},", *lines, "}", ""])


def _fields(work: Cited, kind: Work, annotated: AnnotatedArticle) -> Iterator[tuple[str, str]]:
    metadata = annotated.article.metadata
    if work.authors:
        yield "author", " and ".join(map(_name, work.authors))
    if work.title:
        # In braces: the title's capitals are meant.
        yield "title", f"{{{_text(work.title)}}}"
    if work.publisher:
        yield _PUBLISHER[kind], _text(work.publisher)
    if work.published.year:
        yield "date", _date(work.published)
        yield "year", str(work.published.year)
    elif work.published.written:
        yield "year", _text(work.published.written)
    if metadata.doi:
        yield "doi", _address(metadata.doi)
    elif work.address:
        yield "url", _address(work.address)
    if work.accessed.year:
        yield "urldate", _date(work.accessed)
    if metadata.language:
        yield "language", _text(metadata.language)


def _name(name: Name) -> str:
    """Family, suffix, given name; what is no person's in braces, or BibTeX would take it apart."""
    if not name.given:
        return f"{{{_text(name.family)}}}"
    parts = [name.family, *([name.suffix] if name.suffix else []), name.given]
    # "and" parts names, also where it is a word of one.
    return ", ".join(re.sub(r"(?i)\band\b", r"{\g<0>}", _text(part)) for part in parts)


def _date(date: Date) -> str:
    parts = [f"{date.year:04}", *(f"{each:02}" for each in (date.month, date.day) if each)]
    return "-".join(parts)


def _text(text: str) -> str:
    line = " ".join(replace_unprintable(text).split())
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], line)


def _address(address: str) -> str:
    """An address as `url` and `doi` take it; braces and backslashes would end them."""
    line = "".join(replace_unprintable(address).split())
    return "".join(_NOT_IN_ADDRESS.get(character, character) for character in line)
