"""The codebook of a library: its tags with what has them, and edits of it.

Reached as `Library.coding`. Reads answer at once, in whichever thread asks; writes give a future, as all
of the library's do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path

    from annotations.codebook_edits import Edit, Plan
    from annotations.results import HistoryEntry
    from annotations.store.counting_tags import TagCount
    from annotations.store.database import Database, Transaction


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

    def text(self, *, confidential: bool = False) -> tuple[str, int]:
        """The codebook as the text of a YAML of its own, and how many tags are not in it.

        Args:
            confidential: Whether those are in it that are confidential.
        """
        from annotations import codebook  # noqa: PLC0415  # not needed to open
        from annotations.exchange.codebook import write  # noqa: PLC0415  # likewise
        from annotations.store.codebook import Tags  # noqa: PLC0415  # likewise

        with self._database.reading() as connection:
            whole = Tags(connection).codebook()
        written = whole if confidential else codebook.without_confidential(whole)
        return write(written), len(whole.tags) - len(written.tags)

    def export(self, path: Path, *, confidential: bool = False, overwrite: bool = False) -> int:
        """Write the codebook into a file; gives how many tags are not in it.

        Args:
            path: The file; replaced only if it is as postil wrote it.
            confidential: As for `text`.
            overwrite: Whether it is replaced in any case.

        Raises:
            ExportWouldOverwriteError: The file holds something that would be lost.
            ExchangeError: The file cannot be written.
        """
        from annotations.exporting import write_file  # noqa: PLC0415  # not needed to open

        text, left_out = self.text(confidential=confidential)
        write_file(self._database, path, [text.encode()], "codebook", overwrite=overwrite)
        return left_out

    def last_step(self, *, is_undone: bool = False) -> HistoryEntry | None:
        """The codebook's step to undo next, or the one to redo; `Library.undo` takes its number."""
        from annotations.store.history import History  # noqa: PLC0415  # beside the next
        from annotations.store.removed_tags import ACTION  # noqa: PLC0415  # not needed to open

        with self._database.reading() as connection:
            return History(connection).last(ACTION, is_undone=is_undone)
