"""What the reading screen shows around text and cards: top line, hints, scroll bar, all brought up to date.

A hundred keys typed at once are handled one after the other and shown once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.events import Callback

from annotations.whereabouts import NOWHERE, whereabouts_in
from reader.screens.mode import MarkMode
from reader.screens.part import Part
from reader.screens.wording import Situation, count_of, hints_for, per_cent, time_left

if TYPE_CHECKING:
    from annotations.model import Colour
    from annotations.whereabouts import Whereabouts
    from reader.screens.reading import ReadingScreen
    from reader.screens.wording import Hints
    from reader.widgets.rows import Row


class Showing(Part):
    """Brings the screen to what the session is."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self._is_due = False
        self._ruler_marks: tuple[int, dict[int, Colour | None]] | None = None
        self._stopped: tuple[str, Row] | None = None
        """What was said of where one stopped, and what was at the top then."""

    def forget_ruler(self) -> None:
        """The marks, or the text, are others."""
        self._ruler_marks = None

    def show_state(self) -> None:
        """Bring everything to what the session is now, once the keys that are waiting are done."""
        if not self._is_due:
            self._is_due = True
            # As `call_later` does, which for each call looks anew how many parameters it takes.
            self.screen.post_message(Callback(callback=self._show_state))

    def _show_state(self) -> None:
        self._is_due = False
        self.article.remember_place()
        self.article.update_rows()
        self.screen.ends.show()
        self.screen.arranging.show_head()
        mode = self.screen.mode
        # A protocol takes long to say no.
        if mode is not None and isinstance(mode, MarkMode):
            self.panel.show(mode.annotation)
        elif (
            not self.screen.is_in_panel
            and self.screen.asked_from is not self.panel
            and self.panel.editing is None
        ):
            self.screen.arranging.follow()
        else:
            self.panel.show(self.panel.current)
            self.screen.arranging.learn_meanings()
        self._show_top()
        self.show_hints()
        self._show_ruler()
        self.screen.going.stand()

    def seen_share(self) -> float:
        """How much of the text is above the bottom of the view, 0 to 1."""
        length = len(self.session.document.text)
        seen = self.article.visible_range().end
        # Empty lines may follow what can be seen.
        return 1.0 if seen >= min(length - 1, self.session.clamp(length)) else seen / length

    def say_where_one_stopped(self) -> None:
        """Greet who opens the article again."""
        count = count_of(self.session.mark_count, "mark")
        self.say(f"{count}; you stopped at {per_cent(self.seen_share())}")
        self._stopped = self.screen.bottom_line.message, self.article.top

    def _say_again_where(self) -> None:
        """The panel may take rows from the text: the lines above and below agree also then."""
        if self._stopped == (self.screen.bottom_line.message, self.article.top):
            self.say_where_one_stopped()
        else:
            self._stopped = None

    def _title(self) -> str:
        past, title = self.session.past, self.screen.article_title
        return f"{title} · the text of {past}" if past else title

    def _show_top(self) -> None:
        if self._stopped is not None:
            self._say_again_where()
        count = self.session.mark_count
        share = self.seen_share()
        left = time_left(round((1 - share) * len(self.session.document.text)))
        parts = [
            self.screen.searching.state(),
            count_of(count, "mark") if count else "",
            per_cent(share),
        ]
        if not self.screen.is_narrow:
            parts.append(left)
        self.screen.top_line.show(self._title(), " · ".join(part for part in parts if part))

    def show_hints(self) -> None:
        """Say which keys are worth knowing here."""
        if self.screen.mode is not None:
            self._show_hints(*self.screen.mode.hints())
            return
        session = self.session
        situation = Situation(
            is_noting=self.panel.editing is not None,
            is_in_panel=self.screen.is_in_panel,
            is_selecting=session.selection is not None or session.is_visual,
            is_on_mark=session.mark_at_caret() is not None,
            has_marks=len(session.marks) > 0,
            can_add=session.selection is not None and session.last_mark() is not None,
            stack=self.screen.ends.stack(),
            is_searching=self.screen.searching.is_showing,
            has_relations=self.screen.is_in_panel and self.screen.relating.has_relations,
            is_filtering=self.screen.arranging.is_asking,
            is_filtered=session.arrangement.view.query is not None,
            chosen=len(session.arrangement.choice),
            hyperlink=self.screen.following.described(),
        )
        sign, hints = hints_for(situation)
        self._show_hints(sign, self.screen.keymap.hints(self.screen.place, hints))

    def _show_hints(self, sign: str, hints: Hints) -> None:
        aside = self.screen.sticky.aside()
        if self.screen.appearance.is_zen:
            # The signs of modes stay: no mode without one.
            hints, aside = [], [(key, text) for key, text in aside if key]
        self.screen.bottom_line.show(sign, hints, aside, self._where())

    def _where(self) -> Whereabouts:
        """The place of the caret, but for where many keys are worth a hint, or a card says it."""
        session, screen = self.session, self.screen
        is_busy = screen.mode is not None or screen.is_in_panel or session.selection is not None
        if is_busy or screen.appearance.is_zen:
            return NOWHERE
        return whereabouts_in(session.document, session.caret)

    def _show_ruler(self) -> None:
        height = self.screen.ruler.size.height
        if not height:
            return
        length = max(1, len(self.session.document.text))
        if self._ruler_marks is None or self._ruler_marks[0] != height:
            self._ruler_marks = (height, self._marks_by_row(height, length))
        start = self.article.visible_range().start
        hits = self.screen.searching.ruler_rows(height)
        self.screen.ruler.show(start / length, self.seen_share(), self._ruler_marks[1], hits)

    def _marks_by_row(self, height: int, length: int) -> dict[int, Colour | None]:
        """The colour of the first mark in each row of the scroll bar: O(rows), however many marks."""
        rows: dict[int, Colour | None] = {}
        for row in range(height):
            first, last = length * row // height, length * (row + 1) // height
            found = self.session.marks.start_after(first - 1)
            if found is not None and found[0] < last:
                rows[row] = found[1].colour
        return rows
