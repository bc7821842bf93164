"""What an edit of the codebook comes to, before anything is written.

Decides which tags get other names, which go into another, which are taken away; how marks come to their
tags then is the store's business. A tag takes what lies below it along. No edit but `Flag` and `Delete`
lets marks out of an export's reach of `confidential`: where a tag would lose the flag of the one above
it, or of the one that goes into it, it is flagged itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from annotations.codebook import filled, flagged, is_under, merge, other_names, tag_key
from annotations.codebook_edits import (
    Add,
    Delete,
    DeleteUnused,
    Describe,
    Flag,
    GiveLetter,
    Merge,
    Paint,
    Rename,
    tag_letter,
)
from annotations.errors import AmbiguousError, InvalidValueError, NotFoundError
from annotations.model import Codebook, Tag, clean_note, fold_tag, normalise_tag, tag_ancestors

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from annotations.codebook_edits import TagEdit


@dataclass(slots=True)
class Recoding:
    """What becomes of the tags, by their numbers."""

    tags: dict[int, Tag]
    """As they are after it; those made are numbered below 0."""
    gone: dict[int, int | None] = field(default_factory=dict)
    """Those no longer there, with the tag that marks get instead."""
    notes: list[str] = field(default_factory=list)


def recode(tags: Mapping[int, Tag], edit: TagEdit, *, used: Collection[int] = ()) -> Recoding:
    """Work an edit out on all tags.

    Args:
        tags: By their numbers.
        edit: What is wanted.
        used: Numbers of the tags that a mark or an article has.

    Raises:
        NotFoundError: There is no such tag.
        AmbiguousError: The new name is another tag's.
        InvalidValueError: A name or letter is not of its form, or a tag would go into itself.
    """
    work = _Work(tags)
    match edit:
        case Rename(name, to):
            work.rename(name, to)
        case Merge(names, into):
            work.merge(names, into)
        case Delete(names):
            work.delete(names)
        case DeleteUnused():
            work.delete_unused(used)
        case Add(name):
            work.add(name)
        case Describe(name, description):
            work.change(name, description=clean_note(description).strip())
        case Paint(name, colour):
            work.change(name, colour=colour)
        case Flag(name, is_confidential):
            work.change(name, confidential=is_confidential)
        case GiveLetter(name, letter):
            work.give_letter(name, letter)
    return work.result()


def take_in(tags: Mapping[int, Tag], incoming: Codebook) -> Recoding:
    """What becomes of all tags when another codebook is taken in, as `codebook.merge` decides it."""
    local = Codebook(tags=tuple(tags.values()))
    numbers = {fold_tag(tag.name): number for number, tag in tags.items()}
    merged = merge(local, incoming).tags
    made = (tag for tag in merged if fold_tag(tag.name) not in numbers)
    numbers.update((fold_tag(tag.name), -number) for number, tag in enumerate(made, 1))
    return Recoding(
        {numbers[fold_tag(tag.name)]: tag for tag in merged}, notes=other_names(local, incoming)
    )


class _Work:
    """Tags on their way from one state to another."""

    def __init__(self, tags: Mapping[int, Tag]) -> None:
        self._before = tags
        self._tags = dict(tags)
        self._numbers = {fold_tag(tag.name): number for number, tag in tags.items()}
        self._gone: dict[int, int | None] = {}
        self._flagged = flagged(tags.values())
        self._keeps_flags = True
        self._notes: list[str] = []

    # --- the edits ----------------------------------------------------------------------------

    def rename(self, name: str, to: str) -> None:
        old, new = self._known(name), self._spelled(normalise_tag(to), but=name)
        if old == new:
            return
        moved = self._with_below(old)
        others = [each for number, each in self._tags.items() if number not in moved]
        taken = next((each.name for each in others if _lies_in(each.name, new)), None)
        if taken is not None and fold_tag(old) != fold_tag(new):
            sentence = f"There is a tag “{_head(taken, new)}” already."
            raise AmbiguousError(sentence, hint="To make one of both, merge them.")
        self._move(old, new)

    def merge(self, names: Sequence[str], into: str) -> None:
        target = self._known(into)
        # Those below first: they would else no longer be found by their names.
        for name in sorted(map(self._known, dict.fromkeys(names)), key=len, reverse=True):
            if fold_tag(name) == fold_tag(target):
                sentence = f"“{name}” cannot go into itself."
                raise InvalidValueError(sentence)
            if _lies_in(target, name):
                sentence = f"“{name}” cannot go into “{target}”, which lies below it."
                raise InvalidValueError(sentence, hint="Rename what lies below first.")
            self._move(name, target)

    def delete(self, names: Sequence[str]) -> None:
        for name in [self._known(each) for each in names]:
            for number in self._with_below(name):
                self._take_away(number)
        if any(is_under(self._before[number].name, self._flagged) for number in self._gone):
            self._notes.append("Marks that are confidential by this alone go into exports then.")

    def delete_unused(self, used: Collection[int]) -> None:
        names = [self._tags[number].name for number in used]
        kept = {fold_tag(each) for name in names for each in (name, *tag_ancestors(name))}
        for number, tag in list(self._tags.items()):
            if fold_tag(tag.name) not in kept:
                self._take_away(number)

    def add(self, name: str) -> None:
        made = self._spelled(normalise_tag(name))
        if fold_tag(made) in self._numbers:
            sentence = f"There is a tag “{self._tags[self._numbers[fold_tag(made)]].name}” already."
            raise AmbiguousError(sentence)
        self._make(made)

    def change(self, name: str, **parts: object) -> None:
        self._keeps_flags = "confidential" not in parts
        known = self._known(name)
        number = self._numbers.get(fold_tag(known))
        tag = Tag(name=known) if number is None else self._tags[number]
        changed = replace(tag, **parts)  # type: ignore[arg-type]  # as the callers name them
        if changed != tag:
            self._tags[self._make(known) if number is None else number] = changed
        if parts.get("confidential") is False and is_under(known, flagged(self._tags.values())):
            self._notes.append(f"“{known}” stays confidential by a tag above it.")

    def give_letter(self, name: str, letter: str) -> None:
        given = tag_letter(letter)
        known = self._known(name)
        for number, tag in self._tags.items():
            if given and tag.letter == given and fold_tag(tag.name) != fold_tag(known):
                self._tags[number] = replace(tag, letter="")
        self.change(known, letter=given)

    # --- their parts --------------------------------------------------------------------------

    def result(self) -> Recoding:
        notes = [*self._notes, *(self._keep_flags() if self._keeps_flags else ())]
        was = {number: tag for number, tag in self._before.items() if tag.letter}
        for number, tag in was.items():
            now = self._tags.get(number)
            if now is not None and now.letter != tag.letter and not now.letter:
                notes.append(f"“{tag.name}” loses the letter {tag.letter}.")
        return Recoding(self._tags, self._gone, notes)

    def _known(self, name: str) -> str:
        """The name as it is written in the codebook, of a tag or of what is above one."""
        wanted = normalise_tag(name)
        number = self._numbers.get(fold_tag(wanted))
        if number is not None:
            return self._tags[number].name
        for tag in self._tags.values():
            if _lies_in(tag.name, wanted):
                return _head(tag.name, wanted)
        sentence = f"There is no tag “{wanted}”."
        raise NotFoundError(sentence, hint="postil tags lists them.")

    def _spelled(self, name: str, *, but: str = "") -> str:
        """A new name with the tags above it spelled as they are."""
        for above in reversed(tag_ancestors(name)):
            number = self._numbers.get(fold_tag(above))
            if number is not None and fold_tag(above) != fold_tag(but):
                depth = above.count("/") + 1
                return "/".join([self._tags[number].name, *name.split("/")[depth:]])
        return name

    def _with_below(self, name: str) -> list[int]:
        """The numbers of a tag and those below it, each before what lies below it."""
        found = [number for number, tag in self._tags.items() if _lies_in(tag.name, name)]
        return sorted(found, key=lambda number: tag_key(self._tags[number].name))

    def _make(self, name: str) -> int:
        number = min([*self._tags, 0]) - 1
        self._tags[number] = Tag(name=name)
        self._numbers[fold_tag(name)] = number
        return number

    def _take_away(self, number: int) -> None:
        del self._numbers[fold_tag(self._tags.pop(number).name)]
        self._gone[number] = None

    def _move(self, old: str, new: str) -> None:
        """Give a tag and those below it names that begin otherwise.

        Where there is a tag of such a name, it takes the moved one in.
        """
        if fold_tag(old) not in self._numbers:
            # So that what is imported under the former name finds its way.
            self._make(old)
        moved = [(number, self._tags[number]) for number in self._with_below(old)]
        for _, tag in moved:
            del self._numbers[fold_tag(tag.name)]
        depth = old.count("/") + 1
        for number, tag in moved:
            name = normalise_tag("/".join([new, *tag.name.split("/")[depth:]]))
            target = self._numbers.get(fold_tag(name))
            if target is None:
                self._tags[number] = _renamed(tag, name)
                self._numbers[fold_tag(name)] = number
            else:
                self._tags[target] = _taken_in(self._tags[target], tag)
                del self._tags[number]
                if number > 0:
                    self._gone[number] = target

    def _keep_flags(self) -> list[str]:
        """Flag what lost the flag of another; gives a sentence for each."""
        notes = []
        kept = {
            self._final(number)
            for number, tag in self._before.items()
            if is_under(tag.name, self._flagged)
        }
        for number in sorted(self._tags, key=lambda number: tag_key(self._tags[number].name)):
            tag = self._tags[number]
            if number in kept and not is_under(tag.name, flagged(self._tags.values())):
                self._tags[number] = replace(tag, confidential=True)
                notes.append(f"“{tag.name}” is confidential then, as what it comes from.")
        return notes

    def _final(self, number: int) -> int | None:
        found: int | None = number
        while found is not None and found in self._gone:
            found = self._gone[found]
        return found


def _renamed(tag: Tag, name: str) -> Tag:
    is_other = fold_tag(name) != fold_tag(tag.name)
    was = (*tag.was, tag.name) if is_other else tag.was
    return replace(tag, name=name, was=_former(was, name))


def _taken_in(tag: Tag, other: Tag) -> Tag:
    """A tag with what it lacks from one that goes into it."""
    was = _former((*tag.was, *other.was, other.name), tag.name)
    return replace(filled(tag, other), was=was)


def _former(names: Iterable[str], present: str) -> tuple[str, ...]:
    """Each once, but for the present one."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(fold_tag(name), name)
    found.pop(fold_tag(present), None)
    return tuple(found.values())


def _lies_in(name: str, above: str) -> bool:
    """True for a tag itself and what lies below it."""
    folded, wanted = fold_tag(name), fold_tag(above)
    return folded == wanted or folded.startswith(f"{wanted}/")


def _head(name: str, above: str) -> str:
    """The part of a name that has as many segments as another."""
    return "/".join(name.split("/")[: above.count("/") + 1])
