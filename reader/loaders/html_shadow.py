"""Parts of a page that stand in the shadow of an element: what a browser shows in place of what the element holds.

A browser that saves a page writes them down as templates, as a page itself may. What the element holds is
seen where the part has slots for it, and nowhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

_ATTRIBUTES = ("shadowmode", "shadowrootmode")
"""What tells that a template is such a part: in a page that was saved, in a page as it is written."""


def may_have_shadows(source: str) -> bool:
    """False if there is surely no such part in a page."""
    return any(name in source for name in _ATTRIBUTES)


def show_shadows(root: etree._Element) -> None:
    """Put such parts where they are seen."""
    shown: dict[etree._Element, etree._Element] = {}
    for template in root.iter("template"):
        host = template.getparent()
        if host is not None and any(name in template.attrib for name in _ATTRIBUTES):
            # An element has one shadow: further templates are what it holds, as any others.
            shown.setdefault(host, template)
    # The inner before the outer: the slots that are left in one are its own.
    for host, template in reversed(shown.items()):
        _show(host, template)


def _show(host: etree._Element, template: etree._Element) -> None:
    slots: dict[str, etree._Element] = {}
    for slot in template.iter("slot"):
        slots.setdefault(slot.get("name") or "", slot)
    held = _taken_out(host, template)
    host.text = template.text
    for child in list(template):
        host.append(child)
    filled: set[str] = set()
    for name, text, element in held:
        place = slots.get(name)
        if place is None:
            continue
        if name not in filled and (element is not None or text.strip()):
            filled.add(name)
            _empty(place)
        if element is not None:
            place.append(element)
        elif name in filled:
            _add_text(place, text)


def _taken_out(
    host: etree._Element, template: etree._Element
) -> list[tuple[str, str, etree._Element | None]]:
    """What an element holds besides the template: the name of its slot, and the text or the element."""
    held: list[tuple[str, str, etree._Element | None]] = [("", host.text or "", None)]
    for child in list(host):
        tail, child.tail = child.tail or "", None
        host.remove(child)
        if child is not template and isinstance(child.tag, str):  # a comment fills no slot
            held.append((child.get("slot") or "", "", child))
        held.append(("", tail, None))
    return held


def _empty(slot: etree._Element) -> None:
    """Take out what is seen where nothing is put."""
    slot.text = None
    for child in list(slot):
        slot.remove(child)


def _add_text(element: etree._Element, text: str) -> None:
    # Not its length, which lxml counts: there may be many children.
    last = next(element.iterchildren(reversed=True), None)
    if last is not None:
        last.tail = (last.tail or "") + text
    else:
        element.text = (element.text or "") + text
