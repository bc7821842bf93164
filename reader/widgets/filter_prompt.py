"""The line above the cards in which a filter is typed; what is typed holds at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from annotations.query_completion import complete
from reader.layout.cells import width
from reader.widgets.bars import EDGE_CELLS
from reader.widgets.panel_head import FILTER
from reader.widgets.prompts import Prompt, Proposal

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.geometry import Region
    from textual.widgets import Input

    from annotations.query_completion import Completion, Vocabulary
    from reader.themes import Look


class FilterPrompt(Prompt):
    """Asks for a filter, above the list it filters and not on the bottom line."""

    SIGN: ClassVar[str] = "FILTER"

    def __init__(
        self, look: Look, text: str, known: Vocabulary, typed: Callable[[str], bool]
    ) -> None:
        """Begin with the filter there is.

        Args:
            look: The styles.
            text: The filter that holds.
            known: What is completed.
            typed: Called with each text; False if it cannot be understood.
        """
        super().__init__(look, text)
        self.add_class("-filter")
        self._known = known
        self._typed = typed
        self.is_dropped = False
        """Left by esc: all is to be shown again."""

    def on_mount(self) -> None:
        """The cursor stands at the end of what there is."""
        super().on_mount()
        self.field.cursor_position = len(self.field.value)

    @property
    def completion(self) -> Completion | None:
        """What tab completes; None if there is nothing, as before the first letter of a term."""
        typed, position = self.field.value, self.field.cursor_position
        found = next(iter(complete(typed, position, self._known, limit=1)), None)
        is_begun = found is not None and (
            found.end > found.start or typed[found.end - 1 : found.end] in (":", "=")
        )
        return found if is_begun else None

    def cell_of(self, position: int) -> int:
        """The cell of the prompt's line in which a position of what is typed stands, as it is scrolled."""
        before = width(self.field.value[:position])
        return EDGE_CELLS + width(FILTER) + before - round(self.field.scroll_offset.x)

    def place_at(self, panel: Region) -> None:
        """Lie upon the first line of the panel."""
        self.styles.offset = (panel.x, panel.y)
        self.styles.width = max(12, panel.width - 1)

    def make_room(self) -> None:
        """The word before the filter; no keys follow."""
        self._lead.show([(FILTER, self.look.accent)])

    def on_input_changed(self, event: Input.Changed) -> None:
        """What is typed holds at once."""
        event.stop()
        if not self.is_answered:
            self._typed(event.value)

    def special(self, event: events.Key) -> bool:
        """Esc shows all again; tab completes; down goes into the list, as enter does."""
        if event.key == "escape":
            self.is_dropped = True
            self._enter()
        elif event.key == "tab" and (completion := self.completion) is not None:
            self.field.value, self.field.cursor_position = completion.within(self.field.value)
        elif event.key in ("down", "tab"):
            self._enter()
        else:
            return False
        return True

    def enter(self, typed: str, chosen: Proposal | None) -> bool:
        """Into the list; a filter that cannot be understood is mended first."""
        del chosen
        return self.is_dropped or self._typed(typed)

    def leave(self) -> None:
        """A click beside it: what holds goes on to hold."""
        if not self.is_answered:
            self.is_answered = self.is_done = True
            self.post_message(self.Ended(self))
