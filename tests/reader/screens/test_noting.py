"""Writing a note in the app: however it is left it is kept, and no crash takes it away."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.geometry import Region

from reader.app import PostilApp
from reader.drafts import Drafts
from tests.reader.screens.stage import Stage, on_stage

if TYPE_CHECKING:
    from pathlib import Path

SENTENCE = "The second paragraph is short."


async def _write(stage: Stage, note: str) -> None:
    stage.place("second paragraph")
    await stage.press("s", "a")
    await stage.type(note)


@pytest.mark.parametrize("key", ["escape", "ctrl+s", "ctrl+x", "tab"])
async def test_a_note_is_kept_however_it_is_left(key: str, source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await _write(stage, "see also")
        await stage.press(key)

        assert [(mark.quote, mark.note) for mark in stage.stored()] == [(SENTENCE, "see also")]
        assert stage.focus == "article"
        assert stage.message == "note kept · u takes it back"


async def test_a_click_into_the_text_keeps_the_note(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await _write(stage, "see also")
        await stage.pilot.mouse_down("#article", offset=(10, 10))

        await stage.until(lambda: [mark.note for mark in stage.stored()] == ["see also"])
        assert stage.focus == "article"


async def test_neither_another_window_nor_an_odd_key_ends_the_note(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await _write(stage, "half a")
        stage.app.post_message(events.AppBlur())
        await stage.settle()

        assert not stage.stored()

        stage.app.post_message(events.AppFocus())
        await stage.settle()
        await stage.press("f5")
        assert stage.message == "f5 does nothing in a note · esc keeps it"
        await stage.press("ctrl+z", "ctrl+z", "ctrl+z")
        assert stage.message == "ctrl+z undoes no more here · esc keeps it"
        await stage.type("half a")
        await stage.type(" note")
        assert not stage.message
        await stage.press("escape")

        assert [mark.note for mark in stage.stored()] == ["half a note"]


@pytest.mark.parametrize("note", ["", "  \t"])
async def test_an_empty_note_leaves_no_mark(note: str, source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await _write(stage, note.replace("\t", ""))
        await stage.press("escape")

        assert stage.message == "an empty note leaves no mark"
        assert not stage.stored()
        assert not stage.selected
        await stage.until(lambda: stage.shows("No marks yet."))


async def test_letters_of_a_note_are_no_commands(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.burst("s", "a", *"xqtu? 1", "escape", "j")

        assert [mark.note for mark in stage.stored()] == ["xqtu? 1"]
        assert stage.app.is_running
        assert stage.focus == "article"


async def test_an_emptied_note_leaves_the_mark(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await _write(stage, "x")
        await stage.press("escape", "a", "backspace", "escape")

        assert [(mark.quote, mark.note) for mark in stage.stored()] == [(SENTENCE, "")]


async def test_a_note_edited_from_the_panel_goes_back_to_the_panel(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await _write(stage, "first")
        await stage.press("escape", "tab", "a")
        await stage.type(" and second")

        assert stage.focus == "note"

        await stage.press("escape")

        assert [mark.note for mark in stage.stored()] == ["first and second"]
        assert stage.focus == "panel"
        await stage.until(lambda: stage.shows("first and second"))


async def test_undo_in_a_note_is_the_notes_own(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press("s", "1", "a")
        await stage.type("word")
        await stage.press("ctrl+z", "escape")

        assert [mark.note for mark in stage.stored()] == [""]


async def test_the_draft_is_written_at_a_pause_and_offered_at_the_next_start(
    source: Path, library: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "drafts"
    async with on_stage(source, library, drafts=Drafts(folder)) as stage:
        article = stage.session.article
        assert article is not None
        await _write(stage, "unfinish")
        # What is typed later than the last pause is lost, and no more.
        await stage.until(lambda: Drafts(folder).load(article.id) is not None, "The draft")
        left = Drafts(folder).load(article.id)
        stage.screen.noting.editor = None  # as if the process were killed here

    assert left is not None
    assert left.note == "unfinish"

    async with on_stage(source, library, drafts=Drafts(folder)) as stage:
        await stage.until(lambda: stage.focus == "note")

        assert stage.message == "this note was unfinished · esc keeps it"
        assert not stage.stored()

        await stage.type("ed")
        await stage.press("escape")

        assert [(mark.quote, mark.note) for mark in stage.stored()] == [(SENTENCE, "unfinished")]
        assert not list(folder.iterdir())


async def test_a_draft_on_a_mark_that_is_there_is_restored_into_it(
    source: Path, library: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "drafts"
    async with on_stage(source, library, drafts=Drafts(folder)) as stage:
        article = stage.session.article
        assert article is not None
        stage.place("second paragraph")
        await stage.press("s", "3", "a")
        await stage.type("half")
        await stage.until(lambda: Drafts(folder).load(article.id) is not None, "The draft")
        stage.screen.noting.editor = None

    async with on_stage(source, library, drafts=Drafts(folder)) as stage:
        await stage.until(lambda: stage.focus == "note")
        await stage.press("escape")

        assert [(mark.quote, mark.note) for mark in stage.stored()] == [(SENTENCE, "half")]


async def test_a_draft_whose_place_is_gone_is_left_alone(
    source: Path, library: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "drafts"
    async with on_stage(source, library, drafts=Drafts(folder)) as stage:
        article = stage.session.article
        assert article is not None
        await _write(stage, "half")
        await stage.until(lambda: Drafts(folder).load(article.id) is not None, "The draft")
        stage.screen.noting.editor = None
    (file,) = folder.iterdir()
    file.write_text(
        file.read_text(encoding="utf-8").replace('"end": ', '"end": 99'), encoding="utf-8"
    )

    async with on_stage(source, library, drafts=Drafts(folder)) as stage:
        assert stage.focus == "article"
        assert file.exists()


async def test_a_draft_that_cannot_be_written_is_said(
    source: Path, library: Path, tmp_path: Path
) -> None:
    in_the_way = tmp_path / "drafts"
    in_the_way.write_text("a file where the folder should be", encoding="utf-8")
    async with on_stage(source, library, drafts=Drafts(in_the_way)) as stage:
        await _write(stage, "half")

        await stage.until(lambda: "the draft cannot be written" in stage.message)

        await stage.press("escape")

        await stage.until(lambda: [mark.note for mark in stage.stored()] == ["half"])


async def test_the_editor_keeps_its_place_when_the_window_changes(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library, size=(120, 30)) as stage:
        await _write(stage, "see also")
        for size in ((80, 24), (30, 10), (20, 5), (120, 30)):
            await stage.pilot.resize_terminal(*size)
            editor = stage.screen.noting.editor
            assert editor is not None
            width, height = size
            await stage.until(
                lambda editor=editor, width=width, height=height: (  # type: ignore[misc]
                    editor.region.width > 0
                    and editor.region.right <= width
                    and 0 < editor.region.bottom <= height
                ),
                f"An editor within {size}",
            )
        await stage.press("escape")

        assert [mark.note for mark in stage.stored()] == ["see also"]


@pytest.mark.parametrize(
    ("editor", "said"),
    [
        ("sh -c 'printf after > \"$0\"'", ""),
        ("sh -c 'exit 3'", "No editor could be started: sh ended with status 3"),
        ("no-such-editor", "No editor could be started: no-such-editor"),
    ],
)
async def test_the_persons_own_editor(
    editor: str, said: str, source: Path, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", editor)
    # A test's screen is no terminal that could be lent; one in a pty is tried elsewhere.
    monkeypatch.setattr(PostilApp, "suspend", lambda _app: nullcontext())
    async with on_stage(source, library) as stage:
        await _write(stage, "before")
        await stage.press("ctrl+t")

        assert stage.message.startswith(said)

        await stage.press("escape")

        assert [mark.note for mark in stage.stored()] == ["before" if said else "after"]


async def test_a_terminal_that_cannot_be_lent(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await _write(stage, "before")
        await stage.press("ctrl+t")

        assert stage.message == "This terminal cannot be lent to another program"


async def test_an_editor_that_is_gone_can_still_be_painted(source: Path, library: Path) -> None:
    """Textual does so where a frame falls between its end and the next layout."""
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press("s", "a")
        editor = stage.screen.noting.editor
        assert editor is not None
        await stage.press("escape")

        strips = editor.render_lines(Region(0, 0, 20, 3))

        assert [strip.text for strip in strips] == [" " * 20] * 3
