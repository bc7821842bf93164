"""meta: the reference printed and changed from the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.reader.cli.conftest import Said

    Postil = Callable[..., Said]


def test_a_reference_is_written_and_printed_with_who_says_what(
    postil: Postil, article: Path
) -> None:
    said = postil(
        "meta", article, "--author", "Anna Weber", "--author", "Li Na", "--title", "Visit"
    )

    assert (said.status, said.err) == (0, "")
    assert said.out == "* title: Visit  (guessed: The visit)\n* authors: Anna Weber; Li Na\n"
    record = json.loads(postil("meta", article, "--json").out)
    assert record["written"] == {"title": "Visit", "authors": ["Anna Weber", "Li Na"]}
    assert record["guessed"] == {"title": "The visit"}


def test_a_guess_counts_again_and_an_undo_takes_a_change_back(
    postil: Postil, article: Path
) -> None:
    postil("meta", article, "--title", "Visit", "--language", "en")

    assert postil("meta", article, "--guess", "title").out == "  title: The visit\n* language: en\n"
    assert postil("undo", article).out == "undone: title of “Visit”\n"
    assert "* title: Visit" in postil("meta", article).out


def test_a_wrong_value_is_one_sentence_and_nothing_is_written(
    postil: Postil, article: Path
) -> None:
    said = postil("meta", article, "--language", "in English")

    assert said.status == 2
    assert "is no language" in said.err
    assert "language" not in postil("meta", article).out


def test_tags_and_status_are_said_and_each_is_taken_back(postil: Postil, article: Path) -> None:
    said = postil(
        "meta", article, "--tag", "project/report", "--tag", "seminar", "--status", "done"
    )

    assert said.status == 0
    assert said.out.endswith("* tags: #project/report #seminar\n* status: done\n")
    (listed,) = json.loads(postil("list", "--json").out)
    assert (listed["status"], listed["tags"]) == ("done", ["project/report", "seminar"])
    postil("undo", article)
    postil("meta", article, "--untag", "Seminar")
    record = json.loads(postil("meta", article, "--json").out)
    assert record["tags"] == ["project/report"]
    assert "status" not in record


def test_a_status_is_taken_back_by_saying_as_read(postil: Postil, article: Path) -> None:
    postil("meta", article, "--status", "reading")

    assert "status" not in postil("meta", article, "--status", "as-read").out


def test_an_article_that_is_removed_is_in_no_list_until_the_undo(
    postil: Postil, article: Path
) -> None:
    postil("meta", article, "--title", "Visit")

    said = postil("remove", article)

    assert (said.status, said.out) == (0, "removed: Visit\n")
    assert postil("list").status == 1
    assert postil("remove", article).status == 1
    assert postil("undo").out == "undone: removal of “Visit”\n"
    assert postil("list").status == 0


def test_what_is_not_in_the_library_cannot_be_removed(postil: Postil, tmp_path: Path) -> None:
    said = postil("remove", tmp_path / "none.md")

    assert said.status == 2
    assert "is not in the library" in said.err
