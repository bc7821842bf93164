"""HTML in Markdown: its tags part and mark the text as Markdown's own signs do, and go."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from annotations.document import BlockKind, SpanKind
from reader.loaders import html_tags
from reader.loaders.building import Inline

if TYPE_CHECKING:
    from reader.loaders.building import Builder

_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_CDATA = "<![CDATA["


class HtmlBlock:
    """A block of HTML: its tags part and mark the text, and go."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._content = Inline()
        self._kind = BlockKind.PARAGRAPH
        self._level = 0

    def take(self, source: str) -> None:
        """Add the text of the block."""
        visible = html_tags.without_hidden(source)
        position = 0
        for tag in html_tags.TAG.finditer(visible):
            if not html_tags.is_tag(tag):
                continue
            self._add(visible[position : tag.start()])
            position = tag.end()
            self._take_tag(tag)
        self._add(visible[position:])
        self._flush()

    def _take_tag(self, tag: re.Match[str]) -> None:
        name, is_end = tag["name"].lower(), bool(tag["end"])
        if name in html_tags.BLOCKS:
            self._flush()
            self._level = 0
            self._kind = BlockKind.PARAGRAPH
            if not is_end and name == "pre":
                self._kind = BlockKind.CODE
            elif not is_end and name[0] == "h" and name[1:].isdigit():
                self._kind, self._level = BlockKind.HEADING, int(name[1:])
            elif name == "hr":
                self._builder.add_rule()
        elif name in html_tags.CELLS:
            if is_end:
                self._content.add("\t")
        elif name in html_tags.LINES:
            if name == "br" or not is_end:
                self._content.add_break()
        else:
            _add_tag(self._content, tag)

    def _add(self, source: str) -> None:
        text = html.unescape(source)
        if self._kind is BlockKind.CODE:
            self._content.add(text)
            return
        for number, paragraph in enumerate(_BLANK_LINE.split(text)):
            if number:
                self._flush()
            lines = paragraph.split("\n")
            stripped = [line.strip(" \t") for line in lines[1:]]
            self._content.add("\n".join([lines[0], *stripped]))

    def _flush(self) -> None:
        self._builder.add(self._kind, self._content, level=self._level)
        self._content = Inline()


def add_html(content: Inline, source: str) -> None:
    """Add a tag, or what else of HTML stands within a paragraph, to the leaf it stands in."""
    tag = html_tags.TAG.fullmatch(source)
    if tag and html_tags.is_tag(tag):
        _add_tag(content, tag)
    elif source.startswith(_CDATA):
        content.add(source.removeprefix(_CDATA).removesuffix("]]>"))
    elif tag or not source.startswith(("<!", "<?")):
        content.add(source)


def _add_tag(content: Inline, tag: re.Match[str]) -> None:
    name = tag["name"].lower()
    if name == "br":
        content.add_break()
    elif name == "img":
        content.add(html_tags.attribute(tag, "alt"))
    elif kind := html_tags.SPANS.get(name):
        if tag["end"]:
            content.close(kind)
        else:
            target = html_tags.attribute(tag, "href") if kind is SpanKind.HYPERLINK else ""
            content.open(kind, html_tags.safe_target(target))
