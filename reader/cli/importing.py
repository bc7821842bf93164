"""`postil import`: files of marks into the library, and the marks that documents hold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from reader.cli.options import Invocation, command, pass_invocation
from reader.cli.printing import print_line
from reader.cli.speaking import ExitCode, mention
from reader.cli.values import file_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.library import Library
    from annotations.model import AnnotatedArticle
    from annotations.results import Imported, Source
    from reader.loaders.loaded import Loaded


@command(
    "import",
    examples=(
        ("postil import bamako.yaml", "Take an article with its marks into the library."),
        ("postil import hypothesis.json", "Take in what was marked on web pages with Hypothesis."),
        ("postil import *.yaml --dry-run", "Say what would change, and change nothing."),
        (
            "postil import paper.pdf",
            "Take in the highlights and notes that a PDF, .docx or .odt holds.",
        ),
        ("postil import bamako.yaml --db other.db", "Into another library."),
    ),
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=str))
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@pass_invocation
def import_command(invocation: Invocation, *, files: tuple[str, ...], dry_run: bool) -> ExitCode:
    """Take marks into the library: annotated YAML, tables, JSON, those in a PDF or office text.

    JSON is JSON Lines of postil's, W3C Web Annotations, or what Hypothesis exports. What a file is,
    is told by its content. The files are never changed, and all are read before
    anything is written. The newer of two states of a mark wins; what the file lacks is not deleted.
    All of them are one step of the history.
    """
    from reader.incoming import texts_for  # noqa: PLC0415 - help needs no formats

    read = [(name, _read(name)) for name in files]
    with invocation.library() as library:
        articles: list[AnnotatedArticle] = []
        names: list[tuple[str, bool]] = []
        for name, found in read:
            held = (
                (_as_annotated(library, found, dry_run=dry_run),)
                if isinstance(found, MarkedSource)
                else found
            )
            articles += held
            names += [(name, len(held) > 1)] * len(held)
        texts = texts_for(library, articles)
        plan = library.import_together(articles, texts=texts, dry_run=dry_run).result()
    for (name, is_one_of_several), done in zip(names, plan.articles, strict=True):
        of = f" “{done.article.name}”" if is_one_of_several else ""
        print_line(f"{name}{of}: {_summary(done, dry_run=dry_run)}")
        for report in done.reports:
            mention(report)
    return ExitCode.DONE


class MarkedSource(NamedTuple):
    """A document that may hold marks of its own, as it was read."""

    loaded: Loaded
    place: Source


def _read(name: str) -> Sequence[AnnotatedArticle] | MarkedSource:
    from annotations.exchange import telling  # noqa: PLC0415 - help needs no format
    from reader.cli.articles import load_path  # noqa: PLC0415 - likewise
    from reader.loaders.chooser import may_hold_marks  # noqa: PLC0415 - likewise

    data = file_bytes(name)
    if may_hold_marks(data):
        return MarkedSource(*load_path(name))
    return telling.read(data, Path(name).name)


def _as_annotated(library: Library, found: MarkedSource, *, dry_run: bool) -> AnnotatedArticle:
    """The marks of a document as those of its article, which is made if it is not known."""
    from annotations.model import AnnotatedArticle, Article, ArticleId  # noqa: PLC0415 - see above

    loaded, place = found
    if dry_run:
        article = library.find_source(place) or Article(
            id=ArticleId(library.new_id()), metadata=loaded.document.metadata
        )
        return AnnotatedArticle(article=article, annotations=loaded.marks, document=loaded.document)
    opened = library.open_article(loaded.document, place).result()
    library.keep_text(opened.article.id)
    return AnnotatedArticle(
        article=opened.article,
        annotations=loaded.marks,
        document=opened.document or loaded.document,
    )


def _summary(done: Imported, *, dry_run: bool) -> str:
    counts = (
        (done.added, "added"),
        (done.updated, "updated"),
        (done.deleted, "deleted"),
        (done.unchanged, "unchanged"),
        (done.unplaced, "without a place in the text"),
    )
    told = ", ".join(f"{count} {word}" for count, word in counts if count) or "no marks"
    return f"{told}{' (nothing was written)' if dry_run else ''}"
