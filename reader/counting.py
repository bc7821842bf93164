"""How much a range of a text is: its words, and the sentences it holds whole."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from annotations import segments
from annotations.matching import is_unspaced
from annotations.model import Range
from reader import surroundings

if TYPE_CHECKING:
    from annotations.document import Document

COUNT_LENGTH = 100_000
"""Code points that are counted; of more nobody wants to know, and it would take a second."""

MANY = "many words"


class Amount(NamedTuple):
    """What is in a range."""

    words: int
    characters: int
    """Code points of words in scripts that put no spaces between them; they count more there."""
    sentences: int
    """Whole ones."""

    def __str__(self) -> str:
        """`12 words · 1 sentence`; nothing for a range without a word."""
        said = []
        counts = [(self.words, "word"), (self.characters, "character")]
        # Where there is room for one, it is what most of the text is.
        for number, thing in sorted(counts, key=itemgetter(0), reverse=True):
            if number:
                said.append(count_of(number, thing))
        if said and self.sentences:
            said.append(count_of(self.sentences, "sentence"))
        return " · ".join(said)


def amount(document: Document, held: Range, language: str) -> Amount:
    """Count words and whole sentences of a range.

    Complexity: linear in the range; 100,000 code points take some 0.1 s.
    """
    text = document.text
    words = characters = 0
    for word in segments.words(text, held.start, held.end):
        if is_unspaced(text[word.start]):
            characters += len(word)
        else:
            words += 1
    return Amount(words, characters, _whole_sentences(document, held, language))


def _whole_sentences(document: Document, held: Range, language: str) -> int:
    held = surroundings.trimmed(document.text, held)
    if not len(held):
        return 0
    found = 0
    block: Range | None = surroundings.block_range(document, held.start)
    while block is not None and block.start < held.end:
        here = Range(max(block.start, held.start), min(block.end, held.end))
        found += len(segments.sentences(document.text, here, language)) if len(here) else 0
        block = surroundings.block_after(document, block.start)
    first = surroundings.sentence_at(document, held.start, language)
    last = surroundings.sentence_at(document, held.end - 1, language)
    found -= first.start < held.start
    found -= last.end > held.end and (last != first or first.start >= held.start)
    return max(0, found)


def count_of(number: int, thing: str) -> str:
    """`1 mark`, `4 marks`."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"
