"""The prompt of the search: each letter is told at once, and what has come of it stands at its right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from reader.layout.cells import fit, show_line, width
from reader.searching import Query
from reader.widgets.bars import LineWidget
from reader.widgets.painting import line_of
from reader.widgets.prompts import Prompt

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.style import Style
    from textual import events
    from textual.strip import Strip
    from textual.widget import Widget
    from textual.widgets import Input

    from reader.themes import Look
    from reader.widgets.prompts import Proposal


class Listener(Protocol):
    """Who does the searching."""

    def typed(self, query: Query) -> None:
        """Another query stands in the prompt."""
        ...

    def complaint(self, query: Query) -> str:
        """Why a query will not do, as far as that is known; empty if it may."""
        ...

    def left(self, *, goes_back: bool) -> None:
        """The prompt ends without an answer, by esc or by going elsewhere."""
        ...


class _Remark(LineWidget):
    """What has come of the search so far."""

    DEFAULT_CSS = """
    _Remark { width: auto; }
    """

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.text = ""
        self._is_error = False

    def show(self, text: str, *, is_error: bool) -> None:
        shown = fit(show_line(text), max(8, self.app.size.width // 4))
        if (shown, is_error) != (self.text, self._is_error):
            self.text, self._is_error = shown, is_error
            self.refresh(layout=True)

    def get_content_width(self, *_: object) -> int:
        return width(self.text) + 1 if self.text else 0

    def paint(self, y: int) -> Strip:
        del y
        look = self.look
        style = look.error if self._is_error else look.muted
        return line_of([(" ", look.text), (self.text, style)], self.size.width, look.text)


class SearchPrompt(Prompt):
    """Asks what to search for."""

    SIGN = "SEARCH"
    HINTS = (("enter", "stay"), ("esc", "back"), ("^r", "regex"), ("↑", "earlier"))

    def __init__(self, look: Look, earlier: Sequence[Query], listener: Listener) -> None:
        super().__init__(look)
        self._listener = listener
        self._earlier = [*earlier]
        self._place = len(self._earlier)
        """Which of the earlier queries stands there; after the last what is typed."""
        self._draft = Query("")
        self._told = Query("")
        self._goes_back = False
        self.is_regex = False
        self._remark = _Remark(look)
        if self._earlier:
            self.placeholder = f"enter repeats {show_line(self._earlier[-1].text)}"

    @property
    def asked(self) -> Query:
        """What stands in the prompt."""
        return Query(self.field.value, is_regex=self.is_regex)

    def remark(self, text: str, *, is_error: bool = False) -> None:
        """Say at the right what has come of the search."""
        self._remark.show(text, is_error=is_error)
        self.make_room()

    # --- what a prompt asks of its child ----------------------------------------------------

    def beside(self) -> Iterable[Widget]:
        """The remark."""
        yield self._remark

    def beside_cells(self) -> int:
        """The remark's."""
        return self._remark.get_content_width()

    def lead(self) -> list[tuple[str, Style]]:
        """The sign of a regular expression."""
        return [("regex  ", self.look.accent)] if self.is_regex else []

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search for what is typed now."""
        super().on_input_changed(event)
        self._tell()

    def _tell(self) -> None:
        if self.asked != self._told and not self.is_answered:
            self._told = self.asked
            self._listener.typed(self.asked)

    def enter(self, typed: str, chosen: Proposal | None) -> bool:
        """Stay at the hit, unless there is none."""
        del typed, chosen
        # The last letter may not have been told yet.
        self._tell()
        complaint = self._listener.complaint(self.asked)
        if complaint:
            self.proposals.complain(complaint)
        return not complaint

    def special(self, event: events.Key) -> bool:
        """Arrows go through the earlier searches, ctrl+r (alt+r) switches expressions."""
        if event.key in ("ctrl+r", "alt+r"):
            self.is_regex = not self.is_regex
            self.update()
            self._tell()
            return True
        if event.key in ("up", "down"):
            self._recall(self._place + (1 if event.key == "down" else -1))
            return True
        self._goes_back = event.key == "escape"
        return False

    def _recall(self, place: int) -> None:
        if not 0 <= place <= len(self._earlier):
            return
        if self._place == len(self._earlier):
            self._draft = self.asked
        self._place = place
        query = [*self._earlier, self._draft][place]
        self.is_regex = query.is_regex
        self.field.value = query.text
        self.field.cursor_position = len(query.text)
        self.update()
        self._tell()

    def leave(self) -> None:
        """End without an answer."""
        if not self.is_answered:
            self._listener.left(goes_back=self._goes_back)
        super().leave()
