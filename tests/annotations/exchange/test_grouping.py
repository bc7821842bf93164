from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from annotations.document import Block, BlockKind, Blocks, Document
from annotations.exchange.grouping import Group, Heading, grouped
from annotations.model import (
    AnnotatedArticle,
    Annotation,
    AnnotationId,
    Article,
    ArticleId,
    Metadata,
    Piece,
    Range,
    State,
    Timestamp,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

TEXT = "alpha beta gamma delta"


def identity(number: int) -> AnnotationId:
    return AnnotationId(f"01900000-0000-7000-8000-{number:012x}")


def mark(
    quote: str,
    number: int,
    *,
    tags: Sequence[str] = (),
    speaker: str = "",
    created: str = "",
) -> Annotation:
    start = TEXT.index(quote)
    return Annotation(
        id=identity(number),
        pieces=(Piece(range=Range(start, start + len(quote)), quote=quote),),
        tags=tuple(tags),
        fields=(("speaker", speaker),) if speaker else (),
        created=Timestamp(created),
    )


def article(*annotations: Annotation, number: int = 0, title: str = "T") -> AnnotatedArticle:
    return AnnotatedArticle(
        article=Article(id=ArticleId(identity(number)), metadata=Metadata(title=title)),
        annotations=annotations,
        document=Document(text=TEXT, blocks=Blocks([Block(BlockKind.PARAGRAPH, 0, len(TEXT))])),
    )


def told(headings: Sequence[Heading]) -> list[tuple[int, str, list[str]]]:
    return [
        (level, heading.title, [each.quote for each in heading.entries])
        for top in headings
        for level, heading in top.walk()
    ]


def test_by_article_marks_stand_by_place_between_notes_and_what_is_lost() -> None:
    lost = Annotation(
        id=identity(8), pieces=(Piece(range=None, quote="gone", state=State.ORPHANED),)
    )
    whole = article(mark("beta", 1), mark("alpha", 2), lost, Annotation(id=identity(9), note="n"))

    assert told(list(grouped([whole], Group.ARTICLE))) == [
        (1, "T", []),
        (2, "Notes on the article", [""]),
        (2, "Marks", ["alpha", "beta"]),
        (2, "Not found in the present text", ["gone"]),
    ]


def test_a_tag_stands_below_those_above_it_whatever_the_case_and_the_order() -> None:
    first = article(
        mark("alpha", 1, tags=("law/treaty",)), mark("beta", 2, tags=("Law",)), title="One"
    )
    second = article(
        mark("gamma", 3, tags=("LAW/Treaty", "art")), mark("delta", 4), number=5, title="Two"
    )

    assert told(list(grouped([first, second], Group.TAG))) == [
        (1, "Marks by tag", []),
        (2, "art", ["gamma"]),
        (2, "law", ["beta"]),
        (3, "treaty", ["alpha", "gamma"]),
        (2, "Without a tag", ["delta"]),
    ]


def test_a_speaker_is_one_whatever_the_case_and_the_blanks() -> None:
    whole = article(
        mark("alpha", 1, speaker="Sergei  Lavrov"),
        mark("beta", 2, speaker="A. Diop"),
        mark("gamma", 3, speaker="sergei lavrov"),
        mark("delta", 4),
    )

    assert told(list(grouped([whole], Group.SPEAKER))) == [
        (1, "T", []),
        (2, "A. Diop", ["beta"]),
        (2, "Sergei Lavrov", ["alpha", "gamma"]),
        (2, "Without a speaker", ["delta"]),
    ]


def test_days_follow_one_another_over_the_articles() -> None:
    first = article(mark("alpha", 1, created="2026-11-24T09:00:00Z"), mark("beta", 2))
    second = article(mark("gamma", 3, created="2026-11-23T23:59:59Z"), number=5)

    assert told(list(grouped([first, second], Group.DATE)))[1:] == [
        (2, "2026-11-23", ["gamma"]),
        (2, "2026-11-24", ["alpha"]),
        (2, "Without a date", ["beta"]),
    ]


@pytest.mark.parametrize("group", Group)
def test_a_mark_keeps_its_place_and_its_words_without_its_document(group: Group) -> None:
    broken = replace(
        article(mark("beta gamma", 1, tags=("a",))),
        document=Document(
            text=TEXT.replace("beta gamma", "beta\ngamma"),
            blocks=Blocks([Block(BlockKind.PARAGRAPH, 0, len(TEXT))]),
        ),
    )

    [top] = grouped([broken], group)
    [entry] = [entry for _, heading in top.walk() for entry in heading.entries]
    assert (entry.quote, entry.where, entry.is_flowing) == ("beta gamma", "para. 1", True)
    assert top.article is not None
    assert top.article.document is None


@pytest.mark.parametrize("group", Group)
def test_of_no_articles_there_is_no_heading(group: Group) -> None:
    assert list(grouped([], group)) == []


def test_by_article_one_is_asked_for_at_a_time() -> None:
    asked = []

    def articles() -> object:
        for number in range(3):
            asked.append(number)
            yield article(number=number)

    headings = grouped(articles(), Group.ARTICLE)  # type: ignore[arg-type]
    next(headings)

    assert asked == [0]
