"""The bytes of a source, opened without harm and read piece by piece.

Opening never blocks, never touches a device and never follows a name without looking: whatever is no
regular file of a bearable size is refused with a sentence. Bytes are not kept, since beside a long
text they would double the memory; a loader reads them as often as it needs.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Self

from annotations.errors import UnreadableSourceError
from annotations.model import replace_unprintable

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZE_LIMIT_BYTES = 512 << 20
"""Above this a source is most likely no text, and its article would fill the memory."""

CHUNK_BYTES = 1 << 18
"""Bytes read at a time: below a millisecond of work, above the cost of a system call."""

_UNITS = ("KB", "MB", "GB", "TB", "PB", "EB")
_C0 = re.compile("[\x00-\x1f\x7f]")
_TURNS_DIRECTION = "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
_CONTROL_PICTURES = 0x2400
_DELETE = 0x7F
_PICTURE_OF_DELETE = "\N{SYMBOL FOR DELETE}"

_SPECIAL_FILES = (
    (stat.S_ISDIR, "it is a folder", "Name a file in it."),
    (stat.S_ISFIFO, "it is a pipe", "Read a pipe with: … | postil -"),
    (stat.S_ISSOCK, "it is a socket", ""),
    (stat.S_ISCHR, "it is a device", ""),
    (stat.S_ISBLK, "it is a device", ""),
)

_REASONS = {
    errno.ENOENT: "there is no such file",
    errno.ENOTDIR: "there is no such file",
    errno.EACCES: "you have no right to read it",
    errno.EPERM: "you have no right to read it",
    errno.ELOOP: "its symbolic links go round in a circle",
    errno.ENAMETOOLONG: "its name is too long",
    errno.EISDIR: "it is a folder",
    errno.EIO: "the disk failed",
    errno.EMFILE: "too many files are open",
}


def shown_name(name: str | bytes | os.PathLike[str]) -> str:
    """A file name as it may be shown: one line, no control characters, no undecodable bytes.

    Control characters appear as their pictures, bytes that are no UTF-8 and marks that turn the
    direction of writing as U+FFFD.
    """
    raw = os.fspath(name)
    encoded = raw if isinstance(raw, bytes) else os.fsencode(raw)
    text = _C0.sub(_picture, encoded.decode("utf-8", "replace"))
    if text.isascii():
        return text
    return replace_unprintable(re.sub(_TURNS_DIRECTION, "\N{REPLACEMENT CHARACTER}", text))


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    return _PICTURE_OF_DELETE if code == _DELETE else chr(_CONTROL_PICTURES + code)


def shown_size(size_bytes: int) -> str:
    """A size as a person says it: `812 bytes`, `3.1 MB`, `10 GB`."""
    if size_bytes < 1 << 10:
        return f"{size_bytes} bytes"
    power = min((size_bytes.bit_length() - 1) // 10, len(_UNITS))
    size = size_bytes / (1 << 10 * power)
    return f"{size:.{0 if size_bytes >> 10 * power >= 10 else 1}f} {_UNITS[power - 1]}"  # noqa: PLR2004


class SourceBytes:
    """Bytes in memory, as they came from standard input or a test."""

    def __init__(self, data: bytes, *, name: str = "") -> None:
        self.name = name
        self.size_bytes = len(data)
        self.sha256 = ""
        """Of all bytes, once `chunks` has been read to its end."""
        self._data = data

    @property
    def notices(self) -> tuple[str, ...]:
        """What happened to the source while it was read."""
        return ()

    def read(self, start: int, length: int) -> bytes:
        """At most so many bytes from a place; fewer only at the end."""
        return self._data[start : start + length]

    def chunks(self, *, is_hashed: bool = True) -> Iterator[bytes]:
        """All bytes in order, from the beginning; their hash is in `sha256` afterwards, if asked for.

        To import what makes hashes takes 4 ms, which no first paint should wait for.
        """
        if is_hashed:
            yield from self._hashed_chunks()
            return
        start = 0
        while chunk := self.read(start, CHUNK_BYTES):
            start += len(chunk)
            yield chunk

    def _hashed_chunks(self) -> Iterator[bytes]:
        import hashlib  # noqa: PLC0415  # as said above

        digest = hashlib.sha256()
        for chunk in self.chunks(is_hashed=False):
            digest.update(chunk)
            yield chunk
        self.sha256 = digest.hexdigest()

    def close(self) -> None:
        """Give back what is held open; harmless if done already."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


class SourceFile(SourceBytes):
    """An open regular file, read as long as it was when it was opened."""

    def __init__(self, path: Path, descriptor: int, facts: os.stat_result) -> None:
        super().__init__(b"", name=shown_name(path.name))
        self.path = path
        self.size_bytes = facts.st_size
        self.mtime_ns = facts.st_mtime_ns
        self.inode = facts.st_ino
        self._descriptor = descriptor
        self._is_short = False

    @property
    def descriptor(self) -> int:
        """Of the open file, for a process that is to read it; -1 once it is closed."""
        return self._descriptor

    @property
    def notices(self) -> tuple[str, ...]:
        """What happened to the file while it was read."""
        if self._is_short:
            return (f"{self.name} became shorter while it was read; open it again.",)
        if self._descriptor >= 0:
            facts = os.fstat(self._descriptor)
            if facts.st_size > self.size_bytes:
                return (f"{self.name} grew while it was read; what came later is not shown.",)
            if (facts.st_size, facts.st_mtime_ns) != (self.size_bytes, self.mtime_ns):
                return (f"{self.name} changed while it was read; open it again.",)
        return ()

    def read(self, start: int, length: int) -> bytes:
        """At most so many bytes from a place; fewer at the end, and where the file was cut short.

        Raises:
            UnreadableSourceError: The disk failed.
        """
        wanted = min(length, self.size_bytes - start)
        parts: list[bytes] = []
        while wanted > 0:
            try:
                part = _read_at(self._descriptor, wanted, start)
            except OSError as error:
                raise UnreadableSourceError(self.name, _reason(error)) from error
            if not part:
                self._is_short = True
                break
            parts.append(part)
            start += len(part)
            wanted -= len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def close(self) -> None:
        """Close the file; harmless if done already."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __del__(self) -> None:
        self.close()


def _read_at(descriptor: int, length: int, start: int) -> bytes:
    if hasattr(os, "pread"):
        return os.pread(descriptor, length, start)
    os.lseek(descriptor, start, os.SEEK_SET)
    return os.read(descriptor, length)


def open_source(path: str | os.PathLike[str], *, is_forced: bool = False) -> SourceBytes:
    """Open a file to be read as an article.

    Args:
        path: As the person named it.
        is_forced: Lifts the limit on the size.

    Returns:
        The open file; the bytes themselves where the system does not tell a file's size (`/proc`).

    Raises:
        UnreadableSourceError: It is missing, a folder, a pipe, a device, too large, not ours to read.
    """
    where = Path(path)
    shown = shown_name(where)
    try:
        # Looked at before it is opened: to open a pipe waits, to open a device may do something.
        _refuse_special(shown, where.stat())
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
        descriptor = os.open(where, flags | getattr(os, "O_BINARY", 0))
    except ValueError as error:  # a NUL in the name
        raise UnreadableSourceError(shown, "there is no such file") from error
    except OSError as error:
        raise UnreadableSourceError(shown, _dangling(where, error) or _reason(error)) from error
    source = SourceFile(where, descriptor, os.fstat(descriptor))
    try:
        _refuse_special(shown, os.fstat(descriptor))
        if source.size_bytes > SIZE_LIMIT_BYTES and not is_forced:
            refuse_size(shown, source.size_bytes)
        if source.size_bytes == 0:
            return _sizeless(source, descriptor)
    except BaseException:
        source.close()
        raise
    return source


def refuse_size(shown: str, size_bytes: int) -> None:
    """Say that a source is too large.

    Raises:
        UnreadableSourceError: Always.
    """
    raise UnreadableSourceError(
        shown,
        f"it has {shown_size(size_bytes)}, and the limit is {shown_size(SIZE_LIMIT_BYTES)}",
        hint="--force reads it all the same.",
    )


def _sizeless(source: SourceFile, descriptor: int) -> SourceBytes:
    """The content of a file that says it is empty: true of most, not of those the system makes up."""
    try:
        data = os.read(descriptor, CHUNK_BYTES)
    except OSError as error:
        raise UnreadableSourceError(source.name, _reason(error)) from error
    if not data:
        return source
    parts = [data]
    size_bytes = len(data)
    while size_bytes <= SIZE_LIMIT_BYTES and (data := os.read(descriptor, CHUNK_BYTES)):
        parts.append(data)
        size_bytes += len(data)
    source.close()
    return SourceBytes(b"".join(parts), name=source.name)


def _refuse_special(shown: str, facts: os.stat_result) -> None:
    for is_special, reason, hint in _SPECIAL_FILES:
        if is_special(facts.st_mode):
            raise UnreadableSourceError(shown, reason, hint=hint)


def _dangling(path: Path, error: OSError) -> str:
    """Where a link leads that leads nowhere; empty if that is not what is wrong."""
    if error.errno != errno.ENOENT or not path.is_symlink():
        return ""
    return f"it is a symbolic link to {shown_name(path.readlink())}, which does not exist"


def _reason(error: OSError) -> str:
    return _REASONS.get(error.errno or 0, (error.strerror or "the system refused").lower())
