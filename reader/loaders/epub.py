"""Books (EPUB 2 and 3): their chapters in the order of reading, with contents, pages and notes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotations.document import Document, Locator
from annotations.errors import UnreadableSourceError
from reader.loaders import contents
from reader.loaders.archive import Archive
from reader.loaders.epub_chapters import Chapters
from reader.loaders.epub_navigation import Reference, read_navigation
from reader.loaders.epub_package import PICTURES_ONLY, Package, read_package
from reader.loaders.loaded import Hint, Loaded, Pause, yield_to_others

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.loaders.epub_navigation import Navigation
    from reader.loaders.source import SourceBytes

LOADER = "epub 1"

HEAD_LENGTH = 8_000
"""Characters of a head: two large screens and what pictures at the beginning may take."""

CUT_AFTER = 4 * HEAD_LENGTH
"""Characters of a file's tree that a head takes, hidden ones included."""


def load(
    source: SourceBytes, hint: Hint, *, is_head: bool = False, pause: Pause = yield_to_others
) -> Loaded:
    """Load a book whole, or the head of it; a short one is whole in either case.

    Raises:
        UnreadableSourceError: It is damaged, protected, beyond the limits, or holds no text.
    """
    with Archive(source, hint.name, is_forced=hint.is_forced) as archive:
        package = read_package(archive)
        navigation = read_navigation(archive, package)
        chapters = Chapters(package.reading_order, pause)
        is_whole = True
        for path in package.reading_order:
            pause()
            if is_head and chapters.builder.length >= HEAD_LENGTH:
                is_whole = False
            else:
                limit = CUT_AFTER if is_head else 0
                is_whole = chapters.take(path, archive.read(path), length_limit=limit)
            if not is_whole:
                break
    if is_whole and not source.sha256:
        for _ in source.chunks():
            pause()
    document = _document(chapters, package, navigation)
    if not document.text.strip():
        if not is_whole:  # what is to be seen stands behind what was cut
            return load(source, hint, pause=pause)
        raise UnreadableSourceError(hint.name, PICTURES_ONLY)
    metadata = package.metadata._replace(title=package.metadata.title or hint.name)
    sha256 = source.sha256 if is_whole else ""
    return Loaded(
        document=replace(document, metadata=metadata, loader=LOADER, source_sha256=sha256),
        notices=_notices(package),
        is_whole=is_whole,
    )


def _notices(package: Package) -> tuple[str, ...]:
    if not package.missing:
        return ()
    count = len(package.reading_order) + package.missing
    return (f"The book names {count} files with text; {package.missing} of them it does not hold.",)


def _document(chapters: Chapters, package: Package, navigation: Navigation) -> Document:
    text, blocks, spans = chapters.finish()
    parts = _parts(chapters, navigation.parts)
    contents.set_levels(blocks, text, parts)
    pages = [
        Locator("page", each.label, position)
        for each in navigation.pages
        if (position := chapters.position(each.path, each.fragment)) is not None
    ]
    begins = {chapters.position(path, "") for path in package.reading_order}
    named = (
        Locator("chapter", part.label, part.start)
        for part in parts
        if part.level == 1 or part.start in begins
    )
    return Document(
        text=text,
        blocks=blocks,
        spans=spans,
        locators=tuple(sorted([*named, *(pages or chapters.pages)], key=lambda each: each.start)),
    )


def _parts(chapters: Chapters, references: Iterable[Reference]) -> list[contents.Part]:
    """The parts at their places; one that only holds others begins where the first of these does."""
    parts: list[contents.Part] = []
    holding: list[Reference] = []
    for reference in references:
        if not reference.path:
            holding.append(reference)
            continue
        position = chapters.position(reference.path, reference.fragment)
        if position is not None:
            parts += [contents.Part(each.label, position, each.level) for each in holding]
            parts.append(contents.Part(reference.label, position, reference.level))
        holding.clear()
    return parts
