from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import iter_graphemes, wcswidth, wcwidth

from reader.layout.cells import (
    JOINED_DRAWN,
    MARKS_DRAWN,
    ODD,
    SIMPLE,
    clusters,
    drawn,
    fit,
    pad,
    show,
    show_line,
    width,
)

ANY_TEXT = st.text(
    st.one_of(
        st.sampled_from("aé ж“—…\n\t\x1b\x9b\x7f\u200b\u200d\u202e\u2066\u2028\u0301\xad日한ا"),
        st.sampled_from(
            ["👨", "👩", "🏽", "🇩", "🇪", "\ufe0f", "\u0915", "\u094d", "\ud800", "\ufffe"]
        ),
        st.characters(),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", 0),
        ("plain", 5),
        ("“firm will” — d’accord…", 23),
        ("日本語", 6),
        ("한국어", 6),
        ("e\u0301", 1),
        ("👨\u200d👩\u200d👧", 2),
        ("👍🏽", 2),
        ("🇩🇪🇫🇷", 4),
        ("❤\ufe0f", 2),
        ("1\ufe0f\u20e3", 2),
        ("a\u200bb", 2),
        ("a\u00adb", 2),
        ("\x1b[2J", 4),
        ("مرحبا", 5),
        ("ｱｲ", 2),
        ("ไทย", 3),
    ],
)
def test_width_counts_the_cells_of_what_is_drawn(text: str, cells: int) -> None:
    assert width(text) == cells


def test_simple_characters_are_one_cell_and_a_cluster_of_their_own() -> None:
    simple = [chr(code) for code in range(0x30000) if ODD.search(chr(code)) is None]

    assert len(simple) > 1_500
    assert [each for each in simple if wcwidth(each) != 1 or drawn(each) != (each, 1)] == []
    assert [e for e in simple if len(list(iter_graphemes(f"a{e}{e}a"))) != 4] == []


@given(st.text(st.sampled_from("aé“”…—ж日\xad\n"), max_size=60), st.integers(0, 60))
def test_the_first_character_that_is_not_simple_is_found_past_any_number_of_signs(
    text: str, start: int
) -> None:
    found = ODD.search(text, start)

    expected = re.compile(f"[^{SIMPLE}]").search(text, start)
    assert (found and found.start()) == (expected and expected.start())


@given(ANY_TEXT)
def test_clusters_cover_the_text_and_add_up(text: str) -> None:
    found = list(clusters(text))

    assert "".join(text[start:end] for start, end, _ in found) == text
    assert sum(cells for _, _, cells in found) == width(text)


@given(ANY_TEXT)
def test_nothing_that_steers_a_terminal_is_shown(text: str) -> None:
    for shown in (show(text), show(text, tab_size=8), show_line(text)):
        for character in shown:
            assert character >= " "
            assert not "\x7f" <= character <= "\x9f"
            assert not "\ud800" <= character <= "\udfff"
            assert (
                character
                not in "\u2028\u2029\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
            )
            assert ord(character) & 0xFFFE != 0xFFFE
        shown.encode()


@given(st.text(st.sampled_from("ab “—日語é"), max_size=30))
def test_harmless_text_is_shown_as_it_is(text: str) -> None:
    assert show(text) == text
    assert wcswidth(text) == width(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", "␛[2J"),
        ("a\x00b\x7f", "a␀b␡"),
        ("\x9b31m", "�31m"),
        ("a\u202eb\u202c", "ab"),
        ("a\u2028b\x85c\x0bd", "a b c d"),
        ("x\ud83dy", "x�y"),
        ("a\nb", "a␊b"),
        ("a\tb", "a b"),
        ("\ufeffa", "a"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("🏴\U000e0067\U000e0062\U000e007f", "🏴\U000e0067\U000e0062\U000e007f"),
        ("a\U000e0067", "a"),
        ("\u0301a", "◌\u0301a"),
    ],
)
def test_what_is_drawn_in_place_of_dangerous_characters(text: str, shown: str) -> None:
    assert show(text) == shown


def test_tabs_reach_the_next_stop_when_asked() -> None:
    assert show("a\tb\t\tc", tab_size=4) == "a   b       c"
    assert show("日\tb", tab_size=4) == "日  b"


def test_piles_of_marks_and_chains_of_joiners_are_capped() -> None:
    zalgo = "e" + "\u0301" * 1_000
    chain = "\u200d".join(["👩"] * 200)

    assert show(zalgo) == "e" + "\u0301" * MARKS_DRAWN
    assert width(zalgo) == 1
    assert show(chain).count("👩") == JOINED_DRAWN
    assert width(chain) == 2


def test_a_title_stands_on_one_line_without_marks_of_direction() -> None:
    assert show_line("two\r\nlines\u2029\u200fhere\x07") == "two lines here␇"


@pytest.mark.parametrize(
    ("text", "cells", "expected"),
    [
        ("short", 5, "short"),
        ("shorter", 5, "shor…"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"),
        ("日本語", 6, "日本語"),
        ("e\u0301" * 4, 3, "e\u0301e\u0301…"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
        ("a\u200b\u200b", 1, "a\u200b\u200b"),
    ],
)
def test_fit_cuts_at_a_cluster(text: str, cells: int, expected: str) -> None:
    assert fit(text, cells) == expected


@given(ANY_TEXT, st.integers(0, 30))
def test_padded_text_has_exactly_its_cells(text: str, cells: int) -> None:
    assert width(pad(text, cells)) == cells


def test_plain_text_needs_no_width_tables() -> None:
    import subprocess

    code = (
        "import sys; from reader.layout.lines import Layout; from annotations.document import *;"
        "text = 'He said “it works”…\\n' * 40;"
        "d = Document(text=text, blocks=Blocks([Block(kind=BlockKind.PARAGRAPH, start=0, end=800)]));"
        "layout = Layout(d, 72); layout.lines(0); layout.total_lines();"
        "print('wcwidth' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"
