"""The list over the whole window: moving, filtering, choosing, acting, leaving."""

from __future__ import annotations

import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypedDict, Unpack

import pytest
from textual import events

from annotations.errors import PostilError
from reader.screens.listed import ListAction, Listing
from reader.screens.listing import ListingScreen
from reader.widgets.list_view import ListRow
from tests.reader.screens.stage import Stage, on_stage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from pathlib import Path

    from reader.themes import Look

NAMES = tuple(f"{name} {number}" for number in range(20) for name in ("Bamako", "Café", "Zürich"))


class Options(TypedDict, total=False):
    entries: Sequence[str]
    lines: int
    current: int
    types_to_filter: bool
    can_choose: bool
    actions: Sequence[ListAction[str]]
    offers: Callable[[str], Sequence[str]]
    empty: str


class Shown:
    """A list on the stage, and what it was left with."""

    def __init__(self, stage: Stage, screen: ListingScreen[str]) -> None:
        self.stage = stage
        self.screen = screen
        self.left: list[Sequence[str] | None] = []

    @property
    def current(self) -> str | None:
        return self.screen.current

    @property
    def entries(self) -> list[str]:
        return [self.screen.entry_at(place) for place in range(self.screen.count)]

    async def press(self, *keys: str) -> None:
        await self.stage.press(*keys)

    async def filter(self, text: str) -> None:
        await self.stage.type(text)
        await self.screen.filtered()
        await self.stage.settle()


def _row(look: Look, lines: int = 1) -> Callable[[str], ListRow]:
    def row(name: str) -> ListRow:
        second = [(f"about {name}", look.muted)] if lines == 2 else []
        return ListRow([(name, look.text)], [("right", look.muted)], second)

    return row


@asynccontextmanager
async def _listing(
    source: Path, library: Path, *, size: tuple[int, int] = (100, 30), **options: Unpack[Options]
) -> AsyncIterator[Shown]:
    async with on_stage(source, library, size=size) as stage:
        options.setdefault("entries", NAMES)
        look = stage.app.look
        listing: Listing[str] = Listing(
            title="Places",
            row=_row(look, options.get("lines", 1)),
            text=str,
            thing="place",
            **options,
        )
        screen: ListingScreen[str] = ListingScreen(look, listing)
        shown = Shown(stage, screen)
        stage.app.push_screen(screen, shown.left.append)
        await stage.until(lambda: stage.app.screen is screen and stage.shows("Places"))
        yield shown


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "short.txt"
    path.write_text("A short text.\n", encoding="utf-8")
    return path


async def test_arrows_and_letters_move_and_enter_takes(source: Path, library: Path) -> None:
    async with _listing(source, library) as shown:
        await shown.press("down", "j", "j", "k", "enter")
        await shown.stage.until(lambda: shown.left)

        assert shown.left == [["Zürich 0"]]
        assert shown.stage.focus == "article"


async def test_pages_home_and_end_and_what_leads_nowhere_says_so(
    source: Path, library: Path
) -> None:
    async with _listing(source, library) as shown:
        await shown.press("end")
        assert shown.current == "Zürich 19"
        assert shown.stage.shows("Zürich 19")
        await shown.press("down")
        assert shown.screen.bottom_line.message == "the list ends here"

        await shown.press("home")
        assert shown.current == "Bamako 0"
        assert shown.screen.bottom_line.message == ""
        await shown.press("pageup")
        assert shown.screen.bottom_line.message == "the list begins here"

        await shown.press("pagedown")
        page = shown.screen.view.page_entries
        assert shown.current == NAMES[page]

        await shown.press("pageup")
        assert shown.current == "Bamako 0"


async def test_a_list_begins_at_the_entry_given(source: Path, library: Path) -> None:
    async with _listing(source, library, current=50) as shown:
        assert shown.current == NAMES[50]
        assert shown.stage.shows(NAMES[50])


async def test_a_slash_opens_the_filter_and_an_arrow_leaves_it(source: Path, library: Path) -> None:
    async with _listing(source, library) as shown:
        assert not shown.screen.filter_line.display

        await shown.press("/")
        await shown.filter("cafe 1")

        assert shown.entries[:2] == ["Café 1", "Café 10"]
        assert shown.stage.shows(" / cafe 1")
        assert shown.stage.shows("11 places")

        await shown.press("down", "j")

        assert shown.current == "Café 11"


async def test_what_is_typed_filters_at_once_where_letters_are_no_keys(
    source: Path, library: Path
) -> None:
    async with _listing(source, library, types_to_filter=True) as shown:
        await shown.filter("zu 19")
        await shown.press("enter")
        await shown.stage.until(lambda: shown.left)

        assert shown.left == [["Zürich 19"]]


async def test_all_typed_at_once_does_what_typed_slowly_does(source: Path, library: Path) -> None:
    async with _listing(source, library) as shown:
        await shown.stage.burst("/", *"zurich 7", "enter")
        await shown.stage.until(lambda: shown.left)

        assert shown.left == [["Zürich 7"]]


async def test_keys_after_the_one_that_leaves_are_the_article_s(
    source: Path, library: Path
) -> None:
    async with _listing(source, library) as shown:
        await shown.stage.burst("escape", "s")
        await shown.stage.until(lambda: shown.stage.selected)

        assert shown.left == [None]
        assert shown.stage.selected == "A short text."


async def test_escape_takes_the_filter_away_then_leaves(source: Path, library: Path) -> None:
    async with _listing(source, library, current=5) as shown:
        await shown.press("/")
        await shown.filter("bamako")
        await shown.press("escape")

        assert len(shown.entries) == len(NAMES)
        assert shown.current == NAMES[5]
        assert not shown.left

        await shown.press("escape")
        await shown.stage.until(lambda: shown.left)

        assert shown.left == [None]


async def test_who_has_moved_among_the_found_stays_there(source: Path, library: Path) -> None:
    async with _listing(source, library) as shown:
        await shown.press("/")
        await shown.filter("zurich")
        await shown.press("down", "down", "escape")

        assert shown.current == "Zürich 2"
        assert len(shown.entries) == len(NAMES)


async def test_backspace_on_nothing_closes_the_filter(source: Path, library: Path) -> None:
    async with _listing(source, library) as shown:
        await shown.press("/", "x", "backspace", "backspace", "j")

        assert shown.current == NAMES[1]


async def test_what_nothing_holds_says_so(source: Path, library: Path) -> None:
    async with _listing(source, library, types_to_filter=True) as shown:
        await shown.filter("xyz")

        assert shown.stage.shows("nothing holds this · esc shows all")
        assert shown.stage.shows("0 places")

        await shown.press("enter")

        assert shown.screen.bottom_line.message == "nothing to take · esc goes back"


async def test_an_empty_list_says_what_it_is_given_to_say(source: Path, library: Path) -> None:
    async with _listing(source, library, entries=(), empty="no places yet · m makes one") as shown:
        await shown.press("down", "pageup", "end", "space")

        assert shown.stage.shows("no places yet · m makes one")


async def test_space_chooses_several(source: Path, library: Path) -> None:
    async with _listing(source, library, can_choose=True) as shown:
        await shown.press("space", "down", "space")

        assert shown.stage.shows("• Bamako 0")
        assert shown.stage.shows("2 chosen · 60 places")

        await shown.press("enter")
        await shown.stage.until(lambda: shown.left)

        assert shown.left == [["Bamako 0", "Zürich 0"]]


async def test_what_is_chosen_stays_so_under_a_filter(source: Path, library: Path) -> None:
    async with _listing(source, library, can_choose=True) as shown:
        await shown.press("space", "/")
        await shown.filter("zurich 3")
        await shown.press("down", "up", "space", "escape", "enter")
        await shown.stage.until(lambda: shown.left)

        assert shown.left == [["Bamako 0", "Zürich 3"]]


async def test_a_key_of_the_caller_acts_on_the_current_entry(source: Path, library: Path) -> None:
    async def delete(screen: ListingScreen[str], taken: Sequence[str]) -> None:
        screen.replace([name for name in NAMES if name not in taken])
        screen.say(f"{taken[0]} is gone")

    async with _listing(source, library, actions=[ListAction("x", "delete", delete)]) as shown:
        assert shown.stage.shows("x delete")

        await shown.press("j", "x")

        assert shown.entries[:2] == ["Bamako 0", "Zürich 0"]
        assert shown.current == "Zürich 0"
        assert shown.screen.bottom_line.message == "Café 0 is gone"


async def test_an_action_that_fails_says_why(source: Path, library: Path) -> None:
    async def fail(screen: ListingScreen[str], taken: Sequence[str]) -> None:
        del screen, taken
        sentence = "It will not be deleted."
        raise PostilError(sentence, hint="Try again.")

    async with _listing(source, library, actions=[ListAction("x", "delete", fail)]) as shown:
        await shown.press("x")

        assert shown.screen.bottom_line.message == "It will not be deleted · Try again."


async def test_what_is_offered_for_what_is_typed_stands_on_top(source: Path, library: Path) -> None:
    async with _listing(
        source,
        library,
        types_to_filter=True,
        offers=lambda typed: [f"page {typed}"] if typed.isdigit() else [],
    ) as shown:
        await shown.filter("12")

        assert shown.entries == ["page 12", "Bamako 12", "Café 12", "Zürich 12"]

        await shown.press("enter")
        await shown.stage.until(lambda: shown.left)

        assert shown.left == [["page 12"]]


async def test_two_lines_an_entry_with_an_empty_one_between(source: Path, library: Path) -> None:
    async with _listing(source, library, lines=2) as shown:
        rows = shown.stage.rows()
        first = next(number for number, row in enumerate(rows) if "Bamako 0" in row)

        assert "about Bamako 0" in rows[first + 1]
        assert not rows[first + 2]
        assert "Café 0" in rows[first + 3]


async def test_a_click_points_and_a_second_takes(source: Path, library: Path) -> None:
    async with _listing(source, library) as shown:
        await shown.stage.pilot.click(shown.screen.view, offset=(6, 3))
        await shown.stage.settle()

        assert shown.current == NAMES[3]

        await shown.stage.pilot.click(shown.screen.view, offset=(6, 3))
        await shown.stage.until(lambda: shown.left)

        assert shown.left == [[NAMES[3]]]


async def test_the_wheel_scrolls(source: Path, library: Path) -> None:
    async with _listing(source, library) as shown:
        view = shown.screen.view
        view.post_message(
            events.MouseScrollDown(
                widget=view, x=5, y=5, delta_x=0, delta_y=1, button=0, shift=False,
                meta=False, ctrl=False,
            )
        )  # fmt: skip
        await shown.stage.until(lambda: view.top == (3, 0))


async def test_what_is_pasted_filters(source: Path, library: Path) -> None:
    async with _listing(source, library) as shown:
        shown.screen.post_message(events.Paste("zürich 14\nmore"))
        await shown.stage.until(lambda: shown.entries == ["Zürich 14"])


async def test_hostile_texts_reach_the_screen_as_pictures(source: Path, library: Path) -> None:
    names = ("\x1b[2J\x1b]0;evil\x07", "a\u202eb\nsecond line", "\ud800" + "e" + "\u0301" * 500)
    async with _listing(source, library, entries=names) as shown:
        await shown.press("/")
        shown.screen.post_message(events.Paste("\x1b[2J\u202e"))
        await shown.stage.settle()

        text = "\n".join(shown.stage.rows())
        assert "\x1b" not in text
        assert "\u202e" not in text


async def test_a_list_of_100_000_answers_each_key_soon(source: Path, library: Path) -> None:
    names = [f"Entry number {number} of many" for number in range(100_000)]
    async with _listing(source, library, entries=names) as shown:
        for key in ("end", "pageup", "home"):
            await shown.press(key)
        await shown.press("/")
        longest = 0.0
        for character in "99999":
            begun = time.thread_time()
            shown.screen._type(character)
            longest = max(longest, time.thread_time() - begun)

        assert longest < 0.05
        # Painted while the filter is at work, as when the window changes its size.
        shown.screen.view.forget_painted()
        shown.screen.view.on_resize()

        await shown.screen.filtered()

        assert shown.entries == ["Entry number 99999 of many"]


@pytest.mark.parametrize("size", [(100, 30), (40, 8), (8, 4)])
async def test_every_window_has_room_for_the_current_entry(
    size: tuple[int, int], source: Path, library: Path
) -> None:
    async with _listing(source, library, size=size, current=30) as shown:
        await shown.press("down", "down")

        view = shown.screen.view
        assert any(row is not None and row[0] == view.current for row in view.visible_rows())
