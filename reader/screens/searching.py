"""Searching the text: what is shown of a search, and going from hit to hit."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from annotations.errors import PostilError
from reader.screens.part import Part

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence

    from annotations.model import Range
    from reader.hits import Next
    from reader.screens.reading import ReadingScreen
    from reader.screens.search_typing import Typing
    from reader.searching import Query
    from reader.seeking import Search
    from reader.widgets.hits import ShownHit
    from reader.widgets.prompts import Prompt

PATIENCE_S = 0.25
"""How long keys wait for a hit before the search goes on without them."""

QUERIES_KEPT = 100
"""Earlier searches that the prompt offers."""


class Searching(Part):
    """The search whose hits are shown, and the earlier ones."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self.earlier: list[Query] = []
        """What was searched for, the last at the end."""
        self.shown: Search | None = None
        """The search whose hits are shown."""
        self.current: Range | None = None
        """The hit gone to last, or followed while a search is typed."""
        self.typing: Typing | None = None
        """What is being typed, while the prompt is open."""
        self._going: asyncio.Task[None] | None = None
        self._is_overlaid = False

    # --- a search ---------------------------------------------------------------------------

    def begin(self, query: Query, position: int) -> Search:
        """Search the text from a position on; its hits are not shown yet."""
        from reader.seeking import Search  # noqa: PLC0415  # not before the first search

        return Search(query, self.session.document, position, self.screen.show_state)

    def show(self, search: Search | None, current: Range | None = None) -> None:
        """Show the hits of a search, or of none."""
        if search is not None and not self._is_overlaid:
            from reader.widgets.hits import HitsOverlay  # noqa: PLC0415  # likewise

            self._is_overlaid = True
            self.article.painter.overlays.append(HitsOverlay(self.look, self))
        if self.shown is not None and self.shown is not search:
            self.shown.stop()
            self._stop_going()
        self.shown, self.current = search, current

    def clear(self) -> bool:
        """Show no hits any more; False if there were none."""
        is_going = self._going is not None and not self._going.done()
        self._stop_going()
        if self.shown is None:
            return is_going
        self.show(None)
        return True

    def forget_places(self) -> None:
        """Another text is here: what was found in the former is no place in it."""
        self._stop_going()
        self.current = None

    def _stop_going(self) -> None:
        if self._going is not None and self._going is not asyncio.current_task():
            self._going.cancel()

    def remember(self, query: Query) -> None:
        """Keep a query for the prompt and for `n`."""
        if query in self.earlier:
            self.earlier.remove(query)
        self.earlier.append(query)
        del self.earlier[:-QUERIES_KEPT]

    # --- what is shown ----------------------------------------------------------------------

    @property
    def is_showing(self) -> bool:
        """True while hits are shown."""
        return self.shown is not None

    def hits_upon(self, start: int, end: int) -> Sequence[ShownHit]:
        """The hits on a line; the one gone to is not told apart in a selection."""
        if self.shown is None:
            return ()
        current, chosen = self.current, self.session.selection
        if current is not None and chosen is not None and chosen.overlaps(current):
            current = None
        return [
            (first, last, current is not None and first == current.start)
            for first, last in self.shown.hits.within(start, end)
        ]

    def ruler_rows(self, height: int) -> frozenset[int]:
        """The rows of the scroll bar with hits."""
        return frozenset() if self.shown is None else self.shown.hits.rows(height)

    def state(self) -> str:
        """`3 of 17`, for the line above the text; empty without a search."""
        search, session, typing = self.shown, self.session, self.typing
        if typing is not None:
            typing.renew()
        if search is None:
            return ""
        if search.document is not session.document:
            # The whole text is here, of which the former was the head.
            search.renew(session.document, session.caret)
        visible = self.article.visible_range()
        search.show(visible.start, visible.end)
        return self.said(search, self._current_here() if typing is None else self.current)

    def said(self, search: Search, current: Range | None) -> str:
        """How many hits a search has, and which of them is the current one."""
        hits = search.hits
        if not len(hits):
            is_through = hits.is_complete and self.screen.library_here.is_set()
            return "not found" if is_through else "searching …"
        count = f"{len(hits):,}" + ("+" if hits.is_full else "" if hits.is_complete else " …")
        number = None if current is None else hits.number_of(current.start)
        if number is None:
            return f"{count} {'hit' if count == '1' else 'hits'}"
        return f"{number:,} of {count}"

    def _current_here(self) -> Range | None:
        """The hit gone to last, if the caret is still there."""
        current, session = self.current, self.session
        if current is None:
            return None
        places = {session.clamp(current.start), session.clamp(current.end)}
        return current if session.caret in places else None

    # --- going ------------------------------------------------------------------------------

    async def do_search(self) -> None:
        """Ask what to search for; the view follows what is typed."""
        from reader.screens.search_typing import Typing  # noqa: PLC0415  # not before the first search
        from reader.widgets.search_prompt import SearchPrompt  # noqa: PLC0415  # likewise

        typing = Typing(self)
        prompt = SearchPrompt(self.look, self.earlier, typing)
        typing.prompt = prompt

        async def answered(prompt: Prompt) -> None:
            assert isinstance(prompt, SearchPrompt)
            if prompt.asked.is_blank:
                await self.do_next_hit()
                return
            typing.finish()
            search = typing.search or self.begin(prompt.asked, self.session.caret)
            self.remember(prompt.asked)
            self.show(search)
            await self._go(self.session.caret, takes_in=self.session.is_selecting_by_moving)

        await self.screen.asking.ask(prompt, answered)

    async def do_next_hit(self) -> None:
        """To the next hit of the search, or of the last one."""
        if self._has_search():
            await self._go(self._place() + 1, takes_in=self.session.is_visual)

    async def do_previous_hit(self) -> None:
        """To the hit before."""
        if self._has_search():
            await self._go(self._place(), takes_in=self.session.is_visual, is_back=True)

    def _has_search(self) -> bool:
        """True if a search is shown, if need be the last one anew; else it is said."""
        if self.shown is None:
            if not self.earlier:
                self.say("nothing searched for yet · / searches")
                return False
            self.show(self.begin(self.earlier[-1], self.session.caret))
        return True

    def _place(self) -> int:
        """From where the next hit, and the one before, are counted."""
        here = self._current_here()
        return self.session.caret if here is None else here.start

    async def _find(self, position: int, *, is_back: bool) -> Next:
        search = self.shown
        assert search is not None
        ask = search.before if is_back else search.after
        found = await ask(position)
        if found.hit is None and not self.screen.library_here.is_set():
            # It may stand in what is still being read.
            await self.screen.library_here.wait()
            if search.document is not self.session.document:
                search.renew(self.session.document, position)
            found = await ask(position)
        return found

    async def _go(self, position: int, *, takes_in: bool, is_back: bool = False) -> None:
        """Go to a hit once it is found; keys wait for that, though not for long.

        Args:
            position: From where on, or, back, before where.
            takes_in: The selection is extended to it.
            is_back: To the one before.
        """
        stood = self.session.caret, self.session.anchor

        async def go() -> None:
            try:
                found = await self._find(position, is_back=is_back)
            except PostilError as error:
                self.show(None)
                self.screen.say_error(error)
            else:
                # Who has gone on meanwhile is not called back.
                if stood == (self.session.caret, self.session.anchor):
                    self._arrive(found, takes_in=takes_in, is_back=is_back)
            self.screen.show_state()

        await self.patiently(go())

    async def patiently(self, work: Coroutine[None, None, None]) -> None:
        """Do something that may take long; keys wait a little, then it goes on beside them."""
        self._stop_going()
        going = asyncio.create_task(work)
        self._going = going
        await asyncio.wait((going,), timeout=PATIENCE_S)
        if not going.done():
            self.say("searching … · esc stops")

    async def do_occurrences(self) -> None:
        """List every occurrence of the selection, else of the word at the caret, in context."""
        from reader.screens.occurrences import Occurrences  # noqa: PLC0415  # not needed to read

        await Occurrences(self).open()

    def _arrive(self, found: Next, *, takes_in: bool, is_back: bool) -> None:
        hit, session = found.hit, self.session
        if hit is None:
            query = self.shown.query if self.shown is not None else None
            self.show(None)
            if query is not None:
                self.say(nothing_found(query))
            return
        self.say("")
        if found.is_wrapped:
            if hit == self.current:
                self.say("it stands only here")
            else:
                self.say("on from the end" if is_back else "on from the beginning")
        if takes_in:
            session.take_in(hit)
        else:
            session.go_to(hit.start)
            self.screen.going.arrive()
        self.current = hit
        self.bring_into_view(hit)

    def bring_into_view(self, hit: Range) -> None:
        """Scroll so that a hit is in view, its beginning above all."""
        article = self.article
        article.reveal(article.row_of(hit.start), centre=True)
        article.reveal(article.row_of(hit.end))
        article.reveal(article.row_of(hit.start))


def nothing_found(query: Query) -> str:
    """That a search has found nothing, and what would help."""
    from reader.planning import in_quotes  # noqa: PLC0415  # beside its one use
    from reader.searching import advice_for  # noqa: PLC0415  # not before the first search

    return f"{in_quotes(query.text)} is not in the text · {advice_for(query)}"
