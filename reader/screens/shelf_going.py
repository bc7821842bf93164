"""Going through the list of articles: from row to row, what is chosen, in which order, one step back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.screens.part import AnyPart
from reader.screens.wording import count_of, list_end
from reader.shelving import ORDERS, SHOWN

if TYPE_CHECKING:
    from reader.screens.library import LibraryScreen

_ORDERED = {
    "opened": "the last opened first · O by last change",
    "updated": "the last changed first · O by title",
    "title": "by title · O by marks",
    "marks": "the most marks first · O by last opened",
}


class ShelfGoing(AnyPart):
    """Moves in the list, and says how it is arranged."""

    def __init__(self, screen: LibraryScreen) -> None:
        self._screen = screen

    def do_article(self, motion: str) -> None:
        """Go from article to article."""
        view, last = self._screen.view, len(self._screen.shelving.found) - 1
        place = {
            "up": view.current - 1,
            "down": view.current + 1,
            "page-up": view.current - view.page_entries,
            "page-down": view.current + view.page_entries,
            "start": 0,
            "end": last,
        }[motion]
        was = view.current
        self.go_to(place)
        if view.current == was:
            self._screen.say(list_end(motion))

    def go_to(self, place: int) -> None:
        """Raise the article at a place of the list."""
        self._screen.view.show(len(self._screen.shelving.found), place, is_other=False)

    def do_choose_article(self) -> None:
        """Choose the current article beside others, or let it go."""
        screen = self._screen
        if screen.current is not None:
            screen.chosen ^= {screen.current.id}
            self.go_to(screen.view.current + 1)

    def do_choose_all_articles(self) -> None:
        """Choose all that are shown; none, if they all are."""
        screen = self._screen
        shown, chosen = {row.id for row in screen.shelving.found}, screen.chosen
        screen.chosen = chosen - shown if shown <= chosen else chosen | shown
        screen.view.update_rows()

    def do_order_articles(self) -> None:
        """The next order."""
        shelving = self._screen.shelving
        shelving.order = ORDERS[(ORDERS.index(shelving.order) + 1) % len(ORDERS)]
        shelving.arrange()
        # What comes first now is what was asked for.
        self._screen.show_found(0)
        self._screen.say(_ORDERED[shelving.order])

    def do_show_articles(self) -> None:
        """Show only the next status, after the last all again."""
        shelving, here = self._screen.shelving, self._screen.current
        shelving.status = SHOWN[(SHOWN.index(shelving.status) + 1) % len(SHOWN)]
        shelving.arrange()
        self._screen.show_found(self._screen.place_of(here))
        shown = f"only those {shelving.status}" if shelving.status else "all"
        self._screen.say(f"{shown}: {count_of(len(shelving.found), 'article')} · f shows others")

    async def do_back(self) -> None:
        """Take the filter away, what is chosen, or leave."""
        screen, shelving = self._screen, self._screen.shelving
        if screen.filtering.typed:
            await screen.filtering.clear()
        elif shelving.status:
            shelving.status = ""
            here = screen.current
            shelving.arrange()
            screen.show_found(screen.place_of(here))
        elif screen.chosen:
            screen.chosen.clear()
            screen.view.update_rows()
        elif len(screen.app.screen_stack) > 1:
            screen.host.leave(screen)
        else:
            screen.say("nothing to step back from · q quits")
