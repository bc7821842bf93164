"""Narrowing a list to what holds the words that are typed."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.folding import fold
from reader.narrowing import Narrowing

NAMES = ("The visit", "Costs and quotas", "Ähren über dem Feld", "The world has changed")


def _found(narrowing: Narrowing[str], typed: str) -> list[str]:
    narrowing.begin(typed)
    while not narrowing.go_on(1):
        pass
    return [NAMES[number] for number in narrowing.found]


def test_every_word_must_stand_in_it_in_any_order() -> None:
    narrowing = Narrowing(NAMES, str)

    assert _found(narrowing, "changed the") == ["The world has changed"]
    assert _found(narrowing, "the costs") == []


def test_case_and_accents_do_not_matter() -> None:
    assert _found(Narrowing(NAMES, str), "UBER ahren") == ["Ähren über dem Feld"]


def test_blanks_alone_leave_nothing_out() -> None:
    narrowing = Narrowing(NAMES, str)
    narrowing.begin("  ")

    assert narrowing.is_done
    assert not narrowing.is_narrowed


@given(typed=st.text("the qo", max_size=8))
def test_typing_on_finds_what_typing_anew_would(typed: str) -> None:
    step_by_step = Narrowing(NAMES, str)
    for end in range(len(typed) + 1):
        found = _found(step_by_step, typed[:end])

    if fold(typed).split():
        assert found == _found(Narrowing(NAMES, str), typed)


def test_a_filter_that_was_cut_short_is_not_built_upon() -> None:
    entries = [f"entry {number}" for number in range(1_000)]
    narrowing = Narrowing(entries, str)
    narrowing.begin("e")
    narrowing.go_on(0)

    narrowing.begin("en")
    while not narrowing.go_on(1):
        pass

    assert len(narrowing.found) == 1_000


def test_a_long_list_is_looked_through_in_slices() -> None:
    entries = [f"entry {number}" for number in range(100_000)]
    narrowing = Narrowing(entries, str)
    narrowing.begin("entry 99999")

    slices = 0
    longest = 0.0
    is_done = False
    while not is_done:
        begun = time.thread_time()
        is_done = narrowing.go_on(0.003)
        longest = max(longest, time.thread_time() - begun)
        slices += 1

    assert slices > 1
    assert longest < 0.05
    assert narrowing.found == [99_999]


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("visit", "Visits"),
        ("message", "Message of the visit"),
        ("the mess", "The visit and its message"),
        ("age", "Message of the visit"),
        ("its", "The visit and its message"),
    ],
)
def test_the_nearest_begins_as_is_typed_and_says_little_else(typed: str, nearest: str) -> None:
    names = ("The visit and its message", "Message of the visit", "Visits", "Visits and talks")
    narrowing = Narrowing(names, str)
    narrowing.begin(typed)
    while not narrowing.go_on(0):
        pass

    assert names[narrowing.found[narrowing.nearest]] == nearest
