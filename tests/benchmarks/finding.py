"""Finding in a library of a million marks in five thousand articles, and what its size costs elsewhere."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

from annotations.anchoring import describe
from annotations.library import open_library
from annotations.model import Annotation, AnnotationId, Piece, Range
from annotations.results import MarkEdit, Source
from tests.benchmarks import libraries
from tests.benchmarks.libraries import COMMON, MIDDLING, RARE
from tests.benchmarks.table import Row

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotations.library import Library
    from annotations.model import ArticleId
    from tests.benchmarks.measuring import Bench

MARKS = 1_000_000
ARTICLES = 5_000
SHOWN = 50
"""Marks asked for: what a screen shows."""

NEWEST_LIMIT_MS = 10.0
RELEVANT_LIMIT_MS = 50.0
LIST_LIMIT_MS = 50.0
OPENING_LIMIT_MS = 150.0
"""Beyond the floor."""

ADDING_TIMES = 1.5

QUERIES = {
    "a rare word": RARE,
    "a word in 1 of 100": MIDDLING,
    "a word in 1 of 5": COMMON,
    "a common and a middling word": f"{COMMON} {MIDDLING}",
    "two middling words": f"{MIDDLING} {RARE}",
    "a word with a tag": f"{COMMON} tag:",
    "a word and who speaks": f"{MIDDLING} speaker:",
}


def rows(bench: Bench) -> list[Row]:
    """A made library asked again and again, through the façade but without reading the marks."""
    path = bench.library("finding")
    libraries.make(
        path, articles=ARTICLES // (10 if bench.is_quick else 1), marks=bench.marks(MARKS)
    )
    with open_library(path) as library, open_library(bench.library("empty")) as empty:
        return [
            *_finding(bench, library),
            _adding(bench, library, empty),
            *_listing(bench, library),
            *_shelving(bench, library),
        ]


def _finding(bench: Bench, library: Library) -> list[Row]:
    from annotations.store import search  # beside its use

    vocabulary = library.vocabulary()
    queries = dict(QUERIES)
    queries["a word with a tag"] += vocabulary.tags[-1]
    queries["a word and who speaks"] += vocabulary.fields[0][1].split()[0]
    queries["two middling words"] = f"{MIDDLING} {vocabulary.fields[0][1].split()[0]}"
    found = []
    with library.database.reading() as connection:
        for what, text in queries.items():
            query = library.query(text)
            for sort, limit_ms in (("newest", NEWEST_LIMIT_MS), ("relevance", RELEVANT_LIMIT_MS)):
                took_ms = _median_ms(
                    bench,
                    lambda query=query, sort=sort: search.find(  # type: ignore[misc]  # it is one of them
                        connection, query, limit=SHOWN, sort=sort
                    ),
                )
                found.append(
                    Row(
                        what=f"find {what}, {sort}",
                        measured=took_ms,
                        reference=0,
                        limit=limit_ms,
                        bound=f"{limit_ms:.0f} ms",
                    )
                )
    return found


def _adding(bench: Bench, library: Library, empty: Library) -> Row:
    """A mark a write, in both libraries by turns, so that the disk is the same to both."""
    text = "It was said that the government would not answer. " * 200
    times: dict[Library, list[float]] = {library: [], empty: []}
    articles = {each: _open(each, text) for each in times}
    for number in range(bench.times(60, 30)):
        for each, taken in times.items():
            started_s = time.perf_counter()
            _mark(each, articles[each], text, number * 50)
            taken.append((time.perf_counter() - started_s) * 1000)
    reference = statistics.median(times[empty][5:])
    return Row(
        what="add a mark",
        measured=statistics.median(times[library][5:]),
        reference=reference,
        limit=ADDING_TIMES * reference,
        bound="1.5 × in an empty library",
    )


def _open(library: Library, text: str) -> ArticleId:
    from annotations.document import Document  # beside its use

    opened = library.open_article(
        Document(text=text), Source(kind="path", location="/benchmark.txt")
    )
    return opened.result().article.id


def _mark(library: Library, article: ArticleId, text: str, start: int) -> None:
    held = Range(start, start + 49)
    piece = Piece.of(held, describe(held, text))
    mark = Annotation(id=AnnotationId(""), pieces=(piece,), tags=("benchmark",))
    edit = MarkEdit(before=None, after=mark)
    library.write_marks(article, [edit], action="mark", label="mark").result()


def _listing(bench: Bench, library: Library) -> list[Row]:
    found = []
    for what, text in (("all", ""), ("by a word", COMMON[:4]), ("by a key", "lang:en is:done")):
        query = library.query(text)
        found.append(
            Row(
                what=f"list articles, {what}",
                measured=_median_ms(bench, lambda query=query: library.list_articles(query)),  # type: ignore[misc]
                reference=0,
                limit=LIST_LIMIT_MS,
                bound=f"{LIST_LIMIT_MS:.0f} ms",
            )
        )
    return found


def _shelving(bench: Bench, library: Library) -> list[Row]:
    """What the library's screen waits for: its first rows, and the list narrowed by each letter."""
    from reader.shelving import FIRST_ROWS, Shelving, stock_of  # beside its use

    shelving = Shelving()
    shelving.take(stock_of(library))
    waits = {
        "read the library's first rows": (
            lambda: stock_of(library, limit=FIRST_ROWS),
            OPENING_LIMIT_MS,
        ),
        "narrow the library by a letter": (
            lambda: shelving.ask(library.query(COMMON[:1])),
            LIST_LIMIT_MS,
        ),
        "narrow the library by a word": (
            lambda: shelving.ask(library.query(COMMON)),
            LIST_LIMIT_MS,
        ),
        "count its marks for a key": (
            lambda: library.shelf.answering(library.query("lang:en is:done")),
            LIST_LIMIT_MS,
        ),
    }
    return [
        Row(
            what=what,
            measured=_median_ms(bench, wait),
            reference=0,
            limit=limit_ms,
            bound=f"{limit_ms:.0f} ms",
        )
        for what, (wait, limit_ms) in waits.items()
    ]


def _median_ms(bench: Bench, ask: Callable[[], object]) -> float:
    taken = []
    for _ in range(bench.times(15, 7) + 1):
        started_s = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - started_s) * 1000)
    return statistics.median(taken[1:])
