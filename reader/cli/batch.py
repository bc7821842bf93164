"""Marks written as JSON lines: what `postil add --batch` takes.

A line is an object with the keys of a YAML annotation: `quote` (with `prefix` and `suffix`, or
`nth`, where it stands several times), or `start` and `end`, or `pieces` with a list of these;
`colour`, `tags`, `fields`, `note`, `creator`, `relations`. A line without a passage is a note on
the article. Keys that postil itself gives (`id`, `created`, `state` …) are passed over, so that
what `postil find --json` prints can be taken in again. Any mistake refuses the whole file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotations.errors import MalformedFileError, PostilError
from annotations.model import AnnotationId, Colour, Range, Relation, clean_note, parse_id
from annotations.naming import field_name, field_value, relation_name
from reader.cli.passages import SeveralHitsError, checked_range, choose, quoted, shown_quote
from reader.cli.values import chosen_colour, chosen_tags

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from annotations.document import Document

LINE_LIMIT = 1_000_000
"""Lines of a file: as many marks as the search is built for."""

DEPTH_REASON = "this is nested too deeply"

_PASSAGE_KEYS = frozenset(("quote", "start", "end", "prefix", "suffix", "nth"))
_MARK_KEYS = frozenset(("pieces", "colour", "tags", "fields", "note", "creator", "relations"))
_GIVEN_KEYS = frozenset(
    (
        *("id", "article", "created", "updated", "state", "section", "locator"),
        *("original", "confidence"),
    )
)
"""What postil gives; passed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One mark that is to be made."""

    ranges: tuple[Range, ...] = ()
    colour: Colour | None = None
    tags: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    creator: str = ""
    relations: tuple[Relation, ...] = ()


def read_batch(data: bytes, name: str, document: Document) -> list[Wish]:
    """The marks that a file asks for, found in the text.

    Args:
        data: The file, UTF-8; empty lines are passed over.
        name: What to call the file in errors.
        document: The text to be marked.

    Raises:
        MalformedFileError: A line is not of this form, or its passage is not in the text; the line
            is named.
        SeveralHitsError: A line's quotation stands several times.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        reason = "this is no UTF-8"
        raise MalformedFileError(name, reason, line=number) from error
    wishes: list[Wish] = []
    for number, line in enumerate(text.split("\n"), 1):
        if number > LINE_LIMIT:
            reason = f"the file has more than {LINE_LIMIT:,} lines"
            raise MalformedFileError(name, reason, line=number)
        if not line.strip():
            continue
        try:
            wishes.append(_wish(_parse(line), document))
        except SeveralHitsError:
            raise
        except PostilError as error:
            reason = str(error).removesuffix(".")
            raise MalformedFileError(name, reason, line=number, hint=error.hint) from error
    return wishes


class _LineError(PostilError):
    """What is wrong with one line."""


def _parse(line: str) -> dict[str, object]:
    try:
        value = json.loads(line, object_pairs_hook=_unique)
    except RecursionError as error:
        raise _LineError(DEPTH_REASON) from error
    except ValueError as error:
        sentence = f"this is no JSON ({error})"
        raise _LineError(sentence) from error
    if not isinstance(value, dict):
        sentence = "a JSON object is expected on each line"
        raise _LineError(sentence)
    return value


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) < len(pairs):
        sentence = "a key stands twice"
        raise _LineError(sentence)
    return value


def _wish(line: dict[str, object], document: Document) -> Wish:
    for key in line:
        if key not in _PASSAGE_KEYS | _MARK_KEYS | _GIVEN_KEYS:
            sentence = f"{key!r} is no key of an annotation"
            raise _LineError(sentence)
    wish = Wish(
        ranges=tuple(_ranges(line, document)),
        colour=chosen_colour(_text(line, "colour") or None),
        tags=chosen_tags(_texts(line, "tags")),
        fields=_fields(line),
        note=clean_note(_text(line, "note")),
        creator=field_value(_text(line, "creator")),
        relations=tuple(_relations(line)),
    )
    if not wish.ranges and not wish.note.strip():
        sentence = "a passage (quote, or start and end) or a note is needed"
        raise _LineError(sentence)
    return wish


def _ranges(line: dict[str, object], document: Document) -> Iterator[Range]:
    pieces = line.get("pieces")
    if pieces is None:
        if any(line.get(key) is not None for key in ("quote", "start", "end")):
            yield _range(line, document)
        return
    if not isinstance(pieces, list) or not pieces or "quote" in line or "start" in line:
        sentence = "'pieces' is a list of passages, in the place of a passage"
        raise _LineError(sentence)
    for piece in pieces:
        if not isinstance(piece, dict):
            sentence = "each of the 'pieces' is an object"
            raise _LineError(sentence)
        yield _range(piece, document)


def _range(passage: dict[str, object], document: Document) -> Range:
    quote = _text(passage, "quote")
    if passage.get("start") is not None or passage.get("end") is not None:
        start, end = _number(passage, "start"), _number(passage, "end")
        if start is None or end is None:
            sentence = "'start' and 'end' belong together"
            raise _LineError(sentence)
        held = checked_range(start, end, document)
        if quote and document.text[held.start : held.end] != quote:
            sentence = f"another text than the 'quote' stands at {start}:{end}"
            raise _LineError(sentence)
        return held
    hits = quoted(document, quote)
    prefix, suffix = _text(passage, "prefix"), _text(passage, "suffix")
    fitting = (
        [
            hit
            for hit in hits
            if document.text[: hit.start].endswith(prefix)
            and document.text.startswith(suffix, hit.end)
        ]
        if prefix or suffix
        else hits
    )
    nth = _number(passage, "nth")
    if nth is not None and nth < 1:
        sentence = "'nth' counts from 1"
        raise _LineError(sentence)
    return choose(
        document,
        fitting,
        shown_quote(quote),
        nth=nth,
        hint='Give the line "nth": N, or "prefix" and "suffix".',
    )


def _fields(line: dict[str, object]) -> dict[str, str]:
    value = line.get("fields")
    if value is None:
        return {}
    if not isinstance(value, dict):
        sentence = "'fields' is an object of texts"
        raise _LineError(sentence)
    return {field_name(name): field_value(_text(value, name)) for name in value}


def _relations(line: dict[str, object]) -> Iterator[Relation]:
    value = line.get("relations")
    if value is None:
        return
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        sentence = "'relations' is a list of objects with 'to' and 'relation'"
        raise _LineError(sentence)
    for each in value:
        yield Relation(
            to=AnnotationId(parse_id(_text(each, "to"))),
            name=relation_name(_text(each, "relation")),
        )


def _text(line: Mapping[str, object], key: str) -> str:
    value = line.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        sentence = f"{key!r} is a text"
        raise _LineError(sentence)
    return value


def _texts(line: Mapping[str, object], key: str) -> list[str]:
    value = line.get(key)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        sentence = f"{key!r} is a list of texts"
        raise _LineError(sentence)
    return value


def _number(line: Mapping[str, object], key: str) -> int | None:
    value = line.get(key)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        sentence = f"{key!r} is a whole number"
        raise _LineError(sentence)
    return value
