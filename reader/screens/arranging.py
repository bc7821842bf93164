"""How the cards are arranged: their order, a filter, whose marks are shown, whether they follow the text."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from annotations.errors import PostilError, QueryError
from reader.arrangement import PLAIN, Order, View, arrange, by_id
from reader.screens.part import Part
from reader.screens.wording import count_of
from reader.widgets.panel_head import Head

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotations.library import Library
    from annotations.model import Annotation, AnnotationId, Codebook
    from annotations.query import Context, Query
    from annotations.query_completion import Vocabulary
    from annotations.query_keys import Known
    from reader.arrangement import Key
    from reader.screens.reading import ReadingScreen
    from reader.widgets.filter_prompt import FilterPrompt
    from reader.widgets.prompts import Prompt

AT_ONCE = 1_000
"""Marks that are arranged before the next key; more of them in a thread."""

PROGRESS_S = 0.3
"""From then on it is said how far filtering is."""

_STILL_READ = "the other marks are still being read · try again in a moment"

_SAID = {
    Order.PLACE: "cards by place · O by time",
    Order.TIME: "cards by time, the newest first · O by tag",
    Order.TAG: "cards by their first tag · O by place",
}


class _OutdatedError(Exception):
    """Another view is wanted by now."""


class Arranging(Part):
    """What the panel shows, and in which order."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self.is_held = False
        """The panel stays where it is, wherever one reads."""
        self._wanted: View = PLAIN
        """What is shown, or will be once the marks are arranged."""
        self._turn = 0
        """Counts what was wanted, so that a thread knows when it is of no use any more."""
        self._done: float | None = None
        """How far arranging is, 0 to 1; None while it takes no time worth telling."""
        self._prompt: FilterPrompt | None = None
        self._complaint = ""
        self._mistake = -1
        """The code point of the filter at which it cannot be understood."""
        self._known: Known | None = None
        self._codebook: Codebook | None = None
        self._are_meanings_known = False

    # --- actions ----------------------------------------------------------------------------

    def do_hold_panel(self) -> None:
        """Let the panel stay, or follow the text."""
        if not self.is_held and not self.panel.display:
            self.say("the panel is not shown · \\ shows it")
            return
        self.is_held = not self.is_held
        self.say(
            "the panel stays here · F follows the text" if self.is_held else "it follows again"
        )

    def do_order_cards(self) -> None:
        """The next order."""
        if not self.session.is_complete:
            self.say(_STILL_READ)
            return
        order = self._wanted.order.following
        self.apply(self._wanted._replace(order=order))
        self.say(_SAID[order])

    async def do_filter_cards(self) -> None:
        """Ask for a filter, above the cards."""
        from reader.widgets.filter_prompt import FilterPrompt  # noqa: PLC0415  # not before the first

        if not self.session.is_complete:
            self.say(_STILL_READ)
            return
        from annotations.query_completion import Vocabulary  # noqa: PLC0415  # as above

        known = Vocabulary()
        if self.session.library is not None:
            known = await asyncio.to_thread(self._learn, self.session.library)
        self._complaint, self._mistake = "", -1
        self._prompt = FilterPrompt(self.look, self._wanted.text, known, self._typed)
        self.show_head()
        self.place_prompt()
        await self.screen.asking.ask(self._prompt, self._filtered)

    def _learn(self, library: Library) -> Vocabulary:
        """What a filter may refer to, read from the library; gives what completes it."""
        self._known = library.known()
        self._codebook = library.codebook()
        article = self.session.article
        return library.vocabulary(None if article is None else article.id)

    def _context(self) -> Context | None:
        """What a filter asks beside the marks."""
        from annotations.query import Context  # noqa: PLC0415  # not before the first filter

        session = self.session
        if session.article is None:
            return None
        document = session.document
        return Context(session.article, codebook=self._codebook, text=lambda: document.text)

    def place_prompt(self) -> None:
        """Lay the filter's field over the first line of the panel."""
        if self._prompt is not None:
            self._prompt.place_at(self.panel.region)

    def _typed(self, text: str) -> bool:
        from annotations.query import Everything, parse  # noqa: PLC0415  # not before the first filter

        try:
            query = parse(text) if self._known is None else parse(text, self._known)
        except QueryError as error:
            self._complaint = str(error)
            self._mistake = error.position
            self.show_head()
            return False
        self._complaint, self._mistake = "", -1
        if isinstance(query, Everything):
            self._filter("", None)
        else:
            self._filter(text.strip(), query)
        return True

    def _filter(self, text: str, query: Query | None) -> None:
        view = self._wanted._replace(text=text, query=query)
        if view == self._wanted:
            self.show_head()
            return
        self.panel.top = (0, 0)
        self.panel.current = None
        self.apply(view)

    async def _filtered(self, prompt: Prompt) -> None:
        assert prompt is self._prompt
        is_dropped, self._prompt = self._prompt.is_dropped, None
        self._complaint, self._mistake = "", -1
        if is_dropped:
            self._filter("", None)
        self._focus_first()

    def _focus_first(self) -> None:
        if self.screen.is_in_panel and self.panel.current is None:
            self.panel.current = self.panel.neighbour(0)

    def step_back(self) -> bool:
        """Take the filter away; False if there is none."""
        if self._wanted.query is None:
            return False
        self.apply(self._wanted._replace(text="", query=None))
        return True

    async def do_choose_layers(self) -> None:
        """Ask whose marks are to be shown or hidden."""
        from reader.widgets.layers_prompt import LayersPrompt  # noqa: PLC0415  # rarely used

        session = self.session
        if not session.is_complete:
            self.say(_STILL_READ)
            return
        if not session.mark_count:
            self.say("no marks yet · s then 1 makes one")
            return
        everything = session.layers.everything(session.marks.snapshot())
        layers = await asyncio.to_thread(session.layers.layers, everything)

        async def show_or_hide(prompt: Prompt) -> None:
            assert isinstance(prompt, LayersPrompt)
            layer = prompt.answer
            assert layer is not None
            hidden = session.layers.hidden
            await session.show_layers(
                hidden - {layer.creator} if layer.is_hidden else hidden | {layer.creator}
            )
            whose = f"of {layer.creator}" if layer.creator else "without a creator"
            done = "shown" if layer.is_hidden else "hidden"
            self.say(f"{count_of(layer.marks, 'mark')} {whose} {done}")

        await self.screen.asking.ask(LayersPrompt(self.look, layers), show_or_hide)

    # --- arranging --------------------------------------------------------------------------

    def apply(self, view: View) -> None:
        """Show a view: at once, or, of many marks, as soon as a thread has arranged them."""
        session, arrangement = self.session, self.session.arrangement
        self._wanted = view
        self._turn += 1
        self._done = None
        if view.is_plain:
            arrangement.show(view)
        elif len(session.marks) <= AT_ONCE:
            context = self._context()
            keys = arrange(arrangement.begin(), view, context)
            arrangement.show(view, context, keys)
        else:
            arrangement.is_stale = False
            # As a function, since a coroutine that is cancelled before it begins complains.
            work = partial(self._apply_slowly, view, self._turn, arrangement.begin())
            self.screen.run_worker(work, exclusive=True, group="arranging")  # type: ignore[arg-type]  # so it may
            return
        self._arranged()

    def renew(self) -> None:
        """Arrange marks that are here altogether anew."""
        if self.session.arrangement.is_stale:
            self.apply(self._wanted)

    async def _apply_slowly(self, view: View, turn: int, marks: Iterator[Annotation]) -> None:
        from reader.loaders import yield_to_others  # noqa: PLC0415  # it is there

        context, total = self._context(), len(self.session.marks)
        done = 0

        def pause(number: int) -> None:
            nonlocal done
            if turn != self._turn:
                raise _OutdatedError
            done = number
            yield_to_others()

        def work() -> tuple[list[Key], dict[AnnotationId, Key]] | None:
            try:
                keys = arrange(marks, view, context, pause)
            except _OutdatedError:
                return None
            return keys, by_id(keys)

        task = asyncio.create_task(asyncio.to_thread(work))
        try:
            while not (await asyncio.wait((task,), timeout=PROGRESS_S))[0]:
                self._done = done / max(1, total)
                self.show_head()
        except asyncio.CancelledError:
            self._turn += turn == self._turn
            raise
        arranged = task.result()
        if arranged is None or turn != self._turn:
            return
        self._done = None
        self.session.arrangement.show(view, context, *arranged)
        self._arranged()

    def _arranged(self) -> None:
        self.panel.forget_painted()
        self.screen.fit_panel()
        self._focus_first()
        self.screen.show_state()

    # --- showing ----------------------------------------------------------------------------

    @property
    def is_asking(self) -> bool:
        """True while a filter is being typed."""
        return self._prompt is not None

    def follow(self) -> None:
        """Show the card that belongs to where one reads, unless the panel is held."""
        if self.is_held or self._prompt is not None:
            self.panel.rest()
            return
        mark = self.session.mark_at_caret()
        found = mark.id if mark is not None else self._nearest()
        arrangement = self.session.arrangement
        if not arrangement.view.is_plain and (found is None or found not in arrangement):
            found = self._nearest_shown()
            if found is None:
                self.panel.rest()
                return
        self.panel.show(found)

    def _nearest(self) -> AnnotationId | None:
        """The mark by which the panel follows the text: the first in view, else the last before."""
        marks, visible = self.session.marks, self.article.visible_range()
        found = marks.start_after(visible.start - 1)
        if found is None or found[0] > visible.end:
            found = marks.start_before(visible.start) or found
        return found[1].id if found else None

    def _nearest_shown(self) -> AnnotationId | None:
        """The same among the marks that have a card."""
        arrangement, visible = self.session.arrangement, self.article.visible_range()
        for _start, _end, mark in self.session.marks.overlapping(visible.start, visible.end):
            if mark.id in arrangement:
                return mark.id
        return arrangement.last_before(visible.start)

    def show_head(self) -> None:
        """Say above the cards what is shown of them."""
        self.panel.show_head(self._head())

    def _head(self) -> Head:
        session, arrangement = self.session, self.session.arrangement
        view, hidden = arrangement.view, len(session.layers)
        parts = []
        if view.order is not Order.PLACE or view.query is not None:
            parts.append(f"by {view.order.value}")
        if self.is_held:
            parts.append("held")
        if hidden:
            parts.append(f"{hidden:,} hidden")
        found = ""
        if self._done is not None:
            doing = "ordering" if self._wanted.query is None else "filtering"
            found = f"{doing} … {int(self._done * 100)} %"
        elif view.query is not None:
            found = f"{len(arrangement):,} of {len(session.marks):,}"
        elif self._prompt is not None:
            found = count_of(len(session.marks), "mark")
        complaint, mistake_cell = self._complaint, -1
        if self._prompt is not None:
            if completion := self._prompt.completion:
                # What is only begun is no mistake yet.
                complaint, parts = "", [f"tab: {completion.label}"]
            if complaint:
                mistake_cell = self._prompt.cell_of(self._mistake)
        return Head(
            filter=view.text,
            is_typed=self._prompt is not None,
            complaint=complaint,
            mistake_cell=mistake_cell,
            found=found,
            state=" · ".join(parts),
        )

    def learn_meanings(self) -> None:
        """Where colours are told in words: ask the codebook what they mean, once a visit to the panel."""
        if not self.screen.is_in_panel:
            self._are_meanings_known = False
        elif self.panel.names_colours and not self._are_meanings_known:
            self._are_meanings_known = True
            self.screen.run_worker(self._read_meanings, exclusive=True, group="meanings")  # type: ignore[arg-type]  # so it may

    async def _read_meanings(self) -> None:
        library = self.session.library
        if library is None:
            return
        try:
            codebook = await asyncio.to_thread(library.codebook)
        except PostilError:
            return  # The colours have their names; that the library fails is said when one writes.
        self.panel.meanings = dict(codebook.colours)
        self.panel.update_rows()
