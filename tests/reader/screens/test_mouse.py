"""The mouse does what the keys do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import events

from annotations.model import Colour, Range
from reader.first_steps import Told
from reader.layout.cells import width
from tests.reader.screens.stage import TEXT, Stage, on_stage

if TYPE_CHECKING:
    from pathlib import Path

    from textual.widget import Widget

LONG = TEXT + "".join(f"\nParagraph {number} of many stands here.\n" for number in range(60))


async def _drag(stage: Stage, start: tuple[int, int], *way: tuple[int, int]) -> None:
    """Press, move with the button held, and let go; Pilot's own moves hold no button."""
    view = stage.screen.article
    await stage.pilot.mouse_down(view, offset=start)
    for x, y in way:
        stage.app.screen._forward_event(_move(view, x, y))
        await stage.settle()
    await stage.pilot.mouse_up(view, offset=way[-1])


def _move(widget: Widget, x: int, y: int) -> events.MouseMove:
    region = widget.region
    return events.MouseMove(
        widget=widget,
        x=region.x + x,
        y=region.y + y,
        delta_x=0,
        delta_y=0,
        button=1,
        shift=False,
        meta=False,
        ctrl=False,
        screen_x=region.x + x,
        screen_y=region.y + y,
    )


def _as_told(move: events.MouseMove) -> dict[str, Any]:
    """What a move and a button's release have in common."""
    names = "x", "y", "delta_x", "delta_y", "button", "shift", "meta", "ctrl"
    where = {"widget": None, "screen_x": move.screen_x, "screen_y": move.screen_y}
    return where | {name: getattr(move, name) for name in names}


async def test_a_drag_selects_forwards_and_backwards(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        start, end = stage.cell_of("second paragraph"), stage.cell_of("is short", offset=7)
        await _drag(stage, start, (end[0] - 3, end[1]), end)

        assert stage.selected == "second paragraph is short"

        await _drag(stage, end, start)

        assert stage.selected == "second paragraph is short"

        await stage.press("2")

        assert stage.quotes == ["second paragraph is short"]


async def test_a_drag_over_lines_selects_what_lies_between(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        end = stage.cell_of("It ends")
        await _drag(stage, stage.cell_of("Nobody"), end)

        assert stage.selected.startswith("Nobody asked")
        assert stage.selected.endswith("is short. I")

        # Left of a line nothing of it is pointed at.
        margin = stage.screen.article.margin_cells
        await _drag(stage, stage.cell_of("Nobody"), (margin, end[1]), (margin - 1, end[1]))

        assert stage.selected.startswith("Nobody asked")
        assert stage.selected.strip().endswith("about the costs.")


async def test_a_drag_takes_the_character_it_ends_on_however_it_went(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        (x, y), end = stage.cell_of("second"), stage.cell_of("second", offset=5)
        await _drag(stage, (x, y), (x + 1, y), end, (x, y), end)

        assert stage.selected == "second"

        await _drag(stage, end, (x, y), (end[0] - 1, y))

        assert stage.selected == "nd"


async def test_where_the_button_is_let_go_counts_without_a_move(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        view = stage.screen.article
        x, y = stage.cell_of("second", offset=5)
        await stage.pilot.mouse_down(view, offset=stage.cell_of("second"))
        # Not by Pilot, which moves there first.
        told = _move(view, x, y)
        stage.app.screen._forward_event(events.MouseUp(**_as_told(told)))
        await stage.settle()

        assert stage.selected == "second"


async def test_a_drag_at_the_edge_scrolls(source: Path, library: Path) -> None:
    source.write_text(LONG, encoding="utf-8")
    async with on_stage(source, library, size=(100, 16)) as stage:
        view = stage.screen.article
        bottom = view.size.height - 1
        await stage.pilot.mouse_down(view, offset=stage.cell_of("second"))
        stage.app.screen._forward_event(_move(view, 20, bottom))

        await stage.until(lambda: "Paragraph 6" in stage.selected, "A longer selection")

        await stage.pilot.mouse_up(view, offset=(20, bottom))
        held = stage.selected
        await stage.settle()

        assert stage.selected == held
        assert held.startswith("second paragraph")


async def test_clicks_point_take_the_word_and_the_paragraph(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        text = stage.session.document.text
        where = stage.cell_of("second", offset=2)
        await stage.pilot.click("#article", offset=where)

        assert stage.session.caret == text.index("second") + 2
        assert len(stage.selected) == 0

        await stage.pilot.double_click("#article", offset=where)

        assert stage.selected == "second"

        await stage.pilot.triple_click("#article", offset=where)

        assert stage.selected == "The second paragraph is short. It ends here."


async def test_a_click_with_shift_extends(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.pilot.click("#article", offset=stage.cell_of("second"))
        await stage.pilot.mouse_down("#article", offset=stage.cell_of("It ends"), shift=True)

        assert stage.selected == "second paragraph is short. I"

        await stage.pilot.mouse_down("#article", offset=stage.cell_of("is short"), shift=True)

        assert stage.selected == "second paragraph i"

        await stage.pilot.mouse_down("#article", offset=stage.cell_of("The second"), shift=True)

        assert stage.selected == "The "


async def test_the_wheel_scrolls_and_keeps_a_selection(source: Path, library: Path) -> None:
    source.write_text(LONG, encoding="utf-8")
    async with on_stage(source, library, size=(100, 16)) as stage:
        view = stage.screen.article
        stage.place("second paragraph")
        await stage.press("s")
        before = view.first_visible()
        for _ in range(8):
            view.post_message(
                events.MouseScrollDown(view, 5, 5, 0, 0, 0, shift=False, meta=False, ctrl=False)
            )
        await stage.settle()

        assert view.first_visible() > before
        assert stage.selected == "The second paragraph is short."

        stage.session.drop_selection()
        view.post_message(
            events.MouseScrollUp(view, 5, 5, 0, 0, 0, shift=False, meta=False, ctrl=False)
        )
        await stage.settle()
        visible = view.visible_range()

        assert visible.start <= stage.session.caret <= visible.end


async def test_a_click_on_a_card_goes_to_its_mark(source: Path, library: Path) -> None:
    source.write_text(LONG, encoding="utf-8")
    async with on_stage(source, library, size=(100, 20)) as stage:
        stage.place("second paragraph")
        await stage.press("s", "1", "G")
        await stage.until(lambda: stage.shows("The second paragraph is"))
        await stage.pilot.click("#panel", offset=(6, 0))

        await stage.until(
            lambda: stage.session.caret == stage.session.document.text.index("The second")
        )
        assert stage.focus == "article"
        await stage.until(lambda: stage.shows("The second paragraph is short. It ends here."))


async def test_a_double_click_on_a_card_goes_into_the_panel(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press("s", "1")
        await stage.pilot.double_click("#panel", offset=(6, 0))

        await stage.until(lambda: stage.focus == "panel")
        assert stage.screen.panel.current == stage.marks[0].id
        assert "PANEL" in stage.rows()[-1]


async def test_a_click_with_ctrl_chooses_a_card_and_takes_a_message_away(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press("s", "1")
        assert stage.message

        await stage.pilot.click("#panel", offset=(6, 0), control=True)
        await stage.settle()

        assert not stage.message
        assert "1 chosen" in stage.rows()[-1]


async def test_a_click_on_an_empty_panel_does_no_harm(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.pilot.click("#panel", offset=(6, 2))

        await stage.press("s", "1")

        assert len(stage.stored()) == 1


async def test_the_scroll_bar_goes_to_its_place(source: Path, library: Path) -> None:
    source.write_text(LONG, encoding="utf-8")
    async with on_stage(source, library, size=(100, 20)) as stage:
        ruler = stage.screen.ruler
        await stage.pilot.mouse_down("#ruler", offset=(0, ruler.size.height - 1))
        await stage.pilot.mouse_up("#ruler", offset=(0, ruler.size.height - 1))

        await stage.until(lambda: stage.shows("Paragraph 59 of many"))

        await stage.pilot.mouse_down("#ruler", offset=(0, 0))

        await stage.until(lambda: stage.shows("The minister came on Monday."))


async def _click_hint(stage: Stage, text: str, *, offset: int = 0) -> None:
    """Click on what the lowest line that has it shows."""
    y, row = next((y, row) for y, row in reversed([*enumerate(stage.rows())]) if text in row)
    await stage.pilot.click(stage.app.screen, offset=(width(row[: row.index(text)]) + offset, y))
    await stage.settle()


async def test_a_click_on_a_hint_presses_its_key(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.settle()
        await _click_hint(stage, "sentence")

        assert stage.selected == "The second paragraph is short."

        await _click_hint(stage, "5")

        assert [mark.colour for mark in stage.marks] == [Colour.PURPLE]

        await _click_hint(stage, "takes it back")

        assert not stage.marks

        await stage.pilot.click("#bottom", offset=(99, 0))
        await _click_hint(stage, "help")

        assert stage.app.screen is not stage.screen

        await _click_hint(stage, "back")

        assert stage.app.screen is stage.screen


async def test_a_click_beside_a_message_takes_it_away(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("escape")
        assert stage.message

        await stage.pilot.click("#bottom", offset=(99, 0))
        await stage.settle()

        assert not stage.message


async def test_tags_are_taken_from_the_prompt_by_clicks(source: Path, library: Path) -> None:
    async with on_stage(source, library, size=(120, 30)) as stage:
        stage.place("The minister")
        await stage.press("s", "t", *"russia", "enter")
        stage.place("second paragraph")
        await stage.press("s", "t")
        await stage.pilot.click(stage.prompt.proposals, offset=(6, 0))
        await stage.settle()

        assert stage.focus == "prompt"
        assert stage.shows("#russia")

        await _click_hint(stage, "add, close")

        assert [mark.tags for mark in stage.marks] == [("russia",), ("russia",)]

        await stage.press("t")
        await _click_hint(stage, "drop")

        assert stage.focus == "article"


async def test_the_wheel_goes_through_all_commands_and_a_click_does_one(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("ctrl+p")
        first = stage.prompt.proposals.shown
        for _ in range(12):
            stage.prompt.proposals.post_message(
                events.MouseScrollDown(
                    stage.prompt.proposals, 5, 1, 0, 0, 0, shift=False, meta=False, ctrl=False
                )
            )
            await stage.settle()

        assert stage.prompt.proposals.shown[-1] not in first
        assert stage.prompt.chosen == stage.prompt.proposals.shown[-1]

        await stage.type("show only")
        await stage.pilot.click(stage.prompt.proposals, offset=(6, 0))
        await stage.settle()

        assert stage.focus == "article"
        assert stage.screen.appearance.is_zen


async def test_the_right_button_asks_what_is_to_be_done(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.pilot.double_click("#article", offset=stage.cell_of("second", offset=2))
        await stage.pilot.click("#article", offset=stage.cell_of("second", offset=1), button=3)
        await stage.settle()

        assert stage.focus == "prompt"
        assert stage.selected == "second"
        assert stage.prompt.proposals.shown[1].text == "Highlight in red"

        await stage.pilot.click(stage.prompt.proposals, offset=(6, 1))
        await stage.settle()

        assert [(mark.quote, mark.colour) for mark in stage.marks] == [("second", Colour.RED)]

        await stage.pilot.click("#article", offset=stage.cell_of("second"), button=3)
        await stage.settle()

        assert "Delete the mark" in [each.text for each in stage.prompt.proposals.shown]

        await stage.press("escape")
        await stage.pilot.click("#article", offset=stage.cell_of("is short"), button=3)
        await stage.press("escape")

        assert stage.session.caret == stage.session.document.text.index("is short")


async def test_a_click_with_ctrl_follows_a_hyperlink(source: Path, library: Path) -> None:
    source.write_text(
        "# One\n\nSee [below](#two) for more.\n\n# Two\n\nIt ends.\n", encoding="utf-8"
    )
    async with on_stage(source, library) as stage:
        await stage.pilot.click("#article", offset=stage.cell_of("below"), control=True)
        await stage.settle()

        assert stage.session.caret == stage.session.document.text.index("Two")


async def test_a_click_on_a_bar_goes_to_its_mark(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("paragraph is")
        await stage.press("v", "e", "2", "escape", "g")
        x, y = stage.cell_of("second paragraph")
        await stage.pilot.click("#article", offset=(stage.screen.article.margin_cells - 3, y))

        mark = stage.session.mark_at_caret()

        assert x
        assert mark is not None
        assert mark.id == stage.marks[0].id


async def test_a_double_click_on_a_card_changes_what_it_is_upon(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press("s", "1", "t", *"news", "enter", "a", *"hm", "escape")
        rows = [row.rindex("▌") for row in stage.rows() if "▌" in row[60:]]
        assert len(rows) == 4  # two of the quote, the note, the tag

        await stage.pilot.double_click("#panel", offset=(6, 2))
        await stage.settle()

        assert stage.focus == "note"

        await stage.press("escape")
        await stage.pilot.double_click("#panel", offset=(6, 3))
        await stage.settle()

        assert stage.focus == "prompt"
        assert stage.prompt.SIGN == "TAGS"


async def test_a_click_on_a_relation_goes_to_the_other_mark(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press("s", "1")
        stage.place("The last paragraph")
        await stage.press("s", "2", "L", "[", "enter", *"supports", "enter")
        assert stage.marks[1].relations
        y = next(y for y, row in enumerate(stage.rows()) if "→ supports" in row)
        await stage.pilot.click("#panel", offset=(6, y - stage.screen.panel.region.y))

        await stage.until(
            lambda: stage.session.caret == stage.session.document.text.index("The second")
        )


async def test_the_rule_is_dragged_beside_and_above_the_panel(source: Path, library: Path) -> None:
    async with on_stage(source, library, size=(120, 30)) as stage:
        await stage.press("s", "1")
        rule, before = stage.screen.rule_line, stage.screen.panel.region.width
        await stage.pilot.mouse_down(rule, offset=(0, 5))
        stage.app.screen._forward_event(_move(rule, -10, 7))
        await stage.settle()

        assert stage.screen.panel.region.width == before + 10

        await stage.pilot.mouse_up(rule, offset=(0, 5))
        stage.app.screen._forward_event(_move(rule, 6, 7))
        await stage.settle()

        assert stage.screen.panel.region.width == before + 10

        await stage.pilot.resize_terminal(80, 30)
        await stage.until(lambda: rule.region.height == 1)
        before = stage.screen.panel.region.height
        await stage.pilot.mouse_down(rule, offset=(5, 0))
        stage.app.screen._forward_event(_move(rule, 5, -4))
        await stage.settle()

        assert stage.screen.panel.region.height == before + 4


async def test_the_help_scrolls_with_the_wheel_and_does_what_is_clicked(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press("?")
        view = stage.app.screen.focused
        assert view is not None
        assert not stage.shows("Tag")
        while not stage.shows("Select the sentence"):
            view.post_message(
                events.MouseScrollDown(view, 5, 5, 0, 0, 0, shift=False, meta=False, ctrl=False)
            )
            await stage.settle()
        await _click_hint(stage, "Select the sentence")

        assert stage.app.screen is stage.screen
        assert stage.selected == "The second paragraph is short."


async def test_the_keys_of_the_first_steps_can_be_clicked(
    source: Path, library: Path, tmp_path: Path
) -> None:
    async with on_stage(source, library, size=(80, 24), told=Told(tmp_path / "told")) as stage:
        await stage.until(lambda: stage.shows("all keys"))
        await _click_hint(stage, "s sentence  c")

        assert stage.selected

        await _click_hint(stage, "hides this")

        assert not stage.selected

        await _click_hint(stage, "hides this")

        assert not stage.shows("hides this")


async def test_clicks_take_the_words_of_a_passage_jump(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("f")
        await stage.pilot.click("#article", offset=stage.cell_of("second", offset=2))
        await stage.settle()

        assert stage.screen.mode is not None

        await stage.pilot.click("#article", offset=stage.cell_of("The second"))
        await stage.settle()

        assert stage.message.startswith("no passage ends before it begins")

        await stage.pilot.click("#article", offset=stage.cell_of("short", offset=1))
        await stage.settle()

        assert stage.screen.mode is None
        assert stage.selected == "second paragraph is short"

        await stage.press("f")
        await _drag(stage, stage.cell_of("It ends"), stage.cell_of("ends", offset=3))

        assert stage.screen.mode is None
        assert stage.selected == "It ends"


async def test_a_list_keeps_the_way_out_and_chooses_with_ctrl(source: Path, library: Path) -> None:
    async with on_stage(source, library, size=(60, 24)) as stage:
        stage.place("second paragraph")
        await stage.press("s", "*", "escape", "/", *"it", "enter", "*")
        await stage.pilot.click("#list", offset=(20, 1), control=True)
        await stage.settle()

        assert stage.shows("1 chosen")
        assert stage.rows()[-1].endswith("let go")

        await _click_hint(stage, "let go")
        assert not stage.shows("1 chosen")

        await _click_hint(stage, "esc back")
        assert stage.app.screen is stage.screen


async def test_a_drag_takes_a_wide_character_by_either_of_its_cells(
    source: Path, library: Path
) -> None:
    source.write_text("吾輩は猫である。名前はまだ無い。" * 12, encoding="utf-8")
    async with on_stage(source, library) as stage:
        view = stage.screen.article
        last = view.visible_rows()[0]
        assert last is not None
        line = view.lines_layout.lines(last[0])[0]
        right = view.margin_cells + 2 * (line.end - line.start)
        await _drag(stage, (view.margin_cells, 0), (right - 5, 0), (right, 0))

        assert len(stage.selected) == line.end - line.start

        for last_cell in right - 1, right - 2:
            await _drag(stage, (view.margin_cells, 0), (right - 5, 0), (last_cell, 0))

            assert len(stage.selected) == line.end - line.start

        await _drag(stage, (view.margin_cells, 0), (right - 5, 0), (right - 3, 0))

        assert len(stage.selected) == line.end - line.start - 1

        await _drag(stage, (right, 0), (right - 5, 0), (right - 4, 0))

        assert stage.session.selection == Range(line.end - 2, line.end)


async def test_a_click_on_the_filter_of_the_cards_edits_it(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press("s", "1", "tab", "/", *"colour:yellow", "enter", "tab")
        await stage.pilot.click("#panel", offset=(6, 0))
        await stage.settle()

        assert stage.focus == "prompt"
        assert stage.prompt.field.value == "colour:yellow"

        await stage.press("enter")
        await _click_hint(stage, "all cards")

        assert stage.session.arrangement.view.query is None
        assert stage.focus == "panel"
