"""The caret in a text and what is selected there: by moving, by sentences, paragraphs and quotations.

The selection is a pair of positions between code points, anchor and head; the caret is the head.
What is left to others: where motions lead (`motions`), what stands around a position (`surroundings`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.model import Range
from reader import motions, surroundings

if TYPE_CHECKING:
    from annotations.document import Document
    from reader.layout.lines import Layout


class Selecting:
    """A text with a caret."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._caret = motions.first_position(document)
        self.anchor: int | None = None
        self.is_visual = False
        self._growth: list[tuple[int | None, int]] = []
        self._goal_cells: int | None = None

    def replace_document(self, document: Document) -> None:
        """The whole text is here, of which the former was the head; positions stay."""
        self.document = document
        self.caret = self.clamp(self.caret)

    def clamp(self, position: int) -> int:
        """The nearest place where a caret can stand: in a block, its end included."""
        held = surroundings.block_range(self.document, position)
        return max(held.start, min(position, held.end))

    @property
    def language(self) -> str:
        """Of the text."""
        return self.document.metadata.language

    # --- the selection ----------------------------------------------------------------------

    @property
    def caret(self) -> int:
        """The position of the caret; with a selection, its head."""
        return self._caret

    @caret.setter
    def caret(self, position: int) -> None:
        if position != self._caret:
            self._caret = position
            self._caret_moved()

    def _caret_moved(self) -> None:
        """The caret stands elsewhere."""

    @property
    def selection(self) -> Range | None:
        """What is selected; None if nothing, also where anchor and caret coincide."""
        if self.anchor is None or self.anchor == self.caret:
            return None
        return Range(min(self.anchor, self.caret), max(self.anchor, self.caret))

    @property
    def is_selecting_by_moving(self) -> bool:
        """True while motions select, or have selected: what is gone to is taken in."""
        return self.is_visual or (self.anchor is not None and not self._growth)

    def take_in(self, held: Range) -> None:
        """Extend the selection so that it holds a range, from the anchor or the caret on."""
        anchor = self.caret if self.anchor is None else self.anchor
        self.extend_to(held.end if held.end > anchor else held.start)

    def select(self, held: Range) -> None:
        """Select a range, growing from what there was; `shrink` goes back."""
        self._growth.append((self.anchor, self.caret))
        self.anchor, self.caret = held.start, held.end
        self._goal_cells = None

    def drop_selection(self) -> bool:
        """Let go of the selection; the caret returns to where growing began. False if there is none."""
        was = self.anchor is not None
        if self._growth:
            self.caret = self.clamp(self._growth[0][1])
        self._clear_selection()
        return was

    def _clear_selection(self) -> None:
        self.anchor = None
        self.is_visual = False
        self._growth.clear()

    def shrink(self) -> str:
        """Take back the last growth of the selection; what was selected by moving stays."""
        if not self._growth:
            if self.anchor is None:
                return "nothing is selected · s selects the sentence"
            return "nothing to take back · esc drops the selection"
        self.anchor, self.caret = self._growth.pop()
        self._goal_cells = None
        if self.anchor is None:
            self.is_visual = False
        return ""

    def swap_ends(self) -> str:
        """Go on selecting at the other end."""
        if self.anchor is None or self.selection is None:
            return "nothing is selected · v selects by moving"
        self.anchor, self.caret = self.caret, self.anchor
        self._goal_cells = None
        return ""

    def toggle_visual(self) -> None:
        """Begin to select by moving, or stop and keep what is selected."""
        self.is_visual = not self.is_visual
        if self.is_visual and self.anchor is None:
            self.anchor = self.caret
            self._growth.clear()

    def select_sentence(self) -> str:
        """The sentence at the caret; with whole sentences selected, the next one too."""
        document, language, chosen = self.document, self.language, self.selection
        if chosen is None:
            found = surroundings.sentence_at(document, self.caret, language)
            if not len(found):
                return "no sentence here · move to the text"
            self.select(found)
            return ""
        first = surroundings.sentence_at(document, chosen.start, language)
        last = surroundings.sentence_at(document, max(chosen.start, chosen.end - 1), language)
        whole = Range(min(first.start, chosen.start), max(last.end, chosen.end))
        if whole == chosen:
            after = surroundings.sentence_after(document, chosen.end, language)
            if after is None:
                return "the text ends here"
            whole = Range(chosen.start, after.end)
        self.select(whole)
        return ""

    def select_paragraph(self) -> str:
        """The paragraph at the caret; with whole paragraphs selected, the next one too."""
        document, chosen = self.document, self.selection
        first = surroundings.block_range(document, chosen.start if chosen else self.caret)
        last = first
        if chosen is not None:
            last = surroundings.block_range(document, max(chosen.start, chosen.end - 1))
        whole = Range(first.start, last.end)
        if chosen is not None and whole == chosen:
            after = surroundings.block_after(document, last.start)
            if after is None:
                return "the text ends here"
            whole = Range(chosen.start, after.end)
        if not len(whole):
            return "no paragraph here"
        self.select(whole)
        return ""

    def select_quotation(self, *, forward: bool = False) -> str:
        """The quotation around the caret, else the next one; selected already: the one around it.

        Args:
            forward: Take the next one in any case.
        """
        document, chosen = self.document, self.selection
        if not forward:
            found = surroundings.quotation_at(document, chosen.start if chosen else self.caret)
            if chosen is not None and found == chosen:
                found = surroundings.quotation_around(document, chosen)
                if found is None:
                    return 'no quotation around this one · " goes to the next'
            if found is not None:
                self.select(found)
                return ""
        found = surroundings.quotation_after(document, chosen.end if chosen else self.caret)
        if found is None:
            return "no quotation follows · s selects the sentence"
        self.select(found)
        return ""

    # --- moving -----------------------------------------------------------------------------

    def go_to(self, position: int) -> None:
        """Put the caret at a position; what was selected is dropped."""
        self._clear_selection()
        self._goal_cells = None
        self.caret = self.clamp(position)

    def move(self, motion: str, layout: Layout, page_rows: int) -> None:
        """Move the caret by a motion of the action table; while selecting by moving, select."""
        if self.is_visual:
            self.extend(motion, layout, page_rows)
            return
        position, goal = self._after(motion, layout, page_rows)
        self.go_to(position)
        self._goal_cells = goal

    def extend(self, motion: str, layout: Layout, page_rows: int) -> None:
        """Move the caret and select what it passes."""
        position, goal = self._after(motion, layout, page_rows)
        if motion == "line-end":
            position = motions.past_line(layout, self.caret)
        self.extend_to(position)
        self._goal_cells = goal

    def extend_to(self, position: int, anchor: int | None = None) -> None:
        """Select from the anchor (given, kept, or the caret) to a position, as a mouse does."""
        self._growth.clear()
        self._goal_cells = None
        if anchor is not None:
            self.anchor = anchor
        elif self.anchor is None:
            self.anchor = self.caret
        self.caret = self.clamp(position)

    def _after(self, motion: str, layout: Layout, page_rows: int) -> tuple[int, int | None]:
        """Where a motion leads, and the column to keep."""
        if motion in motions.VERTICAL:
            rows = motions.rows_of(motion, page_rows)
            return motions.by_rows(layout, self.caret, rows, self._goal_cells)
        if motion in ("line-start", "line-end"):
            return motions.in_line(layout, self.caret, to_end=motion == "line-end"), None
        return motions.by_text(self.document, self.caret, motion, self.language), None
