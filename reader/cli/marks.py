"""Making and writing marks for the commands that change them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.model import Annotation, AnnotationId, Piece, Range
from reader.cli.speaking import mention

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.document import Document
    from annotations.library import Library
    from annotations.model import ArticleId
    from reader.cli.batch import Wish

LABEL_LENGTH = 40
"""Code points of a quotation in the history: enough to know it again."""


def creator_of_settings() -> str:
    """The name that new marks get; what keeps it from being known is mentioned."""
    from reader.config import load  # noqa: PLC0415 - where it is needed

    loaded = load()
    for fault in loaded.faults:
        if fault.sentence.startswith("creator ") or fault.sentence.endswith("it is read"):
            mention(f"{loaded.told(fault)}.")
    return loaded.settings.creator


def make_annotation(wish: Wish, document: Document, creator: str = "") -> Annotation:
    """The mark that was wished for, with its selectors in this text; the library gives id and times.

    Args:
        wish: What was asked for.
        document: The text.
        creator: Whose it is, unless the wish says so.
    """
    return Annotation(
        id=AnnotationId(""),
        pieces=tuple(_piece(held, document) for held in wish.ranges),
        colour=wish.colour,
        tags=wish.tags,
        fields=tuple(wish.fields.items()),
        note=wish.note,
        creator=wish.creator or creator,
        relations=wish.relations,
    )


def write(
    library: Library,
    article: ArticleId,
    edits: Sequence[tuple[Annotation | None, Annotation | None]],
    action: str,
    label: str,
) -> tuple[Annotation, ...]:
    """Write changes as one entry of the history; gives the marks as they now stand.

    Args:
        library: Where they go.
        article: Whose marks they are.
        edits: Before and after; None before is a new mark, None after deletes.
        action: The kind of change, for the history.
        label: What the history calls it, for people.
    """
    from annotations.results import MarkEdit  # noqa: PLC0415 - where it is needed

    written = library.write_marks(
        article,
        [MarkEdit(before=before, after=after) for before, after in edits],
        action=action,
        label=label,
    ).result()
    for conflict in written.conflicts:
        mention(f"mark {short_id(conflict)} was changed elsewhere meanwhile; both notes are kept.")
    return written.annotations


def short_id(annotation_id: str) -> str:
    """The end of an id, as lists show it."""
    return annotation_id[-6:]


def quoted_label(annotation: Annotation) -> str:
    """A mark named by the beginning of what it marks, else of its note."""
    text = " ".join((annotation.quote or annotation.note).split())
    if not text:
        return f"mark {short_id(annotation.id)}"
    return f"“{text if len(text) <= LABEL_LENGTH else text[: LABEL_LENGTH - 1].rstrip() + '…'}”"


def _piece(held: Range, document: Document) -> Piece:
    from annotations.anchoring import describe  # noqa: PLC0415 - not for deleting and tagging

    return Piece.of(held, describe(held, document.text))
