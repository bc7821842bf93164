"""The library as a script uses it."""

from __future__ import annotations

import threading
from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations import Article, OpenLibrary, Range, document_of, open_library
from annotations.document import BlockKind
from annotations.errors import (
    AmbiguousError,
    ExchangeError,
    ExportWouldOverwriteError,
    InvalidValueError,
    NotFoundError,
    NothingToUndoError,
    PostilError,
    QueryError,
)
from annotations.model import Colour

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

TEXT = """The visit

The minister came on Monday. “The world
has changed,” he said, and the world applauded.
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[OpenLibrary]:
    with open_library(tmp_path / "library.db") as library:
        yield library


def test_a_text_is_added_marked_found_changed_and_written(
    library: OpenLibrary, tmp_path: Path
) -> None:
    article = library.add_article(TEXT, title="The visit", authors=["Ada"])

    made = library.add(
        article,
        "The world has changed",
        colour="red",
        tags=["sahel/russia"],
        note="Who says so?",
        fields={"speaker": "Lavrov"},
    )

    assert made.quote == "The world\nhas changed"
    (found,) = library.find("tag:sahel speaker:lavrov")
    assert (found.annotation, found.article.name) == (made, "The visit")
    changed = library.edit(made, note="He does.")
    assert (changed.colour, changed.tags, changed.note) == (Colour.RED, made.tags, "He does.")
    assert library.marks("visit") == [changed]
    assert library.tags() == {"sahel/russia": 1}
    assert library.export(article, "markdown").startswith("# The visit\n")
    library.export_to(article, tmp_path / "visit.yaml")
    with open_library(tmp_path / "other.db") as other:
        (imported,) = other.take_in(tmp_path / "visit.yaml")
        assert imported.added == 1
        assert other.marks(imported.article)[0].note == "He does."
    (tmp_path / "visit.json").write_text(library.export(article, "hypothesis"))
    with open_library(tmp_path / "third.db") as third:
        (imported,) = third.take_in(tmp_path / "visit.json")
        assert third.marks(imported.article)[0].note == "He does."
    library.delete(changed)
    assert library.marks(article) == []
    assert library.undo().startswith("delete “The world")
    assert library.marks(article)[0].note == "He does."


def test_a_second_time_the_article_is_the_same(library: OpenLibrary) -> None:
    first = library.add_article(TEXT)

    assert library.add_article(TEXT).id == first.id
    assert library.add_article(TEXT + " And more.", source="https://example.org/a").id != first.id
    assert len(library.articles()) == 2


def test_a_file_is_known_by_its_path(library: OpenLibrary, tmp_path: Path) -> None:
    path = tmp_path / "visit.txt"
    path.write_text(TEXT)

    article = library.add_article(document_of(TEXT, title="The visit"), source=path)

    assert article.source == str(path)
    assert library.articles("visit")[0].article == article
    assert library.text(article).text == TEXT
    with pytest.raises(InvalidValueError, match="cannot be read"):
        library.add_article(TEXT, source=tmp_path / "missing.txt")


def test_a_mark_is_made_by_range_by_number_and_on_the_whole(library: OpenLibrary) -> None:
    article = library.add_article(TEXT)
    start = TEXT.index("Monday")

    by_range = library.add(article, Range(start, start + 6), colour=None)
    by_number = library.add(article, "world", nth=2)
    on_article = library.add(article, note="Read again.")

    assert (by_range.quote, by_range.colour) == ("Monday", None)
    assert by_number.start == TEXT.rindex("world")
    assert (on_article.pieces, on_article.colour) == ((), None)


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda lib, a: lib.add(a, "world"), AmbiguousError),
        (lambda lib, a: lib.add(a, "world", nth=3), NotFoundError),
        (lambda lib, a: lib.add(a, "moon"), NotFoundError),
        (lambda lib, a: lib.add(a, " "), InvalidValueError),
        (lambda lib, a: lib.add(a, Range(0, 10_000)), InvalidValueError),
        (lambda lib, a: lib.add(a, "Monday", colour="pink"), InvalidValueError),
        (lambda lib, a: lib.add(a, "Monday", tags="sahel"), InvalidValueError),
        (lambda lib, a: lib.add(a, "Monday", tags=["a//b"]), InvalidValueError),
        (lambda lib, _a: lib.add("no such article", "Monday"), NotFoundError),
        (lambda lib, _a: lib.add_article("x", titel="y"), InvalidValueError),
        (lambda lib, _a: lib.find("tag:("), QueryError),
        (lambda lib, a: lib.export(a, "papyrus"), InvalidValueError),
        (lambda lib, a: lib.export_to(a, "x.papyrus"), InvalidValueError),
        (lambda lib, _a: lib.take_in("x.papyrus"), InvalidValueError),
        (lambda lib, _a: lib.take_in(__file__), ExchangeError),
        (lambda lib, _a: lib.undo(), NothingToUndoError),
    ],
)
def test_what_a_script_gets_wrong_is_said_and_nothing_is_written(
    library: OpenLibrary,
    call: Callable[[OpenLibrary, Article], object],
    error: type[PostilError],
) -> None:
    article = library.add_article(TEXT)

    with pytest.raises(error):
        call(library, article)

    assert library.marks(article) == []
    assert library.library.history() == []


def test_a_file_that_was_edited_is_not_replaced(library: OpenLibrary, tmp_path: Path) -> None:
    article = library.add_article(TEXT)
    path = tmp_path / "visit.yaml"
    library.export_to(article, path)
    library.export_to(article, path)
    path.write_text(path.read_text() + "# mine\n")

    with pytest.raises(ExportWouldOverwriteError):
        library.export_to(article, path)


def test_no_thread_is_left(tmp_path: Path) -> None:
    before = threading.enumerate()

    with open_library(tmp_path / "library.db") as library:
        article = library.add_article(TEXT)
        library.add(article, "Monday")
        library.find("monday")
        library.library.safekeeping.care().result()

    assert threading.enumerate() == before
    with pytest.raises(ValueError, match="closed"):
        library.find("monday")
    library.close()


def test_a_string_becomes_paragraphs() -> None:
    document = document_of("\ufeffOne\r\ntwo\n \n\n  Three\x07\n\n", authors="Ada")

    assert document.text == "One\ntwo\n \n\n  Three\ufffd\n\n"
    assert [document.text[each.start : each.end] for each in document.blocks] == [
        "One\ntwo",
        "Three\ufffd",
    ]
    assert document.metadata.authors == ("Ada",)


@given(st.text(max_size=80))
def test_any_string_becomes_a_document_whose_blocks_hold_all_words(text: str) -> None:
    document = document_of(text)

    covered = "".join(document.text[each.start : each.end] for each in document.blocks)
    assert "".join(covered.split()) == "".join(document.text.split())
    assert document.sha256
    assert {each.kind for each in document.blocks} <= {BlockKind.PARAGRAPH}


def test_every_export_can_be_had() -> None:
    package = import_module("annotations")

    assert all(getattr(package, name).__name__ == name for name in package.__all__)
