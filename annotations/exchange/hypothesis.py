"""Hypothesis: the JSON that its client exports and imports, and what its API answers.

An annotation has one target there, so that a mark of several pieces is one quote; it has no colour, no
fields, and one relation, the reply. Positions are of the browser's text and in units of UTF-16: written
for the text postil has, and read as hints.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from annotations.errors import MalformedFileError
from annotations.exchange import plain_json
from annotations.exchange.foreign import (
    article_of,
    identity_of,
    list_of,
    mapping_of,
    mended_tags,
    mended_time,
    offset_of,
    once_each,
    text_of,
    urn,
    with_hint,
)
from annotations.exchange.plain_json import line_of
from annotations.exchange.records import present, read_records
from annotations.model import place_key, time_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from annotations.document import Document
    from annotations.exchange import Options
    from annotations.model import AnnotatedArticle, Annotation, Json, Timestamp

REPLIES = "replies"
"""The relation of a reply to what it answers."""

_BEYOND_BMP = re.compile("[\U00010000-\U0010ffff]")
_NOT_IN_NAME = re.compile(r"[^A-Za-z0-9._]+")
_WORLD = "__world__"
_UNTOLD = frozenset(("colour", "fields", "relations", "extra"))


def write(articles: Iterable[AnnotatedArticle], options: Options) -> Iterator[str]:
    """The pieces of the file: its beginning, a line for each annotation, its end."""
    del options
    yield '{"client_version": "postil", "annotations": ['
    newest: Timestamp | None = None
    separator = "\n"
    for annotated in articles:
        record = _Annotations(annotated)
        for annotation in sorted(annotated.annotations, key=place_key):
            yield separator
            yield line_of(record.of(annotation))
            separator = ",\n"
            if newest is None or time_key(annotation.updated) > time_key(newest):
                newest = annotation.updated
    # Not the present time: the same marks give the same file.
    yield f'\n], "export_date": {line_of(newest or "")}, "export_userid": ""}}\n'


class _Annotations:
    """Writes the annotations of an article."""

    def __init__(self, annotated: AnnotatedArticle) -> None:
        article = annotated.article
        self._uri = article.metadata.url or urn(article.id)
        self._title = article.metadata.title
        self._beyond = None if annotated.document is None else _beyond_bmp(annotated.document)

    def of(self, annotation: Annotation) -> dict[str, Json]:
        """One annotation; private, as all is that its reader does not publish."""
        name = _NOT_IN_NAME.sub("_", annotation.creator).strip("_.")
        user = f"acct:{name or 'postil'}@localhost"
        record: dict[str, Json] = {"id": annotation.id}
        if annotation.created:
            record["created"] = _with_offset(annotation.created)
        if annotation.updated:
            record["updated"] = _with_offset(annotation.updated)
        record |= {"user": user}
        if annotation.creator:
            record["user_info"] = {"display_name": annotation.creator}
        record |= {
            "uri": self._uri,
            "text": annotation.note,
            "tags": [*annotation.tags],
            "group": _WORLD,
            "permissions": {"read": [user], "update": [user], "delete": [user]},
        }
        if self._title:
            record["document"] = {"title": [self._title]}
        replies = [each.to for each in annotation.relations if each.name == REPLIES]
        if replies and not annotation.pieces:
            record["references"] = [*replies[:1]]
        target: dict[str, Json] = {"source": self._uri}
        if annotation.pieces:
            target["selector"] = self._selectors(annotation)
        record["target"] = [target]
        return record

    def _selectors(self, annotation: Annotation) -> list[Json]:
        first, last = annotation.pieces[0], annotation.pieces[-1]
        quote: dict[str, Json] = {"type": "TextQuoteSelector", "exact": annotation.quote}
        if first.prefix:
            quote["prefix"] = first.prefix
        if last.suffix:
            quote["suffix"] = last.suffix
        if self._beyond is None or len(annotation.pieces) > 1 or first.range is None:
            return [quote]
        start, end = (
            place + bisect_left(self._beyond, place)
            for place in (first.range.start, first.range.end)
        )
        return [{"type": "TextPositionSelector", "start": start, "end": end}, quote]


def _beyond_bmp(document: Document) -> array[int]:
    """Where the characters stand that have two units of UTF-16."""
    return array("I", (match.start() for match in _BEYOND_BMP.finditer(document.text)))


def _with_offset(moment: Timestamp) -> str:
    return moment.removesuffix("Z") + "+00:00"


# --- reading ------------------------------------------------------------------------------------


def read(data: bytes, name: str) -> tuple[AnnotatedArticle, ...]:
    """The articles that the annotations of a file are of.

    Raises:
        MalformedFileError: It holds no list of annotations, or what cannot be.
    """
    found: list[tuple[int, dict[str, Json]]] = []
    is_one = False
    for line, value in plain_json.whole_or_lines(data, name):
        held = mapping_of(value)
        values = held.get("annotations", held.get("rows", value))
        is_one = is_one or isinstance(values, list) or "uri" in held
        found += [(line, _record(mapping_of(each))) for each in list_of(values)]
    if not is_one:
        raise MalformedFileError(name, "it holds no list of annotations")
    return tuple(replace(each, untold=_UNTOLD) for each in read_records(once_each(found), name))


def _record(fields: dict[str, Json]) -> dict[str, Json]:
    """An annotation as a record of a mark (see `records`)."""
    target = mapping_of(next(iter(list_of(fields.get("target"))), None))
    uri = text_of(fields.get("uri")) or text_of(target.get("source"))
    titles = list_of(mapping_of(fields.get("document")).get("title"))
    record: dict[str, Json] = {
        "id": identity_of(fields, "id"),
        **_piece(target),
        "tags": [*mended_tags(map(text_of, list_of(fields.get("tags"))))],
        "note": text_of(fields.get("text")),
        "creator": _creator(fields),
        "created": mended_time(fields.get("created")),
        "updated": mended_time(fields.get("updated")),
    }
    references = list_of(fields.get("references"))
    if references:
        # From the first annotation of the thread to the one that is answered.
        record["relations"] = [{"to": text_of(references[-1]), "relation": REPLIES}]
    record = present(record)
    record["article"] = {**article_of(uri, " ".join(text_of(next(iter(titles), "")).split()))}
    return record


def _piece(target: dict[str, Json]) -> dict[str, Json]:
    quote, place = {}, {}
    for each in list_of(target.get("selector")):
        selector = mapping_of(each)
        kind = text_of(selector.get("type"))
        if kind == "TextQuoteSelector":
            quote = selector
        elif kind == "TextPositionSelector":
            place = selector
    exact = text_of(quote.get("exact"))
    if not exact:
        return {}
    return with_hint(
        exact,
        text_of(quote.get("prefix")),
        text_of(quote.get("suffix")),
        offset_of(place.get("start")),
        offset_of(place.get("end")),
    )


def _creator(fields: dict[str, Json]) -> str:
    shown = text_of(mapping_of(fields.get("user_info")).get("display_name"))
    account = text_of(fields.get("user")).removeprefix("acct:")
    own = account.removesuffix("@localhost")
    return shown or ("" if own == "postil" else own)
