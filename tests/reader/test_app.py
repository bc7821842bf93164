"""Articles opened over others: what is shown, what comes back, what is let go of."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

import pytest

from annotations.errors import NotFoundError
from annotations.library import open_library
from annotations.model import ArticleId
from annotations.query import parse
from reader.request import ReadRequest
from tests.reader.screens.marked import Mark, library_with
from tests.reader.screens.stage import TEXT, Stage, on_stage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from annotations.model import AnnotationId

OTHER = "# The answer\n\nNobody had asked. The minister answered all the same.\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "visit.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def marked(tmp_path: Path) -> tuple[ArticleId, AnnotationId]:
    """Another article of the library, and its mark."""
    path = tmp_path / "answer.md"
    path.write_text(OTHER, encoding="utf-8")
    library_with(tmp_path / "library.db", path, (Mark("The minister"),))
    with open_library(tmp_path / "library.db") as library:
        found = library.find(parse("minister"))[0]
        return found.article.id, found.annotation.id


@pytest.fixture
async def stage(
    source: Path, tmp_path: Path, marked: tuple[ArticleId, AnnotationId]
) -> AsyncIterator[Stage]:
    del marked
    async with on_stage(source, tmp_path / "library.db") as stage:
        yield stage


async def _read(stage: Stage, article: ArticleId, at: AnnotationId | None = None) -> None:
    await stage.app.read(ReadRequest(article=article), library=stage.library, at=at)
    await stage.until(
        lambda: stage.screen.library_here.is_set() and stage.app.screen is stage.screen
    )


async def test_an_article_opened_over_another_is_left_for_it(
    stage: Stage, marked: tuple[ArticleId, AnnotationId]
) -> None:
    await _read(stage, marked[0])
    assert stage.shows("The answer")

    await stage.burst("q", "s")

    assert stage.selected == "The visit"
    assert stage.app.is_running


async def test_an_article_is_opened_at_the_mark_that_is_named(
    stage: Stage, marked: tuple[ArticleId, AnnotationId]
) -> None:
    await _read(stage, *marked)

    assert stage.session.document.text[stage.session.caret :].startswith("The minister answered")
    assert stage.screen.panel.current == marked[1]


async def test_an_article_that_is_open_already_is_shown_again_over_what_lies_over_it(
    stage: Stage, marked: tuple[ArticleId, AnnotationId]
) -> None:
    first = stage.session.article
    assert first is not None
    await _read(stage, marked[0])

    await _read(stage, first.id)
    assert stage.session.article is first
    await stage.press("q")

    assert stage.session.article is not first
    await stage.press("q")
    assert stage.session.article is first
    assert len(stage.app.screen_stack) == 1


async def test_an_article_that_cannot_be_opened_leaves_the_present_one(stage: Stage) -> None:
    before = stage.screen

    with pytest.raises(NotFoundError):
        await stage.app.read(ReadRequest(article=ArticleId("0190-none")), library=stage.library)

    assert stage.app.screen is before


async def test_the_reading_place_of_an_article_over_another_is_kept(
    stage: Stage, marked: tuple[ArticleId, AnnotationId]
) -> None:
    await _read(stage, marked[0])
    await stage.press("G", "q")

    await _read(stage, marked[0])

    assert stage.session.caret > len(stage.session.document.text) - 4


async def test_an_article_that_was_left_is_let_go_of(
    stage: Stage, marked: tuple[ArticleId, AnnotationId], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.app.FORGET_S", 0.05)
    await _read(stage, marked[0])
    session, screen = weakref.ref(stage.session), weakref.ref(stage.screen)
    await stage.press("s", "1", "q")

    await stage.until(lambda: session() is None and screen() is None, "The memory")


async def test_the_library_stays_open_where_an_article_over_another_is_left(
    stage: Stage, marked: tuple[ArticleId, AnnotationId]
) -> None:
    await _read(stage, marked[0])
    await stage.press("q")

    await stage.press("s", "1")

    assert [mark.quote for mark in stage.stored()] == ["The visit"]
