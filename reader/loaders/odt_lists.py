"""Which numbers the items of an OpenDocument text's lists have, where they have any."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.loaders import xml_tree

if TYPE_CHECKING:
    from lxml import etree

    from reader.loaders.odt_styles import Styles


class _Open(NamedTuple):
    style: str
    list_id: str
    is_numbered: bool


class Lists:
    """The lists that are being read, and how far those that may go on have counted."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._open: list[_Open] = []
        self._next: list[int] = []
        self._by_id: dict[str, int] = {}
        self._by_style: dict[tuple[str, int], int] = {}

    @property
    def depth(self) -> int:
        """How many lists within each other are being read."""
        return len(self._open)

    def enter(self, element: etree._Element) -> None:
        """Begin with a list; one without a style has that of the list around it."""
        outer = self._open[-1].style if self._open else ""
        style = xml_tree.attribute(element, "style-name") or outer
        level = len(self._open) + 1
        first = self._styles.first_number(style, level)
        self._open.append(_Open(style, xml_tree.attribute(element, "id"), first > 0))
        if before := xml_tree.attribute(element, "continue-list"):
            first = self._by_id.get(before, first)
        elif xml_tree.attribute(element, "continue-numbering") == "true":
            first = self._by_style.get((style, level), first)
        self._next.append(first)

    def leave(self) -> None:
        """End the innermost list."""
        ended, following = self._open.pop(), self._next.pop()
        self._by_style[ended.style, len(self._open) + 1] = following
        if ended.list_id:
            self._by_id[ended.list_id] = following

    def number(self, item: etree._Element) -> int:
        """The number of an item of the innermost list; 0 where it has none."""
        if not self._open[-1].is_numbered or xml_tree.local(item) != "list-item":
            return 0
        value = xml_tree.attribute(item, "start-value")
        number = int(value[:9]) if value.isdecimal() else self._next[-1]
        self._next[-1] = number + 1
        return number
