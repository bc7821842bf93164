"""What marks and articles had of a tag that was taken away, so that it can be given back.

A tag that goes into another, or is deleted, is a single change of the history however many marks had
it: beside it stands one record with their ids by the position the tag had. Steps of the history name
tags by their numbers, also by such as are gone: what a mark had of those is led through the removals
here, and noted in their records, so that either can be undone first.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from annotations.store.codebook import time_order

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from annotations.store.database import Transaction

ACTION = "codebook"
"""Of all steps that change the codebook."""

TAG = "tag"
"""Kind of a tag's change in the history; one that was taken away has `into` in it."""

TAGGED = "tagged"
"""Kind of the record beside it: what had the tag."""

Record = dict[str, Any]
"""By key of `_Table`: `[ids by position, ids of those that also had the tag it went into]`."""


class _Table(NamedTuple):
    """Where tags are given."""

    key: str
    """In a record."""
    name: str
    owner: str
    """The column with whose they are."""
    owners: str
    """The table of those."""
    touched: str
    """What else changes of an owner whose tags do."""
    number: str = ""
    """The column of both that is an owner's number, where these have one."""

    @property
    def columns(self) -> str:
        """What else an owner's tags have of it, after a comma."""
        return f", {self.number}" if self.number else ""


_UPDATED = (
    f"updated = CASE WHEN {time_order('updated')} > {time_order(':time')} "
    "THEN updated ELSE :time END, change = :change"
)

_TABLES = (
    _Table(
        "marks",
        "annotation_tags",
        "annotation",
        "annotations",
        f"revision = revision + 1, {_UPDATED}",
        "number",
    ),
    _Table("articles", "article_tags", "article", "articles", _UPDATED),
)

_IDS = "(SELECT value FROM json_each(:ids))"


def take_off(transaction: Transaction, tag: int, into: int | None) -> Record:
    """Take a tag off all that has it, for another or for none; gives the record of it."""
    record: Record = {}
    connection = transaction.connection
    for table in _TABLES:
        rows = connection.execute(
            f"SELECT {table.owner}, position, EXISTS (SELECT 1 FROM {table.name} AS other "
            f"WHERE other.{table.owner} = {table.name}.{table.owner} AND other.tag = :into) "
            f"FROM {table.name} WHERE tag = :tag ORDER BY {table.number or table.owner}",
            {"tag": tag, "into": into},
        ).fetchall()
        if not rows:
            continue
        by_position: dict[str, list[str]] = {}
        for owner, position, _ in rows:
            by_position.setdefault(str(position), []).append(owner)
        record[table.key] = [dict(by_position), [owner for owner, _, has_both in rows if has_both]]
        _touch(transaction, table, tag)
        if into is None:
            connection.execute(f"DELETE FROM {table.name} WHERE tag = :tag", {"tag": tag})
            continue
        connection.execute(
            f"DELETE FROM {table.name} WHERE tag = :tag AND {table.owner} IN "
            f"(SELECT {table.owner} FROM {table.name} WHERE tag = :into)",
            {"tag": tag, "into": into},
        )
        connection.execute(
            f"UPDATE {table.name} SET tag = :into WHERE tag = :tag", {"tag": tag, "into": into}
        )
    return record


def give_back(transaction: Transaction, tag: int, into: int | None, record: Record) -> None:
    """Give a tag that is there again to all that had it, and still has what it got for it."""
    connection = transaction.connection
    for table in _TABLES:
        by_position, both = _of_table(record, table)
        kept = f"AND {table.owner} IN (SELECT {table.owner} FROM {table.name} WHERE tag = :into)"
        for position, ids in by_position.items():
            had_both = set(ids) & both
            inserted = ids if into is None else [each for each in ids if each in had_both]
            values = {"tag": tag, "into": into, "position": position, "ids": json.dumps(inserted)}
            condition = "" if into is None else kept
            if inserted:
                # What came to stand at its place meanwhile makes room.
                connection.execute(
                    f"UPDATE {table.name} SET position = position + 1 WHERE position >= :position "
                    f"AND {table.owner} IN (SELECT {table.owner} FROM {table.name} "
                    f"WHERE position = :position AND {table.owner} IN {_IDS} {condition})",
                    values,
                )
                connection.execute(
                    f"INSERT INTO {table.name} ({table.owner}, tag, position{table.columns}) "
                    f"SELECT id, :tag, :position{table.columns} FROM {table.owners} WHERE id IN {_IDS} "
                    f"{condition.replace(f'AND {table.owner} IN', 'AND id IN')}",
                    values,
                )
            changed = [] if into is None else [each for each in ids if each not in had_both]
            if changed:
                connection.execute(
                    f"UPDATE {table.name} SET tag = :tag WHERE tag = :into "
                    f"AND {table.owner} IN {_IDS}",
                    {**values, "ids": json.dumps(changed)},
                )
        _touch(transaction, table, tag)


def _touch(transaction: Transaction, table: _Table, tag: int) -> None:
    """Note that all that has a tag changes."""
    transaction.connection.execute(
        f"UPDATE {table.owners} SET {table.touched} WHERE {table.number or 'id'} IN "
        f"(SELECT {table.number or table.owner} FROM {table.name} WHERE tag = :tag)",
        {"tag": tag, "time": transaction.time, "change": transaction.change},
    )


def _of_table(record: Record, table: _Table) -> tuple[dict[int, list[str]], set[str]]:
    by_position, both = record.get(table.key, ({}, ()))
    return {int(at): list(ids) for at, ids in by_position.items()}, set(both)


# --- what steps of the history name -----------------------------------------------------------


class _Removal(NamedTuple):
    """A tag taken away by a step that is done."""

    entry: int
    tag: int
    into: int | None


class RemovedTags:
    """Leads tags that steps have recorded to what became of them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._present = {number for (number,) in connection.execute("SELECT id FROM tags")}
        self._held: tuple[_Removal, ...] | None = None

    def present(self, tags: tuple[int, ...]) -> tuple[int, ...]:
        """What a mark that had these has now."""
        if self._present.issuperset(tags):
            return tags
        return tuple(tag for tag in self._through(tags) if tag in self._present)

    def retrace(
        self,
        steps: Iterable[tuple[str, tuple[int, ...], tuple[int, ...]]],
        *,
        of_articles: bool = False,
    ) -> None:
        """Note of what marks would have without the removals that it is something else now.

        Args:
            steps: Of each mark its id, the tags it was recorded with so far, and those from now on.
            of_articles: They are articles.
        """
        table = _TABLES[int(of_articles)]
        named = [
            (mark, restored)
            for mark, recorded, restored in steps
            if not self._present.issuperset((*recorded, *restored))
        ]
        if not named:
            return
        held: dict[_Removal, dict[str, tuple[int, bool]]] = {}
        for mark, restored in named:

            def note(removal: _Removal, at: int, *, has_both: bool, mark: str = mark) -> None:
                held.setdefault(removal, {})[mark] = (at, has_both)

            self._through(restored, note)
        marks = [mark for mark, _ in named]
        for removal in self._removals:
            self._rewrite(table, removal, marks, held.get(removal, {}))

    @property
    def _removals(self) -> tuple[_Removal, ...]:
        if self._held is None:
            rows = self._connection.execute(
                "SELECT history_changes.entry, object, json_extract(before, '$.into') "
                "FROM history JOIN history_changes ON history_changes.entry = history.id "
                "WHERE history.action = :action AND history.state = 'done' "
                "AND kind = :kind AND after IS NULL ORDER BY 1, number",
                {"action": ACTION, "kind": TAG},
            )
            self._held = tuple(_Removal(entry, int(tag), into) for entry, tag, into in rows)
        return self._held

    def _through(
        self, tags: Sequence[int], note: Callable[..., None] | None = None
    ) -> tuple[int, ...]:
        held = list(tags)
        for removal in self._removals:
            if removal.tag not in held:
                continue
            at, has_both = held.index(removal.tag), removal.into in held
            if note is not None:
                note(removal, at, has_both=has_both)
            if removal.into is None or has_both:
                del held[at]
            else:
                held[at] = removal.into
        return tuple(held)

    def _rewrite(
        self,
        table: _Table,
        removal: _Removal,
        marks: Collection[str],
        held: Mapping[str, tuple[int, bool]],
    ) -> None:
        """Bring what a record says of some marks up to date."""
        where = {"entry": removal.entry, "kind": TAGGED, "object": str(removal.tag)}
        row = self._connection.execute(
            "SELECT before FROM history_changes "
            "WHERE entry = :entry AND kind = :kind AND object = :object",
            where,
        ).fetchone()
        if row is None:
            return
        record: Record = json.loads(row[0])
        by_position, both = _of_table(record, table)
        before = json.dumps(record)
        for at, ids in by_position.items():
            by_position[at] = [each for each in ids if each not in marks]
        both -= set(marks)
        for mark, (at, has_both) in held.items():
            by_position.setdefault(at, []).append(mark)
            if has_both:
                both.add(mark)
        record[table.key] = [
            {str(at): sorted(ids) for at, ids in sorted(by_position.items()) if ids},
            sorted(both),
        ]
        if json.dumps(record) != before:
            self._connection.execute(
                "UPDATE history_changes SET before = :record "
                "WHERE entry = :entry AND kind = :kind AND object = :object",
                {**where, "record": json.dumps(record)},
            )


def forget(connection: sqlite3.Connection, article: str, marks: Collection[str]) -> None:
    """Take an article and its marks out of all records."""
    gone = {article, *marks}
    rows = connection.execute(
        "SELECT entry, number, before FROM history_changes WHERE kind = :kind", {"kind": TAGGED}
    ).fetchall()
    for entry, number, text in rows:
        record: Record = json.loads(text)
        for table in _TABLES:
            by_position, both = _of_table(record, table)
            if table.key in record:
                record[table.key] = [
                    {
                        str(at): [each for each in ids if each not in gone]
                        for at, ids in by_position.items()
                    },
                    sorted(both - gone),
                ]
        connection.execute(
            "UPDATE history_changes SET before = :record WHERE entry = :entry AND number = :number",
            {"record": json.dumps(record), "entry": entry, "number": number},
        )
