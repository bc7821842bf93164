"""What the styles and numbers of a Word document mean for reading it.

Styles have names of their own and inherit from each other; built-in ones are named in English whatever
the language of the program.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from annotations.document import BlockKind
from reader.loaders import xml_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

INHERITANCE_LIMIT = 50
"""Styles that are followed upward; more are a circle."""

LEVELS = 6
"""Of headings; deeper ones count as the deepest."""

_BODY_LEVEL = 9
"""The level of an outline that is none."""
_HEADING = re.compile(r"heading (\d)\Z")
_KINDS = (
    (frozenset(("quote", "intense quote", "block text", "quotations")), BlockKind.QUOTATION),
    (
        frozenset(("html preformatted", "macro text", "source code", "preformatted text", "code")),
        BlockKind.CODE,
    ),
    (frozenset(("caption", "image caption", "table caption")), BlockKind.CAPTION),
)
_FIRST_ROW = 0x20
"""Of what a table asks of its style, in the older form: the first row is other than the rest."""
_SWITCHES = {"b": "b", "i": "i", "strike": "strike", "dstrike": "strike", "vanish": "vanish"}
_CHOICES = frozenset(("vertAlign", "highlight", "rStyle"))
RUN_PROPERTIES = frozenset((*_SWITCHES, *_CHOICES))
"""Names of the properties that `run_properties` looks at."""

_OFF = frozenset(("0", "false", "off", "none"))


class Manner(NamedTuple):
    """What a paragraph is by its style."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    """Of a heading."""
    numbers: tuple[str, int] | None = None
    """Of a list's item: which numbers, and how deep it stands from 0."""


@dataclass(slots=True)
class _Style:
    name: str
    parent: str
    outline: str = ""
    numbers: tuple[str, int] | None = None
    properties: dict[str, str] = field(default_factory=dict)
    is_head_bold: bool = False
    """Of tables: their first row is bold."""


class Styles:
    """The styles of one document."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self._manners: dict[str, Manner] = {}
        self._runs: dict[str, dict[str, str]] = {}
        for element in () if root is None else xml_tree.children(root, "style"):
            style = _Style(
                name=_value(element, "name").strip().lower(), parent=_value(element, "basedOn")
            )
            for properties in xml_tree.children(element, "pPr"):
                style.outline = _value(properties, "outlineLvl")
                style.numbers = numbers_of(properties)
            for properties in xml_tree.children(element, "rPr"):
                style.properties = run_properties(properties)
            for part in xml_tree.children(element, "tblStylePr"):
                for properties in xml_tree.children(part, "rPr"):
                    is_first = xml_tree.attribute(part, "type") == "firstRow"
                    style.is_head_bold |= is_first and bool(run_properties(properties).get("b"))
            self._styles.setdefault(xml_tree.attribute(element, "styleId"), style)

    def _inherited(self, style_id: str) -> Iterator[_Style]:
        for _ in range(INHERITANCE_LIMIT):
            style = self._styles.get(style_id)
            if style is None:
                return
            yield style
            style_id = style.parent

    def manner(self, style_id: str) -> Manner:
        """What a paragraph is by its style."""
        if style_id not in self._manners:
            self._manners[style_id] = self._found(style_id)
        return self._manners[style_id]

    def _found(self, style_id: str) -> Manner:
        chain = list(self._inherited(style_id))
        names = [style.name for style in chain] or [style_id.lower()]
        numbers = next((style.numbers for style in chain if style.numbers), None)
        level = heading_level(next((style.outline for style in chain if style.outline), ""))
        if level:
            return Manner(BlockKind.HEADING, level)
        for name in names:
            kind, level = kind_named(name)
            if kind is not BlockKind.PARAGRAPH:
                return Manner(kind, level)
        return Manner(numbers=numbers)

    def run(self, style_id: str) -> dict[str, str]:
        """The properties that a style of letters has, inherited ones included."""
        if style_id not in self._runs:
            found: dict[str, str] = {}
            for style in self._inherited(style_id):
                found = {**style.properties, **found}
            self._runs[style_id] = found
        return self._runs[style_id]

    def is_head_bold(self, table: etree._Element) -> bool:
        """True if the properties of a table ask for a first row of its own, and its style has one."""
        looks = list(xml_tree.children(table, "tblLook"))
        is_asked = any(
            is_on(look, "firstRow") or _has_bit(xml_tree.attribute(look, "val"), _FIRST_ROW)
            for look in looks
        )
        return is_asked and any(
            style.is_head_bold for style in self._inherited(_value(table, "tblStyle"))
        )


def kind_named(name: str) -> tuple[BlockKind, int]:
    """The kind of a paragraph by the name of its style, and the level of a heading."""
    if name == "title":
        return BlockKind.HEADING, 1
    if match := _HEADING.match(name):
        return BlockKind.HEADING, max(1, min(int(match[1]), LEVELS))
    found = (kind for known, kind in _KINDS if name in known)
    return next(found, BlockKind.PARAGRAPH), 0


def heading_level(outline: str) -> int:
    """The level of a heading by its level in the outline, which counts from 0; 0 if it is none."""
    if not outline.isdecimal() or int(outline[:3]) >= _BODY_LEVEL:
        return 0
    return min(int(outline[:3]) + 1, LEVELS)


def is_on(element: etree._Element, name: str = "val") -> bool:
    """True if something is said to be so; the value of the element itself may be left out."""
    value = xml_tree.attribute(element, name).lower()
    return value not in _OFF if name == "val" else bool(value) and value not in _OFF


def _has_bit(number: str, bit: int) -> bool:
    """True if a number in hexadecimal digits has a bit."""
    try:
        return bool(int(number[:8], 16) & bit)
    except ValueError:
        return False


def numbers_of(properties: etree._Element) -> tuple[str, int] | None:
    """Which numbers a paragraph has and how deep it stands; None if it is in no list."""
    for element in xml_tree.children(properties, "numPr"):
        level = _value(element, "ilvl")
        return _value(element, "numId"), int(level[:2]) if level.isdecimal() else 0
    return None


def run_properties(element: etree._Element) -> dict[str, str]:
    """The properties of letters that matter: `b`, `i`, `strike`, `vertAlign`, `vanish`, `highlight`."""
    found: dict[str, str] = {}
    for each in element:
        name = xml_tree.local(each)
        if name in _SWITCHES:
            is_off = xml_tree.attribute(each, "val").lower() in _OFF
            found[_SWITCHES[name]] = "" if is_off else "on"
        elif name in _CHOICES:
            value = xml_tree.attribute(each, "val")
            found[name] = "" if value.lower() in ("none", "baseline") else value
    return found


def _value(element: etree._Element, name: str) -> str:
    """The value of the first child of a name; empty if there is none."""
    child = next(xml_tree.children(element, name), None)
    return "" if child is None else xml_tree.attribute(child, "val")


# --- numbers --------------------------------------------------------------------------------


class _Level(NamedTuple):
    first: int
    is_numbered: bool


class Numbers:
    """Counts the items of a document's lists as Word does: lists of one definition go on counting."""

    def __init__(self, root: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        """By definition."""
        self._definitions: dict[str, str] = {}
        self._restarts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if root is None:
            return
        for element in xml_tree.children(root, "abstractNum"):
            name = xml_tree.attribute(element, "abstractNumId")
            self._levels[name] = dict(_levels(element))
        for element in xml_tree.children(root, "num"):
            name = xml_tree.attribute(element, "numId")
            self._definitions[name] = _value(element, "abstractNumId")
            for override in xml_tree.children(element, "lvlOverride"):
                level, first = (
                    xml_tree.attribute(override, "ilvl"),
                    _value(override, "startOverride"),
                )
                if level.isdecimal() and first.isdecimal():
                    self._restarts[name, int(level[:2])] = int(first[:9])

    def is_list(self, numbers: tuple[str, int]) -> bool:
        """True if these are numbers or dots at all."""
        return numbers[0] in self._definitions

    def next(self, numbers: tuple[str, int]) -> int:
        """The number of the next item; 0 where it has a dot."""
        name, depth = numbers
        definition = self._definitions.get(name, "")
        level = self._levels.get(definition, {}).get(depth, _Level(1, is_numbered=False))
        counts = self._counts.setdefault(definition, {})
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        restart = self._restarts.pop((name, depth), None)
        if restart is not None:
            counts[depth] = restart
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else level.first
        return counts[depth] if level.is_numbered else 0


def _levels(element: etree._Element) -> Iterator[tuple[int, _Level]]:
    for level in xml_tree.children(element, "lvl"):
        depth, first = xml_tree.attribute(level, "ilvl"), _value(level, "start")
        if depth.isdecimal():
            is_numbered = _value(level, "numFmt") not in ("bullet", "none", "")
            number = int(first[:9]) if first.isdecimal() else 1
            yield int(depth[:2]), _Level(number, is_numbered=is_numbered)
