"""Which marks an export from a list may be of, and the names that are offered for it."""

from __future__ import annotations

from annotations.model import AnnotationId, ArticleId
from annotations.results import Choice
from reader.export_scopes import EVERY, scopes_of_articles, scopes_of_marks

A, B = ArticleId("a"), ArticleId("b")
ONE, TWO = AnnotationId("1"), AnnotationId("2")


def test_one_article_is_called_after_its_source_and_remembered_as_its_own() -> None:
    some, every = scopes_of_articles(
        [(A, "/texts/visit.md")], [A, B], is_narrowed=False, are_chosen=False
    )

    assert (some.said, some.stem, some.source, some.kept) == (
        "this article",
        "visit",
        "visit.md",
        A,
    )
    assert (every.said, every.stem, every.kept) == ("all articles", "library", "library")
    assert every.choices == (Choice(A), Choice(B))


def test_some_of_the_articles_are_not_offered_again() -> None:
    some, shown = scopes_of_articles([(A, ""), (B, "")], [A, B], is_narrowed=True, are_chosen=True)

    assert (some.said, some.kept, some.is_of_one) == ("2 chosen articles", "", False)
    assert (shown.said, shown.kept) == ("2 articles shown", "")


def test_chosen_marks_lead_and_without_a_query_all_are_meant() -> None:
    chosen, every = scopes_of_marks({A: [ONE], B: [TWO]}, "", "9 marks", {})

    assert (chosen.said, chosen.choices) == ("2 chosen marks", (Choice(A, [ONE]), Choice(B, [TWO])))
    assert (every.said, every.query, every.kept) == ("all 9 marks", EVERY, "marks")


def test_of_a_query_all_that_answer_lead_and_its_file_is_remembered_by_it() -> None:
    every, this = scopes_of_marks({}, "tag:sahel ", "4 marks", {A: [ONE]})

    assert (every.said, every.query, every.kept) == (
        "4 marks that answer",
        "tag:sahel ",
        "marks tag:sahel",
    )
    assert (this.said, this.is_of_one) == ("this mark", True)
