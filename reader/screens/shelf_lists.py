"""From the list of articles to the other lists of the library: all marks, and the codebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.screens.part import AnyPart

if TYPE_CHECKING:
    from reader.screens.library import LibraryScreen
    from reader.screens.marks_list import MarksState


class ShelfLists(AnyPart):
    """Opens them over the list of articles, which comes back when they are left."""

    def __init__(self, screen: LibraryScreen) -> None:
        self._screen = screen
        self._state: MarksState | None = None
        """How the list of marks was left."""

    def do_marks(self) -> None:
        """List the marks that answer the filter; without one those of all articles, as the list was left."""
        from reader.screens.finding import list_marks  # noqa: PLC0415  # not before it is asked for

        def left(state: MarksState) -> None:
            self._state = state

        screen = self._screen
        typed = screen.filtering.typed or None
        of, state = screen.library, self._state
        list_marks(screen, of, screen.look, screen.settings, state, left, typed=typed)

    async def do_codebook(self) -> None:
        """Show the codebook."""
        from reader.screens.coding import show_codebook  # noqa: PLC0415  # not before it is asked for

        screen = self._screen
        await show_codebook(screen, screen.library, screen.look, screen.keymap, screen.settings)
