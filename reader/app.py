"""The Textual app: from an opening to screens, and back to the shell."""

from __future__ import annotations

import asyncio
import gc
import os
from typing import TYPE_CHECKING, ClassVar

# The update timer's period is read when Textual is imported; at 60 a second a key waits for the tick.
os.environ.setdefault("TEXTUAL_FPS", "240")

from textual.app import App

from annotations.errors import PostilError
from reader.screens.reading import ReadingScreen
from reader.session import Session
from reader.themes import DARK, LIGHT, Depth, Look, colour_depth, textual_theme

if TYPE_CHECKING:
    from textual.types import CSSPathType

    from reader.drafts import Drafts
    from reader.opening import Finished, First, Opening
    from reader.themes import Palette


class PostilApp(App[None]):
    """Shows one article. What goes wrong with no screen to say it on is kept in `failure`."""

    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False
    BINDINGS: ClassVar = []
    inherit_bindings = False
    # The default screen's own CSS_PATH is not read by Textual 8.2.
    CSS_PATH: ClassVar[CSSPathType | None] = "styles/reading.tcss"
    TITLE = "postil"

    def __init__(
        self, opening: Opening, *, palette: Palette = DARK, drafts: Drafts | None = None
    ) -> None:
        super().__init__()
        self.opening = opening
        self.failure: PostilError | None = None
        depth = colour_depth(os.environ)
        self.look = Look(palette, depth)
        self._drafts = drafts
        if depth is Depth.NONE:
            self.theme = "ansi-dark" if palette.is_dark else "ansi-light"
        else:
            theme = textual_theme(palette)
            self.register_theme(theme)
            self.theme = theme.name
        self._is_leaving = False
        first = opening.first()
        self.session = Session(first.document)
        if first.opened is not None and first.library is not None:
            self.session.attach(first.library, first.opened)
        self._first = first
        self.reading = ReadingScreen(self.session, self.look, title=first.title)

    def get_default_screen(self) -> ReadingScreen:
        """The article."""
        return self.reading

    def on_mount(self) -> None:
        """The first paint follows; the rest comes after it."""
        self.call_after_refresh(self._after_first_paint)

    def _after_first_paint(self) -> None:
        from reader.drafts import Drafts  # noqa: PLC0415  # not before the first paint
        from reader.paths import drafts_folder  # noqa: PLC0415  # likewise

        gc.freeze()
        gc.enable()
        self.reading.drafts = self._drafts or Drafts(drafts_folder())
        if self._first.opened is not None:
            self.reading.attach(self._first.opened)
        elif self._first.notices:
            self.reading.say(" · ".join(self._first.notices))
        self.reading.article.colour_code()
        if self._first.opened is None:
            self.run_worker(self._finish(), exclusive=True, group="opening")

    async def _finish(self) -> None:
        def pause() -> None:
            if self._is_leaving:
                raise asyncio.CancelledError
            yield_to_others()

        from reader.loaders import yield_to_others  # noqa: PLC0415  # it is there

        try:
            finished = await asyncio.to_thread(self.opening.finish, pause)
        except PostilError as error:
            self.failure = error
            self.exit()
            return
        self._show(finished)

    def _show(self, finished: Finished) -> None:
        if finished.document is not self.session.document:
            self.session.replace_document(finished.document)
            self.reading.show_whole()
        self.session.attach(finished.library, finished.opened)
        self.reading.attach(finished.opened)
        if finished.notices:
            self.reading.say(" · ".join(finished.notices))

    def exit(self, *args: object, **kwargs: object) -> None:
        """Leave; threads that still load are told."""
        self._is_leaving = True
        super().exit(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came


def run_app(opening: Opening, *, is_dark: bool = True) -> int:
    """Show an article until the person leaves; gives the exit status.

    Raises:
        PostilError: The source or the library cannot be opened.
    """
    gc.disable()
    first: First = opening.first()
    del first
    app = PostilApp(opening, palette=DARK if is_dark else LIGHT)
    try:
        app.run()
    finally:
        opening.close()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0
