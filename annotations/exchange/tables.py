"""CSV and TSV: a row a mark, for spreadsheets and for what reads tables.

The first row names the columns (see `COLUMNS`). Lines within a cell end in LF, those of rows too. For
spreadsheets no cell is a formula (see `cells`) and a byte order mark says that it is UTF-8; raw cells
are for programs, without either. Reading goes by the columns' names: their order is free, each may
be missing, and one of another name is a field of its name.
"""

from __future__ import annotations

import csv
import io
import re
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from annotations.errors import MalformedFileError
from annotations.exchange.cells import (
    joined,
    joined_pairs,
    parted,
    parted_pairs,
    plain,
    safe,
)
from annotations.exchange.foreign import stable_id
from annotations.exchange.records import article_record, read_records
from annotations.model import place_key, replace_unprintable
from annotations.naming import SPEAKER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from annotations.document import Document
    from annotations.exchange import Options
    from annotations.model import AnnotatedArticle, Annotation, Json

COLUMNS = (
    *("title", "authors", "publisher", "published", "url", "doi", "source", "language"),
    *("section", "chapter", "page", "paragraph", "time"),
    *("quote", "note", "tags", "colour", SPEAKER, "fields"),
    *("prefix", "suffix", "start", "end", "state"),
    *("creator", "created", "updated", "id", "article", "article_tags", "sha256"),
)
"""The reference, where the mark is, what it is, how it is found again, and what tells it from others.

Lists stand as `a; b`, fields as `name=value; …`. The pieces of a quotation are joined by ` […] `. `article`
is the article's id; `start` and `end` hold in the text of this `sha256`."""

_FIRST_OF_MARK, _LAST_OF_MARK = COLUMNS.index("section"), COLUMNS.index("article")
"""Between these the columns tell of the mark, before and after them of its article."""

BOM = "\ufeff"

_LISTS = frozenset(("authors", "article_tags"))
_OF_ARTICLE = {
    **{name: name for name in COLUMNS[:8]},
    "article": "id",
    "article_tags": "tags",
    "sha256": "sha256",
}
_LOCATORS = ("chapter", "page", "paragraph", "time")
_PLACE = frozenset(("quote", "prefix", "suffix", "start", "end"))
_ALIASES = {"highlight": "quote", "author": "authors", "tag": "tags", "color": "colour"}
"""As others call what postil calls otherwise."""
_ATTRIBUTES = ("note", "tags", "colour", "creator", "created", "updated")
_OFFSET = re.compile(r"[0-9]{1,10}")
_DELIMITERS = ("\t", ",", ";")


class _Echo:
    """A file for `csv.writer` that gives back what is written into it."""

    def write(self, text: str) -> str:
        return text


def write(
    articles: Iterable[AnnotatedArticle], options: Options, *, delimiter: str = ","
) -> Iterator[str]:
    """The rows of the file, each with its end."""
    # What the writer returns is what its file's `write` returned: nothing is buffered.
    row = csv.writer(_Echo(), delimiter=delimiter, lineterminator="\n").writerow
    clean = replace_unprintable if options.raw_cells else safe
    yield str(row(COLUMNS)) if options.raw_cells else BOM + str(row(COLUMNS))
    for annotated in articles:
        article = article_record(annotated.article, annotated.document)
        shared = {
            column: joined(map(str, value)) if isinstance(value, list) else str(value)
            for column, key in _OF_ARTICLE.items()
            if (value := article.get(key))
        }
        shared = {column: clean(value) for column, value in shared.items()}
        before, after = (
            [shared.get(column, "") for column in columns]
            for columns in (COLUMNS[:_FIRST_OF_MARK], COLUMNS[_LAST_OF_MARK:])
        )
        for annotation in sorted(annotated.annotations, key=place_key):
            cells = _cells(annotation, annotated.document)
            # Most are empty.
            own = [clean(cell) if cell else cell for cell in cells]
            yield row([*before, *own, *after])


def _cells(annotation: Annotation, document: Document | None) -> tuple[str, ...]:
    """What a mark has in each column from `section` to `id`."""
    prefix = suffix = first = last = quote = state = speaker = fields = ""
    start = None
    if len(annotation.pieces) == 1:
        # The usual one, in half the time.
        piece = annotation.pieces[0]
        quote, prefix, suffix, state = piece.quote, piece.prefix, piece.suffix, piece.state.value
        if piece.range is not None:
            start = piece.range.start
            first, last = str(start), str(piece.range.end)
    elif annotation.pieces:
        quote, start, state = annotation.quote, annotation.start, annotation.state.value
    section, labels = annotation.extra.get("section", ""), annotation.extra.get("locator", {})
    if document is not None and start is not None:
        section, labels = document.section(start), {**document.locator(start)}
    where = labels if isinstance(labels, dict) else {}
    if annotation.fields:
        others = dict(annotation.fields)
        speaker = others.pop(SPEAKER, "")
        fields = joined_pairs(others.items())
    return (
        section if isinstance(section, str) else "",
        *[str(where[kind]) if kind in where else "" for kind in _LOCATORS],
        quote,
        annotation.note,
        joined(annotation.tags) if annotation.tags else "",
        annotation.colour.value if annotation.colour else "",
        speaker,
        fields,
        prefix,
        suffix,
        first,
        last,
        state,
        annotation.creator,
        annotation.created,
        annotation.updated,
        annotation.id,
    )


# --- reading ------------------------------------------------------------------------------------


def columns_of(data: bytes) -> tuple[str, list[str]] | None:
    """How the columns of a table are parted, and their names; None if a file is no table of marks."""
    try:
        text = _decoded(data[: 1 << 16], "", errors="ignore")
    except MalformedFileError:
        return None
    first = text.lstrip("\n").partition("\n")[0]
    for delimiter in _DELIMITERS:
        names = [_column(name) for name in next(csv.reader([first], delimiter=delimiter), [])]
        known = [name for name in names if name in COLUMNS]
        is_one = len(known) > 1 or len(names) == 1
        if is_one and {"quote", "note"} & set(known) and len(known) == len(set(known)):
            return delimiter, names
    return None


def read(data: bytes, name: str) -> tuple[AnnotatedArticle, ...]:
    """The articles that the marks of a table are of.

    Raises:
        MalformedFileError: It is no table, or a cell cannot be; with the line.
    """
    found = columns_of(data)
    if found is None:
        reason = "it is no table of marks: no column is called `quote` or `note`"
        raise MalformedFileError(name, reason)
    delimiter, names = found
    articles = read_records(_records(_rows(data, name, delimiter), names, name), name)
    return tuple(replace(each, untold=_untold(names)) for each in articles)


def _untold(names: Sequence[str]) -> frozenset[str]:
    """What a table of these columns says nothing of."""
    untold = {each for each in (*_ATTRIBUTES, "fields") if each not in names}
    if "quote" not in names:
        untold.add("pieces")
    return frozenset(untold | {"relations", "extra"})


def _column(name: str) -> str:
    known = name.strip().casefold()
    known = _ALIASES.get(known, known)
    return known if known in COLUMNS else name.strip()


def _rows(data: bytes, name: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows below the first, each with the line it begins in."""
    text = _decoded(data, name)
    with _long_cells(len(text)):
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        try:
            line = 1
            for number, row in enumerate(reader):
                if number and any(row):
                    yield line, row
                line = reader.line_num + 1
        except csv.Error as error:
            raise MalformedFileError(name, f"it is no table ({error})", line=line) from error


@contextmanager
def _long_cells(length: int) -> Iterator[None]:
    """While reading, a cell may be as long as the whole file: a mark may be upon a whole book."""
    before = csv.field_size_limit(max(length, csv.field_size_limit()))
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _decoded(data: bytes, name: str, *, errors: str = "strict") -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding, errors)
    except UnicodeDecodeError as error:
        hint = "Save it as CSV in UTF-8."
        raise MalformedFileError(name, "it is not UTF-8", hint=hint) from error
    return replace_unprintable(text.replace("\r\n", "\n").replace("\r", "\n"))


def _records(
    rows: Iterable[tuple[int, list[str]]], names: Sequence[str], name: str
) -> Iterator[tuple[int, Json]]:
    """The rows as records of marks."""
    seen: dict[tuple[str, ...], int] = {}
    for line, row in rows:
        cells = {
            column: text
            for column, cell in zip(names, row, strict=False)
            if (text := plain(cell)) and column
        }
        article: dict[str, Json] = {
            key: [*parted(cells[column])] if column in _LISTS else cells[column]
            for column, key in _OF_ARTICLE.items()
            if column in cells
        }
        known = next((cells[key] for key in ("url", "source", "title") if key in cells), name)
        if "id" not in article:
            article["id"] = stable_id(known)
        record: dict[str, Json] = {"article": article}
        record |= {key: cells[key] for key in (*_ATTRIBUTES, *_PLACE) if key in cells}
        record["tags"] = [*parted(cells.get("tags", ""))]
        record["fields"] = {**_fields(cells)}
        if cells.get("section"):
            record["section"] = cells["section"]
        if labels := {kind: _label(kind, cells[kind]) for kind in _LOCATORS if kind in cells}:
            record["locator"] = labels
        _place(record, name, line)
        if "id" in cells:
            record["id"] = cells["id"]
        else:
            # A row of another program's: the same one each time, whatever becomes of its note.
            key = (str(article["id"]), cells.get("quote", ""), cells.get("prefix", ""))
            seen[key] = seen.get(key, 0) + 1
            record["id"] = stable_id("\0".join((*key, str(seen[key]))))
        yield line, record


def _fields(cells: dict[str, str]) -> dict[str, str]:
    own = {column: cell for column, cell in cells.items() if column not in COLUMNS}
    speaker = {SPEAKER: cells[SPEAKER]} if SPEAKER in cells else {}
    return speaker | parted_pairs(cells.get("fields", "")) | own


def _label(kind: str, cell: str) -> Json:
    return int(cell) if kind == "paragraph" and _OFFSET.fullmatch(cell) else cell


def _place(record: dict[str, Json], name: str, line: int) -> None:
    """Make numbers of the place's; what no known text can hold there is a mere quote."""
    article, quote = record["article"], record.get("quote", "")
    assert isinstance(article, dict)
    assert isinstance(quote, str)
    found: dict[str, int] = {}
    for key in ("start", "end"):
        cell = record.pop(key, None)
        if cell is None:
            continue
        if not (isinstance(cell, str) and _OFFSET.fullmatch(cell)):
            raise MalformedFileError(name, f"`{key}` must be a whole number", line=line)
        found[key] = int(cell)
    # A quote that was corrected in the table stands elsewhere than it says.
    if "sha256" in article and len(found) == 2 and found["end"] - found["start"] == len(quote):  # noqa: PLR2004
        record |= found
