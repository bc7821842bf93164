"""Back and forward among the places one has jumped from."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.trail import NEAR_LENGTH, PLACES_KEPT, Trail

FAR = 10 * NEAR_LENGTH


def test_back_leads_to_where_one_was_and_forward_returns() -> None:
    trail = Trail()
    trail.leave(0)

    assert trail.back(FAR) == 0
    assert trail.forward(0) == FAR


def test_nothing_was_left_nowhere_to_go() -> None:
    trail = Trail()

    assert trail.back(5) is None
    assert trail.forward(5) is None


def test_going_somewhere_drops_what_was_ahead() -> None:
    trail = Trail()
    trail.leave(0)
    trail.back(FAR)
    trail.leave(0)

    assert trail.forward(3 * FAR) is None
    assert trail.back(3 * FAR) == 0


def test_places_near_each_other_are_one() -> None:
    trail = Trail()
    trail.leave(0)
    trail.leave(NEAR_LENGTH)
    trail.leave(FAR)

    assert trail.back(2 * FAR) == FAR
    assert trail.back(FAR) == 0
    assert trail.back(0) is None


def test_where_one_stands_is_no_place_to_go_to() -> None:
    trail = Trail()
    trail.leave(0)
    trail.leave(FAR)

    assert trail.back(FAR) == 0


def test_the_oldest_places_are_forgotten() -> None:
    trail = Trail()
    for number in range(PLACES_KEPT + 50):
        trail.leave(number * FAR)

    position, steps = (PLACES_KEPT + 50) * FAR, 0
    while (place := trail.back(position)) is not None:
        position, steps = place, steps + 1

    assert steps == PLACES_KEPT


@given(places=st.lists(st.integers(0, 20), min_size=1, max_size=30))
def test_forward_undoes_every_step_back(places: list[int]) -> None:
    trail = Trail()
    for place in places[:-1]:
        trail.leave(place * FAR)
    position = places[-1] * FAR
    gone = [position]
    while (back := trail.back(position)) is not None:
        position = back
        gone.append(position)

    for place in reversed(gone[:-1]):
        forward = trail.forward(position)
        assert forward == place
        position = forward


def test_in_another_text_places_are_where_they_moved_and_others_are_forgotten() -> None:
    trail = Trail()
    for place in (0, FAR, 2 * FAR):
        trail.leave(place)
    trail.back(3 * FAR)

    trail.move({0: 5, 3 * FAR: 3 * FAR + 5})

    assert trail.places == (5, 3 * FAR + 5)
