"""Where the parts and the pages of an EPUB begin: its navigation document, or the NCX of EPUB 2.

What is read here are references into the chapters; to which positions they lead is known when those
have been read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.loaders import xml_tree
from reader.loaders.epub_package import resolve

if TYPE_CHECKING:
    from lxml import etree

    from reader.loaders.archive import Archive
    from reader.loaders.epub_package import Package

ENTRY_LIMIT = 100_000
"""Entries of each list that are read."""

DEPTH_LIMIT = 60
"""Levels of lists that are followed; what is deeper counts as the deepest."""

LABEL_LENGTH_LIMIT = 300


class Reference(NamedTuple):
    """A part or a page, by the place in a file where it begins."""

    label: str
    path: str
    """In the archive; empty for a part that only holds others, and leads where the next one leads."""
    fragment: str
    level: int = 1
    """Of a part, from 1."""


class Navigation(NamedTuple):
    """What a book says of its parts and pages, in its order."""

    parts: tuple[Reference, ...] = ()
    pages: tuple[Reference, ...] = ()


def read_navigation(archive: Archive, package: Package) -> Navigation:
    """The parts and pages by the navigation document, else by the NCX; nothing where both are damaged."""
    found = Navigation()
    if package.navigation:
        found = _by_document(_parsed(archive, package.navigation), package.navigation)
    if package.ncx and not (found.parts and found.pages):
        older = _by_ncx(_parsed(archive, package.ncx), package.ncx)
        found = Navigation(parts=found.parts or older.parts, pages=found.pages or older.pages)
    return found


def _parsed(archive: Archive, path: str) -> etree._Element | None:
    """The tree of a file; a mistake in it costs what follows, and never the book."""
    try:
        return xml_tree.parse(archive.read(path), is_lenient=True)
    except xml_tree.NotXmlError:
        return None


# --- EPUB 3 ---------------------------------------------------------------------------------


def _by_document(root: etree._Element | None, base: str) -> Navigation:
    parts: list[Reference] = []
    pages: list[Reference] = []
    if root is not None:
        for nav in xml_tree.descendants(root, "nav"):
            kinds = f"{xml_tree.attribute(nav, 'type')} {xml_tree.attribute(nav, 'role')}".split()
            if not parts and ("toc" in kinds or "doc-toc" in kinds):
                parts.extend(_of_lists(nav, base))
            elif not pages and ("page-list" in kinds or "doc-pagelist" in kinds):
                pages.extend(_of_lists(nav, base))
    return Navigation(tuple(parts), tuple(pages))


def _of_lists(nav: etree._Element, base: str) -> list[Reference]:
    """The entries of the lists in an element, in order, by how deep they stand."""
    found: list[Reference] = []
    waiting = [(child, 1) for child in reversed(list(xml_tree.children(nav)))]
    while waiting and len(found) < ENTRY_LIMIT:
        element, level = waiting.pop()
        name = xml_tree.local(element)
        if name in ("a", "span"):
            path, fragment = "", ""
            if name == "a" and (reference := element.get("href")):
                path, fragment = resolve(base, reference)
            if label := _label(element):
                found.append(Reference(label, path, fragment, level))
        elif name in ("ol", "ul", "li", "div", "section"):
            deeper = name in ("ol", "ul") and xml_tree.local(_parent(element)) == "li"
            below = min(level + deeper, DEPTH_LIMIT)
            waiting.extend((child, below) for child in reversed(list(xml_tree.children(element))))
    return found


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    return element if parent is None else parent


def _label(element: etree._Element) -> str:
    """The text of an entry, pictures by their descriptions; else its title."""
    parts: list[str] = []
    for each in element.iter():
        if xml_tree.local(each) == "img":
            parts.append(each.get("alt") or each.get("title") or "")
        else:
            parts.append(each.text or "")
        if each is not element:
            parts.append(each.tail or "")
    return _line("".join(parts)) or _line(element.get("title", ""))


def _line(text: str) -> str:
    return " ".join(text.split())[:LABEL_LENGTH_LIMIT]


# --- EPUB 2 ---------------------------------------------------------------------------------


def _by_ncx(root: etree._Element | None, base: str) -> Navigation:
    if root is None:
        return Navigation()
    parts: list[Reference] = []
    for tree in xml_tree.descendants(root, "navMap"):
        waiting = [(each, 1) for each in reversed(list(xml_tree.children(tree, "navPoint")))]
        while waiting and len(parts) < ENTRY_LIMIT:
            point, level = waiting.pop()
            parts.extend(_point(point, base, level))
            below = min(level + 1, DEPTH_LIMIT)
            inner = reversed(list(xml_tree.children(point, "navPoint")))
            waiting.extend((each, below) for each in inner)
    pages: list[Reference] = []
    for tree in xml_tree.descendants(root, "pageList"):
        for target in xml_tree.children(tree, "pageTarget"):
            pages.extend(_point(target, base, 1))
    return Navigation(tuple(parts), tuple(pages[:ENTRY_LIMIT]))


def _point(element: etree._Element, base: str, level: int) -> list[Reference]:
    """The entry of a point, if it has a label."""
    label = next((_line(xml_tree.words(e)) for e in xml_tree.children(element, "navLabel")), "")
    label = label or _line(element.get("value", ""))
    path, fragment = "", ""
    for content in xml_tree.children(element, "content"):
        path, fragment = resolve(base, content.get("src", ""))
    return [Reference(label, path, fragment, level)] if label else []
