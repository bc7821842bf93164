"""A text that takes long to read: what one sees meanwhile, and how one gives it up."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from reader.opening import Opening
from reader.request import ReadRequest
from tests.pdfs import Page, column, pdf
from tests.reader.screens.stage import on_stage

if TYPE_CHECKING:
    from pathlib import Path

    from reader.loaders import Pause
    from reader.opening import Finished, First

LINES = ["The minister came on Monday and left on Tuesday.", "Nobody asked about the costs of it."]


class Held(Opening):
    """Gives head and whole when it may."""

    def __init__(self, request: ReadRequest) -> None:
        super().__init__(request)
        self.may_show = threading.Event()
        self.may_finish = threading.Event()

    def head(self, pause: Pause) -> First:
        """Wait for the permission first."""
        while not self.may_show.wait(0.005):
            pause()
        return super().head(pause)

    def finish(self, pause: Pause) -> Finished:
        """Wait for the permission first."""
        while not self.may_finish.wait(0.005):
            pause()
        self.may_show.set()
        return super().finish(pause)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf([Page(lines=column(LINES))]))
    return path


@pytest.fixture
def opening(paper: Path, tmp_path: Path) -> Held:
    return Held(ReadRequest(path=paper, library=tmp_path / "library.db"))


async def test_a_text_that_is_long_in_coming_appears_when_it_is_there(
    opening: Held, paper: Path, library: Path
) -> None:
    first = opening.first(within_s=0)

    async with on_stage(paper, library, opening=opening, waits=False) as stage:
        await stage.until(lambda: stage.message == "reading paper.pdf … · esc cancels")
        await stage.press("j", "s", "G", "space")
        opening.may_show.set()
        await stage.until(lambda: stage.shows("The minister came on Monday"))
        opening.may_finish.set()
        await stage.until(stage.screen.library_here.is_set)

        assert first.is_awaited
        assert "reading" not in stage.message

        await stage.press("g", "s", "1")

        assert stage.quotes == [LINES[0]]


async def test_esc_gives_up_what_is_not_there_yet(
    opening: Held, paper: Path, library: Path
) -> None:
    opening.first(within_s=0)

    async with on_stage(paper, library, opening=opening, waits=False) as stage:
        await stage.until(lambda: stage.message)
        await stage.press("escape")
        await stage.until(lambda: not stage.app.is_running)

        assert stage.app.return_code == 130
        assert stage.app.failure is None


async def test_what_cannot_be_read_is_said_once_it_is_known(tmp_path: Path, library: Path) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.7\nnothing")
    opening = Opening(ReadRequest(path=path, library=library))
    opening.first(within_s=0)

    async with on_stage(path, library, opening=opening, waits=False) as stage:
        await stage.until(lambda: not stage.app.is_running)

        assert str(stage.app.failure) == ("broken.pdf cannot be read: it is damaged, or no PDF.")


async def test_the_rest_can_be_given_up_and_taken_up_again(
    opening: Held, paper: Path, library: Path
) -> None:
    async with on_stage(paper, library, opening=opening, waits=False) as stage:
        await stage.until(lambda: stage.message == "reading paper.pdf … · esc cancels")
        await stage.press("escape")
        await stage.until(lambda: stage.message.startswith("only the beginning was read"))

        assert stage.shows("The minister came on Monday")

        opening.may_finish.set()
        await stage.press("R")
        await stage.until(stage.screen.library_here.is_set)

        await stage.press("s", "1")

        assert stage.quotes == [LINES[0]]


async def test_what_is_quick_is_not_announced(paper: Path, library: Path) -> None:
    async with on_stage(paper, library) as stage:
        assert "reading" not in stage.message
        assert not stage.screen.awaiting.step_back()
