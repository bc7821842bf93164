"""The passage jump without a screen: what can be chosen in view, and what each key narrows it to.

A **target** is what one key or a few choose: a word by how it begins, or a sentence or clause by its
label alone. The targets are kept nearest first. While letters are typed, the nearest that begin so
have a label: a letter that cannot be the next one of any of them, so that a key is either. The rest
wait for another letter; where no letter would part them, as with words that are the same, labels
grow longer instead. Where sentences and clauses begin is `clauses`' question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from annotations import segments
from annotations.model import Range
from reader.layout.labels import HOME_ROW, RESERVE, codes, fold, letters_of, pool

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reader.layout.lines import Layout


class Target(NamedTuple):
    """Something in view that can be chosen."""

    start: int
    end: int
    key: str = ""
    """How it is typed: its letters, folded. Empty where only a label chooses it."""


def in_view(layout: Layout, unit: int, line: int, rows: int) -> Range:
    """The text that so many rows show from a row on; empty if they show none."""
    start = end = -1
    while rows > 0 and unit < layout.unit_count:
        shown = layout.lines(unit)[line : line + rows]
        if shown:
            start = shown[0].start if start < 0 else start
            end = shown[-1].end
        rows -= layout.height(unit) - line
        unit, line = unit + 1, 0
    return Range(max(start, 0), max(end, 0))


def words_in(text: str, view: Range) -> list[Target]:
    """The words that begin in a stretch of text, each whole, in order."""
    found: list[Target] = []
    reach = min(len(text), view.end + segments.WORD_WINDOW)
    cut = segments.word_at(text, view.start)
    for word in segments.words(text, view.start, reach):
        if word.start >= view.end:
            break
        if cut.start < view.start and word.start < cut.end:
            continue  # it begins above
        key = fold(text[word.start : word.end])
        if key:
            found.append(Target(word.start, word.end, key))
    return found


def nearest_first(targets: Iterable[Target], origin: int) -> tuple[Target, ...]:
    """Targets by their distance from a position; the one that holds it comes first."""
    return tuple(
        sorted(targets, key=lambda each: max(each.start - origin, origin - each.end + 1, 0))
    )


def behind(text: str, target: Target, count: int) -> int:
    """The position behind what so many typed letters cover of a target."""
    position, seen = target.start, 0
    while position < target.end:
        letters = letters_of(text[position])
        if letters and seen >= count:
            break
        seen += len(letters)
        position += 1
    return position


class Step:
    """One choice among targets, after some keys. It does not change; a key gives another one."""

    def __init__(
        self,
        targets: Sequence[Target],
        *,
        alphabet: str = HOME_ROW,
        typed: str = "",
        begun: str = "",
        rest: str = "",
    ) -> None:
        """Stand before a choice.

        Args:
            targets: Nearest first: the order in which they get labels.
            alphabet: The letters labels are made of, the best first.
            typed: How the words begin, folded.
            begun: What is typed of a label that has several letters.
            rest: How the word goes on that was taken before, at a letter: who types on without
                looking types this, and it must not choose anything.
        """
        self.typed = typed
        self.begun = begun
        self.rest = rest
        self._alphabet = alphabet
        self._all = targets
        self._targets = [each for each in targets if each.key.startswith(typed)]
        labels = self._labels()
        self.labels: Mapping[Target, str] = {
            target: label[len(begun) :]
            for target, label in labels.items()
            if label.startswith(begun)
        }
        """What is still to be typed to take a target."""
        self.matches: Sequence[Target] = list(self.labels) if begun else self._targets
        """What begins as typed, nearest first."""

    def _labels(self) -> dict[Target, str]:
        matches, length = self._targets, len(self.typed)
        if not length and any(each.key for each in matches):
            return {}  # how the words begin is asked first
        letters = pool(self._alphabet, self.typed, (each.key for each in matches))
        following = {each.key[length : length + 1] for each in matches}
        if self.rest.startswith(self.typed):
            following.add(self.rest[length : length + 1])
        free = [each for each in letters if fold(each)[:1] not in following]
        # No further letter parts these from the others: they have a label now or never.
        whole = [each for each in matches[len(free) :] if len(each.key) == length]
        chosen = matches[: len(free)] + whole
        if not chosen:
            return {}
        firsts = free or [each for each in RESERVE if each not in following]
        return dict(zip(chosen, codes(len(chosen), firsts, letters), strict=True))

    def press(self, character: str) -> Step | Target | None:
        """What a character leads to: a narrower choice, the target it takes, or None: to nothing."""
        found = self._by_label(character)
        if found is not None or self.begun:
            return found or self._by_label(character.swapcase())
        letters = fold(character)
        typed = self.typed + letters
        narrowed = [each for each in self._targets if each.key and each.key.startswith(typed)]
        goes_on = letters != "" and self.rest.startswith(typed)
        if letters and narrowed:
            return narrowed[0] if len(narrowed) == 1 and not goes_on else self._with(typed=typed)
        if goes_on:
            return self._with(rest=self.rest[len(typed) :])
        return self._by_label(character.swapcase())

    def _with(self, *, typed: str = "", begun: str = "", rest: str | None = None) -> Step:
        return Step(
            self._all,
            alphabet=self._alphabet,
            typed=typed,
            begun=begun,
            rest=self.rest if rest is None else rest,
        )

    def _by_label(self, character: str) -> Step | Target | None:
        chosen = [target for target, label in self.labels.items() if label.startswith(character)]
        if not chosen:
            return None
        if self.labels[chosen[0]] == character:
            return chosen[0]
        return self._with(typed=self.typed, begun=self.begun + character)

    def takes_by_letter(self, target: Target, character: str) -> bool:
        """True if a character takes a target because it begins so, and not as its label."""
        label = self.labels.get(target, "")
        letters = fold(character)
        return label not in (character, character.swapcase()) and target.key.startswith(
            self.typed + letters
        )
