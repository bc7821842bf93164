"""Steps of the codebook's history taken back, and taken again.

A step is taken only if what it changed is as it left it; what marks and articles had of a tag is given
back as far as they have kept what they got for it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

from annotations.model import fold_tag
from annotations.store.codebook import Tags
from annotations.store.coding import held_of, put_other, tag_of, taken_away, values_of
from annotations.store.history import History, refuse
from annotations.store.removed_tags import ACTION, TAG, TAGGED, give_back

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from annotations.model import Json, Tag
    from annotations.results import HistoryEntry
    from annotations.store.database import Transaction
    from annotations.store.history import ObjectChange


def take(
    transaction: Transaction,
    entry: HistoryEntry,
    changes: Sequence[ObjectChange],
    *,
    is_undo: bool,
) -> None:
    """Undo or redo what a step did to objects of one kind.

    Raises:
        ConflictError: One was changed since.
    """
    kind = changes[0].kind
    transaction.announce()
    if kind == TAG:
        _Tags(transaction, entry, is_undo=is_undo).take(changes)
    elif kind == TAGGED:
        if is_undo:
            # The last first: a mark may have got for it what an earlier one has left.
            for change in reversed(changes):
                record = dict(change.before or {})
                into = record.pop("into")
                assert into is None or isinstance(into, int)
                give_back(transaction, int(change.object), into, record)
    else:
        for change in changes:
            left, wanted = change.sides(is_undo=is_undo)
            if held_of(transaction.connection, kind, change.object) != left:
                refuse(entry, f"{change.object} was described anew", is_undo=is_undo)
            put_other(transaction.connection, kind, change.object, wanted)


class _Tags:
    """What a step did to tags, taken back or taken again."""

    def __init__(self, transaction: Transaction, entry: HistoryEntry, *, is_undo: bool) -> None:
        self._transaction = transaction
        self._entry = entry
        self._is_undo = is_undo
        self._tags = Tags(transaction.connection)
        self._now = self._tags.by_number()

    def take(self, changes: Sequence[ObjectChange]) -> None:
        """Take all of them, or none."""
        if any(each.after is None for each in changes):
            self._check_turn()
        put: dict[int, Tag] = {}
        made: list[ObjectChange] = []
        gone: list[ObjectChange] = []
        for change in changes:
            number = int(change.object)
            left, wanted = change.sides(is_undo=self._is_undo)
            if left is None:
                made.append(change)
                put[number] = tag_of(wanted or {})
            elif wanted is None:
                gone.append(change)
            else:
                put[number] = self._changed(number, left, wanted)
        self._check(put, made, gone)
        for change in made:
            self._tags.reserve(self._transaction, int(change.object))
        for change in gone:
            self._take_away(change)
        self._tags.remove(int(change.object) for change in gone)
        self._tags.put(self._with_free_letters(put), self._transaction)
        for change in made:
            used = (change.sides(is_undo=self._is_undo)[1] or {}).get("used", "")
            self._transaction.connection.execute(
                "UPDATE tags SET used = :used WHERE id = :tag",
                {"used": used, "tag": int(change.object)},
            )

    def _changed(self, number: int, left: Mapping[str, Json], wanted: Mapping[str, Json]) -> Tag:
        tag = self._now.get(number)
        if tag is None:
            self._refuse(f"the tag {left.get('name', number)} was taken away since")
        values = values_of(tag)
        if any(values[key] != value for key, value in left.items()):
            self._refuse(f"the tag {tag.name} was changed since")
        return tag_of({**values, **wanted})

    def _check_turn(self) -> None:
        """Tags that were taken away come back in turn, for one may have gone into the other."""
        other = (
            "id > :entry AND state = 'done'"
            if self._is_undo
            else "id < :entry AND state = 'undone'"
        )
        (is_early,) = self._transaction.connection.execute(
            "SELECT EXISTS (SELECT 1 FROM history JOIN history_changes ON entry = id "
            f"WHERE action = :action AND {other} AND kind = :kind AND after IS NULL)",
            {"entry": self._entry.id, "action": ACTION, "kind": TAG},
        ).fetchone()
        if is_early:
            word = "later" if self._is_undo else "earlier"
            self._refuse(f"{word} merges and deletions of tags come first")

    def _check(
        self,
        put: Mapping[int, Tag],
        made: Iterable[ObjectChange],
        gone: Iterable[ObjectChange],
    ) -> None:
        numbers = self._now.keys() | put.keys()
        for change in made:
            into = (change.sides(is_undo=self._is_undo)[1] or {}).get("into")
            if int(change.object) in self._now or (into is not None and into not in numbers):
                self._refuse("a tag that it merged was taken away since")
        leaving = {int(change.object) for change in gone}
        if not leaving <= self._now.keys():
            self._refuse("a tag of it was taken away since")
        names = {
            fold_tag(tag.name): tag.name
            for number, tag in self._now.items()
            if number not in put and number not in leaving
        }
        for tag in put.values():
            if fold_tag(tag.name) in names:
                self._refuse(
                    f"there is another tag {names[fold_tag(tag.name)]} since",
                    hint="Rename or delete that one first.",
                )

    def _take_away(self, change: ObjectChange) -> None:
        """Take a tag away again, or one that the step made."""
        number = int(change.object)
        before = change.sides(is_undo=self._is_undo)[0] or {}
        if "into" not in before:
            # Made by the step: what got it since must not lose it.
            (is_used,) = self._transaction.connection.execute(
                "SELECT EXISTS (SELECT 1 FROM annotation_tags WHERE tag = :tag) "
                "OR EXISTS (SELECT 1 FROM article_tags WHERE tag = :tag)",
                {"tag": number},
            ).fetchone()
            if is_used:
                self._refuse(f"the tag {self._now[number].name} was given since")
            return
        into = before["into"]
        assert into is None or isinstance(into, int)
        history = History(self._transaction.connection)
        for each in taken_away(self._transaction, number, self._now[number], into):
            history.rewrite(self._entry.id, each)

    def _with_free_letters(self, put: Mapping[int, Tag]) -> dict[int, Tag]:
        """The tags, without letters that others have got since."""
        taken = {tag.letter for number, tag in self._now.items() if number not in put}
        return {
            number: replace(tag, letter="") if tag.letter in taken else tag
            for number, tag in put.items()
        }

    def _refuse(self, reason: str, *, hint: str = "") -> NoReturn:
        refuse(self._entry, reason, is_undo=self._is_undo, hint=hint)
