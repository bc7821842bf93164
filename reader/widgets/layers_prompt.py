"""Asks whose marks are to be shown or hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from reader.widgets.prompts import PROPOSALS, Prompt, Proposal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.layers import Layer
    from reader.themes import Look


class LayersPrompt(Prompt):
    """The creators of an article's marks, with how many marks each has."""

    SIGN: ClassVar[str] = "CREATORS"
    ASKS_FOR_ONE: ClassVar[bool] = True
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("enter", "show, hide"),
        ("↑↓", "choose"),
        ("esc", "back"),
    )

    def __init__(self, look: Look, layers: Sequence[Layer]) -> None:
        super().__init__(look)
        self._layers = tuple(layers)
        self.answer: Layer | None = None
        """The one to be shown, if it is hidden, or hidden, if it is shown."""

    def propose(self, typed: str) -> Sequence[Proposal]:
        """Creators of whom a name begins with what is typed."""
        wanted = typed.strip().casefold()
        return [
            Proposal(
                value=str(number),
                text=layer.name,
                note=f"hidden · {layer.marks:,}" if layer.is_hidden else f"{layer.marks:,}",
            )
            for number, layer in enumerate(self._layers)
            if layer.name.casefold().startswith(wanted)
            or any(word.startswith(wanted) for word in layer.name.casefold().split())
        ][:PROPOSALS]

    def take(self, proposal: Proposal) -> None:
        """Tab and alt with a digit are an answer."""
        self.answer = self._layers[int(proposal.value)]
        self._enter()

    def enter(self, typed: str, chosen: Proposal | None) -> bool:
        """The chosen one, else the first."""
        del typed
        if self.answer is not None:
            return True
        shown = self.proposals.shown
        found = chosen or (shown[0] if shown else None)
        if found is None:
            self.proposals.complain("No creator is called so: backspace, or esc.")
            return False
        self.answer = self._layers[int(found.value)]
        return True
