"""Decisions about several marks at once, as values: one step of the history, whatever their number.

What is decided about a single one is `planning`'s question.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotations.model import fold_tag, normalise_tag
from reader.planning import Plan, shorten, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from annotations.model import Annotation, Colour


def _marks(number: int) -> str:
    return f"{number:,} mark" if number == 1 else f"{number:,} marks"


def _edits(
    pairs: Iterable[tuple[Annotation, Annotation | None]], action: str, label: str, say: str
) -> Plan:
    from annotations.results import MarkEdit  # noqa: PLC0415  # not before the first mark

    edits = tuple(MarkEdit(before=before, after=after) for before, after in pairs)
    return Plan(edits=edits, action=action, label=label, say=say)


def recolouring(marks: Sequence[Annotation], colour: Colour) -> Plan:
    """Give marks a colour; those that have it are left alone."""
    others = [mark for mark in marks if mark.colour is not colour]
    if not others:
        return Plan(say=f"they are {colour} already")
    named = _marks(len(others))
    return _edits(
        ((mark, replace(mark, colour=colour)) for mark in others),
        "recolour",
        f"make {named} {colour}",
        f"{named} recoloured · u takes it back",
    )


def common_tags(marks: Sequence[Annotation]) -> tuple[str, ...]:
    """The tags that all marks carry, as the first of them has them."""
    if not marks:
        return ()
    common = {fold_tag(tag) for tag in marks[0].tags}
    for mark in marks[1:]:
        common &= {fold_tag(tag) for tag in mark.tags}
        if not common:
            return ()
    return tuple(tag for tag in marks[0].tags if fold_tag(tag) in common)


def tagging(marks: Sequence[Annotation], common: Sequence[str], names: Sequence[str]) -> Plan:
    """Give marks the tags that are new among these, and take off those that are missing.

    Tags that only some of them carry stay.

    Args:
        marks: Which.
        common: The tags that all of them carried when the names were asked for.
        names: As typed.

    Raises:
        InvalidValueError: A name is no tag.
    """
    wanted = {fold_tag(tag): tag for tag in map(normalise_tag, names)}
    had = {fold_tag(tag): tag for tag in common}
    added = {folded: tag for folded, tag in wanted.items() if folded not in had}
    removed = {folded: tag for folded, tag in had.items() if folded not in wanted}
    pairs = []
    for mark in marks:
        kept = tuple(tag for tag in mark.tags if fold_tag(tag) not in removed)
        there = {fold_tag(tag) for tag in kept}
        tags = kept + tuple(tag for folded, tag in added.items() if folded not in there)
        if tags != mark.tags:
            pairs.append((mark, replace(mark, tags=tags)))
    if not pairs:
        return Plan()
    named = _marks(len(pairs))
    said = told(tuple(added.values()), tuple(removed.values()))
    return _edits(
        pairs, "tag", f"tag {named}: {said}", f"{named}: {shorten(said)} · u takes it back"
    )


def common_fields(marks: Sequence[Annotation]) -> tuple[tuple[str, str], ...]:
    """The fields that all marks have with the same value, as the first of them has them."""
    common = dict(marks[0].fields) if marks else {}
    for mark in marks[1:]:
        held = dict(mark.fields)
        common = {name: value for name, value in common.items() if held.get(name) == value}
    return tuple(common.items())


def describing(
    marks: Sequence[Annotation],
    common: Sequence[tuple[str, str]],
    wanted: Sequence[tuple[str, str]],
) -> Plan:
    """Give marks the fields that are new or other among these, and take off those that are missing.

    Args:
        marks: Which.
        common: The fields that all of them had when these were asked for.
        wanted: What all are to have; other fields stay.
    """
    had, have = dict(common), dict(wanted)
    given = {name: value for name, value in have.items() if had.get(name) != value}
    pairs = []
    for mark in marks:
        kept = {name: value for name, value in mark.fields if name not in had or name in have}
        fields = tuple({**kept, **given}.items())
        if fields != mark.fields:
            pairs.append((mark, replace(mark, fields=fields)))
    if not pairs:
        return Plan()
    named = _marks(len(pairs))
    changes = [f"{name}: {value}" for name, value in given.items()]
    changes += [f"without {name}" for name in had if name not in have]
    said = shorten(" · ".join(changes))
    return _edits(pairs, "field", f"describe {named}: {said}", f"{named}: {said} · u takes it back")


def deletion(marks: Sequence[Annotation]) -> Plan:
    """Delete marks."""
    named = _marks(len(marks))
    brings = "it" if len(marks) == 1 else "them"
    return _edits(
        ((mark, None) for mark in marks),
        "delete",
        f"delete {named}",
        f"{named} deleted · u brings {brings} back",
    )
