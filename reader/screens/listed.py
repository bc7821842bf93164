"""What a list over the whole window shows, and what its keys do, as values: see `listing`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from reader.keyboards import Keyboard

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from reader.screens.listing import ListingScreen
    from reader.widgets.list_view import ListRow

UNBOUNDED = 1 << 30

NO_OTHER = Keyboard()

Entry = TypeVar("Entry")


class ListAction(NamedTuple, Generic[Entry]):
    """What a key of the caller's does with the chosen entries, else with the current one."""

    key: str
    text: str
    """For the hint, in a word or two."""
    act: Callable[[ListingScreen[Entry], Sequence[Entry]], Awaitable[None]]
    label: str = ""
    """How the hint shows the key, where one hint stands for several; without a text there is none."""
    text_chosen: str = ""
    """The text while some are chosen, where it differs."""
    is_of_list: bool = False
    """It is done of the list, also where that is empty."""


@dataclass(frozen=True, kw_only=True)
class Listing(Generic[Entry]):
    """What a list shows and what its keys do."""

    title: str
    entries: Sequence[Entry]
    row: Callable[[Entry], ListRow]
    """How an entry looks; asked only for those in view."""
    text: Callable[[Entry], str]
    """What the filter looks through."""
    thing: str = "entry"
    """One of them, for the counts: article, mark."""
    things: str = ""
    """Several, where a mere s will not do."""
    state: str = ""
    """At the right of the top line; the number of entries if empty."""
    lines: int = 1
    """Of an entry, one or two."""
    current: int = 0
    """The number of the entry to begin at."""
    types_to_filter: bool = False
    takes_nearest: bool = False
    """Filtering raises the entry that is most like what is typed, else the first."""
    can_choose: bool = False
    """Several at once, with space; not where typing filters."""
    enter: str = "go there"
    """What enter does, for the hint."""
    actions: Sequence[ListAction[Entry]] = ()
    keyboard: Keyboard = NO_OTHER
    """By which letters are read that are no keys here."""
    offers: Callable[[str], Sequence[Entry]] = field(default=lambda _typed: ())
    """Entries made for what is typed, shown above those found."""
    placeholder: str = "type to filter"
    empty: str = "nothing here · esc goes back"
    """What stands in place of no entries at all."""
    widest_cells: int = UNBOUNDED
    prepare: Callable[[ListingScreen[Entry]], Awaitable[None]] | None = None
    """Work beside the list once it is shown, such as counting; `show_again` shows what it found."""

    def __post_init__(self) -> None:
        assert not (self.types_to_filter and self.can_choose), "space is typed there"
