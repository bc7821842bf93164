"""backup and restore: copies of the library, and the way back, as typed."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from annotations.backups import backups_of
from annotations.places import backups_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.reader.cli.conftest import Said


@pytest.fixture(autouse=True)
def _closed(home: Path) -> None:
    home.chmod(0o700)


@pytest.fixture
def marked(article: Path, postil: Callable[..., Said]) -> Path:
    """An article with a mark."""
    assert postil("add", article, "--quote", "more quotas", "--tag", "quotas").status == 0
    return article


def test_a_command_that_changes_something_makes_the_backup_that_is_due(
    marked: Path, home: Path, postil: Callable[..., Said]
) -> None:
    (made,) = backups_of(home / "library.db")
    assert made.reason == "auto"

    assert postil("find", "quotas").status == 0
    assert postil("add", marked, "--quote", "Nobody else said").status == 0

    assert backups_of(home / "library.db") == [made]


def test_a_backup_that_fails_is_mentioned_and_the_change_counts(
    article: Path, home: Path, postil: Callable[..., Said]
) -> None:
    (home / "backups").write_text("no folder")

    said = postil("add", article, "--quote", "more quotas")

    assert said.status == 0
    assert said.err.startswith("postil: no backup could be made: ")
    assert postil("find", "quotas").status == 0


@pytest.mark.usefixtures("marked")
def test_a_backup_by_hand_says_where_it_is(tmp_path: Path, postil: Callable[..., Said]) -> None:
    said = postil("backup")
    assert said.status == 0
    assert str(backups_folder()) in said.out

    target = tmp_path / "copy.db"
    assert postil("backup", target).out == f"{target}\n"
    refused = postil("backup", target)
    assert (refused.status, "is there already" in refused.err) == (2, True)
    assert postil("backup", target, "--overwrite").status == 0
    assert postil("find", "quotas", "--db", target).status == 0


@pytest.mark.usefixtures("marked")
def test_the_backups_are_listed_the_newest_first(postil: Callable[..., Said]) -> None:
    postil("backup")

    said = postil("restore")

    first, second, *rest = said.out.splitlines()
    assert first.split()[0] == "1"
    assert "by hand" in first
    assert "by itself" in second
    assert "are kept to 1.0 GB" in " ".join(rest)
    found = json.loads(postil("restore", "--json").out)
    assert [(each["number"], each["reason"]) for each in found] == [(1, "hand"), (2, "auto")]


def test_where_there_are_none_that_is_said(postil: Callable[..., Said], home: Path) -> None:
    said = postil("restore")

    assert (said.status, said.out) == (1, "")
    assert f"no backups of {home / 'library.db'} yet" in said.err
    assert json.loads(postil("restore", "--json").out) == []


def test_what_is_in_a_backup_is_shown_and_what_differs(
    marked: Path, tmp_path: Path, postil: Callable[..., Said]
) -> None:
    other = tmp_path / "other.md"
    other.write_text("# Another\n\nWords of its own.\n")
    postil("backup")
    assert "visit: 1 mark, as here" in postil("restore", "newest", "--show").out.lower()

    postil("add", marked, "--quote", "Nobody else said")
    postil("add", other, "--quote", "Words of its own")
    said = postil("restore", "1", "--show")

    assert said.out.splitlines()[0] == "1 mark in 1 article"
    assert "  ~ The visit: 1 mark; 1 only here" in said.out
    assert "  - Another: only here, with 1 mark" in said.out
    shown = json.loads(postil("restore", "1", "--show", "--json").out)
    assert {each["title"]: each["only_here"] for each in shown} == {"The visit": 1, "Another": 1}


def test_one_article_comes_back_and_can_be_undone(
    marked: Path, postil: Callable[..., Said]
) -> None:
    postil("backup")
    (found,) = json.loads(postil("find", "quotas", "--json").out)
    postil("rm", found["id"])

    said = postil("restore", "1", "--article", "visit")

    assert said.out == "restored: 1 mark of The visit\n"
    assert postil("find", "quotas").status == 0
    assert postil("restore", "1", "--article", "visit").out.startswith("nothing to restore: ")
    assert postil("undo", marked).out == "undone: restore of The visit\n"
    assert postil("find", "quotas").status == 1
    assert postil("restore", "1", "--article", "nothing").status == 2


def test_the_whole_library_is_restored_only_if_told(
    marked: Path, postil: Callable[..., Said]
) -> None:
    postil("backup")
    postil("add", marked, "--quote", "Nobody else said")

    refused = postil("restore", "newest")
    assert refused.status == 2
    assert "nobody can be asked" in refused.err
    assert postil("find", "nobody").status == 0
    said = postil("restore", "newest", "--yes")

    assert said.out.startswith("restored: 1 mark in 1 article\n  what was there is kept in ")
    assert postil("find", "nobody").status == 1
    assert "before a restore" in postil("restore").out.splitlines()[0]


@pytest.mark.parametrize("is_there", [True, False])
def test_a_library_that_is_gone_is_said_and_comes_back_by_the_command_that_is_named(
    marked: Path, home: Path, postil: Callable[..., Said], is_there: bool
) -> None:
    library = home / "library.db"
    library.unlink()
    if is_there:
        library.touch()

    said = postil("find", "quotas")
    assert said.status == 2
    assert "gone or empty" in said.err
    assert "`postil restore newest` brings it back" in said.err
    assert postil("restore", "newest", "--yes").status == 0
    assert postil("find", "quotas").status == 0

    library.unlink()
    assert postil("restore", "--new").status == 0
    assert postil("find", "quotas").status == 1
    assert postil("show", marked).status == 0


@pytest.mark.parametrize(
    "arguments",
    [("--show",), ("1", "--new"), ("1", "--show", "--article", "x"), ("77",), ("nothing",)],
)
def test_what_makes_no_sense_is_refused(
    arguments: tuple[str, ...], postil: Callable[..., Said]
) -> None:
    said = postil("restore", *arguments)

    assert (said.status, said.out) == (2, "")


@pytest.mark.usefixtures("marked")
def test_a_damaged_library_names_its_backups_and_is_restored(
    home: Path, postil: Callable[..., Said]
) -> None:
    library = home / "library.db"
    with library.open("r+b") as file:
        file.truncate(50)

    said = postil("list")
    assert said.status == 2
    assert "`postil restore` lists its backups" in said.err
    assert "what was there is kept in" in postil("restore", "1", "--yes").out
    assert postil("find", "quotas").status == 0


@pytest.mark.usefixtures("marked")
def test_doctor_repairs_what_can_be_derived(home: Path, postil: Callable[..., Said]) -> None:
    with closing(sqlite3.connect(home / "library.db")) as connection, connection:
        connection.execute("DELETE FROM search_text")
    said = postil("doctor")
    assert said.status == 1
    assert "`postil doctor --repair` writes the index anew" in said.out
    assert {each["repairable"] for each in json.loads(postil("doctor", "--json").out)} == {True}

    mended = postil("doctor", "--repair")

    assert mended.status == 0
    assert mended.out.startswith("repaired: The index")
    assert postil("find", "quotas").status == 0


def test_doctor_says_where_there_is_no_backup_yet(
    article: Path, home: Path, postil: Callable[..., Said]
) -> None:
    postil("add", article, "--quote", "more quotas")
    for each in backups_of(home / "library.db"):
        each.path.unlink()

    said = postil("doctor")

    assert said.status == 0
    assert "note: There is no backup of it yet." in said.out
    assert "`postil backup` does so now" in said.out

    with closing(sqlite3.connect(home / "library.db")) as connection, connection:
        connection.execute("UPDATE versions SET sha256 = 'another'")
    damaged = postil("doctor").out
    assert "note: There is no backup of it yet." in damaged
    assert "`postil backup` does so now" not in damaged
    assert "Copy the file away as it is" in damaged


def test_a_library_in_a_folder_of_the_cloud_is_warned_of_once(
    article: Path, tmp_path: Path, postil: Callable[..., Said]
) -> None:
    library = tmp_path / "Dropbox" / "library.db"

    first = postil("add", article, "--quote", "more quotas", "--db", library)
    second = postil("add", article, "--quote", "Nobody else said", "--db", library)

    assert (first.status, second.status, second.err) == (0, 0, "")
    assert first.err.startswith(f"postil: {library} lies in a folder of Dropbox")
    assert "note: " in postil("doctor", "--db", library).out
