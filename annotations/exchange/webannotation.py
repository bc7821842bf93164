"""W3C Web Annotation, JSON-LD: one AnnotationCollection, its one page with an annotation a line.

A mark's note, tags and fields are its bodies, its pieces its targets, each with the quote and the
position in code points; the colour is the targets' `styleClass`. What the model has no word for has the
prefix `postil:`: a body's field or relation, and the articles at the end, to which the targets' sources
lead. Reading is `webannotation_reading`'s.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotations.exchange.foreign import stable_id, urn
from annotations.exchange.plain_json import line_of
from annotations.exchange.records import article_record
from annotations.model import State, place_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from annotations.exchange import Options
    from annotations.model import AnnotatedArticle, Annotation, Json, Piece

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
PREFIX = "postil"
ARTICLES, FIELD, RELATION, SOURCE = (
    f"{PREFIX}:{name}" for name in ("articles", "field", "relation", "source")
)
"""The terms that are postil's own; SOURCE is the IRI by which targets name an article."""

_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`]+\Z", re.IGNORECASE)
_BODY = {"type": "TextualBody"}


def write(articles: Iterable[AnnotatedArticle], options: Options) -> Iterator[str]:
    """The pieces of the file: its beginning, a line for each annotation, its end."""
    del options
    total = 0
    told: dict[str, dict[str, Json]] = {}
    for annotated in articles:
        source = _source(annotated, told)
        if not told:
            yield _beginning(annotated.article.id)
        told[source] = article_record(annotated.article, annotated.document)
        for annotation in sorted(annotated.annotations, key=place_key):
            yield ",\n" if total else "\n"
            yield line_of(annotation_record(annotation, source))
            total += 1
    if not told:
        yield _beginning("")
    ends = [{**record, SOURCE: source} for source, record in told.items()]
    written = ",\n".join(map(line_of, ends))
    yield f'\n]}}, "total": {total}, "{ARTICLES}": [\n{written}\n]}}\n'


def _beginning(first: str) -> str:
    identity = stable_id(f"collection of {first}")
    head: dict[str, Json] = {
        "@context": [CONTEXT, {PREFIX: f"urn:{PREFIX}:"}],
        "id": urn(identity),
        "type": "AnnotationCollection",
        "label": "postil",
    }
    page: dict[str, Json] = {
        "id": urn(stable_id(f"page of {first}")),
        "type": "AnnotationPage",
        "startIndex": 0,
    }
    return f'{line_of(head)[:-1]}, "first": {line_of(page)[:-1]}, "items": ['


def _source(annotated: AnnotatedArticle, told: dict[str, dict[str, Json]]) -> str:
    """The IRI of an article: its address, unless it has none or another article has it as well."""
    address = annotated.article.metadata.url
    return address if _IRI.match(address) and address not in told else urn(annotated.article.id)


def annotation_record(annotation: Annotation, source: str) -> dict[str, Json]:
    """One annotation; `source` is the IRI of its article."""
    record: dict[str, Json] = {"id": urn(annotation.id), "type": "Annotation"}
    record["motivation"] = (
        "commenting" if annotation.note else "tagging" if annotation.tags else "highlighting"
    )
    if annotation.creator:
        record["creator"] = {"type": "Person", "name": annotation.creator}
    if annotation.created:
        record["created"] = annotation.created
    if annotation.updated:
        record["modified"] = annotation.updated
    bodies = _bodies(annotation)
    if bodies:
        record["body"] = bodies
    style: dict[str, Json] = {"styleClass": annotation.colour.value} if annotation.colour else {}
    targets: list[Json] = [
        {"source": source, **style, "selector": _selectors(piece)} for piece in annotation.pieces
    ]
    if not targets:
        record["target"] = {"source": source, **style} if style else source
    else:
        record["target"] = targets[0] if len(targets) == 1 else targets
    return record


def _bodies(annotation: Annotation) -> list[Json]:
    bodies: list[Json] = []
    if annotation.note:
        note = {"value": annotation.note, "format": "text/markdown", "purpose": "commenting"}
        bodies.append({**_BODY, **note})
    bodies += [{**_BODY, "value": tag, "purpose": "tagging"} for tag in annotation.tags]
    bodies += [
        {**_BODY, "value": value, "purpose": "describing", FIELD: name}
        for name, value in annotation.fields
    ]
    bodies += [
        {
            "type": "SpecificResource",
            "source": urn(relation.to),
            "purpose": "linking",
            RELATION: relation.name,
        }
        for relation in annotation.relations
    ]
    return bodies


def _selectors(piece: Piece) -> list[Json]:
    """Two ways to the same place."""
    quote: dict[str, Json] = {"type": "TextQuoteSelector", "exact": piece.quote}
    if piece.prefix:
        quote["prefix"] = piece.prefix
    if piece.suffix:
        quote["suffix"] = piece.suffix
    held = piece.range
    if held is None or piece.state is State.ORPHANED:
        return [quote]
    return [quote, {"type": "TextPositionSelector", "start": held.start, "end": held.end}]
