"""Files of marks told from texts, and what they would change in words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from annotations.exchange import FORMATS
from annotations.import_plan import ImportPlan
from annotations.library import MarkEdit, open_library
from annotations.model import Article, ArticleId, Metadata
from annotations.results import Imported
from reader.incoming import holds_marks, is_of_marks, plan_lines, read, said, told
from tests.annotations.store.samples import document, library_at, mark, opened, write

if TYPE_CHECKING:
    from pathlib import Path

READ_BACK = sorted(name for name, each in FORMATS.items() if each.read is not None)


@pytest.mark.parametrize("name", READ_BACK)
def test_each_format_that_is_read_back_says_that_it_holds_marks(name: str, tmp_path: Path) -> None:
    with library_at(tmp_path / "library.db") as library:
        article = opened(library, tmp_path / "a.txt")
        write(library, article, MarkEdit(before=None, after=mark("crowd", note="Who paid?")))
        path = tmp_path / f"marks{FORMATS[name].suffixes[0]}"
        library.export(article, name, path)

        assert holds_marks(path)
        incoming = read(library, [path], lambda: None)
        plan = library.import_together(incoming.articles, dry_run=True).result()
    assert (plan.added, plan.unchanged) == (0, 1)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.md", "Marks are kept so:\n\n```yaml\npostil: 1\narticle:\n```\n"),
        ("a.md", "Note\n\nquote this\n"),
        ("a.txt", "quote\n\nThe words of a text whose first line is one word.\n"),
        ("a.csv", "name,amount\nfuel,12\n"),
        ("a.json", json.dumps({"article": "The visit", "note": "x"})),
        ("a.json", json.dumps({"annotations": [1, 2], "rows": []})),
        ("a.json", json.dumps({"type": "FeatureCollection", "features": []})),
        ("a.json", json.dumps([{"uri": "https://example.org/"}])),
        ("a.png", "\x89PNG"),
    ],
)
def test_other_texts_tables_and_json_are_no_files_of_marks(name: str, content: str) -> None:
    assert not is_of_marks(content.encode(), name)


def test_a_file_that_is_not_there_holds_none(tmp_path: Path) -> None:
    assert not holds_marks(tmp_path / "none.csv")


def test_quotes_find_the_text_of_a_file_that_was_only_looked_at(tmp_path: Path) -> None:
    source, table = tmp_path / "visit.txt", tmp_path / "quotes.csv"
    source.write_text("The crowd waited.\n", encoding="utf-8")
    table.write_text("quote,source\nThe crowd,visit.txt\n", encoding="utf-8")
    with open_library(tmp_path / "library.db") as library:
        from annotations.results import Source

        library.open_article(
            document(source.read_text(encoding="utf-8")),
            Source(kind="path", location=str(source)),
        ).result()
        incoming = read(library, [table], lambda: None)
        plan = library.import_together(
            incoming.articles, texts=incoming.texts, dry_run=True
        ).result()

    assert (plan.added, plan.unplaced) == (1, 0)


def imported(
    name: str, added: int = 0, updated: int = 0, unchanged: int = 0, **rest: object
) -> Imported:
    article = Article(id=ArticleId(name), metadata=Metadata(title=name))
    counts: dict[str, object] = {"deleted": 0, "unplaced": 0, "reports": (), **rest}
    return Imported(
        article=article,
        added=added,
        updated=updated,
        unchanged=unchanged,
        **counts,  # type: ignore[arg-type]
    )


def test_a_plan_is_told_by_what_is_new_changed_known_and_without_a_place() -> None:
    plan = ImportPlan((imported("A", 12, 1, 3, unplaced=2, reports=("Look at this.",)),))

    assert plan_lines("a.csv", plan) == [
        "a.csv: 12 marks new, 1 changed, 3 known already, 2 without a place in the text",
        "“A”, an article of the library",
        "Look at this.",
    ]
    assert said(plan) == "12 marks taken in, 1 changed, 2 without a place in the text"


def test_of_many_articles_and_reports_the_first_are_named() -> None:
    articles = [imported(f"{n}", 1, is_new=True, reports=(f"Report {n}.",)) for n in range(5)]
    plan = ImportPlan((*articles, imported("known", unchanged=1)))

    lines = plan_lines("a.jsonl", plan)

    assert lines[0] == "a.jsonl: 6 articles, 5 marks new, 1 known already"
    assert lines[1:4] == [f"“{n}”: 1 mark new" for n in range(3)]
    assert lines[4:] == [
        "… and 2 more articles",
        "Report 0.",
        "Report 1.",
        "Report 2.",
        "… and 2 more such",
    ]


def test_a_plan_without_a_mark_says_so() -> None:
    assert told(imported("A")) == "no marks"
