"""The form of names and values of fields and relations."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from annotations.errors import InvalidValueError
from annotations.model import FIELD_LENGTH_LIMIT
from annotations.naming import (
    NAME_LENGTH_LIMIT,
    field_name,
    field_value,
    fold_name,
    mended_field_name,
    mended_fields,
    relation_name,
)
from tests.strategies import loose_texts


def test_names_are_trimmed_composed_and_on_one_line() -> None:
    assert field_name("  date \t of  birth ") == "date of birth"
    assert field_name("e\u0301tat") == "état"
    assert relation_name(" answers  to ") == "answers to"
    assert fold_name("État") == fold_name("ÉTAT")


@pytest.mark.parametrize(
    "wrong", ["", "  ", "a:b", "a=b", "a\x1bb", "a\x9bb", "\ud800", "x" * (NAME_LENGTH_LIMIT + 1)]
)
def test_what_is_no_name_of_a_field_is_refused(wrong: str) -> None:
    with pytest.raises(InvalidValueError):
        field_name(wrong)


@pytest.mark.parametrize("wrong", ["", "  ", "a\x07", "x" * (NAME_LENGTH_LIMIT + 1)])
def test_what_is_no_name_of_a_relation_is_refused(wrong: str) -> None:
    with pytest.raises(InvalidValueError):
        relation_name(wrong)


def test_a_value_is_trimmed_and_may_be_empty_or_hold_a_colon() -> None:
    assert field_value(" 2023-02-08 ") == "2023-02-08"
    assert field_value(" ") == ""
    assert field_value("https://example.org") == "https://example.org"


@pytest.mark.parametrize("wrong", ["a\nb", "a\x1b[2J", "a\x9b", "x" * (FIELD_LENGTH_LIMIT + 1)])
def test_what_is_no_value_is_refused(wrong: str) -> None:
    with pytest.raises(InvalidValueError):
        field_value(wrong)


@given(
    pairs=st.lists(
        st.tuples(
            st.text("ab:= \t\x1b\u0338\u0344é", min_size=1) | loose_texts(2), st.sampled_from("xyz")
        )
    )
)
@example(pairs=[("a:b", "x"), ("a\ua789b", "y"), ("a:b", "z"), ("a:b 2", "x")])
@example(pairs=[("=\u0338", "x"), ("=", "x")])
def test_mended_names_are_names_and_no_value_is_lost(pairs: list[tuple[str, str]]) -> None:
    assume(all(name.strip() for name, _ in pairs))

    mended = mended_fields(pairs)

    assert all(field_name(name) == name for name, _ in mended)
    assert len(dict(mended)) == len(mended)
    assert {value for _, value in mended} == {value for _, value in pairs}
    assert mended_fields(mended) == mended


def test_a_mended_name_reads_as_it_did_and_a_name_in_form_stays() -> None:
    assert mended_field_name(" dc:title  =x") == "dc꞉title ꞊x"
    assert mended_field_name("speaker") == "speaker"
    with pytest.raises(InvalidValueError):
        mended_field_name(" ")
