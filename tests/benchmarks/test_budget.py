"""The budget as tests: `pytest -m benchmark -n 0`; each group of rows keeps its bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.benchmarks.groups import GROUPS
from tests.benchmarks.measuring import Bench
from tests.benchmarks.table import Row, percentile, table

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.benchmark
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("group", GROUPS)
def test_the_budget_is_kept(group: str, tmp_path: Path) -> None:
    rows = GROUPS[group](Bench(folder=tmp_path))

    assert rows
    assert all(row.is_met for row in rows), f"\n{table(rows)}"


def test_a_row_beyond_its_limit_is_told() -> None:
    kept = Row(what="a", measured=2, reference=1, limit=2, bound="2 × b")
    broken = Row(what="c", measured=2.5, reference=1, limit=2, bound="2 × b")

    lines = table([kept, broken]).splitlines()

    assert kept.is_met
    assert not broken.is_met
    assert lines[2].endswith("yes")
    assert lines[3].endswith("NO")
    assert "2.50" in lines[3]


def test_the_percentile_is_one_of_the_values() -> None:
    assert percentile([5, 1, 4, 2, 3], 0.5) == 3
    assert percentile(range(1, 101), 0.95) == 95
    assert percentile([7], 0.95) == 7
