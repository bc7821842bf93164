"""The texts an article has had: one of them is read for a while, and left again."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING

from reader.screens.part import Part

if TYPE_CHECKING:
    from annotations.model import Version
    from reader.actions import Action
    from reader.request import ReadRequest
    from reader.widgets.prompts import Prompt

READ_ONLY = "an earlier text is only read · R goes back to the present one"

_CHANGING = frozenset(("undo", "redo", "bookmark", "reference"))
_KEEPING = frozenset(("act", "next_overlapping"))
"""Of the actions on marks those that change none."""


class Versioning(Part):
    """Goes to an earlier text of the article, and back."""

    def refuses(self, action: Action) -> bool:
        """True, and it is said, if an action would change what an earlier text only shows."""
        from reader.actions import MARK  # noqa: PLC0415  # it is there

        if not self.session.past:
            return False
        changes = action.name in _CHANGING or (action.group == MARK and action.name not in _KEEPING)
        if changes:
            self.say(READ_ONLY)
        return changes

    async def do_versions(self) -> None:
        """Offer the texts that are kept of the article."""
        from reader.widgets.prompts import Proposal  # noqa: PLC0415  # not before it is asked for
        from reader.widgets.version_prompt import VersionPrompt  # noqa: PLC0415  # likewise

        library, article = self.session.library, self.session.article
        opening = self.screen.reloading.opening
        if library is None or article is None or opening is None:
            self.say("the text is still being loaded · try again in a moment")
            return
        versions = await asyncio.to_thread(library.versions, article.id)
        if len(versions) < 2:  # noqa: PLR2004  # the present one
            self.say("the article has had no other text yet")
            return
        shown = self.session.document.sha256
        proposals = [
            Proposal(
                value=version.id,
                text=f"{moment_of(version)}   {version.length:,} characters",
                note=" · ".join((version.reason, "kept" if is_kept else "not kept")),
            )
            for version, is_kept in reversed(versions)
            if version.sha256 != shown
        ]
        kept = {version.id for version, is_kept in versions if is_kept}
        present = versions[-1][0]
        texts: dict[str, Version] = {version.id: version for version, _ in versions}

        async def go(prompt: Prompt) -> None:
            assert isinstance(prompt, VersionPrompt)
            chosen = texts[prompt.answer]
            if chosen.id == present.id:
                await self.come_back()
            elif chosen.id not in kept:
                self.say("that text was not kept · the first mark keeps a text")
            else:
                request = opening.request._replace(
                    path=None,
                    data=None,
                    address="",
                    article=article.id,
                    version=chosen.id,
                    library=library.path,
                )
                await self._leave_for(request, back=opening.back or opening.request)

        await self.screen.asking.ask(VersionPrompt(self.look, proposals), go)

    async def come_back(self) -> None:
        """To the present text."""
        opening = self.screen.reloading.opening
        if opening is not None and opening.back is not None:
            await self._leave_for(opening.back)

    async def _leave_for(self, request: ReadRequest, *, back: ReadRequest | None = None) -> None:
        from reader.opening import Opening  # noqa: PLC0415  # it is there

        if self.screen.marking.pending is not None:
            self.say("the last change is still being written · try again in a moment")
            return
        following = Opening(request, back=back)
        await self.screen.dropping.leave_for(following)


def moment_of(version: Version) -> str:
    """When a text was read, for people."""
    if not version.captured:
        return "from a file"
    moment = datetime.fromisoformat(version.captured).astimezone()
    return f"{moment.day} {moment:%b %Y, %H:%M}"
