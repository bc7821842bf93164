"""The prompts for what is to be added, or taken in: a file, a folder, an address; paths are completed."""

from __future__ import annotations

import asyncio
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reader.layout.cells import show_line
from reader.widgets.prompts import PROPOSALS, Prompt, Proposal

if TYPE_CHECKING:
    from textual.widgets import Input

LOOKED_LIMIT = 5_000
"""Names of a folder that are looked through."""


class PathPrompt(Prompt):
    """Asks for a path or an address."""

    SIGN = "ADD"
    HINTS = (("enter", "add"), ("tab", "complete"), ("esc", "back"))
    PLACEHOLDER = "a file, a folder or an address"

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        self.answer = ""

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look what the path may become; a slow disk is waited for beside the keys."""
        event.stop()
        event.prevent_default()
        self.run_worker(partial(self._look, event.value), exclusive=True, group="paths")  # type: ignore[arg-type]  # so it may

    async def _look(self, typed: str) -> None:
        found = await asyncio.to_thread(completions, typed)
        if not self.is_answered and self.field.value == typed:
            self.proposals.show(
                [Proposal(value=each, text=show_line(each), note="") for each in found], -1
            )

    def enter(self, typed: str, chosen: Proposal | None) -> bool:
        """A place is needed; a folder the arrows stand on is gone into."""
        if chosen is not None and chosen.value.endswith(os.sep):
            self.take(chosen)
            return False
        self.answer = (chosen.value if chosen else typed).strip()
        if not self.answer:
            self.proposals.complain("A path or an address is needed; esc goes back.")
            return False
        return True


class ImportPrompt(PathPrompt):
    """Asks for a file of marks."""

    SIGN = "IMPORT"
    HINTS = (("enter", "see what is in it"), ("tab", "complete"), ("esc", "back"))
    PLACEHOLDER = "a file of marks: .yaml, .csv, .jsonl, .jsonld, .json"


def completions(typed: str) -> list[str]:
    """The paths that begin as what is typed, folders with a slash behind them; none of an address."""
    if not typed or "://" in typed:
        return []
    folder, name = os.path.split(typed)
    found: list[str] = []
    try:
        with os.scandir(Path(folder or ".").expanduser()) as entries:
            for number, entry in enumerate(entries):
                if number >= LOOKED_LIMIT:
                    break
                is_meant = entry.name.casefold().startswith(name.casefold())
                if is_meant and entry.name.startswith(".") == name.startswith("."):
                    slash = os.sep if entry.is_dir() else ""
                    found.append(os.path.join(folder, entry.name) + slash)  # noqa: PTH118  # as typed
    except (OSError, ValueError, RuntimeError):
        return []
    return sorted(found)[:PROPOSALS]
