from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.cli import read as reading
from reader.cli.read import plain_library, plain_request
from reader.request import ReadRequest
from tests.terminal import Terminal, environment

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.reader.cli.conftest import Said

ROOT = Path(__file__).parents[3]


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streams that say they end at a terminal; the test's own do not."""
    monkeypatch.setattr(reading, "is_terminal", lambda _stream: True)
    monkeypatch.delenv("POSTIL_DB", raising=False)


@pytest.mark.usefixtures("terminal")
def test_a_path_with_simple_options_needs_no_click() -> None:
    request = plain_request(["--db", "my.db", "a.md", "--encoding=latin-1", "--force", "--debug"])

    assert request == ReadRequest(
        path=Path("a.md"), library=Path("my.db"), encoding="latin-1", force=True, debug=True
    )


@pytest.mark.usefixtures("terminal")
def test_the_variable_names_the_library_and_the_option_wins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("POSTIL_DB", "variable.db")

    assert plain_request(["a.md"]) == ReadRequest(path=Path("a.md"), library=Path("variable.db"))
    assert plain_request(["a.md", "--db", "option.db"]) == ReadRequest(
        path=Path("a.md"), library=Path("option.db")
    )


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["list"],
        ["read", "a.md"],
        ["-"],
        ["--help"],
        ["--sample"],
        ["a.md", "--help"],
        ["a.md", "b.md"],
        ["a.md", "--db"],
        ["a.md", "--db="],
        ["--", "a.md"],
        ["visit"],
        ["https://example.org/a.md"],
        ["a.md", "--title", "T"],
    ],
)
def test_all_else_is_for_click(arguments: list[str]) -> None:
    assert plain_request(arguments) is None


def test_into_a_pipe_nothing_is_read_on_a_screen() -> None:
    assert plain_request(["a.md"]) is None


@pytest.mark.usefixtures("terminal")
def test_a_file_without_a_suffix_is_a_path_if_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "README").touch()

    assert plain_request(["README"]) == ReadRequest(path=Path("README"))


def test_the_short_way_imports_little() -> None:
    program = (
        "import sys; before = set(sys.modules)\n"
        "import reader.cli.read as r; r.is_terminal = lambda s: True\n"
        "assert r.plain_request(['a.md'])\n"
        "print(sorted(name for name in {'click', 'json', 'sqlite3', 'yaml', 'importlib.metadata',"
        " 'platformdirs', 'typing_extensions'} & (set(sys.modules) - before)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


def start(*arguments: str, **variables: str) -> Terminal:
    return Terminal(
        [sys.executable, "-m", "reader", *arguments],
        env=environment(PYTHONPATH=str(ROOT), **variables),
    )


def test_a_dumb_terminal_is_told_of_show(article: Path) -> None:
    with start(str(article), TERM="dumb") as terminal:
        status = terminal.wait_for_end()
        said = terminal.received.decode()

    assert status == 2
    assert "TERM=dumb" in said
    assert f"postil show {article}" in said


def test_a_missing_file_is_told_before_the_screen_changes(tmp_path: Path) -> None:
    with start(str(tmp_path / "no.md")) as terminal:
        status = terminal.wait_for_end()
        said = bytes(terminal.received)

    assert status == 2
    assert b"postil: error: " in said
    assert b"no.md cannot be read: there is no such file." in said
    assert b"\x1b[?1049h" not in said


@pytest.mark.parametrize("input_from", ["cat {0} | {1} -", "{1} {0} < /dev/null", "{1} {0} <&-"])
def test_the_keyboard_is_the_terminals_when_standard_input_is_not(
    input_from: str, article: Path
) -> None:
    command = input_from.format(article, f"exec {sys.executable} -m reader")
    settings = environment(PYTHONPATH=str(ROOT))

    with Terminal(["/bin/sh", "-c", command], env=settings) as terminal:
        terminal.wait_for("The world has changed")
        terminal.drain()
        terminal.send("q")

        assert terminal.wait_for_end() == 0


def test_without_any_keyboard_it_is_said(article: Path) -> None:
    ours, its = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "reader", str(article)],
        env=environment(PYTHONPATH=str(ROOT)),
        stdin=subprocess.DEVNULL,
        stdout=its,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
        check=False,
    )
    os.close(its)
    os.close(ours)

    assert done.returncode == 2
    assert "it has no keyboard" in done.stderr
    assert f"postil show {article}" in done.stderr


def test_the_sample_is_read_and_printed(postil: Callable[..., Said]) -> None:
    said = postil("--sample")

    assert said.status == 0
    assert said.out.startswith("Lavrov in Bamako")


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        ([], (None, False)),
        (["--db", "my.db", "--cursor"], (Path("my.db"), True)),
        (["a.md"], None),
        (["--force"], None),
        (["--help"], None),
        (["--db"], None),
    ],
)
@pytest.mark.usefixtures("terminal")
def test_without_a_source_the_library_is_shown(arguments: list[str], shown: object) -> None:
    assert plain_library(arguments) == shown
