"""From a source's bytes to canonical text: which encoding, and one character for one character.

In order: what the person says, a byte order mark, strict UTF-8, UTF-16 and UTF-32 by the places of
their zero bytes, and only then a guess (`legacy`). Whatever is valid UTF-8 is UTF-8, and so is what
is UTF-8 but for some damage. The text is built in place, chunk by chunk: together with the wider
text that a late curly quote asks for, it never takes more than three times the bytes.
"""

from __future__ import annotations

import codecs
import io
import re
import unicodedata
from typing import TYPE_CHECKING

from annotations.errors import InvalidValueError
from annotations.late import late_pattern
from annotations.model import replace_unprintable
from annotations.values import NamedTuple
from reader.loaders.loaded import Hint, Pause, yield_to_others

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.loaders.source import SourceBytes

HEAD_BYTES = 1 << 17
"""Bytes of a head: some forty screens, read and decoded in about two milliseconds."""

DAMAGE_RATIO = 9
"""Valid sequences of several bytes for each invalid one, from which on a text is damaged UTF-8.

Legacy text has next to none; two-byte East Asian encodings reach about one in five by chance."""

WIDE_SAMPLE_BYTES = 1 << 14
"""Bytes in which zeros are looked for."""

RARE_ZEROS = 0.2
"""Share of zero bytes below which a text is in UTF-16 only if it cannot be anything else."""

ODD_SHARE = 0.01
"""Share of unassigned and private characters that a text may hold."""

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins it
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_UTF8 = "utf-8"
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_REPLACEMENT_UTF8 = _REPLACEMENT.encode()
_LEAD_BYTES = bytes(range(0xC2, 0xF5))
_CONTROL_BYTES = bytes(code for code in (*range(0x20), 0x7F) if code not in b"\t\n\r")
_OLD_LINE_ENDS = str.maketrans("\v\f", "\n\n")
_WIDE_CONTROL = "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
_WORD_END = "[ \n\u3000\u3002]"
_JAPANESE_ESCAPE = late_pattern(rb"\x1b\$[@B]|\x1b\([JI]")
_UNFIT_CODECS = frozenset(("idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"))


class Decoded(NamedTuple):
    """Canonical text, the name of its encoding, and what to say about it."""

    text: str
    encoding: str
    notices: tuple[str, ...] = ()


def canonical(text: str) -> str:
    """Text without what no format can carry: form feeds end a line, other controls are U+FFFD.

    One character for one, so that offsets hold. Carriage returns have to be gone already.
    """
    return replace_unprintable(text.translate(_OLD_LINE_ENDS) if _has_old_line_end(text) else text)


def canonical_lines(text: str) -> str:
    """As `canonical`, for text whose lines may end in CRLF or CR, without byte order mark."""
    unified = text.removeprefix("\ufeff")
    if "\r" in unified:
        unified = unified.replace("\r\n", "\n").replace("\r", "\n")
    return canonical(unified)


def _has_old_line_end(text: str) -> bool:
    return "\f" in text or "\v" in text


def announced(head: bytes) -> tuple[str, int]:
    """The encoding that the first bytes leave no doubt about, and the length of its mark.

    Empty and 0 if there is none: then it is UTF-8 or has to be guessed.
    """
    for mark, codec in BOMS:
        if head.startswith(mark):
            return codec, len(mark)
    if 0 in head[:WIDE_SAMPLE_BYTES]:
        return _wide_codec(head[:WIDE_SAMPLE_BYTES]), 0
    if _JAPANESE_ESCAPE.search(head):
        return ("iso2022_jp" if _decoded(head, "iso2022_jp") else ""), 0
    return "", 0


def _wide_codec(sample: bytes) -> str:
    """The encoding of two or four bytes a character that a sample with zero bytes is in, or empty."""
    is_rare = sample.count(0) < len(sample) * RARE_ZEROS
    # Cyrillic in UTF-16 is valid UTF-8 too, but full of control characters.
    others = len(sample) - len(sample.translate(None, _CONTROL_BYTES)) - sample.count(0)
    if is_rare and others <= len(sample) * ODD_SHARE and _decoded(sample, _UTF8):
        return ""
    zeros = [sample[lane::4].count(0) for lane in range(4)]
    wide16 = ["utf-16-le", "utf-16-be"]
    if zeros[0] + zeros[2] > zeros[1] + zeros[3]:
        wide16.reverse()
    for codec in ("utf-32-le", "utf-32-be", *wide16):
        text = _decoded(sample, codec)
        if not text or re.search(_WIDE_CONTROL, text):
            continue
        odd = sum(unicodedata.category(character) in ("Cn", "Co") for character in text)
        if odd <= len(text) * ODD_SHARE and (not is_rare or re.search(_WORD_END, text)):
            return codec
    return ""


def _decoded(sample: bytes, codec: str) -> str:
    """The text of a sample, whose last character may be cut; empty if it is not in this encoding."""
    try:
        return codecs.getincrementaldecoder(codec)("strict").decode(sample)
    except UnicodeDecodeError:
        return ""


def decode(
    source: SourceBytes,
    hint: Hint,
    *,
    limit_bytes: int | None = None,
    is_hashed: bool = True,
    pause: Pause = yield_to_others,
) -> Decoded:
    """Decode a source to canonical text.

    Args:
        source: Its bytes; read once, or again where the first guess fails.
        hint: Its encoding, if a person says so.
        limit_bytes: Only so many bytes from the beginning, up to a whole character.
        is_hashed: Let the source know its hash afterwards, where it is read whole.
        pause: Called between chunks.

    Raises:
        InvalidValueError: There is no encoding of the name that was asked for.
        UnreadableSourceError: The disk failed.
    """
    work = _Work(source, limit_bytes, pause, is_hashed=is_hashed)
    if hint.encoding:
        return work.as_told(hint.encoding)
    head = source.read(0, HEAD_BYTES)
    codec, skipped_bytes = announced(head)
    if codec:
        text = work.run(codec, "replace", skipped_bytes)
        notices = () if skipped_bytes else (_guess_notice(codec),)
        return Decoded(text, shown_encoding(codec), notices + work.damage(codec))
    try:
        return Decoded(work.run(_UTF8, "strict"), shown_encoding(_UTF8))
    except UnicodeDecodeError:
        first_bad_byte = work.position
    text = work.run(_UTF8, "replace")
    if work.leads - work.replaced >= DAMAGE_RATIO * work.replaced:
        return Decoded(text, shown_encoding(_UTF8), work.damage(_UTF8))
    del text
    from reader.loaders import legacy  # noqa: PLC0415  # few texts need it

    start = 0 if first_bad_byte < HEAD_BYTES else first_bad_byte
    codec = legacy.guess(source.read(start, HEAD_BYTES))
    text = work.run(codec, "replace")
    return Decoded(text, shown_encoding(codec), (_guess_notice(codec),))


def decode_as_far(
    source: SourceBytes, hint: Hint, *, is_head: bool, pause: Pause
) -> tuple[Decoded, bool]:
    """Decode a source whole or, for the head of a long one, its beginning; gives whether it was cut.

    Its hash is not reckoned for a head. Raises what `decode` does.
    """
    is_cut = is_head and source.size_bytes > HEAD_BYTES
    limit_bytes = HEAD_BYTES if is_cut else None
    decoded = decode(source, hint, limit_bytes=limit_bytes, is_hashed=not is_head, pause=pause)
    return decoded, is_cut


class _Work:
    """One or more passes over the bytes of a source."""

    def __init__(
        self, source: SourceBytes, limit_bytes: int | None, pause: Pause, *, is_hashed: bool
    ) -> None:
        self._source = source
        self._is_hashed = is_hashed
        self._limit_bytes = limit_bytes
        self._pause = pause
        self.position = 0
        """Where the chunk begins that is being decoded."""
        self.replaced = 0
        """Places of the last pass that were not valid."""
        self.leads = 0
        """Bytes that begin a sequence of several bytes in UTF-8, in the last pass."""

    def _chunks(self) -> Iterable[bytes]:
        if self._limit_bytes is None:
            return self._source.chunks(is_hashed=self._is_hashed)
        return (self._source.read(0, self._limit_bytes),)

    def run(self, codec: str, errors: str, skipped_bytes: int = 0) -> str:
        """Decode all with one codec, into one growing string."""
        decoder = io.IncrementalNewlineDecoder(
            codecs.getincrementaldecoder(codec)(errors), translate=True
        )
        is_utf8 = codec == _UTF8
        is_counting = errors == "replace"
        self.position = self.replaced = self.leads = 0
        # CPython lengthens a string in place while this name is its only one; a list of parts and a
        # join would need the text twice.
        text = ""
        last = b""
        for chunk in self._chunks():
            rest = chunk[skipped_bytes:] if skipped_bytes else chunk
            skipped_bytes = 0
            piece = decoder.decode(rest)
            if is_counting:
                self.replaced += piece.count(_REPLACEMENT)
                if is_utf8:
                    self.replaced -= (last[-2:] + rest).count(_REPLACEMENT_UTF8)
                    self.leads += len(rest) - len(rest.translate(None, _LEAD_BYTES))
            if not is_utf8 or _may_hold_control(last, rest):
                piece = canonical(piece)
            text += piece
            self.position += len(chunk)
            last = rest
            self._pause()
        if self._limit_bytes is None:
            piece = decoder.decode(b"", final=True)
            if is_counting:
                self.replaced += piece.count(_REPLACEMENT)
            text += canonical(piece)
        return text

    def as_told(self, name: str) -> Decoded:
        """Decode with the encoding a person named; its mark, if any, is dropped."""
        codec = _codec(name)
        head = self._source.read(0, len(codecs.BOM_UTF32_LE))
        mark, marked_codec = next((each for each in BOMS if head.startswith(each[0])), (b"", ""))
        plain = codec.replace("_", "-")
        is_marked = bool(mark) and marked_codec.startswith(plain.removesuffix("-sig"))
        if is_marked:
            codec = marked_codec
        try:
            text = self.run(codec, "replace", len(mark) if is_marked else 0)
        except (LookupError, UnicodeError) as error:
            raise _unknown_encoding(name) from error
        return Decoded(text, shown_encoding(codec), self.damage(codec))

    def damage(self, codec: str) -> tuple[str, ...]:
        """What to say of the places that were not valid."""
        if not self.replaced:
            return ()
        places = "1 place is" if self.replaced == 1 else f"{self.replaced:,} places are"
        verb = "shows" if self.replaced == 1 else "show"
        return (f"{places} no valid {shown_encoding(codec)} and {verb} as {_REPLACEMENT}.",)


def _may_hold_control(last: bytes, chunk: bytes) -> bool:
    """True if the UTF-8 text of a chunk may hold a control character or U+FFFE, U+FFFF.

    Asked of the bytes, since that takes a fifth of the time that it takes to ask the text.
    """
    return (
        len(chunk.translate(None, _CONTROL_BYTES)) != len(chunk)
        or b"\xc2" in chunk  # C1
        or b"\xef\xbf" in chunk
        or last[-1:] >= b"\x80"  # the first byte of such may have been the last of the chunk before
    )


def _codec(name: str) -> str:
    try:
        info = codecs.lookup(name.strip())
        "".encode(info.name)  # LookupError for codecs that are no encodings, such as rot13
    except (LookupError, UnicodeError, ValueError) as error:
        raise _unknown_encoding(name) from error
    if info.name.replace("_", "-") in _UNFIT_CODECS:
        raise _unknown_encoding(name)
    return info.name


def _unknown_encoding(name: str) -> InvalidValueError:
    sentence = f"{replace_unprintable(name)[:60]!r} is no encoding that postil knows."
    return InvalidValueError(
        sentence, hint="Such as utf-8, utf-16, windows-1252, shift_jis, koi8-r."
    )


def _guess_notice(codec: str) -> str:
    return f"Read as {shown_encoding(codec)}; --encoding chooses another."


_WINDOWS = late_pattern(r"cp(125\d|874)\Z")


def shown_encoding(codec: str) -> str:
    """The name people know an encoding by: `windows-1252`, `UTF-8`."""
    name = codec.replace("_", "-")
    if match := _WINDOWS.match(name):
        return f"windows-{match[1]}"
    return {"utf-8-sig": "UTF-8"}.get(name, name.upper() if name.startswith("utf") else name)
