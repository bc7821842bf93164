"""From a tree of HTML to the leaves and containers of a `RunBuilder`: every word once, in order.

The walk takes the original tree, never a cleaned one, and goes over it without recursion: however deep
a page is nested, nothing is lost. Paragraphs of words alone, which most are, are read by `html_lines`.
What surrounds the tree is told by `Rules`; parsing is left to others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from annotations.document import BlockKind, Locator, SpanKind
from reader.loaders import html_lines, html_rows, html_rules, html_tags
from reader.loaders.html_flow import Flow, Manner
from reader.loaders.html_lists import Lists
from reader.loaders.html_rows import Rows
from reader.loaders.html_scopes import Scopes, nothing
from reader.loaders.html_surroundings import Places, Rules, place_of
from reader.loaders.html_tables import Tables
from reader.loaders.loaded import go_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reader.loaders.html_scopes import End
    from reader.loaders.loaded import Pause
    from reader.loaders.runs import RunBuilder

HEADING_LENGTH_LIMIT = 1_000
"""Characters of a heading that may hold blocks: a longer one was never closed."""


CAPTION_LENGTH_LIMIT = 1_000
"""Characters of a caption that are compared with what its image says; longer ones differ."""


def walk(
    root: etree._Element,
    builder: RunBuilder,
    places: Places,
    rules: Rules | None = None,
    *,
    pause: Pause = go_on,
) -> None:
    """Add the text of a tree, with its structure.

    Args:
        root: An element as lxml parsed it, of HTML or XHTML; what follows it is not added.
        builder: Takes the leaves; several trees may be walked into one, one after the other.
        places: Takes the positions of names, and the page breaks.
        rules: What surrounds the tree.
        pause: Called between slices of the work.
    """
    builder.is_of_xml &= isinstance(root.getroottree().parser, etree.XMLParser)
    _Walker(builder, places, rules or Rules(), pause).walk(root)


class _Walker:
    """Takes the elements of a tree one after the other."""

    def __init__(self, builder: RunBuilder, places: Places, rules: Rules, pause: Pause) -> None:
        self._builder = builder
        self._rules = rules
        self._flow = Flow(builder, places, pause)
        self._scopes = Scopes(self._flow)
        self._lines = html_lines.Lines(self._flow, rules)
        self._lists = lists = Lists(self._scopes)
        self._tables = tables = Tables(self._scopes)
        self._rows = Rows(self._flow, rules, lists, tables)
        self._caption = ""
        """Of the figure around, in small letters without blanks."""
        self._quotes = 0
        self._ways: dict[str, Callable[[etree._Element], End | None]] = {
            "a": self._enter_link,
            "blockquote": self._enter_quotation,
            "br": self._take_break,
            "caption": self._enter_caption,
            "dd": lists.enter_definition,
            "dir": lists.enter_list,
            "dl": lists.enter_list,
            "dt": lists.enter_term,
            "figcaption": self._enter_caption,
            "figure": self._enter_figure,
            "hr": self._take_rule,
            "li": lists.enter_item,
            "menu": lists.enter_list,
            "ol": lists.enter_list,
            "q": self._enter_quote,
            "rt": self._enter_reading,
            "table": tables.enter_table,
            "td": tables.enter_cell,
            "th": tables.enter_cell,
            "tr": tables.enter_row,
            "ul": lists.enter_list,
        }

    def walk(self, root: etree._Element) -> None:
        """Take a tree."""
        flow = self._flow
        depth = self._builder.depth
        flow.put(place_of(self._rules.file, ""))
        end = self._enter(root)
        open_: list[tuple[etree._Element, Iterator[etree._Element], End]] = []
        if end is not None:
            self._text(root.text)
            open_.append((root, iter(root), end))
        while open_:
            element, children, end = open_[-1]
            child = next(children, None)
            if child is not None:
                child = self._take_at_once(child, children)
            if child is None:
                end()
                open_.pop()
                if open_:
                    self._text(element.tail)
                continue
            is_element = isinstance(child.tag, str)
            entered = self._enter(child) if is_element else None
            if entered is not None:
                if child.tag in html_lines.BLOCKS and flow.is_empty and self._lines.fill(child):
                    entered()
                    self._text(child.tail)
                    continue
                self._text(child.text)
                open_.append((child, iter(child), entered))
            else:
                if child.tag is etree.Entity:
                    self._text(child.text)
                self._text(child.tail)
        flow.end()
        self._scopes.close_to(depth)

    def _take_at_once(
        self, child: etree._Element, siblings: Iterator[etree._Element]
    ) -> etree._Element | None:
        """Take an element and those behind it as far as they are words; gives the first that is left."""
        tag = child.tag
        if tag in html_lines.PARAGRAPHS and self._flow.takes_lines:
            return self._lines.take(child, siblings)
        if tag in html_rows.ROWS and self._tables.takes_rows:
            return self._rows.take_rows(child, siblings)
        if tag in html_rows.ITEMS and self._lists.takes_items:
            return self._rows.take_items(child, siblings)
        return child

    def _text(self, text: str | None) -> None:
        if text:
            self._flow.text(text)

    # --- elements ---------------------------------------------------------------------------

    def _enter(self, element: etree._Element) -> End | None:
        """Begin an element; gives what ends it, or None if nothing of it is to be seen."""
        name = html_rules.local(element)
        treatment = self._rules.treatment(element, name)
        if treatment is not None and treatment.is_hidden:
            return None
        if element.attrib and (label := html_rules.page_label(element)) is not None:
            self._put_names(element)
            self._flow.put(Locator("page", label, 0))
            return None
        if name in {"img", "svg"}:
            self._put_names(element)
            self._take_image(element, name)
            return None
        if html_rules.is_hidden(element, name):
            return None
        if html_rules.is_block(element, name):
            self._flow.end_block()
        self._put_names(element)
        if treatment is not None and treatment.container is not None:
            return self._scopes.enter_container(treatment.container, treatment.level)
        if (level := html_rules.heading_level(element, name)) and not self._flow.manner.is_one:
            return self._enter_heading(element, level)
        if name in html_rules.CODE:
            return self._enter_code(element)
        way = self._ways.get(name)
        return way(element) if way is not None else self._enter_other(element, name)

    def _put_names(self, element: etree._Element) -> None:
        for key in ("id", "name") if element.attrib else ():
            if (name := element.get(key)) and (key == "id" or html_rules.local(element) == "a"):
                self._flow.put(place_of(self._rules.file, name))

    def _enter_other(self, element: etree._Element, name: str) -> End:
        if not element.attrib and name in html_tags.BLOCKS:
            return self._scopes.enter_block(is_spaced=name in html_rules.SPACED)
        if not self._flow.manner.is_one and html_rules.is_note(element):
            return self._scopes.enter_container(BlockKind.FOOTNOTE, 0)
        if html_rules.is_block(element, name):
            return self._scopes.enter_block(is_spaced=name in html_rules.SPACED)
        return self._enter_styles(html_rules.spans(element, name))

    def _enter_heading(self, element: etree._Element, level: int) -> End:
        length = 0
        if len(element):
            for text in element.itertext("*"):
                length += len(text)
                if length > HEADING_LENGTH_LIMIT:
                    return self._scopes.enter_block(is_spaced=True)
        return self._scopes.enter_manner(Manner(kind=BlockKind.HEADING, level=level, is_one=True))

    def _enter_code(self, element: etree._Element) -> End:
        if self._flow.manner.is_one:
            return self._flow.end_block
        language = html_rules.code_language(element)
        return self._scopes.enter_manner(
            Manner(kind=BlockKind.CODE, language=language, is_one=True)
        )

    def _enter_caption(self, _element: etree._Element) -> End:
        if self._flow.manner.is_one:
            return self._flow.end_block
        return self._scopes.enter_manner(Manner(kind=BlockKind.CAPTION))

    def _enter_quotation(self, _element: etree._Element) -> End:
        return self._scopes.enter_container(BlockKind.QUOTATION)

    def _enter_figure(self, element: etree._Element) -> End:
        before = self._caption
        caption = next(element.iter("{*}figcaption"), None)
        self._caption = "" if caption is None else _beginning(caption)
        end_block = self._scopes.enter_block(is_spaced=True)

        def end() -> None:
            end_block()
            self._caption = before

        return end

    def _take_image(self, element: etree._Element, name: str) -> None:
        if name == "svg":
            words = html_rules.drawn_text(element)
        else:
            words = html_rules.alternative(element)
            # What the caption says again, word for word, is told once.
            if self._caption and _folded(words[:CAPTION_LENGTH_LIMIT]) == self._caption:
                return
        if words:
            self._flow.image(words)

    def _take_rule(self, _element: etree._Element) -> End:
        if not self._flow.manner.is_one:
            self._builder.add_rule()
        return nothing

    def _take_break(self, _element: etree._Element) -> End:
        self._flow.line_break()
        return nothing

    # --- within a line ------------------------------------------------------------------------

    def _enter_link(self, element: etree._Element) -> End:
        href = element.get("href")
        end_styles = self._enter_other(element, "a")
        if href is None:
            return end_styles
        flow = self._flow
        flow.begin_style(SpanKind.HYPERLINK, self._rules.target(href))

        def end() -> None:
            flow.end_style()
            end_styles()

        return end

    def _enter_styles(self, kinds: list[SpanKind]) -> End:
        flow = self._flow
        if not kinds or flow.manner.kind is BlockKind.CODE:
            return nothing
        for kind in kinds:
            flow.begin_style(kind)

        def end() -> None:
            for _ in kinds:
                flow.end_style()

        return end

    def _enter_quote(self, _element: etree._Element) -> End:
        opening, closing = "‘’" if self._quotes % 2 else "“”"
        self._quotes += 1
        self._flow.text(opening)

        def end() -> None:
            self._quotes -= 1
            self._flow.text(closing)

        return end

    def _enter_reading(self, _element: etree._Element) -> End:
        """Begin what is written beside a word to tell how it is read: in brackets, behind it."""
        self._flow.text("(")
        return lambda: self._flow.text(")")


def _beginning(caption: etree._Element) -> str:
    """The words of a caption, as far as they are compared, as `_folded` gives them."""
    text = ""
    for part in caption.itertext("*"):
        text += part
        if len(text) > CAPTION_LENGTH_LIMIT:
            break
    return _folded(text)


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()
