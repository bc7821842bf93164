"""The form by which an address is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotations.library import Source
from annotations.store.sources import normalise_address
from tests.annotations.store.samples import document, library_at

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("address", "known"),
    [
        ("HTTPS://Example.ORG:443/A?b=c#d", "https://example.org/A?b=c"),
        ("http://example.org", "http://example.org/"),
        ("https://example.org/?utm_source=x&q=a%20b&fbclid=1", "https://example.org/?q=a%20b"),
        ("https://example.org/?utm%5Fsource=x", "https://example.org/"),
        ("https://example.org/?q=a+b&empty=&flag", "https://example.org/?q=a+b&empty=&flag"),
        ("https://me:secret@example.org/a", "https://example.org/a"),
        ("https://[::1/", "https://[::1/"),
        ("https://me:secret@[::1/", "https://[::1/"),
    ],
)
def test_two_ways_to_write_an_address_are_one(address: str, known: str) -> None:
    assert normalise_address(address) == known
    assert normalise_address(known) == known


def test_no_password_of_an_address_is_stored(tmp_path: Path) -> None:
    address = "https://me:secret@example.org/a"
    with library_at(tmp_path / "library.db") as library:
        found = library.open_article(
            document(url=address), Source(kind="address", location=address)
        ).result()

        assert found.article.metadata.url == "https://example.org/a"
    assert b"secret" not in (tmp_path / "library.db").read_bytes()
