"""What is wrong with a library, found by looking at all of it; nothing is changed.

SQLite vouches for its pages, not for what stands in them: texts are checked by their hashes, ranges
by their quotes, and what was derived against what it came from.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from annotations.document import HASH_SLICE
from annotations.model import COLOURS, State, fold_tag
from annotations.store.search import searched_texts
from annotations.store.search_text import NUMBERED
from annotations.store.soundness import ODD, strange, unshaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SHOWN_LIMIT = 10
"""Findings of one kind that are named each; the others are counted."""

_RESTORE = "Nothing here tells how it was: `postil restore` brings it back out of a backup."
_REINDEX = (
    "Searching may miss marks. `postil doctor --repair` writes the index anew from the marks."
)
_DERIVE = "It follows from what is there: `postil doctor --repair` mends it."

_INDEX_LINE = re.compile(r"(?:row \d+ missing from|wrong # of entries in) index \w+")
"""What SQLite says of an index that is not as its table is; the table itself is sound."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be, in a sentence for people."""

    severity: Literal["error", "warning", "note"]
    """error: data is lost or wrong; warning: something can be mended; note: worth knowing."""
    sentence: str
    hint: str = ""
    is_derivable: bool = False
    """True if it can be mended out of what is sound: by `repairing`."""


def check(connection: sqlite3.Connection, path: Path) -> list[Finding]:
    """Look through a whole library.

    Args:
        connection: To the library; only read from.
        path: The library's file, whose permissions are looked at.

    Returns:
        The findings, those of one kind together; empty if all is well.

    Complexity: O(size of the library); one text is held at a time.
    """
    findings: list[Finding] = []
    for examine in (
        *(_pages, _strange, _parents, _texts, _captures, _values, _json, _search, _numbers),
    ):
        try:
            findings += _bounded(examine(connection))
        except ODD:
            if not findings:  # a mistake of ours, and no odd value
                raise
        except sqlite3.Error as error:
            findings.append(
                Finding("error", f"The library cannot be read any further: {error}.", _RESTORE)
            )
            break
    findings += _permissions(path)
    return findings


def _bounded(findings: Iterator[Finding]) -> Iterator[Finding]:
    count = 0
    last: Finding | None = None
    for finding in findings:
        count += 1
        last = finding
        if count <= SHOWN_LIMIT:
            yield finding
    if last is not None and count > SHOWN_LIMIT:
        sentence = f"There are {count - SHOWN_LIMIT:,} more of this kind."
        yield Finding(last.severity, sentence, is_derivable=last.is_derivable)


def _pages(connection: sqlite3.Connection) -> Iterator[Finding]:
    for (line,) in connection.execute("PRAGMA integrity_check"):
        if _INDEX_LINE.fullmatch(line):
            sentence = f"An index of the database is not as its table is: {line}."
            yield Finding("warning", sentence, _DERIVE, is_derivable=True)
        elif line != "ok":
            yield Finding("error", f"The database is damaged: {line}.", _RESTORE)


def _parents(connection: sqlite3.Connection) -> Iterator[Finding]:
    missing: dict[tuple[str, str], int] = {}
    for table, _, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        missing[table, parent] = missing.get((table, parent), 0) + 1
    for (table, parent), count in sorted(missing.items()):
        yield Finding(
            "error",
            f"{_count(count, 'row')} of {table} without the row of {parent} it belongs to.",
            _RESTORE,
        )
    for (identity,) in connection.execute(
        "SELECT articles.id FROM articles JOIN versions ON versions.id = articles.version "
        "WHERE versions.article <> articles.id ORDER BY articles.id"
    ):
        yield Finding("error", f"Article {identity} shows a version of another article.", _RESTORE)
    for (identity,) in connection.execute(
        "SELECT annotations.id FROM ranges JOIN annotations ON annotations.id = ranges.annotation "
        "JOIN versions ON versions.id = ranges.version "
        "WHERE versions.article <> annotations.article GROUP BY 1 ORDER BY 1"
    ):
        yield Finding("error", f"Mark {identity} has a range in another article.", _RESTORE)


def _texts(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Texts by their hashes, and the ranges in each by their quotes."""
    versions = connection.execute(
        "SELECT id, article, sha256, length FROM versions WHERE text IS NOT NULL ORDER BY id"
    ).fetchall()
    for identity, article, sha256, length in versions:
        (text,) = connection.execute(
            "SELECT text FROM versions WHERE id = :id", {"id": identity}
        ).fetchone()
        if not isinstance(text, str) or text_hash(text) != sha256:
            yield Finding(
                "error",
                f"The text kept of article {article} (version {identity}) is not the one that was "
                "read: its hash differs.",
                _RESTORE,
            )
            continue
        if len(text) != length:
            yield Finding(
                "warning",
                f"The length noted of the text of article {article} (version {identity}) is wrong.",
                _DERIVE,
                is_derivable=True,
            )
            length = len(text)  # noqa: PLW2901  # the ranges are held against the text itself
        for mark, start, end, quote in connection.execute(
            'SELECT annotation, start, "end", quote FROM ranges '
            "WHERE version = :version AND start IS NOT NULL ORDER BY annotation, piece",
            {"version": identity},
        ):
            if end is None or not 0 <= start <= end <= length or text[start:end] != quote:
                yield Finding(
                    "error",
                    f"Mark {mark} does not stand where its quote does (version {identity}).",
                    _RESTORE,
                )


def _values(connection: sqlite3.Connection) -> Iterator[Finding]:
    """What a column may hold."""
    (count,) = connection.execute("SELECT count(*) FROM counters WHERE name = 'change'").fetchone()
    if not count:
        yield Finding("error", "The counter of changes is missing.", _RESTORE)
    states = json.dumps([state.value for state in State])
    for (mark,) in connection.execute(
        "SELECT DISTINCT annotation FROM ranges "
        "WHERE state NOT IN (SELECT value FROM json_each(:states)) "
        "OR (start IS NULL) <> (state = :orphaned) ORDER BY 1",
        {"states": states, "orphaned": State.ORPHANED.value},
    ):
        yield Finding("error", f"The state of mark {mark} contradicts its range.", _RESTORE)
    for (mark,) in connection.execute(
        "SELECT DISTINCT annotation FROM ranges "
        'WHERE start < 0 OR "end" < start OR (start IS NULL) <> ("end" IS NULL) ORDER BY 1'
    ):
        yield Finding("error", f"Mark {mark} has a range that is none.", _RESTORE)
    for (mark,) in connection.execute(
        "SELECT id FROM annotations WHERE colour IS NOT NULL "
        "AND colour NOT IN (SELECT value FROM json_each(:colours)) ORDER BY id",
        {"colours": json.dumps([colour.value for colour in COLOURS])},
    ):
        yield Finding("error", f"Mark {mark} has a colour that is none.", _RESTORE)
    for table, key in (("tags", "name"), ("colours", "colour")):
        for name, colour in connection.execute(
            f"SELECT {key}, colour FROM {table} WHERE colour IS NOT NULL "
            "AND colour NOT IN (SELECT value FROM json_each(:colours)) ORDER BY 1",
            {"colours": json.dumps([colour.value for colour in COLOURS])},
        ):
            sentence = f"The colour {colour} of {name} in {table} is none."
            yield Finding("error", sentence, _RESTORE)
    for name, folded in connection.execute("SELECT name, folded FROM tags ORDER BY name"):
        if fold_tag(name) != folded:
            yield Finding(
                "warning",
                f"Tag “{name}” is kept under another spelling's form.",
                _DERIVE,
                is_derivable=True,
            )
    (unchecked,) = connection.execute(
        "SELECT count(DISTINCT ranges.annotation) FROM ranges "
        "JOIN articles ON articles.version = ranges.version "
        "JOIN versions ON versions.id = ranges.version WHERE versions.text IS NULL"
    ).fetchone()
    if unchecked:
        yield Finding(
            "note",
            f"{_count(unchecked, 'mark')} could not be checked: the text is not kept here.",
            "Opening the article keeps it.",
        )


def _captures(connection: sqlite3.Connection) -> Iterator[Finding]:
    """What servers sent, by its hash: evidence that was changed is none."""
    rows = connection.execute("SELECT id, final_address FROM captures ORDER BY id").fetchall()
    for identity, address in rows:
        content, sha256, has_first = connection.execute(
            "SELECT content, sha256, content IS NOT NULL OR EXISTS (SELECT 1 FROM captures AS first "
            "WHERE first.article = captures.article AND first.sha256 = captures.sha256 "
            "AND first.content IS NOT NULL) FROM captures WHERE id = :id",
            {"id": identity},
        ).fetchone()
        is_sound = has_first if content is None else hashlib.sha256(content).hexdigest() == sha256
        if not is_sound:
            sentence = f"What was captured of {address} ({identity}) is not what was sent."
            yield Finding("error", sentence, _RESTORE)


def _strange(connection: sqlite3.Connection) -> Iterator[Finding]:
    for sentence in strange(connection):
        yield Finding("error", sentence, _RESTORE)


def _json(connection: sqlite3.Connection) -> Iterator[Finding]:
    for sentence in unshaped(connection):
        yield Finding("error", sentence, _RESTORE)


def contradictions(connection: sqlite3.Connection) -> Iterator[str]:
    """Sentences about rows that contradict each other, for who found something odd by chance."""
    for examine in (_parents, _values, _numbers):
        for finding in examine(connection):
            if finding.severity != "note":
                yield finding.sentence


def out_of_step(connection: sqlite3.Connection) -> Iterator[str]:
    """Likewise about what is searched; all of it is held in memory."""
    for finding in _search(connection):
        yield finding.sentence


def _search(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Whether what is searched is what stands in the tables."""
    kept = {
        row[1]: row
        for row in connection.execute(
            "SELECT id, annotation, article, quote, note FROM search_text"
        )
    }
    count = len(kept)
    for wanted in searched_texts(connection):
        mark = wanted[1]
        found = kept.pop(mark, None)
        if found is None:
            yield _unsearched(f"Mark {mark} is not searched.")
        elif found[0] != wanted[0]:
            yield _unsearched(f"Mark {mark} is searched out of its turn.")
        elif found != wanted:
            yield _unsearched(f"Mark {mark} is searched by another text.")
    for mark in sorted(kept):
        yield _unsearched(f"Mark {mark} is searched, but is not there.")
    for index in ("search_index", "search_trigram"):
        # The number of rows an index has seen: asking the index itself would be a write.
        (indexed,) = connection.execute(f"SELECT count(*) FROM {index}_docsize").fetchone()
        if indexed != count:
            yield _unsearched(f"{index} knows {indexed:,} marks of {count:,}.")
    (parts, indexed) = connection.execute(
        "SELECT (SELECT count(*) FROM text_parts), (SELECT count(*) FROM text_index_docsize)"
    ).fetchone()
    if parts != indexed:
        yield _unsearched(f"text_index knows {indexed:,} parts of texts of {parts:,}.")


def _numbers(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Whether parts of marks have these' numbers."""
    for table in NUMBERED:
        for (mark,) in connection.execute(
            f"SELECT DISTINCT annotation FROM {table} JOIN annotations "
            f"ON annotations.id = {table}.annotation "
            f"WHERE {table}.number <> annotations.number ORDER BY 1"
        ):
            what = "tags" if table == "annotation_tags" else table
            yield _unsearched(f"Mark {mark} is not found by its {what}.")


def _unsearched(sentence: str) -> Finding:
    return Finding("warning", sentence, _REINDEX, is_derivable=True)


def _permissions(path: Path) -> Iterator[Finding]:
    if os.name != "posix":
        return
    looked_at: tuple[tuple[Path, Callable[[int], bool], int], ...] = (
        (path, stat.S_ISREG, 0o600),
        (path.parent, stat.S_ISDIR, 0o700),
    )
    for place, is_kind, wanted in looked_at:
        try:
            mode = place.stat().st_mode
        except OSError as error:
            yield Finding("error", f"{place} cannot be looked at: {error.strerror}.")
            continue
        if not is_kind(mode):
            yield Finding("error", f"{place} is not what it should be.")
        elif stat.S_IMODE(mode) & 0o077:
            yield Finding(
                "warning",
                f"Others may look into {place} (its mode is {stat.S_IMODE(mode):o}).",
                f"chmod {wanted:o} would close it.",
            )


def text_hash(text: str) -> str:
    """The hash of a text in UTF-8, in hexadecimal."""
    digest = hashlib.sha256()
    for start in range(0, len(text), HASH_SLICE):
        digest.update(text[start : start + HASH_SLICE].encode())
    return digest.hexdigest()


def _count(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
