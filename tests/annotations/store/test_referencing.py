"""What a person writes of an article stands beside the guesses, and each change can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotations.errors import ConflictError
from annotations.store.history import History, ObjectChange
from tests.annotations.store.samples import TEXT, document, library_at, source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from annotations.library import Library
    from annotations.model import ArticleId


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with library_at(tmp_path / "library.db") as found:
        yield found


def _open(library: Library, path: Path, size: int = 1, **guesses: str) -> ArticleId:
    return library.open_article(document(TEXT, **guesses), source(path, size)).result().article.id


def test_a_persons_word_wins_and_the_guess_is_kept_beside_it(
    library: Library, tmp_path: Path
) -> None:
    article = _open(library, tmp_path / "a.txt", title="a", publisher="P")

    found, step = library.write_reference(article, {"title": "The visit"}).result()
    _open(library, tmp_path / "a.txt", 2, title="b", publisher="Q")

    assert step == library.history()[0].id
    assert found.metadata.title == "The visit"
    reference = library.reference(article)
    assert reference.metadata.title == library.article(article).metadata.title == "The visit"
    assert reference.metadata.publisher == "Q"
    assert reference.guessed.title == "b"
    assert reference.written == {"title": "The visit"}


def test_each_change_is_one_undo_and_can_be_done_again(library: Library, tmp_path: Path) -> None:
    article = _open(library, tmp_path / "a.txt", title="a")
    library.write_reference(article, {"title": "b", "authors": ("X", "Y")}).result()
    library.write_reference(article, {"title": "c"}).result()

    library.undo(article).result()
    after_one = library.article(article).metadata
    library.undo(article).result()
    after_two = library.article(article).metadata
    redone = library.redo(article).result()

    assert (after_one.title, after_one.authors) == ("b", ("X", "Y"))
    assert (after_two.title, after_two.authors) == ("a", ())
    assert library.article(article).metadata == after_one
    assert redone.entry.label == "title and authors of “a”"


def test_an_empty_word_says_there_is_none_and_the_guess_itself_takes_the_word_back(
    library: Library, tmp_path: Path
) -> None:
    article = _open(library, tmp_path / "a.txt", publisher="WordPress")

    library.write_reference(article, {"publisher": ""}).result()
    emptied = library.reference(article)
    library.write_reference(article, {"publisher": "WordPress"}).result()

    assert (emptied.metadata.publisher, emptied.written) == ("", {"publisher": ""})
    assert library.reference(article).written == {}
    assert library.article(article).metadata.publisher == "WordPress"


def test_nothing_changed_is_no_step(library: Library, tmp_path: Path) -> None:
    article = _open(library, tmp_path / "a.txt", title="a")

    assert library.write_reference(article, {"title": "a"}).result()[1] is None
    assert library.history(article) == []


def test_an_undo_of_what_was_changed_since_is_refused(library: Library, tmp_path: Path) -> None:
    article = _open(library, tmp_path / "a.txt", title="a")
    library.write_reference(article, {"title": "b"}).result()
    first = library.history(article)[0].id
    library.write_reference(article, {"title": "c"}).result()

    with pytest.raises(ConflictError):
        library.undo(article, first).result()
    assert library.article(article).metadata.title == "c"


def test_forgetting_an_article_leaves_the_steps_that_touch_none(
    library: Library, tmp_path: Path
) -> None:
    article = _open(library, tmp_path / "a.txt", title="a")
    library.write_reference(article, {"title": "The visit"}).result()
    change = ObjectChange("tag", "1", None, {"name": "a"}, {"name": "b"})
    library.database.write(
        lambda transaction: History(transaction.connection).record(
            "rename", "a → b", (), transaction, others=[change]
        )
    ).result()

    library.forget(article).result()

    assert [entry.label for entry in library.history()] == ["a → b"]
