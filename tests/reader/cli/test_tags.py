from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from reader.cli.tags import tags_command

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.reader.cli.conftest import Said

    Postil = Callable[..., Said]


@pytest.fixture
def tagged(postil: Postil, article: Path) -> Path:
    """An article with two marks: one under sahel/russia, the other under quote and sahel."""
    postil("add", article, "--quote", "Nobody else", "--tag", "sahel/russia", "--colour", "red")
    postil("add", article, "--quote", "Mali wants", "--tag", "quote", "--tag", "sahel")
    return article


@pytest.mark.usefixtures("tagged")
def test_the_tags_stand_as_a_tree_with_their_marks(postil: Postil) -> None:
    postil("tags", "describe", "sahel", "the belt\nsouth")
    postil("tags", "colour", "sahel", "2")
    postil("tags", "letter", "sahel", "q")

    said = postil("tags")

    assert said.status == 0
    assert said.out.splitlines() == [
        "     1  quote",
        "     2  sahel (1) · red · # q · the belt south",
        "     1    russia",
    ]


@pytest.mark.usefixtures("tagged")
def test_as_json_they_stand_one_after_the_other(postil: Postil) -> None:
    postil("tags", "rename", "sahel/russia", "sahel/moscow")

    found = json.loads(postil("tags", "--json").out)

    assert found[-1] == {
        "name": "sahel/moscow",
        "was": ["sahel/russia"],
        "marks": 1,
        "own": 1,
        "articles": 0,
        "by_colour": {"red": 1},
    }


def test_no_tags_are_status_1(postil: Postil) -> None:
    assert postil("tags").status == 1
    assert json.loads(postil("tags", "--json").out) == []
    assert postil("tags", "meaning").status == 1
    assert postil("tags", "field").status == 1
    assert postil("tags", "unused").status == 1


@pytest.mark.usefixtures("tagged")
def test_what_an_edit_would_change_is_said_and_nothing_written(postil: Postil) -> None:
    before = postil("tags").out

    said = postil("tags", "merge", "quote", "sahel/russia", "new", "--dry-run")
    merged = postil("tags", "merge", "quote", "#Sahel", "--dry-run")

    assert said.status == 2
    assert said.err == "postil: error: There is no tag “new”.\n  postil tags lists them.\n"
    assert merged.out == "quote into sahel · 1 mark in 1 article (nothing was written)\n"
    assert postil("tags").out == before


@pytest.mark.usefixtures("tagged")
def test_an_edit_says_what_it_has_changed_and_is_one_undo(postil: Postil) -> None:
    before = postil("tags").out

    said = postil("tags", "delete", "sahel")

    assert said.out == "sahel, sahel/russia deleted · 2 marks in 1 article\n"
    assert postil("tags").out == "     1  quote\n"
    assert postil("undo").out == "undone: deleted: tag sahel\n"
    assert postil("tags").out == before


@pytest.mark.usefixtures("tagged")
def test_what_changes_nothing_is_status_1(postil: Postil) -> None:
    said = postil("tags", "rename", "sahel", "sahel")

    assert (said.status, said.out, said.err) == (1, "", "postil: nothing to change.\n")


@pytest.mark.usefixtures("tagged")
def test_the_flag_and_what_it_withholds_is_said(postil: Postil, tmp_path: Path) -> None:
    postil("tags", "confidential", "sahel")
    path = tmp_path / "codebook.yaml"

    exported = postil("tags", "--export", path)
    moved = postil("tags", "rename", "sahel/russia", "russia")

    assert exported.err.startswith("postil: 2 confidential tags were left out")
    assert path.read_text() == "postil: 1\ncodebook:\n  tags:\n  - name: quote\n"
    assert "“russia” is confidential then" in moved.err
    assert "confidential" not in postil("tags", "confidential", "russia", "--off").err
    assert "sahel" in postil("tags", "--export", "-", "--confidential").out


def test_a_codebook_is_taken_in_and_replaces_nothing(postil: Postil, tmp_path: Path) -> None:
    path = tmp_path / "codebook.yaml"
    path.write_text(
        "postil: 1\ncodebook:\n  colours: {red: doubt}\n  tags:\n  - {name: a, description: x}\n"
    )
    postil("tags", "add", "a")
    postil("tags", "describe", "a", "mine")

    tried = postil("tags", "--import", path, "--dry-run")
    said = postil("tags", "--import", path)
    again = postil("tags", "--import", "-", stdin=path.read_text())

    assert tried.out == "codebook taken in from codebook.yaml (nothing was written)\n"
    assert said.status == 0
    assert again.status == 1
    assert "mine" in postil("tags").out
    assert postil("tags", "meaning").out == "2 red: doubt\n"
    assert postil("tags", "--import", tmp_path / "none.yaml").status == 2
    assert postil("tags", "--import", "-", stdin="x").status == 2


def test_what_postil_does_not_know_of_a_codebook_goes_out_as_it_came_in(
    postil: Postil, tmp_path: Path
) -> None:
    path = tmp_path / "codebook.yaml"
    path.write_text(
        "postil: 1\ncodebook:\n  tags:\n  - name: a\n    weight: 2\n"
        "  fields:\n  - name: Speaker\n    kind: person\n  project: {lead: Awa}\n"
    )
    postil("tags", "--import", path)

    assert postil("tags", "--export", "-").out == path.read_text()
    assert postil("undo").status == 0
    assert postil("tags", "--export", "-").out == "postil: 1\n"


def test_what_nothing_has_is_listed_and_deleted(postil: Postil, tagged: Path) -> None:
    del tagged
    postil("tags", "add", "b", "a/x")

    assert postil("tags", "unused").out == "a/x\nb\n"
    assert postil("tags", "unused", "--delete").out == "a/x, b deleted\n"
    assert postil("tags", "unused").status == 1


def test_fields_and_meanings_are_said_printed_and_taken_back(postil: Postil) -> None:
    postil("tags", "meaning", "1", "claim")
    postil("tags", "field", "speaker", "who says it")
    postil("tags", "field", "date")

    assert postil("tags", "meaning", "yellow").out == "1 yellow: claim\n"
    assert postil("tags", "field").out == "date\nspeaker: who says it\n"
    assert postil("tags", "field", "date", "--forget").status == 0
    assert postil("tags", "meaning", "yellow", "").status == 0
    assert postil("tags", "meaning").status == 1
    assert postil("tags", "meaning", "pink").status == 2


@pytest.mark.parametrize("name", sorted(tags_command.commands))
def test_each_edit_has_help(name: str, postil: Postil) -> None:
    said = postil("tags", name, "--help")

    assert said.status == 0
    assert f"Usage: postil tags {name}" in said.out
    assert "--dry-run" in said.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("--export", "a", "--import", "b"),
        ("--export", "a", "--json"),
        ("--import", "a", "--json"),
        ("field", "--forget"),
        ("field", "speaker", "who", "--forget"),
        ("rename", "a"),
        ("nope",),
        ("merge", "a"),
    ],
)
def test_a_mistake_in_arguments_is_said(
    arguments: tuple[str, ...], postil: Postil, home: Path
) -> None:
    said = postil("tags", *arguments)

    assert said.status == 2
    assert said.err.startswith("postil: error: ")
    assert not (home / "library.db").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--confidential",), "--confidential is for --export."),
        (("--confidential", "--import", "a"), "--confidential is for --export."),
        (("--dry-run",), "--dry-run is for --import."),
        (("--dry-run", "--export", "a"), "--dry-run is for --import."),
    ],
)
def test_an_option_without_what_it_belongs_to_is_refused(
    arguments: tuple[str, ...], sentence: str, postil: Postil
) -> None:
    said = postil("tags", *arguments)

    assert (said.status, said.out) == (2, "")
    assert said.err.startswith(f"postil: error: {sentence}\n")


@pytest.mark.usefixtures("tagged")
@pytest.mark.parametrize("option", [("--dry-run",), ("--json",), ("--export", "a")])
def test_an_option_before_an_edit_is_refused_and_nothing_edited(
    option: tuple[str, ...], postil: Postil
) -> None:
    before = postil("tags").out

    said = postil("tags", *option, "rename", "sahel", "desert")

    assert said.status == 2
    assert said.err.startswith(f"postil: error: {option[0]} before “rename” does nothing")
    assert postil("tags").out == before


def test_to_know_a_field_again_leaves_what_is_said_of_it(postil: Postil) -> None:
    postil("tags", "field", "speaker", "who says it")

    again = postil("tags", "field", "speaker")

    assert (again.status, again.err) == (1, "postil: nothing to change.\n")
    assert postil("tags", "field").out == "speaker: who says it\n"
    assert postil("tags", "field", "speaker", "").status == 0
    assert postil("tags", "field").out == "speaker\n"


def test_control_characters_of_a_codebook_do_not_reach_the_terminal(
    postil: Postil, tmp_path: Path
) -> None:
    path = tmp_path / "codebook.yaml"
    path.write_text('postil: 1\ncodebook:\n  tags:\n  - {name: a, description: "x\\x9b2J"}\n')

    postil("tags", "--import", path)

    assert "\x9b" not in postil("tags").out
