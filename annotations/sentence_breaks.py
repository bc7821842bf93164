"""Whether a stop ends a sentence, judged from the few dozen code points around it.

Each answer depends only on the neighbourhood of the stop, so a sentence can be found inside a
window of a long text as well as by reading all of it. A full stop is judged by `full_stops`;
joining the answers to sentences is left to `segments`.
"""

# The marks of many scripts are this module's subject.
# ruff: noqa: RUF001

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from annotations.full_stops import LOOK_BACK, full_stop_ends, note_sign_end

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotations.abbreviations import Rules


LOOK_AHEAD = 96
"""Code points behind a stop that may matter: closing marks, then a reporting clause."""

LONGEST_STOP = 40
"""Code points of one stop; a longer row of dots is a leader and is cut into several."""

QUOTE_PARITY = 300
"""Code points before a CJK stop in which straight quotes are counted: the mark closes if odd."""

_CJK = "\u2e80-\u2fdf\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
_CJK_STOPS = "。！？．｡"
_FREE_STOPS = _CJK_STOPS + "।॥။៕"
"""After these the next sentence may begin without a space."""

_STRONG = "!?‽⁇⁈⁉؟⸮"
_LATIN_STOPS = ".…" + _STRONG + "۔։።\u037e\u05c3"
"""The last two are the Greek question mark and the mark at the end of a Hebrew verse."""

_GREEK_QUESTION = "(?<=[\u0370-\u03ff\u1f00-\u1fff]);"
"""What every keyboard types for it."""

_BEFORE_ELLIPSIS = "[。｡]{1,4}(?=…{1,8}[^…。｡\\s」』）〕】》〉])"
"""In Japanese the ellipsis then begins the next sentence."""
_SPACE = "[ \u00a0\u202f]"

_STOP = re.compile(
    rf"\.(?:{_SPACE}\.){{2,{LONGEST_STOP // 2}}}"
    rf"|{_GREEK_QUESTION}|{_BEFORE_ELLIPSIS}"
    rf"|[{_LATIN_STOPS}{_FREE_STOPS}]{{1,{LONGEST_STOP}}}(?:{_SPACE}[!?](?=[\s!?»”\"]))?"
    r"|(?<=\S)\s*\n[^\S\n]*\n"
)

_EMOJI = "[\u2600-\u27bf\u200d\ufe0e\ufe0f\U0001f1e6-\U0001faff]"
_NOTE_MARKS = rf"(?:\[\d{{1,3}}\]|[¹²³⁰⁴-⁹]{{1,3}}|{_EMOJI}{{1,12}}){{0,8}}"
_LATIN_CLOSERS = re.compile(
    r"(?:[)\]}\"'”’“‘»›«‹」』】〕］）〉》*_†‡]"
    r"|\s[»›](?=[\s.,;:!?…)\]—–-]|\Z)){0,8}" + _NOTE_MARKS
)
_FREE_CLOSERS = re.compile(r"[)\]}”’」』】〕］｝）〉》｣〞〟»]{0,8}" + _NOTE_MARKS)
_QUOTE_CLOSERS = frozenset("\"'”’“‘»›«‹」』〉》")

_BLANK = re.compile(r"\s*")
_OPENERS = re.compile(r"(?:[(\[{\"'“”„‟‘’‚‛«‹»›「『（〈《【¿¡*_]\s?|[—–―-]{1,3}\s*|…\s*){0,8}")
_CONTINUATION = frozenset(",;:，、；：)]}）】%‰&/=+<>~・")
_ELISION = re.compile(r"[’'][stnkm] [A-Z]")
"""Dutch: a sentence that begins "'s Avonds" begins with a capital all the same."""

_REPORTING_VERBS = (
    "said|says|asked|asks|replied|answered|added|wrote|writes|cried|shouted|whispered|muttered|"
    "exclaimed|inquired|enquired|demanded|wondered|joked|quipped|told|called|yelled|screamed|"
    "laughed|sighed|warned|insisted|explained|declared|thought|repeated|tweeted|continued"
)
_REPORTING = re.compile(
    rf"(?:I|(?:(?:Mr|Mrs|Ms|Dr|Prof)\. )?(?:[A-Z][\w’'-]*\s+|d[aei]\s+|v[ao]n\s+|al-){{0,3}}"
    rf"[A-Z][\w’'-]*)\s+(?:{_REPORTING_VERBS})\b"
)
"""English alone puts a name between a question in quotes and its verb: “Why?” John asked."""

_CHINESE_REPORTING = re.compile(
    "[\u4e00-\u9fff]{0,8}?(?:[说說问問答喊道]|回答|表示|指出|写道|寫道|叫道)着?(?:他|她|我)?[。，：；,:]"
)
_JAPANESE_PARTICLE = re.compile(
    "と(?!ころ|にかく|ても|きに|はいえ)|って|という|など|の(?!ち)|は(?!い|じめ)|が|を|に(?!もかかわらず)"
    "|も(?!う|し|ちろん)|な(?:ど|の|ん)|で(?!も|す[がか])|だ(?!が|から|って)|か[、。らも]|や(?!が|は)"
    "|へ|まで|より(?!も)|らしい|みたい|的|等"
)
_BARE_PARTICLE = re.compile("と(?!ころ|にかく|ても|きに|はいえ)|って|という")


class Break(NamedTuple):
    """Where one sentence ends and the next begins; white space lies between."""

    end: int
    following: int


def breaks(
    text: str, start: int, low: int, high: int, rules: Rules, *, until: int | None = None
) -> Iterator[Break]:
    """The sentence breaks of the block `[low, high)` in order, at stops in `[start, until)`.

    The block's own end is not among them. Complexity: linear in what is asked for.
    """
    previous = start
    for stop in _STOP.finditer(text, start, high if until is None else until):
        begin, end = stop.span()
        if text[begin].isspace():
            following = _skip_blank(text, end, high)
            if previous <= begin and following < high:
                yield Break(begin, following)
                previous = following
            continue
        is_free = text[end - 1] in _FREE_STOPS
        limit = min(high, end + LOOK_AHEAD)
        closed = _close(text, begin, end, low, limit, is_free=is_free)
        if not is_free:
            closed = note_sign_end(text, begin, closed, low, rules)
        following = _skip_blank(text, closed, high)
        if following >= high:
            return
        if following == closed and not (is_free or _is_between_cjk(text, begin, end, closed)):
            continue
        if _ends_sentence(text, begin, end, closed, following, low, high, rules):
            yield Break(closed, following)
            previous = following


def _close(text: str, begin: int, end: int, low: int, limit: int, *, is_free: bool) -> int:
    """Where the closing quotes, brackets and note marks behind a stop end."""
    if not is_free:
        found = _LATIN_CLOSERS.match(text, end, limit)
        return found.end() if found else end
    closed = end
    if text[end : end + 1] in {'"', "'"}:
        mark = text[end]
        before = text[max(low, begin - QUOTE_PARITY) : begin]
        closed += before.count(mark) % 2
    found = _FREE_CLOSERS.match(text, closed, limit)
    return found.end() if found else closed


def _skip_blank(text: str, position: int, high: int) -> int:
    found = _BLANK.match(text, position, high)
    return found.end() if found else position


def _is_between_cjk(text: str, begin: int, end: int, closed: int) -> bool:
    """True for an ASCII stop that a CJK sentence uses without a space behind it."""
    if text[end - 1] not in ".!?" or not _is_cjk(text[closed]):
        return False
    return text[end - 1] != "." or (begin > 0 and end - begin == 1 and _is_cjk(text[begin - 1]))


def _is_cjk(character: str) -> bool:
    return "\u2e80" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff"


def _ends_sentence(
    text: str,
    begin: int,
    end: int,
    closed: int,
    following: int,
    low: int,
    high: int,
    rules: Rules,
) -> bool:
    limit = min(high, following + LOOK_AHEAD)
    first = text[following]
    if first in _CONTINUATION:
        return False
    is_quoted = any(mark in _QUOTE_CLOSERS for mark in text[end:closed])
    run = text[begin:end]
    if run[-1] in _CJK_STOPS or _is_cjk(first):
        return _ends_cjk(text, begin, end, closed, following, limit, is_quoted=is_quoted)
    opened = _OPENERS.match(text, following, limit)
    letter = opened.end() if opened else following
    if letter < limit and _is_lower(text, letter, limit):
        return False
    if run[-1] in _STRONG or any(mark in run for mark in _STRONG):
        is_english = rules.language in {"", "en"}
        return not (is_english and is_quoted and _REPORTING.match(text, following, limit))
    if len(run) > 1 or run == "…":
        return not _is_omission(text, begin, end, low, high)
    if run != ".":
        return True
    return full_stop_ends(text, begin, letter, low, limit, rules)


def _is_lower(text: str, position: int, limit: int) -> bool:
    """True if a small letter goes on with the sentence; "iPhone" and "'s Avonds" do not."""
    letter = text[position]
    if not letter.islower():
        return False
    if position + 1 < limit and text[position + 1].isupper():
        return False
    return not (position > 0 and _ELISION.match(text, position - 1, limit))


def _is_omission(text: str, begin: int, end: int, low: int, high: int) -> bool:
    """True for the ellipsis in "[…]": what is left out, not an end."""
    return begin > low and end < high and text[begin - 1] in "[(" and text[end] in "])"


def _ends_cjk(
    text: str, begin: int, end: int, closed: int, following: int, limit: int, *, is_quoted: bool
) -> bool:
    run = text[begin:end]
    if run == "．" and begin > 0 and text[begin - 1].isdigit() and text[following].isdigit():
        return False
    if set(run) <= {"…", "."} and following == closed:
        return run == "."
    if _is_in_title(text, begin, end, limit):
        return False
    if following > closed:
        return True
    if is_quoted:
        if text[closed - 1] in "》〉":
            return False
        return not (
            _JAPANESE_PARTICLE.match(text, following, limit)
            or _CHINESE_REPORTING.match(text, following, limit)
        )
    if run[-1] in "！？!?":
        return not _BARE_PARTICLE.match(text, following, limit)
    return True


def _is_in_title(text: str, begin: int, end: int, limit: int) -> bool:
    """True inside the brackets of a Chinese title, which may hold a stop."""
    low = max(0, begin - LOOK_BACK)
    is_open = text.rfind("《", low, begin) > text.rfind("》", low, begin)
    return is_open and text.find("》", end, limit) >= 0
