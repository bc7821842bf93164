"""One reads on in a revised text where one stopped in the old."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.revised import position_in, positions_in
from tests.strategies import canonical_texts

TEXT = "".join(f"Sentence {number} of the report stands here.\n\n" for number in range(40))
AT = TEXT.index("Sentence 20")


@pytest.mark.parametrize(
    "revision",
    [
        TEXT,
        TEXT + "More.\n",
        "A new beginning.\n\n" + TEXT,
        TEXT.replace("Sentence 3 of", "Sentence three, of"),
        TEXT.replace("Sentence 5 of", "Five, of").replace("Sentence 33 of", "Thirty-three, of"),
        TEXT[: TEXT.index("Sentence 19")] + TEXT[AT:],
    ],
    ids=["none", "at the end", "at the beginning", "before", "around", "cut before"],
)
def test_the_place_is_kept_by_what_stands_there(revision: str) -> None:
    assert revision[position_in(revision, TEXT, AT) :].startswith("Sentence 20 of")


def test_where_the_words_are_gone_it_is_about_there() -> None:
    revision = TEXT[: TEXT.index("Sentence 10")] + "Cut.\n\n" + TEXT[TEXT.index("Sentence 30") :]

    found = position_in(revision, TEXT, AT)

    assert revision.index("Sentence 9 ") < found <= revision.index("Sentence 30")


@given(text=canonical_texts(), revision=canonical_texts(), data=st.data())
def test_it_is_always_a_place_of_the_revision(
    text: str, revision: str, data: st.DataObject
) -> None:
    position = data.draw(st.integers(0, len(text)))

    assert 0 <= position_in(revision, text, position) <= len(revision)


@given(before=st.text(), come=st.text(), after=st.text(), data=st.data())
def test_what_comes_in_elsewhere_moves_nothing(
    before: str, come: str, after: str, data: st.DataObject
) -> None:
    text, revision = before + after, before + come + after
    place = data.draw(st.integers(0, len(after)))

    found = position_in(revision, text, len(before) + place)

    # Equal letters on both sides of what came in may belong to either.
    assert revision[found:] == after[place:] or revision[:found] == text[: len(before) + place]


def test_a_long_text_takes_no_time() -> None:
    text = "A line of the long text stands here.\n" * 300_000
    revision = text[:5_000_000] + "New. " + text[5_000_000:]
    begun_s = time.perf_counter()

    assert position_in(revision, text, 9_000_000) == 9_000_005
    assert time.perf_counter() - begun_s < 1


@given(text=canonical_texts(), revision=canonical_texts(), data=st.data())
def test_several_places_are_where_each_alone_is(
    text: str, revision: str, data: st.DataObject
) -> None:
    places = data.draw(st.sets(st.integers(0, len(text)), max_size=4))

    assert positions_in(revision, text, places) == {
        place: position_in(revision, text, place) for place in places
    }
