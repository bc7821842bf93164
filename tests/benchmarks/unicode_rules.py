"""Unicode's own test files against the layout: the share of cases that break elsewhere.

The files are the consortium's and not part of this project. `POSTIL_UCD` names a folder that holds
`GraphemeBreakTest.txt` and `LineBreakTest.txt` (unicode.org/Public/UCD/latest/ucd/auxiliary), and, if
its row is wanted, `BidiCharacterTest.txt` (unicode.org/Public/UCD/latest/ucd).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from reader.layout.bidi import base_level, levels_of, line_levels, visual_order
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
    found = [
        _row("GraphemeBreakTest: broken elsewhere", "GraphemeBreakTest.txt", _cluster_ends, 0.0),
        _row(
            "LineBreakTest: broken elsewhere", "LineBreakTest.txt", _line_ends, LINE_LIMIT_PER_CENT
        ),
    ]
    path = Path(FOLDER) / "BidiCharacterTest.txt"
    if path.exists():
        checked = [_stands(*case) for case in _bidi_cases(path)]
        found.append(_share("BidiCharacterTest: ordered otherwise", checked, 0.0))
    return found


def _row(what: str, name: str, ends: Callable[[str], list[int]], limit: float) -> Row:
    checked = [ends(text) == expected for text, expected in _cases(Path(FOLDER) / name)]
    return _share(what, checked, limit)


def _share(what: str, checked: list[bool], limit: float) -> Row:
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


def _bidi_cases(path: Path) -> Iterator[tuple[str, str, list[str], list[int]]]:
    """Each text with its direction, the levels of its characters and their order."""
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.partition("#")[0].strip().split(";")
        if len(fields) == 5:  # as the file's head says
            text = "".join(chr(int(sign, 16)) for sign in fields[0].split())
            yield text, fields[1], fields[3].split(), [int(at) for at in fields[4].split()]


def _stands(text: str, direction: str, levels: list[str], order: list[int]) -> bool:
    base = base_level(text) if direction == "2" else int(direction)
    found = line_levels(text, levels_of(text, base), base)
    kept = [at for at, level in enumerate(levels) if level != "x"]
    stands = [kept[at] for at in visual_order([found[at] for at in kept])]
    return stands == order and all(found[at] == int(levels[at]) for at in kept)
