"""Saved queries, and what a library knows by name for completing others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from annotations.errors import QueryError
from annotations.model import Codebook, Colour, Relation
from annotations.query_completion import Vocabulary
from annotations.query_tree import And, ColourIs, Word
from tests.annotations.store.samples import create, library_at, mark, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from annotations.library import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with library_at(tmp_path / "library.db") as library:
        yield library


def test_a_query_is_saved_under_a_name_and_used_in_others(library: Library) -> None:
    assert library.save_query(" My  Query ", "a b ").result() == "My Query"

    assert library.queries() == {"My Query": "a b"}
    assert library.query('saved:"my query" c') == And((And((Word("a"), Word("b"))), Word("c")))


def test_another_of_the_same_name_takes_its_place(library: Library) -> None:
    library.save_query("Élan", "a").result()
    library.save_query("elan", "b").result()

    assert library.queries() == {"elan": "b"}


def test_a_query_that_would_stand_within_itself_is_not_saved(library: Library) -> None:
    library.save_query("a", "x").result()
    library.save_query("b", "saved:a").result()

    with pytest.raises(QueryError, match="within itself"):
        library.save_query("a", "saved:b").result()
    assert library.queries() == {"a": "x", "b": "saved:a"}


def test_a_saved_query_is_removed_by_its_name(library: Library) -> None:
    library.save_query("Mine", "x").result()

    assert library.remove_query("mine").result()
    assert not library.remove_query("mine").result()
    assert library.queries() == {}


def test_a_colour_is_found_by_its_meaning(library: Library, tmp_path: Path) -> None:
    article = opened(library, tmp_path / "a.txt")
    made = create(library, article, mark("crowd", colour=Colour.RED))
    annotated = replace(
        library.annotated(article), codebook=Codebook(colours=((Colour.RED, "open doubt"),))
    )
    library.import_annotated(annotated).result()

    query = library.query("colour:doubt")

    assert query == ColourIs(Colour.RED)
    assert [each.annotation.id for each in library.find(query)] == [made.id]


def test_what_is_known_by_name(library: Library, tmp_path: Path) -> None:
    article = opened(library, tmp_path / "a.txt")
    first = create(library, article, mark("crowd", tags=("x",), fields=(("speaker", "Awa"),)))
    create(
        library,
        article,
        replace(mark("Monday"), creator="Me", relations=(Relation(to=first.id, name="answers"),)),
    )
    library.write_reference(
        article, {"title": "Visit", "authors": ("A", "B"), "publisher": "P", "language": "en"}
    ).result()
    library.save_query("q", "x").result()

    assert library.vocabulary() == Vocabulary(
        tags=("x",),
        fields=(("speaker", "Awa"),),
        titles=("Visit",),
        authors=("A", "B"),
        publishers=("P",),
        languages=("en",),
        creators=("Me",),
        relations=("answers",),
        queries=(("q", "x"),),
    )
