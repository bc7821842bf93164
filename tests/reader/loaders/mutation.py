"""Valid files, damaged at random: what a loader makes of each is a document or one sentence."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

from annotations.errors import PostilError
from reader.loaders import Hint, SourceBytes
from tests.reader.loaders.invariants import check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from reader.loaders import Loaded

TIME_LIMIT_S = 5.0
"""In which a damaged file of some kilobytes, or one made to take long, is read or refused."""

EDITS_LIMIT = 8
"""Changes made to one file."""

_ODD_BYTES = (b"\0", b"\xff\xfe", b"<", b">", b"&", b'"', b"\xed\xa0\x80", b"\x1b[2J", b"9" * 20)


def mutations(valid: bytes, count: int, *, seed: int = 0) -> Iterator[bytes]:
    """So many damaged states of a file; the same for the same seed."""
    chance = random.Random(seed)
    for _ in range(count):
        data = bytearray(valid)
        for _ in range(chance.randint(1, EDITS_LIMIT)):
            _edit(data, chance)
        yield bytes(data)


def _edit(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data) + 1)
    end = min(len(data), start + chance.choice((1, 2, 8, 64, 512)))
    match chance.randrange(7):
        case 0:
            data[start:end] = b""
        case 1:
            data[start:start] = data[start:end] * chance.choice((1, 2, 50))
        case 2:
            data[start:end] = chance.randbytes(end - start)
        case 3:
            data[start:start] = chance.choice(_ODD_BYTES)
        case 4 if start < len(data):
            data[start] ^= 1 << chance.randrange(8)
        case 5:
            other = chance.randrange(len(data) + 1)
            data[start:end] = data[other : other + 64]
        case _ if chance.random() < 0.2:
            del data[start:]


def survive(
    load: Callable[[SourceBytes, Hint], Loaded], names: Sequence[str], valid: bytes, count: int
) -> int:
    """Let a loader read damaged states of a file; gives how many became documents.

    Anything but a document that keeps to its invariants, or an error that is one sentence, fails.

    Args:
        load: The loader's own function.
        names: File names to be read under, in turn.
        valid: The file as it should be.
        count: How many states.
    """
    read = 0
    for number, data in enumerate(mutations(valid, count)):
        hint = Hint(name=names[number % len(names)])
        began_s = time.monotonic()
        try:
            loaded = load(SourceBytes(data), hint)
        except PostilError as error:
            sentence = str(error)
            assert sentence.strip(), number
            assert "\n" not in sentence, number
            assert sentence.isprintable(), number
        else:
            check(loaded.document)
            read += 1
        assert time.monotonic() - began_s < TIME_LIMIT_S, number
    return read
