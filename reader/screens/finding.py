"""The list of the marks of all articles, opened as it was left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from reader.screens.part import Part

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

    from annotations.library import Library
    from reader.config import Settings
    from reader.screens.host import Host
    from reader.screens.marks_list import MarksState
    from reader.screens.reading import ReadingScreen
    from reader.themes import Look


class Finding(Part):
    """Opens the list."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self._state: MarksState | None = None

    def do_marks(self) -> None:
        """List the marks of all articles, as the list was left."""
        library = self.session.library
        if library is None:
            self.say("the article is still being loaded · try again in a moment")
            return

        def left(state: MarksState) -> None:
            self._state = state

        list_marks(self.screen, library, self.look, self.screen.settings, self._state, left)


def list_marks(  # all that the list is made of
    screen: Screen[Any],
    library: Library,
    look: Look,
    settings: Settings,
    state: MarksState | None,
    left: Callable[[MarksState], None],
    *,
    typed: str | None = None,
) -> None:
    """Show the list over a screen; where it lies below already, come back to it.

    Args:
        screen: From which it is opened.
        library: Open, and left open.
        look: The styles.
        settings: The person's.
        state: How it was left; None: it was not yet.
        left: Told how it is left.
        typed: What to ask for; None: what was asked for last.
    """
    from reader.screens.marks_list import MarksScreen, MarksState  # noqa: PLC0415  # not needed to read

    for below in screen.app.screen_stack:
        if isinstance(below, MarksScreen):
            cast("Host", screen.app).come_back_to(below)
            if typed is not None:
                below.ask_for(typed)
            return
    if typed is not None:
        state = MarksState(typed)
    screen.app.push_screen(MarksScreen(library, look, settings, state, left))
