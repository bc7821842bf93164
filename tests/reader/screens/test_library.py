"""The list of articles: what each of its keys does."""

from __future__ import annotations

import asyncio
import threading
import weakref
from typing import TYPE_CHECKING

import pytest

from reader.actions import Place, key_table
from reader.app import PostilApp
from reader.screens import caring
from reader.screens import library as library_screen
from reader.screens.library import LibraryScreen
from reader.shelving import stock_of
from tests.reader.screens.shelf_stage import TEXTS, ShelfStage, make, on_shelf
from tests.reader.screens.stage import on_stage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from annotations.library import Library
    from annotations.model import ArticleId
    from annotations.results import Shelved
    from annotations.shelf_rows import Status
    from reader.shelving import Stock

VISIT, COMMUNIQUE, FUEL = (text.title for text in TEXTS)


@pytest.fixture(autouse=True)
def _no_suspending(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test run must go on."""

    def suspend(app: PostilApp) -> None:
        screen = app.screen
        assert isinstance(screen, LibraryScreen)
        screen.say("suspended")

    monkeypatch.setattr(PostilApp, "action_suspend_process", suspend)


@pytest.fixture
async def stage(library: Path) -> AsyncIterator[ShelfStage]:
    make(library)
    async with on_shelf(library) as stage:
        yield stage


# --- every key --------------------------------------------------------------------------------

KEYS: dict[str, tuple[Callable[[ShelfStage], object], tuple[str, ...]]] = {
    "enter": (lambda stage: stage.app.reading.article_title == VISIT, ()),
    "up k": (lambda stage: stage.current == VISIT, ("j",)),
    "down j": (lambda stage: stage.current == COMMUNIQUE, ()),
    "pageup backspace ctrl+b ctrl+u": (lambda stage: stage.current == VISIT, ("j", "j")),
    "pagedown ctrl+f ctrl+d": (lambda stage: stage.current == FUEL, ()),
    "home g ctrl+home": (lambda stage: stage.current == VISIT, ("j",)),
    "end G ctrl+end": (lambda stage: stage.current == FUEL, ()),
    "/": (lambda stage: stage.shelf.filtering.is_typing, ()),
    "space": (lambda stage: len(stage.shelf.chosen) == 1 and stage.current == COMMUNIQUE, ()),
    "* ctrl+a": (lambda stage: len(stage.shelf.chosen) == 3, ()),
    "O": (
        lambda stage: stage.shelf.shelving.order == "updated" and stage.shelf.view.current == 0,
        ("end",),
    ),
    "f": (lambda stage: stage.titles == [FUEL], ()),
    "t": (lambda stage: stage.focus == "prompt" and stage.shows("TAGS"), ()),
    "i": (lambda stage: stage.focus == "prompt" and stage.shows("REFERENCE"), ()),
    "X": (lambda stage: stage.focus == "prompt" and stage.shows("EXPORT   this article"), ()),
    "1": (lambda stage: _said(stage) == "unread", ()),
    "2": (lambda stage: _said(stage) == "reading", ()),
    "3": (lambda stage: _said(stage) == "done", ()),
    "0": (lambda stage: _said(stage) == "", ("3",)),
    "a": (lambda stage: stage.focus == "prompt" and stage.shows("ADD"), ()),
    "x delete": (lambda stage: stage.titles == [COMMUNIQUE, FUEL], ()),
    "u": (lambda stage: stage.titles == [VISIT, COMMUNIQUE, FUEL], ("x",)),
    "U ctrl+r": (lambda stage: stage.titles == [COMMUNIQUE, FUEL], ("x", "u")),
    "ctrl+s": (lambda stage: "nothing is typed" in stage.message, ()),
    "M": (lambda stage: stage.shows("Marks of all articles"), ()),
    "C": (lambda stage: stage.shows("Codebook"), ()),
    "R": (lambda stage: stage.message == "read anew", ()),
    "ctrl+p": (lambda stage: stage.focus == "prompt" and stage.shows("COMMAND"), ()),
    "? f1": (lambda stage: stage.shows("Take the article out of the library"), ()),
    "escape": (lambda stage: not stage.shelf.chosen, ("*",)),
    "q": (lambda stage: not stage.app.is_running, ()),
    "ctrl+l": (lambda stage: stage.message == "painted anew", ()),
    "ctrl+z": (lambda stage: stage.message == "suspended", ()),
}


def _said(stage: ShelfStage) -> str:
    return stage.library.shelf.rows()[0].said


def test_no_key_of_the_list_is_without_a_case() -> None:
    tried = {key for keys in KEYS for key in keys.split()}

    assert tried == {key for place, key in key_table() if place is Place.LIBRARY}


@pytest.mark.parametrize("keys", KEYS)
async def test_each_key_does_what_the_table_says(keys: str, stage: ShelfStage) -> None:
    key, (check, first) = keys.rsplit(maxsplit=1)[-1], KEYS[keys]
    await stage.press(*first)

    await stage.press(key)

    await stage.until(lambda: check(stage), f"What {key!r} does")


async def test_a_reading_that_ends_late_shows_nothing_older(
    stage: ShelfStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    has_read, may_end = threading.Event(), threading.Event()

    def slow(library: Library) -> Stock:
        stock = stock_of(library)
        has_read.set()
        may_end.wait(10)
        return stock

    monkeypatch.setattr(library_screen, "stock_of", slow)
    stage.shelf.read()
    await asyncio.to_thread(has_read.wait, 10)
    monkeypatch.undo()
    await stage.press("x")
    await stage.until(lambda: stage.titles == [COMMUNIQUE, FUEL])

    may_end.set()
    await stage.app.workers.wait_for_complete()

    assert stage.titles == [COMMUNIQUE, FUEL]


# --- filtering --------------------------------------------------------------------------------


async def test_words_narrow_the_list_and_count_the_marks_that_hold_them(stage: ShelfStage) -> None:
    await stage.press("/", *"crowd")

    await stage.until(lambda: stage.titles == [VISIT] and stage.shows("1 article"))
    assert stage.shows("▌1")
    assert not stage.shows("▌2")


async def test_a_query_with_a_key_is_answered_by_the_library(stage: ShelfStage) -> None:
    await stage.press("/", *"colour:red -is:reading")

    await stage.until(lambda: stage.titles == [COMMUNIQUE])


async def test_a_mistake_in_the_filter_is_said_and_the_list_stays(stage: ShelfStage) -> None:
    await stage.press("/", *"(crowd")

    await stage.until(lambda: stage.shows("^ This bracket is not closed"))
    assert len(stage.titles) == 3


async def test_it_is_said_where_in_the_filter_the_mistake_is(stage: ShelfStage) -> None:
    await stage.press("/", "space", *"is:un")
    assert stage.shows("tab untagged")
    assert not stage.shows("was expected")
    await stage.press("x")

    line = next(y for y, row in enumerate(stage.rows()) if " is:unx" in row)
    pointer, said = stage.rows()[line + 1 : line + 3]
    assert pointer.index("^") == stage.rows()[line].index("unx")
    assert said.strip().startswith("One of these was expected here")

    await stage.press("enter")
    assert stage.message.startswith("at “unx”: One of these was expected")


async def test_tab_completes_a_tag_of_the_filter(stage: ShelfStage) -> None:
    await stage.press("/", *"tag:sa", "tab")

    assert stage.shelf.filtering.typed == "tag:sahel"


async def test_enter_in_the_filter_opens_the_first_and_q_comes_back_to_it_as_it_was(
    stage: ShelfStage,
) -> None:
    await stage.press("/", *"communi", "enter")
    await stage.until(stage.app.reading.library_here.is_set)
    assert stage.app.reading.article_title == COMMUNIQUE

    await stage.press("q")

    await stage.until(lambda: stage.titles == [COMMUNIQUE])
    assert stage.shelf.filtering.typed == "communi"


async def test_esc_takes_the_filter_away_and_stays_at_the_article(stage: ShelfStage) -> None:
    # A page key leads into the list too, and goes as far as there is something.
    await stage.press("/", "pagedown")
    assert stage.shelf.mode is None
    assert stage.shelf.view.current == len(stage.shelf.shelving.found) - 1

    await stage.press("/", *"fuel", "down", "escape")

    assert len(stage.titles) == 3
    assert stage.current == FUEL


async def test_what_is_pasted_filters(stage: ShelfStage) -> None:
    await stage.shelf.pasted("wheat")
    await stage.settle()

    assert stage.titles == [FUEL]


async def test_keys_typed_at_once_do_what_they_do_one_by_one(stage: ShelfStage) -> None:
    await stage.burst("/", *"fuel", "down", "3")

    await stage.until(lambda: stage.message.startswith("done: “Fuel"))


async def test_the_filter_is_saved_under_a_name_and_completed_by_it(stage: ShelfStage) -> None:
    await stage.press("ctrl+s")
    assert stage.message == "nothing is typed that could be saved"

    await stage.press("/", *"fuel", "ctrl+s", *"wheat", "enter")
    await stage.until(lambda: stage.message.startswith("saved as “wheat”"), "The name")
    await stage.press(*["backspace"] * 4, *"saved:", "tab")

    await stage.until(lambda: stage.shelf.filtering.typed == "saved:wheat")
    await stage.until(lambda: stage.titles == [FUEL])


# --- the marks beside the list ----------------------------------------------------------------


async def test_the_marks_of_the_current_article_stand_beside_the_list(stage: ShelfStage) -> None:
    await stage.until(lambda: stage.shows("who paid?"))
    await stage.press("G", "j")

    await stage.until(lambda: stage.shows("no marks yet"))
    assert stage.message == "the list ends here"


async def test_in_a_narrow_window_the_list_has_all_the_room(library: Path) -> None:
    make(library)
    async with on_shelf(library, size=(99, 20)) as stage:
        assert not stage.shelf.preview.display
        assert stage.shelf.view.size.width == 99


async def test_the_marks_that_answer_the_filter_are_listed_and_come_back_from(
    stage: ShelfStage,
) -> None:
    await stage.press("/", *"crowd", "down", "M")
    await stage.until(lambda: stage.shows("Marks of all articles") and stage.shows("1 mark ·"))

    await stage.press("q")

    await stage.until(lambda: stage.app.screen is stage.shelf and stage.shows("1 article"))
    assert stage.shelf.filtering.typed == "crowd"


# --- acting -----------------------------------------------------------------------------------


async def test_tags_are_given_to_all_that_are_chosen_as_one_step(stage: ShelfStage) -> None:
    await stage.press("*", "t", *"seminar", "enter")
    await stage.until(lambda: stage.message.startswith("tagged: 3 articles"))
    assert [row.tags[-1] for row in stage.library.shelf.rows()] == ["seminar"] * 3

    await stage.press("u")

    await stage.until(lambda: stage.message.startswith("undone"))
    assert [row.tags for row in stage.library.shelf.rows()] == [("project/report",), (), ()]


async def test_a_chosen_article_that_a_filter_hides_stays_so_and_is_not_acted_on(
    stage: ShelfStage,
) -> None:
    await stage.press("*", "/", *"fuel", "down", "x")
    await stage.until(lambda: stage.message.startswith("removed: “Fuel"))
    assert stage.shows("2 chosen, hidden")

    await stage.press("escape")

    assert stage.titles == [VISIT, COMMUNIQUE]
    assert stage.shows("2 chosen ·")


async def test_of_the_chosen_articles_it_is_said_how_many_are_hidden(stage: ShelfStage) -> None:
    await stage.press("*", "/", *"fuel", "down", "3")

    await stage.until(lambda: stage.message.startswith("done: “Fuel"))
    assert stage.shows("1 chosen, 2 more hidden")


async def test_tags_that_articles_have_are_proposed_first(stage: ShelfStage) -> None:
    await stage.until(lambda: bool(stage.shelf.filtering.article_tags), "The tags")
    await stage.press("j", "t", "alt+1", "enter")

    await stage.until(lambda: stage.message.startswith("tagged: “What the"))
    assert stage.library.shelf.rows()[1].tags == ("project/report",)


async def test_a_tag_is_taken_off_in_the_prompt(stage: ShelfStage) -> None:
    await stage.press("t", "backspace", "enter")

    await stage.until(lambda: stage.library.shelf.rows()[0].tags == ())


async def test_the_reference_is_edited_in_the_list(stage: ShelfStage) -> None:
    await stage.press("i", "enter", *" again", "enter", "escape")

    await stage.until(lambda: stage.current == f"{VISIT} again")


async def test_undoing_what_was_not_done_here_is_named_first(stage: ShelfStage) -> None:
    await stage.press("u")
    assert stage.message.startswith("u again undoes: tags of “The visit”")

    await stage.press("u")

    await stage.until(lambda: stage.library.shelf.rows()[0].tags == ())


async def test_what_another_program_did_right_after_is_not_taken_for_done_here(
    stage: ShelfStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = stage.library.shelf
    set_status = shelf.set_status

    def and_another(articles: Sequence[ArticleId], status: Status) -> Future[Shelved]:
        done = set_status(articles, status)
        shelf.tag(articles, ["elsewhere"]).result()
        return done

    monkeypatch.setattr(shelf, "set_status", and_another)
    await stage.press("3")
    await stage.until(lambda: stage.message.startswith("done: "))

    await stage.press("u")

    assert stage.message.startswith("u again undoes: tags of “The visit”")


async def test_forgetting_asks_first(stage: ShelfStage) -> None:
    await stage.shelf.act("forget_article")
    await stage.press("j")
    assert stage.message == "nothing was forgotten"

    await stage.shelf.act("forget_article")
    await stage.press("enter")

    await stage.until(lambda: stage.message == f"forgotten: {VISIT}")
    assert stage.titles == [COMMUNIQUE, FUEL]


# --- taking elsewhere -------------------------------------------------------------------------


async def test_chosen_articles_are_exported_and_esc_gives_up_what_takes_long(
    stage: ShelfStage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    await stage.press("space", "space", "X")
    await stage.until(lambda: stage.shows("2 chosen articles"))
    await stage.press(*"two.jsonl", "enter")
    await stage.until(lambda: stage.message.startswith("4 marks written to two.jsonl"))
    assert (tmp_path / "two.jsonl").read_text(encoding="utf-8").count("\n") == 4
    await stage.press("j")
    assert stage.shelf.mode is None

    going_on, export = threading.Event(), stage.shelf.library.export_several

    def slow(*arguments: object, **more: object) -> object:
        print("SLOW", arguments[1:], going_on.is_set())
        going_on.wait(30)
        return export(*arguments, **more)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(stage.shelf.library, "export_several", slow)
    await stage.press("X", "tab", *"all.jsonl", "enter")
    await stage.until(lambda: stage.shows("JSON Lines has no room for 1 article without marks."))
    await stage.press("enter")
    await stage.until(lambda: stage.message == "writing all.jsonl … · esc cancels")
    await stage.press("escape")
    going_on.set()
    await stage.until(lambda: "The export was given up" in stage.message)
    assert not (tmp_path / "all.jsonl").exists()


# --- adding -----------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "one.md").write_text("# One\n\nA text.\n", encoding="utf-8")
    (folder / "two.txt").write_text("Two, another text.\n", encoding="utf-8")
    (folder / "noise").write_bytes(bytes(range(256)) * 8)
    return folder


async def test_a_folder_that_is_named_at_the_start_is_added_as_unread_articles(
    library: Path, folder: Path
) -> None:
    async with on_shelf(library, places=[str(folder)]) as stage:
        await stage.until(lambda: stage.message.startswith("2 articles added · 1 left out"))

        assert {
            (row.name.rpartition("/")[2], row.status) for row in stage.library.shelf.rows()
        } == {
            ("One", "unread"),
            ("two.txt", "unread"),
        }


async def test_a_file_is_added_by_its_path_and_stands_raised(
    stage: ShelfStage, folder: Path
) -> None:
    await stage.press("a", *str(folder / "one.md"), "enter")

    await stage.until(lambda: stage.message == "1 article added")
    assert stage.current == "One"


async def test_what_cannot_be_read_is_said(stage: ShelfStage, folder: Path) -> None:
    await stage.press("a", *str(folder / "noise"), "enter")

    await stage.until(lambda: "noise" in stage.message and "adding" not in stage.message)
    assert len(stage.titles) == 3


async def test_esc_ends_adding_and_what_was_added_stays(stage: ShelfStage, folder: Path) -> None:
    stage.shelf.adding.begin([str(folder)])
    await stage.shelf.adding.press("escape")

    await stage.until(lambda: "stopped" in stage.message)


async def test_what_is_dropped_while_something_is_added_does_not_end_that(
    stage: ShelfStage, folder: Path
) -> None:
    stage.shelf.adding.begin([str(folder)])

    await stage.shelf.pasted(str(folder / "one.md"))

    assert stage.message.startswith("still adding")
    await stage.until(lambda: " added" in stage.message)
    assert "stopped" not in stage.message


async def test_a_path_that_is_dropped_is_offered(stage: ShelfStage, folder: Path) -> None:
    await stage.shelf.pasted(str(folder / "one.md"))
    await stage.settle()
    assert stage.focus == "prompt"

    await stage.press("enter")

    await stage.until(lambda: stage.current == "One")


# --- the empty library ------------------------------------------------------------------------


async def test_an_empty_library_says_what_to_do_and_opens_the_sample(library: Path) -> None:
    async with on_shelf(library) as stage:
        await stage.until(lambda: stage.shows("opens the sample"))

        await stage.press("enter")

        await stage.until(stage.app.reading.library_here.is_set)
        assert stage.app.reading.article_title.startswith("Lavrov in Bamako")
        await stage.press("q")
        await stage.until(lambda: stage.shows("Lavrov in Bamako"))


# --- from an article and back -----------------------------------------------------------------


async def test_b_shows_the_list_over_an_article_and_q_comes_back(
    source: Path, library: Path
) -> None:
    make(library)
    async with on_stage(source, library) as stage:
        await stage.press("B")
        await stage.until(lambda: stage.shows("4 articles"))

        await stage.press("q")

        assert stage.app.screen is stage.screen
        assert len(stage.app.screen_stack) == 1


async def test_the_list_comes_back_as_it_was_left(source: Path, library: Path) -> None:
    make(library)
    async with on_stage(source, library) as stage:
        await stage.press("B", "O", "/", *"example", "down", "j", "q", "B")

        shelf = stage.app.screen
        assert isinstance(shelf, LibraryScreen)
        await stage.until(lambda: len(shelf.shelving.found) == 3)
        assert shelf.filtering.typed == "example"
        assert shelf.shelving.order == "updated"
        assert shelf.view.current == 1


async def test_an_article_that_is_open_below_is_not_removed(source: Path, library: Path) -> None:
    make(library)
    async with on_stage(source, library) as stage:
        await stage.press("B", "x")

        shelf = stage.app.screen
        assert isinstance(shelf, LibraryScreen)
        assert "is open below" in shelf.bottom_line.message
        assert len(shelf.library.shelf.rows()) == 4


async def test_an_article_that_is_open_below_follows_an_undo_and_a_redo_in_the_list(
    source: Path, library: Path
) -> None:
    make(library)
    async with on_stage(source, library) as stage:
        await stage.press("s", "1")
        await stage.until(lambda: len(stage.marks) == 1, "The mark")
        await stage.press("B", "u", "u")
        await stage.until(lambda: stage.shows("undone: "), "The undo")
        await stage.press("q")
        await stage.until(lambda: stage.app.screen is stage.screen and not stage.marks)

        await stage.press("B", "U")
        await stage.until(lambda: stage.shows("done again: "), "The redo")
        await stage.press("q")

        await stage.until(lambda: stage.app.screen is stage.screen and len(stage.marks) == 1)


@pytest.mark.usefixtures("kept_for_good")
async def test_article_after_article_leaves_no_memory_behind(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.app.FORGET_S", 0.05)
    make(library)
    async with on_shelf(library) as stage:
        left = []
        for _ in range(3):
            await stage.press("enter")
            await stage.until(stage.app.reading.library_here.is_set)
            left.append(weakref.ref(stage.app.session))
            await stage.press("q", "j")

        await stage.until(lambda: not any(each() for each in left), "The memory")


async def test_from_the_codebook_to_the_marks_of_a_tag_and_back_to_the_articles(
    stage: ShelfStage,
) -> None:
    await stage.press("C")
    await stage.until(lambda: stage.shows("1 article") and stage.shows("▌2 ▌2"), "The codebook")
    await stage.press("end", "enter")
    await stage.until(lambda: stage.shows("tag:sahel") and stage.shows("4 marks"), "The marks")
    await stage.press("q")
    await stage.until(lambda: stage.shows("Codebook"), "The codebook again")

    await stage.press("B")

    assert stage.app.screen is stage.shelf


async def test_b_leads_to_the_list_also_from_an_article_that_was_raised_over_the_marks(
    stage: ShelfStage,
) -> None:
    await stage.press("enter")
    await stage.until(lambda: stage.app.screen is not stage.shelf, "The article")
    reading = stage.app.screen
    await stage.until(stage.app.reading.library_here.is_set)
    await stage.press("M", "/", *"crowd")
    await stage.until(lambda: stage.shows("Marks of all") and stage.shows("1 mark "), "The mark")
    await stage.press("enter")
    await stage.until(lambda: stage.app.screen is reading, "The article again")

    await stage.press("B")
    await stage.until(lambda: stage.app.screen is not reading, "What lies below")

    assert stage.app.screen_stack == [stage.shelf]


async def test_the_first_list_looks_after_the_library(stage: ShelfStage) -> None:
    assert [timer for timer in stage.shelf._timers if timer._interval == caring.AGAIN_S]
