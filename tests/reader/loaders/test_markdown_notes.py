"""Footnotes of Markdown: signs that lead to notes, which stand at the end in reading order."""

from __future__ import annotations

import re
import subprocess
import sys
import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from annotations.document import Block, BlockKind, Document, SpanKind
from reader.layout.lines import Layout
from reader.loaders import Hint, SourceBytes, load, load_head, load_whole
from tests.reader.loaders.invariants import check


def read(source: str) -> Document:
    document = load(source.encode(), Hint(name="a.md")).document
    check(document)
    return document


def notes(document: Document) -> list[tuple[int, str]]:
    """Number and text of each note."""
    return [
        (block.level, document.text[block.start : block.end])
        for block in document.blocks
        if block.kind is BlockKind.FOOTNOTE
    ]


def references(document: Document) -> list[tuple[str, str]]:
    """The sign of each reference and how the note it leads to begins."""
    return [
        (
            document.text[span.start : span.end],
            document.text[int(span.target[1:]) :].split("\n")[0],
        )
        for span in document.spans
        if span.kind is SpanKind.HYPERLINK and span.target.startswith("#")
    ]


def test_a_reference_is_a_raised_number_that_leads_to_its_note() -> None:
    document = read("The deal[^x] was made.\n\n[^x]: In *Bamako*.\n\nAfter it.\n")

    assert document.text == "The deal1 was made.\n\nAfter it.\n\nIn Bamako."
    assert references(document) == [("1", "In Bamako.")]
    assert [span.kind for span in document.spans.overlapping(8, 9)] == [
        SpanKind.HYPERLINK,
        SpanKind.SUPERSCRIPT,
    ]
    assert notes(document) == [(1, "In Bamako.")]


def test_notes_stand_in_the_order_in_which_they_are_referred_to() -> None:
    document = read(
        "One[^b], two[^a], one again[^b].\n\n[^a]: Note a[^c].\n[^b]: Note b.\n[^c]: C.\n"
    )

    assert document.text.startswith("One1, two2, one again1.")
    assert notes(document) == [(1, "Note b."), (2, "Note a3."), (3, "C.")]
    assert references(document) == [
        ("1", "Note b."),
        ("2", "Note a3."),
        ("1", "Note b."),
        ("3", "C."),
    ]


def test_a_note_may_hold_several_blocks() -> None:
    document = read("x[^1]\n\n[^1]: First.\n\n    Second.\n\n    - a\n    - b\n\nEnd.\n")

    assert document.text == "x1\n\nEnd.\n\nFirst.\n\nSecond.\n\na\nb"
    kinds = [(block.kind, block.parent) for block in document.blocks[2:]]
    assert kinds[:3] == [
        (BlockKind.FOOTNOTE, -1),
        (BlockKind.PARAGRAPH, 2),
        (BlockKind.PARAGRAPH, 2),
    ]


@pytest.mark.parametrize("before", ["> ", "- ", "1. "])
def test_notes_within_quotations_and_lists_stand_outside_of_them(before: str) -> None:
    document = read(f"{before}Text[^1].\n{before}\n{before}[^1]: The note.\n\nEnd.\n")

    assert document.text.startswith("Text1.")
    assert notes(document) == [(1, "The note.")]
    note = next(block for block in document.blocks if block.kind is BlockKind.FOOTNOTE)
    assert note.parent == -1


def test_no_note_is_lost() -> None:
    document = read("x[^1]\n\n[^lost]: Nobody refers here.\n[^1]: One.\n[^1]: Its twin.\n")

    assert notes(document) == [(1, "One."), (1, "Its twin."), (0, "Nobody refers here.")]
    assert references(document) == [("1", "One.")]


def test_a_sign_without_a_note_stays_text() -> None:
    document = read("Only [^this], and a[^b c].\n\n[^other]: Note.\n")

    assert document.text == "Only [^this], and a[^b c].\n\nNote."


def test_a_note_without_text_leads_nowhere() -> None:
    document = read("x[^1]\n\n[^1]:\n\nEnd.\n")

    assert document.text == "x1\n\nEnd."
    assert references(document) == []


def test_code_keeps_its_brackets() -> None:
    document = read("`[^1]` and\n\n    [^1]: code\n\n[^1]: Note.\n")

    assert document.text == "[^1] and\n\n[^1]: code\n\nNote."


LONG = "A paragraph[^{0}] of some words, to fill the head of a long text with.\n\n[^{0}]: Note {0}.\n\n"


@pytest.mark.parametrize("count", [400, 8_000])
def test_the_head_of_a_text_with_notes_is_its_beginning(count: int) -> None:
    text = "".join(LONG.format(number) for number in range(count))
    text = "First[^last].\n\n" + text + "[^last]: The last note.\n"
    source = SourceBytes(text.encode(), name="a.md")

    head, whole = load_head(source), load_whole(source)

    assert not head.is_whole
    # Of a very long text the end is not looked through: there the first sign stays as it is.
    if len(text) < 1 << 20:
        assert whole.document.text.startswith(head.document.text)
    assert "Note 0." not in head.document.text
    check(head.document)


def test_the_number_stands_before_the_first_line_of_a_note() -> None:
    document = read("x[^1]\n\n[^1]: First.\n\n    Second.\n[^2]: Unnumbered.\n")
    layout = Layout(document, 40)
    markers = [layout.lines(unit)[0].marker for unit in range(layout.unit_count)]

    assert markers == ["", "1  ", "   ", "   "]


@given(
    source=st.lists(
        st.sampled_from(
            [
                "[^a]",
                "[^b]",
                "[^a]: ",
                "[^b]: ",
                "word ",
                "\n",
                "\n\n",
                "    ",
                "> ",
                "- ",
                "*",
                "`",
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_no_word_is_lost_whatever_the_source(source: str) -> None:
    # What follows a fence names the language of the code, and is no text.
    assume("```" not in source)

    document = read(source)

    assert document.text.count("word") == source.count("word")


@pytest.mark.parametrize(
    "source",
    [
        "[^" * 20_000 + "\n\n[^a]: x\n",
        "[^a]: " * 20_000,
        "[^a]:\n" * 20_000,
        "".join(f"[^{number}]: n[^{number + 1}]\n\n" for number in range(5_000)) + "x[^0]",
        "[^" + "a" * 200_000 + "]\n\n[^" + "a" * 200_000 + "]: x\n",
    ],
    ids=["signs", "nested", "notes", "chain", "label"],
)
def test_hostile_notes_take_no_long_time(source: str) -> None:
    begun = time.perf_counter()
    read(source)

    assert time.perf_counter() - begun < 10


def test_texts_without_notes_do_not_wait_for_their_parser() -> None:
    program = (
        "import sys; from reader.loaders import Hint, load; "
        "load(b'# A [link](x) and `[^a]`\\n', Hint(name='a.md')); "
        "print([each for each in sys.modules if 'mdit_py_plugins' in each])"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)

    assert re.fullmatch(rb"\[\]\s*", done.stdout)


def test_blocks_of_a_note_know_that_they_stand_in_one() -> None:
    document = read("x[^1]\n\n[^1]: Note.\n")
    last: Block = document.blocks[len(document.blocks) - 1]

    assert document.blocks[last.parent].kind is BlockKind.FOOTNOTE
