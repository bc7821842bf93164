"""Makes `sample/bamako.yaml`, the sample's marks, with postil itself: `python -m tests.make_sample`.

Clock and ids are fixed, so that every run gives the same bytes. `test_sample` holds the two files
of the sample together.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.anchoring import describe
from annotations.library import open_library
from annotations.model import (
    Annotation,
    AnnotationId,
    Colour,
    Piece,
    Range,
    Timestamp,
    parse_time,
)
from annotations.results import MarkEdit, Source
from reader import loaders

if TYPE_CHECKING:
    from annotations.document import Document

SAMPLE = Path(__file__).parents[1] / "sample"
ARTICLE = SAMPLE / "bamako.md"
ANNOTATED = SAMPLE / "bamako.yaml"

BEGUN = "2023-02-08T18:{minute:02}:00Z"
"""When the sample was read; each mark is made a minute after the one before."""
BEGUN_MS = 1_675_879_200_000
"""The same hour in milliseconds, for the ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a reader marked, and what was thought of it."""

    quote: str
    """Blanks stand for any white space."""
    colour: Colour
    tags: tuple[str, ...] = ()
    speaker: str = ""
    note: str = ""


MARKS = (
    Mark(
        quote="Russia would support Mali against the armed groups in the north",
        colour=Colour.YELLOW,
        tags=("sahel/russia",),
        note="A promise. Set it beside what was delivered, and when.",
    ),
    Mark(
        quote="nobody else has drawn that circle",
        colour=Colour.GREEN,
        tags=("diplomacy",),
    ),
    Mark(
        quote="“neocolonial”",
        colour=Colour.PURPLE,
        tags=("framing",),
        speaker="Sergei Lavrov",
        note="One word, and the debate has its sides.\n\nWho else used it on the January tour?",
    ),
    Mark(
        quote="“The world has changed.”",
        colour=Colour.BLUE,
        tags=("diplomacy", "sahel/russia"),
        speaker="Sergei Lavrov",
        note="The line to quote; compare the second thought on the 1960s.",
    ),
    Mark(
        quote="Independence taken seriously would also mean independence from the newer friend.",
        colour=Colour.RED,
        tags=("framing",),
        note="The author’s own step, not a speaker’s. Say so in the report.",
    ),
    Mark(
        quote="What does the help cost, and who pays?",
        colour=Colour.ORANGE,
        tags=("open-question",),
        note="Ask both ministries.",
    ),
)


def _id(number: int) -> str:
    """A UUID of version 7 that is always the same for a number."""
    random = int.from_bytes(hashlib.sha256(f"sample {number}".encode()).digest()[:8], "big") >> 2
    value = (BEGUN_MS + number * 60_000) << 80 | 7 << 76 | 2 << 62 | random
    digits = f"{value:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _annotation(mark: Mark, number: int, moment: Timestamp, document: Document) -> Annotation:
    pattern = r"\s+".join(re.escape(word) for word in mark.quote.split())
    found = list(re.finditer(pattern, document.text))
    assert len(found) == 1, f"{mark.quote!r} stands {len(found)} times in the sample"
    held = Range(*found[0].span())
    selector = describe(held, document.text)
    return Annotation(
        id=AnnotationId(_id(number)),
        pieces=(
            Piece(
                range=held,
                quote=selector.quote,
                prefix=selector.prefix,
                suffix=selector.suffix,
            ),
        ),
        colour=mark.colour,
        tags=mark.tags,
        fields=(("speaker", mark.speaker),) if mark.speaker else (),
        note=mark.note,
        created=moment,
        updated=moment,
    )


def make_annotated(article: Path = ARTICLE) -> str:
    """Read the article into a new library, mark it, and give what postil exports of it."""
    minute = 0
    others = iter(range(100, 10_000))

    def clock() -> Timestamp:
        return parse_time(BEGUN.format(minute=minute))

    with (
        tempfile.TemporaryDirectory() as folder,
        open_library(
            Path(folder, "library.db"), clock=clock, ids=lambda: _id(next(others))
        ) as library,
    ):
        document = loaders.load(article).document
        status = article.stat()
        source = Source(
            kind="path",
            location=str(article.absolute()),
            size_bytes=status.st_size,
            mtime_ns=status.st_mtime_ns,
            inode=status.st_ino,
            sha256=hashlib.sha256(article.read_bytes()).hexdigest(),
        )
        opened = library.open_article(document, source).result()
        for number, mark in enumerate(MARKS, 1):
            minute = number
            made = _annotation(mark, number, clock(), document)
            library.write_marks(
                opened.article.id,
                [MarkEdit(before=None, after=made)],
                action="mark",
                label=f"highlight “{made.quote}”",
            ).result()
        return library.export(opened.article.id, "yaml", None).text


def main() -> None:
    """Write the file anew."""
    ANNOTATED.write_text(make_annotated(), encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
