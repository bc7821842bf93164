"""What a person writes after `--tag`, `--colour`, `--field` and `--note`, brought into its form."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.errors import InvalidValueError, UnreadableSourceError
from annotations.model import (
    NOTE_LENGTH_LIMIT,
    Colour,
    clean_note,
    fold_tag,
    normalise_tag,
    parse_colour,
)
from annotations.naming import field_name, field_value
from reader.cli.names import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Iterable

NO_COLOUR = "none"

INPUT_SIZE_LIMIT = 512 * 1024 * 1024
"""Bytes taken from standard input, as from a file."""


def chosen_colour(text: str | None) -> Colour | None:
    """A colour by name or digit; `none`, and nothing, are no colour.

    Raises:
        InvalidValueError: There is no such colour.
    """
    return None if text is None or text.strip().casefold() == NO_COLOUR else parse_colour(text)


def chosen_tags(texts: Iterable[str]) -> tuple[str, ...]:
    """Tags in their form, each once, in the order given.

    Raises:
        InvalidValueError: One is no tag.
    """
    tags: dict[str, str] = {}
    for name in map(normalise_tag, texts):
        tags.setdefault(fold_tag(name), name)
    return tuple(tags.values())


def chosen_fields(texts: Iterable[str]) -> dict[str, str]:
    """Fields from `K=V`; the last of a name wins, an empty value is kept as empty.

    Raises:
        InvalidValueError: One has no `=`, no name, a control character, or is too long.
    """
    fields: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            sentence = f"{text[:60]!r} is no field; NAME=VALUE is expected, such as speaker=Lavrov."
            raise InvalidValueError(sentence)
        fields[field_name(name)] = field_value(value)
    return fields


def chosen_note(text: str | None) -> str:
    """A note; `-` takes it from standard input.

    Raises:
        InvalidValueError: It is too long.
        UnreadableSourceError: Standard input is no UTF-8.
    """
    if text is None:
        return ""
    if text != STANDARD_INPUT:
        return clean_note(text)
    data = read_standard_input(4 * NOTE_LENGTH_LIMIT)
    try:
        return clean_note(data.decode("utf-8-sig").rstrip("\r\n"))
    except UnicodeDecodeError as error:
        name, reason = "The note on standard input", "it is no UTF-8"
        raise UnreadableSourceError(name, reason) from error


def read_standard_input(limit: int = INPUT_SIZE_LIMIT) -> bytes:
    """All of standard input.

    Raises:
        UnreadableSourceError: There is none, or it is longer than `limit` bytes.
    """
    name = "Standard input"
    if sys.stdin is None:
        reason = "it is closed"
        raise UnreadableSourceError(name, reason)
    try:
        data = sys.stdin.buffer.read(limit + 1)
    except (OSError, ValueError) as error:
        reason = f"it is closed or broken ({error})"
        raise UnreadableSourceError(name, reason) from error
    if len(data) > limit:
        reason = f"it is longer than {limit:,} bytes"
        raise UnreadableSourceError(name, reason)
    return data


def file_bytes(name: str) -> bytes:
    """All of a file.

    Raises:
        UnreadableSourceError: It cannot be read, or is longer than `INPUT_SIZE_LIMIT`.
    """
    try:
        with Path(name).open("rb") as file:
            data = file.read(INPUT_SIZE_LIMIT + 1)
    except OSError as error:
        raise UnreadableSourceError(name, error.strerror or str(error)) from error
    if len(data) > INPUT_SIZE_LIMIT:
        reason = f"it is longer than {INPUT_SIZE_LIMIT:,} bytes"
        raise UnreadableSourceError(name, reason)
    return data
