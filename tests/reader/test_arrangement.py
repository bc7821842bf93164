"""The panel's arrangement agrees with a plain list that is sorted and filtered anew each time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.model import (
    Annotation,
    AnnotationId,
    Article,
    ArticleId,
    Colour,
    Piece,
    Range,
    State,
    Timestamp,
)
from annotations.query import Context, matches, parse
from reader.arrangement import PLAIN, RUN_LENGTH, Arrangement, Order, View, arrange, group_of
from reader.marks import Marks, panel_key

ARTICLE = Article(id=ArticleId("article"))
CONTEXT = Context(ARTICLE)
IDS = [AnnotationId(f"0000000{number}") for number in range(8)]
TIMES = [
    Timestamp(f"2026-11-{day}T09:00:00{rest}") for day in (23, 24) for rest in ("Z", ".007Z", ".5Z")
]
QUERIES = ("", "colour:red", "tag:sahel", "-tag:sahel", "word or colour:blue")


@st.composite
def marks(draw: st.DrawFn) -> Annotation:
    """A mark, a note on the article, or an orphan."""
    start = draw(st.integers(0, 30))
    kind = draw(st.sampled_from(("mark", "mark", "mark", "note", "orphan")))
    pieces = {
        "mark": (Piece(range=Range(start, start + 2), quote="qq"),),
        "note": (),
        "orphan": (Piece(range=None, quote="gone", state=State.ORPHANED),),
    }[kind]
    return Annotation(
        id=draw(st.sampled_from(IDS)),
        pieces=pieces,
        colour=draw(st.sampled_from((None, Colour.RED, Colour.BLUE))),
        tags=draw(st.sampled_from(((), ("sahel/russia",), ("Alpha", "sahel"), ("beta",)))),
        note=draw(st.sampled_from(("", "a word"))),
        created=draw(st.sampled_from(TIMES)),
    )


def view_of(order: Order, text: str) -> View:
    return View(order, text, parse(text) if text else None)


def shown_by(view: View, everything: list[Annotation]) -> list[Annotation]:
    """What a view shows, the plain way."""
    kept = [each for each in everything if view.query is None or matches(view.query, each, CONTEXT)]
    return sorted(kept, key=lambda each: (group_of(each, view.order), panel_key(each)))


def show(arrangement: Arrangement, view: View) -> None:
    arrangement.show(view, CONTEXT, arrange(arrangement.begin(), view, CONTEXT))


steps = st.lists(st.one_of(marks(), st.sampled_from(IDS)), max_size=12)


def follow(
    step: Annotation | AnnotationId,
    held: Marks,
    arrangement: Arrangement,
    model: dict[str, Annotation],
) -> None:
    """Put or take a mark."""
    if isinstance(step, Annotation):
        held.put(step)
        arrangement.put(step)
        model[step.id] = step
    else:
        held.discard(step)
        arrangement.discard(step)
        model.pop(step, None)


@given(
    first=st.lists(marks(), max_size=6, unique_by=lambda each: each.id),
    order=st.sampled_from(Order),
    text=st.sampled_from(QUERIES),
    before=steps,
    meanwhile=steps,
    after=steps,
)
def test_an_arrangement_agrees_with_a_sorted_list(
    first: list[Annotation],
    order: Order,
    text: str,
    before: list[Annotation | AnnotationId],
    meanwhile: list[Annotation | AnnotationId],
    after: list[Annotation | AnnotationId],
) -> None:
    held = Marks(first)
    arrangement = Arrangement(held)
    model: dict[str, Annotation] = {each.id: each for each in first}
    view = view_of(order, text)
    for step in before:
        follow(step, held, arrangement, model)
    keys = arrange(arrangement.begin(), view, CONTEXT)
    for step in meanwhile:
        follow(step, held, arrangement, model)
    arrangement.show(view, CONTEXT, keys)
    for step in after:
        follow(step, held, arrangement, model)

    expected = shown_by(view, list(model.values()))
    assert [arrangement[number] for number in range(len(arrangement))] == expected
    assert arrangement.ids(0, len(expected)) == [each.id for each in expected]
    for each in model.values():
        number = expected.index(each) if each in expected else None
        assert arrangement.number(each.id) == number
        assert (each.id in arrangement) is (number is not None)
        if number is not None:
            assert arrangement.place_of(each) == number


@given(
    first=st.lists(marks(), max_size=6, unique_by=lambda each: each.id),
    renewed=st.lists(marks(), max_size=6, unique_by=lambda each: each.id),
    order=st.sampled_from(Order),
    text=st.sampled_from(QUERIES),
)
def test_until_other_marks_are_arranged_those_still_here_are_shown(
    first: list[Annotation], renewed: list[Annotation], order: Order, text: str
) -> None:
    arrangement = Arrangement(Marks(first))
    view = view_of(order, text)
    show(arrangement, view)
    shown = arrangement.ids(0, len(arrangement))

    arrangement.stand_on(Marks(renewed))

    if view.is_plain:
        assert not arrangement.is_stale
        assert len(arrangement) == len(renewed)
        return
    assert arrangement.is_stale
    kept = [each for each in shown if each in {mark.id for mark in renewed}]
    assert [arrangement[number].id for number in range(len(arrangement))] == kept

    show(arrangement, view)

    assert not arrangement.is_stale
    assert [arrangement[number] for number in range(len(arrangement))] == shown_by(view, renewed)


def _mark(number: int, *tags: str, created: str = "2026-11-24T09:00:00Z") -> Annotation:
    piece = Piece(range=Range(number, number + 1), quote="q")
    return Annotation(
        id=AnnotationId(f"{number:08}"), pieces=(piece,), tags=tags, created=Timestamp(created)
    )


def test_the_newest_stands_first_and_one_about_to_be_made_before_it() -> None:
    old, new = (
        _mark(1, created="2026-01-01T00:00:00Z"),
        _mark(2, created="2026-01-01T00:00:00.001Z"),
    )
    arrangement = Arrangement(Marks([old, new]))

    show(arrangement, View(Order.TIME))

    assert arrangement.ids(0, 2) == [new.id, old.id]
    assert arrangement.place_of(Annotation(id=AnnotationId("draft"))) == 0


def test_groups_have_their_tag_and_number_the_untagged_last() -> None:
    orphan = Annotation(
        id=IDS[7],
        pieces=(Piece(range=None, quote="gone", state=State.ORPHANED),),
        tags=("beta",),
    )
    arrangement = Arrangement(
        Marks(
            [_mark(1), _mark(2, "sahel/russia"), _mark(3, "Alpha", "x"), _mark(4, "Alpha"), orphan]
        )
    )

    show(arrangement, View(Order.TAG))

    headings = [arrangement.heading(arrangement.group(arrangement[n])) for n in range(5)]
    assert list(dict.fromkeys(headings)) == [
        ("not found in the text", 1),
        ("#Alpha", 2),
        ("#sahel/russia", 1),
        ("without a tag", 1),
    ]


def test_there_are_no_groups_but_by_tag() -> None:
    arrangement = Arrangement(Marks([_mark(1, "a")]))

    assert arrangement.heading(arrangement.group(arrangement[0])) == ("", 0)

    show(arrangement, View(Order.TIME))

    assert arrangement.heading(arrangement.group(arrangement[0])) == ("", 0)


def test_more_groups_than_are_sorted_at_one_go_are_in_order_too() -> None:
    many = [
        _mark(
            number,
            created=f"2026-01-01T{number % 24:02}:{number % 60:02}:{number % 59:02}.{number % 997:03}Z",
        )
        for number in range(RUN_LENGTH * 2 + 5)
    ]
    view = View(Order.TIME)

    keys = arrange(many, view, CONTEXT)

    assert [key[1][3] for key in keys] == [each.id for each in shown_by(view, many)]


def test_arranging_pauses_and_ends_where_the_pause_says_so() -> None:
    class EnoughError(Exception):
        pass

    seen: list[int] = []

    def pause(number: int) -> None:
        seen.append(number)
        if number >= 512:
            raise EnoughError

    with pytest.raises(EnoughError):
        arrange((_mark(number) for number in range(2_000)), View(Order.TAG), CONTEXT, pause)

    assert seen == [0, 256, 512]


def test_what_is_not_shown_any_more_is_not_chosen_either() -> None:
    red = Annotation(id=IDS[0], colour=Colour.RED, note="x")
    blue = Annotation(id=IDS[1], colour=Colour.BLUE, note="x")
    held = Marks([red, blue])
    arrangement = Arrangement(held)
    arrangement.choice.choose([red.id, blue.id])

    show(arrangement, view_of(Order.PLACE, "colour:red"))

    assert arrangement.choice.ids == (red.id,)

    changed = Annotation(id=IDS[0], colour=Colour.GREEN, note="x")
    held.put(changed)
    arrangement.put(changed)

    assert not len(arrangement)
    assert not arrangement.choice


def test_by_place_the_last_before_a_position_is_found_in_a_filter() -> None:
    arrangement = Arrangement(Marks([_mark(1, "a"), _mark(5), _mark(9, "a")]))
    show(arrangement, view_of(Order.PLACE, "tag:a"))

    assert arrangement.last_before(9) == "00000001"
    assert arrangement.last_before(10) == "00000009"
    assert arrangement.last_before(0) == "00000001"

    show(arrangement, view_of(Order.PLACE, "tag:none"))

    assert arrangement.last_before(9) is None


def test_the_orders_follow_each_other_in_a_circle() -> None:
    assert [Order.PLACE.following, Order.TIME.following, Order.TAG.following] == [
        Order.TIME,
        Order.TAG,
        Order.PLACE,
    ]
    assert PLAIN.is_plain
