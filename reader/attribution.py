"""Who says a passage of a document, by the words around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations import speakers
from annotations.document import SPEAKER
from annotations.model import Range
from reader import surroundings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.document import Document


def guess_speaker(document: Document, held: Range, language: str, known: Sequence[str]) -> str:
    """The speaker of a passage: whom a transcript names, else whom the words around it name.

    Empty where neither does, and where a passage has several.

    Args:
        document: The article.
        held: The passage.
        language: BCP 47; of an unknown one all known are tried.
        known: Earlier speakers, by whom a name is completed.
    """
    last_position = max(held.start, held.end - 1)
    named = {str(document.locator(at).get(SPEAKER, "")) for at in (held.start, last_position)}
    if any(named):
        return _as_known(named.pop(), known) if len(named) == 1 else ""
    first = surroundings.block_range(document, held.start)
    last = surroundings.block_range(document, last_position)
    here = Range(first.start, max(first.end, last.end))
    before = surroundings.block_before(document, held.start)
    name = speakers.speaker_of(document.text, held, here, before=before, language=language)
    return speakers.completed(name, known) if name else ""


def _as_known(name: str, known: Sequence[str]) -> str:
    """A name as it was written before, also where the transcript has it in capitals."""
    same = (each for each in known if each.casefold() == name.casefold())
    return next(same, "") or speakers.completed(name, known)
