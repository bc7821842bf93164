"""W3C Web Annotations of any program: single ones, pages, collections, arrays, a line each.

A body or target may be a text, an object or a list, and a selector may be refined by the one that has the
quote. The quote and what stood around it say where a mark is; of a position that no text is known for,
only a hint is left. What postil has no room for is kept with the mark under the key it had.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotations.errors import MalformedFileError
from annotations.exchange import plain_json
from annotations.exchange.foreign import (
    article_of,
    identity_of,
    list_of,
    mapping_of,
    mended_colour,
    mended_tags,
    mended_time,
    offset_of,
    once_each,
    text_of,
    with_hint,
)
from annotations.exchange.records import present, read_records
from annotations.exchange.webannotation import ARTICLES, FIELD, RELATION, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from annotations.model import AnnotatedArticle, Json

_DERIVED = frozenset(
    ("highlighting", "commenting", "tagging", "describing", "linking", "replying", "")
)
"""Motivations that a mark's parts say as well; another one is a field of the mark."""

_KNOWN = frozenset(
    ("@context", "id", "@id", "type", "@type", "motivation", "creator", "created", "modified")
) | {"body", "bodyValue", "target", "generated", "generator"}

_UNTOLD = frozenset(("colour", "fields", "relations", "extra"))
"""What only postil's own files tell."""

_HOLDERS, _HOLDING = ("first", "items"), (dict, list)
"""Under which keys a collection or a page has what it holds, and as what."""

_DEPTH = 8
"""Selectors that refine each other, and lists in lists, followed at most."""


def read(data: bytes, name: str) -> tuple[AnnotatedArticle, ...]:
    """The articles that the annotations of a file are of.

    Raises:
        MalformedFileError: It holds no annotations, or what cannot be; with the line.
    """
    articles: dict[str, dict[str, Json]] = {}
    found: list[tuple[int, dict[str, Json]]] = []
    is_one = False
    for line, value in plain_json.whole_or_lines(data, name):
        for each in list_of(mapping_of(value).get(ARTICLES)):
            record = {**mapping_of(each)}
            articles[text_of(record.pop(SOURCE, ""))] = record
        found += [(line, each) for each in _annotations(value, _DEPTH)]
        is_one = is_one or any(isinstance(mapping_of(value).get(key), _HOLDING) for key in _HOLDERS)
    if not found and not is_one:
        raise MalformedFileError(name, "it holds no Web Annotations")
    records = once_each((line, _record(each, articles)) for line, each in found)
    untold = frozenset(("extra",)) if articles else _UNTOLD
    return tuple(replace(each, untold=untold) for each in read_records(records, name))


def _annotations(value: Json, depth: int) -> Iterator[dict[str, Json]]:
    """The annotations in whatever holds them."""
    if isinstance(value, list):
        for each in value if depth else ():
            yield from _annotations(each, depth - 1)
        return
    fields = mapping_of(value)
    if "Annotation" in list_of(fields.get("type", fields.get("@type"))):
        yield fields
        return
    for key in _HOLDERS:
        if depth and isinstance(fields.get(key), _HOLDING):
            yield from _annotations(fields[key], depth - 1)


def _record(fields: dict[str, Json], articles: Mapping[str, dict[str, Json]]) -> dict[str, Json]:
    """An annotation as a record of a mark (see `records`)."""
    record: dict[str, Json] = {"id": identity_of(fields, "id", "@id")}
    bodies = _Bodies()
    bodies.add(fields.get("body"), _DEPTH)
    bodies.add(fields.get("bodyValue"), _DEPTH)
    motivations = [text_of(each) for each in list_of(fields.get("motivation"))]
    if own_motivations := [each for each in motivations if each not in _DERIVED]:
        bodies.fields["motivation"] = ", ".join(own_motivations)
    targets = [_Target(each) for each in list_of(fields.get("target"))]
    source = targets[0].source if targets else ""
    if "replying" in motivations and source and source not in articles and not targets[0].is_quoted:
        bodies.relations.append({"to": source, "relation": "replies"})
    own = [each for each in targets if each.source == source]
    pieces = [each.piece() for each in own if each.is_quoted]
    if len(pieces) == 1:
        record |= pieces[0]
    elif pieces:
        record["pieces"] = [*pieces]
    record |= {
        "colour": next((each.colour for each in own if each.colour), ""),
        "tags": [*mended_tags(bodies.tags)],
        "fields": {**bodies.fields},
        "note": "\n\n".join(bodies.notes),
        "creator": _creator(fields.get("creator")),
        "created": mended_time(fields.get("created")),
        "updated": mended_time(fields.get("modified", fields.get("created"))),
        "relations": [*bodies.relations],
    }
    record = present(record)
    further = {key: value for key, value in fields.items() if key not in _KNOWN}
    lost: list[Json] = [each.value for each in targets if not each.is_whole or each not in own]
    if lost:
        further["target"] = lost
    record |= {f"webannotation:{key}": value for key, value in further.items()}
    known = articles.get(source)
    record["article"] = {**known} if known is not None else {**article_of(source)}
    return record


class _Bodies:
    """What the bodies of an annotation say."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.tags: list[str] = []
        self.fields: dict[str, Json] = {}
        self.relations: list[Json] = []

    def add(self, body: Json, depth: int) -> None:
        """Take in a body, or several."""
        for each in list_of(body) if depth else ():
            if isinstance(each, dict):
                self._add(each, depth)
            elif text := text_of(each):
                self.notes.append(text)

    def _add(self, body: dict[str, Json], depth: int) -> None:
        kinds, purposes = list_of(body.get("type")), list_of(body.get("purpose"))
        text = text_of(body.get("value"))
        if "Choice" in kinds or "items" in body:
            items = list_of(body.get("items"))
            self.add(items[:1] if "Choice" in kinds else items, depth - 1)
        elif RELATION in body:
            to = text_of(body.get("source"))
            self.relations.append({"to": to, "relation": text_of(body[RELATION])})
        elif FIELD in body:
            self.fields[text_of(body[FIELD])] = text
        elif text and {"tagging", "classifying"} & {*map(text_of, purposes)}:
            self.tags.append(text)
        elif text := text or text_of(body.get("source", body.get("id"))):
            self.notes.append(text)


class _Target:
    """One target: a thing, and perhaps where in it."""

    def __init__(self, value: Json) -> None:
        self.value = value
        fields = mapping_of(value)
        source = fields.get("source", fields.get("id", value))
        self.source = text_of(mapping_of(source).get("id", source))
        self.colour = next(filter(None, map(mended_colour, list_of(fields.get("styleClass")))), "")
        self.quote = self.prefix = self.suffix = ""
        self.is_quoted = False
        self._start = self._end = -1
        selectors = list_of(fields.get("selector"))
        for selector in selectors:
            self._select(mapping_of(selector), _DEPTH)
        self.is_whole = self.is_quoted or not selectors

    def _select(self, selector: dict[str, Json], depth: int) -> None:
        kind = text_of(selector.get("type"))
        if kind == "TextQuoteSelector" and not self.is_quoted:
            self.is_quoted = True
            self.quote = text_of(selector.get("exact"))
            self.prefix, self.suffix = (text_of(selector.get(key)) for key in ("prefix", "suffix"))
        elif kind == "TextPositionSelector":
            self._start, self._end = map(offset_of, (selector.get("start"), selector.get("end")))
        for refining in list_of(selector.get("refinedBy")) if depth else ():
            self._select(mapping_of(refining), depth - 1)

    def piece(self) -> dict[str, Json]:
        """What it marks."""
        return with_hint(self.quote, self.prefix, self.suffix, self._start, self._end)


def _creator(value: Json) -> str:
    names = []
    for each in list_of(value):
        fields = mapping_of(each)
        known = (fields.get(key) for key in ("name", "nickname", "email", "id"))
        names.append(next(filter(None, map(text_of, known)), text_of(each)))
    return ", ".join(filter(None, names))
