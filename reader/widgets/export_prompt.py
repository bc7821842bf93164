"""The prompt for the file that marks are written to."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from reader.widgets.prompts import Prompt, Proposal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from reader.themes import Look


class ExportPrompt(Prompt):
    """Asks for a file name; its ending chooses the format, tab goes through them."""

    SIGN = "EXPORT"
    HINTS = (("enter", "write"), ("tab", "other format"), ("esc", "back"))

    def __init__(self, look: Look, source_name: str, suffixes: Sequence[str]) -> None:
        """Offer a name for each suffix: that of the source, but never the source itself."""
        stem = PurePath(source_name).stem or "article"
        names = [f"{stem}{suffix}" for suffix in suffixes]
        self._names = [
            f"{stem}-marks{suffix}" if name == source_name else name
            for name, suffix in zip(names, suffixes, strict=True)
        ]
        super().__init__(look, self._names[0])
        self._suffixes = tuple(suffixes)
        self.answer = ""

    def on_mount(self) -> None:
        """The name is selected: one of the person's own replaces it when typed."""
        super().on_mount()
        self.field.action_select_all()

    def special(self, event: events.Key) -> bool:
        """Tab: the next format's name, or its ending for a name a person chose."""
        if event.key != "tab":
            return False
        value = self.field.value
        if value in self._names:
            place = (self._names.index(value) + 1) % len(self._names)
            self.field.value = self._names[place]
            self.field.action_select_all()
            return True
        for number, suffix in enumerate(self._suffixes):
            if value.endswith(suffix):
                following = self._suffixes[(number + 1) % len(self._suffixes)]
                self.field.value = value.removesuffix(suffix) + following
                break
        else:
            self.field.value = value + self._suffixes[0]
        self.field.cursor_position = len(self.field.value)
        return True

    def enter(self, typed: str, chosen: Proposal | None) -> bool:
        """A name is needed."""
        del chosen
        if not typed.strip():
            self.proposals.complain("A file name is needed; esc goes back.")
            return False
        self.answer = typed.strip()
        return True
