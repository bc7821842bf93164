"""OpenDocument texts: their structure, and what is to be seen in them, once and in order."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.document import BlockKind, Document, Locator
from annotations.errors import UnreadableSourceError
from annotations.model import Metadata, Range
from reader.loaders import Hint, SourceBytes, load, odt
from reader.loaders.loaded import go_on
from tests.reader.loaders.invariants import check
from tests.reader.loaders.odt_files import NAMES
from tests.reader.loaders.odt_files import odt as made
from tests.reader.loaders.shapes import shape, spans
from tests.reader.loaders.zips import with_damaged_members


def read(body: str, *, meta: str = "") -> Document:
    return loaded(made(body, meta=meta))


def loaded(data: bytes) -> Document:
    document = odt.load(SourceBytes(data), Hint(name="a.odt"), pause=go_on).document
    check(document)
    return document


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableSourceError) as caught:
        loaded(data)
    return str(caught.value).removeprefix("a.odt cannot be read: ")


def test_headings_and_paragraphs_with_emphasis() -> None:
    document = read(
        '<text:h text:outline-level="2">One</text:h>'
        '<text:p>a <text:span text:style-name="B">bold\n  and <text:span text:style-name="I">both'
        "</text:span></text:span>,<text:s text:c='3'/>end<text:line-break/>line<text:tab/>tab</text:p>"
    )

    assert document.text == "One\n\na bold and both, end\nline tab"
    assert shape(document)[0] == ("heading", "One", 2)
    assert spans(document) == [("strong", "bold and both"), ("emphasis", "both"), ("break", "\n")]


def test_lists_have_their_numbers_and_their_levels() -> None:
    item = "<text:list-item><text:p>{}</text:p>{}</text:list-item>"
    inner = f"<text:list>{item.format('in', '')}{item.format('side', '')}</text:list>"
    document = read(
        f'<text:p>before</text:p><text:list text:style-name="N">{item.format("one", inner)}'
        f"{item.format('two', '')}</text:list><text:p>between</text:p>"
        f'<text:list text:style-name="N" text:continue-numbering="true">{item.format("three", "")}'
        "</text:list>"
    )

    assert document.text == "before\n\none\nin\nside\ntwo\n\nbetween\n\nthree"
    items = [block.level for block in document.blocks if block.kind is BlockKind.ITEM]
    assert items == [3, 0, 0, 4, 5]


def test_a_heading_that_a_list_numbers_is_a_heading() -> None:
    document = read(
        "<text:list><text:list-item><text:list><text:list-item>"
        '<text:h text:outline-level="2">Head</text:h>'
        "</text:list-item></text:list></text:list-item></text:list><text:p>x</text:p>"
    )

    assert shape(document) == [("heading", "Head", 2), ("paragraph", "x", 0)]


def test_a_table_keeps_its_rows_and_columns() -> None:
    document = read(
        "<table:table><table:table-header-rows><table:table-row>"
        "<table:table-cell><text:p>a</text:p></table:table-cell>"
        "<table:table-cell><text:p>b</text:p><text:p>c</text:p></table:table-cell>"
        "</table:table-row></table:table-header-rows><table:table-row>"
        "<table:covered-table-cell/><table:table-cell><text:list><text:list-item><text:p>d</text:p>"
        "</text:list-item></text:list></table:table-cell>"
        '<table:table-cell table:number-columns-repeated="500"/></table:table-row></table:table>'
    )

    assert document.text == "a\tb\nc\n\td"
    assert [kind for kind, _, _ in shape(document)].count("cell") == 4
    assert [level for kind, _, level in shape(document) if kind == "row"] == [1, 0]


@pytest.mark.parametrize(("style", "level"), [("Table_20_Heading", 1), ("Standard", 0)])
def test_the_style_of_a_row_tells_that_it_names_the_columns(style: str, level: int) -> None:
    cells = "<table:table-cell><text:p text:style-name='{}'>{}</text:p></table:table-cell>"
    document = read(
        f"<table:table><table:table-row>{cells.format(style, 'h') * 2}</table:table-row>"
        f"<table:table-row>{cells.format('P1', 'a') * 2}</table:table-row></table:table>"
    )

    assert [level for kind, _, level in shape(document) if kind == "row"] == [level, 0]


def test_a_table_of_one_column_only_places_what_is_in_it() -> None:
    document = read(
        "<table:table><table:table-row><table:table-cell><text:h>H</text:h><text:p>p</text:p>"
        "</table:table-cell></table:table-row></table:table>"
    )

    assert [kind for kind, _, _ in shape(document)] == ["heading", "paragraph"]


def test_notes_stand_at_the_end_and_their_signs_lead_there() -> None:
    note = (
        "<text:note><text:note-citation>{}</text:note-citation><text:note-body><text:p>{}</text:p>"
        "</text:note-body></text:note>"
    )
    document = read(
        f"<text:p>The deal{note.format('*', 'In Bamako' + note.format('i', 'Inner'))} was"
        f"{note.format('2', 'Second')} made.</text:p><text:p>After it.</text:p>"
    )

    assert document.text == "The deal1 was2 made.\n\nAfter it.\n\nIn Bamako3\n\nSecond\n\nInner"
    targets = [document.text[int(s.target[1:]) :][:5] for s in document.spans if s.target]
    assert targets == ["In Ba", "Secon", "Inner"]
    notes = [block.level for block in document.blocks if block.kind is BlockKind.FOOTNOTE]
    assert notes == [1, 2, 3]


def test_quotations_and_code_are_told_by_their_styles() -> None:
    document = read(
        '<text:p>x</text:p><text:p text:style-name="P1">one</text:p>'
        '<text:p text:style-name="P1">two</text:p><text:p text:style-name="Preformatted_20_Text">a'
        '<text:s text:c="3"/>b</text:p><text:p text:style-name="Preformatted_20_Text"/>'
        '<text:p text:style-name="Preformatted_20_Text"><text:s/>c</text:p>'
        '<text:p text:style-name="Title">T</text:p>'
    )

    assert shape(document) == [
        ("paragraph", "x", 0),
        ("quotation", "one\n\ntwo", 0),
        ("paragraph", "one", 0),
        ("paragraph", "two", 0),
        ("code", "a   b\n\n c", 0),
        ("heading", "T", 1),
    ]


def test_what_was_deleted_hidden_or_said_aside_is_not_read() -> None:
    document = read(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        "<text:p>a<office:annotation><dc:creator>Ada</dc:creator><text:p>aside</text:p>"
        '</office:annotation> b</text:p><text:section text:display="none"><text:p>no</text:p>'
        "</text:section><text:section><text:p>yes</text:p></text:section>"
        "<text:table-of-content><text:table-of-content-source><text:index-title-template>gone"
        "</text:index-title-template></text:table-of-content-source><text:index-body>"
        "<text:p>Contents</text:p></text:index-body></text:table-of-content>"
    )

    assert document.text == "a b\n\nyes\n\nContents"


def test_comments_are_offered_as_marks() -> None:
    comment = (
        '<office:annotation office:name="{0}"><dc:creator>Ada</dc:creator><dc:date>2024-02-08T10:00:00'
        "</dc:date><text:p>Why?</text:p><text:p>{0}</text:p></office:annotation>"
    )
    end = '<office:annotation-end office:name="1"/>'
    body = f"<text:p>a {comment.format(1)}bold claim{end} b</text:p><text:p>point{comment.format(2)}</text:p>"

    found = odt.load(SourceBytes(made(body)), Hint(name="a.odt"), pause=go_on)

    assert found.document.text == "a bold claim b\n\npoint"
    assert [(each.quote, each.note, each.creator, each.created) for each in found.marks] == [
        ("bold claim", "Why?\n\n1", "Ada", "2024-02-08T10:00:00Z"),
        ("point", "Why?\n\n2", "Ada", "2024-02-08T10:00:00Z"),
    ]


def test_pictures_are_their_descriptions_and_frames_follow_their_paragraph() -> None:
    document = read(
        "<text:p>be<draw:frame><draw:image/><svg:desc>A map</svg:desc></draw:frame>fore"
        "<draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box></draw:frame></text:p>"
    )

    assert [entry[:2] for entry in shape(document)] == [
        ("paragraph", "before"),
        ("image", "A map"),
        ("paragraph", "boxed"),
    ]


def test_pages_are_places_and_leave_no_trace_in_a_quotation() -> None:
    document = read(
        "<text:p>A sentence <text:soft-page-break/>that goes on.</text:p><text:soft-page-break/>"
        "<text:p>Next.</text:p>"
    )

    assert document.flowing(Range(0, 25)) == "A sentence that goes on. "[:24] + "\n"
    assert document.locators == (
        Locator("page", "1", 0),
        Locator("page", "2", 11),
        Locator("page", "3", 26),
    )


def test_hyperlinks_lead_out_and_to_places_in_the_text() -> None:
    document = read(
        '<text:p><text:a xlink:href="https://a.example/">out</text:a> <text:a xlink:href="#here">in'
        '</text:a> <text:a xlink:href="javascript:x">no</text:a> <text:a xlink:href="#gone">gone'
        '</text:a></text:p><text:p>x <text:bookmark text:name="here"/>place</text:p>'
    )

    assert [span.target for span in document.spans] == ["https://a.example/", "#18"]
    assert document.text[18:] == "place"


def test_what_it_says_of_itself() -> None:
    document = read(
        "<text:p>x</text:p>",
        meta="<dc:title>A  title</dc:title><meta:initial-creator>Ada</meta:initial-creator>"
        "<dc:creator>Bob</dc:creator><dc:date>2024-02-08T10:00:00</dc:date><dc:language>de</dc:language>",
    )

    assert document.metadata == Metadata(
        title="A title", authors=("Ada",), published="2024-02-08", language="de"
    )
    assert read("<text:h>Head</text:h>").metadata.title == "Head"
    assert read("<text:p>x</text:p>").metadata.title == "a.odt"


def test_what_cannot_be_read_is_said() -> None:
    deep = "<text:section>" * 300 + "<text:p>x</text:p>" + "</text:section>" * 300
    locked = (
        f'<manifest:manifest {NAMES}><manifest:file-entry manifest:full-path="content.xml">'
        "<manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    )

    assert refusal(made("")) == "it holds no text."
    assert refusal(made("<text:p>x")) == "content.xml in it is damaged."
    assert refusal(made(deep)) == "content.xml in it is damaged."
    assert refusal(made("<text:p>x</text:p>", more={"META-INF/manifest.xml": locked})) == (
        "it is protected by a password."
    )
    assert "content.xml is not in it" in refusal(made("").replace(b"content.xml", b"cuntent.xml"))
    data = made("<text:p>x &lt; y</text:p>").replace(b"mimetype", b"mimetypf")
    assert loaded(data).text == "x < y"


WORDS = st.integers(min_value=0, max_value=10_000).map("w{}".format)
LEAF = WORDS.map("<text:p>{0}</text:p>".format)


def _containers(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner, max_size=3).map("".join)
    item = several.map("<text:list-item>{0}</text:list-item>".format)
    cell = several.map("<table:table-cell>{0}</table:table-cell>".format)
    row = st.lists(cell, min_size=1, max_size=3).map(
        lambda cells: f"<table:table-row>{''.join(cells)}</table:table-row>"
    )
    return st.one_of(
        several.map("<text:section>{0}</text:section>".format),
        st.lists(item, max_size=3).map(lambda each: f"<text:list>{''.join(each)}</text:list>"),
        st.lists(row, max_size=3).map(lambda each: f"<table:table>{''.join(each)}</table:table>"),
        WORDS.map('<text:p text:style-name="P1"><text:span>{0}</text:span></text:p>'.format),
        several.map(
            "<text:p><draw:frame><draw:text-box>{0}</draw:text-box></draw:frame></text:p>".format
        ),
    )


@settings(max_examples=60, deadline=None)
@given(body=st.lists(st.recursive(LEAF, _containers, max_leaves=12), min_size=1, max_size=4))
def test_every_word_is_read_once_and_in_order(body: list[str]) -> None:
    from lxml import etree

    source = f"<text:p>first</text:p>{''.join(body)}"
    tree = etree.fromstring(f"<x {NAMES}>{source}</x>")

    document = read(source)

    assert document.text.split() == " ".join(tree.itertext()).split()


def test_a_text_opens_whatever_it_is_called() -> None:
    document = load(made("<text:p>Text.</text:p>"), Hint(name="a.txt")).document

    assert (document.text, document.metadata.title) == ("Text.", "a.txt")
    assert document.loader == odt.LOADER
    assert len(document.source_sha256) == 64


def test_texts_with_mistakes_are_read_or_refused_with_a_sentence() -> None:
    for changed in with_damaged_members(
        made("<text:list><text:list-item><text:p>x</text:p></text:list-item></text:list>"), 50
    ):
        with contextlib.suppress(UnreadableSourceError):
            loaded(changed)
