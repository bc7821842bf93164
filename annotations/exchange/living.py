"""A living report: a person's Markdown in which places for marks are filled, and filled again.

Only what stands between a place's markers changes, and only while it is as postil wrote it: the closing
marker carries its hash. What a person changed there is kept until they empty the place. Where the places
are is `living_places`' question, how a mark is written `living_entries`'.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from annotations.errors import (
    AmbiguousError,
    ExchangeError,
    InvalidValueError,
    NotFoundError,
    QueryError,
)
from annotations.exchange.bibliography import works_of
from annotations.exchange.citing import has_letters
from annotations.exchange.living_entries import entries, options_of
from annotations.exchange.living_places import hash_of, line_end, lines_of, places
from annotations.model import State

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from typing import Protocol

    from annotations.cited_work import Cited
    from annotations.errors import PostilError
    from annotations.exchange.living_entries import PlaceOptions
    from annotations.exchange.living_places import Place
    from annotations.model import AnnotatedArticle

    class Find(Protocol):
        """Finds the marks that a place is for."""

        def __call__(self, asked: str, *, is_id: bool) -> Sequence[AnnotatedArticle]:
            """Articles with the chosen marks alone, in the order in which they are told.

            Args:
                asked: A query, or the end of a mark's id.
                is_id: Which of the two.

            Raises:
                NotFoundError: There is no such mark.
                AmbiguousError: There are several.
                QueryError: The query is none.
            """


_BYTE_ORDER_MARK = "\ufeff"
_MISTAKES = (AmbiguousError, InvalidValueError, NotFoundError, QueryError)
"""Of what a place asks for; the others are filled all the same."""


class Happened(Enum):
    """What became of a place."""

    FILLED = "filled"
    """With something else than what stood there."""
    UNCHANGED = "unchanged"
    KEPT = "kept"
    """As a person changed it."""
    GONE = "gone"
    """Its mark is no longer there; what stands in the place was left."""
    MISTAKEN = "mistaken"
    """What is asked for cannot be understood; what stands in the place was left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A place, and what happened there."""

    line: int
    """Of its opening marker, from 1, in the report as it was."""
    new_line: int
    """The same in the filled one."""
    asked: str
    happened: Happened
    marks: int = 0
    """How many answer."""
    left_out: int = 0
    """Confidential ones that would answer."""
    changed: int = 0
    """Marks whose words have changed in their source."""
    lost: int = 0
    """Marks whose words, or a piece of them, are no longer in their source."""
    is_foreign: bool = False
    """Of a kept place: postil never filled it."""
    is_behind: bool = False
    """Of a kept place: its marks are not what they were when it was filled."""
    error: PostilError | None = None
    """Why it could not be filled."""

    @property
    def wants_a_look(self) -> bool:
        """Whether a person should see to it before the report is used."""
        return bool(
            self.error
            or self.is_behind
            or self.is_foreign
            or self.changed
            or self.lost
            or (not self.marks and self.happened is not Happened.KEPT)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """A report with its places filled."""

    text: str
    told: tuple[Told, ...]
    """A line for each place, in order."""


@dataclass(frozen=True, slots=True)
class _Filling:
    """What goes into a place: its lines, None to leave it as it is."""

    told: Told
    lines: tuple[str, ...] | None = None


def refresh(text: str, find: Find, *, name: str, defaults: PlaceOptions | None = None) -> Refreshed:
    """Fill the places of a report.

    Args:
        text: The report; a byte order mark and any line ends stay.
        find: Finds the marks for a place.
        name: What to call the report in messages.
        defaults: How marks are told where a place does not say.

    Raises:
        MalformedFileError: The markers are not in order; the error names the line.
        ExchangeError: A note would change what is a marker and what is not.

    Complexity: one reading of the text as Markdown before, one after, and what `find` takes, twice where
        works of one author and year have to be told apart.
    """
    mark = _BYTE_ORDER_MARK if text.startswith(_BYTE_ORDER_MARK) else ""
    lines = lines_of(text[len(mark) :])
    found = places(lines, name)
    works = _cited(found, find, defaults)
    told: list[Told] = []
    written: list[str] = []
    at = 0
    for place in found:
        written += lines[at : place.opening + 1]
        filling = _fill(place, lines, find, defaults, works, new_line=len(written))
        told.append(filling.told)
        at = place.opening + 1 if place.closing is None else place.closing + 1
        if filling.lines is None:
            written += lines[place.opening + 1 : at]
        else:
            written += _between(place, lines, filling.lines)
    written += lines[at:]
    new = "".join(written)
    if new != "".join(lines):
        _check(found, told, lines_of(new), name)
    return Refreshed(text=mark + new, told=tuple(told))


def _cited(found: Iterable[Place], find: Find, defaults: PlaceOptions | None) -> frozenset[Cited]:
    """The works that the places cite, where letters have to tell some apart; else none."""
    works: set[Cited] = set()
    for place in found:
        with suppress(*_MISTAKES):  # which are told where it is filled
            asked, options = options_of(place.asked, defaults)
            if has_letters(options.cite):
                works.update(works_of(find(asked, is_id=place.is_id)))
    return frozenset(works)


def _fill(
    place: Place,
    lines: Sequence[str],
    find: Find,
    defaults: PlaceOptions | None,
    works: Collection[Cited],
    *,
    new_line: int,
) -> _Filling:
    """Look up what belongs into a place, and decide whether it goes there."""
    present = [] if place.closing is None else lines[place.opening + 1 : place.closing]
    before = hash_of(present, place.prefix)
    is_own = before in ("", place.hash)
    try:
        asked, options = options_of(place.asked, defaults)
        articles = find(asked, is_id=place.is_id)
        new = entries(articles, options, level=place.level, works=works)
    except _MISTAKES as error:
        is_gone = place.is_id and isinstance(error, NotFoundError)
        happened = Happened.GONE if is_gone else Happened.MISTAKEN
        told = Told(
            line=place.line, new_line=new_line, asked=place.asked, happened=happened, error=error
        )
        return _Filling(told)
    after = hash_of(new)
    if not is_own:
        happened = Happened.KEPT
    elif after == before and place.closing is not None:
        happened = Happened.UNCHANGED
    else:
        happened = Happened.FILLED
    states = [each.state for annotated in articles for each in annotated.annotations]
    told = Told(
        line=place.line,
        new_line=new_line,
        asked=place.asked,
        happened=happened,
        marks=len(states),
        left_out=sum(annotated.left_out for annotated in articles),
        changed=states.count(State.CHANGED),
        lost=states.count(State.ORPHANED),
        is_foreign=not is_own and not place.hash,
        is_behind=not is_own and bool(place.hash) and after != place.hash,
    )
    return _Filling(told, tuple(new) if happened is Happened.FILLED else None)


def _between(place: Place, lines: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """What stands behind the opening marker, up to and with the closing one."""
    end = line_end(lines[place.opening])
    if not end:
        end = line_end(lines[0]) or "\n"
        yield end
    if new:
        for line in ("", *new, ""):
            yield (place.prefix + line if line else place.prefix.rstrip()) + end
    hashed = hash_of(new)
    closing = f"<!-- /postil {hashed} -->" if hashed else "<!-- /postil -->"
    if place.closing is None:
        yield place.prefix + closing + end
    else:
        old = lines[place.closing]
        yield old[: old.index("<")] + closing + line_end(old)


def _check(before: Sequence[Place], told: Sequence[Told], lines: Sequence[str], name: str) -> None:
    """Look whether the places are found again as they are, so that the next time goes well too."""
    expected = [
        (place.asked, place.closing is not None or each.happened is Happened.FILLED)
        for place, each in zip(before, told, strict=True)
    ]
    try:
        after = [(each.asked, each.closing is not None) for each in places(lines, name)]
    except ExchangeError:
        after = []
    if after != expected:
        sentence = f"A note that belongs into {name} would hide the end of its place."
        raise ExchangeError(sentence, hint="Look for HTML around the place; nothing was written.")
