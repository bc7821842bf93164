"""What an import says beside marks, of articles, tags and colours, told for the history and taken back.

Unlike an edit of the codebook or a reference, what an import has filled is taken back only as far as
nobody has made anything of it since: a tag that was given, a title that was rewritten, stay.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from annotations.model import ArticleId, fold_tag
from annotations.store.articles import Articles
from annotations.store.codebook import Tags
from annotations.store.coding import COLOUR, FIELD, put_other, tag_of, values_of
from annotations.store.history import ObjectChange, refuse
from annotations.store.marks import Marks

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from annotations.model import Tag
    from annotations.results import HistoryEntry
    from annotations.store.database import Transaction
    from annotations.store.history import Change

OF_ARTICLE = "imported_article"
"""Kind of what was filled of an article: its tags, its reference, what postil does not know, and
whether it is in the library at all."""

OF_CODEBOOK = "imported_codebook"
"""Kind of what was filled of the codebook: tags by their numbers, colours, known fields."""

State = dict[str, Any]

_ROWS = ("removed", "extra")
"""Columns of an article."""

_DELETED = "deleted"
"""The marks that had been deleted here, and came back."""


class CodebookBefore:
    """The codebook as an import finds it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._state = _codebook(connection)

    def change(self) -> ObjectChange | None:
        """What has become of it; None: nothing."""
        now = _codebook(self._connection)
        keys = [key for key, value in now.items() if self._state.get(key) != value]
        if not keys:
            return None
        before = {key: self._state[key] for key in keys if key in self._state}
        return ObjectChange(OF_CODEBOOK, "", None, before, {key: now[key] for key in keys})


def came(steps: Iterable[Change], others: Iterable[ObjectChange]) -> frozenset[str]:
    """The marks that an import brought, of its steps as they are undone; not those deleted here before."""
    states: Iterable[Mapping[str, Any]] = (each.before or {} for each in others)
    deleted = {each for state in states for each in state.get(_DELETED, ())}
    return frozenset(step.annotation for step in steps if step.after is None) - deleted


class ArticleBefore:
    """An article as an import finds it."""

    def __init__(
        self, connection: sqlite3.Connection, article: ArticleId, *, removed: str | None
    ) -> None:
        """Look at it.

        Args:
            connection: To the library.
            article: Which is there.
            removed: When a new one would leave again, which is now; None: it was known.
        """
        self._connection, self._article = connection, article
        self._deleted = {each.id for each in Marks(connection).tombstones(article)}
        self._state = _article(connection, article)
        if removed is not None:
            self._state["removed"] = removed

    def change(self, *, may_leave: bool) -> ObjectChange | None:
        """What has become of it; None: nothing.

        Args:
            may_leave: Whether that it came into the library is told too.
        """
        was, now = self._state, _article(self._connection, self._article)
        keys = [key for key in now if was.get(key) != now[key] and (may_leave or key != "removed")]
        before = {key: was.get(key) for key in keys}
        after = {key: now[key] for key in keys}
        left = {each.id for each in Marks(self._connection).tombstones(self._article)}
        if came_back := self._deleted - left:
            before[_DELETED], after[_DELETED] = sorted(came_back), []
        if not after:
            return None
        return ObjectChange(OF_ARTICLE, self._article, self._article, before, after)


def take(
    transaction: Transaction,
    entry: HistoryEntry,
    changes: Sequence[ObjectChange],
    *,
    is_undo: bool,
) -> None:
    """Undo or redo what a step filled; what was changed since stays.

    Raises:
        ConflictError: A tag cannot come back, for another has its name.
    """
    transaction.announce()
    for change in changes:
        left, wanted = change.sides(is_undo=is_undo)
        if change.kind == OF_ARTICLE:
            _take_article(transaction, ArticleId(change.object), left or {}, wanted or {})
        else:
            _Codebook(transaction, entry, is_undo=is_undo).take(left or {}, wanted or {})


# --- the codebook -----------------------------------------------------------------------------


def _codebook(connection: sqlite3.Connection) -> State:
    """All of it, each part under a key of its own."""
    tags = Tags(connection)
    state: State = {f"tag {number}": values_of(tag) for number, tag in tags.by_number().items()}
    state |= {f"{COLOUR} {colour}": {"text": text} for colour, text in tags.meanings()}
    return state | {f"{FIELD} {name}": {"text": text} for name, text in tags.known_fields()}


class _Codebook:
    """What a step did to the codebook, taken back or taken again."""

    def __init__(self, transaction: Transaction, entry: HistoryEntry, *, is_undo: bool) -> None:
        self._transaction = transaction
        self._connection = transaction.connection
        self._entry = entry
        self._is_undo = is_undo
        self._tags = Tags(self._connection)

    def take(self, left: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
        """Bring each part to what is wanted, if it is as the step left it."""
        now = _codebook(self._connection)
        put: dict[int, Tag] = {}
        gone: dict[int, Tag] = {}
        for key in dict.fromkeys((*left, *wanted)):
            kind, _, name = key.partition(" ")
            held, wished = now.get(key), wanted.get(key)
            if kind != "tag":
                if held == left.get(key):
                    put_other(self._connection, kind, name, wished)
            elif wished is None:
                if held is not None and held == left[key]:
                    gone[int(name)] = tag_of(held)
            elif key not in left:
                self._reserve(int(name), wished, held)
                put[int(name)] = tag_of(wished)
            elif held is not None:
                unchanged = {each for each in held if held[each] == left[key][each]}
                put[int(name)] = tag_of(
                    {each: (wished if each in unchanged else held)[each] for each in held}
                )
        self._tags.put(put, self._transaction)
        self._remove(gone)

    def _reserve(self, number: int, wished: Mapping[str, Any], held: object) -> None:
        """Make room for a tag that comes again."""
        known = self._tags.known([wished["name"]]) - {number}
        if known:
            reason = f"there is another tag {wished['name']} since"
            hint = "Rename or delete that one first."
            refuse(self._entry, reason, is_undo=self._is_undo, hint=hint)
        if held is None:
            self._tags.reserve(self._transaction, number)

    def _remove(self, gone: Mapping[int, Tag]) -> None:
        """Take away tags that nothing has, and below which none lies that stays; the lowest first."""
        names = {number: fold_tag(tag.name) for number, tag in self._tags.by_number().items()}
        for number in sorted(gone, key=lambda each: -gone[each].name.count("/")):
            below = f"{names[number]}/"
            if not self._is_given(number) and not any(
                name.startswith(below) for name in names.values()
            ):
                self._tags.remove([number])
                del names[number]

    def _is_given(self, number: int) -> bool:
        (found,) = self._connection.execute(
            "SELECT EXISTS (SELECT 1 FROM annotation_tags WHERE tag = :tag) "
            "OR EXISTS (SELECT 1 FROM article_tags WHERE tag = :tag)",
            {"tag": number},
        ).fetchone()
        return bool(found)


# --- an article -------------------------------------------------------------------------------


def _article(connection: sqlite3.Connection, article: ArticleId) -> State:
    """What is held of an article beside its marks and texts; each word of its reference by its key."""
    row = connection.execute(
        f"SELECT {', '.join(_ROWS)} FROM articles WHERE id = :article", {"article": article}
    ).fetchone()
    state: State = dict(zip(_ROWS, row, strict=True))
    state["tags"] = _tags(connection, article)
    for key, guessed, written in connection.execute(
        "SELECT key, guessed, written FROM metadata WHERE article = :article "
        "AND coalesce(guessed, written) IS NOT NULL",
        {"article": article},
    ):
        state[f"reference {key}"] = [guessed, written]
    return state


def _tags(connection: sqlite3.Connection, article: ArticleId) -> list[int]:
    rows = connection.execute(
        "SELECT tag FROM article_tags WHERE article = :article ORDER BY position",
        {"article": article},
    )
    return [tag for (tag,) in rows]


def _take_article(
    transaction: Transaction,
    article: ArticleId,
    left: Mapping[str, Any],
    wanted: Mapping[str, Any],
) -> None:
    connection, articles = transaction.connection, Articles(transaction.connection)
    now = _article(connection, article)
    if "tags" in left:
        articles.set_tags(article, _retagged(connection, now["tags"], left["tags"], wanted["tags"]))
    for key, value in wanted.items():
        if key in ("tags", _DELETED) or now.get(key) != left[key]:
            continue
        kind, _, name = key.partition(" ")
        if kind == "reference":
            articles.put_words(article, name, *(value or (None, None)))
        elif key in _ROWS and not (key == "removed" and value and _is_marked(connection, article)):
            # One that somebody has marked since stays in the library.
            connection.execute(
                f"UPDATE articles SET {key} = :value WHERE id = :article",
                {"value": value, "article": article},
            )


def _retagged(
    connection: sqlite3.Connection, now: list[int], left: list[int], wanted: list[int]
) -> list[int]:
    """Tags without those that the step gave, with those that it took; of what became of others, nothing."""
    known = {
        number
        for (number,) in connection.execute(
            "SELECT id FROM tags WHERE id IN (SELECT value FROM json_each(:ids))",
            {"ids": json.dumps(wanted)},
        )
    }
    kept = [each for each in now if each in wanted or each not in left]
    return [*kept, *(each for each in wanted if each in known and each not in {*kept, *left})]


def _is_marked(connection: sqlite3.Connection, article: ArticleId) -> bool:
    row = connection.execute(
        "SELECT 1 FROM annotations WHERE article = :article LIMIT 1", {"article": article}
    ).fetchone()
    return row is not None
