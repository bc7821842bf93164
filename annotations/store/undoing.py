"""A step of the history taken back, or taken again."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from annotations.errors import ConflictError, DamagedStepError, NothingToUndoError
from annotations.model import ArticleId, Timestamp, time_key
from annotations.store.articles import Articles
from annotations.store.carrying import bring_along
from annotations.store.contents import QUOTE, Content, is_same
from annotations.store.history import IMPORT, Change, History, ObjectChange
from annotations.store.marks import WENT, Marks
from annotations.store.removed_tags import RemovedTags
from annotations.store.soundness import ODD
from annotations.store.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from annotations.model import VersionId
    from annotations.results import HistoryEntry
    from annotations.store.database import Transaction

TAKERS = {
    "article": "annotations.store.shelf",
    "reference": "annotations.store.referencing",
    "tag": "annotations.store.coding_steps",
    "tagged": "annotations.store.coding_steps",
    "colour": "annotations.store.coding_steps",
    "field": "annotations.store.coding_steps",
    "codebook_key": "annotations.store.coding_steps",
    "imported_article": "annotations.store.import_steps",
    "imported_codebook": "annotations.store.import_steps",
}
"""By the kind of an object in a step: the module whose `take` undoes and redoes it. It is given the
transaction, the entry, the changes of its kind and `is_undo`, and raises ConflictError."""

FIRST_AGAIN = "imported_codebook"
"""The kind that is redone before the marks."""

_SHOWN_LENGTH = 40
"""Code points of a quotation in a sentence."""


def take(
    transaction: Transaction,
    article: ArticleId | None,
    number: int | None,
    *,
    is_undo: bool,
    new_id: Callable[[], str],
) -> HistoryEntry:
    """Undo a step that is done, or redo one that is undone.

    Args:
        transaction: Writes it.
        article: Only a step that touches it; None: of the whole library.
        number: Which step; None: the next in turn.
        is_undo: Whether it is undone or redone.
        new_id: Makes ids.

    Raises:
        NothingToUndoError: There is no such step.
        ConflictError: What it changed has been changed since.
        DamagedStepError: What the history holds of it is not sound.
    """
    entry = _find(History(transaction.connection), article, number, is_undo=is_undo)
    try:
        _take(transaction, article, entry, is_undo=is_undo, new_id=new_id)
    except (*ODD, sqlite3.IntegrityError, sqlite3.InterfaceError) as error:
        raise DamagedStepError(entry.label, is_undo=is_undo) from error
    return entry._replace(is_undone=is_undo)


def _take(
    transaction: Transaction,
    article: ArticleId | None,
    entry: HistoryEntry,
    *,
    is_undo: bool,
    new_id: Callable[[], str],
) -> None:
    history = History(transaction.connection)
    steps = [
        Change(each.annotation, each.article, each.after, each.before) if is_undo else each
        for each in history.changes(entry.id)
    ]
    others = history.others(entry.id)
    leaving: Collection[str] = ()
    if is_undo and entry.action == IMPORT:
        from annotations.store.import_steps import came  # noqa: PLC0415  # seldom undone

        # To take it back is no word against what stands where it came from.
        leaving = came(steps, others)
    # The tags of an import go when nothing has them any more, and come before anything gets them.
    first = [] if is_undo else [each for each in others if each.kind == FIRST_AGAIN]
    _take_others(transaction, entry, first, is_undo=is_undo)
    _apply(transaction, entry, steps, leaving, is_undo=is_undo)
    rest = [each for each in others if each not in first]
    _take_others(transaction, entry, rest, is_undo=is_undo)
    articles, texts = Articles(transaction.connection), Texts(transaction.connection)
    for touched in entry.articles:
        articles.touch(touched, transaction)
        version = articles.version(touched)
        if version is not None:
            text = partial(texts.text, version)
            bring_along(transaction.connection, touched, version, text, new_id)
    history.flip(entry.id, is_undone=is_undo)
    if any(touched != article for touched in entry.articles):
        # Whoever asked shows it in that article alone; others that are open follow by `poll`.
        transaction.announce()


def _take_others(
    transaction: Transaction,
    entry: HistoryEntry,
    changes: Sequence[ObjectChange],
    *,
    is_undo: bool,
) -> None:
    for kind in dict.fromkeys(each.kind for each in changes):
        taker = import_module(TAKERS[kind])
        of_kind = [each for each in changes if each.kind == kind]
        taker.take(transaction, entry, of_kind, is_undo=is_undo)


def _find(
    history: History, article: ArticleId | None, number: int | None, *, is_undo: bool
) -> HistoryEntry:
    if number is None:
        entry = history.to_undo(article) if is_undo else history.to_redo(article)
    else:
        entry = history.entry(number)
        if entry is not None and (
            entry.is_undone is is_undo or (article is not None and article not in entry.articles)
        ):
            entry = None
    if entry is None:
        word = "undo" if is_undo else "redo"
        sentence = f"There is nothing to {word}{' here' if article is not None else ''}."
        raise NothingToUndoError(sentence)
    return entry


def _apply(
    transaction: Transaction,
    entry: HistoryEntry,
    steps: Sequence[Change],
    leaving: Collection[str],
    *,
    is_undo: bool,
) -> None:
    marks = Marks(transaction.connection)
    current = marks.contents(step.annotation for step in steps)
    removed = RemovedTags(transaction.connection)
    removed.retrace(_tags_of(step) for step in steps if step.after is not None)
    steps = [_with_present_tags(step, removed) for step in steps]
    for step in steps:
        _check(entry, step, current.get(step.annotation), is_undo=is_undo)
    versions = _versions(transaction, steps)
    added: list[tuple[str, Content]] = []
    deleted: list[tuple[str, str, Timestamp]] = []
    for step in steps:
        now = current.get(step.annotation)
        if step.after is None:
            time = WENT if step.annotation in leaving else transaction.time
            deleted.append((step.annotation, step.article, time))
            continue
        restored = _restored(step.after, step, now, transaction)
        if now is None:
            added.append((step.annotation, restored))
        else:
            version = versions[step.article]
            marks.update(step.annotation, now, restored, version, transaction)
    if deleted:
        marks.delete(deleted, transaction)
    for article, version in versions.items():
        of_article = [each for each in added if each[1].article == article]
        if of_article:
            marks.insert(of_article, version, transaction)


def _tags_of(step: Change) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    before, after = (() if each is None else each.tags for each in (step.before, step.after))
    return step.annotation, before, after


def _with_present_tags(step: Change, removed: RemovedTags) -> Change:
    """The step as it would be, had the tags that are gone never been there."""
    before, after = (
        None if each is None else replace(each, tags=removed.present(each.tags))
        for each in (step.before, step.after)
    )
    return step._replace(before=before, after=after)


def _check(entry: HistoryEntry, step: Change, now: Content | None, *, is_undo: bool) -> None:
    """Refuse if an annotation is no longer what the step left behind."""
    expected = step.before
    if now is None and expected is None:
        return
    if now is not None and expected is not None:
        # A tag that was taken away and given back may have changed its place among the others.
        has_same_tags = sorted(now.tags) == sorted(expected.tags)
        if is_same(replace(now, tags=expected.tags) if has_same_tags else now, expected):
            return
    known = expected or step.after or now
    word = "undone" if is_undo else "redone"
    what = "was deleted" if now is None else "was changed" if expected else "is there again"
    named = _shown(known) if known is not None else step.annotation
    sentence = f"“{entry.label}” cannot be {word}: the mark {named} {what} since."
    raise ConflictError(sentence, hint="Nothing was changed.")


def _restored(
    after: Content, step: Change, now: Content | None, transaction: Transaction
) -> Content:
    """What is written: the recorded content, with a new time and a revision that only grows."""
    known = now or step.before
    updated = max(
        (transaction.time, after.updated, *(() if known is None else (known.updated,))),
        key=time_key,
    )
    if now is None:
        # No annotation has more revisions than the library has had writes.
        return replace(after, revision=transaction.change, updated=updated)
    if step.before is not None and step.before.ranges == after.ranges:
        # Only colour, note … went back: its places in versions that came since stay.
        after = replace(after, ranges=now.ranges)
    return replace(after, revision=now.revision + 1, updated=updated)


def _versions(
    transaction: Transaction, steps: Sequence[Change]
) -> dict[ArticleId, VersionId | None]:
    articles = Articles(transaction.connection)
    return {
        article: articles.version(article)
        for article in dict.fromkeys(step.article for step in steps)
    }


def _shown(content: Content) -> str:
    quote = next((row[QUOTE] for row in content.ranges), "") or content.note
    words = " ".join(quote.split())
    short = words if len(words) <= _SHOWN_LENGTH else words[: _SHOWN_LENGTH - 1] + "…"
    return f"“{short}”" if short else "without text"
