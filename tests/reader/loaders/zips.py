"""Archives as good programs and bad people make them."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING

from tests.reader.loaders.mutation import mutations

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def packed(members: Mapping[str, str | bytes], *, stored: bool = False) -> bytes:
    """A zip archive of these members, in their order."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            how = zipfile.ZIP_STORED if name == "mimetype" else made.compression
            made.writestr(zipfile.ZipInfo(name), content, compress_type=how)
    return data.getvalue()


def overlapping(count: int) -> bytes:
    """An archive whose directory names the same packed bytes many times."""
    whole = packed({"0": b"\0" * 100_000})
    start = whole.index(b"PK\x01\x02")
    entry = whole[start : whole.index(b"PK\x05\x06")]
    entries = b"".join(entry[:46] + str(n % 10).encode() + entry[47:] for n in range(count))
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(entries), start, 0)
    return whole[:start] + entries + end


def with_damaged_members(data: bytes, count: int) -> Iterator[bytes]:
    """So many states of an archive, in each of which one member but the first is damaged.

    Damage to the archive itself is found out at once, and says nothing of the loader.
    """
    members = unpacked(data)
    names = list(members)[1:]
    states = {name: mutations(members[name], count) for name in names if members[name]}
    for number in range(count):
        name = list(states)[number % len(states)]
        yield packed({**members, name: next(states[name])})


def with_flag(data: bytes, flag: int) -> bytes:
    """An archive with a flag set in each header and each entry of the directory."""
    changed = bytearray(data)
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(magic)
        while at >= 0:
            changed[at + offset] |= flag
            at = changed.find(magic, at + 4)
    return bytes(changed)


def unpacked(data: bytes) -> dict[str, bytes]:
    """The members of an archive by their names."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
