"""Files of marks in the app: what they would change first, then one step, or nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from textual import events

from annotations.library import open_library
from reader.loaders import Hint, load
from tests.reader.screens.shelf_stage import on_shelf
from tests.reader.screens.stage import TEXT, Stage, on_stage

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def table(source: Path) -> Path:
    """Three marks of the article that is read: one of them quotes what does not stand there."""
    path = source.with_name("marks.csv")
    path.write_text(
        f"id,quote,note,source\nx1,Nobody asked about the costs.,Why?,{source.name}\n"
        f"x2,It ends here.,,{source.name}\nx3,Not a word of it.,,{source.name}\n",
        encoding="utf-8",
    )
    return path


async def _drop(stage: Stage, path: Path) -> None:
    stage.app.post_message(events.Paste(str(path)).set_sender(stage.app))
    await _planned(stage, path.name)


async def _planned(stage: Stage, name: str) -> None:
    """Wait for what a file would change."""
    await stage.until(lambda: stage.shows("IMPORT   enter take it in") and stage.shows(f"{name}: "))


def _dump(path: Path) -> list[str]:
    """What a library holds, but for where and when one read: that is kept a while after a key."""
    with (
        closing(sqlite3.connect(":memory:")) as copy,
        open_library(path) as library,
        library.database.reading() as connection,
    ):
        connection.backup(copy)
        copy.execute("DELETE FROM reading_places")
        copy.execute("UPDATE articles SET opened = ''")
        return list(copy.iterdump())


async def test_a_table_that_is_dropped_shows_what_it_would_change_and_esc_changes_nothing(
    source: Path, library: Path, table: Path
) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("s", "1")
        # The text is stored after the first mark: what is written now comes behind it.
        stage.library.database.write(lambda _: None).result()
        before = _dump(library)
        await _drop(stage, table)

        assert stage.shows("marks.csv: 3 marks new, 1 without a place in the text")
        await stage.press("w")
        assert stage.message == "enter does it · esc leaves it as it is"
        await stage.press("escape")
        assert stage.message == "nothing was changed"
        await stage.until(lambda: not stage.shows("marks.csv"))
        assert len(stage.marks) == 1
        assert _dump(library) == before


async def test_enter_takes_it_in_as_one_step_that_u_takes_back_also_out_of_view(
    source: Path, library: Path, table: Path
) -> None:
    source.write_text("A long beginning.\n\n" * 60 + TEXT, encoding="utf-8")
    async with on_stage(source, library) as stage:
        await _drop(stage, table)
        await stage.press("enter")
        said = "3 marks taken in, 1 without a place in the text · u takes them back"
        await stage.until(lambda: stage.message == said)
        assert sorted(stage.quotes) == [
            "It ends here.",
            "Nobody asked about the costs.",
            "Not a word of it.",
        ]
        await stage.until(lambda: not stage.shows("IMPORT"))

        await stage.press("u")
        await stage.until(lambda: not stage.marks)
        await _drop(stage, table)
        assert stage.shows("3 marks")


async def test_the_palette_asks_for_a_file_and_a_mistake_in_it_is_said(
    source: Path, library: Path
) -> None:
    broken = source.with_name("broken.csv")
    broken.write_text("id,quote,start\nx1,Nobody,seven\n", encoding="utf-8")
    async with on_stage(source, library) as stage:
        await stage.press("ctrl+p", *"import", "enter")
        await stage.type(str(broken))
        await stage.press("enter")
        await stage.until(lambda: "broken.csv" in stage.message and "reading" not in stage.message)

        assert "line 2" in stage.message
        assert stage.screen.mode is None
        assert not stage.marks


async def test_marks_of_another_article_are_opened_over_the_one_that_is_read(
    source: Path, library: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.yaml"
    with open_library(tmp_path / "other.db") as theirs:
        from annotations.library import Source

        text = load(TEXT.replace("visit", "talk").encode(), Hint(name="talk.md")).document
        article = theirs.open_article(text, Source(kind="path", location="/talk.md")).result()
        theirs.keep_text(article.article.id)
        theirs.export(article.article.id, "yaml", other)
    async with on_stage(source, library) as stage:
        await _drop(stage, other)
        assert stage.shows("“The talk”, a new article")
        await stage.press("o")
        await stage.until(lambda: stage.shows("The talk"))
        assert stage.screen.session.document.text.startswith("The talk")


async def test_marks_added_to_the_library_are_planned_after_the_texts_and_undone_in_it(
    library: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "one.md").write_text("# One\n\nA text of ours.\n", encoding="utf-8")
    (folder / "marks.csv").write_text("quote,source\nA text,one.md\n", encoding="utf-8")
    async with on_shelf(library, places=[str(folder)]) as stage:
        await _planned(stage, "marks.csv")
        assert stage.shows("marks.csv: 1 mark new")
        assert not stage.shows("without a place")
        assert stage.shows("1 article added")

        await stage.press("enter")
        await stage.until(lambda: stage.message == "1 mark taken in · u takes them back")
        await stage.press("u")
        await stage.until(lambda: stage.message.startswith("undone: import of One"))
