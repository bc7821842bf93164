"""The marks of all articles: found by a query as it is typed, gone to, and changed several at once.

Letters are keys, `/` begins to type. What keys do to the marks is `marks_acts`' business.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar, NamedTuple, cast

from annotations.errors import PostilError, QueryError
from annotations.query import NOTHING, Everything, parse
from annotations.query_completion import Vocabulary, complete
from reader.finding import MOST, Hits, from_first_hit
from reader.layout.cells import fit, show_line, width
from reader.narrowing import Narrowing
from reader.screens.listed import Listing
from reader.screens.listing import ListingScreen
from reader.screens.wording import count_of
from reader.widgets.list_view import ListRow

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual import events

    from annotations.library import Library
    from annotations.query import Known, Query
    from annotations.results import Found
    from reader.config import Settings
    from reader.screens.host import Host
    from reader.screens.marks_acts import MarksActs
    from reader.themes import Look
    from reader.widgets.painting import Piece
    from reader.widgets.prompts import Prompt

TYPING_REST_S = 0.04
"""How long nothing must have been typed before the library is asked."""

NEWEST, RELEVANCE = "newest", "relevance"
_ORDERS = {NEWEST: "newest first", RELEVANCE: "best first"}

EDGES_CELLS = 10
"""Cells of a row that are neither quotation nor note: edges, sign, bar."""

SOURCE_SHARE = 3
"""The article's name takes at most one part in so many of a row."""


class MarksState(NamedTuple):
    """How the list was left, for the next time."""

    typed: str = ""
    sort: str = NEWEST
    place: int = 0


class MarksScreen(ListingScreen["Found"]):
    """The list of marks."""

    CSS: ClassVar[str] = ListingScreen.CSS.replace("ListingScreen", "MarksScreen") + (
        "MarksScreen { layers: base prompt; }"
    )

    def __init__(
        self,
        library: Library,
        look: Look,
        settings: Settings,
        state: MarksState | None = None,
        left: Callable[[MarksState], None] = lambda _state: None,
    ) -> None:
        """Make the screen.

        Args:
            library: Open, and left open.
            look: The styles.
            settings: The person's.
            state: How the list was left before.
            left: Told how it is left.
        """
        from reader.screens.marks_acts import MarksActs  # noqa: PLC0415  # it acts on this screen

        state = state or MarksState()
        self.library = library
        self.settings = settings
        self.acts: MarksActs = MarksActs(self)
        super().__init__(look, self._listing(state))
        self._sort = state.sort
        self._query: Query = Everything()
        self._known: Known = NOTHING
        self._vocabulary = Vocabulary()
        self._hits = Hits(self._query)
        self._complaint = ""
        self._asking: asyncio.Task[None] | None = None
        self._is_answered = False
        self._anchor: int | None = None
        self._prompt: tuple[Prompt, Callable[[Prompt], Awaitable[None]]] | None = None
        self._is_away = False
        self._left = left
        self._first_place = state.place
        self.filter_line.line.insert(state.typed)

    def _listing(self, state: MarksState) -> Listing[Found]:
        return Listing(
            title="Marks of all articles",
            entries=(),
            row=self._row,
            text=lambda each: each.annotation.quote,
            thing="mark",
            state=" ",
            lines=2,
            can_choose=True,
            enter="open there",
            actions=self.acts.table(),
            placeholder="words, tag:name, by:name, since:7d …",
            current=state.place,
        )

    # --- asking -----------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Ask for what was asked for last."""
        super().on_mount()
        self.run_worker(self._begin(), exclusive=True, group="preparing")

    async def _begin(self) -> None:
        try:
            self._known, self._vocabulary = await asyncio.to_thread(
                lambda: (self.library.known(), self.library.vocabulary())
            )
        except PostilError as error:
            self.say_error(error)
        self.ask_again(self._first_place)

    def on_screen_resume(self) -> None:
        """Back from an article: what was changed there is shown, where one was."""
        if self._is_away:
            self._is_away = False
            self.view.forget_painted()
            self.ask_again(self.view.current)

    def on_unmount(self) -> None:
        """Left, by its own key or together with what lay over it."""
        super().on_unmount()
        self._left(self.state)

    def ask_for(self, typed: str) -> None:
        """Ask for something else, as if it had been typed."""
        line = self.filter_line.line
        line.text, line.cursor = typed, len(typed)
        self._is_typing = False
        self.filter_line.refresh()
        self.ask_again(0)

    def away(self) -> None:
        """Another screen comes over the list: what is changed there is shown when it is back."""
        self._is_away = True

    def ask_again(self, place: int) -> None:
        """Ask the library the same: something was changed."""
        self._filter(place)

    def _filter(self, place: int) -> None:
        self._stop()
        self._complaint = ""
        try:
            query = parse(self.typed, self._known)
        except QueryError as error:
            at = error.query[error.position : error.position + 12]
            sentence = str(error).rstrip(".")
            self._complaint = f"at “{at}”: {sentence}" if at else sentence
            if self.is_attached:
                self.bottom_line.say(self._complaint, is_error=True)
            return
        self.bottom_line.say("")
        rest_s = TYPING_REST_S if self._is_answered and self._is_typing else 0
        self._asking = asyncio.get_running_loop().create_task(self._ask(query, place, rest_s))

    async def _ask(self, query: Query, place: int, rest_s: float) -> None:
        await asyncio.sleep(rest_s)
        try:
            found = await asyncio.to_thread(self.library.find, query, limit=MOST, sort=self._sort)
        except PostilError as error:
            self.say_error(error)
            return
        was = {self._entries[number].annotation.id for number in self._chosen}
        self._query, self._hits, self._is_answered = query, Hits(query), True
        self._entries = found
        self._chosen = {n for n, each in enumerate(found) if each.annotation.id in was}
        self._anchor = None
        self._narrowing = Narrowing(found, self.listing.text)
        self._narrowing.begin("")
        self._narrowing.go_on(0)
        self._show(place, is_other=True)

    def _stop(self) -> None:
        super()._stop()
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None

    async def filtered(self) -> None:
        """Wait until the library has answered."""
        if self._asking is not None:
            await asyncio.wait((self._asking,))

    @property
    def host(self) -> Host:
        """The app."""
        return cast("Host", self.app)

    @property
    def state(self) -> MarksState:
        """How the list is left."""
        return MarksState(self.typed, self._sort, self.view.current)

    # --- keys -------------------------------------------------------------------------------

    async def _press(self, event: events.Key) -> None:
        key = event.key
        if self._is_typing and key == "tab":
            self._complete()
        elif key in ("shift+down", "shift+up"):
            self._extend(1 if key == "shift+down" else -1)
        elif not self._is_typing and key in ("U", "ctrl+r"):
            await self.acts.undo(is_undo=False)
        elif not self._is_typing and key == "u":
            await self.acts.undo(is_undo=True)
        elif not self._is_typing and key == "O":
            self._reorder()
        else:
            self._anchor = None
            await super()._press(event)
            if self._complaint:
                self.bottom_line.say(self._complaint, is_error=True)

    def _complete(self) -> None:
        line = self.filter_line.line
        found = complete(line.text, line.cursor, self._vocabulary, limit=1)
        if not found:
            self.say("nothing to complete here")
            return
        line.text, line.cursor = found[0].within(line.text)
        self._filter(0)
        self.filter_line.refresh()

    def _extend(self, step: int) -> None:
        """Choose from where the range began to the next row."""
        if not self.count:
            return
        here = self.view.current
        if self._anchor is None:
            self._anchor = here
        there = max(0, min(here + step, self.count - 1))
        old = range(min(self._anchor, here), max(self._anchor, here) + 1)
        new = range(min(self._anchor, there), max(self._anchor, there) + 1)
        self._chosen = (self._chosen - set(old)) | set(new)
        self._show(there, is_other=False)

    def _reorder(self) -> None:
        self._sort = RELEVANCE if self._sort == NEWEST else NEWEST
        self.ask_again(0)
        other = "newest first" if self._sort == RELEVANCE else "best first"
        self.say(f"{_ORDERS[self._sort]} · O {other}")

    async def _take(self) -> None:
        """Open the article at the current mark; the list stays below."""
        await self.filtered()
        here = self.current
        if here is None:
            self.say("nothing to open · esc goes back")
            return
        from reader.request import ReadRequest  # noqa: PLC0415  # likewise

        request = ReadRequest(article=here.article.id, library=self.library.path)
        self.away()
        await self.host.read(request, library=self.library, at=here.annotation.id)

    # --- prompts ----------------------------------------------------------------------------

    async def ask(self, prompt: Prompt, answered: Callable[[Prompt], Awaitable[None]]) -> None:
        """Open a prompt; what it answers goes to `answered`."""
        self._prompt = prompt, answered
        await self.mount(prompt)
        self.set_focus(prompt.field)

    async def on_prompt_ended(self, message: Prompt.Ended) -> None:
        """A prompt is answered, or left."""
        message.stop()
        if self._prompt is None or self._prompt[0] is not message.prompt:
            return
        (prompt, answered), self._prompt = self._prompt, None
        self.set_focus(self.view)
        await prompt.remove()
        if prompt.is_done:
            try:
                await answered(prompt)
            except PostilError as error:
                self.say_error(error)

    def say_error(self, error: PostilError) -> None:
        """Say what went wrong and what to do."""
        sentence = str(error).rstrip(".")
        said = f"{sentence} · {error.hint}" if error.hint else sentence
        self.bottom_line.say(said, is_error=True)

    # --- showing ----------------------------------------------------------------------------

    def _show(self, place: int, *, is_other: bool) -> None:
        super()._show(place, is_other=is_other)
        if not self.is_attached:
            return
        number = count_of(len(self._entries), "mark")
        if len(self._entries) >= MOST:
            number = f"{MOST:,}+ marks"
        chosen = f"{len(self._chosen):,} chosen · " if self._chosen else ""
        state = f"{chosen}{number} · {_ORDERS[self._sort]}" if self._is_answered else ""
        self._top.show(self.listing.title, state)

    def _in_place_of_entries(self) -> str:
        if not self._is_answered:
            return ""
        if self.typed.strip():
            return "no mark answers · esc shows all"
        return "no marks yet · they are made while reading · esc goes back"

    def _row(self, found: Found) -> ListRow:
        look, mark = self.look, found.annotation
        glyph = look.bar_glyph(mark.colour, has_note=bool(mark.note))
        lead: list[Piece] = [(glyph, look.bar(mark.colour)), (" ", look.text)]
        quote = mark.quote or mark.note or "a note on the article"
        # Tags first: a long note is cut, they are not.
        second: list[Piece] = [("  ", look.muted)]
        second += [
            piece for tag in mark.tags for piece in ((f"#{tag}", look.accent), ("  ", look.muted))
        ]
        second += [(f"{name}: {value}  ", look.muted) for name, value in mark.fields]
        if mark.note and mark.quote:
            second += self._marked(mark.note, self.view.cells, is_muted=True)
        room = max(8, self.view.cells // SOURCE_SHARE)
        name = show_line(found.article.name)
        source = fit(name, room) if width(name) > room else name
        right = [("orphaned", look.error)] if mark.state.severity == 3 else []  # noqa: PLR2004  # the worst
        return ListRow(
            [*lead, *self._marked(quote, self.view.cells - EDGES_CELLS)],
            right,
            second,
            [(source, look.muted)],
        )

    def _marked(self, text: str, room: int, *, is_muted: bool = False) -> Sequence[Piece]:
        """A text with its hits; of a long one what stands around the first."""
        look = self.look
        plain = look.muted if is_muted else look.text
        return [
            (piece, plain + look.hit if is_hit else plain)
            for piece, is_hit in from_first_hit(self._hits.pieces(text), room)
        ]
