"""Bookmarks in the library: kept with their text, taken away, gone with their article."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from annotations.anchoring import describe
from annotations.errors import NotFoundError, NothingToUndoError
from annotations.model import ArticleId, Range
from annotations.store.database import Database
from annotations.store.schema import first
from tests.annotations.store.samples import TEXT, Clock, document, library_at, opened, source

if TYPE_CHECKING:
    from pathlib import Path

PLACE = describe(Range(4, 16), TEXT)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


def test_a_bookmark_is_there_also_tomorrow_with_its_text(path: Path) -> None:
    with library_at(path) as library:
        article = opened(library, path.parent / "a.txt")
        made = library.add_bookmark(article, PLACE, "The visit").result()
    with library_at(path) as library:
        recalled = library.recall(source(path.parent / "a.txt", len(TEXT)))

        assert recalled is not None
        assert library.bookmarks(article) == [made]
        assert (made.place, made.section, made.is_here) == (PLACE, "The visit", True)


def test_another_program_sees_it_at_once(path: Path) -> None:
    with library_at(path) as library, library_at(path) as other:
        article = opened(library, path.parent / "a.txt")
        made = library.add_bookmark(article, PLACE).result()

        assert other.bookmarks(article) == [made]


def test_taken_away_it_is_gone_and_a_second_time_is_no_error(path: Path) -> None:
    with library_at(path) as library:
        article = opened(library, path.parent / "a.txt")
        made = library.add_bookmark(article, PLACE).result()
        for _ in range(2):
            library.remove_bookmarks([made.id]).result()

        assert library.bookmarks(article) == []


def test_in_another_version_of_the_text_its_position_does_not_hold(path: Path) -> None:
    with library_at(path) as library:
        article = opened(library, path.parent / "a.txt")
        library.add_bookmark(article, PLACE).result()
        changed = library.open_article(
            document("New. " + TEXT), source(path.parent / "a.txt", 9)
        ).result()

        (bookmark,) = library.bookmarks(article)
        assert changed.article.id == article
        assert not bookmark.is_here
        assert bookmark.place == PLACE


def test_bookmarks_are_no_steps_of_the_history(path: Path) -> None:
    with library_at(path) as library:
        article = opened(library, path.parent / "a.txt")
        library.add_bookmark(article, PLACE).result()

        with pytest.raises(NothingToUndoError):
            library.undo(article).result()


def test_an_unknown_article_has_none_and_gets_none(path: Path) -> None:
    unknown = ArticleId("0" * 36)
    with library_at(path) as library:
        with pytest.raises(NotFoundError):
            library.add_bookmark(unknown, PLACE).result()
        with pytest.raises(NotFoundError):
            library.bookmarks(unknown)


def test_a_forgotten_article_takes_its_bookmarks_along(path: Path) -> None:
    with library_at(path) as library:
        article = opened(library, path.parent / "a.txt")
        library.add_bookmark(article, PLACE).result()
        library.forget(article).result()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM bookmarks").fetchone() == (0,)


def test_a_library_of_the_first_release_gets_the_table(path: Path) -> None:
    with closing(Database(path, clock=Clock(), steps=(first,))):
        pass
    with library_at(path) as library:
        article = opened(library, path.parent / "a.txt")
        library.add_bookmark(article, PLACE).result()

        assert len(library.bookmarks(article)) == 1
