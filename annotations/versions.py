"""What becomes of an article's annotations when its text changes.

Whether a changed text is a revision of the old one or another text is judged by what they share;
the annotations are then carried over piece by piece. Where a single piece stands is `anchoring`'s
question.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from annotations.anchoring import BULK_WINDOW, ORPHANED, Resolution, describe, resolve, stands
from annotations.annotation import ELLIPSIS
from annotations.matching import UNSPACED
from annotations.model import Original, Piece, Range, Selector, State, place_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from annotations.model import Annotation

SHINGLE_LENGTH = 5
"""Words in a shingle; characters in scripts without spaces."""

SAMPLED_LENGTH = 1 << 20
"""Code points from which on a sample of the shingles is compared: all of 100 MB take 10 s."""

SAMPLE_NEEDED = 64
"""Shingles a sample must hold to speak for its text."""

NOWHERE = -1
"""For a place that is not even guessed at: no text has it."""

_WORD = re.compile(rf"[{UNSPACED}]|[^\s{UNSPACED}]+")


def is_revision(old_text: str, new_text: str) -> bool:
    """True if a text is a changed state of another rather than another text.

    It is if at least half of the distinct shingles (five words, or five characters where there are
    no spaces) of the shorter text stand in the other. A text of fewer words is one shingle by
    itself; the empty text is a state of any. White space is left aside.

    Complexity: O(n); beyond a million code points a sample is compared, chosen by content, so that
    the same sentence is in both samples or in neither.
    Source: A. Broder, On the Resemblance and Containment of Documents, SEQUENCES 1997, 21-29.
    """
    shorter, longer = sorted((old_text, new_text), key=len)
    if len(longer) >= SAMPLED_LENGTH:
        sample = _sampled(shorter)
        if len(sample) >= SAMPLE_NEEDED:
            return 2 * len(sample & _sampled(longer)) >= len(sample)
    wanted = set(_shingles(shorter))
    if not wanted:
        return True
    first = next(iter(wanted))
    if len(wanted) == 1 and first.count(" ") < SHINGLE_LENGTH - 1:
        return f" {first} " in f" {' '.join(_WORD.findall(longer))} "
    return 2 * len(wanted.intersection(_shingles(longer))) >= len(wanted)


def carry(annotations: Sequence[Annotation], old_sha256: str, new_text: str) -> list[Annotation]:
    """Find annotations again in another version of their text.

    Each piece gets the new version's range, quote and context. What is not where it was keeps its
    first selector as `original`; what is found nowhere keeps its quote as well, and is orphaned. A
    piece that stands again where it was first made is anchored again. A mere quote, made in a text
    that nobody knows, is anchored where it is found, since it was made nowhere else.

    Args:
        annotations: With the pieces they have in the old version.
        old_sha256: Of the old version's text; empty if nobody knows it.
        new_text: The new version's canonical text.

    Returns:
        The annotations in the order given, all else in them as it was, `updated` too.
    """
    carried: dict[int, Annotation] = {}
    shift = 0
    for number in sorted(range(len(annotations)), key=lambda each: place_key(annotations[each])):
        pieces: list[Piece] = []
        for piece in _parted(annotations[number].pieces, old_sha256, new_text):
            if is_mere_quote(piece, old_sha256):
                pieces.append(_placed_quote(piece, new_text))
                continue
            found = _carry_piece(piece, old_sha256, new_text, shift)
            if piece.range is not None and found.range is not None:
                # Neighbours move together: the next is looked for where this one suggests.
                shift = found.range.start - piece.range.start
            pieces.append(found)
        carried[number] = replace(annotations[number], pieces=tuple(pieces))
    return [carried[number] for number in range(len(annotations))]


def is_mere_quote(piece: Piece, sha256: str) -> bool:
    """True if a piece says what was marked, and where in no text that anybody knows.

    Args:
        piece: Of a version.
        sha256: Of that version's text; empty if nobody knows it.
    """
    if piece.original is not None:
        return not piece.original.sha256
    return piece.range is None or not sha256


def as_mere_quote(piece: Piece) -> Piece:
    """A piece without a place, nor a hint of one."""
    return Piece(
        range=None,
        quote=piece.quote,
        prefix=piece.prefix,
        suffix=piece.suffix,
        state=State.ORPHANED,
    )


def as_of(annotations: Sequence[Annotation], sha256: str, text: str) -> list[Annotation]:
    """Annotations as they stand in an earlier text, to be read only.

    What has no place there, since it was made later, is looked for by its quote and context.

    Args:
        annotations: As the store has them in that text.
        sha256: Of the text.
        text: The earlier one.
    """
    found = []
    for annotation in annotations:
        pieces = tuple(
            piece if piece.range is not None else _placed_in(piece, sha256, text)
            for piece in annotation.pieces
        )
        found.append(
            annotation if pieces == annotation.pieces else replace(annotation, pieces=pieces)
        )
    return sorted(found, key=place_key)


def _placed_in(piece: Piece, sha256: str, text: str) -> Piece:
    """A piece where another text has it: exactly, or else still without a place."""
    original = piece.original
    if original is not None and original.sha256 == sha256:
        selector = original.selector
        found: Range | None = Range(selector.start, selector.end)
    else:
        found = resolve(original.selector if original else _present_selector(piece), text).range
    if found is None:
        return piece
    quote = text[found.start : found.end]
    return replace(piece, range=found, quote=quote, state=State.ANCHORED)


# --- resemblance --------------------------------------------------------------------------------


def _shingles(text: str) -> Iterator[str]:
    recent: list[str] = []
    is_short = True
    for match in _WORD.finditer(text):
        recent.append(match[0])
        if len(recent) == SHINGLE_LENGTH:
            is_short = False
            yield " ".join(recent)
            del recent[0]
    if is_short and recent:
        yield " ".join(recent)


@lru_cache(maxsize=1)
def _sample_pattern() -> re.Pattern[str]:
    """Shingles that begin with a word whose first two letters fall in a class: one in some 50."""
    seventh = "".join(re.escape(chr(code)) for code in range(0x21, 0xD800) if code % 7 == 1)
    # A lookahead, since shingles overlap; possessive, so that a failing one is not tried anew.
    word = rf"(?:[{UNSPACED}]|[^\s{UNSPACED}]++)"
    return re.compile(
        rf"(?<![^\s{UNSPACED}])(?=([{seventh}]\s*+[{seventh}]"
        rf"[^\s{UNSPACED}]{{0,1000}}+(?:\s*+{word}){{{SHINGLE_LENGTH - 1}}}))"
    )


def _sampled(text: str) -> set[str]:
    return {" ".join(_WORD.findall(match[1])) for match in _sample_pattern().finditer(text)}


# --- carrying -----------------------------------------------------------------------------------


def _carry_piece(piece: Piece, old_sha256: str, text: str, shift: int) -> Piece:
    present = _present_selector(piece)
    original = piece.original or Original(sha256=old_sha256, selector=present)
    resolution = _resolve_piece(piece, present, original, text, shift)
    if resolution.range is None:
        return replace(piece, range=None, state=State.ORPHANED, confidence=None, original=original)
    selector = _describe_again(present, resolution.range, text)
    is_changed = piece.state is State.CHANGED and resolution.state is not State.ANCHORED
    state = State.CHANGED if is_changed else resolution.state
    return Piece(
        range=resolution.range,
        quote=selector.quote,
        prefix=selector.prefix,
        suffix=selector.suffix,
        state=state,
        confidence=piece.confidence if is_changed else resolution.confidence,
        original=None if state is State.ANCHORED else original,
    )


def _placed_quote(piece: Piece, text: str) -> Piece:
    """A mere quote where a text holds it, else as it is; the place it claims is a hint."""
    hint = NOWHERE
    if piece.original is not None:
        hint = piece.original.selector.start
    elif piece.range is not None:
        hint = piece.range.start
    claimed = Selector(
        start=hint, end=hint, quote=piece.quote, prefix=piece.prefix, suffix=piece.suffix
    )
    found = resolve(claimed, text).range if piece.quote else None
    if found is None:
        return as_mere_quote(piece)
    return Piece.of(found, describe(found, text, window=BULK_WINDOW))


def _parted(pieces: tuple[Piece, ...], sha256: str, text: str) -> tuple[Piece, ...]:
    """The pieces of a quotation that came as one, `a […] b`, if the text holds them in this order."""
    if len(pieces) != 1 or ELLIPSIS not in pieces[0].quote:
        return pieces
    whole = pieces[0]
    if not is_mere_quote(whole, sha256) or _placed_quote(whole, text).range is not None:
        return pieces
    quotes = whole.quote.split(ELLIPSIS)
    last = len(quotes) - 1
    parts = tuple(
        Piece(
            range=None,
            quote=quote,
            prefix="" if number else whole.prefix,
            suffix=whole.suffix if number == last else "",
            state=State.ORPHANED,
        )
        for number, quote in enumerate(quotes)
    )
    found = [_placed_quote(each, text).range for each in parts]
    ends = [held for held in found if held is not None]
    return parts if len(ends) == len(parts) and ends == sorted(ends) else pieces


def _present_selector(piece: Piece) -> Selector:
    if piece.range is None:
        if piece.original is not None:
            return piece.original.selector
        return Selector(start=0, end=0, quote=piece.quote, prefix=piece.prefix, suffix=piece.suffix)
    return Selector(
        start=piece.range.start,
        end=piece.range.end,
        quote=piece.quote,
        prefix=piece.prefix,
        suffix=piece.suffix,
    )


def _resolve_piece(
    piece: Piece, present: Selector, original: Original, text: str, shift: int
) -> Resolution:
    """Where a piece stands; anchored only if that is where, and how, it was first made."""
    first = original.selector
    if piece.range is None:
        return resolve(first, text)
    if piece.original is not None and stands(first, text, first.start):
        return Resolution.anchored(Range(first.start, first.start + len(first.quote)))
    found = resolve(present, text, expected=present.start + shift)
    if found.range is None:
        return ORPHANED if piece.original is None else resolve(first, text)
    if piece.original is not None:
        return Resolution(found.range, State.MOVED)
    return found


def _describe_again(before: Selector, held: Range, text: str) -> Selector:
    """A selector of the new place; the old context is kept where it stands there to the letter."""
    start, end = held.start - len(before.prefix), held.end + len(before.suffix)
    whole = before.prefix + before.quote + before.suffix
    if start >= 0 and len(held) == len(before.quote) and text[start:end] == whole:
        return replace(before, start=held.start, end=held.end)
    return describe(held, text, window=BULK_WINDOW)
