"""`postil export --into`: what a person sees, and the status a script goes by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.reader.cli.conftest import Said

    Postil = Callable[..., Said]


@pytest.fixture
def report(postil: Postil, article: Path, tmp_path: Path) -> Path:
    assert postil("add", article, "--quote", "Mali", "--tag", "a", "--note", "N").status == 0
    path = tmp_path / "report.md"
    path.write_text("<!-- postil: tag:a -->\n<!-- /postil -->\n", encoding="utf-8")
    return path


def test_the_difference_is_shown_then_made_then_there_is_none(postil: Postil, report: Path) -> None:
    shown = postil("export", "--into", report, "--dry-run")
    filled = postil("export", "--into", report)
    again = postil("export", "--into", report)
    same = postil("export", "--into", report, "--dry-run")

    assert shown.status == 1
    assert shown.out.startswith(f"--- {report}\n+++ {report} (filled)\n@@ -1,2 +1,")
    assert "\n+> Mali\n" in shown.out
    assert (filled.status, filled.out) == (0, f"{report}: 1 filled\n")
    assert (again.status, again.out) == (0, f"{report}: 1 unchanged\n")
    assert (same.status, same.out, same.err) == (0, "", "")


def test_what_a_person_changed_is_kept_and_said(postil: Postil, report: Path) -> None:
    postil("export", "--into", report)
    edited = report.read_text(encoding="utf-8").replace("> Mali", "> Mine")
    report.write_text(edited, encoding="utf-8")

    said = postil("export", "--into", report)

    assert said.status == 0
    assert (
        said.err
        == f"postil: {report}, line 1: you have changed what stands there, and it was kept.\n"
    )
    assert report.read_text(encoding="utf-8") == edited


def test_status_1_if_a_mark_is_gone_or_none_answers(postil: Postil, report: Path) -> None:
    report.write_text("<!-- postil: ffff -->\n<!-- postil: x -->\n<!-- /postil -->\n")

    said = postil("export", "--into", report)

    assert said.status == 1
    gone, none = said.err.splitlines()
    assert gone.endswith(
        "line 1: No mark of the library has an id that ends with “ffff”. What stands there was kept."
    )
    assert none == f"postil: {report}, line 2: no mark answers."


def test_status_2_if_a_query_is_mistaken_and_the_other_places_are_filled(
    postil: Postil, report: Path
) -> None:
    report.write_text(report.read_text() + "<!-- postil: colour:loud -->\n<!-- /postil -->\n")

    said = postil("export", "--into", report)

    assert said.status == 2
    assert f"postil: error: {report}, line 10, “colour:loud”: " in said.err
    assert "> Mali" in report.read_text(encoding="utf-8")


def test_how_marks_are_told_holds_for_the_places_that_do_not_say(
    postil: Postil, report: Path
) -> None:
    report.write_text(report.read_text() + "<!-- postil: tag:a | cite:apa -->\n<!-- /postil -->\n")

    said = postil("export", "--into", report, "--cite", "<{title}>", "--group", "tag")

    text = report.read_text(encoding="utf-8")
    assert said.status == 0
    assert text.count("# a\n\n> Mali") == 2
    assert text.count("\\<The visit\\>") == 1


def test_a_confidential_mark_stays_out_and_it_is_said(postil: Postil, report: Path) -> None:
    postil("tags", "confidential", "a")

    said = postil("export", "--into", report)

    assert "1 confidential mark was left out; --confidential includes" in said.err
    assert "line 1: only confidential marks answer." in said.err
    assert "> Mali" not in report.read_text(encoding="utf-8")
    assert postil("export", "--into", report, "--confidential").status == 0
    assert "> Mali" in report.read_text(encoding="utf-8")


def test_a_file_without_places_is_told_how_one_looks(postil: Postil, report: Path) -> None:
    report.write_text("Nothing here.\n")

    said = postil("export", "--into", report)

    assert said.status == 1
    assert f"{report} has no place for marks. One is <!-- postil: tag:sahel -->" in said.err


@pytest.mark.parametrize(
    "arguments",
    [("--into", "r.md", "--all"), ("--into", "r.md", "-o", "x"), ("--dry-run", "--all")],
)
def test_what_does_not_go_together_is_refused(postil: Postil, arguments: tuple[str, ...]) -> None:
    assert postil("export", *arguments).status == 2
