"""100,000 marks as annotated YAML, written, read and stored, and in the other formats, in one process."""

from __future__ import annotations

import gc
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from annotations.exchange import FORMATS
from annotations.exchange import yaml as annotated_yaml
from annotations.library import open_library
from annotations.model import (
    AnnotatedArticle,
    Article,
    ArticleId,
    IdSource,
    Metadata,
    Version,
    VersionId,
    now,
)
from reader import loaders
from tests.benchmarks import texts
from tests.benchmarks.marked import marks_on
from tests.benchmarks.measuring import Stopwatch
from tests.benchmarks.table import MEGABYTE, Row

if TYPE_CHECKING:
    from tests.benchmarks.measuring import Bench

EXPORT_RATIO = 2.5
READ_RATIO = 1.3
STORE_RATIO = 3.0
STREAM_RATIO = 3.0
MEMORY_RATIO = 1.0
"""Of what a file is written from nothing is kept but a little of each mark, where a report sorts them."""
STREAMED = ("csv", "jsonl", "webannotation", "hypothesis", "markdown")
"""Formats of marks alone, written piece by piece."""
WITH_TEXT = ("html",)
"""Formats of marks in their text, likewise."""


def rows(bench: Bench) -> list[Row]:
    """The same data as JSON, by PyYAML's C loader and by executemany are the references."""
    count = bench.marks(100_000)
    path = texts.plain_text(bench.folder / "formats.txt", count * 550)
    document = loaders.load(path).document
    ids = IdSource()
    annotated = AnnotatedArticle(
        article=Article(
            id=ArticleId(ids()),
            metadata=Metadata(title="A long read"),
            source="formats.txt",
            version=Version(
                id=VersionId(ids()),
                sha256=document.sha256,
                length=len(document.text),
                loader=document.loader,
                captured=now(),
            ),
        ),
        annotations=tuple(marks_on(document, count)),
        document=document,
    )
    # Before anything large was made, whose room could be used again.
    more_mb = {each: _more_mb(each, annotated) for each in STREAMED + WITH_TEXT}
    written_mb = sum(map(len, FORMATS["jsonl"].write([annotated]))) / MEGABYTE
    repeats = bench.times(3, 1)
    best: dict[str, float] = {}

    def keep(name: str, watch: Stopwatch) -> None:
        best[name] = min(best.get(name, watch.elapsed_ms), watch.elapsed_ms)

    for _ in range(repeats):
        with Stopwatch() as watch:
            written = annotated_yaml.write(annotated)
        keep("write", watch)
        data = written.encode()
        with Stopwatch() as watch:
            read_back = annotated_yaml.read(data, "formats.yaml")
        keep("read", watch)
        with Stopwatch() as watch:
            plain = yaml.load(data, Loader=yaml.CSafeLoader)
        keep("read: reference", watch)
        # Times as text, as postil has them: no detour through `default` in what is timed.
        plain = json.loads(json.dumps(plain, default=str))
        with Stopwatch() as watch:
            json.dumps(plain, ensure_ascii=False)
        keep("write: reference", watch)
        assert len(read_back.annotations) == len(annotated.annotations)
    # The same marks as plain values, each with its article.
    records = [json.loads(line) for line in FORMATS["jsonl"].text([annotated]).split("\n") if line]
    for _ in range(repeats):
        with Stopwatch() as watch:
            json.dumps(records, ensure_ascii=False)
        keep("marks: reference", watch)
        for format_name in STREAMED + WITH_TEXT:
            with Stopwatch() as watch:
                for _piece in FORMATS[format_name].write([annotated]):
                    pass
            keep(format_name, watch)
    library = bench.library("formats")
    with open_library(library) as opened:
        with Stopwatch() as watch:
            opened.import_annotated(annotated).result()
        keep("store", watch)
    best["store: reference"] = _executemany_ms(library, bench.library("formats-reference"))
    name = f"YAML of {len(annotated.annotations):,} marks"
    return [
        _row(
            f"{name}: export", best["write"], best["write: reference"], EXPORT_RATIO, "json.dumps"
        ),
        _row(f"{name}: read", best["read"], best["read: reference"], READ_RATIO, "CSafeLoader"),
        _row(f"{name}: store", best["store"], best["store: reference"], STORE_RATIO, "executemany"),
        *(
            _row(
                f"{FORMATS[each].label} of as many: export",
                best[each],
                best["marks: reference"],
                STREAM_RATIO,
                "json.dumps",
            )
            for each in STREAMED
        ),
        *(
            _row(
                f"{FORMATS[each].label} of as many in their text: export",
                best[each],
                best["write: reference"],
                STREAM_RATIO,
                "json.dumps",
            )
            for each in WITH_TEXT
        ),
        *(
            Row(
                what=f"{FORMATS[each].label} of as many: memory beyond the article's",
                measured=more_mb[each],
                reference=written_mb,
                limit=written_mb * MEMORY_RATIO,
                bound=f"{MEMORY_RATIO:g} × the same as JSON Lines",
                unit="MB",
            )
            for each in STREAMED + WITH_TEXT
        ),
    ]


def _more_mb(format_name: str, annotated: AnnotatedArticle) -> float:
    """How much more memory this process has had at most while an article was written."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak begins anew
    before_mb = _memory_mb("VmRSS")
    for _piece in FORMATS[format_name].write([annotated]):
        pass
    return max(0.0, _memory_mb("VmHWM") - before_mb)


def _memory_mb(name: str) -> float:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024 / MEGABYTE
    raise LookupError(name)


def _row(what: str, measured_ms: float, reference_ms: float, ratio: float, name: str) -> Row:
    return Row(
        what=what,
        measured=measured_ms,
        reference=reference_ms,
        limit=reference_ms * ratio,
        bound=f"{ratio:g} × {name}",
    )


def _executemany_ms(filled: Path, empty: Path) -> float:
    """Time to write the rows of a library into another of the same schema, index included."""
    with closing(sqlite3.connect(filled)) as source, closing(sqlite3.connect(empty)) as target:
        target.execute("PRAGMA journal_mode = WAL")
        target.execute("PRAGMA synchronous = FULL")
        schema = source.execute(
            "SELECT name, sql, type FROM sqlite_master WHERE sql IS NOT NULL"
            " AND name NOT LIKE 'sqlite_%' ORDER BY type = 'index', rowid"
        ).fetchall()
        indexes = {name for name, sql, _ in schema if sql.upper().startswith("CREATE VIRTUAL")}
        shadows = tuple(f"{name}_" for name in indexes)
        work = []
        for name, sql, kind in schema:
            # An index without contents gives nothing back, and one of words is no table of its own.
            if name.startswith(shadows) or "content = ''" in sql or "fts5vocab" in sql:
                continue
            target.execute(sql)
            if kind == "table":
                cursor = source.execute(
                    f"SELECT rowid, quote, note FROM {name}"
                    if name in indexes
                    else f'SELECT * FROM "{name}"'
                )
                columns = [each[0] for each in cursor.description]
                work.append((name, columns, cursor.fetchall()))
        target.commit()
        with Stopwatch() as watch:
            for name, columns, values in work:
                places = ", ".join("?" * len(columns))
                names = ", ".join(f'"{column}"' for column in columns)
                target.executemany(f'INSERT INTO "{name}" ({names}) VALUES ({places})', values)
            target.commit()
    return watch.elapsed_ms
