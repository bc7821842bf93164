from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from reader.cli.names import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.reader.cli.conftest import Said

    Postil = Callable[..., Said]
    Process = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_examples(name: str, postil: Postil) -> None:
    said = postil(name, "--help")

    assert said.status == 0
    assert said.err == ""
    assert f"postil {name}" in said.out
    examples = said.out[said.out.index("Examples:") :]
    assert examples.count("\n  postil") + examples.count("| postil") + examples.count("$(") >= 2
    assert "--db PATH" in said.out


def test_the_help_names_every_command_and_both_forms(postil: Postil) -> None:
    said = postil("--help")

    assert said.status == 0
    assert "Usage: postil [OPTIONS] [SOURCE]…" in said.out
    for name, (_, sentence) in COMMANDS.items():
        assert f"  {name} " in said.out
        assert sentence in said.out


def test_help_loads_no_store_and_no_format() -> None:
    program = (
        "import sys; from reader.cli import main; main(['--help']);"
        "print(sorted({'sqlite3', 'sqlite_utils', 'yaml', 'textual', 'platformdirs', 'wcwidth',"
        " 'importlib.metadata'} & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines()[-1] == "[]"


def test_nothing_named_says_what_to_do(postil: Postil) -> None:
    said = postil()

    assert said.status == 2
    assert said.out == ""
    assert said.err.startswith("postil: error: Nothing to read was named.\n  ")
    assert "postil --sample" in said.err


def test_the_version_is_one_line(postil: Postil) -> None:
    said = postil("--version")

    assert said.status == 0
    assert said.out.startswith("postil ")
    assert said.out.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("--bogus",),
        ("show",),
        ("show", "--bogus", "x"),
        ("list", "--limit", "x"),
        ("list", "--sort", "x"),
        ("add", "x.md"),
        ("add", "x.md", "--quote", "a", "--range", "1:2"),
        ("add", "x.md", "--range", "1:2", "--nth", "1"),
        ("add", "x.md", "--quote", "a", "--nth", "1", "--all"),
        ("add", "x.md", "--batch", "a", "--tag", "b"),
        ("add", "-", "--quote", "a", "--note", "-"),
        ("edit", "abcd"),
        ("export",),
        ("export", "--all", "x.md"),
        ("completion", "tcsh"),
        ("find",),
        ("--db",),
        ("--db", "", "list"),
        ("read",),
        ("--sample", "x.md"),
    ],
)
def test_a_mistake_in_arguments_is_one_sentence_and_status_2(
    arguments: tuple[str, ...], postil: Postil, home: Path
) -> None:
    said = postil(*arguments)

    assert said.status == 2
    assert said.out == ""
    first, *rest = said.err.splitlines()
    assert first.startswith("postil: error: ")
    assert first.endswith((".", "?", "!"))
    assert len(rest) == 1
    assert rest[0].startswith("  ")
    assert not (home / "library.db").exists()


def test_a_mistyped_command_is_answered_with_the_right_one(postil: Postil) -> None:
    said = postil("exprot")

    assert said.status == 2
    assert "Did you mean postil export?" in said.err


@pytest.mark.parametrize("command", ["forget", "undo", "history"])
def test_an_address_that_is_not_known_is_not_asked_for_what_was_done(
    command: str, postil: Postil
) -> None:
    said = postil(command, "https://me:secret@example.org/a")

    assert said.status == 2
    assert "https://example.org/a is not in the library" in said.err
    assert "secret" not in said.err


def test_a_command_wins_over_a_file_of_its_name(
    postil: Postil, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list").write_text("A text called list.")

    assert "A text called list." not in postil("list").out
    assert "A text called list." in postil("./list").out
    assert "A text called list." in postil("--", "list").out


def test_options_stand_before_or_after_a_command(postil: Postil, tmp_path: Path) -> None:
    before, after = tmp_path / "before.db", tmp_path / "after.db"

    postil("--db", before, "list")
    postil("list", "--db", after)
    postil("--db", tmp_path / "unused.db", "list", "--db", after)

    assert before.exists()
    assert after.exists()
    assert not (tmp_path / "unused.db").exists()


def test_the_variable_names_the_library(
    postil: Postil, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSTIL_DB", str(tmp_path / "named.db"))

    postil("list")

    assert (tmp_path / "named.db").exists()


def test_a_traceback_is_shown_only_when_asked_for(postil: Postil, tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("This is no database, but a text.")

    plain = postil("list", "--db", tmp_path / "text.db")
    debugged = postil("list", "--db", tmp_path / "text.db", "--debug")

    assert plain.status == debugged.status == 2
    assert "Traceback" not in plain.err
    assert "Traceback" in debugged.err
    assert plain.err in debugged.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_printed_for_a_shell(shell: str, postil: Postil) -> None:
    said = postil("completion", shell)

    assert said.status == 0
    assert "_POSTIL_COMPLETE" in said.out
    assert said.err == ""


def completed(process: Process, *words: str) -> list[str]:
    done = process(
        env={
            "_POSTIL_COMPLETE": "bash_complete",
            "COMP_WORDS": " ".join(("postil", *words)),
            "COMP_CWORD": str(len(words)),
        }
    )
    assert done.stderr == b""
    return done.stdout.decode().split()


def test_commands_and_files_are_completed(process: Process) -> None:
    assert completed(process, "ex") == ["plain,export", "file,ex"]


def test_options_colours_tags_and_ids_are_completed(
    process: Process, postil: Postil, article: Path
) -> None:
    (ending,) = (
        line[-6:]
        for line in postil(
            "add", article, "--quote", "quotas", "--nth", 1, "--tag", "sahel/russia"
        ).out.split()
    )

    assert "plain,--colour" in completed(process, "add", "x", "--col")
    assert completed(process, "add", "x", "--colour", "re") == ["plain,red"]
    assert completed(process, "add", "x", "--tag", "sah") == ["plain,sahel/russia"]
    assert completed(process, "rm", ending[:2]) == [f"plain,{ending}"]
