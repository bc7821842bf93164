"""`postil meta`: what an article is as a publication, as guessed and as a person wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from annotations.reference import KEYS, SEPARATOR, read, shown, values
from annotations.shelf_rows import STATUSES
from reader.cli.articles import known_article, open_for
from reader.cli.names import STANDARD_INPUT
from reader.cli.options import Invocation, command, json_option, pass_invocation, source_argument
from reader.cli.printing import print_json, print_line
from reader.cli.speaking import ExitCode

AS_READ = "as-read"
"""The status that says nothing."""

if TYPE_CHECKING:
    from annotations.library import Library
    from annotations.model import Article, Json
    from annotations.reference import Value
    from annotations.results import Reference
    from annotations.shelf_rows import Status


@command(
    "meta",
    examples=(
        ("postil meta bamako.md", "The reference; a * stands before what a person wrote."),
        ("postil meta bamako.md --author 'Anna Weber' --published 2023-02-08", "Write two parts."),
        ("postil meta bamako.md --publisher ''", "Say that there is none, whatever was guessed."),
        ("postil meta bamako.md --guess title", "Let the guessed title count again."),
        ("postil meta bamako.md --tag project/report --status done", "Tag it, and say it is read."),
    ),
)
@source_argument()
@click.option("--title", metavar="T", help="The title.")
@click.option(
    "--author",
    "authors",
    multiple=True,
    metavar="A",
    help="An author; can be repeated. A body in braces: {Black Sabbath}.",
)
@click.option("--publisher", metavar="P", help="The newspaper, the site, the publishing house.")
@click.option("--published", metavar="DATE", help="The date: 2023-02-08, 2023-02 or 2023.")
@click.option("--url", metavar="U", help="The address.")
@click.option("--doi", metavar="DOI", help="The DOI.")
@click.option("--language", metavar="L", help="The language as a tag: en, pt-BR.")
@click.option(
    "--guess",
    "guesses",
    multiple=True,
    metavar="PART",
    type=click.Choice(KEYS),
    help="Take back what was written of a part: the guess counts again.",
)
@click.option("--tag", "tags", multiple=True, metavar="T", help="Give it a tag; can be repeated.")
@click.option("--untag", "untags", multiple=True, metavar="T", help="Take a tag off.")
@click.option(
    "--status",
    type=click.Choice((*STATUSES, AS_READ)),
    help=f"Say how far it was read; {AS_READ}: as far as you have seen it.",
)
@json_option
@pass_invocation
def meta_command(
    invocation: Invocation,
    *,
    source: str,
    title: str | None,
    authors: tuple[str, ...],
    publisher: str | None,
    published: str | None,
    url: str | None,
    doi: str | None,
    language: str | None,
    guesses: tuple[str, ...],
    tags: tuple[str, ...],
    untags: tuple[str, ...],
    status: str | None,
    as_json: bool,
) -> ExitCode:
    """Print the reference of SOURCE, or change it, its tags and its status.

    `postil undo` takes a change back: those of reference, tags and status are a step each.

    What was guessed from the source and what a person wrote are kept apart, and the person's words
    count. An empty value says that there is none.
    """
    texts = {
        "title": title,
        "authors": SEPARATOR.join(authors) if authors else None,
        "publisher": publisher,
        "published": published,
        "url": url,
        "doi": doi,
        "language": language,
    }
    changes = {key: read(key, text) for key, text in texts.items() if text is not None}
    with invocation.library() as library:
        is_changed = bool(changes or guesses or tags or untags or status)
        article = _article(library, source, is_changed=is_changed)
        if changes or guesses:
            guessed = values(library.reference(article.id).guessed)
            changes |= {key: guessed[key] for key in guesses}
            library.write_reference(article.id, changes).result()
        if tags or untags:
            library.shelf.tag([article.id], tags, untags).result()
        if status:
            wanted: Status = next((each for each in STATUSES if each == status), "")
            library.shelf.set_status([article.id], wanted).result()
        reference, article = library.reference(article.id), library.article(article.id)
        said = library.shelf.status(article.id)
    if as_json:
        print_json(_record(article, reference, said))
    else:
        for line in (*_lines(reference), *_said(article, said)):
            print_line(line)
    return ExitCode.DONE


def _article(library: Library, source: str, *, is_changed: bool) -> Article:
    """The article, opened where the library does not know it yet."""
    from annotations.errors import NotFoundError  # noqa: PLC0415 - beside its one use

    if source == STANDARD_INPUT:
        return open_for(library, source).article
    try:
        return known_article(library, source, may_be_title=not is_changed)
    except NotFoundError:
        return open_for(library, source, may_be_title=not is_changed).article


def _lines(reference: Reference) -> list[str]:
    """A line for each part that is known; `*` where a person said so."""
    held, guessed = values(reference.metadata), values(reference.guessed)
    lines = []
    for key in KEYS:
        is_written = key in reference.written
        if not held[key] and not is_written:
            continue
        was = f"  (guessed: {shown(guessed[key])})" if is_written and guessed[key] else ""
        lines.append(f"{'*' if is_written else ' '} {key}: {shown(held[key])}{was}")
    return lines


def _said(article: Article, status: Status) -> list[str]:
    """What a person said of the article beside its reference."""
    tags = f"* tags: {' '.join(f'#{tag}' for tag in article.tags)}"
    return [*([tags] if article.tags else []), *([f"* status: {status}"] if status else [])]


def _record(article: Article, reference: Reference, status: Status) -> dict[str, Json]:
    said: dict[str, Json] = {"tags": list(article.tags), "status": status}
    return {
        "id": str(article.id),
        "reference": _filled(values(reference.metadata)),
        "guessed": _filled(values(reference.guessed)),
        "written": {key: _json(value) for key, value in reference.written.items()},
        **{key: value for key, value in said.items() if value},
    }


def _filled(held: object) -> dict[str, Json]:
    assert isinstance(held, dict)
    return {key: _json(value) for key, value in held.items() if value}


def _json(value: Value) -> Json:
    return value if isinstance(value, str) else list(value)
