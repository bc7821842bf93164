"""`postil export`: articles with their marks into files, or one to standard output."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotations.errors import ExportWouldOverwriteError, InvalidValueError
from annotations.exchange import FORMATS, Options, format_for
from reader.cli.articles import as_path, has_text, known_article, open_for
from reader.cli.names import STANDARD_INPUT, looks_like_address
from reader.cli.options import Invocation, command, pass_invocation
from reader.cli.printing import print_data, print_line
from reader.cli.speaking import ExitCode, ask, mention

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from annotations.exchange import Format
    from annotations.library import Library
    from annotations.model import AnnotationId, Article

NAME_LENGTH_BYTES = 100
"""Of a file's name made from a title, so that every file system and archive takes it."""

_UNFIT = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u2028\u2029\ud800-\udfff\s]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One article that is to be exported, with the marks that go along; None means all."""

    article: Article
    marks: frozenset[AnnotationId] | None = None


@command(
    "export",
    examples=(
        ("postil export bamako.md -o bamako.yaml", "The text with its marks, in one file."),
        ("postil export bamako.md -f markdown", "A report on standard output."),
        ("postil export --all -o backup/", "Every article of the library, a file each."),
        (
            "postil export --where tag:sahel -f markdown -o sahel/",
            "The marks under a tag, from all articles.",
        ),
    ),
)
@click.argument("sources", nargs=-1, metavar="[SOURCE]...", type=click.Path(path_type=str))
@click.option("--all", "every", is_flag=True, help="Every article of the library.")
@click.option("--where", metavar="QUERY", help="Only the marks that answer to a query.")
@click.option(
    "-f",
    "--format",
    "format_name",
    type=click.Choice(tuple(FORMATS)),
    help="The format; else as the name given to -o says, else yaml.",
)
@click.option(
    "-o", "--output", metavar="PATH|FOLDER/", help="Where to write; without it, standard output."
)
@click.option("--no-text", is_flag=True, help="Leave the article's own text out.")
@click.option("--confidential", is_flag=True, help="Include what is tagged as confidential.")
@pass_invocation
def export_command(
    invocation: Invocation,
    *,
    sources: tuple[str, ...],
    every: bool,
    where: str | None,
    format_name: str | None,
    output: str | None,
    no_text: bool,
    confidential: bool,
) -> ExitCode:
    """Write articles with their marks.

    Several articles need -o FOLDER/. A file that postil did not write, or that was edited since, is
    never overwritten unasked. Status 1 if no mark answers to --where.
    """
    if every and sources:
        message = "--all means every article: give it without SOURCE."
        raise click.UsageError(message)
    if not sources and not every and where is None:
        message = "Name a SOURCE, or give --all or --where."
        raise click.UsageError(message)
    chosen = _format(format_name, output)
    with invocation.library() as library:
        choices = _choices(library, sources, where)
        if not choices:
            return ExitCode.NO
        if len(choices) > 1 and not _is_folder(output):
            sentence = f"{len(choices)} articles need a folder: one file holds one article."
            raise InvalidValueError(sentence, hint="Name one with a slash at its end: -o marks/")
        left_out = 0
        for choice, target in zip(choices, _targets(choices, chosen, output), strict=True):
            left_out += _export(
                library,
                choice,
                chosen,
                target,
                with_text=not no_text,
                confidential=confidential,
            )
    if left_out:
        marks = (
            "1 confidential mark was" if left_out == 1 else f"{left_out} confidential marks were"
        )
        mention(f"{marks} left out; --confidential includes what is confidential.")
    return ExitCode.DONE


def _format(name: str | None, output: str | None) -> Format:
    if name is not None:
        return FORMATS[name]
    if output is None or output == STANDARD_INPUT or _is_folder(output):
        return FORMATS["yaml"]
    found = format_for(output)
    if found is None:
        sentence = f"{output} does not say in which format to write."
        raise InvalidValueError(sentence, hint=f"Choose with -f: {', '.join(FORMATS)}.")
    return found


def _is_folder(output: str | None) -> bool:
    return output is not None and (output.endswith(("/", "\\")) or Path(output).is_dir())


def _choices(library: Library, sources: Sequence[str], where: str | None) -> list[Choice]:
    from annotations.query import parse  # noqa: PLC0415 - beside its use

    articles: dict[str, Article] = {}
    for source in sources:
        article = _article(library, source)
        articles[article.id] = article
    if where is None:
        if not sources:
            summaries = library.list_articles(parse(""), limit=None, sort="title")
            return [Choice(article=summary.article) for summary in summaries]
        return [Choice(article=article) for article in articles.values()]
    marks: dict[str, set[AnnotationId]] = {}
    for found in library.find(parse(where), limit=None, sort="place"):
        if not sources or found.article.id in articles:
            articles[found.article.id] = found.article
            marks.setdefault(found.article.id, set()).add(found.annotation.id)
    return [
        Choice(article=article, marks=frozenset(marks[key]))
        for key, article in articles.items()
        if key in marks
    ]


def _article(library: Library, source: str) -> Article:
    """The article a source means; a file that is there is opened, as by reading it."""
    path = as_path(source)
    if (
        looks_like_address(source)
        or source == STANDARD_INPUT
        or (path is not None and path.exists())
    ):
        return open_for(library, source).article
    return known_article(library, source, may_be_title=True)


def _targets(
    choices: Sequence[Choice], chosen: Format, output: str | None
) -> Iterable[Path | None]:
    """A path for each article; None is standard output."""
    if output is None or output == STANDARD_INPUT:
        return [None for _ in choices]
    if not _is_folder(output):
        return [Path(output)]
    folder = Path(output)
    folder.mkdir(parents=True, exist_ok=True)
    names: list[str] = []
    taken: set[str] = set()
    for choice in choices:
        name = file_name(choice.article)
        if name.casefold() in taken:
            name = f"{name} {choice.article.id[-6:]}"
        taken.add(name.casefold())
        names.append(name)
    return [folder / f"{name}{chosen.suffixes[0]}" for name in names]


def file_name(article: Article) -> str:
    """A name for an article's file, without suffix, that every system takes."""
    source = "" if "://" in article.source else re.split(r"[/\\]", article.source)[-1]
    stem = source.rpartition(".")[0] or source or article.metadata.title
    name = _UNFIT.sub(" ", stem).strip(" .-")
    name = name.encode("utf-8", "ignore")[:NAME_LENGTH_BYTES].decode("utf-8", "ignore").rstrip(" .")
    if not name or _RESERVED.match(name.partition(".")[0]):
        return f"article {article.id[-6:]}"
    return name


def _export(
    library: Library,
    choice: Choice,
    chosen: Format,
    target: Path | None,
    *,
    with_text: bool,
    confidential: bool,
) -> int:
    """Export one article; gives the number of confidential marks left out."""
    if not has_text(library, choice.article):
        mention(f"the text of “{choice.article.name}” is not kept, and goes without.")

    def export(*, overwrite: bool) -> int:
        done = library.export(
            choice.article.id,
            chosen.name,
            target,
            options=Options(with_text=with_text),
            confidential=confidential,
            overwrite=overwrite,
            only=choice.marks,
        )
        if target is None:
            print_data(done.text)
        else:
            print_line(f"{target}: {done.marks:,} mark{'' if done.marks == 1 else 's'}")
        return done.left_out

    try:
        return export(overwrite=False)
    except ExportWouldOverwriteError as error:
        if not ask(f"{str(error).removesuffix('.')}. Overwrite it?"):
            raise
        return export(overwrite=True)
