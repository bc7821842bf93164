from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from annotations.codebook import used_by
from annotations.codebook_edits import Describe
from annotations.document import Block, BlockKind, Blocks, Document, Locator, Span, SpanKind, Spans
from annotations.errors import (
    AmbiguousError,
    ConflictError,
    ExchangeError,
    ExportWouldOverwriteError,
    InvalidValueError,
    NotFoundError,
    NothingToUndoError,
)
from annotations.library import MarkEdit, Source, open_library
from annotations.model import (
    AnnotatedArticle,
    Annotation,
    AnnotationId,
    Article,
    ArticleId,
    Codebook,
    Colour,
    Metadata,
    Relation,
    State,
    Tag,
    Timestamp,
    Tombstone,
    Version,
    VersionId,
    fold_tag,
    time_key,
)
from annotations.query import parse
from annotations.store.articles import Articles
from annotations.store.texts import Texts
from tests.annotations.store.samples import (
    TEXT,
    Clock,
    create,
    document,
    library_at,
    mark,
    opened,
    source,
    write,
)
from tests.strategies import annotated_articles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from annotations.library import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with library_at(tmp_path / "library.db") as opened_library:
        yield opened_library


@pytest.fixture
def article(library: Library, tmp_path: Path) -> ArticleId:
    return opened(library, tmp_path / "a.txt")


# --- opening ------------------------------------------------------------------------------------


def test_what_was_marked_is_there_after_reopening(tmp_path: Path) -> None:
    with library_at(tmp_path / "library.db") as library:
        article = opened(library, tmp_path / "a.txt")
        made = create(
            library,
            article,
            mark("firm will", tags=("sahel/russia",), note="hm", fields=(("speaker", "L"),)),
        )
        library.keep_place(article, 50, 0.25).result()

    with library_at(tmp_path / "library.db") as library:
        again = library.open_article(document(), source(tmp_path / "a.txt")).result()

        assert again.annotations == (made,)
        assert (again.article.id, again.position, again.progress) == (article, 50, 0.25)
        assert not again.is_new


def test_opening_a_current_library_imports_neither_sqlite_utils_nor_platformdirs(
    tmp_path: Path,
) -> None:
    path = tmp_path / "library.db"
    library_at(path).close()
    script = (
        "import sys; from pathlib import Path; from annotations.library import open_library\n"
        "with open_library(Path(sys.argv[1])) as library: library.recent_tags()\n"
        "heavy = {'sqlite_utils', 'platformdirs', 'yaml', 'click', 'annotations.exchange',"
        " 'annotations.anchoring'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
    )

    assert done.stdout == "[]\n"


def test_importing_the_package_loads_no_store() -> None:
    script = "import annotations, sys; print('sqlite3' in sys.modules, annotations.Range.__name__)"

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stdout == "False Range\n"


def test_a_new_library_is_for_its_user_alone(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        open_library(tmp_path / "new" / "folder" / "library.db").close()
    finally:
        os.umask(old)

    modes = [
        stat.S_IMODE((tmp_path / "new" / name).stat().st_mode)
        for name in ("", "folder", "folder/library.db")
    ]
    assert modes == [0o700, 0o700, 0o600]


def test_the_library_is_where_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSTIL_DB", str(tmp_path / "named.db"))

    open_library().close()

    assert (tmp_path / "named.db").is_file()


def test_closing_waits_for_what_was_asked_for(tmp_path: Path) -> None:
    library = library_at(tmp_path / "library.db")
    article = opened(library, tmp_path / "a.txt")
    asked = [
        library.write_marks(
            article, [MarkEdit(before=None, after=mark("firm will"))], action="mark", label="m"
        )
        for _ in range(20)
    ]

    library.close()
    library.close()

    assert all(future.done() for future in asked)
    with library_at(tmp_path / "library.db") as again:
        assert len(again.annotations(article)) == 20
        assert again.document(article) is not None


# --- recalling ----------------------------------------------------------------------------------


def test_a_known_unchanged_article_is_recalled_with_its_document(
    library: Library, tmp_path: Path
) -> None:
    structured = Document(
        text=TEXT,
        blocks=Blocks(
            [
                Block(kind=BlockKind.QUOTATION, start=0, end=43),
                Block(kind=BlockKind.HEADING, start=0, end=43, level=2, parent=0),
                Block(kind=BlockKind.CODE, start=45, end=60, language="python"),
            ]
        ),
        spans=Spans([Span(kind=SpanKind.HYPERLINK, start=4, end=12, target="https://e.org/")]),
        locators=(Locator(kind="page", label="12", start=3),),
        metadata=Metadata(title="T", authors=("A", "B")),
        loader="markdown 1",
        source_sha256="ab",
    )
    here = source(tmp_path / "a.md")
    article = library.open_article(structured, here).result().article.id
    create(library, article, mark("firm will"))
    library.keep_place(article, 7, 0.1).result()

    recalled = library.recall(here)

    assert recalled is not None
    assert recalled.document is not None
    for name in ("text", "blocks", "spans", "locators", "metadata", "loader", "source_sha256"):
        assert getattr(recalled.document, name) == getattr(structured, name)
    assert [each.quote for each in recalled.annotations] == ["firm will"]
    assert recalled.position == 7


@pytest.mark.parametrize("changed", ["size_bytes", "mtime_ns", "inode"])
def test_a_changed_file_is_not_recalled(library: Library, tmp_path: Path, changed: str) -> None:
    here = source(tmp_path / "a.md")
    create(library, opened(library, tmp_path / "a.md"), mark("firm will"))

    assert library.recall(here._replace(**{changed: 99})) is None  # type: ignore[arg-type]  # all three are numbers


def test_an_article_without_marks_is_not_recalled_for_its_text_is_not_kept(
    library: Library, article: ArticleId, tmp_path: Path
) -> None:
    assert library.recall(source(tmp_path / "a.txt", len(TEXT))) is None
    assert library.document(article) is None


@pytest.mark.parametrize(
    "here",
    [
        Source(kind="address", location="https://example.org/a"),
        Source(kind="stdin", location="-"),
    ],
)
def test_what_cannot_be_read_again_is_kept_at_once(library: Library, here: Source) -> None:
    article = library.open_article(document(), here).result().article.id

    library.keep_place(article, 0, 0).result()

    kept = library.document(article)
    assert kept is not None
    assert kept.text == TEXT


# --- identity -----------------------------------------------------------------------------------


def test_a_changed_text_is_a_new_version_to_which_the_marks_come_along(
    library: Library, tmp_path: Path
) -> None:
    article = opened(library, tmp_path / "a.txt")
    moved = create(library, article, mark("firm will"))
    lost = create(library, article, mark("on Monday"))
    text = "Something new on top.\n\n" + TEXT.replace("on Monday", "yesterday")

    again = library.open_article(document(text), source(tmp_path / "a.txt", 2)).result()

    assert again.article.id == article
    assert again.version.reason == "source changed"
    found = {each.id: each for each in again.annotations}
    assert [text[held.start : held.end] for held in found[moved.id].ranges] == ["firm will"]
    assert found[moved.id].state is not State.ORPHANED
    assert found[lost.id].state is State.ORPHANED
    original = found[lost.id].pieces[0].original
    assert original is not None
    assert TEXT[original.selector.start : original.selector.end] == "on Monday"
    assert found[lost.id].updated == lost.updated
    assert again.notices[0].endswith("1 mark kept, 1 not found")
    assert [each.sha256 for each in library.annotated(article).earlier] == [document().sha256]


def test_the_old_text_put_back_has_its_marks_where_they_were(
    library: Library, tmp_path: Path
) -> None:
    article = opened(library, tmp_path / "a.txt")
    old = create(library, article, mark("firm will"))
    text = "New. " + TEXT
    opened(library, tmp_path / "a.txt", text)
    new = create(library, article, mark("crowd", text=text))

    again = library.open_article(document(), source(tmp_path / "a.txt", 3)).result()

    found = {each.id: each for each in again.annotations}
    assert found[old.id].pieces == old.pieces
    assert found[new.id].quote == "crowd"
    assert [TEXT[held.start : held.end] for held in found[new.id].ranges] == ["crowd"]


def test_quite_another_text_at_a_known_path_is_another_article(
    library: Library, tmp_path: Path
) -> None:
    article = opened(library, tmp_path / "a.txt")
    create(library, article, mark("firm will"))

    other = library.open_article(
        document("Nothing of what stood here before is left in this file now, not a word of it."),
        source(tmp_path / "a.txt", 2),
    ).result()

    assert other.is_new
    assert other.article.id != article
    assert "Another text now stands" in other.notices[0]
    assert len(library.annotations(article)) == 1


def test_a_moved_file_brings_its_marks_along(library: Library, tmp_path: Path) -> None:
    article = opened(library, tmp_path / "gone.txt")
    create(library, article, mark("firm will"))

    moved = library.open_article(document(), source(tmp_path / "new.txt")).result()

    assert moved.article.id == article
    assert moved.article.source == str(tmp_path / "new.txt")
    assert library.find_source(source(tmp_path / "gone.txt")) is None
    assert "came along" in moved.notices[0]


def test_the_same_text_beside_a_file_that_is_still_there_is_an_article_of_its_own(
    library: Library, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    article = opened(library, tmp_path / "a.txt")

    other = library.open_article(document(), source(tmp_path / "copy.txt")).result()

    assert other.is_new
    assert other.article.id != article
    assert "Same text as" in other.notices[0]


def test_an_address_is_known_without_what_tracks_its_reader(library: Library) -> None:
    first = library.open_article(
        document(), Source(kind="address", location="https://Example.org/a?id=1&utm_source=x#top")
    ).result()

    again = library.find_source(
        Source(kind="address", location="https://example.org:443/a?fbclid=9&id=1")
    )

    assert again is not None
    assert again.id == first.article.id
    assert again.metadata.url == "https://example.org/a?id=1"


def test_a_path_that_is_no_utf_8_is_known_again(library: Library, tmp_path: Path) -> None:
    here = Source(kind="path", location=f"{tmp_path}/\udcff.txt")
    article = library.open_article(document(), here).result().article

    found = library.find_source(here)

    assert found is not None
    assert found.id == article.id


# --- marks --------------------------------------------------------------------------------------


def test_a_tag_is_written_as_the_codebook_spells_it(library: Library, article: ArticleId) -> None:
    create(library, article, mark("firm will", tags=("Sahel/Russia",)))

    again = create(library, article, mark("crowd", tags=(" #sahel/russia ", "quote", "QUOTE")))

    assert again.tags == ("Sahel/Russia", "quote")
    assert library.recent_tags() == ["quote", "Sahel/Russia"]


def test_a_new_mark_without_an_id_gets_one(library: Library, article: ArticleId) -> None:
    made = create(library, article, replace(mark("crowd"), id=AnnotationId("")))

    assert len(made.id) == 36


def test_what_is_not_of_its_form_is_refused_and_nothing_is_written(
    library: Library, article: ArticleId
) -> None:
    bad = [mark("crowd"), mark("firm will", tags=("a//b",))]
    edits = [MarkEdit(before=None, after=each) for each in bad]

    with pytest.raises(InvalidValueError):
        write(library, article, *edits)

    assert library.annotations(article) == []
    assert library.history() == []


def test_an_edit_that_changes_nothing_is_no_step(library: Library, article: ArticleId) -> None:
    made = create(library, article, mark("crowd"))

    written = write(library, article, MarkEdit(before=made, after=made))

    assert written.annotations == (made,)
    assert len(library.history()) == 1


def test_two_notes_of_two_editors_are_both_kept(library: Library, article: ArticleId) -> None:
    seen = create(library, article, mark("crowd", tags=("a",), note="old"))
    theirs = replace(seen, note="theirs", tags=("a", "b"))
    ours = replace(seen, note="ours", tags=("a", "c"), colour=Colour.RED)
    write(library, article, MarkEdit(before=seen, after=theirs))

    written = write(library, article, MarkEdit(before=seen, after=ours))

    (now,) = written.annotations
    assert now.note == "theirs\n\nours"
    assert now.tags == ("a", "b", "c")
    assert now.colour is Colour.RED
    assert written.conflicts == (seen.id,)


def test_an_edit_of_something_else_leaves_the_other_editors_note(
    library: Library, article: ArticleId
) -> None:
    seen = create(library, article, mark("crowd", note="old", tags=("a",)))
    write(library, article, MarkEdit(before=seen, after=replace(seen, note="new")))

    written = write(library, article, MarkEdit(before=seen, after=replace(seen, tags=())))

    (now,) = written.annotations
    assert (now.note, now.tags) == ("new", ())


def test_a_mark_that_somebody_changed_meanwhile_is_not_deleted(
    library: Library, article: ArticleId
) -> None:
    seen = create(library, article, mark("crowd"))
    write(library, article, MarkEdit(before=seen, after=replace(seen, note="theirs")))

    written = write(library, article, MarkEdit(before=seen, after=None))

    assert [each.note for each in written.annotations] == ["theirs"]
    assert written.conflicts == (seen.id,)


def test_an_edit_of_a_mark_that_somebody_deleted_brings_it_back(
    library: Library, article: ArticleId
) -> None:
    seen = create(library, article, mark("crowd"))
    write(library, article, MarkEdit(before=seen, after=None))

    written = write(library, article, MarkEdit(before=seen, after=replace(seen, note="ours")))

    assert written.conflicts == (seen.id,)
    assert [each.note for each in library.annotations(article)] == ["ours"]
    assert written.annotations[0].revision > seen.revision
    assert library.annotated(article).deleted == ()


def test_a_clock_set_back_makes_no_edit_older_than_what_it_changed(tmp_path: Path) -> None:
    clock = Clock()
    clock.seconds = 1000
    with library_at(tmp_path / "library.db", clock) as library:
        article = opened(library, tmp_path / "a.txt")
        made = create(library, article, mark("crowd"))
        clock.seconds = 0

        (changed,) = write(
            library, article, MarkEdit(before=made, after=replace(made, note="later"))
        ).annotations

        assert time_key(changed.updated) >= time_key(made.updated)
        labels = [each.id for each in library.history()]
        assert labels == sorted(labels, reverse=True)


def test_a_mark_made_upon_an_earlier_text_is_also_in_the_present_one(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with library_at(path) as reader, library_at(path) as other:
        article = opened(reader, tmp_path / "a.txt")
        first = create(reader, article, mark("crowd"))
        text = "An editor wrote this on top. " + TEXT
        opened(other, tmp_path / "a.txt", text)
        create(other, article, mark("on top", text=text))

        made = create(reader, article, mark("firm will"))
        (recoloured,) = write(
            reader, article, MarkEdit(before=first, after=replace(first, colour=Colour.RED))
        ).annotations

        assert made.ranges == mark("firm will").ranges
        assert recoloured.ranges == first.ranges
        quotes = {
            each.id: [text[held.start : held.end] for held in each.ranges]
            for each in other.annotations(article)
        }
        assert quotes[made.id] == ["firm will"]
        assert quotes[first.id] == ["crowd"]
        news = reader.poll(article)
        assert news is not None
        assert [each.state for each in news.annotations] == [State.ORPHANED]


# --- undo ---------------------------------------------------------------------------------------


def test_undo_and_redo_go_back_and_forth_also_after_reopening(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with library_at(path) as library:
        article = opened(library, tmp_path / "a.txt")
        made = create(library, article, mark("crowd", tags=("a",), fields=(("speaker", "x"),)))
        (noted,) = write(
            library, article, MarkEdit(before=made, after=replace(made, note="n"))
        ).annotations
        write(library, article, MarkEdit(before=noted, after=None))

    with library_at(path) as library:
        notes: list[list[str]] = []
        for step in (library.undo, library.undo, library.undo):
            step(article).result()
            notes.append([each.note for each in library.annotations(article)])
        for step in (library.redo, library.redo, library.redo):
            step(article).result()
            notes.append([each.note for each in library.annotations(article)])

        assert notes == [["n"], [""], [], [""], ["n"], []]
        with pytest.raises(NothingToUndoError):
            library.redo(article).result()


def test_undo_restores_all_of_a_mark_but_its_time(library: Library, article: ArticleId) -> None:
    other = create(library, article, mark("firm will"))
    made = create(
        library,
        article,
        mark(
            "crowd",
            tags=("b", "a"),
            fields=(("z", "1"), ("a", "2")),
            note="n",
            creator="me",
            relations=(Relation(to=other.id, name="supports"),),
            extra={"x": [1, None]},
        ),
    )
    write(library, article, MarkEdit(before=made, after=None))
    assert [each.id for each in library.annotated(article).deleted] == [made.id]

    undone = library.undo(article).result()

    (back,) = undone.annotations
    assert replace(back, updated=made.updated, revision=made.revision) == made
    assert time_key(back.updated) > time_key(made.updated)
    assert library.annotated(article).deleted == ()


def test_a_mark_that_came_back_has_a_revision_that_nobody_has_seen(
    library: Library, article: ArticleId
) -> None:
    made = create(library, article, mark("crowd"))
    (noted,) = write(
        library, article, MarkEdit(before=made, after=replace(made, note="n"))
    ).annotations
    library.undo(article).result()
    library.undo(article).result()

    (again,) = library.redo(article).result().annotations

    assert again.revision > noted.revision + 1
    written = write(library, article, MarkEdit(before=noted, after=replace(noted, note="m")))
    assert written.conflicts == (made.id,)


def test_s37_steps_are_undone_after_a_merge_and_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with library_at(path) as library:
        article = opened(library, tmp_path / "a.txt")
        made = create(library, article, mark("crowd"))
        kept = create(library, article, mark("Monday"))
        later = replace(kept, note="theirs", updated=Timestamp("2027-01-01T00:00:00Z"))
        library.import_annotated(
            replace(library.annotated(article), annotations=(later, mark("capital")))
        ).result()

    with library_at(path) as library:
        number = library.history(article)[-1].id
        library.undo(article, number).result()
        assert [each.quote for each in library.annotations(article)] == ["capital", "Monday"]
        library.undo(article).result()
        assert library.annotations(article)[0].note == ""
        library.undo(article).result()

        assert library.annotations(article) == []
        restored = library.redo(article).result().annotations
        assert [each.id for each in restored] == [kept.id]
        assert made.id != kept.id


def test_what_was_changed_since_is_not_undone(library: Library, article: ArticleId) -> None:
    made = create(library, article, mark("crowd"))
    write(library, article, MarkEdit(before=made, after=replace(made, note="n")), label="note")
    entry = library.history(article)[-1]

    with pytest.raises(ConflictError, match="“crowd” was changed since"):
        library.undo(article, entry.id).result()

    assert [each.note for each in library.annotations(article)] == ["n"]


def test_a_new_action_ends_redo(library: Library, article: ArticleId) -> None:
    create(library, article, mark("crowd"))
    library.undo(article).result()
    assert library.peek_redo(article) is not None

    create(library, article, mark("firm will"))

    assert library.peek_redo(article) is None


def test_a_new_action_elsewhere_leaves_redo(library: Library, article: ArticleId) -> None:
    create(library, article, mark("crowd"))
    library.undo(article).result()
    other = opened(library, library.path.parent / "b.txt", "Another text altogether.")

    create(library, other, mark("text", text="Another text altogether."))

    assert library.peek_redo(article) is not None


def test_undo_takes_only_what_touched_the_article(library: Library, article: ArticleId) -> None:
    create(library, article, mark("crowd"))
    other = opened(library, library.path.parent / "b.txt", "Another text altogether.")
    create(library, other, mark("text", text="Another text altogether."))

    library.undo(article).result()

    assert library.annotations(article) == []
    assert len(library.annotations(other)) == 1
    entry = library.peek_undo()
    assert entry is not None
    assert entry.articles == (other,)


def test_a_colour_undone_in_a_later_version_leaves_the_mark_where_it_came_along(
    library: Library, tmp_path: Path
) -> None:
    article = opened(library, tmp_path / "a.txt")
    made = create(library, article, mark("crowd"))
    write(library, article, MarkEdit(before=made, after=replace(made, colour=Colour.RED)))
    text = "New. " + TEXT
    opened(library, tmp_path / "a.txt", text)

    (back,) = library.undo(article).result().annotations
    library.undo(article).result()
    (again,) = library.redo(article).result().annotations

    for each in (back, again):
        assert each.colour is Colour.YELLOW
        assert [text[held.start : held.end] for held in each.ranges] == ["crowd"]


# --- two programs -------------------------------------------------------------------------------


def test_poll_tells_what_another_program_did_and_not_what_one_did_oneself(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with library_at(path) as ours, library_at(path) as theirs:
        article = opened(ours, tmp_path / "a.txt")
        kept = create(ours, article, mark("crowd"))
        gone = create(ours, article, mark("Monday"))
        assert ours.poll(article) is None

        made = create(theirs, article, mark("firm will"))
        write(theirs, article, MarkEdit(before=gone, after=None))
        create(ours, article, mark("capital"))
        news = ours.poll(article)

        assert news is not None
        assert [each.id for each in news.annotations] == [made.id]
        assert news.deleted == (gone.id,)
        assert ours.poll(article) is None
        assert kept.id in {each.id for each in theirs.annotations(article)}


def test_poll_tells_what_a_list_of_all_marks_did_and_undid(tmp_path: Path) -> None:
    with library_at(tmp_path / "library.db") as library:
        article = opened(library, tmp_path / "a.txt")
        other = opened(library, tmp_path / "b.txt", f"{TEXT} Again.")
        here, there = (create(library, each, mark("crowd")) for each in (article, other))
        for each in (article, other):
            library.poll(each)

        edits = {
            each: [MarkEdit(before=held, after=replace(held, tags=("press",)))]
            for each, held in ((article, here), (other, there))
        }
        library.write_marks_of(edits, action="tag", label="tag 2 marks").result()
        assert [_tags(library, each) for each in (article, other)] == [("press",), ("press",)]

        library.undo(article).result()
        assert _tags(library, other) == ()


def _tags(library: Library, article: ArticleId) -> tuple[str, ...]:
    """Of the one mark that a poll tells of."""
    news = library.poll(article)
    assert news is not None
    (told,) = news.annotations
    return told.tags


def test_poll_of_an_article_that_another_program_removed_says_so(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with library_at(path) as ours, library_at(path) as theirs:
        article = opened(ours, tmp_path / "a.txt")
        ours.poll(article)
        theirs.forget(article).result()

        with pytest.raises(NotFoundError):
            ours.poll(article)


# --- looking up ---------------------------------------------------------------------------------


def test_an_article_is_found_by_the_end_of_its_id_or_part_of_its_title(
    library: Library, tmp_path: Path
) -> None:
    first = library.open_article(
        document("One.", title="Lavrov in Bamako"), source(tmp_path / "1")
    ).result()
    library.open_article(
        document("Two.", title="Gold from Bamako"), source(tmp_path / "2")
    ).result()

    assert library.find_article(first.article.id[-6:]).id == first.article.id
    assert library.find_article("LAVROV").id == first.article.id
    with pytest.raises(AmbiguousError, match="Gold from Bamako"):
        library.find_article("bamako")
    with pytest.raises(NotFoundError):
        library.find_article("Moscow")


def test_a_mark_is_found_by_the_end_of_its_id(library: Library, article: ArticleId) -> None:
    made = create(library, article, mark("crowd"))

    assert library.find_annotation(made.id[-6:])[0] == made
    for wrong in ("zzzz", made.id[-3:]):
        with pytest.raises(NotFoundError):
            library.find_annotation(wrong)


def test_marks_are_found_by_a_query_until_they_are_deleted(
    library: Library, article: ArticleId
) -> None:
    made = create(library, article, mark("crowd", note="Über Mali"))

    assert [each.annotation.id for each in library.find(parse("uber"))] == [made.id]
    (changed,) = write(
        library, article, MarkEdit(before=made, after=replace(made, note="other"))
    ).annotations
    assert library.find(parse("uber")) == []
    write(library, article, MarkEdit(before=changed, after=None))
    assert library.find(parse("other")) == []
    library.undo(article).result()
    assert [each.article.id for each in library.find(parse("other"))] == [article]


def test_articles_are_listed_with_what_was_done_in_them(library: Library, tmp_path: Path) -> None:
    first = opened(library, tmp_path / "a.txt", "One text.")
    second = opened(library, tmp_path / "b.txt", "Two texts.")
    for colour in (Colour.RED, Colour.RED, None):
        create(library, first, mark("text", text="One text.", colour=colour))
    library.keep_place(first, 1, 0.5).result()

    listed = library.list_articles(parse(""), sort="marks")

    assert [each.article.id for each in listed] == [first, second]
    assert listed[0].by_colour == ((Colour.RED, 2), (None, 1))
    assert (listed[0].marks, listed[0].progress) == (3, 0.5)
    assert [each.article.id for each in library.list_articles(parse("text"), limit=1)] == [first]


# --- exchange -----------------------------------------------------------------------------------


def test_an_export_holds_the_text_its_marks_stand_in_though_another_is_read_here(
    library: Library, article: ArticleId, tmp_path: Path
) -> None:
    revised = TEXT.replace("Monday", "Monday last")
    with open_library(library.path) as other:
        assert opened(other, tmp_path / "a.txt", revised) == article
        create(other, article, mark("last", text=revised))

    annotated = library.annotated(article)

    assert annotated.article.version is not None
    assert annotated.document is not None
    assert annotated.document.sha256 == annotated.article.version.sha256
    assert annotated.document.text == revised


def test_an_export_holds_a_text_that_is_stored_while_it_is_read(
    library: Library, article: ArticleId, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_store = threading.Event()
    keep, version = Texts.keep, Articles.version

    def kept(texts: Texts, identity: str, stored: Document) -> None:
        may_store.wait(20)
        keep(texts, identity, stored)

    def version_while_it_is_stored(articles: Articles, of: ArticleId) -> VersionId | None:
        if not may_store.is_set():
            may_store.set()
            # What is written now comes behind the text.
            library.database.write(lambda _: None).result()
        return version(articles, of)

    monkeypatch.setattr(Texts, "keep", kept)
    create(library, article, mark("firm"))
    monkeypatch.setattr(Articles, "version", version_while_it_is_stored)

    exported = library.annotated(article)

    assert may_store.is_set()
    assert exported.document is not None
    assert exported.document.text == TEXT


def test_an_export_leaves_out_what_is_confidential(library: Library, article: ArticleId) -> None:
    library.import_annotated(
        replace(
            library.annotated(article),
            codebook=Codebook(tags=(Tag(name="secret", confidential=True),)),
        )
    ).result()
    create(library, article, mark("crowd", tags=("secret/source",)))
    create(library, article, mark("Monday", tags=("open",)))

    shown, whole = library.annotated(article), library.annotated(article, confidential=True)

    assert [each.quote for each in shown.annotations] == ["Monday"]
    assert [tag.name for tag in shown.codebook.tags] == ["open"]
    assert shown.left_out == 1
    assert len(whole.annotations) == 2
    assert [tag.name for tag in whole.codebook.tags] == ["open", "secret", "secret/source"]


def test_an_export_replaces_only_what_postil_wrote(
    library: Library, article: ArticleId, tmp_path: Path
) -> None:
    create(library, article, mark("crowd"))
    target = tmp_path / "a.yaml"

    first = library.export(article, "yaml", target)
    again = library.export(article, "yaml", target)

    assert first == again
    assert (first.marks, first.text) == (1, "")
    target.write_text("edited")
    with pytest.raises(ExportWouldOverwriteError):
        library.export(article, "yaml", target)
    assert target.read_text() == "edited"
    library.export(article, "yaml", target, overwrite=True)
    assert target.read_text() == library.export(article, "yaml").text


@pytest.mark.parametrize("kind", ["stranger", "link", "folder"])
def test_an_export_does_not_go_over_what_is_not_its_own(
    library: Library, article: ArticleId, tmp_path: Path, kind: str
) -> None:
    target = tmp_path / "x.yaml"
    (tmp_path / "other").write_text("mine")
    if kind == "stranger":
        target.write_text("mine")
    elif kind == "link":
        target.symlink_to(tmp_path / "other")
    else:
        target.mkdir()

    with pytest.raises(ExportWouldOverwriteError):
        library.export(article, "yaml", target)

    assert (tmp_path / "other").read_text() == "mine"


def test_an_export_into_a_missing_folder_is_refused_with_a_sentence(
    library: Library, article: ArticleId, tmp_path: Path
) -> None:
    with pytest.raises(ExchangeError, match="cannot be written"):
        library.export(article, "yaml", tmp_path / "no" / "x.yaml")


def test_an_article_is_the_same_after_export_and_import_elsewhere(
    library: Library, article: ArticleId, tmp_path: Path
) -> None:
    first = create(library, article, mark("crowd", tags=("b", "a/x"), note="n"))
    create(library, article, mark("firm will", relations=(Relation(to=first.id, name="r"),)))
    gone = create(library, article, mark("Monday"))
    write(library, article, MarkEdit(before=gone, after=None))
    exported = library.export(article, "yaml", tmp_path / "a.yaml")

    from annotations.exchange import FORMATS

    read = FORMATS["yaml"].read
    assert read is not None
    data = (tmp_path / "a.yaml").read_bytes()
    with library_at(tmp_path / "other.db") as other:
        imported = other.import_annotated(*read(data, "a.yaml")).result()

        assert (imported.added, imported.article.id) == (2, article)
        assert other.export(article, "yaml").text.encode() == data
        assert exported.marks == 2


@settings(max_examples=40)
@given(annotated=annotated_articles())
def test_importing_into_an_empty_library_keeps_everything(annotated: AnnotatedArticle) -> None:
    import tempfile
    from pathlib import Path

    seen = {each.sha256 for each in (*annotated.earlier, annotated.article.version) if each}
    spelling: dict[str, str] = {}
    for tag in annotated.codebook.tags:
        spelling[fold_tag(tag.name)] = tag.name
    annotated = replace(
        annotated,
        earlier=annotated.earlier if len(seen) == 1 + len(annotated.earlier) else (),
        annotations=tuple(
            replace(each, tags=tuple(spelling[fold_tag(tag)] for tag in each.tags))
            for each in annotated.annotations
        ),
        article=replace(
            annotated.article,
            tags=tuple(spelling.get(fold_tag(tag), tag) for tag in annotated.article.tags),
        ),
    )
    with tempfile.TemporaryDirectory() as folder, library_at(Path(folder) / "x.db") as library:
        library.import_annotated(annotated).result()
        again = library.annotated(annotated.article.id, confidential=True)

        assert _without_ids(again) == replace(
            _without_ids(annotated),
            codebook=used_by(
                annotated.annotations, annotated.codebook, also=annotated.article.tags
            ),
        )
        assert annotated.document is not None
        assert again.document is not None
        for name in ("text", "blocks", "spans", "locators"):
            assert getattr(again.document, name) == getattr(annotated.document, name)


def _without_ids(annotated: AnnotatedArticle) -> AnnotatedArticle:
    """Without what a library gives anew: ids of versions, revisions; documents compare by identity."""
    version = annotated.article.version
    return replace(
        annotated,
        article=replace(annotated.article, version=version and replace(version, id=VersionId(""))),
        earlier=tuple(replace(each, id=VersionId("")) for each in annotated.earlier),
        annotations=tuple(replace(each, revision=0) for each in annotated.annotations),
        document=None,
    )


def _colleague(tmp_path: Path, annotated: AnnotatedArticle, **mine: object) -> AnnotatedArticle:
    """What a colleague sends back who got an article, and changed its marks."""
    with library_at(tmp_path / "colleague.db") as other:
        other.import_annotated(annotated).result()
        changed = other.annotated(annotated.article.id)
    return replace(changed, **mine)  # type: ignore[arg-type]  # as named


def test_an_import_takes_the_newer_mark_and_keeps_the_older_in_history(
    library: Library, article: ArticleId, tmp_path: Path
) -> None:
    made = create(library, article, mark("crowd", note="old"))
    later = replace(made, note="new", updated=Timestamp("2027-01-01T00:00:00Z"))
    sent = _colleague(tmp_path, library.annotated(article), annotations=(later,))

    imported = library.import_annotated(sent).result()

    assert (imported.added, imported.updated) == (0, 1)
    assert [each.note for each in library.annotations(article)] == ["new"]
    assert library.annotations(article)[0].updated == later.updated
    library.undo(article).result()
    assert [each.note for each in library.annotations(article)] == ["old"]


def test_a_mark_with_an_unruly_field_is_edited_and_keeps_its_value(
    library: Library, article: ArticleId
) -> None:
    sent = replace(
        library.annotated(article), annotations=(mark("Monday", fields=(("dc:title", "x"),)),)
    )
    library.import_annotated(sent).result()
    (there,) = library.annotations(article)

    write(library, article, MarkEdit(before=there, after=replace(there, colour=Colour.RED)))

    (now,) = library.annotations(article)
    assert (now.colour, now.fields) == (Colour.RED, (("dc\ua789title", "x"),))


def test_absence_deletes_nothing_and_a_tombstone_does(library: Library, article: ArticleId) -> None:
    kept = create(library, article, mark("crowd"))
    gone = create(library, article, mark("Monday"))
    grave = Tombstone(id=gone.id, deleted=Timestamp("2027-01-01T00:00:00Z"))
    sent = replace(library.annotated(article), annotations=(), deleted=(grave,))

    imported = library.import_annotated(sent).result()

    assert imported.deleted == 1
    assert [each.id for each in library.annotations(article)] == [kept.id]
    assert library.annotated(article).deleted == (grave,)


def test_a_dry_run_writes_nothing(library: Library, article: ArticleId) -> None:
    create(library, article, mark("crowd"))
    sent = replace(library.annotated(article), annotations=(mark("Monday"),))

    imported = library.import_annotated(sent, dry_run=True).result()

    assert imported.added == 1
    assert len(library.annotations(article)) == 1
    assert len(library.history()) == 1


def test_an_imported_article_is_the_one_here_with_the_same_text(
    library: Library, tmp_path: Path
) -> None:
    article = opened(library, tmp_path / "a.txt")
    annotated = _foreign(document())

    imported = library.import_annotated(annotated).result()

    assert imported.article.id == article
    assert [each.quote for each in library.annotations(article)] == ["crowd"]


def test_another_text_of_an_imported_article_is_a_further_version(library: Library) -> None:
    article = (
        library.open_article(document(), Source(kind="address", location="https://example.org/a"))
        .result()
        .article.id
    )
    text = "On top. " + TEXT.replace("applauded", "cheered")
    foreign = _foreign(document(text), url="https://example.org/a?utm_medium=mail")
    lost = mark("cheered", text=text)
    foreign = replace(foreign, annotations=(mark("crowd", text=text), lost))

    library.import_annotated(foreign).result()

    shown = library.annotated(article)
    assert shown.article.version is not None
    assert shown.article.version.sha256 == document().sha256
    assert [each.sha256 for each in shown.earlier] == [document(text).sha256]
    found, orphan = shown.annotations
    assert [TEXT[held.start : held.end] for held in found.ranges] == ["crowd"]
    assert (orphan.id, orphan.state) == (lost.id, State.ORPHANED)
    assert orphan.pieces[0].original is not None
    assert orphan.pieces[0].original.sha256 == document(text).sha256
    again = library.import_annotated(foreign).result()
    assert (again.added, again.updated, again.reports) == (0, 0, ())


def test_an_import_fills_what_is_missing_and_replaces_no_words(
    library: Library, article: ArticleId
) -> None:
    local = replace(
        library.annotated(article),
        article=replace(library.article(article), metadata=Metadata(title="Here")),
        codebook=Codebook(
            colours=((Colour.RED, "doubt"),),
            tags=(Tag(name="a", description="here", confidential=True),),
        ),
    )
    library.import_annotated(local).result()

    library.import_annotated(
        replace(
            local,
            article=replace(
                local.article, metadata=Metadata(title="There", publisher="P"), tags=("x",)
            ),
            codebook=Codebook(
                colours=((Colour.RED, "other"), (Colour.BLUE, "fact")),
                tags=(Tag(name="A", description="there"), Tag(name="b", description="there")),
            ),
        )
    ).result()

    now = library.article(article)
    assert (now.metadata.title, now.metadata.publisher, now.tags) == ("Here", "P", ("x",))
    codebook = library.codebook()
    assert dict(codebook.colours) == {Colour.RED: "doubt", Colour.BLUE: "fact"}
    tags = {tag.name: tag for tag in codebook.tags}
    assert (tags["a"].description, tags["a"].confidential) == ("here", True)
    assert tags["b"].description == "there"


def test_a_mark_of_another_article_is_left_alone_by_an_import(
    library: Library, article: ArticleId
) -> None:
    made = create(library, article, mark("crowd"))
    foreign = replace(
        _foreign(document("Quite another text.")),
        annotations=(replace(made, pieces=(), note="stolen"),),
        deleted=(),
    )

    imported = library.import_annotated(foreign).result()

    assert imported.added == 0
    assert "belongs to another article" in imported.reports[0]
    assert library.annotations(article) == [made]


def test_a_file_opened_after_its_yaml_was_imported_is_the_same_article(
    library: Library, tmp_path: Path
) -> None:
    imported = library.import_annotated(_foreign(document())).result()

    again = library.open_article(document(), source(tmp_path / "a.md")).result()

    assert again.article.id == imported.article.id
    assert [each.quote for each in again.annotations] == ["crowd"]


def test_metadata_of_an_import_is_a_persons_word(library: Library, tmp_path: Path) -> None:
    library.import_annotated(_foreign(document(), title="By a person")).result()

    again = library.open_article(document(title="Guess"), source(tmp_path / "a.md")).result()

    assert again.article.metadata.title == "By a person"


def _foreign(held: Document, **metadata: str) -> AnnotatedArticle:
    """An annotated article of another library."""
    return AnnotatedArticle(
        article=Article(
            id=ArticleId("01900000-0000-7000-8000-000000000001"),
            metadata=Metadata(**metadata),  # type: ignore[arg-type]  # texts only
            source="bamako.md",
            version=Version(
                id=VersionId(""), sha256=held.sha256, length=len(held.text), loader="markdown 1"
            ),
        ),
        annotations=(
            (mark("crowd", created=_LONG_AGO, updated=_LONG_AGO),) if "crowd" in held.text else ()
        ),
        document=held,
    )


_LONG_AGO = Timestamp("2020-01-01T00:00:00Z")


# --- care ---------------------------------------------------------------------------------------


def test_a_forgotten_article_leaves_no_byte_behind(library: Library, tmp_path: Path) -> None:
    secret = "xylophonequartet"
    text = f"The {secret} plays. And nothing else is in this text."
    article = opened(library, tmp_path / "s.txt", text)
    create(library, article, mark(secret, text=text, note=secret + "note"))
    kept = opened(library, tmp_path / "k.txt")
    create(library, kept, mark("crowd"))

    backups = library.forget(article).result()

    library.close()
    assert backups == ()
    data = b"".join(path.read_bytes() for path in tmp_path.glob("library.db*"))
    assert secret.encode() not in data
    with library_at(tmp_path / "library.db") as again:
        assert len(again.annotations(kept)) == 1
        assert len(again.history()) == 1
        assert [each.sentence for each in again.check() if each.severity != "warning"] == []


def test_a_library_in_use_checks_out(library: Library, article: ArticleId) -> None:
    made = create(library, article, mark("crowd", tags=("a",), note="日本語のノート"))
    (noted,) = write(
        library, article, MarkEdit(before=made, after=replace(made, note="n"))
    ).annotations
    write(library, article, MarkEdit(before=noted, after=None))
    library.undo(article).result()
    opened(library, library.path.parent / "a.txt", "New. " + TEXT)
    library.keep_place(article, 0, 0).result()  # behind the text, which is kept after the mark

    assert [each for each in library.check() if "look into" not in each.sentence] == []


def test_history_keeps_what_it_says_as_json(library: Library, article: ArticleId) -> None:
    create(library, article, mark("crowd", tags=("sahel",)))

    with library.database.reading() as connection:
        ((before, after),) = connection.execute(
            "SELECT before, after FROM history_changes"
        ).fetchall()

    assert before is None
    assert json.loads(after)["tags"] == [1]
    assert isinstance(Annotation(id=AnnotationId("x")), Annotation)


def test_another_release_of_a_loader_makes_no_other_text_unasked(
    library: Library, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    read = replace(document(), source_sha256="5" * 64)
    article = library.open_article(read, source(path)).result().article.id
    create(library, article, mark("firm will"))
    library.keep_place(article, 0, 0).result()
    better = replace(
        document("Quite another reading of it."), loader="text 2", source_sha256="5" * 64
    )

    touched = library.open_article(better, source(path, 2)).result()
    asked = library.open_article(better, source(path, 2), is_anew=True).result()

    assert touched.article.id == asked.article.id == article
    assert touched.document is not None
    assert touched.document.text == TEXT
    assert touched.version.sha256 == read.sha256
    assert touched.notices == ()
    assert asked.version.reason == "re-extracted"
    assert asked.document is None
    assert "0 marks kept, 1 not found" in asked.notices[0]


def test_marks_that_were_lost_before_are_neither_kept_nor_lost_again(
    library: Library, tmp_path: Path
) -> None:
    article = opened(library, tmp_path / "a.txt")
    create(library, article, mark("firm will"))
    create(library, article, mark("on Monday"))
    opened(library, tmp_path / "a.txt", TEXT.replace("on Monday", "yesterday"))

    text = "New. " + TEXT.replace("on Monday", "yesterday")
    again = library.open_article(document(text), source(tmp_path / "a.txt", 9)).result()

    assert again.notices[0].endswith(": 1 mark kept")


def test_texts_are_indexed_when_they_are_first_searched(library: Library, tmp_path: Path) -> None:
    article = opened(library, tmp_path / "a.txt")
    create(library, article, mark("crowd"))
    library.keep_place(article, 0, 0).result()
    query = library.query("text:monday")

    assert [each.article.id for each in library.list_articles(query)] == [article]
    assert len(library.find(query)) == 1

    with library.database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM text_parts").fetchone() == (1,)
    library.forget(article).result()
    with library.database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM text_index_docsize").fetchone() == (0,)
    assert library.check() == []


def test_texts_are_searched_where_the_library_cannot_be_written(
    library: Library, tmp_path: Path
) -> None:
    article = opened(library, tmp_path / "a.txt")
    create(library, article, mark("crowd"))
    library.keep_place(article, 0, 0).result()
    library.database.connection.execute("PRAGMA query_only = ON")

    found = library.list_articles(library.query("text:monday"))

    library.database.connection.execute("PRAGMA query_only = OFF")
    assert [each.article.id for each in found] == [article]


def test_each_write_tells_the_number_of_its_step_and_none_where_nothing_changed(
    library: Library, article: ArticleId
) -> None:
    made = create(library, article, mark("crowd"))

    def told() -> list[int | None]:
        edit = MarkEdit(before=made, after=replace(made, note="n"))
        edits = {article: [edit._replace(after=replace(made, note="n", tags=("t",)))]}
        return [
            write(library, article, edit).step,
            library.write_marks_of(edits, action="mark", label="marks").result()[article].step,
            library.shelf.set_status([article], "done").result().step,
            library.shelf.tag([article], ["press"]).result().step,
            library.write_reference(article, {"title": "The visit"}).result()[1],
            library.coding.write(Describe("t", "story")).result().step,
        ]

    steps = told()

    assert steps == [each.id for each in library.history()[5::-1]]
    assert told() == [None] * 6


def test_marks_of_several_articles_are_changed_and_undone_in_one_step(
    library: Library, tmp_path: Path
) -> None:
    articles = [opened(library, tmp_path / f"{name}.txt", f"{name}. {TEXT}") for name in "ab"]
    made = {each: create(library, each, mark("crowd")) for each in articles}
    edits = {
        each: [MarkEdit(before=held, after=replace(held, note="n"))] for each, held in made.items()
    }

    written = library.write_marks_of(edits, action="note", label="two notes").result()

    assert [written[each].annotations[0].note for each in articles] == ["n", "n"]
    undone = library.undo().result()
    assert undone.entry.label == "two notes"
    assert [library.annotations(each)[0].note for each in articles] == ["", ""]
