"""Which copies of a library are kept, and when one is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from annotations.model import Timestamp, timestamp
from annotations.store.backup import Backup
from annotations.store.rotation import BOUND_BYTES, KEPT_BEFORE, is_due, superfluous

if TYPE_CHECKING:
    from annotations.store.backup import Reason

END = datetime(2026, 11, 28, 18, 30, tzinfo=UTC)


def copy(hours_ago: float, reason: Reason = "auto", size_bytes: int = 1) -> Backup:
    time = timestamp(END - timedelta(hours=hours_ago))
    return Backup(Path(f"{time}-{reason}"), time, reason, size_bytes)


def test_three_hours_seven_days_and_four_weeks_are_kept() -> None:
    # One in each hour of forty days, as the one who reads day and night has them.
    copies: list[Backup] = []
    for hour in range(40 * 24, -1, -1):
        copies.append(copy(hour))
        gone = superfluous(copies, newest=copies[-1])
        copies = [each for each in copies if each not in gone]

    kept = [each.time[:13] for each in copies]

    assert kept[-3:] == ["2026-11-28T16", "2026-11-28T17", "2026-11-28T18"]
    days = [each[:10] for each in kept if each[11:] == "23"]
    assert days[-6:] == [f"2026-11-{day}" for day in range(22, 28)]
    weeks = {datetime.fromisoformat(each[:10]).isocalendar()[1] for each in days}
    assert len(weeks | {48}) == 4
    assert len(kept) <= 3 + 7 + 4


def test_of_those_before_migrations_and_restores_the_last_three_are_kept() -> None:
    copies = [copy(hour, reason) for hour in range(9) for reason in ("migration", "restore")]

    gone = superfluous(copies)

    assert len(copies) - len(gone) == 2 * KEPT_BEFORE
    assert min(each.time for each in copies if each not in gone) == copy(2).time


def test_what_a_person_asked_for_stays() -> None:
    copies = [copy(hour, "hand", BOUND_BYTES) for hour in range(50)]

    assert superfluous(copies) == []


def test_the_oldest_go_where_there_are_too_many_bytes_but_two_stay() -> None:
    copies = [copy(24 * day, size_bytes=400) for day in range(5)]

    assert superfluous(copies, bound_bytes=1300) == copies[3:]
    assert superfluous(copies, bound_bytes=100) == copies[2:]


def test_the_one_just_made_stays_also_under_a_clock_that_was_set_back() -> None:
    made = copy(9000)

    assert superfluous([*(copy(hour) for hour in range(3)), made], newest=made) == []


def test_the_one_just_made_stays_under_such_a_clock_also_where_there_are_too_many_bytes() -> None:
    made = copy(9000, size_bytes=400)
    others = [copy(hour, size_bytes=400) for hour in range(3)]

    assert superfluous([*others, made], newest=made, bound_bytes=1300) == others[2:]


def test_one_an_hour_or_a_day_is_due() -> None:
    now = Timestamp("2026-11-28T18:30:00.123Z")

    assert is_due([], now)
    assert is_due([copy(1), copy(0.1, "hand"), copy(0, "migration")], now)
    assert not is_due([copy(0.4), copy(1)], now)
    assert not is_due([copy(5)], now, is_daily=True)
    assert is_due([copy(24)], now, is_daily=True)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 5000),
            st.sampled_from(("auto", "migration", "restore", "hand")),
            st.integers(1, 700),
        ),
        max_size=40,
        unique_by=lambda drawn: drawn[:2],
    )
)
def test_removing_twice_removes_no_more_and_the_bound_holds(
    drawn: list[tuple[int, Reason, int]],
) -> None:
    copies = [copy(hours, reason, size) for hours, reason, size in drawn]

    gone = superfluous(copies, bound_bytes=1000)
    kept = [each for each in copies if each not in gone]

    assert superfluous(kept, bound_bytes=1000) == []
    own = [each for each in kept if each.reason != "hand"]
    assert len(own) <= 2 or sum(each.size_bytes for each in own) <= 1000
    asked = [each for each in copies if each.reason != "hand"]
    assert bool(own) == bool(asked)
    if own:
        assert max(each.time for each in own) == max(each.time for each in asked)
