"""Taking quotes and marks elsewhere: the clipboard, an exported file."""

from __future__ import annotations

import asyncio
from pathlib import Path

from reader.clipboard import copy
from reader.copying import copied_text, place_of_copied
from reader.planning import in_quotes
from reader.screens.part import Part


class Sharing(Part):
    """Copying and exporting."""

    async def do_copy(self) -> None:
        """Copy the selection, else the quote of the mark."""
        text = self.screen.following.asked_address or copied_text(
            self.session, self.screen.marking.current_mark()
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
        quote = copied_text(session, mark)
        if not quote:
            self.say("nothing to copy here · s selects the sentence")
        elif article is None:
            self.say("the article is still being loaded · try again in a moment")
        else:
            captured = article.version.captured if article.version else ""
            name = Path(article.source).name
            work = cited(article.metadata, captured, name=name)
            place = place_of_copied(session, mark)
            await self._copy(quotation(quote, work, self.screen.settings.cite, place))

    async def do_copy_selection(self) -> None:
        """What ctrl+c does: copy a selection."""
        if self.session.selection is None:
            self.say("nothing is selected · q quits")
            return
        await self._copy(copied_text(self.session))

    async def _copy(self, text: str) -> None:
        copied = await asyncio.to_thread(copy, text, self.screen.settings.clipboard)
        if copied.is_for_terminal:
            self.screen.app.copy_to_clipboard(text)
        self.say(f"{in_quotes(text)} {copied.said}")

    async def do_export(self) -> None:
        """Ask where the marks are to go, and take them there."""
        library, article = self.session.library, self.session.article
        if library is None or article is None:
            self.say("the article is still being loaded · try again in a moment")
            return
        from reader.export_scopes import scopes_of  # noqa: PLC0415  # rarely used
        from reader.screens.export_ground import ReadingGround  # noqa: PLC0415  # likewise
        from reader.screens.exporting import Exporting  # noqa: PLC0415  # likewise

        scopes = scopes_of(self.session, article)
        await Exporting(ReadingGround(self.screen, library, scopes)).begin()
