"""What a document of a loader holds, as plain values to compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotations.document import Document


def shape(document: Document) -> list[tuple[str, str, int]]:
    """Kind, text and level of each block."""
    return [
        (block.kind.value, document.text[block.start : block.end], block.level)
        for block in document.blocks
    ]


def spans(document: Document) -> list[tuple[str, str]]:
    """Kind and text of each span."""
    return [(span.kind.value, document.text[span.start : span.end]) for span in document.spans]
