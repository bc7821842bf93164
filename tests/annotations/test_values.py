"""Values are those of the standard library, whatever makes them."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import typing
from typing import NamedTuple

import pytest

from annotations import values


class Place(values.NamedTuple):
    """Where it stands."""

    kind: str
    start: int = 0
    label: str = "none"

    @property
    def end(self) -> int:
        """Behind it."""
        return self.start + len(self.label)


class StandardPlace(NamedTuple):
    """Where it stands."""

    kind: str
    start: int = 0
    label: str = "none"


@values.dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A mark."""

    id: str
    tags: tuple[str, ...] = ()
    extra: dict[str, int] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class StandardMark:
    """A mark."""

    id: str
    tags: tuple[str, ...] = ()
    extra: dict[str, int] = dataclasses.field(default_factory=dict)


@values.dataclass(frozen=True, slots=True)
class Stretch:
    """Given by place."""

    start: int
    end: int = 7


@values.dataclass(frozen=True, eq=False)
class Whole:
    """No value, but one thing."""

    text: str


def test_a_named_tuple_is_the_standard_librarys() -> None:
    place = Place("page", label="12")

    assert place == ("page", 0, "12")
    assert place.end == 2
    assert repr(place) == "Place(kind='page', start=0, label='12')"
    assert place._replace(start=3) == ("page", 3, "12")
    assert place._asdict() == {"kind": "page", "start": 0, "label": "12"}
    assert Place._field_defaults == StandardPlace._field_defaults
    assert Place.__match_args__ == StandardPlace.__match_args__
    assert Place.__doc__ == StandardPlace.__doc__
    assert typing.get_type_hints(Place) == typing.get_type_hints(StandardPlace)


def test_a_named_tuple_refuses_what_it_has_no_field_for() -> None:
    with pytest.raises(TypeError, match="required positional argument: 'kind'"):
        Place()  # type: ignore[call-arg]  # the mistake that is tried
    with pytest.raises(TypeError, match="unexpected keyword argument 'where'"):
        Place("page", where=1)  # type: ignore[call-arg]  # likewise


def test_a_dataclass_is_the_standard_librarys() -> None:
    mark, standard = Mark(id="m"), StandardMark(id="m")

    assert dataclasses.asdict(mark) == dataclasses.asdict(standard)
    assert repr(mark) == repr(standard).removeprefix("Standard")
    assert typing.get_type_hints(Mark) == typing.get_type_hints(StandardMark)
    assert Mark.__match_args__ == StandardMark.__match_args__
    assert dataclasses.replace(mark, tags=("a",)) == Mark(id="m", tags=("a",))
    assert Stretch(3) == Stretch(start=3, end=7)
    assert Stretch.__match_args__ == ("start", "end")


def test_each_value_has_a_default_of_its_own_where_it_is_made() -> None:
    assert Mark(id="a").extra is not Mark(id="a").extra


def test_values_are_equal_and_hash_by_their_fields_and_only_to_their_kind() -> None:
    assert Stretch(1, 2) == Stretch(1, 2)
    assert hash(Stretch(1, 2)) == hash(Stretch(1, 2))
    assert Stretch(1, 2) != Stretch(1, 3)
    assert Stretch(1, 2) != Whole("a")  # type: ignore[comparison-overlap]  # what is tried
    assert Whole("a") != Whole("a")
    assert len({Whole("a"), Whole("a")}) == 2


@pytest.mark.parametrize("value", [Mark(id="m"), Stretch(1), Whole("a")])
def test_a_value_is_not_changed(value: object) -> None:
    name = dataclasses.fields(value)[0].name  # type: ignore[arg-type]  # all are dataclasses

    with pytest.raises(dataclasses.FrozenInstanceError, match=f"cannot assign to field '{name}'"):
        setattr(value, name, "b")
    with pytest.raises(dataclasses.FrozenInstanceError, match=f"cannot delete field '{name}'"):
        delattr(value, name)
    with pytest.raises(dataclasses.FrozenInstanceError):
        value.another = 1  # type: ignore[attr-defined]  # the mistake that is tried


@pytest.mark.parametrize("value", [Place("page"), Mark(id="m", tags=("a",)), Stretch(1, 2)])
def test_a_value_survives_being_copied_and_sent_to_another_process(value: object) -> None:
    assert pickle.loads(pickle.dumps(value)) == value  # just written
    assert copy.deepcopy(value) == value


def test_a_dataclass_refuses_what_it_has_no_field_for() -> None:
    with pytest.raises(TypeError, match=r"Mark.__init__\(\) missing 1 required keyword-only"):
        Mark()  # type: ignore[call-arg]  # the mistake that is tried
    with pytest.raises(TypeError, match="takes from 2 to 3 positional arguments"):
        Stretch(1, 2, 3)  # type: ignore[call-arg]  # likewise
