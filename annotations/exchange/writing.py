"""An annotated article as the lines of an annotated YAML, `postil/1`.

Equal data give equal bytes: keys in one order, marks by place, then id, unknown keys sorted after
the known. Sections and locators are told from the document where it is there, else what an imported
file said is repeated (see `checking`).
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from annotations.exchange import shape, structure
from annotations.exchange.checking import tag_key
from annotations.exchange.emitter import (
    STEP,
    block_pairs,
    block_value,
    flow,
    flow_mapping,
    flow_sequence,
    flow_value,
    id_value,
    key,
    quoted,
    time_value,
)
from annotations.model import COLOURS, State, place_key
from annotations.naming import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from annotations.document import Document
    from annotations.model import (
        AnnotatedArticle,
        Annotation,
        Article,
        Codebook,
        Json,
        Piece,
        Relation,
        Tag,
        Tombstone,
        Version,
    )

_Pairs = list[tuple[str, str]]


def lines(annotated: AnnotatedArticle, *, with_text: bool) -> Iterator[str]:
    """The lines of the file, without their line ends; a block has several in one."""
    document, extra = annotated.document, annotated.extra
    yield f"postil: {shape.FORMAT}"
    yield from _article(annotated.article, document)
    if annotated.earlier:
        yield "versions:"
        for version in annotated.earlier:
            pairs = [
                *_version(version),
                *_unknown(version.extra, shape.VERSION),
            ]
            yield f"- {flow_mapping(pairs)}"
    yield from codebook_lines(annotated.codebook)
    if annotated.annotations:
        yield "annotations:"
        yield from _Marks(document).lines(annotated.annotations)
    if annotated.deleted:
        yield "deleted:"
        for stone in sorted(annotated.deleted, key=lambda each: each.id):
            yield _tombstone(stone, shape.nested(extra, "deleted", stone.id))
    if document is not None and with_text:
        yield f"text: {block_value(document.text)}"
        yield from structure.lines(document, shape.nested(extra, "structure"))
    yield from block_pairs(extra, but=shape.TOP)


# --- the article and its codebook ---------------------------------------------------------------


def _article(article: Article, document: Document | None) -> Iterator[str]:
    metadata, version = article.metadata, article.version
    yield "article:"
    yield f"  id: {flow_value(article.id)}"
    for name, text in (
        ("title", metadata.title),
        ("authors", metadata.authors),
        ("publisher", metadata.publisher),
        ("published", metadata.published),
        ("url", metadata.url),
        ("doi", metadata.doi),
        ("source", shape.shown_source(article.source)),
        ("language", metadata.language),
        ("captured", version.captured if version else ""),
        ("tags", article.tags),
    ):
        if isinstance(text, tuple):
            if text:
                yield f"  {name}: {flow_sequence(map(flow_value, text))}"
        elif text:
            yield f"  {name}: {block_value(text, STEP)}"
    measures: _Pairs = _version(version) if version else []
    if document is not None:
        # The text beside it is what they must hold for.
        measured = {"sha256": id_value(document.sha256)}
        if document.text:
            measured["length"] = str(len(document.text))
        rest = [pair for pair in measures if pair[0] not in measured]
        measures = [*measured.items(), *rest]
    for name, written in measures:
        if name != "captured":
            yield f"  {name}: {written}"
    yield from block_pairs(article.extra, STEP, but=shape.ARTICLE)


def _version(version: Version) -> _Pairs:
    """What a version has, each as written within braces."""
    pairs: list[tuple[str, str | int]] = [
        ("captured", version.captured),
        ("sha256", version.sha256),
        ("length", version.length),
        ("loader", version.loader),
        ("source_sha256", version.source_sha256),
        ("reason", version.reason),
    ]
    return [(name, flow(value)) for name, value in pairs if value]


def codebook_lines(codebook: Codebook) -> Iterator[str]:
    """The lines of a codebook under its key; none if it is empty."""
    body: list[str] = []
    if codebook.colours:
        meanings = dict(codebook.colours)
        pairs = [(colour, flow_value(meanings[colour])) for colour in COLOURS if colour in meanings]
        body.append(f"  colours: {flow_mapping(pairs)}")
    if codebook.tags:
        body.append("  tags:")
        for tag in sorted(codebook.tags, key=tag_key):
            body += _tag(tag)
    if codebook.fields:
        body.append("  fields:")
        for name, description in codebook.fields:
            body.append(f"  - name: {block_value(name, STEP + '  ')}")
            if description:
                body.append(f"    description: {block_value(description, STEP + '  ')}")
            unknown = shape.nested(codebook.extra, "fields", fold_name(name))
            body += block_pairs(unknown, STEP + "  ", but=shape.FIELD)
    body += block_pairs(codebook.extra, STEP, but=shape.CODEBOOK)
    if body:
        yield "codebook:"
        yield from body


def _tag(tag: Tag) -> Iterator[str]:
    indent = STEP + "  "
    yield f"  - name: {block_value(tag.name, indent)}"
    if tag.description:
        yield f"{indent}description: {block_value(tag.description, indent)}"
    if tag.colour:
        yield f"{indent}colour: {tag.colour}"
    if tag.was:
        yield f"{indent}was: {flow_sequence(map(flow_value, tag.was))}"
    if tag.confidential:
        yield f"{indent}confidential: true"
    if tag.letter:
        yield f"{indent}letter: {flow_value(tag.letter)}"
    yield from block_pairs(tag.extra, indent, but=shape.TAG)


def _tombstone(stone: Tombstone, extra: Mapping[str, Json]) -> str:
    pairs = [
        ("id", flow_value(stone.id)),
        ("deleted", flow_value(stone.deleted)),
        *_unknown(extra, shape.TOMBSTONE),
    ]
    return f"- {flow_mapping(pairs)}"


def _unknown(extra: Mapping[str, Json], known: frozenset[str]) -> _Pairs:
    return [(name, flow(extra[name])) for name in sorted(extra) if name not in known]


# --- the marks --------------------------------------------------------------------------------


class _Places:
    """Section and locator of positions that never fall, each found by going on from the last.

    `Document.section` and `Document.locator` say the same; asked 100,000 times they take longer
    than all the rest of the writing.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._heading_starts = [document.blocks.starts[each] for each in document.headings]
        self._sections: dict[int, str] = {}
        self._locator_number = 0
        self._labels: dict[str, str] = {}
        self._written_labels = ""

    def lines(self, position: int) -> str:
        """The lines `section:` and `locator:`, each with a line end before it; or nothing."""
        number = bisect_right(self._heading_starts, position)
        section = self._sections.get(number)
        if section is None:
            title = self._document.section(position)
            section = f"\n  section: {block_value(title, STEP)}" if title else ""
            self._sections[number] = section
        locators, has_moved = self._document.locators, False
        while (
            self._locator_number < len(locators)
            and locators[self._locator_number].start <= position
        ):
            locator = locators[self._locator_number]
            self._labels[locator.kind] = locator.label
            self._locator_number += 1
            has_moved = True
        if has_moved:
            pairs = [
                f"{key(kind)} {flow_value(label)}"
                for kind, label in sorted(self._labels.items())
                if label
            ]
            self._written_labels = ", ".join(pairs)
        paragraph = self._document.paragraph_number(position)
        parts = [f"paragraph: {paragraph}"] if paragraph else []
        if self._written_labels:
            parts.append(self._written_labels)
        return f"{section}\n  locator: {{{', '.join(parts)}}}" if parts else section


class _Marks:
    """Writes marks; what many of them share is written once and kept."""

    def __init__(self, document: Document | None) -> None:
        self._places = _Places(document) if document is not None else None
        self._tags: dict[tuple[str, ...], str] = {}

    def lines(self, annotations: Sequence[Annotation]) -> Iterator[str]:
        """One mark after the other, by place, then id."""
        for annotation in sorted(annotations, key=_order):
            yield self._mark(annotation)

    def _mark(self, annotation: Annotation) -> str:
        """The lines of a mark in one text, a key in each part: the quickest way there is."""
        pieces, extra = annotation.pieces, annotation.extra
        place = state = where = ""
        if len(pieces) == 1:
            place, state = _place(pieces[0]), _state(pieces[0], extra)
        elif pieces:
            place = _several(pieces, extra)
        if self._places is None:
            where = _repeated(extra)
        elif pieces:
            held = pieces[0].range
            start = held.start if len(pieces) == 1 and held is not None else annotation.start
            where = "" if start is None else self._places.lines(start)
        colour = f"\n  colour: {annotation.colour.value}" if annotation.colour else ""
        tags = f"\n  tags: {self._tag_list(annotation.tags)}" if annotation.tags else ""
        fields = f"\n  fields: {_fields(annotation.fields)}" if annotation.fields else ""
        note = f"\n  note: {block_value(annotation.note, STEP)}" if annotation.note else ""
        creator = (
            f"\n  creator: {block_value(annotation.creator, STEP)}" if annotation.creator else ""
        )
        created = f"\n  created: {time_value(annotation.created)}" if annotation.created else ""
        updated = f"\n  updated: {time_value(annotation.updated)}" if annotation.updated else ""
        relations = _relations(annotation.relations, extra) if annotation.relations else ""
        own = "".join(f"\n{line}" for line in _own(annotation)) if extra else ""
        return (
            f"- id: {id_value(annotation.id)}{place}{where}{colour}{tags}{fields}{note}{state}"
            f"{creator}{created}{updated}{relations}{own}"
        )

    def _tag_list(self, tags: tuple[str, ...]) -> str:
        written = self._tags.get(tags)
        if written is None:
            written = self._tags[tags] = flow_sequence(map(flow_value, tags))
        return written


def _order(annotation: Annotation) -> tuple[int, int, int, str]:
    """As `place_key`, in half the time for a mark of one piece."""
    if len(annotation.pieces) == 1:
        held = annotation.pieces[0].range
        if held is not None:
            return (0, held.start, held.end, annotation.id)
    return place_key(annotation)


def _fields(fields: Sequence[tuple[str, str]]) -> str:
    return flow_mapping([(name, flow_value(value)) for name, value in fields])


def _several(pieces: Sequence[Piece], extra: Mapping[str, Json]) -> str:
    written = "\n  pieces:"
    for number, piece in enumerate(pieces):
        pairs = _piece(piece, shape.nested(extra, "pieces", str(number)))
        written += f"\n  - {flow_mapping(pairs)}"
    return written


def _relations(relations: Sequence[Relation], extra: Mapping[str, Json]) -> str:
    written = "\n  relations:"
    for relation in relations:
        unknown = shape.nested(extra, "relations", f"{relation.to} {relation.name}")
        pairs = [
            ("to", id_value(relation.to)),
            ("relation", flow_value(relation.name)),
            *_unknown(unknown, shape.RELATION),
        ]
        written += f"\n  - {flow_mapping(pairs)}"
    return written


def _place(piece: Piece) -> str:
    """A single piece up to its end, in lines."""
    quote = f"\n  quote: {block_value(piece.quote, STEP)}" if piece.quote else ""
    prefix = f"\n  prefix: {quoted(piece.prefix)}" if piece.prefix else ""
    suffix = f"\n  suffix: {quoted(piece.suffix)}" if piece.suffix else ""
    held = piece.range
    place = "" if held is None else f"\n  start: {held.start}\n  end: {held.end}"
    return f"{quote}{prefix}{suffix}{place}"


def _state(piece: Piece, extra: Mapping[str, Json]) -> str:
    """How a single piece was found, in lines."""
    written = f"\n  state: {_state_word(piece)}"
    if piece.confidence is not None:
        written += f"\n  confidence: {piece.confidence}"
    if piece.original is not None:
        written += (
            f"\n  original: {flow_mapping(_original(piece, shape.nested(extra, 'original')))}"
        )
    return written


def _state_word(piece: Piece) -> str:
    # The value: formatting the member itself takes a microsecond.
    return (piece.state if piece.range is not None else State.ORPHANED).value


def _piece(piece: Piece, extra: Mapping[str, Json]) -> _Pairs:
    """One piece of several, within braces."""
    pairs: _Pairs = []
    if piece.range is not None:
        pairs += [("start", str(piece.range.start)), ("end", str(piece.range.end))]
    pairs += _texts(piece.quote, piece.prefix, piece.suffix)
    pairs.append(("state", _state_word(piece)))
    if piece.confidence is not None:
        pairs.append(("confidence", str(piece.confidence)))
    if piece.original is not None:
        original = _original(piece, shape.nested(extra, "original"))
        pairs.append(("original", flow_mapping(original)))
    return pairs + _unknown(extra, shape.PIECE)


def _original(piece: Piece, extra: Mapping[str, Json]) -> _Pairs:
    assert piece.original is not None
    selector = piece.original.selector
    return [
        ("sha256", id_value(piece.original.sha256)),
        ("start", str(selector.start)),
        ("end", str(selector.end)),
        *_texts(selector.quote, selector.prefix, selector.suffix),
        *_unknown(extra, shape.ORIGINAL),
    ]


def _texts(quote: str, prefix: str, suffix: str) -> _Pairs:
    pairs = [("quote", flow_value(quote))] if quote else []
    if prefix:
        pairs.append(("prefix", quoted(prefix)))
    if suffix:
        pairs.append(("suffix", quoted(suffix)))
    return pairs


def _repeated(extra: Mapping[str, Json]) -> str:
    """Section and locator as an imported file gave them, where no document tells them."""
    written = ""
    section, locator = extra.get("section"), extra.get("locator")
    if isinstance(section, str) and section:
        written += f"\n  section: {block_value(section, STEP)}"
    if isinstance(locator, dict) and locator:
        # As above: the paragraph first, the rest by name, whatever became of their order since.
        names = sorted(locator, key=lambda name: (name != "paragraph", name))
        pairs = [(name, flow(locator[name])) for name in names]
        written += f"\n  locator: {flow_mapping(pairs)}"
    return written


def _own(annotation: Annotation) -> list[str]:
    """Unknown keys of a mark itself, and those of its piece if what were several is now one."""
    values = dict(annotation.extra)
    if len(annotation.pieces) == 1:
        values = {**shape.nested(annotation.extra, "pieces", "0"), **values}
    return block_pairs(values, STEP, but=shape.ANNOTATION)
