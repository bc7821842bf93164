"""What captions show again is said once: rolling lines, growing lines, cues that stand there twice.

Whether captions roll is a habit of the whole file: only there may a few words that come twice be one
saying. Elsewhere what is shown again at the same time, or on without a gap, is left out, and nothing else.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.loaders.cues import Cue, Line

TOUCHING_MS = 60
"""Two frames: captions nearer to each other follow without a gap."""

HABIT_SHARE = 0.2
"""Share of touching captions that repeat the one before, from which on captions roll."""

HABIT_LEAST = 3

LONG_WORDS = 4
"""Words that nobody says twice without a breath."""

COMPARED_WORDS = 64
"""Words of a caption compared with the one before: more than fit a screen."""


def said_once(cues: Sequence[Cue]) -> Iterator[Cue]:
    """The cues without what the one before showed already; those of which nothing is left are left out."""
    if not cues:
        return
    words = [_words(cue) for cue in cues]
    touching = overlapped = 0
    for number, (before, cue) in enumerate(pairwise(cues)):
        if cue.start_ms - before.end_ms <= TOUCHING_MS:
            touching += 1
            overlapped += bool(_shared(words[number], words[number + 1]))
    rolls = overlapped >= max(HABIT_LEAST, touching * HABIT_SHARE)
    yield cues[0]
    for number, (before, cue) in enumerate(pairwise(cues)):
        said, says = words[number], words[number + 1]
        shared = 0
        if before.start_ms <= cue.start_ms <= before.end_ms + TOUCHING_MS:
            if rolls:
                shared = _shared(said, says)
            elif says == said:
                is_at_once = cue.start_ms < before.end_ms
                shared = len(says) if is_at_once or len(says) >= LONG_WORDS else 0
        if not shared:
            yield cue
        elif shared < len(says):
            yield cue._replace(lines=_without(cue.lines, shared))


def _words(cue: Cue) -> list[str]:
    return [word for line in cue.lines for word in line.text.split()]


def _shared(said: list[str], says: list[str]) -> int:
    """How many of the first words are the last of the caption before."""
    most = min(len(said), len(says), COMPARED_WORDS)
    if said == says:
        return len(says)
    if len(said) < len(says) and says[: len(said)] == said:
        return len(said)
    return next((size for size in range(most, 1, -1) if said[-size:] == says[:size]), 0)


def _without(lines: Sequence[Line], words: int) -> tuple[Line, ...]:
    """The lines without so many of their first words."""
    kept: list[Line] = []
    for line in lines:
        parts = line.text.split(None, words)
        if words == 0:
            kept.append(line)
        elif len(parts) > words:
            kept.append(line.without(len(line.text) - len(parts[words])))
            words = 0
        else:
            words -= len(parts)
    return tuple(kept)
