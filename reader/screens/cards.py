"""The panel's own keys: from card to card, to a mark's place, the panel's width, or its height below the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.screens.part import Part

if TYPE_CHECKING:
    from annotations.model import AnnotationId
    from reader.screens.reading import ReadingScreen
    from reader.widgets.bars import RuleLine
    from reader.widgets.panel import AnnotationPanel

PANEL_CELLS = range(24, 81)
"""Least and most width of the panel."""

PANEL_SHARE = 0.32
"""Of the window's width, at first."""

TEXT_CELLS = 44
"""What the panel leaves of a wide window at the least."""

PANEL_ROWS = 3
"""The least height of the panel where it lies below the text: a card's quotation, and what it has."""

TEXT_ROWS = 5
"""What it leaves to the text then."""

OTHER_ROWS = 5
"""Of the window: the lines at its top and bottom, two left free, and the rule."""

STEP_CELLS, STEP_ROWS = 4, 2
"""By how much a key makes the panel larger or smaller."""


class Cards(Part):
    """What the panel does."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self.panel.keymap = lambda: screen.keymap
        self.is_wanted = True
        """The person has not hidden the panel."""
        self.wanted_cells: int | None = None
        """The width a person chose."""
        self.wanted_rows: int | None = None
        """The height a person chose, for where the panel lies below the text."""

    def show_panel(self) -> bool:
        """Show the panel if it is hidden; False, and it is said, if there is no room for it."""
        self.screen.appearance.leave_zen()
        if not self.is_wanted:
            self.is_wanted = True
            self.screen.fit_panel()
        if not self.panel.display:
            self.say("no room for the panel · a higher window shows it")
        return self.panel.display

    def do_switch_focus(self) -> None:
        """Into the panel and back."""
        if self.screen.is_in_panel:
            self.screen.set_focus(self.article)
            return
        if self.panel.is_empty:
            self.say("no marks yet · s then 1 makes one")
            return
        if not self.show_panel():
            return
        if self.panel.current is None:
            self.panel.current = self.panel.neighbour(0)
        self.screen.set_focus(self.panel)

    def do_toggle_panel(self) -> None:
        """Show or hide the panel."""
        if self.screen.is_in_panel:
            self.screen.set_focus(self.article)
        if not self.is_wanted or self.screen.appearance.is_zen:
            self.show_panel()
            return
        if not self.panel.display:
            self.say("no room for the panel · a higher window shows it")
            return
        self.is_wanted = False
        self.screen.fit_panel()

    def do_widen_panel(self) -> None:
        """A larger panel."""
        self._resize_panel(1)

    def do_narrow_panel(self) -> None:
        """A smaller panel."""
        self._resize_panel(-1)

    def _resize_panel(self, steps: int) -> None:
        if not self.show_panel():
            return
        if self.panel.is_empty and self.screen.is_narrow:
            self.say("no marks yet · s then 1 makes one")
            return
        before = self._extent()
        if self.screen.is_narrow:
            self._set_rows(before + steps * STEP_ROWS)
        else:
            self._set_width(before + steps * STEP_CELLS)
        if self._extent() == before:
            self.say(f"the panel is as {'large' if steps > 0 else 'small'} as it can be here")

    def _extent(self) -> int:
        """The height of the panel below the text, else its width."""
        width, height = self.screen.size
        return self.rows_of(height) if self.screen.is_narrow else self.cells_of(width)

    def _set_width(self, cells: int) -> None:
        self.wanted_cells = cells
        self.wanted_cells = self.cells_of(self.screen.size.width)
        self.screen.fit_panel()

    def _set_rows(self, rows: int) -> None:
        self.wanted_rows = rows
        self.wanted_rows = self.rows_of(self.screen.size.height)
        self.screen.fit_panel()

    def rule_dragged(self, message: RuleLine.Dragged) -> None:
        """The mouse drags the rule between text and panel."""
        if not self.screen.is_narrow:
            self._set_width(self.panel.region.right - message.column - 1)
        elif not self.panel.is_empty:
            self._set_rows(self.panel.region.bottom - message.row - 1)

    def cells_of(self, screen_cells: int) -> int:
        """The width of the panel beside the text in a window of this width."""
        wanted = self.wanted_cells or round(screen_cells * PANEL_SHARE)
        most = min(PANEL_CELLS.stop - 1, screen_cells - TEXT_CELLS)
        return max(PANEL_CELLS.start, min(wanted, most))

    def rows_of(self, screen_rows: int) -> int:
        """The height of the panel below the text in a window of this height."""
        wanted = self.wanted_rows or (screen_rows - 3) // 3
        return max(PANEL_ROWS, min(wanted, screen_rows - OTHER_ROWS - TEXT_ROWS))

    def do_card(self, motion: str) -> None:
        """Go from card to card."""
        page, many = self.panel.cards_in_view(), self.panel.item_count()
        delta = {
            "up": -1,
            "down": 1,
            "page-up": -page,
            "page-down": page,
            "start": -many,
            "end": many,
        }
        following = self.panel.neighbour(delta[motion])
        if following is not None and following == self.panel.current:
            self.say("the first card" if delta[motion] < 0 else "the last card")
        self.show_card(following)
        self.screen.choosing.moved()

    def show_card(self, annotation_id: AnnotationId | None) -> None:
        """Go to a card, with its place in the text in view."""
        self.panel.show(annotation_id)
        mark = self.session.marks.get(annotation_id) if annotation_id is not None else None
        if mark is not None and mark.start is not None:
            self.article.reveal(self.article.row_of(mark.start), centre=True)

    def do_go_to_card(self) -> None:
        """To the place of the focused card's mark."""
        if self.panel.current is not None:
            self.go_to(self.panel.current)

    def go_to(self, annotation_id: AnnotationId) -> None:
        """To the place of a mark in the text."""
        mark = self.session.marks.get(annotation_id)
        if mark is None:
            return
        if mark.start is None:
            self.say("this mark is not found in the text · its quote stands on the card")
            return
        self.session.is_visual = False
        self.session.go_to(mark.start)
        self.screen.set_focus(self.article)
        self.screen.jumped()

    def card_chosen(self, message: AnnotationPanel.Chosen) -> None:
        """A click on a card."""
        self.screen.bottom_line.say("")
        self.go_to(message.annotation)
        self.screen.show_state()

    def card_pointed(self, message: AnnotationPanel.Pointed) -> None:
        """A second click on a card."""
        self.screen.bottom_line.say("")
        self.panel.current = message.annotation
        self.screen.set_focus(self.panel)
        self.screen.show_state()

    def card_toggled(self, message: AnnotationPanel.Toggled) -> None:
        """A click with ctrl: one of several."""
        self.screen.bottom_line.say("")
        self.panel.current = message.annotation
        self.screen.set_focus(self.panel)
        self.screen.choosing.toggle(message.annotation)

    def wheel_scrolls(self, message: AnnotationPanel.Wheeled) -> None:
        """The wheel scrolls the cards."""
        if self.panel.scroll_rows(message.rows):
            self.panel.update_rows()
            self.screen.noting.place_editor()
