"""RTF: letters of all code pages, and what is to be seen of a document, once and in order."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.document import BlockKind, Document
from annotations.errors import UnreadableSourceError
from reader.loaders import Hint, SourceBytes, load, rtf
from reader.loaders.loaded import go_on
from tests.reader.loaders.invariants import check
from tests.reader.loaders.mutation import mutations
from tests.reader.loaders.shapes import shape, spans

HEAD = r"""{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fcharset204 Cyr;}
{\f2\fcharset128 Jap;}}{\colortbl;\red0\green0\blue0;}{\stylesheet{Normal;}{\s1\b heading 2;}
{\*\cs2 Strong;}{\s3 Quote;}}{\info{\title A title}{\author Ada}{\operator no}}
"""


def read(body: str) -> Document:
    return loaded((HEAD + body + "}").encode("latin-1"))


def loaded(data: bytes) -> Document:
    document = rtf.load(SourceBytes(data), Hint(name="a.rtf"), pause=go_on).document
    check(document)
    return document


def test_letters_are_in_the_code_pages_of_their_fonts() -> None:
    document = read(
        r"caf\'e9 {\f1\'ef\'f0\'e8}\f2\'83A\'83\'40 \f0\u8212?\u-10179?\u-8704? \uc0\u228 x\uc2\u228\'3f\'3fy"
        r"\emdash\~\{\}\\ \u8364\'80?z"
    )

    assert document.text == "café приアァ —\U0001f600 äxäy—\u00a0{}\\ €z"


def test_paragraphs_and_their_emphasis() -> None:
    document = read(
        "One {\\b bo\nld\\b0  and} {\\i it {\\b both}}\\super 2\\nosupersub \\strike x\\plain{\\v hidden}\\par"
        "\n\\pard two\\line lines\\tab tab\\par\\par\\page three"
    )

    assert document.text == "One bold and it both2x\n\ntwo\nlines tab\n\nthree"
    assert spans(document) == [
        ("strong", "bold"),
        ("emphasis", "it both"),
        ("strong", "both"),
        ("superscript", "2"),
        ("strike", "x"),
        ("break", "\n"),
    ]


def test_headings_and_quotations_are_told_by_their_styles() -> None:
    document = read(
        r"\pard\s1 Head\par\pard\outlinelevel2 Deep\par\pard\s3 Said\par\s3 so\par\pard x"
    )

    assert shape(document) == [
        ("heading", "Head", 2),
        ("heading", "Deep", 3),
        ("quotation", "Said\n\nso", 0),
        ("paragraph", "Said", 0),
        ("paragraph", "so", 0),
        ("paragraph", "x", 0),
    ]


def test_lists_have_their_numbers_and_their_levels() -> None:
    document = read(
        r"before\par{\listtext 3.\tab}\pard\ls1 three\par{\listtext a)\tab}\pard\ls1\ilvl1 a\par"
        r"{\pntext\'b7\tab}\pard{\*\pn\pnlvlblt}dot\par\pard after"
    )

    assert document.text == "before\n\nthree\na\ndot\n\nafter"
    items = [block.level for block in document.blocks if block.kind is BlockKind.ITEM]
    assert items == [3, 0, 0]


def test_a_table_keeps_its_rows_and_columns() -> None:
    document = read(
        r"before\par\trowd\pard\intbl a\par b\cell \pard\intbl\b c\cell\row"
        r"\trowd\pard\intbl\b0\cell d\cell\row\pard after"
    )

    assert document.text == "before\n\na\nb\tc\n\td\n\nafter"
    assert [kind for kind, _, _ in shape(document)].count("cell") == 4
    assert ("strong", "c") in spans(document)


def test_notes_stand_at_the_end_and_their_signs_lead_there() -> None:
    document = read(
        r"The deal{\super\chftn{\footnote\pard\plain{\super\chftn} In \i Bamako.}} was{\footnote Last.}"
        r" made.\par After it."
    )

    assert document.text == "The deal1 was2 made.\n\nAfter it.\n\nIn Bamako.\n\nLast."
    targets = [document.text[int(s.target[1:]) :][:4] for s in document.spans if s.target]
    assert targets == ["In B", "Last"]
    notes = [block.level for block in document.blocks if block.kind is BlockKind.FOOTNOTE]
    assert notes == [1, 2]


def test_hyperlinks_lead_out_and_to_places_in_the_text() -> None:
    document = read(
        r'{\field{\*\fldinst{ HYPERLINK "https://a.example/" }}{\fldrslt{\ul out}}} '
        r'{\field{\*\fldinst HYPERLINK \\l "here"}{\fldrslt in}} {\field{\*\fldinst PAGE}{\fldrslt 7}}'
        r"\par x {\*\bkmkstart here}place{\*\bkmkend here}"
    )

    assert document.text == "out in 7\n\nx place"
    assert [s.target for s in document.spans] == ["https://a.example/", "#12"]


def test_what_is_not_to_be_seen_is_not_read() -> None:
    document = read(
        r"{\header no}{\footerr no}a{\*\unknown no {\b no}}{\pict\pngblip 89504e470d0a}{\*\annotation no}"
        r"{\pict\bin5 }}{}x} b{\shp{\*\shpinst{\sp{\sn no}{\sv no}}{\shptxt boxed\par}}}"
    )

    assert document.text == "a bboxed"


def test_what_it_says_of_itself() -> None:
    document = read("x")

    assert (document.metadata.title, document.metadata.authors) == ("A title", ("Ada",))
    assert loaded(rb"{\rtf1 x}").metadata.title == "a.rtf"


@pytest.mark.parametrize(
    "data", [b"{\\rtf1", b"{\\rtf1}", b"{\\rtf1\\par\\par}", b"{\\rtf1{\\pict 00}}"]
)
def test_what_holds_no_text_is_said(data: bytes) -> None:
    with pytest.raises(UnreadableSourceError) as caught:
        loaded(data)

    assert str(caught.value) == "a.rtf cannot be read: it holds no text."


@pytest.mark.parametrize(
    "data",
    [
        b"{\\rtf1 " + b"{" * 200_000 + b"deep",
        b"{\\rtf1 first" + b"}" * 200_000 + b" after",
        b"{\\rtf1 x" + b"{\\field{\\*\\fldinst HYPERLINK " * 20_000,
        b"{\\rtf1 x" + b"{\\footnote y" * 20_000,
        b"{\\rtf1 x\\bin99999999999 y",
        b"{\\rtf1 x\\u99999999999 y\\ansicpg99999\\f99999 z\\uc99999999 \\u1 end",
    ],
    ids=["groups", "ends", "fields", "notes", "bin", "numbers"],
)
def test_hostile_documents_are_read(data: bytes) -> None:
    loaded(data)


def test_a_document_opens_whatever_it_is_called() -> None:
    document = load((HEAD + "Text.}").encode(), Hint(name="a.txt")).document

    assert (document.text, document.loader) == ("Text.", rtf.LOADER)


def test_documents_with_mistakes_are_read_or_refused_with_a_sentence() -> None:
    body = (
        r"{\listtext 3.\tab}\ls1 x\par\intbl a\cell b\cell\row\pard y{\footnote z}\u8212?\'e9\par}"
    )

    for changed in mutations((HEAD + body).encode(), 50):
        with contextlib.suppress(UnreadableSourceError):
            loaded(changed)


WORDS = st.integers(min_value=0, max_value=10_000).map("w{}".format)
PIECES = st.one_of(
    WORDS.map(" {} ".format),
    WORDS.map(r"{{\b {}}} ".format),
    WORDS.map(r"\pard\s3 {}\par ".format),
    WORDS.map(r"{{\listtext 1.\tab}}\pard\ls1 {}\par\pard ".format),
    st.tuples(WORDS, WORDS).map(lambda w: rf"\par\pard\intbl {w[0]}\cell {w[1]}\cell\row\pard "),
    st.just("\\par\n"),
)


@settings(max_examples=60, deadline=None)
@given(body=st.lists(PIECES, min_size=1, max_size=12).map("".join))
def test_every_word_is_read_once_and_in_order(body: str) -> None:
    document = read("first " + body)

    wanted = body.replace("{", " ").replace("}", " ").replace("\\", " \\").split()
    assert document.text.split() == ["first", *(each for each in wanted if each[:1] == "w")]
