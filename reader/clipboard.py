"""The clipboard of the machine one sits at, by its own tool where there is one.

Over ssh, and where no tool is found, the screen asks the terminal (OSC 52); whether that helped cannot
be known, and the message does not claim it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

TIMEOUT_S = 2.0
"""A clipboard tool that has not taken the text by then hangs."""


def _command() -> list[str] | None:
    if os.environ.get("SSH_CONNECTION") or os.environ.get("SSH_TTY"):
        return None
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


def copy(text: str) -> str | None:
    """Copy a text by the machine's own tool.

    Args:
        text: Copied without line ends at its end, so that pasting it into a shell runs nothing.

    Returns:
        What to say of it ("copied"); None if there is no tool, or it failed: ask the terminal.
    """
    command = _command()
    if command is None:
        return None
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
        return None
    return "copied"
