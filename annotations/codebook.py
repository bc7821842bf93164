"""What a codebook says of tags and colours: order, ancestors, what is used, what is confidential.

Tags are compared without regard to case. Where they are kept is the store's business.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotations.model import COLOURS, Codebook, Tag, fold_tag, tag_ancestors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from annotations.model import Annotation


def tag_key(name: str) -> tuple[tuple[str, ...], str]:
    """Sort key of a tag: part by part, so that a tag stands right before those below it."""
    return tuple(fold_tag(segment) for segment in name.split("/")), name


def ordered(tags: Iterable[Tag]) -> tuple[Tag, ...]:
    """The tags by name, each before those below it."""
    return tuple(sorted(tags, key=lambda tag: tag_key(tag.name)))


def with_ancestors(names: Iterable[str]) -> dict[str, str]:
    """The names, each once, with all that is above them, by their folded forms.

    Of several spellings the first counts.
    """
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(fold_tag(name), name)
    for name in tuple(found.values()):
        for ancestor in tag_ancestors(name):
            found.setdefault(fold_tag(ancestor), ancestor)
    return found


def used_by(
    annotations: Iterable[Annotation], codebook: Codebook, *, also: Iterable[str] = ()
) -> Codebook:
    """The part of a codebook that annotations use.

    Args:
        annotations: Whose tags and colours are looked at.
        codebook: Where the tags are described; one it does not know stands by its name alone.
        also: Further tags that are used, such as those of the article.

    Returns:
        The tags used with their ancestors, ordered by name, the meanings of the colours used, and the
        known fields used.
    """
    names: dict[str, None] = dict.fromkeys(also)
    colours = set()
    fields: set[str] = set()
    for annotation in annotations:
        names.update(dict.fromkeys(annotation.tags))
        colours.add(annotation.colour)
        if annotation.fields:
            fields.update(fold_tag(name) for name, _ in annotation.fields)
    known = {fold_tag(tag.name): tag for tag in codebook.tags}
    meanings = dict(codebook.colours)
    return Codebook(
        colours=tuple(
            (colour, meanings[colour])
            for colour in COLOURS
            if colour in colours and meanings.get(colour)
        ),
        tags=ordered(
            known.get(folded) or Tag(name=name) for folded, name in with_ancestors(names).items()
        ),
        fields=tuple(each for each in codebook.fields if fold_tag(each[0]) in fields),
        extra=codebook.extra,
    )


class PresentNames:
    """Finds what a tag that comes from elsewhere is called in a codebook.

    A name that is here counts as it is; a former one leads to the tag that had it, also for what would
    lie below.
    """

    def __init__(self, codebook: Codebook) -> None:
        self._present = {fold_tag(tag.name) for tag in codebook.tags}
        self._former = {
            fold_tag(name): tag.name for tag in reversed(codebook.tags) for name in tag.was
        }

    def __call__(self, name: str) -> str:
        """The present name; the name itself if it is none's former one."""
        if not self._former:
            return name
        segments = name.split("/")
        for depth in range(len(segments), 0, -1):
            folded = fold_tag("/".join(segments[:depth]))
            if folded in self._present:
                break
            if folded in self._former:
                return "/".join([self._former[folded], *segments[depth:]])
        return name

    def all(self, names: Iterable[str]) -> tuple[str, ...]:
        """The present names, each once."""
        return tuple({fold_tag(found): found for found in map(self, names)}.values())


def other_names(local: Codebook, incoming: Codebook) -> list[str]:
    """A sentence for each tag here that was renamed where the other codebook comes from."""
    here = {fold_tag(tag.name): tag.name for tag in local.tags}
    return [
        f"“{here[fold_tag(name)]}” is “{tag.name}” there; postil tags merge makes one tag of both."
        for tag in incoming.tags
        for name in tag.was
        if fold_tag(name) in here and fold_tag(name) != fold_tag(tag.name)
    ]


def merge(local: Codebook, incoming: Codebook) -> Codebook:
    """Both codebooks in one; what is said here stays, what is missing here is filled in.

    The flag `confidential` is never taken away, and a description, colour, spelling, letter or meaning
    that is here is never replaced. What comes under a former name is the tag that had it.
    """
    tags = {fold_tag(tag.name): tag for tag in local.tags}
    present_name = PresentNames(local)
    letters = {tag.letter for tag in local.tags}
    for tag in incoming.tags:
        name = present_name(tag.name)
        folded = fold_tag(name)
        given = tag if tag.letter not in letters else replace(tag, letter="")
        letters.add(given.letter)
        tags[folded] = (
            _merge_tag(tags[folded], given) if folded in tags else replace(given, name=name)
        )
    meanings = dict(incoming.colours)
    meanings.update((colour, meaning) for colour, meaning in local.colours if meaning)
    return Codebook(
        colours=tuple((colour, meanings[colour]) for colour in COLOURS if meanings.get(colour)),
        tags=ordered(tags.values()),
        fields=_merge_fields(local.fields, incoming.fields),
        extra={**incoming.extra, **local.extra},
    )


def _merge_fields(
    local: tuple[tuple[str, str], ...], incoming: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str], ...]:
    found = {fold_tag(name): (name, description) for name, description in local}
    for name, description in incoming:
        known, here = found.get(fold_tag(name), (name, ""))
        found[fold_tag(name)] = (known, here or description)
    return tuple(sorted(found.values(), key=lambda each: (fold_tag(each[0]), each[0])))


def _merge_tag(local: Tag, incoming: Tag) -> Tag:
    known = {fold_tag(name) for name in (local.name, *local.was)}
    was = local.was + tuple(name for name in incoming.was if fold_tag(name) not in known)
    return replace(filled(local, incoming), was=was)


def filled(tag: Tag, other: Tag) -> Tag:
    """A tag with what it lacks from another, but for former names."""
    return replace(
        tag,
        description=tag.description or other.description,
        colour=tag.colour or other.colour,
        confidential=tag.confidential or other.confidential,
        letter=tag.letter or other.letter,
        extra={**other.extra, **tag.extra},
    )


def is_confidential(tag: str, codebook: Codebook) -> bool:
    """True if the tag or one above it is flagged."""
    return is_under(tag, flagged(codebook.tags))


def split_confidential(
    annotations: Iterable[Annotation], codebook: Codebook
) -> tuple[list[Annotation], list[Annotation]]:
    """Part the annotations that may leave the library from those that carry a confidential tag.

    Returns:
        The open ones and the confidential ones, each in the order given.
    """
    withheld_tags = flagged(codebook.tags)
    kept: list[Annotation] = []
    withheld: list[Annotation] = []
    for annotation in annotations:
        is_withheld = bool(withheld_tags) and any(
            is_under(tag, withheld_tags) for tag in annotation.tags
        )
        (withheld if is_withheld else kept).append(annotation)
    return kept, withheld


def without_confidential(codebook: Codebook) -> Codebook:
    """The codebook without the tags that are flagged, those below them, and former names there."""
    withheld = flagged(codebook.tags)
    if not withheld:
        return codebook
    return replace(
        codebook,
        tags=tuple(
            replace(tag, was=tuple(name for name in tag.was if not is_under(name, withheld)))
            for tag in codebook.tags
            if not is_under(tag.name, withheld)
        ),
    )


def flagged(tags: Iterable[Tag]) -> frozenset[str]:
    """Those of the tags that are flagged as confidential, in their folded form."""
    return frozenset(fold_tag(tag.name) for tag in tags if tag.confidential)


def is_under(tag: str, folded: frozenset[str]) -> bool:
    """True if a tag is one of those, or below one."""
    return any(fold_tag(name) in folded for name in (tag, *tag_ancestors(tag)))
