"""`postil show`: an article with its marks as text."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import click

from annotations.errors import NotFoundError
from reader.cli.articles import Opened, Options, open_for
from reader.cli.options import (
    Invocation,
    command,
    pass_invocation,
    source_argument,
    source_options,
)
from reader.cli.printing import print_line, print_text
from reader.cli.read import is_terminal
from reader.cli.speaking import ExitCode
from reader.cli.text_view import article_lines

if TYPE_CHECKING:
    from annotations.library import Library
    from annotations.model import Version

COLUMN_CELLS = 72
"""The reading column, as on the screen; a narrower terminal makes it narrower."""

LEAST_CELLS = 20

SHORTEST_HASH = 4
"""Characters of a hash that name a version; fewer are a number."""


@command(
    "show",
    examples=(
        ("postil show bamako.md", "The text with its marks in brackets, notes below each block."),
        ("postil show bamako.md | less", "Page by page."),
        ("postil show bamako.md --version 1", "Its first text; --versions lists them."),
        ("postil show visit", "An article of the library, by a part of its title."),
    ),
)
@source_argument()
@click.option(
    "--version",
    "version",
    metavar="V",
    help="An earlier text: by its number, or by how its SHA-256 begins.",
)
@click.option("--versions", "is_listing", is_flag=True, help="List the texts there were.")
@source_options
@pass_invocation
def show_command(
    invocation: Invocation,
    *,
    source: str,
    version: str | None,
    is_listing: bool,
    options: Options,
) -> ExitCode:
    """Print SOURCE with its marks and notes as text.

    A mark stands between ⟦ and ⟧ with its number; below the block in which it ends stand the end
    of its id, its place, colour, tags, fields and note. At most 72 columns wide.
    """
    if is_listing:
        with invocation.library() as library:
            opened = open_for(library, source, options, may_be_title=True)
            for line in _version_lines(library.versions(opened.article.id)):
                print_line(line)
        return ExitCode.DONE
    return show(invocation, source, options, version=version)


def show(
    invocation: Invocation, source: str, options: Options, *, version: str | None = None
) -> ExitCode:
    """Print an article; what `postil SOURCE` does into a pipe."""
    with invocation.library() as library:
        opened = open_for(library, source, options, may_be_title=True)
        if version is not None:
            opened = _as_of(library, opened, version)
    width_cells = COLUMN_CELLS
    if is_terminal(sys.stdout):
        width_cells = min(COLUMN_CELLS, max(LEAST_CELLS, shutil.get_terminal_size().columns))
    print_text(
        article_lines(
            opened.article,
            opened.document,
            opened.annotations,
            width_cells=width_cells,
        )
    )
    return ExitCode.DONE


def _as_of(library: Library, opened: Opened, wanted: str) -> Opened:
    """The article in another version, with the marks where that text has them."""
    versions = library.versions(opened.article.id)
    numbers = {str(number): each for number, (each, _) in enumerate(versions, 1)}
    found = [numbers[wanted]] if wanted in numbers else []
    if not found and len(wanted) >= SHORTEST_HASH:
        found = [each for each, _ in versions if each.sha256.startswith(wanted.casefold())]
    if len(found) != 1:
        which = "More than one version" if found else "No version"
        sentence = f"{which} of the article has the number, or a hash that begins with, “{wanted}”."
        raise NotFoundError(sentence, hint=f"There are: {'; '.join(_version_lines(versions))}")
    version = found[0]
    present = opened.article.version
    if present is not None and version.id == present.id:
        return opened
    kept = library.opened(opened.article.id, version=version.id)
    if kept is None or kept.document is None:
        sentence = f"The text of the version {version.sha256[:8]} was not kept."
        raise NotFoundError(sentence, hint="The text of a version is kept from its first mark on.")
    return Opened(article=kept.article, document=kept.document, annotations=kept.annotations)


def _version_lines(versions: list[tuple[Version, bool]]) -> list[str]:
    """A line for each version, the oldest first: number, hash, when it was read, and why."""
    lines = []
    for number, (version, is_kept) in enumerate(versions, 1):
        when = version.captured[:16].replace("T", " ")
        state = "" if is_kept else "not kept"
        parts = (str(number), version.sha256[:8], when, version.reason, state)
        lines.append("  ".join(part for part in parts if part))
    return lines
