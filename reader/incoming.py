"""Files of marks on their way into the library: told from texts, read, and what they would change in words.

For the command line and the app alike; what an import comes to is `annotations.import_plan`'s.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from annotations.errors import PostilError, UnreadableSourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from annotations.document import Document
    from annotations.import_plan import ImportPlan
    from annotations.library import Library
    from annotations.model import AnnotatedArticle, Article, ArticleId
    from annotations.results import Imported

SIZE_LIMIT_BYTES = 256 << 20
"""As of an annotated YAML."""

ARTICLES_SHOWN = 3
"""Lines that tell of single articles before they are taken in."""

REPORTS_SHOWN = 3
"""Lines that tell of what a person should look at."""


class Incoming(NamedTuple):
    """What files of marks hold."""

    articles: tuple[AnnotatedArticle, ...]
    texts: Mapping[ArticleId, Document]
    """Of articles here whose text only their file holds, for quotes to be found in."""


def is_of_marks(head: bytes, name: str) -> bool:
    """True for a file whose first bytes say that it holds marks, and is no text to be read."""
    from annotations.exchange import telling  # noqa: PLC0415  # seldom needed
    from reader.loaders import Hint  # noqa: PLC0415  # it is there
    from reader.loaders.chooser import Kind, kind_of  # noqa: PLC0415  # likewise

    if telling.speaks_of_marks(head):
        return True
    try:
        return kind_of(head, Hint(name=name)) is Kind.ANNOTATED
    except PostilError:
        return False


def holds_marks(path: Path) -> bool:
    """As `is_of_marks`, of a file; False for one that cannot be read."""
    from reader.loaders.decoding import HEAD_BYTES  # noqa: PLC0415  # seldom needed

    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError:
        return False
    return is_of_marks(head, path.name)


def read(library: Library, paths: Sequence[Path], pause: Callable[[], None]) -> Incoming:
    """What files of marks hold, with the texts that their quotes may stand in.

    Args:
        library: Which has those texts, or knows their files.
        paths: The files.
        pause: Called between them; what it raises ends it.

    Raises:
        PostilError: One cannot be read, or is of no format that holds marks.
    """
    from annotations.exchange import telling  # noqa: PLC0415  # not before the first

    articles: list[AnnotatedArticle] = []
    for path in paths:
        pause()
        articles += telling.read(_bytes(path), path.name)
    pause()
    return Incoming(tuple(articles), texts_for(library, articles))


def texts_for(
    library: Library, articles: Iterable[AnnotatedArticle]
) -> Mapping[ArticleId, Document]:
    """The texts of files that quotes are from: of one not marked yet the library has none."""
    from annotations.query import parse  # noqa: PLC0415  # seldom needed

    names = {
        each.article.source
        for each in articles
        if each.article.source and (each.article.version is None or not each.article.version.sha256)
    }
    if not names:
        return {}
    texts = {}
    for summary in library.list_articles(parse("")):
        article = summary.article
        if Path(article.source).name in names and library.document(article.id) is None:
            document = _as_it_was(article)
            if document is not None:
                texts[article.id] = document
    return texts


def _as_it_was(article: Article) -> Document | None:
    """The text of an article, read from its file; None where that is gone, or holds another one."""
    from reader.loaders import Hint, load_whole, open_source  # noqa: PLC0415  # seldom needed

    if article.version is None or not article.source or not Path(article.source).is_file():
        return None
    try:
        with open_source(Path(article.source)) as source:
            document = load_whole(source, Hint(name=source.name)).document
    except PostilError:
        return None
    return document if document.sha256 == article.version.sha256 else None


def _bytes(path: Path) -> bytes:
    try:
        with path.expanduser().open("rb") as file:
            data = file.read(SIZE_LIMIT_BYTES + 1)
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableSourceError(str(path), reason) from error
    if len(data) > SIZE_LIMIT_BYTES:
        reason = f"it is longer than {SIZE_LIMIT_BYTES:,} bytes"
        raise UnreadableSourceError(str(path), reason)
    return data


# --- in words -----------------------------------------------------------------------------------


def plan_lines(name: str, plan: ImportPlan) -> list[str]:
    """What an import would change: in all, in its articles, and what a person should look at."""
    several = len(plan.articles) > 1
    of = f"{len(plan.articles):,} articles" if several else ""
    what = ", ".join(part for part in (of, told(plan)) if part)
    lines = [f"{name}: {what}"]
    shown = [each for each in plan.articles if each.is_new or _changes(each)] if several else []
    lines += [f"“{each.article.name}”: {told(each)}" for each in shown[:ARTICLES_SHOWN]]
    if len(shown) > ARTICLES_SHOWN:
        lines.append(f"… and {len(shown) - ARTICLES_SHOWN:,} more articles")
    elif not several and plan.articles:
        [only] = plan.articles
        known = "a new article" if only.is_new else "an article of the library"
        lines.append(f"“{only.article.name}”, {known}")
    lines += plan.reports[:REPORTS_SHOWN]
    if len(plan.reports) > REPORTS_SHOWN:
        lines.append(f"… and {len(plan.reports) - REPORTS_SHOWN:,} more such")
    return lines


def told(plan: ImportPlan | Imported) -> str:
    """The counts of an import that was not done yet: `12 marks new, 3 known already`."""
    return _counted(
        (plan.added, "new"),
        (plan.updated, "changed"),
        (plan.deleted, "deleted"),
        (plan.unchanged, "known already"),
        (plan.unplaced, "without a place in the text"),
    )


def said(plan: ImportPlan) -> str:
    """What has been done: `12 marks taken in, 1 changed`."""
    if plan.is_empty:
        return "no mark was changed, what was missing beside them is filled in"
    return _counted(
        (plan.added, "taken in"),
        (plan.updated, "changed"),
        (plan.deleted, "deleted"),
        (plan.unplaced, "without a place in the text"),
    )


def _counted(*counts: tuple[int, str]) -> str:
    parts = [(count, word) for count, word in counts if count]
    if not parts:
        return "no marks"
    [(first, word), *rest] = parts
    marks = f"{first:,} mark{'' if first == 1 else 's'} {word}"
    return ", ".join([marks, *(f"{count:,} {word}" for count, word in rest)])


def _changes(imported: Imported) -> bool:
    return bool(imported.added or imported.updated or imported.deleted)
