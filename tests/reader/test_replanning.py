from __future__ import annotations

import pytest

from annotations.anchoring import describe
from annotations.annotation import Annotation, Piece
from annotations.errors import ConflictError
from annotations.model import AnnotationId, Range
from annotations.results import MarkEdit
from reader.planning import Plan
from reader.replanning import for_whole

HEAD = "A running head\n\nThe first sentence of it. The sec-\nond one."


def planned(start: int, end: int) -> Plan:
    selector = describe(Range(start, end), HEAD)
    piece = Piece(
        range=Range(start, end),
        quote=selector.quote,
        prefix=selector.prefix,
        suffix=selector.suffix,
    )
    after = Annotation(id=AnnotationId(""), pieces=(piece,))
    return Plan(edits=(MarkEdit(before=None, after=after),), caret=end)


def test_on_a_head_that_goes_on_a_plan_stays_as_it_is() -> None:
    plan = planned(16, 41)

    assert for_whole(plan, HEAD + " And more.") is plan


def test_where_the_whole_reads_otherwise_a_mark_goes_to_its_quote() -> None:
    whole = "The first sentence of it. The second one."

    moved = for_whole(planned(16, 41), whole)

    after = moved.edits[0].after
    assert after is not None
    assert after.pieces[0].range == Range(0, 25)
    assert (after.quote, after.pieces[0].suffix) == (
        "The first sentence of it.",
        " The second one.",
    )


def test_a_quote_that_is_gone_is_said() -> None:
    with pytest.raises(ConflictError, match="mark it again"):
        for_whole(planned(0, 14), "The first sentence of it. The second one.")
