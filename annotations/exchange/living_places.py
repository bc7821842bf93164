"""Where marks stand in a text of a person's: the markers of a living report, and what is between them.

A place begins with `<!-- postil: QUERY | OPTIONS -->` on a line of its own and ends with
`<!-- /postil HASH -->`; one for a single mark, `<!-- postil: 3f9a2c -->`, may be without its end until it
is filled. In code a marker is none. What a place holds, and whether it may be replaced, is `living`'s
question.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotations.errors import MalformedFileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markdown_it.token import Token

HASH_LENGTH = 6
"""Digits of a place's hash: of 16 million edits one is taken for none."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_BEGINS = re.compile(r"<!--[ \t]*(?:postil:|/postil\b)", re.IGNORECASE)
_MARKER = re.compile(
    r"(?P<prefix>[ \t>]*)<!--[ \t]*"
    r"(?:postil:(?P<asked>(?:(?!-->).)*)|/postil(?:[ \t]+(?P<hash>[0-9a-f]+))?[ \t]*)"
    r"-->[ \t]*",
    re.IGNORECASE,
)
_ID = re.compile(r"[0-9a-f][0-9a-f-]{3,35}")
_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place for marks; lines are numbers in the list that was looked through, from 0."""

    asked: str
    """What for: a query, or the end of a mark's id, then perhaps the options."""
    is_id: bool
    opening: int
    """The line of the opening marker."""
    closing: int | None
    """That of the closing one; None where a single mark's place has none as yet."""
    hash: str
    """Of what postil wrote there; empty if it never did."""
    prefix: str
    """Before the opening marker: blanks in a list, `>` in a quotation."""
    level: int
    """Of the heading above it, 1 to 6; 0 if there is none."""

    @property
    def line(self) -> int:
        """The opening marker's line as people count, from 1."""
        return self.opening + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Marker:
    """A line that begins or ends a place."""

    line: int
    prefix: str
    asked: str | None
    """None of a closing one."""
    hash: str
    level: int

    @property
    def is_id(self) -> bool:
        return (
            self.asked is not None
            and _ID.fullmatch(self.asked.partition("|")[0].strip()) is not None
        )

    def place(self, closing: _Marker | None) -> Place:
        assert self.asked is not None
        return Place(
            asked=self.asked,
            is_id=self.is_id,
            opening=self.line,
            closing=None if closing is None else closing.line,
            hash="" if closing is None else closing.hash,
            prefix=self.prefix,
            level=self.level,
        )


def lines_of(text: str) -> list[str]:
    """The lines of a text with their ends, as Markdown parts them; joined they are the text."""
    return _LINE.findall(text)


def line_end(line: str) -> str:
    """How a line ends: LF, CRLF, CR; empty if it is the last and has no end."""
    found = _LINE_END.search(line)
    return found[0] if found else ""


def hash_of(lines: Iterable[str], prefix: str = "") -> str:
    """The hash of what stands in a place; empty of nothing.

    Line ends, blanks at the ends of lines and empty lines around it do not count: editors change them.
    """
    empty = prefix.rstrip()
    bare = [line.rstrip() for line in lines]
    text = "\n".join("" if each == empty else each.removeprefix(prefix) for each in bare).strip(
        "\n"
    )
    if not text.strip():
        return ""
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:HASH_LENGTH]


def places(lines: Sequence[str], name: str) -> list[Place]:
    """The places of a text, in order.

    Args:
        lines: The text, as `lines_of` gave it, without a byte order mark.
        name: What to call it in messages.

    Raises:
        MalformedFileError: A marker stands within a line, opens a place in a place, closes none, or
            is not closed; the error names its line.
    """
    if not any(_BEGINS.search(line) for line in lines):
        return []
    found: list[Place] = []
    opened: _Marker | None = None
    for marker in _markers(lines, name):
        if marker.asked is None:
            if opened is None:
                raise _misplaced(name, marker.line, "this marker closes no place")
            found.append(opened.place(marker))
            opened = None
            continue
        if opened is not None:
            if not opened.is_id:
                reason = (
                    f"a place begins within that of line {opened.line + 1}, which is not closed"
                )
                raise _misplaced(name, marker.line, reason)
            found.append(opened.place(None))
        opened = marker
    if opened is not None:
        if not opened.is_id:
            raise _misplaced(name, opened.line, "this place is not closed")
        found.append(opened.place(None))
    return found


def _markers(lines: Sequence[str], name: str) -> Iterator[_Marker]:
    from markdown_it import MarkdownIt  # noqa: PLC0415  # heavy: for a report alone

    level = outside = 0
    for token in MarkdownIt("commonmark").parse("".join(lines)):
        if token.map is None:
            continue
        start, end = token.map
        if token.type == "heading_open":
            level = int(token.tag.removeprefix("h"))
        elif token.type == "inline":
            for child in _html_of(token):
                if _BEGINS.match(child.content):
                    line = next(
                        (each for each in range(start, end) if child.content in lines[each]), start
                    )
                    raise _misplaced(name, line, "a marker needs a line of its own")
        elif token.type == "html_block":
            for line in range(start, min(end, len(lines))):
                if _BEGINS.search(lines[line]):
                    marker = _marker(lines[line], line, level, name)
                    # What stands in a place says nothing of what follows it.
                    level = outside = outside if marker.asked is None else level
                    yield marker


def _html_of(token: Token) -> Iterator[Token]:
    return (child for child in token.children or () if child.type == "html_inline")


def _marker(text: str, line: int, level: int, name: str) -> _Marker:
    found = _MARKER.fullmatch(_LINE_END.sub("", text))
    if found is None:
        raise _misplaced(name, line, "a marker needs a line of its own, and ends there")
    asked = found["asked"]
    return _Marker(
        line=line,
        prefix=found["prefix"],
        asked=None if asked is None else asked.strip(),
        hash=(found["hash"] or "").lower(),
        level=level,
    )


def _misplaced(name: str, line: int, reason: str) -> MalformedFileError:
    return MalformedFileError(
        name,
        reason,
        line=line + 1,
        hint="A place is <!-- postil: QUERY --> and, below it, <!-- /postil -->; nothing was written.",
    )
