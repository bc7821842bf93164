"""The article's reference: its parts are shown, and edited one after the other."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader.screens.part import Part

if TYPE_CHECKING:
    from annotations.model import Article
    from reader.widgets.prompts import Prompt


class Referring(Part):
    """Asks for the parts of the reference."""

    async def do_reference(self) -> None:
        """Show the reference; a part that is chosen is edited."""
        await self._ask("")

    async def _ask(self, chosen: str) -> None:
        from annotations.reference import shown, values  # noqa: PLC0415  # not before the first
        from reader.widgets.reference_prompts import (  # noqa: PLC0415  # likewise
            PartPrompt,
            ReferencePrompt,
        )

        library, article = self.session.library, self.session.article
        if library is None or article is None:
            self.say("the library is still being opened · try again in a moment")
            return
        reference = await asyncio.to_thread(library.reference, article.id)

        async def edit(prompt: Prompt) -> None:
            assert isinstance(prompt, ReferencePrompt)
            key = prompt.answer
            present, guess = (
                shown(values(held)[key]) for held in (reference.metadata, reference.guessed)
            )
            await self.screen.asking.ask(PartPrompt(self.look, key, present, guess), keep)

        async def keep(prompt: Prompt) -> None:
            assert isinstance(prompt, PartPrompt)
            written = library.write_reference(article.id, {prompt.key: prompt.value})
            found, step = await asyncio.wrap_future(written)
            self._take(found)
            await self._ask(prompt.key)
            if step is not None:
                self.say(f"the {prompt.SIGN.lower()} is kept · u takes it back")

        await self.screen.asking.ask(ReferencePrompt(self.look, reference, chosen), edit)

    async def learn(self) -> None:
        """Show the reference as the library has it now, after an undo."""
        library, article = self.session.library, self.session.article
        if library is not None and article is not None:
            self._take(await asyncio.to_thread(library.article, article.id))

    def _take(self, article: Article) -> None:
        self.session.article = article
        self.screen.article_title = article.name
