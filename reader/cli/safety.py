"""`postil backup` and `restore`: copies of the library, and the way back to one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotations.errors import InvalidValueError
from annotations.places import default_path
from reader.cli.options import (
    Invocation,
    command,
    json_option,
    pass_invocation,
)
from reader.cli.printing import print_json_array, print_line
from reader.cli.speaking import ExitCode, ask, mention

if TYPE_CHECKING:
    from annotations.backups import Backup, Difference
    from annotations.model import Json

REASONS = {
    "auto": "by itself",
    "migration": "before an update",
    "restore": "before a restore",
    "hand": "by hand",
}
"""Why a backup was made, for people."""


@command(
    "backup",
    examples=(
        ("postil backup", "Put a copy among the other backups; it stays until you delete it."),
        ("postil backup /media/stick/", "Into a folder, under a name with the time."),
        ("postil backup ~/library.db --overwrite", "Into a file, in place of an earlier copy."),
    ),
)
@click.argument("target", required=False, metavar="[FILE]", type=click.Path(path_type=Path))
@click.option("--overwrite", is_flag=True, help="Replace FILE if it is an earlier copy.")
@pass_invocation
def backup_command(invocation: Invocation, *, target: Path | None, overwrite: bool) -> ExitCode:
    """Copy the library, also while it is in use, check the copy and print where it is.

    postil makes copies by itself as well; `postil restore` lists all of them.
    """
    with invocation.library() as library:
        made = library.safekeeping.back_up(target, overwrite=overwrite)
    print_line(str(made.path))
    return ExitCode.DONE


@command(
    "restore",
    examples=(
        ("postil restore", "List the backups of the library."),
        ("postil restore 1 --show", "What is in the newest, and what differs from the present."),
        ("postil restore 1 --article bamako", "Bring back the marks of one article."),
        ("postil restore newest", "Make the library what it was then; it asks."),
    ),
)
@click.argument("backup", required=False, metavar="[BACKUP]")
@click.option("--show", is_flag=True, help="Only show what is in it and what differs.")
@click.option("--article", metavar="REF", help="Only the marks of this article, as one step.")
@click.option("--new", "is_new", is_flag=True, help="Begin anew where the library is gone.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
@pass_invocation
def restore_command(
    invocation: Invocation,
    *,
    backup: str | None,
    show: bool,
    article: str | None,
    is_new: bool,
    yes: bool,
    as_json: bool,
) -> ExitCode:
    """List the backups, or bring back what is in one.

    BACKUP is its number in the list, the beginning of its time, `newest`, or a file. Before the whole
    library becomes what it was, its present state is kept as a backup, too. With --article, marks
    that were deleted or changed since come back, what is new stays, and `postil undo` takes it back.
    """
    from annotations import backups  # noqa: PLC0415 - help needs no store

    if (backup is not None) + is_new > 1 or (show + (article is not None) > 1):
        message = "One thing at a time: BACKUP or --new, --show or --article."
        raise click.UsageError(message)
    if backup is None and (show or article is not None):
        message = "Name the backup: its number, `newest`, its time, or a file."
        raise click.UsageError(message)
    path = (invocation.library_path or default_path()).absolute()
    if is_new:
        backups.begin_anew(path)
        print_line(f"a new library: {path}")
        return ExitCode.DONE
    if backup is None:
        return _list(path, backups.backups_of(path), as_json=as_json)
    copy = backups.chosen(path, backup)
    if show:
        return _show(backups.differences(path, copy), as_json=as_json)
    if article is not None:
        with invocation.library() as library:
            imported = library.safekeeping.restore_article(copy, article)
        for report in imported.reports:
            mention(report)
        name, back = imported.article.name, imported.added + imported.updated
        is_same = f"nothing to restore: the marks of {name} are as they were"
        print_line(f"restored: {_count(back, 'mark')} of {name}" if back else is_same)
        return ExitCode.DONE
    return _restore(path, copy, yes=yes)


def _restore(path: Path, copy: Backup, *, yes: bool) -> ExitCode:
    from annotations import backups  # noqa: PLC0415 - as above

    if not yes:
        answer = ask(f"Make {path} what it was {_when(copy)}?")
        if answer is None:
            sentence = f"{path} would become what it was {_when(copy)}, and nobody can be asked."
            raise InvalidValueError(sentence, hint="Add --yes to do it without asking.")
        if not answer:
            return ExitCode.NO
    done = backups.restore(path, copy)
    print_line(f"restored: {_count(done.marks, 'mark')} in {_count(done.articles, 'article')}")
    if done.former is not None:
        print_line(f"  what was there is kept in {done.former}")
    return ExitCode.DONE


def _list(path: Path, backups: list[Backup], *, as_json: bool) -> ExitCode:
    from annotations.backups import BOUND_BYTES  # noqa: PLC0415 - as above

    if as_json:
        print_json_array(_record(number, each) for number, each in enumerate(backups, 1))
        return ExitCode.DONE if backups else ExitCode.NO
    if not backups:
        mention(f"there are no backups of {path} yet.")
        return ExitCode.NO
    for number, each in enumerate(backups, 1):
        print_line(
            f"{number:>3}  {_minute(each)}  {REASONS[each.reason]:<17} {_size(each.size_bytes):>8}"
        )
    total = sum(each.size_bytes for each in backups)
    print_line(f"{_size(total)} in {backups[0].path.parent}, times in UTC; those made without your")
    print_line(f"asking are kept to {_size(BOUND_BYTES)}, but two of them always.")
    return ExitCode.DONE


def _show(found: list[Difference], *, as_json: bool) -> ExitCode:
    if as_json:
        print_json_array(each._asdict() for each in found)
        return ExitCode.DONE
    there = [each for each in found if each.is_there]
    marks = sum(each.marks for each in there)
    print_line(f"{_count(marks, 'mark')} in {_count(len(there), 'article')}")
    for each in found:
        name = each.title or "(untitled)"
        if not each.is_there:
            print_line(f"  - {name}: only here, with {_count(each.only_here, 'mark')}")
        elif not each.is_here:
            print_line(f"  + {name}: only there, with {_count(each.marks, 'mark')}")
        elif each.is_same:
            print_line(f"    {name}: {_count(each.marks, 'mark')}, as here")
        else:
            print_line(f"  ~ {name}: {_count(each.marks, 'mark')}; {_differs(each)}")
    return ExitCode.DONE


def _differs(each: Difference) -> str:
    parts = (
        (each.only_there, "only there"),
        (each.only_here, "only here"),
        (each.changed, "changed since"),
    )
    return ", ".join(f"{count:,} {what}" for count, what in parts if count)


def _record(number: int, backup: Backup) -> dict[str, Json]:
    return {
        "number": number,
        "path": str(backup.path),
        "time": backup.time,
        "reason": backup.reason,
        "size_bytes": backup.size_bytes,
    }


def _minute(backup: Backup) -> str:
    return backup.time[:16].replace("T", " ")


def _when(backup: Backup) -> str:
    return f"on {_minute(backup)} UTC" if backup.time else f"in {backup.path}"


def _count(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _size(size_bytes: int) -> str:
    from reader.loaders.source import shown_size  # noqa: PLC0415 - as above

    return shown_size(size_bytes)
