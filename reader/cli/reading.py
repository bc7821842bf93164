"""`postil read`: what `postil SOURCE` does when more than a plain path is given."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reader.cli.articles import Options, as_path, find_article
from reader.cli.names import STANDARD_INPUT, looks_like_address
from reader.cli.options import (
    Invocation,
    command,
    pass_invocation,
    source_options,
)
from reader.cli.read import is_terminal, read, read_library, require_terminal
from reader.cli.showing import show
from reader.request import ReadRequest
from reader.sample import sample_article


@command(
    "read",
    examples=(
        ("postil article.md", "Read and mark a file."),
        ("postil https://example.org/a", "Fetch a page, or read the copy that is kept of it."),
        ("postil texts/", "Add the texts of a folder to the library, and show it."),
        ("postil --sample", "Read the sample that comes with postil."),
        ("curl -s https://example.org/a.txt | postil - --title Speech", "Read standard input."),
    ),
)
@click.argument("sources", metavar="[SOURCE]...", nargs=-1, type=click.Path(path_type=str))
@source_options
@click.option("--sample", is_flag=True, help="Open the sample that comes with postil.")
@click.option(
    "--cursor",
    is_flag=True,
    help="Show the terminal's cursor at the caret, for Braille displays and screen readers.",
)
@pass_invocation
def read_command(
    invocation: Invocation,
    *,
    sources: tuple[str, ...],
    sample: bool,
    cursor: bool,
    options: Options,
) -> int:
    """Open SOURCE beside the panel of its marks. Into a pipe, print it as `show` does.

    Without SOURCE the library is shown; several, or a folder, are added to it as unread articles.
    A command's name wins over a file's: write ./list to read a file called list.
    """
    if sample and sources:
        message = "--sample opens the sample: it goes without SOURCE."
        raise click.UsageError(message)
    if sample:
        sources = (str(sample_article()),)
    is_library = len(sources) != 1 or Path(sources[0]).is_dir()
    if is_library and is_terminal(sys.stdout):
        return _show_library(invocation, sources, options, cursor=cursor)
    if is_library:
        message = "Name one thing to print: a file, an address, - or an article of the library."
        raise click.UsageError(message)
    (source,) = sources
    if not is_terminal(sys.stdout):
        return show(invocation, source, options)
    require_terminal(source)
    return read(_request(invocation, source, options)._replace(cursor=cursor))


def _show_library(
    invocation: Invocation, sources: tuple[str, ...], options: Options, *, cursor: bool
) -> int:
    """The list of articles, with several sources, or those of a folder, added to it."""
    if options != Options():
        message = "How a source is read can be said of one alone; the library takes --cursor."
        raise click.UsageError(message)
    if STANDARD_INPUT in sources:
        message = "Standard input is read alone: it goes without other sources."
        raise click.UsageError(message)
    return read_library(invocation.library_path, sources, cursor=cursor)


def _request(invocation: Invocation, source: str, options: Options) -> ReadRequest:
    path: Path | None = None
    data: bytes | None = None
    article = None
    if source == STANDARD_INPUT:
        from reader.loaders.stdin import read_stdin  # noqa: PLC0415 - only for -

        held = read_stdin(is_forced=options.force)
        data = held.read(0, held.size_bytes)
    elif not looks_like_address(source):
        path = as_path(source)
        if path is None:
            with invocation.library() as library:
                found = find_article(library, source, may_be_title=True)
                if library.document(found.id) is None and Path(found.source).is_file():
                    # Only looked at so far: its text is in its file alone.
                    path = Path(found.source)
                else:
                    article = found.id
    return ReadRequest(
        path=path,
        address=source if looks_like_address(source) else "",
        data=data,
        article=article,
        library=invocation.library_path,
        encoding=options.encoding,
        title=options.title,
        url=options.url,
        suffix=options.suffix,
        is_whole_page=options.whole_page,
        refresh=options.refresh,
        allow_local=options.allow_local,
        force=options.force,
        debug=invocation.is_debugging,
    )
