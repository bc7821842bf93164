"""Keys by their position on other keyboards."""

from __future__ import annotations

import pytest

from reader.keyboards import LAYOUTS, Keyboard


@pytest.mark.parametrize(
    ("layout", "typed", "key"),
    [
        ("cyrillic", "ы", "s"), ("cyrillic", "Ы", "S"), ("cyrillic", "о", "j"), ("cyrillic", "х", "["),
        ("cyrillic", "ctrl+к", "ctrl+r"), ("cyrillic", "і", "s"),
        ("greek", "σ", "s"), ("greek", "Σ", "S"), ("greek", "ξ", "j"), ("greek", "ctrl+δ", "ctrl+d"),
        ("hebrew", "ד", "s"), ("hebrew", "ח", "j"),
    ],
)  # fmt: skip
def test_a_key_is_that_at_its_place(layout: str, typed: str, key: str) -> None:
    assert Keyboard([layout]).alias(typed) == key


@pytest.mark.parametrize("key", ["s", "left", "ctrl+d", "日", "+", ""])
def test_a_key_of_no_other_keyboard_has_no_alias(key: str) -> None:
    assert not Keyboard(LAYOUTS).alias(key)


@pytest.mark.parametrize("layout", ["cyrillic", "greek", "hebrew"])
def test_every_letter_is_reached(layout: str) -> None:
    letters = "йцукенгшщзфывапролдячсмить;ςερτυθιοπασδφγηξκλζχψωβνμ/'קראטוןםפשדגכעיחלךזסבהנמצ"
    keyboard = Keyboard([layout])

    assert {keyboard.alias(each) for each in letters} >= set("qwertyuiopasdfghjklzxcvbnm")


def test_several_keyboards_are_known_together() -> None:
    keyboard = Keyboard(["cyrillic", "greek"])

    assert (keyboard.alias("ы"), keyboard.alias("σ")) == ("s", "s")


def test_what_is_typed_reads_two_ways() -> None:
    assert Keyboard(["cyrillic"]).readings("тщеу") == ("тщеу", "note")
    assert Keyboard(["cyrillic"]).readings("note") == ("note",)
    assert Keyboard().readings("тщеу") == ("тщеу",)


def test_azerty_has_digits_without_shift() -> None:
    assert Keyboard(["azerty"]).digits == {
        "&": "1",
        "é": "2",
        '"': "3",
        "'": "4",
        "(": "5",
        "-": "6",
    }
