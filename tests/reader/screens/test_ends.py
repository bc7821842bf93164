"""Pieces, the mode in which ends are changed, and overlapping marks, as they are seen and done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotations.library import open_library
from annotations.model import Annotation, AnnotationId, Colour, Piece, State
from annotations.results import MarkEdit, Source
from reader.loaders import Hint, load
from tests.reader.screens.stage import Stage, on_stage
from tests.reader.screens.test_mouse import _drag

if TYPE_CHECKING:
    from pathlib import Path


async def mark(stage: Stage, at: str, *keys: str) -> None:
    stage.place(at)
    await stage.press(*(keys or ("s", "1")))


def underlined(stage: Stage) -> str:
    """What is underlined in the text, without what is left of the column and in the panel."""
    return "".join(
        segment.text
        for row in stage.segments()
        for segment in row
        if segment.style and segment.style.underline
    )


# --- pieces -----------------------------------------------------------------------------------


async def test_a_mark_of_two_pieces_is_one_card_and_is_painted_twice(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await mark(stage, "minister came")
        stage.place("It ends here")
        await stage.press("s")
        assert stage.shows("A add to last mark")
        await stage.press("A")

        assert "added to “The minister came on Monday.”" in stage.message
        assert stage.shows("1 mark ·")
        assert stage.shows("The minister came on …")
        assert stage.shows("[…] It ends here.")
        marked = [
            segment.text.strip()
            for row in stage.segments()
            for segment in row
            if segment.style and segment.style.bgcolor and segment.style.bgcolor.name == "#57481a"
        ]
        assert "The minister came on Monday." in marked
        assert "It ends here" in "".join(marked)

        await stage.press("y")
        assert stage.app.clipboard == "The minister came on Monday. […] It ends here."
        await stage.press("u")
        assert stage.quotes == ["The minister came on Monday."]
        assert "undone: add “It ends here.” to “The minister" in stage.message


async def test_a_mark_of_pieces_is_exported_as_one(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await mark(stage, "minister came")
        await mark(stage, "It ends here", "s", "A")
        assert stage.session.article is not None
        article = stage.session.article.id

        yaml = stage.library.export(article, "yaml").text
        report = stage.library.export(article, "markdown").text

        assert yaml.count("- id: ") == 1
        assert "pieces:" in yaml
        assert "The minister came on Monday. […] It ends here." in report


# --- the mode ---------------------------------------------------------------------------------


async def test_the_ends_move_and_are_kept(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await mark(stage, "minister came", "v", "e", "2", "t", "x", "enter")
        (before,) = stage.marks
        await stage.press("r")
        assert stage.shows("ENDS")
        assert stage.selected == "minister"

        await stage.press("e", "o", "b")
        assert stage.selected == "The minister came"
        await stage.press("enter")

        (after,) = stage.stored()
        assert stage.message == "now “The minister came” · u takes it back"
        assert (after.id, after.tags, after.colour) == (before.id, ("x",), Colour.RED)
        assert after.quote == "The minister came"
        assert stage.session.selection is None
        assert stage.screen.mode is None


async def test_escape_leaves_the_ends_and_all_else_as_it_was(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await mark(stage, "minister came")
        caret = stage.session.caret
        await stage.press("r", ")", "s", "escape")

        assert stage.quotes == ["The minister came on Monday."]
        assert stage.session.selection is None
        assert stage.session.caret == caret
        assert stage.screen.mode is None
        assert not stage.shows("ENDS")


async def test_80_columns_show_all_that_is_needed(source: Path, library: Path) -> None:
    async with on_stage(source, library, size=(80, 24)) as stage:
        await mark(stage, "The minister came")
        stage.place("The minister came")
        await stage.press("r")

        assert stage.rows()[-1].split("   ")[2:] == [
            "←→ w b ( ) move the beginning",
            "o the other",
            "enter keep",
            "esc leave",
        ]


async def test_ends_that_would_meet_are_refused_with_a_sentence(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await mark(stage, "minister came", "v", "e", "1")
        await stage.press("r", "b")

        assert stage.message == "nothing would be left of the mark · o takes the other end"
        assert stage.selected == "minister"


async def test_another_key_says_how_to_get_out(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await mark(stage, "minister came")
        await stage.press("r", "x")

        assert stage.message == "enter keeps these ends · esc leaves them as they were"
        assert len(stage.marks) == 1


async def test_ends_grow_and_shrink_by_sentence(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await mark(stage, "minister came", "v", "e", "1")
        await stage.press("r", "s")
        assert stage.selected == "The minister came on Monday."
        await stage.press("S")
        assert stage.selected == "minister"
        await stage.press("p", "enter")

        assert stage.quotes[0].endswith("about the costs.")


async def test_the_mouse_moves_the_nearer_end_or_takes_another_range(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await mark(stage, "minister came", "v", "e", "1")
        await stage.press("r")
        view = stage.screen.article
        await stage.pilot.click(view, offset=stage.cell_of("on Monday", offset=2))
        await stage.settle()
        assert stage.selected == "minister came on"

        start, end = stage.cell_of("second"), stage.cell_of("paragraph", offset=8)
        await _drag(stage, start, (end[0] - 3, end[1]), end)
        await stage.settle()
        assert stage.selected == "second paragraph"
        await stage.press("enter")

        assert stage.quotes == ["second paragraph"]


async def test_a_click_on_a_card_leaves_the_mode(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await mark(stage, "minister came")
        await stage.press("r", ")")
        await stage.pilot.click(stage.screen.panel, offset=(6, 1))
        await stage.settle()

        assert stage.screen.mode is None
        assert stage.quotes == ["The minister came on Monday."]
        assert stage.session.selection is None


async def test_the_selection_is_proposed_where_it_holds_some_of_the_mark(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await mark(stage, "minister came", "v", "e", "1")
        stage.place("minister came")
        await stage.press("s", "r")
        assert stage.selected == "The minister came on Monday."
        await stage.press("enter")

        assert stage.quotes == ["The minister came on Monday."]


async def test_of_several_pieces_the_one_at_the_caret_gets_other_ends(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await mark(stage, "minister came", "v", "e", "1")
        await mark(stage, "second paragraph", "v", "e", "A")
        await stage.press("r", "e", "enter")

        assert stage.quotes == ["minister […] second paragraph"]


async def test_a_mark_changed_elsewhere_meanwhile_is_left_alone(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await mark(stage, "minister came")
        await stage.press("r", ")")
        (known,) = stage.stored()
        assert stage.session.article is not None
        gone = stage.library.write_marks(
            stage.session.article.id, [MarkEdit(before=known, after=None)], action="x", label="x"
        )
        stage.session.take(gone.result())
        await stage.press("enter")

        assert stage.message == "the mark was changed elsewhere meanwhile · r begins anew"
        assert not stage.stored()


async def test_from_the_panel_it_returns_to_the_panel(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await mark(stage, "minister came")
        await stage.press("tab", "r", ")", "enter")

        assert stage.focus == "panel"
        assert stage.quotes[0].endswith("he said.")


@pytest.mark.parametrize("at", ["The visit", "It ends here"])
async def test_of_a_card_whose_mark_is_elsewhere_the_last_end_moves_first(
    at: str, source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await mark(stage, "minister came", "v", "e", "1")
        stage.place(at)
        await stage.press("tab", "r", "e", "enter")

        assert stage.quotes == ["minister came"]


async def test_where_there_is_no_mark_it_says_where_one_is(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("minister came")
        await stage.press("r")
        assert stage.message == "no mark here · [ ] go to one"
        await stage.press("s", "r")
        assert stage.message == "no mark in the selection · esc drops it, [ ] go to a mark"


# --- orphans ----------------------------------------------------------------------------------


def with_orphan(source: Path, path: Path) -> None:
    with open_library(path) as library:
        document = load(source.read_bytes(), Hint(name=source.name)).document
        status = source.stat()
        known = Source(
            kind="path",
            location=str(source),
            size_bytes=status.st_size,
            mtime_ns=status.st_mtime_ns,
            inode=status.st_ino,
        )
        article = library.open_article(document, known).result().article
        lost = Annotation(
            id=AnnotationId(library.new_id()),
            pieces=(Piece(range=None, quote="a lost quote", state=State.ORPHANED),),
            colour=Colour.BLUE,
            note="where is it?",
        )
        edit = MarkEdit(before=None, after=lost)
        library.write_marks(article.id, [edit], action="mark", label="lost").result()


async def test_an_orphan_is_placed_on_the_selection(source: Path, library: Path) -> None:
    with_orphan(source, library)
    async with on_stage(source, library) as stage:
        assert stage.shows("not found in the text")
        stage.place("minister came")
        await stage.press("s", "tab", "g", "r")

        (placed,) = stage.stored()
        assert stage.message == "placed on “The minister came on Monday.” · u takes it back"
        assert (placed.state, placed.note) == (State.ANCHORED, "where is it?")
        assert placed.quote == "The minister came on Monday."
        assert not stage.shows("not found in the text")
        await stage.press("u")
        assert [each.state for each in stage.stored()] == [State.ORPHANED]


async def test_an_orphan_without_a_selection_says_what_is_needed(
    source: Path, library: Path
) -> None:
    with_orphan(source, library)
    async with on_stage(source, library) as stage:
        await stage.press("tab", "r")

        assert stage.message == "select the place it belongs to in the text, then r on this card"


# --- overlaps ---------------------------------------------------------------------------------


async def nested(stage: Stage) -> None:
    """A paragraph, a sentence and a word, marked, with the caret upon all three."""
    await mark(stage, "minister came", "p", "1")
    await mark(stage, "minister came", "s", "2")
    await mark(stage, "minister came", "v", "e", "3")
    stage.place("minister came")
    await stage.press("right")


async def test_the_card_of_the_mark_at_the_caret_is_raised(source: Path, library: Path) -> None:
    def is_raised(quote: str) -> bool:
        return any(
            segment.text.strip() == quote and segment.style == look.on_raised(strong)
            for row in stage.segments()
            for segment in row
        )

    async with on_stage(source, library) as stage:
        look = stage.screen.look
        strong = look.strong_text + look.emphasis
        await mark(stage, "It ends here")
        assert is_raised("It ends here.")

        stage.place("The visit")
        await stage.until(lambda: not is_raised("It ends here."))


async def test_the_stack_is_told_and_walked(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await nested(stage)
        assert stage.shows("1 of 3 marks here")
        assert "minister" not in underlined(stage)

        await stage.press(".")
        assert stage.shows("2 of 3 marks here")
        assert underlined(stage) == "The minister came on Monday."
        current = stage.session.marks.get(stage.screen.panel.current or AnnotationId(""))
        assert current is not None
        assert current.colour is Colour.RED

        await stage.press("5")
        assert stage.message == "purple · u takes it back"
        await stage.press("right")
        assert stage.shows("1 of 3 marks here")
        assert not underlined(stage)


async def test_keys_go_on_acting_on_the_mark_that_was_made_upon_others(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await mark(stage, "The minister", "v", "e", "3")
        stage.place("The minister")
        await stage.press("s", "2")
        await stage.press("t", *"claim", "enter")
        await stage.press("4")
        assert [(each.quote, each.colour, each.tags) for each in stage.stored()] == [
            ("The", Colour.GREEN, ()),
            ("The minister came on Monday.", Colour.BLUE, ("claim",)),
        ]

        await stage.press("home", "right", "5")
        assert [each.colour for each in stage.stored()] == [Colour.PURPLE, Colour.BLUE]


async def test_a_selection_is_not_walked_away_from(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await nested(stage)
        await stage.press("s", ".")

        assert "esc drops it" in stage.message


async def test_the_innermost_mark_lies_on_top_also_where_it_begins_first(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await mark(stage, "minister came", "v", "e", "e", "1")
        await mark(stage, "came on", "p", "2")
        stage.place("came on")
        await stage.press("v", ")", ")", "3")
        await stage.settle()

        grounds = {
            segment.text: segment.style.bgcolor.name
            for row in stage.segments()
            for segment in row
            if segment.style and segment.style.bgcolor
        }
        assert grounds["came"] == "#57481a"


async def test_the_ends_of_a_selection_are_swapped(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("minister came")
        await stage.press("s", "o", "shift+right")
        assert stage.selected == "he minister came on Monday."
        await stage.press("escape", "o")
        assert stage.shows("Outline")
