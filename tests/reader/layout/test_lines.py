from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.document import Block, BlockKind, Blocks, Document, Span, SpanKind, Spans
from reader.layout.cells import clusters, width
from reader.layout.lines import Layout, Line

WORDS = st.text(
    st.one_of(
        st.sampled_from("abcdefgh      éж“”—-,.\n\t"),
        st.sampled_from(
            [*"日本。ا م\u0301\u200b\u200d\xad\u202e\u2028א", "👨", "👩", "🇩", "🏽", "ก"]
        ),
        st.characters(exclude_characters="\x1f"),
    ),
    max_size=120,
)
PROSE = st.text(st.sampled_from("abcdefgh     é“”—,.\n"), max_size=200)
KINDS = st.sampled_from([BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.CODE, BlockKind.VERSE])
WIDTHS = st.integers(1, 200)


@dataclass
class Builder:
    """Puts a structured document together, text and blocks at once."""

    text: str = ""
    blocks: Blocks = field(default_factory=Blocks)
    spans: list[Span] = field(default_factory=list)

    def leaf(self, text: str, kind: BlockKind = BlockKind.PARAGRAPH, *, parent: int = -1, level: int = 0,
             after: str = "\n\n") -> int:  # fmt: skip
        if self.text:
            self.text += after
        start = len(self.text)
        for each in (parent, *(self.blocks.ancestors(parent) if parent >= 0 else ())):
            if each >= 0:
                if self.blocks.starts[each] > start or each == len(self.blocks) - 1:
                    self.blocks.starts[each] = start
                self.blocks.close(each, start + len(text))
        self.text += text
        block = Block(kind=kind, start=start, end=start + len(text), parent=parent, level=level)
        return self.blocks.append(block)

    def container(
        self, kind: BlockKind, *, parent: int = -1, level: int = 0, after: str = "\n\n"
    ) -> int:
        start = len(self.text) + (len(after) if self.text else 0)
        return self.blocks.append(
            Block(kind=kind, start=start, end=start, parent=parent, level=level)
        )

    def document(self) -> Document:
        return Document(text=self.text, blocks=self.blocks, spans=Spans(self.spans))


def document_of(*leaves: tuple[BlockKind, str]) -> Document:
    builder = Builder()
    for kind, text in leaves:
        builder.leaf(text, kind)
    return builder.document()


def shown(layout: Layout, line: Line) -> str:
    return line.marker + "".join(text for text, _ in layout.cut(line, ()))


def screen(layout: Layout) -> list[str]:
    rows: list[str] = []
    for unit in range(layout.unit_count):
        rows += [shown(layout, line).rstrip() for line in layout.lines(unit)]
        rows += [layout.gap_marker(unit)] * layout.gap_after(unit)
    return rows


# --- what each kind of block looks like -----------------------------------------------------


def test_paragraphs_stand_apart_by_one_line_and_soft_breaks_flow() -> None:
    document = document_of((BlockKind.PARAGRAPH, "one\ntwo three"), (BlockKind.PARAGRAPH, "four"))

    assert screen(Layout(document, 7)) == ["one two", "three", "", "four"]


def test_blanks_beside_a_soft_break_are_one_space() -> None:
    document = document_of((BlockKind.PARAGRAPH, "one  \n  two\n three"))

    assert screen(Layout(document, 20)) == ["one two three"]


def test_a_hard_break_ends_a_line() -> None:
    builder = Builder()
    builder.leaf("one \ntwo\nthree")
    builder.spans.append(Span(kind=SpanKind.BREAK, start=4, end=5))

    assert screen(Layout(builder.document(), 20)) == ["one", "two three"]


def test_line_separators_in_text_end_a_line() -> None:
    document = document_of((BlockKind.PARAGRAPH, "one\u2028two\x0bthree\x85"))

    assert screen(Layout(document, 20)) == ["one", "two", "three", ""]


def test_a_list_has_bullets_and_hangs() -> None:
    builder = Builder()
    outer = builder.container(BlockKind.LIST)
    for number, text in enumerate(("one two three", "four")):
        item = builder.container(BlockKind.ITEM, parent=outer, after="\n" if number else "\n\n")
        builder.leaf(text, parent=item, after="\n")

    assert screen(Layout(builder.document(), 12)) == ["  • one two", "    three", "  • four"]


def test_numbers_of_a_list_end_in_one_column() -> None:
    builder = Builder()
    outer = builder.container(BlockKind.LIST)
    for number in (9, 10):
        item = builder.container(BlockKind.ITEM, parent=outer, level=number)
        builder.leaf(f"item {number}", parent=item)
        builder.leaf("more", parent=item)

    assert screen(Layout(builder.document(), 30)) == [
        "   9. item 9", "", "      more", "", "  10. item 10", "", "      more",
    ]  # fmt: skip


def test_a_nested_list_goes_deeper_and_a_quotation_has_a_bar() -> None:
    builder = Builder()
    quotation = builder.container(BlockKind.QUOTATION)
    builder.leaf("before", parent=quotation)
    outer = builder.container(BlockKind.LIST, parent=quotation)
    item = builder.container(BlockKind.ITEM, parent=outer)
    builder.leaf("outer", parent=item)
    inner = builder.container(BlockKind.LIST, parent=item, after="\n")
    nested = builder.container(BlockKind.ITEM, parent=inner, after="\n")
    builder.leaf("inner item", parent=nested, after="\n")
    builder.leaf("after")
    layout = Layout(builder.document(), 18)

    assert screen(layout) == [
        "│  before", "│", "│    • outer", "│      • inner", "│        item", "", "after",
    ]  # fmt: skip
    assert layout.lines(0)[0].in_quotation
    assert not layout.lines(3)[0].in_quotation


def test_verse_keeps_its_lines_and_code_its_indentation() -> None:
    document = document_of(
        (BlockKind.VERSE, "a line too long\nshort"),
        (BlockKind.CODE, "if x:\n\treturn  value\n\nend"),
    )

    assert screen(Layout(document, 12)) == [
        "a line too", "  long", "short", "", "if x:", "        retu", "    rn", "    value", "", "end",
    ]  # fmt: skip


def test_marks_of_direction_are_seen_in_code_only() -> None:
    document = document_of((BlockKind.CODE, "a\u202eb"), (BlockKind.PARAGRAPH, "a\u202eb"))

    assert screen(Layout(document, 20)) == ["a�b", "", "ab"]


def test_a_rule_fills_the_line_and_an_image_has_a_sign() -> None:
    document = document_of(
        (BlockKind.PARAGRAPH, "x"), (BlockKind.RULE, ""), (BlockKind.IMAGE, "[image: a river]")
    )

    assert screen(Layout(document, 18)) == ["x", "", "─" * 18, "", "▣ [image: a river]"]
    assert screen(Layout(document, 12))[4:] == ["▣ [image: a", "  river]"]


def table() -> Document:
    builder = Builder()
    outer = builder.container(BlockKind.TABLE)
    for number, cells in enumerate(
        (("Land", "People"), ("Mali", "22 million"), ("Côte d’Ivoire", ""))
    ):
        row = builder.container(BlockKind.ROW, parent=outer, after="\n" if number else "\n\n")
        for place, cell in enumerate(cells):
            builder.leaf(cell, BlockKind.CELL, parent=row, after="\t" if place else "\n")
    builder.leaf("after")
    return builder.document()


def test_a_table_stands_in_columns_where_they_fit() -> None:
    layout = Layout(table(), 40)

    assert screen(layout) == [
        "Land           People", "Mali           22 million", "Côte d’Ivoire", "", "after",
    ]  # fmt: skip
    assert layout.unit_count == 4


def test_a_table_that_does_not_fit_has_its_cells_below_each_other() -> None:
    assert screen(Layout(table(), 14)) == [
        "Land", "  People", "Mali", "  22 million", "Côte d’Ivoire", "", "after",
    ]  # fmt: skip


def named_table(*rows: tuple[str, ...]) -> Document:
    """A table whose first row names the columns."""
    document = table_of(rows)
    document.blocks.levels[1] = 1
    return document


def table_of(rows: tuple[tuple[str, ...], ...]) -> Document:
    builder = Builder()
    outer = builder.container(BlockKind.TABLE)
    for number, cells in enumerate(rows):
        row = builder.container(BlockKind.ROW, parent=outer, after="\n" if number else "\n\n")
        for place, cell in enumerate(cells):
            builder.leaf(cell, BlockKind.CELL, parent=row, after="\t" if place else "\n")
    return builder.document()


def test_numbers_of_a_table_end_in_one_column_under_their_name() -> None:
    document = named_table(
        ("No.", "Land", "Quota", "Note"),
        ("9", "Mali", "1,204", "12"),
        ("10", "Niger", "−3.5", "later"),
        ("11", "Chad", "–", "7"),
    )
    layout = Layout(document, 40)

    assert screen(layout) == [
        "No.  Land   Quota  Note",
        "  9  Mali   1,204  12",
        " 10  Niger   −3.5  later",
        " 11  Chad       –  7",
    ]
    for position, character in enumerate(document.text):
        unit, number, cell = layout.place(position)
        if character not in "\t\n":
            assert screen(layout)[unit][cell] == character
            assert layout.position_at(unit, number, cell) == position


def test_cells_below_each_other_have_the_names_of_their_columns() -> None:
    document = named_table(
        ("Land", "Notes of travellers"), ("Mali", "the river is wide"), ("", "x")
    )

    assert screen(Layout(document, 24)) == [
        "Land",
        "  Notes of travellers",
        "Land: Mali",
        "  Note…: the river is",
        "  wide",
        "Note…: x",
    ]
    assert screen(Layout(document, 12)) == [
        "Land", "  Notes of", "  travellers", "Mali", "  the river", "  is wide", "x",
    ]  # fmt: skip


def test_a_name_before_a_cell_is_no_text() -> None:
    document = named_table(("国家", "N\x1b[2J"), ("Mali", "22 million people and more of them"))
    layout = Layout(document, 24)
    position = document.text.index("22")

    unit, number, cell = layout.place(position)
    line = layout.lines(unit)[number]

    assert (line.start, cell) == (position, line.indent_cells)
    assert layout.position_at(unit, number, 0) == layout.position_at(unit, number, cell) == position
    assert width(line.marker) == line.indent_cells
    assert "\x1b" not in line.marker
    assert all(width(row) <= 24 for row in screen(layout))


@pytest.mark.parametrize(
    ("marked", "kind", "line"),
    [
        ("10|6", SpanKind.SUPERSCRIPT, "10^6 end"),
        ("x|n", SpanKind.SUPERSCRIPT, "x^n end"),
        ("(a+b)|2", SpanKind.SUPERSCRIPT, "(a+b)^2 end"),
        ("word|3", SpanKind.SUPERSCRIPT, "word^3 end"),
        ("5|th", SpanKind.SUPERSCRIPT, "5th end"),
        ("1|e", SpanKind.SUPERSCRIPT, "1e end"),
        ("M|me", SpanKind.SUPERSCRIPT, "Mme end"),
        ("H|2", SpanKind.SUBSCRIPT, "H2 end"),
        ("x|i", SpanKind.SUBSCRIPT, "x_i end"),
        ("10|2", SpanKind.SUBSCRIPT, "10_2 end"),
        ("|1", SpanKind.SUPERSCRIPT, "1 end"),
    ],
)
def test_raised_text_has_a_sign_where_it_would_read_as_something_else(
    marked: str, kind: SpanKind, line: str
) -> None:
    before, _, inside = marked.partition("|")
    text = f"{before}{inside} end"
    document = Document(
        text=text,
        blocks=Blocks([Block(BlockKind.PARAGRAPH, 0, len(text))]),
        spans=Spans([Span(kind, len(before), len(before) + len(inside))]),
    )

    assert screen(Layout(document, 30)) == [line]
    assert document.text == text


def test_the_sign_of_a_note_is_a_hyperlink_and_has_no_other() -> None:
    text = "word3 end"
    spans = [Span(SpanKind.SUPERSCRIPT, 4, 5), Span(SpanKind.HYPERLINK, 4, 5, "#6")]
    document = Document(
        text=text, blocks=Blocks([Block(BlockKind.PARAGRAPH, 0, 9)]), spans=Spans(spans)
    )

    assert screen(Layout(document, 30)) == ["word3 end"]


@pytest.mark.parametrize("width_cells", range(6, 40))
def test_lines_with_signs_fit_and_have_their_places(width_cells: int) -> None:
    text = "10x6 or 2x8 and 3x9 make 5x1 of it, " * 3
    starts = [at + 1 for at in range(len(text)) if text[at] == "x"]
    document = Document(
        text=text,
        blocks=Blocks([Block(BlockKind.PARAGRAPH, 0, len(text.rstrip()))]),
        spans=Spans([Span(SpanKind.SUPERSCRIPT, at, at + 1) for at in starts]),
    )
    layout = Layout(document, width_cells)

    assert all(width(row) <= width_cells for row in screen(layout))
    assert " ".join(screen(layout)).replace("^", "") == text.rstrip()
    for position in starts:
        unit, number, cell = layout.place(position)
        assert layout.position_at(unit, number, cell) == position
        assert layout.position_at(unit, number, cell + 1) == position


def test_columns_have_places_like_any_text() -> None:
    document = table()
    layout = Layout(document, 40)
    position = document.text.index("22")

    assert layout.place(position) == (1, 0, 15)
    assert layout.position_at(1, 0, 16) == position + 1


def test_right_to_left_text_stands_at_the_right_edge() -> None:
    layout = Layout(
        document_of((BlockKind.PARAGRAPH, "مرحبا بكم"), (BlockKind.PARAGRAPH, "a ا")), 20
    )
    first = layout.lines(0)[0]

    assert (first.is_right_aligned, first.indent_cells) == (True, 11)
    assert not layout.lines(1)[0].is_right_aligned


def test_a_soft_hyphen_is_drawn_where_it_breaks_a_word() -> None:
    document = document_of((BlockKind.PARAGRAPH, "Donau\u00addampf\u00adschiff"))

    assert screen(Layout(document, 11)) == ["Donaudampf-", "schiff"]
    assert screen(Layout(document, 40)) == ["Donaudampfschiff"]


def test_deep_nesting_leaves_room_for_text() -> None:
    builder = Builder()
    parent = -1
    for _ in range(60):
        parent = builder.container(BlockKind.QUOTATION, parent=parent)
    builder.leaf("some words", parent=parent)
    layout = Layout(builder.document(), 20)

    assert all(line.indent_cells == 10 for line in layout.lines(0))
    assert len(layout.lines(0)) == 1


def test_an_empty_document_has_one_empty_line() -> None:
    layout = Layout(Document(text=""), 40)

    assert layout.unit_count == 1
    assert screen(layout) == [""]
    assert layout.place(0) == (0, 0, 0)
    assert (layout.total_lines(), layout.measure(1), layout.step(0, 0, 5)) == (1, True, (0, 0))


def test_text_without_blocks_is_shown() -> None:
    assert screen(Layout(Document(text="one\ntwo"), 40)) == ["one", "two"]


# --- positions ------------------------------------------------------------------------------


def test_where_a_line_broke_belongs_to_its_end() -> None:
    layout = Layout(document_of((BlockKind.PARAGRAPH, "one two"), (BlockKind.PARAGRAPH, "x")), 4)

    assert layout.place(3) == (0, 0, 3)
    assert layout.place(4) == (0, 1, 0)
    assert layout.place(8) == (0, 1, 3)
    assert layout.place(9) == (1, 0, 0)
    assert layout.place(99) == (1, 0, 1)


def test_a_click_finds_the_cluster_under_it() -> None:
    layout = Layout(document_of((BlockKind.PARAGRAPH, "日e\u0301👍🏽z")), 40)

    assert [layout.position_at(0, 0, cell) for cell in range(8)] == [0, 0, 1, 3, 3, 5, 6, 6]


def test_a_click_beyond_a_divided_word_stays_on_its_line() -> None:
    layout = Layout(document_of((BlockKind.PARAGRAPH, "abcdefgh")), 4)

    assert layout.position_at(0, 0, 30) == 3
    assert layout.line_end(0, 0) == 3
    assert layout.line_end(0, 1) == 8


@given(text=WORDS, kind=KINDS, cells=WIDTHS)
def test_every_cluster_is_found_again_at_its_place(text: str, kind: BlockKind, cells: int) -> None:
    layout = Layout(document_of((kind, text)), cells)

    for line_number, line in enumerate(layout.lines(0)):
        place = line.indent_cells
        for start, end, used, _ in layout._clusters(line):
            if start < end and used:
                assert layout.place(start) == (0, line_number, place)
                assert layout.position_at(0, line_number, place) == start
            place += used


@given(text=WORDS, kind=KINDS, cells=WIDTHS)
def test_lines_hold_all_text_once_and_fit(text: str, kind: BlockKind, cells: int) -> None:
    document = document_of((kind, text))
    layout = Layout(document, cells)
    lines = layout.lines(0)

    hidden: list[str] = []
    place = 0
    for line in lines:
        hidden.append(document.text[place : line.start])
        place = line.end
        used = line.indent_cells + sum(used for _, used in layout.cut(line, ()))
        visible = [cluster for cluster in layout._clusters(line) if cluster[2]]
        assert used <= layout.width_cells or len(visible) == 1
        assert width(line.marker) == line.indent_cells
    assert not "".join([*hidden, document.text[place:]]).strip(" \t\n\x0b\x0c\x85\u2028\u2029")
    assert (lines[0].is_first, lines[-1].is_last) == (True, True)
    assert layout.height(0) == len(lines)


@given(text=st.one_of(WORDS, PROSE), kind=KINDS, cells=WIDTHS, data=st.data())
def test_pieces_of_a_line_add_up_to_the_whole(
    text: str, kind: BlockKind, cells: int, data: st.DataObject
) -> None:
    layout = Layout(document_of((kind, text)), cells)
    line = data.draw(st.sampled_from(list(layout.lines(0))))
    positions = sorted(data.draw(st.lists(st.integers(line.start - 2, line.end + 2), max_size=5)))
    whole = layout.cut(line, ())
    pieces = layout.cut(line, positions)

    assert len(whole) == 1
    assert len(pieces) == len(positions) + 1
    assert "".join(text for text, _ in pieces) == whole[0][0]
    assert sum(used for _, used in pieces) == whole[0][1]
    assert not any(character < " " or character in "\u2028\u202e" for character in whole[0][0])


def test_a_line_is_cut_at_clusters() -> None:
    layout = Layout(document_of((BlockKind.PARAGRAPH, "ae\u0301b日本")), 40)

    assert layout.cut(layout.lines(0)[0], (1, 2, 4)) == [
        ("a", 1), ("e\u0301", 1), ("b", 1), ("日本", 4),
    ]  # fmt: skip


# --- the whole ------------------------------------------------------------------------------


def prose(count: int) -> Document:
    return document_of(
        *((BlockKind.PARAGRAPH, "word " * (1 + number % 90)) for number in range(count))
    )


def test_measuring_makes_the_whole_exact() -> None:
    document = prose(1_300)
    layout = Layout(document, 40)
    estimate = layout.total_lines()

    assert not layout.is_exact
    while not layout.measure(0.01):
        pass

    exact = sum(layout.height(unit) for unit in range(layout.unit_count))
    assert layout.is_exact
    assert layout.total_lines() == exact
    assert abs(estimate - exact) < 0.15 * exact
    before = 0
    for unit in range(layout.unit_count):
        assert layout.lines_before(unit) == before
        assert layout.unit_at_line(before) == (unit, 0)
        before += layout.height(unit)


def test_estimates_point_back_to_where_they_came_from() -> None:
    layout = Layout(prose(1_300), 40)
    for unit in (3, 600, 601, 602, 1_200):
        layout.lines(unit)

    for unit in (0, 3, 4, 511, 512, 600, 603, 1_199, 1_200, 1_299):
        found, inside = layout.unit_at_line(layout.lines_before(unit))
        assert abs(found - unit) <= 1
        assert inside < layout.height(found)


def test_stepping_counts_empty_rows_and_stops_at_the_ends() -> None:
    layout = Layout(document_of(*((BlockKind.PARAGRAPH, "one two"),) * 3), 4)

    assert layout.step(0, 0, 1) == (0, 1)
    assert layout.step(0, 1, 1) == (0, 2)
    assert layout.step(0, 2, 1) == (1, 0)
    assert layout.step(1, 0, -1) == (0, 2)
    assert layout.step(1, 1, -100) == (0, 0)
    assert layout.step(0, 0, 100) == (2, 1)
    assert layout.step(0, 0, 5_000) == (2, 1)


def test_a_longer_document_keeps_what_was_measured() -> None:
    head, whole = prose(40), prose(3_000)
    layout = Layout(head, 40)
    while not layout.measure(1):
        pass

    longer = layout.with_document(whole)

    assert longer.unit_count == 3_000
    assert longer._index.measured_count == 38
    assert [longer.height(unit) for unit in range(40)] == [
        Layout(whole, 40).height(unit) for unit in range(40)
    ]


def test_another_document_keeps_nothing() -> None:
    layout = Layout(document_of((BlockKind.PARAGRAPH, "a"), (BlockKind.PARAGRAPH, "b")), 40)
    layout.measure(1)

    other = layout.with_document(
        document_of((BlockKind.PARAGRAPH, "x"), (BlockKind.PARAGRAPH, "y"))
    )

    assert other._index.measured_count == 0


@pytest.mark.parametrize("kind", [BlockKind.PARAGRAPH, BlockKind.CODE, BlockKind.VERSE])
@pytest.mark.parametrize(
    "letters", ["word “and” so ", "x", "日本語。", "line of code\n", "e\u0301"]
)
def test_the_middle_of_a_giant_block_is_laid_out_alone(kind: BlockKind, letters: str) -> None:
    text = letters * (2_000_000 // len(letters))
    layout = Layout(document_of((kind, text)), 72)
    unit, line_number, _ = layout.place(1_000_000)
    line = layout.lines(unit)[line_number]

    assert line.start <= 1_000_000 <= line.next_start
    assert list(layout._made) == [unit]
    assert len(layout.lines(unit)) < 1_200
    assert layout.unit_count == -(-len(text) // 8_192)


@pytest.mark.parametrize(
    "letters", ["word “and” so ", "日本語。", "line of code\n", "e\u0301", "👨\u200d👩 "]
)
def test_the_pieces_of_a_giant_block_hold_all_of_it(letters: str) -> None:
    text = letters * (50_000 // len(letters))
    for kind in (BlockKind.PARAGRAPH, BlockKind.CODE):
        layout = Layout(document_of((kind, text)), 50)
        ends = {end for _, end, _ in clusters(text)} | {0}
        place = 0
        for unit in range(layout.unit_count):
            assert layout.gap_after(unit) == 0
            for line in layout.lines(unit):
                assert not text[place : line.start].strip()
                assert {line.start, line.end} <= ends
                assert layout.place(line.start)[0] == unit
                place = line.end
        assert not text[place:].strip()
        assert layout.lines(0)[0].is_first
        assert not layout.lines(1)[0].is_first
        assert layout.lines(layout.unit_count - 1)[-1].is_last
