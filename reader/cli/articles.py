"""From what a person calls a source to the article with its text and its marks.

A source is a path, an address of the web, `-`, or the end of an article's id; a command that only reads also takes an
unambiguous part of a title. What has a slash or a suffix, or stands in the folder, is a path.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.errors import NotFoundError
from annotations.reference import without_credentials
from reader.cli.names import COMMANDS, STANDARD_INPUT, looks_like_address, looks_like_path
from reader.cli.speaking import PROGRAM, Waiting, mention

if TYPE_CHECKING:
    from annotations.document import Document
    from annotations.library import Library
    from annotations.model import Annotation, Article
    from annotations.results import Capture, Source
    from reader.cli.options import Invocation
    from reader.loaders.loaded import Loaded
    from reader.loaders.source import SourceBytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a source is to be read."""

    encoding: str = ""
    url: str = ""
    """Of standard input: where it came from."""
    title: str = ""
    suffix: str = ""
    """Of standard input: its kind, as a file name would end."""
    whole_page: bool = False
    """Of a page of the web: all there is, not only the article."""
    refresh: bool = False
    """Of an address: fetch it although a copy is kept."""
    allow_local: bool = False
    """Of an address: ask servers of the own machine and network too."""
    force: bool = False

    @property
    def is_anew(self) -> bool:
        """True if the source is read again, though it is known and unchanged."""
        return bool(self.encoding) or self.whole_page


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An article of the library with the text its marks stand in."""

    article: Article
    document: Document
    annotations: tuple[Annotation, ...]


def as_path(source: str) -> Path | None:
    """The path that a source is, or None where it is an address or names an article."""
    if looks_like_address(source):
        return None
    return Path(source) if looks_like_path(source) or os.path.lexists(source) else None


def open_for(
    library: Library, source: str, options: Options | None = None, *, may_be_title: bool = False
) -> Opened:
    """Open an article, known or not; a new text is a new version of it.

    An annotated YAML is taken into the library, as by reading it.

    Raises:
        PostilError: It cannot be read, or nothing answers to the name.
    """
    options = options or Options()
    if looks_like_address(source):
        return _open_address(library, source, options)
    if source != STANDARD_INPUT and as_path(source) is None:
        article = find_article(library, source, may_be_title=may_be_title)
        return _stored(library, article)
    if source != STANDARD_INPUT and options == Options():
        recalled = _recalled(library, Path(source))
        if recalled is not None:
            return recalled
    loaded, place = _load(source, options)
    return _taken_in(library, loaded, place, is_anew=options.is_anew)


def _taken_in(
    library: Library,
    loaded: Loaded,
    place: Source,
    *,
    capture: Capture | None = None,
    is_anew: bool = False,
) -> Opened:
    """Let the library know what a source turned out to be."""
    for notice in loaded.notices:
        mention(notice)
    if loaded.annotated is not None:
        imported = library.import_annotated(loaded.annotated).result()
        for report in imported.reports:
            mention(report)
        return _stored(library, imported.article)
    document = loaded.document
    opened = library.open_article(document, place, capture=capture, is_anew=is_anew).result()
    if loaded.is_dear:
        library.keep_text(opened.article.id)
    for notice in opened.notices:
        mention(notice)
    return Opened(
        article=opened.article,
        document=opened.document or document,
        annotations=opened.annotations,
    )


def _open_address(library: Library, address: str, options: Options) -> Opened:
    """The kept copy of an address; what its server sends where there is none, or it was asked for."""
    from reader.fetching.doubts import doubts  # noqa: PLC0415 - only for addresses
    from reader.fetching.sources import (  # noqa: PLC0415 - likewise
        declared_encoding,
        fetch_source,
        kept_source,
    )
    from reader.loaders import Hint, load_whole  # noqa: PLC0415 - not for help and mistakes

    place = kept_source(address)
    kept = None if options.refresh or options.is_anew else library.recall(place)
    if kept is not None and kept.document is not None:
        return Opened(article=kept.article, document=kept.document, annotations=kept.annotations)
    waiting = Waiting(f"fetching {without_credentials(address)}")
    try:
        source = fetch_source(
            address,
            allow_local=options.allow_local,
            is_forced=options.force,
            progress=waiting,
        )
    finally:
        waiting.close()
    capture = source.capture
    hint = Hint(
        name=source.name,
        suffix=options.suffix,
        encoding=options.encoding or declared_encoding(capture),
        is_forced=options.force,
        address=capture.final_address,
        is_whole_page=options.whole_page,
    )
    loaded = load_whole(source, hint)
    for doubt in doubts(capture, loaded.document):
        mention(doubt)
    where = place._replace(location=capture.final_address, sha256=capture.sha256)
    return _taken_in(library, loaded, where, capture=capture, is_anew=options.is_anew)


def open_text(invocation: Invocation, source: str, options: Options) -> Document:
    """Only the text of a source; the library is asked where the source is no file, and not written.

    Raises:
        PostilError: It cannot be read, or nothing answers to the name.
    """
    if looks_like_address(source):
        with invocation.library() as library:
            return open_for(library, source, options).document
    if source == STANDARD_INPUT or as_path(source) is not None:
        loaded, _ = _load(source, options)
        for notice in loaded.notices:
            mention(notice)
        return loaded.document
    with invocation.library() as library:
        return _stored(library, find_article(library, source, may_be_title=True)).document


def known_article(library: Library, source: str, *, may_be_title: bool = False) -> Article:
    """The article of the library that a source means; nothing is loaded or written.

    Raises:
        NotFoundError: The library does not know it.
        AmbiguousError: Several answer to the name.
    """
    path = as_path(source)
    if looks_like_address(source):
        from reader.fetching.sources import kept_source  # noqa: PLC0415 - only for addresses

        article = library.find_source(kept_source(source))
    elif path is None:
        return find_article(library, source, may_be_title=may_be_title)
    else:
        article = library.find_source(path_source(path))
    if article is None:
        sentence = f"{without_credentials(source)} is not in the library."
        raise NotFoundError(sentence, hint=f"{PROGRAM} list shows what is.")
    return article


def find_article(library: Library, name: str, *, may_be_title: bool) -> Article:
    """The article whose id ends so, or (for reading) whose title has this in it.

    Raises:
        NotFoundError: There is none; a mistyped command is answered with the right one.
        AmbiguousError: There are several.
    """
    try:
        article = library.find_article(name)
    except NotFoundError as error:
        from difflib import get_close_matches  # noqa: PLC0415 - only after a mistake

        near = get_close_matches(name, COMMANDS, 1, 0.6)
        sentence = f"“{name}” is no file here, and no article of the library answers to it."
        hint = (
            f"Did you mean {PROGRAM} {near[0]}?" if near else f"{PROGRAM} list shows the library."
        )
        raise NotFoundError(sentence, hint=hint) from error
    if not may_be_title and not str(article.id).endswith(name.casefold()):
        is_whole = name == article.metadata.title
        what = "a title" if is_whole else "only part of a title"
        sentence = f"“{name}” is {what}, and this command changes what it names."
        raise NotFoundError(sentence, hint=f"Use its id: {PROGRAM} … {str(article.id)[-6:]}")
    return article


def path_source(
    path: Path,
    *,
    size_bytes: int | None = None,
    mtime_ns: int | None = None,
    inode: int | None = None,
    sha256: str = "",
) -> Source:
    """A path as the library keeps it: absolute, not resolved, since links are the person's names."""
    from annotations.results import Source  # noqa: PLC0415 - where it is needed

    return Source(
        kind="path",
        location=os.path.abspath(path),  # noqa: PTH100 - links are not followed
        size_bytes=size_bytes,
        mtime_ns=mtime_ns,
        inode=inode,
        sha256=sha256,
    )


def has_text(library: Library, article: Article) -> bool:
    """Let the library have the text of an article that only its file holds; False: it is gone.

    A text is stored from the first mark on; that of an article only looked at is read again.
    """
    if library.document(article.id) is not None:
        return True
    if article.version is None or not article.source or not Path(article.source).exists():
        return False
    loaded, place = _load(article.source, Options(), is_path=True)
    if loaded.document.sha256 != article.version.sha256:
        return False
    library.open_article(loaded.document, place).result()
    return True


def _recalled(library: Library, path: Path) -> Opened | None:
    """A known article whose file is as it was: from the library, without its loader."""
    try:
        facts = path.stat()
    except (OSError, ValueError):
        return None
    place = path_source(
        path,
        size_bytes=facts.st_size,
        mtime_ns=facts.st_mtime_ns,
        inode=facts.st_ino,
    )
    opened = library.recall(place)
    if opened is None or opened.document is None:
        return None
    return Opened(article=opened.article, document=opened.document, annotations=opened.annotations)


def _stored(library: Library, article: Article) -> Opened:
    """An article as the library has it; its text comes from the file where it was not kept."""
    document = library.document(article.id)
    if document is None:
        document = _from_its_file(article)
    return Opened(
        article=article,
        document=document,
        annotations=tuple(library.annotations(article.id)),
    )


def _from_its_file(article: Article) -> Document:
    path = Path(article.source)
    if article.source and path.exists():
        loaded, _ = _load(article.source, Options(), is_path=True)
        if article.version is None or loaded.document.sha256 == article.version.sha256:
            return loaded.document
        sentence = f"Another text than that of “{article.name}” now stands in {article.source}."
        raise NotFoundError(sentence, hint=f"Open the file itself: {PROGRAM} {article.source}")
    sentence = f"The text of “{article.name}” is not kept, and its file is gone."
    raise NotFoundError(sentence, hint="The text of an article is kept from its first mark on.")


def load_path(path: str) -> tuple[Loaded, Source]:
    """A file, read whole, and where it is; the library is not asked.

    Raises:
        PostilError: It cannot be read.
    """
    return _load(path, Options(), is_path=True)


def _load(source: str, options: Options, *, is_path: bool = False) -> tuple[Loaded, Source]:
    from reader.loaders import Hint, load_whole  # noqa: PLC0415 - not for help and mistakes

    is_stdin = source == STANDARD_INPUT and not is_path
    with _bytes(source, options, is_stdin=is_stdin) as opened:
        name = options.title if is_stdin else opened.name
        loaded = load_whole(
            opened,
            Hint(
                name=name,
                suffix=options.suffix,
                encoding=options.encoding,
                is_forced=options.force,
                is_whole_page=options.whole_page,
            ),
        )
        document = _described(loaded.document, options)
        place = _place(source, opened, document, options, is_stdin=is_stdin)
    return loaded._replace(document=document), place


def _bytes(source: str, options: Options, *, is_stdin: bool) -> SourceBytes:
    if is_stdin:
        from reader.loaders.stdin import read_stdin  # noqa: PLC0415 - only for -

        return read_stdin(name=options.title, is_forced=options.force)
    from reader.loaders.source import open_source  # noqa: PLC0415 - only for files

    return open_source(source, is_forced=options.force)


def _described(document: Document, options: Options) -> Document:
    """The document with what the person said of it."""
    if not options.title and not options.url:
        return document
    guessed = document.metadata
    metadata = guessed._replace(
        title=options.title or guessed.title, url=options.url or guessed.url
    )
    return replace(document, metadata=metadata)


def _place(
    source: str, opened: SourceBytes, document: Document, options: Options, *, is_stdin: bool
) -> Source:
    from annotations.results import Source  # noqa: PLC0415 - where it is needed

    if is_stdin:
        if options.url:
            return Source(kind="address", location=options.url, sha256=opened.sha256)
        return Source(kind="stdin", location=document.sha256, sha256=opened.sha256)
    return path_source(
        Path(source),
        size_bytes=opened.size_bytes,
        mtime_ns=getattr(opened, "mtime_ns", None),
        inode=getattr(opened, "inode", None),
        sha256=opened.sha256 or document.source_sha256,
    )
