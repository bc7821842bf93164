"""Marks and articles as JSON: a mark with the keys of the annotated YAML, plus its article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.shelf_rows import status_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from annotations.library import Library
    from annotations.model import Json
    from annotations.results import ArticleSummary, Found
    from reader.passages import Passage


def mark_records(library: Library, found: Iterable[Found]) -> Iterator[dict[str, Json]]:
    """A record for each mark found; section and place are told where the text is kept."""
    from annotations.exchange.records import mark_record  # noqa: PLC0415 - only for --json

    article_id = document = None
    for each in found:
        if each.article.id != article_id:
            article_id = each.article.id
            document = library.document(article_id)
        article = each.article
        yield mark_record(each.annotation, document) | {
            "article": _present(
                {"id": article.id, "title": article.metadata.title, "source": article.source}
            )
        }


def passage_record(passage: Passage) -> dict[str, Json]:
    """A sentence found in an article's text, in the words of a mark's record."""
    article = passage.article
    return _present(
        {
            "quote": passage.quote,
            "start": passage.held.start,
            "end": passage.held.end,
            "place": passage.where,
            "hits": list(passage.hits),
            "mark": passage.mark.id if passage.mark else "",
            "article": _present(
                {"id": article.id, "title": article.metadata.title, "source": article.source}
            ),
        }
    )


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
            "status": summary.said or status_of(summary.progress),
            "opened": summary.opened,
            "updated": summary.updated,
        }
    ) | {
        "marks": summary.marks,
        "colours": {
            colour.value if colour else "none": count for colour, count in summary.by_colour
        },
    }


def _present(record: dict[str, Json]) -> dict[str, Json]:
    return {key: value for key, value in record.items() if value not in (None, "", [], {})}
