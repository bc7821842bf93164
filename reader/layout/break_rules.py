"""Between which two characters a line may be broken: the rules of UAX 14.

Rules are looked at backwards from one place, since a line needs only its last few. What two classes
settle between them is remembered; the rest looks at what stands around. Departures from UAX 14, all
towards how people set type: tabs hang as spaces do; a dash (—) stays with the word before it; a
currency sign keeps its number across one space; `//`, `km/h` and `--option` stay whole.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from reader.layout.line_classes import CLASSES

_LETTERS: Final = frozenset(("AL", "HL", "DC"))
_WORDS: Final = frozenset(("AL", "HL", "DC", "NU"))
_BLANKS: Final = frozenset(("SP", "ZW"))
_ENDS: Final = frozenset(("BK", "CR", "LF", "NL"))
_MARKS: Final = frozenset(("CM", "ZWJ"))
_HYPHENS: Final = frozenset(("HY", "HH"))
_OPENING: Final = frozenset(("OP", "OPe"))
_CLOSING: Final = frozenset(("CL", "CP", "CPe"))
_NEVER_BEFORE: Final = frozenset(("CL", "CP", "CPe", "EX", "SY"))
_QUOTES: Final = frozenset(("QU", "QUi", "QUf"))
_PRICES: Final = frozenset(("PR", "PO"))
_IDEOGRAPHS: Final = frozenset(("ID", "EB", "EM"))
_HANGUL: Final = frozenset(("JL", "JV", "JT", "H2", "H3"))
_HANGUL_NEXT: Final = {
    "JL": frozenset(("JL", "JV", "H2", "H3")),
    "JV": frozenset(("JV", "JT")),
    "H2": frozenset(("JV", "JT")),
    "JT": frozenset(("JT",)),
    "H3": frozenset(("JT",)),
}
_AKSARAS: Final = frozenset(("AK", "AS", "DC"))
_TRAILING: Final = frozenset(("BA", "HH", "HY", "NS"))

_BEFORE_OPENING_QUOTE: Final = _ENDS | _OPENING | _QUOTES | {"GL", "SP", "ZW"}
_AFTER_CLOSING_QUOTE: Final = (
    _ENDS | _CLOSING | _QUOTES | {"SP", "GL", "WJ", "EX", "IS", "SY", "ZW"}
)
_BEFORE_GLUE: Final = frozenset(("SP", "BA", "HY", "HH"))
_BEFORE_LONE_HYPHEN: Final = _ENDS | {"SP", "ZW", "CB", "GL"}

_FLAGS_COUNTED: Final = 256
"""Regional indicators looked at before one; in a longer row lines end between clusters anyway."""

_CONTEXTUAL_BEFORE: Final = frozenset((
    "SP", "ZW", "CM", "ZWJ", "QU", "QUi", "QUf", "HY", "HH", "BA", "SY", "IS", "CL", "CP", "CPe",
    "RI", "VI", "PR", "PO", "ID", "AK", "AS", "DC",
))  # fmt: skip
_CONTEXTUAL_AFTER: Final = frozenset((
    "CM", "ZWJ", "QU", "QUi", "QUf", "IS", "OP", "OPe", "AK", "AS", "DC", "EM",
))  # fmt: skip
_SETTLED: Final[dict[tuple[str, str], bool]] = {
    ("AL", "AL"): False,
    ("ID", "ID"): True,
    ("ID", "CL"): False,
    ("CL", "ID"): True,
    ("ID", "NS"): False,
}
"""Pairs whose answer needs no context, filled as they turn up."""

_UNHINDERED: Final = frozenset(("AL", "HL", "NU", "ID", "IS", "EX", "PO", "H2", "H3"))
"""Classes after which a space is a place to break, if what follows agrees."""
_STARTING: Final = frozenset(("AL", "HL", "ID", "OP", "OPe", "QUi", "H2", "H3"))
"""Classes that may begin a line after a space, whatever follows them."""


def allows(text: str, position: int, start: int, end: int) -> bool:
    """True if a line may end before a position, by UAX 14 with the departures named above.

    Args:
        text: Any text; soft line breaks in it are spaces.
        position: Where the next line would begin; `start < position < end`.
        start: Where the stretch begins that is broken into lines.
        end: Where it ends.
    """
    classes = CLASSES
    after = classes[text[position]]
    before = classes[text[position - 1]]
    if before == "SP" and after in _STARTING and position - 2 >= start:
        lead = classes[text[position - 2]]
        if lead in _UNHINDERED:
            return True
    settled = _SETTLED.get((before, after))
    if settled is not None:
        return settled
    verdict = _Place(text, position, start, end).allows_break(before, after)
    if before not in _CONTEXTUAL_BEFORE and after not in _CONTEXTUAL_AFTER:
        _SETTLED[before, after] = verdict
    return verdict


class _Place:
    """One place between two characters, with what stands around it."""

    __slots__ = ("end", "position", "start", "text")

    def __init__(self, text: str, position: int, start: int, end: int) -> None:
        self.text = text
        self.position = position
        self.start = start
        self.end = end

    def allows_break(  # noqa: C901, PLR0912  # the rules stand in their order
        self, before: str, after: str
    ) -> bool:
        """Rules 4 to 14, and whether the place is at a space."""
        if before in _ENDS:
            return not (before == "CR" and after == "LF")
        if after in _ENDS or after in _BLANKS:
            return False
        base = self.position - 1
        if after in _MARKS:
            if before == "ZW":
                return True
            if before != "SP":
                return False
            after = "AL"
        if before in _MARKS:
            if before == "ZWJ":
                return False
            before, base = self._base(base)
        lead, lead_at = before, base
        while lead == "SP" and lead_at > self.start:
            lead, lead_at = self._base(lead_at - 1)
        if lead == "ZW":
            return True
        if "WJ" in {before, after} or before == "GL":
            return False
        if after == "GL" and before not in _BEFORE_GLUE:
            return False
        if after in _NEVER_BEFORE or lead in _OPENING:
            return False
        if lead == "QUi" and self._class_before(lead_at) in _BEFORE_OPENING_QUOTE:
            return False
        return after == "GL" or self._allows_quotes(before, after, base, lead, lead_at)

    def _allows_quotes(self, before: str, after: str, base: int, lead: str, lead_at: int) -> bool:
        """Rules 15b to 20."""
        if after == "QUf" and self._class_after(self.position) in _AFTER_CLOSING_QUOTE:
            return False
        if after == "IS":
            return before == "SP" and self._class_after(self.position) == "NU"
        if (lead in _CLOSING and after == "NS") or (lead == "B2" and after == "B2"):
            return False
        if before == "SP":
            return not self._splits_price(after, lead, lead_at)
        if after in {"QU", "QUf"} or before in {"QU", "QUi"}:
            return False
        if after == "QUi" and not (self._is_wide(base) and self._is_wide_after(self.position)):
            return False
        if before == "QUf" and not (
            self._is_wide(self.position) and self._is_wide(self._base_at(base))
        ):
            return False
        if "CB" in {before, after}:
            return True
        return self._allows_words(before, after, base)

    def _splits_price(self, after: str, lead: str, lead_at: int) -> bool:
        """A currency sign, one space and a number, in either order."""
        if lead_at != self.position - 2:
            return False
        if lead == "PR" and after == "NU":
            return unicodedata.category(self.text[lead_at]) == "Sc"
        return (
            lead == "NU"
            and after == "PR"
            and unicodedata.category(self.text[self.position]) == "Sc"
        )

    def _allows_words(self, before: str, after: str, base: int) -> bool:
        """Rules 20a to 24."""
        if before in _HYPHENS and after in _LETTERS and self._is_lone_hyphen(base):
            return False
        if after in _TRAILING or before == "BB" or after == "IN":
            return False
        if after == "B2" and before in _WORDS | _CLOSING | _QUOTES | {"EX", "IS", "IN", "PO"}:
            return False
        if before in _HYPHENS and after != "HL" and self._class_before(base) == "HL":
            return False
        if before == "SY" and after in _LETTERS:
            return after != "HL" and self._is_worth_breaking(base)
        if before in _WORDS and after in _WORDS:
            return False
        if before == "PR" and (after in _IDEOGRAPHS or after in _HANGUL):
            return False
        if after == "PO" and (before in _IDEOGRAPHS or before in _HANGUL):
            return False
        if (before in _PRICES and after in _LETTERS) or (before in _LETTERS and after in _PRICES):
            return False
        return self._allows_numbers(before, after, base)

    def _allows_numbers(self, before: str, after: str, base: int) -> bool:
        """Rule 25, and the rest."""
        if after == "NU" and (
            before in _PRICES or before in _HYPHENS - {"HH"} or before in {"IS", "NU"}
        ):
            return False
        if after in _PRICES or after == "NU":
            inner = base
            name = before
            if after in _PRICES and name in {"CL", "CP"}:
                name, inner = self._before(inner)
            while name in {"SY", "IS"}:
                name, inner = self._before(inner)
            if name == "NU":
                return False
        if before in _PRICES and after in _OPENING:
            name, at = self._after(self.position)
            if name == "IS":
                name, _ = self._after(at)
            if name == "NU":
                return False
        return self._allows_scripts(before, after, base)

    def _allows_scripts(self, before: str, after: str, base: int) -> bool:
        """Rules 26 to 31: syllables, brackets at words, flags, emoji with skin tones."""
        if after in _HANGUL_NEXT.get(before, ()):
            return False
        if before in _AKSARAS or before in {"AP", "VI"} or after in {"VF", "VI"}:
            if before == "AP" and after in _AKSARAS:
                return False
            if before in _AKSARAS and after in {"VF", "VI"}:
                return False
            if before == "VI" and after in {"AK", "DC"} and self._class_before(base) in _AKSARAS:
                return False
            if (
                before in _AKSARAS
                and after in _AKSARAS
                and self._class_after(self.position) == "VF"
            ):
                return False
        if before == "IS" and after in _LETTERS:
            return False
        if (before in _WORDS and after == "OP") or (before == "CP" and after in _WORDS):
            return False
        if before == "RI" and after == "RI":
            return self._flags_before(base) % 2 == 0
        return not (after == "EM" and (before == "EB" or self._is_unassigned_pictograph(base)))

    def _base(self, at: int) -> tuple[str, int]:
        """The class of what a character belongs to, marks being part of what they stand on, and where."""
        classes, text = CLASSES, self.text
        place = at
        while classes[text[place]] in _MARKS:
            if place == self.start:
                return "AL", place
            place -= 1
        name = classes[text[place]]
        if place != at and (name in _BLANKS or name in _ENDS):
            return "AL", place + 1
        return name, place

    def _base_at(self, at: int) -> int:
        """Where the character before another stands; the start if there is none."""
        return self._base(at - 1)[1] if at > self.start else -1

    def _before(self, at: int) -> tuple[str, int]:
        return self._base(at - 1) if at > self.start else ("", at)

    def _class_before(self, at: int) -> str:
        """The class before a character; at the start as after a line end."""
        return self._base(at - 1)[0] if at > self.start else "BK"

    def _after(self, at: int) -> tuple[str, int]:
        """The class of the next character that is no mark, and where; none at the end."""
        classes, text = CLASSES, self.text
        at += 1
        while at < self.end and classes[text[at]] in _MARKS:
            at += 1
        return (classes[text[at]], at) if at < self.end else ("", at)

    def _class_after(self, at: int) -> str:
        return self._after(at)[0] or "BK"

    def _is_wide(self, at: int) -> bool:
        """True if a character is East Asian; beyond the edges there is none."""
        return at >= 0 and unicodedata.east_asian_width(self.text[at]) in "FWH"

    def _is_wide_after(self, at: int) -> bool:
        name, place = self._after(at)
        return bool(name) and self._is_wide(place)

    def _is_lone_hyphen(self, base: int) -> bool:
        """True for a hyphen, or a run of them, at the beginning of a word: an option, a minus."""
        name, at = self._base(base)
        while name in _HYPHENS:
            if at == self.start:
                return True
            name, at = self._base(at - 1)
        return name in _BEFORE_LONE_HYPHEN

    def _is_worth_breaking(self, base: int) -> bool:
        """False after the second of `//`, and where one letter follows a slash."""
        if base > self.start and self.text[base - 1] in "/:":
            return False
        following = self.position + 1
        return following < self.end and self.text[following].isalnum()

    def _flags_before(self, base: int) -> int:
        """Regional indicators in a row up to one: every second ends a flag."""
        count = 0
        name, at = self._base(base)
        while name == "RI" and count < _FLAGS_COUNTED:
            count += 1
            if at == self.start:
                break
            name, at = self._base(at - 1)
        return count

    def _is_unassigned_pictograph(self, base: int) -> bool:
        character = self.text[base]
        return "\U0001f000" <= character <= "\U0001faff" and unicodedata.category(character) == "Cn"
