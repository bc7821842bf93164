"""JSON written on one line, and what a JSON file from outside holds, as plain values.

Written, all Unicode stands as itself, but for controls and for what many a program takes for the end of a
line. Read are files that strangers may have made: deep nesting, numbers that are none and too large a file are refused; what no screen should get is
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

_encode = json.JSONEncoder(ensure_ascii=False).encode
_RAW = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_BOM = b"\xef\xbb\xbf"
_UNPRINTABLE = re.compile(r"\\[ubfr]|[\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""Only where one of these stands a text may hold what no screen should get."""


def line_of(value: Json) -> str:
    """A value as JSON on one line, without a line end."""
    line = _encode(value)
    if line.isascii():
        # The encoder writes no other control as it is.
        return line.replace("\x7f", "\\u007f")
    return _RAW.sub(lambda match: f"\\u{ord(match[0]):04x}", line)


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


def whole_or_lines(data: bytes, name: str) -> Iterator[tuple[int, Json]]:
    """The one value of a file, with the line 0, or those of its lines, each with its line.

    Raises:
        MalformedFileError: It is neither, or holds what is refused.
    """
    first, _, rest = data.removeprefix(_BOM).lstrip().partition(b"\n")
    if rest.strip() and first.rstrip().endswith(b"}"):
        try:
            json.loads(first)
        except ValueError:
            pass
        else:
            yield from records(data, name)
            return
    yield 0, parse(data, name)


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
