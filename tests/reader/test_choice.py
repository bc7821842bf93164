"""Choosing several: one by one, a range that is drawn anew, and letting go."""

from __future__ import annotations

from annotations.model import AnnotationId
from reader.choice import Choice

A, B, C, D = (AnnotationId(letter) for letter in "abcd")


def test_the_same_card_again_is_let_go() -> None:
    choice = Choice()
    choice.toggle(A)
    choice.toggle(B)
    choice.toggle(A)

    assert choice.ids == (B,)
    assert A not in choice


def test_a_range_grows_and_shrinks_beside_what_was_chosen_before() -> None:
    choice = Choice()
    choice.toggle(D)
    choice.begin_range(A)

    choice.extend([A, B, C])
    grown = choice.ids
    choice.extend([A, B])

    assert grown == (D, A, B, C)
    assert choice.ids == (D, A, B)


def test_choosing_one_ends_the_range() -> None:
    choice = Choice()
    choice.begin_range(A, by_moving=True)
    choice.extend([A, B])

    choice.toggle(D)

    assert (choice.anchor, choice.is_by_moving) == (None, False)
    assert choice.ids == (A, B, D)


def test_a_card_that_goes_takes_its_range_along() -> None:
    choice = Choice()
    choice.begin_range(A)
    choice.extend([A, B])

    choice.discard(A)

    assert choice.ids == (B,)
    assert choice.anchor is None


def test_all_can_be_chosen_and_let_go() -> None:
    choice = Choice()
    choice.choose([A, B, C])
    choice.keep(lambda each: each != B)
    assert choice.ids == (A, C)

    choice.clear()
    assert not choice
