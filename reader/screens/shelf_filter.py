"""The filter of the library's list: what is typed holds at once, what the store answers a moment later."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from annotations.errors import PostilError, QueryError
from reader.actions import key_label
from reader.screens.part import AnyPart
from reader.screens.wording import mistaken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.query import Known, Query
    from annotations.query_completion import Completion, Vocabulary
    from reader.screens.library import LibraryScreen
    from reader.screens.wording import Hints

TYPING_REST_S = 0.06
"""How long nothing must have been typed before the store is asked."""


_INTO_LIST = frozenset(("down", "up", "pagedown", "pageup"))


class ShelfFilter(AnyPart):
    """Reads the filter line, and is the mode in which it is typed into."""

    def __init__(self, screen: LibraryScreen) -> None:
        self._screen = screen
        self.query: Query | None = None
        """The last that could be understood; None takes everything."""
        self.answered = 0
        """Counts the answers of the store."""
        self._known: Known | None = None
        self._vocabulary: Vocabulary | None = None
        self.mistake: QueryError | None = None
        """What is wrong with what is typed."""

    @property
    def typed(self) -> str:
        """What is typed."""
        return self._screen.filter_line.typed.strip()

    @property
    def is_typing(self) -> bool:
        """Keys go into the filter."""
        return self._screen.mode is self

    @property
    def article_tags(self) -> Sequence[str]:
        """The tags that articles have, those used last first."""
        return self._vocabulary.article_tags if self._vocabulary is not None else ()

    async def learn(self) -> None:
        """Learn what a query may refer to.

        Raises:
            StoreError: The library failed.
        """
        library = self._screen.library

        def look() -> tuple[Known, Vocabulary]:
            import annotations.query  # noqa: F401, PLC0415  # here, so that the first key need not wait

            return library.known(), library.vocabulary()

        self._known, self._vocabulary = await asyncio.to_thread(look)

    # --- what is asked ----------------------------------------------------------------------

    def narrow(self) -> bool:
        """Narrow to what is typed now, as far as that can be known at once; False where it is none."""
        self.mistake = None
        if not self.typed:
            self.query = None
        else:
            from annotations.query import NOTHING, parse  # noqa: PLC0415  # with the first query

            try:
                self.query = parse(self.typed, self._known or NOTHING)
            except QueryError as error:
                self.mistake = error
                return False
        self._screen.shelving.ask(self.query)
        return True

    def _changed(self) -> None:
        screen = self._screen
        if not self.narrow():
            screen.show_state()
            return
        screen.show_found(0)
        if self.query is None:
            screen.workers.cancel_group(screen, "asking")
        else:
            screen.run_worker(partial(self._ask, self.query), exclusive=True, group="asking")  # type: ignore[arg-type]  # so it may

    async def _ask(self, query: Query, rest_s: float = TYPING_REST_S) -> None:
        screen = self._screen
        await asyncio.sleep(rest_s)
        try:
            # What was typed over needs no answer, which would take its time from the next key.
            answer = await asyncio.to_thread(
                screen.library.shelf.answering, query, lambda: query is not self.query
            )
        except PostilError as error:
            screen.say_error(error)
            return
        if query is self.query:
            here = screen.view.current
            screen.shelving.answer(answer, query)
            self.answered += 1
            screen.show_found(here)

    async def ask_again(self) -> None:
        """The library has changed: ask it the same."""
        if self.query is not None:
            await self._ask(self.query, 0)

    async def clear(self) -> None:
        """Take the filter away; the article one is at stays raised."""
        screen, here = self._screen, self._screen.current
        screen.filter_line.line.clear()
        self._changed()
        if here is not None:
            ids = [row.id for row in screen.shelving.found]
            screen.show_found(ids.index(here.id) if here.id in ids else 0)

    async def do_save_query(self) -> None:
        """Save what is typed under a name."""
        from annotations.query import NOTHING  # noqa: PLC0415  # with the first query
        from reader.screens.query_saving import save_query  # noqa: PLC0415  # seldom done

        screen = self._screen
        if self.mistake is not None:
            self._say_mistake(self.mistake)
            return
        await save_query(
            screen, self.typed, self._known or NOTHING, ask=screen.asking.ask, learn=self.learn
        )

    # --- typing -----------------------------------------------------------------------------

    def do_filter_articles(self) -> None:
        """Begin to type."""
        self._screen.mode = self
        self._screen.show_state()

    def begin_with(self, text: str) -> None:
        """Filter by a text that was pasted."""
        self._screen.mode = self
        self._screen.filter_line.line.insert(text)
        self._changed()

    async def press(self, key: str) -> None:
        """A key while the filter is typed."""
        screen, was = self._screen, self._screen.filter_line.line.text
        if key == "escape":
            screen.mode = None
            await self.clear()
        elif key == "enter":
            if self.mistake is not None:
                self._say_mistake(self.mistake)
            else:
                screen.mode = None
                await screen.do_open_article()
        elif key == "ctrl+s":
            await self.do_save_query()
        elif key in _INTO_LIST or (key == "backspace" and not was):
            screen.mode = None
            if key.startswith("page"):
                screen.going.do_article(f"page-{key.removeprefix('page')}")
        else:
            self._type(key)
        if screen.mode is self and screen.filter_line.typed != was:
            self._changed()

    def _say_mistake(self, error: QueryError) -> None:
        self._screen.bottom_line.say(mistaken(error), is_error=True)

    def point(self) -> None:
        """Show a mistake under its character; what is only begun is none yet."""
        line, wrong = self._screen.filter_line, self.mistake
        is_begun = self.is_typing and self.completion is not None
        if wrong is None or is_begun:
            line.expect("")
        else:
            # What is asked begins behind the blanks before it.
            blanks = len(line.typed) - len(line.typed.lstrip())
            line.expect(str(wrong).rstrip("."), blanks + wrong.position)
        self._screen.set_class(line.is_row_added, "-mistaken")

    def _type(self, key: str) -> None:
        line = self._screen.filter_line.line
        if key == "tab":
            self._complete()
        elif key == "/" and not line.text:
            pass  # It has begun already, and no query begins so.
        elif len(key) == 1 or key == "space":
            line.insert(" " if key == "space" else key)
        elif not line.edit(key):
            self._screen.say(f"{key_label(key)} does nothing here · esc goes back")

    @property
    def completion(self) -> Completion | None:
        """What `tab` would put there; None before anything is typed."""
        if self._vocabulary is None or not self.typed:
            return None
        from annotations.query_completion import complete  # noqa: PLC0415  # with the first filter

        line = self._screen.filter_line.line
        return next(iter(complete(line.text, line.cursor, self._vocabulary, limit=1)), None)

    def _complete(self) -> None:
        line, found = self._screen.filter_line.line, self.completion
        if found is not None:
            line.text, line.cursor = found.within(line.text)
        else:
            self._screen.say("nothing to complete here")

    def hints(self) -> tuple[str, Hints]:
        """The keys worth knowing while one types."""
        found = self.completion
        return "", [
            ("enter", "open first"),
            ("↓", "into the list"),
            ("tab", "complete" if found is None else found.label),
            ("ctrl+s", "save"),
            ("tag:", "a tag"),
            ("is:", "unread …"),
            ("esc", "all articles"),
        ]
