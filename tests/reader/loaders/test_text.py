from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.document import BlockKind, Document
from reader.loaders import Hint, SourceBytes, load_head, load_whole
from reader.loaders import text as text_module
from reader.loaders.ends import first_lines, text_end
from reader.loaders.text import blocks_of
from tests.reader.loaders.invariants import check

PROSE = """The minister's visit to the Malian capital was meant to materialise the
firm will of both presidents, as his hosts put it, to give new life to a
partnership that has grown steadily since the year before, when the first
aircraft were delivered."""

POEM = """Die Luft ist still, als atmete man kaum,
Und dennoch fallen raschelnd, fern und nah,
Die schönsten Früchte ab von jedem Baum.
O stört sie nicht, die Feier der Natur!"""


def kinds(text: str) -> list[str]:
    document = Document(text=text, blocks=blocks_of(text))
    check(document)
    return [block.kind.value for block in document.blocks]


def pieces(text: str) -> list[str]:
    return [text[block.start : block.end] for block in blocks_of(text)]


@pytest.mark.parametrize("text", ["", "\n", " \n\t\n", "\n" * 5000, "\u3000\u00a0"])
def test_a_text_of_nothing_has_no_blocks(text: str) -> None:
    assert kinds(text) == []


def test_blank_lines_part_paragraphs_blanks_within_or_not() -> None:
    text = "\n\n one\n \t \ntwo  \n\n\n\nthree\n"

    assert pieces(text) == ["one", "two", "three"]


def test_filled_lines_are_prose() -> None:
    assert kinds(PROSE) == ["paragraph"]


@pytest.mark.parametrize("width", [24, 36, 50, 60, 72, 100])
def test_prose_filled_to_any_margin_is_prose(width: int) -> None:
    words = (PROSE.replace("\n", " ") + " ") * 4
    lines, line = [], ""
    for word in words.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()

    assert kinds("\n".join([*lines, line])) == ["paragraph"]


def test_chinese_filled_to_a_margin_is_prose() -> None:
    line = "外交部长抵达巴马科进行为期两天的访问世界已经改变了"

    assert kinds(f"{line}\n{line}\n{line}\n访问。") == ["paragraph"]


@pytest.mark.parametrize(
    "text",
    [
        POEM,
        PROSE + "\n\n" + POEM.lower(),
        "one\n  two\n  three",
        "Name\n\tindented",
        "- milk\n- bread that is baked by the baker at the corner of the street\n- eggs",
        "* a\n* b",
        "1. one\n2. two",
        "1) one\n2) two",
        "a) one\nb) two",
        f"{'=' * 72}\n1. A heading between drawn lines that goes on until the margin is met",
        f"A heading as long as it can be without leaving the column that is kept\n{'-' * 71}",
        "Ann Smith\n12 Long Street\nTown",
        "Roses are red,\nViolets are blue,\nSugar is sweet,\nAnd so are you.",
    ],
)
def test_ragged_indented_and_listed_lines_are_verse(text: str) -> None:
    assert kinds(text)[-1] == "verse"


def test_a_dash_or_a_number_at_the_beginning_of_a_filled_line_is_no_list() -> None:
    text = PROSE.replace("firm will", "– firm will").replace("partnership", "12. partnership")

    assert kinds(text) == ["paragraph"]


def test_verse_keeps_its_indentation_and_a_paragraph_does_not() -> None:
    text = f"   first line\n  second line\n\n   {PROSE}"

    first, second = pieces(text)

    assert first == "   first line\n  second line"
    assert second == PROSE


def test_lines_too_long_for_a_margin_are_paragraphs_each() -> None:
    line = "A paragraph on one line, as editors leave it that wrap for themselves. " * 4

    assert kinds(f"{line}\nA short one.\n{line}") == ["paragraph"] * 3


def test_one_long_address_does_not_part_a_paragraph() -> None:
    text = PROSE.replace("\n", f"\nhttps://example.org/{'x' * 150}\n", 1)

    assert len(blocks_of(text)) == 1


@given(
    st.lists(
        st.sampled_from(
            [" ", "\n", "\t", "word", "- ", "1. ", "A", "\u00a0", "日本", "\u2028", "x" * 130]
        )
    ).map("".join)
)
def test_blocks_hold_all_text_in_order(text: str) -> None:
    check(Document(text=text, blocks=blocks_of(text, pause=lambda: None)))


@given(
    text=st.lists(st.sampled_from([" ", "\n", "\t", "word", "\n\n", "\n  \n"]), max_size=60).map(
        "".join
    ),
    window_length=st.integers(1, 9),
)
def test_the_window_of_the_search_makes_no_difference(text: str, window_length: int) -> None:
    whole = blocks_of(text, pause=lambda: None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_module, "WINDOW_LENGTH", window_length)

        assert blocks_of(text, pause=lambda: None) == whole


def test_after_the_limit_of_blocks_the_rest_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_module, "BLOCK_LIMIT", 3)

    assert pieces("a\n\nb\n\nc\n\nd\n\ne\n\n") == ["a", "b", "c", "d\n\ne"]


def test_the_end_of_a_text_is_found_behind_any_number_of_blanks() -> None:
    assert text_end("word" + " \n" * 1000, 0, 2004) == 4
    assert text_end("  ", 0, 2) == 0


def test_a_long_source_has_a_head_that_is_its_beginning() -> None:
    source = SourceBytes((PROSE + "\n\n" + POEM + "\n\n").encode() * 1000, name="a.txt")

    head, whole = load_head(source), load_whole(source)

    assert (head.is_whole, whole.is_whole) == (False, True)
    assert whole.document.text.startswith(head.document.text)
    assert head.document.text.endswith("\n\n")
    count = len(head.document.blocks)
    assert list(head.document.blocks) == list(whole.document.blocks[:count])


def test_a_short_source_is_its_own_head() -> None:
    assert load_head(SourceBytes(PROSE.encode(), name="a.txt")).is_whole


def test_a_head_without_line_ends_is_cut_anywhere() -> None:
    assert first_lines("word word") == "word word"
    assert first_lines("aaaa\nbbbb\ncc") == "aaaa\nbbbb\n"


def test_the_title_is_the_name_of_the_file() -> None:
    loaded = load_whole(SourceBytes(b"x", name="notes.txt"))

    assert loaded.document.metadata.title == "notes.txt"
    assert loaded.document.loader == "text 1"


@pytest.mark.parametrize(
    ("data", "blocks"),
    [
        (b"word and " * 2_000_000, 1),
        (b"\n" * 10_000_000, 0),
        (b"a\n\n" * 100_000, 100_000),
        (b"\n" + b" " * 5_000_000 + b"\nend", 1),
        (b"x \n" * 2_000_000, 1),
        (b"x" * 130 + b"\n" + b"x\n" * 100_000, None),
    ],
    ids=["one line", "empty lines", "tiny paragraphs", "blanks", "short lines", "long and short"],
)
def test_extreme_texts_open_whole_in_time(data: bytes, blocks: int | None) -> None:
    began = time.process_time()

    document = load_whole(SourceBytes(data), Hint(name="a.txt")).document

    assert time.process_time() - began < 10  # a second, on a machine that is busy
    assert len(document.text) == len(data)
    assert blocks is None or len(document.blocks) == blocks


def test_every_kind_of_a_plain_text_is_paragraph_or_verse() -> None:
    text = f"{PROSE}\n\n{POEM}\n\n# no heading\n\n    code?\n"

    assert set(kinds(text)) <= {BlockKind.PARAGRAPH, BlockKind.VERSE}
