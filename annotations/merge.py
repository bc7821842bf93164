"""What an import changes: two states of an article's annotations brought together.

Decides, and changes nothing. Absence never deletes, only a tombstone does; the newer of two states
wins. Articles, texts and the codebook are matched elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annotations.model import time_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from annotations.model import Annotation, AnnotationId, Timestamp, Tombstone

SHOWN_ID_LENGTH = 6
"""Last characters of an id, by which lists name a mark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """What is to be written so that both states are one."""

    put: tuple[Annotation, ...] = ()
    """To be stored as they are, whether new here or not, in the order they came; a tombstone of the
    same id goes."""
    delete: tuple[Tombstone, ...] = ()
    """To be in force here; the annotations they name go where they are still here."""
    added: int = 0
    """Annotations of `put` that are not here."""
    updated: int = 0
    """Annotations of `put` that are here in an older state."""
    deleted: int = 0
    """Annotations that are here and go."""
    unchanged: int = 0
    """Incoming annotations that change nothing."""
    reports: tuple[str, ...] = ()
    """A sentence for each thing a person should look at."""


def merge(
    local: Mapping[AnnotationId, Annotation],
    buried: Mapping[AnnotationId, Tombstone],
    incoming: Sequence[Annotation],
    deleted: Sequence[Tombstone],
) -> Merge:
    """Decide what an incoming state of an article changes here.

    - What is only here stays.
    - The newer `updated` wins; with equal times and different content the local one stays, which is
      reported. The revision is no content.
    - A tombstone, from here or from there, loses to a later edit and wins otherwise.

    Args:
        local: The annotations here.
        buried: The tombstones here.
        incoming: The annotations there; of several with one id the newest counts.
        deleted: The tombstones there; of several with one id the latest counts.
    """
    reports: list[str] = []
    offered = _newest(incoming, reports)
    graves = _latest(deleted)
    put: list[Annotation] = []
    added = updated = unchanged = 0
    for identity, theirs in offered.items():
        ours = local.get(identity)
        if _is_dead(theirs, graves.get(identity)) or _is_dead(theirs, buried.get(identity)):
            unchanged += 1
        elif ours is None:
            put.append(theirs)
            added += 1
        elif _is_same(ours, theirs):
            unchanged += 1
        elif time_key(theirs.updated) > time_key(ours.updated):
            put.append(theirs)
            updated += 1
        else:
            unchanged += 1
            if time_key(theirs.updated) == time_key(ours.updated):
                reports.append(_tie(identity))
    delete = [
        grave
        for identity, grave in graves.items()
        if _wins(grave, local.get(identity), offered.get(identity), buried.get(identity))
    ]
    return Merge(
        put=tuple(put),
        delete=tuple(delete),
        added=added,
        updated=updated,
        deleted=sum(grave.id in local for grave in delete),
        unchanged=unchanged,
        reports=tuple(reports),
    )


def _wins(
    grave: Tombstone, ours: Annotation | None, theirs: Annotation | None, known: Tombstone | None
) -> bool:
    """True if a tombstone from there holds against all edits, and says something new here."""
    if any(each is not None and not _is_dead(each, grave) for each in (ours, theirs)):
        return False
    return ours is not None or known is None or _is_later(grave.deleted, known.deleted)


def _newest(
    annotations: Iterable[Annotation], reports: list[str]
) -> dict[AnnotationId, Annotation]:
    newest: dict[AnnotationId, Annotation] = {}
    for annotation in annotations:
        known = newest.get(annotation.id)
        if known is None or _is_later(annotation.updated, known.updated):
            newest[annotation.id] = annotation
        elif not _is_later(known.updated, annotation.updated) and not _is_same(known, annotation):
            reports.append(
                f"Mark {annotation.id[-SHOWN_ID_LENGTH:]} stands twice in what is imported, with "
                "one time and different content; the first one counts."
            )
    return newest


def _latest(tombstones: Iterable[Tombstone]) -> dict[AnnotationId, Tombstone]:
    latest: dict[AnnotationId, Tombstone] = {}
    for tombstone in tombstones:
        known = latest.get(tombstone.id)
        if known is None or _is_later(tombstone.deleted, known.deleted):
            latest[tombstone.id] = tombstone
    return latest


def _is_later(first: Timestamp, second: Timestamp) -> bool:
    return time_key(first) > time_key(second)


def _is_dead(annotation: Annotation, tombstone: Tombstone | None) -> bool:
    return tombstone is not None and not _is_later(annotation.updated, tombstone.deleted)


def _is_same(first: Annotation, second: Annotation) -> bool:
    return replace(first, revision=0) == replace(second, revision=0)


def _tie(identity: AnnotationId) -> str:
    return (
        f"Mark {identity[-SHOWN_ID_LENGTH:]} differs here and there, though both were changed at "
        "the same time; the one here stays."
    )
