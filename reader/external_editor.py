"""A text in the person's own editor."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from annotations.errors import PostilError


class NoEditorError(PostilError):
    """No editor is named, and none of the simple ones is there."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"No editor could be started: {reason}.", hint="Name one in the variable EDITOR."
        )


def editor_command() -> list[str]:
    """`$VISUAL`, else `$EDITOR`, else nano or notepad; never vi unasked.

    Raises:
        NoEditorError: There is none.
    """
    for variable in ("VISUAL", "EDITOR"):
        named = os.environ.get(variable, "").strip()
        if named:
            return shlex.split(named, posix=sys.platform != "win32")
    simple = "notepad.exe" if sys.platform == "win32" else "nano"
    if shutil.which(simple):
        return [simple]
    reason = f"neither VISUAL nor EDITOR is set, and {simple} is not installed"
    raise NoEditorError(reason)


def edit_text(text: str) -> str:
    """Let a person edit a text; gives it back as it was saved.

    Raises:
        NoEditorError: The editor is missing or failed; the text is as it was.
    """
    command = editor_command()
    with tempfile.TemporaryDirectory(prefix="postil-") as folder:
        path = Path(folder) / "note.md"
        path.write_text(text, encoding="utf-8")
        try:
            # The person's own command, run without a shell.
            finished = subprocess.run([*command, str(path)], check=False)  # noqa: S603
        except OSError as error:
            reason = f"{command[0]} ({error.strerror})"
            raise NoEditorError(reason) from error
        if finished.returncode:
            reason = f"{command[0]} ended with status {finished.returncode}"
            raise NoEditorError(reason)
        return path.read_text(encoding="utf-8", errors="replace").rstrip("\n")
