"""The texts that are measured: deterministic, of a given size, prose that no two paragraphs share."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from tests.benchmarks.floor import SENTENCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KILOBYTE = 1_000
MEGABYTE = 1_000_000

_WORDS = (  # noqa: SIM905 -- a list literal would be seventy lines of one word each
    "visit minister partner border answer north river market letter harvest engine promise "
    "harbour winter speech quarter teacher mountain council station record witness bridge paper "
    "morning question village garden figure shadow history language method reason island summer "
    "keeps brings asks follows carries remembers measures opens closes finds the a of to and in "
    "with for without under between before after because while small long quiet early certain"
).split()


def _sentence(source: random.Random) -> str:
    words = source.choices(_WORDS, k=source.randrange(7, 19))
    text = f"{' '.join(words).capitalize()}."
    if source.random() < 0.2:
        text = f"“{text}”"
    return text


def _paragraphs(emoji: bool = False) -> Iterator[str]:
    """Paragraphs without end, each with its number, so that no passage is found twice."""
    source = random.Random(7)
    stock = [" ".join(_sentence(source) for _ in range(source.randrange(3, 7))) for _ in range(400)]
    number = 0
    while True:
        number += 1
        mark = " \N{GRINNING FACE}" if emoji else ""
        yield f"Remark {number} begins here{mark} and goes on. {stock[number * 7 % len(stock)]}"


def _write(path: Path, head: str, parts: Iterator[str], size_bytes: int, between: str) -> Path:
    """Write parts until the size is reached; the last one is whole."""
    with path.open("w", encoding="utf-8", newline="") as file:
        left = size_bytes - file.write(head)
        while left > 0:
            part = next(parts) + between
            file.write(part)
            left -= len(part.encode())
    return path


def plain_text(path: Path, size_bytes: int, *, emoji: bool = False) -> Path:
    """Prose in paragraphs."""
    return _write(path, f"A long read\n\n{SENTENCE}\n\n", _paragraphs(emoji), size_bytes, "\n\n")


def source_code(path: Path, size_bytes: int) -> Path:
    """Functions in Python."""
    functions = (
        f"def step_{number}(value: int, *, scale: float = 1.5) -> str:\n"
        f'    """Say what step {number} gives."""\n'
        f"    total = sum(each * {number % 97} for each in range(value))  # all of it\n"
        '    return f"{total / scale:.2f}"\n'
        for number in range(1 << 40)
    )
    return _write(path, f"# {SENTENCE}\nimport math\n\n\n", functions, size_bytes, "\n\n")


def markdown(path: Path, size_bytes: int) -> Path:
    """Sections of prose with emphasis, hyperlinks, lists and quotations."""

    def sections() -> Iterator[str]:
        for number, paragraph in enumerate(_paragraphs()):
            if number % 8 == 0:
                yield f"## Section {number}"
            elif number % 8 == 3:
                yield f"- {paragraph[:60]}\n- with *stress* and a [place](https://example.org/{number})"
            elif number % 8 == 5:
                yield f"> {paragraph[:90]}"
            else:
                first, _, rest = paragraph.partition(". ")
                yield f"**{first}.** {rest}"

    return _write(path, f"# A long read\n\n{SENTENCE}\n\n", sections(), size_bytes, "\n\n")
