"""The texts of articles as they are searched: in parts of some pages, over which an index stands.

The index holds no text, only where words stand: a part is folded anew when what was proposed has to be
confirmed. Parts are written when a text is kept; one that has none, or not to its end, is searched by
reading it. Parts of a version that is no longer shown stay, and are passed over.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from annotations.folding import fold, goes_on, occurs
from annotations.matching import UNSPACED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

PART_LENGTH = 32_768
"""Code points of a part: folded in a millisecond or two, and few enough for a text of a book."""

OVERLAP_LENGTH = 1_024
"""Code points by which a part goes on into the next, so that a phrase over the border is found."""

INDEXED_LENGTH = 20_000_000
"""Code points of a text that are indexed; what lies behind is searched by reading it."""

ASKED_LENGTH = 200
"""Code points of a phrase that the index is asked for; the rest is only confirmed."""

_UNSPACED = re.compile(f"([{UNSPACED}])")
_SPACES_BEFORE = re.compile(r"\s[^\s]*\Z")
_ONE_WORD = re.compile(r"[^\W_]+")
_SIGN = re.compile(r"[^\w\s\x00-\x7f]")


class TextIndex:
    """The parts of texts and their index, over one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, version: str, text: str) -> None:
        """Index a text that is kept; what of it is indexed already stays."""
        done = self._indexed_to(version)
        for start, end in parts(text, done):
            cursor = self._connection.execute(
                'INSERT INTO text_parts (version, start, "end") VALUES (?, ?, ?)',
                (version, start, end),
            )
            self._connection.execute(
                "INSERT INTO text_index (rowid, text) VALUES (?, ?)",
                (cursor.lastrowid, _as_indexed(_cut(text, start, end))),
            )

    def remove(self, version: str) -> None:
        """Forget a version's parts, while its text is still kept."""
        (text,) = self._connection.execute(
            "SELECT text FROM versions WHERE id = ?", (version,)
        ).fetchone()
        for identity, start, end in self._parts(version):
            # An index that holds no text must be told what it was given.
            self._connection.execute(
                "INSERT INTO text_index (text_index, rowid, text) VALUES ('delete', ?, ?)",
                (identity, _as_indexed(_cut(text or "", start, end))),
            )
        self._connection.execute("DELETE FROM text_parts WHERE version = ?", (version,))

    def clear(self) -> None:
        """Forget all parts: the texts are indexed anew when they are next searched."""
        self._connection.execute("INSERT INTO text_index (text_index) VALUES ('delete-all')")
        self._connection.execute("DELETE FROM text_parts")

    def forget(self) -> None:
        """Merge the index, so that no word of what was removed is left in it."""
        self._connection.execute("INSERT INTO text_index (text_index) VALUES ('optimize')")

    def missing(self) -> list[str]:
        """The versions that are kept and shown, but not indexed as far as they are to be."""
        return [version for version, done in self._unindexed() if done < INDEXED_LENGTH]

    def catch_up(self, version: str) -> None:
        """Index a version as far as it is not yet; nothing if it is not kept any more."""
        row = self._connection.execute(
            "SELECT text FROM versions WHERE id = ? AND text IS NOT NULL", (version,)
        ).fetchone()
        if row is not None:
            self.add(version, row[0])

    def versions(self, words: str) -> set[str]:
        """The versions shown in whose texts folded words stand."""
        found = {
            version
            for version, done in self._unindexed()
            if occurs(words, fold(self._text(version, max(0, done - OVERLAP_LENGTH))))
        }
        proposed = _asked(words)
        if proposed is None:
            rows = self._connection.execute(
                "SELECT version FROM articles WHERE version IS NOT NULL"
            ).fetchall()
            return found | {
                version for (version,) in rows if occurs(words, fold(self._text(version, 0)))
            }
        # A single word that the index knows needs no looking up.
        is_sure = len(words) <= ASKED_LENGTH and _ONE_WORD.fullmatch(words) is not None
        is_sure = is_sure and all(_is_known(letter) for letter in words)
        for version, start, end in self._connection.execute(
            'SELECT version, start, "end" FROM text_parts WHERE id IN '
            "(SELECT rowid FROM text_index WHERE text_index MATCH :asked) "
            "AND version IN (SELECT version FROM articles)",
            {"asked": proposed},
        ):
            if version not in found and (is_sure or self._stands(words, version, start, end)):
                found.add(version)
        return found

    def _stands(self, words: str, version: str, start: int, end: int) -> bool:
        text = self._text(version, max(0, start - 1), end + OVERLAP_LENGTH + len(words))
        return occurs(words, fold(_cut(text, min(start, 1), len(text))))

    def _unindexed(self) -> list[tuple[str, int]]:
        """The versions shown whose text goes on behind what is indexed, and to where that is."""
        return self._connection.execute(
            'SELECT versions.id, ifnull(max(text_parts."end"), 0) AS done FROM articles '
            "JOIN versions ON versions.id = articles.version "
            "LEFT JOIN text_parts ON text_parts.version = versions.id "
            "WHERE versions.text IS NOT NULL GROUP BY versions.id HAVING done < versions.length"
        ).fetchall()

    def _text(self, version: str, start: int, end: int | None = None) -> str:
        length = -1 if end is None else end - start
        row = self._connection.execute(
            "SELECT CASE WHEN :length < 0 THEN substr(text, :start + 1) "
            "ELSE substr(text, :start + 1, :length) END FROM versions WHERE id = :version",
            {"start": start, "length": length, "version": version},
        ).fetchone()
        return (row[0] or "") if row else ""

    def _indexed_to(self, version: str) -> int:
        (done,) = self._connection.execute(
            'SELECT ifnull(max("end"), 0) FROM text_parts WHERE version = ?', (version,)
        ).fetchone()
        return int(done)

    def _parts(self, version: str) -> list[tuple[int, int, int]]:
        return self._connection.execute(
            'SELECT id, start, "end" FROM text_parts WHERE version = ? ORDER BY start', (version,)
        ).fetchall()


def parts(text: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """Where the parts of a text begin and end: before a word, where there is one near."""
    length = min(len(text), INDEXED_LENGTH)
    while start < length:
        end = min(start + PART_LENGTH, length)
        if end < length:
            space = _SPACES_BEFORE.search(text, max(start + 1, end - OVERLAP_LENGTH), end)
            end = end if space is None else space.start()
        yield start, end
        start = end


def _cut(text: str, start: int, end: int) -> str:
    """A part with what it goes on into; the rest of a word that began before it is not of it."""
    stop = min(end + OVERLAP_LENGTH, len(text))
    if start > 0 and goes_on(text[start - 1]):
        while start < stop and goes_on(text[start]):
            start += 1
    return text[start:stop]


def _as_indexed(text: str) -> str:
    """A part as the index is given it.

    In scripts without spaces each character is a word. Vowel signs and other marks, at which the
    index would end a word, are left out.
    """
    return _UNSPACED.sub(r" \1 ", _SIGN.sub(_without_mark, fold(text)))


def _without_mark(sign: re.Match[str]) -> str:
    return "" if unicodedata.category(sign[0])[0] == "M" else sign[0]


def _is_known(letter: str) -> bool:
    """True for a letter or digit of a script with spaces that SQLite knows for one."""
    return goes_on(letter) and unicodedata.ucd_3_2_0.category(letter)[0] in "LN"


def _asked(words: str) -> str | None:
    """What to ask the index for; None where it may know nothing of such words."""
    asked = _as_indexed(words[:ASKED_LENGTH]).strip()
    if not asked or unicodedata.ucd_3_2_0.category(asked[0])[0] not in "LN":
        return None
    return '"' + asked.replace('"', '""') + '"*'
