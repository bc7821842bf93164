from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given

from annotations.document import Block, BlockKind, Blocks, Document
from annotations.model import Range
from reader.layout.clauses import clauses
from tests.strategies import canonical_texts


def _document(*blocks: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Document:
    text = "\n\n".join(blocks)
    found, start = [], 0
    for block in blocks:
        found.append(Block(kind=kind, start=start, end=start + len(block)))
        start += len(block) + 2
    return Document(text=text, blocks=Blocks(found))


def _clauses(document: Document, view: Range | None = None) -> list[str]:
    text = document.text
    whole = Range(0, len(text))
    return [text[each.start : each.end] for each in clauses(document, view or whole)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He came, he saw. It rained.", ["He came", "he saw.", "It rained."]),
        ("“It has changed,” he said.", ["“It has changed,”", "he said."]),
        ("One – two; three: four", ["One", "two", "three", "four"]),
        ("At 3,5 per cent it stays", ["At 3,5 per cent it stays"]),
        ("他来了，他看了。他走了。", ["他来了", "他看了。", "他走了。"]),
        ("an item of a list;", ["an item of a list"]),
        ("A, b", ["A, b"]),
        ("", []),
    ],
)
def test_clauses_end_at_the_stops_of_a_sentence(text: str, expected: list[str]) -> None:
    assert _clauses(_document(text)) == expected


def test_each_line_of_code_is_one() -> None:
    document = _document("# One. Two, three.\nb = f(x); c\n\n  d", kind=BlockKind.CODE)

    assert _clauses(document) == ["# One. Two, three.", "b = f(x); c", "d"]
    assert _clauses(document, Range(4, 20)) == ["# One. Two, three.", "b = f(x); c"]


def test_one_that_begins_above_the_view_is_whole() -> None:
    document = _document("The first part, the second. And more.", "Another block, here.")

    view = Range(document.text.index("second"), document.text.index("block"))

    assert _clauses(document, view) == ["the second.", "And more.", "Another block"]


@given(text=canonical_texts())
def test_clauses_stand_in_order_and_do_not_overlap(text: str) -> None:
    document = _document(text)
    found = clauses(document, Range(0, len(text)))

    assert all(one.end <= two.start for one, two in pairwise(found))
    assert all(each.start < each.end and text[each.start : each.end].strip() for each in found)
