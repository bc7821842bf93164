"""The parts of a reference are brought into their form, and secrets are left out."""

from __future__ import annotations

import pytest

from annotations.errors import InvalidValueError
from annotations.reference import KEYS, read, shown


def test_authors_are_parted_by_semicolons_and_come_back_on_one_line() -> None:
    found = read("authors", " Anna  Weber;Li, Na ; ")

    assert found == ("Anna Weber", "Li, Na")
    assert read("authors", shown(found)) == found


@pytest.mark.parametrize("key", KEYS)
def test_an_empty_value_says_that_there_is_none(key: str) -> None:
    assert not read(key, "  ")


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("language", "not a language"),
        ("doi", "eleven"),
        ("title", "a\x1b[2Jb"),
        ("title", "x" * 2_001),
        ("colour", "red"),
    ],
)
def test_what_is_not_of_its_form_is_refused(key: str, text: str) -> None:
    with pytest.raises(InvalidValueError):
        read(key, text)


def test_an_address_loses_its_password_and_a_doi_its_site() -> None:
    assert read("url", "https://me:secret@example.org/a?b#c") == "https://example.org/a?b#c"
    assert read("doi", "https://doi.org/10.1000/182") == "10.1000/182"
