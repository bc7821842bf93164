"""Where the library lies, unless somebody says otherwise."""

from __future__ import annotations

import os
from pathlib import Path


def default_path() -> Path:
    """Where the library is: `POSTIL_DB`, else in the platform's folder for data."""
    named = os.environ.get("POSTIL_DB")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path  # noqa: PLC0415  # 9 ms, and often not needed

    return user_data_path("postil", appauthor=False) / "library.db"
