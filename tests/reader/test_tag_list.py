"""The tags as the codebook's list shows them."""

from __future__ import annotations

import pytest

from annotations.model import Tag
from annotations.store.counting_tags import TagCount
from reader.tag_list import TagList


def listed(*names: str, **tags: Tag) -> TagList:
    found = TagList()
    found.take([counted(name, tags.get(name)) for name in names])
    return found


def counted(name: str, tag: Tag | None = None) -> TagCount:
    return TagCount(
        tag=tag or Tag(name=name),
        depth=name.count("/"),
        is_listed=True,
        own=0,
        marks=0,
        by_colour=(),
        articles=0,
    )


def shown(tags: TagList) -> list[str]:
    return [each.tag.name for each in tags.shown]


def test_what_is_found_is_shown_with_what_is_above_it_and_is_current() -> None:
    tags = listed("a", "a/b", "a/b/c", "d")

    tags.narrow("c")

    assert shown(tags) == ["a", "a/b", "a/b/c"]
    assert tags.now is not None
    assert tags.now.tag.name == "a/b/c"
    assert [tags.is_found(each) for each in tags.shown] == [False, False, True]


@pytest.mark.parametrize("typed", ["russe", "RUSSIE", "old belt", "confid", "red"])
def test_words_are_looked_for_in_all_that_is_said_of_a_tag(typed: str) -> None:
    tag = Tag(name="x", description="die Russe: belt", was=("old", "Russie"), confidential=True)
    tags = listed("a", "x", x=tag) if typed != "red" else listed("a", "sacred")

    tags.narrow(typed)

    assert len(tags.shown) == 1


def test_the_current_tag_stays_when_the_filter_goes_and_when_tags_change() -> None:
    tags = listed("a", "b", "c")
    tags.move("down", 1)

    tags.narrow("zzz")
    assert tags.now is None
    assert tags.taken == ()
    tags.narrow("b")
    tags.narrow("")
    tags.take([counted(name) for name in ("0", "a", "B", "c")])

    assert tags.now is not None
    assert tags.now.tag.name == "B"


def test_one_moves_within_the_list() -> None:
    tags = listed(*"abcdef")
    places = []

    for motion in ("up", "down", "page-down", "page-down", "page-up", "end", "down", "start"):
        tags.move(motion, 3)
        places.append(tags.current)

    assert places == [0, 1, 4, 5, 2, 5, 5, 0]


def test_several_are_chosen_and_let_go() -> None:
    tags = listed(*"abc")

    tags.choose()
    tags.choose()
    chosen = tags.taken
    tags.take([counted("b"), counted("c")])

    assert chosen == ("a", "b")
    assert tags.taken == ("b",)
    assert tags.let_go()
    assert not tags.let_go()
    assert tags.chosen == 0


def test_the_marks_of_a_tag_are_asked_for_from_the_top_only_where_another_is_called_so() -> None:
    tags = listed("fuel", "project", "project/fuel", "project/annual report")

    asked = [tags.query_for(name) for name in ("project", "project/fuel", "fuel")]

    assert asked == ["tag:project", "tag:project/fuel", "tag:/fuel"]
    assert tags.query_for("project/annual report") == 'tag:"project/annual report"'


@pytest.mark.parametrize(
    ("current", "names", "following"),
    [
        ("sahel/forecast", ["a", "ministry/forecast", "sahel"], "ministry/forecast"),
        ("a", ["a", "ministry/forecast", "sahel"], "a"),
        ("sahel/forecast", ["a", "sahel"], "sahel"),
    ],
)
def test_where_a_tag_has_got_its_former_name_again_it_stays_current(
    current: str, names: list[str], following: str
) -> None:
    tags = listed("a", "sahel", "sahel/forecast")
    tags.go_to(current)

    tags.take([counted(name) for name in names])

    assert tags.now is not None
    assert tags.now.tag.name == following
