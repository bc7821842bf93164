"""Books and office documents of a megabyte: the first screen, the whole, and damaged states of all."""

from __future__ import annotations

import contextlib
import io
import random
import time
import zipfile
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from annotations.errors import PostilError
from reader import loaders
from reader.loaders import Hint, SourceBytes, docx, epub, odt, rtf
from reader.loaders.loaded import go_on
from tests.benchmarks.measuring import Stopwatch
from tests.benchmarks.table import Row
from tests.reader.loaders import docx_files, epub_files, odt_files
from tests.reader.loaders.invariants import check
from tests.reader.loaders.mutation import mutations
from tests.reader.loaders.zips import with_damaged_members

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reader.loaders import Loaded
    from tests.benchmarks.measuring import Bench

FIRST_SCREEN_MS = 1000.0
WHOLE_RATIO = 2.0
"""Of the time that the parser of XML, written in C, takes for the tree and its words: see `_bare_text`."""

DAMAGED_MS = 5000.0
"""For the slowest damaged state."""

_CHAPTERS, _PARAGRAPHS = 60, 60


class _Kind(NamedTuple):
    name: str
    load: Callable[..., Loaded]
    large: bytes
    small: Iterator[bytes]
    """Damaged states of a small file."""


def rows(bench: Bench) -> list[Row]:
    """The bare parse of the same members is the reference for the whole."""
    found: list[Row] = []
    for kind in _kinds(bench.times(1000, 50)):
        if kind.large:
            found += _speed(kind, bench.times(15, 1))
        found.append(_damaged(kind))
    return found


def _kinds(damaged: int) -> Iterator[_Kind]:
    words = _Words()
    chapters = {
        f"c{number}": f"<h1>Chapter {number}</h1>"
        + "".join(f"<p>{words(40)} <em>{words(3)}</em> {words(40)}</p>" for _ in range(_PARAGRAPHS))
        for number in range(_CHAPTERS)
    }
    small_book = epub_files.book(
        {
            "a": '<p>One<a epub:type="noteref" href="#n">1</a></p><aside epub:type="footnote" id="n">N</aside>'
        },
        nav='<nav epub:type="toc"><ol><li><a href="a.xhtml">A</a></li></ol></nav>',
        ncx="<navMap/>",
    )
    yield _Kind(
        "EPUB", epub.load, epub_files.book(chapters), with_damaged_members(small_book, damaged)
    )
    body = "".join(
        docx_files.paragraph(words(40), docx_files.run(words(3), "<w:i/>"), words(40))
        for _ in range(_CHAPTERS * _PARAGRAPHS)
    )
    small_body = docx_files.item("x") + docx_files.paragraph("y", style="Zitat")
    yield _Kind(
        "DOCX",
        docx.load,
        docx_files.docx(body),
        with_damaged_members(docx_files.docx(small_body), damaged),
    )
    small_text = "<text:list><text:list-item><text:p>x</text:p></text:list-item></text:list>"
    yield _Kind("ODT", odt.load, b"", with_damaged_members(odt_files.odt(small_text), damaged))
    small_rtf = (
        rb"{\rtf1{\stylesheet{\s1 heading 1;}}\s1 x\par\intbl a\cell\row\pard y{\footnote z}\'e9}"
    )
    yield _Kind("RTF", rtf.load, b"", mutations(small_rtf, damaged))


class _Words:
    """So many words that no packer makes much smaller; the same in each run."""

    def __init__(self) -> None:
        self._random = random.Random(1)
        letters = "abcdefghijklmnopqrstuvwxyz"
        self._known = [
            "".join(self._random.choices(letters, k=self._random.randint(2, 9)))
            for _ in range(20_000)
        ]

    def __call__(self, count: int) -> str:
        return " ".join(self._random.choices(self._known, k=count))


def _speed(kind: _Kind, repeats: int) -> list[Row]:
    hint = Hint(name="a")
    heads: list[float] = []
    wholes: list[float] = []
    bare: list[float] = []
    for _ in range(repeats):
        with Stopwatch() as watch:
            head = loaders.load_head(SourceBytes(kind.large), hint)
        heads.append(watch.elapsed_ms)
        with Stopwatch() as watch:
            whole = kind.load(SourceBytes(kind.large), hint, pause=go_on)
        wholes.append(watch.elapsed_ms)
        with Stopwatch() as watch:
            text = _bare_text(kind.large)
        bare.append(watch.elapsed_ms)
        assert whole.document.text.startswith(head.document.text)
        assert len(text) >= len(whole.document.text) // 2
    name = f"{kind.name} of {len(kind.large) / 1_000_000:.1f} MB"
    return [
        Row(
            what=f"{name}: first screen, process and all",
            measured=min(heads),
            reference=0,
            limit=FIRST_SCREEN_MS,
            bound=f"{FIRST_SCREEN_MS:g}",
        ),
        Row(
            what=f"{name}: whole",
            measured=min(wholes),
            reference=min(bare),
            limit=min(bare) * WHOLE_RATIO,
            bound=f"{WHOLE_RATIO:g} × bare parse",
        ),
    ]


def _bare_text(data: bytes) -> str:
    """The members with text unpacked, parsed, and the text of every element taken: the reference.

    So much does any program that reads such files with this parser, whatever it does with the words: it
    needs all of them, in their order, and has them in hand at the end. What an element is, which
    attributes it has and what follows from that for the text is not asked.
    """
    parts: list[str] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith((".xhtml", "document.xml")):
                parts += etree.fromstring(archive.read(name)).itertext()
    return "".join(parts)


def _damaged(kind: _Kind) -> Row:
    slowest_ms = 0.0
    count = 0
    for count, data in enumerate(kind.small, 1):  # noqa: B007 - told below
        began_s = time.perf_counter()
        with contextlib.suppress(PostilError):
            check(kind.load(SourceBytes(data), Hint(name="a"), pause=go_on).document)
        slowest_ms = max(slowest_ms, (time.perf_counter() - began_s) * 1000)
    return Row(
        what=f"{kind.name}: slowest of {count:,} damaged states",
        measured=slowest_ms,
        reference=0,
        limit=DAMAGED_MS,
        bound=f"{DAMAGED_MS:g}",
    )
