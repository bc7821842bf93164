"""Peak memory of a reader at rest, against the floor app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.benchmarks import texts
from tests.benchmarks.floor import SENTENCE
from tests.benchmarks.measuring import come_to_rest
from tests.benchmarks.table import MEGABYTE, Row

if TYPE_CHECKING:
    from tests.benchmarks.measuring import Bench
    from tests.terminal import Terminal

ALLOWANCE_MB = 40
PER_BYTE = 3
PER_BYTE_ASTRAL = 5
"""Where one character beyond the BMP makes Python keep four bytes for each."""


def rows(bench: Bench) -> list[Row]:
    """Texts of three sizes, one with emoji, one Markdown."""
    folder = bench.folder
    floor_mb = _peak_mb(bench.floor())
    huge = bench.size(100 * texts.MEGABYTE)
    measured = [
        ("text 3 KB", texts.plain_text(folder / "m-small.txt", 3 * texts.KILOBYTE), PER_BYTE),
        ("text 1 MB", texts.plain_text(folder / "m-large.txt", texts.MEGABYTE), PER_BYTE),
        (
            f"text {huge // MEGABYTE} MB",
            texts.plain_text(folder / "m-huge.txt", huge),
            PER_BYTE,
        ),
        (
            "text 10 MB with emoji",
            texts.plain_text(folder / "m-emoji.txt", 10 * texts.MEGABYTE, emoji=True),
            PER_BYTE_ASTRAL,
        ),
        ("Markdown 1 MB", texts.markdown(folder / "m-large.md", texts.MEGABYTE), PER_BYTE),
    ]
    found = []
    for name, path, factor in measured:
        text_mb = path.stat().st_size / MEGABYTE
        found.append(
            Row(
                what=f"peak memory, {name}",
                measured=_peak_mb(bench.postil(path, bench.library("memory"))),
                reference=floor_mb,
                limit=floor_mb + ALLOWANCE_MB + factor * text_mb,
                bound=f"floor + 40 MB + {factor} × text",
                unit="MB",
            )
        )
    return found


def _peak_mb(terminal: Terminal) -> float:
    with terminal:
        come_to_rest(terminal, SENTENCE)
        return terminal.peak_memory_bytes / MEGABYTE
