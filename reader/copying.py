"""What is copied of an article: the words of a selection or of a mark, and where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader import surroundings

if TYPE_CHECKING:
    from annotations.model import Annotation
    from reader.session import Session


def copied_text(session: Session, annotation: Annotation | None = None) -> str:
    """The selection, else the given mark or the one at the caret; soft breaks joined."""
    document = session.document
    if annotation is None and session.selection is not None:
        return document.flowing(surroundings.trimmed(document.text, session.selection))
    held = annotation or session.mark_at_caret()
    if held is None:
        return ""
    return " […] ".join(
        each.quote if each.range is None else document.flowing(each.range) for each in held.pieces
    )


def place_of_copied(session: Session, annotation: Annotation | None = None) -> dict[str, str | int]:
    """Where that stands, as a citation tells it; empty where nothing stands."""
    document = session.document
    if annotation is None and session.selection is not None:
        start: int | None = surroundings.trimmed(document.text, session.selection).start
    else:
        held = annotation or session.mark_at_caret()
        start = None if held is None else held.start
    if start is None:
        return {}
    section = document.section(start)
    return {**document.locator(start), **({"section": section} if section else {})}
