"""Who says a passage of a document, by the words around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations import speakers
from annotations.model import Range
from reader import surroundings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.document import Document


def guess_speaker(document: Document, held: Range, language: str, known: Sequence[str]) -> str:
    """The speaker of a passage; empty where the words do not say it.

    Args:
        document: The article.
        held: The passage.
        language: BCP 47; of an unknown one all known are tried.
        known: Earlier speakers, by whom a name is completed.
    """
    first = surroundings.block_range(document, held.start)
    last = surroundings.block_range(document, max(held.start, held.end - 1))
    here = Range(first.start, max(first.end, last.end))
    before = surroundings.block_before(document, held.start)
    name = speakers.speaker_of(document.text, held, here, before=before, language=language)
    return speakers.completed(name, known) if name else ""
