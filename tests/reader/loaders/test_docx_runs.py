"""Runs that are read in one go come to what they come to when each element is gone into."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from reader.loaders.docx_runs import runs_of
from tests.reader.loaders.docx_files import NAMES, docx, paragraph
from tests.reader.loaders.test_docx import loaded

_PROPERTIES = st.lists(
    st.sampled_from(
        [
            "<w:b/>",
            '<w:b w:val="0"/>',
            "<w:i/>",
            "<w:dstrike/>",
            '<w:vertAlign w:val="superscript"/>',
            '<w:highlight w:val="yellow"/>',
            '<w:highlight w:val="green"/>',
            '<w:rStyle w:val="Fett"/>',
            "<w:vanish/>",
            '<w:vertAlign w:val="baseline"/>',
            '<w:highlight w:val="none"/>',
            '<w:sz w:val="20"/>',
        ]
    ),
    max_size=3,
).map(lambda each: f"<w:rPr>{''.join(each)}</w:rPr>" if each else "")
_TEXTS = st.lists(
    st.sampled_from(
        [
            "<w:t>one</w:t>",
            "<w:t> </w:t>",
            "<w:t/>",
            "<w:t>\ufefftwo\u00a0\n</w:t>",
            "<w:t>a<!-- c -->b</w:t>",
            "<w:noProof/>",
        ]
    ),
    max_size=3,
).map("".join)
_RUNS = st.lists(
    st.tuples(_PROPERTIES, _TEXTS).map(lambda each: f"<w:r>{each[0]}{each[1]}</w:r>"), max_size=5
)
_MARK = "<w:rPr><w:b/><w:i/></w:rPr>"
"""Properties of the sign at a paragraph's end, which are nobody's letters'."""

MORE = "<x:more/>"
"""What nobody knows has to be gone into, and holds nothing."""


@given(runs=_RUNS, more=st.sampled_from(["", _MARK]))
@settings(max_examples=200)
@example(runs=["<w:r><w:rPr><w:b/></w:rPr></w:r>", "<w:r><w:t>one</w:t></w:r>"], more="")
def test_what_is_read_in_one_go_is_what_is_gone_into(runs: list[str], more: str) -> None:
    flat = loaded(docx(paragraph(*runs, more=more) + paragraph("end")))
    deep = loaded(docx(paragraph(*runs, MORE, more=more) + paragraph("end")))

    assert flat.document.text == deep.document.text
    assert flat.document.blocks == deep.document.blocks
    assert flat.document.spans == deep.document.spans
    assert [(mark.pieces, mark.colour) for mark in flat.marks] == [
        (mark.pieces, mark.colour) for mark in deep.marks
    ]


@pytest.mark.parametrize(
    "content",
    [
        "<w:r><w:tab/><w:t>x</w:t></w:r>",
        "<w:hyperlink><w:r><w:t>x</w:t></w:r></w:hyperlink>",
        "<w:del><w:r><w:t>x</w:t></w:r></w:del>",
        "<w:r><w:rPr><w:rPrChange><w:rPr><w:b/></w:rPr></w:rPrChange></w:rPr><w:t>x</w:t></w:r>",
        "<w:r><w:t>x</w:t></w:r><w:pPr><w:rPr><w:b/></w:rPr></w:pPr>",
        "<w:t>x</w:t>",
        MORE,
    ],
)
def test_what_is_more_than_letters_is_not_read_in_one_go(content: str) -> None:
    assert runs_of(etree.fromstring(f"<w:p {NAMES}>{content}</w:p>")) is None


def test_runs_that_are_set_like_the_rest_are_one() -> None:
    runs = runs_of(
        etree.fromstring(
            f"<w:p {NAMES}><w:r><w:t>a</w:t></w:r><w:r><w:rPr/><w:t>b</w:t></w:r>"
            "<w:r><w:rPr><w:b/></w:rPr><w:t>c</w:t></w:r><w:r><w:t>d</w:t></w:r></w:p>"
        )
    )

    assert runs is not None
    assert [texts for texts, _ in runs] == [["a", "b"], ["c"], ["d"]]
