"""The fields of a mark, and who says what it quotes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader.screens.part import Part

if TYPE_CHECKING:
    from reader.planning import Target
    from reader.widgets.prompts import Prompt


class Describing(Part):
    """Asks for fields."""

    async def do_fields(self) -> None:
        """Ask for the fields of the target."""
        from reader.widgets.field_prompts import FieldPrompt  # noqa: PLC0415  # not before the first

        target = self.screen.marking.target()
        if target is None:
            return
        present = target.annotation.fields if target.annotation else ()
        known = await self._known()

        async def give(prompt: Prompt) -> None:
            assert isinstance(prompt, FieldPrompt)
            await self.screen.marking.commit(self.session.plan_fields(target, prompt.fields))

        await self.screen.asking.ask(FieldPrompt(self.look, present, known), give)
        self.screen.moving.selected()

    async def do_speaker(self) -> None:
        """Ask who says what the target quotes."""
        from annotations.naming import SPEAKER, fold_name  # noqa: PLC0415  # likewise
        from reader.fields import value_of, with_field  # noqa: PLC0415  # likewise
        from reader.widgets.field_prompts import SpeakerPrompt  # noqa: PLC0415  # likewise

        target = self.screen.marking.target()
        if target is None:
            return
        fields = target.annotation.fields if target.annotation else ()
        name = next((each for each, _ in fields if fold_name(each) == SPEAKER), SPEAKER)
        known = [value for each, value in await self._known() if fold_name(each) == SPEAKER]
        guess = await asyncio.to_thread(self._guess, target, known)

        async def give(prompt: Prompt) -> None:
            assert isinstance(prompt, SpeakerPrompt)
            given = with_field(fields, name, prompt.speaker)
            await self.screen.marking.commit(self.session.plan_fields(target, given))

        prompt = SpeakerPrompt(self.look, value_of(fields, name), guess, known)
        await self.screen.asking.ask(prompt, give)
        self.screen.moving.selected()

    async def _known(self) -> list[tuple[str, str]]:
        """Fields given before, the article's own first."""
        library, article = self.session.library, self.session.article
        if library is None:
            return []
        identity = None if article is None else article.id
        return await asyncio.to_thread(library.recent_fields, identity)

    def _guess(self, target: Target, known: list[str]) -> str:
        from reader.attribution import guess_speaker  # noqa: PLC0415  # not before the first speaker

        held = target.range
        if held is None and target.annotation is not None:
            held = min(target.annotation.ranges, default=None)
        if held is None:
            return ""
        return guess_speaker(self.session.document, held, self.session.language, known)
