"""The Textual app: from an opening to screens, and back to the shell."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from annotations.values import NamedTuple

# Read when Textual is imported: how long an Esc waits for the rest of a sequence. Only a far terminal
# sends one in two parts.
os.environ.setdefault("ESCDELAY", "100" if os.environ.get("SSH_CONNECTION") else "20")

from textual import on
from textual.app import App
from textual.driver import Driver
from textual.events import Key, Paste

from reader.config import DEFAULTS
from reader.opening import Opening
from reader.screens.keyed import KeyedScreen
from reader.screens.reading import ReadingScreen
from reader.session import Session
from reader.themes import DARK, LIGHT, Look, colour_depth, textual_theme

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from textual import events
    from textual.screen import Screen
    from textual.theme import Theme
    from textual.timer import Timer
    from textual.types import CSSPathType

    from annotations.errors import PostilError
    from annotations.library import Library
    from annotations.model import AnnotationId, ArticleId
    from reader.config import Loaded, Settings
    from reader.drafts import Drafts
    from reader.first_steps import Told
    from reader.request import ReadRequest
    from reader.screens.library import LibraryScreen
    from reader.screens.loading import Loading, Wishes
    from reader.shelving import Shelves, Stock
    from reader.theme_choice import Choice
    from reader.themes import Palette

SWITCH_S = 0.0005
"""How long a thread may keep the interpreter while another waits; Python's own 5 ms are a key's time.

Marks are written by one thread, and a text may load in another.
"""


FORGET_S = 3.0
"""After so long without a key the memory of an article that was left is given back: some 50 ms of work.

By then nothing waits any more for what it was given.
"""

INTERRUPTED = 130
"""Exit status of what the person has given up before there was anything to see."""

SIZE_REST_S = 0.05
"""A window that has not changed for so long is taken to have its size; Textual waits for 8 ms."""


SHEETS = ("styles/reading.tcss", "styles/library.tcss")
"""Read at the start where the library is the first screen."""


class Ended(NamedTuple):
    """How reading an article came to its end."""

    status: int
    """For the shell."""
    farewell: str = ""
    """To be said on the terminal; empty: nothing."""
    following: Opening | None = None
    """What the person left for; to be shown next."""


class Visit:
    """An article on the screen, from its first paint until it is left."""

    def __init__(
        self,
        opening: Opening,
        look: Look,
        settings: Settings,
        *,
        is_dark_ground: bool,
        at: AnnotationId | int | None = None,
    ) -> None:
        """Make the screen of what an opening gives.

        Args:
            opening: Of the article.
            look: The styles.
            settings: The person's.
            is_dark_ground: What the terminal said of its ground.
            at: The mark or the position to go to; None: to where one stopped.
        """
        self.opening = opening
        self.at = None if isinstance(at, int) else at
        self.loading: Loading | None = None
        """There after the first paint."""
        self.first = first = opening.first()
        self.session = Session(first.document, creator=settings.creator)
        if opening.back is not None and first.opened is not None:
            from reader.screens.versioning import moment_of  # noqa: PLC0415  # for earlier texts

            self.session.past = moment_of(first.opened.version)
        if first.opened is not None and first.library is not None:
            self.session.attach(first.library, first.opened)
        self.screen = ReadingScreen(self.session, look, title=first.title, settings=settings)
        self.screen.is_dark_ground = is_dark_ground
        if first.opened is not None:
            mark = None if self.at is None else self.session.marks.get(self.at)
            place = at if isinstance(at, int) else mark.start if mark is not None else None
            # Now, so that the first frame shows where one stopped, and the next does not jump there.
            if place is None:
                self.screen.resume(first.opened)
            else:
                self.session.go_to(place)

    def begin(self, wishes: Wishes) -> None:
        """The text stands on the screen; the rest follows."""
        from reader.screens.loading import Loading  # noqa: PLC0415  # not before the first paint

        self.loading = Loading(self.screen, self.opening, self.first, wishes)
        self.loading.begin()

    def leave(self) -> None:
        """The article is left: nothing more is read of it."""
        if self.loading is not None:
            self.loading.leave()

    def close(self) -> None:
        """Give back what the article holds, of an app that goes on."""
        self.leave()
        library, article = self.session.library, self.session.article
        if library is not None and article is not None:
            library.shelf.let_go(article.id)
        self.opening.close()


class PostilApp(App[None]):
    """Shows one article, others and lists over it. What goes wrong with no screen to say it on is kept in `failure`."""

    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False
    BINDINGS: ClassVar = []
    inherit_bindings = False
    # The default screen's own CSS_PATH is not read by Textual 8.2.
    CSS_PATH: ClassVar[CSSPathType | None] = SHEETS[0]
    TITLE = "postil"

    def __init__(
        self,
        first: Opening | Shelves,
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
            first: Of an article, or the library, begun.
            palette: Dark or light, as the terminal's ground is.
            drafts: Where the note being typed is kept.
            settings: The person's.
            choice: What to paint with; None is the palette.
            complaint: Said once the text stands: what is wrong with the settings.
            told: What this person was told before; None tells nothing more.
            shows_cursor: Let the terminal's own cursor be seen at the caret.
        """
        depth = choice.depth if choice else colour_depth(os.environ)
        self._is_dark_ground = palette.is_dark
        self._complaint = complaint
        if choice is not None:
            palette = choice.palette
        self._own_theme = textual_theme(palette, depth, choice.name if choice else "")
        # Before the rest: from the theme Textual chooses its filters, which would turn the terminal's
        # own colours into greys, and the variables of the style sheets, which a later theme makes it
        # read twice.
        self.set_reactive(App.theme, self._own_theme.name)
        sheets: CSSPathType | None = None if isinstance(first, Opening) else [*SHEETS]
        super().__init__(driver_class=_driver_class(), css_path=sheets)
        self.register_theme(self._own_theme)
        self.shows_cursor = shows_cursor
        """The terminal's own cursor is to be seen at the caret."""
        self.failure: PostilError | None = None
        self.following: Opening | None = None
        """What the person leaves the first article for; set before the app ends."""
        self.look = Look(palette, depth, has_digits=settings.marks == "digits")
        self._settings = settings
        self._drafts = drafts
        self._told = told
        self._has_painted = False
        self._size_rest: Timer | None = None
        self._forgetting: Timer | None = None
        self._visits: list[Visit] = []
        self._shelf: LibraryScreen | None = None
        """The list of articles shown last."""
        self._shelves = None if isinstance(first, Opening) else first
        self._base: KeyedScreen
        if isinstance(first, Opening):
            visit = self._visit(first)
            self._visits.append(visit)
            self._base = visit.screen
        else:
            self._base = self._library_screen(first.library, first.stock)

    def _visit(self, opening: Opening, at: AnnotationId | int | None = None) -> Visit:
        return Visit(opening, self.look, self._settings, is_dark_ground=self._is_dark_ground, at=at)

    @property
    def _latest(self) -> Visit:
        for screen in reversed(self.screen_stack):
            for visit in self._visits:
                if visit.screen is screen:
                    return visit
        return self._visits[-1]

    @property
    def opening(self) -> Opening:
        """Of the article opened last."""
        return self._latest.opening

    @property
    def session(self) -> Session:
        """Of the article opened last."""
        return self._latest.session

    @property
    def reading(self) -> ReadingScreen:
        """The screen of the article that lies over all others."""
        return self._latest.screen

    @property
    def mark_count(self) -> int:
        """Marks of the article that lies over all others; 0 if none is open."""
        return self.session.mark_count if self._visits else 0

    def get_theme(self, theme_name: str) -> Theme | None:
        """A theme by name; our own also while the app is being made."""
        own = self._own_theme
        return own if theme_name == own.name else super().get_theme(theme_name)

    def get_default_screen(self) -> KeyedScreen:
        """The first article, or the library."""
        return self._base

    def on_mount(self) -> None:
        """The first paint follows; the rest comes after it."""
        self.call_after_refresh(self._after_first_paint)

    def _after_first_paint(self) -> None:
        self._has_painted = True
        sys.setswitchinterval(SWITCH_S)
        if sys.platform != "win32" and not self.is_headless:
            # Not by the loop, which is blocked where the terminal takes nothing any more.
            for number in (signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, self._end_by)
        self.stylesheet.read(Path(__file__).parent / "styles" / "typing.tcss")
        if self._shelves is None:
            self._begin(self._latest, complaint=self._complaint, told=self._told)
            return
        gc.freeze()
        gc.enable()
        if self._complaint:
            self._base.say(self._complaint, is_error=True)
        assert self._shelf is not None
        if self._shelves.places:
            self._shelf.adding.begin(self._shelves.places)

    def _begin(
        self, visit: Visit, *, complaint: str = "", told: Callable[[], Told] | None = None
    ) -> None:
        """An article stands on the screen: what it is still to have follows."""
        from reader.drafts import Drafts  # noqa: PLC0415  # not before the first paint
        from reader.paths import drafts_folder  # noqa: PLC0415  # likewise
        from reader.screens.loading import Wishes  # noqa: PLC0415  # likewise

        visit.begin(
            Wishes(
                drafts=self._drafts or Drafts(drafts_folder(visit.opening.library_path)),
                failed=partial(self._failed, visit),
                given_up=partial(self._given_up, visit),
                complaint=complaint,
                told=told,
                at=visit.at,
            )
        )

    def _failed(self, visit: Visit, error: PostilError) -> None:
        """An article cannot be read after all; what is wrong is said where it was opened."""
        if self._is_first(visit.screen):
            self.failure = error
            self.exit()
            return
        self.leave(visit.screen)
        if isinstance(self.screen, KeyedScreen):
            self.screen.say_error(error)

    def _given_up(self, visit: Visit) -> None:
        if self._is_first(visit.screen):
            self.exit(return_code=INTERRUPTED)
            return
        self.leave(visit.screen)
        if isinstance(self.screen, KeyedScreen):
            self.screen.say("cancelled · nothing was changed")

    def _end_by(self, number: int, _frame: FrameType | None) -> None:
        """The terminal is gone, or the machine goes down: keep the note being typed, and leave."""
        for visit in self._visits:
            visit.screen.noting.save_at_once()
        if not os.isatty(0):
            # Nobody takes what is written to a terminal that is gone: a farewell would wait for ever.
            os._exit(128 + number)
        asyncio.get_running_loop().call_soon_threadsafe(
            partial(self.exit, return_code=128 + number)
        )

    # --- from screen to screen --------------------------------------------------------------

    async def read(
        self, request: ReadRequest, *, library: Library, at: AnnotationId | int | None = None
    ) -> None:
        """Open an article over the present screen: see `Host`.

        Raises:
            PostilError: It cannot be read; the present screen stays.
        """
        from reader.screens.dropping import PATIENCE_S  # noqa: PLC0415  # likewise

        for visit in self._visits:
            article = visit.session.article
            if article is not None and article.id == request.article and not visit.session.past:
                self._show_again(visit, at)
                return
        opening = Opening(request, library=library)

        def begin() -> None:
            opening.begin()
            opening.first(within_s=PATIENCE_S)

        await asyncio.to_thread(begin)
        await self._show(self._visit(opening, at))

    def _show_again(self, visit: Visit, at: AnnotationId | int | None) -> None:
        """Show an article that is open, over what lies over it: leaving it comes back to that."""
        if self.screen is not visit.screen:
            self.push_screen(visit.screen)
        if isinstance(at, int):
            visit.screen.going.go_to(at)
        elif at is not None and visit.loading is not None:
            visit.loading.go_to(at)

    async def _show(self, visit: Visit) -> None:
        self._visits.append(visit)
        await self.push_screen(visit.screen)
        told = None if self._shelves is None else self._told
        visit.screen.call_after_refresh(partial(self._begin, visit, told=told))

    def _library_screen(self, library: Library, stock: Stock) -> LibraryScreen:
        from reader.screens.library import LibraryScreen  # noqa: PLC0415  # not before an article

        state = None if self._shelf is None else self._shelf.state
        self._shelf = LibraryScreen(library, self.look, self._settings, stock, state)
        return self._shelf

    async def show_library(self, library: Library) -> None:
        """Show the list of all articles: see `Host`.

        Raises:
            StoreError: The library failed.
        """
        from reader.shelving import FIRST_ROWS, stock_of  # noqa: PLC0415  # not before an article

        if self._shelf is not None and self._shelf in self.screen_stack:
            self.come_back_to(self._shelf)
            return
        stock = await asyncio.to_thread(stock_of, library, limit=FIRST_ROWS)
        await self.push_screen(self._library_screen(library, stock))

    def is_open(self, article: ArticleId) -> bool:
        """True for an article that is read on one of the screens."""
        held = (visit.session.article for visit in self._visits)
        return any(each is not None and each.id == article for each in held)

    def leave(self, screen: Screen[Any]) -> None:
        """Go back to what lies under a screen: see `Host`."""
        # An article may lie below as well, under the list from which it was raised.
        places = [place for place, each in enumerate(self.screen_stack) if each is screen]
        if places == [0]:
            self.exit()
        elif places:
            self._cut(places[-1])

    def come_back_to(self, screen: Screen[Any]) -> None:
        """Leave all that lies over a screen: see `Host`."""
        self._cut(self.screen_stack.index(screen) + 1)

    def _cut(self, height: int) -> None:
        """Leave the screens above so many."""
        while len(self.screen_stack) > height:
            # Not awaited: that would wait for the screen, which may wait for this.
            self.pop_screen()
        left = [each for each in self._visits if each.screen not in self.screen_stack]
        self._visits = [each for each in self._visits if each not in left]
        for visit in left:
            visit.close()
        if left:
            # By a message: a timer begun here would hold the screen whose key this is.
            self.call_later(self._forget_later)

    async def follow(self, screen: Screen[Any], opening: Opening) -> None:
        """Leave an article for another: see `Host`."""
        if self._is_first(screen):
            self.following = opening
            self.exit()
            return
        self.leave(screen)
        await self._show(self._visit(opening))

    def _is_first(self, screen: Screen[Any]) -> bool:
        return screen is self.screen_stack[0]

    def _forget_later(self) -> None:
        """Give back the memory of articles that were left, once no key follows at once."""
        if self._forgetting is not None:
            self._forgetting.stop()
        self._forgetting = self.set_timer(FORGET_S, _forget)

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
        """Give keys and pasted text to the topmost screen of keys, which passes on what others are to have.

        Textual gives a key to what has the focus when it arrives: of keys typed at once, those after
        the one that opens a prompt would act on the article, those after the one that closes a
        screen on nothing.
        """
        if isinstance(event, (Key, Paste)) and not event.is_forwarded:
            if not self.app_focus:
                self.app_focus = True
            if self._forgetting is not None:
                self._forgetting.reset()
            # Until there is a screen of keys, there is nobody to press one.
            if (keyed := self._keyed) is not None:
                keyed.post_message(event)
        else:
            await super().on_event(event)

    @property
    def _keyed(self) -> KeyedScreen | None:
        stack = reversed(self.screen_stack)
        return next((each for each in stack if isinstance(each, KeyedScreen)), None)

    def exit(self, *args: object, **kwargs: object) -> None:
        """Leave; threads that still load are told."""
        for visit in self._visits:
            visit.leave()
        super().exit(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came


def _driver_class() -> type[Driver] | None:
    """Ours where it fits; None is Textual's own choice."""
    if sys.platform == "win32":
        return None
    from reader.terminal.driver import PromptDriver  # noqa: PLC0415  # not on Windows

    return PromptDriver


def _forget() -> None:
    """Collect what was left, which was held back for the sake of the keys."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _told() -> Told:
    """What this person was told before."""
    from reader.first_steps import Told  # noqa: PLC0415  # not before the first paint
    from reader.paths import told_folder  # noqa: PLC0415  # likewise

    return Told(told_folder())


def _ended(app: PostilApp) -> Ended:
    """How it ended; who leaves for the first time is told that there was nothing to save."""
    from reader.first_steps import Once, farewell  # noqa: PLC0415  # not before the first paint

    status, told, following = app.return_code or 0, _told(), app.following
    if following is not None:
        # The article that is left is garbage now, which was held back for the sake of the keys.
        gc.unfreeze()
        return Ended(status, following=following)
    if status or told.was(Once.FAREWELL):
        return Ended(status)
    told.remember(Once.FAREWELL)
    return Ended(status, farewell(app.mark_count))


def run_app(
    first: Opening | Shelves, loaded: Loaded, *, is_dark: bool = True, shows_cursor: bool = False
) -> Ended:
    """Show an article, or the library, until the person leaves.

    Args:
        first: Of the article, or the library, begun.
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
        first,
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
        first.close()
    if app.failure is not None:
        raise app.failure
    return _ended(app)
