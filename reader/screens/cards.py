"""The panel's own keys: from card to card, to a mark's place, the panel's width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.screens.part import Part

if TYPE_CHECKING:
    from annotations.model import AnnotationId
    from reader.screens.reading import ReadingScreen
    from reader.widgets.panel import AnnotationPanel

PANEL_CELLS = range(24, 81)
"""Least and most width of the panel."""


class Cards(Part):
    """What the panel does."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self.is_wanted = True
        """The person has not hidden the panel."""
        self.wanted_cells: int | None = None
        """The width a person chose."""

    def show_panel(self) -> None:
        """Show the panel if it is hidden."""
        if not self.is_wanted:
            self.is_wanted = True
            self.screen.fit_panel()

    def do_switch_focus(self) -> None:
        """Into the panel and back."""
        if self.panel.has_focus:
            self.article.focus()
            return
        if self.panel.is_empty:
            self.say("no marks yet · s then 1 makes one")
            return
        self.show_panel()
        if self.panel.current is None:
            self.panel.current = self.panel.neighbour(0)
        self.panel.focus()

    def do_toggle_panel(self) -> None:
        """Show or hide the panel."""
        if self.panel.has_focus:
            self.article.focus()
        self.is_wanted = not self.is_wanted
        self.screen.fit_panel()

    def do_widen_panel(self) -> None:
        """Four cells more for the panel."""
        self._resize_panel(4)

    def do_narrow_panel(self) -> None:
        """Four cells less for the panel."""
        self._resize_panel(-4)

    def _resize_panel(self, cells: int) -> None:
        if self.screen.is_narrow:
            self.say("the panel lies below the text here · a wider window puts it beside")
            return
        self.show_panel()
        wanted = self.panel.size.width + cells
        self.wanted_cells = max(PANEL_CELLS.start, min(wanted, PANEL_CELLS.stop - 1))
        self.screen.fit_panel()

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
        self.panel.show(self.panel.neighbour(delta[motion]))
        mark = self.screen.marking.current_mark()
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
        self.article.focus()
        self.screen.jumped()

    def card_chosen(self, message: AnnotationPanel.Chosen) -> None:
        """A click on a card."""
        self.screen.bottom_line.say("")
        self.go_to(message.annotation)
        self.screen.show_state()

    def card_pointed(self, message: AnnotationPanel.Pointed) -> None:
        """A second click on a card."""
        self.panel.current = message.annotation
        self.panel.focus()

    def wheel_scrolls(self, message: AnnotationPanel.Wheeled) -> None:
        """The wheel scrolls the cards."""
        if self.panel.scroll_rows(message.rows):
            self.panel.update_rows()
            self.screen.noting.place_editor()
