"""All that is stored of one annotation, as the tables and the history hold it.

Unlike the model's annotation it has its ranges in every version, and tags by their numbers, so that
a tag renamed later does not break an undo.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from annotations.values import dataclass

if TYPE_CHECKING:
    from annotations.model import Json, Timestamp

RangeRow = tuple[str, int, int | None, int | None, str, str, str, str, int | None, str | None]
"""Version, piece, start, end, quote, prefix, suffix, state, confidence, original version."""

VERSION: Final = 0
PIECE: Final = 1
QUOTE: Final = 4
"""Where these stand in a row of ranges."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What is stored of an annotation but its id."""

    article: str
    colour: str | None
    note: str
    creator: str
    created: Timestamp
    updated: Timestamp
    revision: int
    extra: str | None
    """JSON."""
    tags: tuple[int, ...]
    fields: tuple[tuple[str, str], ...]
    relations: tuple[tuple[str, str], ...]
    """Target and name."""
    ranges: tuple[RangeRow, ...]
    """By version and piece."""

    def quote_in(self, version: str | None) -> str:
        """Its text in a version, pieces as the model joins them."""
        return " […] ".join(row[QUOTE] for row in self.ranges if row[VERSION] == version)


def is_same(current: Content, recorded: Content) -> bool:
    """True if nothing but revision and time differs from what was recorded.

    Versions that came since do not count: a mark that was carried over was not changed.
    """
    versions = {row[VERSION] for row in recorded.ranges}
    ranges = tuple(row for row in current.ranges if row[VERSION] in versions)
    return (
        _unranged(current) == _unranged(recorded)
        and ranges == recorded.ranges
        and bool(current.ranges) == bool(recorded.ranges)
    )


def _unranged(content: Content) -> tuple[object, ...]:
    return (
        content.article,
        content.colour,
        content.note,
        content.creator,
        content.created,
        None if content.extra is None else json.loads(content.extra),
        content.tags,
        content.fields,
        content.relations,
    )


def dump(content: Content) -> str:
    """As the history keeps it."""
    return _encode(
        {
            "article": content.article,
            "colour": content.colour,
            "note": content.note,
            "creator": content.creator,
            "created": content.created,
            "updated": content.updated,
            "revision": content.revision,
            "extra": content.extra,
            "tags": content.tags,
            "fields": content.fields,
            "relations": content.relations,
            "ranges": content.ranges,
        }
    )


def load(text: str) -> Content:
    """What `dump` wrote."""
    value: dict[str, Any] = json.loads(text)
    for key in ("fields", "relations", "ranges"):
        value[key] = tuple(tuple(row) for row in value[key])
    value["tags"] = tuple(value["tags"])
    return Content(**value)


def as_texts(*values: str) -> None:
    """See that all are texts: SQLite keeps bytes as they are, in any column.

    Raises:
        TypeError: One is not; `soundness` says which.
    """
    "".join(values)


def as_numbers(*values: int) -> None:
    """See that all are numbers; else as `as_texts`."""
    sum(values)


def dump_json(value: object) -> str | None:
    """Keys that postil does not know, for a column; NULL where there are none."""
    return _encode(value) if value else None


def load_json(text: str | None) -> dict[str, Json]:
    """What `dump_json` wrote."""
    if text is None:
        return {}
    value: dict[str, Json] = json.loads(text)
    if not isinstance(value, dict):
        sentence = "unknown keys are no JSON object"
        raise TypeError(sentence)
    return value


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
