"""Hypothesis: the client's export file, and what the API answers to a search."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from annotations.document import Document
from annotations.errors import MalformedFileError
from annotations.exchange import DEFAULTS, telling
from annotations.exchange import hypothesis as hypothesis_format
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
)

if TYPE_CHECKING:
    from annotations.model import Json

ADDRESS = "https://example.org/visit"
TEXT = "😀😀 The world has changed. 😀 So it has."
FIRST, SECOND = (AnnotationId(f"01900000-0000-7000-8000-00000000000{n}") for n in (1, 2))
ARTICLE = Article(
    id=ArticleId("01900000-0000-7000-8000-0000000000f0"),
    metadata=Metadata(title="The visit", url=ADDRESS),
)


def written(*marks: Annotation, article: Article = ARTICLE) -> bytes:
    annotated = AnnotatedArticle(article=article, annotations=marks, document=Document(text=TEXT))
    return "".join(hypothesis_format.write([annotated], DEFAULTS)).encode()


def piece(quote: str) -> Piece:
    start = TEXT.index(quote)
    return Piece(range=Range(start, start + len(quote)), quote=quote, prefix="The ", suffix=" ha")


def test_a_mark_is_written_as_the_client_exports_one() -> None:
    mark = Annotation(
        id=FIRST,
        pieces=(piece("world"),),
        tags=("a", "b/c"),
        note="*Why*?",
        creator="Ann Lee",
        created=Timestamp("2026-11-24T09:00:00Z"),
        updated=Timestamp("2026-11-24T10:00:00.5Z"),
    )

    value: Any = json.loads(written(mark))

    user = "acct:Ann_Lee@localhost"
    assert value == {
        "client_version": "postil",
        "export_date": "2026-11-24T10:00:00.5Z",
        "export_userid": "",
        "annotations": [
            {
                "id": FIRST,
                "created": "2026-11-24T09:00:00+00:00",
                "updated": "2026-11-24T10:00:00.5+00:00",
                "user": user,
                "user_info": {"display_name": "Ann Lee"},
                "uri": ADDRESS,
                "text": "*Why*?",
                "tags": ["a", "b/c"],
                "group": "__world__",
                "permissions": {"read": [user], "update": [user], "delete": [user]},
                "document": {"title": ["The visit"]},
                "target": [
                    {
                        "source": ADDRESS,
                        "selector": [
                            {"type": "TextPositionSelector", "start": 9, "end": 14},
                            {
                                "type": "TextQuoteSelector",
                                "exact": "world",
                                "prefix": "The ",
                                "suffix": " ha",
                            },
                        ],
                    }
                ],
            }
        ],
    }


def test_positions_are_in_units_of_utf_16() -> None:
    for quote in ("😀😀", "😀 The", "world", "changed. 😀", "So"):
        value: Any = json.loads(written(Annotation(id=FIRST, pieces=(piece(quote),))))

        [place, _] = value["annotations"][0]["target"][0]["selector"]
        units = TEXT.encode("utf-16-le")[2 * place["start"] : 2 * place["end"]]
        assert units.decode("utf-16-le") == quote


def test_a_mark_of_several_pieces_is_one_quote_without_a_position() -> None:
    value: Any = json.loads(written(Annotation(id=FIRST, pieces=(piece("world"), piece("So")))))

    [selector] = value["annotations"][0]["target"][0]["selector"]
    assert selector["exact"] == "world […] So"


def test_a_note_on_the_article_has_no_selector_and_an_answer_refers_to_what_it_answers() -> None:
    reply = Annotation(id=SECOND, note="No.", relations=(Relation(to=FIRST, name="replies"),))

    value: Any = json.loads(written(reply))
    [back] = hypothesis_format.read(written(reply), "x")

    assert value["annotations"][0]["target"] == [{"source": ADDRESS}]
    assert value["annotations"][0]["references"] == [FIRST]
    assert back.annotations == (reply,)


def test_an_article_without_an_address_is_known_again_by_its_id() -> None:
    plain = Article(id=ARTICLE.id, source="a.md")

    [back] = hypothesis_format.read(written(Annotation(id=FIRST, note="n"), article=plain), "x")

    assert back.article == Article(id=ARTICLE.id)


# --- what Hypothesis writes ---------------------------------------------------------------------

ROW = {
    "id": "jDMpZvQnEe2",
    "created": "2023-02-09T10:15:30.123456+00:00",
    "updated": "2023-02-10T10:15:30.123456+01:00",
    "user": "acct:ann@hypothes.is",
    "user_info": {"display_name": "Ann Lee"},
    "uri": ADDRESS,
    "text": "A *note*",
    "tags": ["sahel", "a,b", "x//y", ""],
    "group": "__world__",
    "permissions": {"read": ["group:__world__"]},
    "document": {"title": ["The visit\n of the minister"]},
    "target": [
        {
            "source": ADDRESS,
            "selector": [
                {
                    "type": "RangeSelector",
                    "startContainer": "/p[1]",
                    "startOffset": 6,
                    "endContainer": "/p[1]",
                    "endOffset": 11,
                },
                {"type": "TextPositionSelector", "start": 8, "end": 13},
                {"type": "TextQuoteSelector", "exact": "world", "prefix": "The ", "suffix": " has"},
            ],
        }
    ],
    "links": {"html": "https://hypothes.is/a/jDMpZvQnEe2"},
    "flagged": False,
    "hidden": False,
}
REPLY = {
    "id": "k2",
    "user": "acct:bob@hypothes.is",
    "uri": ADDRESS,
    "text": "No.",
    "tags": [],
    "references": ["jDMpZvQnEe0", "jDMpZvQnEe2"],
    "target": [{"source": ADDRESS}],
}


@pytest.mark.parametrize(
    "held",
    [
        {
            "export_date": "2023-02-11T00:00:00Z",
            "export_userid": "acct:ann@hypothes.is",
            "client_version": "1.1",
            "annotations": [ROW, REPLY],
        },
        {"total": 2, "rows": [ROW, REPLY]},
        [ROW, REPLY],
    ],
)
def test_an_export_and_an_answer_of_the_api_are_read(held: Json) -> None:
    for text in (json.dumps(held), json.dumps(held, indent=2)):
        [found] = telling.read(text.encode(), "x.json")

        marks = {each.id: each for each in found.annotations}
        mark, reply = (
            marks[AnnotationId(stable_id("jDMpZvQnEe2"))],
            marks[AnnotationId(stable_id("k2"))],
        )
        assert (mark.quote, mark.note, mark.creator) == ("world", "A *note*", "Ann Lee")
        assert mark.pieces[0].prefix == "The "
        assert mark.tags == ("sahel", "a,b", "x/y")
        assert (mark.created, mark.updated) == (
            "2023-02-09T10:15:30.123Z",
            "2023-02-10T09:15:30.123Z",
        )
        assert (reply.note, reply.pieces, reply.creator) == ("No.", (), "bob@hypothes.is")
        assert reply.relations == (Relation(to=mark.id, name="replies"),)
        assert found.article.metadata.url == ADDRESS
        assert found.article.metadata.title == "The visit of the minister"
        assert {"colour", "fields", "relations"} <= found.untold


@pytest.mark.parametrize(
    ("uri", "source"),
    [
        ("file:///home/ann/My%20notes/bamako%20visit.pdf", "bamako visit.pdf"),
        ("urn:x-pdf:0123", "urn:x-pdf:0123"),
    ],
)
def test_what_was_no_page_of_the_web_has_its_name_as_source(uri: str, source: str) -> None:
    [found] = hypothesis_format.read(json.dumps([{**ROW, "uri": uri}]).encode(), "x")

    assert (found.article.source, found.article.metadata.url) == (source, "")


def test_marks_of_several_pages_are_of_several_articles() -> None:
    other = {**ROW, "id": "z", "uri": "https://example.org/other"}

    found = hypothesis_format.read(json.dumps([ROW, other, REPLY]).encode(), "x")

    assert [len(each.annotations) for each in found] == [2, 1]


@pytest.mark.parametrize(
    "row",
    [{}, {"id": 3}, {"id": "a", "target": 1}, {"id": "a", "tags": "x", "document": []}],
)
def test_what_is_not_as_it_should_be_is_passed_over_or_refused_with_a_sentence(row: Json) -> None:
    try:
        hypothesis_format.read(json.dumps({"annotations": [row]}).encode(), "x")
    except MalformedFileError as error:
        assert "`id` is missing" in str(error)  # noqa: PT017  # only this one may be refused


@pytest.mark.parametrize("text", ["{}", '{"total": 1}', "1", "[", '"x"'])
def test_a_file_without_annotations_is_refused(text: str) -> None:
    with pytest.raises(MalformedFileError):
        hypothesis_format.read(text.encode(), "x.json")


def test_a_mark_loses_its_colour_and_says_so() -> None:
    from annotations.exchange import FORMATS
    from annotations.exchange.losses import losses

    mark = Annotation(
        id=FIRST,
        pieces=(piece("world"),),
        colour=Colour.RED,
        fields=(("by", "x"),),
        relations=(Relation(to=SECOND, name="contradicts"),),
    )
    annotated = AnnotatedArticle(article=ARTICLE, annotations=(mark,), document=Document(text=TEXT))

    assert losses([annotated], FORMATS["hypothesis"], DEFAULTS) == (
        "1 relation",
        "the colour of 1 mark",
        "the fields of 1 mark",
    )


def foreign(**more: Json) -> dict[str, Json]:
    """An annotation as another program may write it."""
    selector: Json = {"type": "TextQuoteSelector", "exact": "world"}
    target: Json = [{"source": ADDRESS, "selector": [selector]}]
    return {"uri": ADDRESS, "text": "n", "target": target, **more}


def test_an_annotation_without_an_id_comes_in_alike_each_time() -> None:
    data = json.dumps({"annotations": [foreign(), foreign(text="m")]}).encode()

    first, second = (hypothesis_format.read(data, "x")[0].annotations for _ in range(2))

    assert [each.note for each in first] == [each.note for each in second]
    assert [each.id for each in first] == [each.id for each in second]
    assert len({each.id for each in first}) == 2


def test_of_two_annotations_with_one_id_the_one_changed_last_counts() -> None:
    times = ("2026-11-24T09:00:00Z", "2026-11-24T09:00:00.5Z", "2026-11-23T09:00:00Z")
    rows: list[Json] = [foreign(id="q", text=str(n), updated=time) for n, time in enumerate(times)]

    [back] = hypothesis_format.read(json.dumps({"rows": rows}).encode(), "x")

    assert [each.note for each in back.annotations] == ["1"]


@pytest.mark.parametrize(("start", "end"), [(10**20, 10**20 + 5), (True, 6), (-5, 0), (2.0, 7.0)])
def test_a_place_that_no_text_has_is_no_hint(start: Json, end: Json) -> None:
    row = foreign(id="q")
    row["target"][0]["selector"].append(  # type: ignore[index,union-attr,call-overload]  # as above
        {"type": "TextPositionSelector", "start": start, "end": end}
    )

    [back] = hypothesis_format.read(json.dumps({"rows": [row]}).encode(), "x")

    assert [(each.quote, each.ranges) for each in back.annotations] == [("world", ())]
