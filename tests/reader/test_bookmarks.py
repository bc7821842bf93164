"""Where bookmarks stand in the text that is read, and what a new one keeps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.document import Block, BlockKind, Blocks, Document
from annotations.graphemes import clusters_of
from annotations.model import Selector, Timestamp
from annotations.results import Bookmark
from reader.bookmarks import QUOTE_LENGTH, Bookmarks, Placed, place, place_at, words_of
from tests.strategies import canonical_texts

TEXT = "First words here.\n\n  Second paragraph, which is longer.  "


def _document(text: str = TEXT) -> Document:
    at = text.find("\n\n")
    ranges = [(0, len(text))] if at < 0 else [(0, at), (at + 2, len(text))]
    return Document(
        text=text,
        blocks=Blocks([Block(BlockKind.PARAGRAPH, start, end) for start, end in ranges]),
    )


def _bookmark(place: Selector, *, is_here: bool, number: int = 0) -> Bookmark:
    return Bookmark(
        id=f"{number:036}", place=place, section="", created=Timestamp("2026"), is_here=is_here
    )


@pytest.mark.parametrize(
    ("position", "quote"),
    [
        (0, "First words here."),
        (6, "words here."),
        (5, "words here."),
        (17, "."),
        (19, "Second paragraph, which is longer.  "),
        (len(TEXT), "."),
    ],
)
def test_a_bookmark_keeps_the_words_that_follow(position: int, quote: str) -> None:
    kept = place_at(_document(), position)

    assert kept is not None
    assert kept.quote.strip() == quote.strip()


def test_where_there_is_no_text_there_is_no_bookmark() -> None:
    assert place_at(Document(text=""), 0) is None
    assert place_at(_document("   "), 1) is None


@given(text=canonical_texts(), data=st.data())
def test_what_is_kept_stands_at_its_place(text: str, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(text)))

    kept = place_at(Document(text=text), position)

    if kept is not None:
        assert text.startswith(kept.quote, kept.start)
        assert not kept.quote[0].isspace()
        assert len(kept.quote) <= QUOTE_LENGTH + 64
    else:
        assert all(cluster[0].isspace() for cluster in clusters_of()(text))


@pytest.mark.parametrize("text", [" \u200d", "a \u0301", " \u0301a"])
def test_a_blank_with_marks_of_its_own_begins_no_bookmark(text: str) -> None:
    kept = place_at(Document(text=text), len(text))

    assert (kept and kept.quote[0]) == ("a" if "a" in text else None)


def test_in_a_changed_text_a_bookmark_is_found_by_its_words() -> None:
    kept = place_at(_document(), TEXT.index("Second"))
    assert kept is not None
    changed = _document("A new beginning. " + TEXT)

    (found,) = place([_bookmark(kept, is_here=False)], changed).entries

    assert found.position == changed.text.index("Second")


def test_words_that_are_gone_stand_nowhere_and_come_last() -> None:
    gone = _bookmark(Selector(start=0, end=9, quote="Not there"), is_here=False)
    here = _bookmark(Selector(start=4, end=6, quote="t "), is_here=True, number=1)

    placed = place([gone, here], _document())

    assert [each.position for each in placed.entries] == [4, None]
    assert placed.positions == [4]


def test_in_the_list_a_bookmark_is_known_by_its_sentence() -> None:
    document = _document("One sentence. Another one follows here. A third.")
    kept = place_at(document, 22)
    assert kept is not None
    bookmark = _bookmark(kept, is_here=True)

    assert words_of(Placed(bookmark, 22), document, "en") == ("Another one follows here. A third.")
    assert words_of(Placed(bookmark, None), document, "en") == "one follows here. A third."


def test_those_upon_a_line_are_found() -> None:
    made = [
        Placed(
            _bookmark(Selector(start=at, end=at, quote=""), is_here=True, number=at), position=at
        )
        for at in (9, 3, 5)
    ]
    held = Bookmarks(made)

    assert [each.position for each in held.between(3, 9)] == [3, 5]
    assert held.without(held.between(3, 9)).positions == [9]
    assert held.with_one(
        _bookmark(Selector(start=4, end=4, quote=""), is_here=True, number=7)
    ).positions == [3, 4, 5, 9]
