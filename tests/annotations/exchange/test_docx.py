from __future__ import annotations

import io
import shutil
import subprocess
import time
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import docx
import pytest
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.document import NO_PARENT, Block, BlockKind, Blocks, Document, Span, SpanKind
from annotations.exchange import FORMATS, Options
from annotations.exchange.stretches import joined
from annotations.model import (
    AnnotatedArticle,
    Annotation,
    Article,
    ArticleId,
    Colour,
    Metadata,
    Piece,
    Range,
    State,
    Timestamp,
    replace_unprintable,
)
from tests.annotations.exchange.test_html import article, identity, mark, structured
from tests.annotations.exchange.test_markdown import sample
from tests.strategies import annotated_articles, annotations_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from docx.document import Document as WordDocument


def written(*articles: AnnotatedArticle, options: Options | None = None) -> bytes:
    return b"".join(FORMATS["docx"].write(articles, options or Options()))


def opened(*articles: AnnotatedArticle, options: Options | None = None) -> WordDocument:
    return docx.Document(io.BytesIO(written(*articles, options=options)))


def texts(document: WordDocument) -> Iterator[str]:
    """The paragraphs in order, those of tables among them."""
    for each in document.iter_inner_content():
        if isinstance(each, Table):
            for row in each.rows:
                for cell in row.cells:
                    yield cell.text
        else:
            assert isinstance(each, Paragraph)
            yield each.text


def commented(document: WordDocument, number: int) -> str:
    """The text between the beginning and the end of a comment."""
    found, is_within = [], False
    for element in document.element.body.iter():
        if element.get(qn("w:id")) == str(number):
            if element.tag == qn("w:commentRangeStart"):
                is_within = True
            elif element.tag == qn("w:commentRangeEnd"):
                is_within = False
        elif is_within and element.tag == qn("w:t"):
            found.append(element.text or "")
        elif is_within and element.tag in (qn("w:br"), qn("w:tab")):
            found.append(" ")
    return "".join(found)


def words(text: str) -> list[str]:
    return replace_unprintable(text).replace("\x85", " ").split()


@given(data=st.data())
@settings(max_examples=30)
def test_each_word_of_any_text_stands_once_and_each_comment_at_its_quote(
    data: st.DataObject,
) -> None:
    text = data.draw(structured())
    annotations = data.draw(annotations_on(text.text))
    whole = AnnotatedArticle(
        article=Article(id=ArticleId(identity(0)), metadata=Metadata(title="T")),
        annotations=tuple(each for each in annotations if each.ranges),
        document=text,
    )

    document = opened(whole)

    found = "".join("".join(texts(document)).split())
    assert found == "T" + "".join(words(text.text))
    quotes = [
        "".join(words(text.text[first.start : first.end]))
        for each in whole.annotations
        if each.note.strip()
        or each.tags
        or each.fields
        or each.state in (State.CHANGED, State.ORPHANED)
        for first in joined(each.ranges)[:1]
    ]
    told = ["".join(commented(document, each.comment_id).split()) for each in document.comments]
    assert sorted(told) == sorted(quotes)


@pytest.mark.parametrize(
    "cells", [(1, 2, 2, 3), (0, 1, 2, 3)], ids=["before the cells", "between them"]
)
def test_words_of_a_table_that_are_in_no_cell_stand_in_their_place(
    cells: tuple[int, int, int, int],
) -> None:
    first, end, second, last = cells
    blocks = [
        Block(BlockKind.TABLE, 0, 3),
        Block(BlockKind.ROW, 0, 3, parent=0),
        Block(BlockKind.CELL, first, end, parent=1),
        Block(BlockKind.CELL, second, last, parent=1),
    ]
    whole = AnnotatedArticle(
        article=Article(id=ArticleId(identity(0)), metadata=Metadata(title="T")),
        document=Document(text="abc", blocks=Blocks(blocks)),
    )

    assert "".join(texts(opened(whole))) == "Tabc"


@given(whole=annotated_articles())
@settings(max_examples=20)
def test_any_article_is_a_document_in_every_way(whole: AnnotatedArticle) -> None:
    for options in (Options(), Options(with_text=False), Options(group="tag", cite="apa")):
        assert opened(whole, options=options).paragraphs


def test_a_mark_has_a_ground_and_a_comment_at_its_words() -> None:
    text = "one two three\nfour"
    marked = mark(text, "two three\nfour", colour=Colour.RED, note="Look\nhere.")
    marked = replace(
        marked,
        tags=("law",),
        fields=(("speaker", "A. Diop"),),
        creator="Ann Author",
        created=Timestamp("2026-11-24T09:00:00.123Z"),
    )

    document = opened(article(text, marked))

    [comment] = document.comments
    assert commented(document, comment.comment_id) == "two three four"
    assert comment.text == "Look\nhere.\n#law\nspeaker: A. Diop"
    assert (comment.author, comment.initials) == ("Ann Author", "AA")
    assert comment.timestamp is not None
    assert comment.timestamp.isoformat() == "2026-11-24T09:00:00+00:00"
    grounds = [each.get(qn("w:fill")) for each in document.element.body.iter(qn("w:shd"))]
    assert grounds == ["F9D0C8"]


def test_six_colours_are_six_grounds() -> None:
    text = "a b c d e f"
    marks = [
        mark(text, letter, number, colour=colour)
        for number, (letter, colour) in enumerate(zip("abcdef", Colour, strict=True))
    ]

    document = opened(article(text, *marks))

    grounds = [each.get(qn("w:fill")) for each in document.element.body.iter(qn("w:shd"))]
    assert len(set(grounds)) == len(Colour)
    assert not list(document.comments)


def test_the_structure_is_words_own() -> None:
    parts = ("Head", "first", "second", "again", "said", "name", "7", "x\n  y", "end")
    text, blocks = "\n\n".join(parts), Blocks()
    starts = [text.index(part) for part in parts]

    def leaf(number: int, kind: BlockKind, parent: int = NO_PARENT, level: int = 0) -> None:
        blocks.add(kind, starts[number], starts[number] + len(parts[number]), level, parent)

    leaf(0, BlockKind.HEADING, level=2)
    listed = blocks.add(BlockKind.LIST, starts[1], starts[4])
    item = blocks.add(BlockKind.ITEM, starts[1], starts[2], 3, listed)
    leaf(1, BlockKind.PARAGRAPH, item)
    item = blocks.add(BlockKind.ITEM, starts[2], starts[4], 4, listed)
    leaf(2, BlockKind.PARAGRAPH, item)
    leaf(3, BlockKind.PARAGRAPH, item)
    leaf(4, BlockKind.PARAGRAPH, blocks.add(BlockKind.QUOTATION, starts[4], starts[5]))
    table = blocks.add(BlockKind.TABLE, starts[5], starts[7])
    row = blocks.add(BlockKind.ROW, starts[5], starts[7], 1, table)
    leaf(5, BlockKind.CELL, row)
    leaf(6, BlockKind.CELL, row)
    leaf(7, BlockKind.CODE)
    leaf(8, BlockKind.PARAGRAPH)

    document = opened(article(text, blocks=blocks, title="T"))

    assert [(each.style.name, each.text) for each in document.paragraphs if each.style] == [
        ("Title", "T"),
        ("Heading 2", "Head"),
        ("List Number", "first"),
        ("List Number", "second"),
        ("List Continue", "again"),
        ("Quote", "said"),
        ("Normal", ""),
        ("Code", "x\n  y"),
        ("Normal", "end"),
    ]
    [made] = document.tables
    assert [cell.text for cell in made.rows[0].cells] == ["name", "7"]
    numbers = [
        each.numId.val
        for each in document.element.body.iter(qn("w:numPr"))
        if each.numId is not None
    ]
    assert len(numbers) == 2
    assert len(set(numbers)) == 1


def test_a_list_begins_with_its_own_number() -> None:
    text, blocks = "one\n\ntwo", Blocks()
    for start, value in ((0, 5), (5, 1)):
        listed = blocks.add(BlockKind.LIST, start, start + 3)
        item = blocks.add(BlockKind.ITEM, start, start + 3, value, listed)
        blocks.add(BlockKind.PARAGRAPH, start, start + 3, 0, item)

    document = opened(article(text, blocks=blocks))

    numbering = document.part.numbering_part.element
    begins = [each.get(qn("w:val")) for each in numbering.iter(qn("w:startOverride"))]
    assert begins == ["5", "1"]


def test_hyperlinks_are_hyperlinks_where_they_may_be() -> None:
    text = "good bad"
    spans = (
        Span(SpanKind.HYPERLINK, 0, 4, "https://example.org/?a&b"),
        Span(SpanKind.HYPERLINK, 5, 8, "javascript:alert(1)"),
    )

    paragraph = opened(article(text, spans=spans)).paragraphs[-1]

    assert [(each.address, each.text) for each in paragraph.hyperlinks] == [
        ("https://example.org/?a&b", "good")
    ]
    assert paragraph.text == text


def test_signs_that_xml_forbids_are_replaced_and_markup_is_text() -> None:
    hostile = "a\x00b\x1bc\ufffe <w:p>&amp; ]]>"
    marked = Annotation(
        id=identity(1),
        pieces=(Piece(range=Range(0, 1), quote="a"),),
        note=hostile,
        tags=(hostile,),
        fields=((hostile, hostile),),
        creator=hostile,
    )
    whole = article(hostile, marked, title=hostile)

    for options in (Options(), Options(with_text=False)):
        document = opened(whole, options=options)
        assert "a\ufffdb\ufffdc\ufffd <w:p>&amp; ]]>" in list(texts(document)) + [
            each.text for each in document.comments
        ]


def test_without_the_text_it_is_a_report() -> None:
    document = opened(sample(), options=Options(with_text=False, cite="apa"))

    told = [(each.style.name, each.text) for each in document.paragraphs if each.style]
    at = told.index(("Heading 1", "The visit"))
    meta, note = told[at + 2][1], told[at + 3][1]
    assert told[at + 1] == ("Quote", "the world has changed […] is *six*")
    assert meta.split(" · ") == [
        "(Author & C., 2023, para. 2)",
        "doubt",
        "#sahel/russia #close reading",
        "speaker: Sergei Lavrov",
        "certainty: 50 %",
    ]
    assert note == "Compare *February*:\n\n- the same\n- or not"
    assert told[-2] == ("Heading 1", "References")
    assert not list(document.comments)


def test_what_is_lost_and_notes_on_the_article_stand_behind_the_text() -> None:
    told = list(texts(opened(sample())))

    at = told.index("Notes on the article") + 1
    assert told[at : at + 2] == ["#review", "On the whole: **good**."]
    assert told[told.index("Not found in the present text") + 1] == "what it was\n# once"


def test_the_same_data_give_the_same_bytes_that_tell_nothing_of_the_machine() -> None:
    data = written(sample())

    assert data == written(sample())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {each.create_system for each in archive.infolist()} == {0}
    properties = docx.Document(io.BytesIO(data)).core_properties
    assert (properties.title, properties.author) == (
        "Lavrov in Bamako: *the* visit",
        "Ann Author, B. C.",
    )
    assert properties.last_modified_by == ""
    assert properties.created == properties.modified
    assert len(data) < 200_000


def test_blocks_of_a_table_that_word_cannot_hold_stand_as_paragraphs() -> None:
    text = " ".join("abcdefghij"[number % 10] for number in range(70))
    blocks = Blocks()
    table = blocks.add(BlockKind.TABLE, 0, len(text))
    row = blocks.add(BlockKind.ROW, 0, len(text), 0, table)
    for number in range(70):
        blocks.add(BlockKind.CELL, number * 2, number * 2 + 1, 0, row)

    document = opened(article(text, blocks=blocks))

    assert not document.tables
    assert [each.text for each in document.paragraphs[-70:]] == text.split()


@pytest.mark.rendering
def test_libreoffice_renders_it(tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    source = tmp_path / "report.docx"
    source.write_bytes(written(sample()))

    subprocess.run(
        [
            office,
            "--headless",
            "--convert-to",
            "txt:Text (encoded):UTF8",
            "--outdir",
            tmp_path,
            source,
        ],
        check=True,
        capture_output=True,
        timeout=100,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )

    rendered = (tmp_path / "report.txt").read_text("utf-8-sig")
    document = sample().document
    assert document is not None
    for word in document.text.split():
        assert word in rendered


def test_many_marks_in_one_block_are_written_in_time() -> None:
    text = "word and more " * 1_800
    marks = [
        Annotation(
            id=identity(number),
            pieces=(Piece(range=Range(14 * number, 14 * number + 4), quote="word"),),
        )
        for number in range(1_800)
    ]
    begun = time.process_time()

    whole = opened(article(text, *marks))

    assert text in "".join(texts(whole))
    assert time.process_time() - begun < 1.2
