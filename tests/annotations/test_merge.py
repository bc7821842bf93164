"""Two states of an article's annotations brought together."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from annotations.merge import Merge, merge
from annotations.model import Annotation, AnnotationId, Colour, Timestamp, Tombstone, time_key

NINE = Timestamp("2026-11-24T09:00:00Z")
NINE_AND_A_BIT = Timestamp("2026-11-24T09:00:00.500Z")
TEN = Timestamp("2026-11-24T10:00:00Z")

A = AnnotationId("0190aaaa-0000-7000-8000-000000000001")
B = AnnotationId("0190aaaa-0000-7000-8000-000000000002")


def mark(identity: AnnotationId = A, updated: Timestamp = NINE, note: str = "") -> Annotation:
    return Annotation(id=identity, updated=updated, note=note, colour=Colour.RED)


def grave(identity: AnnotationId = A, deleted: Timestamp = NINE) -> Tombstone:
    return Tombstone(id=identity, deleted=deleted)


def test_what_is_not_here_is_added() -> None:
    assert merge({}, {}, [mark(B), mark(A)], []) == Merge(put=(mark(B), mark(A)), added=2)


def test_absence_never_deletes() -> None:
    assert merge({A: mark()}, {}, [], []) == Merge()


def test_the_same_changes_nothing_whatever_its_revision() -> None:
    assert merge({A: replace(mark(), revision=7)}, {}, [mark()], []) == Merge(unchanged=1)


def test_the_newer_edit_wins() -> None:
    newer = mark(updated=NINE_AND_A_BIT, note="newer")

    assert merge({A: mark()}, {}, [newer], []) == Merge(put=(newer,), updated=1)
    assert merge({A: newer}, {}, [mark()], []) == Merge(unchanged=1)


def test_a_tie_keeps_the_local_one_and_is_reported() -> None:
    result = merge({A: mark()}, {}, [mark(note="other")], [])

    assert (result.put, result.unchanged) == ((), 1)
    assert len(result.reports) == 1
    assert "000001" in result.reports[0]


def test_a_tombstone_deletes_unless_the_edit_is_later() -> None:
    assert merge({A: mark()}, {}, [], [grave()]) == Merge(delete=(grave(),), deleted=1)
    assert merge({A: mark(updated=NINE_AND_A_BIT)}, {}, [], [grave()]) == Merge()


def test_a_tombstone_of_something_unknown_is_kept() -> None:
    assert merge({}, {}, [], [grave()]) == Merge(delete=(grave(),))
    assert merge({}, {A: grave()}, [], [grave()]) == Merge()
    assert merge({}, {A: grave(deleted=TEN)}, [], [grave()]) == Merge()
    assert merge({}, {A: grave()}, [], [grave(deleted=TEN)]) == Merge(delete=(grave(deleted=TEN),))


def test_what_was_deleted_here_stays_deleted_unless_edited_since() -> None:
    later = mark(updated=TEN)

    assert merge({}, {A: grave()}, [mark()], []) == Merge(unchanged=1)
    assert merge({}, {A: grave()}, [later], []) == Merge(put=(later,), added=1)
    assert merge({}, {A: grave()}, [later], [grave(deleted=NINE_AND_A_BIT)]) == Merge(
        put=(later,), added=1
    )


def test_of_an_id_that_comes_twice_the_newest_counts() -> None:
    newer = mark(updated=TEN)

    assert merge({}, {}, [mark(), newer], []) == Merge(put=(newer,), added=1)
    assert merge({}, {}, [mark(), mark()], []) == Merge(put=(mark(),), added=1)
    tied = merge({}, {}, [mark(), mark(note="other")], [])
    assert tied.put == (mark(),)
    assert len(tied.reports) == 1


# --- properties ---------------------------------------------------------------------------------

times = st.sampled_from([NINE, NINE_AND_A_BIT, TEN])
ids = st.sampled_from([A, B])
marks = st.builds(mark, ids, times, st.sampled_from(["", "x"]))
graves = st.builds(grave, ids, times)
State = tuple[dict[AnnotationId, Annotation], dict[AnnotationId, Tombstone]]


@st.composite
def states(draw: st.DrawFn) -> State:
    here = {each.id: each for each in draw(st.lists(marks, max_size=2))}
    buried = {each.id: each for each in draw(st.lists(graves, max_size=2)) if each.id not in here}
    return here, buried


def applied(state: State, change: Merge) -> State:
    here, buried = dict(state[0]), dict(state[1])
    for annotation in change.put:
        here[annotation.id] = annotation
        buried.pop(annotation.id, None)
    for tombstone in change.delete:
        here.pop(tombstone.id, None)
        buried[tombstone.id] = tombstone
    return here, buried


@given(local=states(), theirs=states())
def test_a_merge_is_complete_and_its_figures_are_true(local: State, theirs: State) -> None:
    change = merge(*local, list(theirs[0].values()), list(theirs[1].values()))

    here, buried = applied(local, change)
    assert not here.keys() & buried.keys()
    assert here.keys() | buried.keys() == (
        local[0].keys() | local[1].keys() | theirs[0].keys() | theirs[1].keys()
    )
    assert change.added == sum(each.id not in local[0] for each in change.put)
    assert change.updated == sum(each.id in local[0] for each in change.put)
    assert change.deleted == sum(each.id in local[0] for each in change.delete)
    assert change.added + change.updated + change.unchanged == len(theirs[0])
    again = merge(here, buried, list(theirs[0].values()), list(theirs[1].values()))
    assert (again.put, again.delete) == ((), ())


@given(first=states(), second=states())
def test_both_sides_come_to_the_same_but_for_ties(first: State, second: State) -> None:
    one = applied(first, merge(*first, list(second[0].values()), list(second[1].values())))
    other = applied(second, merge(*second, list(first[0].values()), list(first[1].values())))

    assert one[1] == other[1]
    assert one[0].keys() == other[0].keys()
    for identity, annotation in one[0].items():
        assert time_key(annotation.updated) == time_key(other[0][identity].updated)
