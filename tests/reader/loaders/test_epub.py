"""Books: chapters in their order, contents, pages, notes, and what of a book cannot be read."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.document import BlockKind, Document, Locator
from annotations.errors import UnreadableSourceError
from annotations.model import Metadata, Range
from reader.loaders import Hint, SourceBytes, epub, load
from reader.loaders.loaded import Loaded, go_on
from tests.reader.loaders.epub_files import CONTAINER, book, item
from tests.reader.loaders.invariants import check
from tests.reader.loaders.zips import packed, with_damaged_members


def loaded(data: bytes, *, is_head: bool = False) -> Loaded:
    found = epub.load(SourceBytes(data), Hint(name="a.epub"), is_head=is_head, pause=go_on)
    check(found.document)
    return found


def read(data: bytes) -> Document:
    return loaded(data).document


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableSourceError) as caught:
        loaded(data)
    return str(caught.value).removeprefix("a.epub cannot be read: ")


def headings(document: Document) -> list[tuple[int, str]]:
    """Level and text of each heading."""
    blocks = [document.blocks[index] for index in document.headings]
    return [(block.level, document.text[block.start : block.end]) for block in blocks]


def destinations(document: Document) -> list[str]:
    """How the text goes on where each hyperlink within it leads."""
    targets = [span.target for span in document.spans if span.target.startswith("#")]
    return [document.text[int(target[1:]) :].split("\n")[0] for target in targets]


def notes(document: Document) -> list[tuple[int, str]]:
    return [
        (block.level, document.text[block.start : block.end])
        for block in document.blocks
        if block.kind is BlockKind.FOOTNOTE
    ]


# --- the order of reading ---------------------------------------------------------------------


def test_chapters_are_read_in_the_order_of_the_spine() -> None:
    document = read(
        book({"a": "<p>A</p>", "b": "<p>B</p>", "c": "<p>C</p>"}, order=["c", "a", "c", "b"])
    )

    assert document.text == "C\n\nA\n\nB"


def test_what_is_not_in_the_main_order_is_read_last() -> None:
    document = read(
        book(
            {"a": "<p>A</p>", "b": "<p>B</p>", "c": "<p>C</p>"},
            nav='<nav epub:type="toc"><ol><li><a href="a.xhtml">A</a></li></ol></nav>',
            order=["a", "b", "nav", "c"],
            nonlinear=["a", "nav"],
        )
    )

    assert document.text == "B\n\nC\n\nA"


def test_what_is_no_text_is_read_by_what_stands_in_for_it() -> None:
    manifest = (
        '<item id="a" href="a.psd" media-type="image/x-psd" fallback="b"/>'
        '<item id="b" href="x/b.json" media-type="application/json" fallback="c"/>'
        '<item id="c" href="c%20c.xhtml" media-type="application/xhtml+xml" fallback="a"/>'
    )
    data = book({"c c": "<p>C</p>"}, order=["a"], manifest=manifest)

    assert read(data).text == "C"


def test_a_chapter_that_is_named_again_and_again_is_read_once() -> None:
    document = read(book({"a": "<p>one</p>", "b": "<p>two</p>"}, order=["a", "b", "a"] * 5_000))

    assert document.text == "one\n\ntwo"


def test_archives_within_a_book_are_not_unpacked() -> None:
    bomb = packed({"a": b"\0" * (1 << 20)})
    for _ in range(5):
        bomb = packed({str(number): bomb for number in range(16)})
    kept = '<item id="z" href="z.zip" media-type="application/zip"/>'
    manifest = kept + item("a.xhtml")

    document = read(book({"a": "<p>one</p>"}, manifest=manifest, more={"OPS/z.zip": bomb}))

    assert document.text == "one"


def test_files_that_are_missing_are_told() -> None:
    manifest = (
        '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="b" href="b.xhtml" media-type="application/xhtml+xml"/>'
    )
    found = loaded(book({"a": "<p>A</p>"}, order=["b", "a", "gone"], manifest=manifest))

    assert found.document.text == "A"
    assert found.notices == ("The book names 2 files with text; 1 of them it does not hold.",)


def test_the_first_package_that_the_container_names_counts() -> None:
    data = book(
        {"a": "<p>A</p>"},
        more={"META-INF/container.xml": CONTAINER.format("../OPS/%62ook.opf"), "b.opf": "<x/>"},
    )

    assert read(data).text == "A"


@pytest.mark.parametrize(
    "body",
    [
        "<p>caf&eacute;&nbsp;&amp; &unknown; &#8212;<br/>x</p>",
        "<p>café\u00a0&amp; &amp;unknown; —<br>x",
        "<p>café\u00a0&amp; &amp;unknown; —<br>x</div></p>",
    ],
    ids=["entities", "unclosed", "wrongly closed"],
)
def test_chapters_that_are_no_xml_are_read_all_the_same(body: str) -> None:
    assert read(book({"a": body})).text == "café\u00a0& &unknown; —\nx"


def test_writing_from_right_to_left_or_downwards_is_read_as_it_is_spoken() -> None:
    body = (
        '<p dir="rtl">שלום עולם</p><p style="writing-mode: vertical-rl">'
        "<ruby>草枕<rp>(</rp><rt>くさまくら</rt><rp>)</rp></ruby>を読む</p>"
    )

    assert read(book({"a": body})).text == "שלום עולם\n\n草枕(くさまくら)を読む"


# --- contents, pages --------------------------------------------------------------------------

CHAPTERS = {
    "a": '<p>I</p><h3 id="x">Of <em>Spring</em></h3><h4>Inner</h4><p>Text.</p>',
    "b": '<p class="title">Second</p><p>Text.</p><h1 id="z">Deep</h1>',
    "c": "<p>No heading here.</p>",
}
NAV = """<nav epub:type="toc"><h1>Contents</h1><ol>
<li><span>Part</span><ol>
  <li><a href="a.xhtml">of spring</a></li>
  <li><a href="b.xhtml#gone"><img alt="Second"/></a><ol><li><a href="b.xhtml#z">Deep</a></li></ol></li>
</ol></li><li><a href="c.xhtml">Third</a></li><li><a href="d.xhtml">Not there</a></li></ol></nav>"""
POINT = '<navPoint><navLabel><text>{}</text></navLabel><content src="{}"/>{}</navPoint>'


def test_the_contents_tell_how_deep_a_heading_stands() -> None:
    document = read(book(CHAPTERS, nav=NAV))

    assert headings(document) == [(2, "Of Spring"), (3, "Inner"), (2, "Second"), (3, "Deep")]
    assert [(each.kind, each.label) for each in document.locators] == [
        ("chapter", "Part"),
        ("chapter", "of spring"),
        ("chapter", "Second"),
        ("chapter", "Third"),
    ]
    assert document.locator(len(document.text))["chapter"] == "Third"


def test_the_contents_of_older_books_are_read_as_well() -> None:
    inner = POINT.format("Second", "b.xhtml", POINT.format("Deep", "b.xhtml#z", ""))
    ncx = f"<navMap>{POINT.format('Of Spring', 'a.xhtml', '')}{inner}</navMap>"

    document = read(book(CHAPTERS, ncx=ncx))

    assert headings(document) == [(1, "Of Spring"), (2, "Inner"), (1, "Second"), (2, "Deep")]


def test_a_book_without_contents_keeps_its_headings() -> None:
    assert headings(read(book(CHAPTERS))) == [(3, "Of Spring"), (4, "Inner"), (1, "Deep")]
    assert headings(read(book(CHAPTERS, nav="<p>broken", ncx="<navMap>"))) == [
        (3, "Of Spring"),
        (4, "Inner"),
        (1, "Deep"),
    ]


PAGED = {
    "a": 'First <span epub:type="pagebreak" id="p1" title="1"/>page and a sen'
    '<span role="doc-pagebreak" id="p2">2</span>tence that <a id="p3"/> goes on.'
}


def test_page_breaks_in_the_text_are_places_and_leave_no_trace() -> None:
    document = read(book({"a": f"<p>{PAGED['a']}</p>"}))

    assert document.text == "First page and a sentence that goes on."
    assert document.locators == (Locator("page", "1", 6), Locator("page", "2", 20))
    assert document.flowing(Range(11, 39)) == "and a sentence that goes on."


def test_a_list_of_pages_tells_them() -> None:
    pages = "".join(f'<li><a href="a.xhtml#p{n}">{n}</a></li>' for n in (1, 2, 3))
    nav = f'<nav epub:type="page-list"><ol>{pages}</ol></nav>'
    target = '<pageTarget><navLabel><text>{0}</text></navLabel><content src="a.xhtml#p{0}"/></pageTarget>'
    ncx = f"<pageList>{''.join(map(target.format, (1, 2, 3)))}</pageList>"
    chapters = {"a": f"<p>{PAGED['a']}</p>"}

    for document in (read(book(chapters, nav=nav)), read(book(chapters, ncx=ncx))):
        assert [each.label for each in document.locators] == ["1", "2", "3"]
        assert document.locators[2].start == 31


# --- notes and hyperlinks -----------------------------------------------------------------------


def test_signs_lead_to_the_notes_that_the_book_calls_so() -> None:
    body = (
        '<p>The deal<a epub:type="noteref" href="#n">1</a> was<a role="doc-noteref" href="b.xhtml#m">2'
        '</a>.</p><aside epub:type="footnote" id="n"><p>In Bamako.</p></aside>'
    )
    second = '<section role="doc-endnotes"><ol><li role="doc-endnote" id="m">2. Last.</li></ol></section>'

    document = read(book({"a": body, "b": second}))

    assert document.text == "The deal1 was2.\n\nIn Bamako.\n\n2. Last."
    assert destinations(document) == ["In Bamako.", "2. Last."]
    assert notes(document) == [(1, "In Bamako."), (0, "2. Last.")]


def test_signs_lead_to_notes_that_lead_back_in_older_books() -> None:
    body = (
        '<p>The deal<sup><a id="r1" href="b.xhtml#n1">[1]</a></sup> was<a href="b.xhtml#n2" id="r2">*</a>'
        ' in <a href="b.xhtml#y">3</a>.</p>'
    )
    second = (
        '<p id="n1"><a href="a.xhtml#r1">[1]</a> In Bamako.</p>'
        '<p><a id="n2" href="a.xhtml#r2">*</a> Last.</p><p id="y">1903 was a year.</p>'
    )

    document = read(book({"a": body, "b": second}))

    assert notes(document) == [(0, "[1] In Bamako."), (0, "* Last.")]
    assert destinations(document)[:3] == ["[1] In Bamako.", "* Last.", "1903 was a year."]


def test_hyperlinks_lead_within_the_book_and_out_of_it_and_nowhere_else() -> None:
    body = (
        '<p><a href="b.xhtml">b</a> <a href="../OPS/b.xhtml#gone">b</a> <a href="#x">x</a> '
        '<a href="https://a.example/#b">out</a> <a href="image.png">no</a> <a href="javascript:x()">no</a>'
        ' <a href="file:///etc/passwd">no</a></p><p id="x">X</p>'
    )

    document = read(book({"a": body, "b": "<p>B</p>"}))

    assert destinations(document) == ["B", "B", "X"]
    assert [each.target for each in document.spans][3:] == ["https://a.example/#b"]


# --- what it says of itself -----------------------------------------------------------------------


def test_what_a_book_of_today_says_of_itself() -> None:
    metadata = """<dc:title id="t">A
      book</dc:title><dc:title id="s">On  books</dc:title><meta refines="#s" property="title-type">subtitle</meta>
      <dc:creator id="e">Ed</dc:creator><meta refines="#e" property="role">edt</meta>
      <dc:creator>Ada</dc:creator><dc:creator id="b">Bob</dc:creator><meta refines="#b" property="role">aut</meta>
      <dc:language>pt_BR</dc:language><dc:publisher>Press</dc:publisher><dc:date>2012-05-06T00:00:00Z</dc:date>
      <dc:identifier>urn:uuid:x</dc:identifier><dc:identifier>doi:10.1000/182</dc:identifier>
      <dc:source>https://a.example/book</dc:source>"""

    assert read(book({"a": "<p>x</p>"}, metadata=metadata)).metadata == Metadata(
        title="A book: On books",
        authors=("Ada", "Bob"),
        publisher="Press",
        published="2012-05-06",
        url="https://a.example/book",
        doi="10.1000/182",
        language="pt-BR",
    )


def test_what_an_older_book_says_of_itself() -> None:
    metadata = """<dc-metadata><dc:Title>Old</dc:Title><dc:Creator opf:role="ill">Ill</dc:Creator>
      <dc:date opf:event="modification">2020</dc:date><dc:date opf:event="publication">1903-01</dc:date>
      </dc-metadata>"""

    assert read(book({"a": "<p>x</p>"}, metadata=metadata)).metadata == Metadata(
        title="Old", authors=("Ill",), published="1903-01"
    )
    assert read(book({"a": "<p>x</p>"})).metadata.title == "a.epub"


# --- what cannot be read --------------------------------------------------------------------------


def encryption(path: str, algorithm: str) -> str:
    return (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"'
        ' xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>'
        f'<enc:EncryptionMethod Algorithm="{algorithm}"/><enc:CipherData>'
        f'<enc:CipherReference URI="{path}"/></enc:CipherData></enc:EncryptedData></encryption>'
    )


AES = "http://www.w3.org/2001/04/xmlenc#aes256-cbc"


def test_a_book_under_copy_protection_is_said_to_be() -> None:
    locked = {"META-INF/encryption.xml": encryption("OPS/a.xhtml", AES)}
    said = "its text is encrypted by a copy protection"

    assert refusal(book({"a": "\x01"}, more=locked)) == f"{said}."
    for name, lock in (("Readium LCP", "license.lcpl"), ("Adobe", "rights.xml")):
        more = {**locked, f"META-INF/{lock}": "x"}
        assert refusal(book({"a": "\x01"}, more=more)) == f"{said} ({name})."


@pytest.mark.parametrize(
    ("path", "algorithm"),
    [("OPS/f.otf", "http://www.idpf.org/2008/embedding"), ("OPS/f.otf", AES), ("OPS/p.png", AES)],
)
def test_fonts_and_pictures_may_be_encrypted(path: str, algorithm: str) -> None:
    locked = {"META-INF/encryption.xml": encryption(path, algorithm)}

    assert read(book({"a": "<p>x</p>"}, more=locked)).text == "x"


def test_a_book_of_pictures_is_said_to_be_one() -> None:
    said = "it holds pictures only, and no text."
    picture = (
        '<img src="1.jpg" alt=""/><svg xmlns="http://www.w3.org/2000/svg"><path d="M0"/></svg>'
    )
    manifest = '<item id="a" href="a.png" media-type="image/png"/>'

    assert refusal(book({"a": picture})) == said
    assert refusal(book({}, order=["a"], manifest=manifest, more={"OPS/a.png": b"x"})) == said


def test_what_is_no_whole_book_is_said() -> None:
    whole = book({"a": "<p>x</p>"})
    more = {"META-INF/container.xml": CONTAINER.format("gone.opf"), "b.opf": "<x/>"}

    assert "names no package" in refusal(packed({"mimetype": "application/epub+zip"}))
    assert "names no package" in refusal(book({"a": "<p>x</p>"}, more=more))
    assert refusal(book({"a": "<p>x</p>"}, order=[])) == "it names no text that is in it."
    assert (
        refusal(book({"a": "<p>x</p>"}, more={"OPS/book.opf": ""}))
        == "OPS/book.opf in it is damaged."
    )
    assert refusal(whole[:-30]) == "it is damaged."
    assert refusal(book({"a": "<p>x</p>"}, more={"../a": "x"})) == (
        "the name “../a” in it leads out of the archive."
    )


def test_entities_are_neither_expanded_nor_fetched() -> None:
    types = (
        '<!DOCTYPE x [<!ENTITY a "{0}"><!ENTITY b "{1}"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    )
    types = types.format("lol" * 1000, "&a;" * 1000)
    chapter = f"{types}<html><body><p>one &b; &c; two</p></body></html>"
    members = {"OPS/a.html": chapter}

    text = read(book({}, order=["a"], manifest=ITEM, more=members)).text

    assert text.startswith("one ")
    assert text.endswith(" two")
    assert len(text) < 100


ITEM = '<item id="a" href="a.html" media-type="text/html"/>'


# --- its head -------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_the_head_of_a_book_is_its_beginning(count: int) -> None:
    paragraphs = "".join(f"<p>Paragraph {number} of some words.</p>" for number in range(2000))
    data = book({f"c{n}": f"<h1>Chapter {n}</h1>{paragraphs}" for n in range(count)})

    head, whole = loaded(data, is_head=True), loaded(data)

    assert not head.is_whole
    assert whole.document.text.startswith(head.document.text)
    assert epub.HEAD_LENGTH <= len(head.document.text) < 2 * epub.CUT_AFTER
    assert (head.document.source_sha256, len(whole.document.source_sha256)) == ("", 64)


def test_a_short_book_is_whole_at_once() -> None:
    assert loaded(book({"a": "<p>x</p>"}), is_head=True).is_whole


def test_a_book_that_begins_with_much_that_is_hidden_shows_what_follows() -> None:
    data = book({"a": f"<p hidden='hidden'>{'x ' * 50_000}</p><p>seen</p>"})

    assert loaded(data, is_head=True).document.text == "seen"


# --- nothing is lost ------------------------------------------------------------------------------

WORDS = st.integers(min_value=0, max_value=10_000).map("w{}".format)
INNER = st.sampled_from(
    ["em", "b", "span", "div", "p", "ul", "blockquote", "td", "h2", "aside", "a"]
)


def _element(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(INNER, WORDS, st.lists(inner, max_size=3)).map(
        lambda drawn: f"<{drawn[0]}> {drawn[1]} {' '.join(drawn[2])} </{drawn[0]}>"
    )


@settings(max_examples=60, deadline=None)
@given(bodies=st.lists(st.recursive(WORDS, _element, max_leaves=15), min_size=1, max_size=4))
def test_every_word_of_a_book_is_read_once_and_in_order(bodies: list[str]) -> None:
    chapters = {f"c{number}": f"<div>x {body}</div>" for number, body in enumerate(bodies)}
    wanted = " ".join(chapters.values())

    document = read(book(chapters))

    words = [
        each for each in wanted.replace(">", "> ").replace("<", " <").split() if "<" not in each
    ]
    assert document.text.split() == [word for word in words if not word.endswith(">")]


def test_depth_loses_nothing() -> None:
    for depth in (80, 300, 3_000):
        deep = "<div><ul><li>w" * depth + "end" + "</li></ul></div>" * depth

        words = read(book({"a": deep})).text.split()

        assert "".join(words) == "w" * depth + "end"


# --- as it is opened ------------------------------------------------------------------------------


def test_a_book_opens_whatever_it_is_called() -> None:
    data = book({"a": "<h1>One</h1><p>Text.</p>"}, metadata="<dc:title>A book</dc:title>")

    document = load(data, Hint(name="a.txt")).document

    assert (document.text, document.metadata.title) == ("One\n\nText.", "A book")
    assert document.loader == epub.LOADER
    assert len(document.source_sha256) == 64


def test_books_with_mistakes_are_read_or_refused_with_a_sentence() -> None:
    for changed in with_damaged_members(book(CHAPTERS, nav=NAV, ncx="<navMap/>"), 50):
        with contextlib.suppress(UnreadableSourceError):
            read(changed)


def test_a_chapter_that_leads_back_to_a_number_in_the_contents_is_no_note() -> None:
    contents = '<p><a id="t1" href="#c1">1.</a> The start</p>'
    chapter = '<div id="c1"><h2><a href="#t1">The start</a></h2><p>Words.</p></div>'
    document = read(book({"a": contents + chapter}))

    assert BlockKind.FOOTNOTE not in {block.kind for block in document.blocks}


def test_what_stands_in_for_another_is_not_followed_without_end() -> None:
    manifest = "".join(
        f'<item id="i{n}" href="{n}.x" media-type="a/b" fallback="i{n + 1}"/>' for n in range(3_000)
    )
    names = [f"i{number}" for number in range(3_000)]
    data = book({"a": "<p>A</p>"}, order=[*names, "a"], manifest=manifest + item("a.xhtml"))
    begun = time.process_time()

    assert read(data).text == "A"
    assert time.process_time() - begun < 0.5
