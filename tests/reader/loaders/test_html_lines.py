from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from annotations.document import Locator
from reader.loaders.html_surroundings import Rules, Treatment
from reader.loaders.html_words import DEPTH_LIMIT
from tests.reader.loaders.test_html_walk import leaves, styles, walked

if TYPE_CHECKING:
    from lxml import etree

_WORDS = st.sampled_from(
    [
        "one",
        " ",
        "two ",
        " three",
        "\n  ",
        "a  b",
        "\u00a0",
        "\ufeff",
        "\ufeffx",
        "\x85",
        "\x07",
        "é\t",
        "&lt;",
        "\u200b",
        "<br>",
        "<!-- c -->",
        "¶",
        "<img alt='a face'>",
    ]
)
_OPENINGS = st.sampled_from(
    [
        "em",
        "b",
        "strong",
        "span",
        "code",
        'a href="/x"',
        'a href="#y"',
        'a href="javascript:x"',
        "a",
        'span id="y"',
        'i class="sr-only"',
        'b class="c"',
        'span style="font-weight: bold"',
        'em style="color: red"',
        "q",
        "wbr",
        "small",
        "sup",
        "del",
        "ruby",
        'a href="#"',
        'a href="/x" role="doc-noteref"',
        'a role="doc-noteref"',
        'a name="z"',
        "b hidden",
        'span role="doc-pagebreak" title="7"',
    ]
)
_ATTRIBUTES = st.sampled_from(
    [
        "",
        ' id="y"',
        ' class="c"',
        ' class="sr-only"',
        ' lang="x"',
        ' style="color: red"',
        ' style="display: none"',
        ' role="doc-footnote"',
        ' role="heading"',
    ]
)
_INLINE = st.recursive(
    _WORDS,
    lambda inner: st.tuples(_OPENINGS, st.lists(inner, max_size=4)).map(
        lambda each: f"<{each[0]}>{''.join(each[1])}</{each[0].split()[0]}>"
    ),
    max_leaves=12,
)
_PARAGRAPHS = st.lists(st.lists(_INLINE, max_size=6).map("".join), min_size=1, max_size=4)

MORE = "<x-more></x-more>"
"""What no one knows has to be walked, and holds nothing."""


@given(
    paragraphs=_PARAGRAPHS,
    between=st.sampled_from(["", "\n", " and ", "<hr>"]),
    attributes=_ATTRIBUTES,
)
@settings(max_examples=300)
@example(paragraphs=["<em> a </em> b", " <em> </em>c"], between="\n", attributes="")
@example(paragraphs=["a <em><b>b</b></em>", "<em><em>a</em></em>"], between="", attributes="")
@example(paragraphs=["a", '<a href="#y">b</a>'], between=" and ", attributes=' id="y"')
@example(paragraphs=['a<a href="#">¶</a>', "\x85<b>a</b>"], between="", attributes="")
@example(paragraphs=["a <b> b</b>", "<b>a </b> b"], between="", attributes="")
def test_what_is_read_in_one_go_is_what_is_walked(
    paragraphs: list[str], between: str, attributes: str
) -> None:
    at_once = walked(between.join(f"<div{attributes}>{each}</div>" for each in paragraphs))
    walked_ = walked(between.join(f"<div{attributes}>{each}{MORE}</div>" for each in paragraphs))

    assert at_once.text == walked_.text
    assert at_once.blocks == walked_.blocks
    assert at_once.spans == walked_.spans
    assert at_once.locators == walked_.locators


@given(
    contents=_PARAGRAPHS,
    name=st.sampled_from(
        ["li", "td", "dd", "dt", "h2", "blockquote", "figcaption", "p", "section"]
    ),
    around=st.sampled_from(["div", "ul", "ol", "dl", "table", "em", "td", "pre", "h3"]),
)
@settings(max_examples=300)
@example(contents=[" <b>a</b> ", "", "<br>b"], name="td", around="table")
@example(contents=["a ", " b"], name="p", around="td")
@example(contents=["a", "b <i>c</i> "], name="section", around="pre")
def test_a_block_of_words_alone_is_what_is_walked(
    contents: list[str], name: str, around: str
) -> None:
    before, after = f"<{around}>", f"</{around}>"
    if around == "td":
        before, after = "<table><tr><td>a</td><td>", "</td></tr></table>"
    at_once = "".join(f"<{name}>{each}</{name}>" for each in contents)
    step_by_step = at_once.replace(f"</{name}>", f"{MORE}</{name}>")

    found, expected = (walked(f"{before}{each}{after}") for each in (at_once, step_by_step))

    assert found.text == expected.text
    assert found.blocks == expected.blocks
    assert found.spans == expected.spans


_CELLS = st.tuples(
    st.sampled_from(["td", "th", 'td id="x"', 'td class="c"', "td rowspan=2", "td colspan=2"]),
    st.sampled_from(["{}", "<p>{}</p>", ' <p id="z" class="c">{}</p>\n', "<p>{}</p> a", "{}<hr>"]),
    _INLINE,
).map(lambda each: f"<{each[0]}>{each[1].format(each[2])}MORE</{each[0].split()[0]}>")
_ROWS = st.lists(st.lists(_CELLS, max_size=3).map("\n".join), max_size=4)


@given(rows=_ROWS, attributes=_ATTRIBUTES, group=st.sampled_from(["tbody", "thead"]))
@settings(max_examples=200)
@example(rows=["<td>aMORE</td><td><b>b</b>MORE</td>"] * 2, attributes="", group="tbody")
@example(rows=["<td rowspan=2>aMORE</td><td>bMORE</td>"] * 3, attributes="", group="tbody")
@example(
    rows=["<td> MORE</td><td>\u00a0MORE</td>", "<td>a</td><td></td>"], attributes="", group="tbody"
)
def test_rows_of_words_alone_are_what_is_walked(
    rows: list[str], attributes: str, group: str
) -> None:
    inner = "".join(f"<tr{attributes}>{row}</tr>" for row in rows)
    source = f'<a href="#x">x</a><table><{group}>{inner}</{group}></table><a href="#y">y</a>'

    at_once, walked_ = (walked(source.replace("MORE", each)) for each in ("", MORE))

    assert at_once.text == walked_.text
    assert at_once.blocks == walked_.blocks
    assert at_once.spans == walked_.spans
    assert at_once.locators == walked_.locators


_ITEMS = st.tuples(
    st.sampled_from(["li", "li value=7", 'li id="x"', 'li class="c"', "li hidden"]),
    st.sampled_from(
        ["{}", "<p>{}</p>", ' <p id="z">{}</p>\n', "<p>{}</p> a", "{}<hr>", "{}<ul><li>b</ul>"]
    ),
    _INLINE,
).map(lambda each: f"<{each[0]}>{each[1].format(each[2])}MORE</li>")


@given(
    items=st.lists(_ITEMS, max_size=4),
    name=st.sampled_from(["ul", "ol", "ol start=3", "ol reversed", 'ol class="footnotes"']),
    around=st.sampled_from(["div", "ul", "td", "em"]),
)
@settings(max_examples=200)
@example(items=["<li>aMORE</li>", "<li><p>bMORE</p></li>", "<li>MORE</li>"], name="ol", around="ul")
def test_items_of_words_alone_are_what_is_walked(items: list[str], name: str, around: str) -> None:
    source = f'<a href="#x">x</a><{around}>a<{name}>{"".join(items)}</{name.split(maxsplit=1)[0]}></{around}>'

    at_once, walked_ = (walked(source.replace("MORE", each)) for each in ("", MORE))

    assert at_once.text == walked_.text
    assert at_once.blocks == walked_.blocks
    assert at_once.spans == walked_.spans
    assert at_once.locators == walked_.locators


@pytest.mark.parametrize(
    "attribute",
    ['class="visually-hidden"', "hidden", 'style="display: none"', 'role="doc-pagebreak"'],
)
def test_a_paragraph_that_is_not_to_be_seen_is_not_read(attribute: str) -> None:
    assert leaves(f"<p>one<p {attribute}>two</p><p>three") == [
        ("paragraph", "one"),
        ("paragraph", "three"),
    ]


def test_a_paragraph_with_a_name_is_a_place() -> None:
    document = walked('<a href="#there">go</a><p>one<p id="there" class="c">two')

    assert document.spans[0].target == f"#{document.text.index('two')}"


def test_a_page_that_begins_within_a_paragraph_is_a_place() -> None:
    document = walked('<p>one <span role="doc-pagebreak" title="7"></span>two</p>')

    assert document.locators == (Locator("page", "7", 4),)


@pytest.mark.parametrize("blank", ["", " ", "\n  "])
def test_a_name_among_the_words_of_a_paragraph_is_a_place(blank: str) -> None:
    source = f'<a href="#there">go</a><p>one{blank}<a name="there"></a> <b id="here">two</b>'

    document = walked(f"{source}<p>three")

    assert document.text == "go\n\none two\n\nthree"
    assert document.spans[0].target == ("#8" if blank else "#7")


@pytest.mark.parametrize("name", ["p", "li", "td", "h2"])
def test_a_line_break_between_words_is_one_whatever_blanks_are_around(name: str) -> None:
    document = walked(f"<ul><table><tr><{name}>one <i> <br class='x'>\n two</i> <br> </{name}>")

    assert document.text == "one\ntwo"
    assert [(span.kind.value, span.start, span.end) for span in document.spans] == [
        ("break", 3, 4),
        ("emphasis", 4, 7),
    ]


def test_two_line_breaks_part_paragraphs() -> None:
    assert walked("<p>one<br> <br>two").text == "one\n\ntwo"


@pytest.mark.parametrize("is_xml", [True, False])
def test_controls_are_replaced_in_paragraphs_that_are_taken_at_once(is_xml: bool) -> None:
    document = walked("<div><p>a\x7fb</p><p>\x80 “c”\x85</p></div>", is_xml=is_xml)

    assert document.text == "a\ufffdb\n\n\ufffd “c”\x85"


def test_elements_without_attributes_are_not_asked_about_while_nothing_is_awaited() -> None:
    awaited: list[str] = []
    asked: list[str] = []

    def treat(element: etree._Element) -> None:
        asked.append(element.tag)
        awaited.extend(element.keys())

    walked("<div><p>a<p id=b>c<p>d", rules=[Rules(treat=treat, bare=awaited)])

    assert asked == ["p", "p"]


def test_a_treatment_holds_for_paragraphs_and_for_what_they_hold() -> None:
    rules = Rules(treat=lambda each: Treatment(is_hidden=True) if each.get("lang") else None)

    document = walked('<p>one <b lang="x">two</b></p><p lang="x">three</p><p>four', rules=[rules])

    assert document.text == "one\n\nfour"


def test_only_elements_of_names_that_may_be_treated_are_asked_about() -> None:
    asked: list[str] = []
    rules = Rules(treat=lambda each: asked.append(each.tag), treated=frozenset(("a", "div")))

    walked("<div>x <a href=x>y</a> <b>z</b></div><p>x<ul><li><a>y</a></ul>", rules=[rules])

    assert set(asked) == {"div", "a"}


def test_styles_in_styles_are_read_however_deep() -> None:
    inner = "<b><i><code><s>" * DEPTH_LIMIT + "x" + "</s></code></i></b>" * DEPTH_LIMIT

    assert sorted(styles(f"<p>{inner}</p>")) == [
        (kind, "x", "") for kind in ("code", "emphasis", "strike", "strong")
    ]


@pytest.mark.parametrize("name", ["p", "li", "h2", "td"])
def test_no_depth_within_a_paragraph_is_too_deep(name: str) -> None:
    inner = "<span>" * 1900 + "x" + "</span>" * 1900

    assert walked(f"<table><tr><{name}>{inner}</{name}></table>").text == "x"


def test_a_paragraph_in_a_tight_list_is_parted_by_an_empty_line() -> None:
    assert walked("<ul><li>one<li><p>two<li><div>three</div></ul>").text == "one\n\ntwo\nthree"
