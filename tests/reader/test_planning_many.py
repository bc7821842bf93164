"""What is decided about several marks at once, and what each of them keeps of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from annotations.errors import InvalidValueError
from annotations.model import Annotation, AnnotationId, Colour
from reader import planning_many

if TYPE_CHECKING:
    from reader.planning import Plan


def _mark(number: int, *tags: str, colour: Colour = Colour.RED) -> Annotation:
    return Annotation(id=AnnotationId(f"{number}"), colour=colour, tags=tags, note="x")


def _tags(plan: Plan) -> list[tuple[str, ...]]:
    return [edit.after.tags for edit in plan.edits if edit.after is not None]


def test_marks_that_have_the_colour_are_left_alone() -> None:
    marks = [_mark(1), _mark(2, colour=Colour.BLUE), _mark(3, colour=Colour.GREEN)]

    plan = planning_many.recolouring(marks, Colour.RED)

    assert [edit.before for edit in plan.edits] == marks[1:]
    assert {edit.after.colour for edit in plan.edits if edit.after} == {Colour.RED}
    assert (plan.action, plan.label) == ("recolour", "make 2 marks red")
    assert plan.say == "2 marks recoloured · u takes it back"


def test_where_all_have_the_colour_it_is_said() -> None:
    plan = planning_many.recolouring([_mark(1), _mark(2)], Colour.RED)

    assert plan.edits == ()
    assert plan.say == "they are red already"


def test_the_tags_of_all_are_common_without_regard_to_case() -> None:
    marks = [_mark(1, "a", "Sahel", "b"), _mark(2, "sahel", "a"), _mark(3, "c", "a", "SAHEL")]

    assert planning_many.common_tags(marks) == ("a", "Sahel")
    assert planning_many.common_tags([_mark(1, "a"), _mark(2)]) == ()
    assert planning_many.common_tags([]) == ()


def test_a_tag_is_added_to_all_and_their_own_stay() -> None:
    marks = [_mark(1, "a", "own"), _mark(2, "a"), _mark(3, "a", "New")]

    plan = planning_many.tagging(marks, ("a",), ("a", "new"))

    assert [edit.before for edit in plan.edits] == marks[:2]
    assert _tags(plan) == [("a", "own", "new"), ("a", "new")]
    assert plan.say == "2 marks: #new · u takes it back"


def test_a_common_tag_taken_off_goes_from_all() -> None:
    marks = [_mark(1, "a", "b"), _mark(2, "c", "A")]

    plan = planning_many.tagging(marks, ("a",), ())

    assert _tags(plan) == [("b",), ("c",)]
    assert plan.label == "tag 2 marks: without #a"


def test_unchanged_tags_change_nothing() -> None:
    assert planning_many.tagging([_mark(1, "a"), _mark(2, "a")], ("a",), ("a",)).edits == ()


def test_what_is_no_tag_is_refused() -> None:
    with pytest.raises(InvalidValueError):
        planning_many.tagging([_mark(1), _mark(2)], (), ("a//b",))


def test_all_are_deleted_in_one_step() -> None:
    marks = [_mark(1), _mark(2)]

    plan = planning_many.deletion(marks)

    assert [(edit.before, edit.after) for edit in plan.edits] == [(mark, None) for mark in marks]
    assert plan.say == "2 marks deleted · u brings them back"


def test_fields_are_given_taken_off_and_others_left() -> None:
    first = replace(_plain(1), fields=(("speaker", "Awa"), ("date", "2023"), ("own", "x")))
    second = replace(_plain(2), fields=(("date", "2023"), ("speaker", "Awa")))
    common = planning_many.common_fields([first, second])

    plan = planning_many.describing(
        [first, second], common, (("speaker", "Awa"), ("place", "Bamako"))
    )

    assert common == (("speaker", "Awa"), ("date", "2023"))
    assert [dict(edit.after.fields) for edit in plan.edits if edit.after] == [
        {"speaker": "Awa", "own": "x", "place": "Bamako"},
        {"speaker": "Awa", "place": "Bamako"},
    ]
    assert plan.say == "2 marks: place: Bamako · without date · u takes it back"
    assert not planning_many.describing([first], first.fields, first.fields).edits
    assert planning_many.common_fields([]) == ()


def _plain(number: int) -> Annotation:
    return Annotation(id=AnnotationId(f"m{number}"))
