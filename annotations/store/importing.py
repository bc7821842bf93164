"""An annotated article taken into the library: which article it is, and what is new in it.

What becomes of the annotations is decided by `annotations.merge`; this brings them into the text that
stands here, and writes. Absence deletes nothing; a person's words here are never replaced.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annotations.codebook import PresentNames, other_names
from annotations.import_plan import ImportPlan
from annotations.matching import loosely_equal
from annotations.merge import SHOWN_ID_LENGTH, Merge, merge
from annotations.model import (
    AnnotatedArticle,
    ArticleId,
    Metadata,
    Tombstone,
    Version,
    VersionId,
    normalise_tag,
)
from annotations.results import Imported
from annotations.store.articles import BROUGHT_BACK, METADATA_KEYS, Articles
from annotations.store.carrying import carried
from annotations.store.codebook import Tags
from annotations.store.contents import Content, is_same
from annotations.store.history import IMPORT, Change, History, ObjectChange
from annotations.store.import_steps import ArticleBefore, CodebookBefore
from annotations.store.marks import Marks
from annotations.store.placing import REFERENCED, Placing
from annotations.store.reading import Reading
from annotations.store.recognising import is_hearsay, recognise
from annotations.store.texts import Texts
from annotations.versions import is_mere_quote

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from annotations.document import Document
    from annotations.model import Annotation, AnnotationId
    from annotations.store.connections import Connection
    from annotations.store.database import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class _Texts:
    """In which version the incoming annotations stand, and which one the article shows here."""

    incoming: Version
    present: Version

    @property
    def is_one(self) -> bool:
        """True if both are the same text."""
        return self.incoming.id == self.present.id


def _is_of_quotes(annotation: Annotation, sha256: str) -> bool:
    """True if only quotes of it are known; its place is in no text of this hash."""
    return any(is_mere_quote(piece, sha256) for piece in annotation.pieces)


def _is_same_quote(first: Annotation, second: Annotation) -> bool:
    """True if the two mark the same words, whatever was made of their places."""
    quotes = {
        second.quote,
        *(each.original.selector.quote for each in second.pieces if each.original),
    }
    return any(loosely_equal(first.quote, each) for each in quotes)


def import_together(
    transaction: Transaction,
    articles: Sequence[AnnotatedArticle],
    new_id: Callable[[], str],
    texts: Mapping[ArticleId, Document],
) -> ImportPlan:
    """Take articles in, as one step of the history: as `Library.import_together`."""
    connection = transaction.connection
    for article, document in texts.items():
        _keep_text(connection, article, document)
    done: list[Imported] = []
    changes: list[Change] = []
    others: list[ObjectChange] = []
    codebook = CodebookBefore(connection)
    for annotated in articles:
        importing = Importing(transaction, annotated, new_id)
        imported, made = importing.apply()
        done.append(imported)
        changes += made
        others += importing.filled(may_leave=True)
    others += filter(None, [codebook.change()])
    touched = {*(each.article for each in changes), *(each.article for each in others)} - {None}
    names = [each.article.name for each in done if each.article.id in touched or not touched]
    of = f"{len(touched):,} articles" if len(touched) > 1 else "".join(names[:1])
    step = _record(transaction, IMPORT, of, changes, others)
    if step is not None:
        # Articles that are open follow it by `poll`.
        transaction.announce()
    return ImportPlan(tuple(done), step)


def _record(
    transaction: Transaction,
    action: str,
    of: str,
    changes: Sequence[Change],
    others: Sequence[ObjectChange],
) -> int | None:
    """Record what was changed as one step of the history; gives its number, None where nothing was."""
    if not (changes or others):
        return None
    history = History(transaction.connection)
    return history.record(action, f"{action} of {of}", changes, transaction, others=others)


def _keep_text(connection: Connection, article: ArticleId, document: Document) -> None:
    """Keep the text of an article that only its file held; not if it is another one by now."""
    texts, version = Texts(connection), Articles(connection).version(article)
    known = texts.version(version)
    if known is not None and known.sha256 == document.sha256 and not texts.has_text(known.id):
        texts.keep(known.id, document)


class Importing:
    """One import."""

    def __init__(
        self,
        transaction: Transaction,
        annotated: AnnotatedArticle,
        new_id: Callable[[], str],
        *,
        action: str = IMPORT,
    ) -> None:
        """Begin nothing yet.

        Args:
            transaction: In which it is written.
            annotated: What comes.
            new_id: Makes ids.
            action: What the history calls it.
        """
        self._transaction = transaction
        self._connection = transaction.connection
        self._annotated = annotated
        self._articles = Articles(self._connection)
        self._texts = Texts(self._connection)
        self._new_id = new_id
        self._action = action
        self._before: ArticleBefore | None = None

    def run(self) -> Imported:
        """Write what is new, as one step of the history."""
        codebook = CodebookBefore(self._connection)
        imported, changes = self.apply()
        others = [*self.filled(may_leave=False), *filter(None, [codebook.change()])]
        _record(self._transaction, self._action, imported.article.name, changes, others)
        return imported

    def filled(self, *, may_leave: bool) -> list[ObjectChange]:
        """What `apply` has filled of the article beside marks; the codebook is left to who has asked.

        Args:
            may_leave: Whether an article that is new, or was taken out, leaves the library when the
                step is undone; not where it is about to be read.
        """
        assert self._before is not None
        change = self._before.change(may_leave=may_leave)
        return [] if change is None else [change]

    def apply(self) -> tuple[Imported, list[Change]]:
        """Write what is new, with no step of the history: that is left to who has asked."""
        renamed = self._take_present_names()
        article = recognise(self._connection, self._annotated)
        is_new = article is None
        if article is None:
            article = self._annotated.article.id
            self._articles.add(article, self._annotated.article.source, self._transaction)
        self._before = ArticleBefore(
            self._connection, article, removed=self._transaction.time if is_new else None
        )
        reports = [BROUGHT_BACK] if self._articles.is_removed(article) else []
        self._articles.bring_back(article, self._transaction)
        self._describe(article, is_new=is_new)
        texts = self._settle_texts(article)
        incoming, strangers = self._own(article)
        reading = Reading(self._connection)
        local = {each.id: each for each in reading.of_article(article)}
        adapted = [
            self._completed(each, found, local[each.id], texts) if each.id in local else found
            for each, found in zip(incoming, self._adapt(incoming, texts), strict=True)
        ]
        decided = merge(
            local,
            self._buried(article),
            adapted,
            self._graves(article),
        )
        changes = self._write(article, decided, texts, incoming)
        if changes:
            self._articles.touch(article, self._transaction)
        imported = Imported(
            article=self._articles.get(article),
            added=decided.added,
            updated=decided.updated,
            deleted=decided.deleted,
            unchanged=decided.unchanged + len(strangers),
            unplaced=sum(_is_of_quotes(each, texts.present.sha256) for each in decided.put),
            reports=(*decided.reports, *strangers, *renamed, *reports),
            is_new=is_new,
        )
        return imported, changes

    def _buried(self, article: ArticleId) -> dict[AnnotationId, Tombstone]:
        """What was deleted here; not what an import had brought that was taken back by undo."""
        tombstones = Marks(self._connection).tombstones(article)
        undone = (
            History(self._connection).created_by_undone(article, self._action)
            if tombstones
            else set()
        )
        return {each.id: each for each in tombstones if each.id not in undone}

    def _take_present_names(self) -> list[str]:
        """Call all that comes under a former name of a tag by the present one.

        Returns:
            A sentence for each tag here that has another name where the file comes from.
        """
        local = Tags(self._connection).codebook()
        present_names, theirs = PresentNames(local), self._annotated
        annotations = [
            replace(each, tags=present_names.all(each.tags)) if each.tags else each
            for each in theirs.annotations
        ]
        article = replace(
            theirs.article, tags=present_names.all(map(normalise_tag, theirs.article.tags))
        )
        self._annotated = replace(theirs, annotations=tuple(annotations), article=article)
        return other_names(local, theirs.codebook)

    # --- the article --------------------------------------------------------------------------

    def _describe(self, article: ArticleId, *, is_new: bool) -> None:
        theirs = self._annotated
        tags = Tags(self._connection)
        tags.merge(theirs.codebook, self._transaction)
        ours, written = self._articles.get(article), self._articles.written(article)
        missing = {
            key: getattr(theirs.article.metadata, key)
            for key in METADATA_KEYS
            if not getattr(ours.metadata, key) and key not in written
        }
        # Who did not have the text tells of it by hearsay: what a loader finds in it wins.
        note = self._articles.guess if is_hearsay(self._annotated) else self._articles.write
        note(article, Metadata(**missing))
        if not ours.source and theirs.article.source:
            self._articles.set_source(article, theirs.article.source)
        numbers = tags.numbers(map(normalise_tag, theirs.article.tags), self._transaction)
        wanted = list(tags.numbers(ours.tags, self._transaction).values())
        wanted += [number for number in numbers.values() if number not in wanted]
        self._articles.set_tags(article, wanted)
        if is_new:
            tags.stamp(wanted, self._transaction)
        self._articles.fill_unknown(
            article,
            {
                "article": theirs.article.extra,
                "file": theirs.extra,
                "codebook": theirs.codebook.extra,
            },
        )

    # --- its texts ----------------------------------------------------------------------------

    def _settle_texts(self, article: ArticleId) -> _Texts:
        """Add the versions that are new here; the text that stands here stays the present one."""
        for version in self._annotated.earlier:
            self._known(article, version)
        theirs = self._annotated.article.version or Version(
            id=VersionId(""), sha256="", loader=REFERENCED, reason=REFERENCED
        )
        document = self._annotated.document
        if document is not None and not theirs.sha256:
            theirs = replace(theirs, sha256=document.sha256, length=len(document.text))
        incoming = self._known(article, theirs)
        if document is not None and not self._texts.has_text(incoming.id):
            self._texts.keep(incoming.id, document)
        present = self._articles.version(article)
        if present is None or self._is_replaceable(article, present):
            self._articles.show(article, incoming)
            return _Texts(incoming=incoming, present=incoming)
        ours = self._texts.version(present)
        if ours is None or ours.sha256 == incoming.sha256:
            ours = incoming if ours is None else ours
            if document is not None and not self._texts.has_text(ours.id):
                self._texts.keep(ours.id, document)
            self._articles.show(article, ours)
            return _Texts(incoming=ours, present=ours)
        return _Texts(incoming=incoming, present=ours)

    def _is_replaceable(self, article: ArticleId, present: VersionId) -> bool:
        """True if nothing was marked here: the file is read anew when it is opened, with its text."""
        if self._texts.has_text(present):
            return False
        row = self._connection.execute(
            "SELECT 1 FROM annotations WHERE article = :article LIMIT 1", {"article": article}
        ).fetchone()
        return row is None

    def _known(self, article: ArticleId, version: Version) -> Version:
        """The version as it stands here, added or completed where it does not."""
        row = self._connection.execute(
            "SELECT id, reason FROM versions WHERE article = :article AND sha256 = :sha256 "
            "AND (loader = :loader OR reason = :referenced) ORDER BY reason = :referenced LIMIT 1",
            {
                "article": article,
                "sha256": version.sha256,
                "loader": version.loader,
                "referenced": REFERENCED,
            },
        ).fetchone()
        if row is not None and row[1] != REFERENCED:
            return replace(version, id=VersionId(row[0]))
        added = replace(version, id=VersionId(self._new_id() if row is None else row[0]))
        self._texts.add(article, added)
        return added

    # --- its annotations ----------------------------------------------------------------------

    def _own(self, article: ArticleId) -> tuple[list[Annotation], list[str]]:
        """The incoming annotations that may be written, and a sentence for each other one."""
        owners = Marks(self._connection).owners(each.id for each in self._annotated.annotations)
        own, strangers = [], []
        for each in self._annotated.annotations:
            if owners.get(each.id, article) == article:
                own.append(each)
            else:
                strangers.append(
                    f"Mark {each.id[-SHOWN_ID_LENGTH:]} belongs to another article here and was "
                    "left as it is."
                )
        return own, strangers

    def _graves(self, article: ArticleId) -> list[Tombstone]:
        """The incoming tombstones but those of what is, or was, another article's here."""
        marks = Marks(self._connection)
        ids = [each.id for each in self._annotated.deleted]
        owners = {**marks.owners_of_tombstones(ids), **marks.owners(ids)}
        return [each for each in self._annotated.deleted if owners.get(each.id, article) == article]

    def _adapt(self, incoming: Sequence[Annotation], texts: _Texts) -> Sequence[Annotation]:
        """The incoming annotations as they stand in the text here, in the order given."""
        sha256 = texts.incoming.sha256
        if not (texts.is_one and sha256):
            return carried(incoming, sha256, self._texts.text(texts.present.id))
        quotes = [each for each in incoming if _is_of_quotes(each, sha256)]
        if not quotes:
            return incoming
        text = self._texts.text(texts.present.id)
        placed = {each.id: each for each in carried(quotes, sha256, text)}
        return [placed.get(each.id, each) for each in incoming]

    def _completed(
        self, theirs: Annotation, found: Annotation, ours: Annotation, texts: _Texts
    ) -> Annotation:
        """An incoming annotation with what its format has no room for, as it is here.

        Args:
            theirs: As it came.
            found: As it stands in the text here.
            ours: As it is here.
            texts: In which they stand.
        """
        untold = self._annotated.untold
        kept = {name: getattr(ours, name) for name in untold}
        if "relations" in untold:
            kept["relations"] = tuple(dict.fromkeys((*ours.relations, *theirs.relations)))
        if "fields" in untold:
            kept["fields"] = tuple((dict(ours.fields) | dict(theirs.fields)).items())
        if _is_of_quotes(theirs, texts.incoming.sha256) and _is_same_quote(theirs, ours):
            # A quote says nothing against the place that it has here.
            kept["pieces"] = ours.pieces
        return replace(found, **kept) if kept else found

    def _write(
        self,
        article: ArticleId,
        decided: Merge,
        texts: _Texts,
        incoming: Sequence[Annotation],
    ) -> list[Change]:
        marks = Marks(self._connection)
        ids = [each.id for each in decided.put] + [each.id for each in decided.delete]
        old = marks.contents(ids)
        new = self._contents(article, decided.put, texts, incoming)
        changes: list[Change] = []
        added: list[tuple[str, Content]] = []
        for annotation in decided.put:
            content = new[annotation.id]
            known = old.get(annotation.id)
            if known is None:
                added.append((annotation.id, content))
            else:
                content = replace(content, revision=known.revision + 1)
                marks.update(annotation.id, known, content, texts.present.id, self._transaction)
            if known is None or not is_same(content, known):
                changes.append(Change(annotation.id, article, known, content))
        if added:
            marks.insert(added, texts.present.id, self._transaction)
        if decided.delete:
            changes += [
                Change(each.id, article, old[each.id], None)
                for each in decided.delete
                if each.id in old
            ]
            marks.delete(
                [(each.id, article, each.deleted) for each in decided.delete], self._transaction
            )
        return changes

    def _contents(
        self,
        article: ArticleId,
        put: Sequence[Annotation],
        texts: _Texts,
        incoming: Sequence[Annotation],
    ) -> dict[AnnotationId, Content]:
        tags = Tags(self._connection)
        numbers = tags.numbers(
            dict.fromkeys(name for each in put for name in each.tags), self._transaction
        )
        tags.stamp(numbers.values(), self._transaction)
        here = Placing(self._connection, article, texts.present.id, self._new_id)
        there = Placing(self._connection, article, texts.incoming.id, self._new_id)
        is_told = not texts.is_one and not is_hearsay(self._annotated)
        was = {each.id: each for each in incoming} if is_told else {}
        # One that was here before must not come back with a revision that somebody has seen.
        revision = self._transaction.change
        return {
            each.id: replace(
                here.content(
                    each,
                    numbers,
                    also=there.ranges(was[each.id].pieces) if each.id in was else (),
                ),
                revision=revision,
            )
            for each in put
        }
