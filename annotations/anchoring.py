"""How a range of a text is described so that it is found again, and where it stands now.

A selector says where a quotation stood and what stood around it. It is resolved by evidence, from
the strongest to the weakest: its old place with what surrounded it, the same surroundings
elsewhere, the best of several surroundings, the only occurrence. What no evidence decides is
orphaned: a mark on the wrong sentence is worse than one that says it is lost. Equality of
quotations is `matching`'s; what becomes of a whole annotation is `versions`'.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotations.matching import find_quote, is_unspaced, loosely_equal, loosen, quote_at
from annotations.model import CONTEXT_LENGTH, Range, Selector, State

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "ORPHANED",
    "Resolution",
    "describe",
    "describe_many",
    "find_quote",
    "loosely_equal",
    "resolve",
    "resolve_approximately",
    "stands",
]

CONTEXT_LIMIT = 256
"""Code points of context at most, for what repeats itself again and again."""

SHORT_LENGTH = 12
"""Code points; a shorter quotation is a word or two, which stand anywhere by chance."""

WINDOW = 1 << 20
"""Code points on each side in which twins are looked for: some 2 ms, whatever the text's length."""

BULK_WINDOW = 1 << 16
"""The same where thousands of ranges are described at once."""

NEAR = 1 << 16
"""Code points around the expected place that are searched before the whole text is."""

TWINS_LIMIT = 1000
"""Occurrences that are weighed against each other; of more than that only the old place counts."""

AGREEMENT_NEEDED = 24
"""Code points of context that must agree, next to the quotation, where it alone decides nothing;
half of the context if that is less."""

LEAD_NEEDED = 8
"""Code points of context by which the best of several must lead the next."""

_ZERO_WIDTH_JOINER = "\u200d"


@dataclass(frozen=True, slots=True)
class Resolution:
    """Where a selector's quotation stands in a text, and how surely that is the one meant."""

    range: Range | None
    """None if orphaned."""
    state: State
    confidence: int | None = None
    """Per cent, where the state is changed."""

    @classmethod
    def anchored(cls, held: Range) -> Resolution:
        """At its old place."""
        return cls(held, State.ANCHORED)

    @classmethod
    def moved(cls, held: Range) -> Resolution:
        """Elsewhere."""
        return cls(held, State.MOVED)


ORPHANED = Resolution(None, State.ORPHANED)


def describe(held: Range, text: str, *, window: int = WINDOW) -> Selector:
    """Describe a range of a text so that it can be found again.

    The context is 32 code points on each side. It is doubled, to 64 and at most to 256, for a
    quotation that is short, that has a twin, or of which not the whole text was searched for one:
    a longer quotation with 32 at most is therefore known to have been the only one.

    Args:
        held: The range; its ends lie within the text.
        text: The canonical text.
        window: Code points on each side in which twins are looked for.

    Complexity: O(window).
    """
    quote = text[held.start : held.end]
    low, high = max(0, held.start - window), min(len(text), held.end + window)
    is_all = low == 0 and high == len(text)
    length = CONTEXT_LENGTH
    if len(quote) < SHORT_LENGTH or not is_all or _has_twin(text, quote, low, high):
        length *= 2
        while length < CONTEXT_LIMIT and _has_twin(text, _around(held, text, length), low, high):
            length *= 2
    return Selector(
        start=held.start,
        end=held.end,
        quote=quote,
        prefix=text[max(0, held.start - length) : held.start],
        suffix=text[held.end : held.end + length],
    )


def describe_many(ranges: Iterable[Range], text: str) -> list[Selector]:
    """Describe many ranges; twins are looked for less far away, 0.1 ms each."""
    return [describe(held, text, window=BULK_WINDOW) for held in ranges]


def resolve(selector: Selector, text: str, *, expected: int | None = None) -> Resolution:
    """Find where a selector's quotation stands in a text.

    The old place counts only if the quotation is there. Then the occurrence with the same context
    is taken; then, if several occur, the one whose context agrees best, if it leads; then the only
    one, unless the quotation is short or had twins when it was described and nothing around agrees.
    Equal occurrences in equal surroundings are told apart by the old place alone, else not at all.

    Args:
        selector: As `describe` made it, perhaps from another version or another program; a context
            that is empty speaks neither for a place nor against it.
        text: The canonical text to search.
        expected: Where the quotation should begin by what became of its neighbours, if known.

    Returns:
        The range with its state; orphaned has no range.

    Complexity: O(1) at the old or the expected place, else O(n) for text n.
    """
    quote = selector.quote
    if stands(selector, text, selector.start):
        return Resolution.anchored(Range(selector.start, selector.start + len(quote)))
    if expected is not None and stands(selector, text, expected):
        held = Range(expected, expected + len(quote))
        if _has_same_edges(selector, text, held):
            return Resolution.moved(held)
    literal = _only_literal(selector, text, expected)
    if literal is not None:
        return _resolution(selector, literal)
    old = quote_at(text, quote, selector.start) if quote else None
    twins = find_quote(text, quote, limit=TWINS_LIMIT + 1)
    if not twins and old is None:
        return resolve_approximately(selector, text)
    if len(twins) > TWINS_LIMIT:
        twins = []
        if old is not None and _agreement(selector, text, old) < _needed(selector):
            return ORPHANED
    candidates = [twin for twin in twins if old is None or not twin.overlaps(old)]
    if old is not None:
        candidates.append(old)
    chosen = _choose(selector, text, candidates, old)
    return ORPHANED if chosen is None else _resolution(selector, chosen)


def resolve_approximately(selector: Selector, text: str) -> Resolution:
    """Find a quotation whose own words were changed; none is claimed to be found as yet."""
    del selector, text
    return ORPHANED


def stands(selector: Selector, text: str, start: int) -> bool:
    """True if quotation and context stand at a position letter by letter."""
    before = start - len(selector.prefix)
    return (
        before >= 0
        and text.startswith(selector.quote, start)
        and text.startswith(selector.prefix, before)
        and text.startswith(selector.suffix, start + len(selector.quote))
    )


# --- describing ---------------------------------------------------------------------------------


def _around(held: Range, text: str, length: int) -> str:
    return text[max(0, held.start - length) : held.end + length]


def _has_twin(text: str, quote: str, low: int, high: int) -> bool:
    first = text.find(quote, low, high)
    return first >= 0 and text.find(quote, first + 1, high) >= 0


# --- resolving ----------------------------------------------------------------------------------


def _resolution(selector: Selector, held: Range) -> Resolution:
    if held.start == selector.start:
        return Resolution.anchored(held)
    return Resolution.moved(held)


def _only_literal(selector: Selector, text: str, expected: int | None) -> Range | None:
    """The one place where quotation and context stand letter by letter; None if not just one."""
    whole = selector.prefix + selector.quote + selector.suffix
    if not whole:
        return None
    offset, length = len(selector.prefix), len(selector.quote)
    stretches = [(0, len(text))]
    if expected is not None:
        stretches.insert(0, (max(0, expected - NEAR), expected + len(whole) + NEAR))
    for low, high in stretches:
        first = text.find(whole, low, high)
        if first < 0 or text.find(whole, first + 1, high) >= 0:
            continue
        held = Range(first + offset, first + offset + length)
        if _has_same_edges(selector, text, held):
            return held
    return None


def _choose(
    selector: Selector, text: str, candidates: list[Range], old: Range | None
) -> Range | None:
    """The occurrence that is meant, or None where the evidence does not tell."""
    ranked = sorted(
        (
            (_agreement(selector, text, candidate), candidate)
            for candidate in candidates
            if _has_same_edges(selector, text, candidate)
        ),
        key=lambda pair: -pair[0],
    )
    if not ranked:
        return None
    best, chosen = ranked[0]
    is_only = len(ranked) == 1
    needed = _needed(selector)
    lead = min(LEAD_NEEDED, needed)
    if old is not None:
        at_old = next((agreed for agreed, held in ranked if held == old), -1)
        is_among_best = at_old == best or at_old > best - lead
        is_distinctive = is_only or len(selector.quote) >= SHORT_LENGTH
        # A place that also agrees with the context is no chance, even where a copy agrees more.
        if at_old >= needed or (is_distinctive and is_among_best and at_old >= 0):
            return old
    if is_only:
        return chosen if best >= needed or _was_unique(selector) else None
    return chosen if best >= needed and best - ranked[1][0] >= lead > 0 else None


def _needed(selector: Selector) -> int:
    """Code points of context that must agree for a place to be believed."""
    context = len(loosen(selector.prefix)) + len(loosen(selector.suffix))
    return min(AGREEMENT_NEEDED, (context + 1) // 2)


def _was_unique(selector: Selector) -> bool:
    """True if `describe` found no twin of the quotation in the whole text."""
    return (
        len(selector.quote) >= SHORT_LENGTH
        and len(selector.prefix) <= CONTEXT_LENGTH
        and len(selector.suffix) <= CONTEXT_LENGTH
    )


def _agreement(selector: Selector, text: str, held: Range) -> int:
    """Code points of the context that stand around a range, counted outwards from it."""
    prefix, suffix = loosen(selector.prefix), loosen(selector.suffix)
    # Twice the length, since runs of white space may be longer here.
    before = loosen(text[max(0, held.start - 2 * len(prefix)) : held.start])
    after = loosen(text[held.end : held.end + 2 * len(suffix)])
    return _common_length(prefix[::-1], before[::-1]) + _common_length(suffix, after)


def _common_length(first: str, second: str) -> int:
    length = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        length += 1
    return length


def _has_same_edges(selector: Selector, text: str, held: Range) -> bool:
    """False if the range would cut a word or a character that the quotation did not cut."""
    if not selector.quote:
        return True
    first, last = selector.quote[0], selector.quote[-1]
    before, after = text[held.start - 1 : held.start], text[held.end : held.end + 1]
    return (not _cuts(before, first) or _cuts(selector.prefix[-1:], first)) and (
        not _cuts(last, after) or _cuts(last, selector.suffix[:1])
    )


def _cuts(left: str, right: str) -> bool:
    """True if a word, or one character made of several code points, goes on over the border."""
    if not left or not right:
        return False
    if _ZERO_WIDTH_JOINER in {left, right} or _extends(right):
        return True
    return left.isalnum() and right.isalnum() and not (is_unspaced(left) or is_unspaced(right))


def _extends(character: str) -> bool:
    """True for what is drawn onto the character before: accents, variation selectors, skin tones."""
    return (
        unicodedata.category(character) in {"Mn", "Me"} or "\U0001f3fb" <= character <= "\U0001f3ff"
    )
