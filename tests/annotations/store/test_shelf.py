"""Articles as wholes: rows, counts, and what is said of them as steps of the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotations.errors import ConflictError, InvalidValueError, NotFoundError
from annotations.model import ArticleId, Colour
from annotations.query import parse
from annotations.results import Shelved
from annotations.shelf_rows import total
from annotations.store import connections
from tests.annotations.store.samples import (
    TEXT,
    create,
    document,
    library_at,
    mark,
    opened,
    source,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from annotations.library import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with library_at(tmp_path / "library.db") as found:
        yield found


@pytest.fixture
def two(library: Library, tmp_path: Path) -> tuple[ArticleId, ArticleId]:
    """An article with three marks, and one with none that was opened later."""
    first = opened(library, tmp_path / "a.txt")
    create(library, first, mark("crowd", tags=("sahel",), note="count them"))
    create(library, first, mark("hall", colour=Colour.RED))
    create(library, first, mark("firm will", colour=None))
    return first, opened(library, tmp_path / "b.txt", "Another text altogether.")


# --- rows -------------------------------------------------------------------------------------


def test_the_article_opened_last_comes_first(
    library: Library, two: tuple[ArticleId, ArticleId]
) -> None:
    library.keep_place(two[0], 10, 0.5).result()

    assert [row.id for row in library.shelf.rows()] == list(two)
    assert [row.id for row in library.shelf.rows(limit=1)] == [two[0]]


def test_a_row_tells_the_reference_the_tags_and_how_far_it_was_read(
    library: Library, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    read = document(TEXT, title="Guessed", publisher="Le Faso", published="2023-02-09")
    article = library.open_article(read, source(path)).result().article.id
    library.write_reference(article, {"title": "The visit", "authors": ("A", "B")}).result()
    library.shelf.tag([article], ["b", "a"]).result()
    library.keep_place(article, 10, 0.25).result()

    (row,) = library.shelf.rows()

    assert (row.title, row.authors, row.publisher) == ("The visit", ("A", "B"), "Le Faso")
    assert (row.published, row.source, row.tags) == ("2023-02-09", str(path), ("b", "a"))
    assert (row.progress, row.loader, row.said) == (0.25, "text 1", "")
    assert row.opened
    assert row.updated
    assert row.captured


@pytest.mark.parametrize(
    ("progress", "status"),
    [(0.0, "unread"), (0.01, "reading"), (0.97, "reading"), (0.98, "done"), (1.0, "done")],
)
def test_the_status_is_as_far_as_one_has_read(
    library: Library, two: tuple[ArticleId, ArticleId], progress: float, status: str
) -> None:
    library.keep_place(two[0], 0, progress).result()

    assert library.shelf.rows()[0].status == status


def test_an_empty_library_has_no_rows(library: Library) -> None:
    assert library.shelf.rows() == []
    assert library.shelf.counts() == {}
    assert library.shelf.answering(parse("")) == {}


# --- counts -----------------------------------------------------------------------------------


def test_marks_are_counted_by_colour_in_the_order_of_the_colours(
    library: Library, two: tuple[ArticleId, ArticleId]
) -> None:
    counts = library.shelf.counts()

    assert counts == {two[0]: ((Colour.YELLOW, 1), (Colour.RED, 1), (None, 1))}
    assert total(counts, two[0]) == 3
    assert total(counts, two[1]) == 0
    assert library.shelf.counts([two[1]]) == {}


def test_marks_are_counted_anew_once_there_is_another(
    library: Library, two: tuple[ArticleId, ArticleId]
) -> None:
    before = library.shelf.counts()

    create(library, two[1], mark("text", text="Another text altogether."))

    assert two[1] not in before
    assert total(library.shelf.counts(), two[1]) == 1


def test_the_articles_of_a_status_come_with_all_their_marks(
    library: Library, two: tuple[ArticleId, ArticleId]
) -> None:
    assert library.shelf.answering(parse("is:unread")) == {
        two[0]: ((Colour.YELLOW, 1), (Colour.RED, 1), (None, 1)),
        two[1]: (),
    }


def test_of_a_query_the_marks_that_answer_are_counted(
    library: Library, two: tuple[ArticleId, ArticleId]
) -> None:
    assert library.shelf.answering(parse("tag:sahel")) == {two[0]: ((Colour.YELLOW, 1),)}


def test_of_an_article_that_answers_only_by_itself_all_marks_are_counted(
    library: Library, two: tuple[ArticleId, ArticleId]
) -> None:
    library.write_reference(two[1], {"title": "Fuel and wheat"}).result()
    library.shelf.tag(two, ["project"]).result()

    assert library.shelf.answering(parse("wheat")) == {two[1]: ()}
    assert library.shelf.answering(parse("tag:project")) == library.shelf.answering(
        parse("is:unread")
    )


def test_the_marks_of_an_article_come_by_place(
    library: Library, two: tuple[ArticleId, ArticleId]
) -> None:
    found = library.shelf.marks(two[0], parse(""), 2)

    assert [each.annotation.quote for each in found] == ["firm will", "crowd"]
    assert found[0].article.id == two[0]
    assert [each.annotation.quote for each in library.shelf.marks(two[0], parse("count"), 9)] == [
        "crowd"
    ]


@pytest.mark.parametrize(
    "query",
    [
        "crowd",
        "-crowd",
        "tag:sahel colour:yellow",
        "note:count",
        "is:untagged OR note:nothing",
        " ".join(["(crowd OR (Monday", "-(firm OR crow))"] * 3 + [")"] * 3),
    ],
)
def test_in_an_article_a_query_takes_what_it_takes_of_it_in_all(
    library: Library, two: tuple[ArticleId, ArticleId], query: str
) -> None:
    create(library, two[1], mark("Another", text="Another text altogether.", note="crowd"))
    asked = library.query(query)
    found = library.find(asked)
    assert found or query == "note:count"

    for article in two:
        shown = library.shelf.marks(article, asked, 9)

        wanted = [each for each in found if each.article.id == article]
        assert {each.annotation.id for each in shown} == {each.annotation.id for each in wanted}


def test_an_answer_that_is_not_wanted_any_more_comes_at_once_and_empty(
    library: Library, two: tuple[ArticleId, ArticleId], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "STEP_OPERATIONS", 1)
    wanted = iter((True, True, False))

    assert library.shelf.answering(parse("crowd"), lambda: not next(wanted, False)) == {}
    assert library.shelf.answering(parse("crowd"), lambda: False).keys() == {two[0]}
    assert library.shelf.answering(parse("crowd")).keys() == {two[0]}


# --- removing ---------------------------------------------------------------------------------


def test_a_removed_article_is_in_no_list_and_answers_no_query(
    library: Library, two: tuple[ArticleId, ArticleId]
) -> None:
    assert library.shelf.remove(two).result().articles == 2

    assert library.shelf.rows() == []
    assert library.list_articles(parse("")) == []
    assert library.find(parse("crowd")) == []
    assert library.shelf.answering(parse("tag:sahel")) == {}
    assert library.shelf.counts() == {}
    with pytest.raises(NotFoundError):
        library.find_article("Another")


def test_one_undo_brings_all_of_a_removal_back(
    library: Library, two: tuple[ArticleId, ArticleId]
) -> None:
    library.shelf.remove(two).result()

    undone = library.undo().result()

    assert undone.entry.label == "removal of 2 articles"
    assert len(library.shelf.rows()) == 2
    assert len(library.find(parse("crowd"))) == 1
    library.redo().result()
    assert library.shelf.rows() == []


def test_removing_what_is_removed_already_is_no_step(
    library: Library, two: tuple[ArticleId, ArticleId]
) -> None:
    library.shelf.remove(two).result()
    before = len(library.history())

    assert library.shelf.remove(two).result() == Shelved(0, None)
    assert len(library.history()) == before


def test_opening_a_removed_article_brings_it_back_with_its_marks(
    library: Library, two: tuple[ArticleId, ArticleId], tmp_path: Path
) -> None:
    library.shelf.remove(two).result()

    recalled = library.recall(source(tmp_path / "a.txt", len(TEXT)))

    assert recalled is not None
    assert len(recalled.annotations) == 3
    assert "is in it again" in recalled.notices[-1]
    assert [row.id for row in library.shelf.rows()] == [two[0]]


def test_reading_the_source_of_a_removed_article_anew_brings_it_back(
    library: Library, two: tuple[ArticleId, ArticleId], tmp_path: Path
) -> None:
    library.shelf.remove(two).result()

    again = library.open_article(document(TEXT), source(tmp_path / "a.txt", 9)).result()

    assert again.article.id == two[0]
    assert "is in it again" in again.notices[-1]
    assert [row.id for row in library.shelf.rows()] == [two[0]]


def test_importing_a_removed_article_brings_it_back(
    library: Library, two: tuple[ArticleId, ArticleId]
) -> None:
    annotated = library.annotated(two[0])
    library.shelf.remove([two[0]]).result()

    imported = library.import_annotated(annotated).result()

    assert "is in it again" in imported.reports[-1]
    assert two[0] in [row.id for row in library.shelf.rows()]


def test_undoing_the_removal_of_what_is_back_already_changes_nothing(
    library: Library, two: tuple[ArticleId, ArticleId]
) -> None:
    library.shelf.remove([two[0]]).result()
    library.opened(two[0])

    library.undo().result()

    assert len(library.shelf.rows()) == 2


def test_a_removed_article_can_be_forgotten(
    library: Library, two: tuple[ArticleId, ArticleId]
) -> None:
    library.shelf.remove([two[0]]).result()

    library.forget(two[0]).result()

    with pytest.raises(NotFoundError):
        library.article(two[0])


# --- status and tags --------------------------------------------------------------------------


def test_what_is_said_of_an_article_wins_over_how_far_it_was_read(
    library: Library, two: tuple[ArticleId, ArticleId]
) -> None:
    library.keep_place(two[0], 10, 0.5).result()

    assert library.shelf.set_status(two, "done").result().articles == 2

    assert {row.status for row in library.shelf.rows()} == {"done"}
    library.undo().result()
    assert {row.status for row in library.shelf.rows()} == {"reading", "unread"}


def test_saying_what_is_so_already_is_no_step(
    library: Library, two: tuple[ArticleId, ArticleId]
) -> None:
    library.shelf.set_status(two, "done").result()
    before = len(library.history())

    assert library.shelf.set_status(two, "done").result().articles == 0
    assert len(library.history()) == before


def test_tags_are_given_and_taken_as_one_step(
    library: Library, two: tuple[ArticleId, ArticleId]
) -> None:
    library.shelf.tag([two[0]], ["Report", "old"]).result()

    assert library.shelf.tag(two, ["report", "new"], ["OLD"]).result().articles == 2

    assert library.article(two[0]).tags == ("Report", "new")
    assert library.article(two[1]).tags == ("Report", "new")
    library.undo().result()
    assert library.article(two[0]).tags == ("Report", "old")
    assert library.article(two[1]).tags == ()


def test_a_tag_that_is_taken_and_was_none_is_none_then(
    library: Library, two: tuple[ArticleId, ArticleId]
) -> None:
    assert library.shelf.tag(two, [], ["unheard of"]).result().articles == 0

    assert "unheard of" not in library.recent_tags()


def test_the_tags_given_last_are_proposed_first(
    library: Library, two: tuple[ArticleId, ArticleId]
) -> None:
    library.shelf.tag(two, ["later"]).result()
    library.shelf.tag(two, ["sahel"]).result()

    assert library.recent_tags()[:2] == ["sahel", "later"]


def test_a_tag_of_no_form_changes_nothing(
    library: Library, two: tuple[ArticleId, ArticleId]
) -> None:
    with pytest.raises(InvalidValueError):
        library.shelf.tag(two, ["good", "a//b"]).result()

    assert library.article(two[0]).tags == ()


def test_an_undo_of_what_was_changed_since_is_refused(
    library: Library, two: tuple[ArticleId, ArticleId]
) -> None:
    library.shelf.set_status([two[0]], "done").result()
    entry = library.history()[0].id
    library.shelf.set_status([two[0]], "reading").result()

    with pytest.raises(ConflictError, match="was changed since"):
        library.undo(entry=entry).result()


def test_an_article_that_is_not_known_is_told(library: Library) -> None:
    with pytest.raises(NotFoundError):
        library.shelf.remove([ArticleId("0190-none")]).result()


def test_what_is_let_go_of_is_read_in_its_present_version_again(
    library: Library, two: tuple[ArticleId, ArticleId]
) -> None:
    library.shelf.let_go(two[0])

    assert len(library.annotations(two[0])) == 3
