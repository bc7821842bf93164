"""The list of the marks of all articles: asked as one types, gone to and come back from, changed at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import events

from annotations.library import MarkEdit, open_library
from annotations.model import Colour, Relation
from reader.config import DEFAULTS
from reader.screens.marks_list import MarksScreen
from reader.screens.reading import ReadingScreen
from reader.widgets.tag_prompt import TagPrompt
from tests.reader.screens.marked import Mark, library_with
from tests.reader.screens.stage import on_stage

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.reader.screens.stage import Stage

OTHER = "# Another report\n\nThe crowd waited. The minister was late. Nobody knew why.\n"


def two_articles(source: Path, library: Path) -> Path:
    other = source.with_name("other.md")
    other.write_text(OTHER)
    library_with(library, source)
    return library_with(
        library,
        other,
        [
            Mark("crowd waited", Colour.GREEN, ("sahel",), "", "Awa"),
            Mark("minister was", Colour.GREEN, ("late",), "note of it", "Awa"),
        ],
    )


def listed(stage: Stage) -> MarksScreen:
    screen = stage.app.screen
    assert isinstance(screen, MarksScreen)
    return screen


async def opened(stage: Stage, count: int = 6) -> MarksScreen:
    await stage.press("M")
    await stage.until(lambda: stage.shows(f"{count} marks"), "The marks")
    return listed(stage)


async def test_a_query_is_asked_as_it_is_typed(source: Path, library: Path) -> None:
    async with on_stage(source, two_articles(source, library)) as stage:
        screen = await opened(stage)
        assert "minister was late" in screen.entry_at(0).annotation.quote

        await stage.press("/", *"minis")
        await stage.until(lambda: screen.count == 2 and stage.shows("2 marks"), "The hits")
        await stage.press("space", *"by:a", "tab")
        await stage.until(lambda: screen.typed == "minis by:Awa" and screen.count == 1)
        # All at once: of what is typed on the way there would be other answers, or none yet.
        stage.app.post_message(events.Paste(" is:red").set_sender(stage.app))
        await stage.until(lambda: stage.shows("One of these was expected"))
        rows = stage.rows()
        line = next(y for y, row in enumerate(rows) if "is:red" in row)
        assert rows[line + 1].index("^") == rows[line].index("red")
        assert rows[line + 2].strip()

        await stage.press("enter")

        assert stage.app.screen is screen
        assert stage.shows("at “red”: One of these was expected")
        assert screen.count == 1


async def test_the_help_names_each_key_of_the_list_and_a_click_presses_it(
    source: Path, library: Path
) -> None:
    async with on_stage(source, two_articles(source, library), size=(80, 24)) as stage:
        screen = await opened(stage)
        assert stage.shows("/ filter   ? help")
        await stage.press("?")
        await stage.until(lambda: stage.shows("Recolour"), "The help")
        told = {label for keys, _text in screen.help_entries() for label in keys.split("  ")}
        keys = {action.key for action in screen.listing.actions} - {*"123456", "M"}
        assert keys | {"1 to 6", "O", "/", "u", "ctrl+s"} <= told

        await stage.press("/", *"best")
        row = next(y for y, row in enumerate(stage.rows()) if "The newest first, or" in row)
        await stage.pilot.click(offset=(3, row))
        await stage.until(lambda: stage.app.screen is screen, "The list")

        await stage.until(lambda: stage.shows("best first"), "The other order")
        await stage.press("M")
        assert stage.shows("this is the list of all marks")


async def test_what_is_typed_is_saved_under_a_name_and_completed_by_it(
    source: Path, library: Path
) -> None:
    async with on_stage(source, two_articles(source, library)) as stage:
        screen = await opened(stage)
        await stage.press("ctrl+s")
        assert stage.shows("nothing is typed that could be saved")

        await stage.press("/", *"is:red", "ctrl+s")
        assert stage.shows("One of these was expected")
        await stage.press(*["backspace"] * 6, *"minis by:Awa", "ctrl+s", *"late ones", "enter")
        await stage.until(lambda: stage.shows("saved as “late ones”"), "The name")
        await stage.press(*["backspace"] * 12, *"saved:l", "tab")
        await stage.until(lambda: screen.typed == 'saved:"late ones"' and screen.count == 1)

    with open_library(library) as kept:
        assert kept.queries() == {"late ones": "minis by:Awa"}


async def test_a_saved_query_is_replaced_by_choosing_its_name(source: Path, library: Path) -> None:
    with open_library(library) as kept:
        kept.save_query("late", "minis").result()
    async with on_stage(source, two_articles(source, library)) as stage:
        await opened(stage)
        await stage.press("/", *"saved:late", "ctrl+s")
        assert stage.shows("now: minis")

        await stage.press("down", "enter")
        assert stage.shows("would stand within itself")
        await stage.press("escape", "escape", "/", *"crowd", "ctrl+s", "down", "enter")
        await stage.until(lambda: stage.shows("saved as “late”"), "The name")

    with open_library(library) as kept:
        assert kept.queries() == {"late": "crowd"}


async def test_an_article_is_opened_at_the_mark_and_q_comes_back_to_the_list(
    source: Path, library: Path
) -> None:
    async with on_stage(source, two_articles(source, library)) as stage:
        screen = await opened(stage)
        await stage.press("/", *"crowd")
        await stage.until(lambda: screen.count == 1)
        await stage.press("enter")
        await stage.until(lambda: stage.app.screen is not screen and stage.shows("Another report"))
        await stage.until(lambda: stage.session.mark_at_caret() is not None, "The mark")

        await stage.press("q")

        await stage.until(lambda: stage.app.screen is screen, "The list")
        assert screen.typed == "crowd"
        await stage.press("escape", "escape")
        await stage.press("M")
        await stage.until(lambda: isinstance(stage.app.screen, MarksScreen))


async def test_the_article_that_lies_below_is_shown_over_the_list_and_q_comes_back_to_it(
    source: Path, library: Path
) -> None:
    async with on_stage(source, two_articles(source, library)) as stage:
        reading = stage.screen
        screen = await opened(stage)
        await stage.press("/", *"costs")
        await stage.until(lambda: screen.count == 1)
        await stage.press("enter")
        await stage.until(lambda: stage.app.screen is reading, "The article")
        await stage.until(lambda: stage.session.mark_at_caret() is not None, "The mark")

        await stage.press("q")
        await stage.until(lambda: stage.app.screen is screen, "The list")
        assert screen.typed == "costs"
        await stage.press("escape", "escape")
        await stage.until(lambda: stage.app.screen is reading, "The article below")

        assert stage.app.is_running
        await stage.press("s")
        assert stage.session.selection is not None
        await stage.press("q", "q")
        await stage.until(lambda: not stage.app.is_running, "The end")


async def test_marks_of_several_articles_are_tagged_in_one_step_that_is_undone_in_one(
    source: Path, library: Path
) -> None:
    async with on_stage(source, two_articles(source, library)) as stage:
        screen = await opened(stage)
        await stage.press("a", "t", *"story", "enter")
        await stage.until(lambda: stage.shows("6 marks: #story · u takes it back"), "The tags")
        assert all("story" in each.annotation.tags for each in screen.shown)

        await stage.press("u")
        await stage.until(lambda: stage.shows("undone: tag 6 marks"), "The undo")

        assert not any("story" in each.annotation.tags for each in screen.shown)


async def test_an_article_below_follows_what_the_list_changes_and_undoes(
    source: Path, library: Path
) -> None:
    async with on_stage(source, two_articles(source, library)) as stage:
        await opened(stage)
        await stage.press("a", "t", *"story", "enter")
        await stage.until(lambda: stage.shows("6 marks: #story · u takes it back"), "The tags")
        await stage.press("x")
        await stage.until(lambda: stage.shows("6 marks deleted"), "The deletion")
        await stage.press("u")
        await stage.until(lambda: stage.shows("undone: delete 6 marks"), "The undo")
        await stage.press("q")
        await stage.until(lambda: stage.app.screen is stage.screen and stage.shows("#story"))
        assert len(stage.marks) == 4
        assert all("story" in mark.tags for mark in stage.marks)

        await stage.press("M", "u", "u")  # the first names it
        await stage.until(lambda: stage.shows("undone: tag 6 marks"), "The undo")
        await stage.press("q")

        await stage.until(lambda: stage.app.screen is stage.screen)
        await stage.until(lambda: not stage.shows("#story"), "The panel without the tag")
        assert not any("story" in mark.tags for mark in stage.marks)


async def test_an_undo_in_one_article_reaches_the_others_that_are_open(
    source: Path, library: Path
) -> None:
    async with on_stage(source, two_articles(source, library)) as stage:
        screen = await opened(stage)
        await stage.press("a", "t", *"story", "enter")
        await stage.until(lambda: stage.shows("6 marks: #story · u takes it back"), "The tags")
        await stage.press("enter")
        await stage.until(lambda: stage.app.screen is not screen and stage.shows("Another report"))
        over = stage.app.screen
        assert isinstance(over, ReadingScreen)
        await stage.until(lambda: len(over.session.marks) == 2, "The marks there")

        await stage.press("u", "u")
        await stage.until(lambda: not any("story" in m.tags for m in over.session.marks))
        await stage.press("q", "q")

        await stage.until(lambda: stage.app.screen is stage.screen)
        await stage.until(lambda: not any("story" in mark.tags for mark in stage.marks))


async def test_a_step_that_was_not_made_in_the_list_is_named_before_it_is_undone(
    source: Path, library: Path
) -> None:
    async with on_stage(source, two_articles(source, library)) as stage:
        screen = await opened(stage)
        await stage.press("u")
        await stage.until(lambda: stage.shows("u again undoes: "), "The question")
        await stage.press("down", "u")
        await stage.until(lambda: stage.shows("u again undoes: "), "The question again")
        assert screen.count == 6

        await stage.press("u")
        await stage.until(lambda: stage.shows("undone: "), "The undo")

        assert screen.count < 6


async def test_keys_of_other_keyboards_act_in_the_list(source: Path, library: Path) -> None:
    settings = DEFAULTS._replace(keyboard=("cyrillic", "azerty"))
    async with on_stage(source, two_articles(source, library), settings=settings) as stage:
        await opened(stage)
        await stage.press("ф")
        await stage.until(lambda: stage.shows("6 chosen"), "The choice")
        await stage.press("é")
        await stage.until(lambda: stage.shows("recoloured"), "The colour")

        await stage.press("г")

        await stage.until(lambda: stage.shows("undone: make"), "The undo")


async def test_tags_are_proposed_on_another_keyboard(source: Path, library: Path) -> None:
    settings = DEFAULTS._replace(keyboard=("greek",))
    async with on_stage(source, two_articles(source, library), settings=settings) as stage:
        screen = await opened(stage)

        await stage.press("τ", *"σα")

        proposals = screen.query_one(TagPrompt).proposals
        await stage.until(
            lambda: [each.value for each in proposals.shown] == ["sahel", "sahel/russia"]
        )


async def test_a_range_is_recoloured_given_a_field_and_deleted(source: Path, library: Path) -> None:
    async with on_stage(source, two_articles(source, library)) as stage:
        screen = await opened(stage)
        await stage.press("shift+down", "shift+down", "shift+up", "5")
        await stage.until(lambda: stage.shows("2 marks recoloured"))
        assert [each.annotation.colour for each in screen.chosen] == [Colour.PURPLE] * 2

        await stage.press("i", *"date: 2023", "enter")
        await stage.until(lambda: stage.shows("2 marks: date: 2023"))
        await stage.press("x")
        await stage.until(lambda: stage.shows("2 marks deleted") and screen.count == 4)

    with open_library(library) as kept:
        assert len(kept.find(kept.query(""))) == 4


async def test_what_is_chosen_is_copied_with_references_and_exported(
    source: Path, library: Path, tmp_path: Path
) -> None:
    async with on_stage(source, two_articles(source, library)) as stage:
        await opened(stage)
        await stage.press("a", "Y")
        await stage.until(lambda: stage.shows("6 quotations"), "The copy")

        await stage.press("X")
        assert stage.shows("6 chosen marks")
        await stage.type(str(tmp_path / "all.csv"))
        await stage.press("enter")
        await stage.until(lambda: stage.shows("6 marks written to"), "The export")

    written = (tmp_path / "all.csv").read_text()
    assert "Another report" in written
    assert "The visit" in written


async def test_all_that_answer_are_exported_and_the_file_is_offered_again(
    source: Path, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    asked: list[str] = []

    def open_address(address: str) -> bool:
        asked.append(address)
        return True

    monkeypatch.setattr("reader.browser.open_address", open_address)
    async with on_stage(source, two_articles(source, library)) as stage:
        screen = await opened(stage)
        await stage.press("/", *"colour:red", "down")
        await stage.until(lambda: screen.count == 2)
        await stage.press("X")
        await stage.until(lambda: stage.shows("2 marks that answer"), "The scope")
        await stage.type("red.jsonl")
        await stage.press("enter")
        await stage.until(lambda: stage.shows("y copies the path · o opens it"), "The result")
        await stage.press("o")
        await stage.until(lambda: bool(asked))
        # A key that means something else goes on.
        await stage.press("X")
        await stage.until(lambda: stage.shows("red.jsonl again"), "The last choice")
        await stage.press("tab")
        assert stage.shows("this mark")
        assert not stage.shows("red.jsonl again")
        await stage.press("escape")
        await stage.until(lambda: stage.app.screen.focused is screen.view)

    red = (tmp_path / "red.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(red) == 2
    assert all('"colour": "red"' in line for line in red)


async def test_an_empty_library_says_where_marks_come_from(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("M")
        await stage.until(lambda: stage.shows("no marks yet · they are made while reading"))
        await stage.press("escape")
        assert stage.focus == "article"


async def test_library_and_codebook_are_a_key_away_and_the_list_comes_back_as_it_was(
    source: Path, library: Path
) -> None:
    async with on_stage(source, two_articles(source, library)) as stage:
        screen = await opened(stage)
        await stage.press("B")
        await stage.until(lambda: stage.shows("2 articles · 6 marks"), "The library")
        await stage.press("M")
        assert stage.app.screen is screen

        await stage.press("C")
        await stage.until(lambda: stage.shows("5 tags"), "The codebook")
        await stage.press("end", "enter")

        await stage.until(lambda: stage.shows("1 mark · newest first"), "The marks of the tag")
        assert screen.typed == "tag:sahel/russia"


async def test_where_a_relation_leads_stands_in_the_row_also_into_another_article(
    source: Path, library: Path
) -> None:
    with open_library(two_articles(source, library)) as kept:
        (late,) = kept.find(kept.query("tag:late"))
        other = next(each for each in kept.find(kept.query("")) if each.article != late.article)
        before = late.annotation
        after = replace(before, relations=(Relation(to=other.annotation.id, name="answers"),))
        edits = [MarkEdit(before=before, after=after)]
        kept.write_marks(late.article.id, edits, action="relate", label="relate").result()
    async with on_stage(source, library) as stage:
        await opened(stage)

        await stage.press("/", *"relation:answers")

        await stage.until(lambda: stage.shows("1 mark · newest first"), "The mark")
        assert stage.shows(f"→ answers “{other.annotation.quote[:12]}")
