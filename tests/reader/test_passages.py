"""Sentences of texts that a query finds, and the marks made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotations.document import Document
from annotations.library import open_library
from annotations.model import Colour, Range, VersionId
from annotations.query import parse
from annotations.query_tree import And, Not, TextHas
from reader import occurrences, passages
from reader.marking_passages import OtherTextError, by_owner, made_of
from reader.passages import (
    NoWordsError,
    Passage,
    TextSearch,
    in_texts,
    sentences_with,
    words_in_texts,
)
from reader.searching import Query, finder_of
from tests.reader.screens.marked import Mark, library_with

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from annotations.library import Library

FIRST = (
    "# Quotas\n\nThe quota was cut in Mali. Nobody in Mali asked.\nA  quóta\nof wheat stays.\n\n"
    "Subquotas are not meant. The end.\n"
)
SECOND = "# Wheat\n\nWheat alone is spoken of, and of the quota in Mali too. Wheat again.\n"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    for name, text, at in (("a.md", FIRST, "Nobody"), ("b.md", SECOND, "Wheat again")):
        source = tmp_path / name
        source.write_text(text)
        library_with(tmp_path / "x.db", source, [Mark(at)])
    with open_library(tmp_path / "x.db") as library:
        yield library


def found(library: Library, typed: str) -> list[Passage]:
    search = TextSearch(library.query(typed))
    return [passage for each in search(library) for passage in each]


def quotes(library: Library, typed: str) -> list[str]:
    return sorted(each.quote for each in found(library, typed))


def test_words_are_looked_for_in_texts_and_keys_stay_what_they_are() -> None:
    query = in_texts(parse("quota -mali colour:red"))

    assert isinstance(query, And)
    assert query.terms[:2] == (TextHas("quota"), Not(TextHas("mali")))
    assert words_in_texts(query) == ["quota"]


def test_the_sentence_of_a_hit_is_found_without_regard_to_accents_and_soft_breaks(
    library: Library,
) -> None:
    assert quotes(library, "quota") == [
        "A quóta of wheat stays.",
        "Quotas",
        "The quota was cut in Mali.",
        "Wheat alone is spoken of, and of the quota in Mali too.",
    ]


def test_of_several_words_the_sentences_with_the_most_are_taken(library: Library) -> None:
    assert quotes(library, "quota mali") == [
        "The quota was cut in Mali.",
        "Wheat alone is spoken of, and of the quota in Mali too.",
    ]
    (one, *_) = found(library, "quota mali in:quotas")
    assert one.hits == ["quota", "Mali"]


def test_hits_stand_at_their_places_in_the_sentence(library: Library) -> None:
    (passage,) = found(library, '"nobody in mali"')

    assert passage.pieces == (("Nobody in Mali", True), (" asked.", False))
    assert FIRST.replace("# ", "")[passage.held.start : passage.held.end] == passage.quote
    assert passage.where == "Quotas, para. 1"
    assert passage.mark is not None


def test_keys_choose_the_articles(library: Library) -> None:
    assert quotes(library, "quota in:wheat") == [
        "Wheat alone is spoken of, and of the quota in Mali too."
    ]
    assert quotes(library, "mali -wheat") == []
    assert quotes(library, "nowhere") == []


def test_a_query_without_words_says_that_it_needs_some(library: Library) -> None:
    with pytest.raises(NoWordsError):
        TextSearch(library.query("in:wheat"))


def test_passages_of_several_articles_are_marked_in_one_step_and_undone_in_one(
    library: Library,
) -> None:
    made = made_of(library, found(library, "mali"), Colour.GREEN)
    plan = occurrences.highlighting(made.marks, made.marked, "mali", Colour.GREEN)
    edits = by_owner(plan, made.owners)
    library.write_marks_of(edits, action=plan.action, label=plan.label).result()

    assert len(edits) == 2
    assert len(made.marked) == 1
    everything = library.find(library.query(""))
    assert sorted(
        each.annotation.quote for each in everything if each.annotation.colour is Colour.GREEN
    ) == [
        "The quota was cut in Mali.",
        "Wheat alone is spoken of, and of the quota in Mali too.",
    ]

    library.undo().result()

    assert len(library.find(library.query(""))) == 2


def test_a_text_that_has_changed_since_is_not_marked(library: Library) -> None:
    (passage,) = found(library, "again")
    other = passage._replace(version=VersionId("other"), held=Range(0, 3))

    with pytest.raises(OtherTextError):
        made_of(library, [other], Colour.RED)


def test_of_a_long_text_the_first_sentences_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passages, "IN_ARTICLE", 3)
    text = Document(text="The quota stays. Nobody asked. " * 50)
    finders = [finder_of(Query("quota", is_cased=False))]

    found = sentences_with(finders, text, "en")

    assert [held.start for held, _ in found] == [0, 31, 62]
