"""The cues of a transcript: SubRip and WebVTT read line by line, whatever is wrong with them.

A cue is a time and lines of text; markup, numbers, notes and settings are not in it. Text that stands
where the formats have none belongs to the cue before it, so that no word is lost. How cues become
paragraphs is told in `transcript`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from annotations.document import SpanKind
from reader.loaders.decoding import canonical_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.loaders.loaded import Pause

NAME_LENGTH = 100
"""Code points of a voice's name that are kept."""

CUES_PER_SLICE = 200
"""Cues between two pauses: about two milliseconds of work."""

SIGNATURE = "WEBVTT"

_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,:](\d{1,3}))?"
TIMING = re.compile(rf"[ \t]*{_TIME}[ \t]*-{{1,2}}>[ \t]*{_TIME}(?=[ \t]|$)", re.ASCII)
"""The line by which a cue is told: `00:01:02,500 --> 00:01:04,000`, hours and fractions or not."""

_SECTION = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t]|$)")
_HEADER = re.compile(r"([A-Za-z-]+)[ \t]*[:=][ \t]*(.*)")
_TAG = re.compile(
    r"<(/?)(b|br|c|em|font|i|lang|rt|ruby|s|span|strong|u|v)\b((?:[.\s/][^<>]{0,300})?)>"
    r"|<(?:\d{1,4}:)?\d{1,2}:\d{1,2}[.,]\d{1,3}>"
    r"|\{\\[^{}\n]{1,100}\}|\{(/?)[biu]\}",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BLANKS = re.compile(r"[ \t\n]+")
_KINDS = {
    "b": SpanKind.STRONG,
    "strong": SpanKind.STRONG,
    "i": SpanKind.EMPHASIS,
    "em": SpanKind.EMPHASIS,
    "s": SpanKind.STRIKE,
}


class Line(NamedTuple):
    """A line of a cue, or as much of one as has one voice; without blanks at its ends."""

    text: str
    spans: tuple[tuple[SpanKind, int, int], ...] = ()
    voice: str | None = None
    """Whose voice begins here by the markup; None: no other than before."""

    def without(self, length: int) -> Line:
        """What is left after so many code points and the blanks after them."""
        cut = length + len(self.text[length:]) - len(self.text[length:].lstrip(" "))
        spans = tuple(
            (kind, max(0, start - cut), end - cut) for kind, start, end in self.spans if end > cut
        )
        return Line(self.text[cut:], spans, self.voice)


class Cue(NamedTuple):
    """What is shown from one time to another."""

    start_ms: int
    end_ms: int
    lines: tuple[Line, ...]

    @property
    def is_voiced(self) -> bool:
        """True if the markup says who speaks."""
        return any(line.voice is not None for line in self.lines)


class Header(NamedTuple):
    """What a WebVTT file says of itself."""

    title: str = ""
    language: str = ""


def header_of(text: str) -> Header:
    """Title and language in the lines before the first cue; empty for SubRip, which has no such."""
    if not text.startswith(SIGNATURE):
        return Header()
    lines = text[:4096].split("\n\n", 1)[0].split("\n")
    title = " ".join(lines[0].removeprefix(SIGNATURE).strip(" \t-–—:").split())
    language = ""
    for line in lines[1:]:
        match = _HEADER.match(line)
        if match and match[1].lower() == "language" and re.fullmatch(r"[A-Za-z-]{2,35}", match[2]):
            language = match[2]
    return Header(title, language)


def cues_of(text: str, pause: Pause) -> Iterator[Cue]:
    """The cues in the order of the file; text before the first is a cue at its time.

    Complexity: O(n).
    """
    is_vtt = text.startswith(SIGNATURE)
    lines = text.split("\n")
    timings = [
        (number, match)
        for number, line in enumerate(lines)
        if "->" in line and (match := TIMING.match(line))
    ]
    if not timings:
        return
    counted = 0
    first, counted = _before(lines, 0, timings[0][0], counted, is_vtt=is_vtt)
    if is_vtt:
        blank = next((at for at, line in enumerate(lines[:first]) if not line.strip()), first)
        stray = lines[blank:first]
    else:
        stray = lines[:first]
    start_ms, _ = _times(timings[0][1])
    if found := _lines(_kept(stray, is_vtt=is_vtt)):
        yield Cue(start_ms, start_ms, found)
    for number, (at, match) in enumerate(timings):
        following = timings[number + 1][0] if number + 1 < len(timings) else len(lines)
        end = following
        if following < len(lines):
            end, counted = _before(lines, at + 1, following, counted, is_vtt=is_vtt)
        start_ms, end_ms = _times(match)
        if found := _lines(_kept(lines[at + 1 : end], is_vtt=is_vtt)):
            yield Cue(start_ms, max(start_ms, end_ms), found)
        if not number % CUES_PER_SLICE:
            pause()


def _times(match: re.Match[str]) -> tuple[int, int]:
    return _milliseconds(*match.groups()[:4]), _milliseconds(*match.groups()[4:])


def _milliseconds(
    hours: str | None, minutes: str | None, seconds: str | None, fraction: str | None
) -> int:
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    return whole * 1000 + int((fraction or "0").ljust(3, "0"))


def _before(
    lines: list[str], first: int, timing: int, counted: int, *, is_vtt: bool
) -> tuple[int, int]:
    """Where the name of the cue at a timing begins, if it has one, and the last number counted."""
    at = timing - 1
    if at < first:
        return timing, counted
    name = lines[at].strip()
    is_apart = at == 0 or not lines[at - 1].strip()
    if name.isdecimal() and len(name) <= 9:  # noqa: PLR2004  # more is no count of cues
        number = int(name)
        # Where empty lines are missing, a line of digits is a number if it goes on counting.
        if is_apart or number == counted + 1:
            return at, number
    if is_vtt and is_apart and name and not _SECTION.match(name):
        return at, counted
    return timing, counted


def _kept(lines: list[str], *, is_vtt: bool) -> str:
    """The text of a cue's lines without the notes and style sheets that stand between cues."""
    if not is_vtt:
        return "\n".join(lines)
    kept: list[str] = []
    is_dropping = False
    was_blank = False
    for line in lines:
        is_blank = not line.strip()
        if is_blank:
            is_dropping = False
        elif was_blank and _SECTION.match(line):
            is_dropping = True
        if not is_dropping:
            kept.append(line)
        was_blank = is_blank
    return "\n".join(kept)


def _lines(payload: str) -> tuple[Line, ...]:
    """The lines of a cue's text, markup and entities resolved; empty ones left out."""
    made = _Lines()
    position = 0
    if "<" in payload or "{" in payload:
        for tag in _TAG.finditer(payload):
            made.add(payload[position : tag.start()])
            made.mark(tag)
            position = tag.end()
    made.add(payload[position:])
    return made.finish()


class _Lines:
    """The lines of one cue in the making."""

    def __init__(self) -> None:
        self._done: list[Line] = []
        self._text = ""
        self._spans: list[tuple[SpanKind, int, int]] = []
        self._open: dict[SpanKind, tuple[int, int]] = {}
        """Where each kind begins and how often; what is open at a line's end goes on in the next."""
        self._voice: str | None = None

    def add(self, payload: str) -> None:
        for number, piece in enumerate(payload.split("\n")):
            if number:
                self._end_line()
            clean = _BLANKS.sub(" ", _unescaped(piece))
            if not self._text or self._text.endswith(" "):
                clean = clean.lstrip(" \ufeff")
            self._text += clean

    def mark(self, tag: re.Match[str]) -> None:
        name = (tag[2] or "").lower()
        if name == "br":
            self._end_line()
        elif name == "v" and not tag[1]:
            self._end_line()
            # Classes stand before the name: <v.loud Mary>.
            said = _BLANKS.sub(" ", tag[3])
            if said.startswith("."):
                said = said.partition(" ")[2]
            self._voice = " ".join(_unescaped(said).split())[:NAME_LENGTH]
        elif name == "rt":
            self._text += ")" if tag[1] else "("
        elif kind := _KINDS.get(name):
            start, count = self._open.pop(kind, (len(self._text), 0))
            count += -1 if tag[1] else 1
            if count > 0:
                self._open[kind] = (start, count)
            elif not count:
                self._spans.append((kind, start, len(self._text)))

    def _end_line(self) -> None:
        text = self._text.rstrip(" ")
        if not text:
            self._begin_line()
            return
        spans = [*self._spans, *((kind, at, len(text)) for kind, (at, _) in self._open.items())]
        kept = tuple(
            (kind, start, min(end, len(text))) for kind, start, end in spans if start < len(text)
        )
        self._done.append(Line(text, kept, self._voice))
        self._voice = None
        self._begin_line()

    def _begin_line(self) -> None:
        self._text, self._spans = "", []
        self._open = {kind: (0, count) for kind, (_, count) in self._open.items()}

    def finish(self) -> tuple[Line, ...]:
        self._end_line()
        return tuple(self._done)


def _unescaped(text: str) -> str:
    if "&" not in text or not _ENTITY.search(text):
        return text
    from html import unescape  # noqa: PLC0415  # few cues hold any

    return canonical_lines(_ENTITY.sub(lambda entity: unescape(entity[0]), text))
