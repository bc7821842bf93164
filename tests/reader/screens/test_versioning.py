"""An earlier text of the article is read in the app, with its marks, and left again."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from reader.opening import Opening
from reader.request import ReadRequest
from tests.reader.screens.stage import TEXT, Stage, on_stage

if TYPE_CHECKING:
    from pathlib import Path

CHANGED = TEXT.replace("Nobody asked about the costs.", "Many asked.") + "\nA new end.\n"


async def _changed(source: Path, library: Path) -> None:
    """Mark two sentences of the first text, and one of the second."""
    async with on_stage(source, library) as stage:
        for place in ("Nobody asked", "second paragraph"):
            stage.place(place)
            await stage.press("s", "1")
    source.write_text(CHANGED, encoding="utf-8")
    os.utime(source, ns=(1, 1))
    async with on_stage(source, library) as stage:
        assert stage.message.startswith("changed since ")
        assert stage.message.endswith(": 1 mark kept, 1 not found")
        assert stage.marks[0].start is None, "an orphan stands on top"
        stage.place("last paragraph")
        await stage.press("s", "2")


async def _choose_first_text(stage: Stage) -> Opening:
    await stage.press("ctrl+p")
    await stage.type("earlier text")
    await stage.press("enter")
    await stage.until(lambda: stage.focus == "prompt" and len(stage.prompt.proposals.shown) == 1)
    assert stage.prompt.proposals.shown[0].note == "first · kept"
    await stage.press("enter")
    await stage.until(lambda: not stage.app.is_running, "The end")
    following = stage.app.following
    assert following is not None
    return following


async def test_an_earlier_text_has_its_marks_and_is_only_read(source: Path, library: Path) -> None:
    await _changed(source, library)
    async with on_stage(source, library) as stage:
        following = await _choose_first_text(stage)
    async with on_stage(source, library, opening=following) as stage:
        assert "Nobody asked about the costs." in stage.session.document.text
        assert "R goes back" in stage.message
        await stage.until(lambda: "the text of" in stage.rows()[0])
        assert stage.quotes == [
            "Nobody asked about the costs.",
            "The second paragraph is short.",
            "The last paragraph closes the report.",
        ]
        assert all(mark.start is not None for mark in stage.marks)
        for keys in (("s", "1"), ("x",), ("u",), ("m",), ("a",)):
            await stage.press("escape", *keys)
            assert "only read" in stage.message
        assert len(stage.stored()) == 3

        await stage.press("escape", "R")
        await stage.until(lambda: not stage.app.is_running, "The end")
        back = stage.app.following

    assert back is not None
    assert back.back is None
    async with on_stage(source, library, opening=back) as stage:
        assert stage.session.document.text.endswith("A new end.")
        stage.place("Many asked")
        await stage.press("s", "1")
        assert len(stage.stored()) == 4


async def test_an_article_with_one_text_says_so(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.screen.versioning.do_versions()

        assert stage.message == "the article has had no other text yet"


async def test_a_text_that_was_not_kept_is_said(source: Path, library: Path) -> None:
    opening = Opening(ReadRequest(path=source, library=library))
    opening.finish(lambda: None)
    opening.close()
    source.write_text(CHANGED, encoding="utf-8")
    async with on_stage(source, library) as stage:
        await stage.screen.versioning.do_versions()
        await stage.until(lambda: stage.focus == "prompt")
        await stage.press("enter")

        assert stage.message.startswith("that text was not kept")
        assert stage.app.is_running
