"""Taking quotes and marks elsewhere: the clipboard, an exported file."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from reader.clipboard import copy
from reader.planning import in_quotes
from reader.screens.part import Part
from reader.screens.wording import count_of

if TYPE_CHECKING:
    from reader.widgets.prompts import Prompt


class Sharing(Part):
    """Copying and exporting."""

    async def do_copy(self) -> None:
        """Copy the selection, else the quote of the mark."""
        text = self.screen.following.asked_address or self.session.copied_text(
            self.screen.marking.current_mark()
        )
        if not text:
            self.say("nothing to copy here · s selects the sentence")
            return
        await self._copy(text)

    async def do_copy_cited(self) -> None:
        """Copy the same with its reference, in the style of the settings."""
        from annotations.citations import cited, quotation  # noqa: PLC0415  # rarely used

        session, article = self.session, self.session.article
        mark = self.screen.marking.current_mark()
        quote = session.copied_text(mark)
        if not quote:
            self.say("nothing to copy here · s selects the sentence")
        elif article is None:
            self.say("the article is still being loaded · try again in a moment")
        else:
            captured = article.version.captured if article.version else ""
            name = Path(article.source).name
            work = cited(article.metadata, captured, name=name)
            place = session.place_of_copied(mark)
            await self._copy(quotation(quote, work, self.screen.settings.cite, place))

    async def do_copy_selection(self) -> None:
        """What ctrl+c does: copy a selection."""
        if self.session.selection is None:
            self.say("nothing is selected · q quits")
            return
        await self._copy(self.session.copied_text())

    async def _copy(self, text: str) -> None:
        copied = await asyncio.to_thread(copy, text, self.screen.settings.clipboard)
        if copied.is_for_terminal:
            self.screen.app.copy_to_clipboard(text)
        self.say(f"{in_quotes(text)} {copied.said}")

    async def do_export(self) -> None:
        """Ask for a file name and export."""
        library, article = self.session.library, self.session.article
        if library is None or article is None:
            self.say("the article is still being loaded · try again in a moment")
            return
        from annotations.exchange import FORMATS  # noqa: PLC0415  # rarely used
        from reader.widgets.export_prompt import ExportPrompt  # noqa: PLC0415  # likewise

        suffixes = [each.suffixes[0] for each in FORMATS.values() if each.is_told_by_suffix]

        async def export(prompt: Prompt) -> None:
            assert isinstance(prompt, ExportPrompt)
            await self._export(prompt.answer)

        await self.screen.asking.ask(
            ExportPrompt(self.look, Path(article.source).name, suffixes), export
        )

    async def _export(self, name: str) -> None:
        from annotations.exchange import format_for  # noqa: PLC0415  # rarely used

        library, article = self.session.library, self.session.article
        assert library is not None
        assert article is not None
        path = Path(name).expanduser()  # noqa: ASYNC240  # reads the environment, no disk
        self.say("exporting …")
        chosen = format_for(path)
        if chosen is None:
            self.say("the name's ending tells the format: .yaml, .md, .csv, .jsonl")
            return
        exported = await asyncio.to_thread(library.export, article.id, chosen.name, path)
        left = (
            f" · {count_of(exported.left_out, 'confidential mark')} left out"
            if exported.left_out
            else ""
        )
        self.say(f"{count_of(exported.marks, 'mark')} written to {path}{left}")
