"""Plain text: paragraphs parted by blank lines, verse told apart from prose.

Lines of prose are reflowed; verse keeps its breaks: what is indented or listed, and what breaks long
before the margin that the text keeps elsewhere. Nothing else is guessed: there are no headings.
"""

# dashes and quotation marks are what is told apart here

from __future__ import annotations

from array import array
from enum import Enum, auto
from itertools import pairwise
from typing import TYPE_CHECKING

from annotations.document import BLOCK_KINDS, BlockKind, Blocks, Document
from annotations.late import late_pattern
from annotations.model import Metadata
from reader.loaders.decoding import decode_as_far
from reader.loaders.ends import BLANK, first_lines, text_end
from reader.loaders.loaded import Hint, Loaded, Pause, yield_to_others

if TYPE_CHECKING:
    from reader.loaders.source import SourceBytes

LOADER = "text 1"

BLOCK_LIMIT = 1_000_000
"""Blocks, after which the rest is one: a text of nothing but empty lines and letters has to end."""

WINDOW_LENGTH = 1 << 20
"""Code points searched in one go, so that a line of 100 MB does not hold the interpreter."""

LINES_LOOKED_AT = 64
"""Lines of a paragraph by which it is judged; a longer one does not change its mind."""

LENGTH_LOOKED_AT = 1 << 13
"""Code points of a paragraph by which it is judged."""

PARAGRAPHS_PER_SLICE = 250
"""Paragraphs between two pauses: about a millisecond of work."""

MARGIN_SAMPLE_LENGTH = 1 << 16
"""Code points of the beginning in which the margin is looked for; less than the head has."""

MARGIN_SAMPLE_LINES = 1000
"""Lines of the beginning in which the margin is looked for."""

MARGIN_LIMIT = 120
"""Characters: a longer line was broken by nobody."""

MARGIN_LINES = 3
"""Lines that have to go on in the next one before the text is believed to have a margin."""

LONG_SHARE = 0.25
"""Share of lines beyond that limit, from which on each line is a paragraph of its own."""

EARLY_BREAK = 0.85
"""Share of the margin that would still have been free for the next word, if a break is early."""

EARLY_SHARE = 1 / 3
"""Share of early breaks above which lines are not filled."""

SHORT_LINE = 60
"""Characters of the longest line, up to which lines that all begin with capitals are verse."""

CAPITAL_SHARE = 0.8
"""Share of lines after the first that begin with a capital, or a digit, in verse and addresses."""

_BLANKS = late_pattern(f"[{BLANK}]*")
_PARTING = late_pattern("\n[ \t\u00a0\u3000]*\n")
_LISTED = late_pattern(r"[ \t]*(?:[-*+•–—‣◦▪·]|\(?\d{1,3}[.)]|\(?[a-z]\))[ \t]+\S")
_OPENING = "“‘\"'«„¿¡([—–- "
_DRAWN = ("====", "----", "****", "~~~~", "____")
_DRAWN_LINE = late_pattern(r"(?:\A|\n)[ \t]*([-=*~_])\1{3,}[ \t]*(?:\n|\Z)")
_FIRST_WIDE, _LAST_WIDE = "\u2e80", "\uffdc"
"""Characters between which a word may end after each."""
_PARAGRAPH = BLOCK_KINDS.index(BlockKind.PARAGRAPH)
_VERSE = BLOCK_KINDS.index(BlockKind.VERSE)


class Shape(Enum):
    """What the line breaks of a run of lines mean."""

    PROSE = auto()
    """Nothing: the lines are filled up to a margin."""
    VERSE = auto()
    """Each is meant."""
    LINES = auto()
    """Each ends a paragraph."""


def load(
    source: SourceBytes, hint: Hint, *, is_head: bool = False, pause: Pause = yield_to_others
) -> Loaded:
    """Load plain text whole, or the head of it; a short source is whole in either case.

    Raises:
        InvalidValueError: There is no encoding of the name that was asked for.
        UnreadableSourceError: The disk failed.
    """
    decoded, is_cut = decode_as_far(source, hint, is_head=is_head, pause=pause)
    text = first_lines(decoded.text) if is_cut else decoded.text
    document = Document(
        text=text,
        blocks=blocks_of(text, pause=pause),
        metadata=Metadata(title=hint.name),
        loader=LOADER,
        source_sha256="" if is_head else source.sha256,
    )
    return Loaded(document=document, notices=decoded.notices, is_whole=not is_cut)


def blocks_of(text: str, *, pause: Pause = yield_to_others) -> Blocks:
    """The paragraphs and verses of a plain text.

    Complexity: O(n); the time for a paragraph does not grow with it but for finding its end.
    """
    margin = _margin(text)
    kinds, starts, ends = array("B"), array("I"), array("I")
    position = runs = 0
    total = len(text)
    while True:
        first = _skip_blanks(text, position, pause)
        if first == total:
            break
        # From the line's beginning, since indentation tells verse.
        start = max(position, text.rfind("\n", position, first) + 1)
        if len(kinds) >= BLOCK_LIMIT:
            kinds.append(_VERSE)
            starts.append(start)
            ends.append(text_end(text, start, total))
            break
        parting = _find_parting(text, first, pause)
        end = text_end(text, first, parting)
        shape = _shape(text, start, end, margin)
        if shape is Shape.LINES:
            _append_lines(text, start, end, kinds, starts, ends, pause)
        else:
            is_verse = shape is Shape.VERSE
            kinds.append(_VERSE if is_verse else _PARAGRAPH)
            starts.append(start if is_verse else first)
            ends.append(end)
        position = min(parting + 1, total)
        runs += 1
        if not runs % PARAGRAPHS_PER_SLICE:
            pause()
    blocks = Blocks()
    blocks.extend_leaves(kinds, starts, ends)
    return blocks


def _skip_blanks(text: str, position: int, pause: Pause) -> int:
    """The first character from a position on that is not blank; the text's end if none."""
    total = len(text)
    while position < total:
        stop = min(total, position + WINDOW_LENGTH)
        match = _BLANKS.match(text, position, stop)
        position = match.end() if match else position
        if position < stop:
            break
        pause()
    return position


def _find_parting(text: str, position: int, pause: Pause) -> int:
    """The LF before the next blank line from a position on; the text's end if none."""
    total = len(text)
    while position < total:
        stop = min(total, position + WINDOW_LENGTH)
        if match := _PARTING.search(text, position, stop):
            return match.start()
        if stop == total:
            break
        pause()
        # A blank line may lie across the window's end: begin again with the break before it.
        begin = text.find("\n", text_end(text, position, stop), stop)
        if begin == position:  # it is longer than the window
            if match := _PARTING.match(text, position):
                return match.start()
            begin += 1
        position = begin if begin >= 0 else stop
    return total


def _margin(text: str) -> int:
    """How long the lines are that the text fills, in characters; 0 if it fills none."""
    lines = text[:MARGIN_SAMPLE_LENGTH].split("\n", MARGIN_SAMPLE_LINES)[:MARGIN_SAMPLE_LINES]
    lengths = sorted(
        len(line)
        for line, following in pairwise(lines)
        if following.strip() and 0 < len(line) <= MARGIN_LIMIT
    )
    return lengths[len(lengths) * 9 // 10] if len(lengths) >= MARGIN_LINES else 0


def _append_lines(
    text: str,
    start: int,
    end: int,
    kinds: array[int],
    starts: array[int],
    ends: array[int],
    pause: Pause,
) -> None:
    """Add a paragraph for each line; from the limit on, all the rest as one."""
    count = 0
    while start < end:
        line_end = text.find("\n", start, end)
        if line_end < 0 or len(kinds) >= BLOCK_LIMIT:
            line_end = end
        kinds.append(_PARAGRAPH if text.find("\n", start, line_end) < 0 else _VERSE)
        starts.append(min(_skip_blanks(text, start, pause), line_end))
        ends.append(text_end(text, start, line_end))
        start = line_end + 1
        count += 1
        if not count % PARAGRAPHS_PER_SLICE:
            pause()


def _shape(text: str, start: int, end: int, margin: int) -> Shape:
    """What the line breaks of a run of lines without a blank one mean."""
    stop = min(end, start + LENGTH_LOOKED_AT)
    if text.find("\n", start, stop) < 0:
        # One line, or a first line so long that nobody broke it.
        return Shape.PROSE if text.find("\n", stop, end) < 0 else Shape.LINES
    run = text[start:stop]
    if "\n  " in run or "\n\t" in run or "\n\u3000" in run:
        return Shape.VERSE
    if any(each in run for each in _DRAWN) and _DRAWN_LINE.search(run):
        return Shape.VERSE
    lines = run.split("\n", LINES_LOOKED_AT)[:LINES_LOOKED_AT]
    breaks = len(lines) - 1
    # Two letters begin no marker: asked first, for it spares most lines the expression.
    listed = sum(not line[:2].isalpha() and bool(_LISTED.match(line)) for line in lines)
    if listed > 1 and (listed * 2 > len(lines) or _LISTED.match(lines[0])):
        return Shape.VERSE
    longest = max(map(len, lines))
    if longest > MARGIN_LIMIT:
        long_lines = sum(len(line) > MARGIN_LIMIT for line in lines)
        if long_lines >= len(lines) * LONG_SHARE:
            return Shape.LINES
    fitting = int(max(longest, margin) * EARLY_BREAK) - 1
    early = sum(
        len(line) < fitting and len(line.rstrip()) + _first_word_length(following) <= fitting
        for line, following in pairwise(lines)
    )
    if early > breaks * EARLY_SHARE:
        return Shape.VERSE
    if longest <= SHORT_LINE:
        beginnings = (line.lstrip(_OPENING)[:1] for line in lines[1:])
        capitals = sum(each.isupper() or each.isdigit() for each in beginnings)
        if capitals >= breaks * CAPITAL_SHARE:
            return Shape.VERSE
    return Shape.PROSE


def _first_word_length(line: str) -> int:
    words = line.split(None, 1)
    if not words:
        return 0
    return 1 if _FIRST_WIDE <= words[0][0] <= _LAST_WIDE else len(words[0])
