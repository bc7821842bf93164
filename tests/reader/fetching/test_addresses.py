"""Addresses as people write them, and what may be shown of them."""

from __future__ import annotations

import pytest

from reader.fetching.addresses import AddressError, parse_address, shown_address


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("HTTP://Example.ORG", "http://example.org/"),
        ("https://example.org:443/a b/ü?q=é&x=%20#part", "https://example.org/a%20b/%C3%BC?q=%C3%A9&x=%20"),
        ("https://me:secret@example.org:8443/a", "https://example.org:8443/a"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("www.example.org/a", "https://www.example.org/a"),
        ("http://[2001:db8::1]:80/", "http://[2001:db8::1]/"),
        ("https://example.org//double//", "https://example.org//double//"),
    ],
)  # fmt: skip
def test_an_address_is_asked_for_in_one_form(written: str, asked: str) -> None:
    assert str(parse_address(written)) == asked


@pytest.mark.parametrize(
    "written",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "javascript:alert(1)",
        "https://",
        "https://exa mple.org/",
        "https://example.org:99999/",
        "https://[::1/",
        "http://" + "a" * 9_000,
        "https://a%00b.org/",
        "http://\x1b[2J.example/",
    ],
)
def test_what_is_no_address_of_the_web_is_one_sentence(written: str) -> None:
    with pytest.raises(AddressError) as caught:
        parse_address(written)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 200


def test_secrets_and_controls_are_not_shown() -> None:
    shown = shown_address("https://me:secret@example.org/\x1b]0;x\x07\u202e" + "a" * 200)

    assert "secret" not in shown
    assert shown.isprintable()
    assert len(shown) <= 80
