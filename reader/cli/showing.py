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
from reader.cli.printing import print_text
from reader.cli.read import is_terminal
from reader.cli.speaking import ExitCode
from reader.cli.text_view import article_lines

if TYPE_CHECKING:
    from annotations.library import Library

COLUMN_CELLS = 72
"""The reading column, as on the screen; a narrower terminal makes it narrower."""

LEAST_CELLS = 20


@command(
    "show",
    examples=(
        ("postil show bamako.md", "The text with its marks in brackets, notes below each block."),
        ("postil show bamako.md | less", "Page by page."),
        ("postil show visit", "An article of the library, by a part of its title."),
    ),
)
@source_argument()
@click.option("--version", "version", metavar="V", help="The version whose SHA-256 begins so.")
@source_options
@pass_invocation
def show_command(
    invocation: Invocation,
    *,
    source: str,
    version: str | None,
    encoding: str,
    url: str,
    title: str,
    suffix: str,
    refresh: bool,
    allow_local: bool,
    force: bool,
) -> ExitCode:
    """Print SOURCE with its marks and notes as text.

    A mark stands between ⟦ and ⟧ with its number; below the block in which it ends stand the end
    of its id, its place, colour, tags, fields and note. At most 72 columns wide.
    """
    options = Options(
        encoding=encoding,
        url=url,
        title=title,
        suffix=suffix,
        refresh=refresh,
        allow_local=allow_local,
        force=force,
    )
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


def _as_of(library: Library, opened: Opened, beginning: str) -> Opened:
    """The article in another version, with the marks where that text has them."""
    from dataclasses import replace  # noqa: PLC0415 - beside its one use

    present = opened.article.version
    annotated = library.annotated(opened.article.id, with_text=False, confidential=True)
    versions = [*annotated.earlier, *([present] if present else [])]
    wanted = beginning.casefold()
    found = [each for each in versions if wanted and each.sha256.startswith(wanted)]
    if len(found) != 1:
        known = ", ".join(each.sha256[:8] for each in versions)
        which = "More than one version" if found else "No version"
        sentence = f"{which} of the article begins with “{beginning}”."
        raise NotFoundError(sentence, hint=f"There are: {known}")
    if found[0] is present:
        return opened
    document = library.document(opened.article.id, found[0].id)
    if document is None:
        sentence = f"The text of the version {found[0].sha256[:8]} was not kept."
        raise NotFoundError(sentence, hint="The text of a version is kept from its first mark on.")
    from reader.cli.marks import placed_in  # noqa: PLC0415 - rare

    return replace(
        opened,
        document=document,
        annotations=tuple(placed_in(document, each) for each in opened.annotations),
    )
