"""First paint: from the start of the process to the text on the screen, against the floor app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.benchmarks import texts
from tests.benchmarks.floor import SENTENCE
from tests.benchmarks.marked import FIRST_NOTE, mark_article
from tests.benchmarks.measuring import first_paints_ms
from tests.benchmarks.table import Row

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.benchmarks.measuring import Bench
    from tests.terminal import Terminal

PAINT_RATIO = 1.25
KNOWN_ALLOWANCE_MS = 80.0


def rows(bench: Bench) -> list[Row]:
    """Each kind and size of text against the floor, the known article with marks last."""
    folder = bench.folder
    huge = bench.size(100 * texts.MEGABYTE)
    sources = {
        "text 3 KB": texts.plain_text(folder / "small.txt", 3 * texts.KILOBYTE),
        "text 1 MB": texts.plain_text(folder / "large.txt", texts.MEGABYTE),
        f"text {huge // texts.MEGABYTE} MB": texts.plain_text(folder / "huge.txt", huge),
        "source code 3 KB": texts.source_code(folder / "small.py", 3 * texts.KILOBYTE),
        "source code 1 MB": texts.source_code(folder / "large.py", texts.MEGABYTE),
        "Markdown 3 KB": texts.markdown(folder / "small.md", 3 * texts.KILOBYTE),
        "Markdown 100 KB": texts.markdown(folder / "middle.md", 100 * texts.KILOBYTE),
        "Markdown 1 MB": texts.markdown(folder / "large.md", texts.MEGABYTE),
    }
    marks = bench.marks(10_000)
    known = f"known text 5 MB, {marks:,} marks"
    known_source = texts.plain_text(folder / "known.txt", 5 * texts.MEGABYTE)
    mark_article(known_source, bench.library("known"), marks)

    def reading(source: Path, library: str) -> Callable[[], Terminal]:
        return lambda: bench.postil(source, bench.library(library))

    found = first_paints_ms(
        {
            "floor": (bench.floor, (SENTENCE,)),
            **{name: (reading(path, "paint"), (SENTENCE,)) for name, path in sources.items()},
            known: (reading(known_source, "known"), (SENTENCE, FIRST_NOTE)),
        },
        bench.times(11, 3),
    )
    floor_ms = found["floor"]
    return [
        Row(
            what=f"first paint, {name}",
            measured=found[name],
            reference=floor_ms,
            limit=floor_ms * PAINT_RATIO,
            bound="1.25 × floor",
        )
        for name in sources
    ] + [
        Row(
            what=f"first paint, {known}",
            measured=found[known],
            reference=floor_ms,
            limit=floor_ms + KNOWN_ALLOWANCE_MS,
            bound="floor + 80 ms",
        )
    ]
