"""What is packed in a zip archive, told by the names of the first files in it."""

from __future__ import annotations

import re

ZIP_MAGIC = b"PK\x03\x04"

EPUB = "an e-book (EPUB)"
ODT = "an OpenDocument text"
DOCX = "a Word document"

_NAME_LIMIT = 1_000
_HEADER = re.compile(rb"PK\x03\x04.{22}(?P<name>.{2})(?P<extra>.{2})", re.DOTALL)
_MIMETYPE = b"mimetype"
_MIMETYPES = (
    (b"application/epub+zip", EPUB),
    (b"application/vnd.oasis.opendocument.text", ODT),
    (b"application/vnd.oasis.opendocument.spreadsheet", "a spreadsheet (OpenDocument)"),
    (b"application/vnd.oasis.opendocument.presentation", "a presentation (OpenDocument)"),
    (b"application/vnd.oasis.opendocument", "an office document (OpenDocument)"),
)
_BEGINNINGS = (
    (b"META-INF/container.xml", EPUB),
    (b"word/", DOCX),
    (b"xl/", "a spreadsheet"),
    (b"ppt/", "a presentation"),
)
_BESIDE_CONTENT = frozenset((b"META-INF/manifest.xml", b"meta.xml", b"styles.xml"))


def packed_kind(head: bytes) -> str:
    """What an archive holds by its first bytes; empty if these are none of an archive."""
    if not head.startswith(ZIP_MAGIC):
        return ""
    names: list[bytes] = []
    for header in _HEADER.finditer(head):
        length = int.from_bytes(header["name"], "little")
        name = head[header.end() : header.end() + min(length, _NAME_LIMIT)]
        if name == _MIMETYPE:
            begin = header.end() + length + int.from_bytes(header["extra"], "little")
            content = head[begin : begin + 200]
            if found := next((kind for mark, kind in _MIMETYPES if content.startswith(mark)), ""):
                return found
        names.append(name)
    for beginning, kind in _BEGINNINGS:
        if any(name.startswith(beginning) for name in names):
            return kind
    if b"content.xml" in names and _BESIDE_CONTENT.intersection(names):
        return ODT
    return "an archive (ZIP)"
