"""Annotations as contents: in which version their ranges stand, and what became of them elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.model import ArticleId, Original, Selector, State, VersionId
from annotations.store.contents import PIECE, VERSION, Content, RangeRow, dump_json

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from annotations.model import Annotation, Piece

REFERENCED = "referenced"
"""Reason, and loader, of a version of which nothing is known but that a mark was made in it."""


class Placing:
    """Turns one article's annotations into contents, in one version of its text."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        article: ArticleId,
        version: VersionId | None,
        new_id: Callable[[], str],
    ) -> None:
        self._connection = connection
        self._article = article
        self._version = version
        self._new_id = new_id
        self._originals: dict[str, VersionId] = {}

    def content(
        self, annotation: Annotation, tags: Mapping[str, int], *, also: Iterable[RangeRow] = ()
    ) -> Content:
        """The annotation as it is stored.

        Args:
            annotation: With pieces of the version, and all else that is to be kept.
            tags: The number of each tag's name.
            also: Ranges in further versions; those made of the pieces win.
        """
        rows = {(row[VERSION], row[PIECE]): row for row in also}
        rows.update(((row[VERSION], row[PIECE]), row) for row in self.ranges(annotation.pieces))
        return Content(
            article=self._article,
            colour=annotation.colour,
            note=annotation.note,
            creator=annotation.creator,
            created=annotation.created,
            updated=annotation.updated,
            revision=annotation.revision,
            extra=dump_json(dict(annotation.extra)),
            tags=tuple(dict.fromkeys(tags[name] for name in annotation.tags)),
            fields=annotation.fields,
            relations=tuple((relation.to, relation.name) for relation in annotation.relations),
            ranges=tuple(rows[key] for key in sorted(rows)),
        )

    def ranges(self, pieces: Sequence[Piece]) -> list[RangeRow]:
        """The rows of pieces in the version, and of their originals in theirs."""
        if self._version is None:
            return []
        rows: list[RangeRow] = []
        for number, piece in enumerate(pieces):
            original = None
            if piece.original is not None:
                original = self._original_version(piece.original.sha256)
                rows.append(_original_row(original, number, piece.original.selector))
            held = piece.range
            rows.append(
                (
                    self._version,
                    number,
                    None if held is None else held.start,
                    None if held is None else held.end,
                    piece.quote,
                    piece.prefix,
                    piece.suffix,
                    piece.state.value,
                    piece.confidence,
                    original,
                )
            )
        return rows

    def _original_version(self, sha256: str) -> VersionId:
        known = self._originals.get(sha256)
        if known is None:
            known = self._originals[sha256] = self._find(sha256) or self._add(sha256)
        return known

    def _find(self, sha256: str) -> VersionId | None:
        # A piece's present and original rows share a key but for the version: never the same one.
        row = self._connection.execute(
            "SELECT id FROM versions WHERE article = :article AND sha256 = :sha256 "
            "AND id <> :version ORDER BY reason = :referenced, rowid LIMIT 1",
            {
                "article": self._article,
                "sha256": sha256,
                "version": self._version,
                "referenced": REFERENCED,
            },
        ).fetchone()
        return None if row is None else VersionId(row[0])

    def _add(self, sha256: str) -> VersionId:
        identity = VersionId(self._new_id())
        self._connection.execute(
            "INSERT INTO versions (id, article, sha256, loader, reason) "
            "VALUES (:id, :article, :sha256, :referenced, :referenced)",
            {
                "id": identity,
                "article": self._article,
                "sha256": sha256,
                "referenced": REFERENCED,
            },
        )
        return identity


def as_original(piece: Piece, sha256: str) -> Original:
    """What a piece is, for another version in which it is not so."""
    if piece.original is not None:
        return piece.original
    held = piece.range
    return Original(
        sha256=sha256,
        selector=Selector(
            start=0 if held is None else held.start,
            end=0 if held is None else held.end,
            quote=piece.quote,
            prefix=piece.prefix,
            suffix=piece.suffix,
        ),
    )


def _original_row(version: VersionId, number: int, selector: Selector) -> RangeRow:
    return (
        version,
        number,
        selector.start,
        selector.end,
        selector.quote,
        selector.prefix,
        selector.suffix,
        State.ANCHORED.value,
        None,
        None,
    )
