"""The panel's own keys: from card to card, to a mark's place, the panel's width."""

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


BELOW = "the panel lies below the text here · a wider window puts it beside"


class Cards(Part):
    """What the panel does."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self.panel.keymap = lambda: screen.keymap
        self.is_wanted = True
        """The person has not hidden the panel."""
        self.wanted_cells: int | None = None
        """The width a person chose."""

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
        """Four cells more for the panel."""
        self._resize_panel(4)

    def do_narrow_panel(self) -> None:
        """Four cells less for the panel."""
        self._resize_panel(-4)

    def _resize_panel(self, cells: int) -> None:
        if self.screen.is_narrow:
            self.say(BELOW)
            return
        self.show_panel()
        self._set_width(self.cells_of(self.screen.size.width) + cells)

    def _set_width(self, cells: int) -> None:
        self.wanted_cells = cells
        self.wanted_cells = self.cells_of(self.screen.size.width)
        self.screen.fit_panel()

    def rule_dragged(self, message: RuleLine.Dragged) -> None:
        """The mouse drags the rule between text and panel."""
        if self.screen.is_narrow:
            self.say(BELOW)
        else:
            self._set_width(self.panel.region.right - message.column - 1)

    def cells_of(self, screen_cells: int) -> int:
        """The width of the panel beside the text in a window of this width."""
        wanted = self.wanted_cells or round(screen_cells * PANEL_SHARE)
        most = min(PANEL_CELLS.stop - 1, screen_cells - TEXT_CELLS)
        return max(PANEL_CELLS.start, min(wanted, most))

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
