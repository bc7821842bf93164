"""The machine's own clipboard tool, where there is one that works."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from reader.clipboard import copy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="their own tools")


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Path]:
    """Makes a program of a name; what it is given on standard input stands in the file returned."""
    folder, taken = tmp_path / "bin", tmp_path / "taken"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)

    def make(name: str, script: str) -> Path:
        path = folder / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)
        return taken

    return make


def test_wayland_is_asked_before_the_x_server(
    tool: Callable[[str, str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    tool("xclip", "exit 1")
    taken = tool("wl-copy", f"cat > {tmp_path}/taken")

    assert copy("“Été”, 日本") == "copied"
    assert taken.read_text(encoding="utf-8") == "“Été”, 日本"


def test_line_ends_at_the_end_are_not_copied(
    tool: Callable[[str, str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    taken = tool("xclip", f"cat > {tmp_path}/taken")

    assert copy("rm -rf /\r\n\n") == "copied"
    assert taken.read_bytes() == b"rm -rf /"


@pytest.mark.parametrize("script", ["exit 1", "sleep 5 & exit 3"])
def test_a_tool_that_fails_has_copied_nothing(
    script: str, tool: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    tool("xclip", script)

    assert copy("text") is None


def test_without_a_tool_the_terminal_is_left(tool: Callable[[str, str], Path]) -> None:
    tool("xclip", "exit 0")  # there, but no screen for it

    assert copy("text") is None


@pytest.mark.parametrize("variable", ["SSH_CONNECTION", "SSH_TTY"])
def test_over_ssh_the_machines_clipboard_is_another_ones(
    variable: str, tool: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv(variable, "there")
    tool("xclip", "exit 0")

    assert copy("text") is None
