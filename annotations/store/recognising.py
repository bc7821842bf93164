"""Which article of the library an imported one is: by id, address, DOI, text, or the name of its file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotations.model import ArticleId
from annotations.store.articles import Articles
from annotations.store.carrying import holds_any
from annotations.store.identity import with_text
from annotations.store.sources import normalise_address

if TYPE_CHECKING:
    import sqlite3

    from annotations.model import AnnotatedArticle, Article


def recognise(connection: sqlite3.Connection, annotated: AnnotatedArticle) -> ArticleId | None:
    """The article here that an incoming one is; None if it is new here."""
    theirs = annotated.article
    if Articles(connection).of_ids([theirs.id]):
        return theirs.id
    addresses = {theirs.metadata.url, normalise_address(theirs.metadata.url)} - {"", "/"}
    for address in sorted(addresses):
        row = connection.execute(
            "SELECT id FROM articles WHERE url = :address UNION ALL "
            "SELECT article FROM sources WHERE kind = 'address' AND location = :address LIMIT 1",
            {"address": address},
        ).fetchone()
        if row is not None:
            return ArticleId(row[0])
    if theirs.metadata.doi:
        row = connection.execute(
            "SELECT id FROM articles WHERE doi = :doi ORDER BY id LIMIT 1",
            {"doi": theirs.metadata.doi},
        ).fetchone()
        if row is not None:
            return ArticleId(row[0])
    return _with_same_text(connection, theirs) or _with_same_file_name(connection, annotated)


def is_hearsay(annotated: AnnotatedArticle) -> bool:
    """True if nobody knows the text that incoming annotations were made in: only quotes of it."""
    version = annotated.article.version
    return annotated.document is None and (version is None or not version.sha256)


def _with_same_text(connection: sqlite3.Connection, theirs: Article) -> ArticleId | None:
    if theirs.version is None or not theirs.version.sha256 or not theirs.version.length:
        return None
    for ours in with_text(connection, theirs.version.sha256):
        # One story in two papers is two references.
        for name in ("url", "doi"):
            here, there = getattr(ours.metadata, name), getattr(theirs.metadata, name)
            if here and there and here != there:
                break
        else:
            return ours.id
    return None


def _with_same_file_name(
    connection: sqlite3.Connection, annotated: AnnotatedArticle
) -> ArticleId | None:
    """For mere quotes: the one article here whose file is called so and holds one of them."""
    name = annotated.article.source
    if not is_hearsay(annotated) or not name or annotated.article.metadata.url or "/" in name:
        return None
    quotes = [each.pieces[0].quote for each in annotated.annotations if each.pieces]
    found = [
        ArticleId(identity)
        for identity, source, text in connection.execute(
            "SELECT articles.id, articles.source, versions.text "
            "FROM articles JOIN versions ON versions.id = articles.version "
            "WHERE articles.source LIKE '%' || :name AND versions.text IS NOT NULL",
            {"name": name},
        )
        if re.split(r"[/\\]", source)[-1] == name and holds_any(text, quotes)
    ]
    return found[0] if len(found) == 1 else None
