"""Annotations as the tables hold them, written with their parts, index and tombstones.

What an edit or an import makes of them is decided elsewhere (`edits`, `importing`, `history`); how
they become the model's values is `reading`'s business.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from annotations.model import Timestamp, Tombstone
from annotations.store.contents import Content, as_texts
from annotations.store.search_text import SearchText

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from annotations.model import AnnotationId, ArticleId
    from annotations.store.contents import RangeRow
    from annotations.store.database import Transaction

_ALL = "SELECT value FROM json_each(:ids)"

_PARTS = {
    "tags": ("annotation_tags", "tag", "position"),
    "fields": ("fields", "name, value", "position"),
    "relations": ("relations", "target, name", "position"),
    "ranges": (
        "ranges",
        'version, piece, start, "end", quote, prefix, suffix, state, confidence, original_version',
        "version, piece",
    ),
}
"""Tables of an annotation's parts: table, columns, order."""

_INSERT_RANGE = f"""
    INSERT OR REPLACE INTO ranges (annotation, {_PARTS["ranges"][1]})
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_INSERT = "INSERT INTO {0} (annotation, {1}) VALUES ({2})"

WENT = Timestamp("")
"""In place of a tombstone's time: the annotation has left the library, and may come again as it was."""


class Marks:
    """The library's annotations, written over one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def owners(self, ids: Iterable[str]) -> dict[AnnotationId, ArticleId]:
        """To which article each of the stored ones belongs."""
        return dict(
            self._connection.execute(
                f"SELECT id, article FROM annotations WHERE id IN ({_ALL})",
                {"ids": json.dumps(list(ids))},
            ).fetchall()
        )

    def owners_of_tombstones(self, ids: Iterable[str]) -> dict[AnnotationId, ArticleId]:
        """To which article each of the deleted ones belonged."""
        return dict(
            self._connection.execute(
                f"SELECT annotation, article FROM tombstones WHERE annotation IN ({_ALL})",
                {"ids": json.dumps(list(ids))},
            ).fetchall()
        )

    def tombstones(self, article: ArticleId) -> list[Tombstone]:
        """What is left of the article's deleted annotations, by id; not of those that only went."""
        rows = self._connection.execute(
            "SELECT annotation, deleted FROM tombstones WHERE article = :article "
            f"AND deleted <> '{WENT}' ORDER BY annotation",
            {"article": article},
        )
        found = rows.fetchall()
        for row in found:
            as_texts(*row)
        return [Tombstone(id=identity, deleted=deleted) for identity, deleted in found]

    def buried_since(self, article: ArticleId, change: int) -> list[tuple[AnnotationId, int]]:
        """The annotations deleted by a later write, each with its number."""
        return self._connection.execute(
            "SELECT annotation, change FROM tombstones WHERE article = :article AND change > :change",
            {"article": article, "change": change},
        ).fetchall()

    def changed_since(self, article: ArticleId, change: int) -> list[tuple[AnnotationId, int]]:
        """The annotations that a later write touched, or whose tags it did, each with its number."""
        return self._connection.execute(
            "SELECT id, change FROM annotations WHERE article = :article AND change > :change "
            "UNION "
            "SELECT annotations.id, tags.change FROM tags "
            "JOIN annotation_tags ON annotation_tags.tag = tags.id "
            "JOIN annotations ON annotations.id = annotation_tags.annotation "
            "WHERE annotations.article = :article AND tags.change > :change",
            {"article": article, "change": change},
        ).fetchall()

    def contents(self, ids: Iterable[str]) -> dict[str, Content]:
        """All that is stored of those annotations that are."""
        parameters = {"ids": json.dumps(list(ids))}
        parts: dict[str, dict[str, list[Any]]] = {}
        for name, (table, columns, order) in _PARTS.items():
            grouped = parts[name] = {}
            for owner, *values in self._connection.execute(
                f"SELECT annotation, {columns} FROM {table} WHERE annotation IN ({_ALL}) "
                f"ORDER BY annotation, {order}",
                parameters,
            ):
                row = values[0] if name == "tags" else tuple(values)
                grouped.setdefault(owner, []).append(row)
        rows = self._connection.execute(
            "SELECT id, article, colour, note, creator, created, updated, revision, extra "
            f"FROM annotations WHERE id IN ({_ALL})",
            parameters,
        )
        return {
            identity: Content(
                article=article,
                colour=colour,
                note=note,
                creator=creator,
                created=created,
                updated=updated,
                revision=revision,
                extra=extra,
                **{name: tuple(found.get(identity, ())) for name, found in parts.items()},
            )
            for identity, article, colour, note, creator, created, updated, revision, extra in rows
        }

    def insert(
        self, added: Sequence[tuple[str, Content]], version: str | None, transaction: Transaction
    ) -> None:
        """Add annotations; a tombstone of the same id goes.

        Args:
            added: Ids and contents.
            version: The article's present one, whose quotes are searched.
            transaction: Counts the change.
        """
        change = transaction.change
        (last,) = self._connection.execute(
            "SELECT ifnull(max(number), 0) FROM annotations"
        ).fetchone()
        numbers = {identity: last + place for place, (identity, _) in enumerate(added, start=1)}
        self._connection.executemany(
            "INSERT INTO annotations "
            "(number, id, article, colour, note, creator, created, updated, revision, change, extra) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    numbers[identity],
                    identity,
                    each.article,
                    each.colour,
                    each.note,
                    each.creator,
                    each.created,
                    each.updated,
                    each.revision,
                    change,
                    each.extra,
                )
                for identity, each in added
            ],
        )
        self._insert_parts((numbers[identity], identity, each) for identity, each in added)
        self._connection.executemany(
            "DELETE FROM tombstones WHERE annotation = ?", [(identity,) for identity, _ in added]
        )
        SearchText(self._connection).add(
            [
                (numbers[key], key, each.article, each.quote_in(version), each.note)
                for key, each in added
            ]
        )

    def update(
        self,
        identity: str,
        old: Content,
        new: Content,
        version: str | None,
        transaction: Transaction,
    ) -> None:
        """Replace an annotation's content; its revision is counted by the caller."""
        self._connection.execute(
            "UPDATE annotations SET colour = :colour, note = :note, creator = :creator, "
            "created = :created, updated = :updated, revision = :revision, change = :change, "
            "extra = :extra WHERE id = :id",
            {
                "colour": new.colour,
                "note": new.note,
                "creator": new.creator,
                "created": new.created,
                "updated": new.updated,
                "revision": new.revision,
                "change": transaction.change,
                "extra": new.extra,
                "id": identity,
            },
        )
        parts = new
        for name, (table, _, _) in _PARTS.items():
            if getattr(old, name) == getattr(new, name):
                parts = replace(parts, **{name: ()})  # type: ignore[arg-type]  # each is a tuple
            else:
                self._connection.execute(
                    f"DELETE FROM {table} WHERE annotation = :id", {"id": identity}
                )
        (number,) = self._connection.execute(
            "SELECT number FROM annotations WHERE id = :id", {"id": identity}
        ).fetchone()
        self._insert_parts([(number, identity, parts)])
        was, now = old.quote_in(version), new.quote_in(version)
        if (was, old.note) != (now, new.note):
            self.search_again([(identity, new.article, now, new.note)])

    def delete(
        self, deleted: Sequence[tuple[str, str, Timestamp]], transaction: Transaction
    ) -> None:
        """Delete annotations where they are here, leaving tombstones.

        Args:
            deleted: Id, article and the tombstone's time, or `WENT`.
            transaction: Counts the change.
        """
        ids = [identity for identity, _, _ in deleted]
        SearchText(self._connection).remove(ids)
        self._connection.executemany(
            "DELETE FROM annotations WHERE id = ?", [(identity,) for identity in ids]
        )
        change = transaction.change
        self._connection.executemany(
            "INSERT INTO tombstones (annotation, article, deleted, change) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (annotation) DO UPDATE "
            "SET article = excluded.article, deleted = excluded.deleted, change = excluded.change",
            [(identity, article, time, change) for identity, article, time in deleted],
        )

    def place(self, placed: Iterable[tuple[str, Sequence[RangeRow]]]) -> None:
        """Add the ranges that annotations have in a further version.

        Neither revision nor time changes: to be carried over is no edit.
        """
        self._connection.executemany(
            _INSERT_RANGE, [(identity, *row) for identity, rows in placed for row in rows]
        )

    def search_again(self, rows: Sequence[tuple[str, str, str, str]]) -> None:
        """Have annotations found by other texts than before; rows as `SearchText.replace` takes them."""
        SearchText(self._connection).replace(rows)

    def _insert_parts(self, added: Iterable[tuple[int, str, Content]]) -> None:
        ranges: list[tuple[object, ...]] = []
        tags: list[tuple[object, ...]] = []
        fields: list[tuple[object, ...]] = []
        relations: list[tuple[object, ...]] = []
        for number, identity, each in added:
            ranges += [(identity, *row) for row in each.ranges]
            tags += [(identity, tag, position, number) for position, tag in enumerate(each.tags)]
            fields += [
                (identity, *row, position, number) for position, row in enumerate(each.fields)
            ]
            relations += [(identity, *row, position) for position, row in enumerate(each.relations)]
        for sql, rows in (
            (_INSERT_RANGE, ranges),
            (_INSERT.format("annotation_tags", "tag, position, number", "?, ?, ?, ?"), tags),
            (_INSERT.format("fields", "name, value, position, number", "?, ?, ?, ?, ?"), fields),
            (_INSERT.format("relations", "target, name, position", "?, ?, ?, ?"), relations),
        ):
            if rows:
                self._connection.executemany(sql, rows)
