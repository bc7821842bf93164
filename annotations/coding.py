"""The codebook of a library: its tags with what has them, and edits of it.

Reached as `Library.coding`. Reads answer at once, in whichever thread asks; writes give a future, as all
of the library's do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from concurrent.futures import Future

    from annotations.codebook_edits import Edit, Plan
    from annotations.model import Colour, Tag
    from annotations.results import HistoryEntry
    from annotations.store.database import Database, Transaction


class TagCount(NamedTuple):
    """A tag of the codebook, or what stands above one, and what has it."""

    tag: Tag
    depth: int
    """0 at the top of the tree."""
    is_listed: bool
    """False for one that is there only because something lies below it."""
    own: int
    """Marks that have it."""
    marks: int
    """Marks that have it, or a tag below it; each once."""
    by_colour: tuple[tuple[Colour | None, int], ...]
    """These marks, in the order of the colours, those without one last."""
    articles: int
    """Articles that have it, or a tag below it, themselves."""


class Coding:
    """The codebook of an open library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def tree(self, *, counted: bool = True) -> list[TagCount]:
        """All tags and what is above them, each before what lies below it.

        Args:
            counted: Whether marks and articles are counted, which takes a while where there are a
                million.
        """
        from annotations.store.counting_tags import tree  # noqa: PLC0415  # not needed to open

        with self._database.reading() as connection:
            return tree(connection, counted=counted)

    def plan(self, edit: Edit) -> Plan:
        """What an edit would change; nothing is written.

        Raises:
            NotFoundError: There is no such tag or field.
            AmbiguousError: The new name is another tag's.
            InvalidValueError: A name is not of its form, or a tag would go into itself.
        """
        from annotations.store import coding  # noqa: PLC0415  # not needed to open

        with self._database.reading() as connection:
            return coding.plan(connection, edit)

    def write(self, edit: Edit) -> Future[Plan]:
        """Do an edit, as one step of the history.

        Returns:
            Durable when it resolves: what was changed. It raises as `plan`.
        """

        def job(transaction: Transaction) -> Plan:
            from annotations.store import coding  # noqa: PLC0415  # not needed to open

            return coding.write(transaction, edit)

        return self._database.write(job)

    def last_step(self, *, is_undone: bool = False) -> HistoryEntry | None:
        """The codebook's step to undo next, or the one to redo; `Library.undo` takes its number."""
        from annotations.store.history import History  # noqa: PLC0415  # beside the next
        from annotations.store.removed_tags import ACTION  # noqa: PLC0415  # not needed to open

        with self._database.reading() as connection:
            return History(connection).last(ACTION, is_undone=is_undone)
