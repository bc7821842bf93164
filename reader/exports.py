"""How marks were last exported, so that the same can be offered again; as a file in the state folder."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from reader.paths import private_folder, state_folder

if TYPE_CHECKING:
    from pathlib import Path

FILE = "exports.json"

PATHS_KEPT = 200
"""Articles, and queries, whose last file is remembered, the newest."""

SIZE_LIMIT_BYTES = 1 << 20
"""A file larger than this was not written by postil."""


class Remembered(NamedTuple):
    """What is offered again."""

    format_name: str = ""
    """Of the last export; empty if there was none."""
    with_text: bool = True
    group: str = ""
    paths: tuple[tuple[str, str], ...] = ()
    """The last file of each article or query, absolute, the newest last."""

    def path(self, kept: str) -> str:
        """Where what is remembered under a name went last; empty if nowhere."""
        return dict(self.paths).get(kept, "") if kept else ""

    def after(
        self, format_name: str, *, with_text: bool, group: str, kept: str, path: str
    ) -> Remembered:
        """The same after a further export, into a file; under no name if it holds a part of something."""
        if not kept:
            return self._replace(format_name=format_name, with_text=with_text, group=group)
        others = [each for each in self.paths if each[0] != kept]
        return Remembered(
            format_name=format_name,
            with_text=with_text,
            group=group,
            paths=(*others, (kept, path))[-PATHS_KEPT:],
        )


def remembered() -> Remembered:
    """What was written down; nothing where that cannot be read."""
    path = state_folder() / FILE
    try:
        if path.stat().st_size > SIZE_LIMIT_BYTES:
            return Remembered()
        held = json.loads(path.read_text(encoding="utf-8"))
        return Remembered(
            format_name=str(held["format"]),
            with_text=bool(held["with_text"]),
            group=str(held["group"]),
            paths=tuple((str(each[0]), str(each[1])) for each in held["paths"]),
        )
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return Remembered()


def remember(state: Remembered) -> None:
    """Write it down, whole or not at all; where that fails, it is only not offered again."""
    held = {
        "format": state.format_name,
        "with_text": state.with_text,
        "group": state.group,
        "paths": [list(each) for each in state.paths],
    }
    path = state_folder() / FILE
    part = path.with_suffix(f".{os.getpid()}.part")
    with suppress(OSError):
        private_folder(path.parent)
        try:
            part.write_text(json.dumps(held), encoding="utf-8")
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def beside(path: Path) -> Path:
    """A free name next to one that is taken: `visit-2.md`."""
    number = 2
    while (free := path.with_name(f"{path.stem}-{number}{path.suffix}")).exists():
        number += 1
    return free
