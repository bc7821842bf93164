"""A bibliography in CSL-JSON, for pandoc, Zotero and all that cite by the Citation Style Language.

Source: the schema csl-data.json of CSL 1.0.2. Marks have no place in it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from annotations.exchange.bibliography import Work, keyed, kind_of
from annotations.model import replace_unprintable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from annotations.author_names import Name
    from annotations.cited_work import Cited, Date
    from annotations.exchange import Options
    from annotations.model import AnnotatedArticle, Json

_TYPES = {
    Work.PAPER: "article-journal",
    Work.PAGE: "webpage",
    Work.BOOK: "book",
    Work.DOCUMENT: "document",
}
_encode = json.JSONEncoder(ensure_ascii=False, indent=2).encode


def write(articles: Iterable[AnnotatedArticle], options: Options) -> Iterator[str]:
    """One array, an object an article."""
    del options
    before = "["
    for key, annotated, work in keyed(articles):
        yield f"{before}\n{_encode(_item(key, annotated, work))}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def _item(key: str, annotated: AnnotatedArticle, work: Cited) -> dict[str, Json]:
    metadata, kind = annotated.article.metadata, kind_of(annotated.article)
    held_by = "publisher" if kind in (Work.BOOK, Work.DOCUMENT) else "container-title"
    item: dict[str, Json] = {
        "id": key,
        "type": _TYPES[kind],
        "title": work.title,
        "author": [_name(name) for name in work.authors],
        held_by: work.publisher,
        "issued": _date(work.published),
        "accessed": _date(work.accessed),
        "DOI": metadata.doi,
        "URL": metadata.url,
        "language": metadata.language,
    }
    return {name: _plain(value) for name, value in item.items() if value}


def _name(name: Name) -> Json:
    if not name.given:
        return {"literal": _plain(name.family)}
    parts: dict[str, Json] = {"family": _plain(name.family), "given": _plain(name.given)}
    if name.suffix:
        parts["suffix"] = _plain(name.suffix)
    return parts


def _date(date: Date) -> Json:
    if date.year:
        parts: list[Json] = [each for each in (date.year, date.month, date.day) if each]
        return {"date-parts": [parts]}
    return {"literal": _plain(date.written)} if date.written else {}


def _plain(value: Json) -> Json:
    return " ".join(replace_unprintable(value).split()) if isinstance(value, str) else value
