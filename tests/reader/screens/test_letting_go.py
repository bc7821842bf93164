"""What was opened and closed leaves nothing in memory."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING
from weakref import ref

import pytest

from tests.reader.screens.stage import Stage, on_stage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.widget import Widget


def _prompt(stage: Stage) -> Widget:
    # Not by a query, whose answers Textual remembers.
    assert stage.screen.asking._prompt is not None
    return stage.screen.asking._prompt


def _note(stage: Stage) -> Widget:
    assert stage.screen.noting.editor is not None
    return stage.screen.noting.editor


@pytest.mark.parametrize(
    ("key", "opened"),
    [
        ("t", _prompt),
        ("ctrl+p", _prompt),
        ("a", _note),
        ("?", lambda stage: stage.app.screen),
    ],
    ids=["tags", "palette", "note", "help"],
)
async def test_what_was_closed_is_gone(
    key: str, opened: Callable[[Stage], Widget], source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        remembered = []
        for _ in range(4):
            await stage.press(key)
            remembered.append(ref(opened(stage)))
            await stage.press("escape", "s", "escape")
        stage.screen._styles_cache.get_inner_outer.cache_clear()

        def is_gone() -> bool:
            gc.collect()
            return remembered[0]() is None

        # The event loop remembers for some seconds what might have lasted too long.
        await stage.until(is_gone)
