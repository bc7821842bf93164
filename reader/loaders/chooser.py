"""What a source is: told by its content first, then by its name.

A wrong suffix does no harm: what begins as a PDF is a PDF, whatever it is called. Which loader reads
a kind is told in the package itself; what kinds there are, and what postil does not read, stands here.
"""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePath
from typing import TYPE_CHECKING

from annotations.errors import UnsupportedSourceError
from reader.loaders import code
from reader.loaders.decoding import announced

if TYPE_CHECKING:
    from reader.loaders.loaded import Hint

CONTROL_SHARE = 0.05
"""Share of control characters among the first bytes, from which on they are no text.

Of random bytes a tenth are such; a log with colours or an old manual page has few of these."""

CONTROL_SAMPLE_BYTES = 1 << 16


class Kind(StrEnum):
    """The kinds of source that have a loader."""

    TEXT = "text"
    MARKDOWN = "markdown"
    CODE = "code"
    ANNOTATED = "annotated"
    PDF = "pdf"
    HTML = "html"
    MHTML = "mhtml"
    WEBARCHIVE = "webarchive"
    MAIL = "mail"
    TRANSCRIPT = "transcript"
    EPUB = "epub"
    ODT = "odt"
    DOCX = "docx"
    RTF = "rtf"


_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF87a", "a picture (GIF)"),
    (b"GIF89a", "a picture (GIF)"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
    (b"BM", "a picture (BMP)"),
    (_OLE_MAGIC, "an old office document (as .doc)"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"BZh", "a compressed file (bzip2)"),
    (b"\xfd7zXZ\0", "a compressed file (xz)"),
    (b"\x28\xb5\x2f\xfd", "a compressed file (zstd)"),
    (b"7z\xbc\xaf\x27\x1c", "an archive (7z)"),
    (b"Rar!\x1a\x07", "an archive (RAR)"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"ID3", "a sound recording (MP3)"),
    (b"OggS", "a sound recording (Ogg)"),
    (b"fLaC", "a sound recording (FLAC)"),
    (b"\x1aE\xdf\xa3", "a film (Matroska)"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
)
_AMBIGUOUS_MAGIC = frozenset((b"BM", b"MZ", b"BZh", b"ID3", b"OggS", b"fLaC", b"wOFF", b"wOF2"))
"""Letters with which a text may begin as well: these count only before bytes that are no text."""

_ZIP_MAGIC = b"PK\x03\x04"
_RTF_MAGIC = b"{\\rtf"
_PDF_MAGIC = b"%PDF-"
_PDF_WITHIN_BYTES = 1024
"""Readers of PDF accept so much before the magic."""
_CONTROLS = bytes(c for c in (*range(0x20), 0x7F) if c not in b"\b\t\n\v\f\r\x1b")
_POSTIL = (
    rb"(?:\xef\xbb\xbf)?(?:(?:#|%YAML|---)[^\r\n]*[\r\n]|[ \t]*[\r\n])*"
    rb"[\"']?postil[\"']?[ \t]*:[ \t]*\d+[ \t]*(?:#[^\r\n]*)?(?:[\r\n]|\Z)"
)
_HTML_SUFFIXES = frozenset((".html", ".htm", ".xhtml", ".xht", ".shtml"))
_MARKUP_SUFFIXES = frozenset((".xml",))
"""Suffixes of source code under which pages are found as well."""
_PAGE = (
    r"(?is)\ufeff?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--(?:(?!-->).){0,2000}-->\s*)*"
    r"(?:<!doctype\s+html\b|<(?:html|head|body)(?:\s[^>]{0,500})?>)"
)
_PAGE_WITHIN_BYTES = 1 << 13
_MHTML_SUFFIXES = frozenset((".mhtml", ".mht"))
_PART = rb"(?im)^(?:content-type|mime-version):"
_HEADERS = rb"(?:[A-Za-z][A-Za-z0-9-]{0,60}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){2,}"
_HEADER_NAME = rb"(?m)^([A-Za-z][A-Za-z0-9-]*):"
_HEADER_NAME_LIMIT = 64
_HEADERS_WITHIN_BYTES = 1 << 15
_SURE_HEADERS = frozenset((b"message-id", b"mime-version", b"received"))
_SAVED_PAGE = rb"(?im)^(?:snapshot-content-location:|from:[^\r\n]{0,20}saved by )"
_TRANSCRIPT_SUFFIXES = frozenset((".srt", ".vtt"))
_CUE = r"(?:\d{1,4}:)?\d{1,2}:\d{2}[.,]\d{1,3}[ \t]*-->[ \t]*(?:\d{1,4}:)?\d{1,2}:\d{2}[.,]\d"
_FIRST_CUE = rf"(?a)\s*(?:\d{{1,6}}[ \t]*\n[ \t]*)?{_CUE}"
_ANY_CUE = rf"(?am)^[ \t]*{_CUE}"
_HEADED = r"WEBVTT[ \t\n]"
_CUE_WITHIN_BYTES = 4096
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_MARKDOWN_SUFFIXES = frozenset((".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdwn", ".mdtext"))


def suffix_of(hint: Hint) -> str:
    """The suffix that counts: of the hint, else of its name; in lower case, with its dot."""
    if hint.suffix:
        return "." + hint.suffix.lower().removeprefix(".")
    return PurePath(hint.name).suffix.lower()


def kind_of(head: bytes, hint: Hint) -> Kind:
    """The kind of a source by its first bytes and its name.

    Raises:
        UnsupportedSourceError: It is no text, nor anything else that has a loader.
    """
    if kind := _kind_by_magic(head):
        return kind
    suffix = suffix_of(hint)
    if _is_webarchive(head, suffix):
        return Kind.WEBARCHIVE
    if not hint.is_forced and (what := what_else(head)):
        raise UnsupportedSourceError(
            hint.name or "The source",
            f"seems to be {what}, which postil does not read",
            hint="--force reads it as plain text all the same.",
        )
    if b"postil" in head[:4096] and re.match(_POSTIL, head[:4096]):
        return Kind.ANNOTATED
    if _is_html(head, hint, suffix):
        return Kind.HTML
    if kind := _kind_of_mail(head, hint, suffix):
        return kind
    if _is_transcript(head, suffix, is_told=bool(hint.suffix)):
        return Kind.TRANSCRIPT
    if suffix in _MARKDOWN_SUFFIXES:
        return Kind.MARKDOWN
    name = f"source{suffix}" if hint.suffix else hint.name
    return Kind.CODE if code.language_of(name, head) else Kind.TEXT


def _kind_by_magic(head: bytes) -> Kind | None:
    """The kind of what its first bytes tell whatever its name is."""
    if is_pdf(head):
        return Kind.PDF
    if head.startswith(_RTF_MAGIC):
        return Kind.RTF
    if not head.startswith(_ZIP_MAGIC):
        return None
    from reader.loaders import zip_kinds  # noqa: PLC0415  # only for archives

    kinds = {
        zip_kinds.EPUB: Kind.EPUB,
        zip_kinds.ODT: Kind.ODT,
        zip_kinds.DOCX: Kind.DOCX,
    }
    return kinds.get(zip_kinds.packed_kind(head))


def may_hold_marks(head: bytes) -> bool:
    """True for what may hold highlights and notes of its own, by its first bytes."""
    return _kind_by_magic(head) in (Kind.PDF, Kind.DOCX, Kind.ODT)


def is_pdf(head: bytes) -> bool:
    """True for the first bytes of a PDF, before which its readers accept a few others."""
    if _PDF_MAGIC not in head[:_PDF_WITHIN_BYTES]:
        return False
    before = head[: head.index(_PDF_MAGIC)]
    return not before or before[-1:] in (b"\n", b"\r", b"\xbf", b"\0")


def _is_html(head: bytes, hint: Hint, suffix: str) -> bool:
    """True for what begins as a page does, unless its name says it is source code with a page in it."""
    if suffix in _HTML_SUFFIXES:
        return True
    if hint.suffix or (suffix not in _MARKUP_SUFFIXES and code.language_of(hint.name)):
        return False
    codec, mark_bytes = announced(head)
    beginning = head[mark_bytes : mark_bytes + _PAGE_WITHIN_BYTES]
    text = beginning.decode(codec or "latin-1", "replace")
    # Most begin otherwise, and the expression need not be compiled for them.
    return text.lstrip("\ufeff \t\r\n\f").startswith("<") and re.match(_PAGE, text) is not None


def _is_webarchive(head: bytes, suffix: str) -> bool:
    if head.startswith(b"bplist0") or (suffix == ".webarchive" and b"<plist" in head[:1024]):
        return b"WebMainResource" in head or suffix == ".webarchive"
    return False


def _kind_of_mail(head: bytes, hint: Hint, suffix: str) -> Kind | None:
    """The kind of what begins with headers of a mail, or is called one; None for all else."""
    if suffix in _MHTML_SUFFIXES and re.search(_PART, head[:_HEADERS_WITHIN_BYTES]):
        return Kind.MHTML
    if suffix != ".eml":
        if hint.suffix or suffix in _MARKDOWN_SUFFIXES or code.language_of(hint.name):
            return None
        begins_so = b":" in head[:_HEADER_NAME_LIMIT].split(b"\n", 1)[0]
        headers = re.match(_HEADERS, head[:_HEADERS_WITHIN_BYTES]) if begins_so else None
        names = (
            {name.lower() for name in re.findall(_HEADER_NAME, headers[0])} if headers else set()
        )
        if not (b"from" in names and names & _SURE_HEADERS):
            return None
    is_saved = re.search(_SAVED_PAGE, head[:_HEADERS_WITHIN_BYTES])
    return Kind.MHTML if is_saved else Kind.MAIL


def _is_transcript(head: bytes, suffix: str, *, is_told: bool) -> bool:
    """True for what begins with a cue; by its suffix, for what has one at all."""
    is_named = suffix in _TRANSCRIPT_SUFFIXES
    if is_told and not is_named:
        return False
    beginning = head if is_named else head[:_CUE_WITHIN_BYTES]
    is_wide = 0 in beginning[:8] or beginning.startswith(_WIDE_MARKS)
    if not is_wide and b"-->" not in beginning:
        return False
    codec, mark_bytes = announced(beginning)
    text = beginning[mark_bytes:].decode(codec or "latin-1", "replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if is_named or re.match(_HEADED, text):
        return bool(re.search(_ANY_CUE, text))
    return bool(re.match(_FIRST_CUE, text))


def what_else(head: bytes) -> str:
    """What bytes that are no text seem to be; empty for text."""
    if head.startswith(_ZIP_MAGIC):
        from reader.loaders.zip_kinds import packed_kind  # noqa: PLC0415  # only for archives

        return packed_kind(head)
    if head.startswith(_OLE_MAGIC) and _ENCRYPTED in head:
        return "an office document with a password"
    is_text = _is_text(head)
    for magic, what in _MAGIC:
        if head.startswith(magic) and not (magic in _AMBIGUOUS_MAGIC and is_text):
            return what
    if head.startswith(b"RIFF") and not is_text:
        return "a picture (WebP)" if head[8:12] == b"WEBP" else "a recording (RIFF)"
    if head[4:8] == b"ftyp" and not is_text:
        return "a film or a sound recording (MP4)"
    if head[257:262] == b"ustar":
        return "an archive (tar)"
    return "" if is_text else "no text"


def _is_text(head: bytes) -> bool:
    if announced(head)[0]:
        return True
    sample = head[:CONTROL_SAMPLE_BYTES]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls <= len(sample) * CONTROL_SHARE
