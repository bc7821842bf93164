"""What was written into fields and relations before is offered again, the last first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotations.library import MarkEdit
from annotations.model import IdSource, Relation
from tests.annotations.store.samples import create, library_at, mark, opened, write

if TYPE_CHECKING:
    from pathlib import Path

    from annotations.library import Library
    from annotations.model import Annotation, ArticleId

IDS = IdSource()


def _marked(library: Library, article: ArticleId, **rest: object) -> Annotation:
    return create(library, article, replace(mark("crowd", **rest), id=IDS()))  # type: ignore[arg-type]


def test_fields_come_with_their_values_the_last_given_first_and_each_once(tmp_path: Path) -> None:
    with library_at(tmp_path / "library.db") as library:
        article = opened(library, tmp_path / "a.txt")
        _marked(library, article, fields=(("speaker", "Lavrov"), ("date", "May")))
        _marked(library, article, fields=(("speaker", "Diop"),))
        _marked(library, article, fields=(("speaker", "Lavrov"),))

        assert library.recent_fields(article) == [
            ("speaker", "Lavrov"),
            ("speaker", "Diop"),
            ("date", "May"),
        ]


def test_a_field_given_to_an_old_mark_counts_as_new_in_its_article(tmp_path: Path) -> None:
    with library_at(tmp_path / "library.db") as library:
        article = opened(library, tmp_path / "a.txt")
        old = _marked(library, article)
        _marked(library, article, fields=(("speaker", "Diop"),))
        write(
            library,
            article,
            MarkEdit(before=old, after=replace(old, fields=(("speaker", "Lavrov"),))),
        )

        assert library.recent_fields(article)[0] == ("speaker", "Lavrov")


def test_the_article_comes_before_the_rest_of_the_library(tmp_path: Path) -> None:
    with library_at(tmp_path / "library.db") as library:
        here = opened(library, tmp_path / "a.txt")
        there = opened(library, tmp_path / "b.txt", "Another text, with a crowd in it.")
        _marked(library, here, fields=(("speaker", "Lavrov"),))
        other = mark(
            "crowd", text="Another text, with a crowd in it.", fields=(("speaker", "Diop"),)
        )
        create(library, there, replace(other, id=IDS()))  # type: ignore[arg-type]

        assert library.recent_fields(here) == [("speaker", "Lavrov"), ("speaker", "Diop")]
        assert library.recent_fields() == [("speaker", "Diop"), ("speaker", "Lavrov")]
        assert library.recent_fields(here, 1) == [("speaker", "Lavrov")]


def test_names_of_relations_are_remembered_too(tmp_path: Path) -> None:
    with library_at(tmp_path / "library.db") as library:
        article = opened(library, tmp_path / "a.txt")
        first = _marked(library, article)
        for name in ("supports", "doubts", "supports"):
            _marked(library, article, relations=(Relation(to=first.id, name=name),))

        assert library.recent_relations(article) == ["supports", "doubts"]
        assert library.recent_relations() == ["supports", "doubts"]
