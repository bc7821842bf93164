"""Unicode's own test files against the layout: the share of cases that break elsewhere.

The files are the consortium's and not part of this project. `POSTIL_UCD` names a folder that holds
`GraphemeBreakTest.txt` and `LineBreakTest.txt` (unicode.org/Public/UCD/latest/ucd/auxiliary).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from reader.layout.break_rules import allows
from reader.layout.cells import clusters
from tests.benchmarks.table import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.benchmarks.measuring import Bench

FOLDER = os.environ.get("POSTIL_UCD", "")
"""Without it this group has no rows to offer."""

LINE_LIMIT_PER_CENT = 5.0
"""What the layout may see differently: UAX 14 is for tailoring, and prices and URLs are."""

_BREAK = "÷"
_PER_CENT = "% of the cases"


def rows(bench: Bench) -> list[Row]:
    """A row a file."""
    del bench
    return [
        _row("GraphemeBreakTest: broken elsewhere", "GraphemeBreakTest.txt", _cluster_ends, 0.0),
        _row(
            "LineBreakTest: broken elsewhere", "LineBreakTest.txt", _line_ends, LINE_LIMIT_PER_CENT
        ),
    ]


def _row(what: str, name: str, ends: Callable[[str], list[int]], limit: float) -> Row:
    checked = [ends(text) == expected for text, expected in _cases(Path(FOLDER) / name)]
    return Row(
        what=f"{what} ({len(checked):,} cases)",
        measured=100 * checked.count(False) / len(checked),
        reference=0,
        limit=limit,
        bound=f"≤ {limit:g} {_PER_CENT}",
        unit="%",
    )


def _cases(path: Path) -> Iterator[tuple[str, list[int]]]:
    """Each text with the positions where a break stands, its end included."""
    for line in path.read_text(encoding="utf-8").splitlines():
        signs = line.partition("#")[0].split()
        if not signs:
            continue
        text, ends = "", []
        for sign in signs[1:]:
            if sign == _BREAK:
                ends.append(len(text))
            elif sign != "×":
                text += chr(int(sign, 16))
        yield text, ends


def _cluster_ends(text: str) -> list[int]:
    return [end for _start, end, _cells in clusters(text)]


def _line_ends(text: str) -> list[int]:
    inner = [place for place in range(1, len(text)) if allows(text, place, 0, len(text))]
    return [*inner, len(text)]
