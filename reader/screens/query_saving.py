"""What is typed into a filter, saved as a query under a name."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from annotations.library import Library
    from annotations.query_keys import Known
    from reader.themes import Look
    from reader.widgets.prompts import Prompt


class Filtered(Protocol):
    """A screen that is filtered by the query language."""

    library: Library
    look: Look

    def say(self, message: str) -> None:
        """Say something on the bottom line."""
        ...


async def save_query(
    screen: Filtered,
    query: str,
    known: Known,
    *,
    ask: Callable[[Prompt, Callable[[Prompt], Awaitable[None]]], Awaitable[None]],
    learn: Callable[[], Awaitable[None]],
) -> None:
    """Ask for a name, and save a query under it.

    Args:
        screen: Where it is typed.
        query: As it is typed; without any there is nothing to save.
        known: What it may refer to.
        ask: Opens a prompt.
        learn: Called once it is saved, to have it known and completed.
    """
    from reader.widgets.query_name_prompt import QueryNamePrompt  # noqa: PLC0415  # seldom opened

    if not query.strip():
        screen.say("nothing is typed that could be saved")
        return

    async def save(prompt: Prompt) -> None:
        assert isinstance(prompt, QueryNamePrompt)
        name = await asyncio.wrap_future(screen.library.save_query(prompt.answer, query))
        await learn()
        screen.say(f"saved as “{name}” · saved: and tab bring it back")

    await ask(QueryNamePrompt(screen.look, query.strip(), known), save)
