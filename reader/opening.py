"""From a request to an article: what is needed for the first paint, then the rest.

The first part is done before the screen's libraries are imported, or in a process beside that; not in
a thread: two that both run Python take a third longer than one after the other. The second runs in a
thread beside the running screen. Both raise `PostilError` for what a person can mend. To read again
what stands on the screen is `rereading`'s question.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.document import Document
from annotations.errors import NotFoundError
from annotations.places import default_path
from annotations.store.glance import Glance, glance
from annotations.values import NamedTuple
from reader.loaders import (
    HeadFromAfar,
    Hint,
    Loaded,
    SourceBytes,
    SourceFile,
    begin_head,
    load_whole,
    open_source,
)
from reader.loaders.loaded import is_of_whole_page

if TYPE_CHECKING:
    from annotations.library import Library
    from annotations.model import Annotation, ArticleId
    from annotations.results import Capture, OpenedArticle, Source
    from reader.fetching.fetch import Progress
    from reader.loaders import Head, Pause
    from reader.request import ReadRequest
    from reader.watching import FileWatch


MARKS_AT_ONCE = 300
"""Marks read before the first paint; of more, the rest is read after it. Some 5 ms of work."""


class First(NamedTuple):
    """What can be painted at once."""

    document: Document
    is_whole: bool
    title: str
    notices: tuple[str, ...] = ()
    library: Library | None = None
    """There if its database was."""
    opened: OpenedArticle | None = None
    """There if the article is known and its source unchanged."""
    is_awaited: bool = False
    """Nothing of the text is there yet: the head takes longer than a person should see nothing."""


class Finished(NamedTuple):
    """The whole article, and what the library knows of it."""

    document: Document
    library: Library
    opened: OpenedArticle
    notices: tuple[str, ...] = ()


class Opening:
    """One request on its way to the screen."""

    def __init__(
        self,
        request: ReadRequest,
        *,
        back: ReadRequest | None = None,
        library: Library | None = None,
    ) -> None:
        """Begin nothing yet.

        Args:
            request: What is to be read.
            back: Of an earlier text: what leads back to the present one.
            library: One that is open, to be used and left open; None opens the request's.
        """
        self._request = request
        self.back = back
        self._source: SourceBytes | None = None
        self._head: Loaded | None = None
        self._library = library
        self._is_library_own = library is None
        self._head_to_come: Head | None = None
        self._first: First | None = None
        self.is_whole_page: bool | None = None
        """Whether all of a page is wanted, once a person has said so in the app."""
        self.progress: Progress = lambda _come, _total: None
        """Told what comes from a server; what it raises ends the fetch."""

    @property
    def request(self) -> ReadRequest:
        """What is read, and how."""
        return self._request

    @property
    def library_path(self) -> Path:
        """The database, whether it exists yet or not."""
        if self._library is not None:
            return self._library.path
        return self._request.library or default_path()

    def begin(self) -> None:
        """Find what the first paint needs, or set a process to it where that takes long.

        Raises:
            PostilError: The source or the library cannot be opened.
        """
        try:
            self._begin()
        except BaseException:
            self.close()
            raise

    def first(self, *, within_s: float | None = None) -> First:
        """What the first paint needs; found when it is first asked for.

        Args:
            within_s: If a process of its own has no head by then, give an empty text, which `head`
                is to replace; None waits.

        Raises:
            PostilError: The source or the library cannot be opened.
        """
        if self._first is None and self._head_to_come is None:
            self.begin()
        if self._first is None:
            assert self._head_to_come is not None
            try:
                self._first = self._of_process(self._head_to_come, within_s)
            except BaseException:
                self.close()
                raise
        return self._first

    def _of_process(self, coming: Head, within_s: float | None) -> First:
        if within_s is not None and not coming.is_there(within_s):
            return First(
                document=Document(text=""), is_whole=False, title=self.name, is_awaited=True
            )
        return self._of_head(coming.result())

    def head(self, pause: Pause) -> First:
        """What `first` could not wait for.

        Args:
            pause: As in `finish`.

        Raises:
            PostilError: The source cannot be read.
        """
        first = self.first()
        if first.is_awaited:
            assert self._head_to_come is not None
            self._first = first = self._of_head(self._head_to_come.result(pause))
        return first

    @property
    def name(self) -> str:
        """What to call the source; empty for an article of the library."""
        return self._source.name if self._source is not None else ""

    def _begin(self) -> None:
        request = self._request
        if request.article is not None:
            self._first = self._of_library(request.article)
            return
        if request.address:
            self._begin_address(request.address)
            return
        if request.path is not None:
            source: SourceBytes = open_source(request.path, is_forced=request.force)
        else:
            source = SourceBytes(request.data or b"", name=request.title or "standard input")
        self._source = source
        if isinstance(source, SourceFile) and self._is_library_needed(source):
            library = self.open_library()
            opened = (
                None
                if request.encoding or request.is_whole_page
                else library.recall(self._described(source), most=MARKS_AT_ONCE)
            )
            if opened is not None and opened.document is not None:
                self._first = First(
                    document=opened.document,
                    is_whole=True,
                    title=opened.article.name,
                    notices=opened.notices,
                    library=library,
                    opened=opened,
                )
                return
        self._head_to_come = begin_head(source, self.hint(source))

    def _begin_address(self, address: str) -> None:
        """The kept copy of an address, or what is to be fetched."""
        from reader.fetching.sources import kept_source, said_of_copy  # noqa: PLC0415  # not for files

        place = kept_source(address)
        if self.library_path.exists() and not self._is_anew:
            library = self.open_library()
            opened = library.recall(place, most=MARKS_AT_ONCE)
            if opened is not None and opened.document is not None:
                said = said_of_copy(library.last_captured(opened.article.id))
                self._first = First(
                    document=opened.document,
                    is_whole=True,
                    title=opened.article.name,
                    library=library,
                    opened=opened._replace(notices=(*opened.notices, said)),
                )
                return

        def fetch_head() -> Head:
            self._source = source = self.fetched(address)
            return begin_head(source, self.hint(source))

        self._head_to_come = HeadFromAfar(fetch_head)

    def fetched(self, address: str) -> SourceBytes:
        """What a server sends for an address now."""
        from reader.fetching.sources import fetch_source  # noqa: PLC0415  # not for files

        request = self._request
        return fetch_source(
            address,
            allow_local=request.allow_local,
            is_forced=request.force,
            progress=self.progress,
        )

    def _of_head(self, head: Loaded) -> First:
        assert self._source is not None
        self._head = head
        return First(
            document=head.document,
            is_whole=head.is_whole,
            title=head.document.metadata.title or self._source.name,
            notices=head.notices,
            library=self._library,
        )

    def _is_library_needed(self, source: SourceFile) -> bool:
        """True if the library has this text, or has to say what is wrong with it."""
        path = self.library_path
        try:
            if not path.stat().st_size:
                return False  # new or lost: there is first a screen, to ask on
        except FileNotFoundError:
            return False
        except OSError:
            return True  # it has the words for it
        facts = (source.size_bytes, source.mtime_ns, source.inode)
        return glance(path, "path", _location(source), facts) is not Glance.NOT_KEPT

    def open_library(self) -> Library:
        """The library; opened when it is first asked for."""
        from annotations.library import open_library  # noqa: PLC0415  # dear, and not always needed

        if self._library is None:
            self._library = open_library(self._request.library)
        return self._library

    def _of_library(self, article: ArticleId) -> First:
        library = self.open_library()
        opened = library.opened(article, most=MARKS_AT_ONCE, version=self._request.version)
        if opened is None or opened.document is None:
            sentence = "The library does not hold the text of this article."
            raise NotFoundError(sentence, hint="Open its source instead.")
        return First(
            document=opened.document,
            is_whole=True,
            title=opened.article.name,
            library=library,
            opened=opened,
        )

    def hint(self, source: SourceBytes) -> Hint:
        """What is known of a source besides its bytes."""
        request = self._request
        return Hint(
            name=source.name,
            suffix=request.suffix,
            encoding=request.encoding or _declared_encoding(source),
            is_forced=request.force,
            address=_address_of(source) or request.url,
            is_whole_page=self._wants_whole_page,
        )

    @property
    def _is_anew(self) -> bool:
        """True if what is kept is not good enough."""
        return self._request.refresh or self._request.is_whole_page

    @property
    def _wants_whole_page(self) -> bool:
        """True if all of a page is wanted: it was said, or the text that is kept was read so."""
        if self.is_whole_page is not None:
            return self.is_whole_page
        was_whole = self._first is not None and is_of_whole_page(self._first.document.loader)
        return was_whole or self._request.is_whole_page

    def _described(self, source: SourceBytes) -> Source:
        from annotations.results import Source  # noqa: PLC0415  # comes with the library

        request = self._request
        capture = captured(source)
        if capture is not None:
            return Source(kind="address", location=capture.final_address, sha256=capture.sha256)
        if isinstance(source, SourceFile):
            return Source(
                kind="path",
                location=_location(source),
                size_bytes=source.size_bytes,
                mtime_ns=source.mtime_ns,
                inode=source.inode,
                sha256=source.sha256,
            )
        if request.url:
            return Source(kind="address", location=request.url, sha256=source.sha256)
        return Source(kind="stdin", location="", sha256=source.sha256)

    def finish(self, pause: Pause) -> Finished:
        """Load the rest and let the library know the article.

        Args:
            pause: Called between slices of the work; what it raises cancels it.

        Raises:
            PostilError: The source or the library failed.
        """
        first = self.head(pause)
        library = self.open_library()
        if first.opened is not None:
            return Finished(document=first.document, library=library, opened=first.opened)
        source, head = self._source, self._head
        assert source is not None
        assert head is not None
        whole = head if head.is_whole else load_whole(source, self.hint(source), pause=pause)
        return self.take_in(source, whole, library, pause)

    def take_in(
        self,
        source: SourceBytes,
        whole: Loaded,
        library: Library,
        pause: Pause,
        *,
        is_kept: bool = False,
    ) -> Finished:
        """Let the library know what a source turned out to be.

        Args:
            source: The bytes.
            whole: What a loader made of them.
            library: Which.
            pause: As in `finish`.
            is_kept: The bytes are those that the library has already.
        """
        if whole.annotated is not None:
            from reader.incoming import told  # noqa: PLC0415  # not for other sources

            imported = library.import_annotated(whole.annotated).result()
            came = "read into the library" if imported.is_new else told(imported)
            opened = library.opened(imported.article.id)
            assert opened is not None
            source.close()
            return Finished(
                document=whole.document,
                library=library,
                opened=opened,
                notices=(
                    f"{came}; the file itself is never written",
                    *imported.reports,
                ),
            )
        if not source.sha256:
            for _chunk in source.chunks():
                pause()
        document, capture = self._named(whole.document), captured(source)
        opened = library.open_article(
            document,
            self._described(source),
            capture=None if is_kept else capture,
            is_anew=is_kept or bool(self._request.encoding or self._request.is_whole_page),
        ).result()
        if whole.is_dear:
            library.keep_text(opened.article.id)
        source.close()
        notices = whole.notices
        if whole.marks and opened.is_new:
            notices = (*notices, said_of_marks(len(whole.marks)))
        if capture is not None and not is_kept:
            from reader.fetching.doubts import doubts  # noqa: PLC0415  # not for files

            notices = (*doubts(capture, document), *notices)
        return Finished(
            document=opened.document or document, library=library, opened=opened, notices=notices
        )

    def path(self) -> Path | None:
        """The file that holds the text; None if it did not come from one, or that is not known."""
        if self._request.path is not None:
            return self._request.path
        opened = self.first().opened
        known = Path(opened.article.source) if opened is not None else None
        return known if known is not None and known.is_absolute() and known.is_file() else None

    def address(self) -> str:
        """The address of the web that the text came from; empty if it did not come from one."""
        if self._request.address:
            return self._request.address
        opened = self.first().opened
        place = "" if opened is None else opened.article.source
        return place if place.startswith(("http://", "https://")) else ""

    def watch(self) -> FileWatch | None:
        """What tells whether the file has changed since it was read; None if there is none to watch."""
        source = self._source
        if not isinstance(source, SourceFile):
            return None
        from reader.watching import FileWatch  # noqa: PLC0415  # not before the first paint

        return FileWatch(source.path, size_bytes=source.size_bytes, mtime_ns=source.mtime_ns)

    def stand_on(self, source: SourceBytes) -> None:
        """From now on the text is another source's; the former one is given back."""
        if self._source is not None:
            self._source.close()
        self._source = source

    def all_marks(self, pause: Pause) -> list[Annotation]:
        """All annotations of an article of which at first only some were read.

        Args:
            pause: As in `finish`.

        Raises:
            PostilError: The library failed.
        """
        opened = self.first().opened
        assert opened is not None
        return self.open_library().annotations(opened.article.id, pause=pause)

    def _named(self, document: Document) -> Document:
        """Standard input says nothing of itself: the options' title and address count."""
        request = self._request
        if not request.title and not request.url:
            return document
        metadata = document.metadata._replace(
            title=request.title or document.metadata.title,
            url=request.url or document.metadata.url,
        )
        return replace(document, metadata=metadata)

    def close(self) -> None:
        """Give back what is held open, and end what is still being loaded."""
        if self._head_to_come is not None:
            self._head_to_come.cancel()
        if self._source is not None:
            self._source.close()
        if self._library is not None and self._is_library_own:
            self._library.close()


def captured(source: SourceBytes) -> Capture | None:
    """What a server has sent; None for what came from elsewhere."""
    found: Capture | None = getattr(source, "capture", None)
    return found


def _declared_encoding(source: SourceBytes) -> str:
    capture = captured(source)
    if capture is None:
        return ""
    from reader.fetching.sources import declared_encoding  # noqa: PLC0415  # not for files

    return declared_encoding(capture)


def _address_of(source: SourceBytes) -> str:
    capture = captured(source)
    return "" if capture is None else capture.final_address


def said_of_marks(count: int) -> str:
    """What to say of marks that a file holds, and that are not taken in unasked."""
    marks = "a mark" if count == 1 else f"{count:,} marks"
    return f"the file holds {marks} of its own · ctrl+p, then “take in”"


def _location(source: SourceFile) -> str:
    """The path by which a file is known: absolute, links not followed."""
    return os.path.abspath(source.path)  # noqa: PTH100  # `Path.absolute` keeps `..`
