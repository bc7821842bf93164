"""A report's file, filled from a library."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from annotations.codebook_edits import Flag
from annotations.errors import ExchangeError, MalformedFileError, UnreadableSourceError
from annotations.exchange import Options
from annotations.exchange.living import Happened
from annotations.results import Choice
from tests.annotations.store.samples import TEXT, create, library_at, mark, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from annotations.library import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Two articles, each with a mark under a tag; in the first one that is confidential as well."""
    with library_at(tmp_path / "library.db") as opened_library:
        for name, quote in (("a.txt", "firm will"), ("b.txt", "crowd")):
            article = opened(opened_library, tmp_path / name)
            create(opened_library, article, mark(quote, tags=("sahel",), note=f"note of {name}"))
            if name == "a.txt":
                create(opened_library, article, mark("hall", tags=("sahel", "secret")))
        opened_library.coding.write(Flag("secret", is_confidential=True)).result()
        yield opened_library


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.md"
    path.write_bytes(
        b"\xef\xbb\xbfText.\r\n\r\n<!-- postil: tag:sahel -->\r\n<!-- /postil -->\r\nEnd."
    )
    return path


def test_a_report_is_filled_with_the_marks_of_all_articles(library: Library, report: Path) -> None:
    before, refreshed = library.fill_report(report)

    assert report.read_bytes() == refreshed.text.encode()
    assert before.startswith("\ufeffText.\r\n")
    assert refreshed.text.startswith("\ufeffText.\r\n")
    assert refreshed.text.index("note of a.txt") < refreshed.text.index("note of b.txt")
    assert "\n" not in refreshed.text.replace("\r\n", "")
    assert refreshed.text.endswith("-->\r\nEnd.")


def test_what_is_confidential_stays_out_unless_asked_for(library: Library, report: Path) -> None:
    _, refreshed = library.fill_report(report, dry_run=True)
    _, whole = library.fill_report(report, confidential=True, dry_run=True)

    assert "> hall" not in refreshed.text
    assert refreshed.told[0].left_out == 1
    assert "> hall" in whole.text
    assert whole.told[0].left_out == 0


def test_a_dry_run_writes_nothing(library: Library, report: Path) -> None:
    before = report.read_bytes()

    _, refreshed = library.fill_report(report, dry_run=True)

    assert report.read_bytes() == before
    assert [each.happened for each in refreshed.told] == [Happened.FILLED]


def test_a_mark_is_named_by_the_end_of_its_id(library: Library, report: Path) -> None:
    found = library.find(library.query("crowd"))[0].annotation
    report.write_text(f"<!-- postil: {found.id[-8:]} -->\n<!-- postil: ffffffff -->\n")

    _, refreshed = library.fill_report(report)

    assert [each.happened for each in refreshed.told] == [Happened.FILLED, Happened.GONE]
    assert refreshed.text.count("> ") == 1


def test_a_report_behind_a_link_is_replaced_there(library: Library, report: Path) -> None:
    link = report.with_name("link.md")
    link.symlink_to(report)

    library.fill_report(link)

    assert link.is_symlink()
    assert b"note of a.txt" in report.read_bytes()


def test_a_report_that_is_edited_meanwhile_is_left_as_it_is(
    library: Library, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.path.realpath

    def edited(path: Path) -> str:
        report.write_bytes(b"edited")
        return real(path)

    monkeypatch.setattr("annotations.reports.os.path.realpath", edited)

    with pytest.raises(ExchangeError, match="was changed while its places were filled"):
        library.fill_report(report)
    assert report.read_bytes() == b"edited"


def test_what_is_no_text_is_refused_with_the_line(library: Library, report: Path) -> None:
    report.write_bytes(b"one\ntw\xff\n")

    with pytest.raises(MalformedFileError, match=r"line 2: this is no text in UTF-8\."):
        library.fill_report(report)
    with pytest.raises(UnreadableSourceError):
        library.fill_report(report.parent)


@pytest.fixture
def twins(library: Library, tmp_path: Path) -> list[Choice]:
    """Two further articles, both by one author and of one year."""
    found = []
    for name, title, quote in (("c.txt", "The dam", "firm will"), ("d.txt", "Cotton", "crowd")):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
        article = opened(library, tmp_path / name)
        create(library, article, mark(quote, tags=("water",)))
        known = ("John Smith",)
        library.write_reference(
            article, {"title": title, "authors": known, "published": "2020"}
        ).result()
        found.append(Choice(article))
    return found


@pytest.mark.parametrize("name", ["markdown", "text", "html"])
@pytest.mark.parametrize(
    ("cite", "first", "second"),
    [
        ("apa", "(Smith, 2020b", "(Smith, 2020a"),
        ("iso690", "(Smith 2020b", "(Smith 2020a"),
    ],
)
def test_works_of_one_author_and_year_are_told_apart_from_the_first_on(
    library: Library, twins: list[Choice], name: str, cite: str, first: str, second: str
) -> None:
    pieces: list[bytes] = []
    options = Options(with_text=False, cite=cite)

    library.export_several(twins, name, pieces.append, options=options)

    told = b"".join(pieces).decode().partition("References")[0]
    assert first in told
    assert second in told[told.index(first) + 1 :]


def test_the_letters_hold_over_all_places_of_a_report(
    library: Library, twins: list[Choice], report: Path
) -> None:
    assert twins
    report.write_text(
        "<!-- postil: tag:water crowd | cite:apa -->\n<!-- /postil -->\n\n"
        "<!-- postil: tag:water firm | cite:apa -->\n<!-- /postil -->\n",
        encoding="utf-8",
    )

    _, refreshed = library.fill_report(report)

    assert refreshed.text.index("(Smith, 2020a, ") < refreshed.text.index("(Smith, 2020b, ")


def test_a_work_of_which_all_is_withheld_leaves_no_gap_among_the_letters(
    library: Library, twins: list[Choice]
) -> None:
    library.coding.write(Flag("water", is_confidential=True)).result()
    create(library, twins[0].article, mark("firm will"))
    pieces: list[bytes] = []

    library.export_several(twins, "text", pieces.append, options=Options(cite="apa"))

    assert "(Smith, 2020, " in b"".join(pieces).decode()
