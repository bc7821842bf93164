"""What a benchmark found, as rows of a table: measured, reference, ratio, bound."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADINGS = ("what", "measured", "reference", "ratio", "bound", "ok")

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure beside its reference, both from the same run."""

    what: str
    measured: float
    """In the unit."""
    reference: float
    """In the unit; 0 where the bound stands alone."""
    limit: float
    """The most that `measured` may be, in the unit."""
    bound: str
    """How the limit follows from the reference, for people."""
    unit: str = "ms"

    @property
    def is_met(self) -> bool:
        """True if the figure keeps its bound."""
        return self.measured <= self.limit

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as text, in the order of the headings."""
        ratio = f"{self.measured / self.reference:.2f}" if self.reference else "–"
        reference = f"{self.reference:,.1f} {self.unit}" if self.reference else "–"
        return (
            self.what,
            f"{self.measured:,.1f} {self.unit}",
            reference,
            ratio,
            f"{self.bound} = {self.limit:,.1f}" if self.reference else self.bound,
            "yes" if self.is_met else "NO",
        )


def table(rows: Sequence[Row]) -> str:
    """The rows under their headings, in columns."""
    lines = [HEADINGS, *(row.cells for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    ruled = [lines[0], tuple("-" * width for width in widths), *lines[1:]]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if 0 < column < 4 else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in ruled
    )


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of all do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
