"""The list of all occurrences of some words in their context, and marking them at once."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from annotations import segments
from annotations.errors import PostilError
from annotations.model import COLOURS
from reader import occurrences
from reader.actions import Place
from reader.occurrences import OCCURRENCES_KEPT
from reader.planning import in_quotes
from reader.screens.listed import ListAction, Listing
from reader.screens.listing import ListingScreen
from reader.screens.wording import count_of
from reader.seeking import Search
from reader.widgets.list_view import ListRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.model import Annotation, Colour, Range
    from reader.screens.searching import Searching
    from reader.searching import Query
    from reader.widgets.prompts import Prompt

EDGES_CELLS = 9
"""Cells of a row that are neither context nor hit: edges, sign, bar."""

_Screen = ListingScreen[int]
"""An entry is the number of a hit."""


class Occurrences:
    """One list, from the key that opens it to what is done with it."""

    def __init__(self, searching: Searching) -> None:
        self._searching = searching
        self._screen = searching.screen
        self._session = searching.session
        self._query: Query
        self._search: Search
        self._to_tag: list[Range] = []
        """What is to be tagged once the list is left."""

    # --- opening ----------------------------------------------------------------------------

    async def open(self) -> None:
        """Find the occurrences and list them."""
        session, say = self._session, self._searching.say
        if not (self._screen.library_here.is_set() and session.is_complete):
            say("text and marks are still being loaded · try again in a moment")
            return
        query = occurrences.query_at(session.document, session.caret, session.selection)
        if query is None:
            say("no word here · select what to look for")
            return
        self._query = query
        await self._searching.patiently(self._find())

    async def _find(self) -> None:
        session, screen = self._session, self._screen
        stood = session.caret, session.anchor
        self._search = search = Search(self._query, session.document, 0, limit=OCCURRENCES_KEPT)
        try:
            await search.wait()
        except PostilError as error:
            screen.say_error(error)
            return
        finally:
            search.stop()
        # Who has gone on meanwhile is not called back.
        is_here = screen.is_current and screen.focused is screen.article
        if is_here and (session.caret, session.anchor) == stood:
            screen.say("")
            screen.app.push_screen(self._listing_screen(), self._left)

    def _listing_screen(self) -> _Screen:
        hits, query = self._search.hits, self._query
        here = hits.after(self._session.caret)
        number = hits.number_of(here.hit.start) if here is not None and here.hit else None
        chosen = self._session.selection
        if chosen is not None:
            number = hits.number_of(chosen.start) or number
        listing = Listing(
            title=f"{in_quotes(query.text)} in context",
            entries=range(len(hits)),
            row=self._row,
            text=self._text,
            thing="occurrence",
            state=f"{len(hits):,}+ occurrences" if hits.is_full else "",
            current=(number or 1) - 1,
            can_choose=True,
            actions=self._actions(),
            keyboard=self._screen.keymap.keyboard,
            empty="not in the text · esc goes back",
        )
        self._list = ListingScreen(self._searching.look, listing)
        return self._list

    def _actions(self) -> list[ListAction[int]]:
        actions = [
            ListAction(
                str(colour.digit),
                "highlight all" if number == 0 else "",
                partial(self._highlight, colour),
                label="1–6",
                text_chosen="highlight" if number == 0 else "",
            )
            for number, colour in enumerate(COLOURS)
        ]
        return [
            *actions,
            ListAction("t", "tag all", self._tag, text_chosen="tag"),
            ListAction("a", "all", _choose_all),
        ]

    def _range(self, number: int) -> Range:
        return segments.snap(self._session.document.text, self._search.hits[number])

    def _text(self, number: int) -> str:
        return "".join(occurrences.in_context(self._session.document, self._range(number)))

    def _row(self, number: int) -> ListRow:
        look, held = self._searching.look, self._range(number)
        context = occurrences.in_context(self._session.document, held)
        mark = occurrences.mark_upon(self._session.marks, held)
        bar = (" ", look.text)
        if mark is not None:
            glyph = look.bar_glyph(mark.colour, has_note=bool(mark.note))
            bar = (glyph, look.bar(mark.colour))
        cells = max(4, (self._list.view.cells - EDGES_CELLS) * 2 // 5)
        before = occurrences.flush_right(context.before, cells)
        return ListRow(
            [
                bar,
                (" ", look.text),
                (before, look.text),
                (context.hit, look.strong),
                (context.after, look.text),
            ]
        )

    # --- acting -----------------------------------------------------------------------------

    def _wanted(self, screen: _Screen) -> list[Range]:
        """The chosen occurrences, else all that are shown."""
        return [self._range(number) for number in screen.chosen or screen.shown]

    async def _fresh(self, ranges: Sequence[Range], colour: Colour) -> list[Annotation]:
        session = self._session
        return await asyncio.to_thread(
            occurrences.new_marks,
            session.document.text,
            ranges,
            colour,
            session.new_id,
            tuple(session.sticky_tags),
        )

    async def _highlight(self, colour: Colour, screen: _Screen, taken: Sequence[int]) -> None:
        del taken
        session, marking = self._session, self._screen.marking
        fresh, marked = occurrences.sort_out(session.marks, self._wanted(screen))
        marks = await self._fresh(fresh, colour)
        plan = occurrences.highlighting(marks, marked, self._query.text, colour)
        if not plan.edits:
            screen.say(plan.say)
            return
        session.last_colour = colour

        def done() -> None:
            screen.show_again()
            said = self._screen.keymap.said(Place.TEXT, plan.say)
            screen.say(said.replace(" · ", " · esc, then "))

        # What is said meanwhile, or why it failed, stands on the line below the text.
        screen.say("still writing …")
        await marking.commit(plan, done=done)
        if self._screen.bottom_line.message != self._screen.keymap.said(
            self._screen.place, plan.say
        ):
            screen.say(self._screen.bottom_line.message)

    async def _tag(self, screen: _Screen, taken: Sequence[int]) -> None:
        """The tags are asked for over the text."""
        del taken
        self._to_tag = self._wanted(screen)
        screen.dismiss(None)

    async def _left(self, taken: Sequence[int] | None) -> None:
        if self._to_tag:
            await self._ask_tags()
        elif taken:
            # The current one, also where others are chosen.
            current = self._list.current
            hit = self._search.hits[taken[0] if current is None else current]
            self._searching.remember(self._query)
            self._searching.show(self._search, hit)
            self._screen.going.go_to(hit.start)
            self._searching.bring_into_view(hit)

    async def _ask_tags(self) -> None:
        from reader.widgets.tag_prompt import TagPrompt  # noqa: PLC0415  # not before the first prompt

        session, screen = self._session, self._screen
        assert session.library is not None
        known = await asyncio.to_thread(session.library.recent_tags)

        async def give_tags(prompt: Prompt) -> None:
            assert isinstance(prompt, TagPrompt)
            fresh, marked = occurrences.sort_out(session.marks, self._to_tag)
            marks = await self._fresh(fresh, session.last_colour) if prompt.tags else []
            plan = occurrences.tagging(marks, marked, self._query.text, prompt.tags)
            await screen.marking.commit(plan)

        look, keyboard = self._searching.look, screen.keymap.keyboard
        about = count_of(len(self._to_tag), "occurrence")
        await screen.asking.ask(TagPrompt(look, (), known, keyboard, about=about), give_tags)


async def _choose_all(screen: _Screen, taken: Sequence[int]) -> None:
    del taken
    screen.choose_all()
