"""The marks of all articles: found by a query as it is typed, gone to, and changed several at once.

Letters are keys, `/` begins to type. What keys do to the marks is `marks_acts`' business.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from annotations.errors import PostilError
from annotations.query_tree import Everything
from reader.finding import MOST, Hits, from_first_hit
from reader.keyboards import Keyboard
from reader.layout.cells import fit, show_line, width
from reader.planning import in_quotes, shorten
from reader.relating import short_id
from reader.screens.asked_list import AskedScreen
from reader.screens.listed import ListAction, Listing
from reader.screens.wording import count_of, mistaken
from reader.widgets.list_view import ListRow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual import events

    from annotations.library import Library
    from annotations.model import Annotation, AnnotationId
    from annotations.query import Query
    from annotations.results import Found, HistoryEntry
    from reader.config import Settings
    from reader.screens.help_entries import Entry as HelpEntry
    from reader.screens.listing import ListingScreen
    from reader.screens.marks_acts import MarksActs
    from reader.themes import Look
    from reader.widgets.painting import Piece

NEWEST, RELEVANCE = "newest", "relevance"
_ORDERS = {NEWEST: "newest first", RELEVANCE: "best first"}

EDGES_CELLS = 10
"""Cells of a row that are neither quotation nor note: edges, sign, bar."""

LINKS_SHOWN = 2
"""Relations of a mark that a row has room for."""

LINK_LENGTH = 32
"""Code points of the mark to which one leads."""

SOURCE_SHARE = 3
"""The article's name takes at most one part in so many of a row."""


class MarksState(NamedTuple):
    """How the list was left, for the next time."""

    typed: str = ""
    sort: str = NEWEST
    place: int = 0


class MarksScreen(AskedScreen["Found"]):
    """The list of marks."""

    CSS: ClassVar[str] = AskedScreen.CSS.replace("AskedScreen", "MarksScreen")

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
        self.acts: MarksActs = MarksActs(self)
        super().__init__(library, look, settings, self._listing(state, settings), state.typed)
        self._sort = state.sort
        self._hits = Hits(Everything())
        self._related: Mapping[AnnotationId, Annotation] = {}
        """Where the relations of the marks lead."""
        self._left = left

    def _listing(self, state: MarksState, settings: Settings) -> Listing[Found]:
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
            actions=[
                *self.acts.table(),
                ListAction("O", "", self._reorder, is_of_list=True),
                *self._stepping(),
            ],
            keyboard=Keyboard(settings.keyboard),
            placeholder="words, tag:name, by:name, since:7d …",
            current=state.place,
        )

    # --- asking -----------------------------------------------------------------------------

    async def _ask(self, query: Query, place: int, rest_s: float) -> None:
        await asyncio.sleep(rest_s)

        def look() -> tuple[Sequence[Found], Mapping[AnnotationId, Annotation]]:
            found = self.library.find(query, limit=MOST, sort=self._sort)
            return found, self.library.related(each.annotation for each in found)

        try:
            found, self._related = await asyncio.to_thread(look)
        except PostilError as error:
            self.say_error(error)
            return
        was = {self._entries[number].annotation.id for number in self._chosen}
        self._hits = Hits(query)
        self._chosen = {n for n, each in enumerate(found) if each.annotation.id in was}
        self._anchor = None
        self._show_found(found, place)

    def on_unmount(self) -> None:
        """Left, by its own key or together with what lay over it."""
        super().on_unmount()
        self._left(self.state)

    @property
    def state(self) -> MarksState:
        """How the list is left."""
        return MarksState(self.typed, self._sort, self.view.current)

    def help_entries(self) -> Sequence[HelpEntry]:
        """The keys of the list of all marks."""
        from reader.screens.help_entries import OF_ALL_MARKS  # noqa: PLC0415  # rarely used

        return OF_ALL_MARKS

    # --- keys -------------------------------------------------------------------------------

    async def _press(self, event: events.Key) -> None:
        if event.key == "ctrl+s":
            await self._save()
        else:
            await super()._press(event)

    async def _show_step(self, entry: HistoryEntry) -> None:
        del entry
        await self.show_written()

    async def show_written(self) -> None:
        """Show the marks as they are now."""
        self.ask_again(self.view.current)
        await self.filtered()

    async def _save(self) -> None:
        """Save what is typed under a name."""
        from reader.screens.query_saving import save_query  # noqa: PLC0415  # seldom done

        if self._mistake is not None:
            self.bottom_line.say(mistaken(self._mistake), is_error=True)
        else:
            await save_query(self, self.typed, self._known, ask=self.ask, learn=self._learn)

    async def _reorder(self, screen: ListingScreen[Found], taken: Sequence[Found]) -> None:
        del screen, taken
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

    def show_texts(self) -> None:
        """Look for the same in the texts of the articles; asked the same when that comes back by `T`."""
        from reader.screens.texts_list import TextsScreen  # noqa: PLC0415  # not needed for marks

        texts = TextsScreen(self.library, self.look, self.settings, self.typed)

        def left(_taken: object) -> None:
            if texts.is_switched:
                self.ask_for(texts.typed)

        self.away()
        self.app.push_screen(texts, left)

    # --- showing ----------------------------------------------------------------------------

    @property
    def counted(self) -> str:
        """How many marks answer, in words; of very many at least how many."""
        return (
            f"{MOST:,}+ marks"
            if len(self._entries) >= MOST
            else count_of(len(self._entries), "mark")
        )

    def _show(self, place: int, *, is_other: bool) -> None:
        super()._show(place, is_other=is_other)
        if not self.is_attached:
            return
        number = self.counted
        chosen = f"{len(self._chosen):,} chosen · " if self._chosen else ""
        state = f"{chosen}{number} · {_ORDERS[self._sort]}" if self._is_answered else ""
        self._top.show(self.listing.title, state)

    def _hints(self) -> list[tuple[str, str]]:
        hints = super()._hints()
        if self._is_typing and self.typed.strip():
            hints.insert(-1, ("ctrl+s", "save"))
        return hints

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
        second += [(f"{each}  ", look.muted) for each in self._relations(mark)]
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

    def _relations(self, mark: Annotation) -> list[str]:
        """Where the first relations of a mark lead: `→ contradicts “The figures …”`."""
        said = []
        for relation in mark.relations[:LINKS_SHOWN]:
            other = self._related.get(relation.to)
            if other is None:
                what = short_id(relation.to)
            elif other.pieces:
                what = in_quotes(other.quote, LINK_LENGTH)
            else:
                what = shorten(other.note, LINK_LENGTH)
            said.append(f"→ {relation.name} {what}")
        return said

    def _marked(self, text: str, room: int, *, is_muted: bool = False) -> Sequence[Piece]:
        """A text with its hits; of a long one what stands around the first."""
        look = self.look
        plain = look.muted if is_muted else look.text
        return [
            (piece, plain + look.hit if is_hit else plain)
            for piece, is_hit in from_first_hit(self._hits.pieces(text), room)
        ]
