"""What the styles of an OpenDocument text mean for reading it: emphasis, quotations, code, numbers.

Styles have names of their own and inherit from each other; how large or how blue a letter is does not
matter here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotations.document import BlockKind, SpanKind
from reader.loaders import xml_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

INHERITANCE_LIMIT = 50
"""Styles that are followed upward; more are a circle."""

_QUOTATIONS = frozenset(("quotations", "quote", "quotation", "block quotation", "intense quote"))
_CODE = frozenset(("preformatted text", "source code", "html preformatted"))
_TITLES = frozenset(("title",))
_TABLE_HEAD = "table heading"
_CAPTIONS = frozenset(("caption",))


@dataclass(slots=True)
class _Style:
    parent: str
    names: tuple[str, ...]
    """Its own and the one that is shown to people, in lower case."""
    properties: dict[str, str] = field(default_factory=dict)


class Styles:
    """The styles of one document."""

    def __init__(self, *roots: etree._Element) -> None:
        """Take the styles out of the trees of a document; of two with a name the first counts."""
        self._styles: dict[tuple[str, str], _Style] = {}
        self._numbered: dict[str, dict[int, int]] = {}
        """By list style and level, from which number on the items count; 0 where they have none."""
        self._kinds: dict[str, BlockKind | None] = {}
        for root in roots:
            for element in xml_tree.descendants(root, "style"):
                self._take(element)
            for element in xml_tree.descendants(root, "list-style"):
                levels = self._numbered.setdefault(xml_tree.attribute(element, "name"), {})
                levels.update(_levels(element))

    def _take(self, element: etree._Element) -> None:
        name = xml_tree.attribute(element, "name")
        shown = xml_tree.attribute(element, "display-name") or name.replace("_20_", " ")
        style = _Style(
            parent=xml_tree.attribute(element, "parent-style-name"),
            names=(name.lower(), shown.lower()),
        )
        for properties in xml_tree.children(element, "text-properties"):
            for key, value in properties.attrib.items():
                style.properties[str(key).rpartition("}")[2]] = str(value)
        self._styles.setdefault((xml_tree.attribute(element, "family"), name), style)

    def _inherited(self, family: str, name: str) -> Iterator[_Style]:
        for _ in range(INHERITANCE_LIMIT):
            style = self._styles.get((family, name))
            if style is None:
                return
            yield style
            name = style.parent

    def spans(self, name: str) -> list[SpanKind]:
        """What a text style makes of the words in it."""
        found: dict[str, str] = {}
        for style in self._inherited("text", name):
            for key, value in style.properties.items():
                found.setdefault(key, value)
        spans: list[SpanKind] = []
        if found.get("font-weight") in ("bold", "600", "700", "800", "900"):
            spans.append(SpanKind.STRONG)
        if found.get("font-style") in ("italic", "oblique"):
            spans.append(SpanKind.EMPHASIS)
        if found.get("text-line-through-style", "none") != "none":
            spans.append(SpanKind.STRIKE)
        position = found.get("text-position", "").split(" ", maxsplit=1)[0]
        if position == "super" or (position.endswith("%") and position[0].isdigit()):
            raised = position == "super" or position != "0%"
            spans.extend([SpanKind.SUPERSCRIPT] if raised else [])
        elif position == "sub" or position.startswith("-"):
            spans.append(SpanKind.SUBSCRIPT)
        return spans

    def is_hidden(self, family: str, name: str) -> bool:
        """True if a style shows nothing of what has it."""
        displays = (style.properties.get("display") for style in self._inherited(family, name))
        return next((each for each in displays if each), "") == "none"

    def is_of_table_head(self, name: str) -> bool:
        """True for the style of the words that name a table's columns."""
        names = {each for style in self._inherited("paragraph", name) for each in style.names}
        return _TABLE_HEAD in {name.lower().replace("_20_", " "), *names}

    def kind(self, name: str) -> BlockKind | None:
        """A paragraph's kind by its style: heading (a title), quotation, code, caption; None if plain."""
        if name not in self._kinds:
            names = {each for style in self._inherited("paragraph", name) for each in style.names}
            names.add(name.lower().replace("_20_", " "))
            kinds = (
                (_TITLES, BlockKind.HEADING),
                (_QUOTATIONS, BlockKind.QUOTATION),
                (_CODE, BlockKind.CODE),
                (_CAPTIONS, BlockKind.CAPTION),
            )
            self._kinds[name] = next((kind for known, kind in kinds if known & names), None)
        return self._kinds[name]

    def first_number(self, list_style: str, level: int) -> int:
        """From which number the items of a list count; 0 if they have none."""
        return self._numbered.get(list_style, {}).get(level, 0)


def _levels(element: etree._Element) -> Iterator[tuple[int, int]]:
    for level in xml_tree.children(element):
        number = xml_tree.attribute(level, "level")
        if not number.isdecimal():
            continue
        is_numbered = xml_tree.local(level) == "list-level-style-number"
        if is_numbered and xml_tree.attribute(level, "num-format"):
            first = xml_tree.attribute(level, "start-value")
            yield int(number[:3]), int(first[:9]) if first.isdecimal() else 1
        else:
            yield int(number[:3]), 0
