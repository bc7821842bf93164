"""What terminals type for a dropped file is known for what it is."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.dropped import LONGEST, Dropped, what_is

if TYPE_CHECKING:
    from pathlib import Path

NAMES = (
    "talk.md",
    "my talk.md",
    "it's.md",
    'say "so".md',
    "réunion 50 %.md",
    "a\\b.md",
    "$HOME.md",
)


def _ways(path: Path) -> list[str]:
    name = str(path)
    escaped = "".join(f"\\{each}" if each in " '\"\\$%" else each for each in name)
    return [
        name,
        f" {name}\n",
        shlex.quote(name),
        escaped,
        f"file://{quote(name)}",
        f"file://localhost{quote(name)}",
        f"'file://{quote(name)}'",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_known_however_it_is_written(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.touch()

    for written in _ways(path):
        assert what_is(written) == Dropped(files=(path,)), written


def test_a_name_may_be_relative_or_begin_at_home(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "talk.md").touch()
    (home / "own.md").touch()
    monkeypatch.chdir(tmp_path)

    assert [file.name for file in what_is("talk.md").files] == ["talk.md"]
    assert what_is("~/own.md").files == (home / "own.md",)


def test_several_files_are_several(tmp_path: Path) -> None:
    one, two = tmp_path / "one.md", tmp_path / "an other.md"
    one.touch()
    two.touch()

    assert what_is(f"{one} {shlex.quote(str(two))}").files == (one, two)
    assert what_is(f"{one} {tmp_path / 'missing.md'}") == Dropped()


@pytest.mark.parametrize(
    "text", ["https://example.org/a?b=1", "HTTP://EXAMPLE.ORG", " www.a.org\n"]
)
def test_an_address_is_one(text: str) -> None:
    assert what_is(text) == Dropped(address=text.strip())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "two words",
        "https://example.org and more",
        "file://elsewhere.example/etc/hostname",
        "file:",
        "~nobody-at-all/x",
        "an 'open quotation",
        "a\x00b",
        "x" * 5_000,
        "x" * (LONGEST + 1),
        "/",
        "/dev/null",
    ],
)
def test_anything_else_is_text(text: str) -> None:
    assert what_is(text) == Dropped()


def test_two_lines_are_text_whatever_they_name(tmp_path: Path) -> None:
    path = tmp_path / "talk.md"
    path.touch()

    assert what_is(f"{path}\n{path}") == Dropped()


@given(st.text())
def test_no_text_makes_it_fail(text: str) -> None:
    assert isinstance(what_is(text), Dropped)
