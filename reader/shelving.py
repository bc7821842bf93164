"""What the list of articles shows, and in which order; no screen is known here.

The rows are held whole, with the words by which they are found folded, so that what is typed narrows
them between two keys; which marks answer to a query is the store's answer, and comes when it comes.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import urlsplit

from annotations.folding import fold, occurs
from annotations.shelf_rows import STATUSES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from annotations.library import Library
    from annotations.model import ArticleId
    from annotations.query import Query
    from annotations.shelf_rows import Counts, ShelfRow, Status

Order = Literal["opened", "updated", "title", "marks"]

ORDERS: tuple[Order, ...] = ("opened", "updated", "title", "marks")
"""In the order in which a key goes through them."""

SHOWN: tuple[Status, ...] = ("", *STATUSES)
"""What is shown: all, or only these."""

FIRST_ROWS = 60
"""Articles read before the first paint: more than a large window shows."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_DIGITS = 2
"""Of a month or a day; of what a stranger wrote, thousands are no number for Python."""


class Stock(NamedTuple):
    """What the library holds, as it was read at one time."""

    rows: Sequence[ShelfRow]
    """The one opened last first."""
    counts: Mapping[ArticleId, Counts]
    folded: Sequence[str]
    """By row: what plain words are looked for in."""
    is_whole: bool = True
    """False: there may be more articles, and counts are of these alone."""


def stock_of(library: Library, *, limit: int | None = None) -> Stock:
    """Read the articles with their counts of marks, all or the first.

    Raises:
        StoreError: The library failed.
    """
    rows = library.shelf.rows(limit=limit)
    is_whole = limit is None or len(rows) < limit
    counts = library.shelf.counts(None if is_whole else [row.id for row in rows])
    return Stock(rows, counts, [searched(row) for row in rows], is_whole)


def searched(row: ShelfRow) -> str:
    """What plain words are looked for in, folded."""
    return fold(" ".join((row.title, *row.authors, row.publisher, row.source, *row.tags)))


class Shelves(NamedTuple):
    """A library that is to be shown, open, and what is to be added to it."""

    library: Library
    stock: Stock
    places: tuple[str, ...] = ()
    """Paths of files and folders, and addresses."""

    def close(self) -> None:
        """Close the library."""
        self.library.close()


def open_shelves(path: Path | None, places: Sequence[str] = ()) -> Shelves:
    """Open a library for its list.

    Args:
        path: The database; None: the platform's.
        places: What is to be added.

    Raises:
        StoreError: It cannot be opened.
    """
    from annotations.library import open_library  # noqa: PLC0415  # dear, and open mostly

    library = open_library(path)
    try:
        return Shelves(library, stock_of(library, limit=FIRST_ROWS), tuple(places))
    except BaseException:
        library.close()
        raise


class ShelfState(NamedTuple):
    """How a list was left."""

    typed: str
    order: Order
    status: Status
    current: ArticleId | None


class Shelving:
    """The articles that are shown."""

    def __init__(self) -> None:
        self.order: Order = "opened"
        self.status: Status = ""
        """The only one that is shown; empty: all."""
        self.found: list[ShelfRow] = []
        """What is shown, in order."""
        self.marks = 0
        """All that are counted."""
        self._stock = Stock((), {}, ())
        self._words: tuple[str, ...] = ()
        self._answer: Mapping[ArticleId, Counts] | None = None
        self._is_asking = False
        self._keys: dict[ArticleId, str] = {}

    @property
    def stock(self) -> Stock:
        """All that there is."""
        return self._stock

    @property
    def is_narrowed(self) -> bool:
        """True if some are left out."""
        return self._is_asking or bool(self.status)

    def take(self, stock: Stock) -> None:
        """Show what the library holds now."""
        self._stock = stock
        self.marks = sum(number for counts in stock.counts.values() for _, number in counts)
        self._keys = {}
        self.arrange()

    def ask(self, query: Query | None) -> None:
        """Narrow to what a query takes, as far as that is known here; None takes all.

        Plain words are looked for at once. For all else `answer` has to tell; until it does, what is
        shown stays.
        """
        self._is_asking = query is not None
        words = plain_words(query) if query is not None else ()
        if query is None or words:
            self._words, self._answer = words, None
            self.arrange()

    def answer(self, answer: Mapping[ArticleId, Counts], query: Query) -> None:
        """The store tells which articles a query takes, and how many of their marks."""
        self._words, self._answer = plain_words(query), answer
        self.arrange()

    def counts_of(self, row: ShelfRow) -> Counts:
        """The marks of an article that answer, or all of them."""
        if self._answer is not None:
            return self._answer.get(row.id, ())
        return self._stock.counts.get(row.id, ())

    def arrange(self) -> None:
        """Find what is to be shown, and put it in order."""
        words, answer, status = self._words, self._answer, self.status
        rows = self._stock.rows
        if words or answer is not None:
            rows = [
                row
                for row, text in zip(rows, self._stock.folded, strict=True)
                if (answer is not None and row.id in answer)
                or (words and all(occurs(word, text) for word in words))
            ]
        if status:
            rows = [row for row in rows if row.status == status]
        self.found = self._ordered(rows)

    def _ordered(self, rows: Sequence[ShelfRow]) -> list[ShelfRow]:
        if self.order == "updated":
            # Without its Z a time sorts as text, whether or not it has a fraction.
            return sorted(rows, key=lambda row: row.updated.rstrip("Z"), reverse=True)
        if self.order == "title":
            return sorted(rows, key=self._title)
        if self.order == "marks":
            return sorted(rows, key=lambda row: -sum(n for _, n in self.counts_of(row)))
        return list(rows)

    def _title(self, row: ShelfRow) -> str:
        key = self._keys.get(row.id)
        if key is None:
            key = self._keys[row.id] = fold(row.name)
        return key


def plain_words(query: Query) -> tuple[str, ...]:
    """The words of a query that asks for words alone, all of them; empty for any other."""
    from annotations.query_tree import And, Phrase, Word  # noqa: PLC0415  # with the first query

    terms = query.terms if isinstance(query, And) else (query,)
    words = tuple(each.text for each in terms if isinstance(each, Word | Phrase))
    return words if len(words) == len(terms) else ()


def source_of(row: ShelfRow) -> str:
    """Where an article came from, in a word or two: its paper, its server, the kind of its file."""
    if row.publisher:
        return row.publisher
    place = row.url or row.source
    if place.startswith(("http://", "https://")):
        try:
            return (urlsplit(place).hostname or "").removeprefix("www.")
        except ValueError:
            return ""
    return PurePath(row.source).suffix.removeprefix(".").lower() or row.loader.partition(" ")[0]


def day_of(published: str) -> str:
    """A date as a list shows it: `8 Feb 2023`, `Feb 2023`, `2023`; what is none stays as it is."""
    year, _, rest = published.partition("T")[0].partition("-")
    month, _, day = rest.partition("-")
    if not (len(year) == len("2023") and year.isdecimal()):
        return published
    if month.isdecimal() and len(month) <= _DIGITS and 1 <= int(month) <= len(_MONTHS):
        named = f"{_MONTHS[int(month) - 1]} {year}"
        return f"{int(day)} {named}" if day.isdecimal() and len(day) <= _DIGITS else named
    return year if not rest else published
