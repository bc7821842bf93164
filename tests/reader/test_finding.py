"""Hits shown in a line, and a step over the marks of several articles."""

from __future__ import annotations

import pytest

from annotations.model import Annotation, AnnotationId, Article, ArticleId, Colour
from annotations.query import parse
from annotations.results import Found
from reader import planning_many
from reader.finding import Hits, by_article, chosen_by_article, from_first_hit, words_of


def hits(query: str, text: str) -> list[str]:
    return [piece for piece, is_hit in Hits(parse(query)).pieces(text) if is_hit]


def found(number: int, article: str) -> Found:
    mark = Annotation(id=AnnotationId(f"m{number}"))
    return Found(annotation=mark, article=Article(id=ArticleId(article)))


def test_words_that_are_excluded_or_asked_of_else_are_not_shown() -> None:
    query = parse('a ("b c" or note:d) -e tag:f quote:g in:h')

    assert words_of(query) == ["a", "b c", "d", "g"]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("minist", "the Ministers, and a minister", ["Minist", "minist"]),
        ("art", "party art ART", ["art", "ART"]),
        ("elan", "Un élan\nvital", ["élan"]),
        ('"so goes"', "so\n  goes it", ["so goes"]),
        ("界", "世界は", ["界"]),
        ("-a", "a b", []),
        ("", "a b", []),
        ("a", "", []),
    ],
)
def test_hits_are_shown_where_words_begin(query: str, text: str, expected: list[str]) -> None:
    assert hits(query, text) == expected
    pieces = Hits(parse(query)).pieces(text)
    assert "".join(piece for piece, _ in pieces) == " ".join(text.split())


def test_of_a_long_line_the_first_hit_is_shown() -> None:
    pieces = Hits(parse("late")).pieces(f"{'word ' * 30}comes late, and late")

    shown = "".join(text for text, _ in from_first_hit(pieces, 60))

    assert shown == "…word word comes late, and late"
    assert from_first_hit(pieces, 400) == pieces
    assert from_first_hit([("x" * 90, False)], 20) == [("x" * 90, False)]


def test_edits_and_marks_go_to_their_articles() -> None:
    rows = [found(1, "a"), found(2, "b"), found(3, "a")]
    plan = planning_many.recolouring([each.annotation for each in rows], Colour.RED)

    edits = by_article(rows, plan)

    assert {
        key: [each.before.id for each in held if each.before] for key, held in edits.items()
    } == {
        "a": ["m1", "m3"],
        "b": ["m2"],
    }
    assert chosen_by_article(rows) == {"a": ["m1", "m3"], "b": ["m2"]}
