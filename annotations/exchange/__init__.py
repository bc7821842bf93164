"""What formats there are, and which one a file is of; each is imported when it is first used.

A format's module turns an `AnnotatedArticle` into text and, where it makes sense, bytes back into
one. Files are opened and replaced elsewhere; what is confidential was taken out before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from os import PathLike

    from annotations.model import AnnotatedArticle

HEAD_LENGTH = 1 << 16
"""Bytes of a file in which `postil:` is looked for: it is the first key of what postil writes."""


class Write(Protocol):
    """Turns an annotated article into the text of a file."""

    def __call__(self, annotated: AnnotatedArticle, *, with_text: bool = True) -> str:
        """The text of the file; equal data give equal texts.

        Args:
            annotated: What to write. Where it has its document, sections and the like are told.
            with_text: Whether the article's own text goes into the file, where the format has room
                for it.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format of files."""

    name: str
    suffixes: tuple[str, ...]
    """With the dot, in lower case; the first is the usual one."""
    write: Write
    read: Callable[[bytes, str], AnnotatedArticle] | None = None
    """Bytes and the file's name for messages to an annotated article; None: never read."""


def _later(module: str) -> Write:
    def write(annotated: AnnotatedArticle, *, with_text: bool = True) -> str:
        found = cast("Write", import_module(f"{__name__}.{module}").write)
        return found(annotated, with_text=with_text)

    return write


def _read_yaml(data: bytes, name: str) -> AnnotatedArticle:
    from annotations.exchange import yaml  # noqa: PLC0415  # heavy: only when a file is read

    return yaml.read(data, name)


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        each.name: each
        for each in (
            Format(
                name="yaml",
                suffixes=(".yaml", ".yml"),
                write=_later("yaml"),
                read=_read_yaml,
            ),
            Format(name="markdown", suffixes=(".md",), write=_later("markdown")),
        )
    }
)
"""By the name that a person gives (`-f yaml`)."""


def format_for(path: str | PathLike[str]) -> Format | None:
    """The format that a file's name speaks of; None if it speaks of none."""
    suffix = PurePath(path).suffix.lower()
    return next((each for each in FORMATS.values() if suffix in each.suffixes), None)


_POSTIL_KEY = re.compile(
    rb"^(?:\xef\xbb\xbf)?[\"']?postil[\"']?[ \t]*:(?:[ \t\r\n]|\Z)", re.MULTILINE
)


def is_annotated(head: bytes) -> bool:
    """Whether a file that begins with these bytes says it is an annotated YAML."""
    return _POSTIL_KEY.search(head, 0, HEAD_LENGTH) is not None
