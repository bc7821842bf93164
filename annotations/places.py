"""Where the library and its backups lie, unless somebody says otherwise."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def default_path() -> Path:
    """Where the library is: `POSTIL_DB`, else in the platform's folder for data."""
    named = os.environ.get("POSTIL_DB")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path  # noqa: PLC0415  # 9 ms, and often not needed

    return user_data_path("postil", appauthor=False) / "library.db"


def backups_folder() -> Path:
    """Where backups lie: `POSTIL_BACKUPS`, else `backups` in the platform's folder for state."""
    named = os.environ.get("POSTIL_BACKUPS")
    if named:
        return Path(named).expanduser().absolute()
    if sys.platform not in ("win32", "darwin"):
        # As platformdirs has it, whose import a command that writes would wait for.
        state = os.environ.get("XDG_STATE_HOME", "").strip() or "~/.local/state"
        return Path(os.path.expanduser(state)) / "postil" / "backups"  # noqa: PTH111  # raises nothing
    from platformdirs import user_state_path  # noqa: PLC0415  # 9 ms, and seldom needed

    return user_state_path("postil", appauthor=False) / "backups"


def make_folder(folder: Path) -> None:
    """Make a folder and those above it where they are missing, for this user alone.

    Raises:
        OSError: It cannot be made.
    """
    missing = []
    while not folder.exists():
        missing.append(folder)
        if folder == folder.parent:
            break
        folder = folder.parent
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)
