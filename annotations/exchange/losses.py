"""What of articles and their marks a format cannot hold, found before a file is written.

What a format writes is read back and compared with what was to be written; only of a format that is
never read its own word counts (`Format.lacks`). Of marks that differ in their place and plain words alone
one stands for all. Asked is about marks, the reference and the codebook: that texts, former texts and
tombstones stand in annotated YAML alone is no news.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from annotations.exchange.pausing import garbage_collector_paused
from annotations.model import Article, Codebook, State, Tag
from annotations.versions import carry, is_mere_quote

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from annotations.exchange import Format, Options
    from annotations.model import AnnotatedArticle, Annotation, Metadata, Piece

_SENTENCES: Mapping[str, tuple[str, str]] = {
    "articles": ("1 article without marks", "{} articles without marks"),
    "marks": ("1 mark", "{} marks"),
    "relations": ("1 relation", "{} relations"),
    "pieces": ("1 mark of several pieces as one quote", "{} marks of several pieces as one quote"),
    "two pieces": ("1 mark of two pieces as one quote", "{} marks of two pieces as one quote"),
    "quote": ("the quote of 1 mark", "the quotes of {} marks"),
    "place": ("the place of 1 mark", "the places of {} marks"),
    "original": (
        "where 1 mark stood before the text changed",
        "where {} marks stood before the text changed",
    ),
    "note": ("the note of 1 mark", "the notes of {} marks"),
    "tags": ("the tags of 1 mark", "the tags of {} marks"),
    "colour": ("the colour of 1 mark", "the colours of {} marks"),
    "fields": ("the fields of 1 mark", "the fields of {} marks"),
    "creator": ("who made 1 mark", "who made {} marks"),
    "times": ("when 1 mark was made or changed", "when {} marks were made or changed"),
    "extra": ("what another program said of 1 mark", "what other programs said of {} marks"),
    "article tags": ("the tags of 1 article", "the tags of {} articles"),
    "reference": ("part of the reference of 1 article", "part of the references of {} articles"),
    "descriptions": ("what 1 tag means", "what {} tags mean"),
    "known fields": ("what 1 field means", "what {} fields mean"),
    "meanings": ("what 1 colour means", "what {} colours mean"),
}
"""By aspect, in the order they are told; for one and for several."""

ASPECTS = frozenset(_SENTENCES)
"""What `Format.lacks` may name."""

SLICE_LENGTH = 2_000
"""Marks written and read back at once."""

PLAIN_LENGTH = 10_000
"""Code points of a quote or a note, up to which it may be as any other."""

_DERIVED = frozenset(("section", "locator"))


def losses(
    articles: Iterable[AnnotatedArticle],
    chosen: Format,
    options: Options,
    pause: Callable[[int], None] = lambda _marks: None,
) -> tuple[str, ...]:
    """What a file of a format will not hold, in parts of a sentence: `3 relations`.

    Args:
        articles: What is to be written, each asked for when its turn comes.
        chosen: The format.
        options: How it is to be written.
        pause: Told between slices of the work how many marks were looked at; what it raises ends it.

    Complexity: as writing those marks and reading them again that are not as others (see `_alike`), some
    thousand in memory at a time.
    """
    counts: Counter[str] = Counter()
    looked = 0

    def look(more: int) -> None:
        nonlocal looked
        looked += more
        pause(looked)

    for annotated in () if chosen.holds_all else articles:
        counts += _of_article(annotated, chosen, options, look)
    return tuple(
        one if counts[aspect] == 1 else several.format(f"{counts[aspect]:,}")
        for aspect, (one, several) in _SENTENCES.items()
        if counts[aspect]
    )


def _of_article(
    annotated: AnnotatedArticle, chosen: Format, options: Options, look: Callable[[int], None]
) -> Counter[str]:
    counts: Counter[str] = Counter()
    marks = annotated.annotations
    # No more of them in memory than needed, each with what is written and what is read of it.
    for start in range(0, len(marks) or 1, SLICE_LENGTH):
        part = replace(annotated, annotations=marks[start : start + SLICE_LENGTH])
        look(0)
        groups = _alike(part.annotations)
        back = _back(part, groups, chosen, options)
        if back is not None and _has_quotes(back, {each[0].id for each in groups if each[1:]}):
            # What is found again by its words alone may be found or not, each for itself.
            groups = [[each] for each in part.annotations]
            back = _back(part, groups, chosen, options)
        look(len(part.annotations))
        if start == 0:
            _compare_articles(part, back, counts)
        if chosen.read is None or back is not None:
            _compare_all_marks(part, groups, back, counts)
        else:
            counts["marks"] += len(part.annotations)
    if chosen.read is None:
        return Counter({aspect: counts[aspect] for aspect in chosen.lacks})
    return counts


def _alike(marks: Iterable[Annotation]) -> list[list[Annotation]]:
    """Marks in groups, of each of which a format holds the same aspects.

    They are equal but for their ids, places and moments, and for words in which nothing is that a format might
    take for something else; most of a person's are so.
    """
    groups: dict[object, list[Annotation]] = {}
    for each in marks:
        is_plain = (
            not (each.extra or each.relations)
            and (not each.note or _is_plain(each.note))
            and (not each.pieces or _is_plainly_placed(each.pieces))
        )
        kept = (len(each.pieces), bool(each.note), len(each.created), len(each.updated))
        key = (kept, each.colour, each.tags, each.fields, each.creator) if is_plain else each.id
        groups.setdefault(key, []).append(each)
    return list(groups.values())


def _is_plainly_placed(pieces: Sequence[Piece]) -> bool:
    piece = pieces[0]
    return (
        len(pieces) == 1
        and piece.range is not None
        and piece.state is State.ANCHORED
        and piece.original is None
        and piece.confidence is None
        and len(piece.range) == len(piece.quote)
        and _is_plain(piece.quote)
    )


def _is_plain(text: str) -> bool:
    """True for words that begin with a letter or a digit, with nothing in them that is not to be seen."""
    return (
        text[:1].isalnum()
        and not text[-1].isspace()
        and len(text) <= PLAIN_LENGTH
        and (text.isprintable() or text.replace("\n", "").isprintable())
    )


def _back(
    annotated: AnnotatedArticle,
    groups: Iterable[Sequence[Annotation]],
    chosen: Format,
    options: Options,
) -> AnnotatedArticle | None:
    """The article with one mark of each group as it is read again; None if it does not come back, or is never read."""
    if chosen.read is None:
        return None
    written = replace(annotated, annotations=tuple(each[0] for each in groups))
    with garbage_collector_paused():
        data = b"".join(chosen.write([written], options))
        read = chosen.read(data, chosen.name)
    return next(iter(read), None)


def _has_quotes(back: AnnotatedArticle, of: Collection[str]) -> bool:
    """True if one of some marks has come back as a mere quote."""
    version = back.article.version
    sha256 = version.sha256 if version else ""
    return any(
        is_mere_quote(piece, sha256)
        for each in back.annotations
        if each.id in of
        for piece in each.pieces
    )


def _compare_articles(
    ours: AnnotatedArticle, back: AnnotatedArticle | None, counts: Counter[str]
) -> None:
    """Count what is lost of an article but for its marks."""
    if back is None and not ours.annotations:
        counts["articles"] += 1
        return
    article = back.article if back else Article(id=ours.article.id)
    counts["article tags"] += bool(ours.article.tags) and article.tags != ours.article.tags
    counts["reference"] += _has_less(ours.article.metadata, article.metadata)
    _compare_codebooks(ours.codebook, back.codebook if back else Codebook(), counts)


def _compare_all_marks(
    ours: AnnotatedArticle,
    groups: Iterable[Sequence[Annotation]],
    back: AnnotatedArticle | None,
    counts: Counter[str],
) -> None:
    """Count what marks lack; without what was read back, what they have at all."""
    if back is None:
        counts["marks"] += len(ours.annotations)
    found = {each.id: each for each in _placed(ours, back)} if back else {}
    for group in groups:
        other = found.get(group[0].id)
        lost: Counter[str] = Counter()
        if back is not None and other is None:
            lost["marks"] += 1
        else:
            _compare_marks(group[0], other, lost)
        for aspect, count in lost.items():
            counts[aspect] += count * len(group)


def _has_less(ours: Metadata, back: Metadata) -> bool:
    return any(value and value != other for value, other in zip(ours, back, strict=True))


def _compare_codebooks(ours: Codebook, back: Codebook, counts: Counter[str]) -> None:
    tags = {each.name: each for each in back.tags}
    for tag in ours.tags:
        other = tags.get(tag.name, Tag(name=tag.name))
        meaning = (tag.description, tag.colour, tag.was)
        counts["descriptions"] += any(meaning) and (
            meaning != (other.description, other.colour, other.was)
        )
    described = {each for each in ours.fields if each[1]}
    counts["known fields"] += len(described - set(back.fields))
    counts["meanings"] += len(set(ours.colours) - set(back.colours))


def _placed(ours: AnnotatedArticle, back: AnnotatedArticle) -> list[Annotation]:
    """What was read back, mere quotes where an import would place them in the same text."""
    version = back.article.version
    sha256 = version.sha256 if version else ""
    found = list(back.annotations)
    quotes = [
        number
        for number, each in enumerate(found)
        if any(is_mere_quote(piece, sha256) for piece in each.pieces)
    ]
    if quotes and ours.document is not None:
        placed = carry([found[number] for number in quotes], sha256, ours.document.text)
        for number, each in zip(quotes, placed, strict=True):
            if len(each.pieces) == len(found[number].pieces):
                found[number] = each
    return found


def _compare_marks(ours: Annotation, back: Annotation | None, counts: Counter[str]) -> None:
    """Count what a mark that was read back lacks."""
    counts["relations"] += len(set(ours.relations) - set(back.relations if back else ()))
    pieces = back.pieces if back else ()
    if len(ours.pieces) > 1 and len(pieces) != len(ours.pieces):
        counts["two pieces" if len(ours.pieces) == 2 else "pieces"] += 1  # noqa: PLR2004
    elif ours.pieces:
        _compare_pieces(ours, back, counts)
    if back is not None and back.quote != ours.quote:
        counts["quote"] += 1
    for aspect, names in _ATTRIBUTES.items():
        counts[aspect] += any(
            bool(value := _value(ours, name)) and (back is None or _value(back, name) != value)
            for name in names
        )


_ATTRIBUTES = {
    "note": ("note",),
    "tags": ("tags",),
    "colour": ("colour",),
    "fields": ("fields",),
    "creator": ("creator",),
    "times": ("created", "updated"),
    "extra": ("extra",),
}


def _value(annotation: Annotation, name: str) -> object:
    if name == "fields":
        return dict(annotation.fields)
    if name == "extra":
        # Section and locator follow from the text.
        return {key: value for key, value in annotation.extra.items() if key not in _DERIVED}
    return getattr(annotation, name)


def _compare_pieces(ours: Annotation, back: Annotation | None, counts: Counter[str]) -> None:
    """Whether a mark of as many pieces stands where it stood, and knows where that was before."""
    others = back.pieces if back else ()
    counts["original"] += any(
        piece.original is not None and (not others or others[number].original != piece.original)
        for number, piece in enumerate(ours.pieces)
    )
    counts["place"] += any(
        piece.state is not State.ORPHANED and (not others or others[number].range != piece.range)
        for number, piece in enumerate(ours.pieces)
    )
