"""Which marks an export may be of: an article's, those chosen or shown, those a query takes."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from annotations.results import Choice
from reader.counting import count_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from annotations.model import AnnotationId, Article, ArticleId
    from reader.session import Session


class Scope(NamedTuple):
    """Which marks."""

    said: str
    choices: tuple[Choice, ...] = ()
    query: str | None = None
    """Those of any article that a query takes, in place of choices; empty: it is asked for."""
    stem: str = "marks"
    """Of the file's name that is offered."""
    source: str = ""
    """The name of the article's own file, which is never offered."""
    kept: str = ""
    """Under what its file is remembered, to be offered again; empty: not at all."""

    @property
    def is_of_one(self) -> bool:
        """All of it is of one article, as some formats need it."""
        return self.query is None and len(self.choices) == 1


def scopes_of(session: Session, article: Article) -> tuple[Scope, ...]:
    """What may be meant beside an article, the likeliest first."""
    marks, arrangement = session.marks, session.arrangement
    source = PurePath(article.source).name
    stem = PurePath(source).stem or "article"

    def some(said: str, ids: tuple[AnnotationId, ...]) -> Scope:
        return Scope(said, (Choice(article.id, ids),), stem=f"{stem}-some", source=source)

    whole = Scope(
        f"{count_of(len(marks), 'mark')} of this article",
        (Choice(article.id),),
        stem=stem,
        source=source,
        kept=article.id,
    )
    scopes = [whole]
    if len(arrangement) != len(marks):
        shown = tuple(arrangement.ids(0, len(arrangement)))
        scopes.append(some(f"{count_of(len(shown), 'mark')} shown", shown))
    if chosen := arrangement.choice.ids:
        scopes.insert(0, some(count_of(len(chosen), "chosen mark"), chosen))
    return (*scopes, Scope("marks by a query", query=""))


def scopes_of_marks(
    chosen: Mapping[ArticleId, Collection[AnnotationId]],
    typed: str,
    shown: str,
    current: Mapping[ArticleId, Collection[AnnotationId]],
) -> tuple[Scope, ...]:
    """What may be meant in the list of all marks, the likeliest first.

    Args:
        chosen: The chosen marks of each article; none if none are chosen.
        typed: The query of the list.
        shown: How many marks answer to it, in words.
        current: The mark that is raised.
    """
    every = Scope(
        f"{shown} that answer" if typed.strip() else f"all {shown}",
        query=typed if typed.strip() else EVERY,
        kept=f"marks {typed.strip()}".strip(),
    )
    scopes = [every]
    if chosen:
        count = sum(len(ids) for ids in chosen.values())
        scopes.insert(0, Scope(count_of(count, "chosen mark"), _choices(chosen)))
    elif current:
        scopes.append(Scope("this mark", _choices(current)))
    return tuple(scopes)


EVERY = " "
"""The query that takes every mark; an empty one is asked for."""


def scopes_of_articles(
    taken: Sequence[tuple[ArticleId, str]],
    shown: Sequence[ArticleId],
    *,
    is_narrowed: bool,
    are_chosen: bool,
) -> tuple[Scope, ...]:
    """What may be meant in the list of articles, the likeliest first.

    Args:
        taken: The chosen ones that are shown, else the current one, each with its source.
        shown: All under the filter.
        is_narrowed: There is a filter.
        are_chosen: The person has chosen those taken.
    """
    source = PurePath(taken[0][1]).name if len(taken) == 1 else ""
    some = Scope(
        count_of(len(taken), "chosen article") if are_chosen else "this article",
        tuple(Choice(article) for article, _ in taken),
        stem="articles" if len(taken) > 1 else PurePath(source).stem or "article",
        source=source,
        kept=taken[0][0] if len(taken) == 1 else "",
    )
    every = Scope(
        f"{count_of(len(shown), 'article')} shown" if is_narrowed else "all articles",
        tuple(map(Choice, shown)),
        stem="library" if not is_narrowed else "articles",
        kept="" if is_narrowed else "library",
    )
    return (some, every) if taken else (every,)


def _choices(
    marks: Mapping[ArticleId, Collection[AnnotationId]],
) -> tuple[Choice, ...]:
    return tuple(Choice(article, ids) for article, ids in marks.items())
