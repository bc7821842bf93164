"""Web pages: the first screen of a megabyte, the whole against trafilatura alone; damaged states, of texts too."""

from __future__ import annotations

import plistlib
from typing import TYPE_CHECKING

import trafilatura

from annotations.exchange import yaml
from reader.loaders import (
    Hint,
    SourceBytes,
    annotated,
    code,
    html,
    load_head,
    mail,
    markdown,
    mhtml,
    text,
    transcript,
    webarchive,
)
from tests.benchmarks.measuring import Stopwatch
from tests.benchmarks.table import Row
from tests.reader.loaders import test_annotated as articles
from tests.reader.loaders import test_html as pages
from tests.reader.loaders import test_mail as mails
from tests.reader.loaders import test_mutation as texts
from tests.reader.loaders import test_transcript as transcripts
from tests.reader.loaders.mutation import TIME_LIMIT_S, survive

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.loaders import Loaded
    from tests.benchmarks.measuring import Bench

FIRST_SCREEN_MS = 1500.0
WHOLE_RATIO = 1.5
"""Of what trafilatura takes, which reads no structure."""

_PARAGRAPHS = 7_000
"""Of a page of a megabyte."""
_JUDGED = 3_000
"""Of a page that trafilatura is still asked about."""


def rows(bench: Bench) -> list[Row]:
    """What trafilatura takes alone, in the same process, is the reference for the whole."""
    return [*_speed(bench.times(3, 1)), *_damaged(bench.times(1000, 50))]


def _page(paragraphs: int) -> bytes:
    sentence = (
        "<p>Sentence {0} of the <b>long</b> story, with <a href='/{0}'>a link</a> and “quotes” in it,"
        " as they are written by people who write for others.</p>\n"
    )
    body = "".join(sentence.format(number) for number in range(paragraphs))
    return (
        f"<html><body><nav><a href=/>Home</a></nav><article>{body}</article></body></html>".encode()
    )


def _speed(repeats: int) -> list[Row]:
    large, judged = _page(_PARAGRAPHS), _page(_JUDGED)
    best: dict[str, float] = {}

    def measure(name: str, work: Callable[[], object]) -> None:
        for _ in range(repeats):
            with Stopwatch() as watch:
                work()
            best[name] = min(best.get(name, watch.elapsed_ms), watch.elapsed_ms)

    measure("head", lambda: load_head(SourceBytes(large), Hint("a.html")))
    measure("whole", lambda: html.load(SourceBytes(judged), Hint("a.html")))
    measure("reference", lambda: trafilatura.bare_extraction(judged, with_metadata=True))
    return [
        Row(
            what=f"first screen of a web page, {len(large) / 1e6:.1f} MB",
            measured=best["head"],
            reference=0,
            limit=FIRST_SCREEN_MS,
            bound=f"≤ {FIRST_SCREEN_MS:,.0f} ms",
        ),
        Row(
            what=f"whole web page, {len(judged) / 1e6:.1f} MB",
            measured=best["whole"],
            reference=best["reference"],
            limit=WHOLE_RATIO * best["reference"],
            bound=f"{WHOLE_RATIO} × trafilatura",
        ),
    ]


def _damaged(count: int) -> list[Row]:
    letter = mails.letter("> quoted\n\nPlain text of it.", f"<p>{mails.WORDS}").as_bytes()
    archive = plistlib.dumps({"WebMainResource": mails.RESOURCE}, fmt=plistlib.FMT_BINARY)
    kinds: list[tuple[str, Callable[[SourceBytes, Hint], Loaded], bytes]] = [
        ("a.html", html.load, pages.PAGE.encode()),
        ("a.eml", mail.load, letter),
        ("a.mhtml", mhtml.load, mails.SAVED),
        ("a.webarchive", webarchive.load, archive),
        ("a.srt", transcript.load, transcripts.SRT.encode()),
        ("a.vtt", transcript.load, transcripts.VTT.encode()),
        ("a.md", markdown.load, texts.MARKDOWN.encode()),
        ("a.py", code.load, b'def f(x):\n    """Say."""\n'),
        ("a.txt", text.load, b"Some text.\r\n\r\n  More of it,\n  in verse.\n"),
        ("a.yaml", annotated.load, yaml.write(articles.annotated()).encode()),
    ]
    found: list[Row] = []
    for name, load, valid in kinds:
        with Stopwatch() as watch:
            survive(load, [name], valid, count)
        found.append(
            Row(
                what=f"{count:,} damaged states of {name}, each in {TIME_LIMIT_S:.0f} s",
                measured=watch.elapsed_ms,
                reference=0,
                limit=count * TIME_LIMIT_S * 1000,
                bound="each a document or a sentence",
            )
        )
    return found
