"""Keys: from the byte written to the last byte that comes back, and a hundred keys at once."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

from tests.benchmarks import texts
from tests.benchmarks.floor import SENTENCE
from tests.benchmarks.marked import mark_article
from tests.benchmarks.measuring import LINES, answer_ms, come_to_rest
from tests.benchmarks.table import Row, percentile

if TYPE_CHECKING:
    from tests.benchmarks.measuring import Bench
    from tests.terminal import Terminal

LINE_KEY = b"j"
PAGE_KEY = b"\x1b[6~"
HOME_KEY = b"g"
PANEL_KEY = b"\t"

CARDS = 8
"""Cards gone down before the first again: with ten marks there are no more."""

LINE_LIMIT_MS = 7.0
PAGE_LIMIT_MS = 10.0
BURST_LIMIT_MS = 80.0
GROWTH_LIMIT = 1.5
BURST = 100

BURST_QUIET_S = 0.4
"""An app that paints late is not taken to be done."""


def rows(bench: Bench) -> list[Row]:
    """A line, a page and a burst in 1 MB without marks; then line, page and card where all is large."""
    source = texts.plain_text(bench.folder / "keys.txt", texts.MEGABYTE)
    with bench.postil(source, bench.library("keys")) as terminal:
        come_to_rest(terminal, SENTENCE)
        line_ms, page_ms = _answers(terminal, bench.times(100, 25))
        bursts = {
            "100 PageDowns": _burst_ms(terminal, PAGE_KEY, bench),
            "100 j": _burst_ms(terminal, LINE_KEY, bench),
        }
    size, marks = bench.size(100 * texts.MEGABYTE), bench.marks(100_000)
    source = texts.plain_text(bench.folder / "keys-huge.txt", size)
    mark_article(source, bench.library("keys-huge"), marks)
    with bench.postil(source, bench.library("keys-huge")) as terminal:
        come_to_rest(terminal, SENTENCE)
        huge_line_ms, huge_page_ms = _answers(terminal, bench.times(100, 25))
        # Ten marks as far from each other as the many are: the text beside them jumps as often.
        source = texts.plain_text(bench.folder / "keys-few.txt", 10 * size // marks)
        mark_article(source, bench.library("keys-few"), 10)
        # Begun once the other rests: what it asks of the terminal would be answered too late.
        with bench.postil(source, bench.library("keys-few")) as few:
            come_to_rest(few, SENTENCE)
            huge_card_ms, card_ms = _cards_ms((terminal, few), bench)
    name = f"{size // texts.MEGABYTE} MB, {marks:,} marks"
    return [
        _alone("line, p95, 1 MB", line_ms, LINE_LIMIT_MS),
        _alone("page, p95, 1 MB", page_ms, PAGE_LIMIT_MS),
        *(_alone(f"{keys} at once, 1 MB", ms, BURST_LIMIT_MS) for keys, ms in bursts.items()),
        _grown(f"line, p95, {name}", huge_line_ms, line_ms),
        _grown(f"page, p95, {name}", huge_page_ms, page_ms),
        _grown(f"panel: card down with {marks:,} marks", huge_card_ms, card_ms, "ten marks"),
    ]


def _answers(terminal: Terminal, count: int) -> tuple[float, float]:
    """The 95th percentile of a line and of a page, once the caret moves the text."""
    terminal.send(LINE_KEY * (LINES + 10))
    terminal.drain()
    lines = [answer_ms(terminal, LINE_KEY) for _ in range(count)]
    pages = [answer_ms(terminal, PAGE_KEY) for _ in range(count)]
    return percentile(lines, 0.95), percentile(pages, 0.95)


def _cards_ms(terminals: tuple[Terminal, Terminal], bench: Bench) -> tuple[float, float]:
    """The 95th percentile of a card down in each of two panels, among the first cards.

    They take turns, so that a busy moment of the machine falls on both.
    """
    for terminal in terminals:
        terminal.send(PANEL_KEY)
        terminal.drain()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(bench.times(15, 4)):
        for terminal in terminals:
            terminal.send(HOME_KEY)
            terminal.drain()
        for _ in range(CARDS):
            for terminal, found in zip(terminals, times, strict=True):
                found.append(answer_ms(terminal, LINE_KEY))
    return percentile(times[0], 0.95), percentile(times[1], 0.95)


def _burst_ms(terminal: Terminal, key: bytes, bench: Bench) -> float:
    """Median time of a hundred keys in one write, from the article's beginning."""
    times = []
    for _ in range(bench.times(7, 3)):
        terminal.send(HOME_KEY)
        terminal.drain()
        times.append(answer_ms(terminal, key * BURST, quiet_s=BURST_QUIET_S))
    return statistics.median(times)


def _alone(what: str, measured_ms: float, limit_ms: float) -> Row:
    return Row(
        what=what, measured=measured_ms, reference=0, limit=limit_ms, bound=f"{limit_ms:g} ms"
    )


def _grown(what: str, measured_ms: float, reference_ms: float, of: str = "1 MB") -> Row:
    return Row(
        what=what,
        measured=measured_ms,
        reference=reference_ms,
        limit=reference_ms * GROWTH_LIMIT,
        bound=f"1.5 × {of}",
    )
