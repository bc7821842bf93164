"""What can go wrong in a way that a person can understand and mend.

Each class composes its own sentence: what failed, on what, why. The hint says what to do. Failures
of other libraries are translated at the border; bugs are left to pass.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class PostilError(Exception):
    """Something the user can understand; the text is one sentence, the hint says what to do."""

    def __init__(self, sentence: str, *, hint: str = "") -> None:
        super().__init__(sentence)
        self.hint = hint


# --- sources ---------------------------------------------------------------------------------


class SourceError(PostilError):
    """A source cannot be read as an article."""


class UnreadableSourceError(SourceError):
    """The file or stream itself cannot be read."""

    def __init__(self, name: str, reason: str, *, hint: str = "") -> None:
        super().__init__(f"{name} cannot be read: {reason}.", hint=hint)


class UnsupportedSourceError(SourceError):
    """What the source holds is no text that postil reads."""

    def __init__(self, name: str, what: str, *, hint: str = "") -> None:
        super().__init__(f"{name} {what}.", hint=hint)


# --- the library -----------------------------------------------------------------------------


def restore_command(path: Path, what: str = "") -> str:
    """What to type to get something back into a library, which is named if it is not the usual one."""
    return _command(path, "restore", *([what] if what else []))


def _command(path: Path, *words: str) -> str:
    import shlex  # noqa: PLC0415  # only where something is wrong with a library

    from annotations.places import default_path  # noqa: PLC0415  # likewise

    is_usual = path.absolute() == default_path().absolute()
    return shlex.join(["postil", *words, *([] if is_usual else ["--db", str(path)])])


class StoreError(PostilError):
    """The library's database cannot do what was asked of it."""


class DatabaseBusyError(StoreError):
    """Another program holds the library for longer than the time-out."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is held by another program.",
            hint="Nothing was changed; try again when it is done.",
        )


class DatabaseFullError(StoreError):
    """No room is left on the disk of the library."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"No room is left on the disk that holds {path}.",
            hint="Nothing was changed; make room and try again.",
        )


class ReadOnlyDatabaseError(StoreError):
    """The library may be read but not written."""

    def __init__(self, path: Path, *, is_folder: bool = False) -> None:
        """Say so.

        Args:
            path: The library.
            is_folder: Whether nothing can be written in its folder, as on a disk for reading.
        """
        super().__init__(
            f"{path} may not be written.",
            hint="Copy it into a folder of your own, and name the copy with --db."
            if is_folder
            else "Change its permissions, or choose another library with --db.",
        )


class UnmigratableDatabaseError(ReadOnlyDatabaseError):
    """An older library, which is brought up to date before it is read, but may not be written."""

    def __init__(self, path: Path) -> None:
        StoreError.__init__(
            self,
            f"{path} is of an older postil, and may not be written to be brought up to date.",
            hint="Copy it into a folder of your own, and name the copy with --db.",
        )


class ChangedDatabaseError(StoreError):
    """A library that can only be read as it lies does not lie still."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} was changed by another program while it was read.",
            hint="It can only be read here while nobody writes it; open it again.",
        )


class UnusableDatabaseError(StoreError):
    """The path cannot hold a library: no folder, no right, no regular file, lost content."""

    def __init__(self, path: Path, reason: str, *, hint: str = "") -> None:
        super().__init__(
            f"{path} cannot be used as a library: {reason}.",
            hint=hint or "Choose another library with --db.",
        )


class UnwritableBackupError(StoreError):
    """A copy of the library cannot be put where it was to lie."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"The copy {path} cannot be written: {reason}.",
            hint="POSTIL_BACKUPS names another folder for backups.",
        )


class LostDatabaseError(UnusableDatabaseError):
    """A library stood there, for it has backups, and now there is nothing or an empty file.

    Attributes:
        path: Where it stood, as the person named it.
        backup: The newest of its backups.
        time: When that was made.
    """

    def __init__(self, path: Path, backup: Path, time: str) -> None:
        when = time[:16].replace("T", " ")
        StoreError.__init__(
            self,
            f"A library stood at {path}, and is gone or empty.",
            hint=f"Its newest backup is of {when} UTC. `{restore_command(path, 'newest')}` brings it "
            f"back, `{restore_command(path, '--new')}` begins anew.",
        )
        self.path, self.backup, self.time = path, backup, time


class ForeignDatabaseError(StoreError):
    """The file is another program's, or no database at all."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is not a postil library.",
            hint="It was left as it is; choose another library with --db.",
        )


class NewerDatabaseError(StoreError):
    """The library's schema is newer than this program."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} was written by a newer postil.", hint="Update postil, or choose another --db."
        )


class DamagedDatabaseError(StoreError):
    """The library's file is damaged."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is damaged.",
            hint=f"Leave it as it is; `{restore_command(path)}` lists its backups.",
        )


class DamagedValueError(DamagedDatabaseError):
    """Something stands in the library that no postil wrote there.

    Attributes:
        what: A sentence about it.
    """

    def __init__(self, path: Path, what: str, *, hint: str = "") -> None:
        """Say so.

        Args:
            path: The library.
            what: A sentence about it.
            hint: What to do, where it is no library that is used.
        """
        StoreError.__init__(
            self,
            f"{path} is damaged: {what[0].lower()}{what[1:]}",
            hint=hint
            or f"`{_command(path, 'doctor')}` tells all; `{restore_command(path)}` lists its backups.",
        )
        self.what = what


class DamagedStepError(StoreError):
    """A step of the history cannot be taken, for what is held of it is not sound."""

    def __init__(self, label: str, *, is_undo: bool) -> None:
        super().__init__(
            f"“{label}” cannot be {'undone' if is_undo else 'redone'}: the history does not hold it "
            "soundly.",
            hint="Nothing was changed; `postil doctor` tells what is wrong.",
        )


class InputOutputError(StoreError):
    """The disk refused to read or to write."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"The disk that holds {path} failed: {reason}.",
            hint="Nothing was acknowledged that is not written; check the disk.",
        )


class ConflictError(StoreError):
    """An object is no longer what the caller saw."""


class NothingToUndoError(StoreError):
    """The history holds nothing to undo or redo here."""


# --- what a person names ---------------------------------------------------------------------


class NotFoundError(PostilError):
    """No article, mark or text answers to what was named."""


class AmbiguousError(PostilError):
    """Several things answer to what was named."""


class InvalidValueError(PostilError):
    """A tag, colour, field, time or id is not of its form."""


class QueryError(PostilError):
    """A query is not of the language.

    Attributes:
        query: As it was written.
        position: Code point in the query at which the mistake stands.
    """

    def __init__(self, sentence: str, *, query: str, position: int, hint: str = "") -> None:
        super().__init__(sentence, hint=hint)
        self.query = query
        self.position = position


# --- exchange --------------------------------------------------------------------------------


class ExchangeError(PostilError):
    """A file of an exchange format cannot be read or written."""


class EarlierTextError(PostilError):
    """An earlier text of an article is shown, and marks belong to the present one."""

    def __init__(self) -> None:
        super().__init__("An earlier text is only read.", hint="R goes back to the present one.")


class MalformedFileError(ExchangeError):
    """A file is not of its format.

    Attributes:
        line: Line in the file, from 1; 0 where none can be named.
    """

    def __init__(self, name: str, reason: str, *, line: int = 0, hint: str = "") -> None:
        where = f"{name}, line {line}" if line else name
        super().__init__(f"{where}: {reason}.", hint=hint)
        self.line = line


class NewerFormatError(ExchangeError):
    """A file's format is newer than this program."""

    def __init__(self, name: str, version: object) -> None:
        super().__init__(
            f"{name} is of the format postil/{version}, which is newer than this program.",
            hint="Update postil.",
        )


class ExportWouldLoseError(ExchangeError):
    """The format has no room for something, and nothing may be lost."""

    def __init__(self, label: str, losses: Sequence[str]) -> None:
        super().__init__(
            f"{label} has no room for {', '.join(losses)}.",
            hint="Nothing was written; choose another format, or leave --strict out.",
        )


class ExportWouldOverwriteError(ExchangeError):
    """The target holds something that postil did not write, or that was edited since."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"{path} {reason}.", hint="Choose another name, or move the file out of the way."
        )
