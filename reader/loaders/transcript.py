"""Transcripts (SubRip, WebVTT): cues flow into paragraphs, their times are kept as locators.

A new paragraph begins where another speaks, after a long pause, and where a sentence ends after enough
text. A voice that only the markup names is named in the text as well, as a person would write it. What
captions show again, because they roll or overlap, stands in the text once.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from annotations.document import SPEAKER, TIME, BlockKind, Document, Locator, Span
from annotations.model import Metadata
from reader.loaders import text as text_loader
from reader.loaders.building import Builder, Inline
from reader.loaders.cues import Cue, Line, cues_of, header_of
from reader.loaders.decoding import decode_as_far
from reader.loaders.loaded import Hint, Loaded, Pause, yield_to_others
from reader.loaders.repeated import said_once

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reader.loaders.source import SourceBytes

LOADER = "transcript 1"

HEAD_LENGTH = 16_000
"""Characters of a head: some two hundred cues, two large screens."""

SIZE_LIMIT_BYTES = 32 << 20
"""Size above which a transcript is read as plain text: a day's talk has two megabytes."""

PAUSE_MS = 3_000
"""Silence between two cues that begins a paragraph."""

ENOUGH_LENGTH = 480
"""Code points of a paragraph after which the end of a sentence ends it: seven lines of the column."""

MOST_LENGTH = 1_200
"""Code points after which the end of a cue does: automatic captions have no sentences."""

NAME_WORDS = 5
"""Words of a speaker's name at most."""

SHORT_WORD = 3
"""Letters of a word that may be small in a name."""

_TURN = re.compile(r"(?:>>+|[-‐–—](?![-‐–—]))\s*(?=[^\W\d_]|[\"'“„«»‘([¿¡♪])")  # noqa: RUF001
"""The sign of a new speaker: of a dialogue, of captions typed at broadcasting."""

_GOES_ON = re.compile(r"[–—]\s*[^\W\d_]")
"""A dash within a sentence that goes on, if what follows is in lower case."""

_NAMED = re.compile(
    r"(?:>>+\s*|[-‐–—]\s*)?"  # noqa: RUF001
    r"(?P<name>[^\W\d_][\w.'’&/ -]{0,58}?)(?:\s?[(\[][^()\[\]]{1,60}[)\]])?\s?[:：](?=\s|$)"  # noqa: RUF001
)
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]♪]*$")  # noqa: RUF001
_SUFFIX_LANGUAGE = re.compile(
    r"\.(ar|cs|da|de|el|en|es|fi|fr|he|hu|it|ja|ko|nb|nl|pl|pt|ro|ru|sv|tr|uk|zh)(-[A-Za-z]{2,4})?"
    r"\.[^.]+\Z"
)


def load(
    source: SourceBytes, hint: Hint, *, is_head: bool = False, pause: Pause = yield_to_others
) -> Loaded:
    """Load a transcript whole, or the head of it; a short one is whole in either case.

    Raises:
        InvalidValueError: There is no encoding of the name that was asked for.
        UnreadableSourceError: The disk failed.
    """
    if source.size_bytes > SIZE_LIMIT_BYTES:
        loaded = text_loader.load(source, hint, is_head=is_head, pause=pause)
        notice = f"{hint.name} is too large for a transcript; it is shown as plain text."
        return loaded._replace(notices=(*loaded.notices, notice))
    decoded, is_cut = decode_as_far(source, hint, is_head=is_head, pause=pause)
    text = decoded.text
    is_head = is_head and (is_cut or len(text) > HEAD_LENGTH)
    if is_head:
        text = text[: text.rfind("\n\n", 0, HEAD_LENGTH) + 1 or HEAD_LENGTH]
    header = header_of(text)
    named = _SUFFIX_LANGUAGE.search(hint.name)
    flow = _Flow(list(said_once(list(cues_of(text, pause)))))
    flow.run(pause)
    canonical, blocks, spans = flow.builder.finish(lambda _: "")
    document = Document(
        text=canonical,
        blocks=blocks,
        spans=spans,
        locators=tuple(flow.locators),
        metadata=Metadata(
            title=header.title or hint.name,
            language=header.language or ("".join(named.groups("")) if named else ""),
        ),
        loader=LOADER,
        source_sha256="" if is_head else source.sha256,
    )
    return Loaded(document=document, notices=decoded.notices, is_whole=not is_head)


def time_label(milliseconds: int) -> str:
    """A time as hours, minutes and seconds: `00:03:10`."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}"


class _Turn(NamedTuple):
    """What the beginning of a line says of who speaks."""

    begins: bool
    speaker: str = ""


class _Flow:
    """The paragraphs in the making."""

    def __init__(self, cues: Sequence[Cue]) -> None:
        self.builder = Builder()
        self.locators: list[Locator] = []
        self._cues = cues
        self._names = _names(line.text for cue in cues for line in cue.lines)
        self._speaker = ""
        self._is_voice = False
        """True if it was the markup that named the speaker."""
        self._inline = Inline()
        self._last = ""
        """What was added last."""
        self._times: list[tuple[int, int]] = []
        """Where in the paragraph a cue begins, and when."""
        self._has_new_speaker = False

    def run(self, pause: Pause) -> None:
        """Let all cues flow."""
        end_ms = 0
        for number, cue in enumerate(self._cues):
            if self._inline.length and self._ends(cue.start_ms - end_ms):
                self._end_paragraph()
            if self._is_voice and not cue.is_voiced:
                self._begin_turn("", is_voice=False)
            for at, line in enumerate(cue.lines):
                self._add(line, cue.start_ms, is_first=at == 0)
            end_ms = max(end_ms, cue.end_ms)
            if not number % 200:
                pause()
        self._end_paragraph()

    def _ends(self, silence_ms: int) -> bool:
        """True if the paragraph ends before a cue."""
        length = self._inline.length
        if silence_ms >= PAUSE_MS or length >= MOST_LENGTH:
            return True
        return length >= ENOUGH_LENGTH and bool(_SENTENCE_END.search(self._last))

    def _add(self, line: Line, start_ms: int, *, is_first: bool) -> None:
        turn = self._turn(line.text)
        if line.voice is not None:
            if line.voice != self._speaker or not self._is_voice:
                self._begin_turn(line.voice, is_voice=True)
                if line.voice and turn.speaker.casefold() != line.voice.casefold():
                    self._put(f"{line.voice}:")
        elif turn.begins:
            self._begin_turn(turn.speaker, is_voice=False)
        inline = self._inline
        if is_first or not self._times:
            # A name that was put before it belongs to the cue.
            self._times.append((inline.length + 1 if self._times else 0, start_ms))
        offset = self._put(line.text)
        inline.spans += [
            Span(kind=kind, start=offset + start, end=offset + end)
            for kind, start, end in line.spans
        ]

    def _put(self, text: str) -> int:
        """Add text after a blank; gives where it begins."""
        if self._inline.length:
            self._inline.add(" ")
        offset = self._inline.length
        self._inline.add(text)
        self._last = text
        return offset

    def _turn(self, text: str) -> _Turn:
        named = _NAMED.match(text)
        if named and _key(named["name"]) in self._names:
            return _Turn(begins=True, speaker=named["name"].strip())
        if _TURN.match(text):
            on = _GOES_ON.match(text)
            return _Turn(begins=not (on and on[0][-1].islower()))
        return _Turn(begins=False)

    def _begin_turn(self, speaker: str, *, is_voice: bool) -> None:
        self._end_paragraph()
        self._has_new_speaker = self._has_new_speaker or speaker != self._speaker
        self._speaker, self._is_voice = speaker, is_voice

    def _end_paragraph(self) -> None:
        index = self.builder.add(BlockKind.PARAGRAPH, self._inline)
        if index is not None:
            start = self.builder.blocks.starts[index]
            if self._has_new_speaker:
                self.locators.append(Locator(SPEAKER, self._speaker, start))
                self._has_new_speaker = False
            for offset, milliseconds in self._times:
                self.locators.append(Locator(TIME, time_label(milliseconds), start + offset))
        self._inline = Inline()
        self._times = []


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _names(lines: Iterable[str]) -> frozenset[str]:
    """What stands before a colon and is a name: in capitals before text that is not, or several times."""
    counted: Counter[str] = Counter()
    sure: set[str] = set()
    for line in lines:
        match = _NAMED.match(line)
        if match is None or not _is_capitalised(match["name"].split()):
            continue
        key = _key(match["name"])
        rest = line[match.end() :]
        if match["name"].isupper() and (not rest or rest != rest.upper()):
            sure.add(key)
        counted[key] += 1
    repeated = {key for key, count in counted.items() if count > 1} - sure
    return frozenset(sure | {key for key in repeated if not _is_common(key)})


def _is_capitalised(words: Sequence[str]) -> bool:
    """True if each word may begin a name; short ones within need not: de, von, of the."""
    return len(words) <= NAME_WORDS and all(
        not word[0].islower() or (at > 0 and len(word) <= SHORT_WORD)
        for at, word in enumerate(words)
    )


def _is_common(key: str) -> bool:
    from annotations.speech import languages  # noqa: PLC0415  # few transcripts ask

    return any(key in speech.no_names for speech in languages().values())
