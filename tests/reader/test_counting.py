"""How much is selected."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.model import Range
from reader.counting import amount
from reader.loaders import Hint, load
from tests.strategies import canonical_texts

TEXT = "The minister came on Monday. Nobody asked.\n\nThe second paragraph is short. It’s here.\n"


def said(words: str, text: str = TEXT) -> str:
    document = load(text.encode(), Hint(name="a.txt")).document
    start = document.text.index(words)
    return str(amount(document, Range(start, start + len(words)), "en"))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("minister", "1 word"),
        ("minister came", "2 words"),
        ("The minister came on Monday.", "5 words · 1 sentence"),
        ("Monday. Nobody asked.", "3 words · 1 sentence"),
        ("Monday. Nobody", "2 words"),
        ("Nobody asked.\n\nThe second paragraph is short. It’s", "8 words · 2 sentences"),
        ("It’s here.", "2 words · 1 sentence"),
        (" ", ""),
        (".", ""),
    ],
)
def test_words_and_whole_sentences_are_counted(words: str, expected: str) -> None:
    assert said(words) == expected


def test_scripts_without_spaces_are_counted_by_character() -> None:
    assert said("世界已经改变了。", "世界已经改变了。没有人问。\n") == "7 characters · 1 sentence"
    assert said("The 世界 report", "The 世界 report.\n") == "2 words · 2 characters"
    assert said("世界人権 report", "世界人権 report.\n") == "4 characters · 1 word"


def test_large_numbers_are_written_in_groups() -> None:
    text = "word " * 1200

    assert said(text.strip(), text) == "1,200 words · 1 sentence"


@given(text=canonical_texts(), data=st.data())
def test_any_range_can_be_counted(text: str, data: st.DataObject) -> None:
    document = load(text.encode(), Hint(name="a.txt")).document
    start = data.draw(st.integers(0, len(document.text)))
    end = data.draw(st.integers(start, len(document.text)))

    counted = amount(document, Range(start, end), "")

    assert counted.sentences >= 0
    assert counted.words + counted.characters <= end - start
