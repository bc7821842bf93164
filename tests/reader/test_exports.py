from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotations.model import ArticleId
from reader.exports import FILE, PATHS_KEPT, Remembered, beside, remember, remembered
from reader.paths import state_folder

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = ArticleId("a")


def after(state: Remembered, path: str, article: str = ARTICLE) -> Remembered:
    return state.after("csv", with_text=False, group="tag", kept=article, path=path)


def test_what_was_remembered_comes_back() -> None:
    state = after(Remembered(), "/x/a.csv")

    remember(state)

    assert remembered() == state
    assert remembered().path(ARTICLE) == "/x/a.csv"
    assert remembered().path(ArticleId("b")) == ""


def test_the_last_file_of_an_article_counts_and_a_part_of_one_is_not_offered_for_it() -> None:
    state = after(after(Remembered(), "/x/a.csv"), "/x/b.csv")

    assert state.path(ARTICLE) == "/x/b.csv"
    assert after(state, "/x/part.csv", "").path(ARTICLE) == "/x/b.csv"


def test_only_the_newest_files_are_remembered() -> None:
    state = Remembered()
    for number in range(PATHS_KEPT + 1):
        state = after(state, str(number), ArticleId(str(number)))

    assert len(state.paths) == PATHS_KEPT
    assert state.path(ArticleId("0")) == ""


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": 1, "with_text": 1, "group": 1, "paths": 7}']
)
def test_a_file_that_is_none_is_as_good_as_no_file(text: str) -> None:
    remember(after(Remembered(), "/x/a.csv"))
    (state_folder() / FILE).write_text(text)

    assert remembered() == Remembered()


def test_where_it_cannot_be_written_nothing_happens() -> None:
    (state_folder() / FILE).mkdir()

    remember(after(Remembered(), "/x/a.csv"))

    assert remembered() == Remembered()
    assert [each.name for each in state_folder().glob("*.part")] == []


def test_beside_a_file_is_the_first_name_that_is_free(tmp_path: Path) -> None:
    (tmp_path / "a.csv").touch()
    (tmp_path / "a-2.csv").touch()

    assert beside(tmp_path / "a.csv") == tmp_path / "a-3.csv"
