"""The words of a paragraph in an OpenDocument text, with their emphasis, hyperlinks and notes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotations.document import SpanKind
from reader.loaders import xml_tree
from reader.loaders.building import Inline
from reader.loaders.html_tags import safe_target
from reader.loaders.office_leaves import PAGE

if TYPE_CHECKING:
    from lxml import etree

    from reader.loaders.odt_styles import Styles
    from reader.loaders.office_leaves import Leaves

NOTE = "\x00note "
"""Before a number it makes a name that no source can give."""

COMMENT_BEGINS, COMMENT_ENDS = "\x00comment ", "\x00/comment "

UNREAD = frozenset(
    (
        *("tracked-changes", "annotation", "annotation-end", "forms", "scripts", "sequence-decls"),
        *("variable-decls", "user-field-decls", "dde-connection-decls", "hidden-text"),
        *(
            "hidden-paragraph",
            "title",
            "desc",
            "alphabetical-index-auto-mark-file",
            "event-listeners",
        ),
    )
)
"""Elements with nothing that is to be seen in the text."""

FRAMES = frozenset(("frame", "g", "custom-shape", "rect", "line"))

_BLANKS = re.compile(r"[ \t\r\n]+")
_PLACES = frozenset(("bookmark", "bookmark-start", "reference-mark", "reference-mark-start"))


class Lines:
    """Reads paragraphs, and keeps what belongs elsewhere until it is asked for."""

    def __init__(self, styles: Styles, leaves: Leaves) -> None:
        self.notes: list[etree._Element] = []
        """The bodies of the notes in the order of their signs."""
        self._leaves = leaves
        self.comments: list[etree._Element] = []
        """In their order; the n-th is at the place `COMMENT_BEGINS` and n, from 1."""
        self._comment_numbers: dict[str, int] = {}
        self._styles = styles
        self._floating: list[etree._Element] = []
        self._is_code = False
        self._is_after_blank = True
        self._takers = {
            "s": self._take_spaces,
            "tab": self._take_tab,
            "line-break": self._take_break,
            "soft-page-break": self._take_page,
            "span": self._take_span,
            "a": self._take_hyperlink,
            "note": self._take_note,
            "annotation": self._take_comment,
            "annotation-end": self._take_comment_end,
            "ruby-text": self._take_ruby,
        }

    def take(self, element: etree._Element, content: Inline) -> None:
        """Add a paragraph to a leaf."""
        self._is_after_blank = True
        self._take(element, content)

    def code(self, element: etree._Element) -> str:
        """A paragraph as a line of code, its blanks kept."""
        content = Inline()
        self._is_code = True
        self._take(element, content)
        self._is_code = False
        return content.text

    def take_floating(self) -> list[etree._Element]:
        """The frames that stood in what was read last; they are read after it."""
        floating, self._floating = self._floating, []
        return floating

    def _take(self, element: etree._Element, content: Inline) -> None:
        self._add_text(content, element.text or "")
        for child in element:
            if name := xml_tree.local(child):
                self._take_element(child, name, content)
            self._add_text(content, child.tail or "")

    def _add_text(self, content: Inline, text: str) -> None:
        words = _BLANKS.sub(" ", text)
        if self._is_after_blank and not self._is_code:
            words = words.removeprefix(" ")
        if words:
            content.add(words)
            self._is_after_blank = words[-1] == " "

    def _take_element(self, element: etree._Element, name: str, content: Inline) -> None:
        if name in FRAMES:
            self._floating.append(element)
        elif name in _PLACES:
            self._leaves.put(xml_tree.attribute(element, "name"), content.length)
        elif name in self._takers:
            self._takers[name](element, content)
        elif name not in UNREAD:
            self._take(element, content)

    def _take_spaces(self, element: etree._Element, content: Inline) -> None:
        count = xml_tree.attribute(element, "c")
        width = min(int(count[:4]), 1000) if count.isdecimal() else 1
        self._add_blank(content, " " * width)

    def _take_tab(self, _element: etree._Element, content: Inline) -> None:
        self._add_blank(content, "\t")

    def _take_break(self, _element: etree._Element, content: Inline) -> None:
        content.add_break()
        self._is_after_blank = True

    def _take_page(self, _element: etree._Element, content: Inline) -> None:
        self._leaves.put(PAGE, content.length)

    def _take_hyperlink(self, element: etree._Element, content: Inline) -> None:
        content.open(SpanKind.HYPERLINK, safe_target(xml_tree.attribute(element, "href")))
        self._take(element, content)
        content.close(SpanKind.HYPERLINK)

    def _take_ruby(self, element: etree._Element, content: Inline) -> None:
        content.add("(")
        self._take(element, content)
        content.add(")")

    def _add_blank(self, content: Inline, blank: str) -> None:
        if self._is_code:
            content.add(blank)
        elif not self._is_after_blank:
            content.add(" ")
            self._is_after_blank = True

    def _take_span(self, element: etree._Element, content: Inline) -> None:
        style = xml_tree.attribute(element, "style-name")
        if self._styles.is_hidden("text", style):
            return
        kinds = self._styles.spans(style)
        for kind in kinds:
            content.open(kind)
        self._take(element, content)
        for kind in reversed(kinds):
            content.close(kind)

    def _take_comment(self, element: etree._Element, content: Inline) -> None:
        self.comments.append(element)
        number = len(self.comments)
        self._leaves.put(f"{COMMENT_BEGINS}{number}", content.length)
        if name := xml_tree.attribute(element, "name"):
            self._comment_numbers[name] = number

    def _take_comment_end(self, element: etree._Element, content: Inline) -> None:
        if number := self._comment_numbers.get(xml_tree.attribute(element, "name")):
            self._leaves.put(f"{COMMENT_ENDS}{number}", content.length)

    def _take_note(self, element: etree._Element, content: Inline) -> None:
        for body in xml_tree.children(element, "note-body"):
            self.notes.append(body)
            content.open(SpanKind.SUPERSCRIPT)
            content.open(SpanKind.HYPERLINK, f"#{NOTE}{len(self.notes)}")
            content.add(str(len(self.notes)))
            content.close(SpanKind.HYPERLINK)
            content.close(SpanKind.SUPERSCRIPT)
            self._is_after_blank = False
