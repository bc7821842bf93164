"""A search under way: what it is asked is answered before it is through, and keys never wait."""

from __future__ import annotations

import asyncio
import time

import pytest

from annotations.document import Block, BlockKind, Blocks, Document
from annotations.model import Range
from reader.searching import PatternError, Query
from reader.seeking import Search


def document_of(text: str) -> Document:
    paragraphs, at = [], 0
    for part in text.split("\n\n"):
        paragraphs.append(Block(BlockKind.PARAGRAPH, at, at + len(part)))
        at += len(part) + 2
    return Document(text=text, blocks=Blocks(paragraphs))


FILLER = "nothing of note stands here\n\n" * 20_000
LONG = document_of(f"needle one\n\n{FILLER}needle two\n\n{FILLER}needle three")
PLACES = [Range(place, place + 6) for place in (0, 580_012, 1_160_024)]


async def test_the_next_hit_is_known_before_the_search_is_through() -> None:
    search = Search(Query("needle"), LONG, 100)

    following = await search.after(100)

    assert following.hit == PLACES[1]
    assert not following.is_wrapped
    await search.wait()
    assert len(search.hits) == 3
    assert not search.is_running


async def test_after_the_last_comes_the_first_and_before_the_first_the_last() -> None:
    search = Search(Query("needle"), LONG, 1_160_025)

    assert await search.after(1_160_025) == (PLACES[0], True)
    assert await search.before(0) == (PLACES[2], True)
    assert await search.before(PLACES[1].start) == (PLACES[0], False)


async def test_what_stands_nowhere_is_said_to() -> None:
    search = Search(Query("haystack"), LONG, 5)

    assert (await search.after(5)).hit is None
    assert (await search.before(5)).hit is None


async def test_more_hits_than_are_kept_are_found_where_the_reader_is() -> None:
    search = Search(Query("note"), LONG, 0, limit=10)
    await search.wait()
    assert search.hits.is_full

    far = LONG.text.index("note", 700_000)
    assert (await search.after(700_000)).hit == Range(far, far + 4)
    assert (await search.before(far)).hit == Range(far - 29, far - 25)

    search.show(200_000, 200_100)
    await search.wait()
    assert search.hits.within(200_000, 200_100)


async def test_a_stretch_that_is_known_is_not_searched_again() -> None:
    search = Search(Query("needle"), LONG, 0)
    await search.wait()
    hits = search.hits

    search.show(0, 100)

    assert search.hits is hits


async def test_a_bad_pattern_reaches_whoever_waits() -> None:
    search = Search(Query("(", is_regex=True), LONG, 0)

    with pytest.raises(PatternError):
        await search.after(0)
    with pytest.raises(PatternError):
        await search.before(0)
    with pytest.raises(PatternError):
        await search.wait()


async def test_the_end_is_told_once_it_is_over() -> None:
    over = asyncio.Event()
    search: Search

    def changed() -> None:
        if not search.is_running:
            over.set()

    search = Search(Query("needle"), LONG, 0, changed)

    await asyncio.wait_for(over.wait(), 30)
    assert len(search.hits) == 3


async def test_a_search_that_is_stopped_goes_no_further() -> None:
    search = Search(Query("needle"), LONG, 0)
    search.stop()
    await asyncio.sleep(0)

    assert not search.is_running
    assert not search.hits.is_complete


async def test_the_loop_is_free_while_a_long_text_is_searched() -> None:
    text = document_of("a line of ordinary words, fifty in all\n" * 500_000)
    search = Search(Query("absent words"), text, 0)
    longest = 0.0
    while search.is_running:
        begun = time.perf_counter()
        await asyncio.sleep(0.001)
        longest = max(longest, time.perf_counter() - begun)

    assert search.hits.is_complete
    assert longest < 0.25  # far above the 5 ms it is, for a machine with much else to do
