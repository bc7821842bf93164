"""Searching the text: the view follows what is typed, and the hits lead through the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.themes import DARK
from tests.reader.screens.stage import Stage, on_stage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rich.style import Style

LONG = "\n".join(f"Paragraph {number} of many stands here.\n" for number in range(200))
LONG = LONG.replace("Paragraph 150 of", "Paragraph 150 with a needle of")
LONG = LONG.replace("Paragraph 60 of", "Paragraph 60 with a needle\nin it of")


@pytest.fixture
def long_source(tmp_path: Path) -> Path:
    """Two needles, both out of view."""
    path = tmp_path / "long.md"
    path.write_text(LONG, encoding="utf-8")
    return path


def top_right(stage: Stage) -> str:
    return stage.rows()[0].split("  ")[-1].strip()


def at_caret(stage: Stage) -> str:
    return stage.session.document.text[stage.session.caret :]


async def search(stage: Stage, typed: str, *, ends: str = "enter") -> None:
    await stage.press("/")
    await stage.type(typed)
    if ends:
        await stage.press(ends)


def searched(stage: Stage) -> str:
    """What has been searched for to the end while the prompt is open."""
    typing = stage.screen.searching.typing
    search_ = typing.search if typing is not None else None
    return search_.query.text if search_ is not None and search_.hits.is_complete else ""


def painted(stage: Stage, wanted: Callable[[Style], object]) -> list[str]:
    """The stretches of the text that are painted so."""
    view = stage.screen.article
    rows = stage.segments()[view.region.y : view.region.bottom]
    return [
        segment.text
        for row in rows
        for segment in row
        if segment.style is not None and wanted(segment.style) and segment.text.strip()
    ]


def underlined(style: Style) -> bool:
    return bool(style.underline) and not style.reverse


def reversed_hit(style: Style) -> bool:
    return bool(style.underline and style.reverse)


# --- typing ----------------------------------------------------------------------------------


async def test_the_view_follows_what_is_typed(long_source: Path, library: Path) -> None:
    async with on_stage(long_source, library) as stage:
        caret = stage.session.caret
        await search(stage, "needle", ends="")

        await stage.until(lambda: stage.shows("Paragraph 60 with a needle"))
        await stage.until(lambda: stage.shows("1 of 2"))
        assert stage.session.caret == caret
        assert painted(stage, reversed_hit) == ["needle"]


async def test_esc_goes_back_to_where_one_was(long_source: Path, library: Path) -> None:
    async with on_stage(long_source, library) as stage:
        await stage.press("pagedown")
        before = stage.screen.article.top, stage.session.caret
        await search(stage, "needle", ends="")
        await stage.until(lambda: stage.shows("Paragraph 60 with"))
        await stage.press("escape")

        assert (stage.screen.article.top, stage.session.caret) == before
        assert not painted(stage, underlined)
        assert "of 2" not in top_right(stage)


async def test_enter_stays_at_the_hit(long_source: Path, library: Path) -> None:
    async with on_stage(long_source, library) as stage:
        await search(stage, "needle")

        await stage.until(lambda: at_caret(stage).startswith("needle\nin it"))
        assert stage.focus == "article"
        await stage.until(lambda: top_right(stage).startswith("1 of 2"))


async def test_what_is_typed_at_once_is_found_as_if_typed_slowly(
    long_source: Path, library: Path
) -> None:
    async with on_stage(long_source, library) as stage:
        await stage.burst("/", *"needle", "enter", "n", "s", "1")

        await stage.until(lambda: len(stage.marks) == 1)
        assert stage.quotes == ["Paragraph 150 with a needle of many stands here."]


async def test_letters_taken_back_lead_back(long_source: Path, library: Path) -> None:
    async with on_stage(long_source, library) as stage:
        await search(stage, "needle", ends="")
        await stage.until(lambda: stage.shows("Paragraph 60 with"))
        await stage.press(*["backspace"] * 6)

        assert stage.screen.article.top == (0, 0)


async def test_accents_case_quotation_marks_and_soft_breaks_are_left_aside(
    tmp_path: Path, library: Path
) -> None:
    source = tmp_path / "quote.md"
    source.write_text("A start.\n\nHe said “it’s\nthe CAFÉ” twice.\n", encoding="utf-8")
    async with on_stage(source, library) as stage:
        await search(stage, '"it\'s the cafe"')

        await stage.until(lambda: at_caret(stage).startswith("“it’s\nthe CAFÉ”"))


async def test_a_click_in_the_text_leaves_the_view_where_it_is(
    long_source: Path, library: Path
) -> None:
    async with on_stage(long_source, library) as stage:
        await search(stage, "needle", ends="")
        await stage.until(lambda: stage.shows("Paragraph 60 with"))
        top = stage.screen.article.top
        await stage.pilot.click("#article", offset=stage.cell_of("Paragraph 61"))

        await stage.until(lambda: at_caret(stage).startswith("Paragraph 61"))
        assert stage.screen.article.top == top


# --- nothing found ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "help_"),
    [
        ("nedle", "fewer letters find more"),
        ("Needle", "small letters find capitals too"),
        ("needle here", "fewer words find more"),
    ],
)
async def test_what_is_nowhere_says_so_and_what_would_help(
    typed: str, help_: str, long_source: Path, library: Path
) -> None:
    async with on_stage(long_source, library) as stage:
        await search(stage, typed, ends="")
        await stage.until(lambda: searched(stage) == typed and stage.shows("not found"))
        await stage.press("enter")

        assert stage.focus == "prompt"
        assert stage.shows(f"“{typed}” is not in the text · {help_}")
        assert stage.screen.article.top == (0, 0)


async def test_nothing_typed_and_nothing_to_repeat(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("/", "enter")

        assert stage.shows("Type what to search for; esc goes back.")

        await stage.press("escape", "n")
        assert stage.message == "nothing searched for yet · / searches"


# --- from hit to hit -------------------------------------------------------------------------


async def test_n_and_its_capital_go_round_and_say_so(long_source: Path, library: Path) -> None:
    async with on_stage(long_source, library) as stage:
        await search(stage, "needle")
        await stage.press("n")
        await stage.until(lambda: top_right(stage).startswith("2 of 2"))
        assert at_caret(stage).startswith("needle of many")
        assert stage.shows("n N next, before")

        await stage.press("n")
        assert stage.message == "on from the beginning"
        assert at_caret(stage).startswith("needle\nin it")

        await stage.press("N")
        assert stage.message == "on from the end"
        assert at_caret(stage).startswith("needle of many")


async def test_the_only_hit_is_called_so(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await search(stage, "minister")
        await stage.press("n")

        assert stage.message == "it stands only here"


async def test_from_elsewhere_the_next_one_follows_the_caret(
    long_source: Path, library: Path
) -> None:
    async with on_stage(long_source, library) as stage:
        await search(stage, "paragraph 15")
        stage.place("Paragraph 149")
        await stage.until(lambda: top_right(stage).startswith("11 hits"))
        await stage.press("n")

        assert at_caret(stage).startswith("Paragraph 150")


async def test_esc_takes_the_hits_away_and_n_brings_them_back(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await search(stage, "second")
        await stage.until(lambda: painted(stage, underlined) == ["second"])
        await stage.press("escape")
        assert not painted(stage, underlined)
        assert "of 2" not in top_right(stage)

        await stage.press("n")
        await stage.until(lambda: top_right(stage).startswith("2 of 2"))


async def test_esc_first_drops_a_selection(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await search(stage, "second")
        await stage.press("s", "escape")

        assert not stage.selected
        assert stage.screen.searching.is_showing


async def test_enter_on_nothing_repeats_the_last_search(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await search(stage, "second")
        await stage.press("escape", "/")
        assert stage.shows("enter repeats second")
        await stage.press("enter")

        await stage.until(lambda: at_caret(stage).startswith("second quotation"))


async def test_arrows_go_through_the_earlier_searches(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await search(stage, "minister")
        await search(stage, "second")
        await stage.press("/", "x", "up", "up")
        assert stage.prompt.field.value == "minister"
        await stage.press("up", "down")
        assert stage.prompt.field.value == "second"
        await stage.press("down", "down")
        assert stage.prompt.field.value == "x"


async def test_hits_stand_on_the_scroll_bar(long_source: Path, library: Path) -> None:
    async with on_stage(long_source, library) as stage:
        await search(stage, "needle")
        await stage.until(lambda: top_right(stage).startswith("1 of 2"))

        ruler = stage.screen.ruler.region
        ticks = [y for y in range(ruler.y, ruler.bottom) if stage.rows()[y].endswith("╶")]
        shares = [LONG.index("needle") / len(LONG), LONG.rindex("needle") / len(LONG)]
        assert [y - ruler.y for y in ticks] == [int(share * ruler.height) for share in shares]


async def test_a_hit_in_a_mark_keeps_the_mark_s_colour(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("The second")
        await stage.press("s", "1")
        await search(stage, "paragraph")
        stage.place("The minister")

        ground = DARK.marks[stage.marks[0].colour][0] if stage.marks[0].colour else ""
        await stage.until(
            lambda: (
                painted(
                    stage,
                    lambda style: (
                        underlined(style) and style.bgcolor and style.bgcolor.name == ground
                    ),
                )
                == ["paragraph"]
            )
        )


# --- selecting -------------------------------------------------------------------------------


async def test_while_selecting_by_moving_enter_selects_up_to_the_hit_s_end(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        stage.place("The second")
        await stage.press("v")
        await search(stage, "short")

        await stage.until(lambda: stage.selected == "The second paragraph is short")
        assert stage.shows("SELECT")
        assert painted(stage, reversed_hit) == []


async def test_a_selection_made_by_moving_grows_to_the_hit(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("The second")
        await stage.press("shift+right")
        await search(stage, "paragraph")

        await stage.until(lambda: stage.selected == "The second paragraph")


async def test_a_hit_before_the_selection_is_taken_in_whole(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("paragraph is")
        await stage.press("v")
        await search(stage, "the second")

        await stage.until(lambda: stage.selected == "The second ")


async def test_a_sentence_that_is_selected_is_let_go(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("The second")
        await stage.press("s")
        await search(stage, "short")

        await stage.until(lambda: at_caret(stage).startswith("short"))
        assert not stage.selected


# --- expressions -----------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["ctrl+r", "alt+r"])
async def test_a_key_makes_it_an_expression_and_shows_its_sign(
    key: str, source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("/", key)
        assert stage.shows("SEARCH   regex")
        await stage.type(r"par\w+ is")
        await stage.press("enter")

        await stage.until(lambda: at_caret(stage).startswith("paragraph is short"))


async def test_a_bad_expression_is_said_and_searched_as_words_by_the_same_key(
    tmp_path: Path, library: Path
) -> None:
    source = tmp_path / "call.md"
    source.write_text("Nothing.\n\nHere is f(x) itself.\n", encoding="utf-8")
    async with on_stage(source, library, size=(120, 30)) as stage:
        await stage.press("/", "ctrl+r")
        await stage.type("f(")
        await stage.until(lambda: stage.shows("missing )"))
        await stage.press("enter")
        assert stage.shows("No regular expression: missing ) · ^r searches it as plain words")

        await stage.press("ctrl+r", "enter")
        await stage.until(lambda: at_caret(stage).startswith("f(x)"))


async def test_an_endless_expression_is_stopped_and_said(tmp_path: Path, library: Path) -> None:
    source = tmp_path / "endless.txt"
    source.write_text("a" * 50_000, encoding="utf-8")
    async with on_stage(source, library, size=(120, 30)) as stage:
        await stage.press("/", "ctrl+r")
        await stage.type("(a+)+b")

        await stage.until(lambda: stage.shows("takes too long"))
        await stage.press("enter")
        assert stage.focus == "prompt"
        assert stage.shows("make it simpler, or ^r for plain words")
        await stage.press("escape")
        assert stage.focus == "article"


async def test_an_endless_expression_that_is_entered_at_once_is_said_below(
    tmp_path: Path, library: Path
) -> None:
    source = tmp_path / "endless.txt"
    source.write_text("a" * 50_000, encoding="utf-8")
    async with on_stage(source, library, size=(120, 30)) as stage:
        await stage.burst("/", "ctrl+r", *"(a+)+b", "enter")

        assert stage.message == "searching … · esc stops"
        await stage.until(lambda: stage.message.startswith("This expression takes too long"))


# --- long texts ------------------------------------------------------------------------------


@pytest.fixture
def huge(tmp_path: Path) -> Path:
    """8 MB with one needle near its end."""
    path = tmp_path / "huge.txt"
    line = "ordinary words stand in this line, and in the next one as well.\n\n"
    path.write_text(line * 120_000 + "The needle is here.\n", encoding="utf-8")
    return path


async def test_a_long_text_is_searched_while_keys_go_on(huge: Path, library: Path) -> None:
    async with on_stage(huge, library) as stage:
        await stage.until(lambda: len(stage.session.document.text) > 7_000_000)
        await search(stage, "the needle")
        await stage.press("j")
        await stage.press("n")

        await stage.until(lambda: at_caret(stage).startswith("The needle is here"))


async def test_what_stands_everywhere_is_counted_so_far(huge: Path, library: Path) -> None:
    async with on_stage(huge, library) as stage:
        await stage.until(lambda: len(stage.session.document.text) > 7_000_000)
        await search(stage, "ordinary")
        await stage.until(lambda: top_right(stage).startswith("1 of 100,000+"))

        await stage.press("G")
        await stage.press("N")
        await stage.until(lambda: at_caret(stage).startswith("ordinary"))
        assert stage.session.caret > 7_000_000
        await stage.until(lambda: len(painted(stage, underlined)) > 3)


async def test_what_is_entered_while_the_text_is_read_is_found_in_the_whole(
    huge: Path, library: Path
) -> None:
    async with on_stage(huge, library, waits=False) as stage:
        await stage.burst("/", *"the needle", "enter")

        await stage.until(lambda: at_caret(stage).startswith("The needle is here"))


async def test_what_is_typed_while_the_text_is_read_is_found_in_the_whole(
    huge: Path, library: Path
) -> None:
    async with on_stage(huge, library, waits=False) as stage:
        await stage.burst("/", *"the needle")

        await stage.until(lambda: stage.shows("The needle is here"))
        await stage.until(lambda: stage.shows("1 of 1"))
