"""The parts of the reading screen that no first paint waits for.

Each is imported and made when it is first asked for; the app asks for all of them once the text stands.
"""

# ruff: noqa: PLC0415  # that is what the module is for

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from reader.config import DEFAULTS

if TYPE_CHECKING:
    from annotations.model import ArticleId
    from reader.screens.asking import Asking
    from reader.screens.awaiting import Awaiting
    from reader.screens.beginning import Beginning
    from reader.screens.bookmarking import Bookmarking
    from reader.screens.choosing import Choosing
    from reader.screens.coding import Coding
    from reader.screens.describing import Describing
    from reader.screens.dropping import Dropping
    from reader.screens.finding import Finding
    from reader.screens.history import History
    from reader.screens.importing import Importing
    from reader.screens.jumping import Jumping
    from reader.screens.keeping import Keeping
    from reader.screens.lifting import Lifting
    from reader.screens.looking_up import LookingUp
    from reader.screens.marking import Marking
    from reader.screens.mousing import Mousing
    from reader.screens.moving import Moving
    from reader.screens.noting import Noting
    from reader.screens.reading import ReadingScreen
    from reader.screens.referring import Referring
    from reader.screens.relating import Relating
    from reader.screens.reloading import Reloading
    from reader.screens.sharing import Sharing
    from reader.screens.versioning import Versioning


class LateParts:
    """A base of the reading screen."""

    @property
    def _whole(self) -> ReadingScreen:
        return cast("ReadingScreen", self)

    def make_late_parts(self) -> None:
        """Make those that have not been asked for yet."""
        for name, value in vars(LateParts).items():
            if isinstance(value, cached_property):
                getattr(self, name)

    @cached_property
    def awaiting(self) -> Awaiting:
        """A text that takes long to read."""
        from reader.screens.awaiting import Awaiting

        return Awaiting(self._whole)

    @cached_property
    def moving(self) -> Moving:
        """Moves, and what the mouse says of the text."""
        from reader.screens.moving import Moving

        return Moving(self._whole)

    @cached_property
    def bookmarking(self) -> Bookmarking:
        """Bookmarks."""
        from reader.screens.bookmarking import Bookmarking

        return Bookmarking(self._whole)

    @cached_property
    def marking(self) -> Marking:
        """Marks: made, changed, deleted."""
        from reader.screens.marking import Marking

        return Marking(self._whole)

    @cached_property
    def choosing(self) -> Choosing:
        """Several cards at once."""
        from reader.screens.choosing import Choosing

        return Choosing(self._whole)

    @cached_property
    def coding(self) -> Coding:
        """The codebook."""
        from reader.screens.coding import Coding

        return Coding(self._whole)

    @cached_property
    def noting(self) -> Noting:
        """The note being written."""
        from reader.screens.noting import Noting

        return Noting(self._whole)

    @cached_property
    def describing(self) -> Describing:
        """Tags, fields, the speaker."""
        from reader.screens.describing import Describing

        return Describing(self._whole)

    @cached_property
    def relating(self) -> Relating:
        """Relations."""
        from reader.screens.relating import Relating

        return Relating(self._whole)

    @cached_property
    def finding(self) -> Finding:
        """The marks of all articles."""
        from reader.screens.finding import Finding

        return Finding(self._whole)

    @cached_property
    def referring(self) -> Referring:
        """The reference."""
        from reader.screens.referring import Referring

        return Referring(self._whole)

    @cached_property
    def history(self) -> History:
        """Undo and redo."""
        from reader.screens.history import History

        return History(self._whole)

    @cached_property
    def sharing(self) -> Sharing:
        """Copying and exporting."""
        from reader.screens.sharing import Sharing

        return Sharing(self._whole)

    @cached_property
    def asking(self) -> Asking:
        """Prompts."""
        from reader.screens.asking import Asking

        return Asking(self._whole, self._whole.look)

    @cached_property
    def jumping(self) -> Jumping:
        """The passage jump."""
        from reader.screens.jumping import Jumping

        jumping, labels = Jumping(self._whole), self._whole.settings.labels
        if labels != DEFAULTS.labels:
            # With those it has by itself, the jump has others for other scripts.
            jumping.alphabet = labels
        return jumping

    @cached_property
    def looking_up(self) -> LookingUp:
        """The look-up command."""
        from reader.screens.looking_up import LookingUp

        return LookingUp(self._whole)

    @cached_property
    def beginning(self) -> Beginning:
        """The first start."""
        from reader.screens.beginning import Beginning

        return Beginning(self._whole)

    @cached_property
    def reloading(self) -> Reloading:
        """The file, where it has changed."""
        from reader.screens.reloading import Reloading

        return Reloading(self._whole)

    @cached_property
    def lifting(self) -> Lifting:
        """Marks that the file holds."""
        from reader.screens.lifting import Lifting

        return Lifting(self._whole)

    @cached_property
    def importing(self) -> Importing:
        """Files of marks."""
        from reader.screens.importing import Importing

        screen = self._whole

        def present() -> ArticleId | None:
            article = screen.session.article
            return None if article is None else article.id

        return Importing(screen, lambda: screen.session.library, present, screen.lifting.taken_in)

    @cached_property
    def versioning(self) -> Versioning:
        """Earlier texts of the article."""
        from reader.screens.versioning import Versioning

        return Versioning(self._whole)

    @cached_property
    def dropping(self) -> Dropping:
        """Paths and addresses that are pasted."""
        from reader.screens.dropping import Dropping

        return Dropping(self._whole)

    @cached_property
    def mousing(self) -> Mousing:
        """The mouse, off and on."""
        from reader.screens.mousing import Mousing

        return Mousing(self._whole)

    @cached_property
    def keeping(self) -> Keeping:
        """What happens in the background."""
        from reader.screens.keeping import Keeping

        return Keeping(self._whole)
