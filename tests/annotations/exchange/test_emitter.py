from __future__ import annotations

import string
from datetime import date
from typing import TYPE_CHECKING, cast

import pytest
import yaml as pyyaml
from hypothesis import example, given
from hypothesis import strategies as st

from annotations.exchange import emitter
from annotations.exchange.reading import PythonEvents, fastest_events, parse
from tests.strategies import AWKWARD, extras, loose_texts

if TYPE_CHECKING:
    from annotations.model import Json

PARSERS = (fastest_events(), PythonEvents)

# What the model keeps out of texts, but not out of a file name or another program's data.
ANY_TEXT = st.one_of(loose_texts(), st.text(st.characters(codec="utf-8"), max_size=12))


def read_back(written: str) -> list[Json]:
    return [parse(written.encode(), "x.yaml", events=events) for events in PARSERS]


def test_there_are_two_parsers_to_test_with() -> None:
    assert PARSERS[0] is not PARSERS[1]


@given(ANY_TEXT)
@example("a\n---\nb\n...\nc")
@example("\n")
@example("\n\n\n")
@example(" \n")
@example("\t\n x\n")
@example("a\n\n  \n")
@example("a\r\nb")
@example("a\x85\n\n  b \n")
@example("\u2028\n b")
@example("\ufffe\uffff\x00\x1b\x7f\x9f")
@example("x" * 3000 + "\n")
def test_a_text_comes_back_as_it_was(text: str) -> None:
    block = f"a:\n  b: {emitter.block_value(text, '  ')}\n  c: 1\nd: {emitter.block_value(text)}\n"
    flow = f"a: [{emitter.flow_value(text)}, {{b: {emitter.flow_value(text)}}}]\n"

    for found in read_back(block):
        assert found == {"a": {"b": text, "c": 1}, "d": text}
    for found in read_back(flow):
        assert found == {"a": [text, {"b": text}]}


@given(ANY_TEXT)
def test_a_text_comes_back_as_a_key(text: str) -> None:
    written = f"a: {emitter.flow_mapping([(text, '1'), (text + 'x', '2')])}\n"
    written += (
        f"b:\n{emitter.block_key(text, '  ')} 1\n{emitter.block_key(text + 'x', '  ')} |-\n    c\n"
    )

    for found in read_back(written):
        assert found == {"a": {text: 1, text + "x": 2}, "b": {text: 1, text + "x": "c"}}


def test_a_long_key_comes_back() -> None:
    text = "key " * 600

    for found in read_back(f"{{a: 1, {emitter.key(text)} 2}}"):
        assert found == {"a": 1, text: 2}
    for found in read_back(f"{emitter.block_key(text)} 2\nb: 1\n"):
        assert found == {text: 2, "b": 1}


@pytest.mark.parametrize(
    "text", sorted({*AWKWARD, "2000-00-00", "0000-01-01", "2026-11-24T24:00:00Z"})
)
def test_the_common_loader_takes_no_text_for_anything_else(text: str) -> None:
    written = f"[{emitter.flow_value(text)}]\n"

    found = pyyaml.safe_load(written)

    if text in {"2023-02-08", "2026-11-24T09:00:00Z"}:
        # Dates and times are plain, for people's sake.
        assert isinstance(found[0], date)
    else:
        assert found == [text]


@given(extras(max_leaves=12))
def test_any_value_comes_back(value: dict[str, Json]) -> None:
    lines = "\n".join(emitter.block_pairs(value, but=frozenset()))

    for found in read_back(f"{lines}\n"):
        assert (found or {}) == value
    for found in read_back(f"{emitter.flow(value)}\n"):
        assert found == value


def test_what_yaml_cannot_hold_is_replaced() -> None:
    assert emitter.flow([float("nan"), float("inf"), "a\ud800"]) == '[null, null, "a\ufffd"]'


def test_prose_is_written_plain_and_what_could_be_misread_is_quoted() -> None:
    plain = (
        "The world has changed, said he (twice)",
        "sahel/russia",
        "Ångström",
        "世界",
        "a#b",
        "x:y",
    )
    quoted = (
        "no",
        "Null",
        "y",
        "12",
        "a: b",
        "a #b",
        "a:",
        "x ",
        " x",
        "-x",
        "2023",
        "2023-02-30",
        "",
    )

    assert all(emitter.block_value(text) == text for text in plain)
    assert all(emitter.block_value(text) == f'"{text}"' for text in quoted)
    assert emitter.flow_value("a, b") == '"a, b"'


def test_ids_hashes_and_dates_stay_plain() -> None:
    for text in (
        "01900000-0000-7000-8000-000000000000",
        "0a" * 32,
        "2023-02-08",
        "2026-11-24T09:00:00Z",
        "2026-11-24T23:59:59.123Z",
    ):
        assert emitter.flow_value(text) == text
        assert emitter.id_value(text) == emitter.time_value(text) == text
    # Both could be numbers.
    assert emitter.flow_value("1" * 64) == f'"{"1" * 64}"'
    assert emitter.flow_value("1e" + "1" * 62) == f'"1e{"1" * 62}"'


def test_several_lines_stand_in_a_block_with_emoji_as_themselves() -> None:
    assert emitter.block_value("a 😀\n\n b \n", "  ") == "|\n    a 😀\n\n     b "
    assert emitter.block_value(" a\nb", "") == "|2-\n   a\n  b"
    assert emitter.block_value("a\n\n", "") == "|+\n  a\n"


def test_lines_that_no_block_can_carry_stay_lines() -> None:
    assert emitter.block_value("a\x85\n b\n") == '"a\\u0085\\n\\\n  \\ b\\n\\\n  "'


def test_all_of_ascii_is_safe_at_every_place_of_a_word() -> None:
    texts = [
        place.format(c)
        for c in string.printable
        for place in ("{}", "{}a", "a{}", "a{}b", "a {} b")
    ]
    written = "\n".join(f"- {emitter.block_value(text)}" for text in texts)
    flow = emitter.flow(cast("Json", texts))

    for found in read_back(written) + read_back(flow):
        assert found == texts
