"""The tables asked for what a query takes: the same as memory says, in order, within limits."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.folding import fold
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
    fold_tag,
    place_key,
)
from annotations.query import Context, article_matches, asks_of_articles, matches, parse
from annotations.query_keys import HAS
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
from annotations.shelf_rows import status_of
from annotations.store import leads, meanings, search, text_index
from annotations.store import newest as newest_first
from annotations.store.schema import STEPS, migrate
from annotations.store.search import articles, by_colour, find, reindex
from annotations.store.text_index import TextIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from annotations.shelf_rows import Status

Library = list[tuple[Article, list[Annotation]]]

FLAGGED = ("sahel/mali", "world")
CODEBOOK = Codebook(tags=tuple(Tag(name=name, confidential=True) for name in FLAGGED))


class Shelved(NamedTuple):
    """What the tables have of an article that the article itself has not."""

    status: Status = ""
    progress: float = 0.0
    created: str = ""
    text: str | None = None


SHELVED = Shelved()


@pytest.fixture(scope="module")
def empty() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute("BEGIN")
        migrate(connection, STEPS)
        connection.execute("COMMIT")
        connection.execute("PRAGMA trusted_schema = OFF")
        yield connection


@pytest.fixture
def connection(empty: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """An empty library, empty again after the test."""
    empty.execute("BEGIN")
    yield empty
    empty.execute("ROLLBACK")


def fill(
    connection: sqlite3.Connection, library: Library, shelf: dict[ArticleId, Shelved] | None = None
) -> None:
    tags: dict[str, int] = {}

    def tag_number(tag: str) -> int:
        if tag not in tags:
            tags[tag] = len(tags)
            connection.execute(
                "INSERT INTO tags (id, name, folded, confidential, change) VALUES (?, ?, ?, ?, 1)",
                (tags[tag], tag, fold_tag(tag), tag in FLAGGED),
            )
        return tags[tag]

    for name in FLAGGED:
        tag_number(name)
    for article, marks in library:
        version = f"v{article.id}"
        known = article.metadata
        shelved = (shelf or {}).get(article.id, SHELVED)
        connection.execute(
            "INSERT INTO articles (id, title, authors, publisher, published, url, doi, language, "
            "source, version, created, updated, status, change) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, 1)",
            (
                *(article.id, known.title, json.dumps(known.authors), known.publisher),
                *(known.published, known.url, known.doi, known.language, article.source, version),
                *(shelved.created, shelved.status),
            ),
        )
        connection.execute(
            "INSERT INTO versions (id, article, sha256, length, text) VALUES (?, ?, '', ?, ?)",
            (version, article.id, len(shelved.text or ""), shelved.text),
        )
        if shelved.progress:
            connection.execute(
                "INSERT INTO reading_places VALUES (?, ?, 0, ?, '')",
                (article.id, version, shelved.progress),
            )
        for number, tag in enumerate(article.tags):
            connection.execute(
                "INSERT INTO article_tags VALUES (?, ?, ?)", (article.id, tag_number(tag), number)
            )
        for mark in marks:
            connection.execute(
                "INSERT INTO annotations (id, article, colour, note, creator, created, updated, "
                "revision, change) VALUES (?, ?, ?, ?, ?, ?, '', 1, 1)",
                (mark.id, article.id, mark.colour, mark.note, mark.creator, mark.created),
            )
            fill_parts(connection, mark, version, tag_number)
    reindex(connection)
    texts = TextIndex(connection)
    for version in texts.missing():
        texts.catch_up(version)


def fill_parts(
    connection: sqlite3.Connection,
    mark: Annotation,
    version: str,
    tag_number: Callable[[str], int],
) -> None:
    for number, piece in enumerate(mark.pieces):
        held = piece.range
        ends = (None, None) if held is None else (held.start, held.end)
        connection.execute(
            'INSERT INTO ranges (annotation, version, piece, start, "end", quote, state) '
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (mark.id, version, number, *ends, piece.quote, piece.state),
        )
    for number, tag in enumerate(mark.tags):
        connection.execute(
            "INSERT INTO annotation_tags VALUES (?, ?, ?, 0)",
            (mark.id, tag_number(tag), number),
        )
    for number, relation in enumerate(mark.relations):
        connection.execute(
            "INSERT INTO relations VALUES (?, ?, ?, ?)",
            (mark.id, relation.to, relation.name, number),
        )
    for number, (name, value) in enumerate(mark.fields):
        connection.execute(
            "INSERT INTO fields VALUES (?, ?, ?, ?, 0)", (mark.id, name, value, number)
        )


def context(article: Article, shelf: dict[ArticleId, Shelved]) -> Context:
    shelved = shelf.get(article.id, SHELVED)
    return Context(
        article,
        codebook=CODEBOOK,
        text=lambda: shelved.text or "",
        status=shelved.status or status_of(shelved.progress),
        created=shelved.created,
    )


def by_memory(
    library: Library, query: Query, shelf: dict[ArticleId, Shelved] | None = None
) -> list[AnnotationId]:
    ordered = sorted(library, key=lambda each: (fold(each[0].metadata.title), each[0].id))
    return [
        mark.id
        for article, marks in ordered
        for mark in sorted(marks, key=place_key)
        if matches(query, mark, context(article, shelf or {}))
    ]


def articles_by_memory(
    library: Library, query: Query, shelf: dict[ArticleId, Shelved] | None = None
) -> list[ArticleId]:
    ordered = sorted(library, key=lambda each: (fold(each[0].metadata.title), each[0].id))
    return [
        article.id
        for article, marks in ordered
        for known in [context(article, shelf or {})]
        if isinstance(query, Everything)
        or any(matches(query, mark, known) for mark in marks)
        or (asks_of_articles(query) and article_matches(query, known))
    ]


def article(number: int, title: str = "", **known: str) -> Article:
    metadata = Metadata(title=title, **known)  # type: ignore[arg-type]
    return Article(id=ArticleId(f"a{number}"), metadata=metadata)


def mark(number: int, quote: str = "", *, start: int | None = 0, **parts: object) -> Annotation:
    pieces: tuple[Piece, ...] = ()
    if quote:
        held = None if start is None else Range(start, start + len(quote))
        state = State.ORPHANED if held is None else State.ANCHORED
        pieces = (Piece(range=held, quote=quote, state=state),)
    return Annotation(id=AnnotationId(f"m{number:06}"), pieces=pieces, **parts)  # type: ignore[arg-type]


# --- the same as in memory ------------------------------------------------------------------------

PARTS = [
    *(
        "the",
        "ministers",
        "minister",
        "Élan",
        "e\u0301lan",
        "world",
        "has",
        "changed",
        "so…",
        "...so",
    ),
    *(
        "世界",
        "世界は変わった",
        "は",
        "GDP",
        "新冠covid",
        "ภาษาไทย",
        "العالم",
        "a",
        "b",
        "-",
        "“",
        "'",
        ",",
    ),
    *("🤔", "🥸word", "foo_bar", "\u1cf2x", "हिन्दी", "Straße", "I\u0307", "\ue000pua", "x\ue000y"),
    *('"', "*", "%", "NEAR", "OR", "AND", "note", "quote :", "2023-02-08", "½", "ﬁ", "\U0001f6d8z"),
]
phrases = st.lists(
    st.tuples(st.sampled_from(PARTS), st.sampled_from(["", " ", " ", "\n", "  "])),
    min_size=1,
    max_size=5,
).map(lambda pairs: "".join(part for pair in pairs for part in pair))
odd = st.text(min_size=1, max_size=4)
words = st.one_of(st.sampled_from(PARTS), phrases, odd)
tags = st.sampled_from(["sahel", "Sahel/Russia", "sahel/mali", "a/b", "世界", "Élan/x", "🥸/word"])
names = st.sampled_from(["speaker", "Date", "a b", "élan"])
creators = st.sampled_from(["", "Awa", "the minister", "Élan"])
relations = st.sampled_from(["contradicts", "Supports", "world view"])
ids = st.sampled_from(["m001", "m002", "none"])
times = st.sampled_from(
    [
        "",
        "2026-11-24T00:00:00Z",
        "2026-11-24T23:59:59.999Z",
        "2026-11-25T00:00:00.001Z",
        "2025-01-01T00:00:00Z",
    ]
)
days = st.sampled_from(["2026-11-24", "2026-11-25", "2026-01-01", "0001-01-01"])
STANDING = (State.ANCHORED, State.MOVED, State.CHANGED)


@st.composite
def libraries(draw: st.DrawFn) -> Library:
    library: Library = []
    number = 0
    for each in range(draw(st.integers(1, 3))):
        marks = []
        for _ in range(draw(st.integers(0, 4))):
            number += 1
            pieces = tuple(
                Piece(
                    range=Range(start, start + draw(st.integers(0, 2))) if start < 5 else None,
                    quote=draw(phrases),
                    state=draw(st.sampled_from(STANDING)) if start < 5 else State.ORPHANED,
                )
                for start in draw(st.lists(st.integers(0, 5), max_size=2))
            )
            marks.append(
                Annotation(
                    id=AnnotationId(f"m{draw(st.integers(0, 99)):02}{number}"),
                    pieces=pieces,
                    note=draw(st.one_of(st.just(""), phrases)),
                    colour=draw(st.sampled_from([None, Colour.RED, Colour.BLUE])),
                    tags=tuple(draw(st.lists(tags, max_size=2, unique=True))),
                    fields=tuple(draw(st.dictionaries(names, phrases, max_size=2)).items()),
                    creator=draw(creators),
                    created=Timestamp(draw(times)),
                    relations=tuple(
                        Relation(to=AnnotationId(to), name=name)
                        for to, name in draw(
                            st.lists(st.tuples(ids, relations), max_size=2, unique=True)
                        )
                    ),
                )
            )
        metadata = Metadata(
            title=draw(st.one_of(st.just(""), phrases)),
            authors=tuple(draw(st.lists(phrases, max_size=2))),
            publisher=draw(st.sampled_from(PARTS)),
            published=draw(st.sampled_from(["", "2023-02-08"])),
            url=draw(st.sampled_from(["", "https://world.example/minister"])),
            language=draw(st.sampled_from(["", "en", "en-GB", "fr"])),
        )
        library.append(
            (
                Article(
                    id=ArticleId(f"a{each}"),
                    metadata=metadata,
                    source=draw(st.sampled_from(["", "/x/minister.md"])),
                    tags=tuple(draw(st.lists(tags, max_size=2, unique=True))),
                ),
                marks,
            )
        )
    return library


shelves = st.fixed_dictionaries(
    {
        ArticleId(f"a{number}"): st.builds(
            Shelved,
            status=st.sampled_from(["", "unread", "reading", "done"]),
            progress=st.sampled_from([0.0, 0.5, 1.0]),
            created=times,
            text=st.one_of(st.none(), phrases),
        )
        for number in range(3)
    }
)
"""What the tables have of the articles beside."""


def needle(text: str) -> str:
    return fold(text).strip() or "a"


asked_tags = st.one_of(tags.map(fold), st.sampled_from(["russia", "/sahel", "/russia", "x"]))
leaves = st.one_of(
    st.builds(Everything),
    st.builds(Word, words.map(needle)),
    st.builds(Phrase, words.map(needle)),
    st.builds(NoteHas, words.map(needle)),
    st.builds(QuoteHas, words.map(needle)),
    st.builds(TagIs, asked_tags, st.booleans()),
    st.builds(ColourIs, st.sampled_from([Colour.RED, Colour.GREEN])),
    st.builds(FieldHas, names.map(fold), st.one_of(st.just(""), words.map(needle))),
    st.builds(RelationIs, words.map(needle)),
    st.builds(CreatorHas, words.map(needle)),
    st.builds(CreatedIn, st.one_of(st.just(""), days), st.one_of(st.just(""), days)),
    st.builds(Has, st.sampled_from(HAS)),
    st.builds(StateIs, st.sampled_from(State)),
    st.builds(IsConfidential),
    st.builds(
        ArticleHas,
        st.sampled_from(["title", "author", "publisher", "published", "source"]),
        words.map(needle),
    ),
    st.builds(ArticleTagged, st.builds(TagIs, asked_tags, st.booleans())),
    st.builds(LanguageIs, st.sampled_from(["en", "en-gb", "f"])),
    st.builds(StatusIs, st.sampled_from(["unread", "reading", "done"])),
    st.builds(TextHas, words.map(needle)),
)
trees: st.SearchStrategy[Query] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, min_size=2, max_size=3).map(tuple)),
    ),
    max_leaves=4,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(library=libraries(), shelf=shelves, queries=st.lists(trees, min_size=1, max_size=8))
def test_tables_and_memory_agree(
    empty: sqlite3.Connection,
    library: Library,
    shelf: dict[ArticleId, Shelved],
    queries: Sequence[Query],
) -> None:
    connection = empty
    connection.execute("BEGIN")
    try:
        fill(connection, library, shelf)
        for query in queries:
            expected = by_memory(library, query, shelf)
            assert find(connection, query) == expected
            with (
                patch.object(search, "FIRST_COUNTS", (1, 2)),
                patch.object(newest_first, "COUNTED", 1),
            ):
                assert find(connection, query, limit=3) == expected[:3]
            newest = find(connection, query, limit=99, sort="newest")
            assert set(newest) == set(expected)
            # As where there are many of everything.
            with (
                patch.object(newest_first, "FIRST_WINDOW", 1),
                patch.object(leads, "FEW", 0),
                patch.object(leads, "BEGUN", 1),
                patch.object(leads, "COUNTED", 1),
                patch.object(leads, "MOST_TIMES", 0),
                patch.object(meanings, "APART", 1),
            ):
                assert find(connection, query, limit=3, sort="newest") == newest[:3]
                assert find(connection, query) == expected
            assert set(find(connection, query, sort="relevance")) == set(expected)
            assert articles(connection, query) == articles_by_memory(library, query, shelf)
            counted = sum(number for _, _, number in by_colour(connection, query))
            assert counted == len(expected)
    finally:
        connection.execute("ROLLBACK")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(library=libraries(), data=st.data())
def test_each_part_of_a_quote_is_found(
    empty: sqlite3.Connection, library: Library, data: st.DataObject
) -> None:
    connection = empty
    texts = [piece.quote for _, marks in library for each in marks for piece in each.pieces]
    connection.execute("BEGIN")
    try:
        fill(connection, library)
        for text in texts:
            start = data.draw(st.integers(0, len(text) - 1))
            part = needle(text[start : data.draw(st.integers(start + 1, len(text)))])
            for query in (QuoteHas(part), Word(part)):
                assert find(connection, query) == by_memory(library, query)
    finally:
        connection.execute("ROLLBACK")


@pytest.mark.parametrize("window", [1, 3, 2_000])
def test_the_newest_are_found_window_by_window(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, window: int
) -> None:
    marks = [mark(n, "the word" if n % 4 else "this", tags=("t",) * (n == 2)) for n in range(9)]
    fill(connection, [(article(1), marks)])
    connection.execute("DELETE FROM annotations WHERE id IN ('m000006', 'm000008')")
    reindex(connection)
    monkeypatch.setattr(newest_first, "FIRST_WINDOW", window)

    def newest(text: str, limit: int) -> list[AnnotationId]:
        return find(connection, parse(text), limit=limit, sort="newest")

    assert newest("wor", 1) == ["m000007"]
    assert newest("wor", 4) == ["m000007", "m000005", "m000003", "m000002"]
    assert newest("-wor", 3) == ["m000004", "m000000"]
    assert newest("tag:t or this", 2) == ["m000004", "m000002"]
    assert newest("-(-tag:t or -word)", 9) == ["m000002"]
    assert newest("", 2) == ["m000007", "m000005"]


@pytest.mark.parametrize("count", [3, leads.SPELT_OUT + 3])
def test_a_word_is_found_by_its_beginning_however_many_begin_so(
    connection: sqlite3.Connection, count: int
) -> None:
    marks = [mark(n, f"the minister{n:02} of minis", note="a minist") for n in range(count)]
    fill(connection, [(article(1), [*marks, mark(99, "administration, mini")])])
    ids = [each.id for each in marks]

    assert find(connection, parse("minist")) == ids
    assert find(connection, parse("quote:minister0 note:mini")) == ids[:10]
    assert find(connection, parse('"the minister"')) == ids
    assert find(connection, parse("ministry")) == []


@pytest.mark.parametrize("begun", [1, leads.BEGUN])
def test_one_letter_finds_the_words_that_begin_with_it_be_they_many_or_few(
    connection: sqlite3.Connection, begun: int
) -> None:
    marks = [mark(1, "an étude"), mark(2, "a feather"), mark(3, "the wide sea", note="e")]
    fill(connection, [(article(1), marks)])

    with patch.object(leads, "BEGUN", begun):
        found = [find(connection, parse(text), sort="newest") for text in ("é", "e feather", "e w")]

    assert found == [["m000003", "m000001"], [], ["m000003"]]


def test_what_most_articles_are_is_found_in_their_marks_alone(
    connection: sqlite3.Connection,
) -> None:
    library = [(article(n, f"Title {n}"), [mark(n, "word")]) for n in range(1, 4)]
    done = SHELVED._replace(status="done")
    fill(connection, library, {ArticleId("a1"): done, ArticleId("a3"): done})

    for text, expected in {
        "is:done": ["m000003", "m000001"],
        "word -is:done": ["m000002"],
        "title wor": ["m000003", "m000002", "m000001"],
        "title is:done": ["m000003", "m000001"],
    }.items():
        assert find(connection, parse(text), sort="newest") == expected, text


@pytest.mark.parametrize("counted", [1, leads.COUNTED])
def test_the_marks_of_a_time_are_found_in_whichever_order_they_were_entered(
    connection: sqlite3.Connection, counted: int
) -> None:
    days = [3, 1, 2, 5, 4, 2, 9]
    marks = [
        mark(n, "the word" if n % 2 else "a word", created=f"2026-11-0{day}T09:00:00Z")
        for n, day in enumerate(days)
    ]
    fill(connection, [(article(1), marks)])

    def newest(text: str) -> list[int]:
        found = find(connection, parse(text), limit=9, sort="newest")
        return [days[int(each[1:])] for each in found]

    with patch.object(leads, "COUNTED", counted), patch.object(newest_first, "FIRST_WINDOW", 1):
        assert newest("on:2026-11-02") == [2, 2]
        assert newest("after:2026-11-03") == [9, 4, 5]
        assert newest("before:2026-11-03") == [2, 2, 1]
        assert newest("since:2026-11-04 the") == [5]
        assert newest("before:2026-11-03 a") == [2]
        assert newest("on:2025") == []
        assert len(find(connection, parse("on:2026-11 -on:2026-11-02"))) == 5


def test_a_mark_that_has_what_is_asked_for_twice_is_found_once(
    connection: sqlite3.Connection,
) -> None:
    piece = Piece(range=Range(0, 1), quote="a", state=State.MOVED)
    twice = replace(
        mark(1),
        pieces=(piece, piece),
        tags=("t/a", "t/b"),
        fields=(("speaker", "Bah"), ("source", "Bah")),
        relations=(
            Relation(to=AnnotationId("m1"), name="answers"),
            Relation(to=AnnotationId("m2"), name="answers"),
        ),
    )
    fill(connection, [(article(1), [twice])])

    with patch.object(meanings, "APART", 1):
        for text in ("is:moved", "tag:t", "bah", "relation:answers"):
            assert find(connection, parse(text)) == [twice.id], text
            assert find(connection, parse(text), sort="newest") == [twice.id], text


def test_what_few_marks_have_is_found_in_the_order_of_entry(
    connection: sqlite3.Connection,
) -> None:
    """A tag, a field, a colour, a hand, a state, each with a word: all are asked of indices."""
    marks = [mark(n, "the word") for n in range(9, 0, -1)]
    for place in (0, 3, 6):
        marks[place] = replace(
            marks[place],
            tags=("t/a",),
            fields=(("speaker", "Bah"),),
            colour=Colour.RED,
            creator="a",
        )
    marks += [mark(n, "the word", start=None) for n in (20, 19)]
    fill(connection, [(article(1), marks)])

    with patch.object(leads, "FEW", 0):
        for text in ("tag:t", "speaker:bah", "colour:red", "by:a"):
            asked = find(connection, parse(f"wor {text}"), limit=2, sort="newest")
            assert asked == ["m000003", "m000006"], text
        orphans = find(connection, parse("word is:orphan"), sort="newest")
    assert orphans == ["m000019", "m000020"]


def test_the_most_relevant_has_the_words_most_often_and_in_its_note(
    connection: sqlite3.Connection,
) -> None:
    marks = [
        mark(1, "a word that stands here"),
        mark(2, "one word in a very long quotation, in which not much else is told of anything"),
        mark(3, "nothing", note="the word itself"),
        mark(4, "another thing"),
    ]
    fill(connection, [(article(1), marks)])

    best = find(connection, parse("word"), sort="relevance")

    assert best == ["m000003", "m000001", "m000002"]
    assert find(connection, parse("word"), sort="relevance", limit=1) == best[:1]
    assert find(connection, parse("-word"), sort="relevance") == ["m000004"]
    assert find(connection, parse("word or thing"), sort="relevance")[0] == "m000004"


# --- texts ----------------------------------------------------------------------------------------


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    texts=st.lists(st.lists(phrases, min_size=1, max_size=8).map("".join), min_size=1, max_size=3),
    wanted=st.lists(words.map(needle), min_size=1, max_size=6),
    is_indexed=st.booleans(),
    length=st.integers(1, 12),
)
def test_a_text_is_searched_as_in_memory_however_it_is_parted(
    empty: sqlite3.Connection, texts: list[str], wanted: list[str], is_indexed: bool, length: int
) -> None:
    connection = empty
    library: Library = [(article(number), []) for number in range(len(texts))]
    shelf = {each.id: Shelved(text=text) for (each, _), text in zip(library, texts, strict=True)}
    connection.execute("BEGIN")
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setattr(text_index, "PART_LENGTH", length)
    monkeypatch.setattr(text_index, "OVERLAP_LENGTH", 60)
    try:
        fill(connection, library, shelf)
        if not is_indexed:
            connection.execute("DELETE FROM text_parts")
        for each in wanted:
            query = TextHas(each)
            assert articles(connection, query) == articles_by_memory(library, query, shelf)
    finally:
        monkeypatch.undo()
        connection.execute("ROLLBACK")


def test_a_text_is_indexed_to_its_bound_and_read_behind_it(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_index, "INDEXED_LENGTH", 40)
    monkeypatch.setattr(text_index, "OVERLAP_LENGTH", 10)
    text = "word " * 8 + "there is more behind it"
    fill(connection, [(article(1), [])], {ArticleId("a1"): Shelved(text=text)})

    assert TextIndex(connection).missing() == []
    assert connection.execute('SELECT max("end") FROM text_parts').fetchone() == (40,)
    for found in ("word", '"behind it"', '"word there is"'):
        assert articles(connection, parse(f"text:{found}")) == ["a1"]
    assert articles(connection, parse("text:absent")) == []


def test_a_text_that_is_forgotten_leaves_no_word_in_the_index(
    connection: sqlite3.Connection,
) -> None:
    fill(connection, [(article(1), [])], {ArticleId("a1"): Shelved(text="secret word")})

    TextIndex(connection).remove("va1")
    TextIndex(connection).forget()

    asked = "SELECT rowid FROM text_index WHERE text_index MATCH 'secret'"
    assert connection.execute(asked).fetchall() == []
    assert TextIndex(connection).missing() == ["va1"]


# --- order and limit ------------------------------------------------------------------------------


def test_by_place_titles_come_first_then_what_stands_then_orphans_then_notes(
    connection: sqlite3.Connection,
) -> None:
    first = [
        mark(1, note="on the article"),
        mark(2, "lost", start=None),
        mark(3, "x", start=7),
        mark(4, "x", start=2),
        mark(5, "xx", start=2),
    ]
    fill(connection, [(article(1, "Éclair"), first), (article(2, "dawn"), [mark(6, "x")])])

    found = find(connection, Everything())

    assert found == ["m000006", "m000004", "m000005", "m000003", "m000002", "m000001"]
    assert find(connection, Everything(), limit=2) == found[:2]
    assert find(connection, Everything(), limit=0) == []


def test_newest_is_what_was_entered_last(connection: sqlite3.Connection) -> None:
    fill(connection, [(article(1), [mark(5, "x"), mark(9, "x"), mark(2, "x")])])

    assert find(connection, Everything(), sort="newest") == ["m000002", "m000009", "m000005"]


def test_articles_by_title_or_by_time(connection: sqlite3.Connection) -> None:
    library: Library = [(article(1, "b"), []), (article(2, "A"), []), (article(3, "c"), [])]
    times = ("2026-11-24T09:00:00.5Z", "2026-11-24T09:00:00Z", "2026-11-24T08:00:00Z")
    shelf = {each.id: Shelved(created=time) for (each, _), time in zip(library, times, strict=True)}
    fill(connection, library, shelf)

    assert articles(connection, Everything()) == ["a2", "a1", "a3"]
    assert articles(connection, Everything(), sort="newest") == ["a1", "a2", "a3"]
    assert articles(connection, Everything(), limit=1) == ["a2"]


def test_articles_are_found_by_their_reference_and_by_their_marks(
    connection: sqlite3.Connection,
) -> None:
    fill(
        connection,
        [
            (article(1, "Bamako", publisher="The Courier"), []),
            (article(2, "Dakar"), [mark(1, "a courier came", tags=("x",))]),
            (article(3, "Niamey"), []),
        ],
    )

    assert articles(connection, parse("courier")) == ["a1", "a2"]
    assert articles(connection, parse("courier tag:x")) == ["a2"]
    assert articles(connection, parse("publisher:courier")) == ["a1"]


def test_what_was_taken_out_of_the_library_is_not_found(connection: sqlite3.Connection) -> None:
    fill(connection, [(article(n, "b"), [mark(n, "x", tags=("t",))]) for n in (1, 2)])
    connection.execute("UPDATE articles SET removed = '2026-11-24T09:00:00Z' WHERE id = 'a1'")

    for text in ("", "x", "-y", "in:b", "x or b", "tag:t"):
        assert find(connection, parse(text)) == ["m000002"]
        assert find(connection, parse(text), limit=9, sort="newest") == ["m000002"]
        assert articles(connection, parse(text)) == ["a2"]


# --- safety ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE annotations;",
        '“" OR 1=1”',
        "note:* quote:^a",
        "NEAR(a b)",
        "tag:'x speaker:'x",
        "a* {note}:x",
        "\0 a\0b",
        "\ud800",
        "-" * 99 + "a",
        "a " * 200,
        "-(a or tag:b or colour:1 or note:c) " * 50,
        "x" * 10_000,
        "世" * 10_000,
        "? " * 199,
        "(" * 99 + "a" + ")" * 99,
        "by:' in:' author:% source:_ relation:' lang:' text:'",
        'field:"x\' or 1=1" has:note is:changed on:2026',
        "-(by:x or in:y or text:z or on:2026) " * 40,
        "in:\ud800 by:\0a relation:" + "世" * 5_000,
    ],
)
def test_no_query_breaks_anything(connection: sqlite3.Connection, text: str) -> None:
    library: Library = [(article(1, "b"), [mark(1, "a 世 ? b"), mark(2, "x", note="c")])]
    fill(connection, library)

    query = parse(text)

    assert find(connection, query) == by_memory(library, query)
    assert articles(connection, query) == articles_by_memory(library, query)


def test_searching_needs_no_right_to_write(connection: sqlite3.Connection) -> None:
    fill(connection, [(article(1), [mark(1, "word")])])
    # As after a commit: until then the index has what is new in memory.
    connection.execute("SAVEPOINT written")
    connection.execute("RELEASE written")
    connection.execute("PRAGMA query_only = ON")

    try:
        assert find(connection, parse("word")) == ["m000001"]
    finally:
        connection.execute("PRAGMA query_only = OFF")


def test_texts_are_found_again_when_the_index_was_dropped_and_made_anew(
    connection: sqlite3.Connection,
) -> None:
    library: Library = [(article(number), []) for number in range(9)]
    shelf = {each.id: Shelved(text=f"word {each.id} 世界") for each, _ in library}
    fill(connection, library, shelf)
    queries = [parse(text) for text in ("text:word", "text:a3", "text:界", '-text:"word a3"')]
    before = [articles(connection, query) for query in queries]

    reindex(connection)
    dropped = [articles(connection, query) for query in queries]
    for version in TextIndex(connection).missing():
        TextIndex(connection).catch_up(version)

    assert before == dropped == [articles(connection, query) for query in queries]
    assert connection.execute("SELECT count(*) FROM text_parts").fetchone() == (9,)


# --- the index ------------------------------------------------------------------------------------


def test_reindexing_mends_what_is_out_of_step_and_keeps_the_rest(
    connection: sqlite3.Connection,
) -> None:
    fill(connection, [(article(1), [mark(n, f"word {n}", note="Élan") for n in range(3)])])
    before = connection.execute("SELECT * FROM search_text ORDER BY id").fetchall()
    connection.execute("DELETE FROM search_text WHERE annotation = 'm000001'")
    connection.execute("UPDATE search_text SET note = 'wrong' WHERE annotation = 'm000000'")

    reindex(connection)

    assert connection.execute("SELECT * FROM search_text ORDER BY id").fetchall() == before
    assert find(connection, parse("elan word")) == ["m000000", "m000001", "m000002"]
    assert find(connection, parse("wrong")) == []


def test_an_article_without_a_version_has_its_notes_searched(
    connection: sqlite3.Connection,
) -> None:
    fill(connection, [(article(1), [mark(1, note="a note")])])
    connection.execute("UPDATE articles SET version = NULL")

    reindex(connection)

    assert find(connection, parse("note")) == ["m000001"]
