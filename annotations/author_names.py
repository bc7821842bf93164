"""A person's name as references need it: what it is sorted by, and what stands before that.

Pages give names as they are spoken. The family name is taken to be the last word with the particles
before it; a comma says otherwise, and so do scripts that write it first and without a space.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_PARTICLES = frozenset(
    [
        "af",
        "al",
        "bin",
        "da",
        "das",
        "de",
        "dei",
        "del",
        "della",
        "den",
        "der",
        "des",
        "di",
        "do",
        "dos",
        "du",
        "el",
        "ibn",
        "la",
        "le",
        "ten",
        "ter",
        "van",
        "vom",
        "von",
        "zu",
        "zum",
        "zur",
    ]
)
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv", "md", "phd", "esq"))
_BODIES = re.compile(
    r"\b(?:agency|association|authority|bank|board|bureau|center|centre|club|commission|committee|"
    r"company|corporation|council|department|desk|editors?|foundation|fund|group|inc|institute|ltd|"
    r"ministry|nations|network|news|office|organi[sz]ation|press|project|reuters|service|society|staff|team|"
    r"times|trust|union|university|agence|ministère|ministerium|redaktion|redacción|rédaction)\b",
    re.IGNORECASE,
)
_ARTICLE = "The "
"""No person's name begins so, and many a body's does."""
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_INITIAL = re.compile(r"[^\W\d_]")


class Name(NamedTuple):
    """A name in two parts; a body's name has the first alone."""

    family: str
    given: str = ""
    suffix: str = ""
    """Such as `Jr.`"""

    @property
    def inverted(self) -> str:
        """`Lavrov, Sergei`."""
        return ", ".join(part for part in (self.family, self.given, self.suffix) if part)

    @property
    def spoken(self) -> str:
        """`Sergei Lavrov`; in the order in which it is written in Chinese, Japanese and Korean."""
        parts = [self.given, self.family]
        if _UNSPACED.search(self.family):
            return "".join(reversed(parts))
        if self.suffix:
            parts.append(self.suffix)
        return " ".join(part for part in parts if part)

    @property
    def initials(self) -> str:
        """`S. V.` of the given names, `J.-P.` where a hyphen joins them."""
        if _UNSPACED.search(self.given):
            return self.given
        words = []
        for word in self.given.split():
            found = [_INITIAL.search(part) for part in word.split("-")]
            letters = [each[0].upper() + "." for each in found if each]
            if letters:
                words.append("-".join(letters))
        return " ".join(words)


def parse_name(written: str) -> Name:
    """A name as a page or a person gave it, `Sergei Lavrov` or `Lavrov, Sergei`.

    What is no person's, as far as its words tell, stays as it is; so does anything in braces.
    """
    text = " ".join(written.split())
    if text.startswith("{") and text.endswith("}"):
        return Name(text[1:-1].strip())
    if "," in text:
        parts = [part.strip() for part in text.split(",")]
        if len(parts) <= 3 and parts[0] and not _BODIES.search(text):  # noqa: PLR2004  # with suffix
            rest = parts[1:]
            if _is_suffix(rest[0]):
                name = parse_name(parts[0])
                return name._replace(suffix=rest[0])
            return Name(parts[0], rest[0], rest[1] if len(rest) > 1 else "")
        return Name(text)
    words = text.split(" ")
    is_body = text.startswith(_ARTICLE) or _BODIES.search(text) is not None
    if len(words) == 1 or len(words) > 6 or is_body:  # noqa: PLR2004  # no person's
        return Name(text)
    if len(words) == 2 and _UNSPACED.search(text):  # noqa: PLR2004  # family first
        return Name(words[0], words[1])
    suffix = words.pop() if _is_suffix(words[-1]) and len(words) > 2 else ""  # noqa: PLR2004  # a name
    first = len(words) - 1
    while first > 1 and words[first - 1].lower() in _PARTICLES:
        first -= 1
    if first == 1 and words[0].lower() in _PARTICLES:
        return Name(" ".join(words), "", suffix)
    return Name(" ".join(words[first:]), " ".join(words[:first]), suffix)


def _is_suffix(word: str) -> bool:
    return word.lower().replace(".", "") in _SUFFIXES
