"""An article forgotten: nothing of it is found, all else still is."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from annotations.errors import NotFoundError
from annotations.model import Relation
from annotations.query import parse
from tests.annotations.store.samples import create, library_at, mark, opened

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from annotations.model import ArticleId


@pytest.mark.parametrize("kept", [1, 5])
def test_the_marks_of_another_article_are_found_whichever_has_more(
    tmp_path: Path, kept: int
) -> None:
    path = tmp_path / "library.db"
    with library_at(path) as library:
        gone = opened(library, tmp_path / "a.txt")
        other = opened(library, tmp_path / "b.txt", "Another text altogether.")
        for _ in range(2):
            create(library, gone, mark("crowd", tags=("sahel",), note="wheat"))
        for _ in range(kept):
            create(library, other, mark("text", text="Another text altogether.", note="rice"))

        library.forget(gone).result()

        assert len(library.find(parse("rice"), sort="newest")) == kept
        assert library.find(parse("crowd or wheat or tag:sahel"), sort="newest") == []
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, search_index, row)"
        )
        terms = {term for (term,) in connection.execute("SELECT term FROM terms")}
    assert {"text", "rice"} <= terms
    assert not {"crowd", "wheat"} & terms


def test_no_row_of_what_is_forgotten_is_left_nor_of_another_lost(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with library_at(path) as library:
        gone = opened(library, tmp_path / "a.txt")
        other = opened(library, tmp_path / "b.txt", "Another text altogether.")
        first = create(library, gone, mark("crowd", tags=("sahel",), fields=(("speaker", "Bah"),)))
        create(library, gone, mark("hall", relations=(Relation(to=first.id, name="answers"),)))
        create(library, other, mark("text", text="Another text altogether.", tags=("sahel",)))
        library.shelf.tag([gone], ["project"]).result()
        library.keep_place(gone, 10, 0.5).result()
        going, staying = _named(path, gone), _named(path, other)
        kept = _rows(path, staying)
        assert len(_rows(path, going)) > 9

        library.forget(gone).result()

        assert _rows(path, going) == {}
        assert _rows(path, staying) == kept
        assert [each for each in library.check() if each.severity != "note"] == []


def test_foreign_keys_hold_again_after_an_article_is_forgotten_or_was_not_there(
    tmp_path: Path,
) -> None:
    with library_at(tmp_path / "library.db") as library:
        gone = opened(library, tmp_path / "a.txt")
        library.forget(gone).result()
        with pytest.raises(NotFoundError):
            library.forget(gone).result()

        held = library.database.maintain(
            lambda connection: connection.execute("PRAGMA foreign_keys").fetchone()
        )

        assert held.result() == (1,)


def _named(path: Path, article: ArticleId) -> list[str]:
    """The ids of an article and of what belongs to it."""
    with closing(sqlite3.connect(path)) as connection:
        statement = "SELECT id FROM {} WHERE article = ?"
        tables = ("annotations", "versions")
        found = [connection.execute(statement.format(each), (article,)) for each in tables]
        return [article, *(identity for rows in found for (identity,) in rows)]


def _rows(path: Path, ids: Sequence[str]) -> dict[str, int]:
    """In how many rows of each table any of these is named, be it within a text."""
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        ).fetchall()
        found = {}
        for (table,) in tables:
            rows = connection.execute(f'SELECT * FROM "{table}"').fetchall()
            count = sum(any(each in str(row) for each in ids) for row in rows)
            if count:
                found[table] = count
    return found
