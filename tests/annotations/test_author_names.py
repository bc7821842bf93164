"""Names are parted into family and given name as far as their words tell."""

from __future__ import annotations

import pytest

from annotations.author_names import Name, parse_name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Sergei Lavrov", Name("Lavrov", "Sergei")),
        ("Lavrov,  Sergei", Name("Lavrov", "Sergei")),
        ("Jean-Pierre van der Berg", Name("van der Berg", "Jean-Pierre")),
        ("Martin Luther King Jr.", Name("King", "Martin Luther", "Jr.")),
        ("King, Martin Luther, Jr.", Name("King", "Martin Luther", "Jr.")),
        ("de Gaulle", Name("de Gaulle")),
        ("Plato", Name("Plato")),
        ("山田 太郎", Name("山田", "太郎")),
        ("World Health Organization", Name("World Health Organization")),
        ("Agence France-Presse", Name("Agence France-Presse")),
        ("Ministry of Culture, Youth and Sports", Name("Ministry of Culture, Youth and Sports")),
        ("{Black Sabbath}", Name("Black Sabbath")),
        ("The Rust Programmers", Name("The Rust Programmers")),
        ("Debian Documentation Project", Name("Debian Documentation Project")),
        ("Theo Brand", Name("Brand", "Theo")),
        ("", Name("")),
    ],
)
def test_a_name_is_parted(written: str, name: Name) -> None:
    assert parse_name(written) == name


def test_initials_keep_a_hyphen() -> None:
    assert parse_name("Jean-Pierre Ömer Berg").initials == "J.-P. Ö."


def test_a_name_that_is_written_family_first_is_spoken_so() -> None:
    assert parse_name("山田 太郎").spoken == "山田太郎"
    assert parse_name("King, Martin, Jr.").spoken == "Martin King Jr."
