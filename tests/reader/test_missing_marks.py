"""While only the marks around the reading place are here, nothing is said or lost that is not so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from annotations.model import Annotation, AnnotationId, Colour, Range, timestamp
from annotations.results import Changes, HistoryEntry, OpenedArticle
from reader.marks import Marks
from reader.undoing import surprises

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotations.library import Library
    from reader.session import Session

WORDS = ("visit", "minister", "world", "costs", "paragraph", "item")


@pytest.fixture
async def opened(make_session: Callable[..., Session], library: Library) -> OpenedArticle:
    """The article with a mark on each of the words, all of them."""
    session = make_session()
    for word in WORDS:
        start = session.document.text.index(word)
        session.extend_to(start + len(word), anchor=start)
        await session.commit(session.plan_highlight(Colour.BLUE))
    assert session.article is not None
    # The text is stored by a write of its own, before this one.
    library.keep_place(session.article.id, 0, 0.0).result()
    found = library.opened(session.article.id)
    assert found is not None
    return found


@pytest.fixture
def session(
    make_session: Callable[..., Session], library: Library, opened: OpenedArticle
) -> Session:
    """A session that has only the first two marks."""
    session = make_session()
    session.attach(library, opened._replace(annotations=opened.annotations[:2]))
    return session


def rest(library: Library, session: Session) -> Marks:
    """What the library has now."""
    assert session.article is not None
    return Marks(library.annotations(session.article.id))


def quotes(session: Session) -> list[str]:
    return [each.quote for each in session.marks]


def mark_on(session: Session, word: str) -> Annotation:
    return next(each for each in session.marks if each.quote == word)


def test_the_count_is_that_of_all(session: Session, library: Library) -> None:
    assert (len(session.marks), session.mark_count, session.is_complete) == (2, 6, False)

    session.complete(rest(library, session))

    assert quotes(session) == list(WORDS)
    assert (session.mark_count, session.is_complete) == (6, True)


def test_that_no_mark_follows_is_not_said_before_all_are_here(
    session: Session, library: Library
) -> None:
    marks = rest(library, session)
    session.go_to(len(session.document.text))
    session.go_to(session.document.text.index("minister"))

    assert session.go_to_next_mark() == "the other marks are still being read"
    session.complete(marks)
    assert session.go_to_next_mark() == ""
    assert session.document.text[session.caret :].startswith("world")


async def test_what_is_done_meanwhile_wins_over_what_was_read_before(
    session: Session, library: Library
) -> None:
    marks = rest(library, session)
    await session.commit(session.plan_delete(mark_on(session, "visit")))
    await session.commit(session.plan_recolour(mark_on(session, "minister"), Colour.RED))
    start = session.document.text.index("quoted")
    session.extend_to(start + 6, anchor=start)
    await session.commit(session.plan_highlight(Colour.GREEN))

    session.complete(marks)

    assert quotes(session) == [*WORDS[1:], "quoted"]
    assert mark_on(session, "minister").colour is Colour.RED
    assert list(session.marks) == list(rest(library, session))
    assert session.mark_count == 6
    assert session.last_colour is Colour.GREEN


async def test_an_undo_meanwhile_holds_also_for_a_mark_that_is_not_here_yet(
    session: Session, library: Library
) -> None:
    marks = rest(library, session)
    assert session.article is not None
    undone = library.undo(session.article.id).result()

    session.take(undone)
    session.complete(marks)

    assert quotes(session) == list(WORDS[:-1])


def test_what_another_program_changes_meanwhile_holds(session: Session, library: Library) -> None:
    marks = rest(library, session)
    world = next(each for each in marks if each.quote == "world")
    costs = next(each for each in marks if each.quote == "costs")

    noted = replace(world, note="changed elsewhere", revision=world.revision + 1)
    session.take(Changes(annotations=(noted,), deleted=(costs.id,)))

    session.complete(marks)

    assert mark_on(session, "world").note == "changed elsewhere"
    assert "costs" not in quotes(session)


def test_undoing_what_is_not_here_yet_is_asked_about_first(session: Session) -> None:
    assert session.article is not None
    entry = HistoryEntry(
        id=1,
        time=timestamp(datetime.now(UTC)),
        action="mark",
        label="highlight",
        articles=(session.article.id,),
        annotations=(AnnotationId("elsewhere"),),
        is_undone=False,
    )

    assert surprises(session, entry, Range(0, len(session.document.text)))
