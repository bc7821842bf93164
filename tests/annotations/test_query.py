"""The language of searching: its trees, its mistakes, and what a tree takes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotations.errors import InvalidValueError, QueryError
from annotations.folding import fold, occurs
from annotations.model import (
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
from annotations.query import Context, Known, article_matches, asks_of_articles, check_saved, parse
from annotations.query import matches as matches_in
from annotations.query_tree import (
    And,
    ArticleHas,
    ArticleTagged,
    ColourIs,
    CreatedIn,
    CreatorHas,
    Everything,
    FieldHas,
    Has,
    IsConfidential,
    LanguageIs,
    Not,
    NoteHas,
    Or,
    Phrase,
    Query,
    QuoteHas,
    RelationIs,
    StateIs,
    StatusIs,
    TagIs,
    TextHas,
    Word,
)

ARTICLE = Article(
    id=ArticleId("0190"),
    metadata=Metadata(
        title="Lavrov in Bamako",
        authors=("Awa Traoré",),
        publisher="The Courier",
        published="2023-02-08",
        url="https://www.courier.example/mali",
        doi="10.1000/182",
        language="en-GB",
    ),
    source="/home/awa/bamako.html",
    tags=("Project/One",),
)
CODEBOOK = Codebook(tags=(Tag(name="sahel", confidential=True),))
CONTEXT = Context(
    ARTICLE,
    codebook=CODEBOOK,
    text=lambda: "The whole Télégramme",
    status="done",
    created="2026-11-24",
)
MARK = Annotation(
    id=AnnotationId("0190"),
    pieces=(Piece(range=Range(0, 9), quote="the  Firm\nwill — “of both” 世界は変わったGDP"),),
    colour=Colour.RED,
    tags=("Sahel/Russia", "quote"),
    fields=(("Speaker", "Sergueï Lavrov"), ("date", "2023-02-08")),
    note="Official line; compare February. E-mail 🤔sent",
    creator="Awa T",
    created=Timestamp("2026-11-24T23:59:59.9Z"),
    relations=(Relation(to=AnnotationId("0191"), name="Contradicts"),),
)
KNOWN = Known(
    meanings={Colour.YELLOW: "claim", Colour.RED: "doubt of a claim"},
    queries={"Mine": "tag:sahel firm", "deep": "-saved:mine", "a": "saved:b", "b": "x saved:a"},
    today=date(2026, 3, 31),
)


def matches(query: Query, mark: Annotation, article: Article) -> bool:
    return matches_in(query, mark, CONTEXT if article is ARTICLE else Context(article))


def takes(text: str) -> bool:
    return matches(parse(text, KNOWN), MARK, ARTICLE)


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
        ("\u0915\u093fThe", "\u0915\u093f the"),
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
        ("crowd", "ki\u0301crowd", False),
        ("crowd", "\u0915\u093fcrowd", True),
        ("crowd", "\u0915\u0915crowd", False),
    ],
)
def test_where_words_occur(words: str, text: str, expected: bool) -> None:
    assert occurs(words, text) is expected


def test_occurring_is_not_quadratic() -> None:
    assert not occurs("a" * 5_000, "b" + "a" * 1_000_000)


@given(words=st.text("ab ", min_size=1, max_size=3), text=st.text("ab .", max_size=8))
def test_words_stand_where_a_word_begins_and_nowhere_else(words: str, text: str) -> None:
    places = [at for at in range(len(text)) if text.startswith(words, at)]
    begun = [at for at in places if words[0] == " " or at == 0 or text[at - 1] in " ."]

    assert occurs(words, text) == bool(begun)


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
        ("tag:'", TagIs("'")),
        ("12:30", Word("12:30")),
        ("colour:doubt", ColourIs(Colour.RED)),
        ("colour:claim", Or((ColourIs(Colour.YELLOW), ColourIs(Colour.RED)))),
        ("in:x", ArticleHas("title", "x")),
        ('title:"X y"', ArticleHas("title", "x y")),
        ("in:#X/y", ArticleTagged(TagIs("x/y"))),
        ('in:#"X y" z', And((ArticleTagged(TagIs("x y")), Word("z")))),
        ("tag:=#“x y”", TagIs("x y", exact=True)),
        ("author:x", ArticleHas("author", "x")),
        ("url:x", ArticleHas("source", "x")),
        ("lang:EN_gb", LanguageIs("en-gb")),
        ("text:x", TextHas("x")),
        ("by:Élan", CreatorHas("elan")),
        ("relation:x", RelationIs("x")),
        ("has:Pieces", Has("pieces")),
        ("is:orphan", StateIs(State.ORPHANED)),
        ("is:untagged", Not(Has("tag"))),
        ("is:confidential", IsConfidential()),
        ("is:unread", StatusIs("unread")),
        ("field:x", FieldHas("x", "")),
        ('field:"A b=C"', FieldHas("a b", "c")),
        ("on:2026", CreatedIn("2026-01-01", "2027-01-01")),
        ("on:2026-12", CreatedIn("2026-12-01", "2027-01-01")),
        ("on:2026-2-28", CreatedIn("2026-02-28", "2026-03-01")),
        ("on:today", CreatedIn("2026-03-31", "2026-04-01")),
        ("before:yesterday", CreatedIn("", "2026-03-30")),
        ("until:yesterday", CreatedIn("", "2026-03-31")),
        ("after:2026-11", CreatedIn("2026-12-01", "")),
        ("since:2026-11", CreatedIn("2026-11-01", "")),
        ("since:7D", CreatedIn("2026-03-24", "")),
        ("since:2w", CreatedIn("2026-03-17", "")),
        ("since:1m", CreatedIn("2026-02-28", "")),
        ("since:1y", CreatedIn("2025-03-31", "")),
        ("since:999999y", CreatedIn("0001-01-01", "")),
        ("on:9999", CreatedIn("9999-01-01", "9999-12-32")),
        ("after:9999-12-31", CreatedIn("9999-12-32", "")),
        ("saved:MINE", And((TagIs("sahel"), Word("firm")))),
        ("a or saved:deep", Or((Word("a"), Not(And((TagIs("sahel"), Word("firm"))))))),
        ("https://example.org/a", Word("https://example.org/a")),
    ],
)
def test_a_query_becomes_a_tree(text: str, expected: Query) -> None:
    assert parse(text, KNOWN) == expected


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
        ("x colour:pink", 9, "yellow (claim), red (doubt of a claim), green"),
        ("has:nothing", 4, "note, tag, field"),
        ("a -is:red", 6, "orphan, changed"),
        ("on:2026-13", 3, "A date was expected"),
        ("on:٢٠٢٦", 3, "A date was expected"),
        ("since:soon", 6, "7d"),
        ('field:"=x"', 6, "name of a field"),
        ("in:#", 3, "A tag was expected"),
        ("x saved:none", 8, "“none”; there are: Mine, deep"),
        (
            "saved:a",
            6,
            "“a” cannot be read: The saved query “b” cannot be read: The saved query “a” would",
        ),
        ("(" * 101 + "a" + ")" * 101, 100, "At most 100"),
        ("-" * 101 + "a", 100, "At most 100"),
        ("a " * 201, 400, "at most 200"),
        ("a" * 10_001, 10_000, "at most 10,000"),
    ],
)
def test_a_mistake_is_shown_where_it_stands(text: str, position: int, expected: str) -> None:
    with pytest.raises(QueryError, match=re.escape(expected)) as caught:
        parse(text, KNOWN)

    assert caught.value.position == position
    assert caught.value.query == text


def test_saved_queries_may_not_go_on_for_ever() -> None:
    chain = {f"q{number}": f"saved:q{number + 1}" for number in range(11)} | {"q11": "x"}
    doubling = {f"q{number}": f"saved:q{number + 1} " * 2 for number in range(9)} | {"q9": "x"}

    with pytest.raises(QueryError, match="At most 10 saved queries"):
        parse("saved:q0", Known(queries=chain))
    with pytest.raises(QueryError, match="at most 200"):
        parse("saved:q0", Known(queries=doubling))
    assert parse("saved:q2", Known(queries=chain)) == Word("x")


def test_a_query_to_be_saved_is_read_and_its_name_trimmed() -> None:
    assert check_saved("  my \n query ", "tag:x", KNOWN) == "my query"
    for name in ("", " ", "x" * 101, 'a "b"', "a\x1b", "\u0301"):
        with pytest.raises(InvalidValueError):
            check_saved(name, "x", KNOWN)
    for name, text in (("x", "tag:"), ("x", "saved:X"), ("mine", "saved:deep")):
        with pytest.raises(QueryError):
            check_saved(name, text, KNOWN)


def test_the_words_for_today_are_those_of_the_clock() -> None:
    assert isinstance(parse("on:today"), CreatedIn)


def test_as_deep_and_as_long_as_allowed() -> None:
    assert parse("(" * 99 + "a" + ")" * 99) == Word("a")
    assert parse("a " * 200) == And((Word("a"),) * 200)


@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(
                [
                    *'()"“”-:= \0\ud800',
                    " or ",
                    "tag:",
                    "a",
                    "colour:",
                    "on:2",
                    "is:",
                    "saved:b",
                    "field:=",
                    "in:#",
                    "世",
                    "\u0301",
                ]
            ),
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
        query = parse(text, KNOWN)
        matches(query, MARK, ARTICLE)
        article_matches(query, CONTEXT)
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
        *("tag:russia", "tag:/sahel", "tag:=/sahel/russia", "-tag:/russia"),
        *("colour:red", "colour:2", "-colour:blue", "note:line", "-note:firm", "quote:both"),
        *("speaker:lavrov", "SPEAKER:ser", "date:2023", 'speaker:"serguei lav"', "-speaker:putin"),
        *("absent or firm", "(absent or firm) -absent"),
        *("colour:claim", "in:bamako", "-in:firm", "author:traore", "publisher:courier", "by:awa"),
        *("source:courier.example", "source:bamako", "source:10.1000/182", "published:2023"),
        *("lang:en", "lang:en-gb"),
        *("text:telegramme", "-text:firm", "on:2026-11", "on:2026-11-24", "since:2026-11-24"),
        *("until:2026-11-24", "-before:2026-11-24", "-after:2026-11-24", "after:2026-11-23"),
        *("has:note", "has:tag", "has:field", "has:relation", "has:piece", "-has:pieces"),
        *("has:colour", "has:creator", "-is:orphan", "-is:changed", "-is:untagged"),
        *("is:confidential", "is:done", "-is:unread", "relation:contra", "in:#project", "in:#one"),
        *("field:speaker", 'field:"speaker=lav"', "-field:other", "saved:mine"),
    ],
)
def test_taken(text: str) -> None:
    assert takes(text)


@pytest.mark.parametrize(
    "text",
    [
        *("irm", '"will firm"', "absent", "firm absent", "-firm", "ahel", "traore", "courier"),
        *(
            "tag:sah",
            "tag:=sahel",
            "tag:=russia",
            "tag:rus",
            "tag:/russia",
            "colour:blue",
            "note:firm",
            "quote:official",
        ),
        *("speaker:avrov", "date:lavrov", "nobody:lavrov", "-(absent or firm)", '"firm  - will"'),
        *("in:firm", "author:courier", "lang:e", "lang:fr", "text:tele gramme", "on:2026-10"),
        *("before:2026-11-24", "after:2026-11", "by:traore", "has:pieces", "is:moved"),
        *("relation:supports", "in:#project/two", "in:#on", "saved:deep", "-saved:mine"),
    ],
)
def test_not_taken(text: str) -> None:
    assert not takes(text)


def test_a_tag_is_found_by_its_own_name_with_what_lies_below() -> None:
    doubtful = TagIs("doubtful")

    taken = ["doubtful", "Numbers / Doubtful", "a/doubtful/very"]
    assert [
        tag for tag in (*taken, "doubtfully", "a/undoubtful", "numbers") if doubtful.takes(tag)
    ] == taken


def test_a_mark_without_quote_or_colour() -> None:
    bare = Annotation(id=AnnotationId("0190"))

    assert matches(parse("bamako"), bare, ARTICLE)
    assert matches(parse("-colour:red -note:x -quote:x -tag:x"), bare, ARTICLE)
    assert not matches(parse("firm"), bare, ARTICLE)


def test_an_article_is_taken_by_its_reference() -> None:
    assert article_matches(parse("traore bamako project"), CONTEXT)
    assert article_matches(parse("courier -firm"), CONTEXT)
    assert article_matches(parse(""), CONTEXT)
    assert article_matches(parse("tag:project is:done text:whole on:2026-11-24"), CONTEXT)
    assert not article_matches(parse("firm or absent"), CONTEXT)
    assert not article_matches(parse("tag:sahel"), CONTEXT)
    assert not article_matches(parse("has:note or by:awa"), CONTEXT)


def test_what_asks_of_articles() -> None:
    assert asks_of_articles(parse('a or (-b "c d") tag:x text:y since:1d is:done'))
    assert not asks_of_articles(parse("a -has:tag"))
    assert not asks_of_articles(parse("author:x colour:red"))


def test_a_mark_of_several_pieces_and_the_worst_state() -> None:
    held = Piece(range=Range(0, 1), quote="a", state=State.MOVED)
    mark = Annotation(id=AnnotationId("0190"), pieces=(held, replace(held, state=State.CHANGED)))

    assert matches(parse("has:pieces is:changed -is:moved -is:orphan"), mark, ARTICLE)


def test_the_text_is_asked_for_once() -> None:
    asked = []
    context = Context(ARTICLE, text=lambda: asked.append(1) or "a word")  # type: ignore[func-returns-value]  # it is the text then

    for text in ("text:word", "text:word", "text:other", "word"):
        matches_in(parse(text), MARK, context)

    assert asked == [1]


def test_tags_are_folded_part_by_part() -> None:
    mark = Annotation(id=AnnotationId("0190"), tags=("topic/🤔/x", "世界/AI"))

    assert matches(parse("tag:topic/🤔"), mark, ARTICLE)
    assert matches(parse("tag:世界/ai"), mark, ARTICLE)
