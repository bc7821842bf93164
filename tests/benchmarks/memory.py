"""Peak memory of a reader at rest, against the floor app; and that none is lost key by key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.benchmarks import texts
from tests.benchmarks.floor import SENTENCE
from tests.benchmarks.marked import mark_article
from tests.benchmarks.measuring import come_to_rest
from tests.benchmarks.table import MEGABYTE, Row

if TYPE_CHECKING:
    from tests.benchmarks.measuring import Bench
    from tests.terminal import Terminal

ALLOWANCE_MB = 40
PER_BYTE = 3
PER_BYTE_ASTRAL = 5
"""Where one character beyond the BMP makes Python keep four bytes for each."""


GROWTH_MB = 3
"""What ten thousand keys may cost: caches that fill, and no more."""

KEYS_BEFORE, KEYS_MORE = 2_000, 10_000

_ESCAPE, _PAGE_DOWN, _PAGE_UP = b"\x1b[27u", b"\x1b[6~", b"\x1b[5~"

ROUND = (
    *((b"j", 20), (_PAGE_DOWN, 20), (_PAGE_UP, 10), (b"w", 10), (b")", 10), (b"}", 10)),
    *((b"s", 2), (b"p", 1), (_ESCAPE, 1), (b"v", 1), (b"l", 5), (_ESCAPE, 1), (b"c", 1)),
    *((_ESCAPE, 1), (b"]", 5), (b"[", 2), (b"\t", 1), (b"j", 3), (b"k", 2), (b"\t", 1)),
    *((b"\\", 2), (b"<", 1), (b">", 1), (b"?", 1), (_PAGE_DOWN, 2), (b"q", 1), (b"\x10", 1)),
    *((b"quit", 1), (_ESCAPE, 1), (b"t", 1), (b"x", 3), (_ESCAPE, 1), (b"a", 1), (_ESCAPE, 1)),
    (b"g", 1),
)
"""Everything that moves, selects and opens, and how often; marks would be data."""

ANSWER_S, QUIET_S = 0.1, 0.01
"""Patience with a key that may bring nothing, and after the last of what one has brought."""


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
    return [*found, _growth(bench)]


def _growth(bench: Bench) -> Row:
    """Memory after many keys against that after some."""
    source = texts.plain_text(bench.folder / "m-keys.txt", texts.MEGABYTE)
    library = bench.library("memory-keys")
    mark_article(source, library, 200)
    with bench.postil(source, library) as terminal:
        come_to_rest(terminal, SENTENCE)
        _press(terminal, bench.times(KEYS_BEFORE, KEYS_BEFORE // 2))
        before_mb = terminal.memory_bytes / MEGABYTE
        _press(terminal, bench.times(KEYS_MORE, KEYS_MORE // 4))
        after_mb = terminal.memory_bytes / MEGABYTE
    return Row(
        what=f"memory after {KEYS_MORE:,} more keys",
        measured=after_mb,
        reference=before_mb,
        limit=before_mb + GROWTH_MB,
        bound=f"after {KEYS_BEFORE:,} keys + {GROWTH_MB} MB",
        unit="MB",
    )


def _press(terminal: Terminal, count: int) -> None:
    """Type at least so many keys, each after what the one before has brought: none is typed ahead."""
    typed = 0
    while typed < count:
        for key, times in ROUND:
            terminal.send(key * times)
            typed += times
            if terminal.read(ANSWER_S) is not None:
                terminal.drain(QUIET_S)
    terminal.drain()


def _peak_mb(terminal: Terminal) -> float:
    with terminal:
        come_to_rest(terminal, SENTENCE)
        return terminal.peak_memory_bytes / MEGABYTE
