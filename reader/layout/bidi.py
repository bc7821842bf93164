"""In which order characters of scripts written to the left and to the right stand in a line.

Most terminals lay them out as they come; some order them themselves. For the former this module does
it: the Unicode Bidirectional Algorithm, UAX #9 (Unicode 17), with its rules' names in the comments.
What is between two paragraphs is the caller's: a text here is one paragraph, lines are parts of it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

DEEPEST = 125
"""Levels of embedding beyond which there are none (BD2)."""

OPEN_BRACKETS = 63
"""Open brackets at most that wait for their partner (BD16)."""

BIDI = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefe"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""A character for whose sake a line may have to be ordered."""

_NOT_ASSIGNED = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U0001efff]")
_EMBEDDINGS = {"RLE": "", "LRE": "", "RLO": "R", "LRO": "L"}
_INITIATORS = frozenset(("RLI", "LRI", "FSI"))
_REMOVED = frozenset((*_EMBEDDINGS, "PDF", "BN"))
"""Retained as if they were not there (X9)."""
_NEUTRAL = frozenset(("B", "S", "WS", "ON", *_INITIATORS, "PDI"))
_TRAILING = frozenset(("WS", *_INITIATORS, "PDI", *_REMOVED))


def levels_of(text: str, base: int | None = None) -> list[int]:
    """The embedding level of each code point of a paragraph; odd ones run to the left.

    Args:
        text: The paragraph.
        base: Its own level, 0 or 1; None finds it by its first letter with a direction.
    """
    classes = [_class_of(character) for character in text]
    partners = _partners(classes)
    if base is None:
        base = _base_of(classes, partners, 0, len(classes))
    levels, resolved = _explicit(classes, partners, base)
    kept = [at for at, name in enumerate(classes) if name not in _REMOVED]
    embedded = list(levels)
    for sequence in _sequences(kept, levels, classes, partners):
        is_open = classes[sequence[-1]] in _INITIATORS and sequence[-1] not in partners
        before, after = _outer(sequence, kept, embedded, base, is_open=is_open)
        names = [resolved[at] for at in sequence]
        _resolve_weak(names, before)
        signs = [text[at] if classes[at] == resolved[at] else "" for at in sequence]
        within = _direction(levels[sequence[0]])
        _resolve_brackets(names, signs, [classes[at] for at in sequence], before, within)
        _resolve_neutral(names, before, after, within)
        for at, name in zip(sequence, names, strict=True):
            resolved[at] = name
    for at in kept:  # I1, I2
        level, name = levels[at], resolved[at]
        if level % 2:
            levels[at] += name in {"L", "EN", "AN"}
        else:
            levels[at] += 1 if name == "R" else 2 if name in {"EN", "AN"} else 0
    return _with_removed(levels, classes, base)


def base_level(text: str) -> int:
    """1 if the first letter with a direction runs to the left, else 0 (P2, P3)."""
    classes = [_class_of(character) for character in text]
    return _base_of(classes, _partners(classes), 0, len(classes))


def line_levels(text: str, levels: Sequence[int], base: int) -> list[int]:
    """The levels of a line: blanks at its end and separators stand as the paragraph does (L1).

    Args:
        text: The line, whole.
        levels: Of its code points, out of those of the paragraph.
        base: The paragraph's.
    """
    found = list(levels)
    is_trailing = True
    for at in range(len(text) - 1, -1, -1):
        name = _class_of(text[at])
        if name in {"B", "S"}:
            is_trailing = True
        if is_trailing and (name in _TRAILING or name in {"B", "S"}):
            found[at] = base
        else:
            is_trailing = False
    return found


def visual_order(levels: Sequence[int]) -> list[int]:
    """Of the items of a line with these levels, which stands first, second … from the left (L2)."""
    order = list(range(len(levels)))
    highest = max(levels, default=0)
    lowest = min((level for level in levels if level % 2), default=highest + 1)
    for least in range(highest, lowest - 1, -1):
        at = 0
        while at < len(order):
            if levels[order[at]] < least:
                at += 1
                continue
            end = at
            while end < len(order) and levels[order[end]] >= least:
                end += 1
            order[at:end] = order[at:end][::-1]
            at = end
    return order


@lru_cache(512)
def mirrored(character: str) -> str:
    """What is drawn where a character that has a mirror image runs to the left (L4)."""
    if not unicodedata.mirrored(character):
        return character
    if character in _MIRROR_ODD:
        return _MIRROR_ODD[character]
    name = unicodedata.name(character, "")
    for one, other in _SIDES:
        for word, instead in ((one, other), (other, one)):
            if re.search(rf"\b{word}\b", name):
                try:
                    return unicodedata.lookup(re.sub(rf"\b{word}\b", instead, name))
                except KeyError:
                    continue
    return character


_SIDES = (("LEFT", "RIGHT"), ("LESS-THAN", "GREATER-THAN"), ("ELEMENT OF", "CONTAINS AS MEMBER"))
_TICKED = "⦍⦐⦏⦎"
_SIDE_BY_SIDE = "༺༻༼༽᚛᚜⦓⦔⦕⦖"
_GUILLEMETS = "«»\u2039\u203a"
_MIRROR_ODD = {
    signs[at]: signs[at ^ 1]
    for signs in (_TICKED, _SIDE_BY_SIDE, _GUILLEMETS, "()[]{}")
    for at in range(len(signs))
}


@lru_cache(4_096)
def _class_of(character: str) -> str:
    """Its Bidi_Class; one that this Python does not know has its block's."""
    name = unicodedata.bidirectional(character)
    if name:
        return name
    return "R" if _NOT_ASSIGNED.match(character) else "L"


def _partners(classes: Sequence[str]) -> dict[int, int]:
    """The PDI of each isolate initiator that has one, and the other way round (BD9)."""
    partners: dict[int, int] = {}
    open_ones: list[int] = []
    for at, name in enumerate(classes):
        if name in _INITIATORS:
            open_ones.append(at)
        elif name == "PDI" and open_ones:
            partners[open_ones.pop()] = at
    return partners


def _base_of(classes: Sequence[str], partners: dict[int, int], start: int, end: int) -> int:
    at = start
    while at < end:
        name = classes[at]
        if name == "L":
            return 0
        if name in {"R", "AL"}:
            return 1
        at = partners.get(at, end) if name in _INITIATORS else at + 1
    return 0


def _explicit(  # noqa: C901, PLR0912  # the annex's cases, one after the other
    classes: Sequence[str], partners: dict[int, int], base: int
) -> tuple[list[int], list[str]]:
    """Levels by embeddings, overrides and isolates; classes after overrides (X1 to X8)."""
    levels, resolved = [base] * len(classes), list(classes)
    stack: list[tuple[int, str, bool]] = [(base, "", False)]
    lost_isolates = lost_embeddings = isolates = 0
    for at, name in enumerate(classes):
        level, override, _is_isolate = stack[-1]
        if name in _EMBEDDINGS:
            deeper = _next_level(level, to_left=name[0] == "R")
            levels[at] = level
            if deeper <= DEEPEST and not lost_isolates and not lost_embeddings:
                stack.append((deeper, _EMBEDDINGS[name], False))
            elif not lost_isolates:
                lost_embeddings += 1
        elif name in _INITIATORS:
            levels[at] = level
            resolved[at] = override or name
            to_left = name == "RLI"
            if name == "FSI":
                end = partners.get(at, len(classes))
                to_left = _base_of(classes, partners, at + 1, end) == 1
            deeper = _next_level(level, to_left=to_left)
            if deeper <= DEEPEST and not lost_isolates and not lost_embeddings:
                isolates += 1
                stack.append((deeper, "", True))
            else:
                lost_isolates += 1
        elif name == "PDI":
            if lost_isolates:
                lost_isolates -= 1
            elif isolates:
                lost_embeddings = 0
                while not stack[-1][2]:
                    stack.pop()
                stack.pop()
                isolates -= 1
            level, override, _is_isolate = stack[-1]
            levels[at], resolved[at] = level, override or name
        elif name == "PDF":
            levels[at] = level
            if lost_isolates:
                continue
            if lost_embeddings:
                lost_embeddings -= 1
            elif not stack[-1][2] and len(stack) > 1:
                stack.pop()
        elif name == "B":
            levels[at] = base
        else:
            levels[at] = level
            if override and name != "BN":
                resolved[at] = override
    return levels, resolved


def _next_level(level: int, *, to_left: bool) -> int:
    return (level + 1) | 1 if to_left else (level + 2) & ~1


def _sequences(
    kept: Sequence[int], levels: Sequence[int], classes: Sequence[str], partners: dict[int, int]
) -> list[list[int]]:
    """The isolating run sequences, each as the positions of its characters (BD13, X10)."""
    runs: list[list[int]] = []
    for at in kept:
        if runs and levels[runs[-1][-1]] == levels[at]:
            runs[-1].append(at)
        else:
            runs.append([at])
    by_first = {run[0]: run for run in runs}
    closers = set(partners.values())
    sequences: list[list[int]] = []
    for run in runs:
        if run[0] in closers:
            continue  # it goes on with another
        sequence = list(run)
        while classes[sequence[-1]] in _INITIATORS and sequence[-1] in partners:
            following = by_first.get(partners[sequence[-1]])
            if following is None:
                break
            sequence.extend(following)
        sequences.append(sequence)
    return sequences


def _outer(
    sequence: Sequence[int], kept: Sequence[int], levels: Sequence[int], base: int, *, is_open: bool
) -> tuple[str, str]:
    """The directions before and after a sequence: of the higher of two levels (X10)."""
    level = levels[sequence[0]]
    before = bisect_left(kept, sequence[0]) - 1
    after = bisect_left(kept, sequence[-1]) + 1
    left = levels[kept[before]] if before >= 0 else base
    right = levels[kept[after]] if after < len(kept) and not is_open else base
    return _direction(max(level, left)), _direction(max(level, right))


def _direction(level: int) -> str:
    return "R" if level % 2 else "L"


def _resolve_weak(names: list[str], before: str) -> None:  # noqa: C901, PLR0912  # likewise
    """Numbers, and what stands beside them (W1 to W7)."""
    previous = before
    for at, name in enumerate(names):  # W1
        if name == "NSM":
            names[at] = "ON" if previous in _INITIATORS or previous == "PDI" else previous
        previous = names[at]
    strong = before
    for at, name in enumerate(names):  # W2, W3
        if name in {"L", "R", "AL"}:
            strong = name
        elif name == "EN" and strong == "AL":
            names[at] = "AN"
    names[:] = ["R" if name == "AL" else name for name in names]
    for at in range(1, len(names) - 1):  # W4
        left, right = names[at - 1], names[at + 1]
        if left == right and (
            (names[at] in {"ES", "CS"} and left == "EN") or (names[at] == "CS" and left == "AN")
        ):
            names[at] = left
    at = 0
    while at < len(names):  # W5
        end = at
        while end < len(names) and names[end] == "ET":
            end += 1
        if end > at:
            if (at and names[at - 1] == "EN") or (end < len(names) and names[end] == "EN"):
                names[at:end] = ["EN"] * (end - at)
            at = end
        else:
            at += 1
    names[:] = ["ON" if name in {"ES", "ET", "CS"} else name for name in names]  # W6
    strong = before
    for at, name in enumerate(names):  # W7
        if name in {"L", "R"}:
            strong = name
        elif name == "EN" and strong == "L":
            names[at] = "L"


def _resolve_brackets(
    names: list[str], signs: Sequence[str], classes: Sequence[str], before: str, within: str
) -> None:
    """Pairs of brackets go with what they hold, or with what stands before them (N0)."""
    for opened, closed in _bracket_pairs(names, signs):
        inside = {_strong(name) for name in names[opened + 1 : closed]}
        if within in inside:
            direction = within
        elif inside - {""}:
            context = next(
                (strong for name in reversed(names[:opened]) if (strong := _strong(name))), before
            )
            direction = context if context != within else within
        else:
            continue
        for at in (opened, closed):
            names[at] = direction
            for following in range(at + 1, len(names)):
                if classes[following] != "NSM":
                    break
                names[following] = direction


def _bracket_pairs(names: Sequence[str], signs: Sequence[str]) -> list[tuple[int, int]]:
    """Which brackets belong together, in the order of the opening ones (BD16)."""
    waiting: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for at, sign in enumerate(signs):
        if not sign or names[at] != "ON" or not unicodedata.mirrored(sign):
            continue
        category = unicodedata.category(sign)
        if category == "Ps":
            if len(waiting) == OPEN_BRACKETS:
                return []
            waiting.append((_same(mirrored(sign)), at))
        elif category == "Pe":
            for place in range(len(waiting) - 1, -1, -1):
                if waiting[place][0] == _same(sign):
                    pairs.append((waiting[place][1], at))
                    del waiting[place:]
                    break
    return sorted(pairs)


def _same(bracket: str) -> str:
    """A bracket, or the one that it is canonically equivalent to."""
    return unicodedata.normalize("NFC", bracket)


def _strong(name: str) -> str:
    """The direction that a resolved class stands for beside neutral ones; empty if none."""
    return "R" if name in {"R", "EN", "AN"} else name if name == "L" else ""


def _resolve_neutral(names: list[str], before: str, after: str, within: str) -> None:
    """What has no direction takes that of both neighbours, else of the embedding (N1, N2)."""
    at = 0
    while at < len(names):
        end = at
        while end < len(names) and names[end] in _NEUTRAL:
            end += 1
        if end > at:
            left = _strong(names[at - 1]) if at else before
            right = _strong(names[end]) if end < len(names) else after
            names[at:end] = [left if left == right else within] * (end - at)
        at = end + 1


def _with_removed(levels: list[int], classes: Sequence[str], base: int) -> list[int]:
    """What was taken to be absent stands with what is before it."""
    for at, name in enumerate(classes):
        if name in _REMOVED:
            levels[at] = levels[at - 1] if at else base
    return levels
