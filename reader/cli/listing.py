"""`postil list` and `postil find`: articles and marks of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from annotations.whereabouts import whereabouts_in
from reader.cli.marks import short_id
from reader.cli.options import (
    Invocation,
    QueryCommand,
    command,
    json_option,
    limit_option,
    mention_limit,
    pass_invocation,
    row_limit,
)
from reader.cli.printing import print_json_array, print_line
from reader.cli.records import article_record, mark_records, passage_record
from reader.cli.speaking import ExitCode, mention

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotations.library import Library
    from annotations.query import Query
    from annotations.results import ArticleSummary, Found

QUOTE_LENGTH = 200
"""Code points of a quotation or note in a list; --json has them whole."""


@command(
    "list",
    examples=(
        ("postil list", "The articles read last, with their marks counted."),
        ("postil list tag:sahel --json", "Articles with a mark under a tag, as JSON."),
    ),
    cls=QueryCommand,
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
    """List the articles of the library, or those that answer to QUERY, or have a mark that does.

    A line shows the end of the article's id, the day it was last opened, how far it was read, the
    number of its marks, and its title. Status 1 if there is none.
    """
    with invocation.library() as library:
        wanted = library.query(_joined(query))
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
        ("postil find by:Awa since:7d has:note", "What she noted in the last seven days."),
        ("postil find --save mali tag:sahel/mali -is:orphan", "Find, and save it as saved:mali."),
        ("postil find --texts quota in:mali", "Sentences of the texts kept, marked or not."),
        ("postil find speaker:Lavrov --json | jq -r '.[].quote'", "For a script."),
    ),
    cls=QueryCommand,
)
@click.argument("query", nargs=-1, required=True)
@limit_option
@click.option(
    "--sort",
    type=click.Choice(("place", "newest", "relevance")),
    default="place",
    show_default=True,
    help="The order: by article and place, the newest first, or those with the most of the words.",
)
@click.option("--save", metavar="NAME", help="Save the query too: saved:NAME stands for it.")
@click.option(
    "--texts", is_flag=True, help="Look in the texts of the articles, not in their marks."
)
@json_option
@pass_invocation
def find_command(
    invocation: Invocation,
    *,
    query: tuple[str, ...],
    limit: int | None,
    sort: str,
    save: str | None,
    texts: bool,
    as_json: bool,
) -> ExitCode:
    """Find marks in all articles.

    QUERY has words and "phrases" (in quotation, note, tags, fields or the article's title), -word,
    or, brackets, and keys: tag:T, colour:C, note:W, quote:W, in:TITLE, author:W, by:CREATOR,
    on:2026-11, since:7d, has:note, is:changed, relation:W, saved:NAME, or NAME:VALUE for a field; the
    README tells all. Status 1 if there is none.

    With --texts the words are looked for in the texts that are kept, and each sentence with the most
    of them is a result, the article opened last first; the keys choose the articles.
    """
    text = _joined(query)
    if texts and sort != "place":
        message = "Sentences of texts stand by article and place; --sort is for marks."
        raise click.UsageError(message)
    with invocation.library() as library:
        wanted = library.query(text)
        if save is not None:
            name = library.save_query(save, text).result()
            mention(f"saved as “{name}”.")
        if texts:
            return _find_in_texts(library, wanted, limit, as_json=as_json)
        found = library.find(wanted, limit=row_limit(limit, as_json=as_json), sort=sort)
        if as_json:
            print_json_array(mark_records(library, found))
        else:
            for line in _found_lines(library, found):
                print_line(line)
    if not as_json:
        mention_limit(limit, len(found))
    return ExitCode.DONE if found else ExitCode.NO


@command(
    "queries",
    examples=(
        ("postil queries", "The saved queries with what they ask for."),
        ("postil queries --remove mali", "One fewer."),
    ),
)
@click.option("--remove", metavar="NAME", help="Remove this one.")
@json_option
@pass_invocation
def queries_command(invocation: Invocation, *, remove: str | None, as_json: bool) -> ExitCode:
    """List the queries that were saved with `postil find --save NAME`.

    Status 1 if there is none, or none of the name that is to be removed.
    """
    with invocation.library() as library:
        if remove is not None:
            if library.remove_query(remove).result():
                return ExitCode.DONE
            mention(f"no query is saved under the name “{remove}”.")
            return ExitCode.NO
        found = library.queries()
    if as_json:
        print_json_array({"name": name, "query": query} for name, query in found.items())
    else:
        for name, query in found.items():
            print_line(f"{name}  {_shortened(query)}")
    return ExitCode.DONE if found else ExitCode.NO


def _find_in_texts(
    library: Library, wanted: Query, limit: int | None, *, as_json: bool
) -> ExitCode:
    from itertools import chain, islice  # noqa: PLC0415  # beside its use

    from reader.finding import from_first_hit  # noqa: PLC0415  # likewise
    from reader.passages import MOST, TextSearch  # noqa: PLC0415  # marks need none of it

    rows = row_limit(limit, as_json=as_json) or MOST
    each = chain.from_iterable(TextSearch(wanted)(library))
    found = list(islice(each, rows))
    if as_json:
        print_json_array(map(passage_record, found))
    else:
        shown = None
        for passage in found:
            if passage.article.id != shown:
                if shown is not None:
                    print_line("")
                print_line(passage.article.name)
                shown = passage.article.id
            where = f"  {_shortened(passage.where)}" if passage.where else ""
            print_line(f"  {passage.held.start}:{passage.held.end}{where}")
            pieces = from_first_hit(list(passage.pieces), QUOTE_LENGTH)
            print_line(f"    “{_shortened(''.join(text for text, _ in pieces))}”")
        mention_limit(limit, len(found))
    if len(found) == MOST:
        mention(f"{MOST:,} are the most; ask for more words.")
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
    related = library.related(each.annotation for each in found)
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
        for relation in mark.relations:
            other = related.get(relation.to)
            words = _shortened(other.quote or other.note) if other is not None else ""
            quoted = f" “{words}”" if words else ""
            yield f"    → {relation.name}{quoted}  {short_id(relation.to)}"


def _joined(query: tuple[str, ...]) -> str:
    return " ".join(map(str.strip, query))


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= QUOTE_LENGTH else f"{line[:QUOTE_LENGTH].rstrip()}…"
