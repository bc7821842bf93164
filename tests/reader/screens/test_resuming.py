"""An article opened again stands as it was left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.screens.reading import NARROW_CELLS
from reader.screens.wording import time_left
from tests.reader.screens.stage import on_stage
from tests.reader.screens.test_resizing import LONG

if TYPE_CHECKING:
    from pathlib import Path

    from tests.reader.screens.stage import Stage


async def _leave(stage: Stage) -> tuple[tuple[int, int], int]:
    """Mark something, scroll, move within the page; what is at the top, and where the caret is."""
    await stage.press("s", "1", "pagedown", "pagedown", "pagedown", "}", "}")
    await stage.screen.keeping.store_place()
    return stage.screen.article.top, stage.session.caret


@pytest.mark.parametrize("name", ["visit.md", "visit.txt"])
async def test_the_same_rows_are_in_view_as_before(tmp_path: Path, name: str) -> None:
    source, library = tmp_path / name, tmp_path / "library.db"
    source.write_text(LONG, encoding="utf-8")
    async with on_stage(source, library) as stage:
        left = await _leave(stage)
        rows = stage.rows()[1:-2]
    async with on_stage(source, library) as stage:
        await stage.until(lambda: "you stopped at" in stage.message)

        assert (stage.screen.article.top, stage.session.caret) == left
        assert stage.rows()[1:-2] == rows


@pytest.mark.parametrize("size", [(100, 40), (70, 20), (150, 60)])
async def test_the_share_said_is_that_of_the_top_line(
    source: Path, library: Path, size: tuple[int, int]
) -> None:
    source.write_text(LONG, encoding="utf-8")
    async with on_stage(source, library) as stage:
        await _leave(stage)
    async with on_stage(source, library, size=size) as stage:
        await stage.until(lambda: "you stopped at" in stage.message)
        share = stage.message.rsplit(" at ", 1)[1]

        assert share != "100 %"
        assert f" {share}" in stage.rows()[0]
        left = time_left(len(stage.session.document.text) * (100 - int(share[:-2])) // 100)
        # A narrow window has no room for it.
        assert left
        assert (left in stage.rows()[0]) == (size[0] >= NARROW_CELLS)
        assert stage.screen.article.caret_cell() is not None
