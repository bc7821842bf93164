"""Taking the values of a mapping that came from outside, each of the type it must have.

A fault says what is wrong and the path to it; the line in the file is looked up only then.
"""

# ruff: noqa: EM101, TRY003
# A fault is its sentence; no caller tells one from the other.

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from annotations.errors import InvalidValueError
from annotations.naming import NAME_LENGTH_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from annotations.model import Json

_Result = TypeVar("_Result")
_Choice = TypeVar("_Choice")

_SHA256 = re.compile(r"[0-9a-f]{64}")


class Fault(Exception):  # noqa: N818  # not an error a person sees; the border makes one of it
    """Something in the data is not as it must be.

    Attributes:
        path: Keys and indices from where the fault was met down to the value.
    """

    def __init__(self, reason: str, *path: str | int) -> None:
        super().__init__(reason)
        self.path: tuple[str | int, ...] = path


def each(
    values: Sequence[Json], key: str, use: Callable[[Json, int], _Result]
) -> Iterator[_Result]:
    """What `use` makes of each entry (and its index) of the list under a key; faults get their path."""
    for number, value in enumerate(values):
        try:
            yield use(value, number)
        except Fault as fault:
            fault.path = (key, number, *fault.path)
            raise


def checked(parse: Callable[[str], _Result], text: str, *path: str | int) -> _Result:
    """What a parser of the model makes of a text; its refusal becomes a fault.

    Raises:
        Fault: The text is not of its form.
    """
    try:
        return parse(text)
    except InvalidValueError as error:
        raise Fault(str(error).removesuffix("."), *path) from error


class Fields:
    """A mapping from outside; what was taken is gone from `rest`."""

    __slots__ = ("rest",)

    def __init__(self, value: Json) -> None:
        """Take a mapping.

        Raises:
            Fault: It is none.
        """
        if not isinstance(value, dict):
            raise Fault("a mapping of keys to values is expected here")
        self.rest: dict[str, Json] = value.copy()

    def text(self, key: str, *, limit: int | None = None) -> str:
        """The text under a key; empty if there is none. A whole number counts as its digits.

        Raises:
            Fault: Something else is there, or the text is longer than the limit in code points.
        """
        value = self.rest.pop(key, "")
        if value.__class__ is not str:
            value = plain_text(value, key)
        assert isinstance(value, str)
        if limit is not None and len(value) > limit:
            reason = f"`{key}` has {len(value):,} characters; at most {limit:,} are taken"
            raise Fault(reason, key)
        return value

    def required(self, key: str) -> str:
        """The text under a key, which must be there and not empty.

        Raises:
            Fault: It is not.
        """
        value = self.text(key)
        if not value:
            reason = f"`{key}` is missing"
            raise Fault(reason, key)
        return value

    def parsed(self, key: str, parse: Callable[[str], _Result], absent: _Result) -> _Result:
        """What a parser of the model makes of the text under a key.

        Raises:
            Fault: It is not of its form.
        """
        if key not in self.rest:
            return absent
        return checked(parse, self.text(key), key)

    def sha256(self, key: str) -> str:
        """The hash under a key, as 64 hexadecimal digits; empty if there is none.

        Raises:
            Fault: It is none.
        """
        if key not in self.rest:
            return ""
        value = self.text(key)
        if not _SHA256.fullmatch(value):
            reason = f"`{key}` is no SHA-256 of 64 hexadecimal digits in lower case"
            raise Fault(reason, key)
        return value

    def number(self, key: str, *, most: int) -> int | None:
        """The whole number under a key, from 0 to `most`; None if there is none.

        Raises:
            Fault: Something else is there.
        """
        value = self.rest.pop(key, _ABSENT)
        if value is _ABSENT:
            return None
        if value.__class__ is not int:
            reason = f"`{key}` must be a whole number"
            raise Fault(reason, key)
        assert isinstance(value, int)
        if not 0 <= value <= most:
            reason = f"`{key}` is {value if abs(value) < 10**12 else 'far'}, not from 0 to {most}"
            raise Fault(reason, key)
        return value

    def flag(self, key: str) -> bool:
        """Whether `true` stands under a key.

        Raises:
            Fault: Something else than true or false is there.
        """
        value = self.rest.pop(key, False)
        if not isinstance(value, bool):
            reason = f"`{key}` must be true or false"
            raise Fault(reason, key)
        return value

    def choice(self, key: str, choices: Mapping[str, _Choice]) -> _Choice | None:
        """What the word under a key stands for; None if there is none.

        Raises:
            Fault: Another word is there.
        """
        value = self.rest.pop(key, _ABSENT)
        if value is _ABSENT:
            return None
        if not isinstance(value, str) or value not in choices:
            reason = f"`{key}` must be one of {', '.join(choices)}"
            raise Fault(reason, key)
        return choices[value]

    def items(self, key: str) -> list[Json]:
        """The list under a key; empty if there is none.

        Raises:
            Fault: Something else is there.
        """
        value = self.rest.pop(key, _ABSENT)
        if value is _ABSENT:
            return []
        if not isinstance(value, list):
            reason = f"`{key}` must be a list"
            raise Fault(reason, key)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of the list under a key; empty ones are left out.

        Raises:
            Fault: Something else is there.
        """
        values = self.items(key)
        if not values:
            return ()
        found = each(values, key, lambda value, _: plain_text(value, key, named=False))
        return tuple(text for text in found if text)

    def below(self, key: str, use: Callable[[Fields], _Result], absent: _Result) -> _Result:
        """What `use` makes of the mapping under a key.

        Raises:
            Fault: Something else is there, or `use` found a fault.
        """
        value = self.rest.pop(key, _ABSENT)
        if value is _ABSENT:
            return absent
        try:
            return use(Fields(value))
        except Fault as fault:
            fault.path = (key, *fault.path)
            raise

    def pairs(self) -> list[tuple[str, str]]:
        """All keys with texts as their values, in the order of the file; empty ones are left out.

        Raises:
            Fault: A key is empty or too long, or a value is no text.
        """
        found = []
        for key, value in self.rest.items():
            if not key.strip() or len(key) > NAME_LENGTH_LIMIT:
                reason = f"a name has 1 to {NAME_LENGTH_LIMIT} characters"
                raise Fault(reason, key)
            text = plain_text(value, key)
            if text:
                found.append((key, text))
        return found


class _Absent:
    """What no file can hold."""


_ABSENT: Json = _Absent()  # type: ignore[assignment]  # compared by identity, never used


def plain_text(value: Json, key: str, *, named: bool = True) -> str:
    """A text from outside; a whole number is what its digits say (a title such as 1984).

    Raises:
        Fault: It is neither.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, (list, dict)):
        reason = f"`{key}` must be text"
    else:
        reason = f"`{key}` must be text; put it in quotes, or leave the key out"
    raise Fault(reason, *([key] if named else []))
