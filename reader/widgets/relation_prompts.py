"""The prompts for relations: which mark, by words; and what the relation is called."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from annotations.errors import InvalidValueError
from annotations.folding import fold
from annotations.naming import fold_name, relation_name
from reader.planning import named, shorten
from reader.relating import QUOTE_LENGTH, USUAL_NAMES
from reader.widgets.listing_prompt import ONE_MORE, ListingPrompt, Pieces, shortened
from reader.widgets.prompts import PROPOSALS, Prompt, Proposal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.widgets import Input

    from annotations.model import Annotation
    from reader.mark_search import MarkSearch
    from reader.themes import Look

EDGES_CELLS = 10
"""Of the heading: the margins, the arrow, the blanks."""


class MarkPrompt(Prompt):
    """Asks for a mark by words of its quote or note."""

    SIGN = "MARK"
    ASKS_FOR_ONE = True
    HINTS = (("enter", "this one"), ("↑↓", "choose"), ("esc", "back"))
    PLACEHOLDER = "words of its quote or note"

    def __init__(self, look: Look, search: MarkSearch) -> None:
        super().__init__(look)
        self._search = search
        self._found: list[Annotation] = []
        self._found_for: str | None = None
        self.answer: Annotation | None = None

    def propose(self, typed: str) -> Sequence[Proposal]:
        """The first marks that hold the words."""
        self._take(typed, self._search.find(typed, PROPOSALS))
        return self._proposals()

    def _take(self, typed: str, found: list[Annotation]) -> None:
        self._found, self._found_for = found, typed

    def _proposals(self) -> list[Proposal]:
        return [
            Proposal(
                value=mark.id,
                text=shorten(mark.quote, QUOTE_LENGTH) or named(mark),
                note=shorten(mark.note),
            )
            for mark in self._found
        ]

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search among what may be many marks, while keys go on."""
        event.stop()
        event.prevent_default()
        self.run_worker(self._look(event.value), exclusive=True)

    async def _look(self, typed: str) -> None:
        found = await asyncio.to_thread(self._search.find, typed, PROPOSALS)
        if self._found_for != typed:  # else enter was faster, and may have said something
            self._take(typed, found)
            self.proposals.show(self._proposals(), -1)

    def enter(self, typed: str, chosen: Proposal | None) -> bool:
        """Take the mark the arrows stand on, else the first."""
        is_stale = self._found_for != typed
        if is_stale and self._search.is_slow:
            self.proposals.complain("The marks are still being searched: enter again in a moment.")
            return False
        if is_stale:
            self.proposals.show(self.propose(typed), -1)
        value = None if is_stale or chosen is None else chosen.value
        found = [mark for mark in self._found if value in (None, mark.id)]
        if not found:
            self.proposals.complain("No mark has these words: backspace, or esc.")
            return False
        self.answer = found[0]
        return True

    def take(self, proposal: Proposal) -> None:
        """Tab and alt+digit put the quote's beginning into the line, which leaves this mark alone."""
        super().take(Proposal(value=proposal.text.rstrip("…"), text=proposal.text))


class RelationPrompt(ListingPrompt):
    """Asks what the relations from one mark to another are called; none take the last one away."""

    SIGN = "RELATION"
    HINTS = (("enter", "keep"), ONE_MORE, ("esc", "back"), ("tab", "complete"))
    PLACEHOLDER = "supports, contradicts, …"

    def __init__(
        self, look: Look, source: str, other: str, names: Sequence[str], known: Sequence[str]
    ) -> None:
        """Ask.

        Args:
            look: The styles.
            source: The mark it begins at, as a message names it.
            other: The mark it leads to.
            names: Of the relations there are; the last stands in the line to be changed.
            known: Names used before, the last first.
        """
        super().__init__(look, names[-1] if names else "")
        self._ends = (source, other)
        self.names = list(names[:-1])
        self._had_any = bool(names)
        self._begun_with = self._value
        self._known = list(dict.fromkeys((*known, *USUAL_NAMES)))
        if names:
            self.placeholder = "empty: enter takes the relation away"

    def heading(self) -> Pieces:
        """From where to where, and what there is."""
        look, (source, other) = self.look, self._ends
        names = ", ".join(self.names)
        pieces = [(source, look.text), (names, look.accent), (other, look.text)]
        source_cut, names_cut, other_cut = shortened(pieces, self.app.size.width - EDGES_CELLS)
        arrow = (" → ", look.muted)
        middle = [(" ", look.text), names_cut] if names else []
        return [source_cut, arrow, *middle[1:], *middle[:1], other_cut]

    def propose(self, typed: str) -> Sequence[Proposal]:
        """Names used before that begin so; all of them as long as nothing was changed."""
        there = {fold_name(name) for name in self.names}
        wanted = "" if typed == self._begun_with else fold(typed.strip())
        return [
            Proposal(value=name, text=name)
            for name in self._known
            if fold(name).startswith(wanted) and fold_name(name) not in there and name != typed
        ][:PROPOSALS]

    def add(self, typed: str) -> bool:
        """Add a name, spelled as it was before."""
        if not typed.strip():
            if self.names or self._had_any:
                return True
            self.proposals.complain("A relation needs a name, such as supports; esc goes back.")
            return False
        try:
            name = relation_name(typed)
        except InvalidValueError as error:
            self.proposals.complain(str(error))
            return False
        folded = fold_name(name)
        name = next((each for each in self._known if fold_name(each) == folded), name)
        if all(fold_name(each) != folded for each in self.names):
            self.names.append(name)
        return True

    def take_last(self) -> str | None:
        """The last name into the line."""
        return self.names.pop() if self.names else None

    def enter(self, typed: str, chosen: Proposal | None) -> bool:  # type: ignore[override]
        """Add what is typed, or the name the arrows stand on, and close."""
        return self.add(chosen.value if chosen else typed)
