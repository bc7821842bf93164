"""Web Annotations: what is written has the model's shape, and the shapes of others are read.

Those to be read are made after the forms of the W3C's Web Annotation Data Model.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

from annotations.document import Document
from annotations.errors import MalformedFileError
from annotations.exchange import DEFAULTS, telling, webannotation, webannotation_reading
from annotations.exchange.foreign import stable_id
from annotations.model import (
    AnnotatedArticle,
    Annotation,
    AnnotationId,
    Article,
    ArticleId,
    Colour,
    Metadata,
    Piece,
    Range,
    Relation,
    Timestamp,
    Version,
    VersionId,
)
from tests.strategies import annotated_articles

if TYPE_CHECKING:
    from annotations.model import Json

ADDRESS = "http://example.org/page1"
FIRST, SECOND = (AnnotationId(f"01900000-0000-7000-8000-00000000000{n}") for n in (1, 2))
TEXT = "😀 The world has changed."


def written(*articles: AnnotatedArticle) -> bytes:
    return "".join(webannotation.write(articles, DEFAULTS)).encode()


def article(*marks: Annotation, url: str = ADDRESS, number: int = 0) -> AnnotatedArticle:
    document = Document(text=TEXT)
    return AnnotatedArticle(
        article=Article(
            id=ArticleId(f"01900000-0000-7000-8000-0000000000f{number}"),
            metadata=Metadata(title="T", url=url),
            source="a.md",
            version=Version(id=VersionId(""), sha256=document.sha256, length=len(TEXT)),
        ),
        annotations=marks,
        document=document,
    )


def taken(value: dict[str, Any]) -> AnnotatedArticle:
    [found] = webannotation_reading.read(json.dumps(value).encode(), "x")
    return found


def test_a_mark_is_written_in_the_words_of_the_model() -> None:
    start = TEXT.index("world")
    mark = Annotation(
        id=FIRST,
        pieces=(Piece(range=Range(start, start + 5), quote="world", prefix="The ", suffix=" has"),),
        colour=Colour.YELLOW,
        tags=("sahel/russia",),
        fields=(("speaker", "Lavrov"),),
        note="*Why*?",
        creator="Ann",
        created=Timestamp("2026-11-24T09:00:00Z"),
        updated=Timestamp("2026-11-24T10:00:00.5Z"),
        relations=(Relation(to=SECOND, name="contradicts"),),
    )

    value: Any = json.loads(written(article(mark)))

    assert value["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert (value["type"], value["total"]) == ("AnnotationCollection", 1)
    assert (value["first"]["type"], value["first"]["startIndex"]) == ("AnnotationPage", 0)
    assert value["first"]["items"] == [
        {
            "id": f"urn:uuid:{FIRST}",
            "type": "Annotation",
            "motivation": "commenting",
            "creator": {"type": "Person", "name": "Ann"},
            "created": "2026-11-24T09:00:00Z",
            "modified": "2026-11-24T10:00:00.5Z",
            "body": [
                {
                    "type": "TextualBody",
                    "value": "*Why*?",
                    "format": "text/markdown",
                    "purpose": "commenting",
                },
                {"type": "TextualBody", "value": "sahel/russia", "purpose": "tagging"},
                {
                    "type": "TextualBody",
                    "value": "Lavrov",
                    "purpose": "describing",
                    "postil:field": "speaker",
                },
                {
                    "type": "SpecificResource",
                    "source": f"urn:uuid:{SECOND}",
                    "purpose": "linking",
                    "postil:relation": "contradicts",
                },
            ],
            "target": {
                "source": ADDRESS,
                "styleClass": "yellow",
                "selector": [
                    {
                        "type": "TextQuoteSelector",
                        "exact": "world",
                        "prefix": "The ",
                        "suffix": " has",
                    },
                    {"type": "TextPositionSelector", "start": start, "end": start + 5},
                ],
            },
        }
    ]


@settings(max_examples=25)
@given(annotated=annotated_articles())
def test_every_file_is_a_collection_with_one_page_of_all_marks(annotated: AnnotatedArticle) -> None:
    value: Any = json.loads(written(annotated))

    items = value["first"]["items"]
    assert value["total"] == len(items) == len(annotated.annotations)
    for item in items:
        assert item["type"] == "Annotation"
        assert item["target"]
    assert len({value["id"], value["first"]["id"], *(item["id"] for item in items)}) == 2 + len(
        items
    )


def test_two_articles_of_one_address_are_told_apart() -> None:
    marks = [Annotation(id=each, note="n") for each in (FIRST, SECOND)]
    files = article(marks[0]), article(marks[1], number=1)

    back = webannotation_reading.read(written(*files), "x")

    assert [each.article for each in back] == [each.article for each in files]
    assert [each.annotations[0].id for each in back] == [FIRST, SECOND]


def test_without_articles_it_is_an_empty_collection() -> None:
    assert json.loads(written())["first"]["items"] == []


# --- what others write --------------------------------------------------------------------------

SELECTED: dict[str, Any] = {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    "id": "http://example.org/anno23",
    "type": "Annotation",
    "body": "http://example.org/comment1",
    "target": {
        "source": ADDRESS,
        "selector": {
            "type": "TextQuoteSelector",
            "exact": "annotation",
            "prefix": "this is an ",
            "suffix": " that has some",
        },
    },
}


def test_a_quote_with_a_comment_elsewhere_is_a_mark_with_its_address_as_note() -> None:
    found = taken(SELECTED)

    [mark] = found.annotations
    [piece] = mark.pieces
    assert mark.id == stable_id("http://example.org/anno23")
    assert (piece.quote, piece.prefix, piece.suffix) == (
        "annotation",
        "this is an ",
        " that has some",
    )
    assert (mark.note, mark.ranges) == ("http://example.org/comment1", ())
    assert (found.article.metadata.url, found.article.source) == (ADDRESS, ADDRESS)


@pytest.mark.parametrize(
    ("body", "note", "tags"),
    [
        ({"type": "TextualBody", "value": "c", "format": "text/html", "language": "en"}, "c", ()),
        (
            [{"type": "TextualBody", "value": "c"}, "http://example.org/d"],
            "c\n\nhttp://example.org/d",
            (),
        ),
        ({"type": "TextualBody", "purpose": "tagging", "value": "love"}, "", ("love",)),
        (
            [
                {"type": "TextualBody", "purpose": "tagging", "value": " a //b/ "},
                {"type": "TextualBody", "purpose": ["classifying"], "value": "///"},
                {"type": "TextualBody", "purpose": "describing", "value": "d"},
            ],
            "d",
            ("a/b",),
        ),
        (
            {
                "type": "Choice",
                "items": [{"type": "TextualBody", "value": "one"}, {"value": "two"}],
            },
            "one",
            (),
        ),
        ({"id": "http://example.org/video1", "type": "Video"}, "http://example.org/video1", ()),
        (
            {"type": "SpecificResource", "source": "http://example.org/x"},
            "http://example.org/x",
            (),
        ),
        (None, "", ()),
        (7, "7", ()),
    ],
)
def test_bodies_are_notes_and_tags(body: Json, note: str, tags: tuple[str, ...]) -> None:
    [mark] = taken({**SELECTED, "body": body}).annotations

    assert (mark.note, mark.tags) == (note, tags)


def test_a_body_of_a_mere_value_is_the_note() -> None:
    value = {
        "id": "http://example.org/anno6",
        "type": "Annotation",
        "bodyValue": "Comment text",
        "target": "http://example.org/target1",
    }

    found = taken(value)

    [mark] = found.annotations
    assert (mark.note, mark.pieces) == ("Comment text", ())
    assert found.article.metadata.url == "http://example.org/target1"


@pytest.mark.parametrize(
    "creator",
    [
        {"id": "http://example.org/user1", "type": "Person", "name": "My Pseudonym"},
        {"type": ["Person"], "nickname": "My Pseudonym"},
        "My Pseudonym",
    ],
)
def test_who_made_it_is_told_by_the_best_name_there_is(creator: Json) -> None:
    [mark] = taken(
        {**SELECTED, "creator": creator, "created": "2015-01-28T12:00:00Z", "modified": "soon"}
    ).annotations

    assert (mark.creator, mark.created, mark.updated) == (
        "My Pseudonym",
        "2015-01-28T12:00:00Z",
        "",
    )


@pytest.mark.parametrize(
    "selector",
    [
        {
            "type": "FragmentSelector",
            "value": "para5",
            "refinedBy": {"type": "TextQuoteSelector", "exact": "Selected Text"},
        },
        [
            {"type": "CssSelector", "value": "#elemid > .elemclass + p"},
            {"type": "TextQuoteSelector", "exact": "Selected Text"},
        ],
        {
            "type": "XPathSelector",
            "value": "/html/body/p[2]",
            "refinedBy": [
                {"type": "TextPositionSelector", "start": 1, "end": 3},
                {"type": "TextQuoteSelector", "exact": "Selected Text"},
            ],
        },
    ],
)
def test_the_quote_is_found_among_selectors_and_behind_them(selector: Json) -> None:
    [mark] = taken({**SELECTED, "target": {"source": ADDRESS, "selector": selector}}).annotations

    assert (mark.quote, mark.ranges) == ("Selected Text", ())


def test_a_position_as_long_as_the_quote_is_a_hint() -> None:
    selector = [
        {"type": "TextPositionSelector", "start": 412, "end": 416},
        {"type": "TextQuoteSelector", "exact": "text"},
    ]

    [mark] = taken({**SELECTED, "target": {"source": ADDRESS, "selector": selector}}).annotations

    assert mark.ranges == (Range(412, 416),)


def test_a_place_that_is_no_quote_is_kept_with_a_note_on_the_article() -> None:
    target: Any = {"source": ADDRESS, "selector": {"type": "SvgSelector", "value": "<svg/>"}}

    [mark] = taken({**SELECTED, "body": "b", "target": target, "rights": "x"}).annotations

    assert (mark.pieces, mark.note) == ((), "b")
    assert mark.extra == {"webannotation:target": [target], "webannotation:rights": "x"}


def test_several_targets_of_one_article_are_pieces_and_others_are_kept() -> None:
    def target(source: str, exact: str) -> dict[str, Any]:
        return {"source": source, "selector": {"type": "TextQuoteSelector", "exact": exact}}

    other = target("http://example.org/other", "c")
    [mark] = taken(
        {**SELECTED, "target": [target(ADDRESS, "a"), target(ADDRESS, "b"), other]}
    ).annotations

    assert [each.quote for each in mark.pieces] == ["a", "b"]
    assert mark.extra == {"webannotation:target": [other]}


def test_a_reply_is_a_relation_to_what_it_answers() -> None:
    reply = {
        "id": "urn:uuid:" + SECOND,
        "type": "Annotation",
        "motivation": "replying",
        "body": {"type": "TextualBody", "value": "No."},
        "target": "urn:uuid:" + FIRST,
    }

    [mark] = taken(reply).annotations

    assert mark.relations == (Relation(to=FIRST, name="replies"),)


def test_another_motivation_is_a_field() -> None:
    [mark] = taken({**SELECTED, "motivation": ["questioning", "commenting"]}).annotations

    assert mark.fields == (("motivation", "questioning"),)


PAGE: dict[str, Any] = {"type": "AnnotationPage", "startIndex": 0, "items": [SELECTED]}


@pytest.mark.parametrize(
    "held",
    [
        SELECTED,
        [SELECTED],
        PAGE,
        {"@context": "x", "type": "AnnotationCollection", "total": 1, "first": PAGE},
        {"@context": "x", "@type": ["AnnotationCollection"], "items": [[SELECTED]]},
    ],
)
def test_annotations_are_found_in_whatever_holds_them(held: Json) -> None:
    for text in (json.dumps(held), json.dumps(held, indent=1), f"\ufeff\n{json.dumps(held)}\n"):
        [found] = telling.read(text.encode(), "x.json")

        assert [each.quote for each in found.annotations] == ["annotation"]


def test_a_line_each_is_read_and_a_mistake_told_with_its_line() -> None:
    lines = [json.dumps({**SELECTED, "id": f"x{number}"}) for number in range(3)]

    [found] = telling.read("\n".join(lines).encode(), "x.json")
    assert len(found.annotations) == 3

    with pytest.raises(MalformedFileError) as caught:
        telling.read("\n".join([*lines, "{"]).encode(), "x.json")
    assert caught.value.line == 4


@pytest.mark.parametrize(
    "value", ['{"@context": "x"}', "[]", "3", '{"@context": 1, "first": "http://x"}', "{"]
)
def test_a_file_without_annotations_is_refused(value: str) -> None:
    with pytest.raises(MalformedFileError):
        webannotation_reading.read(value.encode(), "x.jsonld")


def test_lists_in_lists_without_end_are_no_annotations() -> None:
    with pytest.raises(MalformedFileError):
        webannotation_reading.read(("[" * 50 + "]" * 50).encode(), "x.jsonld")


def test_a_position_beyond_any_text_is_no_hint() -> None:
    selectors = [
        {"type": "TextQuoteSelector", "exact": "world"},
        {"type": "TextPositionSelector", "start": 10**20, "end": 10**20 + 5},
    ]
    back = taken({**SELECTED, "target": {"source": ADDRESS, "selector": selectors}})

    assert [(each.quote, each.ranges) for each in back.annotations] == [("world", ())]
