"""A PDF of 500 pages: the first screen, the whole, memory; and damaged states of a small one."""

from __future__ import annotations

import contextlib
import random
import time
from multiprocessing import get_context
from typing import TYPE_CHECKING

import pypdfium2

from annotations.errors import SourceError
from reader import loaders
from reader.loaders import Hint, SourceBytes
from tests.benchmarks.measuring import Stopwatch
from tests.benchmarks.table import MEGABYTE, Row
from tests.pdfs import Page, Placed, column, pdf
from tests.reader.loaders.mutation import mutations

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from tests.benchmarks.measuring import Bench

FIRST_SCREEN_MS = 1000.0
WHOLE_RATIO = 2.0
"""Of the time in which the library gives the text of all pages with its boxes: see `_bare`."""

MEMORY_MB = 512.0
DAMAGED_MS = 5000.0
"""For the slowest damaged state, the start of its process included."""

PAGES, LINES, WORDS = 500, 48, 13
HINT = Hint(name="paper.pdf")


def rows(bench: Bench) -> list[Row]:
    """The bare parse of the same file in the same run is the reference for the whole."""
    data = _paper()
    heads: list[float] = []
    wholes: list[float] = []
    bare: list[float] = []
    for _ in range(bench.times(5, 1)):
        with Stopwatch() as watch:
            head = loaders.load_head(SourceBytes(data), HINT)
        heads.append(watch.elapsed_ms)
        with Stopwatch() as watch:
            whole = loaders.load_whole(SourceBytes(data), HINT)
        wholes.append(watch.elapsed_ms)
        with Stopwatch() as watch:
            count = _bare(data)
        bare.append(watch.elapsed_ms)
        assert not head.is_whole
        assert count >= PAGES * (LINES - 2)
        assert len(whole.document.locators) == PAGES
    return [
        Row(
            what=f"PDF of {PAGES} pages: head, its process included",
            measured=min(heads),
            reference=0,
            limit=FIRST_SCREEN_MS,
            bound="1 s",
        ),
        Row(
            what=f"PDF of {PAGES} pages: whole, its process included",
            measured=min(wholes),
            reference=min(bare),
            limit=min(bare) * WHOLE_RATIO,
            bound=f"{WHOLE_RATIO:g} × text with its boxes",
        ),
        Row(
            what=f"PDF of {PAGES} pages: peak memory of its process",
            measured=_peak_mb(data),
            reference=0,
            limit=MEMORY_MB,
            bound="512 MB",
            unit="MB",
        ),
        _damaged(bench.times(1000, 20)),
    ]


def _paper() -> bytes:
    chance = random.Random(1)
    known = [
        "".join(chance.choices("abcdefghilmnorstu", k=chance.randint(2, 9))) for _ in range(5000)
    ]
    pages = []
    for number in range(PAGES):
        lines = [" ".join(chance.choices(known, k=WORDS)) for _ in range(LINES)]
        lines[7] = lines[20] = ""
        placed = [*column(lines, top=720), Placed(str(number + 1), 300, 40)]
        pages.append(Page(lines=placed))
    return pdf(pages)


def _bare(data: bytes) -> int:
    """The text of each page with its boxes, by the library's own calls: the reference.

    A PDF has no paragraphs. Whoever makes some needs to know where each string stands that was drawn,
    besides what it says; with the text alone nobody could read columns, headings or heads in it. No
    font is asked for, no process started, nothing kept.

    Returns:
        How many strings there are.
    """
    document = pypdfium2.PdfDocument(data)
    count = 0
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        text.get_text_range()
        for box in range(text.count_rects()):
            text.get_rect(box)
            count += 1
        text.close()
        page.close()
    return count


def _peak_mb(data: bytes) -> float:
    """Of the largest process that another one, which does nothing else, has started."""
    here, there = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=_load_and_tell, args=(data, there))
    process.start()
    peak: float = here.recv()
    process.join()
    return peak / MEGABYTE


def _load_and_tell(data: bytes, answer: Connection) -> None:
    import resource

    loaders.load_whole(SourceBytes(data), HINT)
    answer.send(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)


def _damaged(count: int) -> Row:
    lines = [Placed("A heading", 72, 760, 18), *column(["Some lines of it", "and another one."])]
    valid = pdf([Page(lines=lines)] * 2, outline=[("A heading", 0, 760)], labels="0 << /S /r >>")
    slowest = 0.0
    read = 0
    for data in mutations(valid, count):
        begun_s = time.perf_counter()
        with contextlib.suppress(SourceError):
            read += bool(loaders.load_whole(SourceBytes(data), HINT).document.text)
        slowest = max(slowest, time.perf_counter() - begun_s)
    return Row(
        what=f"PDF: the slowest of {count:,} damaged states ({read:,} read)",
        measured=slowest * 1000,
        reference=0,
        limit=DAMAGED_MS,
        bound="5 s",
    )
