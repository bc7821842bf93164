"""The language of searching: its trees, its mistakes, and what a tree takes."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotations.errors import QueryError
from annotations.folding import occurs
from annotations.model import (
    Annotation,
    AnnotationId,
    Article,
    ArticleId,
    Colour,
    Metadata,
    Piece,
    Range,
)
from annotations.query import (
    And,
    ColourIs,
    Everything,
    FieldHas,
    Not,
    NoteHas,
    Or,
    Phrase,
    Query,
    QuoteHas,
    TagIs,
    Word,
    article_matches,
    fold,
    has_only_words,
    matches,
    parse,
)

ARTICLE = Article(
    id=ArticleId("0190"),
    metadata=Metadata(title="Lavrov in Bamako", authors=("Awa Traoré",), publisher="The Courier"),
)
MARK = Annotation(
    id=AnnotationId("0190"),
    pieces=(Piece(range=Range(0, 9), quote="the  Firm\nwill — “of both” 世界は変わったGDP"),),
    colour=Colour.RED,
    tags=("Sahel/Russia", "quote"),
    fields=(("Speaker", "Sergueï Lavrov"), ("date", "2023-02-08")),
    note="Official line; compare February. E-mail 🤔sent",
)


def takes(text: str) -> bool:
    return matches(parse(text), MARK, ARTICLE)


# --- folding ------------------------------------------------------------------------------------


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Élan  \n vital", "elan vital"),
        ("Straße İstanbul ŒUVRE", "strasse istanbul œuvre"),
        ("“so” ‘it’ goes…", "\"so\" 'it' goes..."),
        ("e\u0301 ﬁn ①", "e fin 1"),
        ("Ёлка", "елка"),
        ("世界GDP", "世界 gdp"),
        ("🤔sent", "🤔 sent"),
        ("a\0b\ud800", "a\ufffdb\ufffd"),
        ("", ""),
    ],
)
def test_folding(text: str, expected: str) -> None:
    assert fold(text) == expected


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("minist", "the ministers", True),
        ("inist", "the ministers", False),
        ("the minis", "the ministers", True),
        ("he minis", "the ministers", False),
        ("art", "party, art", True),
        ("art", "party-art", True),
        ("art", "party_art", True),
        ("art", "partyart", False),
        ("界は", "世界は", True),
        ("... and", "so... and", True),
        ("a", "", False),
    ],
)
def test_where_words_occur(words: str, text: str, expected: bool) -> None:
    assert occurs(words, text) is expected


def test_occurring_is_not_quadratic() -> None:
    assert not occurs("a" * 5_000, "b" + "a" * 1_000_000)


# --- parsing ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Everything()),
        (" \n ", Everything()),
        ("Firm", Word("firm")),
        ("a b", And((Word("a"), Word("b")))),
        ("a or b c", Or((Word("a"), And((Word("b"), Word("c")))))),
        ("a OR b", Or((Word("a"), Word("b")))),
        ('"or"', Phrase("or")),
        ("“Firm  Will”", Phrase("firm will")),
        ("„so“", Phrase("so")),
        ("-a -(b or c)", And((Not(Word("a")), Not(Or((Word("b"), Word("c"))))))),
        ("--a", Not(Not(Word("a")))),
        ("((a))", Word("a")),
        ("e-mail or-else", And((Word("e-mail"), Word("or-else")))),
        ('"a"b(c)d', And((Phrase("a"), Word("b"), Word("c"), Word("d")))),
        ("tag:Sahel", TagIs("sahel")),
        ("tag:=Sahel/Russia", TagIs("sahel/russia", exact=True)),
        ('tag:="a b"', TagIs("a b", exact=True)),
        ("tag:#sahel/", TagIs("sahel")),
        ("colour:red COLOR:3", And((ColourIs(Colour.RED), ColourIs(Colour.GREEN)))),
        ("note:x", NoteHas("x")),
        ('quote:"X y"', QuoteHas("x y")),
        ("Speaker:lavrov", FieldHas("speaker", "lavrov")),
        ("кто:лавров", FieldHas("кто", "лавров")),
        ("a:b:c", FieldHas("a", "b:c")),
        ("12:30", Word("12:30")),
        ("https://example.org/a", Word("https://example.org/a")),
    ],
)
def test_a_query_becomes_a_tree(text: str, expected: Query) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("text", "position", "expected"),
    [
        ("or a", 0, "was expected."),
        ("a or", 4, "after “or”"),
        ("a or or b", 5, "after “or”"),
        ("(", 1, "was expected"),
        ("()", 1, "was expected"),
        ("a (b or )", 8, "after “or”"),
        ("x (a", 2, "“)” was expected"),
        ("x -((a)", 3, "“)” was expected"),
        ("a)", 1, "closes nothing"),
        ("-", 1, "right after the minus sign"),
        ("a - b", 3, "right after the minus sign"),
        ("-or", 1, "after the minus sign"),
        ('é "x', 2, "not closed"),
        ("“x", 0, "not closed"),
        ('""', 0, "Something to search for"),
        ("a \u0301", 2, "Something to search for"),
        ("tag:", 4, "right after “tag:”"),
        ("tag: x", 4, "right after “tag:”"),
        ("tag:=", 5, "right after “tag:=”"),
        ("tag:/", 4, "A tag was expected"),
        ("note:(a)", 5, "right after “note:”"),
        ('note:"a', 5, "not closed"),
        ("x colour:pink", 9, "yellow, red"),
        ("a in:title", 2, "“in:” is not known yet"),
        ("Author:x", 0, "“Author:” is not known yet"),
        ("has:note", 0, "not known yet"),
        ("(" * 101 + "a" + ")" * 101, 100, "At most 100"),
        ("-" * 101 + "a", 100, "At most 100"),
        ("a " * 201, 400, "at most 200"),
        ("a" * 10_001, 10_000, "at most 10,000"),
    ],
)
def test_a_mistake_is_shown_where_it_stands(text: str, position: int, expected: str) -> None:
    with pytest.raises(QueryError, match=re.escape(expected)) as caught:
        parse(text)

    assert caught.value.position == position


def test_as_deep_and_as_long_as_allowed() -> None:
    assert parse("(" * 99 + "a" + ")" * 99) == Word("a")
    assert parse("a " * 200) == And((Word("a"),) * 200)


@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from([*'()"“”-:= \0\ud800', " or ", "tag:", "a", "colour:", "世", "\u0301"]),
            max_size=40,
        ).map("".join),
    )
)
@example("-" * 5_000)
@example("(" * 5_000)
@example('"' * 9_999)
@example("tag:\u0301/")
def test_no_text_raises_anything_but_the_query_error(text: str) -> None:
    mistake: QueryError | None = None
    try:
        query = parse(text)
        matches(query, MARK, ARTICLE)
        article_matches(query, ARTICLE)
    except QueryError as error:
        mistake = error

    if mistake is not None:
        assert 0 <= mistake.position <= len(text)
        assert str(mistake).endswith(".")
        assert mistake.hint


# --- what a tree takes -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        *("", "firm", "FIR", '"firm will"', "“the firm wi”", '"will — "', "界は", "gdp", "世界"),
        *("official compare", "sent", "e-mail", "mail", "février or february", "bamako"),
        *("russia", "sahel", "sergue", "08", "firm bamako russia", "-absent", "-(firm absent)"),
        *("tag:sahel", "tag:SAHEL/russia", "tag:=sahel/russia", "-tag:=sahel", "tag:quote"),
        *("colour:red", "colour:2", "-colour:blue", "note:line", "-note:firm", "quote:both"),
        *("speaker:lavrov", "SPEAKER:ser", "date:2023", 'speaker:"serguei lav"', "-speaker:putin"),
        *("absent or firm", "(absent or firm) -absent"),
    ],
)
def test_taken(text: str) -> None:
    assert takes(text)


@pytest.mark.parametrize(
    "text",
    [
        *("irm", '"will firm"', "absent", "firm absent", "-firm", "ahel", "traore", "courier"),
        *("tag:sah", "tag:=sahel", "tag:russia", "colour:blue", "note:firm", "quote:official"),
        *("speaker:avrov", "date:lavrov", "nobody:lavrov", "-(absent or firm)", '"firm  - will"'),
    ],
)
def test_not_taken(text: str) -> None:
    assert not takes(text)


def test_a_mark_without_quote_or_colour() -> None:
    bare = Annotation(id=AnnotationId("0190"))

    assert matches(parse("bamako"), bare, ARTICLE)
    assert matches(parse("-colour:red -note:x -quote:x -tag:x"), bare, ARTICLE)
    assert not matches(parse("firm"), bare, ARTICLE)


def test_an_article_is_taken_by_its_reference() -> None:
    assert article_matches(parse("traore bamako"), ARTICLE)
    assert article_matches(parse("courier -firm"), ARTICLE)
    assert article_matches(parse(""), ARTICLE)
    assert not article_matches(parse("firm or absent"), ARTICLE)
    assert not article_matches(parse("tag:sahel"), ARTICLE)


def test_what_asks_for_words_alone() -> None:
    assert has_only_words(parse('a or (-b "c d")'))
    assert not has_only_words(parse("a -tag:b"))


def test_tags_are_folded_part_by_part() -> None:
    mark = Annotation(id=AnnotationId("0190"), tags=("topic/🤔/x", "世界/AI"))

    assert matches(parse("tag:topic/🤔"), mark, ARTICLE)
    assert matches(parse("tag:世界/ai"), mark, ARTICLE)
