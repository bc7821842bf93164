"""A part of a screen: some actions that belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.screens.reading import ReadingScreen
    from reader.session import Session
    from reader.themes import Look
    from reader.widgets.article import ArticleView
    from reader.widgets.panel import AnnotationPanel


class AnyPart:
    """Of any screen; its methods `do_…` are actions of the table."""


class Part(AnyPart):
    """Of the reading screen, which it holds."""

    def __init__(self, screen: ReadingScreen) -> None:
        self.screen = screen

    @property
    def session(self) -> Session:
        """What is being read."""
        return self.screen.session

    @property
    def look(self) -> Look:
        """The styles."""
        return self.screen.look

    @property
    def article(self) -> ArticleView:
        """The text."""
        return self.screen.article

    @property
    def panel(self) -> AnnotationPanel:
        """The cards."""
        return self.screen.panel

    def say(self, message: str) -> None:
        """Say something on the bottom line until the next key."""
        self.screen.say(message)
