"""The screens on which an export is asked for, as the dialog sees them: an article, a list of the library."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from annotations.errors import PostilError
from reader.layout.cells import fit, show_line
from reader.screens.awaiting import NAME_CELLS, SILENCE_S
from reader.screens.exported import Done

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
    from pathlib import Path

    from textual.app import App
    from textual.timer import Timer

    from annotations.library import Library
    from reader.config import Settings
    from reader.export_scopes import Scope
    from reader.screens.mode import Mode
    from reader.screens.reading import ReadingScreen
    from reader.screens.wording import Hints
    from reader.themes import Look
    from reader.widgets.prompts import Prompt


class GivenUpError(PostilError):
    """The person does not want to wait for it."""

    def __init__(self) -> None:
        super().__init__("The export was given up.", hint="what stood there still does")


class Ground(Protocol):
    """What the dialog asks of the screen it is asked on."""

    look: Look
    settings: Settings
    library: Library
    app: App[object]

    def scopes(self) -> Sequence[Scope]:
        """Which marks may be meant, the likeliest first."""
        ...

    async def ask(self, prompt: Prompt, answered: Callable[[Prompt], Awaitable[None]]) -> None:
        """Open a prompt; what it answers goes to `answered`."""
        ...

    def say(self, message: str) -> None:
        """Say something on the bottom line until the next key."""
        ...

    def say_error(self, error: PostilError) -> None:
        """Say what went wrong and what to do."""
        ...

    def start(self, work: Coroutine[None, None, None]) -> None:
        """Do work beside the keys."""
        ...

    @contextmanager
    def working(
        self, name: str, doing: str, come: Callable[[], str] = str
    ) -> Iterator[Callable[[], None]]:
        """While something takes long: tells what, and lets esc give it up.

        Args:
            name: Of what is made.
            doing: What is being done with it.
            come: How far that has come, in words; empty if it is not known.

        Yields:
            To be called between slices of the work; raises `GivenUpError` once it is given up.
        """
        ...

    def written(self, path: Path, said: str) -> None:
        """A file was written: say it, and offer what can be done with it."""
        ...


class _GivingUp:
    """Work that a person may give up while it is done beside the keys."""

    def __init__(self) -> None:
        self._is_given_up = threading.Event()

    def give_up(self) -> None:
        """Let it end."""
        self._is_given_up.set()

    def pause(self) -> None:
        """Between slices of it; raises `GivenUpError` once it is given up."""
        if self._is_given_up.is_set():
            raise GivenUpError


class ReadingGround:
    """An article: it is read on while its marks are written."""

    def __init__(self, screen: ReadingScreen, library: Library, scopes: Sequence[Scope]) -> None:
        self._screen = screen
        self._scopes = scopes
        self.library = library
        self.look = screen.look
        self.settings = screen.settings
        self.app: App[object] = screen.app
        self.ask = screen.asking.ask
        self.say = screen.say
        self.say_error = screen.say_error

    def scopes(self) -> Sequence[Scope]:
        """Of the article, and by a query."""
        return self._scopes

    def start(self, work: Coroutine[None, None, None]) -> None:
        """Do work beside the keys."""
        self._screen.run_worker(work, group="export", exclusive=True)

    @contextmanager
    def working(
        self, name: str, doing: str, come: Callable[[], str] = str
    ) -> Iterator[Callable[[], None]]:
        """As `Ground.working`; esc in the text gives it up."""
        giving_up = _GivingUp()
        self._screen.awaiting.begin(name, giving_up.give_up, doing=doing, come=come)
        try:
            yield giving_up.pause
        finally:
            self._screen.awaiting.end()

    def written(self, path: Path, said: str) -> None:
        """As `Ground.written`; not where something else was begun meanwhile."""
        screen = self._screen
        if screen.is_at_rest:
            screen.mode = Done(screen, path, screen.press)
            screen.show_state()
        screen.say(f"{said} · y copies the path · o opens it")


class ListScreen(Protocol):
    """A list of the library, as this sees it."""

    look: Look
    settings: Settings
    library: Library
    mode: Mode | None

    @property
    def app(self) -> App[object]:
        """The app."""
        ...

    def say(self, message: str) -> None:
        """Say something on the bottom line until the next key."""
        ...

    def say_error(self, error: PostilError) -> None:
        """Say what went wrong and what to do."""
        ...

    def show_state(self) -> None:
        """Bring everything on the screen up to date."""
        ...

    def set_interval(self, interval: float, callback: Callable[[], None]) -> Timer:
        """As Textual's."""
        ...

    async def press(self, key: str) -> None:
        """Do what a key does."""
        ...


class ListGround:
    """A list: its keys wait while something is written."""

    def __init__(
        self,
        screen: ListScreen,
        scopes: Sequence[Scope],
        ask: Callable[[Prompt, Callable[[Prompt], Awaitable[None]]], Awaitable[None]],
        start: Callable[[Coroutine[None, None, None]], object],
    ) -> None:
        self._screen = screen
        self._scopes = scopes
        self._ask = ask
        self._start = start
        self.library = screen.library
        self.look = screen.look
        self.settings = screen.settings
        self.app = screen.app
        self.say = screen.say
        self.say_error = screen.say_error

    def scopes(self) -> Sequence[Scope]:
        """Those of the list."""
        return self._scopes

    async def ask(self, prompt: Prompt, answered: Callable[[Prompt], Awaitable[None]]) -> None:
        """As `Ground.ask`."""
        await self._ask(prompt, answered)

    def start(self, work: Coroutine[None, None, None]) -> None:
        """Do work beside the keys."""
        self._start(work)

    @contextmanager
    def working(
        self, name: str, doing: str, come: Callable[[], str] = str
    ) -> Iterator[Callable[[], None]]:
        """As `Ground.working`; a mode of the list meanwhile."""
        screen, giving_up = self._screen, _GivingUp()

        def tell() -> None:
            so_far = come()
            shown = fit(show_line(name), NAME_CELLS)
            screen.say(f"{doing} {shown} …{so_far and ' '}{so_far} · esc cancels")

        screen.mode = mode = _Working(giving_up.give_up)
        timer = screen.set_interval(SILENCE_S, tell)
        try:
            yield giving_up.pause
        finally:
            timer.stop()
            if screen.mode is mode:
                screen.mode = None
                screen.say("")
                screen.show_state()

    def written(self, path: Path, said: str) -> None:
        """As `Ground.written`."""
        screen = self._screen
        screen.mode = Done(screen, path, screen.press)
        screen.show_state()
        screen.say(f"{said} · y copies the path · o opens it")


class _Working:
    """While a file is written from a list."""

    def __init__(self, give_up: Callable[[], None]) -> None:
        self._give_up = give_up

    def hints(self) -> tuple[str, Hints]:
        """What can be done."""
        return "WRITE", [("esc", "cancels")]

    async def press(self, key: str) -> None:
        """Esc gives it up; other keys wait."""
        if key == "escape":
            self._give_up()
