"""The library: every article as a row of a list, filtered as one types, its marks beside it.

It puts widgets and parts together; what is shown, and in which order, is `reader.shelving`'s question.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Horizontal, Vertical

from annotations.errors import PostilError
from reader.actions import Place
from reader.keyboards import Keyboard
from reader.keymap import Keymap
from reader.screens.asking import Asking
from reader.screens.caring import Caring
from reader.screens.importing import Importing
from reader.screens.keyed import KeyedScreen
from reader.screens.shelf_acts import ShelfActs
from reader.screens.shelf_adding import ShelfAdding
from reader.screens.shelf_beside import ShelfBeside
from reader.screens.shelf_filter import ShelfFilter
from reader.screens.shelf_going import ShelfGoing
from reader.screens.shelf_lists import ShelfLists
from reader.screens.wording import count_of
from reader.shelving import ShelfState, Shelving, stock_of
from reader.widgets.bars import BottomLine, RuleLine, TopLine
from reader.widgets.filter_line import FilterLine
from reader.widgets.list_view import CHOSEN_SIGN, ListView
from reader.widgets.shelf_preview import ShelfPreview
from reader.widgets.shelf_row import shelf_row

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.geometry import Size
    from textual.widget import Widget

    from annotations.library import Library
    from annotations.model import ArticleId
    from annotations.shelf_rows import ShelfRow
    from reader.actions import Action
    from reader.config import Settings
    from reader.shelving import Stock
    from reader.themes import Look
    from reader.widgets.list_view import ListRow

PREVIEW_FROM_CELLS = 100
"""From this width of the window on the marks of an article stand beside the list."""

AIRY_ROWS = 16
"""From this height on a line is left free around the list."""

EDGES_CELLS = 6 + len(f"{CHOSEN_SIGN} ")
"""Cells of a row of the list that are no text: edges, margins, the sign of those chosen."""

EMPTY = """Nothing here yet. What you read stands here from then on.

enter  opens the sample
a      adds a file, a folder or an address
q      leaves; postil FILE reads a file at once"""

_ORDER_SIGNS = {"opened": "", "updated": "last changed", "title": "by title", "marks": "most marks"}


class LibraryScreen(KeyedScreen):
    """The list of the articles of a library."""

    places = frozenset((Place.LIBRARY,))
    reached_by = "library"
    AUTO_FOCUS: ClassVar[str | None] = "#list"
    BINDINGS: ClassVar = []
    CSS_PATH: ClassVar = ["../styles/library.tcss", "../styles/typing.tcss"]

    def __init__(
        self,
        library: Library,
        look: Look,
        settings: Settings,
        first: Stock,
        state: ShelfState | None = None,
    ) -> None:
        """Make the screen.

        Args:
            library: Open, and left open.
            look: The styles.
            settings: The person's.
            first: What is shown at once; all of it is read after that.
            state: How the list was left before.
        """
        super().__init__()
        self.library = library
        self.look = look
        self.settings = settings
        self.keymap = Keymap(settings.keys, Keyboard(settings.keyboard))
        self.shelving = Shelving()
        if state is not None:
            self.shelving.order, self.shelving.status = state.order, state.status
        self.shelving.take(first)
        self._left_at = None if state is None else state.current
        self.chosen: set[ArticleId] = set()
        """Those on which keys act together."""
        self.top_line = TopLine(look)
        self.filter_line = FilterLine(look, "words, tag:name, is:unread …")
        self.view = ListView(
            look, self._row, lines=2, can_choose=True, widest_cells=1 << 30, empty=self._empty
        )
        self.view.is_chosen = lambda place: self.shelving.found[place].id in self.chosen
        self.rule_line = RuleLine(look)
        self.preview = ShelfPreview(look)
        self.bottom_line = BottomLine(look, keeps_last=True)
        self.filtering = ShelfFilter(self)
        self.beside = ShelfBeside(self)
        self.going = ShelfGoing(self)
        self.acts = ShelfActs(self)
        self.adding = ShelfAdding(self)
        self.importing = Importing(self, lambda: library, lambda: None, self.acts.taken_in)
        self.lists = ShelfLists(self)
        self._asking = Asking(self, look)
        if state is not None and state.typed:
            self.filter_line.line.insert(state.typed)
            self.filtering.narrow()
        self._begun = 0
        """Counts the readings of the library."""
        self._readings = 0
        """Which of them is shown."""

    def compose(self) -> ComposeResult:
        """Top line, filter and list, the marks beside them, bottom line."""
        yield self.top_line
        with Horizontal(id="shelf"):
            with Vertical():
                yield self.filter_line
                yield self.view
            yield self.rule_line
            yield self.preview
        yield self.bottom_line

    def on_mount(self) -> None:
        """Show what was read before."""
        self._fit(self.app.size)
        self.show_found(0 if self._left_at is None else self.place_in_list(self._left_at))
        if len(self.app.screen_stack) == 1:
            # An article that lies below looks after the library itself.
            Caring(self).begin(self.library)

    def on_screen_resume(self) -> None:
        """The first time, or back from an article: what has changed meanwhile is shown."""
        self.view.forget_painted()
        self.call_after_refresh(self.read)

    def on_resize(self, event: events.Resize) -> None:
        """Lay out for another size."""
        self._fit(event.size)

    def _fit(self, size: Size) -> None:
        self.set_class(size.height < AIRY_ROWS, "-low")
        self.rule_line.display = self.preview.display = size.width >= PREVIEW_FROM_CELLS
        self.beside.show(self._readings)

    # --- keys -------------------------------------------------------------------------------

    @property
    def place(self) -> Place:
        """Always the list."""
        return Place.LIBRARY

    @property
    def homes(self) -> tuple[Widget, ...]:
        """The list alone."""
        return (self.view,)

    @property
    def asking(self) -> Asking:
        """Prompts."""
        return self._asking

    def may(self, action: Action) -> bool:
        """All may be done."""
        if action.name != "undo":
            self.acts.steps.asked = None
        return True

    async def pasted(self, text: str) -> None:
        """A path or an address that was dropped is added; other text filters."""
        await self.adding.pasted(text)

    # --- what is there ----------------------------------------------------------------------

    def read(self) -> None:
        """Read the library anew, beside the keys."""
        self.run_worker(self._read, exclusive=True, group="reading")  # type: ignore[arg-type]  # so it may

    async def _read(self) -> None:
        reading = self._begun = self._begun + 1
        try:
            stock = await asyncio.to_thread(stock_of, self.library)
            await self.filtering.learn()
        except PostilError as error:
            self.say_error(error)
            return
        if reading < self._readings:
            return  # it has seen less than what is shown
        self._readings = reading
        here = self.current
        self.shelving.take(stock)
        self.chosen &= {row.id for row in stock.rows}
        left, self._left_at = self._left_at, None
        self.show_found(self.place_of(here) if left is None else self.place_in_list(left))
        await self.filtering.ask_again()

    async def read_now(self) -> None:
        """Read the library anew before the next key: something was done to it."""
        await self._read()

    @property
    def current(self) -> ShelfRow | None:
        """The article that is raised."""
        found = self.shelving.found
        return found[self.view.current] if self.view.current < len(found) else None

    @property
    def taken(self) -> list[ShelfRow]:
        """What an action acts on: the chosen articles that are shown, else the current one."""
        if shown := self._chosen_shown:
            return shown
        return [] if self.current is None else [self.current]

    @property
    def _chosen_shown(self) -> list[ShelfRow]:
        return [row for row in self.shelving.found if row.id in self.chosen]

    @property
    def state(self) -> ShelfState:
        """How the list is to come back."""
        here = None if self.current is None else self.current.id
        shelving = self.shelving
        return ShelfState(self.filtering.typed, shelving.order, shelving.status, here)

    def place_of(self, row: ShelfRow | None) -> int:
        """Where an article stands in the list; where it does not, where one is."""
        return self.view.current if row is None else self.place_in_list(row.id)

    def place_in_list(self, article: ArticleId) -> int:
        """As `place_of`, by its id."""
        places = (n for n, each in enumerate(self.shelving.found) if each.id == article)
        return next(places, self.view.current)

    # --- showing ----------------------------------------------------------------------------

    def show_found(self, place: int) -> None:
        """What the list shows is another: raise the article at a place of it."""
        self.view.show(len(self.shelving.found), place, is_other=True)
        self.show_state()

    def show_state(self) -> None:
        """Bring lines and preview to what the list is now."""
        if not self.is_mounted:
            return
        shelving, filtering = self.shelving, self.filtering
        self.filter_line.display = filtering.is_typing or bool(filtering.typed)
        self.filter_line.show(
            count=count_of(len(shelving.found), "article") if shelving.is_narrowed else "",
            is_typing=filtering.is_typing,
        )
        filtering.point()
        self.top_line.show("Library", self._state())
        sign, hints = self.mode.hints() if self.mode is not None else ("", self._hints())
        self.bottom_line.show(sign, self.keymap.hints(self.place, hints))
        self.beside.show(self._readings)

    def _state(self) -> str:
        stock, shelving = self.shelving.stock, self.shelving
        parts = [self._chosen_said(), shelving.status]
        parts.append(_ORDER_SIGNS[shelving.order])
        if stock.is_whole:
            parts += [count_of(len(stock.rows), "article"), count_of(shelving.marks, "mark")]
        return " · ".join(part for part in parts if part)

    def _chosen_said(self) -> str:
        """How many are chosen; those that a filter hides stay so, but no key acts on them."""
        shown = len(self._chosen_shown)
        hidden = len(self.chosen) - shown
        if not shown:
            return f"{hidden:,} chosen, hidden" if hidden else ""
        return f"{shown:,} chosen, {hidden:,} more hidden" if hidden else f"{shown:,} chosen"

    def _hints(self) -> list[tuple[str, str]]:
        if not self.shelving.stock.rows:
            return [("a", "add"), ("enter", "the sample"), ("?", "help"), ("q", "quit")]
        out = "quit" if len(self.app.screen_stack) == 1 else "back"
        back = "all articles" if self.shelving.is_narrowed else "let go" if self.chosen else out
        return [
            ("enter", "open"),
            ("/", "filter"),
            ("a", "add"),
            ("?", "help"),
            ("t", "tag"),
            ("O", "order"),
            ("f", "status"),
            ("space", "choose"),
            ("x", "remove"),
            ("M", "marks"),
            ("C", "codebook"),
            ("esc" if self.shelving.is_narrowed or self.chosen else "q", back),
        ]

    def _row(self, place: int) -> ListRow:
        row = self.shelving.found[place]
        cells = max(1, self.view.cells - EDGES_CELLS)
        return shelf_row(row, self.shelving.counts_of(row), cells, self.look)

    def _empty(self) -> str:
        if self.shelving.stock.rows:
            return "no article answers · esc shows all"
        # Until all was read it is not known.
        return EMPTY if self.shelving.stock.is_whole else ""

    def paint_anew(self) -> None:
        """Paint everything: the colours are others."""
        self.view.forget_painted()
        self.refresh(layout=True)

    # --- actions ----------------------------------------------------------------------------

    async def do_open_article(self) -> None:
        """Open the current article; in an empty library the sample."""
        await self.acts.open(self.current)

    async def do_refresh_library(self) -> None:
        """Read the library anew."""
        await self.read_now()
        self.say("read anew")

    def do_quit(self) -> None:
        """Back to the article from which the library was opened, else leave."""
        self.host.leave(self)

    def do_paint_anew(self) -> None:
        """Paint everything, as after another program has written on the screen."""
        self.app.refresh(layout=True)
        self.say("painted anew")

    def do_suspend(self) -> None:
        """Give the terminal back to the shell for a while."""
        self.app.action_suspend_process()

    # --- mouse ------------------------------------------------------------------------------

    @on(ListView.Pointed)
    async def _pointed(self, message: ListView.Pointed) -> None:
        self.bottom_line.say("")
        if message.is_beside:
            self.going.go_to(message.place)
            self.going.do_choose_article()
        elif message.is_again:
            await self.act("open_article")
        else:
            self.going.go_to(message.place)
        self.show_state()

    @on(ListView.Wheeled)
    def _wheeled(self, message: ListView.Wheeled) -> None:
        if self.view.scroll_rows(message.rows):
            self.view.update_rows()
