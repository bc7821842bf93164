"""The names and values a person gives: of fields and of relations, each brought into its form.

Tags have a form of their own, in `model`. What a person types is refused where it is not of the form;
what comes from elsewhere (a file, an older library) is mended, so that nothing is lost and each later
edit succeeds.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from annotations.errors import InvalidValueError
from annotations.model import FIELD_LENGTH_LIMIT, replace_unprintable

if TYPE_CHECKING:
    from collections.abc import Iterable

SPEAKER = "speaker"
"""The field that says whose words a mark holds."""

NAME_LENGTH_LIMIT = 200
"""Code points of the name of a field or a relation, as of a tag."""

_LOOK_ALIKES = {
    ord(":"): "\N{MODIFIER LETTER COLON}",
    ord("="): "\N{MODIFIER LETTER SHORT EQUALS SIGN}",
}
"""What stands in a name for the signs that part it from its value where one types."""

_IN_NOTE = "Write what is longer into the note."


def field_name(text: str) -> str:
    """The name of a field in its form: NFC, trimmed, white space as one space.

    Raises:
        InvalidValueError: It is empty or too long, or holds `:`, `=` or a control character.
    """
    name = _name(text, "field")
    if ":" in name or "=" in name:
        sentence = f"{text[:60]!r} is no name of a field: it is without `:` and `=`."
        raise InvalidValueError(sentence)
    return name


@lru_cache(maxsize=4096)
def mended_field_name(text: str) -> str:
    """The name of a field that was not typed, in its form: each `:`, `=` and control gets a stand-in.

    Raises:
        InvalidValueError: It is empty or too long.
    """
    composed = unicodedata.normalize("NFC", replace_unprintable(text))
    return field_name(composed.translate(_LOOK_ALIKES))


def mended_fields(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Fields with their names mended; two whose names become one are told apart by a number.

    Raises:
        InvalidValueError: A name is empty or too long.
    """
    found: dict[str, str] = {}
    for given, value in pairs:
        name = mended_field_name(given)
        number = 2
        while name in found and found[name] != value:
            name = mended_field_name(f"{given} {number}")
            number += 1
        found[name] = value
    return tuple(found.items())


def field_value(text: str) -> str:
    """The value of a field in its form: on one line, trimmed; it may be empty.

    Raises:
        InvalidValueError: It is too long, or holds a control character.
    """
    value = text.strip()
    if _has_control(value):
        sentence = "A field's value stands on one line and holds no control characters."
        raise InvalidValueError(sentence, hint=_IN_NOTE)
    if len(value) > FIELD_LENGTH_LIMIT:
        sentence = f"A field's value has at most {FIELD_LENGTH_LIMIT:,} characters."
        raise InvalidValueError(sentence, hint=_IN_NOTE)
    return value


def relation_name(text: str) -> str:
    """The name of a relation in its form: NFC, trimmed, white space as one space.

    Raises:
        InvalidValueError: It is empty or too long, or holds a control character.
    """
    return _name(text, "relation")


def fold_name(name: str) -> str:
    """The form in which two spellings of one name are taken for equal: without regard to case."""
    return unicodedata.normalize("NFC", name.casefold())


def _name(text: str, thing: str) -> str:
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name:
        sentence = f"A {thing} needs a name."
        raise InvalidValueError(sentence)
    if _has_control(name):
        sentence = f"The name of a {thing} holds no control characters."
        raise InvalidValueError(sentence)
    if len(name) > NAME_LENGTH_LIMIT:
        sentence = (
            f"The name of a {thing} has at most {NAME_LENGTH_LIMIT} characters; "
            f"this one has {len(name)}."
        )
        raise InvalidValueError(sentence)
    return name


def _has_control(text: str) -> bool:
    return any(unicodedata.category(character) in ("Cc", "Cs") for character in text)
