"""Looking up with a command: what it is given, and that a stranger's text stays one argument."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader import lookup
from reader.lookup import LENGTH_LIMIT, Lookup, LookupFailedError

if TYPE_CHECKING:
    from pathlib import Path

posix = pytest.mark.skipif(sys.platform == "win32", reason="a shell of Unix")

HOSTILE = "\"; touch ran; $(touch ran) `touch ran` ' && touch ran | touch ran > ran"


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        (("dict", "{}"), ["dict", "a word"]),
        (("dict",), ["dict", "a word"]),
        (("dict", "-d", "wn"), ["dict", "-d", "wn", "a word"]),
        (("dict", "--word={}", "-v"), ["dict", "--word=a word", "-v"]),
        (("open", "https://example.org/{}?q={}"), ["open", "https://example.org/a%20word?q=a%20word"]),
        (("{}", "{}"), ["{}", "a word"]),
    ],
)  # fmt: skip
def test_the_text_is_one_argument(command: tuple[str, ...], arguments: list[str]) -> None:
    assert Lookup(command).arguments(" a\nword ") == arguments


@pytest.mark.parametrize("text", ["--output=x", "-rf", "- -x", "––x"])
def test_a_text_is_no_option(text: str) -> None:
    assert not Lookup(("dict",)).arguments(text)[1].startswith("-")


def test_a_text_cannot_leave_its_place_in_an_address() -> None:
    arguments = Lookup(("open", "https://example.org/{}")).arguments("../a?b#c&d=/e")

    assert arguments == ["open", "https://example.org/..%2Fa%3Fb%23c%26d%3D%2Fe"]


@pytest.mark.parametrize("text", ["", " \n", "---", "x" * (LENGTH_LIMIT + 1)])
def test_nothing_and_too_much_is_refused(text: str) -> None:
    with pytest.raises(LookupFailedError):
        Lookup(("dict",)).arguments(text)


@posix
@pytest.mark.parametrize(
    "line", ["printf %s {} > {out}", "printf %s > {out}", 'printf %s "{}" > {out}']
)
@pytest.mark.parametrize("text", [HOSTILE, "a {} word", "$HOME", "*"])
def test_a_shell_runs_nothing_of_the_text(
    line: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    # Without a place the text comes last, here behind the file that is written to.
    Lookup((line.replace("{out}", "out"),), by_shell=True).run(text)

    assert sorted(each.name for each in tmp_path.iterdir()) == ["out"]
    if '"{}"' not in line:
        assert (tmp_path / "out").read_text() == " ".join(text.split())


@posix
@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40))
@example("'; exit 3; '")
@example('"; exit 3; "')
@example("`exit 3`$(exit 3)")
def test_no_text_changes_what_a_shell_does(text: str) -> None:
    try:
        Lookup(('test -n "$(printf %s {})"',), by_shell=True).run(text)
    except LookupFailedError as error:
        assert "There is no word" in str(error)  # noqa: PT017  # blanks and dashes alone


@posix
def test_a_command_that_fails_is_said() -> None:
    with pytest.raises(LookupFailedError, match="sh failed, with status 3"):
        Lookup(("/bin/sh", "-c", "exit 3")).run("word")


def test_a_program_that_is_not_there_is_said() -> None:
    with pytest.raises(LookupFailedError, match="no-such-program could not be started"):
        Lookup(("no-such-program",)).run("word")


@posix
def test_a_window_may_stay_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup, "PATIENCE_S", 0.05)
    begun = time.monotonic()

    Lookup(("/bin/sh", "-c", "sleep 0.5; exit 3")).run("word")

    assert time.monotonic() - begun < 0.4


@posix
def test_a_command_in_the_terminal_is_waited_for() -> None:
    with pytest.raises(LookupFailedError, match="status 4"):
        Lookup(("/bin/sh", "-c", "exit 4"), in_terminal=True).run("word")


@posix
def test_an_interrupt_is_for_the_command_alone() -> None:
    # The child interrupts the group's leader, as ctrl+c in the terminal does.
    Lookup(("/bin/sh", "-c", "kill -INT $PPID"), in_terminal=True).run("word")


@posix
def test_a_command_that_was_interrupted_has_not_failed() -> None:
    Lookup(("/bin/sh", "-c", "kill -INT $$"), in_terminal=True).run("word")


@pytest.mark.parametrize(
    ("command", "by_shell", "name"),
    [(("/usr/bin/dict", "x"), False, "dict"), (("dict {} | less",), True, "dict")],
)
def test_a_message_names_the_program(
    command: tuple[str, ...], name: str, *, by_shell: bool
) -> None:
    assert Lookup(command, by_shell).name == name
