"""What the tests of the screens run under, besides what all tests do."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from tests.new_library import put_new_library
from tests.reader.screens.sheets import parse_once
from tests.reader.screens.stage import TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def _no_clipboard_of_the_developers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over ssh the clipboard's tools are not asked: a test must not change what a person copied."""
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 1 192.0.2.2 22")


@pytest.fixture(autouse=True, scope="package")
def _sheets_are_parsed_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        parse_once(patch)
        yield


@pytest.fixture
def kept_for_good() -> None:
    """What is there when an article stands on the screen is kept for good, as in the program."""


@pytest.fixture(autouse=True)
def _nothing_is_kept_for_good(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An app is garbage once its test is over: of hundreds, kept for good, every page is touched anew."""
    if "kept_for_good" not in request.fixturenames:
        monkeypatch.setattr(gc, "freeze", lambda: None)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A short article."""
    path = tmp_path / "visit.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library that holds nothing yet."""
    return put_new_library(tmp_path / "library.db")
