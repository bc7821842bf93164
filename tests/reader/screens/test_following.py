"""Enter upon a hyperlink: to its place in the text, or, asked again, to the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader import browser
from tests.reader.screens.stage import Stage, on_stage

if TYPE_CHECKING:
    from pathlib import Path

ADDRESS = "https://example.org/a/long/way"

SOURCE = f"""# The visit

See [the costs](#costs), [the site]({ADDRESS}), [a file](ftp://example.org/x) and
[a neighbour](other.md). The end of it.

{"Filling. " * 400}

## Costs

Nobody asked.
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "links.md"
    path.write_text(SOURCE, encoding="utf-8")
    return path


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that the browser was asked for."""
    asked: list[str] = []

    def open_address(address: str) -> bool:
        asked.append(address)
        return True

    monkeypatch.setattr(browser, "open_address", open_address)
    return asked


def _at(stage: Stage, beginning: str) -> bool:
    return stage.session.document.text.startswith(beginning, stage.session.caret)


async def test_a_hyperlink_within_the_text_is_followed_and_one_comes_back(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        stage.place("the costs")
        await stage.until(lambda: stage.shows("enter to “Costs”"))

        await stage.press("enter")
        assert _at(stage, "Costs")
        assert stage.message == "ctrl+o goes back"

        await stage.press("ctrl+o")
        assert _at(stage, "the costs")


async def test_an_address_is_shown_first_and_opened_by_a_second_enter(
    source: Path, library: Path, opened: list[str]
) -> None:
    async with on_stage(source, library) as stage:
        stage.place("the site")
        await stage.until(lambda: stage.shows(f"enter {ADDRESS}"))

        await stage.press("enter")
        assert stage.message == f"{ADDRESS} · enter again opens it · y copies it"
        assert not opened

        await stage.press("enter")
        await stage.until(lambda: stage.message == "opened in the browser")
        assert opened == [ADDRESS]


async def test_another_key_in_between_asks_again(
    source: Path, library: Path, opened: list[str]
) -> None:
    async with on_stage(source, library) as stage:
        stage.place("the site")
        await stage.press("enter", "l", "enter")

        assert "enter again opens it" in stage.message
        assert not opened


async def test_y_copies_the_address_that_is_shown(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("the site")
        await stage.press("enter", "y")

        assert stage.app.clipboard == ADDRESS

        await stage.press("l", "y")
        assert stage.message == "nothing to copy here · s selects the sentence"


@pytest.mark.parametrize("at", ["a file", "a neighbour"])
async def test_what_is_no_web_address_is_not_opened(
    at: str, source: Path, library: Path, opened: list[str]
) -> None:
    async with on_stage(source, library) as stage:
        stage.place(at)
        await stage.press("enter")
        first = stage.message
        await stage.press("enter")

        assert stage.message == first
        assert first.endswith("is no web or mail address · y copies it")
        assert not opened


async def test_a_hyperlink_in_a_mark_is_followed_and_beside_it_the_card_is_gone_to(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        stage.place("the costs")
        await stage.press("s", "1", "enter")
        assert stage.focus == "panel"

        await stage.press("tab")
        stage.place("the costs")
        await stage.press("enter")
        assert _at(stage, "Costs")


async def test_in_a_narrow_window_the_address_gives_way_to_what_enter_does(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library, size=(60, 20)) as stage:
        stage.place("the site")
        await stage.press("enter")

        await stage.until(lambda: stage.shows("… · enter again opens it · y copies it"))


async def test_a_browser_that_is_not_there_is_told(
    source: Path, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "open_address", lambda _address: False)
    async with on_stage(source, library) as stage:
        stage.place("the site")
        await stage.press("enter", "enter")

        await stage.until(
            lambda: stage.message == "no browser could be opened · y copies the address"
        )
        await stage.press("y")
        assert stage.app.clipboard == ADDRESS


async def test_upon_a_footnote_s_sign_the_note_is_shown_and_enter_goes_to_it(
    tmp_path: Path, library: Path
) -> None:
    path = tmp_path / "notes.md"
    path.write_text("# T\n\nThe deal[^1] was made.\n\n[^1]: In Bamako, on Monday.\n", "utf-8")
    async with on_stage(path, library) as stage:
        stage.place(stage.session.document.text.index("The deal") + len("The deal"))
        await stage.until(lambda: stage.shows("enter In Bamako, on Monday."))

        await stage.press("enter")
        assert _at(stage, "In Bamako")
        assert stage.shows("1  In Bamako, on Monday.")

        await stage.press("ctrl+o")
        assert _at(stage, "1 was made")


async def test_an_address_in_a_plain_text_is_followed_too(
    tmp_path: Path, library: Path, opened: list[str]
) -> None:
    path = tmp_path / "letter.txt"
    path.write_text(f"Dear reader, all of it stands at {ADDRESS}. Yours.\n", encoding="utf-8")
    async with on_stage(path, library) as stage:
        stage.place("https")
        await stage.until(lambda: stage.shows(f"enter {ADDRESS}"))

        await stage.press("enter", "enter")
        await stage.until(lambda: bool(opened))

    assert opened == [ADDRESS]
