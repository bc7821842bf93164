from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.layout import breaking
from reader.layout.break_rules import allows
from reader.layout.breaking import BLANKS, break_lines
from reader.layout.cells import clusters, width
from reader.layout.line_classes import CLASSES

SIMPLE_TEXT = st.text(
    st.sampled_from("abcdé жλ    ,.-–—“”‘’'\"()[]{}!?:;/\\$€%530…«»|&=+*\xa0"), max_size=70
)
MIXED_TEXT = st.text(
    st.sampled_from(
        [
            *"ab     ,.-—“”()!?/$5日本「」。ーっ한אب\u0301\u200d\u200b\xad\u2060\xa0",
            "👨",
            "🇩",
            "🏽",
            "ก",
        ]
    ),
    max_size=70,
)


def broken(text: str, cells: int) -> list[str]:
    return [text[start:end] for start, end in break_lines(text, 0, len(text), cells)]


def places(text: str) -> str:
    """The text with `|` wherever a line may end."""
    return "".join(
        f"|{text[at]}" if at and allows(text, at, 0, len(text)) else text[at]
        for at in range(len(text))
    )


@pytest.mark.parametrize(
    "marked",
    [
        "the |world",
        "well-|known",
        "a |-foo",
        "use |--option",
        "10-20",
        "2020–|2024",
        "so—|and |so",
        "so |— |and",
        "and/|or",
        "80 |km/h",
        "https://example.org",
        "3,000.00",
        "it |cost |$ 5 |then",
        "5 € |each",
        "$5",
        "5 |%",
        "(he |said) |then",
        "“quoted |words” |and",
        "« mot » |dit",
        "what ?!",
        "vraiment ? |oui",
        "[1]",
        "no\xa0break",
        "no\u2060break",
        "zero\u200b|width",
        "fini… |oui",
        "e\u0301a |b",
        "日|本|語。|文",
        "「日|本」|語",
        "ちょっ|と",
        "ラー|メ|ン",
        "3,000|円|で|す",
        "한|국|어",
        "🇩🇪|🇫🇷",
        "👍🏽|👍",
        "ภาษาไทย |ไทย",
        "and /|or",
        "a !",
        "C’est |l’heure",
        "“A” |(b)",
        "don't |stop",
    ],
)
def test_where_a_line_may_end(marked: str) -> None:
    text = marked.replace("|", "")

    assert places(text) == marked


@pytest.mark.parametrize(
    ("text", "cells", "lines"),
    [
        ("", 10, [""]),
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 8, ["one two", "three"]),
        ("one     two", 5, ["one", "two"]),
        ("unbreakable", 4, ["unbr", "eaka", "ble"]),
        ("an unbreakable", 5, ["an", "unbre", "akabl", "e"]),
        ("日本語。です", 6, ["日本", "語。で", "す"]),
        ("日本語「です」", 8, ["日本語", "「です」"]),
        ("👨\u200d👩\u200d👧👨\u200d👩\u200d👧", 2, ["👨\u200d👩\u200d👧"] * 2),
        ("👨\u200d👩\u200d👧", 1, ["👨\u200d👩\u200d👧"]),
        ("ภาษาไทยภาษา", 4, ["ภาษา", "ไทยภ", "าษา"]),
        ("a e\u0301e\u0301 b", 4, ["a e\u0301e\u0301", "b"]),
        ("pay $ 500 now", 5, ["pay", "$ 500", "now"]),
        ("Donau\u00addampf", 6, ["Donau\u00ad", "dampf"]),
        ("Donau\u00addampf", 5, ["Donau\u00ad", "dampf"]),
        ("    indented", 8, ["    inde", "nted"]),
        ("wait   ", 4, ["wait"]),
    ],
)
def test_lines_of_a_text(text: str, cells: int, lines: list[str]) -> None:
    assert broken(text, cells) == lines


def test_the_lines_after_the_first_may_be_narrower() -> None:
    text = "one two three four"

    assert break_lines(text, 0, len(text), 9, next_width_cells=5) == [(0, 7), (8, 13), (14, 18)]


def test_tabs_take_the_cells_to_their_stop() -> None:
    assert break_lines("\ta\tb c", 0, 6, 17, tab_size=8) == [(0, 4), (5, 6)]


@given(st.one_of(SIMPLE_TEXT, MIXED_TEXT), st.integers(1, 80))
@example("3% ]a0/\xab3e0aa\u0301/\u2018", 18)
@example("a \uff9e", 1)
def test_the_fast_path_breaks_as_the_rules_do(text: str, cells: int) -> None:
    expected: list[tuple[int, int]] = []
    start = 0
    while True:
        shown, following = breaking._break_clusters(text, start, cells, 0, len(text), 0)
        expected.append((start, shown))
        start = following
        if start >= len(text):
            break

    assert break_lines(text, 0, len(text), cells) == expected


@given(st.one_of(SIMPLE_TEXT, MIXED_TEXT), st.integers(1, 200))
def test_lines_hold_everything_but_blanks_and_are_not_too_wide(text: str, cells: int) -> None:
    lines = break_lines(text, 0, len(text), cells)

    place = 0
    for start, end in lines:
        assert text[place:start].strip(BLANKS) == ""
        shown = text[start:end]
        assert width(shown) <= cells or sum(1 for _, _, used in clusters(shown) if used) == 1
        place = end
    assert text[place:].strip(BLANKS) == ""


@given(MIXED_TEXT, st.integers(1, 30))
def test_no_cluster_is_divided(text: str, cells: int) -> None:
    ends = {end for _, end, _ in clusters(text)} | {0}

    for start, end in break_lines(text, 0, len(text), cells):
        assert {start, end} <= ends


@pytest.mark.parametrize(
    ("characters", "name"),
    [("aéж", "AL"), ("“«", "QUi"), ("”»", "QUf"), ("（「", "OPe"), ("。、", "CL"), ("가", "H2"), ("각", "H3"),
     ("っー", "NS"), ("漢", "ID"), ("ก", "AL"), ("\u0e31", "CM"), ("🇩", "RI"), ("\u2060", "WJ")],
)  # fmt: skip
def test_classes_of_characters(characters: str, name: str) -> None:
    assert {CLASSES[each] for each in characters} == {name}
