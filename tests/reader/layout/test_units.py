from __future__ import annotations

from array import array
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotations.document import Block, BlockKind, Blocks, Document
from reader.layout.units import GIANT_LENGTH, PIECE_LENGTH, Units, units_of

LENGTHS = st.lists(
    st.one_of(
        st.integers(0, 50),
        st.sampled_from([GIANT_LENGTH - 1, GIANT_LENGTH, GIANT_LENGTH + 1, 3 * GIANT_LENGTH + 5]),
    ),
    min_size=1,
    max_size=12,
)


def document_of(lengths: list[int]) -> Document:
    blocks = Blocks()
    place = 0
    for length in lengths:
        blocks.append(Block(kind=BlockKind.PARAGRAPH, start=place, end=place + length))
        place += length + 1
    return Document(text="x" * place, blocks=blocks)


@given(LENGTHS)
def test_units_cover_all_leaves_in_order(lengths: list[int]) -> None:
    document = document_of(lengths)
    units = Units(document)
    expected = sum(-(-length // PIECE_LENGTH) if length > GIANT_LENGTH else 1 for length in lengths)

    assert units.count == expected
    found = [units[number] for number in range(expected)]
    assert [unit.first_leaf for unit in found if unit.is_first] == list(range(len(lengths)))
    for unit, following in pairwise(found):
        assert unit.end == following.start if not unit.is_last else unit.end < following.start


@given(LENGTHS)
def test_answers_do_not_depend_on_what_was_asked_before(lengths: list[int]) -> None:
    document = document_of(lengths)
    known = Units(document)
    count = known.count
    for number in {0, count // 2, count - 1}:
        fresh = Units(document)
        unit = fresh[number]
        assert unit == known[number]
        assert fresh.at(unit.start) == number or unit.start == unit.end
        assert Units(document).at(max(unit.start, unit.end - 1)) == known.at(
            max(unit.start, unit.end - 1)
        )


def test_giants_are_found_as_far_as_asked() -> None:
    document = document_of([10] * 5_000 + [GIANT_LENGTH * 2] + [10] * 5_000)
    units = Units(document)

    units.at(5)
    assert units._known_leaf < 5_000
    assert units[5_001].first_leaf == 5_000
    assert units.at(len(document.text)) == units.count - 1


def test_units_are_kept_with_their_document() -> None:
    document = document_of([1, 2])

    assert units_of(document) is units_of(document)


def test_a_gap_follows_where_the_text_has_an_empty_line() -> None:
    text = "a\n\nb\nc\n \nd"
    blocks = Blocks()
    blocks.extend_leaves(array("B", [0] * 4), array("I", [0, 3, 5, 9]), array("I", [1, 4, 6, 10]))
    units = Units(Document(text=text, blocks=blocks))

    assert [units.gap_after(unit) for unit in range(4)] == [1, 0, 1, 0]


def test_a_row_too_long_is_laid_out_cell_by_cell() -> None:
    cell = "x" * (GIANT_LENGTH - 1)
    blocks = Blocks()
    blocks.append(Block(kind=BlockKind.TABLE, start=0, end=2 * len(cell) + 1))
    blocks.append(Block(kind=BlockKind.ROW, start=0, end=2 * len(cell) + 1, parent=0))
    blocks.append(Block(kind=BlockKind.CELL, start=0, end=len(cell), parent=1))
    blocks.append(Block(kind=BlockKind.CELL, start=len(cell) + 1, end=2 * len(cell) + 1, parent=1))

    assert Units(Document(text=f"{cell}\t{cell}", blocks=blocks)).count == 2


def test_a_rule_without_text_leaves_its_place_to_the_block_before() -> None:
    blocks = Blocks()
    for kind, start, end in (
        (BlockKind.PARAGRAPH, 0, 1),
        (BlockKind.RULE, 1, 1),
        (BlockKind.CODE, 3, 4),
    ):
        blocks.append(Block(kind=kind, start=start, end=end))
    units = Units(Document(text="a\n\nb", blocks=blocks))

    assert [units.at(position) for position in range(5)] == [0, 0, 1, 2, 2]
    assert [units.gap_after(unit) for unit in range(3)] == [1, 1, 0]
