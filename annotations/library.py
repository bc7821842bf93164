"""The one façade over store, anchoring and exchange, for the reader and for scripts.

Reads answer at once, in whichever thread asks; writes are done by the library's own thread and give
a future, which resolves when what was written survives a power cut. A library is closed by `close`
or by leaving its `with` block.

It is longer than other modules: all of it is one class of short methods, and each part of it in a module
of its own would cost the start of a known article, of which it is a part, half a millisecond. What is
not needed there is imported where it is used.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from annotations import model
from annotations.answering import Answering
from annotations.errors import DamagedDatabaseError
from annotations.exchanging import Exchanging
from annotations.model import ArticleId, IdSource, VersionId
from annotations.open_articles import OpenArticles
from annotations.places import backups_folder, default_path
from annotations.results import (
    ArticleSummary,
    Bookmark,
    Capture,
    Changes,
    Choice,
    Exported,
    Found,
    HistoryEntry,
    Imported,
    MarkEdit,
    OpenedArticle,
    Reference,
    Sort,
    Source,
    SourceKind,
    Undone,
    Written,
)
from annotations.store.articles import Articles
from annotations.store.codebook import Tags
from annotations.store.database import Database, Transaction
from annotations.store.history import History
from annotations.store.marks import Marks
from annotations.store.reading import Reading
from annotations.store.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from concurrent.futures import Future
    from types import TracebackType

    from annotations.coding import Coding
    from annotations.document import Document
    from annotations.exchange.living import Refreshed
    from annotations.exchange.living_entries import PlaceOptions
    from annotations.model import (
        Annotation,
        AnnotationId,
        Article,
        Codebook,
        Selector,
        Timestamp,
        Version,
    )
    from annotations.safekeeping import Safekeeping
    from annotations.shelf import Shelf
    from annotations.store.check import Finding
    from annotations.store.connections import Connection

__all__ = [
    "ArticleSummary",
    "Bookmark",
    "Capture",
    "Changes",
    "Choice",
    "Exported",
    "Found",
    "HistoryEntry",
    "Imported",
    "Library",
    "MarkEdit",
    "OpenedArticle",
    "Reference",
    "Sort",
    "Source",
    "SourceKind",
    "Undone",
    "Written",
    "default_path",
    "open_library",
]

HISTORY_LIMIT = 1000
TAGS_LIMIT = 200
FIELDS_LIMIT = 1000


def open_library(
    path: Path | None = None,
    *,
    clock: Callable[[], Timestamp] = model.now,
    ids: Callable[[], str] | None = None,
) -> Library:
    """Open a library; it is made where there is none, and brought up to date where it is older.

    Args:
        path: The database; None: `default_path`.
        clock: Tells the time.
        ids: Makes ids, UUIDs of version 7.

    Raises:
        StoreError: It is not a library, newer, damaged, held by another program, or unreachable.
    """
    return Library(Path(path or default_path()).absolute(), clock=clock, ids=ids or IdSource())


class Library(Answering, Exchanging):
    """An open library."""

    def __init__(
        self, path: Path, *, clock: Callable[[], Timestamp], ids: Callable[[], str]
    ) -> None:
        self.path = path
        self.database = Database(path, clock=clock)
        self._new_id = ids
        self._open = OpenArticles(self.database, ids)
        self._safekeeping: Safekeeping | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write what was asked for, wait for it, and close. A second time does nothing."""
        if self._safekeeping is not None:
            self._safekeeping.close()
        self.database.close()

    @cached_property
    def shelf(self) -> Shelf:
        """What is done with articles as wholes."""
        from annotations.shelf import Shelf  # noqa: PLC0415  # not needed to open

        return Shelf(self.database, self._open)

    # --- opening ------------------------------------------------------------------------------

    def recall(self, source: Source, *, most: int | None = None) -> OpenedArticle | None:
        """A known article with its document, if its text is kept and its file is as it was.

        An address counts as unchanged. A kept text of ordinary length that no longer has its hash is
        not given out.

        Args:
            source: Where it is.
            most: If it has more annotations, give only so many, from around the reading place, so
                that it is on the screen soon; `annotations` gives all.
        """
        return self._open.recall(source, most)

    def opened(
        self,
        article_id: ArticleId,
        *,
        most: int | None = None,
        version: VersionId | None = None,
    ) -> OpenedArticle | None:
        """An article of the library with its document; None if its text is not kept, or damaged.

        Args:
            article_id: The article.
            most: As in `recall`.
            version: Which of its texts; None for the present one. In an earlier one all marks come at
                once, and are to be read only.
        """
        return self._open.kept(article_id, most, version)

    def open_article(
        self,
        document: Document,
        source: Source,
        *,
        capture: Capture | None = None,
        is_anew: bool = False,
    ) -> Future[OpenedArticle]:
        """Find out which article a source that was just read is, and note it.

        Known by its place, it is the same article; a changed text becomes a further version, to
        which the marks are carried, if half of it is still the same, else another article. The text
        is kept at once where it cannot be read again (an address, standard input), else from the
        first mark on.

        Args:
            document: As it was read.
            source: Where it is.
            capture: What a server sent, to be kept as evidence.
            is_anew: A kept text gives way also where the source's bytes are as they were and only
                how they are read is another; else it stays, and comes back as the answer's document.
        """
        return self._open.open_article(document, source, capture=capture, is_anew=is_anew)

    def keep_text(self, article_id: ArticleId) -> None:
        """Keep the text of an open article now, and not from its first mark on.

        For what is dear to read: the next opening needs neither its source nor its loader.
        """
        self._open.keep_text(article_id)

    def keep_place(self, article_id: ArticleId, position: int, progress: float) -> Future[None]:
        """Keep the reading place.

        Args:
            article_id: The article.
            position: A code point of its text.
            progress: 0 to 1.
        """
        return self._open.keep_place(article_id, position, progress)

    def poll(self, article_id: ArticleId) -> Changes | None:
        """What other programs changed in an article since it was opened, or last asked about.

        Raises:
            NotFoundError: Another program has removed the article.
        """
        return self._open.poll(article_id)

    # --- reading ------------------------------------------------------------------------------

    def article(self, article_id: ArticleId) -> Article:
        """An article.

        Raises:
            NotFoundError: There is none with this id.
        """
        with self.database.reading() as connection:
            return Articles(connection).get(article_id)

    def annotations(
        self, article_id: ArticleId, *, pause: Callable[[], None] | None = None
    ) -> list[Annotation]:
        """An article's annotations, by place, then id; none for one that is not here.

        Args:
            article_id: The article.
            pause: Called between slices of the work, to let others run; what it raises ends it.
        """
        version = self._open.version(article_id)
        with self.database.reading() as connection:
            return Reading(connection).of_article(article_id, version, pause=pause)

    def document(self, article_id: ArticleId, version: VersionId | None = None) -> Document | None:
        """The kept text of an article's version, or of its present one; None if it is not kept.

        Raises:
            DamagedDatabaseError: The text is not what it was when it was stored.
        """
        with self.database.reading() as connection:
            articles, texts = Articles(connection), Texts(connection)
            wanted = version or articles.version(article_id)
            document = texts.document(wanted, articles.guesses(article_id))
            known = texts.version(wanted)
        if document is not None and known is not None and document.sha256 != known.sha256:
            raise DamagedDatabaseError(self.path)
        return document

    def versions(self, article_id: ArticleId) -> list[tuple[Version, bool]]:
        """An article's versions, the present one last, each with whether its text is kept.

        Raises:
            NotFoundError: There is no such article.
        """
        with self.database.reading() as connection:
            texts, present = Texts(connection), Articles(connection).version(article_id)
            found = [*texts.earlier(article_id, present), texts.version(present)]
            return [(each, texts.has_text(each.id)) for each in found if each is not None]

    def last_captured(self, article_id: ArticleId) -> Timestamp | None:
        """When a server last sent an article; None if none did."""
        from annotations.store.captures import Captures  # noqa: PLC0415  # only for addresses

        with self.database.reading() as connection:
            return Captures(connection).last(article_id)

    def captures(self, article_id: ArticleId) -> list[Capture]:
        """What servers sent for an article's addresses, oldest first; with the bytes."""
        from annotations.store.captures import Captures  # noqa: PLC0415  # only for addresses

        with self.database.reading() as connection:
            return Captures(connection).of_article(article_id)

    def recent_tags(self, limit: int = TAGS_LIMIT) -> list[str]:
        """The names of tags, the last given first."""
        with self.database.reading() as connection:
            return Tags(connection).recent(limit)

    def recent_fields(
        self, article_id: ArticleId | None = None, limit: int = FIELDS_LIMIT
    ) -> list[tuple[str, str]]:
        """Fields with their values, each pair once, the last given first.

        Args:
            article_id: Its own come before those of others.
            limit: How many at most.
        """
        from annotations.store.completions import Completions  # noqa: PLC0415  # not needed to open

        with self.database.reading() as connection:
            return Completions(connection).fields(article_id, limit)

    def recent_relations(
        self, article_id: ArticleId | None = None, limit: int = TAGS_LIMIT
    ) -> list[str]:
        """The names of relations, the last given first; else as `recent_fields`."""
        from annotations.store.completions import Completions  # noqa: PLC0415  # not needed to open

        with self.database.reading() as connection:
            return Completions(connection).relations(article_id, limit)

    def codebook(self) -> Codebook:
        """All tags, and the meanings of the colours."""
        with self.database.reading() as connection:
            return Tags(connection).codebook()

    @property
    def coding(self) -> Coding:
        """The codebook's tags with what has them, and edits of it."""
        from annotations.coding import Coding  # noqa: PLC0415  # not needed to open an article

        return Coding(self.database)

    # --- writing ------------------------------------------------------------------------------

    def new_id(self) -> str:
        """An id that nothing has yet."""
        return self._new_id()

    def write_marks(
        self, article_id: ArticleId, edits: Sequence[MarkEdit], *, action: str, label: str
    ) -> Future[Written]:
        """Create, change and delete annotations of an article, as one step of its history.

        Where a mark was changed by somebody else since `before` was read, nothing of either is
        lost: what only one changed is taken from that one, two notes are put together, tags are
        united, else the edit counts; a deletion is not done. Such marks are told as conflicts.

        Args:
            article_id: The article.
            edits: `revision` in `before` says which state the editor saw; a new annotation without
                an id gets one; `updated` is stamped here.
            action: What was done, in a word: mark, tag, note, delete …
            label: The same for people.

        Returns:
            Durable when it resolves; it raises InvalidValueError where a tag, field or note is not
            of its form, and then nothing is written.
        """
        version = self._open.version(article_id)

        def job(transaction: Transaction) -> Written:
            from annotations.store.marking import Marking  # noqa: PLC0415  # not needed to open

            marking = Marking(transaction, article_id, version, self._new_id)
            written = marking.write(edits, action=action, label=label)
            self._open.keep_text(article_id)
            return written

        return self.database.write(job)

    def write_marks_of(
        self, edits: Mapping[ArticleId, Sequence[MarkEdit]], *, action: str, label: str
    ) -> Future[dict[ArticleId, Written]]:
        """Create, change and delete annotations of several articles, as one step of the history.

        Else as `write_marks`: what it comes to by article, each with the one step. Where one of them is
        open, `poll` tells it.
        """
        versions = {article: self._open.version(article) for article in edits}

        def job(transaction: Transaction) -> dict[ArticleId, Written]:
            from annotations.store.marking import Marking  # noqa: PLC0415  # not needed to open

            written, changes = {}, []
            for article, each in edits.items():
                marking = Marking(transaction, article, versions[article], self._new_id)
                written[article], made = marking.apply(each)
                changes += made
            if not changes:
                return written
            # Made in a list: articles that are open follow it by `poll`.
            transaction.announce()
            step = History(transaction.connection).record(action, label, changes, transaction)
            return {article: each._replace(step=step) for article, each in written.items()}

        return self.database.write(job)

    def peek_undo(self, article_id: ArticleId | None = None) -> HistoryEntry | None:
        """The step that `undo` would take back."""
        with self.database.reading() as connection:
            return History(connection).to_undo(article_id)

    def peek_redo(self, article_id: ArticleId | None = None) -> HistoryEntry | None:
        """The step that `redo` would do again."""
        with self.database.reading() as connection:
            return History(connection).to_redo(article_id)

    def undo(self, article_id: ArticleId | None = None, entry: int | None = None) -> Future[Undone]:
        """Take back the newest step that touched an article, or the whole library; or the one named.

        Returns:
            It raises NothingToUndoError, or ConflictError where something was changed since.
        """
        return self._take(article_id, entry, is_undo=True)

    def redo(self, article_id: ArticleId | None = None, entry: int | None = None) -> Future[Undone]:
        """Do again what was undone last; else as `undo`."""
        return self._take(article_id, entry, is_undo=False)

    def _take(
        self, article_id: ArticleId | None, entry: int | None, *, is_undo: bool
    ) -> Future[Undone]:
        def job(transaction: Transaction) -> Undone:
            from annotations.store.undoing import take  # noqa: PLC0415  # not needed to open

            taken = take(transaction, article_id, entry, is_undo=is_undo, new_id=self._new_id)
            reading = Reading(transaction.connection)
            found: dict[AnnotationId, Annotation] = {}
            owners = Marks(transaction.connection).owners(taken.annotations)
            for article in taken.articles:
                ids = [each for each in taken.annotations if owners.get(each) == article]
                found.update(reading.of_ids(ids, self._open.version(article)))
            return Undone(
                entry=taken,
                annotations=tuple(found[each] for each in taken.annotations if each in found),
                deleted=tuple(each for each in taken.annotations if each not in found),
            )

        return self.database.write(job)

    def history(
        self, article_id: ArticleId | None = None, limit: int = HISTORY_LIMIT
    ) -> list[HistoryEntry]:
        """The steps of an article or of the library, newest first."""
        with self.database.reading() as connection:
            return History(connection).entries(article_id, limit)

    # --- reference ----------------------------------------------------------------------------

    def reference(self, article_id: ArticleId) -> Reference:
        """What is known of an article as a publication: guessed, and written by a person.

        Raises:
            NotFoundError: There is no such article.
        """
        from annotations.store import referencing  # noqa: PLC0415  # not needed to open

        with self.database.reading() as connection:
            return referencing.look_up(connection, article_id)

    def write_reference(
        self, article_id: ArticleId, changes: Mapping[str, str | tuple[str, ...]]
    ) -> Future[tuple[Article, int | None]]:
        """Write what a person says of an article, as one step of its history.

        Args:
            article_id: The article.
            changes: By key of `Metadata`, in the form `annotations.reference.read` gives. What is as
                the loader guessed takes the person's word away; an empty value says there is none.

        Returns:
            Durable when it resolves: the article, and the number of the step; None if nothing was
            changed. It raises NotFoundError if there is no such article.
        """

        def job(transaction: Transaction) -> tuple[Article, int | None]:
            from annotations.store import referencing  # noqa: PLC0415  # not needed to open

            return referencing.write(transaction, article_id, changes)

        return self.database.write(job)

    # --- bookmarks ----------------------------------------------------------------------------

    def bookmarks(self, article_id: ArticleId) -> list[Bookmark]:
        """The bookmarks of an article, the first made first."""
        from annotations.store.bookmarks import Bookmarks  # noqa: PLC0415  # not needed to open

        with self.database.reading() as connection:
            version = self._open.version(article_id) or Articles(connection).version(article_id)
            return Bookmarks(connection).of_article(article_id, version)

    def add_bookmark(
        self, article_id: ArticleId, place: Selector, section: str = ""
    ) -> Future[Bookmark]:
        """Keep a place of the text that is read here, with that text; no step of the history.

        Args:
            article_id: The article.
            place: Where, with the first words there.
            section: The heading above it.

        Returns:
            Durable when it resolves; it raises NotFoundError if there is no such article.
        """
        version = self._open.version(article_id)

        def job(transaction: Transaction) -> Bookmark:
            from annotations.store.bookmarks import Bookmarks  # noqa: PLC0415  # as above

            connection = transaction.connection
            read_in = version or Articles(connection).version(article_id)
            bookmark = Bookmark(
                id=self._new_id(),
                place=place,
                section=section,
                created=transaction.time,
                is_here=True,
            )
            Bookmarks(connection).add(article_id, read_in, bookmark)
            self._open.keep_text(article_id)
            return bookmark

        return self.database.write(job)

    def remove_bookmarks(self, ids: Collection[str]) -> Future[None]:
        """Take bookmarks away; one that is not there is no error. No step of the history."""

        def job(transaction: Transaction) -> None:
            from annotations.store.bookmarks import Bookmarks  # noqa: PLC0415  # as above

            Bookmarks(transaction.connection).remove(ids)

        return self.database.write(job)

    # --- reports ------------------------------------------------------------------------------

    def fill_report(
        self,
        path: Path,
        *,
        defaults: PlaceOptions | None = None,
        confidential: bool = False,
        dry_run: bool = False,
    ) -> tuple[str, Refreshed]:
        """Fill the places of a living report, a Markdown file of a person's, and replace it.

        Args:
            path: The file.
            defaults: How marks are told where a place does not say.
            confidential: As for `annotated`.
            dry_run: Only tell what it would come to.

        Returns:
            Its text as it was, and with its places filled.

        Raises:
            UnreadableSourceError: There is no such file, or it may not be read.
            MalformedFileError: It is no text, or its markers are not in order.
            ExchangeError: It cannot be written, or was changed meanwhile; what stood there still does.
        """
        from annotations.reports import fill  # noqa: PLC0415  # not needed to open an article

        return fill(self, path, defaults=defaults, confidential=confidential, dry_run=dry_run)

    # --- care ---------------------------------------------------------------------------------

    def forget(self, article_id: ArticleId) -> Future[tuple[Path, ...]]:
        """Remove an article from everything here, history and index included.

        Returns:
            The backups that still hold it; it raises NotFoundError if there is no such article.
        """

        def job(transaction: Transaction) -> None:
            from annotations.store.forgetting import forget  # noqa: PLC0415

            transaction.connection.execute("PRAGMA secure_delete = ON")
            forget(transaction.connection, article_id)
            self._open.drop(article_id)

        forgotten = self.database.write(job, is_whole=True)

        def clean(connection: Connection) -> tuple[Path, ...]:
            forgotten.result()
            # What was deleted still stands in the log until that is emptied.
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            connection.execute("PRAGMA secure_delete = OFF")
            from annotations.store import backup  # noqa: PLC0415  # not needed to open an article

            copies = backup.existing(self.database.real_path, backups_folder())
            return tuple(backup.holding(article_id, copies))

        return self.database.maintain(clean)

    @property
    def safekeeping(self) -> Safekeeping:
        """Backups, and what is done for the library's health."""
        if self._safekeeping is None:
            from annotations.safekeeping import Safekeeping  # noqa: PLC0415  # not needed to open

            self._safekeeping = Safekeeping(self)
        return self._safekeeping

    def check(self) -> list[Finding]:
        """Look through the whole library for what is damaged or inconsistent; nothing is changed."""
        from annotations.store.check import check  # noqa: PLC0415  # seldom needed

        with self.database.reading() as connection:
            return check(connection, self.path)
