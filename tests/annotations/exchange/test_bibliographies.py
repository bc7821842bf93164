"""BibTeX, RIS and CSL-JSON, as parsers made by others read them."""

from __future__ import annotations

import json
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import bibtexparser
import pytest
import rispy
from bibtexparser.bparser import BibTexParser
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.exchange import FORMATS
from annotations.exchange.bibliography import key_of, work_of
from annotations.model import (
    AnnotatedArticle,
    Annotation,
    AnnotationId,
    Article,
    ArticleId,
    Metadata,
    Piece,
    Timestamp,
    Version,
    VersionId,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from citeproc.source.json import CiteProcJSON

READ = Timestamp("2026-11-24T09:00:00Z")
PAGE = Metadata(
    title="Costs & claims: 100 % {sure}_",
    authors=("Awa Diarra", "Jean-Pierre van der Berg", "Ministry of Culture and Sports"),
    publisher="Sahel Review",
    published="2023-02-08",
    url="https://example.org/a_b?c={d}&e=%20f",
    language="en",
)


def article(metadata: Metadata, ending: str = "000001") -> AnnotatedArticle:
    return AnnotatedArticle(
        article=Article(
            id=ArticleId(f"01900000-0000-7000-8000-000000{ending}"),
            metadata=metadata,
            tags=("sahel/russia",),
            version=Version(id=VersionId("v"), sha256="0" * 64, captured=READ, loader="html 1"),
        )
    )


def mark(quote: str, note: str) -> Annotation:
    return Annotation(
        id=AnnotationId("01900000-0000-7000-8000-000000000009"),
        pieces=(Piece(quote=quote, range=None),),
        tags=("claim",),
        note=note,
        created=READ,
        updated=READ,
    )


def text(name: str, *articles: AnnotatedArticle) -> str:
    return FORMATS[name].text(articles)


def bibtex(written: str) -> Sequence[dict[str, str]]:
    parser = BibTexParser(ignore_nonstandard_types=False)
    found: list[dict[str, str]] = bibtexparser.loads(written, parser).entries
    return found


def test_bibtex_is_read_as_one_entry_with_its_fields() -> None:
    [entry] = bibtex(text("bibtex", article(PAGE)))

    assert entry["ENTRYTYPE"] == "online"
    assert entry["ID"] == "diarra2023costs"
    assert entry["title"] == r"{Costs \& claims: 100 \% \textbraceleft{}sure\textbraceright{}\_}"
    assert entry["author"] == (
        "Diarra, Awa and van der Berg, Jean-Pierre and {Ministry of Culture and Sports}"
    )
    assert entry["url"] == r"https://example.org/a_b?c=%7Bd%7D&e=\%20f"
    assert (entry["date"], entry["urldate"]) == ("2023-02-08", "2026-11-24")


def test_ris_is_read_with_its_marks_as_notes() -> None:
    annotated = replace(article(PAGE), annotations=(mark("one\ntwo", "why?\nER  - "),))

    [entry] = rispy.loads(text("ris", annotated))

    assert entry["type_of_reference"] == "ELEC"
    assert entry["authors"][:2] == ["Diarra, Awa", "van der Berg, Jean-Pierre"]
    assert entry["title"] == PAGE.title
    assert entry["year"] == "2023"
    assert entry["notes"] == ["“one two” #claim why? ER -"]


def test_csl_is_read_by_a_citation_processor() -> None:
    items = json.loads(text("csl", article(PAGE)))

    source = CiteProcJSON(items)

    found: Any = source["diarra2023costs"]
    assert str(found["title"]) == PAGE.title
    assert items[0]["issued"] == {"date-parts": [[2023, 2, 8]]}
    assert items[0]["author"][2] == {"literal": "Ministry of Culture and Sports"}


def test_of_two_articles_with_one_key_the_second_is_told_by_its_id() -> None:
    written = text("bibtex", article(PAGE), article(PAGE, "abcdef"))

    assert [each["ID"] for each in bibtex(written)] == ["diarra2023costs", "diarra2023costs-abcdef"]


def test_nothing_gives_an_empty_file() -> None:
    assert text("bibtex") == text("ris") == ""
    assert json.loads(text("csl")) == []


def test_a_title_in_another_script_has_the_id_for_its_key() -> None:
    [entry] = bibtex(text("bibtex", article(Metadata(title="静かな村"))))

    assert entry["ID"] == "article-000001"
    assert entry["title"] == "{静かな村}"


@pytest.mark.parametrize(
    ("metadata", "kinds"),
    [
        (PAGE._replace(doi="10.1000/182"), ("article", "JOUR", "article-journal")),
        (PAGE._replace(url=""), ("misc", "GEN", "document")),
    ],
)
def test_the_kind_of_work_is_told(metadata: Metadata, kinds: tuple[str, str, str]) -> None:
    annotated = article(metadata)

    assert bibtex(text("bibtex", annotated))[0]["ENTRYTYPE"] == kinds[0]
    assert rispy.loads(text("ris", annotated))[0]["type_of_reference"] == kinds[1]
    assert json.loads(text("csl", annotated))[0]["type"] == kinds[2]


LINES = st.text(max_size=30)


@settings(max_examples=60)
@given(
    st.builds(
        Metadata,
        title=LINES,
        authors=st.lists(LINES, max_size=3).map(tuple),
        publisher=LINES,
        published=LINES,
        url=LINES,
        doi=LINES,
    )
)
def test_whatever_an_article_is_called_its_entry_stays_one(metadata: Metadata) -> None:
    pair = article(metadata), article(PAGE, "abcdef")

    assert len(bibtex(text("bibtex", *pair))) == 2
    assert len(rispy.loads(text("ris", *pair))) == 2
    assert len(json.loads(text("csl", *pair))) == 2
    key = key_of(work_of(pair[0].article))
    assert key == "" or key.isalnum()
