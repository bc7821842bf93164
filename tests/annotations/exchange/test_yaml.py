from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import yaml as pyyaml
from hypothesis import given
from hypothesis import strategies as st

from annotations.document import Block, BlockKind, Blocks, Document, Locator, Span, SpanKind, Spans
from annotations.errors import MalformedFileError, NewerFormatError
from annotations.exchange import yaml
from annotations.exchange.reading import PythonEvents, fastest_events, parse
from annotations.model import (
    AnnotatedArticle,
    Annotation,
    AnnotationId,
    Article,
    ArticleId,
    Codebook,
    Colour,
    Metadata,
    Original,
    Piece,
    Range,
    Relation,
    Selector,
    State,
    Tag,
    Timestamp,
    Tombstone,
    Version,
    VersionId,
    fold_tag,
)
from tests.strategies import annotated_articles, canonical_texts, extras, ranges_in

if TYPE_CHECKING:
    from annotations.model import Json

SNAPSHOT = Path(__file__).parents[2] / "snapshots" / "annotated.yaml"

ARTICLE = "01900000-0000-7000-8000-000000000000"
FIRST = "01900000-0000-7000-8000-000000000001"
SECOND = "01900000-0000-7000-8000-000000000002"
THIRD = "01900000-0000-7000-8000-000000000003"
FOURTH = "01900000-0000-7000-8000-000000000004"
DELETED = "01900000-0000-7000-8000-000000000009"
WHEN = Timestamp("2026-11-24T09:00:00.123Z")

TEXT = "The visit 😀\n\nHe said “the world has changed”, twice,\nand left.\n\nOne verse\n  another"
VALIDATOR = jsonschema.Draft202012Validator(yaml.schema())


def example() -> AnnotatedArticle:
    """One of everything, for people to read."""
    said, verse = TEXT.index("the world"), TEXT.index("One verse")
    body = TEXT.index("He said")
    document = Document(
        text=TEXT,
        blocks=Blocks(
            [
                Block(kind=BlockKind.HEADING, level=2, start=0, end=11),
                Block(kind=BlockKind.QUOTATION, start=body, end=verse - 2),
                Block(kind=BlockKind.PARAGRAPH, parent=1, start=body, end=verse - 2),
                Block(kind=BlockKind.VERSE, start=verse, end=len(TEXT)),
            ]
        ),
        spans=Spans(
            [Span(kind=SpanKind.HYPERLINK, start=body, end=body + 2, target="https://example.org/")]
        ),
        locators=(
            Locator(kind="page", label="12", start=0),
            Locator(kind="page", label="iv", start=60),
        ),
        loader="markdown 1",
    )
    was = Original(
        sha256=hashlib.sha256(b"before").hexdigest(),
        selector=Selector(start=5, end=19, quote="what it was", prefix="just ", suffix=" then"),
    )
    return AnnotatedArticle(
        article=Article(
            id=ArticleId(ARTICLE),
            metadata=Metadata(
                title="Lavrov in Bamako: the visit and its message",
                authors=("Ann Author", "B. C., Jr"),
                publisher="The Paper",
                published="2023-02-08",
                url="https://example.org/a?b=c#d",
                language="no",
            ),
            source="/home/somebody/articles/bamako.md",
            tags=("sahel",),
            version=Version(
                id=VersionId("local"),
                sha256=document.sha256,
                length=len(TEXT),
                loader="markdown 1",
                captured=Timestamp("2026-11-24T09:00:00Z"),
                reason="source changed",
            ),
        ),
        annotations=(
            Annotation(
                id=AnnotationId(FIRST),
                pieces=(
                    Piece(
                        range=Range(said, said + 21),
                        quote="the world has changed",
                        prefix="He said “",
                        suffix="”, twice,\nand left.",
                    ),
                ),
                colour=Colour.RED,
                tags=("sahel/russia", "quote"),
                fields=(("speaker", "Sergei Lavrov"), ("page", "12")),
                note="Compare *February*: no?\n\n- the same\n",
                creator="me",
                created=Timestamp("2026-11-24T09:00:00Z"),
                updated=WHEN,
                relations=(Relation(to=AnnotationId(SECOND), name="contradicts"),),
            ),
            Annotation(
                id=AnnotationId(SECOND),
                pieces=(
                    Piece(
                        range=Range(verse, verse + 9),
                        quote="One verse",
                        state=State.MOVED,
                        original=was,
                    ),
                    Piece(
                        range=Range(len(TEXT) - 7, len(TEXT)),
                        quote="another",
                        state=State.CHANGED,
                        confidence=87,
                        original=was,
                    ),
                ),
                created=WHEN,
                updated=WHEN,
            ),
            Annotation(
                id=AnnotationId(THIRD),
                pieces=(
                    Piece(range=None, quote="what it was", state=State.ORPHANED, original=was),
                ),
                colour=Colour.YELLOW,
            ),
            Annotation(id=AnnotationId(FOURTH), note="~", extra={"stars": 4, "a": {"b": [None]}}),
        ),
        earlier=(
            Version(
                id=VersionId("local too"),
                sha256=was.sha256,
                captured=Timestamp("2026-11-23T09:00:00Z"),
                reason="first",
            ),
        ),
        codebook=Codebook(
            colours=((Colour.YELLOW, "claim"), (Colour.RED, "doubt")),
            tags=(
                Tag(name="quote"),
                Tag(name="sahel", confidential=True),
                Tag(
                    name="sahel/russia",
                    description="Moscow's dealings: all of them",
                    colour=Colour.RED,
                    was=("sahel/moscow",),
                ),
            ),
        ),
        deleted=(Tombstone(id=AnnotationId(DELETED), deleted=WHEN),),
        document=document,
    )


def compared(annotated: AnnotatedArticle) -> list[object]:
    """All that a file holds, with what has no equality of its own taken apart."""
    document = annotated.document
    parts: list[object] = [replace(annotated, document=None, left_out=0)]
    if document is not None:
        parts += [document.text, document.blocks, document.spans, document.locators]
        parts += [document.metadata, document.loader, document.source_sha256]
    return parts


def without_times(value: object) -> object:
    """What PyYAML's common loader makes of dates, undone as far as it can be."""
    if isinstance(value, dict):
        return {key: without_times(held) for key, held in value.items()}
    if isinstance(value, list):
        return [without_times(held) for held in value]
    if isinstance(value, datetime):
        return (
            value.replace(tzinfo=None).isoformat(timespec="milliseconds").removesuffix(".000") + "Z"
        )
    if isinstance(value, date):
        return value.isoformat()
    return value


# --- round trips ------------------------------------------------------------------------------


@given(annotated_articles())
def test_what_is_written_is_read_as_it_was(annotated: AnnotatedArticle) -> None:
    written = yaml.write(annotated)

    found = yaml.read(written.encode(), "x.yaml")

    assert compared(found) == compared(annotated)
    assert yaml.write(found) == written


@given(annotated_articles())
def test_without_the_text_the_places_are_carried_and_the_bytes_stay(
    annotated: AnnotatedArticle,
) -> None:
    written = yaml.write(annotated, with_text=False)

    found = yaml.read(written.encode(), "x.yaml")

    assert found.document is None
    assert yaml.write(found) == written
    # With the text again, all is as if it had never been away.
    assert yaml.write(replace(found, document=annotated.document)) == yaml.write(annotated)


@given(annotated_articles(with_document=False))
def test_without_a_document_nothing_is_invented(annotated: AnnotatedArticle) -> None:
    written = yaml.write(annotated)

    found = yaml.read(written.encode(), "x.yaml")

    assert compared(found) == compared(annotated)
    assert "\n  section:" not in written
    assert "\n  locator:" not in written


@given(annotated_articles())
def test_every_parser_gives_the_same_data(annotated: AnnotatedArticle) -> None:
    data = yaml.write(annotated).encode()

    by_c = parse(data, "x.yaml", events=fastest_events())
    by_python = parse(data, "x.yaml", events=PythonEvents)
    by_others = pyyaml.safe_load(data)

    assert by_c == by_python == without_times(by_others)


@given(annotated_articles(), st.booleans())
def test_what_is_written_is_of_the_schema(annotated: AnnotatedArticle, with_text: bool) -> None:
    data = yaml.write(annotated, with_text=with_text).encode()

    assert list(VALIDATOR.iter_errors(parse(data, "x.yaml"))) == []


@given(text=canonical_texts(), data=st.data())
def test_a_quote_stands_where_the_file_says(text: str, data: st.DataObject) -> None:
    held = data.draw(ranges_in(text))
    piece = Piece(range=held, quote=text[held.start : held.end])
    annotated = AnnotatedArticle(
        article=Article(id=ArticleId(ARTICLE)),
        annotations=(Annotation(id=AnnotationId(FIRST), pieces=(piece,)),),
        document=Document(text=text),
    )

    found: Any = parse(yaml.write(annotated).encode(), "x.yaml")

    mark = found["annotations"][0]
    assert found["text"][mark["start"] : mark["end"]] == mark.get("quote", "")
    assert found["article"].get("length", 0) == len(text)


def test_the_file_is_as_people_know_it() -> None:
    assert yaml.write(example()) == SNAPSHOT.read_text("utf-8")


def test_a_line_end_of_windows_or_a_bom_changes_nothing() -> None:
    written = yaml.write(example())

    for data in (written.replace("\n", "\r\n").encode(), written.encode("utf-8-sig")):
        assert yaml.write(yaml.read(data, "x.yaml")) == written


def test_marks_stand_by_place_whatever_their_order_was() -> None:
    annotated = example()
    shuffled = replace(
        annotated,
        annotations=annotated.annotations[::-1],
        codebook=replace(annotated.codebook, tags=annotated.codebook.tags[::-1]),
    )

    assert yaml.write(shuffled) == yaml.write(annotated)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("/home/somebody/a.md", "a.md"),
        (r"C:\Users\somebody\a.md", "a.md"),
        ("file:///home/somebody/a.md", "a.md"),
        ("folder/", "folder"),
        ("https://example.org/a/b.html", "https://example.org/a/b.html"),
        ("-", "-"),
    ],
)
def test_a_folder_is_never_told(source: str, shown: str) -> None:
    annotated = replace(example(), article=replace(example().article, source=source))

    written = yaml.write(annotated)

    assert "somebody" not in written
    assert yaml.read(written.encode(), "x.yaml").article.source == shown
    from_others = written.replace(f"source: {shown}", "source: /home/somebody/a.md")
    assert "somebody" not in yaml.write(yaml.read(from_others.encode(), "x.yaml"))


def test_the_text_of_a_long_document_has_a_short_structure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotations.exchange.structure.PACKED_LENGTH", 10)
    annotated = example()
    assert annotated.document is not None
    blocks = Blocks([*annotated.document.blocks[:3]])
    for start in range(70, len(TEXT)):
        blocks.append(Block(kind=BlockKind.PARAGRAPH, start=start, end=start + 1))
    annotated = replace(annotated, document=replace(annotated.document, blocks=blocks))

    written = yaml.write(annotated)

    assert '\n  - {kind: paragraph, ranges: "70-71 71-72 72-73' in written
    found = yaml.read(written.encode(), "x.yaml")
    assert found.document is not None
    assert annotated.document is not None
    assert found.document.blocks == blocks
    assert found.document.spans == annotated.document.spans
    assert yaml.write(found) == written
    assert list(VALIDATOR.iter_errors(parse(written.encode(), "x.yaml"))) == []


@given(annotated_articles())
def test_a_short_structure_is_read_as_it_was(annotated: AnnotatedArticle) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("annotations.exchange.structure.PACKED_LENGTH", 0)
        written = yaml.write(annotated)

        assert compared(yaml.read(written.encode(), "x.yaml")) == compared(annotated)


# --- evolution --------------------------------------------------------------------------------

EXTENDED = f"""postil: 1
article:
  id: {ARTICLE}
  sha256: {hashlib.sha256(b"Some text here").hexdigest()}
  length: 14
  later: 1
versions:
- {{captured: 2026-11-24T09:00:00Z, later: 2}}
codebook:
  tags:
  - name: a
    later: 3
  later: 4
annotations:
- id: {FIRST}
  quote: Some
  start: 0
  end: 4
  locator: {{paragraph: 1}}
  state: moved
  original: {{sha256: {"a" * 64}, start: 1, end: 5, quote: Some, later: 5}}
  relations:
  - {{to: {SECOND}, relation: a, later: 6}}
  a: null
  later: [7, true, {{no: "no"}}]
- id: {SECOND}
  pieces:
  - {{start: 0, end: 4, quote: Some, state: anchored, later: 8}}
  - {{start: 5, end: 9, quote: text, state: moved, original: {{sha256: {"a" * 64}, start: 1, end: 5, quote: text, later: 9}}}}
  locator: {{paragraph: 1}}
deleted:
- {{id: {THIRD}, deleted: 2026-11-24T09:00:00Z, later: 10}}
text: Some text here
structure:
  blocks:
  - {{kind: paragraph, start: 0, end: 14, later: 11}}
  spans:
  - {{kind: strong, start: 0, end: 4, later: 12}}
  locators:
  - {{kind: page, label: "1", start: 5, later: 13}}
  later: 14
a: |-
  of
  lines
later: {{z: 1, deeper: [15, 1.5]}}
"""


def test_unknown_keys_at_every_level_are_written_back() -> None:
    extended = EXTENDED.replace('{no: "no"}', '{"no": "no"}').replace(
        "{z: 1, deeper: [15, 1.5]}", "{deeper: [15, 1.5], z: 1}"
    )

    found = yaml.read(EXTENDED.encode(), "x.yaml")

    assert yaml.write(found) == extended
    assert list(VALIDATOR.iter_errors(parse(EXTENDED.encode(), "x.yaml"))) == []


@given(extras())
def test_unknown_keys_never_hide_known_ones(extra: dict[str, Json]) -> None:
    annotated = example()
    known = dict.fromkeys(("note", "id", "postil", "text", "start", "title", "sha256", "name"), 2)
    clashing: dict[str, Json] = {**extra, **known, "pieces": 3, "deleted": 4, "structure": 5}
    marks = tuple(replace(each, extra={**each.extra, **clashing}) for each in annotated.annotations)
    article = replace(annotated.article, extra=clashing)

    written = yaml.write(replace(annotated, annotations=marks, article=article, extra=clashing))

    found = yaml.read(written.encode(), "x.yaml")
    assert [each.note for each in found.annotations] == [
        each.note for each in annotated.annotations
    ]
    assert [each.start for each in found.annotations] == [
        each.start for each in annotated.annotations
    ]
    assert found.article.metadata == annotated.article.metadata
    assert found.deleted == annotated.deleted


@pytest.mark.parametrize("number", ["2", "10", "1.1"])
def test_a_later_format_is_refused(number: str) -> None:
    with pytest.raises(NewerFormatError, match=f"postil/{number}") as caught:
        yaml.read(f"postil: {number}\nwhatever: true\n".encode(), "x.yaml")

    assert caught.value.hint == "Update postil."


# --- what is let pass -------------------------------------------------------------------------


def small(lines: str = "", *, text: str | None = "One two one two three", top: str = "") -> bytes:
    """A file with one mark that begins with `lines`, from line 4 on its id, from line 5 on they."""
    written = f"postil: 1\narticle: {{id: {ARTICLE}}}\nannotations:\n- id: {FIRST}\n"
    written += "".join(f"  {line}\n" for line in lines.splitlines())
    if text is not None:
        written += f"text: {text}\n"
    return (written + top).encode()


def mark_of(data: bytes) -> Annotation:
    return yaml.read(data, "x.yaml").annotations[0]


def test_a_misplaced_quote_is_found_if_the_text_holds_it_once() -> None:
    mark = mark_of(small("quote: three\nstart: 3\nend: 8\nnote: kept"))

    assert mark.ranges == (Range(16, 21),)
    assert mark.state is State.ANCHORED
    assert mark.note == "kept"


def test_a_misplaced_quote_is_found_by_what_stands_around_it() -> None:
    mark = mark_of(small('quote: two\nprefix: "one "\nstart: 3\nend: 6'))

    assert mark.ranges == (Range(12, 15),)


def test_a_quote_that_stands_twice_is_not_guessed() -> None:
    with pytest.raises(MalformedFileError, match="line 5: the text from 3 to 6 is not the quote"):
        yaml.read(small("quote: two\nstart: 3\nend: 6"), "x.yaml")


def test_many_misplaced_quotes_do_not_take_forever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotations.exchange.marks.SEARCH_LIMIT", 10)

    with pytest.raises(MalformedFileError, match="too many marks"):
        yaml.read(small("quote: three\nstart: 3\nend: 8"), "x.yaml")


def test_a_file_without_structure_has_paragraphs() -> None:
    data = small(text="|2-\n  \n  a\n    b\n   \n\n  c\n")

    document = yaml.read(data, "x.yaml").document

    assert document is not None
    assert [document.text[each.start : each.end] for each in document.blocks] == ["a\n  b", "c"]
    assert all(each.kind is BlockKind.PARAGRAPH for each in document.blocks)


def test_numbers_count_as_texts_and_tags_once() -> None:
    data = small("tags: [Quote, quote, 2023, '#a / b']\nfields: {page: 12, none: ''}\nnote: 007")

    mark = mark_of(data)

    assert mark.tags == ("Quote", "2023", "a/b")
    assert mark.fields == (("page", "12"),)
    assert mark.note == "007"


def test_a_field_whose_name_holds_a_colon_or_equals_sign_is_kept_with_a_stand_in() -> None:
    mark = mark_of(small("fields: {'dc:title': x, 'a  =b': y, dc\ua789title: z}"))

    assert mark.fields == (("dc\ua789title", "x"), ("a \ua78ab", "y"), ("dc\ua789title 2", "z"))


def test_ids_and_times_are_brought_into_form() -> None:
    data = small("created: 2026-11-24 10:00:00+01:00").replace(
        FIRST.encode(), FIRST.upper().encode()
    )

    mark = mark_of(data)

    assert (mark.id, mark.created) == (FIRST, "2026-11-24T09:00:00Z")


def test_control_characters_are_replaced_everywhere_but_in_a_text_that_is_vouched_for() -> None:
    text = "One \x1b two"
    digest = hashlib.sha256(text.encode()).hexdigest()
    data = small(
        'quote: "One \\e"\nstart: 0\nend: 5\ntags: ["a b"]\nnote: "\\e[31m\\r\\nred"\n"x\\a": ["\\a"]',
        text='"One \\x1b two"',
    )
    vouched = data.replace(b"article: {", b"article: {sha256: " + digest.encode() + b", ")

    for found, held in ((yaml.read(data, "x"), "\ufffd"), (yaml.read(vouched, "x"), "\x1b")):
        mark = found.annotations[0]
        assert found.document is not None
        assert found.document.text == f"One {held} two"
        assert mark.quote == f"One {held}"
        assert mark.note == "\ufffd[31m\ufffd\nred"
        assert mark.extra == {"x\ufffd": ["\ufffd"]}
        assert yaml.write(yaml.read(yaml.write(found).encode(), "x")) == yaml.write(found)


# --- refusals ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [b"", b"# nothing\n", b"just text\n", b"- a\n", b"a: 1\n", b"article: {id: x}\n", b"12\n"],
)
def test_another_file_is_said_to_be_no_annotated_yaml(data: bytes) -> None:
    with pytest.raises(MalformedFileError, match="this is no annotated YAML") as caught:
        yaml.read(data, "x.yaml")

    assert caught.value.line == 1


HASH = "a" * 64
# What stands in the file, its line there, what is said, whether the schema refuses it as well.
REFUSED_TOP = [
    ("postil: 0\narticle: {}\n", 1, "`postil` must be 1", True),
    ("postil: true\narticle: {}\n", 1, "`postil` must be 1", True),
    ("postil: one\narticle: {}\n", 1, "`postil` must be 1", True),
    ("\npostil:\narticle: {}\n", 2, "`postil` must be 1", True),
    ("postil: 1\n", 1, "`article` is missing", True),
    ("postil: 1\narticle:\n", 2, "a mapping", True),
    ("postil: 1\narticle: []\n", 2, "a mapping", True),
    ("postil: 1\narticle: {}\n", 2, "`id` is missing", True),
    ("postil: 1\narticle:\n  id: x\n", 3, "no id", True),
    (f"postil: 1\narticle:\n  id: {ARTICLE}\n  title: [a]\n", 4, "`title` must be text", True),
    (f"postil: 1\narticle:\n  id: {ARTICLE}\n  title: true\n", 4, "`title` must be text", True),
    (f"postil: 1\narticle:\n  id: {ARTICLE}\n  title:\n", 4, "`title` must be text", True),
    (f"postil: 1\narticle:\n  id: {ARTICLE}\n  authors: a\n", 4, "must be a list", True),
    (f"postil: 1\narticle:\n  id: {ARTICLE}\n  authors:\n  - [a]\n", 5, "must be text", True),
    (f"postil: 1\narticle:\n  id: {ARTICLE}\n  captured: soon\n", 4, "no time", True),
    (
        f"postil: 1\narticle:\n  id: {ARTICLE}\n  captured: 2026-13-01T09:00:00Z\n",
        4,
        "no time",
        False,
    ),
    (f"postil: 1\narticle:\n  id: {ARTICLE}\n  sha256: abc\n", 4, "no SHA-256", True),
    (f"postil: 1\narticle:\n  id: {ARTICLE}\n  sha256: {HASH}\ntext: a\n", 4, "was changed", False),
    (f"postil: 1\narticle:\n  id: {ARTICLE}\n  length: 7\ntext: a\n", 4, "was changed", False),
    (f"postil: 1\narticle:\n  id: {ARTICLE}\n  length: -7\n", 4, "`length` is -7", True),
    (f"postil: 1\narticle:\n  id: {ARTICLE}\n  tags:\n  - a\n  - a//b\n", 6, "is no tag", False),
]
REFUSED_BELOW = [
    ("versions: 1\n", 0, "must be a list", True),
    ("versions:\n- a\n", 1, "a mapping", True),
    ("versions:\n- {sha256: 1}\n", 1, "no SHA-256", True),
    ("codebook: []\n", 0, "a mapping", True),
    ("codebook:\n  colours:\n    pink: x\n", 2, "no such colour", True),
    ("codebook:\n  colours:\n    red: [x]\n", 2, "must be text", True),
    ("codebook:\n  tags:\n  - {}\n", 2, "`name` is missing", True),
    ("codebook:\n  tags:\n  - name: a\n  - name: A\n", 1, "stands twice", False),
    ("codebook:\n  tags:\n  - name: a\n    colour: pink\n", 3, "`colour` must be one of", True),
    ("codebook:\n  tags:\n  - name: a\n    confidential: 1\n", 3, "true or false", True),
    (f"deleted:\n- id: {SECOND}\n", 1, "`deleted` is missing", True),
    (f"deleted:\n- {{id: {FIRST}, deleted: 2026-11-24T09:00:00Z}}\n", 1, "stands here and", False),
    ("structure: []\n", 0, "a mapping", True),
    ("structure:\n  blocks:\n  - {start: 0, end: 1}\n", 2, "`kind` is missing", True),
    ("structure:\n  blocks:\n  - {kind: aside, start: 0, end: 1}\n", 2, "`kind` must be", True),
    ("structure:\n  blocks:\n  - {kind: code, start: 0}\n", 2, "`start` and `end`", True),
    ("structure:\n  blocks:\n  - {kind: code, start: 2, end: 1}\n", 2, "`start` and `end`", False),
    ("structure:\n  blocks:\n  - {kind: code, start: 2, end: 99}\n", 2, "from 0 to 21", False),
    ("structure:\n  blocks:\n  - {kind: code, ranges: 0-x}\n", 2, "no list such as", True),
    ('structure:\n  blocks:\n  - {kind: code, ranges: "0-9999999999"}\n', 2, "too large", False),
    ('structure:\n  blocks:\n  - {kind: code, ranges: "0-5 4-7"}\n', 2, "within another", False),
    ('structure:\n  blocks:\n  - {kind: code, ranges: "4-7 0-5"}\n', 2, "must rise", False),
    (
        "structure:\n  blocks:\n  - {kind: code, parent: 0, start: 0, end: 1}\n",
        2,
        "no container",
        False,
    ),
    (
        "structure:\n  blocks:\n  - {kind: code, start: 3, end: 5}\n  - {kind: code, start: 2, end: 3}\n",
        3,
        "begins before",
        False,
    ),
    (
        "structure:\n  blocks:\n  - {kind: code, start: 3, end: 5}\n  - {kind: code, start: 4, end: 6}\n",
        3,
        "within another",
        False,
    ),
    ("structure:\n  spans:\n  - {kind: blink, start: 0, end: 1}\n", 2, "`kind` must be", True),
    ("structure:\n  locators:\n  - {kind: page, start: 0}\n", 2, "`label` is missing", True),
]
REFUSED_MARKS = [
    ("quote: One\nstart: 0\n", 0, "stand together", True),
    ("quote: One\nend: 3\n", 0, "stand together", True),
    ("quote: One\nstart: 3\nend: 0\n", 2, "lies behind", False),
    ("quote: One\nstart: -1\nend: 3\n", 2, "`start` is -1", True),
    ("quote: One\nstart: 0\nend: 3.0\n", 3, "whole number", False),
    ("quote: One\nstart: 0\nend: '3'\n", 3, "whole number", True),
    ("quote: One\nstart: 0\nend: 3000\n", 3, "from 0 to 21", False),
    ("quote: Uno\nstart: 0\nend: 3\n", 1, "is not the quote", False),
    ("start: 0\nend: 3\n", 0, "is not the quote", False),
    ("quote: One\nstate: moved\n", 2, "are missing", True),
    ("quote: One\nstart: 0\nend: 3\nstate: orphaned\n", 4, "has no `start`", True),
    ("quote: One\nstart: 0\nend: 3\nstate: lost\n", 4, "`state` must be one of", True),
    ("quote: One\nconfidence: 101\n", 2, "from 0 to 100", True),
    ("quote: One\noriginal: {start: 0, end: 3}\n", 2, "`sha256` is missing", True),
    (f"quote: One\noriginal: {{sha256: {HASH}}}\n", 2, "`start` and `end`", True),
    ("pieces: []\nquote: One\n", 2, "belongs to each", True),
    ("pieces:\n- {start: 0, end: 3, quote: One}\n- {start: 4}\n", 3, "stand together", True),
    ("pieces:\n- One\n", 2, "a mapping", True),
    ("colour: pink\n", 1, "`colour` must be one of", True),
    ("tags: a\n", 1, "must be a list", True),
    ("tags: [a, '']\nnote: [x]\n", 2, "`note` must be text", True),
    (f"tags: [{'a' * 201}]\n", 1, "at most 200", False),
    ("fields: [a]\n", 1, "a mapping", True),
    ("fields:\n  a: 1\n  b: [c]\n", 3, "`b` must be text", True),
    ("fields: {'': a}\n", 1, "a name has", True),
    (f"fields: {{a: {'b' * 2001}}}\n", 1, "at most 2,000", True),
    (f"note: {'b' * 1_000_001}\n", 1, "at most 1,000,000", True),
    ("created: yesterday\n", 1, "no time", True),
    ("relations:\n- {to: x, relation: a}\n", 2, "no id", True),
    (f"relations:\n- {{to: {SECOND}}}\n", 2, "`relation` is missing", True),
    (f"relations:\n- {{to: {SECOND}, relation: {'a' * 201}}}\n", 2, "1 to 200", True),
    ("locator: 12\n", 1, "a mapping", True),
    ("locator: {page: [1]}\n", 1, "`page` must be text", True),
    ("section: [a]\n", 1, "`section` must be text", True),
]

REFUSED = (
    [(text.encode(), line, reason, schema) for text, line, reason, schema in REFUSED_TOP]
    + [(small(top=text), 6 + line, reason, schema) for text, line, reason, schema in REFUSED_BELOW]
    + [(small(text), 4 + line, reason, schema) for text, line, reason, schema in REFUSED_MARKS]
    + [
        (small(text="[a]"), 5, "`text` must be text", True),
        (small("quote: One\nstart: 0\nend: 4", text=None), 5, "`quote` has 3 characters", False),
        (small(text=None) + f"- id: {FIRST}\n".encode(), 5, "stands twice", False),
        (small(text=None) + b"- {note: a}\n", 5, "`id` is missing", True),
        (small(text=None) + b"- note\n", 5, "a mapping", True),
    ]
)


@pytest.mark.parametrize(("data", "line", "reason", "by_schema"), REFUSED)
def test_what_cannot_be_is_refused_with_its_line(
    data: bytes, line: int, reason: str, by_schema: bool
) -> None:
    with pytest.raises(MalformedFileError) as caught:
        yaml.read(data, "marks.yaml")

    assert reason in str(caught.value)
    assert caught.value.line == line
    assert str(caught.value).startswith(f"marks.yaml, line {line}: ")
    assert str(caught.value).endswith(".")
    assert not str(caught.value).endswith("..")
    assert VALIDATOR.is_valid(parse(data, "x.yaml")) is not by_schema


def test_the_schema_is_a_schema_and_takes_the_example() -> None:
    jsonschema.Draft202012Validator.check_schema(yaml.schema())

    VALIDATOR.validate(parse(yaml.write(example()).encode(), "x.yaml"))


@given(annotated_articles(), st.data())
def test_what_the_schema_refuses_is_refused(
    annotated: AnnotatedArticle, data: st.DataObject
) -> None:
    """One value of a good file is exchanged for another one."""
    value: Any = parse(yaml.write(annotated).encode(), "x.yaml")
    holder, key = data.draw(st.sampled_from(list(places_of(value))))
    holder[key] = data.draw(
        st.sampled_from([None, True, -1, 1.5, "", "x", [], {}, [[]], {"x": []}])
    )
    changed = pyyaml.safe_dump(value, allow_unicode=False, default_flow_style=True).encode()

    try:
        yaml.read(changed, "x.yaml")
    except (MalformedFileError, NewerFormatError):
        return
    assert list(VALIDATOR.iter_errors(parse(changed, "x.yaml"))) == []


def places_of(value: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401
    """Every container with each of its keys or indices."""
    found: list[tuple[Any, Any]] = []
    if isinstance(value, dict | list):
        keys = value if isinstance(value, dict) else range(len(value))
        for key in keys:
            found.append((value, key))
            found += places_of(value[key])
    return found


def test_folded_tags_are_compared_as_the_model_does() -> None:
    assert fold_tag("ÉCOLE") == fold_tag("école")
    with pytest.raises(MalformedFileError, match="'école' stands twice"):
        yaml.read(small(top="codebook:\n  tags:\n  - name: ÉCOLE\n  - name: école\n"), "x.yaml")
