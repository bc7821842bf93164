"""Lists of HTML: items with their numbers, terms with their definitions, notes at the end of a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.document import BlockKind, SpanKind
from reader.loaders import html_rules
from reader.loaders.html_flow import Manner

if TYPE_CHECKING:
    from lxml import etree

    from reader.loaders.html_scopes import End, Scopes


class _List:
    """A list that is being walked: how its next item is numbered."""

    def __init__(self, number: int, step: int, *, are_notes: bool = False) -> None:
        self.number, self.step, self.are_notes = number, step, are_notes
        self.item_depth = 0
        """Of a list of definitions, containers around and with the item that is open; 0: none is."""
        self.has_definition = False


class Lists:
    """Walks the lists of a tree; each function begins an element and gives what ends it."""

    def __init__(self, scopes: Scopes) -> None:
        self._scopes = scopes
        self._flow = scopes.flow
        self._builder = scopes.builder
        self._list: _List | None = None

    def enter_list(self, element: etree._Element) -> End:
        """Begin a list, of items, of definitions or of notes."""
        if self._flow.manner.is_one:
            return self._flow.end_block
        flow, before, depth = self._flow, self._list, self._builder.depth
        manner = flow.manner
        flow.end_leaf()
        self._list = _list(element)
        if not self._list.are_notes:
            self._builder.open(BlockKind.LIST)
            flow.begin_list()
        are_notes = self._list.are_notes
        flow.manner = Manner(is_tight=True)

        def end() -> None:
            flow.end_leaf()
            self._scopes.close_to(depth)
            if not are_notes:
                flow.end_list()
            self._list, flow.manner = before, manner

        return end

    def enter_item(self, element: etree._Element) -> End:
        """Begin an item, or a note."""
        around = self._list
        if around is None or self._flow.manner.is_one:
            return self._flow.end_block
        kind, number = self.next_item(element)
        return self._scopes.enter_container(kind, number, is_tight=True)

    @property
    def takes_items(self) -> bool:
        """True if an item would begin here that nothing around it has a say in."""
        flow = self._flow
        return self._list is not None and not flow.manner.is_one and flow.takes_blocks

    def next_item(self, element: etree._Element) -> tuple[BlockKind, int]:
        """The kind and the number of an item, within a list; the one after it is counted on."""
        around = self._list
        assert around is not None
        # A list with dots counts nothing, whatever its items say.
        if around.step and (value := _number(element.get("value"))) is not None:
            around.number = value
        number = max(0, around.number)
        around.number += around.step
        return BlockKind.FOOTNOTE if around.are_notes else BlockKind.ITEM, number

    def enter_term(self, _element: etree._Element) -> End:
        """Begin a term: the first of a pair begins an item."""
        around, flow = self._list, self._flow
        if around is None or flow.manner.is_one:
            return flow.end_block
        if not around.item_depth or around.has_definition:
            self._begin_pair(around)
        flow.begin_style(SpanKind.STRONG)

        def end() -> None:
            flow.end_leaf()
            flow.end_style()

        return end

    def enter_definition(self, _element: etree._Element) -> End:
        """Begin a definition: it stands in the item of its term."""
        around = self._list
        if around is None or self._flow.manner.is_one:
            return self._flow.end_block
        if not around.item_depth or self._builder.depth < around.item_depth:
            self._begin_pair(around)
        around.has_definition = True
        return self._scopes.enter_block(is_spaced=False)

    def _begin_pair(self, around: _List) -> None:
        """Begin the item that holds a term with its definitions."""
        self._flow.end_leaf()
        if around.item_depth and self._builder.depth == around.item_depth:
            self._builder.close()
        self._builder.open(BlockKind.ITEM)
        around.item_depth = self._builder.depth
        around.has_definition = False


def _list(element: etree._Element) -> _List:
    """What is known of a list before its first item."""
    name = html_rules.local(element)
    are_notes = name in {"ol", "ul"} and (
        html_rules.is_note_list(element)
        or ((parent := element.getparent()) is not None and html_rules.is_note_list(parent))
    )
    if name != "ol":
        return _List(0, 0, are_notes=are_notes)
    start = _number(element.get("start"))
    if element.get("reversed") is None:
        return _List(1 if start is None else start, 1, are_notes=are_notes)
    items = sum(1 for _ in element.iterchildren("{*}li"))
    return _List(items if start is None else start, -1, are_notes=are_notes)


def _number(value: str | None) -> int | None:
    """A whole number that an attribute gives; None if it gives none, or one beyond reason."""
    digits = (value or "").strip()
    is_number = digits.isascii() and digits.removeprefix("-").isdecimal() and len(digits) < 10  # noqa: PLR2004
    return int(digits) if is_number else None
