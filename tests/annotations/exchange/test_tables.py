from __future__ import annotations

import csv
import io
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.errors import MalformedFileError
from annotations.exchange import DEFAULTS, FORMATS, Options, cells, tables, telling
from annotations.exchange.foreign import stable_id
from annotations.model import (
    AnnotatedArticle,
    Annotation,
    AnnotationId,
    Article,
    ArticleId,
    Metadata,
    Piece,
    State,
    replace_unprintable,
)
from tests.strategies import annotated_articles, loose_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

ID = AnnotationId("01900000-0000-7000-8000-000000000001")
ARTICLE = Article(id=ArticleId("01900000-0000-7000-8000-000000000000"), source="a.md")
RAW = Options(raw_cells=True)
HOSTILE = (
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", "  =1", "＝1", "＋1", "－1", "＠x"),
    *("'=1", "''=1", '=HYPERLINK("http://evil";"x")', "=cmd|' /C calc'!A0"),
)


def rows(data: bytes, delimiter: str = ",") -> list[dict[str, str]]:
    text = io.StringIO(data.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, delimiter=delimiter, strict=True))


def written(*marks: Annotation, article: Article = ARTICLE, options: Options = DEFAULTS) -> bytes:
    annotated = AnnotatedArticle(article=article, annotations=marks)
    return b"".join(FORMATS["csv"].write([annotated], options))


def quoted(quote: str, **rest: object) -> Annotation:
    piece = Piece(range=None, quote=quote, state=State.ORPHANED)
    return replace(Annotation(id=ID, pieces=(piece,)), **rest)  # type: ignore[arg-type]  # as named


@settings(max_examples=40)
@given(annotated=annotated_articles())
def test_pythons_csv_reads_every_table(annotated: AnnotatedArticle) -> None:
    for name, delimiter in (("csv", ","), ("tsv", "\t")):
        found = rows(b"".join(FORMATS[name].write([annotated], RAW)), delimiter)

        assert [each["id"] for each in found] == [each.id for each in annotated.annotations]
        assert [each["note"] for each in found] == [each.note for each in annotated.annotations]
        assert all(tuple(each) == tables.COLUMNS for each in found)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula_unless_asked_for_raw_and_it_comes_back_as_it_was(text: str) -> None:
    article = replace(ARTICLE, metadata=Metadata(title=text, authors=(text,), publisher=text))
    mark = quoted(text, note=text, creator=text, fields=(("speaker", text), ("a", text)))

    safe, raw = written(mark, article=article), written(mark, article=article, options=RAW)

    [row] = rows(safe)
    begins = {cell.lstrip(" \n")[:1] for cell in row.values() if cell}
    assert not begins & set("=+-@\t\r＝＋－＠")
    assert rows(raw)[0]["note"] == text
    [back] = tables.read(safe, "x.csv")
    assert back.article.metadata.title == text
    assert back.annotations[0].note == text
    assert back.annotations[0].quote == text
    assert dict(back.annotations[0].fields) == {"speaker": text, "a": text}


@given(text=st.one_of(loose_texts(), st.sampled_from(HOSTILE)))
def test_a_safe_cell_is_undone(text: str) -> None:
    assert cells.plain(cells.safe(text)) == replace_unprintable(text)


@given(texts=st.lists(loose_texts().map(str.strip).filter(bool)))
def test_a_list_in_a_cell_is_told_apart_again(texts: Sequence[str]) -> None:
    assert cells.parted(cells.joined(texts)) == list(texts)


@given(
    pairs=st.dictionaries(loose_texts().map(str.strip).filter(bool), loose_texts().map(str.strip))
)
def test_names_and_values_in_a_cell_are_told_apart_again(pairs: dict[str, str]) -> None:
    assert cells.parted_pairs(cells.joined_pairs(pairs.items())) == pairs


@pytest.mark.parametrize("cell", ["a;b", "a; b", " a ;b;", ";a;;b"])
def test_a_list_that_a_person_wrote_is_read(cell: str) -> None:
    assert cells.parted(cell) == ["a", "b"]


def test_a_byte_order_mark_stands_for_spreadsheets_alone() -> None:
    assert written().startswith(b"\xef\xbb\xbftitle,")
    assert written(options=RAW).startswith(b"title,")


@pytest.mark.parametrize(
    "data",
    [
        b'\xef\xbb\xbfQuote;Tags;Author;Certainty\r\n"one\r\ntwo";a;Ann;high\r\n',
        'quote\ttags\tauthor\tCertainty\n"one\ntwo"\ta\tAnn\thigh\n'.encode("utf-16"),
        b"\n".join((b"highlight,tag,author,Certainty", b'"one', b'two",a,Ann,high')),
    ],
)
def test_a_table_that_a_spreadsheet_saved_is_read(data: bytes) -> None:
    [back] = telling.read(data, "x.csv")

    [mark] = back.annotations
    assert (mark.quote, mark.tags, mark.fields) == ("one\ntwo", ("a",), (("Certainty", "high"),))
    assert back.article.metadata.authors == ("Ann",)
    assert back.article.id == stable_id("x.csv")
    assert {"note", "relations", "colour"} <= back.untold
    assert not {"tags", "pieces"} & back.untold


def test_rows_without_ids_get_the_same_ones_each_time_whatever_becomes_of_their_notes() -> None:
    first = tables.read(b"quote,note\na,1\na,2\nb,3\n", "x.csv")[0].annotations
    later = tables.read(b"quote,note\na,9\na,2\nb,3\n", "x.csv")[0].annotations

    assert len({each.id for each in first}) == 3
    assert {each.id for each in first} == {each.id for each in later}


def test_a_quote_that_was_corrected_in_the_table_is_looked_for() -> None:
    head = "quote,start,end,sha256,id\n"
    sha256 = "0" * 64

    [kept] = tables.read(f"{head}abc,4,7,{sha256},1\n".encode(), "x")[0].annotations
    [corrected] = tables.read(f"{head}abcd,4,7,{sha256},1\n".encode(), "x")[0].annotations

    assert kept.start == 4
    assert (corrected.start, corrected.quote) == (None, "abcd")


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (b"a,b\n1,2\n", 0, "no column"),
        (b"", 0, "no column"),
        (b"quote,colour\na,red\nb,pink\n", 3, "`colour` must be one of"),
        (b'quote,tags\n"a\nb",t\nc,x//y\n', 4, "is no tag"),
        (b"quote,start\na,x\n", 2, "whole number"),
        (b'quote,note\n"a,b\n', 2, "no table"),
        (b"quote,note\na,\xff\n", 0, "not UTF-8"),
        (b"quote,created\na,yesterday\n", 2, "is no time"),
    ],
)
def test_what_is_no_table_of_marks_is_refused_with_its_line(
    data: bytes, line: int, reason: str
) -> None:
    with pytest.raises(MalformedFileError, match=reason) as caught:
        tables.read(data, "x.csv")

    assert caught.value.line == line


def test_a_paragraph_of_thousands_of_digits_is_a_text() -> None:
    [back] = tables.read(b"quote,paragraph\na," + b"1" * 5000 + b"\nb,7\n", "x.csv")

    assert [each.extra["locator"] for each in back.annotations] == [
        {"paragraph": "1" * 5000},
        {"paragraph": 7},
    ]


def test_a_mark_upon_a_whole_book_comes_back() -> None:
    quote = "word " * 900_000

    [back] = tables.read(written(quoted(quote)), "x")

    assert [mark.quote == quote for mark in back.annotations] == [True]


def test_a_backslash_at_the_end_of_a_list_stands_for_itself() -> None:
    begun = time.process_time()

    assert cells.parted("a; b\\") == ["a", "b\\"]
    assert cells.parted_pairs("x=a; y=b\\") == {"x": "a", "y": "b\\"}
    assert cells.parted("a" * 60_000 + "\\") == ["a" * 60_000 + "\\"]
    assert time.process_time() - begun < 1
