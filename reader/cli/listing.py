"""`postil list` and `postil find`: articles and marks of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from annotations.query import parse
from annotations.whereabouts import whereabouts_in
from reader.cli.marks import short_id
from reader.cli.options import (
    Invocation,
    command,
    json_option,
    limit_option,
    mention_limit,
    pass_invocation,
    row_limit,
)
from reader.cli.printing import print_json_array, print_line
from reader.cli.records import article_record, mark_records
from reader.cli.speaking import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotations.library import Library
    from annotations.results import ArticleSummary, Found

QUOTE_LENGTH = 200
"""Code points of a quotation or note in a list; --json has them whole."""


@command(
    "list",
    examples=(
        ("postil list", "The articles read last, with their marks counted."),
        ("postil list tag:sahel --json", "Articles with a mark under a tag, as JSON."),
    ),
)
@click.argument("query", nargs=-1)
@limit_option
@click.option(
    "--sort",
    type=click.Choice(("opened", "updated", "title", "marks")),
    default="opened",
    show_default=True,
    help="The order.",
)
@json_option
@pass_invocation
def list_command(
    invocation: Invocation, *, query: tuple[str, ...], limit: int | None, sort: str, as_json: bool
) -> ExitCode:
    """List the articles of the library, or those with marks that answer to QUERY.

    A line shows the end of the article's id, the day it was last opened, how far it was read, the
    number of its marks, and its title. Status 1 if there is none.
    """
    wanted = parse(" ".join(query))
    with invocation.library() as library:
        found = library.list_articles(wanted, limit=row_limit(limit, as_json=as_json), sort=sort)
    if as_json:
        print_json_array(article_record(summary) for summary in found)
    else:
        for summary in found:
            print_line(_article_line(summary))
        mention_limit(limit, len(found))
    return ExitCode.DONE if found else ExitCode.NO


@command(
    "find",
    examples=(
        ("postil find 'tag:sahel/russia quota'", "Marks under a tag with a word in quote or note."),
        (
            "postil find '\"the world has changed\" or colour:red' --sort newest",
            "The latest first.",
        ),
        ("postil find speaker:Lavrov --json | jq -r '.[].quote'", "For a script."),
    ),
)
@click.argument("query", nargs=-1, required=True)
@limit_option
@click.option(
    "--sort",
    type=click.Choice(("place", "newest")),
    default="place",
    show_default=True,
    help="The order: by article and place, or the newest first.",
)
@json_option
@pass_invocation
def find_command(
    invocation: Invocation, *, query: tuple[str, ...], limit: int | None, sort: str, as_json: bool
) -> ExitCode:
    """Find marks in all articles.

    QUERY has words and "phrases" (in quotation or note), -word, or, brackets, tag:T, colour:C,
    note:W, quote:W, and NAME:VALUE for a field. Status 1 if there is none.
    """
    wanted = parse(" ".join(query))
    with invocation.library() as library:
        found = library.find(wanted, limit=row_limit(limit, as_json=as_json), sort=sort)
        if as_json:
            print_json_array(mark_records(library, found))
        else:
            for line in _found_lines(library, found):
                print_line(line)
    if not as_json:
        mention_limit(limit, len(found))
    return ExitCode.DONE if found else ExitCode.NO


def _article_line(summary: ArticleSummary) -> str:
    day = summary.opened[:10] or " " * 10
    return (
        f"{short_id(summary.article.id)}  {day}  {summary.progress:4.0%}"
        f"  {summary.marks:5}  {summary.article.name}"
    )


def _found_lines(library: Library, found: list[Found]) -> Iterator[str]:
    """A line with id, place, colour and tags, then quotation and note, under the article's name."""
    shown = document = None
    for each in found:
        if each.article.id != shown:
            if shown is not None:
                yield ""
            yield each.article.name
            shown = each.article.id
            document = library.document(shown)
        mark = each.annotation
        where = ""
        if document is not None and mark.start is not None:
            where = whereabouts_in(document, mark.start).words
        parts = [
            short_id(mark.id),
            _shortened(where),
            mark.colour.value if mark.colour else "",
            mark.state.value,
        ]
        if mark.state.severity == 0:
            parts.pop()
        parts += [f"#{tag}" for tag in mark.tags]
        parts += [f"{name}: {value}" for name, value in mark.fields]
        yield "  " + "  ".join(part for part in parts if part)
        if mark.quote:
            yield f"    “{_shortened(mark.quote)}”"
        if mark.note:
            yield f"    {_shortened(mark.note)}"


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= QUOTE_LENGTH else f"{line[:QUOTE_LENGTH].rstrip()}…"
