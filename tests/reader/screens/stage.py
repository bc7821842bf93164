"""The app in a window of a test's own: keys in, and what stands on the screen, in the session, on disk."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.keys import _character_to_key

from annotations.library import open_library
from reader.app import PostilApp
from reader.config import DEFAULTS
from reader.drafts import Drafts
from reader.opening import Opening
from reader.request import ReadRequest
from reader.themes import DARK
from reader.widgets.prompts import Prompt
from tests.reader.screens.rest import go_round

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from rich.segment import Segment
    from textual.pilot import Pilot

    from annotations.library import Library
    from annotations.model import Annotation
    from reader.config import Settings
    from reader.first_steps import Told
    from reader.screens.reading import ReadingScreen
    from reader.session import Session
    from reader.themes import Palette

PATIENCE_S = 30.0
"""For what a busy machine must come to in the end."""

TEXT = """# The visit

The minister came on Monday. “The world has changed,” he said. Nobody asked about the costs.

The second paragraph is short. It ends here.

- one item of a list
- another item

> A quoted block that stands alone.

The last paragraph closes the report. It has “a second quotation” in it.
"""


_CHARACTERS = {"space": " ", "enter": "\r", "tab": "\t"}
"""What comes with the name of a key that is no character itself."""

ROUNDS = 6
"""How often messages go on at most: driver, app, focused widget, screen, prompt or editor, screen."""


class Stage:
    """The running app and what a test asks of it."""

    def __init__(self, app: PostilApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def screen(self) -> ReadingScreen:
        """The reading screen, whatever lies over it."""
        return self.app.reading

    @property
    def session(self) -> Session:
        """What is being read."""
        return self.app.session

    @property
    def library(self) -> Library:
        """Where the marks go."""
        assert self.session.library is not None
        return self.session.library

    @property
    def message(self) -> str:
        """What the bottom line says."""
        return self.screen.bottom_line.message

    @property
    def marks(self) -> list[Annotation]:
        """In the order of the panel."""
        return list(self.session.marks)

    @property
    def quotes(self) -> list[str]:
        """Of the marks, in the order of the panel."""
        return [mark.quote for mark in self.marks]

    @property
    def selected(self) -> str:
        """The text that is selected."""
        chosen = self.session.selection
        return "" if chosen is None else self.session.document.text[chosen.start : chosen.end]

    @property
    def focus(self) -> str:
        """The id of what has the focus; a prompt's field counts as `prompt`."""
        focused = self.app.screen.focused
        while focused is not None:
            if isinstance(focused, Prompt):
                return "prompt"
            if focused.id:
                return focused.id
            parent = focused.parent
            focused = parent if parent is not self.screen else None  # type: ignore[assignment]
        return ""

    @property
    def prompt(self) -> Prompt:
        """The prompt that is open."""
        return self.screen.query_one(Prompt)

    def stored(self) -> list[Annotation]:
        """The marks as the library has them."""
        assert self.session.article is not None
        return self.library.annotations(self.session.article.id)

    def segments(self) -> list[list[Segment]]:
        """The screen as it was last composed, row by row."""
        strips = self.app.screen._compositor.render_strips()
        return [list(strip) for strip in strips]

    def rows(self) -> list[str]:
        """The text of the screen, row by row, blanks at the ends taken off."""
        return ["".join(segment.text for segment in row).rstrip() for row in self.segments()]

    def shows(self, text: str) -> bool:
        """True if a text stands on the screen within one row."""
        return any(text in row for row in self.rows())

    async def press(self, *keys: str) -> None:
        """Type key after key, each once the one before has done what it does."""
        for key in keys:
            self._send(key)
            await self.settle()

    async def burst(self, *keys: str) -> None:
        """Type all at once, as a slow line delivers it."""
        for key in keys:
            self._send(key)
        await self.settle(rounds=4 + 2 * len(keys))

    def _send(self, key: str) -> None:
        character = key if len(key) == 1 else _CHARACTERS.get(key)
        name = _character_to_key(key) if len(key) == 1 else key
        event = events.Key(name, character)
        event.set_sender(self.app)
        assert self.app._driver is not None
        self.app._driver.send_message(event)

    async def settle(self, *, rounds: int = ROUNDS) -> None:
        """Let every widget handle what it was sent, and what that has sent in turn."""
        await go_round(self.pilot, rounds)
        if not self.app.is_running:
            return
        # Keys do not wait for a slow disk, but a test does.
        pending = self.screen.marking.pending
        if pending is not None and self.screen.library_here.is_set():
            await asyncio.wait((pending,), timeout=PATIENCE_S)
            await self.pilot._wait_for_screen()
        # Nor do they wait for a layout that is due, such as after a note has given its room back.
        deadline = time.monotonic() + PATIENCE_S
        while self.app.screen._layout_required and time.monotonic() < deadline:
            await asyncio.sleep(0.002)
            await self.pilot._wait_for_screen()

    async def type(self, text: str) -> None:
        """Type a text as it stands."""
        await self.press(*text)

    async def until(self, is_met: Callable[[], object], what: str = "It") -> None:
        """Wait until a condition holds; a failed assert in it counts as not yet."""
        deadline = time.monotonic() + PATIENCE_S
        while not self._holds(is_met):
            if time.monotonic() > deadline:
                frame = "\n".join((f"{what} did not come. The screen:", *self.rows()))
                assert is_met(), frame
            await asyncio.sleep(0.002)
        await self.settle()

    def _holds(self, is_met: Callable[[], object]) -> bool:
        try:
            return bool(is_met())
        except (AssertionError, LookupError):
            return False  # LookupError: a widget is on its way out, and cannot be painted any more

    def place(self, at: int | str) -> None:
        """Put the caret at a position, or at the beginning of a text; nothing is selected then."""
        position = at if isinstance(at, int) else self.session.document.text.index(at)
        self.session.drop_selection()
        self.session.go_to(position)
        self.screen.article.follow(centre=True)
        self.screen.show_state()

    def cell_of(self, at: str, *, offset: int = 0) -> tuple[int, int]:
        """The cell of the article view at which a text begins, and so many characters further."""
        view = self.screen.article
        unit, line, cell = view.lines_layout.place(self.session.document.text.index(at) + offset)
        return view.margin_cells + cell, view.visible_rows().index((unit, line))


@asynccontextmanager
async def on_stage(
    source: Path,
    library: Path,
    *,
    size: tuple[int, int] = (100, 30),
    palette: Palette = DARK,
    drafts: Drafts | None = None,
    opening: Opening | None = None,
    told: Told | None = None,
    waits: bool = True,
    settings: Settings = DEFAULTS,
    complaint: str = "",
) -> AsyncIterator[Stage]:
    """The app over a source and a library, both in a test's own folder.

    Args:
        source: What to read.
        library: The database.
        size: Columns and rows.
        palette: Dark or light.
        drafts: Where the note being typed is kept; beside the library if not given.
        opening: Another way to open than by the source's path.
        told: What the person was told before; None: all.
        waits: Begin when the library is there; False: at the first paint.
        settings: The person's.
        complaint: What is wrong with them.
    """
    opening = opening or Opening(ReadRequest(path=source, library=library))
    _begin(opening)
    app = PostilApp(
        opening,
        palette=palette,
        drafts=drafts or Drafts(library.parent / "drafts"),
        settings=settings,
        complaint=complaint,
        told=(lambda: told) if told is not None else None,
    )
    try:
        async with app.run_test(size=size) as pilot:
            stage = Stage(app, pilot)
            if waits:
                await stage.until(app.reading.library_here.is_set, "The library")
            yield stage
            pending = app.reading.marking.pending
            if pending is not None:
                await asyncio.wait((pending,))
    finally:
        opening.close()


def _begin(opening: Opening) -> None:
    """Find what the first paint needs, here and not in a forked process.

    That would import the parser for each app anew, and every page that either process writes to from
    then on is copied: a quarter of the time of a start. `test_forked` has that way, and the tests of
    the whole program.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reader.loaders.forked.can_fork", lambda: False)
        opening.first()


def library_of(path: Path) -> Library:
    """The library at a place, as another program would open it."""
    return open_library(path)
