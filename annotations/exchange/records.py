"""Marks and articles as JSON objects, with the keys of the annotated YAML, and such objects read back.

What is absent is left out. Keys that postil does not know are carried as in the YAML (see `shape`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.errors import MalformedFileError
from annotations.exchange import checking, marks, shape
from annotations.exchange.fields import Fault, Fields
from annotations.exchange.foreign import stable_id
from annotations.model import AnnotatedArticle, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from annotations.document import Document
    from annotations.model import Annotation, Article, Json, Piece


def mark_record(annotation: Annotation, document: Document | None = None) -> dict[str, Json]:
    """One mark; section and locator are told from its document, else repeated as they were read."""
    extra = annotation.extra
    record: dict[str, Json] = {"id": annotation.id}
    state: dict[str, Json] = {}
    if len(annotation.pieces) == 1:
        place, state = _piece(annotation.pieces[0], extra)
        record |= place
    elif annotation.pieces:
        record["pieces"] = [
            _several(piece, shape.nested(extra, "pieces", str(number)))
            for number, piece in enumerate(annotation.pieces)
        ]
    start = annotation.start
    if document is None:
        record |= {key: extra[key] for key in ("section", "locator") if key in extra}
    elif start is not None:
        record["section"] = document.section(start)
        record["locator"] = {**document.locator(start)}
    record["colour"] = annotation.colour.value if annotation.colour else ""
    record["tags"] = list(annotation.tags)
    record["fields"] = dict(annotation.fields)
    record["note"] = annotation.note
    record |= state
    record["creator"] = annotation.creator
    record["created"] = annotation.created
    record["updated"] = annotation.updated
    record["relations"] = [
        {
            "to": each.to,
            "relation": each.name,
            **shape.nested(extra, "relations", f"{each.to} {each.name}"),
        }
        for each in annotation.relations
    ]
    written = present(record)
    if extra:
        own = {**shape.nested(extra, "pieces", "0")} if len(annotation.pieces) == 1 else {}
        own |= extra
        written |= {key: own[key] for key in sorted(own) if key not in shape.ANNOTATION}
    return written


def article_record(article: Article, document: Document | None = None) -> dict[str, Json]:
    """What is known of an article, its present version included; never a folder."""
    metadata, version = article.metadata, article.version
    record: dict[str, Json] = {
        "id": article.id,
        "title": metadata.title,
        "authors": list(metadata.authors),
        "publisher": metadata.publisher,
        "published": metadata.published,
        "url": metadata.url,
        "doi": metadata.doi,
        "source": shape.shown_source(article.source),
        "language": metadata.language,
        "tags": list(article.tags),
    }
    if version is not None:
        record |= {
            "captured": version.captured,
            "sha256": version.sha256,
            "length": version.length or "",
            "loader": version.loader,
            "source_sha256": version.source_sha256,
            "reason": version.reason,
        }
    if document is not None:
        # The text that the marks' places are told in is what they must hold for.
        record |= {"sha256": document.sha256, "length": len(document.text) or ""}
    extra = article.extra
    own = {key: extra[key] for key in sorted(extra) if key not in shape.ARTICLE}
    return present(record) | own


def read_records(records: Iterable[tuple[int, Json]], name: str) -> tuple[AnnotatedArticle, ...]:
    """The articles that marks are of, in the order in which they first come.

    Args:
        records: Each with the line it stands in; a mark as `mark_record` made it, and under `article`
            its article as `article_record` made it. What the first mark of an article says of it holds.
        name: What to call the file in messages.

    Raises:
        MalformedFileError: Something in it cannot be; with the line.
    """
    articles: dict[str, Article] = {}
    groups: dict[str, tuple[list[int], list[Json]]] = {}
    for line, value in records:
        try:
            identity = _take_article(value, articles)
        except Fault as fault:
            raise MalformedFileError(name, str(fault), line=line) from fault
        lines, values = groups.setdefault(identity, ([], []))
        lines.append(line)
        values.append(value)
    return tuple(
        _annotated(articles[identity], lines, values, name)
        for identity, (lines, values) in groups.items()
    )


def _take_article(value: Json, articles: dict[str, Article]) -> str:
    """Take a mark's article out of it; gives the article's id."""
    fields = Fields(value)
    assert isinstance(value, dict)
    article = value.pop("article", None)
    if article is None:
        raise Fault("`article` is missing")  # noqa: EM101, TRY003  # as in `checking`
    given = Fields(article)
    identity = stable_id(given.required("id"))
    if identity not in articles:
        articles[identity] = checking.read_article(Fields({**given.rest, "id": identity}))
    value["id"] = stable_id(fields.required("id"))
    relations = value.get("relations")
    for each in relations if isinstance(relations, list) else ():
        if isinstance(each, dict) and isinstance(each.get("to"), str):
            each["to"] = stable_id(str(each["to"]))
    return identity


def _annotated(
    article: Article, lines: Sequence[int], values: list[Json], name: str
) -> AnnotatedArticle:
    version = article.version
    place = marks.Place(None, version.length if version and version.length else marks.LARGEST)
    try:
        found = marks.read_annotations(values, place)
    except Fault as fault:
        number = next((each for each in fault.path if isinstance(each, int)), 0)
        raise MalformedFileError(name, str(fault), line=lines[number]) from fault
    return AnnotatedArticle(article=article, annotations=found)


def _piece(piece: Piece, extra: Mapping[str, Json]) -> tuple[dict[str, Json], dict[str, Json]]:
    """Where a piece is, and how it was found."""
    place: dict[str, Json] = {
        "quote": piece.quote,
        "prefix": piece.prefix,
        "suffix": piece.suffix,
    }
    held = piece.range
    if held is not None:
        place |= {"start": held.start, "end": held.end}
    state: dict[str, Json] = {
        "state": (piece.state if held is not None else State.ORPHANED).value,
        "confidence": "" if piece.confidence is None else piece.confidence,
    }
    if piece.original is not None:
        selector = piece.original.selector
        state["original"] = present(
            {
                "sha256": piece.original.sha256,
                "start": selector.start,
                "end": selector.end,
                "quote": selector.quote,
                "prefix": selector.prefix,
                "suffix": selector.suffix,
            }
        ) | {**shape.nested(extra, "original")}
    return place, state


def _several(piece: Piece, extra: Mapping[str, Json]) -> dict[str, Json]:
    """One piece of several."""
    place, state = _piece(piece, extra)
    own = {key: extra[key] for key in sorted(extra) if key not in shape.PIECE}
    return present(place | state) | own


def present(record: dict[str, Json]) -> dict[str, Json]:
    """What of a record is there: no empty texts and lists; 0 is a number."""
    return {key: value for key, value in record.items() if value.__class__ is int or value}
