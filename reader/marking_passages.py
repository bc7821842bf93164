"""What becomes of passages of several articles that are marked: one plan, and whose edits are whose."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from annotations.errors import PostilError
from reader import occurrences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.library import Library
    from annotations.model import Annotation, ArticleId, Colour
    from annotations.results import MarkEdit
    from reader.passages import Passage
    from reader.planning import Plan


class OtherTextError(PostilError):
    """The text of an article is another than the one that was searched."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The text of “{name}” has changed.", hint="search anew, then mark")


class Fresh(NamedTuple):
    """Passages made ready to be marked."""

    marks: tuple[Annotation, ...]
    """New ones, of passages that have none."""
    marked: tuple[Annotation, ...]
    """Those that are there."""
    owners: dict[str, ArticleId]
    """By the marks' ids."""


def made_of(library: Library, passages: Sequence[Passage], colour: Colour) -> Fresh:
    """Make marks of passages, not yet stored; reads each article's text, better in a thread.

    Raises:
        OtherTextError: An article has another text by now, or is read in an earlier one.
        StoreError: The library failed.
    """
    fresh: list[Annotation] = []
    marked: list[Annotation] = []
    owners: dict[str, ArticleId] = {}
    by_article: dict[ArticleId, list[Passage]] = {}
    for each in passages:
        by_article.setdefault(each.article.id, []).append(each)
    for article, own in by_article.items():
        version = library.article(article).version
        document = library.document(article)
        if version is None or document is None or version.id != own[0].version:
            raise OtherTextError(own[0].article.name)
        held = {each.ranges: each for each in library.annotations(article)}
        there = [held[(each.held,)] for each in own if (each.held,) in held]
        ranges = [each.held for each in own if (each.held,) not in held]
        made = occurrences.new_marks(document.text, ranges, colour, library.new_id)
        owners |= dict.fromkeys((each.id for each in (*made, *there)), article)
        fresh += made
        marked += there
    return Fresh(tuple(fresh), tuple(marked), owners)


def by_owner(plan: Plan, owners: dict[str, ArticleId]) -> dict[ArticleId, list[MarkEdit]]:
    """The edits of a plan by the articles whose marks they make or change."""
    edits: dict[ArticleId, list[MarkEdit]] = {}
    for edit in plan.edits:
        held = edit.after or edit.before
        assert held is not None
        edits.setdefault(owners[held.id], []).append(edit)
    return edits
