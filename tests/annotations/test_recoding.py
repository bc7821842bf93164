"""What an edit of the codebook makes of the tags."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.codebook import is_confidential
from annotations.codebook_edits import (
    Add,
    Delete,
    DeleteUnused,
    Describe,
    Flag,
    GiveLetter,
    Merge,
    Rename,
    TagEdit,
)
from annotations.errors import AmbiguousError, InvalidValueError, NotFoundError, PostilError
from annotations.model import Codebook, Colour, Tag, fold_tag
from annotations.recoding import Recoding, recode


def tags(*names: str) -> dict[int, Tag]:
    return {number: Tag(name=name) for number, name in enumerate(names, 1)}


def names(recoding: Recoding) -> list[str]:
    return sorted(tag.name for tag in recoding.tags.values())


def test_a_rename_takes_what_lies_below_along_and_keeps_the_former_names() -> None:
    done = recode(tags("a", "a/b", "a/b/c", "ab"), Rename("a", "x/y"))

    assert names(done) == ["ab", "x/y", "x/y/b", "x/y/b/c"]
    assert done.tags[3].was == ("a/b/c",)


def test_a_name_is_found_whatever_its_case_and_another_case_is_no_former_name() -> None:
    done = recode(tags("Sahel", "Sahel/Mali"), Rename("sahel", "SAHEL"))

    assert done.tags == tags("SAHEL", "SAHEL/Mali")


def test_a_tag_may_go_below_itself() -> None:
    done = recode(tags("a", "a/b"), Rename("a", "a/b"))

    assert [tag.name for tag in done.tags.values()] == ["a/b", "a/b/b"]


def test_what_only_stands_above_others_can_be_renamed_and_its_former_name_is_kept() -> None:
    done = recode(tags("a/b"), Rename("a", "x"))

    assert names(done) == ["x", "x/b"]
    assert done.tags[-1].was == ("a",)


def test_renamed_back_a_tag_has_the_other_name_as_its_former_one() -> None:
    once = recode(tags("a"), Rename("a", "b"))
    back = recode(once.tags, Rename("b", "a"))

    assert back.tags[1] == Tag(name="a", was=("b",))


def test_a_new_name_is_spelled_as_the_tags_above_it_are() -> None:
    assert names(recode(tags("Sahel", "x"), Rename("x", "SAHEL/x"))) == ["Sahel", "Sahel/x"]
    assert names(recode(tags("Sahel"), Add("sahel/new"))) == ["Sahel", "sahel/new".capitalize()]


@pytest.mark.parametrize("there", ["b", "b/c"])
def test_a_name_that_is_taken_is_refused(there: str) -> None:
    with pytest.raises(AmbiguousError, match="There is a tag “b” already"):
        recode(tags("a", there), Rename("a", "b"))


def test_a_tag_that_is_not_there_is_said_to_be_so() -> None:
    with pytest.raises(NotFoundError, match="no tag “z”"):
        recode(tags("a"), Describe("z", "x"))


def test_a_name_that_becomes_too_long_below_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="at most 200"):
        recode(tags("a", "a/" + "b" * 190), Rename("a", "c" * 20))


def test_merged_tags_go_with_what_lies_below_into_those_that_are_there() -> None:
    done = recode(tags("a", "a/x", "a/y", "b", "b/x"), Merge(("a",), "b"))

    assert done.gone == {1: 4, 2: 5}
    assert names(done) == ["b", "b/x", "b/y"]
    assert done.tags[4].was == ("a",)
    assert done.tags[3].was == ("a/y",)


def test_the_tag_that_stays_gets_what_it_lacks_and_keeps_what_it_has() -> None:
    before = {
        1: Tag(name="a", description="one", colour=Colour.RED, letter="a", was=("o",)),
        2: Tag(name="b", description="two"),
    }

    done = recode(before, Merge(("a",), "b"))

    assert done.tags == {
        2: Tag(name="b", description="two", colour=Colour.RED, letter="a", was=("o", "a"))
    }


def test_several_tags_are_merged_the_lower_ones_first() -> None:
    done = recode(tags("a", "a/b", "c", "d"), Merge(("a", "a/b", "C"), "d"))

    assert done.gone == {1: 4, 2: 4, 3: 4}


def test_a_tag_may_go_into_the_one_above_it_but_not_into_one_below() -> None:
    assert recode(tags("a", "a/b"), Merge(("a/b",), "a")).gone == {2: 1}
    with pytest.raises(InvalidValueError, match="lies below"):
        recode(tags("a", "a/b"), Merge(("a",), "a/b"))
    with pytest.raises(InvalidValueError, match="into itself"):
        recode(tags("a"), Merge(("A",), "a"))


def test_what_is_merged_into_a_mere_name_above_others_takes_that_name() -> None:
    done = recode(tags("a", "c", "b/x"), Merge(("a", "c"), "b"))

    assert names(done) == ["b", "b/x"]
    assert len(done.gone) == 1


def test_deleted_tags_go_with_what_lies_below() -> None:
    done = recode(tags("a", "a/b", "ab"), Delete(("a",)))

    assert done.gone == {1: None, 2: None}


def test_unused_is_what_nothing_has_nor_anything_below_it() -> None:
    done = recode(tags("a", "a/b", "c", "d/e"), DeleteUnused(), used=[2])

    assert done.gone == {3: None, 4: None}


def test_no_move_takes_a_tag_out_of_what_is_confidential() -> None:
    before = {
        1: Tag(name="a", confidential=True),
        2: Tag(name="a/b"),
        3: Tag(name="a/b/c"),
        4: Tag(name="d"),
        5: Tag(name="e"),
    }

    moved = recode(before, Rename("a/b", "x"))
    merged = recode(before, Merge(("a/b",), "d"))

    assert moved.tags[2].confidential
    assert not moved.tags[3].confidential  # what stands above it is
    assert moved.notes == ["“x” is confidential then, as what it comes from."]
    assert merged.tags[4].confidential
    assert not merged.tags[5].confidential


def test_the_flag_is_taken_away_only_by_itself_and_it_is_said_if_that_does_not_help() -> None:
    before = {1: Tag(name="a", confidential=True), 2: Tag(name="a/b", confidential=True)}

    assert not recode(before, Flag("a", is_confidential=False)).tags[1].confidential
    assert recode(before, Flag("a/b", is_confidential=False)).notes == [
        "“a/b” stays confidential by a tag above it."
    ]
    assert "go into exports then" in recode(before, Delete(("a/b",))).notes[0]


def test_a_letter_is_only_one_tags() -> None:
    before = {1: Tag(name="a", letter="q"), 2: Tag(name="b")}

    done = recode(before, GiveLetter("b", "q"))

    assert [tag.letter for tag in done.tags.values()] == ["", "q"]
    assert done.notes == ["“a” loses the letter q."]
    with pytest.raises(InvalidValueError, match="no letter or digit"):
        recode(before, GiveLetter("b", "qq"))


NAMES = st.sampled_from(["a", "A/b", "a/b/c", "b", "b/c", "c/d/e", "ab"])
EDITS: st.SearchStrategy[TagEdit] = st.one_of(
    st.builds(Rename, NAMES, NAMES),
    st.builds(Merge, st.lists(NAMES, min_size=1, max_size=2).map(tuple), NAMES),
)


@given(
    present=st.lists(
        st.tuples(NAMES, st.booleans()), max_size=5, unique_by=lambda t: fold_tag(t[0])
    ),
    edits=st.lists(EDITS, max_size=4),
)
def test_whatever_is_renamed_and_merged_names_stay_apart_and_secrets_secret(
    present: list[tuple[str, bool]], edits: list[TagEdit]
) -> None:
    now = {
        number: Tag(name=name, confidential=is_secret)
        for number, (name, is_secret) in enumerate(present, 1)
    }
    for edit in edits:
        before = now
        book = Codebook(tags=tuple(before.values()))
        try:
            done = recode(before, edit)
        except PostilError:
            continue
        assert done.tags.keys() | done.gone.keys() >= before.keys()
        after = Codebook(tags=tuple(done.tags.values()))
        folded = [fold_tag(tag.name) for tag in after.tags]
        assert len(set(folded)) == len(folded)
        for number, tag in before.items():
            end: int | None = number
            while end is not None and end in done.gone:
                end = done.gone[end]
            assert end is not None
            if is_confidential(tag.name, book):
                assert is_confidential(done.tags[end].name, after)
        # Numbers as a store would give them.
        fresh = max([*done.tags, 0]) + 1
        now = {number if number > 0 else fresh - number: tag for number, tag in done.tags.items()}
