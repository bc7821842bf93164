"""Works of the same authors and year, told apart by letters behind the year: 2020a, 2020b."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.citation_styles import Style

if TYPE_CHECKING:
    from collections.abc import Iterable

    from annotations.cited_work import Cited

LETTERED = frozenset((Style.APA, Style.HARVARD, Style.ISO690))
"""The styles that name a work by author and year; MLA and Chicago's notes name it by its title."""

_FIRST, _COUNT = ord("a"), 26
_ARTICLES = ("a ", "an ", "the ")


def letters(works: Iterable[Cited]) -> dict[Cited, str]:
    """The letters of those works that need one, by their dates, then their titles; `z` is followed by `aa`.

    Works without authors stand by their titles, and need none.
    """
    alike: dict[object, set[Cited]] = {}
    for work in works:
        if work.authors:
            alike.setdefault((work.authors, work.published.year_text), set()).add(work)
    return {
        work: _letter(number)
        for several in alike.values()
        if len(several) > 1
        for number, work in enumerate(sorted(several, key=_order))
    }


def _order(work: Cited) -> tuple[object, ...]:
    title = work.title.casefold()
    bare = next((title.removeprefix(each) for each in _ARTICLES if title.startswith(each)), title)
    return work.published.month, work.published.day, bare, work


def _letter(number: int) -> str:
    before, last = divmod(number, _COUNT)
    return (_letter(before - 1) if before else "") + chr(_FIRST + last)
