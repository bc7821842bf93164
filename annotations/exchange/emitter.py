"""How a value is written as YAML, so that every YAML reader gives back the same value.

Three forms of text, tried in this order: plain, where no reader of YAML 1.1 or 1.2 could take it for
anything but text; a literal block, where it has several lines that a block can carry; double quotes
as in JSON. Nothing is folded, nothing is tagged or shared, mappings within mappings stand on one line. Which
keys there are and in which order is left to the caller.

PyYAML's own emitters are not used: one escapes every character beyond the BMP and thereby turns
blocks into one line, the other does not bring back NEL (https://github.com/yaml/libyaml/issues/279).
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from json.encoder import encode_basestring as _quote
from math import isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from annotations.model import Json

STEP = "  "
"""Indentation of what belongs to a key; its width stands in the header of a block."""

SIMPLE_KEY_LENGTH = 120
"""Code points of a key as written; beyond, `? ` announces it, since readers look ahead only 1,024."""

_NO_LINE_OF_PLAIN = "\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
_OTHER_WORDS = r"(?!(?i:null|true|false|yes|no|on|off|y|n|nan|inf)\Z)"

_PLAIN = re.compile(
    rf"{_OTHER_WORDS}[^\W\d_](?:[^:#{_NO_LINE_OF_PLAIN}]++|:(?=\S)|(?<!\s)#)*+(?<! )\Z"
)
_PLAIN_IN_FLOW = re.compile(
    rf"{_OTHER_WORDS}[^\W\d_](?:[^:#?,\[\]{{}}{_NO_LINE_OF_PLAIN}]++|:(?=[^\s,\[\]{{}}])|(?<!\s)#)*+(?<! )\Z"
)
_PLAIN_ID = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z"
    # Without one of these letters a hash could be a whole number, or one with an exponent.
    r"|(?=[0-9e]*[abcdf])[0-9a-f]{64}\Z"
)
_PLAIN_TIME = re.compile(
    r"\d{4}-\d\d-\d\d(?:T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{3})?Z)?\Z", re.ASCII
)
_NOT_IN_BLOCK = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_NOT_IN_QUOTES = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def block_value(text: str, indent: str = "") -> str:
    """Text as the value of a key in a block mapping.

    Args:
        text: Any text.
        indent: That of the key; further lines are indented by `STEP` more.
    """
    if "\n" in text:
        if _NOT_IN_BLOCK.search(text) is None:
            return _literal(text, indent + STEP)
        return _quoted_lines(text, indent + STEP)
    if _PLAIN.match(text) or _is_plain_number(text):
        return text
    return quoted(text)


def flow_value(text: str) -> str:
    """Text as a value or an entry within `{…}` or `[…]`."""
    if _PLAIN_IN_FLOW.match(text) or _is_plain_number(text):
        return text
    return quoted(text)


def quoted(text: str) -> str:
    """Text in double quotes, on one line.

    A lone surrogate, which no file can hold, becomes U+FFFD.
    """
    written = _quote(text)
    # Nearly every text is ASCII or free of these; the search is quicker than the substitution.
    if not written.isascii() or "\x7f" in written:
        return _NOT_IN_QUOTES.sub(_escape, written)
    return written


def key(text: str) -> str:
    """Text as a key with its colon, without the blank behind."""
    written = text if _PLAIN_IN_FLOW.match(text) else quoted(text)
    return f"{written}:" if len(written) <= SIMPLE_KEY_LENGTH else f"? {written} :"


def block_key(text: str, indent: str = "") -> str:
    """A key at the beginning of a line of a block mapping, with its colon."""
    written = key(text)
    if written.startswith("? "):
        return f"{indent}{written[:-2]}\n{indent}:"
    return indent + written


def flow(value: Json) -> str:
    """Any value on one line; the keys of mappings sorted.

    A number that is not finite becomes null, as JSON knows none.
    """
    if isinstance(value, str):
        return flow_value(value)
    if isinstance(value, dict):
        return flow_mapping((name, flow(value[name])) for name in sorted(value))
    if isinstance(value, list):
        return flow_sequence(map(flow, value))
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number(value)
    return str(value)


def flow_mapping(pairs: Iterable[tuple[str, str]]) -> str:
    """Keys as they are with values as written, within braces."""
    return "{" + ", ".join([f"{key(name)} {written}" for name, written in pairs]) + "}"


def flow_sequence(written: Iterable[str]) -> str:
    """Entries as written, within brackets."""
    return "[" + ", ".join(written) + "]"


def block_pairs(values: Mapping[str, Json], indent: str = "", *, but: frozenset[str]) -> list[str]:
    """Lines of a block mapping, the keys sorted, those in `but` left out."""
    lines = []
    for name in sorted(values):
        if name not in but:
            value = values[name]
            written = block_value(value, indent) if isinstance(value, str) else flow(value)
            lines.append(f"{block_key(name, indent)} {written}")
    return lines


def id_value(text: str) -> str:
    """As `flow_value`, quicker for an id or a hash."""
    return text if _PLAIN_ID.match(text) else flow_value(text)


def time_value(text: str) -> str:
    """As `flow_value`, quicker for a date or a time."""
    if _PLAIN_TIME.match(text) and _is_date(text[:10]):
        return text
    return flow_value(text)


def _is_plain_number(text: str) -> bool:
    """Whether it is an id, a hash, or a real date: these begin with a digit and stay plain."""
    if not text[:1].isdigit():
        return False
    if _PLAIN_TIME.match(text):
        return _is_date(text[:10])
    return _PLAIN_ID.match(text) is not None


@lru_cache(maxsize=4096)
def _is_date(text: str) -> bool:
    """Whether there is such a day: readers that make dates of dates fail at those which are none."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if "\ud800" <= character <= "\udfff":
        return "\N{REPLACEMENT CHARACTER}"
    return f"\\u{ord(character):04x}"


def _number(value: float) -> str:
    if not isfinite(value):
        return "null"
    mantissa, exponent, power = repr(value).partition("e")
    # Readers of YAML 1.1 know a number with an exponent by its point.
    return mantissa + ("" if "." in mantissa else ".0") + exponent + power


def _literal(text: str, indent: str) -> str:
    """A block; the header tells the indentation where the first line would hide it."""
    if text[0] not in " \t\n" and text[-1] != "\n" and "\n\n" not in text:
        # Most notes; a third of the time.
        return f"|-\n{indent}" + text.replace("\n", "\n" + indent)
    indication = str(len(STEP)) if text[0] in " \t\n" else ""
    body = text
    if not text.endswith("\n"):
        chomping = "-"
    else:
        body = text[:-1]
        chomping = "" if body and not body.endswith("\n") else "+"
    # Empty lines carry no blanks. A replacement does not see overlapping places: twice.
    lines = f"\n{body}\n".replace("\n", "\n" + indent)
    empty = "\n" + indent + "\n"
    lines = lines.replace(empty, "\n\n").replace(empty, "\n\n")
    return f"|{indication}{chomping}{lines[: -len(indent) - 1]}"


def _quoted_lines(text: str, indent: str) -> str:
    """Double quotes over several lines, for what a block cannot carry: one line of the text each."""
    lines = [quoted(line)[1:-1] for line in text.split("\n")]
    for number, line in enumerate(lines[1:], start=1):
        # Blanks at the beginning of a continued line are not part of the text, unless escaped.
        if line.startswith(" "):
            lines[number] = "\\" + line
    return '"' + f"\\n\\\n{indent}".join(lines) + '"'
