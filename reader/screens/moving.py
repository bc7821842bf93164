"""Moving the caret and selecting, by key and by mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations import segments
from reader.screens.part import Part

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.layout.lines import Layout
    from reader.widgets.article import ArticleView
    from reader.widgets.bars import Ruler


_SIDES = {"left": "right", "right": "left"}
"""An arrow goes to where it points, also in text that runs to the left."""

_BACKWARDS = frozenset(
    ("left", "up", "page-up", "half-up", "word-back", "sentence-back", "paragraph-back", "start")
)
"""Motions towards the beginning of the text."""


class Moving(Part):
    """Where the caret goes and what is selected."""

    def do_move(self, motion: str) -> None:
        """Move the caret."""
        if motion in ("start", "end"):
            self.screen.going.leave()
        self._moved(motion, self.session.move)

    def do_extend(self, motion: str) -> None:
        """Move the caret and select what it passes."""
        self._moved(motion, self.session.extend)

    def _moved(self, motion: str, move: Callable[[str, Layout, int], None]) -> None:
        page, layout = self.article.page_rows, self.article.lines_layout
        if motion in _SIDES and layout.runs_left(self.session.caret):
            motion = _SIDES[motion]
        stood = self._stand()
        move(motion, layout, page)
        rows = {
            "page-down": page,
            "page-up": -page,
            "half-down": page // 2,
            "half-up": -(page // 2),
        }
        if motion in rows:
            self.article.scroll_rows(rows[motion])
        self.article.follow()
        if self._stand() == stood:
            self.say(self._why_not(motion))

    def _stand(self) -> tuple[object, ...]:
        """All that a motion may change."""
        return self.session.caret, self.session.selection, self.article.top

    def _why_not(self, motion: str) -> str:
        """Why a motion leads nowhere."""
        if motion in ("line-start", "line-end"):
            return f"the line {'begins' if motion == 'line-start' else 'ends'} here"
        if motion in _BACKWARDS:
            return "the text begins here"
        is_whole = self.session.article is not None
        return "the text ends here" if is_whole else "the rest is still being loaded"

    def do_select_sentence(self) -> None:
        """Select the sentence, or one more."""
        self.selected(self.session.select_sentence())

    def do_select_paragraph(self) -> None:
        """Select the paragraph, or one more."""
        self.selected(self.session.select_paragraph())

    def do_select_quotation(self) -> None:
        """Select the quotation here, else the next one."""
        self.selected(self.session.select_quotation())

    def do_select_next_quotation(self) -> None:
        """Select the next quotation."""
        self.selected(self.session.select_quotation(forward=True))

    def do_toggle_visual(self) -> None:
        """Begin or end selecting by moving."""
        self.session.toggle_visual()

    def do_shrink(self) -> None:
        """Take back the last growth of the selection."""
        self.selected(self.session.shrink())

    def do_swap_ends(self) -> None:
        """Go on selecting at the other end."""
        message = self.session.swap_ends()
        if message:
            self.say(message)
        else:
            self.article.follow()

    def selected(self, message: str = "") -> None:
        """Show the selection, its beginning first; say something."""
        if message:
            self.say(message)
        chosen = self.session.selection
        if chosen is not None:
            # Both ends in view where they fit: the beginning is what one reads first.
            self.article.reveal(self.article.row_of(chosen.end))
            self.article.reveal(self.article.row_of(chosen.start))

    def mouse_selects(self, message: ArticleView.Selecting) -> None:
        """A drag selects."""
        self.screen.bottom_line.say("")
        self.session.is_visual = False
        self.session.extend_to(message.position, message.anchor)
        self.screen.show_state()

    def mouse_points(self, message: ArticleView.Pointed) -> None:
        """A click sets the caret, takes the word or the paragraph."""
        self.screen.bottom_line.say("")
        session, text = self.session, self.session.document.text
        chosen = session.selection
        is_on_chosen = chosen is not None and chosen.start <= message.position < chosen.end
        if message.extends:
            session.extend_to(message.position)
        elif message.then == "palette" and is_on_chosen:
            pass  # What is wanted is wanted of the selection.
        elif message.clicks == 1:
            session.is_visual = False
            session.go_to(message.position)
        elif message.clicks == 2:  # noqa: PLR2004  # a double click
            session.drop_selection()
            word = segments.word_at(text, message.position)
            if len(word):
                session.select(word)
        else:
            session.drop_selection()
            session.go_to(message.position)
            session.select_paragraph()
        self.screen.show_state()

    def wheel_scrolls(self, message: ArticleView.Wheeled) -> None:
        """The wheel scrolls; the caret stays in view unless something is selected."""
        if self.article.scroll_rows(message.rows):
            if self.session.selection is None:
                self.article.keep_caret_in_view()
            self.screen.show_state()

    def ruler_points(self, message: Ruler.Pointed) -> None:
        """The scroll bar goes to its place."""
        if message.begins:
            self.screen.going.leave()
        position = int(message.share * len(self.session.document.text))
        self.article.put_at_top(self.session.clamp(position))
        if self.session.selection is None:
            self.article.keep_caret_in_view()
        self.screen.show_state()

    def do_next_mark(self) -> None:
        """To the next mark."""
        self.screen.jumped(self.session.go_to_next_mark())

    def do_previous_mark(self) -> None:
        """To the mark before."""
        self.screen.jumped(self.session.go_to_previous_mark())
