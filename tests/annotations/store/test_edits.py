from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from annotations.errors import InvalidValueError
from annotations.model import (
    FIELD_LENGTH_LIMIT,
    Annotation,
    AnnotationId,
    Colour,
    Relation,
)
from annotations.naming import NAME_LENGTH_LIMIT
from annotations.store.edits import both_notes, combined, normalised
from tests.strategies import loose_texts

SEEN = Annotation(
    id=AnnotationId("a"),
    colour=Colour.YELLOW,
    tags=("a", "b"),
    note="old",
    fields=(("speaker", "x"), ("date", "1")),
    revision=1,
)


@given(stored=loose_texts(), ours=loose_texts())
def test_two_notes_put_together_hold_both(stored: str, ours: str) -> None:
    both = both_notes(stored, ours)

    assert stored in both
    assert ours in both


@pytest.mark.parametrize(
    ("stored", "ours", "both"),
    [
        ("a", "b", "a\n\nb"),
        ("a b", "b", "a b"),
        ("b", "a b", "a b"),
        ("", "b", "b"),
        ("a", "", "a"),
    ],
)
def test_a_note_that_holds_the_other_stands_alone(stored: str, ours: str, both: str) -> None:
    assert both_notes(stored, ours) == both


def test_what_only_one_changed_is_taken_from_that_one() -> None:
    theirs = replace(SEEN, colour=Colour.RED, fields=(("speaker", "y"),), revision=2)
    ours = replace(SEEN, note="new", tags=("a",))

    now = combined(SEEN, ours, theirs)

    assert (now.colour, now.note, now.tags) == (Colour.RED, "new", ("a",))
    assert now.fields == (("speaker", "y"),)
    assert now.revision == 2


def test_where_both_changed_the_colour_ours_counts() -> None:
    now = combined(
        SEEN, replace(SEEN, colour=Colour.BLUE), replace(SEEN, colour=Colour.RED, revision=2)
    )

    assert now.colour is Colour.BLUE


def test_a_field_that_we_took_away_is_gone() -> None:
    now = combined(SEEN, replace(SEEN, fields=(("date", "2"),)), replace(SEEN, revision=2))

    assert now.fields == (("date", "2"),)


def test_relations_of_both_are_kept() -> None:
    first, second = (Relation(to=AnnotationId(each), name="r") for each in "bc")

    now = combined(
        SEEN, replace(SEEN, relations=(first,)), replace(SEEN, relations=(second,), revision=2)
    )

    assert now.relations == (second, first)


@pytest.mark.parametrize(
    "change",
    [
        {"tags": ("",)},
        {"tags": ("a/",)},
        {"tags": ("a\x1b",)},
        {"fields": (("", "x"),)},
        {"fields": (("a" * (NAME_LENGTH_LIMIT + 1), "x"),)},
        {"fields": (("a", "x" * (FIELD_LENGTH_LIMIT + 1)),)},
        {"note": "x" * 1_000_001},
    ],
)
def test_what_is_not_of_its_form_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        normalised(replace(SEEN, **change))  # type: ignore[arg-type]  # as named


def test_what_a_person_typed_is_brought_into_its_form() -> None:
    typed = replace(
        SEEN,
        tags=(" #Sahel / Russia", "sahel/russia", "b"),
        note="a\r\nb\x1b[2J",
        fields=((" a  b ", "x\x07"),),
    )

    now = normalised(typed)

    assert now.tags == ("Sahel/Russia", "b")
    assert now.note == "a\nb\N{REPLACEMENT CHARACTER}[2J"
    assert now.fields == (("a b", "x\N{REPLACEMENT CHARACTER}"),)
