"""Where one is, on the bottom line and on the cards: a long label pushes nothing off."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotations.model import IdSource, Range
from annotations.whereabouts import Whereabouts
from reader.layout.cells import width
from reader.planning import new_mark
from reader.themes import DARK, Depth, Look
from reader.widgets.bars import BottomLine
from reader.widgets.cards import card_of
from reader.widgets.places import fitted

LONG = "Of the visit, of what was said, and of what it cost in the end "
PLACE = Whereabouts(("Outer", LONG), ("p. 12", "para. 4"), is_named=True)


@pytest.mark.parametrize(
    ("room", "shown"),
    [
        (80, f"{LONG.strip()}, p. 12, para. 4"),
        (30, "Of the visit,…, p. 12, para. 4"),
        (23, "p. 12, para. 4"),
        (14, "p. 12, para. 4"),
        (13, "p. 12"),
        (5, "p. 12"),
        (4, ""),
        (0, ""),
        (-3, ""),
    ],
)
def test_titles_are_cut_and_what_is_exact_stays(room: int, shown: str) -> None:
    where = PLACE._replace(titles=("Outer", LONG.strip()))

    assert fitted(where, room) == shown


@pytest.mark.parametrize("label", ["p. " + "x" * 300, "p. \x1b[2J" + "漢" * 100, "at " + "́" * 90])
@pytest.mark.parametrize("room", [0, 7, 8, 20, 70])
def test_a_label_of_any_length_fits(label: str, room: int) -> None:
    shown = fitted(Whereabouts((LONG,), (label, "para. 1"), is_named=True), room)

    assert width(shown) <= room
    assert "\x1b" not in shown


HINTS = [("s", "sentence"), ("c", "quotation"), ("/", "search"), ("?", "help")]


@pytest.mark.parametrize(
    ("cells", "hints", "place"),
    [
        (
            100,
            "s sentence   c quotation   / search   ? help",
            "Of the visit, of what…, p. 12, para. 4",
        ),
        (80, "s sentence   c quotation   / search   ? help", "Of the visit…, p. 12, para. 4"),
        (72, "s sentence   c quotation   / search   ? help", "p. 12, para. 4"),
        (60, "s sentence   c quotation   / search", "p. 12, para. 4"),
        (39, "s sentence   c quotation   / search", ""),
    ],
)
def test_the_bottom_line_says_where_one_is(
    monkeypatch: pytest.MonkeyPatch, cells: int, hints: str, place: str
) -> None:
    line = _bottom(monkeypatch, cells, PLACE)

    assert len(line) == cells
    assert line == f"  {hints}{place:>{cells - len(hints) - 4}}  "


def _bottom(monkeypatch: pytest.MonkeyPatch, cells: int, where: Whereabouts) -> str:
    from textual.geometry import Size

    monkeypatch.setattr(BottomLine, "size", Size(cells, 1))
    bottom = BottomLine(Look(DARK, Depth.TRUE))
    bottom.show("", HINTS, (), where)
    return bottom.paint(0).text


@pytest.mark.parametrize(
    ("where", "tags", "at_rest", "focused"),
    [
        (PLACE, (), "p. 12", "Of the visit,…, p. 12, para. 4"),
        (PLACE, ("a",), "#a  p. 12", "#a  p. 12, para. 4"),
        (Whereabouts((LONG,), ("para. 4",)), ("a",), "#a", "#a  Of the visit, of…, para. 4"),
        (Whereabouts((LONG,), ("para. 4",)), (), "", ""),
        (PLACE, ("a" * 27,), "p. 12  …", f"p. 12 #{'a' * 27}"),
    ],
)
def test_a_card_says_where_its_mark_is_and_grows_by_nothing(
    where: Whereabouts, tags: tuple[str, ...], at_rest: str, focused: str
) -> None:
    mark = replace(new_mark(IdSource()(), "the firm will", Range(4, 8), None), tags=tags)

    def lines(*, is_focused: bool) -> list[str]:
        card = card_of(mark, 30, is_focused=is_focused, quote="firm", where=where)
        return ["".join(text for text, _ in line) for line in card.lines]

    assert " ".join(lines(is_focused=False)[1:]) == at_rest
    assert " ".join(lines(is_focused=True)[1:]) == focused
