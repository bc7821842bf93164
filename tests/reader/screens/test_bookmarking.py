"""Bookmarks on the screen: the sign in the margin, the list, also before the library is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.anchoring import describe
from annotations.errors import PostilError
from annotations.model import Range
from reader.screens.listing import ListingScreen
from tests.reader.screens.stage import Stage, library_of, on_stage

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from annotations.results import Bookmark

SIGN = "◆"


def _stored(stage: Stage) -> list[Bookmark]:
    assert stage.session.article is not None
    return stage.library.bookmarks(stage.session.article.id)


def _signed(stage: Stage) -> list[str]:
    return [row for row in stage.rows() if SIGN in row]


async def test_m_sets_a_bookmark_and_m_on_its_line_takes_it_away(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press("m")
        await stage.until(lambda: _signed(stage))

        assert stage.message == "bookmark at “The visit” · ' lists them"
        assert [each.place.start for each in _stored(stage)] == [stage.session.caret]
        (row,) = _signed(stage)
        assert "◆ The second paragraph" in row

        await stage.press("w", "w", "m")
        await stage.until(lambda: not _signed(stage))

        assert stage.message == "bookmark taken away · m sets it again"
        assert not _stored(stage)


async def test_without_a_section_it_is_named_by_its_words(tmp_path: Path, library: Path) -> None:
    path = tmp_path / "plain.txt"
    path.write_text("Only text.\n\nAnd more of it.\n", encoding="utf-8")
    async with on_stage(path, library) as stage:
        await stage.press("}", "m")

        assert stage.message == "bookmark at “And more of it.” · ' lists them"


async def test_a_bookmark_is_there_again_tomorrow(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press("m")
        await stage.until(lambda: _stored(stage))
    async with on_stage(source, library) as stage:
        await stage.until(lambda: _signed(stage))


async def test_the_sign_stands_beside_the_bars_of_marks(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press("s", "1", "m")
        await stage.until(lambda: _signed(stage))

        (row,) = _signed(stage)
        assert "▎◆ The second" in row


async def test_the_list_goes_to_a_bookmark_and_back(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        for at in ("second paragraph", "one item", "The last"):
            stage.place(at)
            await stage.press("m")
        stage.place("The minister")
        await stage.press("'")
        await stage.until(lambda: stage.shows("3 bookmarks"))
        assert stage.shows("one item of a list")

        await stage.press("j", "enter")
        await stage.until(lambda: stage.app.screen is stage.screen)
        assert stage.session.caret == stage.session.document.text.index("one item")

        await stage.press("ctrl+o")
        assert stage.session.caret == stage.session.document.text.index("The minister")


async def test_a_bookmark_on_a_heading_shows_how_the_text_goes_on(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        stage.place("The visit")
        await stage.press("m", "'")
        await stage.until(lambda: stage.shows("1 bookmark"))

        (at,) = (number for number, row in enumerate(stage.rows()) if row.strip() == "The visit")
        assert "The minister came on Monday." in stage.rows()[at + 1]


async def test_x_deletes_in_the_list_and_u_brings_back(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        for at in ("second paragraph", "one item"):
            stage.place(at)
            await stage.press("m")
        await stage.press("'", "j", "x")
        await stage.until(lambda: len(_stored(stage)) == 1)
        assert isinstance(stage.app.screen, ListingScreen)
        bottom = stage.app.screen.bottom_line
        assert bottom.message == "bookmark deleted · u brings it back"

        await stage.press("x")
        await stage.until(lambda: not _stored(stage))
        assert stage.shows("no bookmarks left · esc goes back, m sets one")

        await stage.press("u")
        await stage.until(lambda: len(_stored(stage)) == 1)
        assert bottom.message == "the bookmark is back"
        await stage.press("u", "u")
        assert sorted(each.place.quote for each in _stored(stage)) == [
            "one item of a list",
            "second paragraph is short. It ends here.",
        ]
        assert bottom.message == "no bookmark was deleted here · esc goes back"
        await stage.press("x", "x")
        await stage.until(lambda: not _stored(stage))

        await stage.press("escape", "'")
        assert stage.message == "no bookmarks yet · m sets one"


async def test_the_list_shows_what_another_program_has_set(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        text = stage.session.document.text
        at = text.index("one item")
        assert stage.session.article is not None
        with library_of(library) as other:
            other.add_bookmark(stage.session.article.id, describe(Range(at, at + 8), text)).result()
        await stage.press("'")
        await stage.until(lambda: stage.shows("1 bookmark"))


async def test_a_bookmark_that_cannot_be_written_says_so(
    source: Path, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with on_stage(source, library) as stage:

        def fail(*_args: object) -> None:
            sentence = "The disk is full."
            raise PostilError(sentence, hint="Make room.")

        monkeypatch.setattr(stage.library, "add_bookmark", fail)
        await stage.press("m")

        assert stage.message == "The disk is full · Make room."
        assert not _signed(stage)


async def test_an_empty_text_has_no_place_to_keep(tmp_path: Path, library: Path) -> None:
    path = tmp_path / "empty.txt"
    path.write_text("", encoding="utf-8")
    async with on_stage(path, library) as stage:
        await stage.press("m")

        assert stage.message == "no text here to find again · move to the text"
