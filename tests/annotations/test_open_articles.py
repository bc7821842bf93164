"""Articles opened again: many marks from around the reading place first, a revision where one read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotations.model import Annotation, AnnotationId, ArticleId, IdSource, Piece, Range, State
from annotations.results import MarkEdit
from annotations.store.reading import NEAR_LENGTH, SLICE_LENGTH
from tests.annotations.store.samples import create, document, library_at, mark, source, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from annotations.library import Library

STEP = 500
COUNT = SLICE_LENGTH + 150
TEXT = ("word " * (STEP // 5)) * COUNT


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with library_at(tmp_path / "library.db") as library:
        yield library


def place(library: Library) -> Path:
    return library.path.parent / "a.txt"


@pytest.fixture
def article(library: Library) -> ArticleId:
    """A long text with a mark at every so many code points, a note on it and an orphan."""
    opened = library.open_article(document(TEXT), source(place(library), len(TEXT))).result()
    new_id = IdSource()
    marks = [
        Annotation(
            id=AnnotationId(new_id()),
            pieces=(Piece(range=Range(start, start + 4), quote="word"),),
            tags=(f"tag-{start % 7}",),
        )
        for start in range(0, COUNT * STEP, STEP)
    ]
    marks.append(Annotation(id=AnnotationId(new_id()), note="on the article"))
    lost = Piece(range=None, quote="gone", state=State.ORPHANED)
    marks.append(Annotation(id=AnnotationId(new_id()), pieces=(lost,)))
    write(library, opened.article.id, *(MarkEdit(before=None, after=each) for each in marks))
    # The text is stored by a write of its own, before this one.
    library.keep_place(opened.article.id, 0, 0.0).result()
    return opened.article.id


def starts(annotations: tuple[Annotation, ...]) -> list[int]:
    return [each.start for each in annotations if each.start is not None]


def test_of_many_marks_those_around_the_reading_place_come_first(
    library: Library, article: ArticleId
) -> None:
    middle = COUNT // 2 * STEP
    library.keep_place(article, middle, 0.5).result()

    recalled = library.recall(source(place(library), len(TEXT)), most=300)

    assert recalled is not None
    assert recalled.position == middle
    assert recalled.mark_count == COUNT + 2
    near = starts(recalled.annotations)
    assert near == [
        start
        for start in range(0, COUNT * STEP, STEP)
        if middle - NEAR_LENGTH < start + 4 and start < middle + NEAR_LENGTH
    ]
    assert {each.tags for each in recalled.annotations if each.start == middle} == {
        (f"tag-{middle % 7}",)
    }


def test_what_stands_nowhere_comes_with_the_first(library: Library, article: ArticleId) -> None:
    opened = library.opened(article, most=300)

    assert opened is not None
    nowhere = [each for each in opened.annotations if each.start is None]
    assert sorted(each.note for each in nowhere) == ["", "on the article"]
    assert [each.quote for each in nowhere if each.pieces] == ["gone"]


def test_where_even_the_near_ones_are_too_many_the_nearest_are_given(
    library: Library, article: ArticleId
) -> None:
    library.keep_place(article, 100 * STEP, 0.2).result()

    opened = library.opened(article, most=5)

    assert opened is not None
    assert starts(opened.annotations) == [number * STEP for number in range(98, 103)]


def test_without_a_limit_or_below_it_all_are_given(library: Library, article: ArticleId) -> None:
    everything = library.opened(article)
    enough = library.opened(article, most=COUNT + 2)

    assert everything is not None
    assert enough is not None
    assert len(everything.annotations) == everything.mark_count == COUNT + 2
    assert enough.annotations == everything.annotations


def test_read_in_slices_they_are_the_same(library: Library, article: ArticleId) -> None:
    pauses: list[None] = []

    found = library.annotations(article, pause=lambda: pauses.append(None))

    assert found == library.annotations(article)
    assert len(pauses) == -(-(COUNT + 2) // SLICE_LENGTH)


def test_reading_them_ends_when_it_is_told_to(library: Library, article: ArticleId) -> None:
    class EndedError(Exception):
        pass

    def end() -> None:
        raise EndedError

    with pytest.raises(EndedError):
        library.annotations(article, pause=end)

    assert len(library.annotations(article)) == COUNT + 2


def test_a_part_in_an_older_version_has_its_pieces_lost_there(
    library: Library, article: ArticleId
) -> None:
    """What was marked in the present version only is told as lost in the one that is read."""
    with library.database.reading() as connection:
        from annotations.store.reading import Reading  # only here

        elsewhere = Reading(connection).of_article(article, "00000000-0000-7000-8000-000000000000")

    assert len(elsewhere) == COUNT + 2
    assert not starts(tuple(elsewhere))
    assert [each.quote for each in elsewhere if each.pieces] == ["word"] * COUNT + ["gone"]


REPORT = "".join(f"Sentence {number} of the report stands here.\n\n" for number in range(60))


@pytest.mark.parametrize("is_kept", [True, False])
@pytest.mark.parametrize("words", ["", "Sentence 0 of", "Sentence 30 of"])
def test_a_revision_opens_where_one_stopped(library: Library, words: str, *, is_kept: bool) -> None:
    read = library.open_article(document(REPORT), source(place(library), len(REPORT))).result()
    if is_kept:
        create(library, read.article.id, mark("Sentence 3 of", text=REPORT))
    # What is in view reaches further than the caret.
    library.keep_place(read.article.id, REPORT.index(words), 0.8).result()
    revision = "A new beginning.\n\n" * 3 + REPORT if is_kept and words else REPORT + "The end.\n\n"

    again = library.open_article(document(revision), source(place(library), len(revision))).result()

    assert again.version.id != read.version.id
    assert abs(again.position - revision.index(words)) <= (0 if is_kept else 10)
