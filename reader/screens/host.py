"""The app as its screens see it: it opens articles and lists, each over the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from textual.screen import Screen

    from annotations.library import Library
    from annotations.model import AnnotationId, ArticleId
    from reader.opening import Opening
    from reader.request import ReadRequest


class Host(Protocol):
    """What a screen asks of the app."""

    async def read(
        self, request: ReadRequest, *, library: Library, at: AnnotationId | int | None = None
    ) -> None:
        """Open an article over the present screen, which comes back when it is left.

        Args:
            request: What is to be read.
            library: Open, and to be left open.
            at: The mark or the position to go to; None: to where one stopped.

        Raises:
            PostilError: It cannot be read; the present screen stays.
        """
        ...

    def leave(self, screen: Screen[Any]) -> None:
        """Go back to what lies under a screen; from the first one, end."""
        ...

    def come_back_to(self, screen: Screen[Any]) -> None:
        """Leave all that lies over a screen."""
        ...

    async def show_library(self, library: Library) -> None:
        """Show the list of all articles, as it was left; what lies over it is left.

        Args:
            library: Open, and to be left open.

        Raises:
            StoreError: The library failed.
        """
        ...

    def is_open(self, article: ArticleId) -> bool:
        """True for an article that is read on one of the screens."""
        ...

    async def follow(self, screen: Screen[Any], opening: Opening) -> None:
        """Leave an article for another, whose opening is begun."""
        ...
