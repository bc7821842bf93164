"""Whether a full stop ends a sentence: abbreviations, initials, ordinals, numbers of a list.

Asked by `sentence_breaks` once shape and spacing allow a break; the words themselves stand in
`abbreviations`.
"""

# Cyrillic words and the marks of many scripts are among what is looked for.
# ruff: noqa: RUF001

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotations.abbreviations import (
    OPENING_PREPOSITIONS,
    ORDINAL_DETERMINERS,
    ORDINAL_NOUNS,
)

if TYPE_CHECKING:
    from annotations.abbreviations import Rules

LOOK_BACK = 48
"""Code points before a stop that may matter: an abbreviation of several parts with its number."""

_ROMAN = re.compile(r"[IVXLCDM]{1,7}(?![^\W_])")
_NUMBER_WORD = re.compile(r"[\d.,]*\d[\d.,–-]*|[IVXLC]{1,7}|(?:тыс|млн|млрд)\.?")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_INITIAL = re.compile(r"(?:[^\W\d_][.-]{1,2})*[^\W\d_]")
_BEFORE_LIST_NUMBER = frozenset("•·‣◦*-–—.:;!?…")
_SPACED_INITIAL = re.compile(r"[^\W\d_]\.")
_DAY = re.compile(r"\d{1,3}")
_LEADING_MARKS = "([{\"“„«‚‘'’»›‹¿¡—–-*_/（「『#§"
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_NOTE_SIGN = re.compile(r"\d{1,3}(?:[,–-]\d{1,3}){0,4}(?=\s)")
_ENDED_BEFORE_NOTE = re.compile(r"(?:[^\W\d_]+[’'-])*[^\W\d_]+[^\W\d_A-Z]|.*[)\]}%]")
"""What a stop may end that has a note's number behind it: "p.1", "3.14" and "NATO.2" are no ends."""


def full_stop_ends(text: str, begin: int, letter: int, low: int, limit: int, rules: Rules) -> bool:
    """Whether a single full stop ends a sentence; `letter` is where the next word begins."""
    parts = text[max(low, begin - LOOK_BACK) : begin].split()
    if not parts or text[begin - 1].isspace():
        return True
    token = parts[-1].lstrip(_LEADING_MARKS)
    before = parts[-2] if len(parts) > 1 else ""
    if _DAY.fullmatch(token):
        is_alone = not before and begin - low <= LOOK_BACK
        is_list_number = is_alone or _begins_list_item(before, rules)
        return not is_list_number and _number_ends(token, before, text, letter, limit, rules)
    if _INITIAL.fullmatch(token) and before in rules.labels:
        return True
    names = _candidates(parts, token)
    if _is_any_in(rules.never, names) or _goes_on(parts, token, text, letter, limit, rules):
        return False
    if letter < limit and text[letter].isdigit():
        return not _takes_number(token, names, rules)
    if _is_in(rules.measures, token):
        is_opening = not OPENING_PREPOSITIONS.isdisjoint(parts[-4:-2])
        return _NUMBER_WORD.fullmatch(before) is not None and not is_opening
    return (
        _is_any_in(rules.ending, names)
        or _is_starter(text, letter, limit, rules)
        or _ends_before_a_name(token, before, names, text, letter, limit, rules)
    )


def note_sign_end(text: str, begin: int, closed: int, low: int, rules: Rules) -> int:
    """Where the number of a note ends that stands at `closed`, behind a stop: "… it ended.12 Then …".

    Without its raised letters it looks like a decimal, so behind a bare full stop it counts only after
    a word that does not take a number: "fig.3" goes on.

    Returns:
        `closed`, if no number of a note stands there.
    """
    sign = _NOTE_SIGN.match(text, closed)
    if sign is None:
        return closed
    if text[closed - 1] == ".":
        parts = text[max(low, begin - LOOK_BACK) : begin].split()
        token = parts[-1].lstrip(_LEADING_MARKS) if parts else ""
        names = _candidates(parts, token)
        if (
            _ENDED_BEFORE_NOTE.fullmatch(token) is None
            or _is_any_in(rules.never, names)
            or _takes_number(token, names, rules)
        ):
            return closed
    return sign.end()


def _begins_list_item(before: str, rules: Rules) -> bool:
    """True if a number behind this numbers an item: behind a bullet or the end of a sentence."""
    if before[-1:] not in _BEFORE_LIST_NUMBER:
        return False
    name = before[:-1].rpartition(".")[2].lstrip(_LEADING_MARKS)
    names = _candidates([name], name)
    is_abbreviated = _takes_number(name, names, rules) or _is_any_in(rules.never, names)
    return before[-1] != "." or not is_abbreviated


def _goes_on(
    parts: list[str], token: str, text: str, letter: int, limit: int, rules: Rules
) -> bool:
    """True inside an abbreviation of several parts, and after the last of several initials.

    Initials behind a capital ("Ivanov A. S.") may end a sentence: the name is complete.
    """
    word = _WORD.match(text, letter, limit)
    if word is not None:
        joined = f"{token}.{word.group()}"
        if joined in rules.perhaps or joined in rules.never or joined in rules.ending:
            return True
    if not token.isupper() or not _INITIAL.fullmatch(token):
        return False
    rest = parts[:-1]
    while rest and _SPACED_INITIAL.fullmatch(rest[-1].lstrip(_LEADING_MARKS)):
        rest.pop()
    return len(rest) < len(parts) - 1 and not (rest and rest[-1][:1].isupper())


def _takes_number(token: str, names: list[str], rules: Rules) -> bool:
    """True if a number after this goes on with the sentence: "No. 5", "Jan. 5", "S. 12"."""
    return (
        _is_any_in(rules.numbered | rules.perhaps | rules.ending | rules.measures, names)
        or _INITIAL.fullmatch(token) is not None
        or any(_ACRONYM.fullmatch(name) for name in names)
    )


def _ends_before_a_name(
    token: str, before: str, names: list[str], text: str, letter: int, limit: int, rules: Rules
) -> bool:
    """Whether the stop ends a sentence before a capital that mostly begins none."""
    if _is_in(rules.numbered, token) and _is_numeral(text, letter, limit):
        return False
    if _is_any_in(rules.perhaps, names):
        return False
    if _INITIAL.fullmatch(token):
        return token.islower() and _NUMBER_WORD.fullmatch(before) is not None
    if any(_ACRONYM.fullmatch(name) for name in names):
        return False
    is_monarch = (
        rules.language == "de" and _ROMAN.fullmatch(token) is not None and before[:1].isupper()
    )
    return not is_monarch


def _candidates(parts: list[str], token: str) -> list[str]:
    """The token, what follows an apostrophe in it, and it joined to short dotted words before it."""
    names = [token]
    names.extend(token.rpartition(mark)[2] for mark in "’'" if mark in token)
    if token.startswith(("http", "www.")):
        return names
    if token.endswith("str"):
        names.append("Str")
    joined = token
    for earlier in reversed(parts[-4:-1]):
        if not earlier.endswith(".") or len(earlier) > len("Chr.") + 1:
            break
        joined = earlier.lstrip(_LEADING_MARKS) + joined
        names.append(joined)
    return names


def _is_in(words: frozenset[str], word: str) -> bool:
    return word in words or (word[:1].isupper() and word[:1].lower() + word[1:] in words)


def _is_any_in(words: frozenset[str], names: list[str]) -> bool:
    return any(_is_in(words, name) for name in names)


def _is_starter(text: str, letter: int, limit: int, rules: Rules) -> bool:
    """True if the next word mostly begins a sentence; "A." would be an initial."""
    word = _WORD.match(text, letter, limit)
    if word is None:
        return False
    if word.end() < limit and text[word.end()] == "." and word.end() - word.start() == 1:
        return False
    found = word.group()
    return found in rules.starters or re.split("[’'-]", found, maxsplit=1)[0] in rules.starters


def _is_numeral(text: str, letter: int, limit: int) -> bool:
    """True for a Roman numeral or a single capital: "fig. A", "art. IV"."""
    if _ROMAN.match(text, letter, limit):
        return True
    word = _WORD.match(text, letter, limit)
    return word is not None and len(word.group()) == 1 and word.group().isupper()


def _number_ends(token: str, before: str, text: str, letter: int, limit: int, rules: Rules) -> bool:
    """Whether a short number with a full stop ends a sentence, or is an ordinal or part of a date."""
    if letter < limit and text[letter].isdigit():
        return len(token) > len("31")
    word = _WORD.match(text, letter, limit)
    if word is None or rules.language not in {"", "de"}:
        return True
    if word.group() in ORDINAL_NOUNS:
        return False
    is_determined = (
        before.lower() in ORDINAL_DETERMINERS or before.rstrip(",") in ORDINAL_DETERMINERS
    )
    if rules.language != "de" or not is_determined:
        return True
    return _is_starter(text, letter, limit, rules)
