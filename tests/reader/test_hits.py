"""What is known of the hits while they come in: an answer once given is never wrong."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from annotations.model import Range
from reader.hits import Hits, Next
from reader.searching import Found

if TYPE_CHECKING:
    from collections.abc import Sequence

LENGTH = 60


def feed(hits: Hits, truth: Sequence[Range], slices: int) -> None:
    """Search so many slices of a text in which these are the hits."""
    for _ in range(slices):
        piece = hits.next_slice()
        if piece is None:
            return
        inside = [hit for hit in truth if piece[0] <= hit.start < piece[1]][: hits.room]
        upto = max([piece[1], *(hit.end for hit in inside)])
        if len(inside) == hits.room:
            upto = inside[-1].end
        starts, ends = (hit.start for hit in inside), (hit.end for hit in inside)
        hits.add(Found(array("I", starts), array("I", ends), upto), 0.0)


def searched(truth: Sequence[Range], origin: int, *, slices: int = 1000, limit: int = 99) -> Hits:
    hits = Hits(LENGTH, origin, limit=limit)
    hits._slice_length = 7
    feed(hits, truth, slices)
    return hits


@st.composite
def truths(draw: st.DrawFn) -> list[Range]:
    edges = sorted(draw(st.sets(st.integers(0, LENGTH), max_size=16)))
    return [Range(*pair) for pair in zip(edges[::2], edges[1::2], strict=False)]


def next_of(truth: Sequence[Range], position: int) -> Next:
    following = [hit for hit in truth if hit.start >= position]
    hit = next(iter(following or truth), None)
    return Next(hit, is_wrapped=not following)


def last_of(truth: Sequence[Range], position: int) -> Next:
    before = [hit for hit in truth if hit.start < position]
    hit = next(reversed(before or truth), None)
    return Next(hit, is_wrapped=not before)


@given(
    truth=truths(),
    origin=st.integers(0, LENGTH),
    slices=st.integers(0, 12),
    position=st.integers(0, LENGTH),
    limit=st.integers(1, 9),
)
def test_what_is_answered_early_stays_true(
    truth: list[Range], origin: int, slices: int, position: int, limit: int
) -> None:
    truth = [hit for hit in truth if not hit.start < origin < hit.end]
    hits = searched(truth, origin, slices=slices, limit=limit)

    assert hits.after(position) in (None, next_of(truth, position))
    assert hits.before(position) in (None, last_of(truth, position))
    if hits.knows(position, LENGTH):
        assert hits.within(position, LENGTH) == [
            (hit.start, hit.end) for hit in truth if hit.end > position
        ] or any(hit.start < position < hit.end for hit in truth)
    for number, hit in enumerate(truth, 1):
        assert hits.number_of(hit.start) in (None, number)


@given(truth=truths(), origin=st.integers(0, LENGTH), position=st.integers(0, LENGTH))
def test_in_the_end_everything_is_known(truth: list[Range], origin: int, position: int) -> None:
    truth = [hit for hit in truth if not hit.start < origin < hit.end]
    hits = searched(truth, origin)

    assert hits.is_complete
    assert [hits[number] for number in range(len(hits))] == truth
    assert hits.after(position) == next_of(truth, position)
    assert hits.before(position) == last_of(truth, position)
    assert [hits.number_of(hit.start) for hit in truth] == list(range(1, len(truth) + 1))
    assert hits.rows(10) == {hit.start * 10 // LENGTH for hit in truth if hit.start < LENGTH}


def test_of_two_hits_that_overlap_across_the_origin_one_stays() -> None:
    hits = Hits(10, 5)
    hits._slice_length = 10
    hits.add(Found(array("I", [5]), array("I", [8]), 10), 0.0)
    hits.add(Found(array("I", [1, 3]), array("I", [3, 6]), 6), 0.0)

    assert [hits[number] for number in range(len(hits))] == [Range(1, 3), Range(5, 8)]


def test_the_search_rests_when_enough_is_found() -> None:
    hits = searched([Range(place, place + 1) for place in range(20)], 0, limit=5)

    assert hits.is_full
    assert not hits.is_complete
    assert len(hits) == 5
    assert hits.after(5) is None


def test_an_empty_text_is_searched_at_once() -> None:
    hits = Hits(0, 0)

    assert hits.is_complete
    assert hits.after(0) == Next(None, is_wrapped=True)


def test_slow_slices_become_shorter_and_quick_ones_longer() -> None:
    hits = Hits(1 << 30, 0)
    first = hits._slice_length
    hits.add(Found(array("I"), array("I"), 1), 1.0)
    assert hits._slice_length == first // 2
    hits.add(Found(array("I"), array("I"), 2), 0.0)
    assert hits._slice_length == first


def test_what_comes_next_is_waited_for_and_nothing_far_away() -> None:
    hits = Hits(1 << 30, 1000)

    assert hits.leads_to(1000)
    assert hits.leads_to(2000)
    assert not hits.leads_to(1 << 25)
    assert not hits.leads_to(10)
