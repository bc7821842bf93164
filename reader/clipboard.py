"""The clipboard of the machine one sits at, by its own tool where there is one.

Over ssh, and where no tool is found, the screen asks the terminal (OSC 52); whether that helped cannot
be known, and the message does not claim it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import NamedTuple

TIMEOUT_S = 2.0
"""A clipboard tool that has not taken the text by then hangs."""

BY_TERMINAL = "sent to the terminal (OSC 52)"


class Copied(NamedTuple):
    """What became of a text that was to be copied."""

    said: str
    """The rest of a sentence about it, which claims no more than is known."""
    is_for_terminal: bool = False
    """The screen has to send it to the terminal."""


def _command() -> list[str] | None:
    if sys.platform == "darwin":
        return ["pbcopy"]
    if sys.platform == "win32":
        return ["clip.exe"]
    if os.environ.get("WAYLAND_DISPLAY") and shutil.which("wl-copy"):
        return ["wl-copy"]
    if os.environ.get("DISPLAY"):
        if shutil.which("xclip"):
            return ["xclip", "-selection", "clipboard"]
        if shutil.which("xsel"):
            return ["xsel", "--clipboard", "--input"]
    return None


def _is_far() -> bool:
    """True over ssh, where a tool would fill the clipboard of another machine."""
    return bool(os.environ.get("SSH_CONNECTION") or os.environ.get("SSH_TTY"))


def copy(text: str, how: str = "auto") -> Copied:
    """Copy a text.

    Args:
        text: Copied without line ends at its end, so that pasting it into a shell runs nothing.
        how: As in the settings: `auto`, `osc52`, `native` or `none`.
    """
    if how == "none":
        return Copied("not copied · the settings have switched the clipboard off")
    if how == "osc52" or (how == "auto" and _is_far()):
        return Copied(BY_TERMINAL, is_for_terminal=True)
    command = _command()
    if command is not None and _is_taken(command, text):
        return Copied(f"copied with {command[0]}")
    if how == "auto":
        return Copied(BY_TERMINAL, is_for_terminal=True)
    if command is None:
        return Copied("not copied · no clipboard tool is here, and the settings want one")
    return Copied(f"not copied · {command[0]} failed")


def _is_taken(command: list[str], text: str) -> bool:
    """True if the machine's own tool has taken the text."""
    encoding = "utf-16-le" if sys.platform == "win32" else "utf-8"
    try:
        subprocess.run(  # noqa: S603  # a fixed list of commands, no shell
            command,
            input=text.rstrip("\r\n").encode(encoding),
            timeout=TIMEOUT_S,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return True
