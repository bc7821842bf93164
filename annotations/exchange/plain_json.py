"""What a JSON file from outside holds, as plain values, for files that strangers may have made.

Deep nesting, numbers that are none and too large a file are refused; what no screen should get is
replaced. What the values mean is left to each format.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NoReturn

from annotations.errors import MalformedFileError
from annotations.model import replace_unprintable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotations.model import Json

SIZE_LIMIT_BYTES = 256 << 20
"""As of an annotated YAML."""

DEPTH_LIMIT = 64
"""Levels of nesting; the formats read here have ten at most."""

_BOM = b"\xef\xbb\xbf"
_UNPRINTABLE = re.compile(r"\\[ubfr]|[\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""Only where one of these stands a text may hold what no screen should get."""


def parse(data: bytes, name: str) -> Json:
    """The one value that a file holds.

    Raises:
        MalformedFileError: It is no JSON, or holds what is refused; with the line.
    """
    return _value(_decoded(data, name), name, 0)


def records(data: bytes, name: str) -> Iterator[tuple[int, Json]]:
    """The values of the lines that are not empty, each with its line, or of the one array there is.

    In an array each value has the line 0.

    Raises:
        MalformedFileError: A line is no JSON, or holds what is refused.
    """
    if data.removeprefix(_BOM).lstrip()[:1] == b"[":
        values = parse(data, name)
        assert isinstance(values, list)
        yield from ((0, each) for each in values)
        return
    # Not `splitlines`: it ends lines at characters that may stand within a string.
    for line, text in enumerate(_decoded(data, name).split("\n"), 1):
        if text and not text.isspace():
            yield line, _value(text, name, line)


def _decoded(data: bytes, name: str) -> str:
    if len(data) > SIZE_LIMIT_BYTES:
        reason = f"it has more than {SIZE_LIMIT_BYTES:,} bytes"
        raise MalformedFileError(name, reason)
    try:
        return data.removeprefix(_BOM).decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise MalformedFileError(name, "it is not UTF-8", line=line) from error


def _value(text: str, name: str, line: int) -> Json:
    """The value that a text is.

    Args:
        text: The whole file, or one line of it.
        name: What to call the file in messages.
        line: Which line it is; 0 if it is the file.
    """
    try:
        value: Json = json.loads(text, parse_constant=_refuse)
        if text.count("[") + text.count("{") > DEPTH_LIMIT:
            _check_depth(value, DEPTH_LIMIT)
    except json.JSONDecodeError as error:
        said = error.msg[:1].lower() + error.msg[1:]
        reason = f"it is no JSON ({said}, column {error.colno})"
        raise MalformedFileError(name, reason, line=line or error.lineno) from error
    except RecursionError as error:
        reason = f"it is nested more than {DEPTH_LIMIT} levels deep"
        raise MalformedFileError(name, reason, line=line) from error
    except ValueError as error:
        raise MalformedFileError(name, "it holds a number that is none", line=line) from error
    return _printable(value) if _UNPRINTABLE.search(text) else value


def _refuse(word: str) -> NoReturn:
    raise ValueError(word)


def _check_depth(value: Json, left: int) -> None:
    if isinstance(value, (dict, list)):
        if not left:
            raise RecursionError
        for each in value.values() if isinstance(value, dict) else value:
            _check_depth(each, left - 1)


def _printable(value: Json) -> Json:
    """Line ends as LF, controls replaced."""
    if isinstance(value, str):
        return replace_unprintable(value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, list):
        return [_printable(each) for each in value]
    if isinstance(value, dict):
        return {replace_unprintable(key): _printable(held) for key, held in value.items()}
    return value
