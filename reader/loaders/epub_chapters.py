"""The files of a book, read one after the other into one text, with what leads from each to the others.

Notes are told by what the book calls them; in older books by their signs: a hyperlink that is a number or
an asterisk, to what leads back to it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotations.document import BlockKind, Blocks, Spans
from reader.loaders import html_parsing, html_rules, html_tags
from reader.loaders.epub_package import resolve
from reader.loaders.html_surroundings import Places, Rules, Treatment, target_of
from reader.loaders.html_walk import walk
from reader.loaders.runs import RunBuilder

if TYPE_CHECKING:
    from collections.abc import Collection

    from lxml import etree

    from annotations.document import Locator
    from reader.loaders.loaded import Pause

_SIGN = re.compile(r"[\[(]?\s*(\d{1,4}|[*†‡§¶]{1,4}|[a-z]|[ivxlc]{1,6})\s*[\])]?\.?\Z")
_BEGINS_WITH_SIGN = re.compile(r"\s*[\[(]?(?:\d|[*†‡§¶])")
_TREATED = frozenset(("a", "aside", "dd", "div", "li", "p", "section", "tr"))
"""Hyperlinks, which may be the signs of notes, and what may be a note."""


class Chapters:
    """The text of a book, as far as it was read."""

    def __init__(self, files: Collection[str], pause: Pause) -> None:
        """Begin with nothing.

        Args:
            files: Paths of all that will be read: hyperlinks to others lead nowhere.
            pause: Called between slices of the work.
        """
        self.builder = RunBuilder()
        self.places = Places()
        self._files = frozenset(files)
        self._pause = pause
        self._file = ""
        self._signs: dict[tuple[str, str], tuple[str, str]] = {}
        """By where the sign of a note leads: its text, and where it stands itself."""
        self._targets: dict[str, str] = {}
        """Of the hyperlinks in the file that is read, by what stands there."""

    def take(self, path: str, data: bytes, *, length_limit: int = 0) -> bool:
        """Add a file; gives False where it was cut because it is longer than a limit.

        Args:
            path: Of the file, in the book.
            data: What it holds.
            length_limit: Characters after which it may be cut; 0: it is read whole.
        """
        root = html_parsing.parse_xhtml(data).root
        is_cut = length_limit > 0 and _cut(root, length_limit)
        self._file = path
        self._targets.clear()
        rules = Rules(
            file=path,
            link=self._link,
            treat=self._treat,
            treated=_TREATED,
            bare=self._signs,
        )
        walk(root, self.builder, self.places, rules, pause=self._pause)
        return not is_cut

    def position(self, path: str, fragment: str) -> int | None:
        """Where a place in a file stands in the text: without the place, the file; None without it."""
        positions = self.places.positions
        return positions.get(f"{path}#{fragment}", positions.get(f"{path}#"))

    @property
    def pages(self) -> list[Locator]:
        """The page breaks in the text that have a label."""
        return [locator for locator in self.places.locators if locator.label]

    def finish(self) -> tuple[str, Blocks, Spans]:
        """The whole, hyperlinks within the book resolved."""

        def place(name: str) -> str:
            path, _, fragment = name.partition("#")
            position = self.position(path, fragment)
            return "" if position is None else f"#{position}"

        return self.builder.finish(place)

    def _link(self, href: str) -> str:
        target = self._targets.get(href)
        if target is None:
            target = self._targets[href] = self._target_of(href)
        return target

    def _target_of(self, href: str) -> str:
        if html_tags.safe_target(href) != href or "://" in href or href.startswith("mailto:"):
            return html_tags.safe_target(href)
        path, fragment = resolve(self._file, href)
        return target_of(path, fragment) if path in self._files else ""

    # --- notes ----------------------------------------------------------------------------

    def _treat(self, element: etree._Element) -> Treatment | None:
        if html_rules.local(element) == "a":
            self._keep_sign(element)
        elif self._signs or html_rules.is_note(element):
            return self._note(element)
        return None

    def _keep_sign(self, link: etree._Element) -> None:
        href = link.get("href")
        if not href or "#" not in href:
            return
        words = "".join(link.itertext()) if len(link) else link.text or ""
        words = words.strip()
        if not _SIGN.match(words):
            return
        where = link.get("id") or link.get("name") or ""
        parent = link.getparent()
        if not where and parent is not None:
            where = parent.get("id") or ""
        self._signs.setdefault(resolve(self._file, href), (words, f"{self._file}#{where}"))

    def _note(self, element: etree._Element) -> Treatment | None:
        sign = self._sign_of(element)
        if html_rules.is_note(element):
            number = "".join(filter(str.isdecimal, sign[0])) if sign else ""
            beginning = "".join(element.itertext())[:20]
            is_shown = not number or _BEGINS_WITH_SIGN.match(beginning)
            level = 0 if is_shown else int(number)
            return Treatment(container=BlockKind.FOOTNOTE, level=level)
        if sign is not None and self._leads_back(element, sign[1]):
            return Treatment(container=BlockKind.FOOTNOTE)
        return None

    def _sign_of(self, element: etree._Element) -> tuple[str, str] | None:
        """The sign that leads to an element, or to what it begins with."""
        for _ in range(4):
            for key in ("id", "name"):
                if (name := element.get(key)) and (sign := self._signs.get((self._file, name))):
                    return sign
            if not len(element) or (element.text or "").strip():
                return None
            element = element[0]
            if not isinstance(element.tag, str):
                return None
        return None

    def _leads_back(self, element: etree._Element, where: str) -> bool:
        """True if there is a hyperlink to a sign in what may be a note; what has a heading is a chapter."""
        leads = False
        for each in element.iter("*"):
            name = html_rules.local(each)
            if html_rules.heading_level(each, name):
                return False
            href = (each.get("href") or "") if name == "a" and not leads else ""
            leads = leads or (bool(href) and "#".join(resolve(self._file, href)) == where)
        return leads


def _cut(root: etree._Element, length: int) -> bool:
    """Take away what stands behind so many characters; False if there is nothing behind."""
    total = 0
    for element in root.iter():
        total += len(element.text or "") + len(element.tail or "")
        if total > length:
            break
    else:
        return False
    while element is not root:
        parent = element.getparent()
        if parent is None:
            break
        for sibling in list(element.itersiblings()):
            parent.remove(sibling)
        element = parent
    return True
