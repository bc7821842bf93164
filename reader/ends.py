"""The two ends of a mark while they are changed: one of them moves, and they never meet.

An end moves by what a quotation may begin or end with: the first one goes to beginnings of words and
sentences, the last one to their ends. Nothing is stored here, and no screen is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations import segments
from annotations.model import Range
from reader import motions, surroundings

if TYPE_CHECKING:
    from annotations.document import Document
    from reader.layout.lines import Layout

MEET = "nothing would be left of the mark · o takes the other end"
NO_FURTHER = "the text goes no further"


class Ends:
    """A range of which one end moves. Methods answer with what there is to say, else nothing."""

    def __init__(self, document: Document, held: Range, *, language: str, near: int) -> None:
        """Begin.

        Args:
            document: The text.
            held: The range, not empty.
            language: Of the text, for its sentences.
            near: A position; the end nearer to it is the one that moves first.
        """
        self.document = document
        self.range = held
        self.moves_last = abs(near - held.end) <= abs(near - held.start)
        """False: the first end moves."""
        self._language = language
        self._goal_cells: int | None = None
        self._grown: list[Range] = []

    @property
    def head(self) -> int:
        """The end that moves."""
        return self.range.end if self.moves_last else self.range.start

    @property
    def other(self) -> int:
        """The end that stays."""
        return self.range.start if self.moves_last else self.range.end

    def swap(self) -> None:
        """Let the other end move."""
        self.moves_last = not self.moves_last
        self._goal_cells = None

    def move(self, motion: str, layout: Layout, page_rows: int) -> str:
        """Move the end by a motion of the action table."""
        head, goal = self.head, None
        if motion in motions.VERTICAL:
            rows = motions.rows_of(motion, page_rows)
            position, goal = motions.by_rows(layout, head, rows, self._goal_cells)
        elif motion == "line-end" and self.moves_last:
            position = motions.past_line(layout, head)
        elif motion in ("line-start", "line-end"):
            position = motions.in_line(layout, head, to_end=motion == "line-end")
        else:
            position = self._by_text(motion)
        if position == head:
            return NO_FURTHER
        said = self._put(position)
        self._goal_cells = goal if not said else self._goal_cells
        return said

    def point(self, position: int) -> str:
        """Put the nearer end at what is clicked, which the mark then holds; from now on that one moves."""
        self.moves_last = abs(position - self.range.end) <= abs(position - self.range.start)
        self._goal_cells = None
        text = self.document.text
        is_text = not text[position : position + 1].isspace()
        takes = self.moves_last and is_text
        return self._put(segments.cluster_end(text, position) if takes else position)

    def drag(self, anchor: int, position: int) -> str:
        """Take what the mouse has dragged over; the end it is at moves from now on."""
        held = Range(min(anchor, position), max(anchor, position))
        if not len(surroundings.trimmed(self.document.text, held)):
            return MEET
        self.range = held
        self.moves_last = position >= anchor
        self._goal_cells = None
        return ""

    def take(self, held: Range) -> str:
        """Take another range as a whole, such as the sentence; `shrink` goes back."""
        if not len(surroundings.trimmed(self.document.text, held)):
            return MEET
        self._grown.append(self.range)
        self.range = held
        self._goal_cells = None
        return ""

    def shrink(self) -> str:
        """Take back what was last taken as a whole."""
        if not self._grown:
            return "nothing to take back · o takes the other end"
        self.range = self._grown.pop()
        self._goal_cells = None
        return ""

    def _put(self, position: int) -> str:
        position = segments.snap(self.document.text, Range(position, position)).start
        first, last = (self.other, position) if self.moves_last else (position, self.other)
        if first >= last or not len(surroundings.trimmed(self.document.text, Range(first, last))):
            return MEET
        self.range = Range(first, last)
        return ""

    # --- where an end goes ------------------------------------------------------------------

    def _by_text(self, motion: str) -> int:
        own = {
            "word-forward": self._word_end,
            "word-end": self._word_end,
            "word-back": self._previous_word_end,
            "sentence-forward": self._sentence_end,
            "sentence-back": self._previous_sentence_end,
            "paragraph-forward": self._paragraph_end,
            "paragraph-back": self._previous_paragraph_end,
        }
        if self.moves_last and motion in own:
            return own[motion]()
        if motion == "word-end":
            motion = "word-forward"
        return motions.by_text(self.document, self.head, motion, self._language)

    def _word_end(self) -> int:
        return segments.word_end(self.document.text, self.head)

    def _previous_word_end(self) -> int:
        text, head = self.document.text, self.head
        start = segments.previous_word(text, head)
        if segments.word_end(text, start) >= head:
            start = segments.previous_word(text, start)
        return min(head, segments.word_end(text, start))

    def _sentence_end(self) -> int:
        document, head = self.document, self.head
        found = surroundings.sentence_after(document, head, self._language)
        return head if found is None else max(head, found.end)

    def _previous_sentence_end(self) -> int:
        document, head = self.document, self.head
        here = surroundings.sentence_at(document, max(0, head - 1), self._language)
        before = motions.by_text(document, here.start, "sentence-back", self._language)
        return min(head, surroundings.sentence_at(document, before, self._language).end)

    def _paragraph_end(self) -> int:
        document, head = self.document, self.head
        end = surroundings.block_range(document, head).end
        after = surroundings.block_after(document, head) if end <= head else None
        return max(head, after.end if after is not None else end)

    def _previous_paragraph_end(self) -> int:
        before = surroundings.block_before(self.document, self.head)
        return self.head if before is None else min(self.head, before.end)
