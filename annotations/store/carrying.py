"""Annotations brought along when their article shows another version of its text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annotations.model import ArticleId, State
from annotations.store.marks import Marks
from annotations.store.placing import Placing, as_original
from annotations.store.reading import Reading
from annotations.store.texts import Texts

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from annotations.model import Annotation, VersionId


QUOTES_TRIED = 20
"""Of an import, to know the text it was made in: one of so many is found, whatever was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """How many annotations that had a place were brought along, and how many lost it."""

    total: int = 0
    orphaned: int = 0


def bring_along(
    connection: sqlite3.Connection,
    article: ArticleId,
    version: VersionId,
    text: Callable[[], str | None],
    new_id: Callable[[], str],
) -> Carried:
    """Give all annotations of an article a place in a version where they have none yet.

    Args:
        connection: In a transaction.
        article: Whose annotations.
        version: Where they are to stand; the article's present one.
        text: Gives that of the version when it is needed; None: nobody knows it, and what is not
            placed is orphaned.
        new_id: Makes ids.
    """
    missing: dict[str, list[str]] = {}
    for identity, last, _ in connection.execute(_MISSING, {"article": article, "version": version}):
        missing.setdefault(last, []).append(identity)
    total = orphaned = 0
    for last, ids in missing.items():
        before = Reading(connection).of_ids(ids, last)
        found = carried(list(before.values()), _sha256(connection, last), text())
        placing = Placing(connection, article, version, new_id)
        marks = Marks(connection)
        marks.place([(each.id, placing.ranges(each.pieces)) for each in found])
        marks.search_again(
            [
                (each.id, article, each.quote, each.note)
                for each in found
                if each.quote != before[each.id].quote
            ]
        )
        known = {each.id for each in before.values() if each.state is State.ORPHANED}
        lost = [each for each in found if each.state is State.ORPHANED]
        # What was lost before is neither kept nor lost now.
        still = sum(each.id in known for each in lost)
        total += len(found) - still
        orphaned += len(lost) - still
    return Carried(total=total, orphaned=orphaned)


def place_quotes(
    connection: sqlite3.Connection,
    article: ArticleId,
    version: VersionId,
    text: Callable[[], str],
    new_id: Callable[[], str],
) -> int:
    """Give the mere quotes that an import left in a version their places, now that its text is there.

    Args:
        connection: In a transaction.
        article: Whose annotations.
        version: The article's present one.
        text: Gives its text when it is needed.
        new_id: Makes ids.

    Returns:
        How many annotations got a place.
    """
    rows = connection.execute(_QUOTES, {"article": article, "version": version}).fetchall()
    if not rows:
        return 0
    before = Reading(connection).of_ids((row[0] for row in rows), version)
    found = carried(list(before.values()), _sha256(connection, version), text())
    placed = [each for each in found if each.pieces != before[each.id].pieces]
    connection.executemany(
        "DELETE FROM ranges WHERE annotation = ? AND version = ?",
        [(each.id, version) for each in placed],
    )
    placing = Placing(connection, article, version, new_id)
    Marks(connection).place([(each.id, placing.ranges(each.pieces)) for each in placed])
    return len(placed)


def holds_any(text: str, quotes: Sequence[str]) -> bool:
    """True if a text holds one of the first quotes."""
    from annotations.matching import find_quote  # noqa: PLC0415  # only after an import

    return any(find_quote(text, quote, limit=1) for quote in quotes[:QUOTES_TRIED] if quote)


def carried(
    annotations: Sequence[Annotation], old_sha256: str, text: str | None
) -> list[Annotation]:
    """The annotations as they stand in another text; orphaned where that is not known."""
    if text is not None:
        from annotations.versions import carry  # noqa: PLC0415  # seldom needed, brings anchoring

        return carry(annotations, old_sha256, text)
    from annotations.versions import as_mere_quote, is_mere_quote  # noqa: PLC0415  # as above

    return [
        replace(
            annotation,
            pieces=tuple(
                replace(
                    piece,
                    range=None,
                    state=State.ORPHANED,
                    confidence=None,
                    original=as_original(piece, old_sha256),
                )
                if not is_mere_quote(piece, old_sha256)
                else as_mere_quote(piece)
                for piece in annotation.pieces
            ),
        )
        for annotation in annotations
    ]


def _sha256(connection: sqlite3.Connection, version: str) -> str:
    found = Texts(connection).version(version)
    return "" if found is None else found.sha256


_QUOTES = """
    SELECT DISTINCT ranges.annotation
    FROM ranges JOIN annotations ON annotations.id = ranges.annotation
    WHERE ranges.version = :version AND annotations.article = :article
        AND ranges.start IS NULL AND ranges.original_version IS NULL
"""

_MISSING = """
    SELECT ranges.annotation, ranges.version, max(versions.rowid)
    FROM annotations JOIN ranges ON ranges.annotation = annotations.id
    JOIN versions ON versions.id = ranges.version
    WHERE annotations.article = :article
        AND NOT EXISTS (
            SELECT 1 FROM ranges AS placed
            WHERE placed.annotation = annotations.id AND placed.version = :version
        )
        AND NOT EXISTS (
            SELECT 1 FROM ranges AS later
            WHERE later.annotation = annotations.id AND later.original_version = ranges.version
        )
    GROUP BY ranges.annotation
"""
"""From the last version in which each stands, which is not the one it was merely first made in.

SQLite takes the version from the row that has the maximum."""
