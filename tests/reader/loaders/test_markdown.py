from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.document import BlockKind, Document, SpanKind
from reader.loaders import Hint, SourceBytes, load, load_head, load_whole
from reader.loaders import markdown as markdown_module
from tests.reader.loaders.invariants import check


def read(source: str) -> Document:
    document = load(source.encode(), Hint(name="a.md")).document
    check(document)
    return document


def shape(source: str) -> list[tuple[str, str, int]]:
    """Kind, text and parent of each block."""
    document = read(source)
    return [
        (block.kind.value, document.text[block.start : block.end], block.parent)
        for block in document.blocks
    ]


def spans(source: str) -> list[tuple[str, str, str]]:
    document = read(source)
    return [
        (span.kind.value, document.text[span.start : span.end], span.target)
        for span in document.spans
    ]


# --- blocks -----------------------------------------------------------------------------------


def test_paragraphs_and_headings_are_parted_by_an_empty_line() -> None:
    document = read("# One *two*\nline one\nline two\n\n\nThree\n=====\n")

    assert document.text == "One two\n\nline one\nline two\n\nThree"
    assert [(b.kind, b.level) for b in document.blocks] == [
        (BlockKind.HEADING, 1),
        (BlockKind.PARAGRAPH, 0),
        (BlockKind.HEADING, 1),
    ]


def test_a_line_break_in_a_paragraph_is_soft_and_a_hard_one_is_not() -> None:
    document = read("soft\nhard  \nhard\\\nend<br>end")

    assert document.text == "soft\nhard\nhard\nend\nend"
    assert [document.is_soft(i) for i, c in enumerate(document.text) if c == "\n"] == [
        True,
        False,
        False,
        False,
    ]


def test_a_tight_list_has_one_line_an_item_and_numbers_of_its_own() -> None:
    document = read("before\n\n7. one\n8. two\n   - in\n   - side\n9. three\n\nafter")

    assert document.text == "before\n\none\ntwo\nin\nside\nthree\n\nafter"
    items = [block for block in document.blocks if block.kind is BlockKind.ITEM]
    assert [item.level for item in items] == [7, 8, 0, 0, 9]


def test_a_loose_list_and_a_second_paragraph_in_an_item() -> None:
    assert shape("- one\n\n  more\n\n- two") == [
        ("list", "one\n\nmore\n\ntwo", -1),
        ("item", "one\n\nmore", 0),
        ("paragraph", "one", 1),
        ("paragraph", "more", 1),
        ("item", "two", 0),
        ("paragraph", "two", 4),
    ]


def test_a_list_in_a_quotation_is_both() -> None:
    assert shape("> said\n>\n> - a\n> - b\n") == [
        ("quotation", "said\n\na\nb", -1),
        ("paragraph", "said", 0),
        ("list", "a\nb", 0),
        ("item", "a", 2),
        ("paragraph", "a", 3),
        ("item", "b", 2),
        ("paragraph", "b", 5),
    ]


def test_a_table_has_rows_and_cells_parted_by_lf_and_tab() -> None:
    assert shape("x\n\n| a | *b* |\n|---|---|\n| 1 |  |\n| | 2 |\n\ny") == [
        ("paragraph", "x", -1),
        ("table", "a\tb\n1\t\n\t2", -1),
        ("row", "a\tb", 1),
        ("cell", "a", 2),
        ("cell", "b", 2),
        ("row", "1\t", 1),
        ("cell", "1", 5),
        ("cell", "", 5),
        ("row", "\t2", 1),
        ("cell", "", 8),
        ("cell", "2", 8),
        ("paragraph", "y", -1),
    ]


@pytest.mark.parametrize("prefix", ["", "> "])
@pytest.mark.parametrize("row", ["| 1 | 2 | three | fo\\|ur |", "1 | 2 | three | fo\\|ur"])
def test_cells_beyond_the_header_are_not_lost(prefix: str, row: str) -> None:
    source = "\n".join(prefix + line for line in ("| a | b |", "|---|---|", row, "| 5 | 6 |"))

    assert read(source).text == "a\tb\n1\t2\tthree\tfo|ur\n5\t6"


def test_code_keeps_its_lines_and_its_language() -> None:
    document = read("```python title\nx = 1\n\n  y = '*'\n```\n\n    indented\n\n~~~\nno end")

    assert document.text == "x = 1\n\n  y = '*'\n\nindented\n\nno end"
    assert [(b.kind.value, b.language) for b in document.blocks] == [
        ("code", "python"),
        ("code", ""),
        ("code", ""),
    ]


def test_a_rule_is_an_empty_leaf_before_what_follows() -> None:
    document = read("a\n\n***\n\nb\n\n> c\n>\n> ---\n")

    assert document.text == "a\n\nb\n\nc"
    assert [(b.kind.value, b.start, b.end, b.parent) for b in document.blocks] == [
        ("paragraph", 0, 1, -1),
        ("rule", 3, 3, -1),
        ("paragraph", 3, 4, -1),
        ("quotation", 6, 7, -1),
        ("paragraph", 6, 7, 3),
        ("rule", 7, 7, 3),
    ]


def test_an_image_alone_is_a_block_and_one_in_a_line_is_its_text() -> None:
    assert shape("![The *old* bridge](a.png)\n\nSee ![it](b.png) here.\n\n![](c.png)") == [
        ("image", "The old bridge", -1),
        ("paragraph", "See it here.", -1),
    ]


def test_addresses_that_stand_in_the_text_are_hyperlinks() -> None:
    document = read(
        "See https://example.org/a_b_c?d=1&amp;e, www.example.org and\nhttps://b.example.\n\n"
        "`https://no.example` [https://c.example](https://d.example) **https://e.example**"
    )

    links = [each for each in document.spans if each.kind is SpanKind.HYPERLINK]
    assert [(document.text[each.start : each.end], each.target) for each in links] == [
        ("https://example.org/a_b_c?d=1&e", "https://example.org/a_b_c?d=1&e"),
        ("www.example.org", "http://www.example.org"),
        ("https://b.example", "https://b.example"),
        ("https://c.example", "https://d.example"),
        ("https://e.example", "https://e.example"),
    ]


def test_badges_are_an_image_each_with_their_hyperlinks() -> None:
    source = "[![build](a)](https://x.org) ![docs](b)\n"

    assert shape(source) == [("image", "build", -1), ("image", "docs", -1)]
    assert spans(source) == [("hyperlink", "build", "https://x.org")]


def test_a_source_of_nothing_is_a_document_of_nothing() -> None:
    for source in ("", "\n\n", "<!-- only a comment -->", "[a]: https://x.org"):
        assert shape(source) == []


def test_a_byte_order_mark_and_crlf_are_no_matter() -> None:
    document = load(b"\xef\xbb\xbf# T\r\n\r\na\r\nb\r\n", Hint(name="a.md")).document

    assert document.text == "T\n\na\nb"
    assert document.metadata.title == "T"


# --- inside a line ----------------------------------------------------------------------------


def test_markup_becomes_spans() -> None:
    assert spans('*em **both*** `c*d` ~~gone~~ [to](https://x.org "t") <https://y.org>') == [
        ("emphasis", "em both", ""),
        ("strong", "both", ""),
        ("code", "c*d", ""),
        ("strike", "gone", ""),
        ("hyperlink", "to", "https://x.org"),
        ("hyperlink", "https://y.org", "https://y.org"),
    ]


def test_a_hyperlink_to_a_heading_leads_to_its_place() -> None:
    source = "[go](#the-end) [again](#the-end-1) [nowhere](#x)\n\n# The End\n\n## The *end*\n"
    document = read(source)

    targets = [span.target for span in document.spans if span.kind is SpanKind.HYPERLINK]
    assert targets == [f"#{b.start}" for b in document.blocks if b.kind is BlockKind.HEADING]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a &amp; b &copy; &#x41; &nbsp;x", "a & b © A \u00a0x"),
        ("&#27;[2J &#0; &#155;31m", "\ufffd[2J \ufffd \ufffd31m"),
        ("\\*no\\* 2 * 3 * 4", "*no* 2 * 3 * 4"),
        ("<b>bold</b> <!-- no --> H<sub>2</sub>O", "bold  H2O"),
        ("List<String> and Map<K, V>", "List<String> and Map<K, V>"),
        ("<span class='x'>kept</span> <my-tag>too</my-tag>", "kept too"),
        ('a <img src="x" alt="a &lt; b"> c', "a a < b c"),
        ("[click](javascript:alert)", "[click](javascript:alert)"),
        ("a <![CDATA[data]]> b <?pi?>", "a data b"),
    ],
)
def test_what_stands_for_text_is_text(source: str, text: str) -> None:
    assert read(source).text == text


def test_html_tags_mark_as_markdown_does() -> None:
    source = (
        '<b>s</b><em>e</em><sup>1</sup> <a href="https://x.org">l</a> <a href="javascript:x">j</a>'
    )

    assert spans(f"x {source}") == [
        ("strong", "s", ""),
        ("emphasis", "e", ""),
        ("superscript", "1", ""),
        ("hyperlink", "l", "https://x.org"),
    ]


def test_a_block_of_html_is_its_text_in_blocks() -> None:
    source = """<div align="center">
<h2>A <i>title</i></h2>
<p>One<br>two
 three</p><style>p {}</style><!-- x -->
<ul><li>a</li><li>b</li></ul>
<table><tr><td>1</td><td>2</td></tr></table>
<pre>
 kept  as
 it &lt;is
</pre>
</div>
"""
    assert shape(source) == [
        ("heading", "A title", -1),
        ("paragraph", "One\ntwo\nthree", -1),
        ("paragraph", "a\nb", -1),
        ("paragraph", "1\t2", -1),
        ("code", "\n kept  as\n it <is", -1),
    ]


@pytest.mark.parametrize("source", ["<!-- never closed\nwords", "<script>\nwords", "<style>words"])
def test_what_is_never_closed_hides_nothing(source: str) -> None:
    assert "words" in read(source).text


# --- metadata ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("## Two\n\n# The *first*\nx\n\n# Second", "The first"),
        ("---\ntitle: Front\n---\n\n# First", "First"),
        ("---\ntitle: Front\n---\n\ntext", "Front"),
        ("text", "a.md"),
    ],
)
def test_the_title_is_the_first_heading_else_the_front_matter_else_the_name(
    source: str, title: str
) -> None:
    assert read(source).metadata.title == title


def test_front_matter_is_metadata_and_no_text() -> None:
    document = read("---\ntitle: T\nauthor: Ann Lee\n---\nText.\n")

    assert document.text == "Text."
    assert document.metadata.authors == ("Ann Lee",)
    assert document.loader == "markdown 3"


# --- the head ---------------------------------------------------------------------------------

PARAGRAPH = "A paragraph with *emphasis* and a [hyperlink][ref] of a few dozen words.\n\n"


def test_a_long_text_has_a_head_of_whole_blocks_that_is_its_beginning() -> None:
    source = SourceBytes((PARAGRAPH * 500 + "\n[ref]: https://x.org\n").encode(), name="a.md")

    head, whole = load_head(source), load_whole(source)

    assert (head.is_whole, whole.is_whole) == (False, True)
    assert whole.document.text.startswith(head.document.text)
    assert head.document.text.endswith("few dozen words.")
    assert head.document.spans[1].target == "https://x.org"


def test_a_head_of_one_long_fence_or_list_is_its_beginning_too() -> None:
    fence = "```\n" + "code\n\ncode\n" * 2000 + "```\n"
    items = "- item\n\n" * 2000
    for rest in (fence, items):
        source = SourceBytes((PARAGRAPH * 3 + rest).encode(), name="a.md")

        head, whole = load_head(source), load_whole(source)

        assert not head.is_whole
        assert whole.document.text.startswith(head.document.text)
        assert len(head.document.text) > markdown_module.HEAD_LENGTH / 2


def test_a_text_without_a_place_to_cut_is_cut_at_a_line() -> None:
    source = SourceBytes(b"one line of many without a blank one\n" * 1000, name="a.md")

    head, whole = load_head(source), load_whole(source)

    assert not head.is_whole
    assert whole.document.text.startswith(head.document.text)


def test_a_short_text_is_its_own_head() -> None:
    assert load_head(SourceBytes(b"# T\n\ntext", name="a.md")).is_whole


# --- extremes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        ">" * 10_000 + " deep words",
        "> " * 300 + "deep words",
        "- " * 5000 + "deep words",
        "".join("  " * depth + "- deep\n" for depth in range(30)) + "\nwords",
        "".join("  " * depth + "- deep\n" for depth in range(700)) + "\nwords",
        "[" * 50_000 + "deep words",
        "![" * 20_000 + "deep words",
        "*" * 100_000 + " deep words",
        "deep *a _b " * 20_000 + "words",
        "[a](b" * 20_000 + " deep words",
        "deep `" + "` ``" * 20_000 + "words",
        "<a " * 50_000 + "deep words",
        "deep <!-- " * 50_000 + "words",
        "<div>" * 20_000 + "deep words",
        "# deep words\n" * 20_000,
        "a|deep\n" * 50_000 + "words",
        "deep\n\n```\nwords that never end\n\n# in a fence",
    ],
    ids=lambda source: re.sub(r"\W+", "_", source[:8]) or "x",
)
def test_extreme_markdown_opens_whole_in_time(source: str) -> None:
    began = time.process_time()

    text = read(source).text

    assert time.process_time() - began < 15  # at most two, on a machine that is not busy
    assert text.count("deep") == source.count("deep")
    assert text.count("words") == source.count("words")


def test_a_table_of_a_thousand_columns_is_one() -> None:
    header = "|" + "|".join(f"h{n}" for n in range(1000)) + "|\n|" + "-|" * 1000 + "\n"
    row = "|" + "|".join(f"c{n}" for n in range(1000)) + "|\n"

    document = read(header + row * 3)

    assert sum(block.kind is BlockKind.CELL for block in document.blocks) == 4000


def test_what_is_nested_too_deeply_is_shown_as_plain_text_and_said() -> None:
    loaded = load((">" * 300 + " deep\n").encode(), Hint(name="a.md"))

    assert loaded.document.text == ">" * 300 + " deep\n"
    assert loaded.notices == ("a.md is nested too deeply for Markdown; it is shown as plain text.",)


@pytest.mark.parametrize("limit", ["SIZE_LIMIT_BYTES", "LINE_LIMIT"])
def test_what_is_too_long_is_shown_as_plain_text_and_said(
    limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(markdown_module, limit, 3)
    source = SourceBytes(b"# A\n\n# B\n\n# C\n", name="a.md")

    for loaded in (load_head(source), load_whole(source)):
        assert loaded.document.text == "# A\n\n# B\n\n# C\n"
        assert loaded.notices[0].endswith("for Markdown; it is shown as plain text.")


# --- nothing is lost ----------------------------------------------------------------------------

WORDS = st.sampled_from(["alpha", "béta", "γάμμα", "дельта", "イプシロン", "zeta", "eta’s"])


@st.composite
def inline_markup(draw: st.DrawFn) -> str:
    parts = []
    for word in draw(st.lists(WORDS, min_size=1, max_size=5)):
        form = draw(
            st.sampled_from(
                [
                    "{}",
                    "*{}*",
                    "**{}**",
                    "`{}`",
                    "~~{}~~",
                    "[{}](https://x.org)",
                    "<b>{}</b>",
                    "![{}](p)",
                ]
            )
        )
        parts.append(form.format(word))
    return draw(st.sampled_from([" ", "\n", "  \n"])).join(parts)


def prefixed(first: str, rest: str, block: str) -> str:
    lines = block.split("\n")
    return "\n".join([first + lines[0], *(rest + line for line in lines[1:])])


@st.composite
def markdown_blocks(draw: st.DrawFn, depth: int = 0) -> str:
    kinds = ["paragraph", "heading", "code", "table", "html"]
    if depth < 4:
        kinds += ["quotation", "bullets", "numbers"]
    kind = draw(st.sampled_from(kinds))
    if kind == "heading":
        return "## " + draw(inline_markup()).replace("\n", " ")
    if kind == "code":
        return "```\n" + "\n\n".join(draw(st.lists(WORDS, min_size=1, max_size=3))) + "\n```"
    if kind == "table":
        cells = draw(st.lists(WORDS, min_size=4, max_size=9))
        return f"| {cells[0]} | {cells[1]} |\n|---|---|\n| " + " | ".join(cells[2:]) + " |"
    if kind == "html":
        return "<p>" + "<br>".join(draw(st.lists(WORDS, min_size=1, max_size=3))) + "</p>"
    if kind in ("quotation", "bullets", "numbers"):
        first, rest = {
            "quotation": ("> ", "> "),
            "bullets": ("- ", "  "),
            "numbers": ("1. ", "   "),
        }[kind]
        held = draw(st.lists(markdown_blocks(depth=depth + 1), min_size=1, max_size=3))
        parting = draw(st.sampled_from(["\n\n", "\n"])) if kind != "quotation" else "\n> \n"
        if kind == "quotation":
            return parting.join(prefixed(first, rest, block) for block in held)
        return parting.join(prefixed(first, rest, block) for block in held)
    return draw(inline_markup())


_WORD = re.compile(r"alpha|béta|γάμμα|дельта|イプシロン|zeta|eta’s")


@settings(deadline=None)
@given(blocks=st.lists(markdown_blocks(), max_size=6))
def test_every_word_is_in_the_text_once_and_in_order(blocks: list[str]) -> None:
    source = "\n\n".join(blocks)

    document = read(source)

    assert _WORD.findall(document.text) == _WORD.findall(source)


@settings(deadline=None)
@given(
    source=st.lists(
        st.sampled_from(
            [
                "a",
                "b",
                "*",
                "_",
                "`",
                "```",
                "[",
                "](",
                ")",
                "![",
                "<",
                "<b>",
                "</b>",
                "<!--",
                "-->",
                "|",
                "-",
                "---",
                "#",
                "",
                "&amp;",
                "&#27;",
                "~~",
                "<br>",
                "<td>",
                "<pre>",
                "\\",
                "=",
                ":",
                "[^1]",
                "\x1b",
                "\x85",
                "\u2028",
                "😀",
                " ",
                "\n",
                "\n\n",
                "    ",
                "\t",
                "> ",
                "1. ",
                "# ",
                "  \n",
            ]
        ),
        max_size=40,
    ).map("".join)
)
def test_any_markdown_keeps_to_the_rules_of_a_document(source: str) -> None:
    read(source)


def test_headings_that_are_called_the_same_are_counted_in_time() -> None:
    source = "# a\n\n" * 8_000 + "[x](#a-7999)\n"
    begun = time.process_time()

    document = load(source.encode(), Hint("a.md")).document

    assert time.process_time() - begun < 2
    last = document.text.rindex("a\n\nx")
    assert [span.target for span in document.spans] == [f"#{last}"]
