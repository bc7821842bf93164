"""The Textual app: from an opening to screens, and back to the shell."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

# The update timer's period is read when Textual is imported; at 60 a second a key waits for the tick.
os.environ.setdefault("TEXTUAL_FPS", "240")
# So is how long an Esc waits for the rest of a sequence; only a far terminal sends one in two parts.
os.environ.setdefault("ESCDELAY", "100" if os.environ.get("SSH_CONNECTION") else "20")

from textual import on
from textual.app import App
from textual.driver import Driver
from textual.events import Key, Paste

from annotations.errors import PostilError
from reader.config import DEFAULTS
from reader.marks import Marks
from reader.screens.reading import ReadingScreen
from reader.session import Session
from reader.themes import DARK, LIGHT, Look, colour_depth, textual_theme

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping
    from types import FrameType

    from textual import events
    from textual.theme import Theme
    from textual.timer import Timer
    from textual.types import CSSPathType

    from reader.config import Loaded, Settings
    from reader.drafts import Drafts
    from reader.first_steps import Told
    from reader.opening import Finished, Opening
    from reader.theme_choice import Choice
    from reader.themes import Palette

SWITCH_S = 0.0005
"""How long a thread may keep the interpreter while another waits; Python's own 5 ms are a key's time.

The frames are written by one thread, keys read by a second, and a text may load in a third.
"""


INTERRUPTED = 130
"""Exit status of what the person has given up before there was anything to see."""

SIZE_REST_S = 0.05
"""A window that has not changed for so long is taken to have its size; Textual waits for 8 ms."""


class GivenUpError(Exception):
    """The person does not want to wait for the rest of a text."""


class Ended(NamedTuple):
    """How reading an article came to its end."""

    status: int
    """For the shell."""
    farewell: str = ""
    """To be said on the terminal; empty: nothing."""
    following: Opening | None = None
    """What the person left for; to be shown next."""


class PostilApp(App[None]):
    """Shows one article. What goes wrong with no screen to say it on is kept in `failure`."""

    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False
    BINDINGS: ClassVar = []
    inherit_bindings = False
    # The default screen's own CSS_PATH is not read by Textual 8.2.
    CSS_PATH: ClassVar[CSSPathType | None] = "styles/reading.tcss"
    TITLE = "postil"

    def __init__(
        self,
        opening: Opening,
        *,
        palette: Palette = DARK,
        drafts: Drafts | None = None,
        settings: Settings = DEFAULTS,
        choice: Choice | None = None,
        complaint: str = "",
        told: Callable[[], Told] | None = None,
        shows_cursor: bool = False,
    ) -> None:
        """Show what an opening gives.

        Args:
            opening: The article.
            palette: Dark or light, as the terminal's ground is.
            drafts: Where the note being typed is kept.
            settings: The person's.
            choice: What to paint with; None is the palette.
            complaint: Said once the text stands: what is wrong with the settings.
            told: What this person was told before; None tells nothing more.
            shows_cursor: Let the terminal's own cursor be seen at the caret.
        """
        depth = choice.depth if choice else colour_depth(os.environ)
        is_dark_ground = palette.is_dark
        self._complaint = complaint
        if choice is not None:
            palette = choice.palette
        self._own_theme = textual_theme(palette, depth, choice.name if choice else "")
        # Before the rest: from the theme Textual chooses its filters, which would turn the terminal's
        # own colours into greys, and the variables of the style sheets, which a later theme makes it
        # read twice.
        self.set_reactive(App.theme, self._own_theme.name)
        super().__init__(driver_class=_driver_class())
        self.register_theme(self._own_theme)
        self.shows_cursor = shows_cursor
        """The terminal's own cursor is to be seen at the caret."""
        self.opening = opening
        self.failure: PostilError | None = None
        self.look = Look(palette, depth, has_digits=settings.marks == "digits")
        self._drafts = drafts
        self._told = told
        self._is_leaving = False
        self._is_given_up = False
        self._has_painted = False
        self._size_rest: Timer | None = None
        first = opening.first()
        self.session = Session(first.document, creator=settings.creator)
        if opening.back is not None and first.opened is not None:
            from reader.screens.versioning import moment_of  # noqa: PLC0415  # for earlier texts

            self.session.past = moment_of(first.opened.version)
        if first.opened is not None and first.library is not None:
            self.session.attach(first.library, first.opened)
        self._first = first
        self.reading = ReadingScreen(self.session, self.look, title=first.title, settings=settings)
        self.reading.is_dark_ground = is_dark_ground
        if first.opened is not None:
            # Now, so that the first frame shows where one stopped, and the next does not jump there.
            self.reading.resume(first.opened)

    def get_theme(self, theme_name: str) -> Theme | None:
        """A theme by name; our own also while the app is being made."""
        own = self._own_theme
        return own if theme_name == own.name else super().get_theme(theme_name)

    def get_default_screen(self) -> ReadingScreen:
        """The article."""
        return self.reading

    def on_mount(self) -> None:
        """The first paint follows; the rest comes after it."""
        self.call_after_refresh(self._after_first_paint)

    def _after_first_paint(self) -> None:
        from reader.drafts import Drafts  # noqa: PLC0415  # not before the first paint
        from reader.paths import drafts_folder  # noqa: PLC0415  # likewise

        self._has_painted = True
        sys.setswitchinterval(SWITCH_S)
        if sys.platform != "win32" and not self.is_headless:
            # Not by the loop, which is blocked where the terminal takes nothing any more.
            for number in (signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, self._end_by)
        self.stylesheet.read(Path(__file__).parent / "styles" / "typing.tcss")
        self.reading.drafts = self._drafts or Drafts(drafts_folder(self.opening.library_path))
        if self._first.opened is not None:
            self.reading.attach(self._first.opened)
            self._greet()
        elif self._first.notices:
            self.reading.say(" · ".join(self._first.notices))
        if self._complaint:
            self.reading.say(self._complaint, is_error=True)
        self.reading.make_late_parts()
        self.reading.reloading.follow(self.opening, self._pause)
        self.reading.article.colour_code()
        if self._first.opened is None:
            self._begin(self._finish)
        elif not self.session.is_complete:
            self._begin(self._read_marks)
        else:
            _keep_for_good()

    def _begin(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        """Work beside the screen; as a function, since a coroutine that never begins complains."""
        self.run_worker(work, exclusive=True, group="opening")  # type: ignore[arg-type]  # so it may

    def _end_by(self, number: int, _frame: FrameType | None) -> None:
        """The terminal is gone, or the machine goes down: keep the note being typed, and leave."""
        self.reading.noting.save_at_once()
        if not os.isatty(0):
            # Nobody takes what is written to a terminal that is gone: a farewell would wait for ever.
            os._exit(128 + number)
        asyncio.get_running_loop().call_soon_threadsafe(
            partial(self.exit, return_code=128 + number)
        )

    def _pause(self) -> None:
        """Called by threads between slices of their work."""
        from reader.loaders import yield_to_others  # noqa: PLC0415  # it is there

        if self._is_leaving:
            raise asyncio.CancelledError
        if self._is_given_up:
            raise GivenUpError
        yield_to_others()

    async def _read_marks(self) -> None:
        def read() -> Marks:
            return Marks(self.opening.all_marks(self._pause))

        try:
            self.reading.show_all_marks(await asyncio.to_thread(read))
        except PostilError as error:
            self.reading.say_error(error)
        _keep_for_good()

    async def _finish(self) -> None:
        self._is_given_up = False
        self.reading.awaiting.begin(self.opening.name, self._give_up)
        try:
            if self._first.is_awaited:
                await self._show_head()
            finished = await asyncio.to_thread(self.opening.finish, self._pause)
            moved = await asyncio.to_thread(self._moved, finished.document.text)
        except PostilError as error:
            self.failure = error
            self.exit()
            return
        except GivenUpError:
            if self._first.is_awaited:
                self.exit(return_code=INTERRUPTED)
            else:
                self.reading.awaiting.stop(partial(self._begin, self._finish))
            return
        self.reading.awaiting.end()
        self._show(finished, moved)

    def _moved(self, whole: str) -> dict[int, int]:
        """Where what stands on the screen stands in the whole text; of a head that is its beginning, there."""
        head = self.session.document.text
        if whole.startswith(head):
            return {}
        from annotations.revised import positions_in  # noqa: PLC0415  # seldom needed

        return positions_in(whole, head, {self.session.caret, self.reading.article.first_visible()})

    def _give_up(self) -> None:
        self._is_given_up = True

    async def _show_head(self) -> None:
        """Show the beginning of the text, which was not there when the screen was."""
        first = await asyncio.to_thread(self.opening.head, self._pause)
        self._first = first
        self.session.replace_document(first.document)
        self.reading.article_title = first.title
        self.reading.show_whole()
        if first.notices:
            self.reading.say(" · ".join(first.notices))

    def _show(self, finished: Finished, moved: Mapping[int, int]) -> None:
        if finished.document is not self.session.document:
            caret, top = self.session.caret, self.reading.article.first_visible()
            self.session.replace_document(finished.document)
            self.reading.show_whole()
            if moved:
                self.session.drop_selection()
                self.session.go_to(moved.get(caret, caret))
                self.reading.article.put_at_top(self.session.clamp(moved.get(top, top)))
        self.session.attach(finished.library, finished.opened)
        _keep_for_good()
        is_complaining = self._complaint and self.reading.bottom_line.message == self._complaint
        self.reading.attach(finished.opened)
        if is_complaining:
            self.reading.say(self._complaint, is_error=True)
        elif finished.notices:
            self.reading.say(" · ".join(finished.notices))
        self._greet()

    def _greet(self) -> None:
        """Show who starts postil for the first time what to do, once it is known whether there are marks."""
        if self._told is not None:
            self.reading.beginning.greet(self._told())

    @on(Driver.SignalResume)
    def paint_anew(self) -> None:
        """Back from the shell, whose output stands on the screen, or from another size and back."""
        self.refresh(layout=True)

    def on_resize(self) -> None:
        """Paint anew once the size rests, also if it is what it was.

        A terminal moves what stands on it about with each size; of sizes that follow each other fast
        Textual sees only some, and paints nothing where the last is the one that it knew.
        """
        if self._has_painted:
            if self._size_rest is not None:
                self._size_rest.stop()
            self._size_rest = self.set_timer(SIZE_REST_S, self.paint_anew)

    async def on_event(self, event: events.Event) -> None:
        """Give keys and pasted text to the reading screen, which passes on what others are to have.

        Textual gives a key to what has the focus when it arrives: of keys typed at once, those after
        the one that opens a prompt would act on the article, those after the one that closes a
        screen on nothing.
        """
        if isinstance(event, (Key, Paste)) and not event.is_forwarded:
            if not self.app_focus:
                self.app_focus = True
            self.reading.post_message(event)
        else:
            await super().on_event(event)

    def exit(self, *args: object, **kwargs: object) -> None:
        """Leave; threads that still load are told."""
        self._is_leaving = True
        super().exit(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came


def _driver_class() -> type[Driver] | None:
    """Ours where it fits; None is Textual's own choice."""
    if sys.platform == "win32":
        return None
    from reader.terminal.driver import PromptDriver  # noqa: PLC0415  # not on Windows

    return PromptDriver


def _keep_for_good() -> None:
    """Collect garbage from now on, but not among what there is, which lives as long as the screen.

    Looked through again and again while they are read, 100,000 marks hold up a key for 20 to 90 ms.
    """
    gc.freeze()
    gc.enable()


def _told() -> Told:
    """What this person was told before."""
    from reader.first_steps import Told  # noqa: PLC0415  # not before the first paint
    from reader.paths import told_folder  # noqa: PLC0415  # likewise

    return Told(told_folder())


def _ended(app: PostilApp) -> Ended:
    """How it ended; who leaves for the first time is told that there was nothing to save."""
    from reader.first_steps import Once, farewell  # noqa: PLC0415  # not before the first paint

    status, told, following = app.return_code or 0, _told(), app.reading.dropping.following
    if following is not None:
        # The article that is left is garbage now, which was held back for the sake of the keys.
        gc.unfreeze()
        return Ended(status, following=following)
    if status or told.was(Once.FAREWELL):
        return Ended(status)
    told.remember(Once.FAREWELL)
    return Ended(status, farewell(app.session.mark_count))


def run_app(
    opening: Opening, loaded: Loaded, *, is_dark: bool = True, shows_cursor: bool = False
) -> Ended:
    """Show an article until the person leaves.

    Args:
        opening: Of the article, begun.
        loaded: The settings, with what is wrong with their file.
        is_dark: Whether the terminal's ground is.
        shows_cursor: Let the terminal's own cursor be seen at the caret.

    Raises:
        PostilError: The source or the library cannot be opened.
    """
    settings, choice = loaded.settings, None
    if settings.theme != DEFAULTS.theme or settings.colours:
        from reader.theme_choice import chosen, with_refusals  # noqa: PLC0415  # only where set

        choice = chosen(
            settings.theme, settings.colours, is_dark=is_dark, depth=colour_depth(os.environ)
        )
        loaded = with_refusals(loaded, choice)
    app = PostilApp(
        opening,
        palette=DARK if is_dark else LIGHT,
        settings=settings,
        choice=choice,
        complaint=loaded.summary(),
        told=_told,
        shows_cursor=shows_cursor or settings.cursor == "terminal",
    )
    try:
        app.run(mouse=settings.mouse)
    finally:
        opening.close()
    if app.failure is not None:
        raise app.failure
    return _ended(app)
