"""Messages on the bottom line: what can be done is to be read, however long the mark's words are."""

from __future__ import annotations

import pytest

from reader.layout.cells import width
from reader.themes import DARK, Depth, Look
from reader.widgets.hint_row import HintRow

SAID = "undone: make “pypdfium2 includes helpers to simplify…” yellow · U does it again"


def _shown(message: str, room_cells: int) -> HintRow:
    row = HintRow(Look(DARK, Depth.TRUE))
    row.add_message(message, row.look.text, room_cells)
    return row


@pytest.mark.parametrize(
    ("room", "shown"),
    [
        (79, SAID),
        (76, "undone: make “pypdfium2 includes helpers to simpl…” yellow · U does it again"),
        (52, "undone: make “pypdfium2 i…” yellow · U does it again"),
        (20, SAID),
    ],
)
def test_what_is_quoted_gives_way(room: int, shown: str) -> None:
    assert "".join(text for text, _style in _shown(SAID, room).pieces) == shown


@pytest.mark.parametrize(
    ("message", "room", "shown"),
    [
        (
            "undone: relate “the quota “reflects the best” to “shall not last longer than six” · U does it again",
            76,
            "undone: relate “the quota “reflects th…” to “shall not l…” · U does it again",
        ),
        (
            ". in the text: the next of the marks that overlap here, outward · tab goes there",
            67,
            ". in the text: the next of the marks that overlap… · tab goes there",
        ),
    ],
)
def test_of_a_long_message_the_end_with_the_key_is_kept(
    message: str, room: int, shown: str
) -> None:
    text = "".join(piece for piece, _style in _shown(message, room).pieces)

    assert text == shown
    assert width(text) <= room


def test_the_longest_quotation_gives_way_and_the_key_stands_where_it_is_seen() -> None:
    row = _shown(
        "→ supports “a short one” of “経済は成長した、と大臣は述べた” · u takes it back", 62
    )
    text = "".join(piece for piece, _style in row.pieces)

    assert text == "→ supports “a short one” of “経済は成長し…” · u takes it back"
    assert width(text) <= 62
    spot = row.spots[-1]
    assert spot.key == "u"
    assert spot.start == width(text[: text.index(" · u")]) + 3


@pytest.mark.parametrize(
    ("room", "shown"),
    [
        (40, "w b move the beginning   o the other"),
        (22, "w b move the beginning"),
        (20, "o the other"),
        (21, "o the other"),
        (6, ""),
    ],
)
def test_where_the_first_hint_has_no_room_others_are_shown(room: int, shown: str) -> None:
    row = HintRow(Look(DARK, Depth.TRUE))
    row.add_hints([("w b", "move the beginning"), ("o", "the other"), ("enter", "keep")], room)

    assert "".join(text for text, _style in row.pieces) == shown
