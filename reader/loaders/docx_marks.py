"""The comments and highlights of a Word document, as they stand in its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.model import Colour
from reader.loaders import xml_tree
from reader.loaders.docx_inline import (
    COMMENT_BEGINS,
    COMMENT_ENDS,
    HIGHLIGHT_BEGINS,
    HIGHLIGHT_ENDS,
)
from reader.loaders.office_marks import COLOURS, Found

if TYPE_CHECKING:
    from lxml import etree

    from reader.loaders.docx_inline import Lines


def found_in(lines: Lines, comments: etree._Element | None) -> list[Found]:
    """What was met in the text, and the comments to it.

    Args:
        lines: As the text was read.
        comments: The tree of the file with the comments; None if there is none.
    """
    found = [
        Found(
            begins=f"{HIGHLIGHT_BEGINS}{number}",
            ends=f"{HIGHLIGHT_ENDS}{number}",
            colour=COLOURS.get(highlight.colour.lower(), Colour.YELLOW),
        )
        for number, highlight in enumerate(lines.highlights, 1)
    ]
    for comment in () if comments is None else xml_tree.children(comments, "comment"):
        comment_id = xml_tree.attribute(comment, "id")
        if comment_id in lines.comments:
            found.append(
                Found(
                    begins=f"{COMMENT_BEGINS}{comment_id}",
                    ends=f"{COMMENT_ENDS}{comment_id}",
                    note=_words(comment),
                    creator=xml_tree.attribute(comment, "author"),
                    moment=xml_tree.attribute(comment, "date"),
                )
            )
    return found


def _words(comment: etree._Element) -> str:
    """The text of a comment, its paragraphs parted by an empty line."""
    paragraphs = (
        "".join(each.text or "" for each in xml_tree.descendants(paragraph, "t"))
        for paragraph in xml_tree.descendants(comment, "p")
    )
    return "\n\n".join(filter(None, (" ".join(each.split()) for each in paragraphs)))
