"""Edits of the codebook are single steps of the history, undone completely, and others see them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from annotations.codebook_edits import (
    Add,
    Delete,
    DeleteUnused,
    Describe,
    DescribeField,
    Edit,
    Flag,
    ForgetField,
    GiveLetter,
    Mean,
    Merge,
    Paint,
    Rename,
    TakeIn,
)
from annotations.errors import ConflictError, ExportWouldOverwriteError, NotFoundError
from annotations.library import MarkEdit
from annotations.model import Codebook, Colour, Tag
from tests.annotations.store.samples import create, library_at, mark, opened, write
from tests.annotations.store.test_methods import snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from annotations.codebook_edits import Plan
    from annotations.library import Library
    from annotations.model import Annotation, ArticleId


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with library_at(tmp_path / "library.db") as found:
        yield found


@pytest.fixture
def article(library: Library, tmp_path: Path) -> ArticleId:
    return opened(library, tmp_path / "a.txt")


def do(library: Library, edit: Edit) -> Plan:
    planned = library.coding.plan(edit)
    done = library.coding.write(edit).result()
    assert done._replace(step=None) == planned
    return done


def tags_of(library: Library, article: ArticleId) -> dict[str, tuple[str, ...]]:
    return {each.quote: each.tags for each in library.annotations(article)}


def names(library: Library) -> list[str]:
    return [tag.name for tag in library.codebook().tags]


def tables(library: Library) -> dict[str, object]:
    """What the library holds but its history, its clocks and its counts of changes."""
    found = snapshot(library.path)
    kept = (
        *("tags", "tag_names", "annotation_tags", "article_tags"),
        *("colours", "known_fields", "codebook_keys"),
    )
    rows = {name: found[name] for name in kept}
    rows["tags"] = [(*row[:6], *row[8:]) for row in found["tags"]]  # used, change
    return dict(rows)


def test_a_rename_is_seen_on_the_marks_and_says_how_many(
    library: Library, article: ArticleId
) -> None:
    create(library, article, mark("crowd", tags=("a", "x")))
    create(library, article, mark("Monday", tags=("a/b",)))

    done = do(library, Rename("a", "z"))

    assert tags_of(library, article) == {"crowd": ("z", "x"), "Monday": ("z/b",)}
    assert (done.marks, done.articles) == (2, 1)
    assert done.renamed == (("a", "z"), ("a/b", "z/b"))


EDITS: list[Edit] = [
    Rename("a", "z/a"),
    Rename("a", "a/b"),
    Merge(("a",), "b"),
    Merge(("a", "c"), "b"),
    Delete(("a", "c")),
    DeleteUnused(),
    Add("new/one"),
    Describe("a", "what it is"),
    Paint("a", Colour.RED),
    Flag("a", is_confidential=True),
    GiveLetter("a", "q"),
    Mean(Colour.RED, "doubt"),
    DescribeField("speaker", "who says it"),
]


def _filled(library: Library, article: ArticleId) -> None:
    create(library, article, mark("crowd", tags=("a", "x", "b")))
    create(library, article, mark("Monday", tags=("x", "a/b", "a", "c")))
    create(library, article, mark("firm will", tags=("c", "b")))
    for edit in (Add("unused"), GiveLetter("x", "q"), Describe("c", "old")):
        library.coding.write(edit).result()

    library.database.write(
        lambda transaction: transaction.connection.execute(
            "INSERT INTO article_tags SELECT ?, id, id FROM tags", (article,)
        )
    ).result()


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: type(edit).__name__)
def test_each_edit_is_undone_completely_and_done_again(
    library: Library, article: ArticleId, edit: Edit
) -> None:
    _filled(library, article)
    if isinstance(edit, DeleteUnused):
        library.database.write(
            lambda transaction: transaction.connection.execute("DELETE FROM article_tags")
        ).result()
    before = tables(library)

    do(library, edit)
    after = tables(library)
    undone = library.undo().result()
    back = tables(library)
    library.redo().result()

    assert after != before
    assert back == before
    assert tables(library) == after
    assert undone.entry.label == edit.label
    assert [each for each in library.check() if each.severity != "note"] == []
    library.undo().result()
    assert tables(library) == before


def test_what_changes_nothing_is_no_step(library: Library, article: ArticleId) -> None:
    create(library, article, mark("crowd", tags=("a",)))

    assert do(library, Rename("a", "a")).is_empty
    assert do(library, Describe("a", " ")).is_empty
    assert do(library, Mean(Colour.RED, "")).is_empty

    assert len(library.history()) == 1


def test_merged_marks_keep_one_tag_at_its_place(library: Library, article: ArticleId) -> None:
    create(library, article, mark("crowd", tags=("a", "x", "b")))
    create(library, article, mark("Monday", tags=("x", "a")))

    do(library, Merge(("a",), "b"))

    assert tags_of(library, article) == {"crowd": ("x", "b"), "Monday": ("x", "b")}


def test_another_program_sees_the_marks_whose_tags_were_renamed_merged_or_deleted(
    library: Library, article: ArticleId
) -> None:
    for quote, tag in (("crowd", "a"), ("Monday", "b"), ("firm will", "c"), ("capital", "d")):
        create(library, article, mark(quote, tags=(tag,)))
    with library_at(library.path) as other:
        other.poll(article)
        for edit in (Rename("a", "z"), Merge(("b",), "d"), Delete(("c",))):
            do(library, edit)

        seen = other.poll(article)

    assert seen is not None
    assert {each.quote: each.tags for each in seen.annotations} == {
        "crowd": ("z",),
        "Monday": ("d",),
        "firm will": (),
    }


def test_an_edit_upon_a_mark_whose_tag_was_renamed_since_makes_no_tag_of_the_former_name(
    library: Library, article: ArticleId
) -> None:
    seen = create(library, article, mark("crowd", tags=("a",)))
    do(library, Rename("a", "z"))

    write(library, article, MarkEdit(seen, replace(seen, note="n", tags=("a", "z", "y"))))

    assert tags_of(library, article) == {"crowd": ("z", "y")}
    assert names(library) == ["y", "z"]


@pytest.mark.parametrize(
    ("edit", "tags"), [(Merge(("a",), "b"), ("b", "x")), (Delete(("a",)), ("x",))]
)
def test_an_edit_upon_a_mark_whose_tag_went_since_keeps_both_edits(
    library: Library, article: ArticleId, edit: Edit, tags: tuple[str, ...]
) -> None:
    seen = create(library, article, mark("crowd", tags=("a",)))
    do(library, Add("b"))
    do(library, edit)

    write(library, article, MarkEdit(seen, replace(seen, note="n", tags=("a", "x"))))

    assert tags_of(library, article) == {"crowd": tags}


def test_a_number_of_a_tag_that_was_taken_away_is_no_other_tags(
    library: Library, article: ArticleId
) -> None:
    created = create(library, article, mark("crowd", tags=("a",)))
    do(library, Delete(("a",)))
    write(library, article, MarkEdit(None, mark("Monday", tags=("new",))))

    library.undo(article).result()
    library.undo(article).result()
    library.redo(article).result()

    assert tags_of(library, article) == {created.quote: ()}
    assert names(library) == ["new"]


# --- steps of marks and of the codebook, undone in any order --------------------------------------


def _retagged(library: Library, article: ArticleId, *tags: str) -> Annotation:
    [held] = library.annotations(article)
    return write(library, article, MarkEdit(held, replace(held, tags=tags))).annotations[0]


def test_a_mark_is_undone_although_its_tag_was_merged_since(
    library: Library, article: ArticleId
) -> None:
    create(library, article, mark("crowd", tags=("a", "x")))
    _retagged(library, article, "a")
    do(library, Add("b"))
    do(library, Merge(("a",), "b"))

    library.undo(article).result()

    assert tags_of(library, article) == {"crowd": ("b", "x")}


def test_a_merge_gives_no_tag_to_a_mark_that_lost_it_by_an_undo_meanwhile(
    library: Library, article: ArticleId
) -> None:
    create(library, article, mark("crowd", tags=("b",)))
    _retagged(library, article, "a")
    merge = Merge(("a",), "b")
    do(library, merge)
    library.undo(article).result()  # the mark has b, as at first

    library.undo().result()

    assert tags_of(library, article) == {"crowd": ("b",)}
    library.redo(article).result()
    assert tags_of(library, article) == {"crowd": ("a",)}


def test_a_mark_done_again_under_a_merge_gets_its_own_tag_back_with_the_merge_undone(
    library: Library, article: ArticleId
) -> None:
    create(library, article, mark("crowd", tags=("x",)))
    _retagged(library, article, "x", "a", "c", "b")
    do(library, Merge(("a", "c"), "b"))
    library.undo(article).result()
    library.redo(article).result()
    merged = tags_of(library, article)

    library.undo().result()  # what was done last is the merge

    assert merged == {"crowd": ("x", "b")}
    assert tags_of(library, article) == {"crowd": ("x", "a", "c", "b")}


def test_a_deletion_gives_a_tag_back_at_its_place_in_what_is_there_now(
    library: Library, article: ArticleId
) -> None:
    create(library, article, mark("crowd", tags=("x", "a", "y")))
    do(library, Delete(("a",)))
    _retagged(library, article, "y", "z", "w")
    entry = library.coding.last_step()
    assert entry is not None

    library.undo(None, entry.id).result()

    assert tags_of(library, article) == {"crowd": ("y", "a", "z", "w")}


def test_a_mark_that_gave_up_the_merged_tag_does_not_get_the_old_one_back(
    library: Library, article: ArticleId
) -> None:
    create(library, article, mark("crowd", tags=("a",)))
    do(library, Add("b"))
    do(library, Merge(("a",), "b"))
    _retagged(library, article, "x")
    entry = library.coding.last_step()
    assert entry is not None

    library.undo(None, entry.id).result()

    assert tags_of(library, article) == {"crowd": ("x",)}
    assert names(library) == ["a", "b", "x"]


def test_a_rename_whose_old_name_is_another_tags_by_now_is_refused(
    library: Library, article: ArticleId
) -> None:
    create(library, article, mark("crowd", tags=("a",)))
    do(library, Rename("a", "z"))
    write(library, article, MarkEdit(None, mark("Monday", tags=("a",))))
    entry = library.coding.last_step()
    assert entry is not None
    before = snapshot(library.path)

    with pytest.raises(ConflictError, match="there is another tag a since"):
        library.undo(None, entry.id).result()

    assert snapshot(library.path) == before


def test_a_later_edit_of_something_else_of_the_tag_stays(
    library: Library, article: ArticleId
) -> None:
    create(library, article, mark("crowd", tags=("a",)))
    do(library, Rename("a", "z"))
    entry = library.coding.last_step()
    assert entry is not None
    do(library, Describe("z", "later"))

    library.undo(None, entry.id).result()

    assert library.codebook().tags == (Tag(name="a", description="later"),)


def test_an_added_tag_that_marks_have_by_now_is_not_taken_from_them(
    library: Library, article: ArticleId
) -> None:
    do(library, Add("a"))
    entry = library.coding.last_step()
    assert entry is not None
    create(library, article, mark("crowd", tags=("a",)))

    with pytest.raises(ConflictError, match="was given since"):
        library.undo(None, entry.id).result()


def test_merges_are_undone_the_last_first(library: Library, article: ArticleId) -> None:
    create(library, article, mark("crowd", tags=("a", "c")))
    do(library, Add("b"))
    do(library, Merge(("a",), "b"))
    first = library.coding.last_step()
    do(library, Merge(("c",), "b"))
    assert first is not None

    with pytest.raises(ConflictError, match="later merges"):
        library.undo(None, first.id).result()

    library.undo().result()
    library.undo().result()
    assert tags_of(library, article) == {"crowd": ("a", "c")}
    with pytest.raises(ConflictError, match="earlier merges"):
        library.redo(None, first.id + 1).result()


def test_the_step_undone_last_is_the_one_to_redo(library: Library) -> None:
    do(library, Add("a"))
    done = library.coding.last_step()
    assert done is not None
    library.undo(None, done.id).result()

    undone = library.coding.last_step(is_undone=True)

    assert undone is not None
    assert undone.id == done.id
    assert library.coding.last_step() is None


def test_a_forgotten_article_leaves_no_id_in_what_a_merge_recorded(
    library: Library, article: ArticleId, tmp_path: Path
) -> None:
    gone = create(library, article, mark("crowd", tags=("a",)))
    other = opened(library, tmp_path / "b.txt", "Another text.")
    text = "Another text."
    kept = create(library, other, mark("text", text=text, tags=("a",)))
    do(library, Add("b"))
    do(library, Merge(("a",), "b"))

    library.forget(article).result()

    assert gone.id not in repr(snapshot(library.path)["history_changes"])
    library.undo().result()
    assert tags_of(library, other) == {kept.quote: ("a",)}


# --- colours, fields, keys, counts ----------------------------------------------------------------------


def test_a_meaning_and_a_field_are_said_on_one_line_and_taken_back(library: Library) -> None:
    do(library, Mean(Colour.RED, " a\n doubt "))
    do(library, DescribeField("speaker", "who"))
    do(library, DescribeField("Speaker", "who says it"))
    book = library.codebook()

    assert book.colours == ((Colour.RED, "a doubt"),)
    assert book.fields == (("speaker", "who says it"),)

    do(library, ForgetField("speaker"))
    assert library.codebook().fields == ()
    with pytest.raises(NotFoundError, match="knows no field"):
        library.coding.plan(ForgetField("speaker"))


def test_what_a_codebook_says_that_is_unknown_is_kept_and_taken_back(library: Library) -> None:
    theirs = Codebook(extra={"project": {"name": "Ж", "done": False}, "draft": False})
    do(library, TakeIn(replace(theirs, extra={"draft": None}), "first.yaml"))

    do(library, TakeIn(theirs, "other.yaml"))

    assert library.codebook().extra == {**theirs.extra, "draft": None}
    assert library.coding.plan(TakeIn(theirs, "again")).is_empty
    library.undo().result()
    assert library.codebook().extra == {"draft": None}
    library.redo().result()
    assert library.codebook().extra == {**theirs.extra, "draft": None}


def test_an_unknown_key_of_the_codebook_goes_into_no_article(
    library: Library, article: ArticleId
) -> None:
    create(library, article, mark("crowd", tags=("a",)))
    do(library, TakeIn(Codebook(extra={"project": "x"}), "other.yaml"))

    assert library.annotated(article).codebook.extra == {}


def test_the_tree_counts_each_mark_once_with_what_lies_below(
    library: Library, article: ArticleId
) -> None:
    create(library, article, mark("crowd", tags=("a", "a/b/c"), colour=Colour.RED))
    create(library, article, mark("Monday", tags=("a/b/c",), colour=None))
    do(library, Add("unused"))

    counts = [
        (each.tag.name, each.depth, each.is_listed, each.own, each.marks, each.by_colour)
        for each in library.coding.tree()
    ]

    both = ((Colour.RED, 1), (None, 1))
    assert counts == [
        ("a", 0, True, 1, 2, both),
        ("a/b", 1, False, 0, 2, both),
        ("a/b/c", 2, True, 2, 2, both),
        ("unused", 0, True, 0, 0, ()),
    ]
    assert [each.marks for each in library.coding.tree(counted=False)] == [0, 0, 0, 0]


def test_an_import_under_a_former_name_gets_the_present_tag(
    library: Library, article: ArticleId
) -> None:
    create(library, article, mark("crowd", tags=("a", "a/b")))
    exported = library.annotated(article)
    exported = replace(exported, article=replace(exported.article, tags=("a",)))
    do(library, Rename("a", "z"))

    done = library.import_annotated(exported).result()

    assert (done.updated, done.reports) == (0, ())
    assert tags_of(library, article) == {"crowd": ("z", "z/b")}
    assert library.article(article).tags == ("z",)
    assert names(library) == ["z", "z/b"]


def test_an_import_says_which_tags_have_another_name_there(
    library: Library, article: ArticleId, tmp_path: Path
) -> None:
    create(library, article, mark("crowd", tags=("a",)))
    exported = library.annotated(article)
    with library_at(tmp_path / "other.db") as other:
        other.import_annotated(exported).result()
        other.coding.write(Rename("a", "z")).result()
        theirs = other.annotated(exported.article.id)

    done = library.import_annotated(theirs).result()

    assert "“a” is “z” there; postil tags merge makes one tag of both." in done.reports


def test_another_codebook_is_taken_in_as_one_step_and_replaces_nothing(library: Library) -> None:
    do(library, Add("a"))
    do(library, Describe("a", "here"))
    do(library, Flag("a", is_confidential=True))
    do(library, Mean(Colour.RED, "doubt"))
    do(library, DescribeField("speaker", ""))
    before = library.codebook()
    theirs = Codebook(
        colours=((Colour.YELLOW, "claim"), (Colour.RED, "error")),
        tags=(Tag(name="A", description="there", letter="q"), Tag(name="b", was=("a",))),
        fields=(("date", ""), ("Speaker", "who")),
    )

    done = do(library, TakeIn(theirs, "their.yaml"))

    assert library.codebook() == Codebook(
        colours=((Colour.YELLOW, "claim"), (Colour.RED, "doubt")),
        tags=(
            Tag(name="a", description="here", confidential=True, letter="q"),
            Tag(name="b", was=("a",)),
        ),
        fields=(("date", ""), ("speaker", "who")),
    )
    assert done.added == ("b",)
    assert done.changed == ("a", "yellow", "date", "speaker")
    assert done.notes == ("“a” is “b” there; postil tags merge makes one tag of both.",)
    assert do(library, TakeIn(theirs, "their.yaml")).is_empty
    library.undo().result()
    assert library.codebook() == before


def test_a_codebook_is_written_without_what_is_confidential_unless_asked(
    library: Library, tmp_path: Path
) -> None:
    for edit in (Add("a"), Add("a/b"), Add("c"), Flag("a", is_confidential=True)):
        do(library, edit)
    path = tmp_path / "codebook.yaml"

    left_out = library.coding.export(path)

    assert left_out == 2
    assert path.read_text() == "postil: 1\ncodebook:\n  tags:\n  - name: c\n"
    assert library.coding.export(path, confidential=True) == 0
    path.write_text("mine")
    with pytest.raises(ExportWouldOverwriteError):
        library.coding.export(path)


def test_an_articles_tags_are_undone_although_one_was_merged_since(
    library: Library, article: ArticleId
) -> None:
    library.shelf.tag([article], ["b"], []).result()
    library.shelf.tag([article], ["a"], ["b"]).result()
    do(library, Merge(("a",), "b"))
    library.undo(article).result()

    library.undo().result()

    assert library.article(article).tags == ("b",)
    library.redo(article).result()
    assert library.article(article).tags == ("a",)


def test_counts_leave_out_articles_taken_out_of_the_library(
    library: Library, article: ArticleId, tmp_path: Path
) -> None:
    other = opened(library, tmp_path / "b.txt", "The crowd waited on Monday.")
    create(library, article, mark("crowd", tags=("press/radio",)))
    create(library, other, mark("crowd", tags=("press/radio",), colour=Colour.RED))
    create(library, other, mark("Monday", tags=("press",)))
    library.shelf.tag([article, other], ["press"]).result()

    library.shelf.remove([other]).result()
    counted = {each.tag.name: each for each in library.coding.tree()}

    press, radio = counted["press"], counted["press/radio"]
    assert (press.own, press.marks, press.articles) == (0, 1, 1)
    assert (radio.own, radio.marks, len(radio.by_colour)) == (1, 1, 1)
    library.undo().result()
    assert [(each.own, each.marks) for each in library.coding.tree()] == [(1, 3), (2, 2)]


def test_a_tag_of_an_article_taken_out_is_not_unused(library: Library, article: ArticleId) -> None:
    create(library, article, mark("crowd", tags=("press",)))
    library.shelf.remove([article]).result()

    do(library, DeleteUnused())

    assert names(library) == ["press"]
