from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.layout.line_index import GROUP_LENGTH, LineIndex


@given(
    count=st.integers(1, 3 * GROUP_LENGTH),
    mean=st.floats(0.5, 9),
    heights=st.dictionaries(st.integers(0, 3 * GROUP_LENGTH - 1), st.integers(1, 60), max_size=40),
)
def test_lines_and_units_agree_whatever_is_measured(
    count: int, mean: float, heights: dict[int, int]
) -> None:
    index = LineIndex(count, lambda _first, _last: mean)
    for unit, height in heights.items():
        if unit < count:
            index.measure(unit, height)

    before = [index.lines_before(unit) for unit in range(count)]
    assert before == sorted(before)
    assert index.lines_before(count) == index.total
    for unit in {0, count // 3, count - 1, *(each for each in heights if each < count)}:
        found, inside = index.unit_at_line(before[unit])
        assert (found, inside) == (unit, 0) or before[found] == before[unit] or inside == 0


@given(st.lists(st.integers(1, 30), min_size=1, max_size=2 * GROUP_LENGTH))
def test_all_measured_is_exact(heights: list[int]) -> None:
    index = LineIndex(len(heights), lambda _first, _last: 3.3)
    while (unit := index.first_unmeasured(0)) < len(heights):
        index.measure(unit, heights[unit])

    assert index.total == sum(heights)
    assert index.measured_count == len(heights)
    line = 0
    for unit, height in enumerate(heights):
        assert index.unit_at_line(line + height - 1) == (unit, height - 1)
        line += height


def test_a_unit_measured_again_counts_once() -> None:
    index = LineIndex(3, lambda _first, _last: 2.0)
    index.measure(1, 5)
    index.measure(1, 7)

    assert (index.total, index.measured_count, index.height(1)) == (11, 1, 7)


def test_heights_are_taken_over_up_to_a_unit() -> None:
    index, other = (LineIndex(GROUP_LENGTH + 9, lambda _first, _last: 2.0) for _ in range(2))
    for unit in range(GROUP_LENGTH + 9):
        index.measure(unit, 4)
    other.take_over(index, GROUP_LENGTH + 3)

    assert other.measured_count == GROUP_LENGTH + 3
    assert other.first_unmeasured(0) == GROUP_LENGTH + 3
