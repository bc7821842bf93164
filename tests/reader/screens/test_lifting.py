"""The marks that a file holds of its own are taken in when the person asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotations.library import open_library
from tests.reader.loaders.docx_files import docx, paragraph, run
from tests.reader.screens.stage import Stage, on_stage

if TYPE_CHECKING:
    from pathlib import Path

MARKED = docx(
    paragraph("Nobody asked about ", run("the costs", '<w:highlight w:val="yellow"/>'), " of it.")
    + paragraph("The end ", run("of all", '<w:highlight w:val="green"/>'), ".")
)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.docx"
    path.write_bytes(MARKED)
    return path


async def _take(stage: Stage, said: str) -> None:
    await stage.press("ctrl+p")
    await stage.type("take in")
    await stage.press("enter")
    await stage.until(lambda: stage.message.startswith(said) or stage.shows(said))


async def test_they_are_offered_on_opening_and_taken_in_and_back(
    report: Path, library: Path
) -> None:
    async with on_stage(report, library) as stage:
        assert stage.message == "the file holds 2 marks of its own · ctrl+p, then “take in”"
        await _take(stage, "the file’s own: 2 marks new")
        await stage.press("enter")
        await stage.until(lambda: stage.message == "2 marks taken in · u takes them back")
        assert stage.quotes == ["the costs", "of all"]

        await stage.press("u")
        await stage.until(lambda: not stage.quotes)
        await stage.press("U")
        await stage.until(lambda: len(stage.quotes) == 2)
    with open_library(library) as held:
        assert len(held.history(held.find_article("report").id)) == 1


async def test_they_are_taken_in_once_and_what_was_deleted_stays_so(
    report: Path, library: Path
) -> None:
    async with on_stage(report, library) as stage:
        await _take(stage, "the file’s own: 2 marks new")
        await stage.press("enter")
        await stage.until(lambda: len(stage.quotes) == 2)
        stage.place("the costs")
        await stage.press("x")
        await stage.until(lambda: stage.quotes == ["of all"])
        await _take(stage, "the file’s own: 2 marks known already")
        await stage.press("enter")
        await stage.until(lambda: stage.message == "no mark was changed: all were known already")

        assert stage.quotes == ["of all"]


async def test_a_file_that_holds_none_or_another_text_by_now_says_so(
    report: Path, source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await _take(stage, "the file holds no marks of its own")
    async with on_stage(report, library) as stage:
        report.write_bytes(docx(paragraph("Another text altogether.")))
        await _take(stage, "the file holds another text by now · R reads it anew")

        assert not stage.quotes
