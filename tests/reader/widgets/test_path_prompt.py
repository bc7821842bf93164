"""Paths are completed as they are typed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from reader.widgets.path_prompt import completions

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "Texts").mkdir()
    for name in ("text.md", "other.md", ".text.md"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    return tmp_path


def test_what_begins_so_is_offered_folders_with_a_slash(folder: Path) -> None:
    typed = str(folder / "te")

    assert completions(typed) == [str(folder / "Texts") + os.sep, str(folder / "text.md")]


def test_what_is_hidden_is_offered_where_a_full_stop_is_typed(folder: Path) -> None:
    assert completions(str(folder / ".t")) == [str(folder / ".text.md")]


@pytest.mark.parametrize(
    "typed", ["", "https://example.org/te", "/none/at/all", "~nobody0/x", "a\0b"]
)
def test_of_what_is_no_path_nothing_is_offered(typed: str) -> None:
    assert completions(typed) == []
