"""Addresses that stand in a text as they are: where they begin and end."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.loaders.bare_addresses import ADDRESS_LENGTH, address_at, addresses_in


def found_in(text: str) -> list[str]:
    return [text[found.start : found.end] for found in addresses_in(text)]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see https://example.org/a_b?c=1&d=2#e.", "https://example.org/a_b?c=1&d=2#e"),
        ("(https://example.org/a_(b))", "https://example.org/a_(b)"),
        ("[https://example.org/a],", "https://example.org/a"),
        ("“https://example.org/a”", "https://example.org/a"),
        ("<https://example.org/a>", "https://example.org/a"),
        ("**https://example.org/a**", "https://example.org/a"),
        ("https://example.org/a&quot;", "https://example.org/a"),
        ("https://example.org/a;b;", "https://example.org/a;b"),
        ("https://example.org…", "https://example.org"),
        ("參見https://example.org/漢字。", ""),
        ("參見 https://example.org/漢字。", "https://example.org/漢字"),
        ("HTTPS://EXAMPLE.ORG/A", "HTTPS://EXAMPLE.ORG/A"),
        ("http://[::1]:80/a", "http://[::1]:80/a"),
        ("www.example.org/a!", "www.example.org/a"),
        ("https://", ""),
        ("https://...", ""),
        ("www.", ""),
        ("www.example", ""),
        ("xhttps://example.org", ""),
        ("a@www.example.org", ""),
        ("ftp://example.org", ""),
    ],
)
def test_an_address_ends_where_its_sentence_goes_on(text: str, address: str) -> None:
    assert found_in(text) == ([address] if address else [])


def test_what_begins_with_www_leads_to_the_web() -> None:
    targets = [found.target for found in addresses_in("www.example.org, https://a.example")]

    assert targets == ["http://www.example.org", "https://a.example"]


def test_the_address_upon_a_position_is_found_in_a_text_of_any_length() -> None:
    text = f"{'x ' * 5_000}https://a.example/b {'x ' * 5_000}"

    found = address_at(text, 10_005)

    assert found is not None
    assert text[found.start : found.end] == found.target == "https://a.example/b"
    assert address_at(text, 10_019) is None
    assert address_at(text, 9_999) is None
    assert address_at("", 0) is None


@given(st.text(alphabet="htps:/w.()[]a ;&_", max_size=60))
def test_addresses_stand_in_order_and_have_no_blanks(text: str) -> None:
    end = 0
    for found in addresses_in(text):
        assert end <= found.start < found.end
        assert found.target.endswith(text[found.start : found.end])
        assert not set(found.target) & set(" <>")
        end = found.end


def test_no_text_takes_long() -> None:
    began_s = time.process_time()

    for text in (
        "https://a" + ")" * 10**6,
        "https://a(" * 10**5,
        "www." * 10**5,
        "https://" * 10**5,
    ):
        assert all(found.end - found.start <= ADDRESS_LENGTH + 8 for found in addresses_in(text))

    assert time.process_time() - began_s < 5
