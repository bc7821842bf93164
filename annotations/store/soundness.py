"""What stands in a library that no postil wrote there: bytes for a text, JSON of another shape, a gap.

SQLite takes any value in any column. So a file made or changed by another program may hold what reading
does not expect. It is not looked for before each reading, but by `check`, and where something went wrong
(`explain`).
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, suppress
from functools import cache, partial
from typing import TYPE_CHECKING

from annotations.errors import DamagedValueError
from annotations.store.connections import translated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ODD = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What Python raises where a value is not what it was taken for."""

_STORED = {
    "TEXT": ("text", "null"),
    "INTEGER": ("integer", "null"),
    "REAL": ("real", "integer", "null"),
    "BLOB": ("blob", "null"),
}
"""By the kind that a column is declared to be of: as what SQLite may store its values."""

_NAMES = {"text": "text", "blob": "bytes", "real": "a broken number", "integer": "a number"}

LARGEST = 1 << 53
"""Of the numbers of a library; those of a disk's files may be any."""

_UNBOUND = ("mtime_ns", "inode")

_OUR_FUNCTIONS = "user-defined function"

_SQL_CAUSES = ("no such ", "malformed JSON", "JSON ", _OUR_FUNCTIONS)
"""How SQLite's errors begin that come of what is in the file."""


def explain(connection: sqlite3.Connection, path: Path, error: Exception) -> None:
    """Say what is wrong with a library that could not be read or written, where that is the cause.

    Args:
        connection: To the library, in no transaction that may not be read in.
        path: As the person named it.
        error: What went wrong; where nothing is found that explains it, it is a mistake in postil.

    Raises:
        DamagedValueError: What is wrong.
    """
    causes = (*ODD, sqlite3.IntegrityError, sqlite3.InterfaceError)
    if not isinstance(error, causes) and not str(error).startswith(_SQL_CAUSES):
        return
    from annotations.store import check  # noqa: PLC0415  # dear

    examiners: list[Callable[[sqlite3.Connection], Iterator[str]]] = [strange, unshaped]
    examiners.append(check.contradictions)
    if isinstance(error, sqlite3.IntegrityError):
        examiners.append(check.out_of_step)
    for examine in examiners:
        with suppress(sqlite3.Error, *ODD), translated(path):
            for sentence in examine(connection):
                raise DamagedValueError(path, sentence) from error
    if str(error).startswith(_OUR_FUNCTIONS):
        raise DamagedValueError(path, "A text in it is none that can be read.") from error


def strange(connection: sqlite3.Connection) -> Iterator[str]:
    """Sentences about what is missing, and values that are of no kind that their column holds."""
    for table, expected in _expected().items():
        held = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
        if not held:
            yield f"The table {table} is missing."
            continue
        for column, kind, is_needed in expected:
            if column not in held:
                yield f"The column {column} of {table} is missing."
                continue
            stored = _STORED[kind][:-1] if is_needed else _STORED[kind]
            rows = connection.execute(
                f'SELECT typeof("{column}"), count(*) FROM {table} '
                f'WHERE typeof("{column}") NOT IN (SELECT value FROM json_each(:stored)) '
                f"OR typeof(\"{column}\") = 'integer' AND :is_bound "
                f'AND "{column}" NOT BETWEEN -:most AND :most GROUP BY 1',
                {
                    "stored": json.dumps(stored),
                    "is_bound": column not in _UNBOUND,
                    "most": LARGEST,
                },
            )
            for found, count in rows.fetchall():
                what = f"{_NAMES.get(found, 'nothing')} where {_NAMES[stored[0]]} belongs"
                yield f"{column} of {table} holds {what}, in {_counted(count)}."


@cache
def _expected() -> dict[str, list[tuple[str, str, bool]]]:
    """The columns of each plain table: name, kind, whether there is always a value."""
    from annotations.store.schema import STEPS, migrate  # noqa: PLC0415  # dear

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        migrate(made, STEPS)
        tables = made.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' "
            "AND name NOT LIKE '\\_%' ESCAPE '\\' AND sql NOT LIKE 'CREATE VIRTUAL%' "
            "AND sql NOT LIKE 'CREATE TABLE ''%'"  # those of an index are quoted
        ).fetchall()
        return {
            table: [
                (name, kind, bool(is_needed))
                for _, name, kind, is_needed, _, _ in made.execute(f"PRAGMA table_info({table})")
            ]
            for (table,) in tables
        }


def unshaped(connection: sqlite3.Connection) -> Iterator[str]:
    """Sentences about JSON that is none, or not of the shape that its column holds."""
    for table, key, column, what, is_sound in _JSON:
        for name, text in connection.execute(
            f"SELECT {key}, {column} FROM {table} WHERE {column} IS NOT NULL"
        ):
            if not _is_of(text, is_sound):
                yield f"{column} in {table} of {_said(name)} is no {what}."
    for name, text, length in connection.execute(
        "SELECT id, structure, length(text) FROM versions "
        "WHERE structure IS NOT NULL AND text IS NOT NULL"
    ):
        if not _is_of(text, partial(_is_structure, length)):
            yield f"structure in versions of {_said(name)} is no JSON of a structure of its text."
    for entry, kind, *texts in connection.execute(
        "SELECT entry, kind, before, after FROM history_changes"
    ):
        is_sound = _is_content if kind == "annotation" else _is_map
        if not all(text is None or _is_of(text, is_sound) for text in texts):
            yield f"Entry {_said(entry)} of the history cannot be undone: it is no JSON of a step."


def _is_of(text: object, is_sound: Callable[[object], bool]) -> bool:
    try:
        return isinstance(text, str) and is_sound(json.loads(text))
    except ODD:
        return False


def _is_map(value: object) -> bool:
    return isinstance(value, dict)


def _is_any(_value: object) -> bool:
    return True


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_pairs(value: object) -> bool:
    return isinstance(value, list) and all(
        _is_texts(each) and len(each) == 2  # noqa: PLR2004  # a pair
        for each in value
    )


def _is_maps(value: object) -> bool:
    return isinstance(value, dict) and all(map(_is_map, value.values()))


def _is_structure(length: int, value: object) -> bool:
    from annotations.store.texts import load_structure  # noqa: PLC0415  # dear

    load_structure(json.dumps(value), length)
    return True


def _is_content(value: object) -> bool:
    """Whether a step holds all that is stored of a mark, each of its kind."""
    from annotations.store.contents import QUOTE, VERSION, load  # noqa: PLC0415  # dear

    content = load(json.dumps(value))
    texts = (content.article, content.note, content.creator, content.created, content.updated)
    return (
        all(isinstance(each, str) for each in texts)
        and isinstance(content.revision, int)
        and all(isinstance(each, int) for each in content.tags)
        and all(_is_texts(list(each)) for each in (*content.fields, *content.relations))
        and all(
            isinstance(row[QUOTE], str) and isinstance(row[VERSION], str) for row in content.ranges
        )
    )


_JSON: tuple[tuple[str, str, str, str, Callable[[object], bool]], ...] = (
    ("articles", "id", "authors", "JSON list of names", _is_texts),
    ("articles", "id", "extra", "JSON of objects by name", _is_maps),
    ("versions", "id", "options", "JSON", _is_any),
    ("versions", "id", "extra", "JSON object", _is_map),
    ("annotations", "id", "extra", "JSON object", _is_map),
    ("tags", "name", "extra", "JSON object", _is_map),
    ("codebook_keys", "name", "value", "JSON", _is_any),
    ("captures", "id", "headers", "JSON list of pairs", _is_pairs),
    *(
        (
            "(SELECT * FROM metadata WHERE key = 'authors') AS metadata",
            "article",
            column,
            "JSON list of names",
            _is_texts,
        )
        for column in ("guessed", "written")
    ),
)
"""Tables, the column that names a row, one that holds JSON or NULL, what that is, and whether it is."""


def _said(name: object) -> str:
    return name if isinstance(name, str) else repr(name)


def _counted(rows: int) -> str:
    return "1 row" if rows == 1 else f"{rows:,} rows"
