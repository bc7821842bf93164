"""Which characters count as the same letter."""

from __future__ import annotations

import unicodedata

import pytest

from reader.letters import alike, base, base_of


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Résumé", "resume"),
        ("İstanbul ılık", "istanbul ilik"),
        ("STRAẞE", "strasse"),
        ("Wałęsa", "walesa"),
        ("cœur", "coeur"),
        ("ﬁrm", "firm"),
        ("“it’s”", '"it\'s"'),
        ("wait…", "wait..."),
        ("Ὀδυσσεύς", "οδυσσευσ"),
        ("ёлка", "елка"),
        ("كِتَاب", "كتاب"),
        ("שָׁלוֹם", "שלום"),
        ("co\u00adoperate", "cooperate"),
        ("２０２６", "2026"),
    ],
)
def test_the_base_of_a_text_has_no_case_no_accents_and_no_ligatures(
    text: str, letters: str
) -> None:
    assert base_of(text, is_cased=False) == letters


@pytest.mark.parametrize("text", ["が", "한국", "½", "㎏", "หมู่", "हिन्दी", "👩\U0001f3fd", "´"])
def test_what_is_a_letter_of_its_own_stays_so(text: str) -> None:
    assert base_of(text, is_cased=False) == text


def test_with_case_only_the_accents_go() -> None:
    assert base_of("Éße", is_cased=True) == "Esse"
    assert base("I", is_cased=True) == "I"


def test_an_accent_alone_is_searched_for_as_it_is() -> None:
    assert base_of("\u0301", is_cased=False) == "\u0301"


@pytest.mark.parametrize("is_cased", [False, True])
def test_every_character_is_among_those_alike_to_its_base(is_cased: bool) -> None:
    known = alike(is_cased=is_cased)
    everything = (chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)

    lost = [
        character
        for character in everything
        if (letters := base(character, is_cased=is_cased)) != character
        and character not in known[letters]
    ]

    assert not lost


def test_no_ligature_is_longer_than_the_search_looks_for() -> None:
    latin = [key for key in alike(is_cased=False) if len(key) > 1 and key.isascii()]

    assert max(map(len, latin)) == 3
    assert all(unicodedata.normalize("NFKD", key) == key for key in latin)
