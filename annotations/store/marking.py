"""A person's edits of an article's annotations, as one write."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from annotations.errors import InvalidValueError
from annotations.model import Annotation, AnnotationId, ArticleId, time_key
from annotations.results import Written
from annotations.store.articles import Articles
from annotations.store.carrying import bring_along
from annotations.store.codebook import Tags
from annotations.store.contents import Content, is_same
from annotations.store.edits import combined, normalised
from annotations.store.history import Change, History
from annotations.store.marks import Marks
from annotations.store.placing import Placing
from annotations.store.reading import Reading
from annotations.store.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotations.model import Timestamp, VersionId
    from annotations.results import MarkEdit
    from annotations.store.database import Transaction


class Marking:
    """One write of edits to the annotations of one article."""

    def __init__(
        self,
        transaction: Transaction,
        article: ArticleId,
        version: VersionId | None,
        new_id: Callable[[], str],
    ) -> None:
        self._transaction = transaction
        self._connection = transaction.connection
        self._article = article
        self._present = Articles(self._connection).version(article)
        self._version = version or self._present
        self._new_id = new_id
        self._was: dict[AnnotationId, Annotation] = {}
        self._now: dict[AnnotationId, Annotation | None] = {}
        self._conflicts: dict[AnnotationId, None] = {}
        self._seen_tags: set[str] = set()
        """Names that the edits were made upon: a tag may have been renamed meanwhile."""

    def write(self, edits: Sequence[MarkEdit], *, action: str, label: str) -> Written:
        """Apply the edits, and note them as one step of the history.

        Raises:
            InvalidValueError: A tag, field or note is not of its form, or a mark is another article's.
        """
        written, changes = self.apply(edits)
        if not changes:
            return written
        step = History(self._connection).record(action, label, changes, self._transaction)
        return written._replace(step=step)

    def apply(self, edits: Sequence[MarkEdit]) -> tuple[Written, list[Change]]:
        """Apply the edits; the caller notes the changes in the history.

        Raises:
            InvalidValueError: As for `write`.
        """
        edits = [self._normalised(edit) for edit in edits]
        ids = [_identity(edit) for edit in edits]
        marks = Marks(self._connection)
        contents = marks.contents(ids)
        if any(content.article != self._article for content in contents.values()):
            sentence = "A mark of another article cannot be changed from here."
            raise InvalidValueError(sentence)
        self._seen_tags = {tag for each in edits if each.before for tag in each.before.tags}
        self._was = Reading(self._connection).of_ids(ids, self._version)
        self._now = dict(self._was)
        for edit in edits:
            self._apply(edit)
        changes = self._store(marks, contents)
        if changes:
            Articles(self._connection).touch(self._article, self._transaction)
        left = Reading(self._connection).of_ids(ids, self._version)
        order = dict.fromkeys(ids)
        written = Written(
            annotations=tuple(left[identity] for identity in order if identity in left),
            deleted=tuple(identity for identity in order if identity not in left),
            conflicts=tuple(self._conflicts),
        )
        return written, changes

    def _normalised(self, edit: MarkEdit) -> MarkEdit:
        if edit.after is None:
            return edit
        after = normalised(edit.after)
        return edit._replace(after=replace(after, id=after.id or AnnotationId(self._new_id())))

    def _apply(self, edit: MarkEdit) -> None:
        identity = _identity(edit)
        stored = self._now.get(identity)
        is_late = (
            stored is not None
            and stored is self._was.get(identity)
            and stored.revision != (edit.before.revision if edit.before is not None else 0)
        )
        if is_late or (stored is None and edit.before is not None and edit.after is not None):
            self._conflicts[identity] = None
        if edit.after is None:
            if not is_late:
                self._now[identity] = None
        elif is_late and stored is not None:
            self._now[identity] = combined(edit.before, edit.after, stored)
        else:
            self._now[identity] = edit.after

    def _store(self, marks: Marks, contents: dict[str, Content]) -> list[Change]:
        new = self._contents(contents)
        self._conflicts = {
            identity: None
            for identity in self._conflicts
            # Where nothing is written and nothing was kept, both made the same of it.
            if identity in new or self._now[identity] is self._was.get(identity)
        }
        changes = []
        added: list[tuple[str, Content]] = []
        deleted: list[tuple[str, str, Timestamp]] = []
        has_moved = False
        for identity, content in new.items():
            old = contents.get(identity)
            changes.append(Change(identity, self._article, old, content))
            has_moved = (
                has_moved or old is None or (content is not None and old.ranges != content.ranges)
            )
            if content is None:
                deleted.append((identity, self._article, self._transaction.time))
            elif old is None:
                added.append((identity, content))
            else:
                marks.update(identity, old, content, self._version, self._transaction)
        if added:
            marks.insert(added, self._version, self._transaction)
        if deleted:
            marks.delete(deleted, self._transaction)
        if has_moved and self._present is not None and self._present != self._version:
            # The reader still shows an earlier text than another program has opened since.
            text = partial(Texts(self._connection).text, self._present)
            bring_along(self._connection, self._article, self._present, text, self._new_id)
        return changes

    def _contents(self, contents: dict[str, Content]) -> dict[AnnotationId, Content | None]:
        """What each annotation that changes comes to."""
        tags = Tags(self._connection)
        names = [name for each in self._now.values() if each is not None for name in each.tags]
        numbers = tags.numbers(names, self._transaction, seen=self._seen_tags)
        placing = Placing(self._connection, self._article, self._version, self._new_id)
        found: dict[AnnotationId, Content | None] = {}
        given: list[int] = []
        for identity, annotation in self._now.items():
            old = contents.get(identity)
            if annotation is None:
                if old is not None:
                    found[identity] = None
                continue
            content = placing.content(self._stamped(annotation, old), numbers)
            if old is not None and annotation.pieces == self._was[identity].pieces:
                content = replace(content, ranges=old.ranges)
            if old is None or not is_same(content, old):
                found[identity] = content
                given += [tag for tag in content.tags if old is None or tag not in old.tags]
        tags.stamp(given, self._transaction)
        return found

    def _stamped(self, annotation: Annotation, old: Content | None) -> Annotation:
        time = self._transaction.time
        if old is None:
            # One that was here before must not come back with a revision that somebody has seen: no
            # annotation has more revisions than the library has had writes.
            revision = self._transaction.change if annotation.revision else 1
            return replace(
                annotation, created=annotation.created or time, updated=time, revision=revision
            )
        # A clock that was set back must not make an edit older than what it was made upon.
        updated = max(time, old.updated, key=time_key)
        return replace(annotation, created=old.created, updated=updated, revision=old.revision + 1)


def _identity(edit: MarkEdit) -> AnnotationId:
    held = edit.after or edit.before
    assert held is not None, "an edit without a before and an after is none"
    return held.id
