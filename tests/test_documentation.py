"""What people read: every command of the README runs, every key in it exists, every link leads on."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlite_utils.cli import cli as sqlite_utils

from annotations.model import Colour
from annotations.query import Known, parse
from annotations.query_keys import HAS, IS, KEYS
from reader.actions import ACTIONS, key_label
from reader.cli.names import COMMANDS
from tests.terminal import Terminal, environment

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")

CHANGE_KINDS = ["Security", "Removed", "Deprecated", "Added", "Changed", "Fixed"]

PROMPT_KEYS = {"ctrl+s", "ctrl+z", ",", "backspace", "tab", "enter", "esc", "ctrl+n", "/"}
"""Keys of the note's editor, of prompts and modes, which are no actions of the table."""

WORDS_FOR_KEYS = {
    "arrows": ("left", "right", "up", "down"),
    "with an arrow": ("shift+left", "shift+right", "shift+up", "shift+down"),
    "`1` to `6`": ("1", "2", "3", "4", "5", "6"),
    "`0` to `6` colour": ("0", "1", "2", "3", "4", "5", "6"),
}
"""How the README names several keys at once."""


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def postil_commands() -> list[list[str]]:
    lines = "".join(blocks("sh")).splitlines()
    return [shlex.split(line) for line in lines if line.startswith("postil ")]


def run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "reader", *arguments],
        cwd=folder,
        env=dict(os.environ) | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A checkout as the README's reader has it, with nothing but the sample."""
    shutil.copytree(ROOT / "sample", tmp_path / "sample")
    return tmp_path


def test_every_command_runs_in_the_order_of_the_readme(folder: Path, home: Path) -> None:
    commands = postil_commands()
    assert len(commands) >= 10
    (report,) = blocks("markdown")
    (folder / "report.md").write_text(report, encoding="utf-8")

    for _, *arguments in commands:
        done = run(*arguments, folder=folder)
        assert done.returncode == 0, f"{shlex.join(arguments)}: {done.stderr}"

    assert (folder / "bamako.yaml").read_text(encoding="utf-8").startswith("postil: 1\n")
    assert "Aircraft have been delivered" in (folder / "bamako-report.md").read_text("utf-8")
    assert "> Aircraft have been delivered" in (folder / "report.md").read_text("utf-8")
    # The statements and the programs below them find what the commands made.
    statements = [each for each in "".join(blocks("sql")).split(";") if each.strip()]
    assert len(statements) == 5
    with closing(sqlite3.connect(f"file:{home / 'library.db'}?mode=ro", uri=True)) as connection:
        for statement in statements:
            rows = connection.execute(statement).fetchall()
            assert rows
            # As a person copies it: without the line that says what it tells.
            query = statement[statement.index("SELECT") :]
            shown = CliRunner().invoke(sqlite_utils, ["query", str(home / "library.db"), query])
            assert [tuple(each.values()) for each in json.loads(shown.output)] == rows
    if shutil.which("sqlite3") is not None:
        shell = subprocess.run(
            ["sqlite3", "-readonly", "-bail", str(home / "library.db")],
            input=";".join(statements) + ";",
            capture_output=True,
            text=True,
            check=True,
        )
        assert "Lavrov in Bamako" in shell.stdout
        assert not shell.stderr
    for program in blocks("python"):
        told = subprocess.run(
            [sys.executable, "-c", program],
            cwd=folder,
            env=dict(os.environ) | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        )
        assert "Lavrov in Bamako" in told.stdout


def test_the_first_minutes_go_as_they_are_told(
    folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = str(home / "library.db")
    command = [sys.executable, "-m", "reader", "sample/bamako.md", "--db", library]
    settings = environment(HOME=str(home), PYTHONPATH=str(ROOT))
    monkeypatch.chdir(folder)

    with Terminal(command, columns=120, lines=40, env=settings) as terminal:
        terminal.wait_for("Sergei Lavrov came to Mali")
        terminal.drain()
        for key in "s", "2", "c", "t", "sahel/russia", "\r", "a", "Who says so?", "\x1b":
            terminal.send(key)
            terminal.drain()
        terminal.wait_for("#sahel/russia")
        terminal.wait_for("Who says so?")
        terminal.send("q")
        assert terminal.wait_for_end() == 0

    with closing(sqlite3.connect(library)) as connection:
        kept = connection.execute("SELECT colour, note FROM annotations ORDER BY id").fetchall()
    assert kept == [("red", ""), ("red", "Who says so?")]


def test_the_test_command_is_what_ci_runs() -> None:
    (command,) = (
        line for line in "".join(blocks("sh")).splitlines() if line.endswith("bin/pytest")
    )

    assert f"({command})" in CI


def test_the_table_of_queries_names_every_key_and_each_example_can_be_read() -> None:
    table = README[README.index("| key | takes marks |") : README.index("Dates are those on which")]
    asked = [each for each in re.findall(r"`([^`]+)`", table) if ":" in each]
    known = Known(meanings={Colour.YELLOW: "claim"}, queries={"mine": "x"})

    named = {each.partition(":")[0] for each in asked}
    assert named - {"speaker"} == set(KEYS)
    for each in asked:
        if each.partition(":")[2] and " " not in each:
            parse(each, known)
    for value in (*HAS, *IS):
        assert f"`{value}`" in table or f":{value}`" in table


def test_the_table_names_every_command() -> None:
    table = README[README.index("| command | does |") : README.index("`postil COMMAND --help`")]
    named = set(re.findall(r"`([a-z]+)`", table))

    assert named == set(COMMANDS) - {"read"}
    assert set(re.findall(r"`postil ([a-z]+)[` ]", README)) <= set(COMMANDS)


def test_the_scripts_are_there() -> None:
    names = re.findall(r"python -m ([\w.]+)", README)

    assert names
    for name in names:
        path = ROOT / name.replace(".", "/")
        assert path.with_suffix(".py").is_file() or (path / "__main__.py").is_file()


def keys_of_the_readme() -> set[str]:
    keys = README[README.index("## Keys") : README.index("With nothing selected")]
    found = set(re.findall(r"`(\S+)`", keys))
    for words, meant in WORDS_FOR_KEYS.items():
        if words in keys:
            found |= set(meant)
    return found


def test_every_key_of_the_readme_does_something() -> None:
    spellings = {key_label(key).lower() for action in ACTIONS for key in action.keys}
    spellings |= {key.lower() for action in ACTIONS for key in action.keys}

    unknown = {
        key
        for key in keys_of_the_readme() - PROMPT_KEYS - {"shift"}
        if key.lower() not in spellings and not (len(key) == 1 and key in spellings)
    }

    assert unknown == set()


def test_every_action_has_a_key_in_the_readme() -> None:
    known = {key.lower() if len(key) > 1 else key for key in keys_of_the_readme()}

    missing = {
        (action.name, action.argument)
        for action in ACTIONS
        if action.keys  # else it is in the palette alone
        and not any(key in known or key_label(key).lower() in known for key in action.keys)
        and action.name != "extend"  # shift or ctrl+shift with what moves
    }

    assert missing == set()


@pytest.mark.parametrize("text", [README, CHANGELOG], ids=["README", "CHANGELOG"])
def test_links_into_the_project_lead_somewhere(text: str) -> None:
    targets = re.findall(r"\]\(([^)]+)\)", text)

    assert targets
    for target in targets:
        assert target.startswith("https://") or (ROOT / target).is_file(), target


def test_the_picture_shows_the_sample() -> None:
    picture = (ROOT / "sample" / "postil.svg").read_text(encoding="utf-8")

    assert "Lavrov in Bamako: the visit and its message" in picture
    assert "The guest supplied the contrast." in picture
    assert "#sahel/russia" in picture


def test_the_changelog_keeps_its_form() -> None:
    sections = re.findall(r"^## (.+)$", CHANGELOG, re.MULTILINE)
    kinds = re.findall(r"^### (.+)$", CHANGELOG, re.MULTILINE)
    entries = re.findall(r"^- (?:.+\n(?:  .+\n)*)", CHANGELOG, re.MULTILINE)

    assert sections[0] == "[Unreleased]"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", each) for each in sections[1:])
    assert set(kinds) <= set(CHANGE_KINDS)
    assert entries
    assert [each for each in entries if not re.search(r"\(#\d+(?:, #\d+)*\)", each)] == []


def test_the_settings_of_the_readme_are_right() -> None:
    from reader.config_reading import read

    for text in blocks("yaml"):
        settings, faults, _lines = read(text.encode())
        assert not faults
        assert settings.creator == "Ada"
