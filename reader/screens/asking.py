"""Prompts: one is asked at a time, and what it answers is done in the order of the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.errors import PostilError
from reader.actions import key_label
from reader.screens.part import AnyPart

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.widget import Widget

    from reader.screens.keyed import KeyedScreen
    from reader.themes import Look
    from reader.widgets.prompts import Prompt


class Asking(AnyPart):
    """The prompt that is open, and the one of all commands."""

    def __init__(self, screen: KeyedScreen, look: Look) -> None:
        self.screen = screen
        self.look = look
        self._prompt: Prompt | None = None
        self._answered: Callable[[Prompt], Awaitable[None]] | None = None
        self._focus_before: Widget | None = None

    async def ask(self, prompt: Prompt, answered: Callable[[Prompt], Awaitable[None]]) -> None:
        """Open a prompt; what it answers goes to `answered`, in the order of the keys."""
        if self._prompt is not None:
            await self.finish(self._prompt)
        self._prompt, self._answered = prompt, answered
        self._focus_before = self.screen.asked_from = self.screen.focused
        await self.screen.mount(prompt)
        # At once and not by a message: the next key is the prompt's.
        self.screen.set_focus(prompt.field)

    async def end_if_answered(self) -> None:
        """Take the prompt away if a key has ended it."""
        if self._prompt is not None and self._prompt.is_answered:
            await self.finish(self._prompt)

    async def finish(self, prompt: Prompt) -> None:
        """Take a prompt away and do what it was opened for. Told twice, it is done once."""
        answered = self._answered
        if prompt is not self._prompt or answered is None:
            return
        self._prompt = self._answered = self.screen.asked_from = None
        self.screen.bottom_line.say("")
        if self.screen.focused in (prompt.field, None):
            # Before it goes: Textual would give the focus to whatever is next.
            homes, before = self.screen.homes, self._focus_before
            is_there = before is not None and before in homes and before.display
            self.screen.set_focus(before if is_there else homes[0])
        await prompt.remove()
        try:
            if prompt.is_done:
                await answered(prompt)
        except PostilError as error:
            self.screen.say_error(error)
        self.screen.show_state()

    async def do_palette(self) -> None:
        """Offer every command."""
        from reader.widgets.command_prompt import CommandPrompt  # noqa: PLC0415  # seldom opened
        from reader.widgets.prompts import Proposal  # noqa: PLC0415  # not before the first prompt

        actions = self.screen.keymap.actions
        commands = [
            Proposal(
                value=str(number),
                text=action.text,
                note=" ".join(key_label(key) for key in action.keys),
            )
            for number, action in enumerate(actions)
            # What has lost its keys to a keyboard or to the settings is found here in any case.
            if (action.in_palette or not action.keys) and self.screen.place in action.places
        ]

        async def run(prompt: Prompt) -> None:
            assert isinstance(prompt, CommandPrompt)
            await self.screen.perform(actions[int(prompt.answer)])

        # What else is done to a mark follows, for who has the mouse alone.
        here = [*self.screen.bottom_line.keys, "i", "@", "L", "u"]
        if not here[0].isdigit():
            # Six colours would leave no room for what else a mark is pointed at for.
            here.sort(key=str.isdigit)
        first = {
            str(number): here.index(key)
            for number, action in enumerate(actions)
            for key in reversed(action.keys)
            if key in here
        }
        # Those lead that are worth knowing here: the hints name them.
        commands.sort(key=lambda command: first.get(command.value, len(here)))

        await self.ask(CommandPrompt(self.look, commands, self.screen.keymap.keyboard), run)
