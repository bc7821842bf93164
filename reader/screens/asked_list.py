"""A list of what the library answers to a query, which is asked anew as it is typed.

Letters are keys, `/` begins to type; `tab` completes, and what it would put there is shown. What is
asked for, and how an answer looks, is said by the screens made of it.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual.events import Key

from annotations.errors import PostilError, QueryError
from annotations.query import NOTHING, parse
from annotations.query_completion import Vocabulary, complete
from reader.narrowing import Narrowing
from reader.screens.listed import Entry, ListAction
from reader.screens.listing import ListingScreen
from reader.screens.stepping import Steps
from reader.screens.wording import mistaken

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from textual import events

    from annotations.library import Library
    from annotations.model import ArticleId
    from annotations.query import Known, Query
    from annotations.query_completion import Completion
    from annotations.results import HistoryEntry, MarkEdit, Written
    from reader.config import Settings
    from reader.planning import Plan
    from reader.screens.help_entries import Entry as HelpEntry
    from reader.screens.host import Host
    from reader.screens.listed import Listing
    from reader.screens.mode import Mode
    from reader.themes import Look
    from reader.widgets.prompts import Prompt

TYPING_REST_S = 0.04
"""How long nothing must have been typed before the library is asked."""


class AskedScreen(ListingScreen[Entry]):
    """The list with its query."""

    CSS: ClassVar[str] = ListingScreen.CSS.replace("ListingScreen", "AskedScreen") + (
        "AskedScreen { layers: base prompt; }"
    )

    def __init__(
        self,
        library: Library,
        look: Look,
        settings: Settings,
        listing: Listing[Entry],
        typed: str,
    ) -> None:
        """Make the screen.

        Args:
            library: Open, and left open.
            look: The styles.
            settings: The person's.
            listing: Without entries.
            typed: What is asked for at first.
        """
        super().__init__(look, listing)
        self.library = library
        self.settings = settings
        self._known: Known = NOTHING
        self._vocabulary = Vocabulary()
        self._mistake: QueryError | None = None
        """What is wrong with the query that is typed."""
        self._asking: asyncio.Task[None] | None = None
        self._is_answered = False
        self._anchor: int | None = None
        self._prompt: tuple[Prompt, Callable[[Prompt], Awaitable[None]]] | None = None
        self.mode: Mode | None = None
        """What has every key for a while, if anything."""
        self._is_away = False
        self._first_place = listing.current
        self.steps = Steps(library)
        self.filter_line.line.insert(typed)

    @property
    def host(self) -> Host:
        """The app."""
        return cast("Host", self.app)

    # --- asking -----------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Ask for what was asked for last."""
        super().on_mount()
        self.run_worker(self._begin(), exclusive=True, group="preparing")

    async def _begin(self) -> None:
        try:
            await self._learn()
        except PostilError as error:
            self.say_error(error)
        self.ask_again(self._first_place)

    async def _learn(self) -> None:
        """Learn what a query may refer to."""
        self._known, self._vocabulary = await asyncio.to_thread(
            lambda: (self.library.known(), self.library.vocabulary())
        )

    def away(self) -> None:
        """Another screen comes over the list: what is changed there is shown when it is back.

        Letters are keys then, also where a query was typed before.
        """
        self._is_away = True
        self._is_typing = False

    def on_screen_resume(self) -> None:
        """Back from another screen: what was changed there is shown, where one was."""
        if self._is_away:
            self._is_away = False
            self.view.forget_painted()
            self.come_back()

    def come_back(self) -> None:
        """Show what was changed meanwhile."""
        self.ask_again(self.view.current)

    def ask_for(self, typed: str) -> None:
        """Ask for something else, as if it had been typed."""
        line = self.filter_line.line
        line.text, line.cursor = typed, len(typed)
        self._is_typing = False
        self.filter_line.refresh()
        self.ask_again(0)

    def ask_again(self, place: int) -> None:
        """Ask the library the same: something was changed."""
        self._filter(place)

    def _filter(self, place: int) -> None:
        self._stop()
        self._mistake = None
        try:
            query = parse(self.typed, self._known)
        except QueryError as error:
            self._mistake = error
            self._show(self.view.current, is_other=False)
            return
        self._point()
        self.bottom_line.say("")
        self._show_hints()
        rest_s = TYPING_REST_S if self._is_answered and self._is_typing else 0
        self._asking = asyncio.get_running_loop().create_task(self._ask(query, place, rest_s))

    async def _ask(self, query: Query, place: int, rest_s: float) -> None:
        """Ask for something once nothing more was typed for a while, and show what is answered."""
        raise NotImplementedError

    def _show_hints(self) -> None:
        if self.is_attached:
            self.bottom_line.show(
                *(("", self._hints()) if self.mode is None else self.mode.hints())
            )

    def show_state(self) -> None:
        """Show what keys do now."""
        self._show_hints()

    def _show(self, place: int, *, is_other: bool) -> None:
        super()._show(place, is_other=is_other)
        self._point()

    def _point(self) -> None:
        """Show a mistake under its character; what is only begun is none yet."""
        wrong = self._mistake
        is_begun = self._is_typing and self._completion is not None
        if wrong is None or is_begun:
            self.filter_line.expect("")
        else:
            self.filter_line.expect(str(wrong).rstrip("."), wrong.position)
        self.set_class(self.filter_line.is_row_added, "-mistaken")

    def _show_found(self, found: Sequence[Entry], place: int) -> None:
        """Show what was answered; which are chosen is told before."""
        self._is_answered = True
        self._entries = found
        self._narrowing = Narrowing(found, self.listing.text)
        self._narrowing.begin("")
        self._narrowing.go_on(0)
        self._show(place, is_other=True)

    def _stop(self) -> None:
        super()._stop()
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None

    async def filtered(self) -> None:
        """Wait until the library has answered."""
        if self._asking is not None:
            await asyncio.wait((self._asking,))

    # --- keys -------------------------------------------------------------------------------

    async def on_key(self, event: events.Key) -> None:
        """Do what the key does here; a step that was named is to be undone by the very next."""
        if self._is_typing or self.meant(event) != "u":
            self.steps.asked = None
        await super().on_key(event)

    async def press(self, key: str) -> None:
        """Do what a key does, by its name: one that a mode has passed on."""
        await self._press(Key(key, key if len(key) == 1 else None))

    async def _press(self, event: events.Key) -> None:
        key = event.key
        if self.mode is not None:
            await self.mode.press(self.meant(event))
            self.show_state()
        elif self._is_typing and key == "tab":
            self._complete()
        elif key == "enter" and self._mistake is not None:
            self.bottom_line.say(mistaken(self._mistake), is_error=True)
        elif key == "f1" or (key == "question_mark" and not self._is_typing):
            self._help()
        elif key in ("shift+down", "shift+up"):
            self._extend(1 if key == "shift+down" else -1)
        else:
            self._anchor = None
            await super()._press(event)

    def _stepping(self) -> list[ListAction[Entry]]:
        """The keys that go back and forward in what was done."""

        async def step(_screen: object, _taken: object, *, is_undo: bool) -> None:
            self.say(await self.steps.take(self._show_step, is_undo=is_undo))

        return [
            ListAction(key, "", partial(step, is_undo=key == "u"), is_of_list=True)
            for key in ("u", "U", "ctrl+r")
        ]

    async def _show_step(self, entry: HistoryEntry) -> None:
        """A step was undone, or done again: show what has changed by it."""
        raise NotImplementedError

    async def commit(
        self, plan: Plan, edits: Mapping[ArticleId, Sequence[MarkEdit]]
    ) -> dict[ArticleId, Written]:
        """Write what was planned, as a step of this list; gives what came of it, by article."""
        self.say("still writing …")
        written = await asyncio.wrap_future(
            self.library.write_marks_of(edits, action=plan.action, label=plan.label)
        )
        self.steps.made(*(each.step for each in written.values() if each.step is not None))
        return written

    @property
    def _completion(self) -> Completion | None:
        """What `tab` would put there."""
        line = self.filter_line.line
        found = complete(line.text, line.cursor, self._vocabulary, limit=1)
        return found[0] if found else None

    def _complete(self) -> None:
        found, line = self._completion, self.filter_line.line
        if found is None:
            self.say("nothing to complete here")
            return
        line.text, line.cursor = found.within(line.text)
        self._filter(0)
        self.filter_line.refresh()

    def _hints(self) -> list[tuple[str, str]]:
        hints = super()._hints()
        if not self._is_typing:
            # In a narrow window the last are cut away: how to ask and what keys there are never is.
            take, *others, ask, back = hints
            return [take, ask, ("?", "help"), *others, back]
        found = self._completion if self.typed.strip() else None
        # The last hint is always shown: the way out.
        offered = ("tab", "complete" if found is None else found.label)
        return [*hints[:-1], offered, hints[-1]]

    def _help(self) -> None:
        """Show the keys."""
        from reader.screens.help import HelpScreen  # noqa: PLC0415  # rarely used

        self.app.push_screen(HelpScreen(self.look, entries=self.help_entries()))

    def help_entries(self) -> Sequence[HelpEntry]:
        """The keys of the list, with what they do."""
        raise NotImplementedError

    def _extend(self, step: int) -> None:
        """Choose from where the range began to the next row."""
        if not self.count:
            return
        here = self.view.current
        if self._anchor is None:
            self._anchor = here
        there = max(0, min(here + step, self.count - 1))
        old = range(min(self._anchor, here), max(self._anchor, here) + 1)
        new = range(min(self._anchor, there), max(self._anchor, there) + 1)
        self._chosen = (self._chosen - set(old)) | set(new)
        self._show(there, is_other=False)

    # --- to other lists ---------------------------------------------------------------------

    def to_other_lists(self) -> Sequence[ListAction[Entry]]:
        """The keys that lead to the other lists of the library."""
        return (
            ListAction("B", "", self._show_library, is_of_list=True),
            ListAction("C", "", self._show_codebook, is_of_list=True),
        )

    async def _show_library(self, screen: ListingScreen[Entry], taken: Sequence[Entry]) -> None:
        del screen, taken
        self.away()
        await self.host.show_library(self.library)

    async def _show_codebook(self, screen: ListingScreen[Entry], taken: Sequence[Entry]) -> None:
        del screen, taken
        from reader.keymap import Keymap  # noqa: PLC0415  # rarely used
        from reader.screens.coding import show_codebook  # noqa: PLC0415  # likewise

        self.away()
        keymap = Keymap(self.settings.keys, self.listing.keyboard)
        await show_codebook(self, self.library, self.look, keymap, self.settings)

    # --- prompts ----------------------------------------------------------------------------

    async def ask(self, prompt: Prompt, answered: Callable[[Prompt], Awaitable[None]]) -> None:
        """Open a prompt; what it answers goes to `answered`."""
        self._prompt = prompt, answered
        await self.mount(prompt)
        self.set_focus(prompt.field)

    async def on_prompt_ended(self, message: Prompt.Ended) -> None:
        """A prompt is answered, or left."""
        message.stop()
        if self._prompt is None or self._prompt[0] is not message.prompt:
            return
        (prompt, answered), self._prompt = self._prompt, None
        self.set_focus(self.view)
        await prompt.remove()
        if prompt.is_done:
            try:
                await answered(prompt)
            except PostilError as error:
                self.say_error(error)
