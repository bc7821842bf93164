"""Which article a source is, and what opening it changes.

A source is known by its place. The same text at a place that is new is the article that moved, if
its old place is gone, else an article of its own. A changed text is a further version, if it is
still mostly the same text, else another article.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from annotations.model import Article, ArticleId, Metadata, Version, VersionId
from annotations.store.articles import BROUGHT_BACK, Articles
from annotations.store.carrying import (
    QUOTES_TRIED,
    Carried,
    bring_along,
    holds_any,
    place_quotes,
)
from annotations.store.sources import Sources, location, normalise_address
from annotations.store.texts import Texts

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from annotations.document import Document
    from annotations.results import Source
    from annotations.store.database import Transaction

FIRST, CHANGED, EXTRACTED = "first", "source changed", "re-extracted"
"""Reasons of versions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The article that a source turned out to be."""

    article: ArticleId
    version: Version
    is_new: bool
    notices: tuple[str, ...]
    document: Document | None = None
    """The kept text, where it is shown instead of what was read."""


class Identity:
    """Finds or makes the article of a source that was just read."""

    def __init__(
        self,
        transaction: Transaction,
        document: Document,
        source: Source,
        new_id: Callable[[], str],
        *,
        is_anew: bool = False,
    ) -> None:
        """Begin.

        Args:
            transaction: Writes it.
            document: As it was read.
            source: From where.
            new_id: Makes ids.
            is_anew: What is read counts also where the source is as it was, and only its loader, or
                how it was asked to read, is another.
        """
        self._transaction = transaction
        self._connection = transaction.connection
        self._articles = Articles(self._connection)
        self._texts = Texts(self._connection)
        self._sources = Sources(self._connection)
        self._document = document
        self._source = source
        self._location = location(source)
        self._new_id = new_id
        self._is_anew = is_anew
        self._kept: Document | None = None
        self._notices: list[str] = []

    def settle(self) -> Known:
        """Find or make the article, its version and its source."""
        article = self._sources.article(self._source) or self._by_reference()
        if article is not None and not self._is_version_of(article):
            name = self._articles.get(article).name
            self._notices.append(
                f"Another text now stands in {self._location}; the marks in “{name}” stay with it."
            )
            article = None
        if article is None:
            article = self._by_text()
        is_new = article is None
        if article is None:
            article = ArticleId(self._new_id())
            self._articles.add(article, self._location, self._transaction)
        version = self._show(article)
        self._sources.put(article, self._source, self._transaction.time)
        self._articles.set_source(article, self._location)
        self._articles.guess(article, self._guesses())
        if self._articles.is_removed(article):
            self._notices.append(BROUGHT_BACK)
        self._articles.opened(article, self._transaction.time)
        return Known(
            article=article,
            version=version,
            is_new=is_new,
            notices=tuple(self._notices),
            document=self._kept,
        )

    def _by_reference(self) -> ArticleId | None:
        """An article that was never opened, as after an import, and has this address, DOI or name."""
        if self._source.kind == "path":
            return self._by_name()
        if self._source.kind != "address":
            return None
        rows = self._connection.execute(
            "SELECT id, url, doi <> '' AND doi = :doi FROM articles "
            "WHERE (url <> '' OR doi <> '') "
            "AND NOT EXISTS (SELECT 1 FROM sources WHERE article = articles.id) ORDER BY id",
            {"doi": self._document.metadata.doi},
        )
        for identity, url, is_same in rows:
            if is_same or (url and normalise_address(url) == self._location):
                return ArticleId(identity)
        return None

    def _by_name(self) -> ArticleId | None:
        """The article of a file that is called so, of which there are only quotes: one stands here."""
        rows = self._connection.execute(
            "SELECT articles.id FROM articles JOIN versions ON versions.id = articles.version "
            "WHERE articles.source = :name AND versions.sha256 = '' "
            "AND NOT EXISTS (SELECT 1 FROM sources WHERE article = articles.id) "
            "ORDER BY articles.id",
            {"name": os.path.basename(self._location)},  # noqa: PTH119  # no folder is needed
        ).fetchall()
        for (identity,) in rows:
            quotes = self._connection.execute(
                "SELECT quote FROM ranges JOIN annotations "
                "ON annotations.id = ranges.annotation WHERE annotations.article = :article "
                "AND quote <> '' LIMIT :most",
                {"article": identity, "most": QUOTES_TRIED},
            )
            if holds_any(self._document.text, [quote for (quote,) in quotes]):
                return ArticleId(identity)
        return None

    def _is_version_of(self, article: ArticleId) -> bool:
        present = self._texts.version(self._articles.version(article))
        if present is None or present.sha256 == self._document.sha256:
            return True
        if self._is_same_source(present):
            return True
        text = self._texts.text(present.id)
        if text is None:  # never marked: there is nothing that could be lost
            return True
        from annotations.versions import is_revision  # noqa: PLC0415  # only for a changed text

        return is_revision(text, self._document.text)

    def _is_same_source(self, version: Version) -> bool:
        """True if a version was read from the very same bytes."""
        read = self._document.source_sha256 or self._source.sha256
        return bool(read) and version.source_sha256 == read

    def _by_text(self) -> ArticleId | None:
        """The article that has moved here, or was imported and is now met for the first time."""
        if not self._document.text or self._document.text.isspace():  # `strip` would copy it
            return None
        twins = with_text(self._connection, self._document.sha256)
        for article in twins:
            places = self._sources.of_article(article.id)
            if not self._may_have_moved(article, places):
                continue
            for kind, place in places:
                self._sources.remove(kind, place)
            if places:
                self._notices.append(
                    f"This was {places[0][1]} before; its marks came along to {self._location}."
                )
            return article.id
        if twins:
            self._notices.append(
                f"Same text as “{twins[0].name}”, which stays an article of its own."
            )
        return None

    def _may_have_moved(self, article: Article, places: list[tuple[str, str]]) -> bool:
        if self._source.kind == "path":
            return not any(kind != "path" or os.path.lexists(place) for kind, place in places)
        if self._source.kind == "address":
            url = normalise_address(article.metadata.url) if article.metadata.url else ""
            return not places and url in {"", self._location}
        return not places

    def _show(self, article: ArticleId) -> Version:
        """Have the article show the text that was read; marks are brought along to it."""
        document = self._document
        present = self._texts.version(self._articles.version(article))
        if present is not None and present.sha256 == document.sha256:
            self._place_quotes(article, present.id)
            return present
        is_same_source = present is not None and self._is_same_source(present)
        if present is not None and is_same_source and not self._is_anew:
            # Another release of a loader may make another text of it; nobody has asked for that.
            self._kept = self._texts.document(present.id, self._articles.guesses(article))
            if self._kept is not None:
                return present
        known = self._texts.find(article, document.sha256)
        version = Version(
            id=known.id if known is not None else VersionId(self._new_id()),
            sha256=document.sha256,
            length=len(document.text),
            source_sha256=document.source_sha256 or self._source.sha256,
            loader=document.loader,
            captured=self._transaction.time,
            reason=FIRST if present is None else EXTRACTED if is_same_source else CHANGED,
        )
        self._texts.add(article, version)
        self._articles.show(article, version)
        if present is not None:
            self._articles.touch(article, self._transaction)
        done = bring_along(
            self._connection, article, version.id, lambda: document.text, self._new_id
        )
        if present is None:
            self._say_placed(done.total - done.orphaned)
        elif done.total:
            since = present.captured
            self._notices.append(told(done, since, self._transaction.time))
        return version

    def _place_quotes(self, article: ArticleId, version: VersionId) -> None:
        self._say_placed(
            place_quotes(
                self._connection, article, version, lambda: self._document.text, self._new_id
            )
        )

    def _say_placed(self, count: int) -> None:
        if count:
            marks = "mark has" if count == 1 else "marks have"
            self._notices.append(f"{count:,} imported {marks} found a place in this text.")

    def _guesses(self) -> Metadata:
        guesses = self._document.metadata
        if self._source.kind == "address" and not guesses.url:
            return guesses._replace(url=self._location)
        return guesses


def with_text(connection: sqlite3.Connection, sha256: str) -> list[Article]:
    """The articles whose present version has this text, oldest first."""
    rows = connection.execute(
        "SELECT articles.id FROM versions JOIN articles ON articles.version = versions.id "
        "WHERE versions.sha256 = :sha256 ORDER BY articles.id",
        {"sha256": sha256},
    ).fetchall()
    found = Articles(connection).of_ids(identity for (identity,) in rows)
    return [found[identity] for (identity,) in rows]


def told(done: Carried, since: str, now: str) -> str:
    """What became of the marks of a text that has changed.

    Args:
        done: What was brought along.
        since: When the former text was read; empty if that is not known.
        now: The present moment.
    """
    kept = done.total - done.orphaned
    said = f"{kept:,} mark{'' if kept == 1 else 's'} kept"
    lost = f", {done.orphaned:,} not found" if done.orphaned else ""
    day = f" since {day_of(since, now)}" if since else ""
    return f"changed{day}: {said}{lost}"


def day_of(time: str, now: str) -> str:
    """A moment as one speaks of it: today by the hour, this year by day and month."""
    moment, present = (datetime.fromisoformat(each).astimezone() for each in (time, now))
    if moment.date() == present.date():
        return f"{moment:%H:%M}"
    year = "" if moment.year == present.year else f" {moment.year}"
    return f"{moment.day} {moment:%b}{year}"
