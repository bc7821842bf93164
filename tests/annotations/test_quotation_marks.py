from __future__ import annotations

import gc
import time
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.model import Range
from annotations.segments import next_quotation, quotation_at, quotations

if TYPE_CHECKING:
    from collections.abc import Iterator

MARKS = list("\"'“”„‟‘’‚‛«»‹›「」『』《》〈〉〝〞")
texts = st.lists(st.sampled_from([*MARKS, *"ab s.,:—(1", "\n", "\n\n"]), max_size=60).map("".join)


@pytest.fixture
def no_garbage_collected() -> Iterator[None]:
    """Meanwhile; what all tests before have left is no cost of the one that counts its time."""
    gc.disable()
    yield
    gc.enable()


def whole(text: str) -> Range:
    return Range(0, len(text))


def found_in(text: str) -> list[str]:
    return [text[found.start : found.end] for found in quotations(text, whole(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Straight marks.
        ('He said "no" twice.', ['"no"']),
        ('"Yes," she said, "and no."', ['"Yes,"', '"and no."']),
        ("He said 'no' twice.", ["'no'"]),
        ("'Yes,' she said, 'it's true.'", ["'Yes,'", "'it's true.'"]),
        ("\"He said 'no' to me,\" she told us.", ["\"He said 'no' to me,\"", "'no'"]),
        ("'He said \"no\" to me,' she told us.", ["'He said \"no\" to me,'", '"no"']),
        ("\"'Never,'\" he read.", ["\"'Never,'\"", "'Never,'"]),
        ('("Why?")', ['"Why?"']),
        ('well—"why?"—well', ['"why?"']),
        ('"..."', ['"..."']),
        ('""', ['""']),
        ('a 6" pipe and 5\'10" tall', []),
        # Curly marks.
        ("“Yes,” she said, “and no.”", ["“Yes,”", "“and no.”"]),
        ("‘Yes,’ she said, ‘it’s true.’", ["‘Yes,’", "‘it’s true.’"]),
        ("“He said ‘no’ to me,” she said.", ["“He said ‘no’ to me,”", "‘no’"]),
        ("‘He said “no” to me,’ she said.", ["‘He said “no” to me,’", "“no”"]),
        ("“A ‘b “c” d’ e”", ["“A ‘b “c” d’ e”", "‘b “c” d’", "“c”"]),
        ("say“hello”there", ["“hello”"]),
        # Guillemets.
        ("Il dit « oui » et « non ».", ["« oui »", "« non »"]),
        ("Il dit «\u00a0oui\u00a0» deux fois.", ["«\u00a0oui\u00a0»"]),
        ("« Il dit “non” », dit-elle.", ["« Il dit “non” »", "“non”"]),
        ("« Oui, « non », oui »", ["« Oui, « non », oui »", "« non »"]),
        ("«Ja ‹nein› ja»", ["«Ja ‹nein› ja»", "‹nein›"]),
        ("»Ja ›nein‹ ja«, sagte er. »Gut.«", ["»Ja ›nein‹ ja«", "›nein‹", "»Gut.«"]),
        ("»Ja», sade han.", ["»Ja»"]),
        ("Он сказал: «Да». Потом «нет».", ["«Да»", "«нет»"]),
        # Low and high marks.
        ("„Ja“, sagte er, „und nein.“", ["„Ja“", "„und nein.“"]),
        ("„Er sagte ‚nein‘“, sagte sie.", ["„Er sagte ‚nein‘“", "‚nein‘"]),
        ("„Tak”, powiedział.", ["„Tak”"]),
        ('„Ja", sagte er.', ['„Ja"']),
        ("”Ja”, sade han, ”och nej.”", ["”Ja”", "”och nej.”"]),
        ("Zij zei: ‚ja’.", ["‚ja’"]),
        # CJK brackets.
        ("彼は「はい」と言った。", ["「はい」"]),
        ("「『はい』と彼」と", ["「『はい』と彼」", "『はい』"]),
        ("他说：“好。”她说：“不。”", ["“好。”", "“不。”"]),
        ("他说：“她说‘不’。”", ["“她说‘不’。”", "‘不’"]),
        ("他说‘不’了，也说'好'了。", ["‘不’", "'好'"]),
        ("《书》和〈文〉", ["《书》", "〈文〉"]),
        ("〝はい〟と", ["〝はい〟"]),
        # Apostrophes.
        ("I don’t know, he doesn't.", []),
        ("in the ’90s and the '80s", []),
        ("the students’ books and the boys' toys", []),
        ("‘the students’ books’ and ‘more’", ["‘the students’ books’", "‘more’"]),
        ("L’eau et l'air d’été", []),
        ("rock ’n’ roll, rock 'n' roll", []),
        ("‘Rock ’n’ roll,’ he said.", ["‘Rock ’n’ roll,’"]),
        ("'Rock 'n' roll,' he said.", ["'Rock 'n' roll,'"]),
        ("’Tis the season, 'tis; get ’em", []),
        ("’s Avonds, 't is laat", []),
        ("“It’s the students’ fault,” he said.", ["“It’s the students’ fault,”"]),
        ("‘Ali from Hawai‘i went home.", []),
        ("James’ brother said “yes”.", ["“yes”"]),
        # Unclosed, and what is left alone.
        ("He said “no and left", ["“no and left"]),
        ('He said "no and left.\n\nThen "yes".', ['"no and left.', '"yes"']),
        ("„Nein, sagte er.\n\nNichts.", ["„Nein, sagte er."]),
        ("no” and » and 」", []),
        ("“", []),
        ("“one „two”", ["“one „two”", "„two”"]),
        ("", []),
        # Several paragraphs.
        ("“One.\n\n“Two.\n\n“Three.” End.", ["“One.\n\n“Two.\n\n“Three.”"]),
        ('"One.\n\n"Two." End. "New."', ['"One.\n\n"Two."', '"New."']),
        ("‘One.\n\n‘Two.’ End.", ["‘One.\n\n‘Two.’"]),
        ("« Un.\n\n» Deux. » Fin.", ["« Un.\n\n» Deux. »"]),
        ("« Un.\n\n« Deux. » Fin.", ["« Un.\n\n« Deux. »"]),
        ("“One ‘a\n\n“‘b’ c” d", ["“One ‘a\n\n“‘b’ c”", "‘a\n\n“‘b’"]),
        ("“One.”\n\n“Two.”", ["“One.”", "“Two.”"]),
        ("“soft\nbreak” here", ["“soft\nbreak”"]),
    ],
)
def test_quotations(text: str, expected: list[str]) -> None:
    assert found_in(text) == expected


@given(text=texts)
def test_quotations_are_ordered_and_nested(text: str) -> None:
    found = quotations(text, whole(text))

    open_ends: list[int] = []
    for before, after in pairwise(found):
        assert (before.start, -before.end) < (after.start, -after.end)
    for quotation in found:
        while open_ends and open_ends[-1] <= quotation.start:
            open_ends.pop()
        assert quotation.end - quotation.start >= 2
        assert text[quotation.start] in MARKS
        assert all(end >= quotation.end for end in open_ends)
        open_ends.append(quotation.end)


@given(text=texts)
def test_the_quotation_at_a_position_is_the_innermost(text: str) -> None:
    bounds = whole(text)
    found = quotations(text, bounds)

    for position in range(len(text)):
        around = [quotation for quotation in found if position in quotation]
        innermost = min(around, key=len) if around else None
        assert quotation_at(text, position, bounds) == innermost
        after = [quotation for quotation in found if quotation.start > position]
        assert next_quotation(text, position, bounds) == (after[0] if after else None)


def test_a_quotation_stays_inside_its_bounds() -> None:
    text = "“one two three” four “five”"
    bounds = Range(5, 13)

    assert quotations(text, bounds) == []
    assert quotation_at(text, 8, bounds) is None
    assert quotation_at(text, 2, bounds) is None
    assert next_quotation(text, 6, bounds) is None
    assert next_quotation(text, 6, whole(text)) == Range(21, 27)


def test_a_quotation_far_away_is_found_as_the_next() -> None:
    text = "Don’t. " * 20_000 + "He said “yes” then."

    found = next_quotation(text, 0, whole(text))

    assert found is not None
    assert text[found.start : found.end] == "“yes”"


def test_a_quotation_in_a_long_text_is_found_inside_its_window() -> None:
    text = "He said “no ‘never’ no” again.\n\n" * 30_000
    place = 32 * 15_000

    found = quotation_at(text, place + 14, whole(text))

    assert found == Range(place + 12, place + 19)
    assert quotation_at(text, place + 2, whole(text)) is None
    assert next_quotation(text, place + 13, whole(text)) == Range(place + 40, place + 55)


@pytest.mark.parametrize(
    "unit",
    [
        "“",
        "”",
        '"',
        "'",
        " '",
        "„“",
        "«»",
        "“‘",
        "“ »",
        " “ ",
        "「",
        "a' ",
        "“\n\n",
        "s’ a",
        "'\n\n",
        "„\n",
    ],
)
@pytest.mark.usefixtures("no_garbage_collected")
def test_many_marks_cost_time_in_proportion(unit: str) -> None:
    def seconds(count: int) -> float:
        text = unit * count
        started = time.process_time()
        quotations(text, whole(text))
        return time.process_time() - started

    short = min(seconds(2_500) for _ in range(3))
    long = seconds(25_000)

    assert long < 40 * short + 0.1


def test_many_open_marks_are_gone_on_with_in_the_time_of_reading_them() -> None:
    text = ("“" * 25_000 + "\n\n") * 2

    assert len(quotations(text, whole(text))) == 25_000
