"""Articles as wholes: rows of a list, counts of marks, and what a person says of an article.

That is its tags, whether it is unread or done, and whether it was taken out of the library; each
change is a step of the history.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from annotations.model import ArticleId, normalise_tag, place_key
from annotations.results import Found, Shelved
from annotations.shelf_rows import STATUSES, ShelfRow, by_colour
from annotations.store.articles import Articles, not_here
from annotations.store.codebook import Tags, time_order
from annotations.store.contents import as_texts
from annotations.store.history import History, ObjectChange, refuse
from annotations.store.reading import Reading
from annotations.store.removed_tags import RemovedTags

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Mapping, Sequence

    from annotations.model import Json
    from annotations.query import Query
    from annotations.results import HistoryEntry
    from annotations.shelf_rows import Counts, Status
    from annotations.store.database import Transaction

KIND = "article"
"""Of the objects in a step: of `removed`, `status` and `tags` those that it changed."""

_STATUS = 7
"""Where the status stands in a row; before it the reference, behind it how far the text was read."""

State = dict[str, "Json"]
"""What a step holds of an article; its tags by their numbers."""

# --- reading ----------------------------------------------------------------------------------


def rows(connection: sqlite3.Connection, limit: int | None = None) -> list[ShelfRow]:
    """The articles, the one opened last first, those never opened last; see `Shelf.rows`."""
    found = connection.execute(
        "SELECT articles.id, title, authors, publisher, published, url, source, status, "
        "ifnull(progress, 0), opened, articles.updated, ifnull(captured, ''), ifnull(loader, '') "
        "FROM articles LEFT JOIN reading_places ON reading_places.article = articles.id "
        "LEFT JOIN versions ON versions.id = articles.version "
        # Of the others neither place nor version is looked up.
        "WHERE articles.id IN (SELECT id FROM articles WHERE removed = '' "
        f"ORDER BY {time_order('opened')} DESC, id DESC LIMIT :limit) "
        f"ORDER BY {time_order('opened')} DESC, articles.id DESC",
        {"limit": -1 if limit is None else limit},
    ).fetchall()
    for row in found:
        as_texts(*row[: _STATUS + 1], *row[_STATUS + 2 :])
    tags: dict[str, list[str]] = {}
    of_these = "" if limit is None else "WHERE article IN (SELECT value FROM json_each(:ids)) "
    for article, name in connection.execute(
        f"SELECT article, name FROM article_tags JOIN tags ON tags.id = tag {of_these}ORDER BY position",
        {} if limit is None else {"ids": json.dumps([row[0] for row in found])},
    ):
        tags.setdefault(article, []).append(name)
    return [
        ShelfRow._make(
            (
                *(row[0], row[1], tuple(json.loads(row[2])) if row[2] != "[]" else ()),
                *(*row[3:_STATUS], tuple(tags.get(row[0], ())), *row[_STATUS:]),
            )
        )
        for row in found
    ]


def status(connection: sqlite3.Connection, article: ArticleId) -> Status:
    """What a person says of how far an article was read; see `Shelf.status`."""
    said = _state(connection, article)["status"]
    return next((each for each in STATUSES if each == said), "")


def counts(
    connection: sqlite3.Connection, articles: Collection[ArticleId] | None = None
) -> dict[ArticleId, Counts]:
    """The marks of articles by colour; see `Shelf.counts`."""
    if articles is None:
        from annotations.store.names import names  # noqa: PLC0415  # no list begins with all

        held = names(connection)
        removed = set(held.removed())
        return {article: each for article, each in held.counts().items() if article not in removed}
    return by_colour(
        connection.execute(
            "SELECT article, colour, count(*) FROM annotations "
            "WHERE article IN (SELECT value FROM json_each(:chosen)) GROUP BY article, colour",
            {"chosen": json.dumps(list(articles))},
        )
    )


def answering(connection: sqlite3.Connection, query: Query) -> dict[ArticleId, Counts]:
    """The articles that a query takes, with the marks it takes; see `Shelf.answering`."""
    from annotations.query_tree import is_of_articles  # noqa: PLC0415  # as below
    from annotations.store import search  # noqa: PLC0415

    taken = search.taken_by_themselves(connection, query)
    if is_of_articles(query):
        found = counts(connection)
        return {each: found.get(each, ()) for each in taken}
    found = by_colour(search.by_colour(connection, query))
    alone = [each for each in taken if each not in found]
    whole = counts(connection) if alone else {}
    return {**{each: whole.get(each, ()) for each in alone}, **found}


def marks(
    connection: sqlite3.Connection, article: ArticleId, query: Query | None, limit: int
) -> list[Found]:
    """The marks of an article that a query takes, by place; see `Shelf.marks`."""
    articles = Articles(connection)
    whole, version = articles.get(article), articles.version(article)
    taken = "1"
    values: dict[str, object] = {"article": article, "version": version, "limit": limit}
    if query is not None:
        from annotations.store import search  # noqa: PLC0415  # no list begins with a query

        values["taken"] = json.dumps(search.in_article(connection, query, article))
        taken = "annotations.id IN (SELECT value FROM json_each(:taken))"
    chosen = connection.execute(
        "SELECT annotations.id FROM annotations LEFT JOIN ranges "
        "ON ranges.annotation = annotations.id AND ranges.version = :version AND piece = 0 "
        f"WHERE article = :article AND {taken} "
        "ORDER BY start IS NULL, start, annotations.id LIMIT :limit",
        values,
    )
    held = Reading(connection).of_ids([identity for (identity,) in chosen], version)
    return [Found(annotation=each, article=whole) for each in sorted(held.values(), key=place_key)]


# --- writing ----------------------------------------------------------------------------------


def remove(transaction: Transaction, articles: Sequence[ArticleId]) -> Shelved:
    """Take articles out of the library; see `Shelf.remove`."""

    def removed(_article: ArticleId, before: State) -> State:
        return {} if before["removed"] else {"removed": transaction.time}

    return _change(transaction, articles, removed, action="remove", noun="removal")


def set_status(transaction: Transaction, articles: Sequence[ArticleId], status: Status) -> Shelved:
    """Say how far articles were read; see `Shelf.set_status`."""
    noun = f"“{status}”" if status else "status"
    return _change(transaction, articles, lambda *_: {"status": status}, action="status", noun=noun)


def tag(
    transaction: Transaction,
    articles: Sequence[ArticleId],
    added: Sequence[str],
    taken: Sequence[str],
) -> Shelved:
    """Give articles tags and take others off; see `Shelf.tag`."""
    tags = Tags(transaction.connection)
    new = list(tags.numbers(map(normalise_tag, added), transaction).values())
    off = tags.known(map(normalise_tag, taken))

    def tagged(_article: ArticleId, before: State) -> State:
        held = before["tags"]
        assert isinstance(held, list)
        kept = [each for each in held if each not in off]
        return {"tags": [*kept, *(each for each in new if each not in kept)]}

    changed = _change(transaction, articles, tagged, action="tag", noun="tags")
    if changed.articles:
        tags.stamp(new, transaction)
    return changed


def _change(
    transaction: Transaction,
    articles: Sequence[ArticleId],
    make: Callable[[ArticleId, State], State],
    *,
    action: str,
    noun: str,
) -> Shelved:
    """Change what is held of articles, as one step.

    Args:
        transaction: Writes it.
        articles: Which.
        make: From an article and what is held of it to what becomes of some of that.
        action: What was done, in a word.
        noun: The same for people, before the article's name.

    Raises:
        NotFoundError: An article is not known.
    """
    changes: list[ObjectChange] = []
    for article in dict.fromkeys(articles):
        before = _state(transaction.connection, article)
        after = {key: value for key, value in make(article, before).items() if before[key] != value}
        if after:
            _put(transaction, article, after)
            former = {key: before[key] for key in after}
            changes.append(ObjectChange(KIND, article, article, former, after))
    if not changes:
        return Shelved(0, None)
    named = f"{len(changes):,} articles"
    if len(changes) == 1:
        only = ArticleId(changes[0].object)
        named = f"“{Articles(transaction.connection).get(only).name}”"
    label = f"{noun} of {named}"
    history = History(transaction.connection)
    return Shelved(len(changes), history.record(action, label, (), transaction, others=changes))


def take(
    transaction: Transaction,
    entry: HistoryEntry,
    changes: Sequence[ObjectChange],
    *,
    is_undo: bool,
) -> None:
    """Undo or redo what a step did to articles; what is as wanted already stays so.

    Raises:
        ConflictError: One was changed since.
    """
    removed = RemovedTags(transaction.connection)
    for change in changes:
        left, wanted = change.sides(is_undo=is_undo)
        article = ArticleId(change.object)
        now = _state(transaction.connection, article)
        if "tags" in (left or {}):
            retraced = (article, _tags(left or {}), _tags(wanted or {}))
            removed.retrace([retraced], of_articles=True)
        expected, wished = (_with_tags(state or {}, removed) for state in (left, wanted))
        if all(now[key] == value for key, value in wished.items()):
            continue
        if any(now[key] != value for key, value in expected.items()):
            refuse(entry, "the article was changed since", is_undo=is_undo)
        _put(transaction, article, wished)


def _tags(state: Mapping[str, Json]) -> tuple[int, ...]:
    held = state.get("tags")
    return tuple(each for each in held if isinstance(each, int)) if isinstance(held, list) else ()


def _with_tags(state: Mapping[str, Json], removed: RemovedTags) -> State:
    """What a step holds, with what became of tags that are no more."""
    found = dict(state)
    if "tags" in found:
        found["tags"] = list(removed.present(_tags(state)))
    return found


def _state(connection: sqlite3.Connection, article: ArticleId) -> State:
    row = connection.execute(
        "SELECT removed, status FROM articles WHERE id = :article", {"article": article}
    ).fetchone()
    if row is None:
        raise not_here(article)
    tags = connection.execute(
        "SELECT tag FROM article_tags WHERE article = :article ORDER BY position",
        {"article": article},
    )
    return {"removed": row[0], "status": row[1], "tags": [tag for (tag,) in tags]}


def _put(transaction: Transaction, article: ArticleId, state: State) -> None:
    articles = Articles(transaction.connection)
    for key in ("removed", "status"):
        if key in state:
            transaction.connection.execute(
                f"UPDATE articles SET {key} = :value WHERE id = :article",
                {"value": state[key], "article": article},
            )
    held = state.get("tags")
    if isinstance(held, list):
        articles.set_tags(article, [int(str(each)) for each in held])
    articles.touch(article, transaction)
