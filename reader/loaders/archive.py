"""Zip archives from strangers: what books and office documents are packed in, read member by member.

Nothing is ever unpacked onto the disk. Names are looked up in a dictionary, so that no path leads
anywhere; what is unpacked is counted while it is read, since headers may lie; and an archive that two
programs could read in two ways is refused, as is one that is made to fill the memory.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, NoReturn, Self

from annotations.errors import UnreadableSourceError
from reader.loaders.source import shown_name, shown_size

if TYPE_CHECKING:
    from reader.loaders.source import SourceBytes

MEMBER_LIMIT = 10_000

UNPACKED_LIMIT_BYTES = 512 << 20
"""Of all members that are read."""

RATIO_LIMIT = 200
"""How many times its packed size a member above `RATIO_FROM_BYTES` may have."""

RATIO_FROM_BYTES = 1 << 20

_LOCAL_HEADER = struct.Struct("<4s22xHH")
"""Of what stands before each member: its mark, and the lengths of the name and of what else follows."""

_LOCAL_HEADER_BYTES = _LOCAL_HEADER.size
_LOCAL_MARK = b"PK\x03\x04"
_IS_ENCRYPTED, _IS_UTF8 = 1, 1 << 11
_IS_STRANGE = 1 << 5 | 1 << 6
"""Bits of what hardly a program writes, and the standard library does not read: patches, strong ciphers."""
_BAD_NAME = re.compile(r"[\\\0]|\A[/~]|\A[A-Za-z]:|(?:\A|/)\.\.(?:/|\Z)")
_END_OF_DIRECTORY = b"PK\x05\x06"
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The only ways to pack that books and office documents may use."""
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    RuntimeError,
)
"""What the standard library raises for a damaged archive; `NotImplementedError` is a `RuntimeError`."""


class Archive:
    """An open zip archive that keeps to the limits."""

    def __init__(self, source: SourceBytes, name: str, *, is_forced: bool = False) -> None:
        """Open an archive and look its directory through.

        Args:
            source: The bytes.
            name: What a person calls them.
            is_forced: Lifts the limits on sizes.

        Raises:
            UnreadableSourceError: It is damaged, encrypted, ambiguous, or beyond the limits.
        """
        self.name = name
        self._source = source
        self._is_forced = is_forced
        self._unpacked_bytes = 0
        try:
            self._zip = zipfile.ZipFile(io.BufferedReader(_Seekable(source)))
        except _DAMAGED as error:
            raise self._damaged() from error
        infos = self._zip.infolist()
        self._members: dict[str, zipfile.ZipInfo] = {}
        self._refuse_many(len(infos))
        for info in infos:
            self._take(info)
        self._refuse_overlaps(source)

    @property
    def names(self) -> list[str]:
        """The names of the files in it, in the order of its directory."""
        return list(self._members)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def size_bytes(self, name: str) -> int:
        """How large a member says it is."""
        return self._members[name].file_size

    def read(self, name: str) -> bytes:
        """The content of a member.

        Raises:
            KeyError: There is none of the name.
            UnreadableSourceError: It is damaged or encrypted, or beyond the limits.
        """
        info = self._members[name]
        self._refuse_unknown(info)
        self._refuse_total(self._unpacked_bytes + info.file_size)
        self._refuse_ratio(info.file_size, info.compress_size)
        try:
            data = self._unpacked(info)
        except _DAMAGED as error:
            raise self._damaged() from error
        self._unpacked_bytes += len(data)
        self._refuse_total(self._unpacked_bytes)
        return data

    def _unpacked(self, info: zipfile.ZipInfo) -> bytes:
        """The content of a member, in one go: the standard library takes a sixth longer."""
        header = self._source.read(info.header_offset, _LOCAL_HEADER_BYTES)
        mark, name_length, more_length = _LOCAL_HEADER.unpack(header)
        name_at = info.header_offset + _LOCAL_HEADER_BYTES
        name = self._source.read(name_at, name_length)
        encoding = "utf-8" if info.flag_bits & _IS_UTF8 else "cp437"
        is_named = mark == _LOCAL_MARK and name.decode(encoding) == info.orig_filename
        if not is_named or info.flag_bits & _IS_STRANGE:
            message = "the directory leads elsewhere"
            raise zipfile.BadZipFile(message)
        packed = self._source.read(name_at + name_length + more_length, info.compress_size)
        if info.compress_type == zipfile.ZIP_STORED:
            data = packed[: info.file_size]
        else:
            # No more than it says it is: what is left is no part of it, and its sum will be wrong.
            inflate = zlib.decompressobj(-zlib.MAX_WBITS).decompress
            data = inflate(packed, info.file_size) if info.file_size else b""
        if zlib.crc32(data) != info.CRC:
            message = "the sum is wrong"
            raise zipfile.BadZipFile(message)
        return data

    def close(self) -> None:
        """Let the source go; harmless if done already."""
        self._zip.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    # --- what is refused ------------------------------------------------------------------

    def _take(self, info: zipfile.ZipInfo) -> None:
        shown = shown_name(info.filename[:80])
        # The library cuts a name at a NUL, and other programs do not.
        if _BAD_NAME.search(info.filename) or info.orig_filename != info.filename:
            self._refuse(f"the name “{shown}” in it leads out of the archive")
        if stat.S_ISLNK(info.external_attr >> 16):
            self._refuse(f"“{shown}” in it is a link and no file")
        if info.filename.endswith("/"):
            return
        if info.filename in self._members:
            self._refuse(f"it holds “{shown}” twice")
        self._members[info.filename] = info

    def _refuse_many(self, count: int) -> None:
        if count > MEMBER_LIMIT and not self._is_forced:
            self._refuse(
                f"it is an archive of {count:,} files, and the limit is {MEMBER_LIMIT:,}",
                hint="--force reads it all the same.",
            )

    def _refuse_overlaps(self, source: SourceBytes) -> None:
        """No byte may belong to two members, and no second directory may stand before the first member."""
        end = 0
        infos = sorted(self._zip.infolist(), key=lambda each: each.header_offset)
        for info in infos:
            if info.header_offset < end:
                self._refuse("files in it lie upon each other")
            end = info.header_offset + _LOCAL_HEADER_BYTES + info.compress_size
        if infos and (first := infos[0].header_offset):
            before = source.read(0, min(first, UNPACKED_LIMIT_BYTES))
            if _END_OF_DIRECTORY in before:
                self._refuse("it holds more than one archive")

    def _refuse_unknown(self, info: zipfile.ZipInfo) -> None:
        if info.flag_bits & _IS_ENCRYPTED:
            self._refuse("it is protected by a password")
        if info.compress_type not in _PACKINGS:
            self._refuse("it is packed in a way that such files may not be")

    def _refuse_total(self, size_bytes: int) -> None:
        if size_bytes > UNPACKED_LIMIT_BYTES and not self._is_forced:
            self._refuse(
                f"unpacked it has more than {shown_size(UNPACKED_LIMIT_BYTES)}",
                hint="--force reads it all the same.",
            )

    def _refuse_ratio(self, size_bytes: int, packed_bytes: int) -> None:
        if self._is_forced or size_bytes <= RATIO_FROM_BYTES:
            return
        if size_bytes > RATIO_LIMIT * max(1, packed_bytes):
            self._refuse(
                f"a file in it is packed more than {RATIO_LIMIT} times smaller than it is",
                hint="Such archives are made to fill the memory; --force reads it all the same.",
            )

    def _damaged(self) -> UnreadableSourceError:
        return UnreadableSourceError(self.name, "it is damaged")

    def _refuse(self, reason: str, *, hint: str = "") -> NoReturn:
        raise UnreadableSourceError(self.name, reason, hint=hint)


class _Seekable(io.RawIOBase):
    """The bytes of a source as a file, for libraries that want one."""

    def __init__(self, source: SourceBytes) -> None:
        self._source = source
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = (0, self._position, self._source.size_bytes)[whence]
        if base + offset < 0:
            message = "before the beginning"
            raise ValueError(message)
        self._position = base + offset
        return self._position

    def tell(self) -> int:
        return self._position

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # as io calls it
        data = self._source.read(self._position, len(buffer))
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)
