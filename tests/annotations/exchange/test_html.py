from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.document import (
    BLOCK_KINDS,
    LEAF_KINDS,
    NO_PARENT,
    Block,
    BlockKind,
    Blocks,
    Document,
    Span,
    SpanKind,
    Spans,
)
from annotations.exchange import FORMATS, Options, html_style
from annotations.exchange.html_parts import escaped, note_of
from annotations.model import (
    AnnotatedArticle,
    Annotation,
    AnnotationId,
    Article,
    ArticleId,
    Codebook,
    Colour,
    Metadata,
    Piece,
    Range,
    Relation,
    State,
    Tag,
    Timestamp,
)
from tests.strategies import annotated_articles, annotations_on, canonical_texts, ranges_in

if TYPE_CHECKING:
    from collections.abc import Iterator

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&lt;\x1b[2J\x9b\ufffe\U0001ffff</style>-->"


def parsed(text: str) -> Element:
    """The file's tree, by a parser that takes no error."""
    before, begun, behind = text.partition("<style>")
    # The style is the same in each file, and slow to read; one test reads it.
    style, ended, after = behind.partition("</style>")
    assert style == f"\n{html_style.style()}"
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    found = parser.parse(before.rstrip() + begun + ended + after)
    assert isinstance(found, Element)
    return found


def written(*articles: AnnotatedArticle, options: Options | None = None) -> str:
    return FORMATS["html"].text(articles, options or Options())


def identity(number: int) -> AnnotationId:
    return AnnotationId(f"01900000-0000-7000-8000-{number:012x}")


def article(
    text: str,
    *annotations: Annotation,
    blocks: Blocks | None = None,
    spans: tuple[Span, ...] = (),
    title: str = "",
) -> AnnotatedArticle:
    if blocks is None:
        blocks = Blocks([Block(BlockKind.PARAGRAPH, 0, len(text))])
    return AnnotatedArticle(
        article=Article(id=ArticleId(identity(0)), metadata=Metadata(title=title)),
        annotations=annotations,
        document=Document(text=text, blocks=blocks, spans=Spans(spans)),
    )


def mark(text: str, quote: str, number: int = 1, **more: str) -> Annotation:
    start = text.index(quote)
    held = Range(start, start + len(quote))
    return Annotation(id=identity(number), pieces=(Piece(range=held, quote=quote),), **more)  # type: ignore[arg-type]  # note and colour alone


def words_in(
    element: Element, *, leave_out: frozenset[str] = frozenset(("margin", "within", "head"))
) -> Iterator[str]:
    """The text of an element without what stands beside it."""
    if leave_out & set((element.get("class") or "").split()):
        return
    yield element.text or ""
    for child in element:
        yield from words_in(child)
        yield child.tail or ""


def of_class(tree: Element, name: str) -> list[Element]:
    return [each for each in tree.iter() if name in (each.get("class") or "").split()]


def text_of(tree: Element) -> str:
    [found] = of_class(tree, "text")
    return "".join(words_in(found))


def shown(text: str) -> str:
    """A text as a file shows it: what no HTML may hold replaced."""
    found = html5lib.parseFragment(escaped(text), namespaceHTMLElements=False)
    return "".join(found.itertext())


@st.composite
def structured(draw: st.DrawFn) -> Document:
    """A document of any blocks in any others, with gaps between, and spans of every kind."""
    parts = draw(st.lists(canonical_texts(6), max_size=8))
    text = "".join(parts)
    blocks, open_, position = Blocks(), [NO_PARENT], 0
    for part in parts:
        while len(open_) > 1 and draw(st.booleans()):
            blocks.close(open_.pop(), position)
        kind = draw(st.sampled_from(BLOCK_KINDS))
        while kind not in LEAF_KINDS:
            open_.append(blocks.add(kind, position, len(text), draw(st.integers(0, 2)), open_[-1]))
            kind = draw(st.sampled_from(BLOCK_KINDS))
        if draw(st.integers(0, 4)):
            level = draw(st.integers(1, 7)) if kind is BlockKind.HEADING else 0
            blocks.add(kind, position, position + len(part), level, open_[-1])
        position += len(part)
    spans = []
    for held in draw(st.lists(ranges_in(text), max_size=5)) if text else ():
        kind_of_span = draw(st.sampled_from(tuple(SpanKind)))
        target = ""
        if kind_of_span is SpanKind.HYPERLINK:
            target = draw(st.sampled_from(("https://example.org/?a=1&b", "#3", "javascript:x", "")))
        spans.append(Span(kind_of_span, held.start, held.end, target))
    return Document(text=text, blocks=blocks, spans=Spans(spans))


@given(data=st.data())
@settings(max_examples=100)
def test_each_word_of_any_text_stands_once_and_each_mark_holds_its_quote(
    data: st.DataObject,
) -> None:
    document = data.draw(structured())
    annotations = data.draw(annotations_on(document.text))
    whole = AnnotatedArticle(
        article=Article(id=ArticleId(identity(0))), annotations=annotations, document=document
    )

    tree = parsed(written(whole))

    assert text_of(tree).split() == shown(document.text).split()
    for annotation in annotations:
        found = [
            "".join(words_in(each))
            for each in tree.iter("mark")
            if each.get("data-mark") == annotation.id
        ]
        wanted = [document.text[held.start : held.end] for held in merged(annotation.ranges)]
        assert "".join("".join(found).split()) == "".join(shown("".join(wanted)).split())


def merged(ranges: tuple[Range, ...]) -> list[Range]:
    """Ranges by place, code point by code point, each once."""
    held = sorted({position for each in ranges for position in range(each.start, each.end)})
    return [Range(position, position + 1) for position in held]


@given(whole=annotated_articles(), second=annotated_articles())
@settings(max_examples=30)
def test_any_articles_make_a_file_without_errors_in_which_each_name_stands_once(
    whole: AnnotatedArticle, second: AnnotatedArticle
) -> None:
    for options in (Options(), Options(with_text=False), Options(group="tag")):
        tree = parsed(written(whole, second, options=options))

        names = [name for each in tree.iter() if (name := each.get("id"))]
        assert len(names) == len(set(names))
        for each in tree.iter("a"):
            address = each.get("href") or ""
            assert address.startswith(("#", "https://"))
            assert not address.startswith("#") or address[1:] in names


def test_marks_that_overlap_are_cut_at_their_borders() -> None:
    text = "one two three four"
    tree = parsed(
        written(article(text, mark(text, "one two three", 1), mark(text, "three four", 2)))
    )

    found = [(each.get("data-mark"), "".join(each.itertext())) for each in tree.iter("mark")]
    assert found == [
        (identity(1), "one two three"),
        (identity(2), "three"),
        (identity(2), " four"),
    ]


def test_a_mark_has_its_colour_and_its_note_beside_the_paragraph() -> None:
    text = "one two three"
    marked = mark(text, "two", colour=Colour.RED, note="Look *here*.")

    tree = parsed(written(article(text, marked)))

    [around] = of_class(tree, "beside")
    [note] = around.iter("aside")
    assert (note.get("id"), note.get("class")) == (f"note-{identity(1)}", "red")
    assert "Look here." in "".join(note.itertext())
    assert [each.text for each in note.iter("em")] == ["here"]
    [sign] = of_class(tree, "sign")
    assert (sign.get("href"), sign.get("data-number")) == (f"#note-{identity(1)}", "1")
    assert sign.text is None


@pytest.mark.parametrize("options", [Options(), Options(with_text=False)])
def test_a_mark_says_once_who_made_it_and_when(options: Options) -> None:
    text = "one two three four"
    made, changed = Timestamp("2026-11-24T10:00:00Z"), Timestamp("2026-11-25T10:00:00Z")
    first = replace(mark(text, "one two three"), creator="Ann", created=made, updated=changed)
    second = replace(mark(text, "three four", number=2), creator="Ben")

    tree = parsed(written(article(text, first, second), options=options))

    keys = ("id", "data-creator", "data-created", "data-updated")
    told = [tuple(map(each.get, keys)) for each in tree.iter() if each.get("data-creator")]
    assert told == [
        (f"mark-{identity(1)}", "Ann", made, changed),
        (f"mark-{identity(2)}", "Ben", None, None),
    ]


def test_a_relation_leads_to_its_mark_and_names_one_that_is_not_in_the_file() -> None:
    text = "one two"
    relations = (
        Relation(to=identity(2), name="supports"),
        Relation(to=identity(0xABCDEF), name="contradicts"),
    )
    first = replace(mark(text, "one"), relations=relations)

    tree = parsed(written(article(text, first, mark(text, "two", number=2))))

    inside, outside = of_class(tree, "relation")
    assert [each.get("href") for each in inside.iter("a")] == [f"#mark-{identity(2)}"]
    assert "".join(inside.itertext()) == "→ supports"
    assert "".join(outside.itertext()) == "→ contradicts abcdef"
    assert not list(outside.iter("a"))


def test_a_mark_of_which_nothing_is_said_has_no_note() -> None:
    text = "one two three"

    tree = parsed(written(article(text, mark(text, "two", colour=Colour.RED))))

    assert not list(tree.iter("aside"))
    assert not of_class(tree, "sign")


def test_the_structure_of_the_text_is_that_of_the_file() -> None:
    parts = ("Head", "first", "second", "said", "name", "7", "x = 1\n  y", "a verse\nof two", "end")
    text, blocks = "\n\n".join(parts), Blocks()
    starts = [text.index(part) for part in parts]

    def leaf(number: int, kind: BlockKind, parent: int = NO_PARENT, level: int = 0) -> None:
        blocks.add(kind, starts[number], starts[number] + len(parts[number]), level, parent)

    leaf(0, BlockKind.HEADING, level=2)
    listed = blocks.add(BlockKind.LIST, starts[1], starts[3])
    for number in (1, 2):
        item = blocks.add(BlockKind.ITEM, starts[number], starts[number + 1], number + 2, listed)
        leaf(number, BlockKind.PARAGRAPH, item)
    leaf(3, BlockKind.PARAGRAPH, blocks.add(BlockKind.QUOTATION, starts[3], starts[4]))
    table = blocks.add(BlockKind.TABLE, starts[4], starts[6])
    leaf(4, BlockKind.CELL, blocks.add(BlockKind.ROW, starts[4], starts[5], 1, table))
    leaf(5, BlockKind.CELL, blocks.add(BlockKind.ROW, starts[5], starts[6], 0, table))
    leaf(6, BlockKind.CODE)
    leaf(7, BlockKind.VERSE)
    leaf(8, BlockKind.PARAGRAPH, blocks.add(BlockKind.FOOTNOTE, starts[8], len(text)))

    [found] = of_class(parsed(written(article(text, blocks=blocks))), "text")

    assert re.sub(r"\s+", " ", outline(found)).strip() == (
        "div(h3(Head) ol(li[3](p(first)) li[4](p(second))) blockquote(p(said)) "
        "table(tbody(tr(th(name)) tr(td(7)))) pre(code(x = 1 y)) p(a verse of two) div(p(end)))"
    )


def outline(element: Element) -> str:
    value = f"[{element.get('value')}]" if element.get("value") else ""
    inner = (element.text or "").strip() + " ".join(outline(each) for each in element)
    return f"{element.tag}{value}({inner})"


def test_hyperlinks_lead_only_where_they_may() -> None:
    text = "good bad mail in\n\nthere"
    blocks = Blocks([Block(BlockKind.PARAGRAPH, 0, 16), Block(BlockKind.PARAGRAPH, 18, 23)])
    spans = (
        Span(SpanKind.HYPERLINK, 0, 4, 'https://example.org/"?a&b'),
        Span(SpanKind.HYPERLINK, 5, 8, " JavaScript:alert(1)"),
        Span(SpanKind.HYPERLINK, 9, 13, "mailto:a@example.org"),
        Span(SpanKind.HYPERLINK, 14, 16, "#18"),
    )

    tree = parsed(written(article(text, blocks=blocks, spans=spans)))

    assert [(each.get("href"), each.text) for each in tree.iter("a")] == [
        ('https://example.org/"?a&b', "good"),
        ("mailto:a@example.org", "mail"),
        ("#para-2", "in"),
    ]


def test_what_strangers_wrote_is_only_text() -> None:
    marked = Annotation(
        id=identity(1),
        pieces=(Piece(range=Range(0, 5), quote=HOSTILE[:5]),),
        note=HOSTILE + " [x](javascript:alert(1)) ![y](https://example.org/pixel)",
        tags=(HOSTILE.replace("/", "|").replace("\x1b", ""),),
        fields=((HOSTILE, HOSTILE),),
        creator=HOSTILE,
        relations=(Relation(to=identity(1), name=HOSTILE), Relation(to=identity(2), name=HOSTILE)),
    )
    whole = article(HOSTILE, marked, title=HOSTILE)
    whole = replace(
        whole,
        codebook=Codebook(
            colours=((Colour.RED, HOSTILE),), tags=(Tag(name=marked.tags[0], description=HOSTILE),)
        ),
    )
    head = whole.article.metadata._replace(
        authors=(HOSTILE,), publisher=HOSTILE, url=f"javascript:{HOSTILE}", language=HOSTILE
    )
    whole = replace(whole, article=replace(whole.article, metadata=head, tags=marked.tags))

    for options in (Options(), Options(with_text=False), Options(group="speaker", cite="apa")):
        text = written(whole, options=options)
        tree = parsed(text)

        assert not [each for each in tree.iter() if each.tag in ("script", "img", "iframe")]
        for each in tree.iter():
            assert not [name for name in each.attrib if name.startswith("on") or name == "style"]
        assert len(list(tree.iter("style"))) == 1
        for each in tree.iter("a"):
            assert (each.get("href") or "").startswith(("#", "https://example.org/pixel"))
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\U0001ffff]", text)


def test_a_whole_file_has_no_error() -> None:
    html5lib.HTMLParser(strict=True).parse(written(article("text")))


def test_the_file_forbids_that_anything_is_loaded_or_run() -> None:
    tree = parsed(written(article("text")))

    [policy] = [
        each.get("content")
        for each in tree.iter("meta")
        if each.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    assert "url(" not in written(article("text"))


def test_what_is_lost_and_notes_on_the_article_stand_at_the_end() -> None:
    lost = Annotation(
        id=identity(2), pieces=(Piece(range=None, quote="gone", state=State.ORPHANED),)
    )
    note = Annotation(id=identity(3), note="on all of it")

    tree = parsed(written(article("text", lost, note)))

    told = ["".join(each.itertext()).split() for each in tree.iter("section")]
    assert told == [
        ["Not", "found", "in", "the", "present", "text", "gone"],
        ["Notes", "on", "the", "article", "on", "all", "of", "it"],
    ]


def test_a_title_that_begins_the_text_stands_once_above_the_reference() -> None:
    text = "The  visit\n\nIt began."
    blocks = Blocks([Block(BlockKind.HEADING, 0, 10, 1), Block(BlockKind.PARAGRAPH, 12, 21)])

    tree = parsed(written(article(text, blocks=blocks, title="The visit")))

    [heading] = tree.iter("h1")
    assert "".join(heading.itertext()) == "The  visit"
    assert text_of(tree).split() == text.split()


@pytest.mark.parametrize(
    ("note", "html"),
    [
        ("plain", "<p>plain</p>"),
        ("two\nlines\n\nand more", "<p>two<br>\nlines</p><p>and more</p>"),
        ("a *b*", "<p>a <em>b</em></p>"),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
        ("# no heading", "<p># no heading</p>"),
        ("![x](https://example.org/a.png)", '<p>!<a href="https://example.org/a.png">x</a></p>'),
        ("[x](file:///etc/passwd)", "<p>[x](file:///etc/passwd)</p>"),
    ],
)
def test_a_note_is_markdown_without_pictures_headings_and_html(note: str, html: str) -> None:
    assert note_of(note) == html


@pytest.mark.parametrize("sign", [">", "[", "*", "- ", "`", "_", "<!"])
def test_a_note_that_is_nested_beyond_measure_keeps_its_words(sign: str) -> None:
    note = sign * 30_000 + "word"

    assert shown_words(note_of(note)) == note.split()


def shown_words(html: str) -> list[str]:
    return "".join(html5lib.parseFragment(html, namespaceHTMLElements=False).itertext()).split()


def test_a_report_puts_the_quotations_under_headings() -> None:
    text = "one two three"
    tagged = replace(mark(text, "two"), tags=("sahel/russia", "law"))

    tree = parsed(written(article(text, tagged, title="T"), options=Options(group="tag")))

    told = [
        (each.tag, "".join(each.itertext()))
        for each in tree.iter()
        if each.tag in ("h1", "h2", "h3", "blockquote")
    ]
    assert told == [
        ("h1", "T"),
        ("h2", "#law"),
        ("blockquote", "two"),
        ("h2", "#sahel"),
        ("h3", "russia"),
        ("blockquote", "two"),
    ]


def test_the_same_article_gives_the_same_file() -> None:
    text = "one two three"
    whole = article(text, mark(text, "two", note="n"))

    assert written(whole) == written(whole)
