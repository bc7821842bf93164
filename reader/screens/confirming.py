"""What would change is shown, and nothing is done until a key says so: a mode of any screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from reader.screens.wording import Hints


class Confirming:
    """Lasts until what is shown is done or left."""

    def __init__(
        self,
        sign: str,
        answers: Mapping[str, tuple[str, Callable[[], Awaitable[None]]]],
        *,
        end: Callable[[], None],
        say: Callable[[str], None],
    ) -> None:
        """Show nothing yet: that is left to who asks.

        Args:
            sign: What it is about, in a word.
            answers: By key: what it does, in words and in deed; enter is one of them.
            end: Called before an answer is acted on: nothing is shown any more.
            say: Tells what came of it.
        """
        self._sign = sign
        self._answers = answers
        self._end = end
        self._say = say

    def hints(self) -> tuple[str, Hints]:
        """Do it, or not."""
        told = [(key, text) for key, (text, _) in self._answers.items()]
        return self._sign, [*told, ("esc", "leave it as it is")]

    async def press(self, key: str) -> None:
        """Do it, or not."""
        if key in self._answers:
            self._end()
            await self._answers[key][1]()
        elif key in ("escape", "q"):
            self._end()
            self._say("nothing was changed")
        else:
            self._say("enter does it · esc leaves it as it is")
