"""Making, colouring, tagging and deleting marks: plans of the session, committed one after the other."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING

from annotations.errors import PostilError
from reader.actions import Place
from reader.planning import Plan, Target
from reader.screens.part import Part
from reader.session import colour_of_digit
from reader.taking import MANY, without_collecting

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from annotations.model import Annotation
    from reader.screens.reading import ReadingScreen
    from reader.widgets.prompts import Prompt

PATIENCE_S = 0.25
"""How long keys wait for a write before reading goes on without it."""


class Marking(Part):
    """What happens to marks."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self.pending: asyncio.Task[None] | None = None
        """The write that is under way."""

    def current_mark(self) -> Annotation | None:
        """The mark of the focused card, or of the one that is chosen; None with the focus in the text."""
        if self.screen.is_in_panel:
            current = self.screen.choosing.single() or self.panel.current
            if current is not None:
                return self.session.marks.get(current)
        return None

    async def do_highlight(self, digit: int) -> None:
        """Highlight the selection, recolour the mark, or propose the sentence."""
        colour = colour_of_digit(digit)
        several = self.screen.choosing.marks()
        if several:
            await self.screen.choosing.highlight(several, colour)
            return
        mark = self.current_mark()
        if mark is None and self.screen.place is Place.PANEL:
            self.say("no card here · tab goes to the text")
            return
        session = self.session
        await self.commit(
            session.plan_highlight(colour) if mark is None else session.plan_recolour(mark, colour)
        )

    async def do_act(self) -> None:
        """Highlight the selection; without one follow the hyperlink, or go to the card of the mark."""
        plan = self.session.plan_mark_last_colour()
        if plan is not None:
            await self.commit(plan)
            return
        if self.screen.following.follow():
            return
        mark = self.session.mark_at_caret()
        if mark is None:
            self.say("nothing to act on here · s selects the sentence")
            return
        if not self.screen.cards.show_panel():
            return
        if mark.id not in self.session.arrangement:
            self.say("the filter leaves its card out · tab, then esc, shows all")
            return
        self.panel.current = mark.id
        self.screen.set_focus(self.panel)

    async def do_delete(self) -> None:
        """Delete the mark at the caret, or of the focused card, or all that are chosen."""
        several = self.screen.choosing.marks()
        if several:
            await self.screen.choosing.delete(several)
            return
        mark = self.current_mark()
        if mark is None and self.screen.place is Place.PANEL:
            self.say("no card here · tab goes to the text")
            return
        following = self.panel.current
        if mark is not None and following == mark.id:
            following = self.panel.neighbour(1)
            if following == mark.id:
                following = self.panel.neighbour(-1)
        await self.commit(self.session.plan_delete(mark))
        if mark is not None:
            self.panel.show(following if following != mark.id else None)

    async def commit(self, plan: Plan, *, done: Callable[[], None] | None = None) -> None:
        """Make a plan true and show it; keys wait for that, though not for long.

        Args:
            plan: What to do.
            done: Called once it is in the library.
        """
        if not plan.edits:
            if plan.caret is not None:
                self.session.go_to(plan.caret)
            if plan.say:
                self.say(plan.say)
            self.screen.moving.selected()
            return
        await self.patiently(partial(self._write, plan, done), many=len(plan.edits) >= MANY)

    async def patiently(
        self,
        change: Callable[[], Awaitable[None]],
        *,
        many: bool = False,
        doing: str = "still writing …",
    ) -> None:
        """Change what the library holds, one thing after the other; keys wait for it, not for long.

        Args:
            change: Does it, and says what was done.
            many: It is about many marks.
            doing: Said once it takes longer.
        """
        if self.pending is not None:
            self.say("the last change is still being written · try again in a moment")
            return
        task = asyncio.create_task(self._run(change, many=many))
        self.pending = task
        await asyncio.wait((task,), timeout=PATIENCE_S)
        if task.done():
            task.result()
        elif self.screen.library_here.is_set():
            self.say(doing)
        else:
            self.say("the text is still being loaded · the mark follows")

    async def _run(self, change: Callable[[], Awaitable[None]], *, many: bool) -> None:
        try:
            with without_collecting() if many else nullcontext():
                await change()
        except PostilError as error:
            self.screen.say_error(error)
        finally:
            self.pending = None
            self.screen.show_state()

    async def _write(self, plan: Plan, done: Callable[[], None] | None) -> None:
        session = self.session
        stood = session.caret, session.anchor
        planned_on = session.document
        await self.screen.library_here.wait()
        if session.document is not planned_on:
            from reader.replanning import for_whole  # noqa: PLC0415  # seldom needed

            plan = for_whole(plan, session.document.text)
        if (session.caret, session.anchor) != stood:
            # It took long, and the person has gone on: nobody is called back for it.
            plan = plan._replace(caret=None)
        message = await session.commit(plan)
        if done is not None:
            done()
        if plan.caret is not None and not self.screen.is_in_panel:
            self.article.reveal(self.article.row_of(session.caret))
        self.say(message)

    def target(self) -> Target | None:
        """What `t` and `a` act on; None, and it is said, if there is nothing."""
        mark = self.current_mark()
        if mark is not None:
            return Target(mark, None)
        if self.screen.place is Place.PANEL:
            self.say("no card here · tab goes to the text")
            return None
        target = self.session.target()
        if target.annotation is None and target.range is None:
            self.say("nothing to mark here · move to the text")
            return None
        return target

    async def do_tag(self) -> None:
        """Ask for the tags of the target."""
        from reader.widgets.tag_prompt import TagPrompt  # noqa: PLC0415  # not before the first prompt

        several = self.screen.choosing.marks()
        if several:
            await self.screen.choosing.tag(several)
            return
        target = self.target()
        if target is None:
            return
        known: list[str] = []
        if self.session.library is not None:
            known = await asyncio.to_thread(self.session.library.recent_tags)
        tags = target.annotation.tags if target.annotation else self.session.sticky_tags

        async def give_tags(prompt: Prompt) -> None:
            assert isinstance(prompt, TagPrompt)
            await self.commit(self.session.plan_tags(target, prompt.tags))

        await self.screen.asking.ask(
            TagPrompt(self.look, tags, known, self.screen.keymap.keyboard), give_tags
        )
        self.screen.moving.selected()
