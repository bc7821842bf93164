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
from reader.screens.wording import count_of

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

        await own.ask(TagPrompt(own.look, common, known, own.listing.keyboard), give)

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
        del screen
        from annotations.exchange import FORMATS  # noqa: PLC0415  # rarely used
        from reader.widgets.export_prompt import ExportPrompt  # noqa: PLC0415  # likewise

        several = len(chosen_by_article(taken)) > 1
        suffixes = [
            each.suffixes[0]
            for each in FORMATS.values()
            if each.is_told_by_suffix and (each.holds_several or not several)
        ]

        async def export(prompt: Prompt) -> None:
            assert isinstance(prompt, ExportPrompt)
            await self._write(prompt.answer, taken)

        await self._screen.ask(ExportPrompt(self._screen.look, "marks", suffixes), export)

    async def _write(self, name: str, taken: Sequence[Found]) -> None:
        from annotations.exchange import format_for  # noqa: PLC0415  # rarely used
        from annotations.results import Choice  # noqa: PLC0415  # likewise

        screen = self._screen
        path = Path(name).expanduser()  # noqa: ASYNC240  # reads the environment, no disk
        chosen = format_for(path)
        marks = chosen_by_article(taken)
        if chosen is None:
            screen.say("the name's ending tells the format: .md, .csv, .jsonl")
            return
        if len(marks) > 1 and not chosen.holds_several:
            screen.say(f"{chosen.label} holds one article · choose marks of one, or another format")
            return
        choices = [Choice(article, ids) for article, ids in marks.items()]
        exported = await asyncio.to_thread(
            screen.library.export_several, choices, chosen.name, path
        )
        left = f" · {count_of(exported.left_out, 'confidential mark')} left out"
        screen.say(
            f"{count_of(exported.marks, 'mark')} written to {path}"
            f"{left if exported.left_out else ''}"
        )


def _said(plan: Plan, written: dict[ArticleId, Written]) -> str:
    if any(each.conflicts for each in written.values()):
        return "some were changed elsewhere meanwhile: both notes and all tags are kept"
    return plan.say
