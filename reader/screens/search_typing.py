"""While a search is typed: the view follows each letter, and esc leads back to where it was."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from annotations.errors import PostilError
from reader.screens.searching import nothing_found

if TYPE_CHECKING:
    from annotations.model import Range
    from reader.screens.searching import Searching
    from reader.searching import Query
    from reader.seeking import Search
    from reader.widgets.search_prompt import SearchPrompt

REMARK_S = 0.1
"""Time between two counts while hits come in."""


class Typing:
    """What the prompt of the search tells of; the caret stays where it is until enter."""

    prompt: SearchPrompt

    def __init__(self, searching: Searching) -> None:
        self._searching = searching
        self.search: Search | None = None
        """For what is typed now."""
        self._hit: Range | None = None
        self._following: asyncio.Task[None] | None = None
        self._query_before = searching.shown.query if searching.shown else None
        self._current_before = searching.current
        searching.typing = self
        article = searching.article
        self._top = article.top
        self._cells = article.cells
        self._first_visible = article.first_visible()

    # --- what the prompt tells --------------------------------------------------------------

    def typed(self, query: Query) -> None:
        """Search for it, in place of what was typed before."""
        self._stop()
        if query.is_blank:
            self._show_as_before()
            self._remark()
            return
        self.search = self._searching.begin(query, self._searching.session.caret)
        self._following = asyncio.create_task(self._follow(self.search))

    def complaint(self, query: Query) -> str:
        """Why enter will not do."""
        searching, search = self._searching, self.search
        if query.is_blank:
            return "" if searching.earlier else "Type what to search for; esc goes back."
        if search is None:
            return ""
        if search.error is not None:
            return _sentence(search.error)
        is_nothing = searching.said(search, None) == "not found"
        return nothing_found(query) if is_nothing else ""

    def left(self, *, goes_back: bool) -> None:
        """Nothing is searched for: the former search is shown again, by esc also the former place."""
        self.finish()
        self._stop()
        top = self._searching.article.top
        self._show_as_before()
        if not goes_back:
            self._searching.article.top = top

    def renew(self) -> None:
        """Search the whole text, if only its head was there."""
        search = self.search
        if search is not None and search.document is not self._searching.session.document:
            self.typed(search.query)

    def finish(self) -> None:
        """The prompt ends: the view follows it no more."""
        self._searching.typing = None
        self._stop_following()

    def _stop_following(self) -> None:
        if self._following is not None:
            self._following.cancel()

    # --- following --------------------------------------------------------------------------

    def _stop(self) -> None:
        self._stop_following()
        if self.search is not None:
            self.search.stop()
        self.search, self._hit = None, None

    def _show_as_before(self) -> None:
        searching = self._searching
        if self._query_before is None:
            searching.show(None)
        elif searching.shown is None or searching.shown.query != self._query_before:
            caret = searching.session.caret
            searching.show(searching.begin(self._query_before, caret), self._current_before)
        self._put_back()

    def _put_back(self) -> None:
        article = self._searching.article
        if article.cells == self._cells:
            article.top = self._top
        else:
            article.put_at_top(self._first_visible)

    async def _follow(self, search: Search) -> None:
        searching = self._searching
        # Most searches answer before there is anything to say.
        asyncio.get_running_loop().call_later(REMARK_S, self._remark)
        try:
            found = await search.after(searching.session.caret)
        except PostilError:
            self._put_back()
            searching.show(None)
        else:
            self._hit = found.hit
            self._put_back()
            searching.show(search, found.hit)
            if found.hit is not None:
                searching.bring_into_view(found.hit)
        self._remark()
        searching.screen.show_state()
        while search.is_running:
            await asyncio.sleep(REMARK_S)
            self._remark()

    def _remark(self) -> None:
        search = self.search
        if search is None:
            self.prompt.remark("")
        elif search.error is not None:
            self.prompt.remark(search.error.reason, is_error=True)
        else:
            text = self._searching.said(search, self._hit)
            self.prompt.remark(text, is_error=text == "not found")


def _sentence(error: PostilError) -> str:
    return f"{str(error).rstrip('.')} · {error.hint}" if error.hint else str(error)
