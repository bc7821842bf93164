from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from annotations.document import BlockKind, Document, Locator
from reader.loaders.html_surroundings import Places, Rules, Treatment, target_of
from reader.loaders.html_walk import walk
from reader.loaders.runs import RunBuilder
from tests.reader.loaders.invariants import check


def walked(*sources: str, rules: list[Rules] | None = None, is_xml: bool = False) -> Document:
    """The document of one or more sources, walked into one text."""
    parser = etree.XMLParser(resolve_entities=False) if is_xml else html.HTMLParser(huge_tree=True)
    return walked_tree(*(etree.fromstring(each, parser) for each in sources), rules=rules)


def walked_tree(*roots: etree._Element, rules: list[Rules] | None = None) -> Document:
    """The document of one or more trees, walked into one text."""
    builder, places = RunBuilder(), Places()
    for number, root in enumerate(roots):
        walk(root, builder, places, rules[number] if rules else None)
    text, blocks, spans = builder.finish(places.resolve)
    document = Document(text=text, blocks=blocks, spans=spans, locators=tuple(places.locators))
    check(document)
    return document


def leaves(source: str) -> list[tuple[str, str]]:
    """Kind and text of each leaf."""
    document = walked(source)
    blocks = [document.blocks[index] for index in document.leaves]
    return [(block.kind.value, document.text[block.start : block.end]) for block in blocks]


def tree(source: str) -> list[tuple[str, str, int]]:
    """Kind, text and parent of each block."""
    document = walked(source)
    return [
        (block.kind.value, document.text[block.start : block.end], block.parent)
        for block in document.blocks
    ]


def styles(source: str, rules: Rules | None = None) -> list[tuple[str, str, str]]:
    document = walked(source, rules=[rules or Rules()])
    return [
        (span.kind.value, document.text[span.start : span.end], span.target)
        for span in document.spans
    ]


# --- text -------------------------------------------------------------------------------------


def test_blanks_collapse_within_a_leaf_and_go_at_its_ends() -> None:
    document = walked("<p>\n  one\t <b> two </b>\n<i>three</i> <br> four\u00a0 five </p>")

    assert document.text == "one two three\nfour\u00a0 five"
    assert not document.is_soft(document.text.index("\n"))


def test_what_is_not_to_be_seen_is_left_out() -> None:
    source = (
        "<p>a<script>s</script><style>s</style><!-- c --><template>t</template><span hidden>h</span>"
        "<span style='color:red; DISPLAY : none'>d</span><button>b</button><noscript>n</noscript>"
        "<span class='x sr-only'>r</span><dialog>g</dialog><dialog open>o</dialog>z"
    )

    assert walked(source).text == "a\n\no\n\nz"


def test_two_line_breaks_in_a_row_part_paragraphs() -> None:
    assert leaves("<div>one<br>two<br> <br>three <b>four<br><br>five</b><br></div>") == [
        ("paragraph", "one\ntwo"),
        ("paragraph", "three four"),
        ("paragraph", "five"),
    ]
    assert [text for kind, text, _ in styles("<b>four<br><br>five</b>")] == ["four", "five"]


def test_a_style_goes_on_over_blocks_and_is_told_once() -> None:
    assert styles("<b>one <strong>two</strong></b><i><div>three</div><div>four</div></i>") == [
        ("strong", "one two", ""),
        ("emphasis", "three", ""),
        ("emphasis", "four", ""),
    ]


def test_styles_of_attributes_count_and_take_back() -> None:
    source = (
        "<b style='font-weight:normal'>a</b><span style='font-weight: 700'>b</span>"
        "<span style='color:#000;font-style:italic'>c</span>"
    )

    assert styles(source) == [("strong", "b", ""), ("emphasis", "c", "")]


def test_quotation_marks_and_readings_are_written() -> None:
    assert walked("<p>He: <q>no <q>never</q></q> <ruby>漢<rt>kan</rt></ruby>").text == (
        "He: “no ‘never’” 漢(kan)"
    )


def test_an_unknown_entity_of_xml_is_not_lost() -> None:
    source = (
        "<!DOCTYPE p [<!ENTITY co 'Acme'>]><p xmlns='http://www.w3.org/1999/xhtml'>a &co; b</p>"
    )

    assert walked(source, is_xml=True).text == "a &co; b"


# --- blocks -----------------------------------------------------------------------------------


def test_headings_have_levels_and_are_one_leaf() -> None:
    source = "<h2>One<br>two <div>three</div></h2><div role=heading aria-level=4>four</div>"
    source += f"<div role=heading aria-level={'1' * 5000}>six</div>"
    document = walked(source)

    assert document.text == "One\ntwo\nthree\n\nfour\n\nsix"
    assert [document.blocks[each].level for each in document.headings] == [2, 4, 6]


def test_a_heading_that_was_never_closed_is_none() -> None:
    body = f"<h1><p>{'word ' * 300}</p><ul><li>item</li></ul></h1>"

    assert [kind for kind, _ in leaves(body)] == ["paragraph", "paragraph"]


def test_lists_nest_and_keep_their_numbers() -> None:
    source = (
        "<ol start=3><li>a<ul><li>b</ul>tail<li value=9>c<li>d</ol><ol reversed><li>x<li>y</ol>"
    )
    document = walked(source)

    assert document.text == "a\nb\ntail\nc\nd\n\nx\ny"
    items = [each.level for each in document.blocks if each.kind is BlockKind.ITEM]
    assert items == [3, 0, 9, 10, 2, 1]


def test_an_item_of_paragraphs_stands_apart() -> None:
    assert walked("<ul><li><p>a</p><p>b</p></li><li>c</li></ul><p>d").text == "a\n\nb\nc\n\nd"


def test_a_term_and_its_definitions_are_one_item() -> None:
    assert tree("<dl><dt>T<dt>U<dd>d<dd>e<div><dt>V<dd>f</div></dl>") == [
        ("list", "T\nU\nd\ne\nV\nf", -1),
        ("item", "T\nU\nd\ne", 0),
        ("paragraph", "T", 1),
        ("paragraph", "U", 1),
        ("paragraph", "d", 1),
        ("paragraph", "e", 1),
        ("item", "V\nf", 0),
        ("paragraph", "V", 6),
        ("paragraph", "f", 6),
    ]


def test_quotations_hold_lists_and_rules_stand_between() -> None:
    assert tree("<blockquote>q<ul><li>a</ul></blockquote><hr><p>b") == [
        ("quotation", "q\n\na", -1),
        ("paragraph", "q", 0),
        ("list", "a", 0),
        ("item", "a", 2),
        ("paragraph", "a", 3),
        ("rule", "", -1),
        ("paragraph", "b", -1),
    ]


def test_code_keeps_its_blanks_and_its_language() -> None:
    source = (
        "<div class='highlight-python'><pre><span>def</span> f():\n\n\t<b>pass</b>\n</pre></div>"
        "<pre><code class='language-c++'>\n  x;\n</code></pre>"
        "<pre><div>one</div><div>two<br>three</div></pre>"
    )
    document = walked(source)
    code = [each for each in document.blocks if each.kind is BlockKind.CODE]

    assert [document.text[each.start : each.end] for each in code] == [
        "def f():\n\n\tpass",
        "  x;",
        "one\ntwo\nthree",
    ]
    assert [each.language for each in code] == ["python", "c++", ""]
    assert not document.spans


def test_a_table_of_data_has_rows_of_cells_and_its_caption_above() -> None:
    source = (
        "<table><caption>C</caption><thead><tr><th>h<th>i<th>j</thead><tr><td rowspan=2>a"
        "<td colspan=2>b<p>c<ul><li>d</ul><tr><td>e<td><tr><td> <td></table>"
    )
    document = walked(source)

    assert document.text == "C\n\nh\ti\tj\na\tb\nc\nd\t\n\te\t"
    kinds = [each.kind.value for each in document.blocks]
    assert kinds == ["caption", "table", *(["row"] + ["cell"] * 3) * 3]


@pytest.mark.parametrize(
    ("rows", "is_head"),
    [
        ("<thead><tr><td>h<td>i</thead><tr><td>a<td>b", True),
        ("<tr><th>h<th>i<tr><td>a<td>b", True),
        ("<tr><td> <th>h<th>i<tr><th>a<td>b<td>c", True),
        ("<tr><td><b>h</b> <b>i</b><td><strong>j</strong><tr><td>a<td>b", True),
        ("<tr><th>h<td>i<tr><th>a<td>b", False),
        ("<tr><th colspan=2>the title of all<tr><td>a<td>b", False),
        ("<tr><td><b>h</b> i<td><b>j</b><tr><td>a<td>b", False),
        ("<tr><td><b>h</b><td><b>i</b><tr><td><b>a</b><td><b>b</b>", False),
        ("<tr><td>h<td>i<tr><td>a<td>b", False),
    ],
)
def test_the_row_that_names_the_columns_is_known(rows: str, *, is_head: bool) -> None:
    document = walked(f"<table>{rows}</table>")

    levels = [each.level for each in document.blocks if each.kind is BlockKind.ROW]
    assert levels == [int(is_head), 0]


@pytest.mark.parametrize(
    "source",
    [
        "<table><tr><td>a<td>b<table><tr><td>c</table></table>",
        "<table role=presentation><tr><td>a<td>b<td>c</table>",
        "<table><tr><td>a<tr><td>b<tr><td>c</table>",
        "<table>a<tr><td>b<td>c</table>",
        "<table><tr><td><h2>a</h2><td>b<p>c</table>",
    ],
)
def test_a_table_that_only_arranges_is_none(source: str) -> None:
    document = walked(source)

    assert document.text == "a\n\nb\n\nc"
    assert BlockKind.TABLE not in [each.kind for each in document.blocks]


def test_images_stand_for_themselves_or_in_a_line() -> None:
    source = (
        "<figure><img alt='A man at a desk'><figcaption>The  man</figcaption></figure>"
        "<p>so <img alt='x²'>, <img src=s.png alt=''><img alt='IMG_1.jpg'>well</p>"
        "<p><a href=u><img alt='A long way down'></a> text</p>"
        "<figure><img alt='Told twice'><figcaption>Told twice</figcaption></figure>"
    )

    assert leaves(source) == [
        ("image", "A man at a desk"),
        ("caption", "The man"),
        ("paragraph", "so x² , well"),
        ("image", "A long way down"),
        ("paragraph", "text"),
        ("caption", "Told twice"),
    ]


# --- hyperlinks and places --------------------------------------------------------------------


def test_hyperlinks_are_resolved_against_the_page() -> None:
    rules = Rules(base="https://example.org/a/b.html", page="https://example.org/a/b.html")
    source = (
        "<a href='c?d=1'>one</a> <a href='//other.org/x'>two</a> <a href='javascript:x()'>three</a>"
        "<a href='#no'>four</a> <a href='b.html#p'>five</a> <a href='http://[bad'>six</a>"
        "<p>filler</p><p id=p>here"
    )

    assert styles(source, rules) == [
        ("hyperlink", "one", "https://example.org/a/c?d=1"),
        ("hyperlink", "two", "https://other.org/x"),
        ("hyperlink", "five", "#36"),
    ]
    assert walked(source).text[36:] == "here"


def test_notes_are_containers_and_their_signs_lead_there() -> None:
    source = (
        "<p>Text<sup><a href='#fn1'>1</a></sup> <a epub:type=noteref href='#fn2'>2</a></p>"
        "<section class=footnotes><ol><li id=fn1>One <a role=doc-backlink href='#r1'>b</a></li></ol>"
        "</section><aside epub:type=footnote id=fn2><p>Two</aside>"
    )
    document = walked(source)
    notes = [each for each in document.blocks if each.kind is BlockKind.FOOTNOTE]

    assert document.text == "Text1 2\n\nOne\n\nTwo"
    assert [(document.text[each.start : each.end], each.level) for each in notes] == [
        ("One", 1),
        ("Two", 0),
    ]
    assert ("hyperlink", "1", "#9") in styles(source)
    assert ("superscript", "2", "") in styles(source)


def test_several_trees_refer_to_each_other_and_pages_are_kept() -> None:
    first = "<p>a <a href='two.xhtml#x'>to x</a> <a href='two.xhtml'>to two</a>"
    second = (
        "<p>begins<span epub:type=pagebreak id=p7 title=7></span><p>b <span role=doc-pagebreak>8"
        "</span>c <i id=x>x</i>"
    )

    def link(href: str) -> str:
        file, _, name = href.partition("#")
        return target_of(file, name)

    rules = [Rules(file="one.xhtml", link=link), Rules(file="two.xhtml", link=link)]
    document = walked(first, second, rules=rules)

    assert document.text == "a to x to two\n\nbegins\n\nb c x"
    assert [span.target for span in document.spans if span.target] == ["#27", "#15"]
    assert document.locators == (Locator("page", "7", 21), Locator("page", "8", 25))


def test_a_rule_leaves_out_and_makes_other_containers() -> None:
    def treat(element: etree._Element) -> Treatment | None:
        if element.get("class") == "advert":
            return Treatment(is_hidden=True)
        if element.tag == "li":
            return Treatment(container=BlockKind.FOOTNOTE, level=4)
        return None

    document = walked("<p class=advert>buy</p><li>note</li>", rules=[Rules(treat=treat)])

    assert document.text == "note"
    assert document.blocks[0].level == 4


# --- every word, once, in order -----------------------------------------------------------------

_HOLDERS = [
    *("div", "p", "section", "blockquote", "ul", "ol", "li", "dl", "dt", "dd", "pre", "figure"),
    *("figcaption", "h2", "table", "tr", "td", "th", "caption", "b", "a", "sup", "span", "code"),
    *("details", "center", "tbody", "x-own", "address"),
]
_TREES = st.recursive(
    st.sampled_from(
        ["w", " w ", "\n", "<br>", "<hr>", "<!-- c -->", "<i>w</i>", "<img alt='w w w'>"]
    ),
    lambda inner: st.tuples(st.sampled_from(_HOLDERS), st.lists(inner, max_size=5)).map(
        lambda each: f"<{each[0]} id=i href='#i'>{''.join(each[1])}</{each[0]}>"
    ),
    max_leaves=40,
)


def numbered(source: str) -> tuple[str, list[str]]:
    """The source with a number at each word, and the words."""
    parts = source.replace("x-own", "X-OWN").split("w")
    words = [f"w{number}" for number in range(len(parts) - 1)]
    pairs = zip(parts, [f"{word} " for word in words] + [""], strict=True)
    return "".join(part + word for part, word in pairs), words


@settings(max_examples=60)
@given(source=_TREES)
@example("<ul><li>w<ul>w<li>w</li>w</ul>w</li>w</ul>w")
@example("<ul><li><table><tr><td>w<ul><li>w</li></ul>w</td><td>w</td></tr></table>w</li></ul>")
@example("<table><tr><td>w</td>w<td>w</td></tr>w</table><dl><blockquote><dt>w</blockquote><dd>w")
@example(
    "<h2>w<table><tr><td>w<td>w</table></h2><figcaption><h2>w</h2>w<ol><li>w</ol></figcaption>"
)
def test_every_word_is_there_once_and_in_order(source: str) -> None:
    body, words = numbered(source)

    assert walked(f"<body>first {body}").text.split() == ["first", *words]


@pytest.mark.parametrize("name", ["div", "blockquote", "li", "span", "td", "dd", "b"])
@pytest.mark.parametrize("depth", [300, 1_900])
def test_no_depth_is_too_deep(name: str, depth: int) -> None:
    around = {"li": "ul", "td": "table", "dd": "dl"}.get(name)
    begin = f"<{around}><{name}>" if around else f"<{name}>"
    depth = depth // 2 if around else depth
    source = "".join(f"{begin}w{number} " for number in range(depth)) + "<p>end"

    assert walked(source).text.split() == [*(f"w{number}" for number in range(depth)), "end"]


def test_a_name_behind_two_line_breaks_stands_before_the_paragraph_that_follows() -> None:
    document = walked('<p><a href="#x">go</a> first<br><br><a name=x></a>second')
    target = next(span.target for span in document.spans if span.target)

    assert document.text[int(target[1:]) :] == "second"


def test_items_count_where_their_list_does() -> None:
    dots = walked("<ul><li value=3>a<li>b</ul>")
    numbers = walked("<ol><li value=7>a<li>b<li value=0>c<li>d</ol>")

    assert [block.level for block in dots.blocks if block.kind is BlockKind.ITEM] == [0, 0]
    assert [b.level for b in numbers.blocks if b.kind is BlockKind.ITEM] == [7, 8, 0, 1]


def test_cells_that_span_a_whole_country_fill_only_so_many_places(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("reader.loaders.html_tables.FILLED_LIMIT", 30)
    wide = "<td rowspan=1000 colspan=10>x</td>" * 2

    text = walked(f"<table><tr>{wide}</tr>{'<tr><td>y</td></tr>' * 20}</table>").text

    assert (text.count("x"), text.count("y")) == (2, 20)
    assert text.count("\t") < 60
