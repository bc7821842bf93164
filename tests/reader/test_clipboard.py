"""The machine's own clipboard tool, where there is one that works."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from reader.clipboard import BY_TERMINAL, Copied, copy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="their own tools")


FOR_TERMINAL = Copied(BY_TERMINAL, is_for_terminal=True)


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

    assert copy("“Été”, 日本") == Copied("copied with wl-copy")
    assert taken.read_text(encoding="utf-8") == "“Été”, 日本"


def test_line_ends_at_the_end_are_not_copied(
    tool: Callable[[str, str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    taken = tool("xclip", f"cat > {tmp_path}/taken")

    assert copy("rm -rf /\r\n\n") == Copied("copied with xclip")
    assert taken.read_bytes() == b"rm -rf /"


@pytest.mark.parametrize("script", ["exit 1", "sleep 5 & exit 3"])
def test_a_tool_that_fails_has_copied_nothing(
    script: str, tool: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    tool("xclip", script)

    assert copy("text") == FOR_TERMINAL


def test_without_a_tool_the_terminal_is_left(tool: Callable[[str, str], Path]) -> None:
    tool("xclip", "exit 0")  # there, but no screen for it

    assert copy("text") == FOR_TERMINAL


@pytest.mark.parametrize("variable", ["SSH_CONNECTION", "SSH_TTY"])
def test_over_ssh_the_machines_clipboard_is_another_ones(
    variable: str, tool: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv(variable, "there")
    tool("xclip", "exit 0")

    assert copy("text") == FOR_TERMINAL


def test_osc52_asks_the_terminal_whatever_tools_there_are(
    tool: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    taken = tool("xclip", "exit 0")

    assert copy("text", "osc52") == FOR_TERMINAL
    assert not taken.exists()


def test_native_uses_the_tool_also_over_ssh(
    tool: Callable[[str, str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("SSH_TTY", "there")
    taken = tool("xclip", f"cat > {tmp_path}/taken")

    assert copy("text", "native").said == "copied with xclip"
    assert taken.read_bytes() == b"text"


def test_native_claims_nothing_where_the_tool_fails(
    tool: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    tool("xclip", "exit 1")

    assert copy("text", "native") == Copied("not copied · xclip failed")


def test_native_claims_nothing_without_a_tool(tool: Callable[[str, str], Path]) -> None:
    tool("xclip", "exit 0")  # there, but no screen for it

    copied = copy("text", "native")
    assert copied.said.startswith("not copied · no clipboard tool")
    assert not copied.is_for_terminal


def test_none_copies_nothing(
    tool: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    tool("xclip", "exit 0")

    copied = copy("text", "none")
    assert copied.said.startswith("not copied")
    assert not copied.is_for_terminal
