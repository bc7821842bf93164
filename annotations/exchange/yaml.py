"""Annotated YAML, `postil/1`: an article with its text and its marks in one file.

`write` and `read` are inverse: what is read was written alike, and what is written again is the same
bytes. The parts: `emitter` (values as YAML), `writing` (what stands where), `reading` (YAML as plain
values), `checking` (plain values as an annotated article), `structure` (blocks and spans).
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any, cast

from annotations.errors import MalformedFileError
from annotations.exchange import checking, reading, writing
from annotations.exchange.fields import Fault
from annotations.exchange.pausing import garbage_collector_paused

if TYPE_CHECKING:
    from annotations.model import AnnotatedArticle


def write(annotated: AnnotatedArticle, *, with_text: bool = True) -> str:
    """The file that holds an annotated article.

    Args:
        annotated: What to write. Sections and locators are told from its document, if it has one.
        with_text: Whether the text and its structure go into the file.

    Complexity: O(n log n) for n marks, O(m) for a text of m code points.
    """
    # A line end behind the join would copy the whole once more.
    return "\n".join([*writing.lines(annotated, with_text=with_text), ""])


def read(data: bytes, name: str) -> AnnotatedArticle:
    """What a file holds; what its marks rest on is checked, and nothing is guessed.

    Args:
        data: The file.
        name: What to call it in messages.

    Returns:
        The article. Its versions have no ids: those are a library's own.

    Raises:
        MalformedFileError: It is no annotated YAML, or something in it cannot be; with the line.
        NewerFormatError: It is of a later format.
    """
    with garbage_collector_paused():
        value = checking.printable(reading.parse(data, name), data)
        try:
            return checking.annotated_article(value, name)
        except Fault as fault:
            line = reading.line_at(data, fault.path)
            raise MalformedFileError(name, str(fault), line=line) from fault


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of `postil/1`: what `read` takes, but for what no schema says."""
    text = files("annotations.exchange").joinpath("postil-1.schema.json").read_text("utf-8")
    return cast("dict[str, Any]", json.loads(text))
