"""What a person writes about an article, beside what its loader guessed, as steps of the history."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from annotations.model import ArticleId
from annotations.reference import AUTHORS, KEYS, Value, values
from annotations.results import Reference
from annotations.store.articles import Articles
from annotations.store.history import History, ObjectChange, refuse

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from annotations.model import Article
    from annotations.results import HistoryEntry
    from annotations.store.database import Transaction

_ACTION = "reference"

KIND = "reference"
"""Of the objects in a step: what a person wrote, by key as the table holds it."""


def look_up(connection: sqlite3.Connection, article: ArticleId) -> Reference:
    """The reference of an article, by who says what.

    Raises:
        NotFoundError: There is no such article.
    """
    articles = Articles(connection)
    return Reference(
        metadata=articles.get(article).metadata,
        guessed=articles.guesses(article),
        written={key: _value(key, text) for key, text in articles.written(article).items()},
    )


def write(
    transaction: Transaction, article: ArticleId, changes: Mapping[str, Value]
) -> tuple[Article, int | None]:
    """Take over a person's words, as one step; what is as the loader guessed is no word of theirs.

    Args:
        transaction: Writes it.
        article: Whose reference.
        changes: By key; an empty value says that there is none.

    Returns:
        The article, and the number of the step; None if nothing was changed.

    Raises:
        NotFoundError: There is no such article.
    """
    articles = Articles(transaction.connection)
    present, guessed = articles.get(article), values(articles.guesses(article))
    before = articles.written(article)
    after = dict(before)
    for key, value in changes.items():
        if value == guessed[key]:
            after.pop(key, None)
        else:
            after[key] = json.dumps(value, ensure_ascii=False) if key == AUTHORS else str(value)
    if after == before:
        return present, None
    _put(transaction, article, after)
    changed = [key for key in KEYS if after.get(key) != before.get(key)]
    label = f"{' and '.join(changed) if len(changed) <= 2 else 'the reference'} of “{present.name}”"  # noqa: PLR2004  # two are named
    change = ObjectChange(KIND, article, article, dict(before), dict(after))
    step = History(transaction.connection).record(_ACTION, label, (), transaction, others=[change])
    return articles.get(article), step


def take(
    transaction: Transaction,
    entry: HistoryEntry,
    changes: Sequence[ObjectChange],
    *,
    is_undo: bool,
) -> None:
    """Undo or redo what a step did to references.

    Raises:
        ConflictError: One was changed since.
    """
    articles = Articles(transaction.connection)
    for change in changes:
        left, wanted = change.sides(is_undo=is_undo)
        article = ArticleId(change.object)
        if articles.written(article) != left:
            refuse(entry, "the reference was changed since", is_undo=is_undo)
        _put(transaction, article, {key: str(text) for key, text in (wanted or {}).items()})


def _put(transaction: Transaction, article: ArticleId, written: Mapping[str, str]) -> None:
    articles = Articles(transaction.connection)
    articles.rewrite(article, written)
    articles.touch(article, transaction)


def _value(key: str, text: str) -> Value:
    """From the table, which holds the authors as a JSON list."""
    return tuple(json.loads(text)) if key == AUTHORS else text
