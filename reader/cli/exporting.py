"""`postil export`: articles with their marks into files, or one to standard output."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from annotations.errors import ExportWouldLoseError, ExportWouldOverwriteError, InvalidValueError
from annotations.exchange import FORMATS, Options, format_for
from annotations.results import Choice
from reader.cli.articles import as_path, has_text, known_article, open_for
from reader.cli.names import STANDARD_INPUT, looks_like_address
from reader.cli.options import Invocation, command, pass_invocation
from reader.cli.printing import print_bytes, print_line
from reader.cli.speaking import ExitCode, ask, mention

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from annotations.exchange import Format
    from annotations.library import Library
    from annotations.model import AnnotationId, Article

NAME_LENGTH_BYTES = 100
"""Of a file's name made from a title, so that every file system and archive takes it."""

_UNFIT = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u2028\u2029\ud800-\udfff\s]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\Z", re.IGNORECASE)


class Wanted(NamedTuple):
    """One article that is to be exported, with the marks that go along; None means all."""

    article: Article
    marks: frozenset[AnnotationId] | None = None

    @property
    def choice(self) -> Choice:
        """As the library is asked for it."""
        return Choice(self.article.id, self.marks)


class File(NamedTuple):
    """What goes into one file; None is standard output."""

    wanted: Sequence[Wanted]
    target: Path | None


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
        (
            "postil export --all --group tag -o themes.md",
            "One report of all articles, under its tags.",
        ),
        ("postil export --all -o marks.csv", "All marks in one table for a spreadsheet."),
        ("postil export --all -o marks.jsonl", "All marks in one file, a line of JSON each."),
        (
            "postil export --into report.md --dry-run",
            "What would be filled into a report's places.",
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
@click.option(
    "--group",
    type=click.Choice(("article", "tag", "speaker", "date")),
    help="A report of quotations, put together by this.",
)
@click.option("--cite", metavar="STYLE", help="How a report refers to what it quotes; see below.")
@click.option(
    "--vault", is_flag=True, help="Markdown with front matter and names of quotations to link to."
)
@click.option(
    "--raw-cells", is_flag=True, help="A table for programs: no spreadsheet's precautions."
)
@click.option("--strict", is_flag=True, help="Write nothing that the format has not room for.")
@click.option("--confidential", is_flag=True, help="Include what is tagged as confidential.")
@click.option(
    "--into",
    metavar="REPORT.md",
    type=click.Path(path_type=Path),
    help="Fill the places <!-- postil: QUERY --> … <!-- /postil --> of a Markdown file.",
)
@click.option("--dry-run", is_flag=True, help="With --into: only show the difference.")
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
    group: str | None,
    cite: str | None,
    vault: bool,
    raw_cells: bool,
    strict: bool,
    confidential: bool,
    into: Path | None,
    dry_run: bool,
) -> ExitCode:
    """Write articles with their marks.

    One file of annotated YAML holds one article, so that several need -o FOLDER/; one of another format
    holds any number. --group and --cite shape reports: Markdown, HTML, docx and text; a STYLE is apa,
    mla, chicago, harvard, iso690, pandoc, or a form such as "{author} {year}, {where}". What a format has no
    room for is said first. A file that postil did not write, or that was edited since, is never
    overwritten unasked. Status 1 if no mark answers to --where.

    With --into only what stands between the markers of a report changes, and not where you have changed
    it. Status 1 if a place wants a look (a mark is gone, or its words changed in the source), or with
    --dry-run if the report would change.
    """
    if into is not None:
        others: tuple[object, ...] = (sources, every, where, format_name, output)
        others += (no_text, raw_cells, strict, vault)
        if any(others):
            message = "--into goes with --dry-run, --cite, --group and --confidential alone."
            raise click.UsageError(message)
        from annotations.exchange.living_entries import PlaceOptions  # noqa: PLC0415 - as below
        from reader.cli.reporting import fill_report  # noqa: PLC0415 - beside its use

        return fill_report(
            invocation,
            into,
            defaults=PlaceOptions(cite=_cite(cite), group=group or ""),
            dry_run=dry_run,
            confidential=confidential,
        )
    _check_usage(sources, where, every=every, dry_run=dry_run)
    chosen = _format(format_name, output)
    options = Options(
        with_text=not no_text,
        raw_cells=raw_cells,
        group=group or "",
        vault=vault,
        cite=_cite(cite),
    )
    left_out = 0
    with invocation.library() as library:
        wanted = _wanted(library, sources, where)
        if not wanted:
            return ExitCode.NO
        files = _files(library, wanted, chosen, output)
        for each in wanted:
            if not has_text(library, each.article) and chosen.holds_text:
                mention(f"the text of “{each.article.name}” is not kept, and goes without.")
        # Told, or refused, before the first file is written.
        losses = library.losses(
            [each.choice for each in wanted],
            chosen.name,
            options=options,
            confidential=confidential,
        )
        if losses and strict:
            raise ExportWouldLoseError(chosen.label, losses)
        if losses:
            mention(f"{chosen.label} has no room for {', '.join(losses)}.")
        for file in files:
            left_out += _export(library, file, chosen, options, confidential=confidential)
    if left_out:
        marks = (
            "1 confidential mark was" if left_out == 1 else f"{left_out} confidential marks were"
        )
        mention(f"{marks} left out; --confidential includes what is confidential.")
    return ExitCode.DONE


def _cite(cite: str | None) -> str:
    """How to cite, which is known to be a way."""
    if not cite:
        return ""
    from annotations.exchange.citing import style_of_report  # noqa: PLC0415 - beside its use

    style_of_report(cite)
    return cite


def _check_usage(
    sources: tuple[str, ...], where: str | None, *, every: bool, dry_run: bool
) -> None:
    if dry_run:
        message = "--dry-run goes with --into."
        raise click.UsageError(message)
    if every and sources:
        message = "--all means every article: give it without SOURCE."
        raise click.UsageError(message)
    if not sources and not every and where is None:
        message = "Name a SOURCE, or give --all or --where."
        raise click.UsageError(message)


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


def _wanted(library: Library, sources: Sequence[str], where: str | None) -> list[Wanted]:
    from annotations.query import parse  # noqa: PLC0415 - beside its use

    articles: dict[str, Article] = {}
    for source in sources:
        article = _article(library, source)
        articles[article.id] = article
    if where is None:
        if not sources:
            summaries = library.list_articles(parse(""), limit=None, sort="title")
            return [Wanted(article=summary.article) for summary in summaries]
        return [Wanted(article=article) for article in articles.values()]
    marks: dict[str, set[AnnotationId]] = {}
    for found in library.find(library.query(where), limit=None, sort="place"):
        if not sources or found.article.id in articles:
            articles[found.article.id] = found.article
            marks.setdefault(found.article.id, set()).add(found.annotation.id)
    return [
        Wanted(article=article, marks=frozenset(marks[key]))
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


def _files(
    library: Library, wanted: Sequence[Wanted], chosen: Format, output: str | None
) -> list[File]:
    """The files that are to be written: one for all, or in a folder one for each article."""
    if output is not None and _is_folder(output):
        return _files_in(Path(output), wanted, chosen, _owners(library, wanted))
    if len(wanted) > 1 and not chosen.holds_several:
        sentence = f"{len(wanted)} articles need a folder: one file of {chosen.name} holds one."
        raise InvalidValueError(sentence, hint="Name one with a slash at its end: -o marks/")
    target = None if output is None or output == STANDARD_INPUT else Path(output)
    return [File(wanted, target)]


def _files_in(
    folder: Path, wanted: Sequence[Wanted], chosen: Format, owners: Mapping[str, str]
) -> list[File]:
    folder.mkdir(parents=True, exist_ok=True)
    files: list[File] = []
    for each in wanted:
        name = file_name(each.article)
        if owners[name.casefold()] != each.article.id:
            name = f"{name} {each.article.id[-6:]}"
        files.append(File([each], folder / f"{name}{chosen.suffixes[0]}"))
    return files


def _owners(library: Library, wanted: Sequence[Wanted]) -> Mapping[str, str]:
    """By file name in lower case, the article that has it to itself: the first that was taken in.

    Of all the library, so that an article has the same file whichever others are exported with it.
    """
    from annotations.query import parse  # noqa: PLC0415 - beside its use

    owners: dict[str, str] = {}
    summaries = library.list_articles(parse(""), limit=None, sort="title")
    for article in (*(each.article for each in summaries), *(each.article for each in wanted)):
        name = file_name(article).casefold()
        owners[name] = min(owners.get(name, article.id), article.id)
    return owners


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
    library: Library, file: File, chosen: Format, options: Options, *, confidential: bool
) -> int:
    """Write one file; gives the number of confidential marks left out."""
    choices = [each.choice for each in file.wanted]

    def export(*, overwrite: bool) -> int:
        done = library.export_several(
            choices,
            chosen.name,
            file.target or print_bytes,
            options=options,
            confidential=confidential,
            overwrite=overwrite,
        )
        if file.target is not None:
            print_line(f"{file.target}: {done.marks:,} mark{'' if done.marks == 1 else 's'}")
        return done.left_out

    try:
        return export(overwrite=False)
    except ExportWouldOverwriteError as error:
        if not ask(f"{str(error).removesuffix('.')}. Overwrite it?"):
            raise
        return export(overwrite=True)
