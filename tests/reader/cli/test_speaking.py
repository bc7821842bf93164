from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from annotations.errors import NotFoundError, PostilError, QueryError
from reader import paths
from reader.cli import guarded
from reader.cli.speaking import ask, complain
from reader.sample import sample_article


class Keyboard(io.StringIO):
    def isatty(self) -> bool:
        return True


def failing(error: BaseException) -> int:
    raise error


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (
            PostilError("It is so.", hint="Do this."),
            2,
            "postil: error: It is so.\n  Do this.\n",
        ),
        (NotFoundError("Nothing."), 2, "postil: error: Nothing.\n"),
        (
            QueryError("Not so.", query="世界 is:\x1b", position=6, hint="Else."),
            2,
            "postil: error: Not so.\n  世界 is:␛\n          ^\n  Else.\n",
        ),
        (
            QueryError("Not so.", query="ab " * 100, position=150),
            2,
            f"postil: error: Not so.\n  …{('ab ' * 100)[100:200]}…\n  {' ' * 51}^\n",
        ),
        (KeyboardInterrupt(), 130, ""),
        (
            OSError(28, "No space left on device", "a.db"),
            2,
            "postil: error: a.db: No space left on device.\n",
        ),
    ],
)
def test_what_goes_wrong_is_a_sentence_and_a_status(
    error: BaseException, status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded(lambda: failing(error)) == status
    assert capsys.readouterr().err == said


def test_a_mistake_of_postils_own_is_told_without_its_traceback(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert guarded(lambda: failing(ZeroDivisionError("\x1b[2Jby zero"))) == 2

    said = capsys.readouterr().err
    assert "ZeroDivisionError" in said
    assert "--debug" in said
    assert "Traceback" not in said
    assert "\x1b" not in said


def test_the_traceback_holds_no_control_characters(capsys: pytest.CaptureFixture[str]) -> None:
    guarded(lambda: failing(ZeroDivisionError("\x1b[2Jby zero")), debug=True)

    said = capsys.readouterr().err
    assert "Traceback" in said
    assert "\x1b" not in said


def test_an_error_never_runs_over_two_lines(capsys: pytest.CaptureFixture[str]) -> None:
    complain("One\ntwo\u2028three.", "A\r\nhint")

    assert capsys.readouterr().err == "postil: error: One two three.\n  A hint\n"


@pytest.mark.parametrize(("typed", "answer"), [("y\n", True), ("Yes\n", True), ("\n", False)])
def test_a_question_is_asked_at_a_terminal(
    typed: str, answer: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Keyboard()
    monkeypatch.setattr(sys, "stdin", Keyboard(typed))
    monkeypatch.setattr(sys, "stderr", screen)

    assert ask("Really?") is answer
    assert screen.getvalue() == "Really? [y/N] "


def test_where_nobody_can_answer_nothing_is_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))

    assert ask("Really?") is None
    assert capsys.readouterr().err == ""


def test_the_folders_are_the_platforms_and_no_one_elses_to_enter(home: Path) -> None:
    folders = (paths.settings_folder(), paths.drafts_folder(Path("a.db")))

    assert all(folder.is_relative_to(home) for folder in folders)
    assert len(set(folders)) == 2
    made = paths.private_folder(paths.drafts_folder(Path("a.db")))
    assert made.stat().st_mode & 0o077 == 0


def test_the_sample_is_found() -> None:
    assert sample_article().read_text(encoding="utf-8")
