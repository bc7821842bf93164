"""The marks of the article being read agree with a plain list of them, whatever is put and taken."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotations.model import Annotation, AnnotationId, Piece, Range, Relation, State
from reader.marks import Marks, panel_key

IDS = [AnnotationId(f"0000000{number}") for number in range(8)]

ranges = st.tuples(st.integers(0, 30), st.integers(1, 12)).map(
    lambda drawn: Range(drawn[0], drawn[0] + drawn[1])
)


@st.composite
def marks(draw: st.DrawFn) -> Annotation:
    """A mark of no piece, an orphan, or one or two pieces."""
    pieces = [
        Piece(range=held, quote="q" * len(held))
        for held in draw(st.lists(ranges, max_size=2, unique=True))
    ]
    if draw(st.booleans()) and not pieces:
        pieces = [Piece(range=None, quote="gone", state=State.ORPHANED)]
    relations = draw(st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from("ab")), max_size=2))
    return Annotation(
        id=draw(st.sampled_from(IDS)),
        pieces=tuple(pieces),
        relations=tuple(Relation(to=to, name=name) for to, name in dict.fromkeys(relations)),
    )


@given(
    first=st.lists(marks(), max_size=5, unique_by=lambda each: each.id),
    steps=st.lists(st.one_of(marks(), st.sampled_from(IDS)), max_size=20),
    start=st.integers(-1, 45),
    length=st.integers(0, 10),
)
def test_marks_agree_with_a_list(
    first: list[Annotation], steps: list[Annotation | AnnotationId], start: int, length: int
) -> None:
    tried = Marks(first)
    model = {each.id: each for each in first}
    for step in steps:
        if isinstance(step, Annotation):
            tried.put(step)
            model[step.id] = step
        else:
            tried.discard(step)
            model.pop(step, None)

    in_order = sorted(model.values(), key=panel_key)
    assert list(tried) == in_order
    assert len(tried) == len(model)
    for number, each in enumerate(in_order):
        assert tried[number] == each
        assert tried.number(each.id) == number == tried.place_of(each)
        assert tried.get(each.id) == each
        assert each.id in tried

    for target in IDS:
        assert set(tried.relations_to(target)) == {
            (each.id, relation.name)
            for each in model.values()
            for relation in each.relations
            if relation.to == target
        }

    held = [(part.start, part.end, each) for each in model.values() for part in each.ranges]
    end = start + length
    found = tried.overlapping(start, end)
    expected = [each for each in held if each[0] < end and each[1] > start]
    assert sorted((a, b, c.id) for a, b, c in found) == sorted((a, b, c.id) for a, b, c in expected)

    upon = {each.id for first_, last, each in held if first_ <= start < last}
    assert {each.id for each in tried.at(start)} == upon

    later = [first_ for first_, _last, _each in held if first_ > start]
    after = tried.after(start)
    assert (after is None) == (not later)
    assert after is None or min(later) in {part.start for part in after.ranges}

    earlier = [first_ for first_, _last, _each in held if first_ < start]
    before = tried.before(start)
    assert (before is None) == (not earlier)
    assert before is None or max(earlier) in {part.start for part in before.ranges}

    next_start, last_start = tried.start_after(start), tried.start_before(start)
    assert next_start == (after and (min(later), after))
    assert last_start == (before and (max(earlier), before))

    assert [at for at, _ in tried.starts()] == sorted(first_ for first_, _, _ in held)


def test_the_innermost_mark_is_the_last_upon_a_position() -> None:
    outer = Annotation(id=IDS[0], pieces=(Piece(range=Range(0, 20), quote="o"),))
    inner = Annotation(id=IDS[1], pieces=(Piece(range=Range(5, 9), quote="i"),))

    assert Marks([inner, outer]).at(6) == [outer, inner]


def test_orphans_stand_on_top_then_notes_on_the_article() -> None:
    mark = Annotation(id=IDS[0], pieces=(Piece(range=Range(0, 2), quote="m"),))
    note = Annotation(id=IDS[1], note="on the article")
    orphan = Annotation(id=IDS[2], pieces=(Piece(range=None, quote="gone", state=State.ORPHANED),))

    assert list(Marks([mark, note, orphan])) == [orphan, note, mark]


def test_of_marks_that_cross_the_shorter_lies_on_top_and_of_equal_ones_the_newer() -> None:
    def upon(number: int, start: int, end: int) -> Annotation:
        return Annotation(id=IDS[number], pieces=(Piece(range=Range(start, end), quote="q"),))

    tried = Marks([upon(3, 0, 10), upon(0, 5, 30), upon(1, 0, 10)])

    assert [each.id for _, _, each in tried.layers(7, 8)] == [IDS[0], IDS[1], IDS[3]]
