"""What is wrong with a library is found, each kind once, and nothing is changed."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from annotations.store.check import SHOWN_LIMIT, check
from annotations.store.schema import STEPS, migrate
from annotations.store.search import reindex

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = "The world has changed, he said. 👩\u200d💻 世界は"
SHA256 = hashlib.sha256(TEXT.encode()).hexdigest()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A sound library of one article with two marks."""
    folder = tmp_path / "library"
    folder.mkdir(mode=0o700)
    path = folder / "library.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        migrate(connection, STEPS)
        connection.execute(
            "INSERT INTO articles (id, title, version, created, updated, change) "
            "VALUES ('a', 'Bamako', 'v', '', '', 1)"
        )
        connection.execute(
            "INSERT INTO versions (id, article, sha256, length, text) VALUES ('v', 'a', ?, ?, ?)",
            (SHA256, len(TEXT), TEXT),
        )
        for mark, start, end in (("m1", 4, 21), ("m2", 32, 38)):
            connection.execute(
                "INSERT INTO annotations (id, article, colour, created, updated, revision, change) "
                "VALUES (?, 'a', 'red', '', '', 1, 1)",
                (mark,),
            )
            connection.execute(
                'INSERT INTO ranges (annotation, version, piece, start, "end", quote, state) '
                "VALUES (?, 'v', 0, ?, ?, ?, 'anchored')",
                (mark, start, end, TEXT[start:end]),
            )
        content = b"<p>Visit"
        for number, kept in (("c1", content), ("c2", None)):
            connection.execute(
                "INSERT INTO captures VALUES (?, 'a', 'https://a/', 'https://a/', 200, '[]', '', ?, ?)",
                (number, hashlib.sha256(content).hexdigest(), kept),
            )
        connection.execute("INSERT INTO tags (id, name, folded, change) VALUES (1, 'A', 'a', 1)")
        connection.execute("INSERT INTO annotation_tags VALUES ('m1', 1, 0, 1)")
        connection.execute("INSERT INTO fields VALUES ('m1', 'speaker', 'Bah', 0, 1)")
        connection.execute(
            "INSERT INTO history (id, time, action, label, state) VALUES (1, '', '', '', 'done')"
        )
        connection.execute(
            "INSERT INTO history_changes VALUES (1, 0, 'article', 'a', 'a', NULL, '{}')"
        )
        reindex(connection)
        connection.execute("COMMIT")
    path.chmod(0o600)
    return path


@pytest.fixture
def connection(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def test_a_sound_library_has_no_findings(connection: sqlite3.Connection, path: Path) -> None:
    assert check(connection, path) == []


@pytest.mark.parametrize(
    ("damage", "severity", "expected"),
    [
        ("UPDATE versions SET text = text || '!'", "error", "is not the one that was read"),
        ("UPDATE captures SET content = X'00' WHERE id = 'c1'", "error", "is not what was sent"),
        ("DELETE FROM captures WHERE id = 'c1'", "error", "https://a/ (c2) is not what was sent"),
        ("UPDATE captures SET headers = 'x'", "error", "is no JSON"),
        ("INSERT INTO codebook_keys VALUES ('k', 'x')", "error", "of k is no JSON"),
        ("UPDATE versions SET length = 3", "warning", "The length noted of the text of article a"),
        ("UPDATE versions SET text = CAST(text AS BLOB)", "error", "is not the one that was read"),
        ("UPDATE ranges SET start = start + 1", "error", "Mark m1 does not stand where"),
        ('UPDATE ranges SET "end" = 999', "error", "Mark m1 does not stand where"),
        ('UPDATE ranges SET "end" = NULL', "error", "Mark m1 does not stand where"),
        ("UPDATE ranges SET start = -1", "error", "Mark m1 does not stand where"),
        ("UPDATE ranges SET start = NULL", "error", "The state of mark m1 contradicts"),
        ("UPDATE ranges SET state = 'orphaned'", "error", "The state of mark m1 contradicts"),
        ("UPDATE ranges SET state = 'lost'", "error", "The state of mark m1 contradicts"),
        ("UPDATE annotations SET colour = 'pink'", "error", "has a colour that is none"),
        ("DELETE FROM versions", "error", "without the row of versions it belongs to"),
        ("DELETE FROM annotations WHERE id = 'm2'", "error", "1 row of ranges without the row"),
        ("UPDATE versions SET article = 'b'", "error", "shows a version of another article"),
        ("UPDATE versions SET article = 'b'", "error", "Mark m1 has a range in another article"),
        (
            "UPDATE history_changes SET after = '{'",
            "error",
            "Entry 1 of the history cannot be undone",
        ),
        ("UPDATE history_changes SET before = x'00'", "error", "Entry 1 of the history"),
        ("UPDATE articles SET authors = 'x'", "error", "authors in articles of a is no JSON"),
        ("UPDATE tags SET folded = 'b'", "warning", "Tag “A”"),
        ("UPDATE search_text SET quote = 'x'", "warning", "Mark m1 is searched by another text"),
        ("DELETE FROM search_text", "warning", "Mark m1 is not searched"),
        (
            "UPDATE search_text SET annotation = 'm9' WHERE annotation = 'm1'",
            "warning",
            "is not there",
        ),
        ("UPDATE search_text SET id = 9 WHERE id = 1", "warning", "Mark m1 is searched out of its"),
        ("UPDATE annotation_tags SET number = 9", "warning", "Mark m1 is not found by its tags"),
        ("UPDATE fields SET number = 9", "warning", "Mark m1 is not found by its fields"),
        (
            "INSERT INTO search_index (search_index) VALUES ('delete-all')",
            "warning",
            "knows 0 marks of 2",
        ),
        ("UPDATE versions SET text = NULL", "note", "2 marks could not be checked"),
        ("DROP TABLE tombstones; DROP TABLE colours; DROP TABLE tags", "error", "read any further"),
    ],
)
def test_each_damage_is_found(
    connection: sqlite3.Connection, path: Path, damage: str, severity: str, expected: str
) -> None:
    connection.executescript(damage)

    findings = check(connection, path)

    assert (severity, True) in [(each.severity, expected in each.sentence) for each in findings]
    assert all(each.sentence.endswith(".") for each in findings)


def test_findings_of_one_kind_are_named_up_to_a_limit(
    connection: sqlite3.Connection, path: Path
) -> None:
    for number in range(50):
        connection.execute(
            "INSERT INTO annotations (id, article, colour, created, updated, revision, change) "
            "VALUES (?, 'a', 'pink', '', '', 1, 1)",
            (f"n{number}",),
        )
    reindex(connection)

    findings = check(connection, path)

    assert len(findings) == SHOWN_LIMIT + 1
    assert findings[-1].sentence == "There are 40 more of this kind."
    assert findings[-1].severity == "error"


def test_a_damaged_page_is_found(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(bytes(4096))

    with closing(sqlite3.connect(path)) as connection:
        findings = check(connection, path)

    assert findings
    assert findings[0].severity == "error"


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
def test_permissions_that_let_others_in_are_said(
    connection: sqlite3.Connection, path: Path
) -> None:
    path.chmod(0o644)
    path.parent.chmod(0o755)

    findings = check(connection, path)

    assert [each.severity for each in findings] == ["warning", "warning"]
    assert "644" in findings[0].sentence
    assert "chmod 700" in findings[1].hint


def test_a_file_that_is_gone_is_said(connection: sqlite3.Connection, path: Path) -> None:
    path.unlink()

    assert "cannot be looked at" in check(connection, path)[0].sentence


def test_nothing_is_changed(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("UPDATE search_text SET quote = 'x'")
    before = path.read_bytes()
    connection.execute("PRAGMA query_only = ON")

    assert check(connection, path)
    assert path.read_bytes() == before
