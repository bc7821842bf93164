"""From the bytes of an RTF document to its paragraphs: letters in their code pages, styles, notes.

A word of RTF holds until its group ends; what a group is for, its first word says. Groups that nobody
here knows and that say of themselves that they may be skipped are skipped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annotations.document import SpanKind
from reader.loaders.building import Inline
from reader.loaders.office_fields import field_target
from reader.loaders.rtf_codes import CODECS, HIDDEN, KNOWN, LETTERS, NAMED_CODECS
from reader.loaders.rtf_letters import Letters, is_codec
from reader.loaders.rtf_paragraphs import Paragraph, Story

if TYPE_CHECKING:
    from reader.loaders.loaded import Pause

TOKENS_PER_SLICE = 5_000
"""Tokens between two pauses."""

NOTE = "\x00note "
"""Before a number it makes a name that no source can give."""

_TOKEN = re.compile(
    r"\\([A-Za-z]{1,32})(-?\d{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\(.)|([{}])|([^\\{}\r\n]+)", re.DOTALL
)
_SPANS = {
    "b": SpanKind.STRONG,
    "i": SpanKind.EMPHASIS,
    "strike": SpanKind.STRIKE,
    "striked": SpanKind.STRIKE,
}
_RAISED = {"super": SpanKind.SUPERSCRIPT, "sub": SpanKind.SUBSCRIPT}
_COLLECTED = frozenset(
    ("fonttbl", "stylesheet", "info", "bkmkstart", "fldinst", "listtext", "pntext")
)
_TEXTS = frozenset(("", "footnote", "field", "fldrslt"))
"""Purposes of groups whose text is to be seen."""
_ENDS = frozenset(("par", "sect", "page", "column"))
_NUMBERS = {"s": "style", "outlinelevel": "outline", "ilvl": "depth"}
_INFORMATION = frozenset(("title", "author"))


@dataclass(slots=True)
class _Group:
    purpose: str = ""
    """Empty for text that is to be seen."""
    styles: frozenset[SpanKind] = frozenset()
    is_hidden: bool = False
    skipped_after_letter: int = 1
    font: int = -1
    is_first: bool = True
    """True until its first word."""
    may_be_skipped: bool = False


class Reader:
    """Reads one document."""

    def __init__(self, story: Story, pause: Pause) -> None:
        self.notes: list[list[Paragraph]] = []
        self.style_names: dict[int, str] = {}
        self.information: dict[str, str] = {}
        self._pause = pause
        self._stories = [story]
        self._groups: list[_Group] = []
        self._group = _Group()
        self._codec = "cp1252"
        self._fonts: dict[int, str] = {}
        self._letters = Letters()
        self._open: frozenset[SpanKind] = frozenset()
        self._to_skip = 0
        self._words: list[str] = []
        """Of a group that is read for something else than the text."""
        self._named = 0
        self._targets: list[str] = [""]

    def read(self, source: str) -> None:
        """Read a document whose bytes are taken for letters one by one."""
        position = 0
        count = 0
        while match := _TOKEN.search(source, position):
            position = match.end()
            count += 1
            if not count % TOKENS_PER_SLICE:
                self._pause()
            word, number, code, symbol, brace, text = match.groups()
            if text:
                self._take_bytes(text.encode("latin-1"))
            elif code:
                self._take_bytes(bytes.fromhex(code))
            elif word == "bin" and number and number.isdecimal():
                position += int(number)
            elif word:
                self._take_word(word, None if number is None else int(number))
            elif symbol:
                self._take_symbol(symbol)
            elif brace == "{":
                self._enter()
            elif not self._leave():
                break
        self._end_paragraph()

    @property
    def _story(self) -> Story:
        return self._stories[-1]

    # --- groups ---------------------------------------------------------------------------

    def _enter(self) -> None:
        self._end_letters()
        self._to_skip = 0
        self._groups.append(self._group)
        self._group = replace(self._group, is_first=True, may_be_skipped=False)

    def _leave(self) -> bool:
        """End a group; False where the document ends with it."""
        self._end_letters()
        self._to_skip = 0
        ended, self._group = self._group, self._groups.pop() if self._groups else _Group()
        if ended.purpose != self._group.purpose:
            self._end_purpose(ended.purpose)
        return bool(self._groups)

    def _end_purpose(self, purpose: str) -> None:
        words = "".join(self._words)
        self._words.clear()
        if purpose == "footnote":
            self._end_paragraph()
            self._stories.pop()
        elif purpose == "stylesheet style":
            self.style_names.setdefault(self._named, words.strip(" ;").lower())
        elif purpose in _INFORMATION:
            self.information.setdefault(purpose, words.strip())
        elif purpose == "bkmkstart":
            paragraph = self._story.current
            paragraph.places.append((words.strip(), paragraph.content.length))
        elif purpose == "fldinst":
            self._targets[-1] = field_target(words)
        elif purpose in ("listtext", "pntext"):
            self._story.current.number = words.strip()
        elif purpose == "field":
            self._targets.pop()
        elif purpose == "fldrslt" and self._targets[-1]:
            self._set_styles(frozenset())
            self._story.current.content.close(SpanKind.HYPERLINK)

    def _begin_purpose(self, word: str) -> None:
        """The first word of a group says what it is for."""
        group = self._group
        if group.may_be_skipped and word not in KNOWN:
            group.purpose = "hidden"
        elif word == "footnote" and group.purpose in _TEXTS - {"footnote"}:
            self._begin_note()
        elif word == "field":
            self._targets.append("")
            group.purpose = "field"
        elif word == "fldrslt":
            group.purpose = "fldrslt"
            if self._targets[-1]:
                self._set_styles(frozenset())
                self._story.current.content.open(SpanKind.HYPERLINK, self._targets[-1])
        elif word in (
            "fonttbl",
            "stylesheet",
            "info",
            "bkmkstart",
            "fldinst",
            "listtext",
            "pntext",
        ):
            group.purpose = word
        elif group.purpose == "info":
            group.purpose = word if word in _INFORMATION else "hidden"
            self._words.clear()

    def _begin_note(self) -> None:
        note: list[Paragraph] = []
        self.notes.append(note)
        self._set_styles(frozenset())
        content = self._story.current.content
        content.open(SpanKind.SUPERSCRIPT)
        content.open(SpanKind.HYPERLINK, f"#{NOTE}{len(self.notes)}")
        content.add(str(len(self.notes)))
        content.close(SpanKind.HYPERLINK)
        content.close(SpanKind.SUPERSCRIPT)
        story = Story(note.append, self._end_paragraph, self._end_paragraph)
        self._stories.append(story)
        self._group.purpose = "footnote"
        self._group.styles = frozenset()

    # --- words ----------------------------------------------------------------------------

    def _take_word(self, word: str, number: int | None) -> None:
        self._end_letters()
        self._to_skip = 0
        group = self._group
        if group.purpose == "hidden":
            return
        if group.is_first:
            group.is_first = False
            self._begin_purpose(word)
        if group.purpose == "hidden" or word in HIDDEN:
            group.purpose = "hidden"
            return
        if word == "u" and number is not None:
            self._write(self._letters.unicode(number))
            self._to_skip = group.skipped_after_letter
        elif word in LETTERS:
            self._write(LETTERS[word])
        elif word == "ansicpg" and number:
            self._codec = f"cp{number}" if is_codec(f"cp{number}") else self._codec
        elif word in NAMED_CODECS:
            self._codec = NAMED_CODECS[word]
        elif group.purpose in ("fonttbl", "stylesheet", "stylesheet style"):
            self._take_table_word(word, number or 0)
        elif group.purpose in _TEXTS:
            self._take_style(word, number)
            self._take_paragraph_word(word, number or 0)

    def _take_table_word(self, word: str, number: int) -> None:
        group = self._group
        if group.purpose == "fonttbl":
            if word == "f":
                self._named = number
            elif word == "fcharset" and number in CODECS:
                self._fonts[self._named] = CODECS[number]
        elif word == "s":
            group.purpose, self._named = "stylesheet style", number
            self._words.clear()

    def _take_style(self, word: str, number: int | None) -> None:
        group = self._group
        is_on = number != 0
        if word in _SPANS:
            kind = _SPANS[word]
            group.styles = group.styles | {kind} if is_on else group.styles - {kind}
        elif word in _RAISED or word in ("nosupersub", "plain"):
            group.styles -= set(_RAISED.values())
            if word in _RAISED and is_on:
                group.styles |= {_RAISED[word]}
            elif word == "plain":
                group.styles, group.is_hidden, group.font = frozenset(), False, -1
        elif word == "v":
            group.is_hidden = is_on
        elif word == "uc":
            group.skipped_after_letter = max(0, number or 0)
        elif word == "f":
            group.font = number or 0

    def _take_paragraph_word(self, word: str, number: int) -> None:
        paragraph = self._story.current
        if word in _ENDS:
            self._end_paragraph()
        elif word == "line":
            self._set_styles(frozenset())
            paragraph.content.add_break()
        elif word in ("cell", "nestcell"):
            self._end_paragraph()
            self._story.end_cell()
        elif word in ("row", "nestrow"):
            self._story.end_row()
        elif word == "pard":
            paragraph.style, paragraph.outline, paragraph.depth = 0, -1, -1
            paragraph.is_in_table = False
        elif word == "ls":
            paragraph.depth = max(0, paragraph.depth)
        elif word == "intbl":
            paragraph.is_in_table = True
        elif (name := _NUMBERS.get(word)) is not None:
            setattr(paragraph, name, number)

    def _take_symbol(self, symbol: str) -> None:
        self._end_letters()
        if symbol == "*":
            self._group.may_be_skipped = True
        elif self._to_skip:
            self._to_skip -= 1
        elif symbol in LETTERS:
            self._write(LETTERS[symbol])
        elif symbol in "\r\n":
            self._take_word("par", None)

    # --- letters --------------------------------------------------------------------------

    def _take_bytes(self, data: bytes) -> None:
        self._group.is_first &= not data.strip()
        skipped = min(self._to_skip, len(data))
        self._to_skip -= skipped
        data = data[skipped:]
        if not data or self._group.purpose == "hidden":
            return
        codec = self._fonts.get(self._group.font, self._codec)
        self._write(self._letters.decode(data, codec))

    def _end_letters(self) -> None:
        """What was begun of a letter of several bytes ends here."""
        self._write(self._letters.end())

    def _write(self, text: str) -> None:
        if not text or self._group.purpose == "hidden":
            return
        if self._group.purpose not in _TEXTS:
            self._words.append(text)
        elif not self._group.is_hidden:
            self._set_styles(self._group.styles)
            self._story.current.content.add(text.replace("\t", " "))

    def _set_styles(self, styles: frozenset[SpanKind]) -> None:
        content = self._story.current.content
        for kind in self._open - styles:
            content.close(kind)
        for kind in styles - self._open:
            content.open(kind)
        self._open = styles

    def _end_paragraph(self) -> None:
        self._end_letters()
        if self._targets[-1] and any(group.purpose == "fldrslt" for group in self._groups):
            self._story.current.content.close(SpanKind.HYPERLINK)
        self._set_styles(frozenset())
        story, ended = self._story, self._story.current
        story.current = replace(ended, content=Inline(), number="", places=[])
        story.end_paragraph(ended)
