"""The marks of an annotated YAML, made of plain values: ids, places and states are checked.

A part of `checking`, which says what is let pass and why.
"""

# ruff: noqa: EM101, TRY003
# A fault is its sentence; no caller tells one from the other.

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from annotations.errors import InvalidValueError
from annotations.exchange import shape
from annotations.exchange.fields import (
    Fault,
    Fields,
    checked,
    each,
    plain_text,
)
from annotations.model import (
    COLOURS,
    FIELD_LENGTH_LIMIT,
    Annotation,
    AnnotationId,
    Original,
    Piece,
    Range,
    Relation,
    Selector,
    State,
    Timestamp,
    Tombstone,
    clean_note,
    fold_tag,
    normalise_tag,
    parse_id,
    parse_time,
    place_key,
    replace_unprintable,
)
from annotations.naming import NAME_LENGTH_LIMIT, mended_fields

if TYPE_CHECKING:
    from annotations.model import Json

LARGEST = 2**31 - 1
"""Of an offset: more than any file holds that is read."""

NO_TIME = Timestamp("")
COLOURS_BY_NAME = {colour.value: colour for colour in COLOURS}
_STATES = {state.value: state for state in State}

SEARCH_LIMIT = 2_000_000_000
"""Code points searched for misplaced quotes of one file: seconds, not hours for a hostile one."""


class Place:
    """What the places of marks are checked against."""

    def __init__(self, text: str | None, length: int) -> None:
        self.text = text
        self.length = length
        self._searched = 0

    def only(self, quote: str, prefix: str, suffix: str) -> int | None:
        """Where the text holds a quote once, or once with what was around it; None otherwise."""
        for before, needle in (("", quote), (prefix, prefix + quote + suffix)):
            start = self._find(needle, 0)
            if quote and start >= 0 and self._find(needle, start + 1) < 0:
                return start + len(before)
        return None

    def _find(self, needle: str, start: int) -> int:
        assert self.text is not None
        self._searched += len(self.text) - start
        if self._searched > SEARCH_LIMIT:
            raise Fault("too many marks do not stand where they say")
        return self.text.find(needle, start)


@lru_cache(maxsize=4096)
def normalised(name: str) -> tuple[str, str]:
    """A tag in the form in which tags are compared, and in that in which it is shown."""
    shown = normalise_tag(name)
    return fold_tag(shown), shown


def tags(fields: Fields, key: str) -> tuple[str, ...]:
    """The tags of the list under a key, each once.

    Raises:
        Fault: One of them is no tag.
    """
    found: dict[str, str] = {}
    for number, text in enumerate(fields.texts(key)):
        folded, shown = checked(normalised, text, key, number)
        found.setdefault(folded, shown)
    return tuple(found.values())


def read_annotations(values: list[Json], place: Place) -> tuple[Annotation, ...]:
    """The annotations of a list, by place, then id.

    Raises:
        Fault: One of them cannot be, or two have one id.
    """
    found: list[Annotation] = []
    seen: set[str] = set()
    for made in each(values, "annotations", lambda value, _: _annotation(Fields(value), place)):
        if made.id in seen:
            reason = f"the id {made.id} stands twice"
            raise Fault(reason, "annotations", len(found), "id")
        seen.add(made.id)
        found.append(made)
    found.sort(key=place_key)
    return tuple(found)


def _annotation(fields: Fields, place: Place) -> Annotation:
    rest = fields.rest
    identity = AnnotationId(checked(parse_id, fields.required("id"), "id"))
    below: dict[str, Json] = {}
    pieces: tuple[Piece, ...] = ()
    if "pieces" in rest:
        for key in rest:
            if key in shape.PIECE:
                reason = f"`{key}` belongs to each of the `pieces`"
                raise Fault(reason, key)
        pieces = tuple(
            each(
                fields.items("pieces"),
                "pieces",
                lambda value, number: _one_of_several(Fields(value), number, place, below),
            )
        )
    elif not shape.PIECE.isdisjoint(rest):
        pieces = (_piece(fields, place, below),)
    _check_derived(fields, is_kept=place.text is None)
    made = Annotation(
        id=identity,
        pieces=pieces,
        colour=fields.choice("colour", COLOURS_BY_NAME),
        tags=tags(fields, "tags"),
        fields=fields.below("fields", _fields, ()),
        note=fields.parsed("note", clean_note, ""),
        creator=fields.text("creator"),
        created=fields.parsed("created", parse_time, NO_TIME),
        updated=fields.parsed("updated", parse_time, NO_TIME),
        relations=_relations(fields, below),
        extra=rest,
    )
    # The mapping is this annotation's own until it is given away.
    rest.update(below)
    return made


def _one_of_several(fields: Fields, number: int, place: Place, below: dict[str, Json]) -> Piece:
    unknown: dict[str, Json] = {}
    made = _piece(fields, place, unknown)
    shape.keep_nested(below, {**fields.rest, **unknown}, "pieces", str(number))
    return made


def _piece(fields: Fields, place: Place, below: dict[str, Json]) -> Piece:
    quote, prefix, suffix = fields.text("quote"), fields.text("prefix"), fields.text("suffix")
    start = fields.number("start", most=place.length)
    end = fields.number("end", most=place.length)
    state = fields.choice("state", _STATES)
    held: Range | None = None
    if start is not None and end is not None:
        if state is State.ORPHANED:
            raise Fault("an orphaned mark has no `start` and `end`", "state")
        if start > end:
            raise Fault("`start` lies behind `end`", "start")
        held, quote = _held(Range(start, end), quote, prefix, suffix, place)
    elif start is not None or end is not None:
        raise Fault("`start` and `end` stand together or not at all")
    elif state is not None and state is not State.ORPHANED:
        reason = f"`state` is {state}, yet `start` and `end` are missing"
        raise Fault(reason, "state")
    nothing: Original | None = None
    return Piece(
        range=held,
        quote=quote,
        prefix=prefix,
        suffix=suffix,
        state=State.ORPHANED if held is None else state or State.ANCHORED,
        confidence=fields.number("confidence", most=100),
        original=fields.below("original", lambda inner: _original(inner, below), nothing),
    )


def _held(claimed: Range, quote: str, prefix: str, suffix: str, place: Place) -> tuple[Range, str]:
    """The range that holds the quote, and the quote as the text has it."""
    if place.text is None:
        if len(claimed) != len(quote):
            reason = f"`quote` has {len(quote)} characters, `start` to `end` are {len(claimed)}"
            raise Fault(reason, "quote")
        return claimed, quote
    held = place.text[claimed.start : claimed.end]
    # The text may hold characters that were replaced in all else.
    if held == quote or replace_unprintable(held) == quote:
        return claimed, held
    found = place.only(quote, prefix, suffix)
    if found is None:
        reason = (
            f"the text from {claimed.start} to {claimed.end} is not the quote,"
            " and the quote is not found once elsewhere"
        )
        raise Fault(reason, "quote")
    return Range(found, found + len(quote)), quote


def _original(fields: Fields, below: dict[str, Json]) -> Original:
    start, end = fields.number("start", most=LARGEST), fields.number("end", most=LARGEST)
    if start is None or end is None or start > end:
        raise Fault("`start` and `end` must be there, in this order")
    sha256 = fields.sha256("sha256")
    if not sha256:
        raise Fault("`sha256` is missing")
    selector = Selector(
        start=start,
        end=end,
        quote=fields.text("quote"),
        prefix=fields.text("prefix"),
        suffix=fields.text("suffix"),
    )
    shape.keep_nested(below, fields.rest, "original")
    return Original(sha256=sha256, selector=selector)


def _check_derived(fields: Fields, *, is_kept: bool) -> None:
    rest = fields.rest
    if "section" not in rest and "locator" not in rest:
        return
    section, nowhere = fields.text("section"), Fields({})
    places = fields.below("locator", _labels, nowhere).rest
    if is_kept:
        if section:
            rest["section"] = section
        if places:
            rest["locator"] = places


def _labels(fields: Fields) -> Fields:
    for key, value in fields.rest.items():
        plain_text(value, key)
    return fields


def _fields(fields: Fields) -> tuple[tuple[str, str], ...]:
    pairs = fields.pairs()
    for name, value in pairs:
        if len(value) > FIELD_LENGTH_LIMIT:
            reason = (
                f"the field has {len(value):,} characters; at most {FIELD_LENGTH_LIMIT:,} are taken"
            )
            raise Fault(reason, name)
    try:
        return mended_fields(pairs)
    except InvalidValueError as error:
        raise Fault(str(error).removesuffix(".")) from error


def _relations(fields: Fields, below: dict[str, Json]) -> tuple[Relation, ...]:
    def relation(value: Json, _: int) -> Relation:
        inner = Fields(value)
        target = AnnotationId(checked(parse_id, inner.required("to"), "to"))
        name = inner.required("relation")
        if len(name) > NAME_LENGTH_LIMIT:
            reason = f"a name has 1 to {NAME_LENGTH_LIMIT} characters"
            raise Fault(reason, "relation")
        shape.keep_nested(below, inner.rest, "relations", f"{target} {name}")
        return Relation(to=target, name=name)

    values = fields.items("relations")
    return tuple(dict.fromkeys(each(values, "relations", relation))) if values else ()


def read_tombstones(
    values: list[Json], present: set[AnnotationId], extra: dict[str, Json]
) -> tuple[Tombstone, ...]:
    """The tombstones of a list, by id.

    Args:
        values: What the file has.
        present: The ids of the annotations; those of the tombstones are added.
        extra: Where unknown keys are kept.

    Raises:
        Fault: One of them cannot be, or its id is taken.
    """

    def tombstone(value: Json, _: int) -> Tombstone:
        fields = Fields(value)
        identity = AnnotationId(checked(parse_id, fields.required("id"), "id"))
        if identity in present:
            reason = f"{identity} stands here and among the annotations, or twice"
            raise Fault(reason, "id")
        present.add(identity)
        deleted = checked(parse_time, fields.required("deleted"), "deleted")
        shape.keep_nested(extra, fields.rest, "deleted", identity)
        return Tombstone(id=identity, deleted=deleted)

    return tuple(sorted(each(values, "deleted", tombstone), key=lambda stone: stone.id))
