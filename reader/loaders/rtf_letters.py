"""The letters of an RTF document: bytes in the code page of their font, and numbers of Unicode."""

from __future__ import annotations

import codecs

_HIGH, _LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)
_BEYOND_FIRST_PLANE = 0x10000


class Letters:
    """Decodes what comes piece by piece: a letter may be split over several."""

    def __init__(self) -> None:
        self._decoder: codecs.IncrementalDecoder | None = None
        self._codec = ""
        self._high = 0
        """The first half of a letter beyond the first plane."""

    def decode(self, data: bytes, codec: str) -> str:
        """Bytes as letters; the last may need bytes that are still to come."""
        before = ""
        if self._decoder is None or codec != self._codec:
            before = self.end()
            self._decoder = codecs.getincrementaldecoder(codec)("replace")
            self._codec = codec
        return before + self._decoder.decode(data)

    def end(self) -> str:
        """What was begun of a letter of several bytes."""
        decoder, self._decoder = self._decoder, None
        return "" if decoder is None else decoder.decode(b"", final=True)

    def unicode(self, code: int) -> str:
        """A letter by its number, which may be half of one of UTF-16."""
        code &= 0xFFFF
        high, self._high = self._high, 0
        if code in _HIGH:
            self._high = code
            return ""
        if code in _LOW and high:
            code = _BEYOND_FIRST_PLANE + ((high - _HIGH.start) << 10) + code - _LOW.start
        return chr(code)


def is_codec(name: str) -> bool:
    """True if there is a codec of a name."""
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True
