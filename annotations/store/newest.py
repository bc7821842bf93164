"""Which marks a query takes, the last entered first: looked through in windows, from the newest back.

A window is some of the marks that an index leads to; where they are few, all of them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from annotations.query_tree import Everything
from annotations.store.conditions import Conditions, add_functions, joined
from annotations.store.leads import COUNTED, Leads, Led, unbounded
from annotations.store.meanings import Meanings

if TYPE_CHECKING:
    import sqlite3

    from annotations.model import AnnotationId
    from annotations.query_tree import Query

FIRST_WINDOW = 500
"""Marks that are led to and looked through first; as many more as it then takes."""

GROWTH = (4, 32)
"""A window is so many times the one before, at least and at most."""

_ALL_MARKS = "SELECT id AS number FROM search_text WHERE id > :after AND id <= :to ORDER BY id DESC LIMIT :size"


class Entered(NamedTuple):
    """A mark that a query takes."""

    annotation: AnnotationId
    quote: str
    """Folded, as it is searched; empty if it was not asked for. Likewise the note."""
    note: str


class Asked:
    """A query as it is asked of the tables: in all marks, or in a window."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        query: Query,
        meanings: Meanings | None = None,
        *,
        is_windowed: bool = False,
        wanted: int | None = None,
    ) -> None:
        """Choose how.

        Args:
            connection: To a library; it gets the functions that the conditions use.
            query: The tree.
            meanings: Gather what is bound; None: new ones.
            is_windowed: Whether it is asked in windows: of `size` marks, from `to` back.
            wanted: How many marks at most; None for all.
        """
        add_functions(connection)
        self._connection = connection
        meanings = Meanings(connection) if meanings is None else meanings
        (top,) = connection.execute("SELECT ifnull(max(id), 0) FROM search_text").fetchone()
        leads = Leads(connection, meanings)
        after, to = leads.bounds(query, top)
        led = leads.best(query, top, is_windowed=is_windowed, wanted=wanted)
        if led is None:
            is_bounded = (after, to) != (0, top)
            led = Led(_ALL_MARKS if is_windowed or is_bounded else "", query)
        self.marks = led.marks
        """How many are looked at at most, if that is known."""
        self.numbers = led.numbers
        """Gives those that are looked at, the newest first; empty for all."""
        conditions = Conditions(meanings, lead=self.numbers)
        self.condition = conditions.of(led.rest)
        self.is_exact = isinstance(led.rest, Everything)
        """True if what is looked at is what is wanted."""
        removed = meanings.removed
        if removed is not None:
            self.condition += f" AND search_text.article NOT IN {removed}"
            self.is_exact = False
        self.steps = conditions.steps
        self.values: dict[str, int | str] = {
            **meanings.values,
            "after": after,
            "to": to,
            "size": -1,
        }
        """What the statement binds, to ask in all marks."""
        self.is_bounded = (after, to) != (0, top)
        """Whether not all marks are looked at, by their numbers."""

    def is_of_many(self) -> bool:
        """True where more are looked at than can be sorted in a few hundredths of a second."""
        if self.marks is not None or not self.numbers:
            return self.marks is None
        (count,) = self._connection.execute(
            f"SELECT count(*) FROM ({self.numbers})", {**self.values, "size": COUNTED}
        ).fetchone()
        return bool(count >= COUNTED)

    def tables(self, *columns: str) -> str:
        """What the condition is about, with the tables of other columns."""
        return joined(" ".join((self.condition, *columns)), self.numbers)


def newest(
    connection: sqlite3.Connection, query: Query, limit: int | None, *, with_texts: bool = False
) -> list[Entered]:
    """Look through the newest, then through what was entered before, until there are enough.

    Args:
        connection: To a library; nothing is written.
        query: The tree.
        limit: How many at most; None for all.
        with_texts: Whether their texts are told as well.
    """
    asked = Asked(connection, query, is_windowed=True, wanted=limit)
    texts = "search_text.quote, search_text.note" if with_texts else "'', ''"
    statement = (
        f"{asked.steps}SELECT search_text.annotation, {texts} FROM {asked.tables('search_text.')} "
        f"WHERE {asked.condition} ORDER BY search_text.id DESC LIMIT :limit"
    )
    found: list[Entered] = []
    values = dict(asked.values)
    size = -1 if limit is None else limit if asked.is_exact else max(FIRST_WINDOW, limit)
    while limit is None or len(found) < limit:
        if asked.marks is not None and asked.marks <= GROWTH[0] * size:
            size = -1
        wanted = -1 if limit is None else limit - len(found)
        values |= {"size": size, "limit": wanted}
        is_first = not asked.is_bounded and values["to"] == asked.values["to"]
        rows = connection.execute(
            unbounded(statement) if is_first else statement, values
        ).fetchall()
        found += map(Entered._make, rows)
        if size < 0 or len(rows) == wanted or asked.is_exact:
            break
        count, last = connection.execute(
            f"SELECT count(*), min(number) FROM ({asked.numbers})", values
        ).fetchone()
        if count < size:
            break
        values["to"] = last - 1
        needed = (wanted - len(rows)) * size / len(rows) * 1.5 if rows else math.inf
        size = int(min(max(needed, size * GROWTH[0]), size * GROWTH[1]))
    return found
