"""The ends of a mark, moved one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.model import Range
from annotations.segments import cluster_start
from reader.ends import MEET, NO_FURTHER, Ends
from reader.layout.lines import Layout
from reader.loaders import Hint, load
from reader.surroundings import trimmed
from tests.strategies import canonical_texts

if TYPE_CHECKING:
    from annotations.document import Document

TEXT = """The minister came on Monday. The world has changed. Nobody asked about the costs.

The second paragraph is short. It ends here.
"""

MOTIONS = (
    *("left", "right", "up", "down", "word-forward", "word-back", "word-end"),
    *("sentence-forward", "sentence-back", "paragraph-forward", "paragraph-back"),
    *("line-start", "line-end", "page-down", "page-up", "start", "end"),
)


def document(text: str = TEXT) -> Document:
    return load(text.encode(), Hint(name="a.txt")).document


def ends(words: str, *, first: bool = False, text: str = TEXT) -> Ends:
    known = document(text)
    start = known.text.index(words)
    held = Range(start, start + len(words))
    return Ends(known, held, language="en", near=start if first else held.end)


def moved(ends: Ends, *motions: str) -> str:
    layout = Layout(ends.document, 40)
    for motion in motions:
        assert not ends.move(motion, layout, 5)
    held = trimmed(ends.document.text, ends.range)
    return ends.document.text[held.start : held.end]


@pytest.mark.parametrize(
    ("motions", "quote"),
    [
        (("word-forward",), "minister came on"),
        (("word-end", "word-end"), "minister came on Monday"),
        (("word-back",), "minister"),
        (("right", "right"), "minister came o"),
        (("left",), "minister cam"),
        (("sentence-forward",), "minister came on Monday."),
        (
            ("sentence-forward", "sentence-forward"),
            "minister came on Monday. The world has changed.",
        ),
        (("sentence-forward", "sentence-forward", "sentence-back"), "minister came on Monday."),
        (("line-end",), "minister came on Monday. The world"),
    ],
)
def test_the_last_end_goes_to_ends(motions: tuple[str, ...], quote: str) -> None:
    assert moved(ends("minister came"), *motions) == quote


def test_the_last_end_goes_behind_the_last_character_of_a_line() -> None:
    held = ends("吾輩", text="吾輩は猫である。名前はまだ無い。" * 3)

    assert moved(held, "line-end") == "吾輩は猫である。名前はまだ無い。吾輩は猫"


def test_the_last_end_goes_from_paragraph_to_paragraph() -> None:
    held = ends("minister came")

    assert moved(held, "paragraph-forward").endswith("the costs.")
    assert moved(held, "paragraph-forward").endswith("ends here.")
    assert moved(held, "paragraph-back").endswith("the costs.")


@pytest.mark.parametrize(
    ("motions", "quote"),
    [
        (("word-back",), "on Monday. The world"),
        (("word-forward",), "The world"),
        (("word-end",), "The world"),
        (("right",), "onday. The world"),
        (("sentence-back",), "The minister came on Monday. The world"),
        (("sentence-forward",), "The world"),
        (("line-start",), "The minister came on Monday. The world"),
    ],
)
def test_the_first_end_goes_to_beginnings(motions: tuple[str, ...], quote: str) -> None:
    assert moved(ends("Monday. The world", first=True), *motions) == quote


def test_a_line_down_keeps_the_column() -> None:
    held = ends("The minister", text="The minister\n\nab\n\nThe minister came\n")

    assert moved(held, "down", "down").endswith("\n\nThe minister")


@pytest.mark.parametrize(
    "motion", ["word-back", "sentence-back", "paragraph-back", "line-start", "start"]
)
def test_the_ends_never_meet_and_it_is_said(motion: str) -> None:
    held = ends("minister")
    before = held.range

    said = held.move(motion, Layout(held.document, 40), 5)

    assert said in (MEET, NO_FURTHER)
    assert held.range == before


def test_white_space_alone_is_nothing_left() -> None:
    held = ends("minister came")
    held.swap()
    layout = Layout(held.document, 40)
    while not held.move("right", layout, 5):
        pass

    assert held.document.text[held.range.start : held.range.end] == "e"


def test_the_end_nearer_to_the_caret_moves_first_and_then_the_other() -> None:
    held = ends("minister came", first=True)
    assert not held.moves_last

    held.swap()

    assert held.moves_last
    assert moved(held, "word-end") == "minister came on"


def test_a_click_moves_the_nearer_end() -> None:
    held = ends("minister came on Monday")
    text = held.document.text

    assert not held.point(text.index("came"))
    assert moved(held) == "came on Monday"
    assert not held.moves_last
    assert not held.point(text.index("The world") + len("Th"))
    assert moved(held) == "came on Monday. The"
    assert not held.point(text.index(" world"))
    assert moved(held) == "came on Monday. The"


def test_a_drag_takes_another_range() -> None:
    held = ends("minister")
    text = held.document.text

    assert not held.drag(text.index(" changed"), text.index("world"))

    assert moved(held) == "world has"
    assert not held.moves_last
    assert held.drag(text.index(" changed"), text.index(" changed") + 1) == MEET
    assert moved(held) == "world has"


def test_growing_is_taken_back_step_by_step() -> None:
    held = ends("minister")
    sentence = Range(0, held.document.text.index(" The world"))

    assert not held.take(sentence)
    assert moved(held) == "The minister came on Monday."
    assert not held.shrink()
    assert moved(held) == "minister"
    assert "nothing to take back" in held.shrink()


@st.composite
def moves(draw: st.DrawFn) -> tuple[Document, Range, list[str | int]]:
    known = document(draw(canonical_texts(60)))
    if not known.text.strip():
        known = document("x")
    text = known.text
    places = st.integers(0, len(text))
    pair = draw(st.tuples(places, places))
    held = trimmed(text, Range(min(pair), max(pair)))
    if not len(held):
        held = trimmed(text, Range(0, len(text)))
    step = st.sampled_from((*MOTIONS, "swap")) | places
    return known, held, draw(st.lists(step, max_size=12))


@given(drawn=moves())
def test_whatever_is_pressed_something_is_left_between_whole_characters(
    drawn: tuple[Document, Range, list[str | int]],
) -> None:
    known, held, steps = drawn
    moving = Ends(known, held, language="", near=held.end)
    layout = Layout(known, 20)

    for step in steps:
        if isinstance(step, int):
            moving.point(step)
        elif step == "swap":
            moving.swap()
        else:
            moving.move(step, layout, 3)

        left = trimmed(known.text, moving.range)
        assert len(left)
        assert 0 <= moving.range.start < moving.range.end <= len(known.text)
        assert left.start == cluster_start(known.text, left.start)
        assert left.end == cluster_start(known.text, left.end)
