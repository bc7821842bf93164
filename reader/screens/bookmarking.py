"""Bookmarks: set and taken away at the caret, listed, gone to."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from annotations.errors import PostilError
from reader.actions import Place
from reader.screens.part import Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.library import Library
    from annotations.model import ArticleId
    from reader.bookmarks import Bookmarks, Placed
    from reader.screens.listed import Listing
    from reader.screens.listing import ListingScreen
    from reader.screens.reading import ReadingScreen
    from reader.widgets.list_view import ListRow

PATIENCE_S = 0.25
"""How long keys wait for a write before reading goes on without it."""

ROW_CELLS = 100
"""Widest row of the list."""


class Bookmarking(Part):
    """The bookmarks of the article."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self._held: Bookmarks | None = None
        """None as long as none are known."""
        self._pending: asyncio.Task[None] | None = None
        self._deleted: list[Placed] = []
        """In the list that is open, or was open last; what was deleted last at the end."""
        screen.when_text_changes.append(self._begin_anew)

    # --- what there is ----------------------------------------------------------------------

    @property
    def _known(self) -> tuple[Library, ArticleId] | None:
        library, article = self.session.library, self.session.article
        return None if library is None or article is None else (library, article.id)

    def begin(self) -> None:
        """The library is here: read the bookmarks beside the screen."""
        self.screen.run_worker(self.load(), group="bookmarks", exclusive=True)

    def _begin_anew(self) -> None:
        self._show(None)
        self.begin()

    async def load(self) -> None:
        """Read the bookmarks of the article and show them in the margin."""
        known = self._known
        if known is None:
            return
        document, held = self.session.document, self._held

        def read() -> Bookmarks | None:
            found = known[0].bookmarks(known[1])
            if not found and held is None:
                return None
            from reader.bookmarks import place  # noqa: PLC0415  # few articles have any

            return place(found, document)

        try:
            found = await asyncio.to_thread(read)
        except PostilError:
            return  # Said where the person sets one; the margin only shows what is known.
        if self._held is held:
            # Else one was set or taken away meanwhile, which is newer.
            self._show(found)

    def _show(self, held: Bookmarks | None) -> None:
        self._held = held
        self.article.painter.bookmarks = held.positions if held is not None else ()
        self.screen.show_state()

    # --- setting ----------------------------------------------------------------------------

    async def do_bookmark(self) -> None:
        """Set a bookmark at the caret, or take away the one on its line."""
        from reader.bookmarks import place_at  # noqa: PLC0415  # not before the first

        if self._pending is not None:
            self.say("the last bookmark is still being written · try again in a moment")
            return
        place = place_at(self.session.document, self.session.caret)
        if place is None:
            self.say("no text here to find again · move to the text")
            return
        unit, line = self.article.row_of(place.start)
        held = self.article.lines_layout.lines(unit)[line]
        task = asyncio.create_task(self._toggle(place.start, held.start, held.end))
        self._pending = task
        await asyncio.wait((task,), timeout=PATIENCE_S)
        if not task.done():
            self.say(
                "still writing …"
                if self.screen.library_here.is_set()
                else "the text is still being loaded · the bookmark follows"
            )

    async def _toggle(self, position: int, start: int, end: int) -> None:
        from reader.bookmarks import Bookmarks, place_at  # noqa: PLC0415  # there already

        try:
            await self.screen.library_here.wait()
            known = self._known
            assert known is not None
            library, article = known
            held = self._held or Bookmarks()
            there = held.between(start, max(end, position + 1))
            if there:
                await asyncio.wrap_future(
                    library.remove_bookmarks([each.bookmark.id for each in there])
                )
                self._show(held.without(there))
                self.say("bookmark taken away · m sets it again")
                return
            document = self.session.document
            # Anew: of the head of a text it was not known what follows.
            place = place_at(document, position)
            assert place is not None
            section = document.section(position)
            bookmark = await asyncio.wrap_future(library.add_bookmark(article, place, section))
            self._show((self._held or Bookmarks()).with_one(bookmark))
            self.say(f"bookmark at {_named(section, place.quote)} · ' lists them")
        except PostilError as error:
            self.screen.say_error(error)
        finally:
            self._pending = None

    # --- the list ---------------------------------------------------------------------------

    async def do_bookmarks(self) -> None:
        """List the bookmarks; one that is chosen is gone to."""
        if self._known is None:
            self.say("the article is still being loaded · try again in a moment")
            return
        await self.load()
        if self._held is None or not self._held.entries:
            self.say("no bookmarks yet · m sets one")
            return
        from reader.screens.listing import ListingScreen  # noqa: PLC0415  # not needed to read

        self._deleted.clear()
        self.screen.app.push_screen(ListingScreen(self.look, self._listing(self._held)), self._go)

    def _go(self, taken: Sequence[Placed] | None) -> None:
        if not taken:
            return
        position = taken[0].position
        if position is None:
            self.say("its words are no longer in the text · x in the list deletes it")
        else:
            self.screen.going.go_to(position)

    def _listing(self, held: Bookmarks) -> Listing[Placed]:
        from reader.screens.listed import ListAction, Listing  # noqa: PLC0415  # as above

        set_anew = self.screen.keymap.said(Place.TEXT, "m sets one")
        return Listing(
            title=f"Bookmarks · {self.screen.article_title}",
            entries=held.entries,
            row=self._row,
            text=lambda each: f"{each.bookmark.section} {self._words(each)}",
            thing="bookmark",
            lines=2,
            current=self._nearest(held),
            actions=[
                ListAction("x", "delete", self._delete),
                ListAction("u", "", self._bring_back, is_of_list=True),
            ],
            keyboard=self.screen.keymap.keyboard,
            empty=f"no bookmarks left · esc goes back, {set_anew}",
            widest_cells=ROW_CELLS,
        )

    def _nearest(self, held: Bookmarks) -> int:
        """The number of the first bookmark from the top of the view on, else of the last."""
        top = self.article.first_visible()
        before = sum(position < top for position in held.positions)
        return min(before, max(0, len(held.positions) - 1))

    def _words(self, each: Placed) -> str:
        from reader.bookmarks import words_of  # noqa: PLC0415  # there already

        return words_of(each, self.session.document, self.session.language)

    def _row(self, each: Placed) -> ListRow:
        from reader.screens.wording import per_cent  # noqa: PLC0415  # as above
        from reader.widgets.list_view import ListRow  # noqa: PLC0415  # as above

        look, position = self.look, each.position
        where = "no longer in the text"
        if position is not None:
            where = per_cent(position / max(1, len(self.session.document.text)))
        words, section = self._words(each), each.bookmark.section
        if position is not None and words == section:
            # Upon the heading itself: what it is about says more than the same once again.
            from reader.bookmarks import words_after  # noqa: PLC0415  # there already

            section = words_after(self.session.document, position)
        return ListRow(
            [(words, look.text if position is not None else look.muted)],
            second=[(section, look.muted)],
            second_right=[(where, look.muted)],
        )

    async def _delete(self, screen: ListingScreen[Placed], taken: Sequence[Placed]) -> None:
        known = self._known
        assert known is not None
        await asyncio.wrap_future(known[0].remove_bookmarks([each.bookmark.id for each in taken]))
        if self._held is not None:
            self._show(self._held.without(taken))
            screen.replace(self._held.entries)
        # Where its words stand no longer there is nothing to bring back.
        self._deleted.extend(each for each in taken if each.position is not None)
        way_back = "" if taken[-1].position is None else " · u brings it back"
        screen.say(f"bookmark deleted{way_back}")

    async def _bring_back(self, screen: ListingScreen[Placed], taken: Sequence[Placed]) -> None:
        """Set the bookmark anew that was deleted last in this list."""
        from reader.bookmarks import Bookmarks, place_at  # noqa: PLC0415  # there already

        del taken
        known = self._known
        assert known is not None
        if not self._deleted:
            screen.say("no bookmark was deleted here · esc goes back")
            return
        gone = self._deleted[-1]
        assert gone.position is not None
        place = place_at(self.session.document, gone.position)
        assert place is not None
        bookmark = await asyncio.wrap_future(
            known[0].add_bookmark(known[1], place, gone.bookmark.section)
        )
        self._deleted.pop()
        held = (self._held or Bookmarks()).with_one(bookmark)
        self._show(held)
        screen.replace(held.entries)
        screen.say("the bookmark is back")


def _named(section: str, words: str) -> str:
    """What a bookmark is called: its section, else how its text begins."""
    from reader.planning import in_quotes  # noqa: PLC0415  # there already

    return in_quotes(section or words)
