"""Several cards at once: which are chosen, and what a key does to all of them in one step."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader.screens.part import Part
from reader.screens.wording import several

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotations.model import Annotation, AnnotationId, Colour
    from reader.choice import Choice
    from reader.planning import Plan
    from reader.widgets.prompts import Prompt

MANY = 1_000
"""From here on what becomes of marks is decided in a thread."""


class Choosing(Part):
    """The cards that are chosen."""

    @property
    def choice(self) -> Choice:
        """What is chosen."""
        return self.session.arrangement.choice

    def marks(self) -> list[Annotation]:
        """The marks that the next key acts upon, if they are several; else none."""
        if len(self.choice) < 2 or not self.screen.is_in_panel:  # noqa: PLR2004  # several
            return []
        return self.session.marks.gather(self.choice.ids)

    def single(self) -> AnnotationId | None:
        """The one card that is chosen, if it is just one; it counts, and not the one in focus."""
        return self.choice.ids[0] if len(self.choice) == 1 else None

    # --- choosing ---------------------------------------------------------------------------

    def _current(self) -> AnnotationId | None:
        if self.panel.is_bare or self.panel.current is None:
            self.say("no card here · tab goes to the text")
            return None
        return self.panel.current

    def do_choose_card(self) -> None:
        """Choose the card, or let it go, and go on to the next."""
        current = self._current()
        if current is not None:
            self.choice.toggle(current)
            self.screen.cards.show_card(self.panel.neighbour(1))

    def do_extend_choice(self, step: int) -> None:
        """Choose from here to the card above or below."""
        current = self._current()
        if current is None:
            return
        if self.choice.anchor is None:
            self.choice.begin_range(current)
        self.screen.cards.show_card(self.panel.neighbour(step))
        self._extend()

    def do_choose_by_moving(self) -> None:
        """From here on choose every card that is gone to, or stop."""
        if self.choice.is_by_moving:
            self.choice.end_range()
            return
        current = self._current()
        if current is not None:
            self.choice.begin_range(current, by_moving=True)
            self._extend()

    def moved(self) -> None:
        """Another card is current: it is chosen too, while choosing by moving."""
        if self.choice.is_by_moving:
            self._extend()
        else:
            self.choice.end_range()

    def _extend(self) -> None:
        arrangement, anchor, current = (
            self.session.arrangement,
            self.choice.anchor,
            self.panel.current,
        )
        first = arrangement.number(anchor) if anchor is not None else None
        last = arrangement.number(current) if current is not None else None
        if first is not None and last is not None:
            self.choice.extend(arrangement.ids(min(first, last), max(first, last) + 1))

    def do_choose_all(self) -> None:
        """Choose all cards that are shown."""
        arrangement = self.session.arrangement
        if not len(arrangement):
            self.say("no card here · tab goes to the text")
            return
        self.choice.choose(arrangement.ids(0, len(arrangement)))

    def toggle(self, annotation_id: AnnotationId) -> None:
        """The mouse chooses a card."""
        self.choice.toggle(annotation_id)
        self.screen.show_state()

    def step_back(self) -> bool:
        """Let go of what is chosen; False if nothing is."""
        was = bool(self.choice) or self.choice.is_by_moving
        self.choice.clear()
        return was

    # --- acting -----------------------------------------------------------------------------

    async def highlight(self, marks: list[Annotation], colour: Colour) -> None:
        """Give all marks a colour."""
        from reader import planning_many  # noqa: PLC0415  # not before several are chosen

        self.session.last_colour = colour
        await self._commit(marks, lambda: planning_many.recolouring(marks, colour))

    async def delete(self, marks: list[Annotation]) -> None:
        """Delete all marks."""
        from reader import planning_many  # noqa: PLC0415  # likewise

        await self._commit(marks, lambda: planning_many.deletion(marks))

    async def give_tag(self, marks: list[Annotation], name: str) -> None:
        """Give all marks a tag."""
        from reader import planning_many  # noqa: PLC0415  # likewise

        await self._commit(marks, lambda: planning_many.tagging(marks, (), (name,)))

    async def tag(self, marks: list[Annotation]) -> None:
        """Ask for the tags that all marks are to carry; those that only some carry stay."""
        from reader import planning_many  # noqa: PLC0415  # likewise
        from reader.widgets.tag_prompt import TagPrompt  # noqa: PLC0415  # not before the first prompt

        known: list[str] = []
        if self.session.library is not None:
            known = await asyncio.to_thread(self.session.library.recent_tags)
        common = await asyncio.to_thread(planning_many.common_tags, marks)

        async def give_tags(prompt: Prompt) -> None:
            assert isinstance(prompt, TagPrompt)
            tags = tuple(prompt.tags)
            await self._commit(marks, lambda: planning_many.tagging(marks, common, tags))

        keyboard, about = self.screen.keymap.keyboard, several(len(marks), "mark")
        await self.screen.asking.ask(
            TagPrompt(self.look, common, known, keyboard, about=about), give_tags
        )

    async def _commit(self, marks: list[Annotation], decide: Callable[[], Plan]) -> None:
        plan = decide() if len(marks) < MANY else await asyncio.to_thread(decide)
        await self.screen.marking.commit(plan)
