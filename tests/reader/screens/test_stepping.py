"""Undo and redo from a list of the library: what was not made in it is named first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotations.library import MarkEdit, Source
from annotations.model import Colour
from reader.screens.stepping import Steps
from tests.annotations.store.samples import Clock, document, library_at, mark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from annotations.library import Library
    from annotations.results import HistoryEntry


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with library_at(tmp_path / "library.db", Clock()) as library:
        yield library


class Shown:
    """What a list was asked to show."""

    def __init__(self) -> None:
        self.labels: list[str] = []

    async def __call__(self, entry: HistoryEntry) -> None:
        self.labels.append(entry.label)


def marked(library: Library, label: str = "a mark") -> int:
    place = Source(kind="address", location="https://example.org/1")
    article = library.open_article(document(), place).result().article.id
    made = mark("crowd", colour=Colour.RED)
    edits = [MarkEdit(before=None, after=made)]
    step = library.write_marks(article, edits, action="mark", label=label).result().step
    assert step is not None
    return step


async def test_a_step_of_elsewhere_is_named_then_undone_and_then_the_list_s_own(
    library: Library,
) -> None:
    marked(library)
    steps, shown = Steps(library), Shown()

    assert (await steps.take(shown, is_undo=True)).startswith("u again undoes: a mark (")
    assert shown.labels == []
    assert await steps.take(shown, is_undo=True) == "undone: a mark · U does it again"
    assert await steps.take(shown, is_undo=False) == "done again: a mark · u takes it back"
    assert await steps.take(shown, is_undo=True) == "undone: a mark · U does it again"

    assert shown.labels == ["a mark"] * 3


async def test_a_named_step_is_named_again_once_that_was_forgotten(library: Library) -> None:
    marked(library)
    steps, shown = Steps(library), Shown()
    await steps.take(shown, is_undo=True)

    steps.asked = None

    assert (await steps.take(shown, is_undo=True)).startswith("u again undoes")
    assert shown.labels == []


async def test_a_step_that_the_list_made_is_undone_at_once(library: Library) -> None:
    steps, shown = Steps(library), Shown()
    marked(library, "another's")
    number = marked(library, "its own")
    steps.made(number)

    assert await steps.take(shown, is_undo=True) == "undone: its own · U does it again"
    assert (await steps.take(shown, is_undo=True)).startswith("u again undoes: another's")


async def test_where_nothing_was_done_it_is_said(library: Library) -> None:
    steps, shown = Steps(library), Shown()

    assert await steps.take(shown, is_undo=True) == "nothing to undo"
    assert await steps.take(shown, is_undo=False) == "nothing to redo"
