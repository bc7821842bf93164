"""Marks of which only the quote is known: matched to the text here, or kept until it comes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from annotations.library import MarkEdit, Source
from annotations.model import (
    AnnotatedArticle,
    Annotation,
    AnnotationId,
    Article,
    ArticleId,
    Colour,
    IdSource,
    Metadata,
    Original,
    Piece,
    Range,
    Relation,
    Selector,
    State,
    Timestamp,
)
from tests.annotations.store.samples import TEXT, document, library_at, opened, source, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from annotations.library import Library
    from annotations.results import Imported

ADDRESS = "https://example.org/visit"
OTHER_IDS = IdSource()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with library_at(tmp_path / "library.db") as opened_library:
        yield opened_library


def quoted(quote: str, number: int = 1, **rest: object) -> Annotation:
    piece = Piece(range=None, quote=quote, state=State.ORPHANED)
    identity = AnnotationId(f"01900000-0000-7000-8000-{number:012d}")
    return Annotation(id=identity, pieces=(piece,), **rest)  # type: ignore[arg-type]  # as named


def from_elsewhere(*marks: Annotation, source: str = "", url: str = "") -> AnnotatedArticle:
    return AnnotatedArticle(
        article=Article(
            id=ArticleId("01900000-0000-7000-8000-00000000aaaa"),
            metadata=Metadata(url=url),
            source=source or url,
        ),
        annotations=marks,
    )


def taken(library: Library, annotated: AnnotatedArticle) -> Imported:
    return library.import_annotated(annotated).result()


def at_address(library: Library, address: str = ADDRESS) -> ArticleId:
    found = library.open_article(document(), Source(kind="address", location=address)).result()
    return found.article.id


def test_a_quote_stands_in_the_text_here_where_the_text_holds_it(library: Library) -> None:
    article = at_address(library)

    done = taken(
        library, from_elsewhere(quoted("firm  will of both"), url=f"{ADDRESS}?utm_source=x#a")
    )

    [mark] = library.annotations(article)
    assert (done.article.id, done.added, done.unplaced) == (article, 1, 0)
    assert mark.pieces[0].range == Range(TEXT.index("firm will"), TEXT.index(" presidents"))
    assert (mark.quote, mark.state, mark.pieces[0].original) == (
        "firm will of both",
        State.ANCHORED,
        None,
    )


def test_a_quote_that_stands_twice_is_told_by_what_stood_around_it(library: Library) -> None:
    article = at_address(library)
    piece = Piece(range=None, quote="the", prefix="and ", suffix=" crowd in", state=State.ORPHANED)

    taken(library, from_elsewhere(replace(quoted(""), pieces=(piece,)), url=ADDRESS))

    [mark] = library.annotations(article)
    assert mark.start == TEXT.index("the crowd")


def test_a_place_from_elsewhere_only_decides_between_places_that_hold_the_quote(
    library: Library,
) -> None:
    article = at_address(library)
    second = TEXT.index("the", TEXT.index("the") + 1)

    def hinted(quote: str, start: int, number: int) -> Annotation:
        selector = Selector(start=start, end=start + len(quote), quote=quote)
        piece = replace(quoted(quote).pieces[0], original=Original(sha256="", selector=selector))
        return replace(quoted(quote, number), pieces=(piece,))

    taken(
        library,
        from_elsewhere(hinted("the", second, 1), hinted("crowd", 3, 2), url=ADDRESS),
    )

    assert {each.quote: each.start for each in library.annotations(article)} == {
        "the": second,
        "crowd": TEXT.index("crowd"),
    }


def test_a_quotation_of_several_pieces_is_parted_where_the_text_holds_them(
    library: Library,
) -> None:
    article = at_address(library)

    taken(library, from_elsewhere(quoted("The minister […] applauded"), url=ADDRESS))

    [mark] = library.annotations(article)
    assert [each.quote for each in mark.pieces] == ["The minister", "applauded"]


def test_what_the_text_does_not_hold_is_kept_as_a_quote_and_counted(library: Library) -> None:
    article = at_address(library)

    done = taken(
        library,
        from_elsewhere(quoted("nobody said this", note="n"), quoted("crowd", 2), url=ADDRESS),
    )

    assert (done.added, done.unplaced) == (2, 1)
    lost = library.annotations(article)[-1]
    assert (lost.quote, lost.note, lost.ranges) == ("nobody said this", "n", ())


def test_a_second_import_of_the_same_changes_nothing(library: Library) -> None:
    article = at_address(library)
    marks = from_elsewhere(quoted("crowd"), quoted("not there", 2), url=ADDRESS)
    taken(library, marks)
    before = library.annotations(article)

    done = taken(library, marks)

    assert (done.added, done.updated, done.unchanged, done.reports) == (0, 0, 2, ())
    assert library.annotations(article) == before
    assert len(library.history(article)) == 1


def test_a_second_import_leaves_a_mark_where_it_has_come_to_in_a_changed_text(
    library: Library, tmp_path: Path
) -> None:
    article = opened(library, tmp_path / "a.txt")
    library.keep_text(article)
    marks = from_elsewhere(quoted("crowd"), source="a.txt")
    taken(library, marks)
    revised = f"A line before.\n\n{TEXT}"
    library.open_article(document(revised), source(tmp_path / "a.txt", len(revised))).result()

    done = taken(library, marks)

    assert (done.article.id, done.unchanged, done.reports) == (article, 1, ())
    assert library.annotations(article)[0].start == revised.index("crowd")


@pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}?utm_source=mail#top"])
def test_quotes_of_an_address_wait_for_its_text(library: Library, address: str) -> None:
    done = taken(library, from_elsewhere(quoted("crowd", note="n"), quoted("no", 2), url=address))
    waiting = library.annotations(done.article.id)

    found = library.open_article(document(), Source(kind="address", location=ADDRESS)).result()

    assert [each.ranges for each in waiting] == [(), ()]
    assert (done.unplaced, found.article.id) == (2, done.article.id)
    assert [(each.quote, each.start) for each in found.annotations] == [
        ("crowd", TEXT.index("crowd")),
        ("no", None),
    ]
    assert found.notices == ("1 imported mark has found a place in this text.",)


def test_quotes_of_a_file_wait_for_a_file_of_this_name_that_holds_one(
    library: Library, tmp_path: Path
) -> None:
    done = taken(library, from_elsewhere(quoted("crowd"), source="a.txt"))

    other = opened(library, tmp_path / "sub" / "a.txt", "Another text of this name.")
    found = opened(library, tmp_path / "a.txt")

    assert other != done.article.id
    assert found == done.article.id
    assert library.annotations(found)[0].start == TEXT.index("crowd")


def test_quotes_of_a_file_come_to_the_one_article_of_this_name_that_holds_one(
    library: Library, tmp_path: Path
) -> None:
    article = opened(library, tmp_path / "a.txt")
    library.keep_text(article)

    done = taken(library, from_elsewhere(quoted("crowd"), source="a.txt"))
    other = taken(library, from_elsewhere(quoted("nowhere here", 2), source="a.txt"))

    assert done.article.id == article
    assert other.article.id != article


def test_what_a_quote_came_with_of_its_article_gives_way_to_the_text_itself(
    library: Library,
) -> None:
    annotated = from_elsewhere(quoted("crowd"), url=ADDRESS)
    told = annotated.article.metadata._replace(title="A tab's title", publisher="The Sahel Post")
    done = taken(library, replace(annotated, article=replace(annotated.article, metadata=told)))
    before = library.article(done.article.id).metadata

    here = Source(kind="address", location=ADDRESS)
    found = library.open_article(document(title="The title of the text"), here).result()

    assert (before.title, before.publisher) == ("A tab's title", "The Sahel Post")
    assert found.article.id == done.article.id
    assert found.article.metadata.title == "The title of the text"
    assert found.article.metadata.publisher == "The Sahel Post"


def test_what_the_format_has_no_room_for_stays_as_it_is_here(library: Library) -> None:
    article = at_address(library)
    taken(library, from_elsewhere(quoted("crowd", note="old"), url=ADDRESS))
    [mark] = library.annotations(article)
    mine = Relation(to=AnnotationId("01900000-0000-7000-8000-00000000cccc"), name="contradicts")
    richer = replace(mark, colour=Colour.RED, fields=(("by", "X"),), relations=(mine,))
    write(library, article, MarkEdit(before=mark, after=richer))
    reply = Relation(to=AnnotationId("01900000-0000-7000-8000-00000000dddd"), name="replies")

    later = quoted(
        "crowd", note="new", relations=(reply,), updated=Timestamp("2027-01-01T00:00:00Z")
    )
    done = taken(
        library,
        replace(
            from_elsewhere(later, url=ADDRESS),
            untold=frozenset(("colour", "fields", "relations")),
        ),
    )

    [now] = library.annotations(article)
    assert done.updated == 1
    assert (now.note, now.colour, now.fields) == ("new", Colour.RED, (("by", "X"),))
    assert now.relations == (mine, reply)


def test_a_dry_run_tells_what_is_new_known_changed_and_without_a_place(library: Library) -> None:
    at_address(library)
    taken(library, from_elsewhere(quoted("crowd"), quoted("hall", 2), url=ADDRESS))
    changed = quoted("hall", 2, note="n", updated=Timestamp("2027-01-01T00:00:00Z"))
    incoming = from_elsewhere(
        quoted("crowd"), changed, quoted("Monday", 3), quoted("nowhere", 4), url=ADDRESS
    )

    done = library.import_annotated(incoming, dry_run=True).result()

    assert (done.added, done.unchanged, done.updated, done.unplaced) == (2, 1, 1, 1)
    assert taken(library, incoming).added == 2
