"""Word documents (`.docx`): headings, lists, tables, quotations and notes, with what they are about."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from annotations.document import Document
from annotations.errors import UnreadableSourceError
from reader.loaders import xml_tree
from reader.loaders.archive import Archive
from reader.loaders.docx_marks import found_in
from reader.loaders.docx_styles import Numbers, Styles
from reader.loaders.docx_walk import Part, Walker
from reader.loaders.loaded import Hint, Loaded, Pause, yield_to_others
from reader.loaders.office_marks import marks_in
from reader.loaders.office_metadata import first_heading, properties

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

    from reader.loaders.source import SourceBytes

LOADER = "docx 1"

HEAD_LENGTH = 8_000
"""Characters of a head: two large screens."""

_MAIN = "word/document.xml"
_NOTES = {"footnotes": "footnote", "endnotes": "endnote"}
"""Kinds of parts, with the kinds of notes in them."""


def load(
    source: SourceBytes, hint: Hint, *, is_head: bool = False, pause: Pause = yield_to_others
) -> Loaded:
    """Load a Word document whole, or the head of it; a short one is whole in either case.

    Raises:
        UnreadableSourceError: It is damaged, protected, beyond the limits, or holds no text.
    """
    with Archive(source, hint.name, is_forced=hint.is_forced) as archive:
        files = _Files(archive, hint)
        main = files.main
        walker = Walker(
            Styles(files.root(main.beside("styles"))),
            Numbers(files.root(main.beside("numbering"))),
            pause,
        )
        try:
            limit = HEAD_LENGTH if is_head else 0
            is_whole = walker.take(files.part(main), length_limit=limit)
            if is_whole:
                walker.take_notes(files.notes(main))
        except RecursionError as error:
            raise UnreadableSourceError(hint.name, "it is nested too deeply") from error
        comments = files.root(main.beside("comments")) if is_whole else None
        metadata = properties(files.root("docProps/core.xml"))
    if is_whole and not source.sha256:
        for _ in source.chunks():
            pause()
    text, blocks, spans = walker.leaves.builder.finish(walker.leaves.resolve)
    if not text.strip():
        _refuse(hint, "it holds no text")
    document = Document(
        text=text,
        blocks=blocks,
        spans=spans,
        locators=walker.leaves.pages,
        loader=LOADER,
        source_sha256=source.sha256 if is_whole else "",
    )
    title = metadata.title or first_heading(document) or hint.name
    document = replace(document, metadata=metadata._replace(title=title))
    marks = marks_in(document, walker.leaves.positions, found_in(walker.lines, comments))
    return Loaded(document=document, is_whole=is_whole, marks=marks if is_whole else ())


def _refuse(hint: Hint, reason: str) -> NoReturn:
    raise UnreadableSourceError(hint.name, reason)


class _File(NamedTuple):
    """A file in the document, and what it is related to."""

    path: str
    related: Mapping[str, str]
    """Paths of other files by the kinds of their relation."""
    hyperlinks: Mapping[str, str]

    def beside(self, kind: str) -> str:
        """The path of the file of a kind that belongs to it."""
        return self.related.get(kind) or posixpath.join(posixpath.dirname(self.path), f"{kind}.xml")


class _Files:
    """The files of a document."""

    def __init__(self, archive: Archive, hint: Hint) -> None:
        self._archive = archive
        self._hint = hint
        path = self._file("").related.get("officeDocument") or _MAIN
        if path not in archive:
            _refuse(hint, f"it is no Word document that is whole ({_MAIN} is not in it)")
        self.main = self._file(path)

    def root(self, path: str) -> etree._Element | None:
        """The tree of a file; None if it is not there."""
        if path not in self._archive:
            return None
        try:
            return xml_tree.parse(self._archive.read(path))
        except xml_tree.NotXmlError as error:
            raise UnreadableSourceError(self._hint.name, f"{path} in it is damaged") from error

    def part(self, file: _File) -> Part:
        """A file that holds text."""
        root = self.root(file.path)
        assert root is not None
        return Part(root, file.hyperlinks)

    def notes(self, main: _File) -> dict[str, Part]:
        """The files with the notes, by the kinds of notes."""
        paths = {kind: main.beside(name) for name, kind in _NOTES.items()}
        return {
            kind: self.part(self._file(path))
            for kind, path in paths.items()
            if path in self._archive
        }

    def _file(self, path: str) -> _File:
        folder, name = posixpath.split(path)
        root = self.root(posixpath.join(folder, "_rels", f"{name}.rels"))
        related: dict[str, str] = {}
        hyperlinks: dict[str, str] = {}
        for relation in () if root is None else xml_tree.children(root, "Relationship"):
            kind = relation.get("Type", "").rpartition("/")[2]
            target = relation.get("Target", "")
            if kind == "hyperlink":
                hyperlinks[relation.get("Id", "")] = target
            else:
                joined = posixpath.normpath(posixpath.join("/", folder, target))
                related.setdefault(kind, joined.lstrip("/"))
        return _File(path, related, hyperlinks)
