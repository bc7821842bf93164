"""Marks and articles as JSON: a mark with the keys of the annotated YAML, plus its article."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from annotations.document import Document
    from annotations.library import Library
    from annotations.model import Annotation, Article, Json, Piece, Selector
    from annotations.results import ArticleSummary, Found


def mark_records(library: Library, found: Iterable[Found]) -> Iterator[dict[str, Json]]:
    """A record for each mark found; section and place are told where the text is kept."""
    article_id = document = None
    for each in found:
        if each.article.id != article_id:
            article_id = each.article.id
            document = library.document(article_id)
        yield mark_record(each.annotation, each.article, document)


def mark_record(
    annotation: Annotation, article: Article, document: Document | None = None
) -> dict[str, Json]:
    """One mark; what is absent is left out, as in the YAML."""
    record: dict[str, Json] = {"id": annotation.id}
    if len(annotation.pieces) == 1:
        record |= _piece(annotation.pieces[0])
    elif annotation.pieces:
        record["pieces"] = [_piece(piece) for piece in annotation.pieces]
    if document is not None and annotation.start is not None:
        record["section"] = document.section(annotation.start)
        record["locator"] = dict(document.locator(annotation.start))
    record["colour"] = annotation.colour.value if annotation.colour else None
    record["tags"] = list(annotation.tags)
    record["fields"] = dict(annotation.fields)
    record["note"] = annotation.note
    record["creator"] = annotation.creator
    record["created"] = annotation.created
    record["updated"] = annotation.updated
    record["relations"] = [{"to": each.to, "relation": each.name} for each in annotation.relations]
    record["article"] = _present(
        {"id": article.id, "title": article.metadata.title, "source": article.source}
    )
    return _present(record)


def article_record(summary: ArticleSummary) -> dict[str, Json]:
    """One article of the library with the number of its marks."""
    article, metadata = summary.article, summary.article.metadata
    return _present(
        {
            "id": article.id,
            "title": metadata.title,
            "authors": list(metadata.authors),
            "publisher": metadata.publisher,
            "published": metadata.published,
            "url": metadata.url,
            "doi": metadata.doi,
            "source": article.source,
            "language": metadata.language,
            "tags": list(article.tags),
            "sha256": article.version.sha256 if article.version else "",
            "progress": round(summary.progress, 4),
            "opened": summary.opened,
            "updated": summary.updated,
        }
    ) | {
        "marks": summary.marks,
        "colours": {
            colour.value if colour else "none": count for colour, count in summary.by_colour
        },
    }


def _piece(piece: Piece) -> dict[str, Json]:
    record: dict[str, Json] = {"quote": piece.quote}
    record |= {"prefix": piece.prefix, "suffix": piece.suffix}
    if piece.range is not None:
        record |= {"start": piece.range.start, "end": piece.range.end}
    record["state"] = piece.state.value
    record["confidence"] = piece.confidence
    if piece.original is not None:
        record["original"] = {
            "sha256": piece.original.sha256,
            **_selector(piece.original.selector),
        }
    return {key: value for key, value in record.items() if value not in (None, "")}


def _selector(selector: Selector) -> dict[str, Json]:
    return {
        "start": selector.start,
        "end": selector.end,
        "quote": selector.quote,
        "prefix": selector.prefix,
        "suffix": selector.suffix,
    }


def _present(record: dict[str, Json]) -> dict[str, Json]:
    return {key: value for key, value in record.items() if value not in (None, "", [], {})}
