from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from wcwidth import wcswidth

from annotations.exchange import FORMATS, Options
from annotations.exchange.text_report import WIDTH_CELLS, wrapped
from tests.annotations.exchange.test_markdown import identity, sample
from tests.strategies import loose_texts


def report(options: Options | None = None) -> str:
    return FORMATS["text"].text([sample()], options or Options())


def test_the_report_is_as_people_know_it() -> None:
    assert report().split("\n\n")[:9] == [
        "Lavrov in Bamako: *the* visit\n=============================",
        "Ann Author, B. C. The Paper, 2023-02-08. https://example.org/a_b?c=d#e",
        "#sahel",
        "Notes on the article\n--------------------",
        "#review",
        "On the whole: **good**.",
        "Before the first heading\n------------------------",
        "    “Before all”",
        "para. 1",
    ]


def test_below_a_quotation_stands_what_is_said_of_it() -> None:
    assert (
        "    “the world has changed […] is *six*”\n\n"
        "The visit, para. 2 · doubt\n"
        "#sahel/russia #close reading\n"
        "speaker: Sergei Lavrov · certainty: 50 %\n\n"
        "Compare *February*:\n\n- the same\n- or not\n"
    ) in report()


def test_a_style_cites_and_lists() -> None:
    written = report(Options(cite="harvard"))

    assert "\n\n(Author and C., 2023, para. 2) · doubt\n" in written
    assert written.split("References\n==========\n\n")[1].startswith("Author, A. and C., B. (2023)")


@given(loose_texts(30))
def test_no_line_is_longer_than_it_may_be_and_no_letter_is_lost(text: str) -> None:
    for keeps_lines in (True, False):
        found = wrapped(text, first="    ", later="    ", keeps_lines=keeps_lines)

        assert "".join(found.split()) == "".join(text.replace("\x85", " ").split())
        for line in found.split("\n"):
            # A cluster of many characters stays together as far as it can.
            assert max(wcswidth(line), 0) <= WIDTH_CELLS


@pytest.mark.parametrize(
    ("word", "lines"),
    [("x" * 150, [72, 72, 6]), ("日" * 40, [72, 8]), ("x" * 72, [72])],
)
def test_a_word_longer_than_a_line_is_cut(word: str, lines: list[int]) -> None:
    assert [wcswidth(line) for line in wrapped(word).split("\n")] == lines


def test_several_articles_stand_in_one_report() -> None:
    other = replace(sample(), article=replace(sample().article, id=identity(9)))  # type: ignore[arg-type]
    written = FORMATS["text"].text([sample(), other])

    assert written.count("Lavrov in Bamako") == 2
