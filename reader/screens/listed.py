"""What a list over the whole window shows, and what its keys do, as values: see `listing`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from reader.actions import key_label
from reader.keyboards import Keyboard
from reader.screens.wording import count_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from reader.screens.listing import ListingScreen
    from reader.widgets.list_view import ListRow

UNBOUNDED = 1 << 30

NO_OTHER = Keyboard()

LETTER_MOTIONS = {
    "j": "down",
    "k": "up",
    "g": "start",
    "G": "end",
    "ctrl+d": "page-down",
    "ctrl+u": "page-up",
}
_KEYS = frozenset(("/", "q", *LETTER_MOTIONS))
"""Those of every list whose letters are keys."""

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

    def counted(self, number: int) -> str:
        """So many of them, in words."""
        if number != 1 and self.things:
            return f"{number:,} {self.things}"
        return count_of(number, self.thing)

    def meant(self, key: str, character: str | None) -> str:
        """The name of a key that is not typed: its character where it has one, or what that stands for."""
        is_letter = character is not None and character.isprintable() and character != " "
        key = character if is_letter and character is not None else key
        key = self.keyboard.digits.get(key, key)
        own = {*_KEYS, *(each.key for each in self.actions)}
        alias = self.keyboard.alias(key)
        return alias if key not in own and alias in own else key

    def hints(
        self, *, is_typing: bool, is_filtered: bool, is_chosen: bool
    ) -> list[tuple[str, str]]:
        """What can be done, each with its key.

        Args:
            is_typing: What is typed goes into the filter.
            is_filtered: Something is typed there.
            is_chosen: Some entries are chosen.
        """
        all_things = f"all {self.things or self.thing + 's'}"
        if is_typing and not self.types_to_filter:
            return [("enter", self.enter), ("↓", "into the list"), ("esc", all_things)]
        hints = [("enter", self.enter)]
        if is_typing:
            hints.append(("↑↓", "choose"))
        else:
            hints += [
                (each.label or key_label(each.key), (is_chosen and each.text_chosen) or each.text)
                for each in self.actions
                if each.text
            ]
            hints += [("space", "choose")] * self.can_choose
            hints.append(("/", "filter"))
        back = "let go" if is_chosen else "back"
        return [*hints, ("esc", all_things if is_filtered else back)]


@dataclass(frozen=True, slots=True)
class Stand(Generic[Entry]):
    """What stands on the screen; a row may be painted while another filter is at work, which has found nothing yet."""

    offers: Sequence[Entry]
    """Above the others."""
    entries: Sequence[Entry]
    found: Sequence[int] | None = None
    """The numbers of the entries that are shown; None: all are."""

    @property
    def count(self) -> int:
        """How many are shown: those offered, then those found."""
        return len(self.offers) + len(self.entries if self.found is None else self.found)

    def number_at(self, place: int) -> int:
        """The number of the entry at a place; below 0 for one that is offered."""
        at = place - len(self.offers)
        return self.found[at] if at >= 0 and self.found is not None else at

    def entry_at(self, place: int) -> Entry:
        """The entry at a place."""
        number = self.number_at(place)
        return self.offers[place] if number < 0 else self.entries[number]
