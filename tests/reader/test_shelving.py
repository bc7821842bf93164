"""What the list of articles shows, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotations.model import ArticleId, Colour, Timestamp
from annotations.query import parse
from annotations.shelf_rows import ShelfRow
from reader.shelving import Shelving, Stock, day_of, plain_words, searched, source_of

if TYPE_CHECKING:
    from annotations.shelf_rows import Status


def _row(
    name: str,
    title: str,
    *,
    updated: str = "2026-01-01T00:00:00Z",
    progress: float = 0.0,
    said: Status = "",
    **rest: object,
) -> ShelfRow:
    row = ShelfRow(
        id=ArticleId(name),
        title=title,
        authors=(),
        publisher="",
        published="",
        url="",
        source=f"/texts/{name}.md",
        tags=(),
        said=said,
        progress=progress,
        opened=Timestamp(""),
        updated=Timestamp(updated),
        captured=Timestamp(""),
        loader="markdown 1",
    )
    return row._replace(**rest)  # type: ignore[arg-type]  # as named


VISIT = _row("a", "The visit to Bamako", updated="2026-01-01T00:00:00.5Z", progress=0.4)
ETUDE = _row("b", "Étude", updated="2026-01-01T00:00:00Z", authors=("Assa Traoré",), said="done")
FUEL = _row("c", "Fuel", updated="2026-02-01T00:00:00Z", tags=("project/fuel",))
ROWS = (VISIT, ETUDE, FUEL)
COUNTS = {VISIT.id: ((Colour.RED, 2), (None, 1)), FUEL.id: ((Colour.YELLOW, 9),)}


@pytest.fixture
def shelving() -> Shelving:
    found = Shelving()
    found.take(Stock(ROWS, COUNTS, [searched(row) for row in ROWS]))
    return found


def _names(shelving: Shelving) -> str:
    return "".join(row.id for row in shelving.found)


def test_all_are_shown_as_the_library_gives_them(shelving: Shelving) -> None:
    assert _names(shelving) == "abc"
    assert not shelving.is_narrowed


@pytest.mark.parametrize(
    ("order", "names"), [("opened", "abc"), ("updated", "cab"), ("title", "bca"), ("marks", "cab")]
)
def test_each_order_puts_them_otherwise(shelving: Shelving, order: str, names: str) -> None:
    shelving.order = order  # type: ignore[assignment]  # one of them
    shelving.arrange()

    assert _names(shelving) == names


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("visit", "a"),
        ("etude", "b"),
        ("traore", "b"),
        ("fuel project", "c"),
        ("isit", ""),
        ("texts", "abc"),
    ],
)
def test_plain_words_are_found_at_once_where_a_word_begins(
    shelving: Shelving, typed: str, names: str
) -> None:
    shelving.ask(parse(typed))

    assert _names(shelving) == names
    assert shelving.is_narrowed


def test_what_only_the_store_can_tell_leaves_what_is_shown_until_it_answers(
    shelving: Shelving,
) -> None:
    query = parse("tag:sahel")

    shelving.ask(query)
    assert _names(shelving) == "abc"
    shelving.answer({FUEL.id: ((Colour.YELLOW, 2),)}, query)

    assert _names(shelving) == "c"
    assert shelving.counts_of(FUEL) == ((Colour.YELLOW, 2),)


def test_an_answer_to_words_adds_the_articles_with_marks_that_hold_them(
    shelving: Shelving,
) -> None:
    query = parse("visit")
    shelving.ask(query)

    shelving.answer({FUEL.id: ((Colour.YELLOW, 1),)}, query)

    assert _names(shelving) == "ac"
    assert shelving.counts_of(VISIT) == ()


def test_without_a_query_all_marks_are_counted_again(shelving: Shelving) -> None:
    query = parse("tag:sahel")
    shelving.ask(query)
    shelving.answer({}, query)
    assert _names(shelving) == ""

    shelving.ask(None)

    assert _names(shelving) == "abc"
    assert shelving.counts_of(VISIT) == COUNTS[VISIT.id]


@pytest.mark.parametrize(("status", "names"), [("unread", "c"), ("reading", "a"), ("done", "b")])
def test_only_one_status_is_shown(shelving: Shelving, status: Status, names: str) -> None:
    shelving.status = status
    shelving.arrange()

    assert _names(shelving) == names


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("one two", ("one", "two")),
        ('"one two"', ("one two",)),
        ("-one", ()),
        ("one or two", ()),
        ("one tag:x", ()),
        ("", ()),
    ],
)
def test_only_words_that_must_all_be_there_are_plain(typed: str, words: tuple[str, ...]) -> None:
    assert plain_words(parse(typed)) == words


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2023-02-08", "8 Feb 2023"),
        ("2023-12-31T10:00:00Z", "31 Dec 2023"),
        ("2023-02", "Feb 2023"),
        ("2023", "2023"),
        ("", ""),
        ("spring 2023", "spring 2023"),
        ("2023-13-01", "2023-13-01"),
        (f"2023-02-{'1' * 5000}", "Feb 2023"),
        (f"2023-{'1' * 5000}", f"2023-{'1' * 5000}"),
    ],
)
def test_a_date_is_shown_as_people_write_it(published: str, day: str) -> None:
    assert day_of(published) == day


@pytest.mark.parametrize(
    ("known", "source"),
    [
        ({"publisher": "Le Faso", "url": "https://x.org"}, "Le Faso"),
        ({"url": "https://www.example.org/a.html"}, "example.org"),
        ({"source": "https://[broken"}, ""),
        ({"source": "/a/b/minutes.DOCX"}, "docx"),
        ({"source": "standard input"}, "markdown"),
    ],
)
def test_where_an_article_came_from_is_told_in_a_word(
    known: dict[str, object], source: str
) -> None:
    assert source_of(VISIT._replace(**known)) == source  # type: ignore[arg-type]  # as named
