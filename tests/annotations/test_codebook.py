"""Order, ancestors, use, merging and confidentiality of tags."""

from __future__ import annotations

import pytest

from annotations.codebook import (
    PresentNames,
    is_confidential,
    merge,
    ordered,
    other_names,
    split_confidential,
    used_by,
    with_ancestors,
    without_confidential,
)
from annotations.model import Annotation, AnnotationId, Codebook, Colour, Tag


def mark(*tags: str, colour: Colour | None = None) -> Annotation:
    return Annotation(id=AnnotationId("0190"), tags=tags, colour=colour)


def names(codebook: Codebook) -> list[str]:
    return [tag.name for tag in codebook.tags]


def test_a_tag_stands_right_before_those_below_it() -> None:
    tags = [Tag(name=name) for name in ("b", "a-b", "a/c/d", "A/b", "a", "a/c")]

    assert [tag.name for tag in ordered(tags)] == ["a", "A/b", "a/c", "a/c/d", "a-b", "b"]


def test_ancestors_come_once_whatever_their_case() -> None:
    assert list(with_ancestors(["sahel/russia/arms", "Sahel", "x"]).values()) == [
        "sahel/russia/arms",
        "Sahel",
        "x",
        "sahel/russia",
    ]


def test_what_is_used_comes_with_ancestors_descriptions_and_meanings() -> None:
    codebook = Codebook(
        colours=((Colour.YELLOW, "claim"), (Colour.RED, "doubt"), (Colour.BLUE, "")),
        tags=(Tag(name="Sahel", description="the belt"), Tag(name="unused")),
        extra={"x": 1},
    )
    marks = [mark("sahel/russia", colour=Colour.RED), mark("new", colour=Colour.BLUE), mark()]

    assert used_by(marks, codebook, also=["project"]) == Codebook(
        colours=((Colour.RED, "doubt"),),
        tags=(
            Tag(name="new"),
            Tag(name="project"),
            Tag(name="Sahel", description="the belt"),
            Tag(name="sahel/russia"),
        ),
        extra={"x": 1},
    )


def test_nothing_used_is_nothing_carried() -> None:
    assert used_by([], Codebook(tags=(Tag(name="a"),))) == Codebook()


def test_merging_fills_in_and_replaces_nothing() -> None:
    local = Codebook(
        colours=((Colour.RED, "doubt"),),
        tags=(Tag(name="Sahel", description="ours", was=("desert",), extra={"a": 1}),),
    )
    incoming = Codebook(
        colours=((Colour.YELLOW, "claim"), (Colour.RED, "blood")),
        tags=(
            Tag(
                name="sahel",
                description="theirs",
                colour=Colour.BLUE,
                was=("Desert", "sahara"),
                extra={"a": 2, "b": 3},
            ),
            Tag(name="new", description="theirs"),
        ),
    )

    assert merge(local, incoming) == Codebook(
        colours=((Colour.YELLOW, "claim"), (Colour.RED, "doubt")),
        tags=(
            Tag(name="new", description="theirs"),
            Tag(
                name="Sahel",
                description="ours",
                colour=Colour.BLUE,
                was=("desert", "sahara"),
                extra={"a": 1, "b": 3},
            ),
        ),
    )


@pytest.mark.parametrize(("here", "there"), [(True, False), (False, True), (True, True)])
def test_merging_never_takes_the_flag_away(here: bool, there: bool) -> None:
    merged = merge(
        Codebook(tags=(Tag(name="source", confidential=here),)),
        Codebook(tags=(Tag(name="Source", confidential=there),)),
    )

    assert merged.tags[0].confidential


SECRET = Codebook(tags=(Tag(name="Source", confidential=True), Tag(name="source/x"), Tag(name="s")))


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("source", True), ("SOURCE/X/y", True), ("sources", False), ("a/source", False), ("s", False)],
)
def test_a_tag_is_confidential_with_all_below_it(tag: str, expected: bool) -> None:
    assert is_confidential(tag, SECRET) is expected


def test_marks_are_parted_by_their_tags() -> None:
    marks = [mark("s"), mark("s", "source/z"), mark(), mark("Source")]

    assert split_confidential(marks, SECRET) == ([marks[0], marks[2]], [marks[1], marks[3]])
    assert split_confidential(marks, Codebook()) == (marks, [])


def test_a_codebook_without_what_is_confidential() -> None:
    assert names(without_confidential(SECRET)) == ["s"]


def test_what_comes_under_a_former_name_gets_the_present_one_also_below_it() -> None:
    local = Codebook(tags=(Tag(name="sahel/russia", was=("sahel/moscow", "Old")), Tag(name="x")))

    present = PresentNames(local)

    assert present.all(["Sahel/Moscow/2023", "old", "x", "sahel/russia", "y"]) == (
        "sahel/russia/2023",
        "sahel/russia",
        "x",
        "y",
    )


def test_a_name_that_is_here_counts_as_it_is_although_it_is_anothers_former_one() -> None:
    local = Codebook(tags=(Tag(name="b", was=("a",)), Tag(name="a")))

    assert PresentNames(local).all(["a", "a/x"]) == ("a", "a/x")


def test_merging_fills_in_what_came_under_a_former_name_and_keeps_letters_apart() -> None:
    local = Codebook(
        tags=(Tag(name="new", was=("old",)), Tag(name="x", letter="q")),
        fields=(("Speaker", ""),),
    )
    incoming = Codebook(
        tags=(Tag(name="old", description="d", confidential=True), Tag(name="y", letter="q")),
        fields=(("speaker", "who"), ("date", "")),
    )

    assert merge(local, incoming) == Codebook(
        tags=(
            Tag(name="new", description="d", confidential=True, was=("old",)),
            Tag(name="x", letter="q"),
            Tag(name="y"),
        ),
        fields=(("date", ""), ("Speaker", "who")),
    )


def test_a_tag_that_has_another_name_elsewhere_is_told() -> None:
    local = Codebook(tags=(Tag(name="moscow"),))
    incoming = Codebook(tags=(Tag(name="russia", was=("Moscow",)),))

    assert other_names(local, incoming) == [
        "“moscow” is “russia” there; postil tags merge makes one tag of both."
    ]


def test_a_former_name_below_a_confidential_tag_stays_out_with_it() -> None:
    source = Tag(name="source", confidential=True)
    moved = Tag(name="minister", was=("Source/minister", "man"))

    assert without_confidential(Codebook(tags=(source, moved))).tags == (
        Tag(name="minister", was=("man",)),
    )
