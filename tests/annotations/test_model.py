"""Ids, times, tags: what comes from outside is brought into one form or refused."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotations.errors import InvalidValueError
from annotations.model import (
    Colour,
    IdSource,
    Timestamp,
    clean_note,
    fold_tag,
    normalise_tag,
    parse_colour,
    parse_id,
    parse_time,
    tag_ancestors,
    time_key,
    timestamp,
)


def test_ids_are_uuids_of_version_7_that_grow_while_the_clock_stands() -> None:
    ids = IdSource(lambda: 1_700_000_000_000)

    made = [ids() for _ in range(10_000)]

    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert all(uuid.UUID(each).version == 7 for each in made)
    assert all(uuid.UUID(each).variant == uuid.RFC_4122 for each in made)


def test_ids_grow_when_the_clock_is_set_back() -> None:
    clock = iter([5_000, 4_000, 3_000])
    ids = IdSource(lambda: next(clock))

    assert (first := ids()) < (second := ids()) < ids()
    assert first != second


@pytest.mark.parametrize(
    "text", ["", "abc", "0190-", "g" * 36, "01900000-0000-7000-8000-00000000000"]
)
def test_what_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(InvalidValueError):
        parse_id(text)


@given(st.datetimes(min_value=datetime(1000, 1, 1)), st.integers(-14 * 60, 14 * 60))  # noqa: DTZ001
def test_a_time_reads_back_to_the_same_millisecond(naive: datetime, offset: int) -> None:
    moment = naive.replace(tzinfo=timezone(timedelta(minutes=offset)))
    try:
        written = timestamp(moment)
    except OverflowError:
        return

    assert parse_time(written) == written


def test_a_whole_second_has_no_fraction_and_sorts_before_the_next_millisecond() -> None:
    whole = timestamp(datetime(2026, 11, 24, 9, tzinfo=UTC))
    later = timestamp(datetime(2026, 11, 24, 9, microsecond=1_000, tzinfo=UTC))

    assert whole == "2026-11-24T09:00:00Z"
    assert later == "2026-11-24T09:00:00.001Z"
    assert time_key(whole) < time_key(later)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-24 09:00", "2026-11-24T09:00:00Z"),
        ("2026-11-24T09:00:00+02:00", "2026-11-24T07:00:00Z"),
        ("2026-11-24T09:00:00,5Z", "2026-11-24T09:00:00.500Z"),
        ("2026-11-24T09:00:00.123456789Z", "2026-11-24T09:00:00.123Z"),
    ],
)
def test_other_forms_of_a_time_are_taken(text: str, expected: str) -> None:
    assert parse_time(text) == Timestamp(expected)


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01T00:00:00Z", "2026-11-24", "12:30"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(InvalidValueError):
        parse_time(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" sahel/russia ", "sahel/russia"),
        ("#quote", "quote"),
        ("two  words / and   more", "two words/and more"),
        ("cafe\u0301", "caf\u00e9"),
        ("C#", "C#"),
    ],
)
def test_a_tag_is_brought_into_its_form(text: str, expected: str) -> None:
    assert normalise_tag(text) == expected


@pytest.mark.parametrize(
    "text", ["", "  ", "/", "a//b", "a/", "\x1b[2J", "a\x00b", "x" * 201, "\ud800"]
)
def test_what_is_no_tag_is_refused(text: str) -> None:
    with pytest.raises(InvalidValueError):
        normalise_tag(text)


@given(st.text(max_size=12))
@example("## a")
@example("#\u00a0#a")
def test_a_tag_in_its_form_stays_as_it_is(text: str) -> None:
    try:
        name = normalise_tag(text)
    except InvalidValueError:
        return

    assert normalise_tag(name) == name


def test_tags_are_one_without_regard_to_case() -> None:
    assert fold_tag("Straße") == fold_tag("STRASSE")
    assert tag_ancestors("a/b/c") == ("a", "a/b")


def test_a_colour_has_a_name_and_a_digit() -> None:
    assert parse_colour("Red") is parse_colour("2") is Colour.RED
    with pytest.raises(InvalidValueError):
        parse_colour("7")


def test_a_note_keeps_its_lines_and_loses_its_controls() -> None:
    assert clean_note("a\r\nb\rc\td\x1b[2J") == "a\nb\nc\td\N{REPLACEMENT CHARACTER}[2J"
    with pytest.raises(InvalidValueError):
        clean_note("x" * 1_000_001)
