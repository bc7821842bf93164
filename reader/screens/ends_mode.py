"""The mode in which the ends of a mark are changed: the mark is shown as the selection until it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.actions import Place
from reader.ends import Ends

if TYPE_CHECKING:
    from annotations.model import Annotation
    from reader.screens.reading import ReadingScreen
    from reader.screens.wording import Hints

_GROWING = ("select_sentence", "select_paragraph", "select_quotation", "select_next_quotation")

_OTHERS = "enter keeps these ends · esc leaves them as they were"


class EndsMode:
    """One piece of one mark, whose ends move."""

    def __init__(self, screen: ReadingScreen, mark: Annotation, number: int) -> None:
        """Begin with the ends it has, or with the selection, if that holds some of it."""
        session = screen.session
        held = mark.pieces[number].range
        assert held is not None
        self.annotation = mark.id
        self._screen = screen
        self._held = held
        self._before = session.anchor, session.caret
        self._is_from_panel = screen.is_in_panel
        proposed = session.selection
        # Of a mark that is taken from afar, by its card, the last end is more often wrong.
        is_near = held.start <= session.caret <= held.end
        near = session.caret if is_near else held.end
        self._ends = Ends(session.document, held, language=session.language, near=near)
        if proposed is not None and proposed.overlaps(held):
            self._ends.moves_last = session.caret == proposed.end
            self._ends.take(proposed)
        screen.set_focus(screen.article)
        self._show(centre=True)

    def hints(self) -> tuple[str, Hints]:
        """Which end moves, and by which keys."""
        end = "end" if self._ends.moves_last else "beginning"
        hints = [
            ("←→ w b ( )", f"move the {end}"),
            ("o", "the other"),
            ("enter", "keep"),
            ("esc", "leave"),
            ("s S", "grow, shrink"),
        ]
        return "ENDS", self._screen.keymap.hints(Place.TEXT, hints)

    async def press(self, key: str) -> None:
        """Move an end, take the other, keep or leave them."""
        self._screen.set_focus(self._screen.article)
        action = self._screen.keymap.find(Place.TEXT, key)
        name = action.name if action is not None else ""
        if name == "back" or key == "escape":
            self.leave()
        elif name == "act" or key == "enter":
            await self._keep()
        elif name in ("outline", "swap_ends"):
            self._ends.swap()
            self._show()
        elif name in ("move", "extend") and action is not None:
            article = self._screen.article
            motion = str(action.argument)
            self._show(self._ends.move(motion, article.lines_layout, article.page_rows))
        elif name in _GROWING:
            self._grow(name)
        elif name == "shrink":
            self._show(self._ends.shrink())
        else:
            self._screen.say(_OTHERS)

    def select(self, anchor: int, position: int) -> None:
        """The mouse has dragged: that is the mark."""
        self._screen.bottom_line.say("")
        self._show(self._ends.drag(anchor, position))
        self._screen.show_state()

    def point(self, position: int) -> None:
        """The mouse has clicked: the nearer end goes there."""
        self._screen.bottom_line.say("")
        self._show(self._ends.point(position))
        self._screen.show_state()

    def leave(self) -> None:
        """Let the mark be as it is; caret, selection and focus are what they were."""
        anchor, caret = self._before
        self._end()
        if anchor is None:
            self._screen.session.go_to(caret)
        else:
            self._screen.session.extend_to(caret, anchor)
        self._screen.article.follow()

    def _end(self) -> None:
        screen = self._screen
        screen.mode = None
        if self._is_from_panel and screen.panel.can_focus:
            screen.panel.current = self.annotation
            screen.set_focus(screen.panel)

    async def _keep(self) -> None:
        session = self._screen.session
        mark = session.marks.get(self.annotation)
        # Another program may have changed it meanwhile.
        numbers = (
            [n for n, piece in enumerate(mark.pieces) if piece.range == self._held] if mark else []
        )
        if mark is None or not numbers:
            self.leave()
            self._screen.say("the mark was changed elsewhere meanwhile · r begins anew")
            return
        plan = session.plan_ends(mark, numbers[0], self._ends.range)
        self._end()
        await self._screen.marking.commit(plan)

    def _grow(self, name: str) -> None:
        session = self._screen.session
        if name == "select_sentence":
            said = session.select_sentence()
        elif name == "select_paragraph":
            said = session.select_paragraph()
        else:
            said = session.select_quotation(forward=name == "select_next_quotation")
        chosen = session.selection
        if not said and chosen is not None:
            said = self._ends.take(chosen)
        self._show(said)

    def _show(self, message: str = "", *, centre: bool = False) -> None:
        ends, session = self._ends, self._screen.session
        session.extend_to(ends.head, ends.other)
        self._screen.article.follow(centre=centre)
        if message:
            self._screen.say(message)
