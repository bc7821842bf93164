from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings

from annotations.errors import MalformedFileError
from annotations.exchange import DEFAULTS, jsonl, yaml
from annotations.exchange.foreign import stable_id
from annotations.model import AnnotatedArticle, AnnotationId, Codebook
from tests.strategies import annotated_articles


def lines(*articles: AnnotatedArticle) -> bytes:
    return "".join(jsonl.write(articles, DEFAULTS)).encode()


def without_text(annotated: AnnotatedArticle) -> AnnotatedArticle:
    """What a file can hold that has no text: places are kept, sections and locators as well."""
    return yaml.read(yaml.write(annotated, with_text=False).encode(), "x.yaml")


@settings(max_examples=30)
@given(annotated=annotated_articles())
def test_marks_and_article_come_back_as_they_were(annotated: AnnotatedArticle) -> None:
    back = jsonl.read(lines(annotated), "x.jsonl")

    expected = without_text(annotated)
    if not annotated.annotations:
        assert back == ()
        return
    assert back[0].annotations == expected.annotations
    assert back[0].article == expected.article
    assert back[0].codebook == Codebook()


@settings(max_examples=20)
@given(annotated=annotated_articles())
def test_each_line_is_one_object_wherever_lines_are_thought_to_end(
    annotated: AnnotatedArticle,
) -> None:
    text = lines(annotated).decode()

    assert len(text.splitlines()) == len(annotated.annotations)
    assert [json.loads(line)["id"] for line in text.splitlines()] == [
        each.id for each in annotated.annotations
    ]


@settings(max_examples=20)
@given(first=annotated_articles(), second=annotated_articles())
def test_several_articles_stand_in_one_file(
    first: AnnotatedArticle, second: AnnotatedArticle
) -> None:
    marks = tuple(
        replace(each, id=AnnotationId(stable_id(f"other {each.id}"))) for each in second.annotations
    )
    second = replace(second, annotations=tuple(sorted(marks, key=lambda each: each.id)))

    back = jsonl.read(lines(first, second), "x.jsonl")

    assert [each.article.id for each in back] == [
        each.article.id for each in (first, second) if each.annotations
    ]
    assert sum(len(each.annotations) for each in back) == len(first.annotations) + len(marks)


ARTICLE = '"article": {"id": "01900000-0000-7000-8000-000000000000", "title": "T"}'
ID = '"id": "01900000-0000-7000-8000-00000000000a"'


def test_an_array_is_read_as_its_lines_are() -> None:
    line = f'{{{ID}, "note": "n", {ARTICLE}}}'

    assert jsonl.read(f"[\n{line}\n]".encode(), "x") == jsonl.read(f"\n{line}\n".encode(), "x")


def test_an_id_that_is_no_uuid_becomes_the_same_one_each_time() -> None:
    data = b'{"id": "AbC_1", "note": "n", "article": {"id": "a.md"}}'

    first, second = jsonl.read(data, "x"), jsonl.read(data, "x")

    assert first == second
    assert first[0].annotations[0].id == stable_id("AbC_1")
    assert first[0].article.id == stable_id("a.md")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("[1", "no JSON"),
        ("{", "no JSON"),
        ("1", "mapping"),
        (f"{{{ID}}}", "`article` is missing"),
        (f"{{{ARTICLE}}}", "`id` is missing"),
        (f'{{{ID}, "article": {{}}}}', "`id` is missing"),
        (f'{{{ID}, {ARTICLE}, "start": 4, "end": 3}}', "behind"),
        (f'{{{ID}, {ARTICLE}, "colour": "pink"}}', "`colour` must be one of"),
        (f'{{{ID}, {ARTICLE}, "tags": ["a//b"]}}', "is no tag"),
        (f'{{{ID}, {ARTICLE}, "x": NaN}}', "number that is none"),
        (f'{{{ID}, {ARTICLE}, "x": {"[" * 70}{"]" * 70}}}', "64 levels deep"),
        (f'{{{ID}, {ARTICLE}, "x": {"[" * 90_000}', "64 levels deep"),
        (f'{{{ID}, {ARTICLE}, "x": {"9" * 5000}}}', "number that is none"),
    ],
)
def test_a_line_that_is_no_mark_is_refused_with_its_number(line: str, reason: str) -> None:
    good = f'{{"id": "01900000-0000-7000-8000-00000000000b", "note": "n", {ARTICLE}}}'

    with pytest.raises(MalformedFileError, match=reason) as caught:
        jsonl.read(f"{good}\n\n{line}\n".encode(), "x.jsonl")

    assert caught.value.line == 3


def test_bytes_that_are_not_utf_8_are_refused() -> None:
    with pytest.raises(MalformedFileError, match="line 2: it is not UTF-8"):
        jsonl.read(b"\n\xff\n", "x.jsonl")


def test_what_no_screen_should_get_is_replaced() -> None:
    line = f'{{{ID}, "note": "a\\u001b[2J\\ud800\\r\\nb", {ARTICLE}}}'

    back = jsonl.read(line.encode(), "x.jsonl")

    assert back[0].annotations[0].note == "a\ufffd[2J\ufffd\nb"
