"""A list over the whole window: entries, a filter above them, keys that act on them.

Where `types_to_filter` is set, whatever is typed goes into the filter at once. Else letters are keys
(`j`, `k`, those of the caller, `space` to choose several) and `/` begins to type: until enter, an
arrow or esc. Enter takes the chosen entries, else the current one; esc takes the filter away, then
leaves.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Generic

from textual import on
from textual.events import Key
from textual.screen import Screen

from annotations.errors import PostilError
from reader.actions import key_label
from reader.narrowing import Narrowing
from reader.screens.listed import LETTER_MOTIONS, Entry, Listing, Stand
from reader.screens.wording import failed, list_end
from reader.terminal.writing import PacedScreen
from reader.widgets.bars import BottomLine, TopLine
from reader.widgets.filter_line import FilterLine
from reader.widgets.list_view import ListView

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from reader.themes import Look

SLICE_S = 0.003
"""How long the list is looked through before keys have their turn."""

FIRST_SLICE_S = 0.008
"""The same at the key itself: most lists are looked through by then."""

AIRY_ROWS = 16
"""From this height on a line is left free above and below the list."""


class ListingScreen(PacedScreen, Screen[Sequence[Entry]], Generic[Entry]):
    """The list; dismissed with the entries that were taken, or with None."""

    AUTO_FOCUS: ClassVar[str | None] = "#list"
    BINDINGS: ClassVar = []
    CSS = """
    ListingScreen { layout: vertical; }
    ListingScreen #filter { margin: 1 0 0 0; }
    ListingScreen #list { margin: 1 0; }
    ListingScreen.-mistaken #list { margin: 0 0 1 0; }
    ListingScreen.-low #filter, ListingScreen.-low #list { margin: 0; }
    """

    def __init__(self, look: Look, listing: Listing[Entry]) -> None:
        super().__init__()
        self.look = look
        self.listing = listing
        self._entries = listing.entries
        self._narrowing = Narrowing(self._entries, listing.text)
        self._offers: Sequence[Entry] = ()
        self._stand: Stand[Entry] = Stand((), self._entries)
        self._chosen: set[int] = set()
        self._home = listing.current
        """The number of the entry that is current when the filter is taken away."""
        self._work: asyncio.Task[None] | None = None
        self._is_typing = listing.types_to_filter
        self._is_left = False
        self._top = TopLine(look)
        self.filter_line = FilterLine(look, listing.placeholder)
        self.view = ListView(
            look,
            lambda place: self.listing.row(self.entry_at(place)),
            lines=listing.lines,
            can_choose=listing.can_choose,
            widest_cells=listing.widest_cells,
            empty=self._in_place_of_entries,
        )
        self.view.is_chosen = lambda place: self._stand.number_at(place) in self._chosen
        self.bottom_line = BottomLine(look, keeps_last=True)

    def compose(self) -> ComposeResult:
        """Title and count, filter, entries, hints."""
        yield self._top
        yield self.filter_line
        yield self.view
        yield self.bottom_line

    def on_mount(self) -> None:
        """Show the entries there are."""
        self._show(self._home, is_other=True)
        self._prepare()

    def _prepare(self) -> None:
        if self.listing.prepare is not None:
            self.run_worker(self.listing.prepare(self), exclusive=True, group="preparing")

    def on_unmount(self) -> None:
        """Look no further."""
        self._stop()

    def on_resize(self, event: events.Resize) -> None:
        """No room is left free in a low window."""
        self.set_class(event.size.height < AIRY_ROWS, "-low")

    # --- entries ----------------------------------------------------------------------------

    @property
    def typed(self) -> str:
        """What the list is filtered by."""
        return self.filter_line.typed

    @property
    def count(self) -> int:
        """How many entries are shown: those offered, then those found."""
        return self._stand.count

    def entry_at(self, place: int) -> Entry:
        """The entry at a place of the list as it is shown."""
        return self._stand.entry_at(place)

    @property
    def current(self) -> Entry | None:
        """The entry that is raised."""
        return self.entry_at(self.view.current) if self.count else None

    @property
    def taken(self) -> list[Entry]:
        """What an action acts on: the chosen entries in order, else the current one."""
        if self._chosen:
            return [self._entries[number] for number in sorted(self._chosen)]
        return [self.entry_at(self.view.current)] if self.count else []

    @property
    def chosen(self) -> list[Entry]:
        """The entries that were chosen, in order."""
        return [self._entries[number] for number in sorted(self._chosen)]

    @property
    def shown(self) -> list[Entry]:
        """All that are shown under the filter, in order."""
        return [self.entry_at(place) for place in range(self.count)]

    def choose_all(self) -> None:
        """Choose all that are shown; none, if they all are chosen."""
        numbers = {self._stand.number_at(place) for place in range(len(self._offers), self.count)}
        if numbers <= self._chosen:
            self._chosen -= numbers
        else:
            self._chosen |= numbers
        self._show(self.view.current, is_other=False)

    def replace(self, entries: Sequence[Entry]) -> None:
        """Show other entries under the same filter, as near to where one was as may be."""
        place = self.view.current
        self._stop()
        self._chosen.clear()
        self._entries = entries
        self._home = max(0, min(self._home, len(entries) - 1))
        self._narrowing = Narrowing(self._entries, self.listing.text)
        self._filter(place)

    def show(self, listing: Listing[Entry]) -> None:
        """Show another list under the same filter."""
        self.listing = listing
        self.replace(listing.entries)
        self._prepare()

    def show_again(self) -> None:
        """What the rows show of the entries has changed."""
        self._show(self.view.current, is_other=True)

    # --- filtering --------------------------------------------------------------------------

    def _filter(self, place: int) -> None:
        """Show what holds what is typed, beginning at a place; the rest of the work goes on beside."""
        self._stop()
        self._offers = self.listing.offers(self.typed) if self.typed.strip() else ()
        self._narrowing.begin(self.typed)
        if self._narrowing.go_on(FIRST_SLICE_S):
            self._show(self._place_for(place), is_other=True)
        else:
            self._work = asyncio.get_running_loop().create_task(self._filter_on(place))

    async def _filter_on(self, place: int) -> None:
        shown = -1
        while not self._narrowing.go_on(SLICE_S):
            await asyncio.sleep(0)
            if shown < self.view.rows:
                # The first are shown as they come; of the others only the number would change.
                self._show(place, is_other=shown < 0)
                shown = self.count
        self._show(self._place_for(place), is_other=True)

    def _place_for(self, place: int) -> int:
        """Where to stand under the filter: at the place that is wanted, or at the nearest entry."""
        is_free = self.listing.takes_nearest and self._narrowing.is_narrowed and not self._offers
        return self._narrowing.nearest if is_free else place

    def _stop(self) -> None:
        if self._work is not None:
            self._work.cancel()
            self._work = None

    async def filtered(self) -> None:
        """Wait until all entries were looked through."""
        if self._work is not None:
            await asyncio.wait((self._work,))

    def _clear_filter(self) -> None:
        self.filter_line.line.clear()
        self._filter(self._home)

    # --- keys -------------------------------------------------------------------------------

    async def on_key(self, event: events.Key) -> None:
        """Do what the key does here."""
        event.stop()
        event.prevent_default()
        if self._is_left or self.app.screen is not self:
            # Typed together with the key that left: it is for what comes after.
            self.app.post_message(Key(event.key, event.character))
            return
        self.bottom_line.say("")
        try:
            await self._press(event)
        except PostilError as error:
            self.say_error(error)

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted filters."""
        event.stop()
        self._type(event.text)

    async def _press(self, event: events.Key) -> None:
        key = event.key
        if key == "enter":
            await self._take()
        elif key == "escape":
            self._back()
        elif key in _MOTIONS:
            self._move(_MOTIONS[key])
        elif self._is_typing:
            self._press_typing(event)
        else:
            await self._press_letter(event)

    def _press_typing(self, event: events.Key) -> None:
        was = self.typed
        if event.character == "/" and not was and not self.listing.types_to_filter:
            # One who expected to begin with it has begun already; no query begins so.
            return
        if event.is_printable and event.character is not None:
            self._type(event.character)
        elif event.key == "backspace" and not was and not self.listing.types_to_filter:
            self._is_typing = False
            self._show(self.view.current, is_other=False)
        elif not self.filter_line.line.edit(event.key):
            self.say(f"{key_label(event.key)} does nothing here · esc goes back")
        elif self.typed != was:
            self._filter(0 if self.typed.strip() else self._home)
        else:
            self.filter_line.refresh()

    def _type(self, text: str) -> None:
        self._is_typing = True
        self.filter_line.line.insert(text)
        self._filter(0 if self.typed.strip() else self._home)

    async def _press_letter(self, event: events.Key) -> None:
        key = self.meant(event)
        action = next((each for each in self.listing.actions if each.key == key), None)
        if action is not None:
            await self.filtered()
            if self.taken or action.is_of_list:
                await action.act(self, self.taken)
            else:
                self.say(f"nothing here to act on · {key_label('escape')} goes back")
        elif key == "/":
            self._is_typing = True
            self._show(self.view.current, is_other=False)
        elif key == "space" and self.listing.can_choose:
            self._choose()
        elif key in LETTER_MOTIONS:
            self._move(LETTER_MOTIONS[key])
        elif key == "q":
            self._leave(None)
        else:
            self.say(f"{key_label(key)} does nothing here · esc goes back")

    def meant(self, event: events.Key) -> str:
        """The name of a key that is not typed; see `Listing.meant`."""
        return self.listing.meant(event.key, event.character)

    def _move(self, motion: str) -> None:
        if not self.listing.types_to_filter:
            self._is_typing = False
        page = self.view.page_entries
        place = {
            "up": self.view.current - 1,
            "down": self.view.current + 1,
            "page-up": self.view.current - page,
            "page-down": self.view.current + page,
            "start": 0,
            "end": self.count - 1,
        }[motion]
        was = self.view.current
        self._show(place, is_other=False)
        if self.view.current == was:
            self.say(list_end(motion))
        if self.count:
            # Gone to on purpose: there one stays when the filter is taken away.
            self._home = max(0, self._stand.number_at(self.view.current))

    def _choose(self) -> None:
        if not self.count:
            return
        number = self._stand.number_at(self.view.current)
        if number < 0:
            self.say("this one stands alone · enter takes it")
            return
        self._chosen ^= {number}
        self._show(self.view.current + 1, is_other=False)

    async def _take(self) -> None:
        await self.filtered()
        taken = self.taken
        if taken:
            self._leave(taken)
        else:
            self.say("nothing to take · esc goes back")

    def _back(self) -> None:
        """Take the filter away, what is chosen, or leave."""
        if self.typed or (self._is_typing and not self.listing.types_to_filter):
            self._is_typing = self.listing.types_to_filter
            self._clear_filter()
        elif self._chosen:
            self._chosen.clear()
            self._show(self.view.current, is_other=False)
        else:
            self._leave(None)

    def _leave(self, taken: Sequence[Entry] | None) -> None:
        self._is_left = True
        self.dismiss(taken)

    # --- mouse ------------------------------------------------------------------------------

    @on(ListView.Pointed)
    async def _pointed(self, message: ListView.Pointed) -> None:
        self.bottom_line.say("")
        if message.is_beside and self.listing.can_choose:
            self._show(message.place, is_other=False)
            self._choose()
        elif message.is_again:
            await self._take()
        else:
            self._show(message.place, is_other=False)
            self._home = max(0, self._stand.number_at(message.place))

    @on(ListView.Wheeled)
    def _wheeled(self, message: ListView.Wheeled) -> None:
        if self.view.scroll_rows(message.rows):
            self.view.update_rows()

    # --- showing ----------------------------------------------------------------------------

    def say(self, message: str) -> None:
        """Say something on the bottom line until the next key."""
        self.bottom_line.say(message)

    def say_error(self, error: PostilError) -> None:
        """Say what went wrong and what to do."""
        self.bottom_line.say(failed(error), is_error=True)

    def _in_place_of_entries(self) -> str:
        if self._entries and not self._narrowing.is_done:
            return ""
        return "nothing holds this · esc shows all" if self._entries else self.listing.empty

    def _show(self, place: int, *, is_other: bool) -> None:
        narrowing = self._narrowing
        found = narrowing.found if narrowing.is_narrowed else None
        self._stand = Stand(self._offers, self._entries, found)
        if not self.is_attached:
            return
        self.view.show(self.count, place, is_other=is_other)
        self.filter_line.display = (
            self.listing.types_to_filter or self._is_typing or bool(self.typed)
        )
        # What is offered above is none of them: a paragraph is no heading.
        left = self.count - len(self._offers)
        is_counted = narrowing.is_narrowed and (left or not self._offers)
        self.filter_line.show(
            count=self.listing.counted(left) if is_counted else "",
            is_typing=self._is_typing,
        )
        chosen = f"{len(self._chosen):,} chosen · " if self._chosen else ""
        state = self.listing.state or self.listing.counted(len(self._entries))
        self._top.show(self.listing.title, chosen + state)
        self.bottom_line.show("", self._hints())

    def _hints(self) -> list[tuple[str, str]]:
        return self.listing.hints(
            is_typing=self._is_typing,
            is_filtered=bool(self.typed),
            is_chosen=bool(self._chosen),
        )


_MOTIONS = {
    "up": "up",
    "down": "down",
    "pageup": "page-up",
    "pagedown": "page-down",
    "home": "start",
    "end": "end",
    "ctrl+home": "start",
    "ctrl+end": "end",
    "ctrl+p": "up",
    "ctrl+n": "down",
}
