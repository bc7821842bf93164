"""What a line `name: value` means, and what completes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotations.errors import InvalidValueError
from reader import fields

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.session import Session

KNOWN = (("speaker", "Sergei Lavrov"), ("date", "2023"), ("speaker", "Assimi Goïta"))


def test_a_line_is_a_name_and_a_value() -> None:
    assert fields.read(" date : 2023-02-08 ", ()) == ("date", "2023-02-08")
    assert fields.read("source: https://example.org", ()) == ("source", "https://example.org")
    assert fields.read("date:", ()) == ("date", "")


def test_a_known_name_keeps_its_spelling() -> None:
    assert fields.read("SPEAKER: X", (), KNOWN) == ("speaker", "X")
    assert fields.read("speaker: X", (("Speaker", "Y"),), KNOWN) == ("Speaker", "X")


@pytest.mark.parametrize("wrong", ["speaker", ": Lavrov", "a\x1b: b", "a: b\x1b[2J"])
def test_what_is_no_field_is_refused(wrong: str) -> None:
    with pytest.raises(InvalidValueError):
        fields.read(wrong, ())


def test_a_field_is_changed_in_its_place_added_at_the_end_and_taken_away() -> None:
    have = (("a", "1"), ("b", "2"))

    assert fields.with_field(have, "a", "3") == (("a", "3"), ("b", "2"))
    assert fields.with_field(have, "c", "3") == (*have, ("c", "3"))
    assert fields.with_field(have, "a", "") == (("b", "2"),)


def _offered(typed: str, have: fields.Fields = ()) -> list[str]:
    return [offer.text for offer in fields.offers(typed, have, KNOWN)]


def test_names_are_offered_the_last_used_first_then_usual_ones() -> None:
    assert _offered("")[:3] == ["speaker: ", "date: ", "place: "]
    assert _offered("DA") == ["date: "]
    assert "speaker: " not in _offered("", (("Speaker", "x"),))


def test_values_of_the_name_are_offered_by_any_of_their_words() -> None:
    assert _offered("speaker:") == ["speaker: Sergei Lavrov", "speaker: Assimi Goïta"]
    assert _offered("Speaker: goi") == ["speaker: Assimi Goïta"]
    assert _offered("speaker: Sergei Lavrov") == []
    assert _offered("place: ") == []


async def test_giving_fields_is_one_step_that_is_told_and_taken_back(session: Session) -> None:
    session.go_to(session.document.text.index("second"))
    plan = session.plan_fields(session.target(), (("speaker", "Lavrov"), ("date", "May")))

    said = await session.commit(plan)

    (mark,) = session.marks
    assert mark.fields == (("speaker", "Lavrov"), ("date", "May"))
    assert said == "speaker: Lavrov, date: May · u takes it back"
    assert session.library is not None
    entry = session.library.peek_undo()
    assert entry is not None
    assert entry.label.startswith("fields of “The second paragraph is short.”: speaker")


async def test_no_fields_make_no_mark(make_session: Callable[..., Session]) -> None:
    session = make_session()
    session.go_to(session.document.text.index("second"))

    plan = session.plan_fields(session.target(), ())

    assert not plan.edits


async def test_what_is_taken_away_is_named(session: Session) -> None:
    session.go_to(session.document.text.index("second"))
    await session.commit(session.plan_fields(session.target(), (("a", "1"), ("b", "2"))))

    plan = session.plan_fields(session.target(), (("a", "1"),))

    assert plan.say == "without b · u takes it back"
