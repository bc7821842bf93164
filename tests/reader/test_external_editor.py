"""A note in the person's own editor: which one, and what comes back."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from reader.external_editor import NoEditorError, edit_text, editor_command

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="shell scripts as editors")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder in which programs are looked for."""
    path = tmp_path / "bin"
    path.mkdir()
    monkeypatch.setenv("PATH", str(path))
    return path


def _editor(folder: Path, name: str, script: str) -> str:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_visual_counts_before_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "ed")

    assert editor_command() == ["ed"]

    monkeypatch.setenv("VISUAL", "'my editor' --wait")

    assert editor_command() == ["my editor", "--wait"]


def test_nano_unasked_and_never_vi(folder: Path) -> None:
    _editor(folder, "vi", "exit 0")
    with pytest.raises(NoEditorError, match="nano is not installed") as caught:
        editor_command()
    assert caught.value.hint == "Name one in the variable EDITOR."

    _editor(folder, "nano", "exit 0")

    assert editor_command() == ["nano"]


def test_what_is_saved_comes_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", _editor(folder, "mine", "printf 'and “more”\\n\\n' >> \"$1\""))

    assert edit_text("before ") == "before and “more”"


def test_the_file_is_gone_afterwards(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", _editor(folder, "mine", f'printf %s "$1" > {tmp_path}/name'))
    edit_text("private")
    name = (tmp_path / "name").read_text(encoding="utf-8")

    assert name.endswith(".md")
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize(
    ("script", "reason"), [("exit 7", "ended with status 7"), (None, "No such file")]
)
def test_an_editor_that_fails_is_told(
    script: str | None, reason: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(folder / "none") if script is None else _editor(folder, "mine", script)
    monkeypatch.setenv("EDITOR", path)

    with pytest.raises(NoEditorError, match=reason):
        edit_text("text")


def test_bytes_that_are_no_text_do_no_harm(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", _editor(folder, "mine", "printf 'a\\377b' > \"$1\""))

    assert edit_text("") == "a�b"
