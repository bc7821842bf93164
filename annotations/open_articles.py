"""The articles that a library's caller has open: opened, recalled, and followed as others change them.

What is remembered of each is the version it is read in, for another program may meanwhile show a
later one, and the last write that the caller has seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations import model
from annotations.results import Capture, Changes, OpenedArticle, Source
from annotations.store.articles import BROUGHT_BACK, Articles
from annotations.store.database import last_change
from annotations.store.marks import Marks
from annotations.store.reading import Reading
from annotations.store.sources import Sources
from annotations.store.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from annotations.document import Document
    from annotations.model import ArticleId, Version, VersionId
    from annotations.store.connections import Connection
    from annotations.store.database import Database, Transaction

VERIFIED_LENGTH = 1 << 20
"""Code points to which a kept text is checked against its hash before it is shown: some 3 ms."""


class _Open:
    """What is remembered of an article."""

    def __init__(self, version: VersionId | None, seen: int) -> None:
        self.version = version
        """In which its annotations are read and written; None: the present one."""
        self.seen = seen
        """Number of the last write that the caller has seen."""
        self.document: Document | None = None
        """Kept until its text is stored."""
        self.data_versions: dict[int, int] = {}
        """By connection: SQLite's count of other connections' writes when last looked."""


class OpenArticles:
    """Opens articles of a database, and remembers them."""

    def __init__(self, database: Database, new_id: Callable[[], str]) -> None:
        self._database = database
        self._new_id = new_id
        self._held: dict[ArticleId, _Open] = {}

    def version(self, article: ArticleId) -> VersionId | None:
        """In which version an article is read; None: in its present one."""
        held = self._held.get(article)
        return None if held is None else held.version

    def document(self, article: ArticleId) -> Document | None:
        """The document of an open article whose text is not stored yet."""
        held = self._held.get(article)
        return None if held is None else held.document

    def drop(self, article: ArticleId) -> None:
        """Remember nothing of an article."""
        self._held.pop(article, None)

    def recall(self, source: Source, most: int | None = None) -> OpenedArticle | None:
        """As `Library.recall`."""
        with self._database.reading() as connection:
            sources = Sources(connection)
            article = sources.article(source)
            if article is None or not sources.is_unchanged(source):
                return None
            found = self._kept(connection, article, most)
            is_removed = found is not None and Articles(connection).is_removed(article)
        return self._brought_back(found) if is_removed else found

    def kept(
        self, article: ArticleId, most: int | None = None, version: VersionId | None = None
    ) -> OpenedArticle | None:
        """As `Library.opened`."""
        with self._database.reading() as connection:
            found = self._kept(connection, article, most, version)
            is_removed = found is not None and Articles(connection).is_removed(article)
        return self._brought_back(found) if is_removed else found

    def _brought_back(self, opened: OpenedArticle | None) -> OpenedArticle | None:
        """Have an article that is read in the library again, from which it was taken."""
        if opened is None:
            return None

        def job(transaction: Transaction) -> None:
            Articles(transaction.connection).bring_back(opened.article.id, transaction)

        self._database.write(job).result()
        return opened._replace(notices=(*opened.notices, BROUGHT_BACK))

    def _kept(
        self,
        connection: Connection,
        article: ArticleId,
        most: int | None,
        wanted: VersionId | None = None,
    ) -> OpenedArticle | None:
        articles, texts = Articles(connection), Texts(connection)
        version = texts.version(wanted or articles.version(article))
        if version is None:
            return None
        document = texts.document(version.id, articles.guesses(article))
        if document is None:
            return None
        if version.length <= VERIFIED_LENGTH and document.sha256 != version.sha256:
            return None
        is_present = version.id == articles.version(article)
        opened = self._opened(
            connection,
            article,
            version,
            text=document.text,
            document=document,
            most=most if is_present else None,
        )
        if is_present:
            return opened
        from annotations.versions import as_of  # noqa: PLC0415  # only for earlier texts

        placed = as_of(opened.annotations, version.sha256, document.text)
        return opened._replace(annotations=tuple(placed))

    def open_article(
        self,
        document: Document,
        source: Source,
        *,
        capture: Capture | None = None,
        is_anew: bool = False,
    ) -> Future[OpenedArticle]:
        """As `Library.open_article`."""
        if source.kind == "stdin" and source.location in {"", "-"}:
            source = Source(kind="stdin", location=document.sha256, sha256=source.sha256)

        def job(transaction: Transaction) -> OpenedArticle:
            from annotations.store.identity import Identity  # noqa: PLC0415  # not needed to recall

            connection = transaction.connection
            found = Identity(transaction, document, source, self._new_id, is_anew=is_anew)
            known = found.settle()
            if capture is not None:
                self._keep_capture(transaction, known.article, capture)
            opened = self._opened(
                connection,
                known.article,
                known.version,
                text=(known.document or document).text,
                document=known.document,
                is_new=known.is_new,
                notices=known.notices,
            )
            if known.document is not None:
                return opened
            self._held[known.article].document = document
            if source.kind != "path" or opened.annotations:
                self.keep_text(known.article)
            return opened

        return self._database.write(job)

    def _keep_capture(self, transaction: Transaction, article: ArticleId, capture: Capture) -> None:
        from annotations.store.captures import Captures  # noqa: PLC0415  # only for addresses

        Captures(transaction.connection).add(self._new_id(), article, capture)
        # The address that was asked for leads to the article as well, and is known by it.
        asked = Source(kind="address", location=capture.address, sha256=capture.sha256)
        Sources(transaction.connection).put(article, asked, transaction.time)

    def keep_place(self, article: ArticleId, position: int, progress: float) -> Future[None]:
        """As `Library.keep_place`."""
        read_in = self.version(article)

        def job(transaction: Transaction) -> None:
            articles = Articles(transaction.connection)
            version = read_in or articles.version(article)
            articles.keep_place(article, version, position, progress, transaction.time)

        return self._database.write(job)

    def keep_text(self, article: ArticleId) -> None:
        """Have the text of an open article stored, in a write of its own after the present one."""
        held = self._held.get(article)
        if held is None or held.document is None or held.version is None:
            return
        document, version = held.document, held.version

        def job(transaction: Transaction) -> None:
            texts = Texts(transaction.connection)
            if not texts.has_text(version):
                texts.keep(version, document)

        def drop(done: Future[None]) -> None:
            # Kept for the next mark's try where the text could not be stored.
            if done.exception() is None:
                held.document = None

        self._database.write(job).add_done_callback(drop)

    def poll(self, article: ArticleId) -> Changes | None:
        """As `Library.poll`."""
        with self._database.reading() as connection:
            held = self._held.get(article)
            if held is None:
                self._held[article] = _Open(version=None, seen=last_change(connection))
                return None
            data_version = connection.execute("PRAGMA data_version").fetchone()[0]
            if held.data_versions.get(id(connection)) == data_version:
                return None
            last = last_change(connection)
            Articles(connection).version(article)
            marks, own = Marks(connection), self._database.own_changes
            changed = marks.changed_since(article, held.seen)
            ids = [each for each, number in changed if number not in own]
            buried = marks.buried_since(article, held.seen)
            deleted = tuple(each for each, number in buried if number not in own)
            found = Reading(connection).of_ids(ids, held.version)
            held.seen = last
            held.data_versions[id(connection)] = data_version
        if not found and not deleted:
            return None
        annotations = tuple(sorted(found.values(), key=model.place_key))
        return Changes(annotations=annotations, deleted=deleted)

    def _opened(
        self,
        connection: Connection,
        article: ArticleId,
        version: Version,
        *,
        text: str,
        document: Document | None = None,
        is_new: bool = False,
        notices: tuple[str, ...] = (),
        most: int | None = None,
    ) -> OpenedArticle:
        articles = Articles(connection)
        place_version, position, progress = articles.place(article)
        if place_version != version.id:
            old = Texts(connection).version(place_version)
            if old is not None:
                position = _in_revision(connection, old, text, position)
        position = min(position, version.length)
        self._held[article] = _Open(version=version.id, seen=last_change(connection))
        reading = Reading(connection)
        count = reading.count(article)
        if most is None or count <= most:
            annotations = reading.of_article(article, version.id)
        else:
            annotations = reading.near(article, version.id, position, most)
        return OpenedArticle(
            article=articles.get(article),
            version=version,
            annotations=tuple(annotations),
            mark_count=count,
            document=document,
            position=position,
            progress=progress,
            is_new=is_new,
            notices=notices,
        )


def _in_revision(connection: Connection, old: Version, revision: str, position: int) -> int:
    """Where to read on in a revision: where the same words stand.

    Where the old text was not kept, as far into the text as before.
    """
    text = Texts(connection).text(old.id)
    if text is None:
        return position * len(revision) // max(1, old.length)
    from annotations.revised import position_in  # noqa: PLC0415  # seldom needed, brings anchoring

    return position_in(revision, text, position)
