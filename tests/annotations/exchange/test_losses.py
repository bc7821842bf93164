from __future__ import annotations

import io
import re
import zipfile
from dataclasses import fields as fields_of
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from annotations.document import Block, BlockKind, Blocks, Document
from annotations.exchange import DEFAULTS, FORMATS, Format
from annotations.exchange.losses import ASPECTS, losses
from annotations.model import (
    AnnotatedArticle,
    Annotation,
    AnnotationId,
    Article,
    ArticleId,
    Codebook,
    Colour,
    Piece,
    Range,
    Relation,
    Tag,
    Timestamp,
    Version,
    VersionId,
)
from tests.strategies import annotated_articles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from annotations.exchange import Options

READABLE = [each for each in FORMATS.values() if each.read is not None]

NO_CODEBOOK = Codebook()
FIRST, SECOND = (AnnotationId(f"01900000-0000-7000-8000-00000000000{n}") for n in (1, 2))


def piece(quote: str, start: int = 0) -> Piece:
    return Piece(range=Range(start, start + len(quote)), quote=quote)


def article(*marks: Annotation, codebook: Codebook = NO_CODEBOOK) -> AnnotatedArticle:
    identity = ArticleId("01900000-0000-7000-8000-000000000000")
    return AnnotatedArticle(
        article=Article(id=identity, source="a.md"), annotations=marks, codebook=codebook
    )


def lost(annotated: AnnotatedArticle, name: str) -> tuple[str, ...]:
    return losses([annotated], FORMATS[name], DEFAULTS)


def test_a_table_says_how_many_relations_and_pieces_it_has_no_room_for() -> None:
    relation = Relation(to=SECOND, name="contradicts")
    of_two = Annotation(
        id=FIRST,
        pieces=(piece("a"), piece("b", 5)),
        relations=(relation, replace(relation, name="x")),
    )

    assert lost(article(of_two), "csv") == ("2 relations", "1 mark of two pieces as one quote")


def test_what_a_format_holds_is_not_named() -> None:
    mark = Annotation(id=FIRST, pieces=(piece("a"),), colour=Colour.RED, tags=("t",), note="n")

    assert lost(article(mark), "csv") == ("the place of 1 mark",)
    assert lost(article(replace(mark, pieces=())), "csv") == ()
    assert lost(article(mark), "jsonl") == ()
    assert lost(article(mark), "yaml") == ()


def test_the_meanings_of_tags_and_colours_are_named() -> None:
    book = Codebook(colours=((Colour.RED, "doubt"),), tags=(Tag(name="t", description="d"),))
    mark = Annotation(id=FIRST, colour=Colour.RED, tags=("t",))

    assert lost(article(mark, codebook=book), "jsonl") == (
        "what 1 tag means",
        "what 1 colour means",
    )
    assert lost(article(mark, codebook=book), "yaml") == ()


def test_an_article_without_marks_is_named_where_marks_alone_are_written() -> None:
    assert lost(article(), "jsonl") == ("1 article without marks",)
    assert lost(article(), "yaml") == ()


def test_counts_are_of_all_articles_together() -> None:
    mark = Annotation(id=FIRST, relations=(Relation(to=SECOND, name="r"),))

    assert losses([article(mark), article(mark)], FORMATS["csv"], DEFAULTS) == ("2 relations",)


def test_a_format_that_is_never_read_names_what_it_says_it_lacks() -> None:
    mark = Annotation(id=FIRST, creator="Ann", relations=(Relation(to=SECOND, name="r"),))

    assert lost(article(mark), "markdown") == ("1 relation", "who made 1 mark")
    assert lost(article(mark), "bibtex") == ("1 mark",)


@pytest.mark.parametrize("chosen", FORMATS.values(), ids=lambda each: each.name)
def test_only_what_is_never_read_has_a_list_of_what_it_lacks(chosen: Format) -> None:
    assert chosen.lacks <= ASPECTS
    assert not (chosen.lacks and chosen.read)


NEVER_READ = [each for each in FORMATS.values() if each.read is None]
SAID = {
    "relations": "contradicting",
    "note": "noting",
    "tags": "tagging",
    "fields": "fielding",
    "creator": "creating",
    "times": "2019-02-03T04:05:06",
    "extra": "adding",
    "article tags": "labelling",
    "descriptions": "describing",
    "known fields": "knowing",
    "meanings": "meaning",
}
"""By aspect, a word that stands in a file which holds it."""


@pytest.mark.parametrize("chosen", NEVER_READ, ids=lambda each: each.name)
@pytest.mark.parametrize("aspect", SAID)
def test_what_stands_in_no_file_is_told_before(chosen: Format, aspect: str) -> None:
    moment = Timestamp(f"{SAID['times']}Z")
    mark = Annotation(
        id=FIRST,
        pieces=(piece("one"),),
        colour=Colour.RED,
        note=SAID["note"],
        tags=(SAID["tags"],),
        fields=(("x", SAID["fields"]),),
        creator=SAID["creator"],
        created=moment,
        updated=moment,
        relations=(Relation(to=SECOND, name=SAID["relations"]),),
        extra={"x": SAID["extra"]},
    )
    codebook = Codebook(
        tags=(Tag(name=SAID["tags"], description=SAID["descriptions"]),),
        fields=(("x", SAID["known fields"]),),
        colours=((Colour.RED, SAID["meanings"]),),
    )
    document = Document(text="one two", blocks=Blocks([Block(BlockKind.PARAGRAPH, 0, 7)]))
    annotated = replace(article(mark, codebook=codebook), document=document)
    annotated = replace(annotated, article=replace(annotated.article, tags=(SAID["article tags"],)))

    data = b"".join(chosen.write([annotated], DEFAULTS))
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            data = b"".join(map(parts.read, parts.namelist()))

    lacks = chosen.lacks | (set(_NAMES_OF_MARKS) if "marks" in chosen.lacks else set())
    assert (SAID[aspect].encode() in data) or aspect in lacks


_NAMES_OF_MARKS = ("relations", "note", "tags", "fields", "creator", "times", "extra")
_NAMES = {
    r"\d+ relations?": {"relations"},
    r"\d+ marks? of (two|several) pieces as one quote": {"pieces"},
    r"the (quote|place)s? of \d+ marks?": {"pieces"},
    r"where \d+ marks? stood before the text changed": {"pieces"},
    r"the notes? of \d+ marks?": {"note"},
    r"the tags of \d+ marks?": {"tags"},
    r"the colours? of \d+ marks?": {"colour"},
    r"the fields of \d+ marks?": {"fields"},
    r"who made \d+ marks?": {"creator"},
    r"when \d+ marks? (was|were) made or changed": {"created", "updated"},
    r"what (another program|other programs) said of \d+ marks?": {"extra"},
}
"""What a loss's words let differ."""


@pytest.mark.parametrize("chosen", READABLE, ids=lambda each: each.name)
@settings(max_examples=40)
@given(annotated=annotated_articles())
def test_what_no_loss_names_comes_back_equal(chosen: Format, annotated: AnnotatedArticle) -> None:
    named = losses([annotated], chosen, DEFAULTS)
    free = {
        name
        for loss in named
        for words, names in _NAMES.items()
        if re.fullmatch(words, loss)
        for name in names
    }
    if not annotated.annotations:
        return

    assert chosen.read is not None
    [back] = chosen.read(b"".join(chosen.write([annotated], DEFAULTS)), "x")

    found = {each.id: each for each in back.annotations}
    missing = sum(mark.id not in found for mark in annotated.annotations)
    said = ("1 mark" if missing == 1 else f"{missing} marks",) if missing else ()
    assert tuple(each for each in named if re.fullmatch(r"\d+ marks?", each)) == said
    for mark in annotated.annotations:
        if mark.id not in found:
            continue
        for name in {field.name for field in fields_of(Annotation)} - free - {"revision"}:
            assert told(getattr(found[mark.id], name)) == told(getattr(mark, name)), name
    if not any("reference" in loss for loss in named):
        assert back.article.metadata == annotated.article.metadata


def told(value: object) -> object:
    """Pieces by what they say, wherever an import will place them; fields in any order."""
    if isinstance(value, tuple) and value and isinstance(value[0], Piece):
        return [each.quote for each in value]
    if isinstance(value, dict):
        return {key: held for key, held in value.items() if key not in {"section", "locator"}}
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        return dict(value)
    return value


def test_how_many_marks_were_looked_at_is_told_and_ends_it_where_that_raises(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("annotations.exchange.losses.SLICE_LENGTH", 2)
    marks = [
        Annotation(id=AnnotationId(f"01900000-0000-7000-8000-00000000000{number}"), note="n")
        for number in range(5)
    ]
    told: list[int] = []

    losses([article(*marks[:3]), article(*marks[3:])], FORMATS["csv"], DEFAULTS, told.append)

    assert sorted(set(told)) == [0, 2, 3, 5]

    def end(looked: int) -> None:
        if looked:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        losses([article(*marks)], FORMATS["csv"], DEFAULTS, end)


def many() -> AnnotatedArticle:
    """Marks of few kinds in a text, which differ in place and words alone, and some that are like no other."""
    text = "one two 😀 three four. " * 40
    marks = [
        Annotation(
            id=AnnotationId(f"01900000-0000-7000-8000-0000000000{number:02}"),
            pieces=(
                Piece(range=Range(22 * number, 22 * number + 7), quote="one two", suffix=" 😀 th"),
            ),
            colour=Colour.RED if number % 2 else None,
            note=("", "a note\nof two lines", "=1+1", "a note\tof one")[number % 4],
            fields=(("speaker", "Ann"),) if number % 3 else (),
            creator="Ann",
        )
        for number in range(40)
    ]
    document = Document(text=text, blocks=Blocks([Block(BlockKind.PARAGRAPH, 0, len(text))]))
    found = article(*marks)
    version = Version(id=VersionId(""), sha256=document.sha256, length=len(text))
    return replace(found, document=document, article=replace(found.article, version=version))


@pytest.mark.parametrize("chosen", FORMATS.values(), ids=lambda each: each.name)
def test_one_mark_stands_for_all_that_differ_in_place_and_plain_words_alone(
    chosen: Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []

    def write(articles: Iterable[AnnotatedArticle], options: Options = DEFAULTS) -> Iterator[bytes]:
        held = list(articles)
        written.extend(len(each.annotations) for each in held)
        return chosen.write(held, options)

    counted = replace(chosen, write=write)
    named = losses([many()], counted, DEFAULTS)
    monkeypatch.setattr("annotations.exchange.losses.PLAIN_LENGTH", -1)

    assert named == losses([many()], chosen, DEFAULTS)
    if chosen.name in {"csv", "tsv", "jsonl", "webannotation"}:
        assert written == [24]  # 20 have an odd note, the others are of four kinds
