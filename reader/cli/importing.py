"""`postil import`: annotated YAML files into the library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotations.errors import UnreadableSourceError
from reader.cli.options import Invocation, command, pass_invocation
from reader.cli.printing import print_line
from reader.cli.speaking import ExitCode, mention
from reader.cli.values import INPUT_SIZE_LIMIT

if TYPE_CHECKING:
    from annotations.results import Imported


@command(
    "import",
    examples=(
        ("postil import bamako.yaml", "Take an article with its marks into the library."),
        ("postil import *.yaml --dry-run", "Say what would change, and change nothing."),
        ("postil import bamako.yaml --db other.db", "Into another library."),
    ),
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=str))
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@pass_invocation
def import_command(invocation: Invocation, *, files: tuple[str, ...], dry_run: bool) -> ExitCode:
    """Take annotated YAML files (postil/1) into the library; the files are never changed.

    All files are read before anything is written. The newer of two states of a mark wins; what the
    file lacks is not deleted. One step of the history for each file.
    """
    from annotations.exchange import yaml as annotated_yaml  # noqa: PLC0415 - help needs no yaml

    read = [(name, annotated_yaml.read(_bytes(name), Path(name).name)) for name in files]
    with invocation.library() as library:
        for name, annotated in read:
            done = library.import_annotated(annotated, dry_run=dry_run).result()
            print_line(f"{name}: {_summary(done, dry_run=dry_run)}")
            for report in done.reports:
                mention(report)
    return ExitCode.DONE


def _bytes(name: str) -> bytes:
    try:
        with Path(name).open("rb") as file:
            data = file.read(INPUT_SIZE_LIMIT + 1)
    except OSError as error:
        raise UnreadableSourceError(name, error.strerror or str(error)) from error
    if len(data) > INPUT_SIZE_LIMIT:
        reason = f"it is longer than {INPUT_SIZE_LIMIT:,} bytes"
        raise UnreadableSourceError(name, reason)
    return data


def _summary(done: Imported, *, dry_run: bool) -> str:
    counts = (
        (done.added, "added"),
        (done.updated, "updated"),
        (done.deleted, "deleted"),
        (done.unchanged, "unchanged"),
    )
    told = ", ".join(f"{count} {word}" for count, word in counts if count) or "no marks"
    return f"{told}{' (nothing was written)' if dry_run else ''}"
