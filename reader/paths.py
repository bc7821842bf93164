"""The platform's folders for settings, state and cache.

The library and its backups lie elsewhere and are `annotations.library`'s to find. Nothing is made
here: whoever writes first makes the folder, readable by its owner alone.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

NAME = "postil"

SETTINGS_VARIABLE = "POSTIL_SETTINGS"
"""Names another settings file."""


def settings_folder() -> Path:
    """Where a person's settings lie."""
    if sys.platform == "win32":
        from platformdirs import user_config_path  # noqa: PLC0415 - not before it is asked for

        return user_config_path(NAME, appauthor=False)
    # As platformdirs has it, whose import takes 16 ms: this is asked for before the first paint.
    named = os.environ.get("XDG_CONFIG_HOME", "").strip()
    usual = "~/Library/Application Support" if sys.platform == "darwin" else "~/.config"
    return Path(os.path.expanduser(named or usual)) / NAME  # noqa: PTH111  # raises nothing


def settings_path() -> Path:
    """The settings file, whether there is one or not."""
    named = os.environ.get(SETTINGS_VARIABLE)
    if named:
        return Path(os.path.expanduser(named))  # noqa: PTH111  # raises nothing
    return settings_folder() / "settings.yaml"


def state_folder() -> Path:
    """What should outlive a session and is no one's data: drafts of notes, logs."""
    from platformdirs import user_state_path  # noqa: PLC0415 - not before it is asked for

    return user_state_path(NAME, appauthor=False)


def drafts_folder(library: Path) -> Path:
    """One file for each note that is being typed, apart for each library."""
    import hashlib  # noqa: PLC0415 - not before it is asked for

    key = hashlib.sha256(os.fsencode(library.absolute())).hexdigest()[:12]
    return state_folder() / "drafts" / key


def told_folder() -> Path:
    """What a person was told once and is not told again: a file each."""
    return state_folder() / "told"


def private_folder(folder: Path) -> Path:
    """Make a folder, and those above it, that only its owner may enter; gives it back.

    Raises:
        OSError: It cannot be made.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
