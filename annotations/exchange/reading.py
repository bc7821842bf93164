"""What a YAML file holds, as plain values, for files that strangers may have made.

Only text, whole numbers, numbers with a point, `true`, `false` and `null` are told apart: dates stay
text, and so does every key. What could share, hide or swell data is refused with its line: anchors,
aliases, tags, keys that stand twice, deep nesting, several documents. Whether the values make an
annotated article is left to `checking`.
"""

# ruff: noqa: EM101, TRY003
# A fault is its sentence; no caller tells one from the other.

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

import yaml as pyyaml
from yaml.parser import Parser
from yaml.reader import Reader, ReaderError
from yaml.scanner import Scanner

from annotations.errors import MalformedFileError
from annotations.exchange.pausing import garbage_collector_paused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotations.model import Json

SIZE_LIMIT_BYTES = 256 << 20
"""The largest text a person reads fits, with its marks; parsed, it takes some ten times as much."""

DEPTH_LIMIT = 64
"""Levels of nesting; an annotated article of this program's has six."""

_BOM = b"\xef\xbb\xbf"
_NOT_YAML = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x84\x86-\x9f]|\xef\xbf[\xbe\xbf]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")

_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,308}")
"""Of one spelling each, so that a text of digits can be told again; a longer one stays text."""
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+(?:e[-+][0-9]+)?")
_NUMBER_START = frozenset("-0123456789")
_WORDS: dict[str, Json] = {"null": None, "~": None, "": None, "true": True, "false": False}

_Result = TypeVar("_Result")
Event = Any
"""An event of PyYAML's, whose C parser makes them without types."""


class EventSource(Protocol):
    """A parser of PyYAML's."""

    def get_event(self) -> Event:
        """The next event; None after the last."""


class PythonEvents(Reader, Scanner, Parser):
    """PyYAML's parser in Python, for where it was built without libyaml."""

    def __init__(self, stream: bytes) -> None:
        Reader.__init__(self, stream)
        Scanner.__init__(self)
        Parser.__init__(self)

    def get_event(self) -> Event:
        """The next event; None after the last."""
        event = super().get_event()  # type: ignore[no-untyped-call]  # not in the stubs
        if isinstance(event, pyyaml.ScalarEvent) and _SURROGATE.search(event.value):
            # As libyaml: half a character, written as an escape, is none.
            raise _RefusedError("an escape stands for no character", event)
        return event


def fastest_events() -> Callable[[bytes], EventSource]:
    """The parser over libyaml if PyYAML has it, else the one in Python."""
    try:
        from yaml._yaml import CParser  # noqa: PLC0415  # not in every build of PyYAML
    except ImportError:
        return PythonEvents
    return cast("Callable[[bytes], EventSource]", CParser)


def parse(data: bytes, name: str, *, events: Callable[[bytes], EventSource] | None = None) -> Json:
    """The value that a file's one document holds; None if it is empty.

    Args:
        data: The file.
        name: What to call it in messages.
        events: A parser; None takes the fastest one.

    Raises:
        MalformedFileError: It is not UTF-8, no YAML, too large, or holds what is refused.

    Complexity: O(n) for n bytes.
    """
    return _guarded(data, name, events or fastest_events(), _value)


def line_at(data: bytes, path: Sequence[str | int]) -> int:
    """The line, from 1, of the value at a path of keys and indices in a file that `parse` took.

    Where the path ends early, since something is missing, it is the line of what should hold it.
    """
    return _guarded(data, "", fastest_events(), lambda source: _line_of(path, source))


class _RefusedError(Exception):
    def __init__(self, reason: str, event: Event) -> None:
        super().__init__(reason)
        self.line = int(event.start_mark.line) + 1


def _guarded(
    data: bytes,
    name: str,
    events: Callable[[bytes], EventSource],
    use: Callable[[EventSource], _Result],
) -> _Result:
    if len(data) > SIZE_LIMIT_BYTES:
        reason = f"it has more than {SIZE_LIMIT_BYTES >> 20} MB"
        raise MalformedFileError(name, reason)
    try:
        data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise MalformedFileError(name, "it is not UTF-8", line=line) from error
    data = data.removeprefix(_BOM)
    try:
        with garbage_collector_paused():
            return use(events(data))
    except _RefusedError as error:
        raise MalformedFileError(name, str(error), line=error.line) from error
    except ReaderError as error:
        character = _NOT_YAML.search(data)
        line = data.count(b"\n", 0, character.start()) + 1 if character else 0
        reason = "it holds a control character, which must be written as an escape in quotes"
        raise MalformedFileError(name, reason, line=line) from error
    except pyyaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = f"it is no YAML ({error.problem or error.context})"
        raise MalformedFileError(name, reason, line=mark.line + 1 if mark else 0) from error
    except (pyyaml.YAMLError, RecursionError, ValueError, OverflowError) as error:
        # The parser in Python gives a ValueError for an escape beyond Unicode.
        raise MalformedFileError(name, "it is no YAML that can be read") from error


def _refuse_properties(event: Event) -> None:
    if event.anchor is not None:
        raise _RefusedError("anchors (`&`) are not part of this format", event)
    if event.tag is not None:
        raise _RefusedError("tags (`!`) are not part of this format", event)


def _plain(text: str) -> Json:
    """What a text without quotes stands for."""
    if text[:1] in _NUMBER_START:
        if _INTEGER.fullmatch(text):
            return int(text)
        if _FLOAT.fullmatch(text):
            return float(text)
        return text
    return _WORDS.get(text, text)


class _Building:
    """The values made so far; the innermost container is a list or a mapping."""

    def __init__(self) -> None:
        self.root: list[Json] = []
        self.items: list[Json] | None = self.root
        self.fields: dict[str, Json] | None = None
        self.key: str | None = None
        """Waits for its value."""
        self.outer: list[tuple[list[Json] | None, dict[str, Json] | None]] = []
        self.documents = 0

    def begin(self, event: Event, made: list[Json] | dict[str, Json]) -> None:
        _refuse_properties(event)
        if self.fields is not None:
            if self.key is None:
                raise _RefusedError("a key must be a text", event)
            self.fields[self.key] = made
            self.key = None
        elif self.items is not None:
            self.items.append(made)
        if len(self.outer) >= DEPTH_LIMIT:
            reason = f"it is nested more than {DEPTH_LIMIT} levels deep"
            raise _RefusedError(reason, event)
        self.outer.append((self.items, self.fields))
        if isinstance(made, dict):
            self.items, self.fields = None, made
        else:
            self.items, self.fields = made, None

    def end(self) -> None:
        self.items, self.fields = self.outer.pop()

    def other(self, event: Event) -> None:
        """Take the beginning or end of a document or the stream, or an alias."""
        if isinstance(event, pyyaml.AliasEvent):
            raise _RefusedError("aliases (`*`) are not part of this format", event)
        if isinstance(event, pyyaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise _RefusedError("a second document begins; a file holds one", event)


def _value(source: EventSource) -> Json:
    """Build the values from the events, without recursion; most events are scalars."""
    scalar, mapping, sequence = (
        pyyaml.ScalarEvent,
        pyyaml.MappingStartEvent,
        pyyaml.SequenceStartEvent,
    )
    ends = (pyyaml.MappingEndEvent, pyyaml.SequenceEndEvent)
    next_event = source.get_event
    building = _Building()
    while (event := next_event()) is not None:
        kind = event.__class__
        if kind is scalar:
            if event.anchor is not None or event.tag is not None:
                _refuse_properties(event)
            text = event.value
            fields = building.fields
            if fields is None:
                building.items.append(_plain(text) if event.implicit[0] else text)  # type: ignore[union-attr]  # one of the two is there
            elif building.key is None:
                if text in fields:
                    reason = f"the key {text[:60]!r} stands twice"
                    raise _RefusedError(reason, event)
                building.key = text
            else:
                fields[building.key] = _plain(text) if event.implicit[0] else text
                building.key = None
        elif kind is mapping:
            building.begin(event, {})
        elif kind is sequence:
            building.begin(event, [])
        elif kind in ends:
            building.end()
        else:
            building.other(event)
    return building.root[0] if building.root else None


def _line_of(path: Sequence[str | int], source: EventSource) -> int:
    """Walk along the path; what does not lie on it is passed over by its depth."""
    starts = (pyyaml.MappingStartEvent, pyyaml.SequenceStartEvent)
    ends = (pyyaml.MappingEndEvent, pyyaml.SequenceEndEvent)
    found = 1
    # Containers entered that lie on the path, and below them such as do not.
    matched = passed = 0
    key: str | None = None
    key_line = 0
    number = 0
    in_mapping = False
    while (event := source.get_event()) is not None:
        is_start = isinstance(event, starts)
        if isinstance(event, ends):
            if not passed:
                return found
            passed -= 1
        elif not is_start and not isinstance(event, pyyaml.ScalarEvent):
            continue
        elif passed:
            passed += is_start
        elif in_mapping and key is None:
            key, key_line = event.value, int(event.start_mark.line) + 1
        else:
            line = key_line if in_mapping else int(event.start_mark.line) + 1
            here: str | int | None = key if in_mapping else number
            key, number = None, number + 1
            # The root is on every path.
            is_on_path = matched == 0 or here == path[matched - 1]
            if matched and is_on_path:
                found = line
            if not is_on_path:
                passed += is_start
            elif matched == len(path) or not is_start:
                return found
            else:
                matched += 1
                in_mapping, number = isinstance(event, pyyaml.MappingStartEvent), 0
    return found
