"""Whether a changed text is a revision, and what becomes of the marks."""

from __future__ import annotations

import hashlib
import random
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring import describe
from annotations.model import (
    Annotation,
    AnnotationId,
    Colour,
    Original,
    Piece,
    Range,
    State,
    Timestamp,
)
from annotations.versions import carry, is_revision

OLD = (
    "The minister came on Monday. He praised the partnership and promised aircraft.\n\n"
    "“The world has changed,” he said at the end. The visit lasted two days.\n"
)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def mark(text: str, *quotes: str, number: int = 1) -> Annotation:
    pieces = []
    for quote in quotes:
        start = text.index(quote)
        selector = describe(Range(start, start + len(quote)), text)
        pieces.append(
            Piece(
                range=Range(selector.start, selector.end),
                quote=selector.quote,
                prefix=selector.prefix,
                suffix=selector.suffix,
            )
        )
    return Annotation(
        id=AnnotationId(f"0190{number:032x}"),
        pieces=tuple(pieces),
        colour=Colour.RED,
        note="A note.",
        tags=("sahel",),
        updated=Timestamp("2026-11-24T09:00:00Z"),
        revision=3,
    )


def moved(annotation: Annotation, old: str, new: str) -> Annotation:
    (carried,) = carry([annotation], sha256(old), new)
    return carried


# --- revisions ----------------------------------------------------------------------------------

WORDS = [f"word{number}" for number in range(400)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (" ".join(WORDS), " ".join(WORDS), True),
        (" ".join(WORDS), "\n".join(WORDS), True),
        (" ".join(WORDS), " ".join(WORDS[:180] + WORDS[200:]), True),
        (" ".join(WORDS[:100]), " ".join(WORDS), True),
        (" ".join(WORDS), " ".join(WORDS[:100]), True),
        (" ".join(WORDS[:110]), " ".join(WORDS[60:170]), False),
        (" ".join(WORDS[:110]), " ".join(WORDS[50:160]), True),
        (" ".join(WORDS), " ".join(reversed(WORDS)), False),
        ("世界は変わったと彼は言った", "世界は変わったと彼女は言った", True),
        ("世界は変わったと彼は言った", "天気予報は明日も雨になる", False),
        ("one two three", "so one two\nthree it is", True),
        ("one two three", "one two thirty", False),
        ("one two", "phone two", False),
        ("", "anything at all", True),
        ("", "", True),
        ("anything", "", True),
    ],
)
def test_a_revision_shares_half_of_the_shorter_text(old: str, new: str, expected: bool) -> None:
    assert is_revision(old, new) is expected
    assert is_revision(new, old) is expected


@given(st.text(max_size=200))
def test_every_text_is_a_revision_of_itself(text: str) -> None:
    assert is_revision(text, text)


@pytest.mark.parametrize(
    ("kept", "expected"), [(0.9, True), (0.6, True), (0.4, False), (0.0, False)]
)
def test_long_texts_are_judged_by_a_sample(kept: float, expected: bool) -> None:
    chance = random.Random(7)
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(chance.choices(letters, k=6)) for _ in range(200_000)]
    others = ["".join(chance.choices(letters, k=6)) for _ in range(200_000)]
    border = int(kept * len(words))
    began = time.process_time()

    assert is_revision(" ".join(words), " ".join(words[:border] + others[border:])) is expected
    assert time.process_time() - began < 5


def test_a_long_text_without_words_is_judged_whole() -> None:
    text = "-" * 1_100_000

    assert is_revision(text, text)
    assert not is_revision(text, "_" * 1_200_000)


# --- carrying -----------------------------------------------------------------------------------


def test_what_stays_where_it_is_stays_anchored() -> None:
    annotation = mark(OLD, "praised the partnership")
    new = OLD.replace("two days", "three days")

    assert moved(annotation, OLD, new) == annotation


def test_a_moved_piece_gets_its_new_range_and_keeps_its_first_selector() -> None:
    annotation = mark(OLD, "praised the partnership")
    new = "Bamako, Tuesday. " + OLD

    carried = moved(annotation, OLD, new)

    (piece,) = carried.pieces
    assert piece.range is not None
    assert new[piece.range.start : piece.range.end] == piece.quote == "praised the partnership"
    assert piece.state is State.MOVED
    assert piece.original == Original(
        sha256=sha256(OLD), selector=describe(annotation.ranges[0], OLD)
    )
    assert replace(carried, pieces=annotation.pieces) == annotation


def test_quote_and_context_are_those_of_the_new_text() -> None:
    annotation = mark(OLD, "“The world has changed,”")
    new = "Lead. " + OLD.replace("“", '"').replace("”", '"').replace("at the end", "finally")

    (piece,) = moved(annotation, OLD, new).pieces

    assert piece.quote == '"The world has changed,"'
    assert new.endswith(piece.quote + piece.suffix + new[-1:]) or piece.suffix.startswith(
        " he said"
    )
    assert piece.state is State.MOVED


def test_what_is_gone_is_orphaned_with_its_quote_and_selector() -> None:
    annotation = mark(OLD, "promised aircraft")
    new = OLD.replace(" and promised aircraft", "")

    (piece,) = moved(annotation, OLD, new).pieces

    assert piece.range is None
    assert piece.state is State.ORPHANED
    assert piece.quote == "promised aircraft"
    assert piece.original == Original(
        sha256=sha256(OLD), selector=describe(annotation.ranges[0], OLD)
    )


def test_each_piece_is_carried_by_itself() -> None:
    annotation = mark(OLD, "praised the partnership", "promised aircraft", "The visit lasted")
    new = "Lead. " + OLD.replace(" and promised aircraft", "")

    carried = moved(annotation, OLD, new)

    assert [piece.state for piece in carried.pieces] == [State.MOVED, State.ORPHANED, State.MOVED]
    assert carried.state is State.ORPHANED


def test_the_first_selector_is_kept_over_many_versions() -> None:
    annotation = mark(OLD, "praised the partnership")
    first = Original(sha256=sha256(OLD), selector=describe(annotation.ranges[0], OLD))
    second_text, third_text = "Lead. " + OLD, "Another lead. " + OLD

    third = moved(moved(annotation, OLD, second_text), second_text, third_text)
    fourth = moved(third, third_text, third_text + "More.")

    assert third.pieces[0].original == fourth.pieces[0].original == first
    assert fourth.state is State.MOVED


def test_what_comes_back_is_anchored_again() -> None:
    annotations = [
        mark(OLD, "praised the partnership", number=1),
        mark(OLD, "promised aircraft", "The visit", number=2),
    ]
    new = "Lead. " + OLD.replace(" and promised aircraft", "")

    forward = carry(annotations, sha256(OLD), new)
    back = carry(forward, sha256(new), OLD)

    assert {piece.state for each in forward for piece in each.pieces} == {
        State.MOVED,
        State.ORPHANED,
    }
    assert back == annotations


def test_an_orphan_is_found_where_its_words_come_back() -> None:
    annotation = mark(OLD, "promised aircraft")
    without = OLD.replace(" and promised aircraft", "")

    orphan = moved(annotation, OLD, without)
    found = moved(orphan, without, "Lead. " + OLD)

    assert found.state is State.MOVED
    assert found.pieces[0].quote == "promised aircraft"
    assert found.pieces[0].original == orphan.pieces[0].original


def test_notes_on_the_article_and_the_order_given_stay() -> None:
    annotations = [
        mark(OLD, "The visit lasted", number=3),
        mark(OLD, number=2),
        mark(OLD, "The minister", number=1),
    ]

    carried = carry(annotations, sha256(OLD), "Lead. " + OLD)

    assert [each.id for each in carried] == [each.id for each in annotations]
    assert carried[1] == annotations[1]
    assert carry([], sha256(OLD), OLD) == []


@given(data=st.data())
def test_a_standing_quote_is_the_text_of_its_range(data: st.DataObject) -> None:
    part = st.sampled_from(
        ["e\u0301 ", "👩\u200d💻", "العالم ", "世界は", "\n", "“so”", "the world "]
    )
    old = "".join(data.draw(st.lists(part, min_size=1, max_size=30)))
    new = "".join(data.draw(st.lists(part, max_size=30)))
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))

    for piece in moved(mark(old, old[start:end]), old, new).pieces:
        if piece.range is not None:
            assert new[piece.range.start : piece.range.end] == piece.quote
            assert new[: piece.range.start].endswith(piece.prefix)
            assert new[piece.range.end :].startswith(piece.suffix)
        assert (piece.original is None) == (piece.state is State.ANCHORED)


def test_many_marks_are_carried_quickly() -> None:
    chance = random.Random(3)
    sentences = [
        " ".join("".join(chance.choices("abcdefghijk", k=6)) for _ in range(10)) + ". "
        for _ in range(15_000)
    ]
    old = "".join(sentences)
    new = "".join([*sentences[:5000], "Something new. ", *sentences[5100:]])
    annotations = []
    at = 0
    for number, sentence in enumerate(sentences):
        if number % 10 == 0:
            start = old.index(sentence, at)
            annotations.append(mark(old[start : start + 300], sentence[:40], number=number))
            piece = annotations[-1].pieces[0]
            annotations[-1] = replace(
                annotations[-1],
                pieces=(
                    replace(piece, range=Range(start, start + 40), prefix=old[start - 32 : start]),
                ),
            )
        at += len(sentence)
    began = time.process_time()

    carried = carry(annotations, sha256(old), new)

    assert time.process_time() - began < 5
    assert sum(each.state is State.ORPHANED for each in carried) == 10
