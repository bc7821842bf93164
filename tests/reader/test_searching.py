"""What is found of what is typed: every hit and nothing else, whatever the script and the stretch."""

from __future__ import annotations

import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotations.document import Block, BlockKind, Blocks, Document, Span, SpanKind, Spans
from annotations.model import Range
from reader.letters import base_of
from reader.searching import (
    PATIENCE_S,
    QUERY_LENGTH,
    PatternError,
    Query,
    advice_for,
    as_laid_out,
    finder_of,
)


def document_of(text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Document:
    return Document(text=text, blocks=Blocks([Block(kind, 0, len(text))]))


def hits_of(query: Query, document: Document, *, slice_length: int = 1 << 16) -> list[Range]:
    finder, found, at = finder_of(query), [], 0
    length = len(document.text)
    while at < length:
        part = finder.find(document, at, min(length, at + slice_length), limit=1 << 20)
        found += [Range(*pair) for pair in zip(part.starts, part.ends, strict=True)]
        at = part.upto
    return found


def found(typed: str, text: str, *, is_regex: bool = False, is_whole: bool = False) -> list[str]:
    query = Query(typed, is_regex=is_regex, is_whole=is_whole)
    return [text[hit.start : hit.end] for hit in hits_of(query, document_of(text))]


# --- plain words -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "text", "hits"),
    [
        ("minister", "Minister, MINISTER, ministers", ["Minister", "MINISTER", "minister"]),
        ("Minister", "Minister, MINISTER, minister", ["Minister"]),
        (
            "resume",
            "résumé, re\u0301sume\u0301, RÉSUMÉ",
            ["résumé", "re\u0301sume\u0301", "RÉSUMÉ"],
        ),
        ("Élan", "Elan élan Élan", ["Elan", "Élan"]),
        ("istanbul", "İstanbul, ISTANBUL, ıstanbul", ["İstanbul", "ISTANBUL", "ıstanbul"]),
        ("strasse", "Straße STRASSE straſſe", ["Straße", "STRASSE", "straſſe"]),
        ("straße", "Strasse Straße", ["Strasse", "Straße"]),
        ("flussschiff", "Flußschiff Flussschiff", ["Flußschiff", "Flussschiff"]),
        ("firm official", "ﬁrm oﬃcial, firm oﬀicial", ["ﬁrm oﬃcial", "firm oﬀicial"]),
        ("firm will", "a firm\n   will, firm\u00a0will", ["firm\n   will", "firm\u00a0will"]),
        ("firm   will", "firm will", ["firm will"]),
        ("it's \"a", "it’s “a, it's „a", ["it’s “a", "it's „a"]),
        ("it’s", "it's", ["it's"]),
        ("wait...", "wait… wait...", ["wait…", "wait..."]),
        ("wait…", "wait...", ["wait..."]),
        ("1990-95", "1990–95 and 1990-95", ["1990–95", "1990-95"]),
        ("1990–95", "1990–95 and 1990-95", ["1990–95"]),
        ("cooperate", "co\u00adope\u200brate", ["co\u00adope\u200brate"]),
        ("walesa", "Wałęsa", ["Wałęsa"]),
        ("שלום", "שָׁלוֹם", ["שָׁלוֹם"]),
        ("كتاب", "كِتَابٌ و كـتاب", ["كِتَابٌ", "كـتاب"]),
        ("한국", unicodedata.normalize("NFD", "한국"), [unicodedata.normalize("NFD", "한국")]),
        ("か", "かが", ["か"]),
        ("が", "が か\u3099", ["が", "か\u3099"]),
        ("ДОМ", "ДОМ дом", ["ДОМ"]),
        ("дом", "ДОМ дом", ["ДОМ", "дом"]),
        ("𐐨", "𐐀𐐨", ["𐐀", "𐐨"]),
        ("👍", "👍🏽 👍", ["👍", "👍"]),
        ("the ", "the the", ["the "]),
        ("a.c*", "abc a.c*", ["a.c*"]),
        ("ana", "banana", ["ana"]),
        ("\u0301", "e\u0301", ["\u0301"]),
        ("s", "ß", []),
    ],
)
def test_words_are_found_as_they_are_read(typed: str, text: str, hits: list[str]) -> None:
    assert found(typed, text) == hits


def test_whole_words_end_where_words_end() -> None:
    assert found("art", "art, part, arts, l’art", is_whole=True) == ["art", "art"]
    assert found("東京", "在東京都", is_whole=True) == ["東京"]


LETTERS = st.sampled_from(
    "aeiosſßſﬁﬀﬃffiITİıéE\u0301\u0308 \n\t\u00a0\u00ad\u200d“\"’'…..-–שָכتـ한ᄒ👩🏽‍"
)
TEXTS = st.text(LETTERS, max_size=40)


@given(before=TEXTS, typed=st.text(LETTERS, min_size=1, max_size=8), after=TEXTS)
@example(before="", typed="ﬁ", after="")
@example(before="s", typed="ſß", after="")
@example(before="..", typed=".", after="")
@example(before="", typed="E \u0301", after="")
def test_what_stands_in_the_text_is_found_where_it_stands(
    before: str, typed: str, after: str
) -> None:
    typed = typed.strip()
    if not typed:
        return
    text = f"{before}.{typed}.{after}"
    place = len(before)

    hits = finder_of(Query(f".{typed}.")).find(document_of(text), place, place + 1, limit=1)

    assert list(hits.starts) == [place]
    assert hits.ends[0] >= place + len(typed) + 2


@given(text=TEXTS, typed=st.text(LETTERS, min_size=1, max_size=6), is_cased=st.booleans())
def test_a_hit_reads_as_what_was_typed(text: str, typed: str, is_cased: bool) -> None:
    def read(each: str) -> str:
        return base_of(" ".join(each.split()), is_cased=is_cased)

    if not read(typed).strip():
        return
    for hit in hits_of(Query(typed, is_cased=is_cased), document_of(text)):
        shown = read(text[hit.start : hit.end])
        assert shown == read(typed) or not typed.strip()


@given(
    text=TEXTS,
    typed=st.text(LETTERS, min_size=1, max_size=4),
    slice_length=st.integers(1, 12),
)
def test_the_slices_make_no_difference(text: str, typed: str, slice_length: int) -> None:
    document, query = document_of(text), Query(typed)

    assert hits_of(query, document, slice_length=slice_length) == hits_of(query, document)


@given(text=TEXTS, typed=st.text(LETTERS, min_size=1, max_size=4))
def test_hits_are_not_empty_and_do_not_overlap(text: str, typed: str) -> None:
    hits = hits_of(Query(typed), document_of(text))

    assert all(len(hit) for hit in hits)
    assert all(first.end <= second.start for first, second in pairwise(hits))


def test_no_more_hits_are_taken_than_asked_for() -> None:
    part = finder_of(Query("a")).find(document_of("a" * 100), 0, 100, limit=7)

    assert len(part.starts) == 7
    assert part.upto == 7


def test_a_text_of_one_letter_is_no_trap() -> None:
    text = "a" * 200_000
    begun = time.perf_counter()

    assert (
        not finder_of(Query("a" * 40 + "b")).find(document_of(text), 0, len(text), limit=9).starts
    )
    assert time.perf_counter() - begun < 5


def test_what_is_too_long_is_refused_with_a_sentence() -> None:
    with pytest.raises(PatternError, match="too long"):
        finder_of(Query("a" * (QUERY_LENGTH + 1)))


# --- regular expressions ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "text", "hits"),
    [
        (r"\bmin\w+", "the Minister’s ministry", ["Minister", "ministry"]),
        (r"Min\w+", "the Minister’s ministry", ["Minister"]),
        (r"\Smin", "amin Amin", ["amin", "Amin"]),
        (r"firm will", "firm\nwill, firm   will", ["firm\nwill", "firm   will"]),
        (r"firm.will", "firm\nwill", ["firm\nwill"]),
        (r"[ ]x", "a  x", [" x"]),
        (r"a {2}b", "a  b", ["a  b"]),
        (r"^the", "the\nthe", ["the"]),
        (r"x*", "axxa", ["xx"]),
        (r"(?<=a)b", "ab b", ["b"]),
        (r"é", "é e", ["é"]),
    ],
)
def test_an_expression_sees_the_text_as_it_is_laid_out(
    typed: str, text: str, hits: list[str]
) -> None:
    assert found(typed, text, is_regex=True) == hits


def test_verse_and_hard_breaks_keep_their_lines() -> None:
    verse = document_of("one\ntwo", BlockKind.VERSE)
    broken = Document(
        text="one\ntwo\nthree",
        blocks=Blocks([Block(BlockKind.PARAGRAPH, 0, 13)]),
        spans=Spans([Span(SpanKind.BREAK, 7, 8)]),
    )

    assert [hit.start for hit in hits_of(Query("^t", is_regex=True), verse)] == [4]
    assert [hit.start for hit in hits_of(Query("^t", is_regex=True), broken)] == [8]
    assert as_laid_out(broken, 0, 13) == "one two\nthree"
    assert as_laid_out(broken, 2, 9) == "e two\nt"


def test_paragraphs_stay_apart() -> None:
    document = Document(
        text="a\n\nb",
        blocks=Blocks([Block(BlockKind.PARAGRAPH, 0, 1), Block(BlockKind.PARAGRAPH, 3, 4)]),
    )

    assert not hits_of(Query("a.*b", is_regex=True), document)


@pytest.mark.parametrize(
    "typed", ["(", "[a", "a{2", "*", "(?P<x", r"\p{Nothing}", "(" * 5000, "[[a]&&"]
)
def test_a_bad_pattern_is_said_in_a_sentence(typed: str) -> None:
    try:
        finder_of(Query(typed[:QUERY_LENGTH], is_regex=True))
    except PatternError as error:
        assert str(error).endswith(".")  # noqa: PT017  # some of them are sound to a lenient parser


@given(st.text(st.sampled_from("ab()[]{}?*+|\\.^$-<>=!:P&~ 12,"), max_size=20))
def test_no_pattern_raises_anything_else(typed: str) -> None:
    try:
        finder_of(Query(typed, is_regex=True)).find(document_of("aab b a"), 0, 7, limit=9)
    except PatternError as error:
        assert str(error)  # noqa: PT017  # either way is right


def test_an_endless_expression_is_stopped() -> None:
    finder = finder_of(Query("(a+)+b", is_regex=True))
    begun = time.thread_time()

    with pytest.raises(PatternError, match="too long"):
        finder.find(document_of("a" * 50_000), 0, 50_000, limit=9)

    assert time.thread_time() - begun < PATIENCE_S * 5


# --- what is said ----------------------------------------------------------------------------


def test_what_would_help_depends_on_what_was_typed() -> None:
    assert advice_for(Query("x(", is_regex=True)) == "^r searches it as plain words"
    assert advice_for(Query("Minister")) == "small letters find capitals too"
    assert advice_for(Query("the minister")) == "fewer words find more"
    assert advice_for(Query("minister")) == "fewer letters find more"
    assert Query("  ").is_blank
