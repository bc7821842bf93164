"""The text of HTML on its way into leaves: blanks collapse, styles go on over blocks, places are kept.

What is told here is which words come, where lines and blocks end, and which style begins and ends; it
becomes the leaves of a `RunBuilder`. The names and page breaks that stand in the text are kept as the
positions they have in the whole.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from annotations.document import BlockKind, SpanKind
from reader.loaders.building import BETWEEN_BLOCKS, BETWEEN_LINES, Inline
from reader.loaders.html_blanks import BLANKS, collapsed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.document import Locator, SpanFields
    from reader.loaders.html_surroundings import Places
    from reader.loaders.loaded import Pause
    from reader.loaders.runs import Run, RunBuilder

LEAVES_PER_SLICE = 40
"""Leaves between two pauses: half a millisecond of work, and for leaves that hold much a few."""

BLANKS_OF_A_SIGN = 1
"""Blanks in the alternative text of an image at the beginning of a line, up to which it is a part of
that line: a formula, a face. What is told in more words is a picture of its own."""

_EMPTY_LINES = re.compile(r"(?:[ \t]*\n)+")
_BREAKS_OF_A_PARAGRAPH = 2


class Manner(NamedTuple):
    """How text becomes leaves at a place."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    language: str = ""
    is_one: bool = False
    """Blocks within are lines of one leaf: in a heading, in a cell."""
    is_tight: bool = False
    """Leaves stand line under line: in a list whose items are no paragraphs."""


class Flow:
    """The leaf in the making, and how it goes on."""

    def __init__(self, builder: RunBuilder, places: Places, pause: Pause) -> None:
        self.builder = builder
        self.manner = Manner()
        self._places = places
        self._pause = pause
        self._pauses_at = builder.leaves + LEAVES_PER_SLICE
        self._styles: list[tuple[SpanKind, str] | None] = []
        """That hold here, outermost first; None for one that holds already."""
        self._waiting: list[str | Locator] = []
        """Places that stand before the next leaf."""
        self._lists = 0
        self._leaves_before_list = 0
        self._begin()

    @property
    def takes_lines(self) -> bool:
        """True if a block would begin a paragraph here that nothing around it has a say in."""
        manner = self.manner
        return manner.kind is BlockKind.PARAGRAPH and not manner.is_one and not self._styles

    @property
    def is_empty(self) -> bool:
        """True if nothing is in the making and no style holds, so that words may be put."""
        return self.is_resting and not self._styles and self.manner.kind is not BlockKind.CODE

    @property
    def is_tight(self) -> bool:
        """True if leaves stand line under line here, unless they are spaced."""
        return self._lists > 0 and self.manner.is_tight

    @property
    def takes_blocks(self) -> bool:
        """True if nothing waits that a block would bring, and no style holds."""
        return self.is_empty and not self.builder.has_waiting_rules

    @property
    def is_resting(self) -> bool:
        """True if there is nothing that a block would end."""
        return not (self._has_text or self._images or self._blank)

    def put_words(
        self,
        text: str,
        spans: Sequence[SpanFields],
        places: Sequence[tuple[str | Locator, int]],
    ) -> None:
        """Take what is all of a leaf, where the flow `is_empty` and a block ends behind it.

        Args:
            text: Canonical but for controls, without blanks around it.
            spans: Counted from its beginning.
            places: Names and beginnings of pages in it, counted likewise.
        """
        if text:
            self._has_text = True
            self._content.put(text, spans)
            self._marks.extend(places)
        else:
            self._waiting.extend(place for place, _ in places)

    def _begin(self) -> None:
        self._content = Inline()
        self._has_text = False
        self._opened = 0
        """How many of the styles the content knows of."""
        self._blank = ""
        """What parts the text so far from what may come."""
        self._breaks = 0
        self._images: list[tuple[str, str]] = []
        """Before any text: alternative texts and where they lead."""
        self._marks: list[tuple[str | Locator, int]] = []

    # --- text -----------------------------------------------------------------------------

    def text(self, source: str) -> None:
        """Add text as HTML means it: a run of blanks is one, and none at a line's ends."""
        if self.manner.kind is BlockKind.CODE:
            self._code(source)
            return
        if not source.strip(BLANKS):
            self._part(" ")
            return
        words = collapsed(source)
        body = words.strip(" ")
        if words[0] == " ":
            self._part(" ")
        self._ready()
        self._content.add(body)
        self._blank = " " if words[-1] == " " else ""

    def _part(self, blank: str) -> None:
        if self._has_text or self._images:
            self._blank = blank

    def _code(self, source: str) -> None:
        lines = source.replace("\r\n", "\n").replace("\r", "\n")
        if not self._has_text:
            lines, self._blank = self._blank + lines, ""
            if match := _EMPTY_LINES.match(lines):
                lines = lines[match.end() :]
        body = lines.rstrip(BLANKS)
        if not body:
            self._blank += lines
            return
        self._ready()
        self._content.add(body)
        self._blank = lines[len(body) :]

    @property
    def _ends_paragraph(self) -> bool:
        """True if what follows is another paragraph, since two lines in a row have ended."""
        return self._breaks >= _BREAKS_OF_A_PARAGRAPH and self._has_text and not self.manner.is_one

    def _ready(self) -> None:
        """Write what has been held back: text follows."""
        if self._ends_paragraph:
            self.end_leaf()
        if any(words.count(" ") > BLANKS_OF_A_SIGN for words, _ in self._images):
            self._end_images()
        elif self._images:
            self._has_text = True
            self._content.add(" ".join(words for words, _ in self._images))
            self._images.clear()
            self._blank = self._blank or " "
        if self._breaks and self._has_text:
            self._content.add_break()
        elif self._blank and (self._has_text or self.manner.kind is BlockKind.CODE):
            self._content.add(self._blank)
        self._blank, self._breaks, self._has_text = "", 0, True
        for style in self._styles[self._opened :]:
            if style is not None:
                self._content.open(*style)
        self._opened = len(self._styles)

    def line_break(self) -> None:
        """End a line; a second one in a row ends the paragraph."""
        if self.manner.kind is BlockKind.CODE:
            self._code("\n")
        elif self._has_text or self._images:
            self._breaks += 1
            self._blank = ""

    def image(self, words: str) -> None:
        """Add an image by its alternative text: a leaf of its own, within text a part of that."""
        if self._has_text or self.manner.is_one:
            if self._has_text and not self._breaks:
                self._blank = self._blank or " "
            self.text(words)
            self._blank = " "
            return
        links = (each[1] for each in reversed(self._styles) if each is not None and each[1])
        self._images.append((words, next(links, "")))

    # --- styles and places ----------------------------------------------------------------

    def begin_style(self, kind: SpanKind, target: str = "") -> None:
        """From here on text is of a style."""
        is_new = kind is SpanKind.HYPERLINK or (kind, "") not in self._styles
        self._styles.append((kind, target) if is_new else None)

    def end_style(self) -> None:
        """The style that began last ends."""
        style = self._styles.pop()
        if self._opened > len(self._styles):
            self._opened = len(self._styles)
            if style is not None:
                self._content.close(style[0])

    def put(self, place: str | Locator) -> None:
        """A name, or what begins a page, stands here."""
        if self._ends_paragraph:
            self.end_leaf()
        if self._has_text:
            ahead = 1 if self._breaks or self._blank else 0
            self._marks.append((place, self._content.length + ahead))
        else:
            self._waiting.append(place)

    # --- leaves ---------------------------------------------------------------------------

    def end_block(self) -> None:
        """A block begins or ends: so does a leaf, or within a leaf that is one, a line."""
        if not self.manner.is_one:
            self.end_leaf()
        elif self.manner.kind is BlockKind.CODE:
            if self._has_text and "\n" not in self._blank:
                self._blank += "\n"
        elif self._has_text:
            self._breaks = max(1, self._breaks)
            self._blank = ""

    def end_leaf(self) -> None:
        """Add the leaf, if there is anything in it."""
        if self._has_text:
            self._add(self.manner.kind, self._content, self.parting)
        elif self._images:
            self._end_images()
        elif not self._blank:
            return
        self._begin()

    def _end_images(self) -> None:
        images, self._images = self._images, []
        for words, target in images:
            content = Inline()
            content.open(SpanKind.HYPERLINK, target)
            content.add(words)
            content.close(SpanKind.HYPERLINK)
            self._add(BlockKind.IMAGE, content, self.parting)

    def end_cell(self, parting: str) -> None:
        """Add a cell, be it empty."""
        self._add(BlockKind.CELL, self._content, parting)
        self._begin()

    def _add(self, kind: BlockKind, content: Inline, parting: str) -> None:
        for style in reversed(self._styles[: self._opened]):
            if style is not None:
                content.close(style[0])
        manner = self.manner
        index = self.builder.add(
            kind, content, level=manner.level, language=manner.language, parting=parting
        )
        if index is None:
            self._waiting += [place for place, _ in self._marks]
            return
        self._settle(index)

    def add_run(self, run: Run) -> None:
        """Add paragraphs that are whole, where the flow `takes_lines` and `is_resting`."""
        if not run.texts:
            return
        self.builder.add_run(self.manner.kind, run)
        self.settle_at(run.starts[0], run.places)

    def settle_at(self, start: int, places: Sequence[tuple[str | Locator, int]]) -> None:
        """Leaves were added: the places that wait stand where the first begins, those in them are known."""
        for place in self._waiting:
            self._places.put(place, start)
        self._waiting.clear()
        for place, position in places:
            self._places.put(place, position)
        self._pause_in_time()

    def _settle(self, index: int) -> None:
        """The places that wait, and those in a leaf, are known now that it was added."""
        if self._waiting or self._marks:
            self._put_places(index)
        self._pause_in_time()

    @property
    def leaves_to_pause(self) -> int:
        """How many leaves may be added at once."""
        return max(1, self._pauses_at - self.builder.leaves)

    def _pause_in_time(self) -> None:
        if self.builder.leaves >= self._pauses_at:
            self._pauses_at = self.builder.leaves + LEAVES_PER_SLICE
            self._pause()

    def _put_places(self, index: int) -> None:
        start, end = self.builder.blocks.starts[index], self.builder.blocks.ends[index]
        for place in self._waiting:
            self._places.put(place, start)
        for place, offset in self._marks:
            self._places.put(place, min(start + offset, end))
        self._waiting.clear()

    def end(self) -> None:
        """The text ends, or this part of it: what stands after the last word stands at its end."""
        self.end_leaf()
        position = self.builder.length
        for place in self._waiting:
            self._places.put(place, position)
        self._waiting.clear()

    # --- lists ----------------------------------------------------------------------------

    def begin_list(self) -> None:
        """A list begins."""
        if not self._lists:
            self._leaves_before_list = self.builder.leaves
        self._lists += 1

    def end_list(self) -> None:
        """A list ends."""
        self._lists -= 1

    @property
    def parting(self) -> str:
        """What stands before the next leaf."""
        return self.parting_of_lines if self.manner.is_tight else BETWEEN_BLOCKS

    @property
    def parting_of_lines(self) -> str:
        """What stands before the next leaf if it stands in a list, line under line."""
        is_first = self.builder.leaves == self._leaves_before_list
        return BETWEEN_LINES if self._lists and not is_first else BETWEEN_BLOCKS
