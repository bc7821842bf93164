"""The fields of a mark as one types them: `name: value`, with what completes it.

Pure: the prompt asks here what a line means and what to offer; the session asks what writing comes to.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from annotations.errors import InvalidValueError
from annotations.folding import fold
from annotations.naming import SPEAKER, field_name, field_value, fold_name
from reader import planning
from reader.planning import Plan, Target

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from annotations.model import Annotation

Fields = tuple[tuple[str, str], ...]

USUAL_NAMES = (SPEAKER, "date", "place", "source", "certainty")
"""Offered where the library does not know better."""

SAID_LENGTH = 24
"""Code points of a value in a message."""


class Offer(NamedTuple):
    """Something that completes what is typed."""

    text: str
    """How the whole line then reads."""
    is_whole: bool
    """False where a value is still to come."""


def read(typed: str, fields: Fields, known: Sequence[tuple[str, str]] = ()) -> tuple[str, str]:
    """A line as a name and a value; with an empty value the field is taken away.

    A name that is there or known, but for upper and lower case, is spelled as it is there.

    Raises:
        InvalidValueError: There is no colon, or name or value is not of its form.
    """
    before, colon, after = typed.partition(":")
    if not colon:
        sentence = f"A field is a name, a colon and a value, such as {SPEAKER}: Lavrov."
        raise InvalidValueError(sentence)
    name = field_name(before)
    folded = fold_name(name)
    spelled = (each for each, _ in (*fields, *known) if fold_name(each) == folded)
    return next(spelled, name), field_value(after)


def with_field(fields: Fields, name: str, value: str) -> Fields:
    """Fields with one set: in its place, else at the end; without it, if the value is empty."""
    if not value:
        return tuple(each for each in fields if each[0] != name)
    changed = dict(fields) | {name: value}
    return tuple(changed.items())


def value_of(fields: Fields, name: str) -> str:
    """The value of a field; empty if there is none."""
    return dict(fields).get(name, "")


def offers(typed: str, fields: Fields, known: Sequence[tuple[str, str]]) -> list[Offer]:
    """What completes a line: names until there is a colon, then values that were given to the name.

    Args:
        typed: The line.
        fields: Those the mark has; their names are not offered again.
        known: Fields with their values, the last given first.
    """
    before, colon, after = typed.partition(":")
    wanted = fold(before.strip())
    if colon:
        name = fold_name(before.strip())
        spelled = next((each for each, _ in known if fold_name(each) == name), before.strip())
        values = [value for each, value in known if fold_name(each) == name]
        return [Offer(f"{spelled}: {value}", is_whole=True) for value in matching(after, values)]
    there = {fold_name(name) for name, _ in fields}
    names: dict[str, str] = {}
    for name in (*(name for name, _ in known), *USUAL_NAMES):
        if fold_name(name) not in there:
            names.setdefault(fold_name(name), name)
    return [
        Offer(f"{name}: ", is_whole=False)
        for name in names.values()
        if fold(name).startswith(wanted)
    ]


def matching(typed: str, values: Iterable[str]) -> list[str]:
    """Values that begin so, then those of which a word does; each once, the typed one left out."""
    wanted = fold(typed.strip())
    begin: dict[str, None] = {}
    inside: dict[str, None] = {}
    for value in values:
        folded = fold(value)
        if value == typed.strip():
            continue
        if folded.startswith(wanted):
            begin[value] = None
        elif f" {wanted}" in folded:
            inside[value] = None
    return list(begin | inside)


def plan(target: Target, mark: Annotation, fields: Fields, caret: int) -> Plan:
    """Give a target exactly these fields; a range becomes a mark only if there are any.

    Args:
        target: What they are given to.
        mark: The mark that is there, or that a range is to become.
        fields: As `read` gave them.
        caret: Where it is to stand then.
    """
    if fields == mark.fields:
        return Plan(caret=caret if target.annotation else None)
    said = _said(mark.fields, fields)
    label = f"fields of {planning.named(mark)}: {said}"
    return planning.edit(
        target.annotation, replace(mark, fields=fields), "fields", label, said, caret
    )


def _said(before: Fields, after: Fields) -> str:
    """What has changed: the fields that are new or different, else those that are gone."""
    new = [each for each in after if each not in before]
    if new:
        return planning.shorten(
            ", ".join(f"{name}: {planning.shorten(value, SAID_LENGTH)}" for name, value in new),
            2 * planning.LABEL_LENGTH,
        )
    names = {name for name, _ in after}
    gone = [name for name, _ in before if name not in names]
    return planning.shorten(f"without {', '.join(gone)}") if gone else "fields in another order"
