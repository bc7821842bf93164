"""From the tokens of markdown-it to canonical text, blocks and spans.

Blocks are parsed first, then the inside of each leaf on its own: most leaves hold no markup and need
no parser, and a long text can be left between two of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from annotations.document import BlockKind, Blocks, SpanKind, Spans
from reader.loaders.building import (
    BETWEEN_BLOCKS,
    BETWEEN_CELLS,
    BETWEEN_LINES,
    Builder,
    Inline,
)

if TYPE_CHECKING:
    from collections.abc import Collection, MutableMapping, Sequence

    from markdown_it.token import Token

    from reader.loaders.loaded import Pause
    from reader.loaders.markdown_notes import Notes

BLOCK_NESTING = 2000
"""Levels, more than the interpreter can follow: at its own limit the parser drops text silently."""

INLINE_NESTING = 20
"""Levels within a paragraph; beyond them brackets are text."""

LEAVES_PER_SLICE = 20
"""Leaves between two pauses: about a millisecond of work."""

_MARKUP = re.compile(r"[\\`*_\[<&~]|[ \t]\n|\n[ \t]")
_CONTAINERS = {
    "bullet_list": BlockKind.LIST,
    "ordered_list": BlockKind.LIST,
    "list_item": BlockKind.ITEM,
    "blockquote": BlockKind.QUOTATION,
    "table": BlockKind.TABLE,
    "tr": BlockKind.ROW,
}
_SPANS = {
    "em": SpanKind.EMPHASIS,
    "strong": SpanKind.STRONG,
    "s": SpanKind.STRIKE,
    "a": SpanKind.HYPERLINK,
}
_TEXTS = frozenset(("text", "text_special"))
_PIPE = re.compile(r"(?<!\\)\|")
_LEADING_PIPE = re.compile(r"[\s>]*\|")
_NOT_IN_SLUG = re.compile(r"[^\w\- ]")


def walk(
    source: str, pause: Pause, *, labels_of_whole: Collection[str] | None = None
) -> tuple[str, Blocks, Spans]:
    """The canonical text of a Markdown source, with its structure.

    Args:
        source: The text of the file, canonical but for its markup.
        pause: Called between slices of the work.
        labels_of_whole: Of a head, the labels of all footnotes of the whole; the notes themselves
            stand at the end of that. None: the source is whole.

    Raises:
        RecursionError: It is nested more deeply than the interpreter can follow.
    """
    parser = MarkdownIt("commonmark", {"maxNesting": BLOCK_NESTING})
    parser.enable(["table", "strikethrough"])
    environment: MutableMapping[str, object] = {}
    notes: Notes | None = None
    if labels_of_whole or ("]:" in source and "[^" in source):
        from reader.loaders.markdown_notes import Notes  # noqa: PLC0415  # few texts have any

        notes = Notes(parser, environment)
        notes.expect(labels_of_whole or ())
    tokens: list[Token] = []
    parser.block.parse(source, parser, environment, tokens)
    if any(token.level >= BLOCK_NESTING - 2 for token in tokens):
        raise RecursionError
    parser.options["maxNesting"] = INLINE_NESTING
    walker = _Walker(parser, environment, source, pause)
    for token in tokens:
        if notes is None or not notes.hold(token):
            walker.take(token)
    if notes is not None and labels_of_whole is None:
        walker.take_notes(notes)
    return walker.finish(notes)


class _Walker:
    """Takes the tokens of a text one after the other."""

    def __init__(
        self,
        parser: MarkdownIt,
        environment: MutableMapping[str, object],
        source: str,
        pause: Pause,
    ) -> None:
        self._inlines = 0
        self._pause = pause
        self._parser = parser
        self._environment = environment
        self._lines = source.split("\n")
        self._builder = Builder()
        self._lists = 0
        self._leaves_before_list = 0
        self._kind = BlockKind.PARAGRAPH
        self._level = 0
        self._parting = BETWEEN_BLOCKS
        self._columns = 0
        self._cell = 0
        self._row_line = -1
        self._is_first_row = False

    def take(self, token: Token) -> None:
        """Add what a token stands for."""
        name, _, side = token.type.rpartition("_")
        if name in _CONTAINERS:
            if side == "open":
                self._enter(_CONTAINERS[name], token)
            else:
                self._leave(_CONTAINERS[name])
            return
        match token.type:
            case "inline":
                self._take_inline(token.content)
            case "paragraph_open":
                self._expect_paragraph(is_tight=token.hidden)
            case "heading_open":
                self._expect(BlockKind.HEADING, level=int(token.tag[1:]))
            case "th_open" | "td_open":
                self._expect_cell()
            case "fence" | "code_block":
                self._take_code(token)
            case "html_block":
                from reader.loaders import markdown_html  # noqa: PLC0415  # few texts have any

                markdown_html.HtmlBlock(self._builder).take(token.content)
            case "hr":
                self._builder.add_rule()

    def _enter(self, kind: BlockKind, token: Token) -> None:
        number = int(token.info) if kind is BlockKind.ITEM and token.info else 0
        if kind is BlockKind.ROW:
            number = int(self._is_first_row)
        self._builder.open(kind, number)
        if kind is BlockKind.LIST:
            if not self._lists:
                self._leaves_before_list = self._builder.leaves
            self._lists += 1
        elif kind is BlockKind.TABLE:
            self._is_first_row = True
        elif kind is BlockKind.ROW:
            self._cell = 0
            self._row_line = token.map[0] if token.map else -1

    def _leave(self, kind: BlockKind) -> None:
        if kind is BlockKind.LIST:
            self._lists -= 1
        elif kind is BlockKind.ROW:
            self._take_surplus_cells()
            self._is_first_row = False
        self._builder.close()

    def take_notes(self, notes: Notes) -> None:
        """Add the footnotes, each in a container with its number."""
        builder = self._builder
        for note in notes.in_order():
            builder.open(BlockKind.FOOTNOTE, note.number)
            index = len(builder.blocks)
            for token in note.tokens:
                self.take(token)
            builder.close()
            if index < len(builder.blocks):
                notes.stands(note.number, builder.blocks.starts[index])

    def finish(self, notes: Notes | None = None) -> tuple[str, Blocks, Spans]:
        """The whole, hyperlinks to headings and footnotes resolved to their places."""
        places: dict[str, int] | None = None

        def resolve(name: str) -> str:
            nonlocal places
            target = None if notes is None else notes.resolve(name)
            if target is not None:
                return target
            if places is None:
                places = _heading_places(self._builder.blocks, self._builder.text)
            place = places.get(name.lower())
            return "" if place is None else f"#{place}"

        return self._builder.finish(resolve)

    # --- leaves ---------------------------------------------------------------------------

    def _expect(self, kind: BlockKind, *, level: int = 0, parting: str = BETWEEN_BLOCKS) -> None:
        self._kind, self._level, self._parting = kind, level, parting

    def _expect_paragraph(self, *, is_tight: bool) -> None:
        is_first = self._builder.leaves == self._leaves_before_list
        self._expect(
            BlockKind.PARAGRAPH,
            parting=BETWEEN_LINES if is_tight and not is_first else BETWEEN_BLOCKS,
        )

    def _expect_cell(self) -> None:
        parting = BETWEEN_CELLS
        if not self._cell:
            parting = BETWEEN_BLOCKS if self._is_first_row else BETWEEN_LINES
        self._cell += 1
        self._expect(BlockKind.CELL, parting=parting)

    def _take_inline(self, source: str) -> None:
        self._inlines += 1
        if not self._inlines % LEAVES_PER_SLICE:
            self._pause()
        content = Inline()
        if _MARKUP.search(source):
            children: list[Token] = []
            self._parser.inline.parse(source, self._parser, self._environment, children)
            if self._kind is BlockKind.PARAGRAPH and _are_images(children):
                self._take_images(children)
                return
            _add_inline(content, children)
        else:
            _add_text(content, source)
        self._builder.add(self._kind, content, level=self._level, parting=self._parting)

    def _take_images(self, children: Sequence[Token]) -> None:
        target = ""
        for token in children:
            if token.type == "link_open":
                target = str(token.attrGet("href") or "")
            elif token.type == "link_close":
                target = ""
            elif token.type == "image":
                content = Inline()
                content.open(SpanKind.HYPERLINK, target)
                content.add(_plain(token.children or []))
                content.close(SpanKind.HYPERLINK)
                self._builder.add(BlockKind.IMAGE, content, parting=self._parting)

    def _take_code(self, token: Token) -> None:
        content = Inline()
        content.add(token.content)
        words = token.info.split()
        language = words[0].strip("{}.") if words else ""
        self._builder.add(BlockKind.CODE, content, language=language)

    def _take_surplus_cells(self) -> None:
        """Add the cells that a row has beyond its header's, which the parser drops."""
        if self._is_first_row:
            self._columns = self._cell
            return
        line = self._lines[self._row_line].strip() if self._row_line >= 0 else ""
        if line.count("|") < self._columns:
            return
        cells = _PIPE.split(line)
        if _LEADING_PIPE.match(line):
            del cells[0]
        if cells and not cells[-1].strip():
            cells.pop()
        for cell in cells[self._columns :]:
            self._expect_cell()
            self._take_inline(cell.strip().replace("\\|", "|"))


# --- inside a leaf ------------------------------------------------------------------------


def _add_inline(content: Inline, children: Sequence[Token]) -> None:
    words: list[str] = []
    """Of the text so far, which the parser gives in parts."""
    links = 0
    for token in children:
        if token.type in _TEXTS:
            words.append(token.content)
            continue
        _flush(content, words, is_linked=links > 0)
        kind = _SPANS.get(token.tag)
        if kind and token.nesting:
            if token.nesting > 0:
                content.open(kind, str(token.attrGet("href") or ""))
            else:
                content.close(kind)
            links += token.nesting * (kind is SpanKind.HYPERLINK)
        else:
            _add_token(content, token)
    _flush(content, words, is_linked=links > 0)


def _add_token(content: Inline, token: Token) -> None:
    match token.type:
        case "softbreak":
            content.add("\n")
        case "hardbreak":
            content.add_break()
        case "code_inline":
            content.add_code(token.content)
        case "image":
            content.add(_plain(token.children or []))
        case "footnote_ref":
            content.open(SpanKind.SUPERSCRIPT)
            content.open(SpanKind.HYPERLINK, token.meta["target"])
            content.add(token.content)
            content.close(SpanKind.HYPERLINK)
            content.close(SpanKind.SUPERSCRIPT)
        case "html_inline":
            from reader.loaders import markdown_html  # noqa: PLC0415  # few texts have any

            markdown_html.add_html(content, token.content)
        case _:
            content.add(token.content)


def _flush(content: Inline, words: list[str], *, is_linked: bool) -> None:
    text = "".join(words)
    words.clear()
    if is_linked:
        content.add(text)
    else:
        _add_text(content, text)


def _add_text(content: Inline, text: str) -> None:
    """Add text; the addresses of the web that stand in it are hyperlinks."""
    if "://" not in text and "www." not in text:
        content.add(text)
        return
    from reader.loaders.bare_addresses import addresses_in  # noqa: PLC0415  # few texts have any

    position = 0
    for found in addresses_in(text):
        content.add(text[position : found.start])
        content.open(SpanKind.HYPERLINK, found.target)
        content.add(text[found.start : found.end])
        content.close(SpanKind.HYPERLINK)
        position = found.end
    content.add(text[position:])


def _plain(children: Sequence[Token]) -> str:
    """The text of an image's description, without its markup."""
    content = Inline()
    _add_inline(content, children)
    return content.text


def _are_images(children: Sequence[Token]) -> bool:
    """True if there is nothing but images, perhaps as hyperlinks."""
    kinds = {token.type for token in children if token.type != "text" or token.content.strip()}
    return "image" in kinds and kinds <= {"image", "link_open", "link_close", "softbreak"}


def _heading_places(blocks: Blocks, text: str) -> dict[str, int]:
    """Where the headings stand, by the names that hyperlinks to them use."""
    places: dict[str, int] = {}
    numbers: dict[str, int] = {}
    """Of what is called the same, the last number that was given."""
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            words = text[block.start : block.end].lower().replace("\n", " ")
            slug = base = _NOT_IN_SLUG.sub("", words).replace(" ", "-")
            number = numbers.get(base, 0)
            while slug in places:
                number += 1
                slug = f"{base}-{number}"
            numbers[base] = number
            places[slug] = block.start
    return places
