"""Which intervals touch a stretch: the index answers as a plain list does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotations.intervals import CHUNK_LENGTH, IntervalIndex

PAIRS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=60)


def _plain(entries: list[tuple[int, int, int]], start: int, end: int) -> list[int]:
    touching = [e for e in entries if e[0] < end and e[1] > start and e[1] > e[0]]
    return [key for _, _, key in sorted(touching, key=lambda e: (e[0], -e[1], e[2]))]


@given(pairs=PAIRS, start=st.integers(0, 80), length=st.integers(1, 20))
def test_it_finds_what_a_plain_list_finds(
    pairs: list[tuple[int, int]], start: int, length: int
) -> None:
    entries = [(first, first + size, key) for key, (first, size) in enumerate(pairs)]

    found = IntervalIndex(entries).overlapping(start, start + length)

    assert [key for _, _, key in found] == _plain(entries, start, start + length)


@given(pairs=PAIRS, data=st.data())
def test_adding_and_removing_keeps_it_right(
    pairs: list[tuple[int, int]], data: st.DataObject
) -> None:
    entries = [(first, first + size, key) for key, (first, size) in enumerate(pairs)]
    index: IntervalIndex[int] = IntervalIndex()
    for entry in entries:
        index.add(*entry)
    gone = data.draw(st.sets(st.sampled_from(entries))) if entries else set()
    for entry in gone:
        index.remove(*entry)

    left = [entry for entry in entries if entry not in gone]
    assert len(index) == len(left)
    assert [k for _, _, k in index.overlapping(0, 100)] == _plain(left, 0, 100)
    assert sorted(key for _, _, key in index) == sorted(key for _, _, key in left)


def test_chunks_are_split_and_emptied() -> None:
    index: IntervalIndex[int] = IntervalIndex()
    for number in range(CHUNK_LENGTH * 3):
        index.add(number, number + 1, number)

    assert [key for _, _, key in index.overlapping(700, 703)] == [700, 701, 702]

    for number in range(CHUNK_LENGTH * 3):
        index.remove(number, number + 1, number)
    assert not len(index)
    assert index.overlapping(0, 5_000) == []


def test_the_neighbours_of_a_position_are_found() -> None:
    index = IntervalIndex([(3, 5, "a"), (3, 9, "b"), (20, 21, "c")])

    assert index.first_from(3) == (3, 9, "b")
    assert index.first_from(4) == (20, 21, "c")
    assert index.first_from(21) is None
    assert index.last_before(20) == (3, 5, "a")
    assert index.last_before(3) is None


def test_removing_what_is_not_there_is_an_error() -> None:
    index = IntervalIndex([(3, 5, "a")])

    try:
        index.remove(3, 5, "b")
    except KeyError:
        return
    raise AssertionError
