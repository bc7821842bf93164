"""Relations between marks: what stands on a card, and what naming one comes to.

Pure: nothing is asked and nothing stored here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from reader import planning
from reader.planning import Plan, Target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.model import Annotation, AnnotationId
    from reader.marks import Marks

LINKS_READ = 40
"""Relations of one mark that are shown or followed; more are only counted."""

QUOTE_LENGTH = 120
"""Code points of the other mark's quote that a card may show."""

ID_LENGTH = 6
"""Last characters of an id, by which it is called."""

USUAL_NAMES = ("supports", "contradicts", "answers", "replies")
"""Offered where the library does not know better."""


class Link(NamedTuple):
    """A relation as it stands on the card of one of its marks."""

    name: str
    is_outgoing: bool
    other: AnnotationId
    text: str
    """What the other mark is: its quote, its note, or the end of its id if it is not here."""
    is_here: bool

    @property
    def arrow(self) -> str:
        """Out of this mark, or into it."""
        return "→" if self.is_outgoing else "←"


class Links(NamedTuple):
    """The relations of a mark, its own first."""

    shown: tuple[Link, ...] = ()
    """At most `LINKS_READ`."""
    total: int = 0


NONE = Links()


def links_of(annotation: Annotation, marks: Marks) -> Links:
    """The relations out of a mark and into it."""
    incoming = marks.relations_to(annotation.id)
    total = len(annotation.relations) + len(incoming)
    if not total:
        return NONE
    shown = [
        _link(relation.name, relation.to, marks, is_outgoing=True)
        for relation in annotation.relations[:LINKS_READ]
    ]
    for other, name in incoming:
        if len(shown) == LINKS_READ:
            break
        shown.append(_link(name, other, marks, is_outgoing=False))
    return Links(tuple(shown), total)


def _link(name: str, other: AnnotationId, marks: Marks, *, is_outgoing: bool) -> Link:
    found = marks.get(other)
    text = short_id(other) if found is None else _what(found)
    return Link(name, is_outgoing, other, text, is_here=found is not None)


def _what(annotation: Annotation) -> str:
    if annotation.pieces:
        return planning.in_quotes(annotation.quote, QUOTE_LENGTH)
    return planning.shorten(annotation.note, QUOTE_LENGTH) or planning.named(annotation)


def short_id(annotation_id: AnnotationId) -> str:
    """How a mark is called that is not here."""
    return f"…{annotation_id[-ID_LENGTH:]}"


def stand_in(annotation_id: AnnotationId) -> Annotation:
    """For a mark that is not here: its quote is the end of its id."""
    from annotations.model import Annotation, Piece, State  # noqa: PLC0415  # as below

    piece = Piece(range=None, quote=short_id(annotation_id), state=State.ORPHANED)
    return Annotation(id=annotation_id, pieces=(piece,))


def names_between(source: Annotation | None, other: AnnotationId) -> tuple[str, ...]:
    """What the relations from one mark to another are called."""
    relations = source.relations if source is not None else ()
    return tuple(relation.name for relation in relations if relation.to == other)


def plan(
    target: Target,
    mark: Annotation,
    other: AnnotationId,
    names: Sequence[str],
    what: str,
    caret: int,
) -> Plan:
    """Give a target exactly these relations to another mark; none take away what there is.

    Args:
        target: Where they begin.
        mark: The mark that is there, or that a range is to become.
        other: Where they lead.
        names: What they are called.
        what: The other mark, as a message names it.
        caret: Where it is to stand then.
    """
    from annotations.model import Relation  # noqa: PLC0415  # not before the first relation

    wanted = tuple(dict.fromkeys(names))
    if wanted == names_between(target.annotation, other):
        return Plan(caret=caret if target.annotation else None)
    kept = tuple(each for each in mark.relations if each.to != other)
    relations = (*kept, *(Relation(to=other, name=name) for name in wanted))
    listed = planning.shorten(", ".join(wanted))
    label = f"relate {planning.named(mark)} to {what}: {listed or 'no more'}"
    said = f"→ {listed} {what}" if listed else f"no more relation to {what}"
    return planning.edit(
        target.annotation, replace(mark, relations=relations), "relate", label, said, caret
    )
