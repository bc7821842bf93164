"""An article's whole text as HTML, with its marks in place and their notes beside their paragraphs.

Block by block, in the order of the text, each code point once. What is no block of the document, which a
loader never leaves but a file might, stands as a paragraph of its own. An element that HTML allows in a
few places only (an item, a row, a cell) is given what must stand around it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from annotations.document import HARD_KINDS, LEAF_KINDS, BlockKind, SpanKind
from annotations.exchange.html_parts import direction, has_remarks, remarks
from annotations.exchange.html_runs import Marked, runs
from annotations.exchange.stretches import BLANKS, Stretch, joined, last_begin, stretches
from annotations.model import place_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from annotations.document import Block, Document
    from annotations.model import Annotation, AnnotationId

_HEADING_LIMIT = 6

_CONTAINERS = {
    BlockKind.QUOTATION: ("<blockquote>", "</blockquote>"),
    BlockKind.TABLE: ("<table>", "</table>"),
    BlockKind.ROW: ("<tr>", "</tr>"),
    BlockKind.FOOTNOTE: ('<div class="footnote">', "</div>"),
}
_PARAGRAPHS = frozenset((BlockKind.PARAGRAPH, BlockKind.VERSE))
"""What is counted as a paragraph."""
_NEEDS = {
    BlockKind.ITEM: BlockKind.LIST,
    BlockKind.ROW: BlockKind.TABLE,
    BlockKind.CELL: BlockKind.ROW,
}
"""In what an element must stand."""
_AROUND = {
    BlockKind.LIST: ('<li class="bare">', "</li>"),
    BlockKind.TABLE: ("<tr><td>", "</td></tr>"),
    BlockKind.ROW: ("<td>", "</td>"),
}
"""What stands around an element that must not stand there by itself."""


class _Open(NamedTuple):
    """A container that was begun."""

    block: int
    kind: BlockKind
    closing: str


class TextInHtml:
    """Writes one article's text; `pieces` gives it."""

    def __init__(
        self,
        document: Document,
        annotations: Sequence[Annotation],
        known: frozenset[AnnotationId],
        *,
        prefix: str = "",
        below_title: str = "",
    ) -> None:
        """Prepare.

        Args:
            document: The text.
            annotations: The marks that stand in it, and no others.
            known: The marks that stand in the file.
            prefix: Before the names of places, so that they differ from those of another article.
            below_title: Where the text begins with its title (see `stretches.begins_with`), what stands below it.
        """
        self._document = document
        self._known = known
        self._prefix = prefix
        self._below_title = below_title
        self._waiting = _numbered(annotations)
        """The last one is the next to come."""
        self._cards = [each for each in self._waiting if each.number]
        self._standing: list[Marked] = []
        self._open: list[_Open] = []
        self._targets = _targets(document)
        self._named: set[str] = set()
        """The names of places given so far; each is given once."""

    def pieces(self) -> Iterator[str]:
        """The text, block by block."""
        text = self._document.text
        for stretch in stretches(self._document):
            between = "" if stretch.block is not None else text[stretch.start : stretch.end]
            if between and not between.strip(BLANKS):
                yield between
            else:
                yield "".join(self._stretch(stretch))
        yield "".join(self._close(0))
        if self._waiting:
            # On an empty text; they are kept all the same.
            end = len(self._document.text)
            margin = self._margin(end + 1)
            text = self._runs(Stretch(end, end, None), BlockKind.PARAGRAPH, end + 1)
            yield f'<div class="beside">{margin}<p>{text}</p></div>'

    def _stretch(self, stretch: Stretch) -> Iterator[str]:
        document = self._document
        if stretch.block is None:
            before, after = self._around(BlockKind.PARAGRAPH)
            kind, opening, closing = BlockKind.PARAGRAPH, f"{before}<p>", f"</p>{after}"
        else:
            block = document.blocks[stretch.block]
            kind = block.kind
            if self._open or stretch.is_container:
                yield from self._enter(stretch.block)
            if stretch.is_container:
                return
            opening, closing = self._leaf(stretch, block)
        until = last_begin(document, stretch)
        if self._cards and self._cards[-1].start < until:
            opening, closing = self._beside(kind, self._margin(until), opening, closing)
        yield f"{opening}{self._runs(stretch, kind, until)}{closing}"
        if self._below_title:
            yield self._below_title
            self._below_title = ""

    # --- what stands around -------------------------------------------------------------------

    def _enter(self, index: int) -> Iterator[str]:
        """Close what ended before a block; begin it if it is a container."""
        blocks = self._document.blocks
        parent = blocks.parents[index]
        kept = next((at + 1 for at, each in enumerate(self._open) if each.block == parent), 0)
        yield from self._close(kept)
        kind = blocks.kind(index)
        if kind in LEAF_KINDS:
            return
        before, after = self._around(kind)
        opening, closing = self._container(blocks[index], index)
        is_outer_table = kind is BlockKind.TABLE and all(
            each.kind is not kind for each in self._open
        )
        # Notes cannot stand among the rows.
        if is_outer_table and (margin := self._margin(blocks.ends[index])):
            opening = f'<div class="beside">{margin}{opening}'
            closing = f"{closing}</div>"
        is_plain = kind in _NEEDS and not self._stands_right(kind)
        yield before + opening
        held = BlockKind.QUOTATION if is_plain else kind
        self._open.append(_Open(index, held, closing + after))

    def _close(self, kept: int) -> Iterator[str]:
        while len(self._open) > kept:
            yield self._open.pop().closing

    def _around(self, kind: BlockKind) -> tuple[str, str]:
        """What must stand around an element of a kind where the text is now."""
        if not self._open:
            return "", ""
        holder = self._open[-1].kind
        if holder not in _AROUND or _NEEDS.get(kind) is holder:
            return "", ""
        return _AROUND[holder]

    def _stands_right(self, kind: BlockKind) -> bool:
        return bool(self._open) and self._open[-1].kind is _NEEDS[kind]

    def _container(self, block: Block, index: int) -> tuple[str, str]:
        if block.kind is BlockKind.LIST:
            return ("<ol>", "</ol>") if self._is_ordered(index) else ("<ul>", "</ul>")
        if block.kind is BlockKind.ITEM and self._stands_right(block.kind):
            return (f'<li value="{block.level}">' if block.level else "<li>"), "</li>"
        if block.kind in _NEEDS and not self._stands_right(block.kind):
            return "<div>", "</div>"
        return _CONTAINERS[block.kind]

    def _is_ordered(self, index: int) -> bool:
        """Whether the first item of a list is numbered."""
        blocks = self._document.blocks
        following = index + 1
        return (
            following < len(blocks)
            and blocks.parents[following] == index
            and blocks.kind(following) is BlockKind.ITEM
            and blocks.levels[following] > 0
        )

    def _beside(self, kind: BlockKind, margin: str, opening: str, closing: str) -> tuple[str, str]:
        """A block with notes beside it; those of a cell stand in it."""
        if kind is BlockKind.CELL and self._stands_right(kind):
            return f'{opening}<div class="within">{margin}</div>', closing
        before, after = self._around(kind)
        inner = opening.removeprefix(before), closing.removesuffix(after)
        return f'{before}<div class="beside">{margin}{inner[0]}', f"{inner[1]}</div>{after}"

    # --- a block ------------------------------------------------------------------------------

    def _leaf(self, stretch: Stretch, block: Block) -> tuple[str, str]:
        """The tags around a block's text."""
        text = self._document.text[stretch.start : stretch.end]
        before, after = self._around(block.kind)
        assert stretch.block is not None
        name = self._name(stretch.block)
        if name in self._named:
            name = ""
        elif name:
            self._named.add(name)
        attributes = (f' id="{name}"' if name else "") + direction(text)
        match block.kind:
            case BlockKind.PARAGRAPH:
                tags = f"<p{attributes}>", "</p>"
            case BlockKind.HEADING:
                is_title = bool(self._below_title)
                level = 1 if is_title else min(max(block.level, 1) + 1, _HEADING_LIMIT)
                tags = f"<h{level}{attributes}>", f"</h{level}>"
            case BlockKind.CODE:
                tags = f"<pre{attributes}><code>", "</code></pre>"
            case BlockKind.CELL if self._stands_right(block.kind):
                row = self._document.blocks.levels[block.parent]
                tags = (f"<th{attributes}>", "</th>") if row else (f"<td{attributes}>", "</td>")
            case BlockKind.RULE if not text.strip():
                tags = f"<hr{attributes}>", ""
            case BlockKind.CELL:
                tags = f"<p{attributes}>", "</p>"
            case _:
                tags = f'<p class="{block.kind}"{attributes}>', "</p>"
        return before + tags[0], tags[1] + after

    def _runs(self, stretch: Stretch, kind: BlockKind, until: int) -> str:
        document = self._document
        marked = [each for each in self._standing if each.end > stretch.start]
        while self._waiting and self._waiting[-1].start < until:
            marked.append(self._waiting.pop())
        # In the blocks that follow, a mark only goes on.
        self._standing = [
            each._replace(is_first=False, number=0) for each in marked if each.end > stretch.end
        ]
        spans = document.spans.overlapping(stretch.start, stretch.end)
        if spans and kind in HARD_KINDS:
            spans = [each for each in spans if each.kind is not SpanKind.BREAK]
        return runs(document.text, stretch.start, stretch.end, spans, marked, place=self._place)

    def _margin(self, until: int) -> str:
        """The notes on the marks that begin before a position and were not told yet; empty if there are none."""
        told = []
        while self._cards and self._cards[-1].start < until:
            told.append(card(self._cards.pop(), self._known))
        return f'<div class="margin">{"".join(told)}</div>' if told else ""

    # --- names of places ----------------------------------------------------------------------

    def _name(self, index: int) -> str:
        """The name of a block to which one can lead: paragraphs, and what the text leads to."""
        document = self._document
        start = document.blocks.starts[index]
        if document.blocks.kind(index) in _PARAGRAPHS:
            # By its number, as reports and references call it.
            return f"{self._prefix}para-{document.paragraph_number(start)}"
        return f"{self._prefix}at-{start}" if index in self._targets else ""

    def _place(self, position: str) -> str:
        if not (position.isascii() and position.isdigit()):
            return ""
        number = self._document.leaf_at(int(position))
        return "" if number is None else self._name(self._document.leaves[number])


def card(marked: Marked, known: frozenset[AnnotationId]) -> str:
    """A note in the margin."""
    annotation = marked.annotation
    identity = annotation.id
    return (
        f'<aside id="note-{identity}" class="{annotation.colour or "plain"}">'
        f'<a class="number" href="#mark-{identity}">{marked.number}</a>'
        f"{''.join(remarks(annotation, known))}</aside>"
    )


def _numbered(annotations: Sequence[Annotation]) -> list[Marked]:
    """The pieces of marks, the last first; those that have something to say numbered by place."""
    found: list[Marked] = []
    number = 0
    for annotation in sorted(annotations, key=place_key):
        is_told = has_remarks(annotation)
        number += is_told
        for at, held in enumerate(joined(annotation.ranges)):
            said = number if at == 0 and is_told else 0
            found.append(Marked(held.start, held.end, annotation, at == 0, said))
    found.sort(key=lambda each: each.start)
    found.reverse()
    return found


def _targets(document: Document) -> frozenset[int]:
    """The blocks to which the text itself leads."""
    found: set[int] = set()
    for number, target in document.spans.targets.items():
        position = target[1:]
        if (
            target.startswith("#")
            and position.isascii()
            and position.isdigit()
            and document.spans[number].kind is SpanKind.HYPERLINK
        ):
            leaf = document.leaf_at(int(position))
            if leaf is not None:
                found.add(document.leaves[leaf])
    return frozenset(found)
