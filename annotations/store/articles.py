"""Articles with their metadata, tags and reading places, as the tables hold them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from annotations.errors import NotFoundError
from annotations.model import Article, ArticleId, Metadata, Timestamp
from annotations.reference import without_credentials
from annotations.store.contents import as_texts, dump_json, load_json
from annotations.store.sources import storable
from annotations.store.texts import Texts

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from annotations.model import Json, Version, VersionId
    from annotations.store.database import Transaction

METADATA_KEYS = Metadata._fields

BROUGHT_BACK = "it had been taken out of the library, and is in it again"
"""Said of an article that is opened after its removal."""

_COLUMNS = f"id, {', '.join(METADATA_KEYS)}, version, source, extra"


class Articles:
    """The library's articles, read and written over one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def get(self, article: ArticleId) -> Article:
        """An article with its present version.

        Raises:
            NotFoundError: There is none with this id.
        """
        found = self.of_ids([article])
        if not found:
            raise not_here(article)
        return found[article]

    def of_ids(self, ids: Iterable[str]) -> dict[ArticleId, Article]:
        """Those of the articles that are stored."""
        wanted = {"ids": json.dumps(list(ids))}
        tags: dict[str, list[str]] = {}
        for article, name in self._connection.execute(
            "SELECT article, name FROM article_tags JOIN tags ON tags.id = article_tags.tag "
            "WHERE article IN (SELECT value FROM json_each(:ids)) ORDER BY position",
            wanted,
        ):
            tags.setdefault(article, []).append(name)
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM articles WHERE id IN (SELECT value FROM json_each(:ids))",
            wanted,
        ).fetchall()
        versions = Texts(self._connection).shown(wanted["ids"])
        found = {}
        for identity, *values, version, source, extra in rows:
            as_texts(*values, source)
            held = dict(zip(METADATA_KEYS, values, strict=True))
            held["authors"] = tuple(json.loads(held["authors"]))
            as_texts(*held["authors"])
            found[ArticleId(identity)] = Article(
                id=ArticleId(identity),
                metadata=Metadata(**held),
                source=source,
                tags=tuple(tags.get(identity, ())),
                version=versions.get(version),
                extra=_part(extra, "article"),
            )
        return found

    def version(self, article: ArticleId) -> VersionId | None:
        """The id of the present version, also where it is a mere placeholder.

        Raises:
            NotFoundError: There is no such article.
        """
        row = self._connection.execute(
            "SELECT version FROM articles WHERE id = :article", {"article": article}
        ).fetchone()
        if row is None:
            raise not_here(article)
        found: VersionId | None = row[0]
        return found

    def add(self, article: ArticleId, source: str, transaction: Transaction) -> None:
        """Add an article of which only this much is known."""
        self._connection.execute(
            "INSERT INTO articles (id, source, created, updated, change) "
            "VALUES (:id, :source, :time, :time, :change)",
            {
                "id": article,
                "source": source,
                "time": transaction.time,
                "change": transaction.change,
            },
        )

    def show(self, article: ArticleId, version: Version) -> None:
        """Make a version the present one."""
        self._connection.execute(
            "UPDATE articles SET version = :version WHERE id = :article",
            {"version": version.id, "article": article},
        )

    def set_source(self, article: ArticleId, source: str) -> None:
        """Note where it was last opened."""
        self._connection.execute(
            "UPDATE articles SET source = :source WHERE id = :article AND source <> :source",
            {"source": source, "article": article},
        )

    def touch(self, article: ArticleId, transaction: Transaction) -> None:
        """Note that something of it changed."""
        self._connection.execute(
            "UPDATE articles SET updated = :time, change = :change WHERE id = :article",
            {"time": transaction.time, "change": transaction.change, "article": article},
        )

    # --- metadata -----------------------------------------------------------------------------

    def guess(self, article: ArticleId, metadata: Metadata) -> None:
        """Take over a loader's guesses; where it has none, the earlier one stays."""
        self._write_metadata(article, "guessed", _texts(metadata))

    def write(self, article: ArticleId, metadata: Metadata) -> None:
        """Take over a person's words; where there are none, what was known stays."""
        self._write_metadata(article, "written", _texts(metadata))

    def guesses(self, article: ArticleId) -> Metadata:
        """What the loader made of it."""
        rows = self._connection.execute(
            "SELECT key, guessed FROM metadata WHERE article = :article AND guessed IS NOT NULL",
            {"article": article},
        )
        held = {key: value for key, value in rows if key in METADATA_KEYS}
        if "authors" in held:
            held["authors"] = tuple(json.loads(held["authors"]))
        return Metadata(**held)

    def written(self, article: ArticleId) -> dict[str, str]:
        """A person's words by key, as the table holds them; an empty one says that there is none."""
        rows = self._connection.execute(
            "SELECT key, written FROM metadata WHERE article = :article AND written IS NOT NULL",
            {"article": article},
        )
        return {key: value for key, value in rows if key in METADATA_KEYS}

    def rewrite(self, article: ArticleId, written: Mapping[str, str]) -> None:
        """Replace all words of a person by these, in the form of `written`."""
        self._connection.execute(
            "UPDATE metadata SET written = NULL WHERE article = :article", {"article": article}
        )
        self._write_metadata(article, "written", written)

    def put_words(
        self, article: ArticleId, key: str, guessed: str | None, written: str | None
    ) -> None:
        """Replace what a loader and a person say of one key, in the form of the table."""
        self._write_metadata(article, "guessed", {key: guessed})
        self._write_metadata(article, "written", {key: written})

    def _write_metadata(
        self, article: ArticleId, column: str, texts: Mapping[str, str | None]
    ) -> None:
        self._connection.executemany(
            f"INSERT INTO metadata (article, key, {column}) VALUES (:article, :key, :value) "
            f"ON CONFLICT (article, key) DO UPDATE SET {column} = excluded.{column}",
            [{"article": article, "key": key, "value": value} for key, value in texts.items()],
        )
        held = dict(
            self._connection.execute(
                "SELECT key, coalesce(written, guessed, CASE key WHEN 'authors' THEN '[]' ELSE '' END) "
                "FROM metadata WHERE article = :article",
                {"article": article},
            ).fetchall()
        )
        columns = [key for key in METADATA_KEYS if key in held]
        if not columns:
            return
        self._connection.execute(
            f"UPDATE articles SET {', '.join(f'{key} = :{key}' for key in columns)} "
            "WHERE id = :article",
            {"article": article, **{key: held[key] for key in columns}},
        )

    # --- tags and unknown keys ----------------------------------------------------------------

    def set_tags(self, article: ArticleId, numbers: Iterable[int]) -> None:
        """Replace the article's tags."""
        self._connection.execute("DELETE FROM article_tags WHERE article = ?", (article,))
        self._connection.executemany(
            "INSERT INTO article_tags (article, tag, position) VALUES (?, ?, ?)",
            [(article, number, position) for position, number in enumerate(numbers)],
        )

    def unknown(self, article: ArticleId, part: str) -> dict[str, Json]:
        """Unknown keys of an import: of the `article`, the `file` or its `codebook`."""
        row = self._connection.execute(
            "SELECT extra FROM articles WHERE id = :article", {"article": article}
        ).fetchone()
        return _part(row[0], part)

    def fill_unknown(self, article: ArticleId, parts: Mapping[str, Mapping[str, Json]]) -> None:
        """Keep unknown keys of an import where none of the same name are kept."""
        held = {part: {**found, **self.unknown(article, part)} for part, found in parts.items()}
        kept = {part: found for part, found in held.items() if found}
        self._connection.execute(
            "UPDATE articles SET extra = :extra WHERE id = :article",
            {"extra": dump_json(kept), "article": article},
        )

    # --- reading places -----------------------------------------------------------------------

    def place(self, article: ArticleId) -> tuple[str | None, int, float]:
        """Version, position in it and progress of the reading place; the start if there is none."""
        row = self._connection.execute(
            "SELECT version, position, progress FROM reading_places WHERE article = :article",
            {"article": article},
        ).fetchone()
        return (None, 0, 0.0) if row is None else (row[0], row[1], row[2])

    def keep_place(
        self,
        article: ArticleId,
        version: str | None,
        position: int,
        progress: float,
        time: Timestamp,
    ) -> None:
        """Keep the reading place, and that the article was read now.

        Raises:
            NotFoundError: There is no such article.
        """
        cursor = self._connection.execute(
            "UPDATE articles SET opened = :time WHERE id = :article",
            {"time": time, "article": article},
        )
        if not cursor.rowcount:
            raise not_here(article)
        self._connection.execute(
            "INSERT INTO reading_places (article, version, position, progress, updated) "
            "VALUES (:article, :version, :position, :progress, :time) "
            "ON CONFLICT (article) DO UPDATE SET version = excluded.version, "
            "position = excluded.position, progress = excluded.progress, "
            "updated = excluded.updated",
            {
                "article": article,
                "version": version,
                "position": position,
                "progress": progress,
                "time": time,
            },
        )

    def is_removed(self, article: ArticleId) -> bool:
        """True for one that was taken out of the library."""
        row = self._connection.execute(
            "SELECT 1 FROM articles WHERE id = :article AND removed <> ''", {"article": article}
        ).fetchone()
        return row is not None

    def bring_back(self, article: ArticleId, transaction: Transaction) -> None:
        """Have an article in the library again that was taken out; no step of the history."""
        if self.is_removed(article):
            self._connection.execute(
                "UPDATE articles SET removed = '' WHERE id = :article", {"article": article}
            )
            self.touch(article, transaction)

    def opened(self, article: ArticleId, time: Timestamp) -> None:
        """Note that the article was opened; one that was taken out of the library is back by that."""
        self._connection.execute(
            "UPDATE articles SET opened = :time, removed = '' WHERE id = :article",
            {"time": time, "article": article},
        )

    # --- exports ------------------------------------------------------------------------------

    def exported(self, path: Path) -> str:
        """The hash of what was last written to a path; empty if nothing was."""
        row = self._connection.execute(
            "SELECT sha256 FROM exports WHERE path = :path", {"path": storable(str(path))}
        ).fetchone()
        return "" if row is None else row[0]

    def note_export(
        self, article: ArticleId | None, path: Path, format_name: str, sha256: str, time: Timestamp
    ) -> None:
        """Note what was written to a path; of no article where the file holds several."""
        self._connection.execute(
            "INSERT OR REPLACE INTO exports (path, article, format, sha256, written) "
            "VALUES (:path, :article, :format, :sha256, :time)",
            {
                "path": storable(str(path)),
                "article": article,
                "format": format_name,
                "sha256": sha256,
                "time": time,
            },
        )


def not_here(article: str) -> NotFoundError:
    """The error for an id that no article has."""
    return NotFoundError(f"No article of the library has the id {article}.")


def _part(extra: str | None, part: str) -> dict[str, Json]:
    found: Any = load_json(extra).get(part, {})
    return dict(found)


def _texts(metadata: Metadata) -> dict[str, str]:
    held: dict[str, str] = {}
    for key in METADATA_KEYS:
        value = getattr(metadata, key)
        if value:
            if key == "url":
                value = without_credentials(value)
            is_list = isinstance(value, tuple)
            held[key] = json.dumps(list(value), ensure_ascii=False) if is_list else value
    return held
