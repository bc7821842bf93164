"""What a server sends packed, unpacked in slices, so that whoever counts them can end it."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SLICE_BYTES = 1 << 20
"""Unpacked bytes made at a time: a few packed ones can hold a thousand times as many."""

_WINDOW_BITS = {"gzip": 31, "x-gzip": 31, "deflate": 15}
"""Tell zlib which wrapping to expect."""

_BARE = -15
"""No wrapping: some servers leave out the one that the standard asks of `deflate`."""


class DamagedError(ValueError):
    """What was sent is not packed as it says, or ends too soon."""


def can_unpack(packing: str) -> bool:
    """Whether a packing, in lower case, is one that is asked for; none is one."""
    return packing in {"", "identity"} or packing in _WINDOW_BITS


class Unpacker:
    """Unpacks what comes piece by piece."""

    def __init__(self, packing: str) -> None:
        self._packing = packing
        self._bits = _WINDOW_BITS.get(packing, 0)
        self._machine = zlib.decompressobj(self._bits) if self._bits else None
        self._has_begun = False

    def unpack(self, chunk: bytes) -> Iterator[bytes]:
        """What a piece holds.

        Raises:
            DamagedError: It is damaged.
        """
        if self._machine is None:
            yield chunk
            return
        while chunk:
            if self._machine.eof:
                # Packed in several parts, one after the other.
                self._machine = zlib.decompressobj(self._bits)
            yield self._slice(chunk)
            chunk = (
                self._machine.unused_data if self._machine.eof else self._machine.unconsumed_tail
            )

    def finish(self) -> Iterator[bytes]:
        """What was held back until now: all has come.

        Raises:
            DamagedError: It ends too soon.
        """
        if self._machine is None:
            return
        while not self._machine.eof and (part := self._slice(b"")):
            yield part
        if self._has_begun and not self._machine.eof:
            raise DamagedError

    def _slice(self, chunk: bytes) -> bytes:
        assert self._machine is not None
        try:
            part = self._machine.decompress(chunk, SLICE_BYTES)
        except zlib.error as error:
            if self._has_begun or self._packing != "deflate":
                raise DamagedError from error
            self._bits, self._has_begun = _BARE, True
            self._machine = zlib.decompressobj(_BARE)
            return self._slice(chunk)
        self._has_begun = True
        return part
