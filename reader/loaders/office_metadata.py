"""What an office document says of itself, and what its first heading says of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotations.model import Metadata
from reader.loaders import xml_tree
from reader.loaders.source import shown_name

if TYPE_CHECKING:
    from lxml import etree

    from annotations.document import Document

VALUE_LENGTH_LIMIT = 1000
"""Characters of a title or an author."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def properties(root: etree._Element | None) -> Metadata:
    """Title, authors, day and language by the properties of a document; the day is that of its last change."""
    found: dict[str, str] = {}
    for each in () if root is None else root.iter():
        words = xml_tree.words(each)[:VALUE_LENGTH_LIMIT] if not len(each) else ""
        if words and (name := xml_tree.local(each)):
            found.setdefault(name, shown_name(words))
    author = found.get("initial-creator") or found.get("creator", "")
    changed = (found.get(name, "") for name in ("date", "modified", "creation-date", "created"))
    days = (match[0] for each in changed if (match := _DAY.match(each)))
    return Metadata(
        title=found.get("title", ""),
        authors=tuple(name.strip() for name in author.split(";") if name.strip()),
        published=next(days, ""),
        language=found.get("language", ""),
    )


def first_heading(document: Document) -> str:
    """The first heading of the first level, on one line; empty if there is none."""
    for index in document.headings:
        block = document.blocks[index]
        if block.level == 1:
            return " ".join(document.text[block.start : block.end].split())
    return ""
