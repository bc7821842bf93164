"""Annotations as the model's values, read from the tables.

Ten thousand of them stand between a key and the first paint, so that this is one statement a table
and little Python a row.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from annotations.model import (
    Annotation,
    AnnotationId,
    Colour,
    Original,
    Piece,
    Range,
    Relation,
    Selector,
    State,
    place_key,
)
from annotations.store.contents import as_numbers, as_texts, load_json

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

    from annotations.model import ArticleId

_COLOURS: dict[str | None, Colour | None] = {None: None, **{each.value: each for each in Colour}}
_STATES = {each.value: each for each in State}

NEAR_LENGTH = 30_000
"""Code points on either side that count as near: some ten screens. A mark longer than that which
begins before them is none that is near."""

SLICE_LENGTH = 250
"""Annotations read between two pauses: some 4 ms of work."""

_OF_ARTICLE = "annotations.article = :article"
_OF_IDS = "annotations.id IN (SELECT value FROM json_each(:ids))"

_Parameters = dict[str, str | None]


class Reading:
    """Reads the library's annotations over one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def of_article(
        self,
        article: ArticleId,
        version: str | None = None,
        *,
        pause: Callable[[], None] | None = None,
    ) -> list[Annotation]:
        """An article's annotations, by place, then id.

        Args:
            article: Its id.
            version: In which they stand; the present one if None.
            pause: Called between slices of the work; what it raises ends it.
        """
        if pause is None:
            found = self._read(_OF_ARTICLE, {"article": article, "version": version})
            return sorted(found, key=place_key)
        rows = self._connection.execute(
            "SELECT id FROM annotations WHERE article = :article ORDER BY id", {"article": article}
        )
        ids = [row[0] for row in rows]
        sliced: list[Annotation] = []
        for start in range(0, len(ids), SLICE_LENGTH):
            sliced += self.of_ids(ids[start : start + SLICE_LENGTH], version).values()
            pause()
        return sorted(sliced, key=place_key)

    def count(self, article: ArticleId) -> int:
        """How many annotations an article has."""
        row = self._connection.execute(
            "SELECT count(*) FROM annotations WHERE article = :article", {"article": article}
        ).fetchone()
        return int(row[0])

    def near(self, article: ArticleId, version: str, position: int, most: int) -> list[Annotation]:
        """Annotations around a place of the text, and those that stand nowhere, by place, then id.

        Args:
            article: Its id.
            version: In which they stand.
            position: The place, a code point.
            most: How many at most; the nearest first, what stands nowhere last.
        """
        parameters = {
            "article": article,
            "version": version,
            "position": position,
            "lowest": position - 2 * NEAR_LENGTH,
            "first": position - NEAR_LENGTH,
            "last": position + NEAR_LENGTH,
            "most": most,
        }
        ids = [row[0] for row in self._connection.execute(_NEAR, parameters)]
        if len(ids) < most and self._connection.execute(_ARE_SOME_NOWHERE, parameters).fetchone():
            ids += (row[0] for row in self._connection.execute(_NOWHERE, parameters))
        # A mark of several pieces may be near with more than one.
        found = self.of_ids(list(dict.fromkeys(ids))[:most], version)
        return sorted(found.values(), key=place_key)

    def of_ids(
        self, ids: Iterable[str], version: str | None = None
    ) -> dict[AnnotationId, Annotation]:
        """Those of the annotations that are stored, in a version or each article's present one."""
        wanted = json.dumps(list(ids))
        return {each.id: each for each in self._read(_OF_IDS, {"ids": wanted, "version": version})}

    def _read(self, condition: str, parameters: _Parameters) -> list[Annotation]:
        originals = self._originals(condition, parameters)
        tags = self._tags(condition, parameters)
        fields = self._pairs("fields", "name", "value", condition, parameters)
        relations = self._pairs("relations", "target", "name", condition, parameters)
        lost: dict[str, tuple[Piece, ...]] = {}
        if parameters["version"] is not None:
            lost = self._elsewhere(condition, parameters)
        found: list[Annotation] = []
        rows = self._connection.execute(_ANNOTATIONS.format(condition), parameters)
        for (
            identity,
            colour,
            note,
            creator,
            created,
            updated,
            revision,
            extra,
            number,
            *place,
        ) in rows:
            as_texts(identity, note, creator, created, updated)
            as_numbers(revision)
            pieces: tuple[Piece, ...] = ()
            if number is None:
                pieces = lost.get(identity, ())
            else:
                pieces = (_piece(place, originals.get((identity, number))),)
                if number and found and found[-1].id == identity:
                    found[-1] = replace(found[-1], pieces=found[-1].pieces + pieces)
                    continue
            found.append(
                Annotation(
                    id=identity,
                    pieces=pieces,
                    colour=_COLOURS[colour],
                    tags=tags.get(identity, ()),
                    fields=fields.get(identity, ()),
                    note=note,
                    creator=creator,
                    created=created,
                    updated=updated,
                    relations=tuple(
                        Relation(to=AnnotationId(target), name=name)
                        for target, name in relations[identity]
                    )
                    if identity in relations
                    else (),
                    revision=revision,
                    extra=load_json(extra),
                )
            )
        return found

    def _elsewhere(self, condition: str, parameters: _Parameters) -> dict[str, tuple[Piece, ...]]:
        """The pieces in the present version, as orphans for another one."""
        rows = self._connection.execute(
            _ANNOTATIONS.format(f"({condition}) AND articles.version IS NOT :read"),
            {**parameters, "version": None, "read": parameters["version"]},
        )
        found: dict[str, tuple[Piece, ...]] = {}
        for identity, *_, number, _, _, quote, prefix, suffix, _, _ in rows:
            if number is not None:
                piece = Piece(
                    range=None, quote=quote, prefix=prefix, suffix=suffix, state=State.ORPHANED
                )
                found[identity] = (*found.get(identity, ()), piece)
        return found

    def _originals(
        self, condition: str, parameters: _Parameters
    ) -> dict[tuple[str, int], Original]:
        rows = self._connection.execute(
            'SELECT annotations.id, ranges.piece, versions.sha256, original.start, original."end", '
            "original.quote, original.prefix, original.suffix "
            "FROM annotations JOIN articles ON articles.id = annotations.article "
            "CROSS JOIN ranges ON ranges.annotation = annotations.id "
            "AND ranges.version = coalesce(:version, articles.version) "
            "JOIN versions ON versions.id = ranges.original_version "
            "JOIN ranges AS original ON original.annotation = ranges.annotation "
            "AND original.version = ranges.original_version AND original.piece = ranges.piece "
            f"WHERE {condition} AND ranges.original_version IS NOT NULL",
            parameters,
        )
        return {
            (identity, piece): Original(
                sha256=sha256,
                selector=Selector(start=start, end=end, quote=quote, prefix=prefix, suffix=suffix),
            )
            for identity, piece, sha256, start, end, quote, prefix, suffix in rows
        }

    def _tags(self, condition: str, parameters: _Parameters) -> dict[str, tuple[str, ...]]:
        names = dict(self._connection.execute("SELECT id, name FROM tags").fetchall())
        as_texts(*names.values())
        rows = self._connection.execute(
            "SELECT annotations.id, annotation_tags.tag FROM annotations "
            "JOIN annotation_tags ON annotation_tags.annotation = annotations.id "
            f"WHERE {condition} ORDER BY annotation_tags.position",
            parameters,
        )
        found: dict[str, tuple[str, ...]] = {}
        for identity, tag in rows:
            found[identity] = (*found.get(identity, ()), names[tag])
        return found

    def _pairs(
        self, table: str, first: str, second: str, condition: str, parameters: _Parameters
    ) -> dict[str, tuple[tuple[str, str], ...]]:
        rows = self._connection.execute(
            f"SELECT annotations.id, {table}.{first}, {table}.{second} "
            f"FROM annotations JOIN {table} ON {table}.annotation = annotations.id "
            f"WHERE {condition} ORDER BY {table}.position",
            parameters,
        )
        found: dict[str, tuple[tuple[str, str], ...]] = {}
        for identity, one, two in rows:
            as_texts(one, two)
            found[identity] = (*found.get(identity, ()), (one, two))
        return found


_NEAR = """
    SELECT annotation FROM ranges
    WHERE version = :version AND start > :lowest AND start < :last AND "end" > :first
    ORDER BY abs(start - :position) LIMIT :most
"""

_ARE_SOME_NOWHERE = """
    SELECT 1 WHERE (SELECT count(*) FROM annotations WHERE article = :article)
        > (SELECT count(*) FROM ranges
            WHERE version = :version AND start IS NOT NULL AND piece = 0)
"""
"""To count them in two indexes takes a tenth of looking for them."""

_NOWHERE = """
    SELECT id FROM annotations
    WHERE article = :article AND NOT EXISTS (
        SELECT 1 FROM ranges WHERE annotation = annotations.id
            AND +version = :version AND start IS NOT NULL
    )
    LIMIT :most
"""

_ANNOTATIONS = """
    SELECT annotations.id, annotations.colour, annotations.note, annotations.creator,
        annotations.created, annotations.updated, annotations.revision, annotations.extra,
        ranges.piece, ranges.start, ranges."end", ranges.quote, ranges.prefix, ranges.suffix,
        ranges.state, ranges.confidence
    FROM annotations JOIN articles ON articles.id = annotations.article
    LEFT JOIN ranges ON ranges.annotation = annotations.id
        AND +ranges.version = coalesce(:version, articles.version)
    WHERE {}
"""
"""A row for each piece; those of one annotation follow each other, for that is the table's key.

The plus keeps SQLite to that key, which is twice as fast here as the index by version."""


def _piece(place: list[Any], original: Original | None) -> Piece:
    start, end, quote, prefix, suffix, state, confidence = place
    as_texts(quote, prefix, suffix)
    as_numbers(confidence or 0)
    if start is not None and not 0 <= start <= end:
        sentence = f"{start} to {end} is no range"
        raise ValueError(sentence)
    return Piece(
        range=None if start is None else Range(start, end),
        quote=quote,
        prefix=prefix,
        suffix=suffix,
        state=_STATES[state],
        confidence=confidence,
        original=original,
    )
