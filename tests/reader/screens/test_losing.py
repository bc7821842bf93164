"""A library that was there and is gone: what is asked at a start, and what the answers do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotations.backups import backups_of
from tests.annotations.store.samples import create, library_at, mark, opened
from tests.reader.screens.stage import TEXT, on_stage

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def lost(library: Path, source: Path) -> Path:
    """A library that had a mark, and is gone."""
    with library_at(library) as made:
        article = opened(made, source, TEXT)
        create(made, article, mark("Monday", text=TEXT))
        made.safekeeping.back_up()
    library.unlink()
    return library


@pytest.mark.parametrize("is_there", [True, False])
async def test_the_backup_is_offered_and_r_brings_it_back(
    source: Path, lost: Path, is_there: bool
) -> None:
    if is_there:
        lost.touch()

    async with on_stage(source, lost, waits=False) as stage:
        await stage.until(lambda: "gone · r restores" in stage.message)
        assert "r restores 2026-11-24 00:00 UTC · n begins anew" in stage.message
        await stage.press("1")
        assert "gone · r restores" in stage.message
        await stage.press("r")
        await stage.until(stage.screen.library_here.is_set)

        assert [each.note for each in stage.marks] == [""]
        assert stage.screen.mode is None
        await stage.press("s", "2")
        assert len(stage.stored()) == 2


async def test_n_begins_anew_and_the_backups_stay(source: Path, lost: Path) -> None:
    async with on_stage(source, lost, waits=False) as stage:
        await stage.until(lambda: "gone · r restores" in stage.message)
        await stage.press("n")
        await stage.until(stage.screen.library_here.is_set)

        assert stage.marks == []
    assert len(backups_of(lost)) == 1


async def test_each_answer_is_told_in_a_narrow_window_too(source: Path, lost: Path) -> None:
    async with on_stage(source, lost, size=(80, 24), waits=False) as stage:
        await stage.until(lambda: "gone · r restores" in stage.message)

        assert stage.shows("2026-11-24 00:00 UTC · n begins anew · q quits")


async def test_q_leaves_everything_as_it_is(source: Path, lost: Path) -> None:
    async with on_stage(source, lost, waits=False) as stage:
        await stage.until(lambda: "gone · r restores" in stage.message)
        await stage.press("q")

    assert not lost.exists()


async def test_a_backup_that_is_of_no_use_is_said_and_the_question_stays(
    source: Path, lost: Path
) -> None:
    (copy,) = backups_of(lost)
    with copy.path.open("r+b") as file:
        file.truncate(5000)

    async with on_stage(source, lost, waits=False) as stage:
        await stage.until(lambda: "gone · r restores" in stage.message)
        await stage.press("r")
        await stage.until(lambda: "is damaged" in stage.message)

        assert stage.screen.mode is not None
        assert not lost.exists()


async def test_what_is_wrong_with_the_library_is_said_while_one_reads(
    source: Path, library: Path, home: Path
) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("s", "2")
        (home / "backups").write_text("no folder")
        stage.screen.keeping.caring.look(stage.library)
        await stage.until(lambda: "cannot be written: not a directory" in stage.message)
        (home / "backups").unlink()
        stage.screen.keeping.caring.look(stage.library)
        await stage.until(lambda: len(backups_of(library)) == 1)
