"""What a person names: articles and marks by the end of an id or part of a title; lists of articles."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from annotations.errors import AmbiguousError, NotFoundError
from annotations.model import AnnotationId, ArticleId, Timestamp, time_key
from annotations.results import ArticleSummary
from annotations.shelf_rows import by_colour, total
from annotations.store.articles import Articles
from annotations.store.names import names

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

SHORTEST_ENDING = 4
"""Characters of an id's ending that name it."""

FEW_COUNT = 200
"""Articles whose marks alone are counted; for more, those of all are, which is remembered."""

_NAMED_LIMIT = 3
"""Names shown of those that answer to an ambiguous one."""


class LookingUp:
    """Finds what is meant over one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def article(self, reference: str) -> ArticleId:
        """The article whose id ends so, else the one whose title has this in it.

        Raises:
            NotFoundError: None does.
            AmbiguousError: Several do.
        """
        ending = reference.strip().lower()
        ids = self._ending("articles", ending)
        if not ids and ending:
            from annotations.folding import fold  # noqa: PLC0415  # ids need no folding

            wanted = fold(reference.strip())
            rows = self._connection.execute(
                "SELECT id, title FROM articles WHERE removed = '' ORDER BY id"
            )
            ids = [identity for identity, title in rows if title and wanted in fold(title)]
        if not ids:
            sentence = f"No article of the library answers to “{reference}”."
            raise NotFoundError(sentence)
        if len(ids) > 1:
            found = Articles(self._connection).of_ids(ids[:_NAMED_LIMIT])
            named = [f"{each.id[-6:]} ({each.name})" for each in found.values()]
            rest = ["…"] if len(ids) > len(named) else []
            sentence = f"Several articles answer to “{reference}”: {', '.join([*named, *rest])}."
            raise AmbiguousError(sentence, hint="Name it by the end of its id.")
        return ArticleId(ids[0])

    def annotation(self, reference: str) -> AnnotationId:
        """The mark whose id ends so.

        Raises:
            NotFoundError: None does, or too little of the id was given.
            AmbiguousError: Several do.
        """
        ending = reference.strip().lower()
        if len(ending) < SHORTEST_ENDING:
            sentence = f"“{reference}” is too short for a mark's id."
            raise NotFoundError(
                sentence, hint=f"At least the last {SHORTEST_ENDING} characters are needed."
            )
        ids = self._ending("annotations", ending)
        if not ids:
            sentence = f"No mark of the library has an id that ends with “{reference}”."
            raise NotFoundError(sentence)
        if len(ids) > 1:
            sentence = f"Several marks have ids that end with “{reference}”."
            raise AmbiguousError(sentence, hint="Give more of the id.")
        return AnnotationId(ids[0])

    def first(self, ids: Sequence[ArticleId], sort: str, limit: int | None) -> list[ArticleId]:
        """The first of some articles by `opened` or `updated` (the last first), or `marks` (the most).

        By anything else they stay as they are; so do those that are equal.
        """
        if sort == "marks":
            counts = names(self._connection).counts()
            return sorted(ids, key=lambda each: total(counts, each), reverse=True)[:limit]
        if sort not in ("opened", "updated"):
            return list(ids[:limit])
        times: dict[str, Timestamp] = dict(
            self._connection.execute(f"SELECT id, {sort} FROM articles").fetchall()
        )
        return sorted(
            ids, key=lambda each: time_key(times[each]) if times[each] else "", reverse=True
        )[:limit]

    def summaries(self, ids: Sequence[ArticleId]) -> list[ArticleSummary]:
        """A line for each article, in the order given."""
        wanted = {"ids": json.dumps(ids)}
        chosen = "IN (SELECT value FROM json_each(:ids))"
        counts = (
            by_colour(
                self._connection.execute(
                    "SELECT article, colour, count(*) FROM annotations "
                    f"WHERE article {chosen} GROUP BY article, colour",
                    wanted,
                )
            )
            if len(ids) <= FEW_COUNT
            else names(self._connection).counts()
        )
        progress = dict(
            self._connection.execute(
                f"SELECT article, progress FROM reading_places WHERE article {chosen}", wanted
            ).fetchall()
        )
        times: dict[str, tuple[Timestamp, Timestamp, str]] = {
            article: (opened, updated, said)
            for article, opened, updated, said in self._connection.execute(
                f"SELECT id, opened, updated, status FROM articles WHERE id {chosen}", wanted
            )
        }
        articles = Articles(self._connection).of_ids(ids)
        return [
            ArticleSummary(
                article=articles[each],
                marks=total(counts, each),
                by_colour=counts.get(each, ()),
                progress=progress.get(each, 0.0),
                opened=times[each][0],
                updated=times[each][1],
                said=times[each][2],
            )
            for each in ids
        ]

    def _ending(self, table: str, ending: str) -> list[str]:
        if len(ending) < SHORTEST_ENDING:
            return []
        rows = self._connection.execute(
            f"SELECT id FROM {table} WHERE substr(id, -length(:ending)) = :ending "
            "ORDER BY id LIMIT :limit",
            {"ending": ending, "limit": _NAMED_LIMIT + 1},
        )
        return [identity for (identity,) in rows]
