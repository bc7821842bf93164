"""What a person's edit of an annotation comes to: its form, and what if somebody else was faster.

Decides, and changes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from annotations.errors import InvalidValueError
from annotations.model import (
    FIELD_LENGTH_LIMIT,
    clean_note,
    fold_tag,
    normalise_tag,
    replace_unprintable,
)
from annotations.naming import mended_fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.model import Annotation

T = TypeVar("T")


def normalised(annotation: Annotation) -> Annotation:
    """The annotation with tags, fields and note in their forms.

    Raises:
        InvalidValueError: A tag, field or note is not of its form.
    """
    tags: dict[str, str] = {}
    for tag in annotation.tags:
        name = normalise_tag(tag)
        tags.setdefault(fold_tag(name), name)
    return replace(
        annotation,
        tags=tuple(tags.values()),
        fields=mended_fields(
            (name, _field_value(name, value)) for name, value in annotation.fields
        ),
        note=clean_note(annotation.note),
        creator=replace_unprintable(annotation.creator),
    )


def is_same(first: Annotation, second: Annotation) -> bool:
    """True if nothing but times and revision differs."""
    return replace(first, created=second.created, updated=second.updated, revision=0) == replace(
        second, revision=0
    )


def combined(before: Annotation | None, ours: Annotation, stored: Annotation) -> Annotation:
    """Our edit upon a state that another edit has reached first.

    What only one of the two changed is taken from that one. Where both did: both notes stay, the
    stored one first, unless one holds the other; tags and relations are united; of all else ours
    counts.

    Args:
        before: What we saw; None if we believed to create it.
        ours: What we made of it.
        stored: What stands there now.
    """
    seen_note = before.note if before is not None else ""
    if ours.note == seen_note:
        note = stored.note
    elif stored.note == seen_note:
        note = ours.note
    else:
        note = both_notes(stored.note, ours.note)
    seen_fields = dict(before.fields) if before is not None else {}
    fields = dict(stored.fields)
    fields.update(each for each in ours.fields if seen_fields.get(each[0]) != each[1])
    for name in seen_fields.keys() - dict(ours.fields).keys():
        fields.pop(name, None)
    return replace(
        ours,
        pieces=stored.pieces if before and before.pieces == ours.pieces else ours.pieces,
        colour=stored.colour if before and before.colour == ours.colour else ours.colour,
        tags=_united(before.tags if before else (), ours.tags, stored.tags),
        fields=tuple(fields.items()),
        note=note,
        creator=ours.creator or stored.creator,
        created=stored.created,
        relations=_united(before.relations if before else (), ours.relations, stored.relations),
        revision=stored.revision,
        extra={**stored.extra, **ours.extra},
    )


def both_notes(stored: str, ours: str) -> str:
    """Two notes as one, parted by an empty line; one that holds the other stands alone."""
    if ours in stored:
        return stored
    if stored in ours:
        return ours
    return f"{stored}\n\n{ours}"


def _united(seen: Sequence[T], ours: Sequence[T], stored: Sequence[T]) -> tuple[T, ...]:
    """What both hold, less what we took away, with what we added at the end."""
    removed = [each for each in seen if each not in ours]
    kept = [each for each in stored if each not in removed]
    return (*kept, *(each for each in ours if each not in kept and each not in seen))


def _field_value(name: str, value: str) -> str:
    if len(value) > FIELD_LENGTH_LIMIT:
        sentence = (
            f"The field {name[:60]!r} holds at most {FIELD_LENGTH_LIMIT:,} characters; "
            f"this value has {len(value):,}."
        )
        raise InvalidValueError(sentence)
    return replace_unprintable(value)
