from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.document import Block, BlockKind, Blocks, Document
from reader.layout.cells import width
from reader.layout.lines import Layout
from reader.themes import DARK, LIGHT, Depth, Look
from reader.widgets.veil import Veil, Veiled

if TYPE_CHECKING:
    from rich.style import Style

PARTS = (*"abc é.,\n", "日", "\u0301", "👨\u200d👩\u200d👧", "🇲🇱", "\u200b", "\xad", "\t", "א")
TEXTS = st.lists(st.sampled_from(PARTS), min_size=1, max_size=60).map("".join)


def _painted(
    text: str, labels: list[tuple[int, str]], width_cells: int = 20
) -> list[tuple[int, list[tuple[str, int, Style]]]]:
    """Of each line, the cells it has without labels, and its pieces with them."""
    block = Block(kind=BlockKind.PARAGRAPH, start=0, end=len(text))
    layout = Layout(Document(text=text, blocks=Blocks([block])), width_cells)
    look = Look(DARK, Depth.TRUE)
    veil = Veil(look, lambda: Veiled(labels=labels))
    found = []
    for line in layout.lines(0):
        cuts = sorted(set(veil.cuts(text, line)))
        pieces = [(shown, cells, look.muted) for shown, cells in layout.cut(line, cuts)]
        firsts = [line.start, *cuts]
        plain = sum(cells for _, cells, _ in pieces)
        found.append((plain, veil.labelled(line, firsts, pieces)))
    return found


@given(
    text=TEXTS,
    labels=st.dictionaries(
        st.integers(0, 60), st.sampled_from(["a", "S", "df", "qwe"]), max_size=6
    ),
    width_cells=st.integers(1, 20),
)
def test_a_line_with_labels_has_the_cells_it_had(
    text: str, labels: dict[int, str], width_cells: int
) -> None:
    for plain, pieces in _painted(text, sorted(labels.items()), width_cells):
        assert all(width(shown) == cells for shown, cells, _ in pieces)
        # Only a label behind the last character may take more: it stands in the margin.
        assert plain <= sum(cells for _, cells, _ in pieces) <= plain + 3


@pytest.mark.parametrize(
    ("text", "position", "label", "shown"),
    [
        ("the visit", 2, "s", "ths visit"),
        ("日本語", 1, "s", "日s 語"),
        ("日本語", 0, "df", "df本語"),
        ("e\u0301te", 2, "s", "e\u0301se"),
        ("the visit", 9, "s", "the visits"),
        ("the visit", 8, "df", "the visidf"),
    ],
)
def test_a_label_takes_the_place_of_just_its_cells(
    text: str, position: int, label: str, shown: str
) -> None:
    [(_, pieces)] = _painted(text, [(position, label)])

    assert "".join(piece for piece, _, _ in pieces) == shown


def test_a_label_between_two_lines_stands_on_one_of_them() -> None:
    text = "aaaa bbbb"

    lines = _painted(text, [(4, "s")], 4)

    assert ["".join(piece for piece, _, _ in pieces) for _, pieces in lines] == ["aaaas", "bbbb"]


def test_where_a_word_is_broken_the_label_stands_on_the_next_line() -> None:
    lines = _painted("aaaabbbb", [(4, "s")], 4)

    assert ["".join(piece for piece, _, _ in pieces) for _, pieces in lines] == ["aaaa", "sbbb"]


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("depth", Depth)
def test_typed_letters_labels_and_the_rest_differ_in_every_depth(
    palette: object, depth: Depth
) -> None:
    look = Look(DARK if palette is DARK else LIGHT, depth)
    veil = Veil(look, lambda: Veiled(bright=[(0, 2)], chosen=(4, 6), labels=[(2, "s")]))

    styles = [style for _, _, style in veil.layers(0, 9)]
    looks = [str(look.text + style) for style in [*styles, veil._label]]

    assert len({*looks}) == len(looks) == 4


def test_lines_that_nothing_stands_out_on_are_dimmed_all_the_same() -> None:
    veil = Veil(Look(DARK, Depth.TRUE), lambda: Veiled(bright=[(50, 52)]))

    assert veil.upon(0, 9) is not None
    assert len(veil.layers(0, 9)) == 1
