"""Of which format a file is that is to be imported: told by what it holds, never by its name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotations.exchange import FORMATS, HEAD_LENGTH, is_annotated, tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.exchange import Format
    from annotations.model import AnnotatedArticle

_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[{]")
_YAML_AS_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\"?postil\b")
_KEY = re.compile(rb'(?<!\\)"([@:\w]{1,40})"\s*:\s*("?\w*)')
"""A key of JSON with the beginning of its value; within a text each quotation mark is escaped."""
_TYPE = b'"Annotation'


def format_of(data: bytes) -> Format:
    """The format that a file's content speaks of; annotated YAML if it speaks of none.

    So that a YAML with a mistake in it is told where the mistake is.
    """
    if is_annotated(data) or _YAML_AS_JSON.match(data):
        return FORMATS["yaml"]
    if _JSON.match(data):
        return FORMATS[_of_json(data[:HEAD_LENGTH])]
    return FORMATS["yaml" if tables.columns_of(data) is None else "csv"]


def speaks_of_marks(head: bytes) -> bool:
    """Whether a file that begins with these bytes is surely one of marks, and no text to be read.

    Asked of what nobody has said is to be imported: other JSON and other tables are left alone, and so
    is annotated YAML, which is a text with its marks.
    """
    if not _JSON.match(head):
        columns = tables.columns_of(head)
        return columns is not None and len(set(columns[1]) & set(tables.COLUMNS)) > 1
    found = _keys(head[:HEAD_LENGTH])
    keys = found.keys()
    if b"article" in keys:
        return not found[b"article"] and bool(keys & {b"quote", b"pieces", b"note"})
    if found.get(b"type", b"").startswith(_TYPE):
        return b"target" in keys
    return {b"uri", b"target"} <= keys


def _keys(head: bytes) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    for key, value in _KEY.findall(head):
        found.setdefault(key, value)
    return found


def _of_json(head: bytes) -> str:
    found = _keys(head)
    if b"article" in found:
        return "jsonl"
    if found.get(b"type", b"").startswith(_TYPE) or b"@context" in found:
        return "webannotation"
    if b"annotations" in found or b"rows" in found or {b"uri", b"target"} <= found.keys():
        return "hypothesis"
    return "jsonl"


def read(data: bytes, name: str) -> Sequence[AnnotatedArticle]:
    """What a file of any format that is read holds.

    Args:
        data: The file.
        name: What to call it in messages.

    Raises:
        ExchangeError: It is of no such format, or not as the format must be.
    """
    reader = format_of(data).read
    assert reader is not None
    return reader(data, name)
