"""Edits of the codebook as steps of the history: planned, written, taken back and taken again.

What an edit makes of the tags is decided by `annotations.recoding`; how marks lose a tag and get it back
stands in `removed_tags`.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from annotations.codebook import merge, tag_key
from annotations.codebook_edits import (
    DeleteUnused,
    DescribeField,
    ForgetField,
    Mean,
    Plan,
    TakeIn,
    clean_meaning,
    known_field,
)
from annotations.errors import NotFoundError
from annotations.model import Colour, Tag
from annotations.recoding import Recoding, recode, take_in
from annotations.store.codebook import Tags
from annotations.store.history import History, ObjectChange
from annotations.store.removed_tags import ACTION, TAG, TAGGED, take_off

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from annotations.codebook_edits import Edit
    from annotations.model import Json
    from annotations.store.database import Transaction

COLOUR = "colour"
"""Kind of a change of what a colour means."""

FIELD = "field"
"""Kind of a change of a known field."""

KEY = "codebook_key"
"""Kind of a change of what a codebook's file says that postil does not know; its text is JSON."""


def plan(connection: sqlite3.Connection, edit: Edit) -> Plan:
    """What an edit would change; nothing is written.

    Raises:
        NotFoundError: There is no such tag or field.
        AmbiguousError: The new name is another tag's.
        InvalidValueError: A name is not of its form, or a tag would go into itself.
    """
    return _Work(connection, edit).plan


def write(transaction: Transaction, edit: Edit) -> Plan:
    """Do an edit as one step of the history; one that changes nothing is none. Raises as `plan`."""
    work = _Work(transaction.connection, edit)
    if work.plan.is_empty:
        return work.plan
    changes, label = work.write(transaction), work.plan.label
    transaction.announce()
    step = History(transaction.connection).record(ACTION, label, (), transaction, others=changes)
    return work.plan._replace(step=step)


class _Work:
    """One edit, worked out on what there is."""

    def __init__(self, connection: sqlite3.Connection, edit: Edit) -> None:
        self._connection = connection
        self._before: dict[int, Tag] = {}
        self._recoding = Recoding({})
        self._others: list[ObjectChange] = []
        """Of colours, fields and unknown keys."""
        if isinstance(edit, Mean | DescribeField | ForgetField):
            self._others = [_other_change(connection, edit)]
        else:
            self._before = Tags(connection).by_number()
            if isinstance(edit, TakeIn):
                self._recoding = take_in(self._before, edit.codebook)
                self._others = _others_taken_in(connection, edit)
            else:
                used = _used(connection) if isinstance(edit, DeleteUnused) else ()
                self._recoding = recode(self._before, edit, used=used)
        self._others = [each for each in self._others if each.before != each.after]
        self.plan = self._planned(edit.label)

    def _planned(self, label: str) -> Plan:
        before, tags, gone = self._before, self._recoding.tags, self._recoding.gone
        changed = [number for number in tags if before.get(number) != tags[number]]
        renamed = [each for each in changed if each > 0 and before[each].name != tags[each].name]
        told = {*renamed, *gone.values()}
        marks, articles = _reach(self._connection, [*renamed, *gone])
        return Plan(
            label=label,
            renamed=tuple((before[each].name, tags[each].name) for each in renamed),
            merged=tuple(
                (before[number].name, tags[into].name)
                for number, into in gone.items()
                if into is not None
            ),
            deleted=tuple(
                sorted(
                    (before[each].name for each, into in gone.items() if into is None), key=tag_key
                )
            ),
            added=tuple(tags[each].name for each in changed if each < 0),
            changed=(
                *(tags[each].name for each in changed if each > 0 and each not in told),
                *(each.object for each in self._others),
            ),
            marks=marks,
            articles=articles,
            notes=tuple(self._recoding.notes),
            is_empty=tags == before and not self._others,
        )

    def write(self, transaction: Transaction) -> list[ObjectChange]:
        """Do it; gives the changes."""
        for each in self._others:
            put_other(self._connection, each.kind, each.object, each.after)
        return [*_recode(transaction, self._before, self._recoding), *self._others]


# --- tags -------------------------------------------------------------------------------------


def _used(connection: sqlite3.Connection) -> set[int]:
    """The numbers of the tags that a mark or an article has."""
    rows = connection.execute("SELECT tag FROM annotation_tags UNION SELECT tag FROM article_tags")
    return {number for (number,) in rows}


def _reach(connection: sqlite3.Connection, tags: Sequence[int]) -> tuple[int, int]:
    """How many marks have one of the tags, and in how many articles, those with one counted too."""
    if not tags:
        return 0, 0
    chosen = "tag IN (SELECT value FROM json_each(:tags))"
    marks, articles = connection.execute(
        f"SELECT (SELECT count(DISTINCT annotation) FROM annotation_tags WHERE {chosen}), "
        "(SELECT count(*) FROM (SELECT article FROM annotations WHERE id IN "
        f"(SELECT annotation FROM annotation_tags WHERE {chosen}) "
        f"UNION SELECT article FROM article_tags WHERE {chosen}))",
        {"tags": json.dumps(list(tags))},
    ).fetchone()
    return marks, articles


def _recode(
    transaction: Transaction, before: Mapping[int, Tag], recoding: Recoding
) -> list[ObjectChange]:
    """Write what was worked out; gives the changes."""
    tags = Tags(transaction.connection)
    numbers = {
        number: number if number > 0 else tags.reserve(transaction) for number in recoding.tags
    }
    others: list[ObjectChange] = []
    tagged: list[ObjectChange] = []
    for number, given in recoding.gone.items():
        into = None if given is None else numbers[given]
        change, record = taken_away(transaction, number, before[number], into)
        others.append(change)
        tagged.append(record)
    tags.remove(recoding.gone)
    put = {numbers[each]: tag for each, tag in recoding.tags.items() if before.get(each) != tag}
    tags.put(put, transaction)
    for number, tag in put.items():
        if number in before:
            was, now = values_of(before[number]), values_of(tag)
            keys = [key for key in now if was[key] != now[key]]
            others.append(
                _tag_change(
                    number, {key: was[key] for key in keys}, {key: now[key] for key in keys}
                )
            )
        else:
            others.append(_tag_change(number, None, values_of(tag)))
    return [*others, *tagged]


def taken_away(
    transaction: Transaction, number: int, tag: Tag, into: int | None
) -> tuple[ObjectChange, ObjectChange]:
    """Take a tag off all that has it; gives its change and the record of what had it."""
    connection = transaction.connection
    (used,) = connection.execute(
        "SELECT used FROM tags WHERE id = :tag", {"tag": number}
    ).fetchone()
    if into is not None:
        connection.execute(
            "UPDATE tags SET used = max(used, :used) WHERE id = :tag", {"used": used, "tag": into}
        )
    change = _tag_change(number, {**values_of(tag), "used": used, "into": into}, None)
    record: dict[str, Json] = {"into": into, **take_off(transaction, number, into)}
    return change, ObjectChange(TAGGED, str(number), None, record, None)


def _tag_change(
    number: int, before: Mapping[str, Json] | None, after: Mapping[str, Json] | None
) -> ObjectChange:
    return ObjectChange(TAG, str(number), None, before, after)


def values_of(tag: Tag) -> dict[str, Json]:
    """A tag as the history keeps it."""
    return {
        "name": tag.name,
        "description": tag.description,
        "colour": tag.colour,
        "confidential": tag.confidential,
        "letter": tag.letter,
        "was": list(tag.was),
        "extra": dict(tag.extra),
    }


def tag_of(values: Mapping[str, Any]) -> Tag:
    """What `values_of` gave."""
    return Tag(
        name=values["name"],
        description=values["description"],
        colour=None if values["colour"] is None else Colour(values["colour"]),
        confidential=values["confidential"],
        letter=values["letter"],
        was=tuple(values["was"]),
        extra=values["extra"],
    )


# --- colours, fields, unknown keys ------------------------------------------------------------


def _other_change(
    connection: sqlite3.Connection, edit: Mean | DescribeField | ForgetField
) -> ObjectChange:
    after: dict[str, Json] | None
    if isinstance(edit, Mean):
        meaning = clean_meaning(edit.meaning)
        kind, name, after = COLOUR, edit.colour.value, {"text": meaning} if meaning else None
    else:
        known = dict(Tags(connection).known_fields())
        kind, name = FIELD, known_field(edit.name, known)
        if isinstance(edit, DescribeField):
            said = known.get(name, "") if edit.description is None else edit.description
            after = {"text": clean_meaning(said)}
        elif name in known:
            after = None
        else:
            sentence = f"The codebook knows no field “{name}”."
            raise NotFoundError(sentence)
    return ObjectChange(kind, name, None, held_of(connection, kind, name), after)


def _others_taken_in(connection: sqlite3.Connection, edit: TakeIn) -> list[ObjectChange]:
    """What a codebook from elsewhere says, beside tags, of which nothing is said here."""
    merged = merge(replace(Tags(connection).codebook(), tags=()), edit.codebook)
    said = [(COLOUR, colour.value, clean_meaning(meaning)) for colour, meaning in merged.colours]
    said += [(FIELD, name, clean_meaning(description)) for name, description in merged.fields]
    said += [
        (KEY, key, json.dumps(value, ensure_ascii=False)) for key, value in merged.extra.items()
    ]
    found = []
    for kind, name, wanted in said:
        held = held_of(connection, kind, name)
        if (held is None and (wanted or kind == FIELD)) or (held is not None and not held["text"]):
            found.append(ObjectChange(kind, name, None, held, {"text": wanted}))
    return found


def held_of(connection: sqlite3.Connection, kind: str, name: str) -> dict[str, Json] | None:
    """What is said of a colour, a field or an unknown key now."""
    tags = Tags(connection)
    rows = {COLOUR: tags.meanings, FIELD: tags.known_fields, KEY: tags.unknown_keys}[kind]()
    held: dict[str, str] = dict(rows)
    return {"text": held[name]} if name in held else None


def put_other(
    connection: sqlite3.Connection, kind: str, name: str, wanted: Mapping[str, Json] | None
) -> None:
    """Say something of a colour, a field or an unknown key, or nothing."""
    tags = Tags(connection)
    text = None if wanted is None else str(wanted["text"])
    if kind == COLOUR:
        tags.mean(name, text or "")
    elif kind == KEY:
        tags.keep_unknown(name, text)
    else:
        tags.know_field(name, text)
