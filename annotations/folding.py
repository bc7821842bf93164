"""The form in which texts are searched: without regard to case, accents and kinds of white space.

Store and memory search the same folded texts with the same rule for where a word begins, so that
both give the same answers.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from annotations.matching import UNSPACED, is_unspaced, straighten

SHORT_LENGTH = 120
"""Code points; titles, tags and values come again and again, and are folded once."""

_SPACES = re.compile(r"\s+")
_MARKS = re.compile("[\u0300-\U000e01ef]")
_UNBINDABLE = re.compile("[\x00\ud800-\udfff]")
_SCRIPT_CHANGE = re.compile(rf"(?<=[{UNSPACED}])(?=[^\W_{UNSPACED}])")
_SYMBOL = re.compile(r"[^\w\s\x00-\x7f](?=\S)")


def fold(text: str) -> str:
    """Fold a text for searching; folding twice changes nothing more.

    NFKD without combining marks, case folded, a run of white space as one space, straight quotation
    marks, three full stops for an ellipsis. A space parts a script without spaces, and a symbol
    that SQLite's tokenizer does not know, from the word that follows, and a vowel sign from a Latin
    one: so a word begins for the index where it begins for `occurs`. NUL and lone surrogates, which SQLite does not take, become
    U+FFFD.
    """
    return _fold_known(text) if len(text) <= SHORT_LENGTH else _fold(text)


def _fold(text: str) -> str:
    if text.isascii() and "\0" not in text:
        return _SPACES.sub(" ", text.lower())
    # Twice, since some capitals fold to letters with marks, and some letters only then decompose.
    bare = _without_marks(_without_marks(straighten(text)).casefold())
    sound = _UNBINDABLE.sub("\N{REPLACEMENT CHARACTER}", straighten(bare))
    parted = _SYMBOL.sub(_part_if_unknown, _SCRIPT_CHANGE.sub(" ", sound))
    return _SPACES.sub(" ", parted)


_fold_known = lru_cache(maxsize=1 << 14)(_fold)


def _part_if_unknown(match: re.Match[str]) -> str:
    # unicode61 knows Unicode 6.1 and takes what came later for letters; 3.2 is what Python knows.
    is_new = unicodedata.ucd_3_2_0.category(match[0]) == "Cn"
    # For unicode61 a word ends at marks that are no accents.
    following = match.string[match.end()]
    is_sign = _is_sign(match[0]) and following.isascii() and following.isalnum()
    return f"{match[0]} " if is_new or is_sign else match[0]


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return _MARKS.sub(lambda match: "" if unicodedata.combining(match[0]) else match[0], decomposed)


def occurs(folded: str, text: str) -> bool:
    """True if a folded word or phrase stands in a folded text where a word begins.

    Its end need not be a word's end: `minist` stands in "the ministers". What begins with a
    character of a script without spaces, or with no letter or digit, stands anywhere.
    """
    at = text.find(folded)
    if at <= 0 or not begins_word(folded[:1]):
        return at >= 0
    if text.isascii():
        return _at_beginning(folded).search(text, at) is not None
    while at > 0 and is_within_word(text, at):
        # The rest of this word is passed over, or a word of a million letters takes its square.
        at += 1
        while at < len(text) and is_within_word(text, at):
            at += 1
        at = text.find(folded, at)
    return at >= 0


@lru_cache(maxsize=64)
def _at_beginning(folded: str) -> re.Pattern[str]:
    """Where it begins a word in a text of ASCII: what is asked of many titles is asked at once."""
    return re.compile(rf"(?<![0-9A-Za-z]){re.escape(folded)}")


def begins_word(character: str) -> bool:
    """True for a letter or digit of a script with spaces."""
    return character.isalnum() and not is_unspaced(character)


def is_within_word(text: str, at: int) -> bool:
    """True if what stands at a place goes on with a word that began before it.

    A Latin letter or a digit begins one behind a vowel sign too, since `fold` parts them.
    """
    if at == 0 or not begins_word(text[at]) or not goes_on(text[at - 1]):
        return False
    return not (text[at].isascii() and _is_sign(text[at - 1]))


def _is_sign(character: str) -> bool:
    """True for a mark that is no accent: vowel signs, enclosing ones."""
    return unicodedata.category(character)[0] == "M" and not unicodedata.combining(character)


def goes_on(character: str) -> bool:
    """True for what may stand in a word of a script with spaces: also marks and private use."""
    if character.isascii():
        return character.isalnum()
    return (
        character.isalnum() or unicodedata.category(character) in {"Mn", "Mc", "Me", "Co"}
    ) and not is_unspaced(character)
