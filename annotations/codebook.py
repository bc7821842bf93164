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
        The tags used with their ancestors, ordered by name, and the meanings of the colours used.
    """
    names: dict[str, None] = dict.fromkeys(also)
    colours = set()
    for annotation in annotations:
        names.update(dict.fromkeys(annotation.tags))
        colours.add(annotation.colour)
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
        extra=codebook.extra,
    )


def merge(local: Codebook, incoming: Codebook) -> Codebook:
    """Both codebooks in one; what is said here stays, what is missing here is filled in.

    The flag `confidential` is never taken away, and a description, colour, spelling or meaning that
    is here is never replaced.
    """
    tags = {fold_tag(tag.name): tag for tag in local.tags}
    for tag in incoming.tags:
        folded = fold_tag(tag.name)
        tags[folded] = _merge_tag(tags[folded], tag) if folded in tags else tag
    meanings = dict(incoming.colours)
    meanings.update((colour, meaning) for colour, meaning in local.colours if meaning)
    return Codebook(
        colours=tuple((colour, meanings[colour]) for colour in COLOURS if meanings.get(colour)),
        tags=ordered(tags.values()),
        extra={**incoming.extra, **local.extra},
    )


def _merge_tag(local: Tag, incoming: Tag) -> Tag:
    known = {fold_tag(name) for name in (local.name, *local.was)}
    return replace(
        local,
        description=local.description or incoming.description,
        colour=local.colour or incoming.colour,
        confidential=local.confidential or incoming.confidential,
        was=local.was + tuple(name for name in incoming.was if fold_tag(name) not in known),
        extra={**incoming.extra, **local.extra},
    )


def is_confidential(tag: str, codebook: Codebook) -> bool:
    """True if the tag or one above it is flagged."""
    return _is_under(tag, _flagged(codebook))


def split_confidential(
    annotations: Iterable[Annotation], codebook: Codebook
) -> tuple[list[Annotation], list[Annotation]]:
    """Part the annotations that may leave the library from those that carry a confidential tag.

    Returns:
        The open ones and the confidential ones, each in the order given.
    """
    flagged = _flagged(codebook)
    kept: list[Annotation] = []
    withheld: list[Annotation] = []
    for annotation in annotations:
        is_withheld = bool(flagged) and any(_is_under(tag, flagged) for tag in annotation.tags)
        (withheld if is_withheld else kept).append(annotation)
    return kept, withheld


def without_confidential(codebook: Codebook) -> Codebook:
    """The codebook without the tags that are flagged and those below them."""
    flagged = _flagged(codebook)
    return replace(
        codebook, tags=tuple(tag for tag in codebook.tags if not _is_under(tag.name, flagged))
    )


def _flagged(codebook: Codebook) -> frozenset[str]:
    return frozenset(fold_tag(tag.name) for tag in codebook.tags if tag.confidential)


def _is_under(tag: str, flagged: frozenset[str]) -> bool:
    return any(fold_tag(name) in flagged for name in (tag, *tag_ancestors(tag)))
