"""Named tuples and frozen dataclasses as the standard library has them, made in a third of the time.

Some forty such classes stand before the first paint. Of each, `typing` compiles what every annotation
says, and `dataclasses` six methods one by one: together a tenth of a start. Here only constructors are
compiled. What else the standard library can do (`order`, fields without `init` or by inheritance,
annotations that are evaluated) is left to it. To a type checker these are the standard library's.
"""

from __future__ import annotations

import dataclasses
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from dataclasses import dataclass
    from typing import NamedTuple
else:
    from collections import namedtuple

    class _NamedTupleMaker(type):
        """Makes a named tuple of what is written as a class."""

        def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, namespace)
            types = namespace["__annotations__"]
            defaults = [namespace.pop(field) for field in types if field in namespace]
            made = namedtuple(name, types, defaults=defaults)  # noqa: PYI024  # what it is to become
            for key, value in namespace.items():
                setattr(made, key, value)
            return made

    class NamedTuple(metaclass=_NamedTupleMaker):
        """As `typing.NamedTuple`."""

    def dataclass(
        *, frozen: bool, slots: bool = False, kw_only: bool = False, eq: bool = True
    ) -> Callable[[type], type]:
        """As `dataclasses.dataclass`, for frozen ones."""
        assert frozen

        def make(cls: type) -> type:
            made = dataclasses.dataclass(
                init=False, repr=False, eq=False, slots=slots, kw_only=kw_only
            )(cls)
            names = [field.name for field in dataclasses.fields(made)]
            made.__init__ = _constructor(made, kw_only=kw_only)
            made.__repr__ = _repr
            made.__setattr__, made.__delattr__ = _refuse_to_set, _refuse_to_delete
            if eq:
                made.__eq__, made.__hash__ = _comparison(names)
            if slots:
                made.__getstate__, made.__setstate__ = _pickling(names)
            return made

        return make


__all__ = ["NamedTuple", "dataclass"]

_set = object.__setattr__


def _constructor(made: Any, *, kw_only: bool) -> Callable[..., None]:  # noqa: ANN401  # any class
    """`__init__`: compiled, since some values are made by the ten thousand."""
    names: dict[str, Any] = {"_set": _set, "_MISSING": dataclasses.MISSING}
    parameters = ["self", "*"] if kw_only else ["self"]
    body = []
    for field in dataclasses.fields(made):
        name = value = field.name
        if field.default_factory is not dataclasses.MISSING:
            names[f"_{name}"] = field.default_factory
            parameters.append(f"{name}=_MISSING")
            value = f"_{name}() if {name} is _MISSING else {name}"
        elif field.default is not dataclasses.MISSING:
            names[f"_{name}"] = field.default
            parameters.append(f"{name}=_{name}")
        else:
            parameters.append(name)
        body.append(f" _set(self, {name!r}, {value})")
    code = "\n".join((f"def __init__({', '.join(parameters)}):", *body))
    exec(code, names)  # noqa: S102  # as the standard library does
    constructor: Any = names["__init__"]
    constructor.__annotations__ = made.__annotations__
    constructor.__qualname__ = f"{made.__qualname__}.__init__"
    return constructor  # type: ignore[no-any-return]  # it is what was just compiled


def _repr(self: Any) -> str:  # noqa: ANN401  # any value
    shown = (f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self))
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse_to_set(_self: object, name: str, _value: object) -> None:
    sentence = f"cannot assign to field {name!r}"
    raise dataclasses.FrozenInstanceError(sentence)


def _refuse_to_delete(_self: object, name: str) -> None:
    sentence = f"cannot delete field {name!r}"
    raise dataclasses.FrozenInstanceError(sentence)


def _comparison(names: Sequence[str]) -> tuple[Callable[..., bool], Callable[[object], int]]:
    """`__eq__` and `__hash__`."""
    values = attrgetter(*names)

    def is_equal(self: object, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented  # type: ignore[no-any-return]  # as a comparison does
        return bool(values(self) == values(other))

    def hashed(self: object) -> int:
        return hash(values(self))

    return is_equal, hashed


def _pickling(
    names: Sequence[str],
) -> tuple[Callable[[object], list[object]], Callable[[object, list[object]], None]]:
    """`__getstate__` and `__setstate__`; what has no slots needs none."""

    def state(self: object) -> list[object]:
        return [getattr(self, name) for name in names]

    def set_state(self: object, state: list[object]) -> None:
        for name, value in zip(names, state, strict=True):
            _set(self, name, value)

    return state, set_state
