"""Short labels to choose among many things by typing: which letters, in which order, how many each.

What a label must not be mistaken for is left to `jump`; here stand the alphabets, what counts as the
same letter, and codes of which none begins another.
"""

# Letters of many scripts are this module's subject.
# ruff: noqa: RUF001

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from reader.layout.cells import width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HOME_ROW = "asdfghjklqwertyuiopzxcvbnm"
"""The letters of a Latin keyboard, those under the fingers first."""

KEYBOARDS = {
    "CYRILLIC": "фывапролджэйцукенгшщзхъячсмитьбюё",
    "GREEK": "ασδφγηξκλςερτυθιοπζχψωβνμ",
    "HEBREW": "שדגכעיחלךףקראטוןםפזסבהנמצתץ",
}
"""The same for keyboards of other scripts, by the first word of their letters' Unicode names."""

RESERVE = "0123456789;/="
"""Taken only where no letter is left: the last of them stand in no word."""

_ALIKE = str.maketrans(
    dict.fromkeys("‘’‚‛ʼ׳", "'")
    | dict.fromkeys("‐‑־", "-")
    | dict(zip("øłđħŧðı", "oldhtdi", strict=True))
    | {"æ": "ae", "œ": "oe"}
)
"""Letters whose stroke is no combining mark, and signs that keyboards have one of."""


@lru_cache(maxsize=8_192)
def letters_of(character: str) -> str:
    """What a character counts as when words are chosen: no case, no accents.

    It may be several letters (ß, æ, a Hangul syllable's parts), and none for a mark or a joiner.
    """
    whole = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    return "".join(
        each
        for each in whole.translate(_ALIKE)
        if not unicodedata.combining(each) and unicodedata.category(each) != "Cf"
    )


def fold(text: str) -> str:
    """The letters of a text as `letters_of` has them."""
    if text.isascii():
        return text.lower()
    return "".join(map(letters_of, text))


def pool(alphabet: str, typed: str, keys: Iterable[str] = ()) -> tuple[str, ...]:
    """The letters labels are made of: one cell wide, lower case first, then upper case.

    Args:
        alphabet: The preferred letters, for words in Latin script.
        typed: What was typed, folded: its script is the one the keyboard is set to.
        keys: Words in view, folded; they lend their letters where the script's keyboard is unknown.
    """
    script = _script(typed[-1:])
    own = KEYBOARDS.get(script, "")
    if not own and script:
        own = "".join(sorted({each for key in keys for each in key if _script(each) == script}))
    letters = [each for each in own or alphabet or HOME_ROW if _is_label(each)]
    both = (*letters, *(upper for each in letters if _is_label(upper := each.upper())))
    found = tuple(dict.fromkeys(both))
    return found if len(found) > 1 else pool(HOME_ROW, "")


@lru_cache(maxsize=1_024)
def _script(character: str) -> str:
    """The script of a letter by its name; empty where a Latin keyboard writes it, or nobody knows."""
    if character.isascii() or not character.isalpha() or unicodedata.category(character) == "Lm":
        return ""
    script = unicodedata.name(character, "LATIN").split()[0]
    # These are typed with an input method, from Latin letters or with no keyboard of their own.
    return "" if script in _INPUT_METHODS else script


_INPUT_METHODS = frozenset(
    (
        "LATIN",
        "CJK",
        "HIRAGANA",
        "KATAKANA",
        "HANGUL",
        "BOPOMOFO",
        "THAI",
        "LAO",
        "KHMER",
        "MYANMAR",
    )
)


def _is_label(character: str) -> bool:
    return len(character) == 1 and character.isalpha() and width(character) == 1


def codes(count: int, firsts: Sequence[str], rests: Sequence[str]) -> list[str]:
    """So many labels of which none begins another, the shortest first.

    Args:
        count: How many.
        firsts: What they may begin with; at least one.
        rests: What they may go on with; at least two.
    """
    done: list[str] = []
    level = list(firsts)
    while len(done) + len(level) < count:
        missing = count - len(done) - len(level)
        opened = min(len(level), -(-missing // (len(rests) - 1)))
        kept = len(level) - opened
        done += level[:kept]
        level = [first + rest for first in level[kept:] for rest in rests]
    return (done + level)[:count]
