"""Paragraphs of HTML that hold nothing but words, some of them emphasised or linked: read in one go.

Nine paragraphs of ten are no more than that. The walker, which is right about everything else, takes ten
times as long for one, since it asks at each word what goes on around it; what is read here comes to the
same leaf, to the last blank.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from annotations.document import SpanFields, SpanKind
from annotations.model import replace_unprintable
from reader.loaders import html_rules
from reader.loaders.html_flow import BLANKS, collapsed
from reader.loaders.html_surroundings import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml import etree

    from reader.loaders.html_flow import Flow
    from reader.loaders.html_surroundings import Rules

DEPTH_LIMIT = 8
"""Elements within elements of a line; what is deeper is left to the walker, which knows no recursion."""

_XHTML = "{http://www.w3.org/1999/xhtml}"
_NO_STYLES = ("abbr", "acronym", "bdi", "bdo", "big", "data", "font", "ins", "label", "mark")
_KNOWN: dict[str, SpanKind | None] = {
    **dict.fromkeys((*_NO_STYLES, "small", "span", "time", "u")),
    **html_rules.SPANS,
}


def _tags(names: Iterable[str]) -> frozenset[str]:
    return frozenset(f"{space}{name}" for space in ("", _XHTML) for name in names)


PARAGRAPHS = {tag: tag.removeprefix(_XHTML) in html_rules.SPACED for tag in _tags(("p", "div"))}
"""Tags of elements that may be such paragraphs, and whether an empty line parts these from others."""

BLOCKS = _tags(html_rules.BLOCKS - html_rules.CODE)
"""Tags of elements that mostly are more than a paragraph, and may hold no more than one does."""

_KINDS = {tag: _KNOWN[tag.removeprefix(_XHTML)] for tag in _tags(_KNOWN)}
"""By the tags of what may stand in them."""

_TAGS = frozenset((*PARAGRAPHS, *_KINDS))

_TELLING = frozenset(("class", "hidden", "id", "name", "open", "role", "style", *html_rules.TYPES))
"""Attributes that may tell that an element is more than its name says, or a place."""

_BYTE_ORDER_MARK = "\ufeff"


_Line = tuple[str, list[SpanFields]]
"""Canonical text without blanks around it, and the spans counted from its beginning."""


class Lines:
    """Takes such paragraphs out of one tree into a flow."""

    def __init__(self, flow: Flow, rules: Rules) -> None:
        """Know where the paragraphs go and what surrounds the tree."""
        self._flow = flow
        self._file = rules.file
        self._link = rules.target
        self._treat = rules.treat
        self._treated: frozenset[str] = frozenset()
        """Tags of the elements that may be something else than HTML says."""
        if rules.treat is not None:
            self._treated = _TAGS if rules.treated is None else _tags(rules.treated)

    def take(
        self, element: etree._Element, siblings: Iterator[etree._Element]
    ) -> etree._Element | None:
        """Take a paragraph and those that follow it, as long as they hold words alone.

        Args:
            element: One of `PARAGRAPHS`, where the flow takes lines.
            siblings: What stands behind it.

        Returns:
            The first element that has to be walked; None if there is none left.

        Complexity: O(n), also where it comes to nothing.
        """
        flow = self._flow
        following: etree._Element | None = element
        while following is not None:
            element = following
            tag = element.tag
            if tag not in PARAGRAPHS:
                return element
            names = element.keys()
            if names and not _is_plain(element, names, may_be_named=True):
                return element
            if tag in self._treated and self._treat is not None and self._treat(element):
                return element
            line = self._read(element)
            if line is None:
                return element
            flow.end_leaf()
            if names and (name := element.get("id")):
                flow.put(place_of(self._file, name))
            flow.add_line(*line, is_spaced=PARAGRAPHS[tag])
            if (tail := element.tail) and tail.strip(BLANKS):
                flow.text(tail)
            following = next(siblings, None)
        return None

    def fill(self, element: etree._Element) -> bool:
        """Take what a block holds, where it has begun and the flow is empty; False if it has to be walked.

        Args:
            element: One of `BLOCKS`: an item, a cell, a heading.
        """
        line = self._read(element)
        if line is None:
            return False
        self._flow.put_words(*line)
        return True

    def _read(self, element: etree._Element) -> _Line | None:
        """The text of a paragraph; None if it is more than words."""
        text = element.text or ""
        marks: list[SpanFields] = []
        if len(element):
            parts = [text]
            if self._take(element, parts, marks, len(text), ()) < 0:
                return None
            text = "".join(parts)
        if not text.isprintable():
            if _BYTE_ORDER_MARK in text:
                return None
            text, marks = _with_blanks_collapsed(text, marks)
            text = replace_unprintable(text)
        elif "  " in text:
            text, marks = _with_blanks_collapsed(text, marks)
        return text.strip(" "), _without_blanks(text, marks) if marks else marks

    def _take(  # noqa: C901  # a call more for each word in italics takes a tenth of the time
        self,
        element: etree._Element,
        parts: list[str],
        marks: list[SpanFields],
        length: int,
        around: tuple[SpanKind | None, ...],
    ) -> int:
        """Add what stands in an element behind its first words; -1 where it is more than words.

        Returns:
            The length of all parts.
        """
        for child in element:
            tag = child.tag
            kind = _KINDS.get(tag, SpanKind.BREAK)
            if (
                kind is SpanKind.BREAK
                or ((names := child.keys()) and not _is_plain(child, names))
                or (tag in self._treated and self._treat is not None and self._treat(child))
            ):
                return -1
            target = ""
            if kind is SpanKind.HYPERLINK:
                href = child.get("href")
                if href is None or ("#" in href and html_rules.is_hidden(child, "a")):
                    return -1
                target = self._link(href)
            start = length
            if text := child.text:
                parts.append(text)
                length += len(text)
            if len(child):
                if len(around) == DEPTH_LIMIT:
                    return -1
                length = self._take(child, parts, marks, length, (*around, kind))
                if length < 0:
                    return -1
            if kind is not None:
                if kind not in around:
                    marks.append((kind, start, length, target))
                elif kind is SpanKind.HYPERLINK:
                    return -1
            if text := child.tail:
                parts.append(text)
                length += len(text)
        return length


def _is_plain(element: etree._Element, names: list[str], *, may_be_named: bool = False) -> bool:
    """True if none of the attributes says anything of what the element is."""
    for name in names:
        if name not in _TELLING or (name == "id" and may_be_named):
            continue
        value = element.get(name) or ""
        if name == "class":
            if html_rules.hides(value):
                return False
        elif name != "style" or _is_telling_style(value):
            return False
    return True


@lru_cache(maxsize=1000)
def _is_telling_style(style: str) -> bool:
    return html_rules.is_telling_style(style)


def _with_blanks_collapsed(text: str, marks: Sequence[SpanFields]) -> tuple[str, list[SpanFields]]:
    """Text as HTML means it, and the spans in it; of blanks that meet the first belongs to it."""
    if not marks:
        return collapsed(text), []
    cuts = {0, len(text)}
    for _, start, end, _ in marks:
        cuts.add(start)
        cuts.add(end)
    places = {0: 0}
    parts: list[str] = []
    length = 0
    is_after_blank = False
    for start, end in pairwise(sorted(cuts)):
        words = collapsed(text[start:end])
        if is_after_blank:
            words = words.removeprefix(" ")
        if words:
            is_after_blank = words[-1] == " "
        parts.append(words)
        length += len(words)
        places[end] = length
    return "".join(parts), [
        (kind, places[start], places[end], target) for kind, start, end, target in marks
    ]


def _without_blanks(text: str, marks: Sequence[SpanFields]) -> list[SpanFields]:
    """Spans as they stand in a text without the blanks around it and around them.

    Those of nothing but blanks are none, nor is a hyperlink that leads nowhere.
    """
    lead = text.startswith(" ")
    found: list[SpanFields] = []
    for kind, start, end, target in marks:
        if start < end and text[start] == " ":
            start += 1  # noqa: PLW2901  # the same span, without its blank
        if start < end and text[end - 1] == " ":
            end -= 1  # noqa: PLW2901  # see above
        if start < end and (target or kind is not SpanKind.HYPERLINK):
            found.append((kind, start - lead, end - lead, target))
    return found
