"""The prompt for the name under which a query is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.errors import PostilError
from annotations.folding import fold
from annotations.query import check_saved
from reader.layout.cells import show_line
from reader.widgets.prompts import Prompt, Proposal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.query_keys import Known
    from reader.themes import Look


class QueryNamePrompt(Prompt):
    """Asks for a name, and offers those there are: such a query gives way."""

    SIGN = "SAVE THE FILTER"
    HINTS = (("enter", "save"), ("esc", "back"))
    PLACEHOLDER = "a name"

    def __init__(self, look: Look, query: str, known: Known) -> None:
        """Ask for the name of a query.

        Args:
            look: The styles.
            query: As it was typed.
            known: The queries there are.
        """
        super().__init__(look)
        self._query = query
        self._known = known
        self.answer = ""

    def propose(self, typed: str) -> Sequence[Proposal]:
        """Names there are that hold what is typed, with what they ask for."""
        return [
            Proposal(value=name, text=show_line(name), note=f"now: {show_line(query)}")
            for name, query in self._known.queries.items()
            if fold(typed.strip()) in fold(name)
        ]

    def enter(self, typed: str, chosen: Proposal | None) -> bool:
        """The name must be one, and the query none that stands within itself."""
        try:
            self.answer = check_saved(chosen.value if chosen else typed, self._query, self._known)
        except PostilError as error:
            self.proposals.complain(str(error))
            return False
        return True
