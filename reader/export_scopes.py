"""Which marks an export may be of: all of the article, those chosen or shown, those a query takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from annotations.model import AnnotationId
    from reader.session import Session


class Scope(NamedTuple):
    """Which marks."""

    said: str
    marks: tuple[AnnotationId, ...] | None = None
    """Only these of the article; None for all."""
    is_query: bool = False
    """Those of any article that a query takes, which is asked for."""

    @property
    def is_whole(self) -> bool:
        """All of the article."""
        return self.marks is None and not self.is_query


def scopes_of(session: Session) -> tuple[Scope, ...]:
    """What may be meant, the likeliest first."""
    marks, arrangement = session.marks, session.arrangement
    scopes = [Scope(f"{_counted(len(marks), 'mark')} of this article")]
    if len(arrangement) != len(marks):
        shown = tuple(arrangement.ids(0, len(arrangement)))
        scopes.append(Scope(f"{_counted(len(shown), 'mark')} shown", shown))
    if chosen := arrangement.choice.ids:
        scopes.insert(0, Scope(_counted(len(chosen), "chosen mark"), chosen))
    return (*scopes, Scope("marks by a query", is_query=True))


def _counted(count: int, thing: str) -> str:
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"
