"""The reference is edited on the bottom line, part by part, each with its own undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.widgets.reference_prompts import PartPrompt, ReferencePrompt
from tests.reader.screens.stage import Stage, on_stage

if TYPE_CHECKING:
    from pathlib import Path


async def _begin(stage: Stage) -> None:
    await stage.press("ctrl+p")
    await stage.type("edit ref")
    await stage.press("enter")


async def test_parts_are_edited_one_after_the_other_and_shown_with_who_says_so(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await _begin(stage)
        assert isinstance(stage.prompt, ReferencePrompt)
        assert "The visit" in stage.prompt.proposals.shown[0].text
        assert stage.prompt.proposals.shown[0].note == "guessed"

        await stage.press("down", "enter")
        assert isinstance(stage.prompt, PartPrompt)
        await stage.type("Anna Weber; Li Na")
        await stage.press("enter")

        assert isinstance(stage.prompt, ReferencePrompt)
        assert stage.prompt.proposals.shown[1].note == "yours"
        assert stage.session.article is not None
        assert stage.session.article.metadata.authors == ("Anna Weber", "Li Na")

        await stage.press("escape", "u")

        assert not stage.library.article(stage.session.article.id).metadata.authors
        assert stage.focus == "article"


async def test_a_new_title_stands_at_the_top_and_a_wrong_language_is_said(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await _begin(stage)
        await stage.press("enter", *["backspace"] * len("visit"))
        await stage.type("journey")
        await stage.press("enter")
        await stage.until(lambda: "The journey" in stage.rows()[0])

        await stage.type("lang")
        await stage.press("enter")
        await stage.type("English please")
        await stage.press("enter")

        assert isinstance(stage.prompt, PartPrompt)
        await stage.until(lambda: stage.shows("is no language"))
