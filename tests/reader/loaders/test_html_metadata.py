from __future__ import annotations

import json

import pytest
from lxml import html

from annotations.model import Metadata
from reader.loaders.html_metadata import Named, address_of, base_of, metadata_of


def of(
    head: str, *, address: str = "", beside: Named | None = None, tag: str = "<html>"
) -> Metadata:
    root = html.document_fromstring(f"{tag}<head>{head}</head><body><p>text</body></html>")
    return metadata_of(root, address, beside or Named())


def script(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


ARTICLE = {
    "@type": ["Thing", "NewsArticle"],
    "headline": "Quotas &amp; grain",
    "author": [{"@type": "Person", "name": "Ann Lee"}, {"name": "Bo Chen"}],
    "publisher": {"@type": "Organization", "name": "The Daily"},
    "datePublished": "2023-02-08T09:30:00+01:00",
    "inLanguage": "en-GB",
    "url": "https://daily.example/grain",
}
META = (
    '<meta property="og:title" content="Open title"><meta property="og:site_name" content="Site">'
    '<meta property="article:published_time" content="2022-01-02"><meta name=author content="By C. Dee">'
    '<meta property="og:locale" content="de_DE"><title>Window title | Site</title>'
)


def test_linked_data_counts_first() -> None:
    assert of(script(ARTICLE) + META, tag="<html lang=fr>") == Metadata(
        title="Quotas & grain",
        authors=("Ann Lee", "Bo Chen"),
        publisher="The Daily",
        published="2023-02-08",
        url="https://daily.example/grain",
        language="en-GB",
    )


def test_then_opengraph_and_meta_then_the_elements() -> None:
    assert of(META, tag="<html lang=fr>") == Metadata(
        title="Open title",
        authors=("C. Dee",),
        publisher="Site",
        published="2022-01-02",
        language="de-DE",
    )
    assert of("<title>Window title – Site</title>", tag="<html lang=fr>").language == "fr"


def test_what_was_found_beside_counts_last() -> None:
    beside = Named("T", ("Ann", "Bo"), "P", "2020-05-06")

    assert of("", beside=beside) == Metadata(
        title="T", authors=("Ann", "Bo"), publisher="P", published="2020-05-06"
    )
    assert of(META, beside=beside).title == "Open title"


def test_the_publisher_at_the_end_of_a_title_goes() -> None:
    site = '<meta property="og:site_name" content="The Daily">'

    assert of(f"{site}<title>Black - white | the daily</title>").title == "Black - white"
    assert of(f"{site}<title>Black - white</title>").title == "Black - white"


def test_what_stands_behind_the_heading_in_a_title_goes() -> None:
    def titled(heading: str) -> str:
        page = f"<html><head><title>Black - white - Pedia</title></head><body>{heading}<p>text"
        return metadata_of(html.document_fromstring(page), "", Named()).title

    assert titled("<h1>Site</h1><h1>Black\n <i>- White</i></h1>") == "Black - white"
    assert titled("<h1>Black</h1>") == "Black - white - Pedia"
    assert titled("") == "Black - white - Pedia"


def test_an_author_told_elsewhere_in_the_graph_is_found() -> None:
    graph = {
        "@graph": [
            {"@type": "WebPage", "name": "page"},
            {"@type": "Article", "headline": "Head", "author": {"@id": "#a"}},
            {"@type": "Person", "@id": "#a", "name": "Ann Lee"},
        ]
    }

    assert of(script(graph)).authors == ("Ann Lee",)


def test_papers_tell_their_doi_and_all_authors() -> None:
    head = (
        "<meta name=citation_author content='Lee, Ann'><meta name=citation_author content='Chen, Bo'>"
        "<meta name=citation_doi content='doi:10.1000/xyz123'>"
        "<meta name=citation_publication_date content='2021/3/4'>"
    )
    found = of(head)

    assert found.authors == ("Lee, Ann", "Chen, Bo")
    assert (found.doi, found.published) == ("10.1000/xyz123", "2021-03-04")


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"@type": "Article", </script>',
        f'<script type="application/ld+json">{"[" * 100_000}</script>',
        script(
            {"@type": "Article", "headline": {"a": 1}, "author": 7, "datePublished": ["no date"]}
        ),
        script([[], 3, None, {"@type": None}]),
        "<meta property='article:author' content='https://social.example/ann'>",
        f"<meta name=author content='{'a sentence about somebody ' * 10}'>",
        "<link rel=canonical href='http://[bad'><meta property=og:url content='javascript:x()'>",
        "<meta property=og:locale content='English, please'>",
    ],
)
def test_what_is_said_in_a_wrong_shape_does_not_count(head: str) -> None:
    assert of(head) == Metadata()


def test_nothing_that_a_terminal_obeys_is_kept() -> None:
    title = of("<title>a&#27;]0;x&#7; \u202eb\n c</title>").title

    assert title.isprintable()
    assert "\u202e" not in title


def test_a_saved_page_knows_where_it_came_from() -> None:
    source = (
        "<!-- saved from url=(0027)https://daily.example/a/b -->\n<html><base href='../c/'><p>x"
    )
    root = html.document_fromstring(source)

    assert address_of(root, source) == "https://daily.example/a/b"
    assert base_of(root, "https://daily.example/a/b") == "https://daily.example/c/"
    assert base_of(html.document_fromstring("<base href='javascript:x'>y"), "https://a.b/") == (
        "https://a.b/"
    )


def test_a_script_that_is_too_long_hides_none_behind_it() -> None:
    long = script({"@type": "Article", "headline": "x" * (1 << 20)})

    assert of(long + script(ARTICLE)).authors == ("Ann Lee", "Bo Chen")


@pytest.mark.parametrize(
    ("told", "names"),
    [
        ("By Joshua Sokol May 3, 2021", ("Joshua Sokol",)),
        ("Joshua SokolMay 3", ("Joshua Sokol",)),
        ("By Ann Lee and Bo Chen | Updated MAY 3, 2021 at 5 pm", ("Ann Lee", "Bo Chen")),
        ("Lena Müller, 3. Mai 2021", ("Lena Müller",)),
        ("Ann Lee on 2021-05-03", ("Ann Lee",)),
        ("J. May", ("J. May",)),
        ("April Mayfield", ("April Mayfield",)),
        ("Channel 4 News", ("Channel 4 News",)),
        ("May 2021", ()),
    ],
)
def test_a_date_behind_an_author_is_no_part_of_the_name(told: str, names: tuple[str, ...]) -> None:
    assert of(f'<meta name=author content="{told}">').authors == names
