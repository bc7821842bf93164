"""`postil add`: marks from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotations.errors import InvalidValueError, UnreadableSourceError
from reader.cli.articles import Options, open_for
from reader.cli.batch import Wish, read_batch
from reader.cli.marks import creator_of_settings, make_annotation, quoted_label, write
from reader.cli.names import STANDARD_INPUT
from reader.cli.options import (
    Invocation,
    colour_option,
    command,
    encoding_option,
    pass_invocation,
    source_argument,
    tag_option,
)
from reader.cli.passages import (
    NoHitError,
    SeveralHitsError,
    choose,
    matched,
    parse_range,
    quoted,
    shown_quote,
)
from reader.cli.printing import print_line
from reader.cli.speaking import ExitCode, complain_of, list_choices
from reader.cli.values import (
    INPUT_SIZE_LIMIT,
    chosen_colour,
    chosen_fields,
    chosen_note,
    chosen_tags,
    read_standard_input,
)

if TYPE_CHECKING:
    from annotations.document import Document
    from annotations.model import Range


@command(
    "add",
    examples=(
        (
            'postil add bamako.md --quote "the world has changed" --colour yellow --tag rhetoric',
            "Mark a quotation. If it stands several times, they are listed: choose with --nth.",
        ),
        (
            'postil add bamako.md --match "\\bquotas?\\b" --all --tag quotas',
            "Mark every match of a regular expression, in one step of the history.",
        ),
        (
            "postil add bamako.md --batch marks.jsonl",
            'A line of the file: {"quote": "…", "colour": "red", "tags": ["sahel"], "note": "…"}',
        ),
    ),
)
@source_argument()
@click.option("--quote", metavar="TEXT", help="Mark this text; white space and quotes may differ.")
@click.option("--nth", type=click.IntRange(min=1), metavar="N", help="Which one, counted from 1.")
@click.option("--range", "span", metavar="START:END", help="Mark these characters, from 0.")
@click.option("--match", metavar="REGEX", help="Mark what a regular expression matches in a block.")
@click.option("--all", "every", is_flag=True, help="With --match or --quote: mark every one.")
@click.option(
    "--batch", metavar="FILE.jsonl", help="Mark what the lines of a file say; - is stdin."
)
@colour_option
@tag_option
@click.option("--note", metavar="TEXT", help="A note to the mark; - takes it from standard input.")
@click.option("--field", "fields", multiple=True, metavar="K=V", help="A field; can be repeated.")
@encoding_option
@pass_invocation
def add_command(
    invocation: Invocation,
    *,
    source: str,
    quote: str | None,
    nth: int | None,
    span: str | None,
    match: str | None,
    every: bool,
    batch: str | None,
    colour: str | None,
    tags: tuple[str, ...],
    note: str | None,
    fields: tuple[str, ...],
    encoding: str,
) -> ExitCode:
    """Mark passages of SOURCE and print the ids of the new marks.

    Give one of --quote, --range, --match and --batch. Nothing found ends with status 1; several
    where one is wanted with status 2, and they are listed.
    """
    _check_ways(quote=quote, span=span, match=match, batch=batch, nth=nth, every=every)
    if [source, note, batch].count(STANDARD_INPUT) > 1:
        message = "Standard input can be read only once: for SOURCE, for --note or for --batch."
        raise click.UsageError(message)
    if batch is not None and (colour or tags or note is not None or fields):
        message = "With --batch, colour, tags, note and fields stand in the file."
        raise click.UsageError(message)
    like = Wish(
        colour=chosen_colour(colour),
        tags=chosen_tags(tags),
        fields={name: value for name, value in chosen_fields(fields).items() if value},
        note=chosen_note(note),
    )
    with invocation.library() as library:
        opened = open_for(library, source, Options(encoding=encoding))
        try:
            if batch is not None:
                wishes = read_batch(_batch_bytes(batch), batch, opened.document)
            else:
                ranges = _ranges(opened.document, quote, span, match, nth=nth, every=every)
                wishes = [_at(like, held) for held in ranges]
        except NoHitError as error:
            complain_of(error)
            return ExitCode.NO
        except SeveralHitsError as error:
            complain_of(error)
            list_choices(error.choices)
            return ExitCode.ERROR
        creator = creator_of_settings()
        made = [make_annotation(wish, opened.document, creator) for wish in wishes]
        if not made:
            return ExitCode.NO
        label = f"highlight {quoted_label(made[0])}" if len(made) == 1 else f"add {len(made)} marks"
        written = write(library, opened.article.id, [(None, each) for each in made], "mark", label)
    for annotation in written:
        print_line(str(annotation.id))
    return ExitCode.DONE


def _check_ways(
    *,
    quote: str | None,
    span: str | None,
    match: str | None,
    batch: str | None,
    nth: int | None,
    every: bool,
) -> None:
    ways = [way for way in (quote, span, match, batch) if way is not None]
    if len(ways) != 1:
        message = "Give one of --quote, --range, --match and --batch."
        raise click.UsageError(message)
    if (nth is not None or every) and quote is None and match is None:
        message = "--nth and --all go with --quote or --match."
        raise click.UsageError(message)
    if nth is not None and every:
        message = "--nth means one, --all means every one: give one of them."
        raise click.UsageError(message)


def _ranges(
    document: Document,
    quote: str | None,
    span: str | None,
    match: str | None,
    *,
    nth: int | None,
    every: bool,
) -> list[Range]:
    if span is not None:
        return [parse_range(span, document)]
    wanted = quote if quote is not None else match or ""
    hits = quoted(document, wanted) if quote is not None else matched(document, wanted)
    what = shown_quote(wanted)
    if every and hits:
        return hits
    return [choose(document, hits, what, nth=nth, hint="Choose with --nth N, or take --all:")]


def _at(like: Wish, held: Range) -> Wish:
    from dataclasses import replace  # noqa: PLC0415 - beside its one use

    return replace(like, ranges=(held,))


def _batch_bytes(name: str) -> bytes:
    if name == STANDARD_INPUT:
        return read_standard_input()
    try:
        with Path(name).open("rb") as file:
            data = file.read(INPUT_SIZE_LIMIT + 1)
    except OSError as error:
        raise UnreadableSourceError(name, error.strerror or str(error)) from error
    if len(data) > INPUT_SIZE_LIMIT:
        sentence = f"{name} is longer than {INPUT_SIZE_LIMIT:,} bytes."
        raise InvalidValueError(sentence)
    return data
