"""Word documents: their structure, and what is to be seen in them, once and in order."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.document import BlockKind, Document, Locator
from annotations.errors import UnreadableSourceError
from annotations.model import Colour, Metadata, Range
from reader.loaders import Hint, SourceBytes, load
from reader.loaders import docx as loader
from reader.loaders.loaded import Loaded, go_on
from tests.reader.loaders.docx_files import docx, item, paragraph, run
from tests.reader.loaders.invariants import check
from tests.reader.loaders.shapes import shape, spans
from tests.reader.loaders.zips import packed, unpacked, with_damaged_members


def loaded(data: bytes, *, is_head: bool = False) -> Loaded:
    found = loader.load(SourceBytes(data), Hint(name="a.docx"), is_head=is_head, pause=go_on)
    check(found.document)
    return found


def read(body: str, **parts: str) -> Document:
    return loaded(docx(body, **parts)).document  # type: ignore[arg-type]  # texts alone


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableSourceError) as caught:
        loaded(data)
    return str(caught.value).removeprefix("a.docx cannot be read: ")


def test_headings_are_told_by_their_styles_whatever_the_language() -> None:
    document = read(
        paragraph("A title", style="Titel")
        + paragraph("Two", style="berschrift2")
        + paragraph("Own", style="Eigene")
        + paragraph("Outlined", more='<w:outlineLvl w:val="3"/>')
        + paragraph("Body", more='<w:outlineLvl w:val="9"/>')
    )

    assert shape(document) == [
        ("heading", "A title", 1),
        ("heading", "Two", 2),
        ("heading", "Own", 2),
        ("heading", "Outlined", 4),
        ("paragraph", "Body", 0),
    ]
    assert document.metadata.title == "A title"


def test_emphasis_goes_over_what_is_split_into_runs() -> None:
    document = read(
        paragraph(
            run("bo", "<w:b/>"),
            run("ld", '<w:rStyle w:val="Fett"/>'),
            run(" not", '<w:rStyle w:val="Fett"/><w:b w:val="0"/>'),
            run("2", '<w:vertAlign w:val="superscript"/>'),
            run("secret", "<w:vanish/>"),
            "<w:r><w:tab/><w:t>x</w:t><w:br/><w:noBreakHyphen/></w:r>",
        )
    )

    assert document.text == "bold not2 x\n\u2011"
    assert spans(document) == [
        ("strong", "bo"),
        ("strong", "ld"),
        ("superscript", "2"),
        ("break", "\n"),
    ]


def test_lists_have_their_numbers_and_their_levels() -> None:
    document = read(
        paragraph("before")
        + item("three")
        + item("a", 1)
        + item("b", 1)
        + item("four")
        + paragraph("between")
        + item("five")
        + item("nine", numbers=3)
        + paragraph("dot", style="Liste")
        + item("none", numbers=0)
    )

    assert document.text == "before\n\nthree\na\nb\nfour\n\nbetween\n\nfive\n\nnine\n\ndot\n\nnone"
    items = [block.level for block in document.blocks if block.kind is BlockKind.ITEM]
    assert items == [3, 1, 2, 4, 5, 9, 0]
    inner = next(block for block in document.blocks if block.level == 2)
    assert document.blocks[document.blocks[inner.parent].parent].level == 3


def cell(*content: str, span: int = 1) -> str:
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{"".join(content)}</w:tc>'


def test_a_table_keeps_its_rows_and_columns() -> None:
    document = read(
        paragraph("before")
        + f"<w:tbl><w:tr>{cell(paragraph('a'), paragraph('b'))}{cell(item('c'))}</w:tr>"
        f"<w:tr>{cell(paragraph('wide'), span=2)}</w:tr></w:tbl>"
        f"<w:tbl><w:tr>{cell(paragraph('placed', style='berschrift2'))}</w:tr></w:tbl>"
    )

    assert document.text == "before\n\na\nb\tc\nwide\t\n\nplaced"
    assert shape(document)[-1] == ("heading", "placed", 2)


LOOK = '<w:tblPr><w:tblStyle w:val="{}"/><w:tblLook w:{}="{}"/></w:tblPr>'
BOLD_HEAD = '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr>'
TABLES = (
    f'<w:style w:type="table" w:styleId="Grid">{BOLD_HEAD}</w:style>'
    '<w:style w:type="table" w:styleId="Own"><w:basedOn w:val="Grid"/></w:style>'
    '<w:style w:type="table" w:styleId="Plain"/>'
)


@pytest.mark.parametrize(
    ("table", "row", "name", "is_head"),
    [
        ("", "<w:tblHeader/>", "h", True),
        ("", '<w:tblHeader w:val="0"/>', "h", False),
        ("", "", run("h", "<w:b/>"), True),
        ("", "", "h", False),
        (LOOK.format("Own", "val", "04A0"), "", "h", True),
        (LOOK.format("Own", "firstRow", "1"), "", "h", True),
        (LOOK.format("Own", "firstRow", "0"), "", "h", False),
        (LOOK.format("Own", "val", "odd"), "", "h", False),
        (LOOK.format("Plain", "val", "04A0"), "", "h", False),
    ],
)
def test_the_row_that_names_the_columns_is_known(
    table: str, row: str, name: str, *, is_head: bool
) -> None:
    document = read(
        f"<w:tbl>{table}<w:tr><w:trPr>{row}</w:trPr>{cell(paragraph(name)) * 2}</w:tr>"
        f"<w:tr>{cell(paragraph('a')) * 2}</w:tr></w:tbl>",
        styles=TABLES,
    )

    levels = [level for kind, _, level in shape(document) if kind == "row"]
    assert levels == [int(is_head), 0]


def test_notes_stand_at_the_end_and_their_signs_lead_there() -> None:
    def sign(kind: str, number: int) -> str:
        return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'

    footnote = f'<w:footnote w:id="2">{paragraph("<w:r><w:footnoteRef/></w:r>", " In ", "Bamako.")}</w:footnote>'
    endnote = f'<w:endnote w:id="2">{paragraph("Last.")}</w:endnote>'
    separator = f'<w:footnote w:type="separator" w:id="0">{paragraph("no")}</w:footnote>'

    document = read(
        paragraph("The deal", sign("endnote", 2), " was", sign("footnote", 2), " made.")
        + paragraph("After it."),
        footnotes=separator + footnote,
        endnotes=endnote,
    )

    assert document.text == "The deal1 was2 made.\n\nAfter it.\n\nLast.\n\nIn Bamako."
    targets = [document.text[int(s.target[1:]) :][:5] for s in document.spans if s.target]
    assert targets == ["Last.", "In Ba"]
    notes = [block.level for block in document.blocks if block.kind is BlockKind.FOOTNOTE]
    assert notes == [1, 2]


def test_quotations_and_code_are_told_by_their_styles() -> None:
    document = read(
        paragraph("one", style="Zitat")
        + paragraph("two", style="Zitat")
        + paragraph("a   b", style="Code")
        + paragraph("", style="Code")
        + paragraph(" c", style="Code")
        + paragraph("x")
    )

    assert shape(document) == [
        ("quotation", "one\n\ntwo", 0),
        ("paragraph", "one", 0),
        ("paragraph", "two", 0),
        ("code", "a   b\n\n c", 0),
        ("paragraph", "x", 0),
    ]


def test_what_was_deleted_is_gone_and_what_was_added_is_there() -> None:
    document = read(
        paragraph(
            "a",
            f"<w:del>{run('gone').replace('w:t', 'w:delText')}</w:del>",
            f"<w:ins>{run(' b')}</w:ins>",
            f"<w:moveFrom>{run('gone')}</w:moveFrom>",
            f"<w:sdt><w:sdtPr/><w:sdtContent>{run(' c')}</w:sdtContent></w:sdt>",
        )
        + f"<w:sdt><w:sdtContent>{paragraph('d')}</w:sdtContent></w:sdt><w:sectPr/>"
    )

    assert document.text == "a b c\n\nd"


def test_hyperlinks_lead_out_and_to_places_in_the_text() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK </w:instrText></w:r>'
        '<w:r><w:instrText>"https://b.example/" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    document = read(
        paragraph(
            f'<w:hyperlink r:id="r1">{run("out")}</w:hyperlink>',
            f'<w:hyperlink w:anchor="here">{run(" in")}</w:hyperlink>',
            field.format(run(" field")),
        )
        + paragraph("x ", '<w:bookmarkStart w:id="0" w:name="here"/>', "place"),
        relations='<Relationship Id="r1" Type="x/hyperlink" Target="https://a.example/"/>',
    )

    assert document.text == "out in field\n\nx place"
    assert [s.target for s in document.spans] == ["https://a.example/", "#16", "https://b.example/"]


def test_comments_and_highlights_are_offered_as_marks() -> None:
    comment = '<w:commentRangeStart w:id="{0}"/>{1}<w:commentRangeEnd w:id="{0}"/>'
    reference = '<w:r><w:commentReference w:id="{}"/></w:r>'
    yellow, dark = '<w:highlight w:val="yellow"/>', '<w:highlight w:val="darkBlue"/>'
    body = (
        paragraph(
            "a ",
            comment.format(1, run("bold", yellow)) + reference.format(1),
            run(" claim", yellow),
        )
        + paragraph("point", reference.format(2))
        + paragraph(run("claim", dark), " and ", run("claim", dark))
    )
    comments = "".join(
        f'<w:comment w:id="{number}" w:author="Ada" w:date="2024-02-08T10:00:00Z">'
        f"{paragraph('Why', '<w:r><w:t>?</w:t></w:r>')}{paragraph(str(number))}</w:comment>"
        for number in (1, 2, 3)
    )
    data = docx(body, comments=comments)

    found = loaded(data)

    assert found.document.text == "a bold claim\n\npoint\n\nclaim and claim"
    assert [(each.quote, each.colour, each.note) for each in found.marks] == [
        ("bold claim", Colour.YELLOW, ""),
        ("claim", Colour.BLUE, ""),
        ("claim", Colour.BLUE, ""),
        ("bold", None, "Why?\n\n1"),
        ("point", None, "Why?\n\n2"),
    ]
    assert [each.start for each in found.marks] == [2, 21, 31, 2, 14]
    assert (found.marks[3].creator, found.marks[3].created) == ("Ada", "2024-02-08T10:00:00Z")
    assert len({each.id for each in found.marks}) == 5
    assert loaded(data).marks == found.marks


def test_text_in_frames_is_read_once_and_pictures_are_their_descriptions() -> None:
    box = f"<w:txbxContent>{paragraph('boxed')}</w:txbxContent>"
    both = (
        f"<x:AlternateContent><x:Choice><w:drawing>{box}</w:drawing></x:Choice>"
        f"<x:Fallback><w:pict>{box}</w:pict></x:Fallback></x:AlternateContent>"
    )
    picture = '<w:drawing><x:docPr id="1" descr="A map"/></w:drawing>'

    document = read(paragraph("before", f"<w:r>{both}</w:r>", f"<w:r>{picture}</w:r>"))

    assert [entry[:2] for entry in shape(document)] == [
        ("paragraph", "before"),
        ("paragraph", "boxed"),
        ("image", "A map"),
    ]


def test_pages_are_places_and_leave_no_trace_in_a_quotation() -> None:
    document = read(
        paragraph("A sentence ", "<w:r><w:lastRenderedPageBreak/></w:r>", "that goes on.")
        + paragraph('<w:r><w:br w:type="page"/></w:r>')
        + paragraph("<w:r><w:lastRenderedPageBreak/></w:r>", "Next.")
    )

    assert document.flowing(Range(0, 24)) == "A sentence that goes on."
    assert document.text == "A sentence that goes on.\n\nNext."
    assert document.locators == (
        Locator("page", "1", 0),
        Locator("page", "2", 11),
        Locator("page", "3", 26),
    )


def test_what_it_says_of_itself() -> None:
    core = (
        "<dc:title>A title</dc:title><dc:creator>Ada; Bob</dc:creator><dc:language>de</dc:language>"
        "<dcterms:created>2020-01-01T00:00:00Z</dcterms:created>"
        "<dcterms:modified>2024-02-08T10:00:00Z</dcterms:modified>"
    )

    assert read(paragraph("x"), core=core).metadata == Metadata(
        title="A title", authors=("Ada", "Bob"), published="2024-02-08", language="de"
    )
    assert read(paragraph("x")).metadata.title == "a.docx"


def test_what_cannot_be_read_is_said() -> None:
    whole = docx(paragraph("x"))
    without = {name: part for name, part in unpacked(whole).items() if "document" not in name}

    assert refusal(docx("")) == "it holds no text."
    assert refusal(docx("<w:p>")) == "word/document.xml in it is damaged."
    assert refusal(packed(without)) == (
        "it is no Word document that is whole (word/document.xml is not in it)."
    )
    assert (
        refusal(docx("<w:sdt>" * 300 + "</w:sdt>" * 300)) == "word/document.xml in it is damaged."
    )
    assert refusal(whole[:-40]) == "it is damaged."


@pytest.mark.parametrize("count", [10, 2_000])
def test_the_head_of_a_document_is_its_beginning(count: int) -> None:
    body = "".join(
        paragraph(f"Paragraph {number} of some words.") + item(f"Item {number}")
        for number in range(count)
    )

    head, whole = loaded(docx(body), is_head=True), loaded(docx(body))

    assert whole.document.text.startswith(head.document.text)
    assert head.is_whole == (count == 10)
    assert len(whole.document.source_sha256) == 64


def test_a_document_opens_whatever_it_is_called() -> None:
    document = load(docx(paragraph("Text.")), Hint(name="a.txt")).document

    assert (document.text, document.loader) == ("Text.", loader.LOADER)


def test_documents_with_mistakes_are_read_or_refused_with_a_sentence() -> None:
    for changed in with_damaged_members(
        docx(item("x") + f"<w:tbl><w:tr>{cell(paragraph('y'))}</w:tr></w:tbl>"), 50
    ):
        with contextlib.suppress(UnreadableSourceError):
            loaded(changed)


WORDS = st.integers(min_value=0, max_value=10_000).map("w{}".format)
PARAGRAPH = st.one_of(
    WORDS.map(paragraph),
    st.tuples(WORDS, st.integers(0, 3), st.integers(0, 3)).map(lambda drawn: item(*drawn)),
    st.tuples(WORDS, st.sampled_from(["Zitat", "Code", "berschrift2"])).map(
        lambda drawn: paragraph(drawn[0], style=drawn[1])
    ),
)


def _containers(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner, max_size=3).map("".join)
    rows = st.lists(st.lists(several.map(cell), min_size=1, max_size=3).map("".join), max_size=3)
    return st.one_of(
        several.map("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>".format),
        rows.map(lambda each: f"<w:tbl><w:tr>{'</w:tr><w:tr>'.join(each)}</w:tr></w:tbl>"),
        several.map(
            lambda each: paragraph(
                f"<w:r><w:pict><w:txbxContent>{each}</w:txbxContent></w:pict></w:r>"
            )
        ),
    )


@settings(max_examples=60, deadline=None)
@given(body=st.lists(st.recursive(PARAGRAPH, _containers, max_leaves=12), min_size=1, max_size=5))
def test_every_word_is_read_once_and_in_order(body: list[str]) -> None:
    source = paragraph("first") + "".join(body)

    document = read(source)

    wanted = source.replace('preserve">', ">\n").replace("</w:t>", "\n").split("\n")
    assert document.text.split() == [each for each in wanted if each and "<" not in each]


def test_a_note_that_refers_to_itself_is_read_once() -> None:
    sign = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    note = f'<w:footnote w:id="1">{paragraph("one ", sign)}</w:footnote>'
    document = read(paragraph("a ", sign), footnotes=note)

    assert document.text == "a 1\n\none 2"
    targets = {span.target for span in document.spans if span.target}
    assert targets == {f"#{document.text.index('one')}"}


def test_places_in_code_and_behind_it_are_where_they_stand() -> None:
    marked = ('<w:commentRangeStart w:id="5"/>', "marked", '<w:commentRangeEnd w:id="5"/>')
    comment = f'<w:comment w:id="5" w:author="A">{paragraph("why")}</w:comment>'
    named = '<w:bookmarkStart w:name="place"/>'
    found = loaded(
        docx(
            paragraph("  one", style="Code")
            + paragraph("  two ", *marked, style="Code")
            + paragraph(named, "behind")
            + paragraph('<w:hyperlink w:anchor="place"><w:r><w:t>go</w:t></w:r></w:hyperlink>'),
            comments=comment,
        )
    )

    assert [piece.quote for mark in found.marks for piece in mark.pieces] == ["marked"]
    text = found.document.text
    assert [s.target for s in found.document.spans if s.target] == [f"#{text.index('behind')}"]


def test_places_in_paragraphs_without_words_are_gathered_in_time() -> None:
    empty = "".join(f'<w:p><w:bookmarkStart w:name="b{number}"/></w:p>' for number in range(8_000))
    data = docx(paragraph("a") + empty + paragraph("z"))
    begun = time.process_time()

    assert loaded(data).document.text == "a\n\nz"
    assert time.process_time() - begun < 0.6


def test_many_comments_that_say_the_same_are_told_apart_in_time() -> None:
    places = [f'<w:commentRangeStart w:id="{number}"/>' for number in range(1_500)]
    comments = "".join(
        f'<w:comment w:id="{number}">{paragraph("same")}</w:comment>' for number in range(1_500)
    )
    data = docx(paragraph(*places, "text"), comments=comments)
    begun = time.process_time()

    assert len({mark.id for mark in loaded(data).marks}) == 1_500
    assert time.process_time() - begun < 1


def test_ways_to_say_one_thing_within_each_other_are_gone_through_once() -> None:
    begin, end = "<x:AlternateContent><x:Choice>", "</x:Choice></x:AlternateContent>"
    box = f"<w:txbxContent>{paragraph('box')}</w:txbxContent>"
    frame = f"<w:r><w:pict>{begin * 40}{box}{end * 40}</w:pict></w:r>"

    assert read(paragraph("text", frame)).text == "text\n\nbox"
