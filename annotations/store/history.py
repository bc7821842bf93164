"""The one sequence of steps of the library: what each changed, and what is undone of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NoReturn

from annotations.errors import ConflictError
from annotations.results import HistoryEntry
from annotations.store.contents import Content, as_texts, dump, load
from annotations.values import NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from annotations.model import AnnotationId, ArticleId, Json
    from annotations.store.database import Transaction

_OF_ARTICLE = (
    "(:article IS NULL OR id IN (SELECT entry FROM history_articles WHERE article = :article))"
)


IMPORT = "import"
"""The action of a step that took something in."""


class Change(NamedTuple):
    """What a step made of one annotation."""

    annotation: AnnotationId
    article: ArticleId
    before: Content | None
    """None: it was created."""
    after: Content | None
    """None: it was deleted."""


class ObjectChange(NamedTuple):
    """What a step made of something else than an annotation."""

    kind: str
    """`reference`, `article`, `tag` …: says which module takes it back, see `undoing.TAKERS`."""
    object: str
    """Its id, or whatever the module knows it by."""
    article: ArticleId | None
    """To which it belongs, if to one."""
    before: Mapping[str, Json] | None
    """As the module put it; None: it was made."""
    after: Mapping[str, Json] | None
    """None: it was removed."""

    def sides(
        self, *, is_undo: bool
    ) -> tuple[Mapping[str, Json] | None, Mapping[str, Json] | None]:
        """What the step left behind, and what is wanted now that it is undone, or redone."""
        return (self.after, self.before) if is_undo else (self.before, self.after)


class History:
    """The library's history, read and written over one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def record(
        self,
        action: str,
        label: str,
        changes: Sequence[Change],
        transaction: Transaction,
        *,
        others: Sequence[ObjectChange] = (),
    ) -> int:
        """Add a step; what was undone in its articles can no longer be redone.

        A step that touches no article ends the redoing of those that touched none either.
        """
        cursor = self._connection.execute(
            "INSERT INTO history (time, action, label, state) "
            "VALUES (:time, :action, :label, 'done')",
            {"time": transaction.time, "action": action, "label": label},
        )
        entry = cursor.lastrowid
        assert entry is not None
        touched = [*(each.article for each in changes), *(each.article for each in others)]
        articles = dict.fromkeys(article for article in touched if article is not None)
        for article in articles:
            self._connection.execute(
                "UPDATE history SET state = 'dropped' WHERE state = 'undone' AND id IN "
                "(SELECT entry FROM history_articles WHERE article = :article)",
                {"article": article},
            )
        if not articles:
            self._connection.execute(
                "UPDATE history SET state = 'dropped' WHERE state = 'undone' AND id NOT IN "
                "(SELECT entry FROM history_articles)"
            )
        self._connection.executemany(
            "INSERT INTO history_articles (article, entry) VALUES (?, ?)",
            [(article, entry) for article in articles],
        )
        self._connection.executemany(
            "INSERT INTO history_changes (entry, number, kind, object, article, before, after) "
            "VALUES (?, ?, 'annotation', ?, ?, ?, ?)",
            [
                (
                    entry,
                    number,
                    change.annotation,
                    change.article,
                    None if change.before is None else dump(change.before),
                    None if change.after is None else dump(change.after),
                )
                for number, change in enumerate(changes)
            ],
        )
        self._connection.executemany(
            "INSERT INTO history_changes (entry, number, kind, object, article, before, after) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    entry,
                    len(changes) + number,
                    change.kind,
                    change.object,
                    change.article,
                    _dumped(change.before),
                    _dumped(change.after),
                )
                for number, change in enumerate(others)
            ],
        )
        return entry

    def to_undo(self, article: ArticleId | None) -> HistoryEntry | None:
        """The newest step that is done, of those that touch an article or of all."""
        return self._first("state = 'done'", "id DESC", article)

    def to_redo(self, article: ArticleId | None) -> HistoryEntry | None:
        """The step that was undone last, of those that touch an article or of all."""
        return self._first("state = 'undone'", "undone DESC", article)

    def entry(self, number: int) -> HistoryEntry | None:
        """A step by its number; None if there is none that can be undone or redone."""
        found = self._entries("id = :id AND state <> 'dropped'", "id", {"id": number, "limit": 1})
        return found[0] if found else None

    def entries(self, article: ArticleId | None, limit: int) -> list[HistoryEntry]:
        """The steps, newest first, but for those that can no longer be redone."""
        return self._entries(
            f"state <> 'dropped' AND {_OF_ARTICLE}",
            "id DESC",
            {"article": article, "limit": limit},
        )

    def changes(self, entry: int) -> list[Change]:
        """What a step changed, in its order."""
        rows = self._connection.execute(
            "SELECT object, article, before, after FROM history_changes WHERE entry = :entry "
            "AND kind = 'annotation' ORDER BY number",
            {"entry": entry},
        )
        return [
            Change(
                annotation,
                article,
                None if before is None else load(before),
                None if after is None else load(after),
            )
            for annotation, article, before, after in rows
        ]

    def created_by_undone(self, article: ArticleId, action: str) -> set[str]:
        """The annotations of an article that only undone steps of an action have made.

        They are gone because it was taken back, not because somebody has deleted them.
        """
        changed = (
            "SELECT object FROM history_changes JOIN history ON history.id = entry "
            "WHERE article = :article AND kind = 'annotation' AND "
        )
        rows = self._connection.execute(
            f"{changed} before IS NULL AND action = :action AND state <> 'done' "
            f"EXCEPT {changed} state = 'done'",
            {"article": article, "action": action},
        )
        return {each for (each,) in rows}

    def others(self, entry: int) -> list[ObjectChange]:
        """What a step changed besides annotations, in its order."""
        rows = self._connection.execute(
            "SELECT kind, object, article, before, after FROM history_changes "
            "WHERE entry = :entry AND kind <> 'annotation' ORDER BY number",
            {"entry": entry},
        )
        return [
            ObjectChange(kind, name, article, _loaded(before), _loaded(after))
            for kind, name, article, before, after in rows
        ]

    def rewrite(self, entry: int, change: ObjectChange) -> None:
        """Replace what a step says of an object, for it was done again upon another state."""
        self._connection.execute(
            "UPDATE history_changes SET before = :before, after = :after "
            "WHERE entry = :entry AND kind = :kind AND object = :object",
            {
                "entry": entry,
                "kind": change.kind,
                "object": change.object,
                "before": _dumped(change.before),
                "after": _dumped(change.after),
            },
        )

    def last(self, action: str, *, is_undone: bool = False) -> HistoryEntry | None:
        """The newest step of an action that is done; or the one of those that was undone last."""
        state, order = ("undone", "undone DESC") if is_undone else ("done", "id DESC")
        found = self._entries(
            f"state = '{state}' AND action = :action", order, {"action": action, "limit": 1}
        )
        return found[0] if found else None

    def flip(self, entry: int, *, is_undone: bool) -> None:
        """Note that a step was undone, or done again."""
        self._connection.execute(
            "UPDATE history SET state = :state, undone = CASE :state WHEN 'undone' "
            "THEN (SELECT ifnull(max(undone), 0) + 1 FROM history) END WHERE id = :entry",
            {"state": "undone" if is_undone else "done", "entry": entry},
        )

    def _first(self, condition: str, order: str, article: ArticleId | None) -> HistoryEntry | None:
        found = self._entries(
            f"{condition} AND {_OF_ARTICLE}", order, {"article": article, "limit": 1}
        )
        return found[0] if found else None

    def _entries(
        self, condition: str, order: str, parameters: dict[str, object]
    ) -> list[HistoryEntry]:
        rows = self._connection.execute(
            "SELECT id, time, action, label, state FROM history "
            f"WHERE {condition} ORDER BY {order} LIMIT :limit",
            parameters,
        ).fetchall()
        for _, *texts in rows:
            as_texts(*texts)
        return [
            HistoryEntry(
                id=number,
                time=time,
                action=action,
                label=label,
                articles=self._articles(number),
                annotations=self._annotations(number),
                is_undone=state == "undone",
            )
            for number, time, action, label, state in rows
        ]

    def _articles(self, entry: int) -> tuple[ArticleId, ...]:
        rows = self._connection.execute(
            "SELECT article FROM history_articles WHERE entry = :entry ORDER BY article",
            {"entry": entry},
        )
        return tuple(article for (article,) in rows)

    def _annotations(self, entry: int) -> tuple[AnnotationId, ...]:
        rows = self._connection.execute(
            "SELECT object FROM history_changes WHERE entry = :entry AND kind = 'annotation' "
            "ORDER BY number",
            {"entry": entry},
        )
        return tuple(annotation for (annotation,) in rows)


def refuse(entry: HistoryEntry, reason: str, *, is_undo: bool, hint: str = "") -> NoReturn:
    """Raise ConflictError: a step cannot be taken, and why."""
    word = "undone" if is_undo else "redone"
    sentence = f"“{entry.label}” cannot be {word}: {reason}."
    raise ConflictError(sentence, hint=hint or "Nothing was changed.")


def _dumped(value: Mapping[str, Json] | None) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _loaded(text: str | None) -> dict[str, Json] | None:
    if text is None:
        return None
    value: dict[str, Json] = json.loads(text)
    return value
