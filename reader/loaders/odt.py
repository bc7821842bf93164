"""OpenDocument texts (`.odt`): headings, lists, tables, quotations and notes, with what they are about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

from annotations.document import Document
from annotations.errors import UnreadableSourceError
from annotations.model import Metadata
from reader.loaders import xml_tree
from reader.loaders.archive import Archive
from reader.loaders.loaded import Hint, Loaded, Pause, yield_to_others
from reader.loaders.odt_marks import found_in
from reader.loaders.odt_styles import Styles
from reader.loaders.odt_walk import Walker
from reader.loaders.office_marks import marks_in
from reader.loaders.office_metadata import first_heading, properties

if TYPE_CHECKING:
    from lxml import etree

    from reader.loaders.source import SourceBytes

LOADER = "odt 1"

_CONTENT = "content.xml"


def load(
    source: SourceBytes,
    hint: Hint,
    *,
    is_head: bool = False,  # noqa: ARG001  # such a file is short: its head would take as long
    pause: Pause = yield_to_others,
) -> Loaded:
    """Load an OpenDocument text.

    Raises:
        UnreadableSourceError: It is damaged, protected, beyond the limits, or holds no text.
    """
    for _ in source.chunks():
        pause()
    with Archive(source, hint.name, is_forced=hint.is_forced) as archive:
        if _CONTENT not in archive:
            _refuse(hint, f"it is no OpenDocument that is whole ({_CONTENT} is not in it)")
        _refuse_locked(archive, hint)
        content = _parsed(archive, _CONTENT, hint)
        roots = [content]
        if "styles.xml" in archive:
            roots.append(_parsed(archive, "styles.xml", hint))
        metadata = Metadata()
        if "meta.xml" in archive:
            metadata = properties(_parsed(archive, "meta.xml", hint))
    walker = Walker(Styles(*roots), pause)
    document = _document(walker, content, hint)
    title = metadata.title or first_heading(document) or hint.name
    document = replace(
        document,
        metadata=metadata._replace(title=title),
        loader=LOADER,
        source_sha256=source.sha256,
    )
    marks = marks_in(document, walker.leaves.positions, found_in(walker.lines))
    return Loaded(document=document, marks=marks)


def _document(walker: Walker, content: etree._Element, hint: Hint) -> Document:
    try:
        for body in xml_tree.descendants(content, "body"):
            for text in xml_tree.children(body, "text"):
                walker.take_blocks(text)
            break
        text, blocks, spans, locators = walker.finish()
    except RecursionError as error:
        raise UnreadableSourceError(hint.name, "it is nested too deeply") from error
    if not text.strip():
        _refuse(hint, "it holds no text")
    return Document(text=text, blocks=blocks, spans=spans, locators=locators)


def _refuse(hint: Hint, reason: str) -> NoReturn:
    raise UnreadableSourceError(hint.name, reason)


def _parsed(archive: Archive, name: str, hint: Hint) -> etree._Element:
    try:
        return xml_tree.parse(archive.read(name))
    except xml_tree.NotXmlError as error:
        raise UnreadableSourceError(hint.name, f"{name} in it is damaged") from error


def _refuse_locked(archive: Archive, hint: Hint) -> None:
    name = "META-INF/manifest.xml"
    if name not in archive:
        return
    for entry in xml_tree.descendants(_parsed(archive, name, hint), "file-entry"):
        is_content = xml_tree.attribute(entry, "full-path") in (_CONTENT, "encrypted-package")
        if is_content and next(xml_tree.children(entry, "encryption-data"), None) is not None:
            _refuse(hint, "it is protected by a password")
