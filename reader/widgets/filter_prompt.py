"""The line above the cards in which a filter is typed; what is typed holds at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from annotations.model import fold_tag
from reader.widgets.panel_head import FILTER
from reader.widgets.prompts import Prompt, Proposal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.geometry import Region
    from textual.widgets import Input

    from reader.themes import Look


_TAG_BEGUN = re.compile(r"(?:^|(?<=[\s(-]))tag:=?#?([^\s()\"“”]*)$", re.IGNORECASE)
_PLAIN_TAG = re.compile(r"[^\s()\"“”]+")


def tag_begun(typed: str, known: Sequence[str]) -> str:
    """The first known tag that begins as the one typed last; empty if that is complete or no tag."""
    begun = _TAG_BEGUN.search(typed)
    if begun is None:
        return ""
    wanted = fold_tag(begun[1])
    found = (tag for tag in known if fold_tag(tag).startswith(wanted))
    tag = next(found, "")
    return "" if fold_tag(tag) == wanted else tag


def with_tag(typed: str, tag: str) -> str:
    """What is typed with the tag it ends in completed."""
    begun = _TAG_BEGUN.search(typed)
    assert begun is not None
    return typed[: begun.start(1)] + (tag if _PLAIN_TAG.fullmatch(tag) else f'"{tag}"')


class FilterPrompt(Prompt):
    """Asks for a filter, above the list it filters and not on the bottom line."""

    SIGN: ClassVar[str] = "FILTER"

    def __init__(
        self, look: Look, text: str, known: Sequence[str], typed: Callable[[str], bool]
    ) -> None:
        """Begin with the filter there is.

        Args:
            look: The styles.
            text: The filter that holds.
            known: Tags to complete, the most likely first.
            typed: Called with each text; False if it cannot be understood.
        """
        super().__init__(look, text)
        self.add_class("-filter")
        self._known = tuple(known)
        self._typed = typed
        self.is_dropped = False
        """Left by esc: all is to be shown again."""

    def on_mount(self) -> None:
        """The cursor stands at the end of what there is."""
        super().on_mount()
        self.field.cursor_position = len(self.field.value)

    @property
    def tag(self) -> str:
        """The tag that tab completes; empty if there is none."""
        return tag_begun(self.field.value, self._known)

    def place_at(self, panel: Region) -> None:
        """Lie upon the first line of the panel."""
        self.styles.offset = (panel.x, panel.y)
        self.styles.width = max(12, panel.width - 1)

    def update(self) -> None:
        """The word before the filter; nothing is proposed."""
        self._lead.show([(FILTER, self.look.accent)])

    def on_input_changed(self, event: Input.Changed) -> None:
        """What is typed holds at once."""
        event.stop()
        if not self.is_answered:
            self._typed(event.value)

    def special(self, event: events.Key) -> bool:
        """Esc shows all again; tab completes a tag; down goes into the list, as enter does."""
        if event.key == "escape":
            self.is_dropped = True
            self._enter()
        elif event.key == "tab" and self.tag:
            self.field.value = with_tag(self.field.value, self.tag)
            self.field.cursor_position = len(self.field.value)
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
