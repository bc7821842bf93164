"""What a query that is being typed may be completed to."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotations.query import parse
from annotations.query_completion import Vocabulary, complete, quoted
from annotations.query_keys import KEYS, Known
from annotations.query_tree import TagIs

KNOWN = Vocabulary(
    tags=("sahel/russia", "sahel", "Open question", "costs", 'the "dove"'),
    article_tags=("project b",),
    fields=(("speaker", "Sergei Lavrov"), ("date", "2023"), ("speaker", "Awa"), ("a b", "x")),
    titles=("Lavrov in Bamako", 'The “visit” "x"'),
    authors=("Awa Traoré",),
    publishers=("The Courier",),
    languages=("fr", "en-GB"),
    creators=("Awa",),
    relations=("contradicts", "supports"),
    meanings=(("yellow", "claim"), ("red", "open doubt")),
    queries=(("my mali", "tag:mali"),),
)


def completed(typed: str) -> list[str]:
    return [each.within(typed)[0] for each in complete(typed, len(typed), KNOWN)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("tag:sa", "tag:sahel/russia"),
        ("colour:red -tag:COS", "colour:red -tag:costs"),
        ("(x or tag:=#c", "(x or tag:=costs"),
        ("tag:op", 'tag:"Open question"'),
        ('tag:"op', 'tag:"Open question"'),
        ("tag:russia", "tag:sahel/russia"),
        ("tag:the", 'tag:“the "dove"”'),
        ("a tag:", "a tag:sahel/russia"),
        ("in:visit", 'in:“The "visit" "x"”'),
        ("in:bam", 'in:"Lavrov in Bamako"'),
        ("title:bam", 'title:"Lavrov in Bamako"'),
        ("in:#pro", 'in:"#project b"'),
        ("in:#b", 'in:"#project b"'),
        ("colour:cl", "colour:claim"),
        ("colour:ye", "colour:yellow"),
        ("author:tra", 'author:"Awa Traoré"'),
        ("lang:e", "lang:en-GB"),
        ("by:a", "by:Awa"),
        ("relation:con", "relation:contradicts"),
        ("has:no", "has:note"),
        ("is:o", "is:orphan"),
        ("since:7", "since:7d"),
        ("field:a", 'field:"a b"'),
        ("saved:m", 'saved:"my mali"'),
        ("speaker:la", 'speaker:"Sergei Lavrov"'),
        ("sp", "speaker:"),
        ("x -au", "x -author:"),
        ("sin", "since:"),
    ],
)
def test_the_most_likely_comes_first(typed: str, expected: str) -> None:
    assert completed(typed)[0] == expected


@pytest.mark.parametrize(
    "typed",
    ["fog", "tag:costs", "tag:none", "vintage:c", '"a phrase', "note:x", "https://a"],
)
def test_what_begins_nothing_is_left_alone(typed: str) -> None:
    assert completed(typed) == []


def test_where_nothing_is_typed_the_keys_are_told() -> None:
    found = complete("", 0, KNOWN, limit=100)

    assert [each.label for each in found] == [f"{key}:" for key in KEYS]
    assert found[0].note == KEYS["tag"]


def test_only_the_term_at_the_cursor_is_completed() -> None:
    (found,) = complete("x tag:co or note:y", 8, KNOWN)

    assert found.within("x tag:co or note:y") == ("x tag:costs or note:y", 11)
    assert found.label == "#costs"


@given(st.text(max_size=30), st.integers(0, 30))
@example("tag:“a", 6)
@example('--"', 3)
def test_any_text_is_completed_within_itself(typed: str, position: int) -> None:
    at = min(position, len(typed))

    for each in complete(typed, at, KNOWN):
        assert 0 <= each.start <= each.end == at


@pytest.mark.parametrize(
    "typed", [f"{key}:" for key in KEYS if key not in {"note", "quote", "text", "source"}]
)
def test_what_is_proposed_can_be_read(typed: str) -> None:
    known = Known(meanings={}, queries=dict(KNOWN.queries))
    names = {"published:", "publisher:"}

    found = complete(typed, len(typed), KNOWN, limit=6)

    assert found or typed in names
    for each in found:
        parse(each.within(typed)[0], known)


@pytest.mark.parametrize(
    "name", ["a", "#a", "=a", "or", "a b", 'a "b"', "a “b”", 'a “b” "c" „d‟', "(a"]
)
def test_a_tag_of_any_name_is_asked_for_as_it_is_quoted(name: str) -> None:
    query = parse(f"tag:{quoted(name)}")

    assert isinstance(query, TagIs)
    assert query.takes(name.removeprefix("#"))
