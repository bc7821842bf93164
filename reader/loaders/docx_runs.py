"""Paragraphs of a Word document that are runs of letters and nothing else: read in one go.

Most are. They are gone through flat, element after element, which takes a third of the time of going into
each; whatever is more (hyperlinks, fields, notes, changes, frames) is left to who knows what to do with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.loaders import xml_tree
from reader.loaders.docx_styles import RUN_PROPERTIES

if TYPE_CHECKING:
    from lxml import etree

    Run = tuple[list[str], etree._Element | None]  # noqa: SLF001  # so lxml calls elements
    """The texts of a run, and the element with its properties; None where there are none."""


_MORE, _NOTHING, _RUN, _TEXT, _PROPERTIES = range(5)
"""What an element is here: more than letters, without a say, a run, a text, the properties of a run or of
the mark at the paragraph's end. Numbers, since they are compared for each element of a document."""

_ROLES = {
    "r": _RUN,
    "rPr": _PROPERTIES,
    "t": _TEXT,
    **dict.fromkeys(RUN_PROPERTIES, _NOTHING),
    **dict.fromkeys(
        (
            # Of paragraphs.
            *("adjustRightInd", "autoSpaceDE", "autoSpaceDN", "bidi", "contextualSpacing", "ilvl"),
            *("ind", "jc", "keepLines", "keepNext", "numId", "numPr", "outlineLvl"),
            *("pageBreakBefore", "pPr", "pStyle", "spacing", "suppressAutoHyphens"),
            *("textAlignment", "widowControl"),
            # Of runs.
            *("bCs", "caps", "color", "cs", "iCs", "kern", "lang", "noProof", "position"),
            *("rFonts", "rtl", "shd", "smallCaps", "snapToGrid", "sz", "szCs", "u", "w"),
            # Between them.
            "proofErr",
        ),
        _NOTHING,
    ),
}
_known_roles: dict[object, int] = {}
"""By whole tags."""
_KNOWN_LIMIT = 1_000


def runs_of(  # noqa: C901, PLR0912  # a call for each element would take as long again
    paragraph: etree._Element,
) -> list[Run] | None:
    """The runs of a paragraph; None if it holds more than these.

    Complexity: O(n).
    """
    found: list[Run] = []
    texts: list[str] = []
    """Of the last run."""
    is_plain = False
    """True if the last run has no properties."""
    known = _known_roles
    last = _MORE
    for each in paragraph.iterdescendants():
        tag = each.tag
        try:
            role = known[tag]
        except KeyError:
            role = _role_of(tag)
        if role == _RUN:
            if not is_plain:
                texts = []
                found.append((texts, None))
                is_plain = True
        elif role == _TEXT:
            if not found:
                return None
            if text := each.text:
                texts.append(text)
        elif role == _PROPERTIES:
            if last != _RUN:
                if found:
                    return None
            elif len(each):
                if texts:
                    texts = []
                    found.append((texts, each))
                else:
                    found[-1] = (texts, each)
                is_plain = False
        elif role == _MORE:
            return None
        last = role
    return found


def _role_of(tag: object) -> int:
    role = _ROLES.get(xml_tree.name_of(tag), _MORE)
    if len(_known_roles) < _KNOWN_LIMIT:  # names may be made up by a stranger
        _known_roles[tag] = role
    return role
