"""Elements of HTML that hold nothing but words: what each comes to as a line.

Some words may be emphasised or linked, and line breaks, names and the beginnings of pages may stand among
them. The same comes of it, to the last blank, as of a walk from word to word, in a tenth of the time.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from annotations.document import Locator, SpanKind
from reader.loaders import html_rules
from reader.loaders.html_blanks import collapsed
from reader.loaders.html_surroundings import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml import etree

    from annotations.document import SpanFields
    from reader.loaders.html_surroundings import Rules

    PlacesIn = Sequence[tuple[str | Locator, int]]
    """Names and beginnings of pages, each with its place counted from the beginning of a line; behind a
    blank at its end one beyond."""

    Line = tuple[str, Sequence[SpanFields], PlacesIn]
    """Text without blanks around it, canonical but for controls, and what stands over and in it."""

DEPTH_LIMIT = 8
"""Elements within elements of a line; what is deeper is left to the walker, which knows no recursion."""

XHTML = "{http://www.w3.org/1999/xhtml}"
_NO_STYLES = ("abbr", "acronym", "bdi", "bdo", "big", "data", "font", "ins", "label", "mark")
_BREAK, _HYPERLINK, _SUPERSCRIPT = SpanKind.BREAK, SpanKind.HYPERLINK, SpanKind.SUPERSCRIPT
_KNOWN: dict[str, SpanKind | None] = {
    **dict.fromkeys((*_NO_STYLES, "small", "span", "time", "u")),
    **html_rules.SPANS,
    "br": _BREAK,
}


def tags_of(names: Iterable[str]) -> frozenset[str]:
    """The tags of elements of these names, in HTML and in XHTML."""
    return frozenset(f"{space}{name}" for space in ("", XHTML) for name in names)


_KINDS = {tag: _KNOWN[tag.removeprefix(XHTML)] for tag in tags_of(_KNOWN)}
"""By the tags of what may stand in them."""

_LINKS = tags_of(("a",))
_ADDRESS_ALONE = ["href"]
"""The attributes of most hyperlinks."""

_TELLING = frozenset(("class", "hidden", "open", "style", *html_rules.TYPES))
"""Attributes that may tell that an element is more than its name says."""

_BREAK_SIGN = "\0"
"""Stands for a line break among the parts of a line: no tree holds one."""

_BYTE_ORDER_MARK = "\ufeff"


class Words:
    """Reads elements of one tree."""

    def __init__(self, rules: Rules) -> None:
        """Know what surrounds the tree."""
        self._file = rules.file
        self._link = rules.target
        self._treat = rules.treat
        self._treated: frozenset[str] = frozenset()
        """Tags of the elements that may be something else than HTML says."""
        if rules.treat is not None:
            self._treated = frozenset(_KINDS) if rules.treated is None else tags_of(rules.treated)
        self._places: list[tuple[str | Locator, int]] = []
        """Those in the line that is being read."""
        self._has_blanks = False
        """True if elements in the line that is being read begin or end with a blank."""

    def read(self, element: etree._Element, base: int = 0) -> Line | None:
        """What an element comes to as a line of its own; None if it is more than words.

        Args:
            element: Of any name.
            base: Where the line begins; its spans are counted on from there.
        """
        text = element.text or ""
        parts = [text]
        marks: list[SpanFields] = []
        places: list[tuple[str | Locator, int]] = []
        self._places = places
        self._has_blanks = False
        if len(element):
            if self._take(element, parts, marks, base + len(text), ()) < 0:
                return None
            text = "".join(parts)
        if _BYTE_ORDER_MARK in text:
            return None
        # From its end two blanks are found in half the time.
        if (
            "\n" in text
            or text.rfind("  ") >= 0
            or "\t" in text
            or "\r" in text
            or "\f" in text
            or "\v" in text
            or _BREAK_SIGN in text
        ):
            return _tidied(parts, marks, places, base)
        if text and (text[0] == " " or text[-1] == " " or self._has_blanks):
            lead = int(text[0] == " ")
            marks = _without_blanks(text, marks, base, base - lead)
            text = text.strip(" ")
            if places:
                places = [(place, max(0, at - base - lead)) for place, at in places]
        elif places:
            places = [(place, at - base) for place, at in places]
        return text, marks, places

    def _take(  # noqa: C901, PLR0912, PLR0915  # a call more for each word in italics takes a tenth of the time
        self,
        element: etree._Element,
        parts: list[str],
        marks: list[SpanFields],
        length: int,
        around: tuple[SpanKind | None, ...],
    ) -> int:
        """Add what stands in an element behind its first words; -1 where it is more than words.

        Returns:
            The length of all parts, and of what stands before the line.
        """
        treated = self._treated
        for child in element:
            tag = child.tag
            try:
                kind = _KINDS[tag]
            except KeyError:
                return -1
            if tag in treated and self._treat is not None and self._treat(child):
                return -1
            names = child.keys()
            if names and ("id" in names or "name" in names):
                self._keep_names(child, length)
            if names and not is_plain(child, names):
                if not self._keep_page(child, length):
                    return -1
            else:
                raised: SpanKind | None = None
                target = ""
                if kind is _HYPERLINK:
                    if names != _ADDRESS_ALONE and html_rules.is_reference(child):
                        raised = _SUPERSCRIPT
                    href = child.get("href")
                    if href is None:
                        kind = None
                    elif "#" in href and html_rules.is_permalink(child):
                        return -1
                    else:
                        target = self._link(href)
                elif kind is _BREAK:
                    parts.append(_BREAK_SIGN)
                    length += 1
                    kind = None
                start = length
                if text := child.text:
                    parts.append(text)
                    length += len(text)
                    if text[0] == " " or text[-1] == " ":
                        self._has_blanks = True
                if len(child):
                    if len(around) >= DEPTH_LIMIT:
                        return -1
                    within = (*around, kind) if raised is None else (*around, kind, raised)
                    length = self._take(child, parts, marks, length, within)
                    if length < 0:
                        return -1
                if kind is not None:
                    if kind not in around:
                        if start < length and (target or kind is not _HYPERLINK):
                            marks.append((kind, start, length, target))
                    elif kind is _HYPERLINK:
                        return -1
                if raised is not None and raised not in around and start < length:
                    marks.append((raised, start, length, ""))
            if text := child.tail:
                parts.append(text)
                length += len(text)
                if around and (text[0] == " " or text[-1] == " "):
                    self._has_blanks = True
        return length

    def _keep_names(self, element: etree._Element, length: int) -> None:
        """What has a name stands behind so many characters of the line."""
        for key in ("id", "name") if element.tag in _LINKS else ("id",):
            if name := element.get(key):
                self._places.append((place_of(self._file, name), length))

    def _keep_page(self, element: etree._Element, length: int) -> bool:
        """A page begins there, if an element says so; what stands in it is its label."""
        label = html_rules.page_label(element)
        if label is not None:
            self._places.append((Locator("page", label, 0), length))
        return label is not None


def is_plain(element: etree._Element, names: Iterable[str]) -> bool:
    """True if none of an element's attributes, given by their names, says anything of what it is.

    A hyperlink may be one to a note all the same.
    """
    for name in names:
        if name in _TELLING:
            value = element.get(name) or ""
            if name == "class":
                if _hides(value):
                    return False
            elif name == "style":
                if _is_telling_style(value):
                    return False
            elif name not in html_rules.TYPES or _is_telling_type(value):
                return False
    return True


_hides = lru_cache(maxsize=1000)(html_rules.hides)
_is_telling_style = lru_cache(maxsize=1000)(html_rules.is_telling_style)
_is_telling_type = lru_cache(maxsize=1000)(html_rules.is_telling_type)


def _tidied(
    parts: Sequence[str], marks: Sequence[SpanFields], places: PlacesIn, base: int
) -> Line | None:
    """The parts of a line as HTML means them: of blanks that meet the first counts.

    None where two line breaks in a row part it into paragraphs. What stands over and in the parts is
    counted from `base`.
    """
    words: list[str] = []
    spans: list[SpanFields] = []
    parting = ""
    """What parts the words so far from those that may come."""
    length = 0
    raw = base
    at = {base: 0}
    """By ends of parts, where that is in the line."""
    for part in parts:
        raw += len(part)
        if part == _BREAK_SIGN:
            if parting == "\n":
                return None
            if length:
                parting = "\n"
        else:
            text = collapsed(part)
            body = text.strip(" ")
            if text and text[0] == " " and length:
                parting = parting or " "
            if body:
                if parting:
                    if parting == "\n":
                        spans.append((_BREAK, base + length, base + length + 1, ""))
                    words.append(parting)
                    length += 1
                words.append(body)
                length += len(body)
                parting = " " if text[-1] == " " else ""
        at[raw] = length + len(parting)
    line = "".join(words)
    if marks:
        found = [(kind, at[start], at[end], target) for kind, start, end, target in marks]
        spans += _without_blanks(line, found, 0, base)
    return line, spans, [(place, at[offset]) for place, offset in places]


def _without_blanks(
    text: str, marks: Iterable[SpanFields], base: int, shift: int
) -> list[SpanFields]:
    """Spans without the blanks around them; those of nothing but blanks are none.

    Args:
        text: No two blanks meet in it.
        marks: The spans, counted so that the text begins at `base`.
        base: See above.
        shift: Where the text is to begin.
    """
    found: list[SpanFields] = []
    length = len(text)
    for kind, first, last, target in marks:
        start, end = first - base, min(last - base, length)
        if start < end and text[start] in " \n":
            start += 1
        if start < end and text[end - 1] in " \n":
            end -= 1
        if start < end:
            found.append((kind, shift + start, shift + end, target))
    return found
