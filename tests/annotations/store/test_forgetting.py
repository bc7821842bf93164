"""An article forgotten: nothing of it is found, all else still is."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from annotations.query import parse
from tests.annotations.store.samples import create, library_at, mark, opened

if TYPE_CHECKING:
    from pathlib import Path


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
