"""The texts of all articles: the sentences in which words stand, gone to, and marked several at once.

They come article by article, the last opened first; esc ends the search. What a query takes is
`passages`' question, what becomes of those that are marked `marking_passages`'.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from annotations.errors import PostilError
from annotations.model import COLOURS
from reader import occurrences
from reader.finding import from_first_hit
from reader.keyboards import Keyboard
from reader.layout.cells import fit, show_line, width
from reader.passages import MOST, NoWordsError, TextSearch
from reader.screens.asked_list import AskedScreen
from reader.screens.listed import ListAction, Listing
from reader.screens.listing import ListingScreen
from reader.screens.wording import count_of, several
from reader.widgets.list_view import ListRow

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from textual import events

    from annotations.library import Library
    from annotations.model import ArticleId, Colour
    from annotations.query import Query
    from annotations.results import HistoryEntry
    from reader.config import Settings
    from reader.marking_passages import Fresh
    from reader.passages import Passage
    from reader.planning import Plan
    from reader.screens.help_entries import Entry as HelpEntry
    from reader.themes import Look
    from reader.widgets.painting import Piece
    from reader.widgets.prompts import Prompt

EDGES_CELLS = 10
"""Cells of a row that are no text: edges, sign, bar."""

PLACE_SHARE = 2
"""The place takes at most one part in so many of a row."""

_Screen = ListingScreen["Passage"]


class TextsScreen(AskedScreen["Passage"]):
    """The list of sentences."""

    CSS: ClassVar[str] = AskedScreen.CSS.replace("AskedScreen", "TextsScreen")

    def __init__(self, library: Library, look: Look, settings: Settings, typed: str) -> None:
        """Make the screen.

        Args:
            library: Open, and left open.
            look: The styles.
            settings: The person's.
            typed: What is looked for at first.
        """
        super().__init__(library, look, settings, self._listing(settings), typed)
        self._is_typing = not typed
        self.is_switched = False
        """Left for the marks, which are to be asked the same."""
        self._first = asyncio.Event()
        """Something is shown of what was asked for."""
        self._articles = 0
        self._is_searching = False
        self._opened: set[ArticleId] = set()
        """Articles that were gone to: they may have other marks now."""

    def _listing(self, settings: Settings) -> Listing[Passage]:
        colours = [
            ListAction(
                str(colour.digit),
                "mark" if number == 0 else "",
                partial(self._highlight, colour),
                label="1–6",
            )
            for number, colour in enumerate(COLOURS)
        ]
        return Listing(
            title="Texts of all articles",
            entries=(),
            row=self._row,
            text=lambda each: each.quote,
            thing="sentence",
            state=" ",
            lines=2,
            can_choose=True,
            enter="open there",
            actions=[
                ListAction("T", "marks", self._switch, is_of_list=True),
                *colours,
                ListAction("t", "tag", self._tag),
                ListAction("a", "all", _choose_all),
                ListAction("M", "", self._switch, is_of_list=True),
                *self.to_other_lists(),
                *self._stepping(),
            ],
            keyboard=Keyboard(settings.keyboard),
            placeholder="words of the texts, in:title, author:name …",
        )

    # --- asking -----------------------------------------------------------------------------

    async def _ask(self, query: Query, place: int, rest_s: float) -> None:
        self._first.clear()
        try:
            await asyncio.sleep(rest_s)
            await self._search(query, place)
        except NoWordsError as error:
            self._chosen.clear()
            self._show_found((), 0)
            if self.typed.strip():
                self.say_error(error)
        except PostilError as error:
            self.say_error(error)
        finally:
            self._is_searching = False
            self._first.set()
        self._show(self.view.current, is_other=False)

    async def _search(self, query: Query, place: int) -> None:
        """Show the sentences of one article after the other."""
        search = await asyncio.to_thread(TextSearch, query)
        self._is_searching = True
        articles = await asyncio.to_thread(search.articles, self.library)
        found: list[Passage] = []
        self._articles = 0
        self._chosen.clear()
        for each in articles:
            more = await asyncio.to_thread(search.passages, self.library, each)
            self._articles += bool(more)
            found += more[: MOST - len(found)]
            if more:
                here = self.view.current if self._first.is_set() else place
                self._show_found(tuple(found), here)
                self._first.set()
            if len(found) >= MOST:
                break
        if not found:
            self._show_found((), 0)

    async def filtered(self) -> None:
        """Wait until the first are shown."""
        if self._asking is not None:
            await self._first.wait()

    def come_back(self) -> None:
        """Show the marks that were made in the article."""
        opened, self._opened = self._opened, set()
        self.run_worker(self._read_marks(opened), group="marks")

    async def _read_marks(self, articles: Collection[ArticleId]) -> None:
        """Show which of the sentences have marks now."""

        def read() -> list[Passage]:
            held = {
                each: {mark.ranges: mark for mark in self.library.annotations(each)}
                for each in articles
            }
            return [
                each._replace(mark=held[each.article.id].get((each.held,)))
                if each.article.id in held
                else each
                for each in entries
            ]

        entries = self._entries
        try:
            anew = await asyncio.to_thread(read)
        except PostilError as error:
            self.say_error(error)
            return
        # Those that were found meanwhile stand behind.
        if self._entries[: len(entries)] == entries:
            self._show_found((*anew, *self._entries[len(entries) :]), self.view.current)

    def help_entries(self) -> Sequence[HelpEntry]:
        """The keys of the list of sentences."""
        from reader.screens.help_entries import OF_ALL_TEXTS  # noqa: PLC0415  # rarely used

        return OF_ALL_TEXTS

    # --- keys -------------------------------------------------------------------------------

    async def _press(self, event: events.Key) -> None:
        key = event.key
        if key == "escape" and self._is_searching and not self._is_typing:
            self._stop()
            self._show(self.view.current, is_other=False)
            self.say("the search is ended · / begins another")
        else:
            await super()._press(event)

    def _back(self) -> None:
        """Without words there is nothing to see: out of the list, one leaves it."""
        if self._is_typing:
            super()._back()
        elif self._chosen:
            self._chosen.clear()
            self._show(self.view.current, is_other=False)
        else:
            self._leave(None)

    async def _take(self) -> None:
        """Open the article at the hit; the list stays below."""
        await self.filtered()
        here = self.current
        if here is None:
            self.say("nothing to open · esc goes back")
            return
        from reader.request import ReadRequest  # noqa: PLC0415  # beside its use

        self.away()
        self._opened.add(here.article.id)
        request = ReadRequest(article=here.article.id, library=self.library.path)
        await self.host.read(request, library=self.library, at=here.first_hit)

    async def _switch(self, screen: _Screen, taken: Sequence[Passage]) -> None:
        """To the marks that answer."""
        del screen, taken
        self.is_switched = True
        self._leave(None)

    # --- marking ----------------------------------------------------------------------------

    async def _made(self, taken: Sequence[Passage], colour: Colour) -> Fresh:
        from reader.marking_passages import made_of  # noqa: PLC0415  # with the first

        return await asyncio.to_thread(made_of, self.library, taken, colour)

    async def _highlight(self, colour: Colour, screen: _Screen, taken: Sequence[Passage]) -> None:
        del screen
        made = await self._made(taken, colour)
        plan = occurrences.highlighting(made.marks, made.marked, self.typed.strip(), colour)
        await self._commit(plan, made)

    async def _tag(self, screen: _Screen, taken: Sequence[Passage]) -> None:
        del screen
        from reader.widgets.tag_prompt import TagPrompt  # noqa: PLC0415  # not before the first

        known = await asyncio.to_thread(self.library.recent_tags)

        async def give(prompt: Prompt) -> None:
            assert isinstance(prompt, TagPrompt)
            made = await self._made(taken, COLOURS[0])
            plan = occurrences.tagging(made.marks, made.marked, self.typed.strip(), prompt.tags)
            await self._commit(plan, made)

        about = several(len(taken), "sentence")
        await self.ask(TagPrompt(self.look, (), known, self.listing.keyboard, about=about), give)

    async def _commit(self, plan: Plan, made: Fresh) -> None:
        from reader.marking_passages import by_owner  # noqa: PLC0415  # with the first

        if not plan.edits:
            self.say(plan.say)
            return
        await self._read_marks(await self.commit(plan, by_owner(plan, made.owners)))
        self.say(plan.say)

    async def _show_step(self, entry: HistoryEntry) -> None:
        await self._read_marks(entry.articles)

    # --- showing ----------------------------------------------------------------------------

    def _show(self, place: int, *, is_other: bool) -> None:
        super()._show(place, is_other=is_other)
        if not self.is_attached:
            return
        number = len(self._entries)
        counted = f"{MOST:,}+ sentences" if number >= MOST else count_of(number, "sentence")
        parts = [f"{len(self._chosen):,} chosen" if self._chosen else ""]
        if self._is_answered and (number or self.typed.strip()):
            parts.append(f"{counted} in {count_of(self._articles, 'article')}" if number else "")
        parts.append("searching … esc ends it" if self._is_searching else "")
        self._top.show(self.listing.title, " · ".join(part for part in parts if part))

    def _hints(self) -> list[tuple[str, str]]:
        *hints, (key, _) = super()._hints()
        chosen = "let go" if self._chosen else "back"
        return [*hints, (key, "no words" if self._is_typing else chosen)]

    def _in_place_of_entries(self) -> str:
        if not self._is_answered or self._is_searching:
            return ""
        if not self.typed.strip():
            return "type words: the sentences of all kept texts in which they stand are shown"
        return "in no kept text · texts are kept from their first mark on · esc goes back"

    def _row(self, passage: Passage) -> ListRow:
        look, mark = self.look, passage.mark
        bar: Piece = (" ", look.text)
        if mark is not None:
            glyph = look.bar_glyph(mark.colour, has_note=bool(mark.note))
            bar = (glyph, look.bar(mark.colour))
        pieces = from_first_hit(list(passage.pieces), self.view.cells - EDGES_CELLS)
        room = max(8, self.view.cells // PLACE_SHARE)
        # A heading over all of it is the article's name, which stands beside.
        where = show_line(passage.where.removeprefix(f"{passage.article.name}, "))
        right = fit(where, room) if width(where) > room else where
        return ListRow(
            [
                bar,
                (" ", look.text),
                *((text, look.text + look.hit if is_hit else look.text) for text, is_hit in pieces),
            ],
            [],
            [("  ", look.muted), (passage.article.name, look.muted)],
            [(right, look.muted)],
        )


async def _choose_all(screen: _Screen, taken: Sequence[Passage]) -> None:
    del taken
    screen.choose_all()
