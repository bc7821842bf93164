"""Many marks at once: what is known of those that stay, and how those that were are let go of."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from annotations.model import AnnotationId, Colour, Range
from annotations.results import Changes
from reader.layers import Layers
from reader.planning import new_mark
from reader.taking import FREED_AT_ONCE, free_slowly, put_together

if TYPE_CHECKING:
    from annotations.model import Annotation

TEXT = "one two three four five"


def _marks() -> list[Annotation]:
    return [
        new_mark(
            f"00000000-0000-7000-8000-00000000000{n}", TEXT, Range(4 * n, 4 * n + 3), Colour.RED
        )
        for n in range(3)
    ]


def test_marks_that_change_or_come_leave_all_others_where_they_are() -> None:
    first, second, third = _marks()
    blue = replace(first, colour=Colour.BLUE)

    together = put_together(
        [first, second], Layers(), Changes(annotations=(blue, third), deleted=()), is_own=True
    )

    assert together.is_all_kept
    assert list(together.marks) == [blue, second, third]
    assert together.first == first.ranges[0]


@pytest.mark.parametrize(("deleted", "is_all_kept"), [(0, False), (2, True)])
def test_only_a_mark_that_was_shown_is_missed(deleted: int, *, is_all_kept: bool) -> None:
    marks = _marks()
    news = Changes(annotations=(), deleted=(AnnotationId(marks[deleted].id),))

    assert put_together(marks[:2], Layers(), news, is_own=True).is_all_kept is is_all_kept


async def test_what_is_freed_slowly_goes_bit_by_bit_between_other_things(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("reader.taking.FREED_AFTER_S", 0)
    gone = 0

    class Thing:
        def __del__(self) -> None:
            nonlocal gone
            gone += 1

    count = 3 * FREED_AT_ONCE + 1
    free_slowly(Thing() for _ in range(count))
    steps = [gone]
    while gone < count:
        await asyncio.sleep(0)
        steps.append(gone)

    assert steps[0] == 0
    between = [after - before for before, after in pairwise(steps)]
    assert max(between) == FREED_AT_ONCE
