"""A mark planned on the beginning of a text, brought to the whole text that has replaced it.

Mostly the beginning is just that, and nothing moves. Some formats read their beginning otherwise once
they know the rest: what is a running head, where a word was parted.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotations.errors import ConflictError

if TYPE_CHECKING:
    from annotations.annotation import Annotation, Piece
    from reader.planning import Plan


def for_whole(plan: Plan, text: str) -> Plan:
    """A plan whose pieces stand where their quotes do in the whole text.

    Raises:
        ConflictError: A quote is not in it as it was marked.
    """
    if all(_stands(piece, text) for edit in plan.edits for piece in _pieces(edit.after)):
        return plan
    edits = [
        edit
        if edit.after is None
        else edit._replace(
            after=replace(
                edit.after, pieces=tuple(_moved(piece, text) for piece in edit.after.pieces)
            )
        )
        for edit in plan.edits
    ]
    return plan._replace(edits=tuple(edits), caret=None)


def _pieces(annotation: Annotation | None) -> tuple[Piece, ...]:
    return () if annotation is None else annotation.pieces


def _stands(piece: Piece, text: str) -> bool:
    return piece.range is None or text[piece.range.start : piece.range.end] == piece.quote


def _moved(piece: Piece, text: str) -> Piece:
    if piece.range is None or _stands(piece, text):
        return piece
    from annotations.anchoring import describe, resolve  # noqa: PLC0415  # seldom needed
    from annotations.annotation import Selector  # noqa: PLC0415  # likewise

    wanted = Selector(
        start=piece.range.start,
        end=piece.range.end,
        quote=piece.quote,
        prefix=piece.prefix,
        suffix=piece.suffix,
    )
    found = resolve(wanted, text).range
    if found is None:
        sentence = "The text reads otherwise now that it is whole; mark it again."
        raise ConflictError(sentence)
    selector = describe(found, text)
    return replace(
        piece,
        range=found,
        quote=selector.quote,
        prefix=selector.prefix,
        suffix=selector.suffix,
    )
