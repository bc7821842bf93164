"""All of a page of the web, or its article alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotations.library import open_library
from annotations.model import State
from reader.opening import Opening
from reader.request import ReadRequest
from tests.reader.screens.stage import on_stage
from tests.servers import serving

if TYPE_CHECKING:
    from pathlib import Path

SENTENCES = (
    "The minister arrived in the capital on Tuesday morning and met both presidents at once.",
    "Nobody had expected that the talks about the grain quotas would last for three days.",
)
PAGE = (
    "<html><head><title>A visit</title></head><body><nav><a href=/>All the news of today</a></nav>"
    f"<article><h1>A visit</h1><p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p></article>"
    "<footer><p>Printed in the old town.</p></footer></body></html>"
)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "visit.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


async def test_a_key_shows_the_whole_page_and_the_article_again(page: Path, library: Path) -> None:
    async with on_stage(page, library) as stage:
        article = stage.session.document.text
        stage.place("Nobody had")
        await stage.press("s", "1", "W")
        await stage.until(lambda: "old town" in stage.session.document.text)

        assert stage.message.startswith("the whole page")
        assert "All the news" in stage.session.document.text
        assert stage.quotes == [SENTENCES[1]]
        assert stage.marks[0].state is not State.ORPHANED

        await stage.press("W")
        await stage.until(lambda: stage.session.document.text == article)

        assert stage.message.startswith("the article alone")
        assert stage.quotes == [SENTENCES[1]]


async def test_a_page_shown_whole_stays_so_when_it_is_opened_or_read_again(
    page: Path, library: Path
) -> None:
    async with on_stage(page, library) as stage:
        stage.place("Nobody had")
        await stage.press("s", "1", "W")
        await stage.until(lambda: "old town" in stage.session.document.text)
    async with on_stage(page, library) as stage:
        assert "old town" in stage.session.document.text
        page.write_text(PAGE.replace("old town", "new town"), encoding="utf-8")
        await stage.press("R")
        await stage.until(lambda: "new town" in stage.session.document.text)


async def test_what_has_nothing_left_out_says_so(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("W")

        assert (
            stage.message
            == "nothing is left out here · only of web pages the article alone is shown"
        )


async def test_the_option_shows_the_whole_page_at_once(page: Path, library: Path) -> None:
    request = ReadRequest(path=page, library=library, is_whole_page=True)
    async with on_stage(page, library, opening=Opening(request)) as stage:
        assert "old town" in stage.session.document.text


async def test_of_an_address_the_kept_copy_is_shown_whole(library: Path) -> None:
    with serving() as server:
        address = server.page("/visit.html", PAGE)
        request = ReadRequest(address=address, library=library, allow_local=True)
        async with on_stage(library, library, opening=Opening(request)) as stage:
            assert "old town" not in stage.session.document.text
            server.page("/visit.html", PAGE.replace("old town", "new town"))
            await stage.press("W")
            await stage.until(lambda: "old town" in stage.session.document.text)

        assert len(server.requests) == 1
    with open_library(library) as held:
        (capture,) = held.captures(held.find_article("visit").id)
    assert capture.content.decode() == PAGE
