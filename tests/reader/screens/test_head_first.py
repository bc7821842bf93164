"""A large text is read from its head while the rest arrives; nothing done meanwhile is lost."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from reader.opening import Opening
from reader.request import ReadRequest
from tests.reader.screens.stage import on_stage

if TYPE_CHECKING:
    from pathlib import Path

    from reader.loaders import Pause
    from reader.opening import Finished

SIZE_BYTES = 2_000_000


class SlowOpening(Opening):
    """Gives the whole text when it is told to."""

    def __init__(self, request: ReadRequest) -> None:
        super().__init__(request)
        self.may_finish = threading.Event()

    def finish(self, pause: Pause) -> Finished:
        """Wait for the permission first."""
        self.may_finish.wait(30)
        return super().finish(pause)


@pytest.fixture
def opening(tmp_path: Path) -> SlowOpening:
    source = tmp_path / "long.txt"
    paragraph = "Paragraph {} of a long text is here, and its second sentence follows. “Quoted,” it says.\n\n"
    source.write_text(
        "".join(paragraph.format(number) for number in range(SIZE_BYTES // len(paragraph))),
        encoding="utf-8",
    )
    return SlowOpening(ReadRequest(path=source, library=tmp_path / "library.db"))


async def test_the_whole_replaces_the_head_in_its_place(
    opening: SlowOpening, source: Path, library: Path
) -> None:
    async with on_stage(source, library, opening=opening, waits=False) as stage:
        head = len(stage.session.document.text)
        await stage.press(*["pagedown"] * 7, "j", "w", "v", "e")
        await stage.until(lambda: stage.shows("Paragraph 60"))
        before, selected, caret = stage.rows()[1:-1], stage.selected, stage.session.caret
        opening.may_finish.set()
        await stage.until(stage.screen.library_here.is_set, "The whole")

        assert head < 300_000
        assert len(stage.session.document.text) > SIZE_BYTES * 0.9
        # All but the scroll bar, whose thumb is smaller on a longer text.
        now = stage.rows()[1:-1]
        assert [row[:98].rstrip() for row in now] == [row[:98].rstrip() for row in before]
        assert (stage.selected, stage.session.caret) == (selected, caret)

        await stage.press("escape", "G")

        await stage.until(lambda: stage.shows("100 %"))


async def test_where_the_head_ends_more_is_said_to_come(
    opening: SlowOpening, source: Path, library: Path
) -> None:
    async with on_stage(source, library, opening=opening, waits=False) as stage:
        await stage.press("G", "j")
        assert stage.message == "the rest is still being loaded"
        opening.may_finish.set()


async def test_a_mark_made_before_the_whole_is_there_follows_and_says_so(
    opening: SlowOpening, source: Path, library: Path
) -> None:
    async with on_stage(source, library, opening=opening, waits=False) as stage:
        await stage.press("}", "}", "s", "2")

        assert stage.message == "the text is still being loaded · the mark follows"
        assert not stage.marks

        opening.may_finish.set()
        await stage.until(lambda: stage.marks, "The mark")

        assert [mark.quote for mark in stage.stored()] == [
            "Paragraph 2 of a long text is here, and its second sentence follows."
        ]
        await stage.until(lambda: stage.message.startswith("red ·"))


async def test_who_has_read_on_meanwhile_is_not_called_back(
    opening: SlowOpening, source: Path, library: Path
) -> None:
    async with on_stage(source, library, opening=opening, waits=False) as stage:
        await stage.press("}", "}", "s", "2", *["pagedown"] * 5, "v", "w")
        caret, selected = stage.session.caret, stage.selected
        first_visible = stage.screen.article.first_visible()
        opening.may_finish.set()
        await stage.until(lambda: stage.marks, "The mark")

        assert (stage.session.caret, stage.selected) == (caret, selected)
        assert stage.screen.article.first_visible() == first_visible


async def test_what_needs_the_library_says_so_meanwhile(
    opening: SlowOpening, source: Path, library: Path
) -> None:
    async with on_stage(source, library, opening=opening, waits=False) as stage:
        await stage.press("X")
        assert "still being loaded" in stage.message
        await stage.press("u")
        assert stage.message == "nothing to undo yet"
        await stage.press("U")
        assert stage.message == "nothing to redo yet"
        await stage.press("s", "a", *"early", "escape")
        opening.may_finish.set()

        await stage.until(lambda: [mark.note for mark in stage.marks] == ["early"])


async def test_leaving_while_it_loads_leaves_at_once(
    opening: SlowOpening, source: Path, library: Path
) -> None:
    async with on_stage(source, library, opening=opening, waits=False) as stage:
        await stage.press("q")
        await stage.until(lambda: not stage.app.is_running)
        opening.may_finish.set()


async def test_quitting_with_a_mark_under_way_waits_for_it(
    opening: SlowOpening, source: Path, library: Path
) -> None:
    async with on_stage(source, library, opening=opening, waits=False) as stage:
        await stage.press("s", "2")
        opening.may_finish.set()
        await stage.press("q")
        await stage.until(lambda: not stage.app.is_running)

        assert len(stage.marks) == 1


async def test_a_bookmark_set_before_the_whole_is_there_follows_and_says_so(
    opening: SlowOpening, source: Path, library: Path
) -> None:
    async with on_stage(source, library, opening=opening, waits=False) as stage:
        await stage.press("}", "m")
        assert stage.message == "the text is still being loaded · the bookmark follows"
        await stage.press("'")
        assert stage.message == "the article is still being loaded · try again in a moment"

        opening.may_finish.set()
        await stage.until(lambda: stage.shows("◆ Paragraph 1 of"))
        assert stage.session.article is not None
        assert len(stage.library.bookmarks(stage.session.article.id)) == 1


async def test_a_text_of_which_the_head_has_no_headings_says_that_more_comes(
    opening: SlowOpening, source: Path, library: Path
) -> None:
    async with on_stage(source, library, opening=opening, waits=False) as stage:
        await stage.press("o")

        assert stage.message == "no headings so far · the rest is still being loaded"
        opening.may_finish.set()


async def test_the_outline_of_a_head_grows_to_that_of_the_whole(
    tmp_path: Path, source: Path, library: Path
) -> None:
    path = tmp_path / "long.md"
    path.write_text(
        "".join(f"## Heading {number}\n\nA text below it.\n\n" for number in range(2_000)),
        encoding="utf-8",
    )
    opening = SlowOpening(ReadRequest(path=path, library=library))
    async with on_stage(source, library, opening=opening, waits=False) as stage:
        await stage.press("j", "G")
        was = stage.session.caret
        await stage.press("o")
        await stage.until(lambda: stage.shows("so far, the rest is still being loaded"))
        await stage.type("heading 1999")
        assert stage.shows("nothing holds this")

        opening.may_finish.set()
        await stage.until(lambda: stage.shows("Heading 1999"))
        await stage.press("enter")

        await stage.until(
            lambda: stage.session.document.text.startswith("Heading 1999", stage.session.caret)
        )
        await stage.press("ctrl+o")
        assert stage.session.caret == was
