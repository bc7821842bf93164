"""Letters typed on after their word was taken."""

from __future__ import annotations

from reader.typed_on import TYPED_ON_S, TypedOn


class _Clock:
    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_the_next_letters_of_the_word_are_taken_whatever_their_case_and_accents() -> None:
    word = TypedOn("trange", _Clock())

    assert [word.takes(each) for each in "Tr\u00e4n"] == [True] * 4
    assert word.rest == "ge"


def test_another_letter_is_not_taken() -> None:
    word = TypedOn("orld", _Clock())

    assert not word.takes("r")
    assert not word.takes("enter")
    assert not word.takes("")


def test_nothing_follows_the_end_of_the_word() -> None:
    word = TypedOn("s", _Clock())

    assert word.takes("s")
    assert not word.takes("s")


def test_a_letter_after_a_pause_is_not_taken() -> None:
    clock = _Clock()
    word = TypedOn("orld", clock)
    clock.now_s += TYPED_ON_S
    assert word.takes("o")

    clock.now_s += TYPED_ON_S * 1.01
    assert not word.takes("r")
