"""Several articles taken in at once: one plan, one step of the history, all or none of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from annotations.codebook_edits import Add, Describe, Mean
from annotations.errors import ConflictError
from annotations.library import MarkEdit
from annotations.model import (
    AnnotatedArticle,
    Annotation,
    AnnotationId,
    Article,
    ArticleId,
    Codebook,
    Colour,
    Metadata,
    Piece,
    State,
    Tag,
    Timestamp,
)
from tests.annotations.store.samples import TEXT, document, library_at, mark, opened, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from annotations.library import Library
    from annotations.store.connections import Connection


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with library_at(tmp_path / "library.db") as opened_library:
        yield opened_library


def article(number: int, *quotes: str) -> AnnotatedArticle:
    """An article of another library, with marks at quotes."""
    read = document(TEXT + str(number))
    return AnnotatedArticle(
        article=Article(
            id=ArticleId(f"01900000-0000-7000-8000-0000000000a{number}"),
            metadata=Metadata(title=f"Article {number}"),
        ),
        annotations=tuple(
            replace(
                mark(quote),
                id=AnnotationId(f"01900000-0000-7000-8000-00000000{number}00{place}"),
            )
            for place, quote in enumerate(quotes)
        ),
        document=read,
    )


def dump(library: Library) -> list[str]:
    with library.database.reading() as connection:
        return list(connection.iterdump())


def test_several_articles_are_one_step_which_undo_takes_back(library: Library) -> None:
    both = [article(1, "crowd", "Monday"), article(2, "crowd")]

    plan = library.import_together(both).result()

    assert (plan.added, plan.updated, plan.unchanged, plan.unplaced) == (3, 0, 0, 0)
    assert [each.is_new for each in plan.articles] == [True, True]
    (step,) = library.history()
    assert (step.id, step.label) == (plan.step, "import of 2 articles")
    library.undo(None, plan.step).result()
    assert not any(library.annotations(each.article.id) for each in both)


def test_a_plan_tells_what_would_come_of_it_and_leaves_all_as_it_was(library: Library) -> None:
    both = [article(1, "crowd"), article(2, "crowd")]
    library.import_together(both[:1]).result()
    before = dump(library)

    planned = library.import_together(both, dry_run=True).result()

    assert (planned.added, planned.unchanged) == (1, 1)
    assert dump(library) == before
    done = library.import_together(both).result()
    assert replace(done, step=None) == replace(planned, step=None)


def test_the_same_a_second_time_is_no_step(library: Library) -> None:
    both = [article(1, "crowd"), article(2, "crowd")]
    library.import_together(both).result()

    plan = library.import_together(both).result()

    assert plan.is_empty
    assert plan.step is None
    assert len(library.history()) == 1


def test_what_undo_took_back_comes_again_with_its_file_but_not_what_was_deleted(
    library: Library,
) -> None:
    theirs = article(1, "crowd", "Monday")
    crowd, monday = (each.id for each in theirs.annotations)
    library.undo(None, library.import_together([theirs]).result().step).result()

    again = library.import_together([theirs]).result()

    assert (again.added, again.unchanged) == (2, 0)
    here = theirs.article.id
    (gone,) = (each for each in library.annotations(here) if each.id == monday)
    write(library, here, MarkEdit(before=gone, after=None))
    assert library.import_together([theirs]).result().is_empty
    assert [each.id for each in library.annotations(here)] == [crowd]


def test_of_two_files_that_hold_one_mark_the_second_finds_it_known(library: Library) -> None:
    plan = library.import_together([article(1, "crowd"), article(1, "crowd")]).result()

    assert [(each.added, each.unchanged) for each in plan.articles] == [(1, 0), (0, 1)]


def test_where_one_cannot_be_taken_in_none_is(library: Library) -> None:
    broken = article(2, "crowd")
    unwritable = replace(broken.annotations[0], note="\ud800")
    before = dump(library)

    with pytest.raises(UnicodeEncodeError):
        library.import_together(
            [article(1, "crowd"), replace(broken, annotations=(unwritable,))]
        ).result()

    assert dump(library) == before


def test_a_quote_finds_the_text_that_only_its_file_held(library: Library, tmp_path: Path) -> None:
    here = opened(library, tmp_path / "a.txt")
    assert not library.shelf.has_text(here)
    piece = Piece(range=None, quote="crowd", state=State.ORPHANED)
    quote = Annotation(id=AnnotationId("01900000-0000-7000-8000-000000000001"), pieces=(piece,))
    incoming = AnnotatedArticle(
        article=Article(id=ArticleId("01900000-0000-7000-8000-00000000aaaa"), source="a.txt"),
        annotations=(quote,),
    )
    other = {here: document("Another text by now.")}

    assert library.import_together([incoming], dry_run=True).result().unplaced == 1
    assert library.import_together([incoming], texts=other, dry_run=True).result().unplaced == 1
    planned = library.import_together([incoming], texts={here: document()}, dry_run=True).result()
    assert (planned.unplaced, planned.articles[0].article.id) == (0, here)
    assert not library.shelf.has_text(here)

    library.import_together([incoming], texts={here: document()}).result()
    (placed,) = library.annotations(here)
    assert placed.start == TEXT.index("crowd")


def test_an_article_that_is_open_follows_by_poll(library: Library, tmp_path: Path) -> None:
    here = opened(library, tmp_path / "a.txt")
    write(library, here, MarkEdit(before=None, after=mark("Monday")))
    library.poll(here)
    theirs = library.annotated(here)
    fresh = replace(mark("crowd"), id=AnnotationId("01900000-0000-7000-8000-000000000009"))

    library.import_together([replace(theirs, annotations=(fresh,))]).result()

    news = library.poll(here)
    assert news is not None
    assert [each.quote for each in news.annotations] == ["crowd"]


CODED = Codebook(
    colours=((Colour.YELLOW, "claim"), (Colour.RED, "doubt")),
    tags=(
        Tag(name="sahel", description="The belt.", confidential=True),
        Tag(name="sahel/russia", colour=Colour.RED, was=("russia",)),
        Tag(name="costs", description="Who pays."),
    ),
    fields=(("speaker", "who says it"),),
)


def coded(number: int, *quotes: str, tag: str = "sahel/russia") -> AnnotatedArticle:
    """As `article`, with all that a file says beside marks."""
    found = article(number, *quotes)
    return replace(
        found,
        article=replace(
            found.article,
            tags=("project", "costs"),
            metadata=Metadata(title="Theirs", publisher="The Courier"),
            extra={"pages": 3},
        ),
        annotations=tuple(replace(each, tags=(tag,)) for each in found.annotations),
        codebook=CODED,
    )


def said(library: Library, identity: ArticleId) -> tuple[object, ...]:
    """All that is said beside marks of an article and of tags."""
    with library.database.reading() as connection:
        shelved = [row for row in library.shelf.rows() if row.id == identity]
        (extra,) = connection.execute(
            "SELECT extra FROM articles WHERE id = ?", (identity,)
        ).fetchone()
    reference = library.reference(identity)
    codebook = library.codebook()
    return (
        *([row[:8] for row in shelved], extra, reference.written, reference.guessed),
        *(codebook.tags, codebook.colours, codebook.fields, library.annotations(identity)),
    )


def test_all_that_an_import_says_is_taken_back_by_one_undo_and_comes_again(
    library: Library,
) -> None:
    library.coding.write(Mean(Colour.RED, "no")).result()
    library.coding.write(Add("costs")).result()
    here = coded(1).article.id
    library.import_together([article(1, "crowd")]).result()
    library.shelf.tag([here], ["mine"]).result()
    before = said(library, here)

    plan = library.import_together([coded(1, "crowd", "Monday")]).result()
    after = said(library, here)
    again = library.import_together([coded(1, "crowd", "Monday")]).result()

    assert after != before
    assert plan.step is not None
    assert again.step is None
    library.undo(None, plan.step).result()
    assert said(library, here)[:-1] == before[:-1]
    library.redo(None, plan.step).result()
    assert said(library, here)[:-1] == after[:-1]


def test_a_new_article_leaves_the_library_with_its_import_unless_it_was_marked_since(
    library: Library,
) -> None:
    plan = library.import_together([coded(1, "crowd"), coded(2, "crowd")]).result()
    one, two = (each.article.id for each in plan.articles)
    write(library, two, MarkEdit(before=None, after=mark("Monday")))

    library.undo(None, plan.step).result()

    assert [row.id for row in library.shelf.rows()] == [two]
    assert library.codebook().tags == ()
    library.redo(None, plan.step).result()
    assert {row.id for row in library.shelf.rows()} == {one, two}
    assert [row.tags for row in library.shelf.rows()] == [("project", "costs")] * 2


def test_what_was_made_of_an_import_since_stays_when_it_is_undone(library: Library) -> None:
    plan = library.import_together([coded(1, "crowd")]).result()
    (here,) = (each.article.id for each in plan.articles)
    library.write_reference(here, {"publisher": "Le Faso"}).result()
    library.coding.write(Describe("costs", "Mine.")).result()
    library.coding.write(Mean(Colour.YELLOW, "mine")).result()
    write(library, here, MarkEdit(before=None, after=mark("Monday", tags=("sahel/russia",))))

    library.undo(None, plan.step).result()

    assert [(tag.name, tag.confidential) for tag in library.codebook().tags] == [
        *[("costs", False), ("sahel", True), ("sahel/russia", False)]
    ]
    assert dict(library.codebook().colours) == {Colour.YELLOW: "mine"}
    assert library.reference(here).written == {"publisher": "Le Faso"}


def test_an_import_is_not_redone_over_another_tag_of_the_same_name(library: Library) -> None:
    plan = library.import_together([coded(1, "crowd")]).result()
    library.undo(None, plan.step).result()
    library.coding.write(Add("Costs")).result()

    with pytest.raises(ConflictError, match="there is another tag costs since"):
        library.redo(None, plan.step).result()

    assert [tag.name for tag in library.codebook().tags] == ["Costs"]


def test_an_import_that_was_taken_back_comes_again_with_the_same_file(library: Library) -> None:
    incoming = article(1, "crowd", "Monday")
    plan = library.import_together([incoming]).result()
    library.undo(None, plan.step).result()

    assert library.annotated(incoming.article.id).deleted == ()
    again = library.import_together([incoming]).result()

    assert again.added == 2
    assert len(library.annotations(incoming.article.id)) == 2


def test_a_mark_that_was_deleted_before_an_import_is_deleted_when_it_is_taken_back(
    library: Library,
) -> None:
    incoming = article(1, "crowd")
    here = incoming.article.id
    library.import_together([incoming]).result()
    (deleted,) = library.annotations(here)
    write(library, here, MarkEdit(before=deleted, after=None))
    later = replace(incoming.annotations[0], updated=Timestamp("2027-01-01T00:00:00Z"))
    plan = library.import_together([replace(incoming, annotations=(later,))]).result()

    library.undo(None, plan.step).result()

    assert plan.added == 1
    assert [each.id for each in library.annotated(here).deleted] == [deleted.id]


def test_what_a_strange_library_says_of_a_step_is_no_statement(library: Library) -> None:
    imported = article(1, "crowd")
    plan = library.import_together([imported]).result()
    key = "title = 'seized' WHERE 1 --"

    def tamper(connection: Connection) -> None:
        connection.execute(
            "UPDATE history_changes SET before = json_set(before, ?, 'x'), "
            "after = json_set(after, ?, NULL) WHERE kind = 'imported_article'",
            (f'$."{key}"', f'$."{key}"'),
        )

    library.database.maintain(tamper).result()

    library.undo(None, plan.step).result()

    assert library.shelf.rows() == []
    assert library.article(imported.article.id).name == imported.article.id
