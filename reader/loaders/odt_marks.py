"""The comments of an OpenDocument text, as they stand in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.loaders import xml_tree
from reader.loaders.odt_inline import COMMENT_BEGINS, COMMENT_ENDS
from reader.loaders.office_marks import Found

if TYPE_CHECKING:
    from lxml import etree

    from reader.loaders.odt_inline import Lines


def found_in(lines: Lines) -> list[Found]:
    """The comments that were met in the text."""
    return [
        Found(
            begins=f"{COMMENT_BEGINS}{number}",
            ends=f"{COMMENT_ENDS}{number}",
            note="\n\n".join(map(xml_tree.words, xml_tree.descendants(comment, "p"))),
            creator=_told(comment, "creator"),
            moment=_told(comment, "date"),
        )
        for number, comment in enumerate(lines.comments, 1)
    ]


def _told(comment: etree._Element, name: str) -> str:
    found = next(xml_tree.children(comment, name), None)
    return "" if found is None else xml_tree.words(found)
