from __future__ import annotations

import pytest

from annotations.document import Block, BlockKind, Blocks, Document, Locator
from annotations.whereabouts import NOWHERE, whereabouts, whereabouts_in


@pytest.mark.parametrize(
    ("locator", "section", "words", "short"),
    [
        ({}, "", "", ""),
        ({"paragraph": 4}, "", "para. 4", ""),
        ({"paragraph": 4}, "The visit", "The visit, para. 4", ""),
        ({"paragraph": 4, "page": "xii"}, "The visit", "The visit, p. xii, para. 4", "p. xii"),
        ({"time": "00:03:10", "speaker": "Ann"}, "", "at 00:03:10", "at 00:03:10"),
        ({"chapter": "3", "page": "12"}, "", "p. 12, ch. 3", "p. 12"),
        ({"chapter": "Sahel", "page": "12"}, "Costs", "Sahel, Costs, p. 12", "p. 12"),
        ({"chapter": "Sahel"}, "Sahel", "Sahel", ""),
        ({"verse": "7", "act": "II"}, "", "act II, verse 7", "act II"),
        ({"page": " a\nb ", "paragraph": [1]}, "", "p. a b", "p. a b"),
    ],
)
def test_a_place_in_words(locator: dict[str, object], section: str, words: str, short: str) -> None:
    where = whereabouts(locator, section)

    assert (where.words, where.short) == (words, short)


def test_a_label_lasts_to_the_next_of_its_kind_and_an_empty_one_ends_it() -> None:
    document = Document(
        text="one two six",
        blocks=Blocks([Block(BlockKind.PARAGRAPH, 0, 11)]),
        locators=(
            Locator("page", "1", 0),
            Locator("speaker", "Ann", 0),
            Locator("page", "2", 4),
            Locator("speaker", "", 4),
        ),
    )

    assert document.locator(3) == {"paragraph": 1, "page": "1", "speaker": "Ann"}
    assert document.locator(4) == {"paragraph": 1, "page": "2"}
    assert whereabouts_in(document, 8).words == "p. 2, para. 1"
    assert whereabouts_in(Document(text=""), 0) == NOWHERE
