"""The file changes while it is read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from annotations.model import State
from reader.opening import Opening
from reader.request import ReadRequest
from reader.screens import reloading
from tests.reader.screens.stage import TEXT, Stage, on_stage

if TYPE_CHECKING:
    from pathlib import Path

LONG = TEXT + "".join(f"\nParagraph {number} of many stands here.\n" for number in range(60))
CHANGED = "the file has changed · R reloads"


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reloading, "LOOK_S", 0.0)


def _rewrite(path: Path, text: str) -> None:
    """Write another text, at a time that differs however coarse the clock of the disk is."""
    path.write_text(text, encoding="utf-8")
    status = path.stat()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1_000_000_000))


async def _said(stage: Stage, message: str) -> None:
    await stage.until(lambda: stage.message == message, message)


async def test_a_changed_file_is_said_once(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        _rewrite(source, "Something new.\n\n" + TEXT)
        await _said(stage, CHANGED)
        await stage.press("j")
        for _ in range(3):
            await stage.screen.keeping.poll()

        assert not stage.message


async def test_it_waits_until_nothing_else_is_said(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("x")
        _rewrite(source, "Something new.\n\n" + TEXT)
        for _ in range(3):
            await stage.screen.keeping.poll()
        assert stage.message.startswith("no mark here")
        await stage.press("t")
        await stage.screen.keeping.poll()
        assert not stage.message
        await stage.press("escape")

        await _said(stage, CHANGED)


async def test_reloading_keeps_marks_and_says_how_many(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        for words in ("The minister came", "second paragraph", "The last paragraph"):
            stage.place(words)
            await stage.press("s", "1")
        _rewrite(source, "Something new.\n\n" + TEXT.replace("second paragraph is short", "other"))
        await stage.press("j")
        await _said(stage, CHANGED)
        await stage.press("R")

        assert stage.message.startswith("changed since ")
        assert stage.message.endswith(": 2 marks kept, 1 not found")
        await stage.until(lambda: stage.shows("Something new."))
        assert [mark.state for mark in stage.marks] == [
            State.ORPHANED,
            State.MOVED,
            State.MOVED,
        ]
        text = stage.session.document.text
        assert [text[held.start : held.end] for mark in stage.marks for held in mark.ranges] == [
            mark.quote for mark in stage.marks[1:]
        ]
        assert {mark.id: mark for mark in stage.stored()} == {mark.id: mark for mark in stage.marks}


async def test_caret_and_view_stay_at_what_is_read(tmp_path: Path, library: Path) -> None:
    source = tmp_path / "long.md"
    source.write_text(LONG, encoding="utf-8")
    async with on_stage(source, library, size=(100, 20)) as stage:
        stage.place("Paragraph 30")
        await stage.press("l", "l")
        row = next(y for y, line in enumerate(stage.rows()) if "Paragraph 30" in line)
        _rewrite(source, "New.\n\n" * 7 + LONG.replace("Paragraph 50 of", "Fifty of"))
        await stage.press("R")

        assert stage.message == "read anew"
        here = stage.session.document.text[stage.session.caret - 2 :]
        assert here.startswith("Paragraph 30")
        await stage.until(lambda: "Paragraph 30" in stage.rows()[row])


async def test_what_is_marked_after_reloading_belongs_to_the_new_text(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        _rewrite(source, "Something new stands first.\n\n" + TEXT)
        await stage.press("R", "g", "s", "2")

        assert [mark.quote for mark in stage.stored()] == ["Something new stands first."]

    async with on_stage(source, library) as stage:
        assert stage.quotes == ["Something new stands first."]


async def test_an_unchanged_file_is_not_read_again(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("R")

        assert stage.message == "visit.md is as it was read"


async def test_another_time_and_the_same_text_changes_nothing(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press("s", "1")
        marks, caret = stage.marks, stage.session.caret
        _rewrite(source, TEXT)
        await stage.press("R")

        assert stage.message == "the file has changed, its text has not"
        assert (stage.marks, stage.session.caret) == (marks, caret)
        await stage.press("R")
        assert stage.message == "visit.md is as it was read"


async def test_a_file_that_is_gone_is_said_and_takes_nothing_along(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("s", "1")
        source.unlink()
        await stage.press("j")
        await _said(stage, "visit.md is gone · this text and its marks stay")
        await stage.press("R")

        assert stage.message.startswith("Cannot read") or "no such file" in stage.message
        assert len(stage.marks) == len(stage.stored()) == 1
        assert stage.shows("The minister came")

        _rewrite(source, TEXT + "\nIt is back.\n")
        await stage.press("j")
        await _said(stage, CHANGED)


async def test_a_file_that_is_no_text_any_more_leaves_everything(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("s", "1")
        source.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
        await stage.press("R")

        await stage.until(lambda: stage.message)
        assert "visit.md" in stage.message
        assert len(stage.marks) == 1
        assert stage.shows("The minister came")
        _rewrite(source, "Now again.\n\n" + TEXT)
        await stage.press("R")
        assert stage.message.endswith(": 1 mark kept")


async def test_another_text_is_an_article_of_its_own(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press("s", "1")
        first = stage.session.article
        _rewrite(source, "# Bread\n\n" + "Flour, water, salt and time make a loaf of bread. " * 9)
        await stage.press("R")

        assert "Another text now stands in" in stage.message
        assert stage.session.article is not None
        assert first is not None
        assert stage.session.article.id != first.id
        assert not stage.marks
        assert len(stage.library.annotations(first.id)) == 1


async def test_standard_input_cannot_be_read_again(library: Path, tmp_path: Path) -> None:
    opening = Opening(ReadRequest(data=b"Piped. Twice.", library=library))
    async with on_stage(tmp_path, library, opening=opening) as stage:
        await stage.press("R")

        assert stage.message == "no file holds this text · what was read is kept"


async def test_parts_are_told_that_positions_mean_nothing_any_more(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        told: list[str] = []
        stage.screen.when_text_changes.append(lambda: told.append(stage.session.document.text))
        _rewrite(source, "Something new.\n\n" + TEXT)
        await stage.press("R")

        assert told == [stage.session.document.text]


NEW = "Something new about the twelve crowds.\n\n" * 3


def _here(stage: Stage) -> str:
    return stage.session.document.text[stage.session.caret :]


@pytest.fixture
def long(tmp_path: Path) -> Path:
    source = tmp_path / "long.md"
    source.write_text(LONG, encoding="utf-8")
    return source


async def test_back_and_forward_lead_to_the_same_words_in_the_new_text(
    long: Path, library: Path
) -> None:
    async with on_stage(long, library) as stage:
        stage.place("Paragraph 5 ")
        await stage.press("G", "g", "ctrl+o")
        assert not _here(stage)
        _rewrite(long, NEW + LONG.replace("Paragraph 50 of", "Fifty of"))
        await stage.press("R", "ctrl+o")

        assert _here(stage).startswith("Paragraph 5 ")
        await stage.press("ctrl+n")
        assert not _here(stage)


async def test_another_text_has_no_places_to_go_back_to(long: Path, library: Path) -> None:
    async with on_stage(long, library) as stage:
        await stage.press("s", "1", "G")
        _rewrite(long, "# Bread\n\n" + "Flour, water, salt and time make a loaf of bread. " * 9)
        await stage.press("R", "ctrl+o")

        assert stage.message == "nothing to go back to"


async def test_hits_are_those_of_the_new_text(long: Path, library: Path) -> None:
    async with on_stage(long, library) as stage:
        await stage.press("/", *"paragraph 1", "enter")
        (was,) = {stage.screen.searching.current}
        assert was is not None
        _rewrite(long, NEW + LONG.replace("Paragraph 50 of", "Fifty of"))
        await stage.press("R")

        text, search = stage.session.document.text, stage.screen.searching.shown
        assert search is not None
        await stage.until(lambda: search.hits.is_complete)
        found = search.hits.within(0, len(text))
        assert {text[start:end] for start, end in found} == {"Paragraph 1"}
        assert _here(stage).startswith("Paragraph 1 of")
        await stage.press("n")
        assert _here(stage).startswith("Paragraph 10 of")


async def test_bookmarks_stand_at_their_words_in_the_new_text(long: Path, library: Path) -> None:
    async with on_stage(long, library) as stage:
        stage.place("Paragraph 5 ")
        await stage.press("m")
        await stage.until(lambda: stage.screen.article.painter.bookmarks)
        _rewrite(long, NEW + LONG)
        await stage.press("R")
        text = stage.session.document.text

        await stage.until(lambda: stage.screen.article.painter.bookmarks)
        (position,) = stage.screen.article.painter.bookmarks
        assert text[position:].startswith("Paragraph 5 ")
        await stage.press("m")
        assert stage.message == "bookmark taken away · m sets it again"


async def test_occurrences_and_labels_are_those_of_the_new_text(long: Path, library: Path) -> None:
    async with on_stage(long, library) as stage:
        stage.place("Paragraph 5 ")
        await stage.press("*", "escape")
        _rewrite(long, NEW + LONG)
        await stage.press("R", "g", "f", *"twe")

        assert stage.screen.mode is not None
        await stage.press("escape", "escape")
        stage.place("twelve")
        await stage.press("*", "a", "1")

        await stage.until(lambda: stage.marks)
        assert stage.quotes == ["twelve"] * 3


async def test_the_selection_is_let_go_and_its_like_is_counted_anew(
    long: Path, library: Path
) -> None:
    async with on_stage(long, library) as stage:
        await stage.press("g", "v", *"llllllllll")
        assert stage.screen.sticky.aside() == [("", "2 words · 1 sentence")]
        _rewrite(long, "Onewordthatislong." + LONG)
        await stage.press("R")

        assert stage.session.selection is None
        assert not stage.session.is_visual
        await stage.press("g", "v", *"llllllllll")
        assert stage.screen.sticky.aside() == [("", "1 word")]


async def test_a_drag_ends_where_the_text_is_replaced(long: Path, library: Path) -> None:
    async with on_stage(long, library) as stage:
        view = stage.screen.article
        await stage.pilot.mouse_down(view, offset=stage.cell_of("second"))
        _rewrite(long, NEW + LONG)
        await stage.press("R")
        await stage.pilot.hover(view, offset=stage.cell_of("It ends"))

        assert stage.session.selection is None


async def test_tags_that_are_kept_on_and_the_last_mark_outlive_the_new_text(
    long: Path, library: Path
) -> None:
    async with on_stage(long, library) as stage:
        stage.place("second paragraph")
        await stage.press("s", "1", "T", *"bread", "enter")
        _rewrite(long, NEW + LONG)
        await stage.press("R")
        stage.place("Paragraph 5 ")
        await stage.press("s", "A")
        stage.place("Paragraph 7 ")
        await stage.press("s", "2")

        assert [len(mark.pieces) for mark in stage.marks] == [2, 1]
        assert stage.marks[1].tags == ("bread",)


async def test_ends_and_relations_are_those_of_the_marks_as_they_stand_now(
    long: Path, library: Path
) -> None:
    async with on_stage(long, library) as stage:
        for words in ("second paragraph", "Paragraph 5 "):
            stage.place(words)
            await stage.press("s", "1")
        await stage.press("r", "escape", "L", "escape")
        _rewrite(long, NEW + LONG)
        await stage.press("R", "[")
        stage.place("second paragraph")
        await stage.press("r", "W", "enter")
        assert all(mark.quote in LONG for mark in stage.marks)
        await stage.press("L", "]", "enter", *"answers", "enter")

        assert [each.name for each in stage.marks[0].relations] == ["answers"]
        assert stage.marks[0].relations[0].to == stage.marks[1].id
        text = stage.session.document.text
        assert [text[held.start : held.end] for mark in stage.marks for held in mark.ranges] == [
            mark.quote for mark in stage.marks
        ]
