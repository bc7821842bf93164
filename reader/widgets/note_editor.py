"""The note being written, in its card beside the text.

The module is imported when the first note is begun: the editor is the dearest widget there is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message
from textual.widgets import TextArea

if TYPE_CHECKING:
    from textual import events
    from textual.timer import Timer

PAUSE_S = 0.5
"""A rest in typing after which the draft is written down."""


class NoteEditor(TextArea):
    """A text area that keeps what is typed, whichever way it is left."""

    @dataclass
    class Kept(Message):
        """The note is finished."""

        note: str

    @dataclass
    class Paused(Message):
        """Typing rests; this is the note so far."""

        note: str

    class EditorWanted(Message):
        """The note is to be edited in the person's own editor."""

    def __init__(self, note: str) -> None:
        super().__init__(
            note,
            id="note",
            soft_wrap=True,
            show_line_numbers=False,
            tab_behavior="focus",
            compact=True,
            highlight_cursor_line=False,
        )
        self._pause: Timer | None = None
        self._is_kept = False

    def on_mount(self) -> None:
        """Begin at the end of what is there."""
        self.move_cursor(self.document.end)

    async def _on_key(self, event: events.Key) -> None:
        if self._is_kept:
            event.prevent_default()  # It goes on to the screen: it was typed for what comes after.
            return
        if event.key in ("escape", "ctrl+s", "ctrl+x", "tab"):
            event.stop()
            event.prevent_default()
            self.keep()
            return
        if event.key == "ctrl+t":
            event.stop()
            event.prevent_default()
            self.post_message(self.EditorWanted())
            return
        await super()._on_key(event)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Note the draft once typing rests."""
        event.stop()
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE_S, self._say_paused)

    def _say_paused(self) -> None:
        if not self._is_kept:
            self.post_message(self.Paused(self.text))

    def on_blur(self) -> None:
        """To leave is to keep."""
        self.keep()

    def keep(self) -> None:
        """Finish the note; only the first call counts."""
        if not self._is_kept:
            self._is_kept = True
            if self._pause is not None:
                self._pause.stop()
            self.post_message(self.Kept(self.text))
