"""The note being written, in its card beside the text.

The module is imported when the first note is begun: the editor is the dearest widget there is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message
from textual.strip import Strip
from textual.widgets import TextArea

from reader.widgets.painting import safe_strip
from reader.widgets.typing import run_binding

if TYPE_CHECKING:
    from textual import events
    from textual.geometry import Region
    from textual.timer import Timer

PAUSE_S = 0.5
"""A rest in typing after which the draft is written down."""


class NoteEditor(TextArea):
    """A text area that keeps what is typed, whichever way it is left."""

    @dataclass
    class Kept(Message):
        """The note is finished."""

        editor: NoteEditor
        note: str

    @dataclass
    class Paused(Message):
        """Typing rests; this is the note so far."""

        note: str

    class EditorWanted(Message):
        """The note is to be edited in the person's own editor."""

    @dataclass
    class Idle(Message):
        """A key was pressed that did nothing."""

        key: str
        is_known: bool
        """It does something in a note at other times."""

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

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines; blank once the editor is away, which may be painted until others have its room."""
        if not self.is_attached:
            # Its styles are gone already, and to ask for them would end the program.
            return [Strip.blank(crop.width)] * crop.height
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """A line, safe to be painted whatever was pasted."""
        return safe_strip(super().render_line(y))

    def on_mount(self) -> None:
        """Begin at the end of what is there."""
        self.move_cursor(self.document.end)

    def on_unmount(self) -> None:
        """Be forgotten: Textual keeps who watches the theme until that changes, 50 KB a note."""
        watching = getattr(self.app, "__watchers", {}).get("theme", [])
        watching[:] = [each for each in watching if each[0] is not self]

    @property
    def is_kept(self) -> bool:
        """True once the note is finished; the owner takes the editor away."""
        return self._is_kept

    async def _on_key(self, event: events.Key) -> None:
        if event.key in ("escape", "ctrl+s", "ctrl+x", "tab", "shift+tab"):
            self.keep()
        elif event.key == "ctrl+t":
            self.post_message(self.EditorWanted())
        elif event.is_printable or event.key == "enter":
            await super()._on_key(event)
        else:
            before = self.text
            is_known = await run_binding(self, event)
            if not is_known or (event.key == "ctrl+z" and self.text == before):
                self.post_message(self.Idle(event.key, is_known=is_known))
        event.stop()
        event.prevent_default()

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
        """To leave is to keep; but to look at another window is not to leave."""
        if self.app.app_focus:
            self.keep()

    def keep(self) -> None:
        """Finish the note; only the first call counts."""
        if not self._is_kept:
            self._is_kept = True
            if self._pause is not None:
                self._pause.stop()
            self.post_message(self.Kept(self, self.text))
