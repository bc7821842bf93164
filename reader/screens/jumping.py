"""Choosing by typing how words begin: a passage to select, or a place for whoever asks for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.screens.part import Part

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotations.model import Range
    from reader.screens.jump_mode import Choice
    from reader.screens.reading import ReadingScreen


class Jumping(Part):
    """Begins a jump; the mode does the rest."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self.alphabet = ""
        """The letters of the labels, the best first; empty: those of the home row first."""

    def do_jump(self) -> None:
        """Choose a passage by its first and its last word; while selecting by moving, its end."""
        from reader.screens.jump_mode import Choice  # noqa: PLC0415  # not before the first jump

        if self.session.is_visual:
            self.choose(self._extend, sign="TO")
        else:
            self._begin(Choice(("FROM", "TO"), self._select, self._go))

    def choose(self, chosen: Callable[[Range], None], *, sign: str = "TO") -> None:
        """Let the reader choose one word, sentence or clause in view.

        Args:
            chosen: Gets its range; not called if the reader steps back.
            sign: What the bottom line shows meanwhile.
        """
        from reader.screens.jump_mode import Choice  # noqa: PLC0415  # not before the first jump

        self._begin(Choice((sign,), chosen))

    def _begin(self, choice: Choice) -> None:
        from reader.screens.jump_mode import JumpMode  # noqa: PLC0415  # not before the first jump

        mode = JumpMode(self.screen, choice, self.alphabet)
        if mode.targets():
            self.screen.mode = mode
        else:
            self.article.painter.veil = None
            self.say("no words in view · scroll to the text")

    def _select(self, passage: Range) -> None:
        self.session.select(passage)
        self.screen.moving.selected()

    def _extend(self, word: Range) -> None:
        """To the far end of the word, as seen from where the selection began."""
        anchor = self.session.anchor
        forward = anchor is None or word.end > anchor
        self.session.extend_to(word.end if forward else word.start)
        self.article.follow()

    def _go(self, position: int) -> None:
        self.session.go_to(position)
        self.article.follow()
