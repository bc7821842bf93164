from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.model import Metadata
from reader.loaders import front_matter


def metadata_of(yaml: str) -> Metadata:
    metadata, begin = front_matter.split(f"---\n{yaml}\n---\ntext")
    assert begin, "no front matter was found"
    return metadata


def test_the_usual_keys_become_metadata() -> None:
    metadata = metadata_of(
        "title: 'Lavrov: a visit'\nauthors: [Ann Lee, Bob Ray]\ndate: 2023-02-08\n"
        "publisher: The Paper\nurl: https://example.org/a\nlang: fr_FR\ndoi: 10.1/x"
    )

    assert metadata == Metadata(
        title="Lavrov: a visit",
        authors=("Ann Lee", "Bob Ray"),
        published="2023-02-08",
        publisher="The Paper",
        url="https://example.org/a",
        language="fr-FR",
        doi="10.1/x",
    )


@pytest.mark.parametrize(
    ("yaml", "authors"),
    [
        ("author: Ann Lee", ("Ann Lee",)),
        ("author: Ann Lee and Bob Ray", ("Ann Lee", "Bob Ray")),
        ("author: Lee, Ann; Ray, Bob", ("Lee, Ann", "Ray, Bob")),
        ("author:\n  name: Ann Lee\n  email: a@b", ("Ann Lee",)),
        ("authors:\n- name: Ann Lee\n- Bob Ray\n- 7", ("Ann Lee", "Bob Ray", "7")),
        ("author:", ()),
    ],
)
def test_authors_are_written_in_many_ways(yaml: str, authors: tuple[str, ...]) -> None:
    assert metadata_of(yaml).authors == authors


def test_a_source_is_an_address_or_a_publisher() -> None:
    assert metadata_of("source: https://example.org/").url == "https://example.org/"
    assert metadata_of("source: The Paper").publisher == "The Paper"


def test_dates_and_truths_stay_text() -> None:
    assert metadata_of("title: no\ndate: 12:30:45").title == "no"
    assert metadata_of("date: 12:30:45").published == "12:30:45"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "text",
        "---\n\nA text after a rule.\n\n---\n",
        "---\n- a list\n---\n",
        "---\njust words\n---\n",
        "---\ntitle: never ends\n",
        "---\ntitle: [unclosed\n---\n",
        "---\ntitle: a\n b: c\n---\n",
        "---\n---\ntext",
        " ---\ntitle: x\n---\n",
        "---\ntitle: !!python/object/apply:os.system [id\n---\n",
    ],
)
def test_what_is_no_mapping_of_names_stays_in_the_text(text: str) -> None:
    assert front_matter.split(text) == (Metadata(), 0)


@pytest.mark.parametrize(
    "yaml",
    [
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\ntitle: *c\nauthor: *c",
        "title: !!python/object/apply:os.system [id]",
        "title: " + "[" * 500 + "]" * 500,
        'title: "\\e[2J\\0"',
        "title: " + "x" * 50_000,
        "author: [" + "a, " * 20_000 + "]",
        "? [complex, key]\n: value\ntitle: x",
    ],
)
def test_hostile_front_matter_does_no_harm(yaml: str) -> None:
    metadata, _ = front_matter.split(f"---\n{yaml}\n---\ntext")

    assert len(metadata.title) <= front_matter.VALUE_LENGTH_LIMIT
    assert len(metadata.authors) <= front_matter.AUTHOR_LIMIT
    assert metadata.title.isprintable()


@given(yaml=st.text("ab:-[]{}\"'&*!#|>\n ?,%@", max_size=60))
def test_any_front_matter_is_read_or_left(yaml: str) -> None:
    text = f"---\ntitle: x\n{yaml}\n---\nend"

    _, begin = front_matter.split(text)

    assert text[begin:].endswith("end")


def test_a_line_of_blanks_is_no_key_and_told_so_in_time() -> None:
    begun = time.process_time()

    assert front_matter.split("---\na" + " " * 60_000 + "\nb: c\n---\ntext")[1] == 0
    assert time.process_time() - begun < 1
