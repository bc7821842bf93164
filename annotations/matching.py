"""Where a quotation stands in a text, white space and the kind of quotation marks left aside.

Any run of white space equals one space, straight and curly quotation marks are alike, and so are
`...` and `…`; case, accents and hyphens are not. The comparison is deterministic, token by token
from a rare word outwards, so that no quotation makes it slow; which of several hits is meant is
`anchoring`'s question.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotations.model import Range

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SINGLE_MARKS = "'‘’‚‛"  # noqa: RUF001  # all that count as one
DOUBLE_MARKS = '"“”„‟'

UNSPACED = (
    "\u0e00-\u0fff"  # Thai, Lao, Tibetan
    "\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf"  # Myanmar, Khmer, Tai
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035"  # radicals, ideographic iteration
    "\u3040-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\ua4cf"  # kana, bopomofo, Han, Yi
    "\ua9e0-\ua9ff\uaa60-\uaadf\uf900-\ufaff\uff66-\uff9f"
    "\U00016fe0-\U0001b2ff\U00020000-\U0003ffff"
)
"""Scripts that put no spaces between words, as the inside of a regular expression's class."""

LONG_WORD = 8
"""Code points from which on a word is rare enough not to be counted first."""

COUNTED_WORDS = 4
"""Shorter words that are counted in the text, to begin with the rarest."""

_UNSPACED_CHARACTER = re.compile(f"[{UNSPACED}]")
_SPACES = re.compile(r"\s+")
_STRAIGHT = str.maketrans(
    dict.fromkeys(SINGLE_MARKS, "'") | dict.fromkeys(DOUBLE_MARKS, '"') | {"…": "..."}
)
_TOKEN = re.compile(rf"\s+|\.\.\.|…|[{SINGLE_MARKS}]|[{DOUBLE_MARKS}]")
_SPACE, _SINGLE, _DOUBLE, _ELLIPSIS = " ", "'", '"', "..."
_FLEXIBLE = {
    _SPACE: re.compile(r"\s+"),
    _SINGLE: re.compile(f"[{SINGLE_MARKS}]"),
    _DOUBLE: re.compile(f"[{DOUBLE_MARKS}]"),
    _ELLIPSIS: re.compile(r"\.\.\.|…"),
}
_FORMS = {_SINGLE: tuple(SINGLE_MARKS), _DOUBLE: tuple(DOUBLE_MARKS), _ELLIPSIS: ("…", "...")}


def straighten(text: str) -> str:
    """The text with straight quotation marks, and three full stops for an ellipsis."""
    return text if text.isascii() else text.translate(_STRAIGHT)


def loosen(text: str) -> str:
    """The form in which two quotations that count as the same are equal."""
    return _SPACES.sub(" ", straighten(text))


def loosely_equal(first: str, second: str) -> bool:
    """True if the two differ only in white space, kinds of quotation marks and of ellipses."""
    return first == second or loosen(first) == loosen(second)


def is_unspaced(character: str) -> bool:
    """True for a character of a script that puts no spaces between words."""
    return character >= "\u0e00" and _UNSPACED_CHARACTER.match(character) is not None


def quote_at(text: str, quote: str, start: int) -> Range | None:
    """The range of a quotation that begins just there; None if it does not."""
    if not 0 <= start <= len(text):
        return None
    if text.startswith(quote, start):
        return Range(start, start + len(quote))
    end = _match_forward(text, start, _tokens(quote))
    return None if end is None else Range(start, end)


def find_quote(
    text: str, quote: str, *, start: int = 0, end: int | None = None, limit: int | None = None
) -> list[Range]:
    """Every place where a quotation stands, in order; hits may overlap.

    White space at an end of the quotation takes in the whole run of it in the text.

    Args:
        text: The canonical text.
        quote: What is looked for; the empty one stands nowhere.
        start: First position a hit may begin at.
        end: Position a hit may end at; None for the end of the text.
        limit: Hits after which the search stops; None for all.

    Complexity: O(n) for text n where the quotation's longest word is rare; never more than O(n * m).
    """
    last = len(text) if end is None else min(end, len(text))
    found: list[Range] = []
    for hit in _hits(text, quote, start, last):
        if hit.start >= start and hit.end <= last:
            found.append(hit)
            if len(found) == limit:
                break
    return found


def _hits(text: str, quote: str, start: int, end: int) -> Iterator[Range]:
    tokens = _tokens(quote)
    literals = [number for number, token in enumerate(tokens) if token not in _FLEXIBLE]
    if not tokens:
        return
    if not literals:
        for opening in _FLEXIBLE[tokens[0]].finditer(text, start, end):
            closing = _match_forward(text, opening.start(), tokens)
            if closing is not None:
                yield Range(opening.start(), closing)
        return
    # Only where a rare word stands the rest is compared.
    chosen = tokens.index(_rarest([tokens[number] for number in literals], text, start, end))
    literal, before, after = tokens[chosen], tokens[:chosen][::-1], tokens[chosen + 1 :]
    at = text.find(literal, start, end)
    while at >= 0:
        first = _match_backward(text, at, before)
        if first is not None:
            closing = _match_forward(text, at + len(literal), after)
            if closing is not None:
                yield Range(first, closing)
        at = text.find(literal, at + 1, end)


def _rarest(words: Sequence[str], text: str, start: int, end: int) -> str:
    """The longest word, or that of several short ones which stands least often."""
    longest = sorted(dict.fromkeys(words), key=len, reverse=True)[:COUNTED_WORDS]
    if len(longest[0]) >= LONG_WORD:
        return longest[0]
    return min(longest, key=lambda word: text.count(word, start, end))


def _tokens(quote: str) -> list[str]:
    """A quotation as plain stretches and, in their straight form, what has several forms."""
    tokens: list[str] = []
    at = 0
    for match in _TOKEN.finditer(quote):
        if match.start() > at:
            tokens.append(quote[at : match.start()])
        tokens.append(loosen(match[0]))
        at = match.end()
    if at < len(quote):
        tokens.append(quote[at:])
    return tokens


def _match_forward(text: str, at: int, tokens: Sequence[str]) -> int | None:
    """Where the tokens end if they stand from a position on."""
    for token in tokens:
        flexible = _FLEXIBLE.get(token)
        if flexible is not None:
            match = flexible.match(text, at)
            if match is None:
                return None
            at = match.end()
        elif text.startswith(token, at):
            at += len(token)
        else:
            return None
    return at


def _match_backward(text: str, at: int, tokens: Sequence[str]) -> int | None:
    """Where the tokens, given from the last to the first, begin if they stand up to a position."""
    for token in tokens:
        if token == _SPACE:
            end = at
            while at > 0 and text[at - 1].isspace():
                at -= 1
            if at == end:
                return None
            continue
        form = next(
            (form for form in _FORMS.get(token, (token,)) if text.endswith(form, 0, at)), None
        )
        if form is None:
            return None
        at -= len(form)
    return at
