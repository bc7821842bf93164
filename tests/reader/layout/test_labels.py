from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.layout.labels import HOME_ROW, KEYBOARDS, codes, fold, letters_of, pool


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Été", "ete"),
        ("e\u0301te\u0301", "ete"),
        ("STRAßE", "strasse"),
        ("Łódź", "lodz"),
        ("Ærø", "aero"),
        ("don’t", "don't"),
        ("co\u00adop", "coop"),
        ("Ёлка", "елка"),
        ("Άρης", "αρησ"),
        ("ｆｕｌｌ", "full"),
    ],
)
def test_case_and_accents_do_not_count(text: str, letters: str) -> None:
    assert fold(text) == letters


@given(st.characters(codec="utf-8"))
def test_folding_twice_changes_nothing_more(character: str) -> None:
    once = fold(character)

    assert fold(once) == once


def test_a_mark_and_a_joiner_count_for_nothing() -> None:
    assert letters_of("\u0301") == letters_of("\u200d") == ""


def test_labels_are_of_the_home_row_first_and_lower_case_before_upper() -> None:
    assert "".join(pool(HOME_ROW, "th")) == HOME_ROW + HOME_ROW.upper()


def test_an_alphabet_of_ones_own_comes_first_and_what_is_no_letter_is_left_out() -> None:
    assert "".join(pool("aoeu 1a\x1b", "th")) == "aoeuAOEU"


@pytest.mark.parametrize("alphabet", ["", "1 2", "汉字"])
def test_an_alphabet_without_letters_of_one_cell_is_not_taken(alphabet: str) -> None:
    assert pool(alphabet, "")[: len(HOME_ROW)] == tuple(HOME_ROW)


@pytest.mark.parametrize(
    ("typed", "script"), [("пр", "CYRILLIC"), ("αρ", "GREEK"), ("של", "HEBREW")]
)
def test_labels_are_of_the_script_that_is_typed(typed: str, script: str) -> None:
    assert pool(HOME_ROW, typed)[0] == KEYBOARDS[script][0]
    assert not set(pool(HOME_ROW, typed)) & set(HOME_ROW)


def test_an_unknown_script_lends_the_letters_of_its_words() -> None:
    assert pool(HOME_ROW, "მ", ["მთა", "აი"])[:4] == ("ა", "თ", "ი", "მ")


@pytest.mark.parametrize("typed", ["経", "か", "カ", "한", "ไ", "2", ""])
def test_what_is_typed_with_an_input_method_has_latin_labels(typed: str) -> None:
    assert pool(HOME_ROW, typed)[0] == "a"


@given(
    count=st.integers(0, 3_000),
    firsts=st.sampled_from(["a", "as", HOME_ROW]),
    rests=st.sampled_from(["as", "asd", HOME_ROW + HOME_ROW.upper()]),
)
def test_no_code_begins_another(count: int, firsts: str, rests: str) -> None:
    made = codes(count, firsts, rests)

    assert len(made) == len(set(made)) == count
    assert [len(each) for each in made] == sorted(len(each) for each in made)
    beginnings = {each[:length] for each in made for length in range(1, len(each))}
    assert not beginnings & set(made)


def test_codes_are_single_letters_as_far_as_they_go() -> None:
    assert codes(4, "asd", "as") == ["a", "s", "da", "ds"]
