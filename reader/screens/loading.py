"""What follows the first paint of an article: the rest of its text, its marks, the library's word on it."""

from __future__ import annotations

import asyncio
import gc
from functools import partial
from typing import TYPE_CHECKING

from annotations.errors import LostDatabaseError, PostilError
from annotations.values import NamedTuple
from reader.loaders import yield_to_others
from reader.marks import Marks
from reader.screens.part import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping

    from annotations.model import AnnotationId
    from reader.drafts import Drafts
    from reader.first_steps import Told
    from reader.opening import Finished, First, Opening
    from reader.screens.reading import ReadingScreen


class GivenUpError(Exception):
    """The person does not want to wait for the rest of a text."""


class Wishes(NamedTuple):
    """How an article is to be begun."""

    drafts: Drafts
    """Where the note being typed is kept."""
    failed: Callable[[PostilError], None]
    """Told where the text cannot be read after all."""
    given_up: Callable[[], None]
    """Told where the person gave it up before there was anything to see."""
    complaint: str = ""
    """Said once the text stands: what is wrong with the settings."""
    told: Callable[[], Told] | None = None
    """What this person was told before; None tells nothing more."""
    at: AnnotationId | None = None
    """The mark to go to; None: to where one stopped."""


class Loading(Part):
    """Brings the rest of an article to its screen."""

    def __init__(
        self, screen: ReadingScreen, opening: Opening, first: First, wishes: Wishes
    ) -> None:
        super().__init__(screen)
        self._opening = opening
        self._first = first
        self._wishes = wishes
        self._at = wishes.at
        self._is_leaving = False
        self._is_given_up = False

    def begin(self) -> None:
        """The text stands on the screen."""
        screen, first, complaint = self.screen, self._first, self._wishes.complaint
        screen.drafts = self._wishes.drafts
        if first.opened is not None:
            screen.attach(first.opened)
            self._go_to_mark()
            self._greet()
        elif first.notices:
            self.say(" · ".join(first.notices))
        if complaint:
            screen.say(complaint, is_error=True)
        screen.make_late_parts()
        screen.reloading.follow(self._opening, self._pause)
        self.article.colour_code()
        if first.opened is None:
            self._work(self._finish)
        elif not self.session.is_complete:
            self._work(self._read_marks)
        else:
            _keep_for_good()

    def leave(self) -> None:
        """The article is left: threads that still load are told."""
        self._is_leaving = True

    def _work(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        """Work beside the screen; as a function, since a coroutine that never begins complains."""
        self.screen.run_worker(work, exclusive=True, group="opening")  # type: ignore[arg-type]  # so it may

    def _pause(self) -> None:
        """Called by threads between slices of their work."""
        if self._is_leaving:
            raise asyncio.CancelledError
        if self._is_given_up:
            raise GivenUpError
        yield_to_others()

    async def _read_marks(self) -> None:
        def read() -> Marks:
            return Marks(self._opening.all_marks(self._pause))

        try:
            self.screen.show_all_marks(await asyncio.to_thread(read))
        except PostilError as error:
            self.screen.say_error(error)
        self._go_to_mark()
        _keep_for_good()

    async def _finish(self) -> None:
        self._is_given_up = False
        self.screen.awaiting.begin(self._opening.name, self._give_up)
        try:
            if self._first.is_awaited:
                await self._show_head()
            finished = await asyncio.to_thread(self._opening.finish, self._pause)
            moved = await asyncio.to_thread(self._moved, finished.document.text)
        except LostDatabaseError as lost:
            self._ask_for_library(lost)
            return
        except PostilError as error:
            self._wishes.failed(error)
            return
        except GivenUpError:
            if self._first.is_awaited:
                self._wishes.given_up()
            else:
                self.screen.awaiting.stop(partial(self._work, self._finish))
            return
        self.screen.awaiting.end()
        self._show(finished, moved)

    def _ask_for_library(self, lost: LostDatabaseError) -> None:
        from reader.screens.losing import LibraryGone  # noqa: PLC0415  # seldom needed

        self.screen.awaiting.end()
        LibraryGone(self.screen, lost, partial(self._work, self._finish)).ask()

    def _moved(self, whole: str) -> dict[int, int]:
        """Where what stands on the screen stands in the whole text; of a head that is its beginning, there."""
        head = self.session.document.text
        if whole.startswith(head):
            return {}
        from annotations.revised import positions_in  # noqa: PLC0415  # seldom needed

        return positions_in(whole, head, {self.session.caret, self.article.first_visible()})

    def _give_up(self) -> None:
        self._is_given_up = True

    async def _show_head(self) -> None:
        """Show the beginning of the text, which was not there when the screen was."""
        first = await asyncio.to_thread(self._opening.head, self._pause)
        self._first = first
        self.session.replace_document(first.document)
        self.screen.article_title = first.title
        self.screen.show_whole()
        if first.notices:
            self.say(" · ".join(first.notices))

    def _show(self, finished: Finished, moved: Mapping[int, int]) -> None:
        screen, complaint = self.screen, self._wishes.complaint
        if finished.document is not self.session.document:
            caret, top = self.session.caret, self.article.first_visible()
            self.session.replace_document(finished.document)
            screen.show_whole()
            if moved:
                self.session.drop_selection()
                self.session.go_to(moved.get(caret, caret))
                self.article.put_at_top(self.session.clamp(moved.get(top, top)))
        self.session.attach(finished.library, finished.opened)
        _keep_for_good()
        is_complaining = complaint and screen.bottom_line.message == complaint
        screen.attach(finished.opened)
        if is_complaining:
            screen.say(complaint, is_error=True)
        elif finished.notices:
            self.say(" · ".join(finished.notices))
        self._go_to_mark()
        self._greet()

    def go_to(self, mark: AnnotationId) -> None:
        """Go to a mark, now or once it is here."""
        self._at = mark
        self._go_to_mark()

    def _go_to_mark(self) -> None:
        """Go to the mark that was asked for, once it is here; of one that stands nowhere to its card."""
        mark = None if self._at is None else self.session.marks.get(self._at)
        if mark is None:
            return
        self._at = None
        if mark.start is not None:
            self.session.go_to(mark.start)
            self.screen.jumped()
        elif self.screen.cards.show_panel():
            self.screen.set_focus(self.panel)
        self.screen.cards.show_card(mark.id)
        self.screen.show_state()

    def _greet(self) -> None:
        """Show who starts postil for the first time what to do, once it is known whether there are marks."""
        if self._wishes.told is not None:
            self.screen.beginning.greet(self._wishes.told())


def _keep_for_good() -> None:
    """Collect garbage from now on, but not among what there is, which lives as long as the screen.

    Looked through again and again while they are read, 100,000 marks hold up a key for 20 to 90 ms.
    """
    gc.freeze()
    gc.enable()
