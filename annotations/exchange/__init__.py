"""What formats there are, and which one a file is of; each is imported when it is first used.

A format's module turns annotated articles into the pieces of a file and, where it makes sense, bytes
back into them. Files are opened and replaced elsewhere; what is confidential was taken out before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from os import PathLike

    from annotations.cited_work import Cited
    from annotations.model import AnnotatedArticle

HEAD_LENGTH = 1 << 16
"""Bytes of a file in which `postil:` is looked for: it is the first key of what postil writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a file is to be written; a format follows what it has room for and passes over the rest."""

    with_text: bool = True
    """Whether the article's own text goes into the file."""
    raw_cells: bool = False
    """Whether a table is for programs alone, its cells as they are, and not for spreadsheets."""
    group: str = ""
    """By what the marks of a report are put together (see `grouping.Group`); a file grouped so quotes, and
    holds no text. Empty: as the format does it by itself."""
    vault: bool = False
    """Whether Markdown is for programs that keep notes: front matter, and names to link to."""
    cite: str = ""
    """How a report refers to what it quotes (see `citing`); empty: by title and place."""
    works: tuple[Cited, ...] = ()
    """All that is quoted, so that works of one author and year are told apart from the first on."""


DEFAULTS = Options()


class Write(Protocol):
    """Turns annotated articles into a file, piece by piece."""

    def __call__(
        self, articles: Iterable[AnnotatedArticle], options: Options = DEFAULTS
    ) -> Iterator[bytes]:
        """The pieces of the file, in order; equal data give equal bytes.

        Args:
            articles: What to write, each asked for when its turn comes; exactly one unless the format
                holds several. Where one has its document, sections and the like are told.
            options: How.
        """


class Read(Protocol):
    """Turns a file into annotated articles."""

    def __call__(self, data: bytes, name: str) -> Sequence[AnnotatedArticle]:
        """What a file holds.

        Args:
            data: The file.
            name: What to call it in messages.

        Raises:
            ExchangeError: It is not of the format.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format of files."""

    name: str
    label: str
    """What people call it."""
    suffixes: tuple[str, ...]
    """With the dot, in lower case; the first is the usual one."""
    write: Write
    read: Read | None = None
    """None: never read."""
    lacks: frozenset[str] = frozenset()
    """Of a format that is never read: the aspects it has no room for (see `losses.ASPECTS`)."""
    holds_several: bool = False
    """Whether one file may hold several articles."""
    holds_text: bool = False
    """Whether the article's own text can stand in a file."""
    holds_all: bool = False
    """Whether nothing is ever lost, so that no loss need be looked for."""
    is_told_by_suffix: bool = True
    """False where other formats end so as well, as in `.json`: it must be named."""

    def text(self, articles: Iterable[AnnotatedArticle], options: Options = DEFAULTS) -> str:
        """The whole of a file of text."""
        return b"".join(self.write(articles, options)).decode()


def _of_one(module: str) -> Write:
    """The writer of a module whose `write` takes one article and gives the whole text."""

    def write(articles: Iterable[AnnotatedArticle], options: Options = DEFAULTS) -> Iterator[bytes]:
        [annotated] = articles
        whole = import_module(f"{__name__}.{module}").write
        yield whole(annotated, with_text=options.with_text).encode()

    return write


def _of_text(module: str, **more: str) -> Write:
    """The writer of a module whose `write` gives text, piece by piece; it is given `more` as well."""

    def write(articles: Iterable[AnnotatedArticle], options: Options = DEFAULTS) -> Iterator[bytes]:
        for piece in import_module(f"{__name__}.{module}").write(articles, options, **more):
            # Half a character, as in a broken file name, is written as its escape.
            yield piece.encode("utf-8", "backslashreplace")

    return write


def _of_bytes(module: str) -> Write:
    """The writer of a module whose `write` gives bytes, piece by piece."""

    def write(articles: Iterable[AnnotatedArticle], options: Options = DEFAULTS) -> Iterator[bytes]:
        yield from import_module(f"{__name__}.{module}").write(articles, options)

    return write


def _reader(module: str) -> Read:
    def read(data: bytes, name: str) -> Sequence[AnnotatedArticle]:
        found: Sequence[AnnotatedArticle] = import_module(f"{__name__}.{module}").read(data, name)
        return found

    return read


def _read_yaml(data: bytes, name: str) -> Sequence[AnnotatedArticle]:
    from annotations.exchange import yaml  # noqa: PLC0415  # heavy: only when a file is read

    return (yaml.read(data, name),)


_NOT_IN_REPORTS = frozenset(
    ("relations", "creator", "times", "extra", "descriptions", "known fields")
)
_NOT_IN_REFERENCES = frozenset(
    ("marks", "article tags", "descriptions", "known fields", "meanings")
)

FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        each.name: each
        for each in (
            Format(
                name="yaml",
                label="annotated YAML",
                suffixes=(".yaml", ".yml"),
                write=_of_one("yaml"),
                read=_read_yaml,
                holds_text=True,
                holds_all=True,
            ),
            Format(
                name="markdown",
                label="Markdown",
                suffixes=(".md",),
                write=_of_text("markdown"),
                holds_several=True,
                lacks=_NOT_IN_REPORTS,
            ),
            Format(
                name="html",
                label="HTML",
                suffixes=(".html", ".htm"),
                write=_of_text("html_page"),
                lacks=frozenset(("extra", "known fields")),
                holds_several=True,
                holds_text=True,
            ),
            Format(
                name="docx",
                label="Word",
                suffixes=(".docx",),
                write=_of_bytes("docx_file"),
                lacks=_NOT_IN_REPORTS - {"creator"},
                holds_several=True,
                holds_text=True,
            ),
            Format(
                name="text",
                label="plain text",
                suffixes=(".txt",),
                write=_of_text("text_report"),
                lacks=_NOT_IN_REPORTS,
                holds_several=True,
            ),
            Format(
                name="csv",
                label="CSV",
                suffixes=(".csv",),
                write=_of_text("tables"),
                read=_reader("tables"),
                holds_several=True,
            ),
            Format(
                name="tsv",
                label="TSV",
                suffixes=(".tsv", ".tab"),
                write=_of_text("tables", delimiter="\t"),
                read=_reader("tables"),
                holds_several=True,
            ),
            Format(
                name="jsonl",
                label="JSON Lines",
                suffixes=(".jsonl",),
                write=_of_text("jsonl"),
                read=_reader("jsonl"),
                holds_several=True,
            ),
            Format(
                name="webannotation",
                label="Web Annotation",
                suffixes=(".jsonld",),
                write=_of_text("webannotation"),
                read=_reader("webannotation_reading"),
                holds_several=True,
            ),
            Format(
                name="hypothesis",
                label="Hypothesis",
                suffixes=(".json",),
                write=_of_text("hypothesis"),
                read=_reader("hypothesis"),
                holds_several=True,
                is_told_by_suffix=False,
            ),
            Format(
                name="bibtex",
                label="BibTeX",
                suffixes=(".bib",),
                write=_of_text("bibtex"),
                lacks=_NOT_IN_REFERENCES,
                holds_several=True,
            ),
            Format(
                name="ris",
                label="RIS",
                suffixes=(".ris",),
                write=_of_text("ris"),
                lacks=_NOT_IN_REPORTS | {"colour", "meanings"},
                holds_several=True,
            ),
            Format(
                name="csl",
                label="CSL-JSON",
                suffixes=(".json",),
                write=_of_text("csl"),
                lacks=_NOT_IN_REFERENCES,
                holds_several=True,
                is_told_by_suffix=False,
            ),
        )
    }
)
"""By the name that a person gives (`-f yaml`)."""


def format_for(path: str | PathLike[str]) -> Format | None:
    """The format that a file's name speaks of; None if it speaks of none."""
    suffix = PurePath(path).suffix.lower()
    return next(
        (each for each in FORMATS.values() if each.is_told_by_suffix and suffix in each.suffixes),
        None,
    )


_POSTIL_KEY = re.compile(
    rb"^(?:\xef\xbb\xbf)?[\"']?postil[\"']?[ \t]*:(?:[ \t\r\n]|\Z)", re.MULTILINE
)


def is_annotated(head: bytes) -> bool:
    """Whether a file that begins with these bytes says it is an annotated YAML."""
    return _POSTIL_KEY.search(head, 0, HEAD_LENGTH) is not None
