"""The list of sentences of all texts: found as one types, gone to and come back from, marked at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.library import open_library
from reader.screens.marks_list import MarksScreen
from reader.screens.texts_list import TextsScreen
from tests.reader.screens.stage import on_stage
from tests.reader.screens.test_marks_list import opened, two_articles

if TYPE_CHECKING:
    from pathlib import Path

    from tests.reader.screens.stage import Stage


async def searched(stage: Stage, words: str, shown: str) -> TextsScreen:
    await opened(stage)
    await stage.press("T")
    screen = stage.app.screen
    assert isinstance(screen, TextsScreen)
    await stage.type(words)
    await stage.until(lambda: stage.shows(shown) and not screen._is_searching, "The sentences")
    return screen


async def test_a_sentence_is_gone_to_and_q_comes_back_to_the_list(
    source: Path, library: Path
) -> None:
    async with on_stage(source, two_articles(source, library)) as stage:
        screen = await searched(stage, "nobody", "2 sentences in 2 articles")
        other = [each.article.name for each in screen.shown].index("Another report")
        await stage.press("down", *["up"] * 2, *["down"] * other, "enter")
        await stage.until(lambda: stage.app.screen is not screen, "The article")
        document = stage.session.document.text
        assert document[stage.session.caret :].startswith("Nobody")

        await stage.press("q")

        await stage.until(lambda: stage.app.screen is screen, "The list")
        assert screen.typed == "nobody"
        assert screen.count == 2


async def test_out_of_the_filter_the_first_is_opened_and_letters_are_keys_when_one_is_back(
    source: Path, library: Path
) -> None:
    async with on_stage(source, two_articles(source, library)) as stage:
        screen = await searched(stage, "/nobody", "2 sentences in 2 articles")
        await stage.press("enter")
        await stage.until(lambda: stage.app.screen is not screen, "The article")
        await stage.press("q")
        await stage.until(lambda: stage.app.screen is screen, "The list")

        await stage.press("j", "space")

        await stage.until(lambda: stage.shows("1 chosen"), "The choice")
        assert screen.typed == "nobody"


async def test_sentences_of_several_articles_are_marked_and_tagged_in_one_step_each(
    source: Path, library: Path
) -> None:
    async with on_stage(source, two_articles(source, library)) as stage:
        await searched(stage, "minister", "2 sentences in 2 articles")
        await stage.press("down", "a", "t", *"visit", "enter")
        await stage.until(lambda: stage.shows("#visit on 2"), "The tags")
        await stage.until(lambda: any("visit" in mark.tags for mark in stage.marks))
        await stage.press("u")
        await stage.until(lambda: stage.shows("undone: tag “minister” 2 times"))
        await stage.until(lambda: not any("visit" in mark.tags for mark in stage.marks))

        await stage.press("escape", "/", *["backspace"] * 8, *"why", "down", "3")
        await stage.until(lambda: stage.shows("1 green"), "The mark")

    with open_library(library) as kept:
        assert [each.annotation.quote for each in kept.find(kept.query("colour:green why"))] == [
            "Nobody knew why."
        ]


async def test_a_step_that_was_not_made_among_the_texts_is_named_before_it_is_undone(
    source: Path, library: Path
) -> None:
    async with on_stage(source, two_articles(source, library)) as stage:
        await searched(stage, "minister", "2 sentences in 2 articles")
        await stage.press("down", "u")
        await stage.until(lambda: stage.shows("u again undoes: "), "The question")
        await stage.press("escape", "u")
        await stage.until(lambda: stage.shows("u again undoes: "), "The question again")

        await stage.press("u")

        await stage.until(lambda: stage.shows("undone: "), "The undo")


async def test_the_marks_are_asked_what_was_asked_of_the_texts(source: Path, library: Path) -> None:
    async with on_stage(source, two_articles(source, library)) as stage:
        await searched(stage, "nobody", "2 sentences")
        await stage.press("down", "T")

        await stage.until(lambda: isinstance(stage.app.screen, MarksScreen))
        await stage.until(lambda: stage.shows("1 mark · newest first"), "The marks")


async def test_the_other_lists_and_the_help_are_a_key_away(source: Path, library: Path) -> None:
    async with on_stage(source, two_articles(source, library)) as stage:
        screen = await searched(stage, "nobody", "2 sentences in 2 articles")
        await stage.press("down")
        told = {label for keys, _text in screen.help_entries() for label in keys.split("  ")}
        assert {each.key for each in screen.listing.actions} - {*"123456"} <= told
        await stage.press("f1")
        await stage.until(lambda: stage.shows("Mark the sentence"), "The help")
        await stage.press("escape", "B")
        await stage.until(lambda: stage.shows("2 articles"), "The library")
        await stage.press("B")
        assert stage.shows("this is the library")
        await stage.press("C")
        await stage.until(lambda: stage.shows("Codebook"), "The codebook")
        await stage.press("C")
        assert stage.shows("this is the codebook")

        await stage.press("q", "q", "M")

        await stage.until(lambda: stage.shows("Marks of all articles"), "The marks")


async def test_a_query_without_words_and_one_that_nothing_answers_say_so(
    source: Path, library: Path
) -> None:
    async with on_stage(source, two_articles(source, library)) as stage:
        await searched(stage, "nowhere", "in no kept text")
        await stage.press(*["backspace"] * 7, *"in:visit")
        await stage.until(lambda: stage.shows("Texts are searched for words"), "The advice")
        await stage.press("escape")
        await stage.until(lambda: stage.shows("type words: the sentences of all kept texts"))


async def test_what_tab_would_complete_is_shown_while_one_types(
    source: Path, library: Path
) -> None:
    async with on_stage(source, two_articles(source, library)) as stage:
        screen = await opened(stage)
        await stage.press("/", *"by:a")
        await stage.until(lambda: stage.shows("tab Awa"), "The hint")

        await stage.press("tab")

        assert screen.typed == "by:Awa"
