"""add, edit, rm, undo, redo, history: marks changed from the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from tests.reader.cli.conftest import Said

    Postil = Callable[..., Said]


def marks(postil: Postil, query: str = "") -> list[dict[str, Any]]:
    found = postil("find", query, "--json")
    assert found.err == ""
    value: list[dict[str, Any]] = json.loads(found.out)
    return value


def add(postil: Postil, article: Path, *more: object) -> str:
    said = postil("add", article, *(more or ("--quote", "Nobody else said")))
    assert said.status == 0, said.err
    return said.out.strip()


def test_a_quotation_is_marked_and_its_id_printed(postil: Postil, article: Path) -> None:
    said = postil(
        "add",
        article,
        "--quote",
        "Nobody else said",
        "--colour",
        "2",
        "--tag",
        "a/b",
        "--tag",
        "#c",
        "--field",
        "speaker=Lavrov",
        "--note",
        "Who?",
    )

    assert said.status == 0
    assert said.err == ""
    (mark,) = marks(postil)
    assert said.out == f"{mark['id']}\n"
    # The line break in the file is soft, and stays in the quotation.
    assert mark["quote"] == "Nobody else\nsaid"
    assert (mark["colour"], mark["tags"], mark["fields"], mark["note"]) == (
        "red",
        ["a/b", "c"],
        {"speaker": "Lavrov"},
        "Who?",
    )
    assert mark["section"] == "The visit"
    assert mark["article"]["title"]
    assert mark["article"]["source"] == str(article)


def test_a_quotation_that_is_not_there_is_a_no(postil: Postil, article: Path) -> None:
    said = postil("add", article, "--quote", "never written")

    assert (said.status, said.out) == (1, "")
    assert said.err == "postil: error: “never written” does not stand in the text.\n"


def test_one_of_several_is_chosen_by_number(postil: Postil, article: Path) -> None:
    several = postil("add", article, "--quote", "quotas")
    second = postil("add", article, "--quote", "quotas", "--nth", 2)

    assert (several.status, several.out) == (2, "")
    assert "stands 2 times" in several.err
    assert "⟦quotas⟧" in several.err
    assert several.err.count("⟦") == 2
    assert second.status == 0
    (mark,) = marks(postil)
    assert article.read_text(encoding="utf-8").rindex("quotas") > mark["start"] > 0


def test_an_expression_marks_every_match_in_one_step(postil: Postil, article: Path) -> None:
    said = postil("add", article, "--match", r"(?i)\bquotas\b", "--all", "--tag", "quotas")

    assert said.status == 0
    assert len(said.out.split()) == 3
    assert len(json.loads(postil("history", "--json").out)) == 1
    assert postil("undo").status == 0
    assert marks(postil) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("--match", "("),
        ("--range", "5"),
        ("--range", "0:99999"),
        ("--quote", " "),
        ("--quote", "Mali", "--colour", "mauve"),
        ("--quote", "Mali", "--tag", "a//b"),
        ("--quote", "Mali", "--field", "speaker"),
        ("--batch", "missing.jsonl"),
        ("--quote", "Mali", "--encoding", "no-such-encoding"),
    ],
)
def test_a_wrong_value_is_one_sentence_and_changes_nothing(
    arguments: tuple[str, ...], postil: Postil, article: Path
) -> None:
    said = postil("add", article, *arguments)

    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("postil: error: ")
    assert len(said.err.splitlines()) <= 2
    assert marks(postil) == []


def test_a_range_is_marked(postil: Postil, article: Path) -> None:
    add(postil, article, "--range", "0:3")

    (mark,) = marks(postil)
    assert (mark["start"], mark["end"], mark["quote"]) == (0, 3, "The")


def test_a_batch_is_one_step(postil: Postil, article: Path, tmp_path: Path) -> None:
    lines = [{"quote": "Mali", "tags": ["a"]}, {"start": 0, "end": 3}, {"note": "On all."}]
    batch = tmp_path / "marks.jsonl"
    batch.write_text("\n".join(map(json.dumps, lines)))

    said = postil("add", article, "--batch", batch)

    assert len(said.out.split()) == 3
    assert len(marks(postil)) == 3
    postil("undo", article)
    assert marks(postil) == []


def test_a_batch_comes_from_standard_input_and_may_come_from_find(
    postil: Postil, article: Path
) -> None:
    add(postil, article, "--quote", "Mali")
    (mark,) = marks(postil)

    said = postil("add", article, "--batch", "-", stdin=json.dumps(mark))

    assert said.status == 0
    assert [each["quote"] for each in marks(postil)] == ["Mali", "Mali"]


def test_a_mistake_in_a_batch_writes_none_of_it(
    postil: Postil, article: Path, tmp_path: Path
) -> None:
    batch = tmp_path / "marks.jsonl"
    batch.write_text('{"quote": "Mali"}\n{"quote": "Mali", "color": "red"}\n')

    said = postil("add", article, "--batch", batch)

    assert said.status == 2
    assert f"{batch}, line 2: 'color' is no key of an annotation." in said.err
    assert marks(postil) == []


def test_a_note_comes_from_standard_input(postil: Postil, article: Path) -> None:
    postil("add", article, "--quote", "Mali", "--note", "-", stdin="one\r\ntwo\n")

    assert marks(postil)[0]["note"] == "one\ntwo"


def test_an_article_comes_from_standard_input(
    process: Callable[..., subprocess.CompletedProcess[bytes]], postil: Postil, article: Path
) -> None:
    text = article.read_bytes()

    added = process("add", "-", "--quote", "Mali", "--title", "Piped", stdin=text)
    shown = process("show", "-", "--type", "md", stdin=text)
    read = process("-", "--type", "md", stdin=text)

    assert added.returncode == 2  # add does not name what it is given
    added = process("add", "-", "--quote", "Mali", stdin=text)
    assert added.returncode == 0, added.stderr
    assert shown.returncode == 0, shown.stderr
    assert read.stdout == shown.stdout
    assert len(marks(postil)) == 1
    assert b"\xe2\x9f\xa6Mali\xe2\x9f\xa7[1]" in process("show", "-", stdin=text).stdout


def test_a_mark_is_edited_by_the_end_of_its_id(postil: Postil, article: Path) -> None:
    mark = add(postil, article, "--quote", "Mali", "--tag", "a", "--field", "by=L", "--note", "N")

    said = postil(
        "edit",
        mark[-6:],
        "--colour",
        "green",
        "--tag",
        "b",
        "--untag",
        "A",
        "--field",
        "by=",
        "--field",
        "at=noon",
        "--note",
        "",
    )

    assert (said.status, said.out) == (0, f"{mark}\n")
    (now,) = marks(postil)
    assert now["colour"] == "green"
    assert now["tags"] == ["b"]
    assert now["fields"] == {"at": "noon"}
    assert "note" not in now
    postil("edit", mark[-4:], "--colour", "none")
    assert "colour" not in marks(postil)[0]


def test_an_edit_that_changes_nothing_is_no_step(postil: Postil, article: Path) -> None:
    mark = add(postil, article, "--quote", "Mali", "--tag", "a")

    assert postil("edit", mark[-6:], "--tag", "A").status == 0

    assert len(json.loads(postil("history", "--json").out)) == 1


@pytest.mark.parametrize("command", [("edit", "--note", "x"), ("rm",)])
def test_an_id_that_names_no_mark_is_an_error(command: tuple[str, ...], postil: Postil) -> None:
    for ending in ("ffffff", "fff", "%", "'"):
        said = postil(*command, ending)

        assert (said.status, said.out) == (2, "")
        assert said.err.startswith("postil: error: ")


def test_a_deleted_mark_comes_back(postil: Postil, article: Path) -> None:
    first = add(postil, article, "--quote", "Mali")
    second = add(postil, article)

    said = postil("rm", first[-6:], second)

    assert said.status == 0
    assert said.out.count("deleted ") == 2
    assert marks(postil) == []
    assert postil("undo", article).out == "undone: delete 2 marks\n"
    assert {each["id"] for each in marks(postil)} == {first, second}
    assert postil("redo").out == "redone: delete 2 marks\n"
    assert marks(postil) == []


def test_nothing_is_deleted_if_one_id_is_wrong(postil: Postil, article: Path) -> None:
    mark = add(postil, article, "--quote", "Mali")

    assert postil("rm", mark[-6:], "ffffff").status == 2

    assert len(marks(postil)) == 1


def test_nothing_to_undo_is_a_no(postil: Postil, article: Path) -> None:
    add(postil, article, "--quote", "Mali")
    postil("undo")

    for command in ("undo",), ("undo", article):
        said = postil(*command)
        assert (said.status, said.out) == (1, "")
        assert said.err.startswith("postil: error: ")


def test_an_unknown_article_has_no_history(postil: Postil, tmp_path: Path) -> None:
    for command in "undo", "redo", "history":
        said = postil(command, tmp_path / "unknown.md")
        assert said.status == 2
        assert "is not in the library" in said.err


def test_the_history_is_listed_from_the_latest(postil: Postil, article: Path) -> None:
    add(postil, article, "--quote", "Mali")
    add(postil, article)
    postil("undo")

    said = postil("history", article)
    first, second = said.out.splitlines()

    assert said.status == 0
    assert first.endswith("(highlight “Nobody else said”)")
    assert second.endswith("  highlight “Mali”")
    assert postil("history", "--limit", 1).out.count("\n") == 1
    records = json.loads(postil("history", "--json").out)
    assert [record["undone"] for record in records] == [True, False]
    assert postil("history", "--db", article.parent / "empty.db").status == 1
