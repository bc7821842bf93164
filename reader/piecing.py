"""Marks of several pieces: adding one, giving one other ends, finding an orphaned one a place.

Whatever is done, the pieces of a mark that stand in the text stand there in its order, and something
stands between any two of them: pieces that overlap, that touch, or that only white space parts are one,
since `[…]` in a quotation says that something was left out.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from annotations.anchoring import describe
from annotations.model import Piece, Range, State
from annotations.results import MarkEdit
from reader.planning import Plan, in_quotes, named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.model import Annotation

GAP_LENGTH = 256
"""Code points of white space between two pieces that are still one; looked at without a copy of more."""


def with_range(
    pieces: Sequence[Piece], held: Range, text: str, *, replacing: int | None = None
) -> tuple[Piece, ...]:
    """Pieces with a further range among them, or with one in the place of another.

    A piece that is not touched by it stays as it is; what is joined is described anew, as anchored. One
    that is found nowhere stays behind the piece it follows.

    Args:
        pieces: As they are.
        held: The range, not empty.
        text: The canonical text.
        replacing: The number of the piece it replaces; None: it is added.
    """
    kept = [piece for number, piece in enumerate(pieces) if number != replacing]
    placed: list[tuple[Range, Piece | None]] = [(held, None)]
    placed += [(piece.range, piece) for piece in kept if piece.range is not None]
    placed.sort(key=lambda each: (each[0].start, -each[0].end, each[1] is None))
    joined: list[tuple[Range, Piece | None]] = []
    for here, piece in placed:
        if joined and _is_one(joined[-1][0], here, text):
            last = joined[-1][0]
            if here.end > last.end:
                joined[-1] = (Range(last.start, here.end), None)
        else:
            joined.append((here, piece))
    found: list[Piece] = [piece or _described(here, text) for here, piece in joined]
    before = [
        replace(piece, range=held) if number == replacing else piece
        for number, piece in enumerate(pieces)
    ]
    return _with_orphans(found, before)


def addition(mark: Annotation, held: Range, text: str, caret: int) -> Plan:
    """Add a range to a mark as a further piece."""
    pieces = with_range(mark.pieces, held, text)
    if pieces == mark.pieces:
        return Plan(say=f"it is part of {named(mark)} already", caret=caret)
    return Plan(
        edits=(MarkEdit(before=mark, after=replace(mark, pieces=pieces)),),
        action="add piece",
        label=f"add {in_quotes(text[held.start : held.end])} to {named(mark)}",
        say=f"added to {named(mark)} · u takes it back",
        caret=caret,
    )


def reshaping(
    mark: Annotation, number: int, held: Range, text: str, caret: int, twin: Annotation | None
) -> Plan:
    """Give a piece of a mark another range; all else of the mark stays.

    Args:
        mark: Which.
        number: Of the piece; an orphaned one is placed by it.
        held: The new range, not empty.
        text: The canonical text.
        caret: Where it is to stand then.
        twin: Another mark of just this range, which is allowed, and said.
    """
    piece = mark.pieces[number]
    if piece.range == held and piece.state is State.ANCHORED:
        return Plan(say="the ends are as they were", caret=caret)
    pieces = with_range(mark.pieces, held, text, replacing=number)
    after = replace(mark, pieces=pieces)
    what = in_quotes(text[held.start : held.end])
    if piece.range is None:
        action, label, said = "place", f"place {named(mark)}", f"placed on {what}"
    else:
        action, label, said = "change ends", f"change the ends of {named(mark)}", f"now {what}"
    if after.state is State.ORPHANED:
        said += " · another piece is still not found"
    elif len(pieces) == 1 and twin is not None:
        said += f", like another {twin.colour or 'plain'} mark"
    elif len(pieces) < len(mark.pieces):
        said += ", joined with its neighbour"
    return Plan(
        edits=(MarkEdit(before=mark, after=after),),
        action=action,
        label=label,
        say=f"{said} · u takes it back",
        caret=caret,
    )


def piece_at(mark: Annotation, position: int) -> int | None:
    """The number of the piece nearest to a position; None if none stands in the text."""
    placed = [
        (_distance(piece.range, position), number)
        for number, piece in enumerate(mark.pieces)
        if piece.range is not None
    ]
    return min(placed)[1] if placed else None


def orphaned_piece(mark: Annotation) -> int | None:
    """The number of the first piece that is found nowhere."""
    found = (number for number, piece in enumerate(mark.pieces) if piece.range is None)
    return next(found, None)


def _distance(held: Range, position: int) -> int:
    """0 within; a range that ends at the position is nearer than one that ends before it."""
    if position in held:
        return 0
    return held.start - position if position < held.start else position - held.end + 1


def _is_one(first: Range, second: Range, text: str) -> bool:
    """True if nothing that can be read stands between two ranges, the first of which begins first."""
    gap = second.start - first.end
    return gap <= 0 or (gap <= GAP_LENGTH and text[first.end : second.start].isspace())


def _described(held: Range, text: str) -> Piece:
    return Piece.of(held, describe(held, text))


def _with_orphans(placed: Sequence[Piece], before: Sequence[Piece]) -> tuple[Piece, ...]:
    """Pieces in the order of the text, with those found nowhere after what they followed."""
    behind: dict[int, list[Piece]] = {}
    starts = [piece.range.start for piece in placed if piece.range is not None]
    place = -1
    for piece in before:
        if piece.range is None:
            behind.setdefault(place, []).append(piece)
        else:
            place = bisect_right(starts, piece.range.start) - 1
    found = list(behind.get(-1, ()))
    for number, piece in enumerate(placed):
        found += [piece, *behind.get(number, ())]
    return tuple(found)
