"""A library that another program made or changed: each operation answers, or says in a sentence why not.

SQLite takes any value in any column. Every column of every plain table is given what no postil writes.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from annotations.errors import (
    DamagedDatabaseError,
    DamagedStepError,
    DamagedValueError,
    PostilError,
)
from annotations.library import open_library
from annotations.model import Relation
from annotations.query import parse
from annotations.results import Choice, MarkEdit
from annotations.store.soundness import strange, unshaped
from tests.annotations.store.samples import (
    TEXT,
    Clock,
    create,
    library_at,
    mark,
    opened,
    source,
    write,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from annotations.library import Library
    from annotations.model import ArticleId

DEEP = "[" * 5_000
JSON = ("'{'", "'7'", "'null'", "'[1, {}]'", """'{"a": [1]}'""", f"'{DEEP}'")
"""Broken, or of another shape than is expected anywhere."""

OF_JSON = {
    ("articles", "authors"),
    ("articles", "extra"),
    ("metadata", "guessed"),
    ("metadata", "written"),
    ("versions", "options"),
    ("versions", "structure"),
    ("versions", "extra"),
    ("annotations", "extra"),
    ("tags", "extra"),
    ("codebook_keys", "value"),
    ("history_changes", "before"),
    ("history_changes", "after"),
    ("captures", "headers"),
}
OF_PLACES = {"versions", "ranges", "bookmarks", "reading_places", "annotations"}
ODD = ("x'ff00'", "'word'", "-5", "9223372036854775807")
"""Bytes, and, for numbers, none and one that no text has a place for."""

UNREADABLE = "CAST(x'ff41' AS TEXT)"
"""Bytes that say they are a text."""

ROWS = """
    INSERT INTO metadata VALUES ('{article}', 'authors', '["Awa"]', '["Awa Traoré"]');
    UPDATE articles SET authors = '["Awa Traoré"]';
    INSERT INTO article_tags SELECT '{article}', id, 0 FROM tags LIMIT 1;
    INSERT INTO tag_names SELECT id, 'former', 'former', 0 FROM tags LIMIT 1;
    INSERT INTO captures VALUES ('c', '{article}', 'https://a.example/', 'https://a.example/', 200,
        '[["a", "b"]]', '2026-11-24T09:00:00Z', 'x', x'00');
    INSERT INTO codebook_keys VALUES ('k', '1');
    INSERT INTO colours VALUES ('red', 'doubt');
    INSERT INTO known_fields VALUES ('speaker', 'who speaks');
    INSERT INTO queries VALUES ('q', 'q', 'crowd', '2026-11-24T09:00:00Z');
    INSERT INTO exports VALUES ('/a.yaml', '{article}', 'yaml', 'x', '2026-11-24T09:00:00Z')
"""

OPERATIONS: dict[str, Callable[[Library, ArticleId], object]] = {
    "undo": lambda library, _: library.undo().result(),
    "redo": lambda library, _: library.redo().result(),
    "open": lambda library, article: library.opened(article),
    "open a file": lambda library, _: opened(library, Path("/folder/visit.md")),
    "recall": lambda library, _: library.recall(source(Path("/folder/visit.md"), len(TEXT))),
    "read": lambda library, article: library.annotations(article),
    "list": lambda library, _: library.list_articles(library.query("")),
    "shelf": lambda library, _: (library.shelf.rows(), library.shelf.counts()),
    "find": lambda library, _: library.find(parse("crowd author:awa or tag:a or speaker:bah")),
    "history": lambda library, _: library.history(),
    "codebook": lambda library, _: (library.codebook(), library.coding.text()),
    "vocabulary": lambda library, _: library.vocabulary(),
    "bookmarks": lambda library, article: library.bookmarks(article),
    "captures": lambda library, article: library.captures(article),
    "versions": lambda library, article: library.versions(article),
    "export": lambda library, article: library.export_several(
        [Choice(article)], "yaml", lambda _piece: None
    ),
    "mark": lambda library, article: create(library, article, mark("Monday", tags=("a",))),
}


@cache
def _sound() -> tuple[sqlite3.Connection, ArticleId]:
    """A library in memory that has a row in every table."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "library.db"
        with library_at(path) as library:
            article = opened(library, Path("/folder/visit.md"))
            first = create(library, article, mark("crowd", tags=("a", "b"), note="first"))
            relation = Relation(to=first.id, name="answers")
            other = mark("Monday", fields=(("speaker", "Bah"),), relations=(relation,))
            create(library, article, replace(other, creator="Ada", extra={"k": 1}))
            gone = create(library, article, mark("capital"))
            write(library, article, MarkEdit(before=gone, after=None))
            library.keep_place(article, 3, 0.5).result()
            library.shelf.set_status([article], "reading").result()
            write(library, article, MarkEdit(before=first, after=replace(first, note="second")))
        sound = sqlite3.connect(":memory:", check_same_thread=False)
        with closing(sqlite3.connect(path)) as connection:
            connection.backup(sound)
    sound.executescript(ROWS.format(article=article))
    sound.commit()
    return sound, article


@cache
def _columns() -> dict[str, list[tuple[str, str]]]:
    """Those of each plain table with rows, each with its kind."""
    sound, _ = _sound()
    tables = sound.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE %' "
        "AND sql NOT LIKE 'CREATE TABLE ''%' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_%' "
        "ESCAPE '\\'"
    ).fetchall()
    return {
        table: [(row[1], row[2]) for row in sound.execute(f"PRAGMA table_info({table})")]
        for (table,) in tables
    }


def _spoilt(path: Path, table: str, column: str, value: str) -> bool:
    """Make the library, with a value in all rows of a column; False where SQLite does not take it."""
    for each in path.parent.glob(f"{path.name}*"):
        each.unlink()
    sound, _ = _sound()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        sound.backup(connection)
        connection.execute("PRAGMA ignore_check_constraints = ON")
        with suppress(sqlite3.Error):
            changed = connection.execute(f'UPDATE OR IGNORE {table} SET "{column}" = {value}')
            return changed.rowcount > 0
    return False


def _values(table: str, column: str, kind: str) -> Iterator[str]:
    yield ODD[0]
    if kind in {"INTEGER", "REAL"}:
        yield from ODD[1:] if table in OF_PLACES else ODD[1:2]
    if (table, column) in OF_JSON:
        yield from (UNREADABLE, *JSON)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


@pytest.mark.parametrize("table", sorted(_columns()))
def test_each_operation_answers_or_says_what_is_wrong(table: str, path: Path) -> None:
    _, article = _sound()
    for column, kind in _columns()[table]:
        for value in _values(table, column, kind):
            if not _spoilt(path, table, column, value):
                continue
            with suppress(PostilError), open_library(path, clock=Clock()) as library:
                library.database.connection.execute("PRAGMA synchronous = OFF")
                if value == ODD[0] and kind != "BLOB":
                    found = [each for each in library.check() if each.severity == "error"]
                    assert found, column
                for name, operation in OPERATIONS.items():
                    wrong = _goes_wrong(partial(operation, library, article))
                    assert wrong == "", (column, value, name)


def _goes_wrong(operation: Callable[[], object]) -> str:
    """What an operation raises that is no sentence."""
    try:
        operation()
    except PostilError as error:
        return "" if str(error).endswith(".") else repr(error)
    except Exception as error:  # noqa: BLE001  # whatever it is, it is told
        return repr(error)
    return ""


def test_all_is_sound_where_nothing_was_done(path: Path) -> None:
    assert _spoilt(path, "counters", "value", "value")
    with open_library(path, clock=Clock()) as library, library.database.reading() as connection:
        assert [*strange(connection), *unshaped(connection)] == []


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        ("UPDATE articles SET authors = '{'", "authors in articles of 01"),
        ("UPDATE annotations SET note = x'ff' WHERE note <> ''", "note of annotations holds bytes"),
        ("UPDATE annotations SET extra = '[]' WHERE extra NOT NULL", "is no JSON object"),
        ("UPDATE annotations SET colour = 'pink'", "has a colour that is none"),
        ("UPDATE ranges SET start = -7", "has a range that is none"),
        ("UPDATE tags SET extra = '7'", "is no JSON object"),
        ("ALTER TABLE tags DROP COLUMN letter", "the column letter of tags is missing"),
        ("DROP TABLE fields", "the table fields is missing"),
        ("UPDATE articles SET title = CAST(x'ff41' AS TEXT)", "title holds what is no text"),
    ],
)
def test_reading_says_what_is_wrong_and_where(path: Path, spoil: str, sentence: str) -> None:
    _, article = _sound()
    _spoilt(path, "counters", "value", "value")
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(spoil)

    with open_library(path, clock=Clock()) as library:
        with pytest.raises(DamagedDatabaseError, match="is damaged") as refused:
            library.annotated(article)
        assert sentence in str(refused.value)
        assert any(each.severity == "error" for each in library.check())


@pytest.mark.parametrize(
    "spoilt",
    [
        "'$.blocks.end[0]', 99999",
        "'$.blocks.start[0]', 99999",
        "'$.blocks.start[0]', -1",
        "'$.blocks.kind[0]', 99",
        "'$.blocks.parent', json('[0]')",
        "'$.blocks.parent', json('[-7]')",
        '\'$.spans\', json(\'{"kind": [0], "start": [0], "end": [99999], "target": {}}\')',
    ],
)
def test_a_structure_of_another_text_is_not_shown(path: Path, spoilt: str) -> None:
    _, article = _sound()
    _spoilt(path, "versions", "structure", f"json_set(structure, {spoilt})")

    with open_library(path, clock=Clock()) as library:
        with pytest.raises(DamagedValueError, match="is no JSON of a structure of its text"):
            library.opened(article)
        assert any("structure in versions" in each.sentence for each in library.check())


@pytest.mark.parametrize("value", [*JSON, """json_set(after, '$.ranges', '[]')""", "x'ff'"])
def test_a_step_that_is_not_held_soundly_is_not_undone(path: Path, value: str) -> None:
    _, article = _sound()
    _spoilt(path, "counters", "value", "value")
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(f"UPDATE history_changes SET before = {value}, after = {value}")

    with open_library(path, clock=Clock()) as library:
        before = library.annotations(article)
        with pytest.raises((DamagedStepError, DamagedValueError)):
            library.undo().result()
        assert library.annotations(article) == before
        assert any("of the history" in each.sentence for each in library.check())


def test_a_step_of_an_unknown_kind_is_not_undone(path: Path) -> None:
    _spoilt(path, "history_changes", "kind", "'dream'")

    with (
        open_library(path, clock=Clock()) as library,
        pytest.raises(DamagedStepError, match="cannot be undone: the history does not hold it"),
    ):
        library.undo().result()


def test_what_is_no_damage_is_a_mistake_and_passes(path: Path) -> None:
    _spoilt(path, "counters", "value", "value")

    passed = pytest.raises(KeyError, match="ours")
    with open_library(path, clock=Clock()) as library, passed, library.database.reading():
        raise KeyError("ours")  # noqa: EM101  # made for a test
