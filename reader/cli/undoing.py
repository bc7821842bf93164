"""`postil undo`, `redo` and `history`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.errors import NothingToUndoError
from reader.cli.articles import known_article
from reader.cli.options import (
    Invocation,
    command,
    json_option,
    limit_option,
    mention_limit,
    pass_invocation,
    row_limit,
    source_argument,
)
from reader.cli.printing import print_json_array, print_line
from reader.cli.speaking import ExitCode, complain_of, mention

if TYPE_CHECKING:
    from annotations.library import Library
    from annotations.model import ArticleId, Json
    from annotations.results import HistoryEntry

MANY = 1_000_000_000
"""Entries asked for where all are wanted."""


@command(
    "undo",
    examples=(
        ("postil undo", "Take back the latest change of the whole library."),
        ("postil undo bamako.md", "Take back the latest change of this article."),
    ),
)
@source_argument(required=False)
@pass_invocation
def undo_command(invocation: Invocation, *, source: str | None) -> ExitCode:
    """Take back the latest change: of SOURCE, or of all articles. It says what it was.

    Status 1 if there is nothing to undo.
    """
    with invocation.library() as library:
        article = None if source is None else known_article(library, source).id
        return _step_back(library, article, "undone")


@command(
    "redo",
    examples=(
        ("postil redo", "Do again what was undone last in the whole library."),
        ("postil redo bamako.md", "Do again what was undone last in this article."),
    ),
)
@source_argument(required=False)
@pass_invocation
def redo_command(invocation: Invocation, *, source: str | None) -> ExitCode:
    """Do again what was undone last: of SOURCE, or of all articles. It says what it was.

    Status 1 if there is nothing to redo.
    """
    with invocation.library() as library:
        article = None if source is None else known_article(library, source).id
        return _step_back(library, article, "redone")


@command(
    "history",
    examples=(
        ("postil history", "The latest changes of the whole library."),
        ("postil history bamako.md --limit 5", "The last five of one article."),
    ),
)
@source_argument(required=False)
@limit_option
@json_option
@pass_invocation
def history_command(
    invocation: Invocation, *, source: str | None, limit: int | None, as_json: bool
) -> ExitCode:
    """List the changes of SOURCE, or of all articles, the latest first; undone ones are in brackets."""
    with invocation.library() as library:
        article = None if source is None else known_article(library, source).id
        rows = row_limit(limit, as_json=as_json)
        entries = library.history(article, limit=MANY if rows is None else rows)
    if as_json:
        print_json_array(_record(entry) for entry in entries)
    else:
        for entry in entries:
            when = entry.time[:16].replace("T", " ")
            print_line(f"{when}  {f'({entry.label})' if entry.is_undone else entry.label}")
        mention_limit(limit, len(entries))
    return ExitCode.DONE if entries else ExitCode.NO


def _step_back(library: Library, article: ArticleId | None, participle: str) -> ExitCode:
    step = library.undo if participle == "undone" else library.redo
    try:
        done = step(article).result()
    except NothingToUndoError as error:
        complain_of(error)
        return ExitCode.NO
    print_line(f"{participle}: {done.entry.label}")
    others = len(done.entry.articles) - 1
    if article is not None and others > 0:
        mention(f"this also touched {others} other article{'s' if others > 1 else ''}.")
    return ExitCode.DONE


def _record(entry: HistoryEntry) -> dict[str, Json]:
    return {
        "id": entry.id,
        "time": entry.time,
        "action": entry.action,
        "label": entry.label,
        "undone": entry.is_undone,
        "articles": [str(each) for each in entry.articles],
        "marks": [str(each) for each in entry.annotations],
    }
