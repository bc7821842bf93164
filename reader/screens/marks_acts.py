"""What keys do to the marks of the list of all articles: each for all that are chosen, in one step."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.model import COLOURS
from reader import planning_many
from reader.finding import by_article, chosen_by_article
from reader.screens.listed import ListAction
from reader.screens.wording import count_of, several

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.model import ArticleId, Colour
    from annotations.results import Found, Written
    from reader.planning import Plan
    from reader.screens.listing import ListingScreen
    from reader.screens.marks_list import MarksScreen
    from reader.widgets.prompts import Prompt

    _Screen = ListingScreen[Found]


class MarksActs:
    """The actions of the list."""

    def __init__(self, screen: MarksScreen) -> None:
        self._screen = screen

    def table(self) -> list[ListAction[Found]]:
        """The keys and what they do."""
        colours = [
            ListAction(
                str(colour.digit),
                "recolour" if number == 0 else "",
                partial(self._recolour, colour),
                label="1–6",
            )
            for number, colour in enumerate(COLOURS)
        ]
        return [
            ListAction("t", "tag", self._tag),
            *colours,
            ListAction("a", "all", self._choose_all),
            ListAction("i", "field", self._describe),
            ListAction("x", "delete", self._delete),
            ListAction("Y", "copy", self._copy),
            ListAction("y", "", self._copy),
            ListAction("X", "export", self._export),
            ListAction("T", "texts", self._texts, is_of_list=True),
            ListAction("M", "", self._here, is_of_list=True),
            *self._screen.to_other_lists(),
        ]

    # --- to other lists ---------------------------------------------------------------------

    async def _texts(self, screen: _Screen, taken: Sequence[Found]) -> None:
        del screen, taken
        self._screen.show_texts()

    async def _here(self, screen: _Screen, taken: Sequence[Found]) -> None:
        del taken
        screen.say("this is the list of all marks · ? shows the keys")

    # --- choosing ---------------------------------------------------------------------------

    async def _choose_all(self, screen: _Screen, taken: Sequence[Found]) -> None:
        del taken
        screen.choose_all()

    # --- changing ---------------------------------------------------------------------------

    async def _recolour(self, colour: Colour, screen: _Screen, taken: Sequence[Found]) -> None:
        del screen
        marks = [each.annotation for each in taken]
        await self._commit(taken, planning_many.recolouring(marks, colour))

    async def _delete(self, screen: _Screen, taken: Sequence[Found]) -> None:
        del screen
        await self._commit(taken, planning_many.deletion([each.annotation for each in taken]))

    async def _tag(self, screen: _Screen, taken: Sequence[Found]) -> None:
        del screen
        from reader.widgets.tag_prompt import TagPrompt  # noqa: PLC0415  # not before the first

        own = self._screen
        marks = [each.annotation for each in taken]
        common = planning_many.common_tags(marks)
        known = await asyncio.to_thread(own.library.recent_tags)

        async def give(prompt: Prompt) -> None:
            assert isinstance(prompt, TagPrompt)
            await self._commit(taken, planning_many.tagging(marks, common, tuple(prompt.tags)))

        about = several(len(marks), "mark")
        await own.ask(TagPrompt(own.look, common, known, own.listing.keyboard, about=about), give)

    async def _describe(self, screen: _Screen, taken: Sequence[Found]) -> None:
        del screen
        from reader.widgets.field_prompts import FieldPrompt  # noqa: PLC0415  # not before the first

        marks = [each.annotation for each in taken]
        common = planning_many.common_fields(marks)
        known = await asyncio.to_thread(self._screen.library.recent_fields)

        async def give(prompt: Prompt) -> None:
            assert isinstance(prompt, FieldPrompt)
            await self._commit(taken, planning_many.describing(marks, common, prompt.fields))

        await self._screen.ask(FieldPrompt(self._screen.look, common, known), give)

    async def _commit(self, taken: Sequence[Found], plan: Plan) -> None:
        screen = self._screen
        if not plan.edits:
            screen.say(plan.say or "nothing to change")
            return
        written = await screen.commit(plan, by_article(taken, plan))
        await screen.show_written()
        screen.say(_said(plan, written))

    # --- taking elsewhere -------------------------------------------------------------------

    async def _copy(self, screen: _Screen, taken: Sequence[Found]) -> None:
        """Copy the quotations, each with its reference."""
        del screen
        from reader.clipboard import copy  # noqa: PLC0415  # rarely used

        own = self._screen
        text = await asyncio.to_thread(self._cited, taken)
        copied = await asyncio.to_thread(copy, text, own.settings.clipboard)
        if copied.is_for_terminal:
            own.app.copy_to_clipboard(text)
        own.say(f"{count_of(len(taken), 'quotation')} {copied.said}")

    def _cited(self, taken: Sequence[Found]) -> str:
        from annotations.citations import cited, quotation  # noqa: PLC0415  # rarely used

        parts = []
        for each in taken:
            article, mark = each.article, each.annotation
            captured = article.version.captured if article.version else ""
            work = cited(article.metadata, captured, name=Path(article.source).name)
            words = " ".join(mark.quote.split()) or mark.note
            parts.append(quotation(words, work, self._screen.settings.cite))
        return "\n\n".join(parts)

    async def _export(self, screen: _Screen, taken: Sequence[Found]) -> None:
        """Ask where the chosen marks are to go, or all that answer."""
        from reader.export_scopes import scopes_of_marks  # noqa: PLC0415  # rarely used
        from reader.screens.export_ground import ListGround  # noqa: PLC0415  # likewise
        from reader.screens.exporting import Exporting  # noqa: PLC0415  # likewise

        own = self._screen
        scopes = scopes_of_marks(
            chosen_by_article(screen.chosen),
            own.typed,
            own.counted,
            chosen_by_article([] if screen.chosen else taken),
        )
        start = partial(own.run_worker, group="export", exclusive=True)
        await Exporting(ListGround(own, scopes, own.ask, start)).begin()


def _said(plan: Plan, written: dict[ArticleId, Written]) -> str:
    if any(each.conflicts for each in written.values()):
        return "some were changed elsewhere meanwhile: both notes and all tags are kept"
    return plan.say
