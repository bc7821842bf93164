"""What the help says: what holds where one is comes first, and long texts go on below."""

from __future__ import annotations

import pytest

from reader.actions import ACTIONS, Place, key_label
from reader.screens.help_entries import Entry, folded, help_entries, matching, middle_of


def _headings(entries: list[Entry]) -> list[str]:
    return [text for keys, text in entries if text and not keys]


@pytest.mark.parametrize("place", Place)
def test_every_key_is_told_wherever_one_is(place: Place) -> None:
    told = {keys for keys, _text in help_entries(place)}
    # In the list of articles those of a text say nothing.
    is_list = place is Place.LIBRARY
    meant = [each for each in ACTIONS if not is_list or place in each.places]

    for action in meant:
        label = "  ".join(key_label(key) for key in action.keys)
        assert action.name == "highlight" or not label or label in told, action.name


def test_the_first_steps_lead() -> None:
    assert _headings(help_entries())[0] == "First steps"
    assert help_entries()[1][1].startswith("Move: line, page")


def test_the_place_where_one_is_comes_before_the_other() -> None:
    in_text = _headings(help_entries(Place.TEXT))
    in_panel = _headings(help_entries(Place.PANEL))

    assert in_text.index("Move") < in_text.index("In the panel")
    assert in_panel[1] == "Panel"
    assert in_panel.index("Mark") < in_panel.index("Move, in the text")


def test_a_filter_keeps_what_holds_every_word_below_its_heading() -> None:
    entries = help_entries()

    assert matching(entries, "HIGHLIGHT six") == []
    assert [text for keys, text in matching(entries, "next sent") if keys] == [
        "To the next sentence"
    ]
    assert _headings(matching(entries, "ctrl+z")) == ["Else", "While a note is written"]


def test_columns_part_between_groups() -> None:
    entries = help_entries()
    middle = middle_of(entries)

    assert entries[middle] == ("", "")
    assert abs(middle - (len(entries) - middle)) < len(entries) // 3


def test_a_long_text_goes_on_in_a_row_of_its_own() -> None:
    rows = folded([("k", "one two three four"), ("", "A heading that is long")], 9)

    assert rows == [
        ("k", "one two"),
        (" ", "three"),
        (" ", "four"),
        ("", "A heading that is long"),
    ]


def test_many_keys_go_on_in_a_row_of_their_own() -> None:
    assert folded([("PgUp  backspace  ctrl+b", "Up a page")], 40) == [
        ("PgUp  backspace", "Up a page"),
        ("ctrl+b", " "),
    ]
