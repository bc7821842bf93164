"""The sample: an article that keeps its promises, and the marks that postil itself made on it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml

from annotations.exchange import yaml as annotated_yaml
from annotations.library import open_library
from annotations.model import COLOURS
from reader import loaders
from reader.sample import sample_article
from tests.make_sample import ANNOTATED, ARTICLE, MARKS, make_annotated

if TYPE_CHECKING:
    from pathlib import Path

    from annotations.document import Document

WORDS = range(550, 651)
QUOTED_WORDS_LIMIT = 6


@pytest.fixture(scope="module")
def document() -> Document:
    return loaders.load(ARTICLE).document


def test_the_article_is_one_sitting_long(document: Document) -> None:
    words = [word for word in document.text.split() if re.search(r"\w", word)]

    assert len(words) in WORDS


def test_no_quotation_is_longer_than_six_words() -> None:
    quotations = re.findall("“([^”]*)”", ARTICLE.read_text(encoding="utf-8"))

    assert len(quotations) >= 5
    assert [each for each in quotations if len(each.split()) > QUOTED_WORDS_LIMIT] == []


def test_the_article_shows_what_markdown_can(document: Document) -> None:
    kinds = {block.kind for block in document.blocks}
    links = [span.target for span in document.spans if span.target]

    assert {"heading", "paragraph", "list", "item", "quotation"} <= kinds
    assert [link for link in links if link.startswith("https://example.org/")]
    assert document.metadata.title == "Lavrov in Bamako: the visit and its message"
    assert document.metadata.authors == ("postil",)
    assert document.metadata.published == "2023-02-08"
    assert document.metadata.language == "en"


def test_making_the_marks_anew_gives_the_file_that_is_kept() -> None:
    assert make_annotated() == ANNOTATED.read_text(encoding="utf-8")


def test_every_mark_stands_in_the_text(document: Document) -> None:
    data = yaml.safe_load(ANNOTATED.read_text(encoding="utf-8"))

    assert data["text"] == document.text
    assert len(data["annotations"]) == len(MARKS)
    for mark in data["annotations"]:
        assert document.text[mark["start"] : mark["end"]] == mark["quote"]
        assert mark["state"] == "anchored"
    assert {mark["colour"] for mark in data["annotations"]} == set(COLOURS)
    assert "/" not in data["article"]["source"]


def test_the_marks_go_into_another_library_and_come_out_the_same(tmp_path: Path) -> None:
    written = ANNOTATED.read_bytes()

    with open_library(tmp_path / "other.db") as library:
        imported = library.import_annotated(annotated_yaml.read(written, ANNOTATED.name)).result()
        again = library.export(imported.article.id, "yaml", None).text

    assert imported.added == len(MARKS)
    assert again.encode() == written


def test_the_program_finds_its_sample() -> None:
    assert sample_article().read_bytes() == ARTICLE.read_bytes()
