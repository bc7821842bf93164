"""Which marks a query takes, the last entered first: looked through in windows, from the newest back.

A window is a stretch of the numbers of marks; where few marks can be meant, it is all of them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from annotations.store.conditions import Conditions, add_functions, joined
from annotations.store.leads import Leads
from annotations.store.meanings import Meanings

if TYPE_CHECKING:
    import sqlite3

    from annotations.model import AnnotationId
    from annotations.query_tree import Query

FIRST_WINDOW = 2_000
"""Marks looked through first for the newest; as many more as it then takes."""

GROWTH = (2, 32)
"""A window is so many times the one before, at least and at most."""

NEAR_COUNT = 10_000
"""Marks of a window whose ids are looked at, so that tables of parts are read only there: a millisecond."""

AT_ONCE = 60
"""A lead to so many times the marks asked for is followed to its end, rather than window by window."""

Window = dict[str, int | str]
"""What statements bind for a stretch of numbers: `after`, `to`, and `first` and `last`, ids that those of
its marks lie between."""

WHERE = "search_text.id > :after AND search_text.id <= :to"
"""The marks of a window."""


class Entered(NamedTuple):
    """A mark that a query takes."""

    annotation: AnnotationId
    quote: str
    """Folded, as it is searched; empty if it was not asked for. Likewise the note."""
    note: str


class Asked:
    """A query as it is asked of the tables: in all marks, or in a window."""

    def __init__(
        self, connection: sqlite3.Connection, query: Query, meanings: Meanings | None = None
    ) -> None:
        """Choose how.

        Args:
            connection: To a library; it gets the functions that the conditions use.
            query: The tree.
            meanings: Gather what is bound; None: new ones.
        """
        add_functions(connection)
        meanings = Meanings(connection) if meanings is None else meanings
        (top,) = connection.execute("SELECT ifnull(max(id), 0) FROM search_text").fetchone()
        self.everything: Window = {"after": 0, "to": top, "first": "", "last": "\U0010ffff"}
        self.led = Leads(connection, meanings).best(query, self.everything)
        among = WHERE if self.led is None else self.led.condition
        conditions = Conditions(meanings, among)
        removed = meanings.removed
        self.condition = (
            f"{among} AND {conditions.of(query if self.led is None else self.led.rest)}"
        )
        if removed is not None:
            self.condition += f" AND search_text.article NOT IN {removed}"
        self.steps = conditions.steps
        self.values: dict[str, int | str] = {**meanings.values, **self.everything}
        """What the statement binds, to ask in all marks."""

    def tables(self, *columns: str) -> str:
        """What the condition is about, with the tables of other columns."""
        return joined(" ".join((self.condition, *columns)))


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
    asked = Asked(connection, query)
    texts = "search_text.quote, search_text.note" if with_texts else "'', ''"
    statement = (
        f"{asked.steps}SELECT search_text.annotation, {texts} FROM {asked.tables()} "
        f"WHERE {asked.condition} ORDER BY search_text.id DESC LIMIT :limit"
    )
    found: list[Entered] = []
    top = int(asked.everything["to"])
    size = top if limit is None else max(FIRST_WINDOW, limit)
    if limit is not None and asked.led is not None and asked.led.is_within(AT_ONCE * limit):
        size = top
    while top > 0 and (limit is None or len(found) < limit):
        after = max(0, top - size)
        wanted = -1 if limit is None else limit - len(found)
        window = _window(connection, after, top) if after else {**asked.everything, "to": top}
        rows = connection.execute(statement, {**asked.values, **window, "limit": wanted}).fetchall()
        found += map(Entered._make, rows)
        share = len(rows) / (top - after)
        needed = (wanted - len(rows)) / share * 1.5 if share else math.inf
        size = int(min(max(needed, size * GROWTH[0]), size * GROWTH[1]))
        top = after
    return found


def _window(connection: sqlite3.Connection, after: int, to: int) -> Window:
    """What a window binds; the ids only where few rows tell them."""
    first, last = "", "\U0010ffff"
    if to - after <= NEAR_COUNT:
        first, last = connection.execute(
            "SELECT ifnull(min(annotation), ''), ifnull(max(annotation), '') FROM search_text "
            f"WHERE {WHERE}",
            {"after": after, "to": to},
        ).fetchone()
    return {"after": after, "to": to, "first": first, "last": last}
