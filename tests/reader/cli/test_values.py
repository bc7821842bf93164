from __future__ import annotations

import pytest

from annotations.errors import InvalidValueError
from annotations.model import Colour
from reader.cli.values import chosen_colour, chosen_fields, chosen_note, chosen_tags


def test_a_colour_is_named_numbered_or_none() -> None:
    assert chosen_colour("Red") is Colour.RED
    assert chosen_colour("2") is Colour.RED
    assert chosen_colour("none") is None
    assert chosen_colour(None) is None
    with pytest.raises(InvalidValueError):
        chosen_colour("mauve")


def test_a_tag_counts_once_in_its_first_spelling_and_place() -> None:
    assert chosen_tags(["Sahel", "#quote", "sahel"]) == ("Sahel", "quote")


@pytest.mark.parametrize("tag", ["", "#", "a//b", "/a", "a\x1bb", "a" * 201])
def test_what_is_no_tag_is_refused(tag: str) -> None:
    with pytest.raises(InvalidValueError):
        chosen_tags([tag])


def test_a_field_is_a_name_and_a_value() -> None:
    assert chosen_fields(["speaker=Lavrov", "at = a=b ", "speaker="]) == {
        "speaker": "",
        "at": "a=b",
    }


@pytest.mark.parametrize("field", ["speaker", "=x", " =x", "a\x07=x", "a=x\ny", "a=" + "x" * 2001])
def test_what_is_no_field_is_refused(field: str) -> None:
    with pytest.raises(InvalidValueError):
        chosen_fields([field])


def test_a_note_has_one_kind_of_line_end() -> None:
    assert chosen_note("one\r\ntwo") == "one\ntwo"
    assert chosen_note(None) == ""
