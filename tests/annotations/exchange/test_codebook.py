"""A codebook in a YAML of its own."""

from __future__ import annotations

import pytest
from hypothesis import given

from annotations.errors import MalformedFileError, NewerFormatError
from annotations.exchange import codebook, yaml
from annotations.model import AnnotatedArticle, Codebook, Colour, Tag
from tests.strategies import annotated_articles

BOOK = Codebook(
    colours=((Colour.YELLOW, "claim"),),
    tags=(
        Tag(name="sahel", description="the belt\nsouth of the desert", letter="5"),
        Tag(name="sahel/russia", colour=Colour.RED, was=("sahel/moscow",), confidential=True),
    ),
    fields=(("date", ""), ("speaker", "who says it")),
)

TEXT = """\
postil: 1
codebook:
  colours: {yellow: claim}
  tags:
  - name: sahel
    description: |-
      the belt
      south of the desert
    letter: "5"
  - name: sahel/russia
    colour: red
    was: [sahel/moscow]
    confidential: true
  fields:
  - name: date
  - name: speaker
    description: who says it
"""


def test_a_codebook_is_written_for_people_and_read_back() -> None:
    assert codebook.write(BOOK) == TEXT
    assert codebook.read(TEXT.encode(), "c.yaml") == BOOK


def test_an_empty_one_is_a_file_too() -> None:
    assert codebook.write(Codebook()) == "postil: 1\n"
    assert codebook.read(b"postil: 1\n", "c.yaml") == Codebook()


@given(annotated=annotated_articles())
def test_what_is_written_is_read_back_also_out_of_an_annotated_yaml(
    annotated: AnnotatedArticle,
) -> None:
    book = annotated.codebook

    assert codebook.read(codebook.write(book).encode(), "c.yaml") == book
    assert codebook.read(yaml.write(annotated).encode(), "a.yaml") == book


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("a: 1", "no annotated YAML", 0),
        ("postil: 1\ncodebook:\n  tags:\n  - name: a//b", "is no tag", 4),
        ("postil: 1\ncodebook:\n  tags:\n  - {name: a, letter: qq}", "no letter", 4),
        ("postil: 1\ncodebook:\n  tags:\n  - {name: a, letter: q}\n  - {name: b, letter: q}", "two tags", 3),
        ("postil: 1\ncodebook:\n  tags:\n  - name: a\n  - name: A", "stands twice", 3),
        ("postil: 1\ncodebook:\n  fields:\n  - description: x", "`name` is missing", 4),
        ("postil: 1\ncodebook: [", "no YAML", 3),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_with_its_line(text: str, reason: str, line: int) -> None:
    with pytest.raises(MalformedFileError, match=reason) as caught:
        codebook.read(text.encode(), "c.yaml")
    assert caught.value.line == line or not line


def test_a_later_format_is_refused() -> None:
    with pytest.raises(NewerFormatError):
        codebook.read(b"postil: 2\ncodebook: {}\n", "c.yaml")


def test_a_codebook_opened_as_an_article_says_what_it_is() -> None:
    with pytest.raises(MalformedFileError, match="postil tags --import takes it in"):
        yaml.read(TEXT.encode(), "c.yaml")


def test_control_characters_do_not_come_in() -> None:
    text = 'postil: 1\ncodebook:\n  tags:\n  - name: a\n    description: "x\\x1b[2J"\n'

    assert codebook.read(text.encode(), "c.yaml").tags[0].description == "x�[2J"
