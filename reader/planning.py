"""Decisions about marks, as values: what is to be written, and what to say once it is.

Nothing is stored here and nothing is remembered; a plan becomes true when the library has it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotations.model import AnnotationId, Colour, Range, clean_note, normalise_tag
from annotations.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.model import Annotation
    from annotations.results import MarkEdit

LABEL_LENGTH = 40
"""Code points of a quote in a message or a history entry."""

_CLOSING_MARKS = dict(zip("“„«‹‘‚\"'「『《〈»”", "”“»›’‘\"'」』》〉»”", strict=True))  # noqa: RUF001  # quotation marks are what they are
"""By the mark that opens."""


class Plan(NamedTuple):
    """What a key is about to do; without edits only something is said."""

    edits: tuple[MarkEdit, ...] = ()
    action: str = ""
    label: str = ""
    """For the history: what was done, with a piece of the quote."""
    say: str = ""
    """For the bottom line, once it is true."""
    caret: int | None = None
    """Where the caret is to stand then; the selection is dropped."""


class Target(NamedTuple):
    """What `t` and `a` act on: a mark that is there, or a range that is to become one."""

    annotation: Annotation | None
    range: Range | None


def shorten(text: str, length: int = LABEL_LENGTH) -> str:
    """The beginning of a text on one line, cut with `…`."""
    line = " ".join(text[: length * 4].split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def in_quotes(text: str, length: int = LABEL_LENGTH) -> str:
    """A text as it is named in a sentence: shortened, and in quotation marks unless it has some."""
    short = shorten(text, length)
    closing = _CLOSING_MARKS.get(short[:1])
    if closing is None:
        return f"“{short}”"
    return short if closing in short[1:] else short + closing


def named(annotation: Annotation) -> str:
    """A mark in a message: its quote, or what it is."""
    return in_quotes(annotation.quote) if annotation.pieces else "the note on the article"


def listed(tags: Sequence[str]) -> str:
    """Tags as they are shown, `#a #b`."""
    return " ".join(f"#{tag}" for tag in tags)


def new_mark(
    annotation_id: str, text: str, held: Range, colour: Colour | None, tags: Sequence[str] = ()
) -> Annotation:
    """A mark upon a range of a text, not yet stored."""
    from annotations.anchoring import describe  # noqa: PLC0415  # not before the first mark
    from annotations.model import Annotation, Piece  # noqa: PLC0415  # likewise

    pieces = (Piece.of(held, describe(held, text)),)
    return Annotation(
        id=AnnotationId(annotation_id), pieces=pieces, colour=colour, tags=tuple(tags)
    )


def creation(mark: Annotation, caret: int) -> Plan:
    """Make a mark in a colour."""
    return Plan(
        edits=_edits(None, mark),
        action="mark",
        label=f"highlight {named(mark)}",
        say=f"{_with_tags(str(mark.colour), mark)} · t tags it · a writes a note · u takes it back",
        caret=caret,
    )


def signed(plan: Plan, creator: str) -> Plan:
    """A plan that puts a name on the marks it makes; a mark that was there keeps whose it is."""
    edits = tuple(
        edit._replace(after=replace(edit.after, creator=creator))
        if edit.before is None and edit.after is not None and not edit.after.creator
        else edit
        for edit in plan.edits
    )
    return plan._replace(edits=edits)


def recolouring(mark: Annotation, colour: Colour, caret: int) -> Plan:
    """Give a mark another colour."""
    if mark.colour is colour:
        return Plan(say=f"it is {colour} already", caret=caret)
    return edit(
        mark,
        replace(mark, colour=colour),
        "recolour",
        f"make {named(mark)} {colour}",
        colour,
        caret,
    )


def tagging(target: Target, mark: Annotation, names: Sequence[str], caret: int) -> Plan:
    """Give a target exactly these tags; a range becomes a mark only if there are any.

    Args:
        target: What is tagged.
        mark: The mark that is there, or that a range is to become.
        names: As typed; those that are kept on for new marks were offered with the others.
        caret: Where it is to stand then.

    Raises:
        InvalidValueError: A name is no tag.
    """
    tags = tuple(dict.fromkeys(normalise_tag(name) for name in names))
    if tags == (mark.tags if target.annotation else ()):
        return Plan(caret=caret if target.annotation else None)
    had = mark.tags if target.annotation else ()
    added = tuple(tag for tag in tags if tag not in had)
    said = told(added, tuple(tag for tag in had if tag not in tags)) or listed(tags)
    label = f"tag {named(mark)}: {said}"
    return edit(target.annotation, replace(mark, tags=tags), "tag", label, said, caret)


def told(added: tuple[str, ...], removed: tuple[str, ...]) -> str:
    """Which tags come and which go: `#a #b · without #c`; empty for none."""
    changes = [listed(added)] if added else []
    if removed:
        changes.append(f"without {listed(removed)}")
    return " · ".join(changes)


def noting(target: Target, mark: Annotation, note: str, caret: int) -> Plan:
    """Give a target this note; a range becomes a mark only if the note is not empty.

    Args:
        target: What the note is on.
        mark: The mark that is there, or that a range is to become.
        note: As typed; blanks at its end go.
        caret: Where it is to stand then.

    Raises:
        InvalidValueError: The note is too long.
    """
    cleaned = clean_note(note).rstrip()
    if cleaned == mark.note:
        return Plan(caret=caret if target.annotation else None)
    label = f"note on {named(mark)}"
    said = "note kept" if target.annotation else _with_tags("note kept", mark)
    return edit(target.annotation, replace(mark, note=cleaned), "note", label, said, caret)


def deletion(mark: Annotation, caret: int) -> Plan:
    """Delete a mark."""
    return Plan(
        edits=_edits(mark, None),
        action="delete",
        label=f"delete {named(mark)}",
        say=f"deleted {named(mark)} · u brings it back",
        caret=caret,
    )


def _with_tags(said: str, mark: Annotation) -> str:
    return f"{said} {shorten(listed(mark.tags))}" if mark.tags else said


def edit(
    before: Annotation | None, after: Annotation, action: str, label: str, said: str, caret: int
) -> Plan:
    """Make one mark another, or make it, if there is none before; `said` is told once it is true."""
    return Plan(
        edits=_edits(before, after),
        action=action,
        label=label,
        say=f"{said} · u takes it back",
        caret=caret,
    )


def _edits(before: Annotation | None, after: Annotation | None) -> tuple[MarkEdit, ...]:
    from annotations.results import MarkEdit  # noqa: PLC0415  # not before the first mark

    return (MarkEdit(before=before, after=after),)
