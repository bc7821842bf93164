"""Files of marks taken in: what they would change is shown first, and done as one step when it is wanted.

Reading and planning are a worker's: keys wait meanwhile, and esc gives it up.
"""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.errors import PostilError
from reader.layout.cells import fit, show_line
from reader.screens.awaiting import NAME_CELLS
from reader.screens.confirming import Confirming
from reader.screens.part import AnyPart

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from annotations.import_plan import ImportPlan
    from annotations.library import Library
    from annotations.model import ArticleId
    from reader.incoming import Incoming
    from reader.screens.keyed import KeyedScreen
    from reader.screens.wording import Hints
    from reader.widgets.plan_lines import PlanLines
    from reader.widgets.prompts import Prompt


class _GivenUpError(Exception):
    """The person does not want to wait for it."""


class Importing(AnyPart):
    """Asks for files, shows what is in them, takes it in; the mode while they are read."""

    def __init__(
        self,
        screen: KeyedScreen,
        library: Callable[[], Library | None],
        present: Callable[[], ArticleId | None],
        taken: Callable[[ImportPlan], Awaitable[str]],
    ) -> None:
        """Ask nothing yet.

        Args:
            screen: Where it is asked.
            library: Into which marks are taken; None while it is not here.
            present: The article that is read on the screen, which is not offered to be opened.
            taken: Called when marks were taken in; gives what to say of how that is undone.
        """
        self._screen = screen
        self._library = library
        self._present = present
        self._taken = taken
        self._is_given_up = False
        self._lines: PlanLines | None = None

    async def do_import_marks(self) -> None:
        """Ask for a file of marks."""
        from reader.widgets.path_prompt import ImportPrompt  # noqa: PLC0415  # not before the first

        if self._library() is None:
            self._screen.say("the library is not here yet · try again in a moment")
            return

        async def named(prompt: Prompt) -> None:
            assert isinstance(prompt, ImportPrompt)
            self.offer_files([Path(prompt.answer)])

        await self._screen.asking.ask(ImportPrompt(self._screen.look), named)

    def offer_files(self, paths: Sequence[Path], *, told: str = "") -> None:
        """Read files of marks, and show what they would change.

        Args:
            paths: The files.
            told: What was done before, to be said with it.
        """
        name = show_line(paths[0].name) if len(paths) == 1 else f"{len(paths):,} files of marks"

        def read(library: Library) -> Incoming:
            from reader import incoming  # noqa: PLC0415  # not before the first

            return incoming.read(library, paths, self._pause)

        self._begin(fit(name, NAME_CELLS), read, told)

    def offer(self, name: str, incoming: Incoming) -> None:
        """Show what marks would change that were read already.

        Args:
            name: What to call that which held them.
            incoming: The marks.
        """
        self._begin(name, lambda _: incoming, "")

    # --- reading ----------------------------------------------------------------------------

    def _begin(self, name: str, read: Callable[[Library], Incoming], told: str) -> None:
        self._is_given_up = False
        self._screen.mode = self
        self._screen.say(f"reading {name} …")
        work = partial(self._plan, name, read, told)
        self._screen.run_worker(work, group="importing", exclusive=True)  # type: ignore[arg-type]  # so it may
        self._screen.show_state()

    async def press(self, key: str) -> None:
        """Esc gives it up; other keys wait."""
        if key == "escape":
            self._is_given_up = True
            self._screen.mode = None
            self._screen.say("nothing was changed")

    def hints(self) -> tuple[str, Hints]:
        """What can be done."""
        return "IMPORT", [("esc", "cancels")]

    def _pause(self) -> None:
        if self._is_given_up:
            raise _GivenUpError

    async def _plan(self, name: str, read: Callable[[Library], Incoming], told: str) -> None:
        screen, library = self._screen, self._library()
        assert library is not None

        def plan() -> tuple[Incoming, ImportPlan, bool]:
            incoming = read(library)
            self._pause()
            planned = library.import_together(
                incoming.articles, texts=incoming.texts, dry_run=True
            ).result()
            return incoming, planned, self._can_open(library, incoming, planned)

        try:
            incoming, planned, can_open = await asyncio.to_thread(plan)
        except _GivenUpError:
            return
        except PostilError as error:
            if screen.mode is self:
                screen.mode = None
                screen.say_error(error)
                screen.show_state()
            return
        if screen.mode is not self:
            return  # given up, and something else was begun
        await self._ask(name, incoming, planned, told, can_open=can_open)

    def _can_open(self, library: Library, incoming: Incoming, planned: ImportPlan) -> bool:
        """True if there is one article in it that can be read, and is not read already."""
        if len(planned.articles) != 1 or planned.articles[0].article.id == self._present():
            return False
        has_text = incoming.articles[0].document is not None
        return has_text or library.shelf.has_text(planned.articles[0].article.id)

    # --- asking -----------------------------------------------------------------------------

    async def _ask(
        self, name: str, incoming: Incoming, planned: ImportPlan, told: str, *, can_open: bool
    ) -> None:
        from reader.incoming import plan_lines  # noqa: PLC0415  # it is there
        from reader.widgets.plan_lines import PlanLines  # noqa: PLC0415  # not before the first

        screen = self._screen
        lines = [show_line(each) for each in plan_lines(name, planned)]
        self._lines = PlanLines(screen.look, is_over=True)
        await screen.mount(self._lines)
        self._lines.show([*lines, told] if told else lines)
        answers = {"enter": ("take it in", partial(self._take, incoming, opens=False))}
        if can_open:
            answers["o"] = ("and open it", partial(self._take, incoming, opens=True))
        screen.bottom_line.say("")
        screen.mode = Confirming("IMPORT", answers, end=self._end, say=screen.say)
        screen.show_state()

    def _end(self) -> None:
        """Show the plan no longer."""
        self._screen.mode = None
        if self._lines is not None:
            self._lines.remove()
            self._lines = None

    async def _take(self, incoming: Incoming, *, opens: bool) -> None:
        from reader.incoming import said  # noqa: PLC0415  # it is there

        screen, library = self._screen, self._library()
        assert library is not None
        screen.say("taking it in …")
        done = await asyncio.wrap_future(
            library.import_together(incoming.articles, texts=incoming.texts)
        )
        way_back = await self._taken(done)
        if opens:
            from reader.request import ReadRequest  # noqa: PLC0415  # it is there

            request = ReadRequest(library=library.path, article=done.articles[0].article.id)
            await screen.host.read(request, library=library)
            return
        if done.step is None:
            screen.say("no mark was changed: all were known already")
        elif done.is_empty:
            screen.say(f"no mark was changed, but what articles and tags lacked · {way_back}")
        else:
            screen.say(f"{said(done)} · {way_back}")
