"""`postil remove`: articles taken out of the library, with nothing of them lost."""

from __future__ import annotations

import click

from reader.cli.articles import known_article
from reader.cli.options import Invocation, command, pass_invocation
from reader.cli.printing import print_line
from reader.cli.speaking import ExitCode


@command(
    "remove",
    examples=(
        ("postil remove old.md", "Take an article out of lists and searches."),
        ("postil undo", "Bring it back; opening or importing it again does so, too."),
    ),
)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@pass_invocation
def remove_command(invocation: Invocation, *, sources: tuple[str, ...]) -> ExitCode:
    """Take each SOURCE out of the library, all as one step: it is in no list and answers no query.

    Marks, notes and texts are kept; `postil undo` brings them back, and so does opening or importing
    them again. `postil forget` purges an article for good. Status 1 if all were out already.
    """
    with invocation.library() as library:
        articles = [known_article(library, source) for source in sources]
        removed = library.shelf.remove([each.id for each in articles]).result()
    if not removed.articles:
        return ExitCode.NO
    for article in articles:
        print_line(f"removed: {article.name}")
    return ExitCode.DONE
