"""Marks of a creator are hidden and shown together, and what happens to them meanwhile is not lost."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from annotations.model import Annotation, AnnotationId, Colour, Range
from annotations.results import Changes, MarkEdit, Written
from reader import taking
from reader.layers import Layer
from reader.planning import new_mark
from reader.undoing import surprises

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pytest

    from annotations.library import Library
    from reader.session import Session

CREATORS = ("Anna", "", "Tomás", "Anna")


def _marks(
    session: Session, library: Library, creators: Iterable[str] = CREATORS
) -> list[Annotation]:
    """Marks of these creators, three characters each, in order of the text."""
    text = session.document.text
    return [
        replace(
            new_mark(library.new_id(), text, Range(4 * number, 4 * number + 3), Colour.RED),
            creator=creator,
        )
        for number, creator in enumerate(creators)
    ]


def _store(session: Session, library: Library, marks: list[Annotation]) -> Written:
    assert session.article is not None
    edits = [MarkEdit(before=None, after=mark) for mark in marks]
    written = library.write_marks(session.article.id, edits, action="mark", label="x").result()
    session.take(written)
    return written


def _creators(session: Session) -> list[str]:
    return [mark.creator for mark in session.marks]


def _layers(session: Session) -> list[Layer]:
    return session.layers.layers(session.layers.everything(session.marks.snapshot()))


async def test_a_hidden_layer_is_gone_from_all_that_asks_for_marks(
    session: Session, library: Library
) -> None:
    _store(session, library, _marks(session, library))

    await session.show_layers(frozenset({"Anna"}))

    assert _creators(session) == ["", "Tomás"]
    assert len(session.arrangement) == 2
    assert session.mark_count == 4
    assert session.marks.at(0) == []
    session.go_to(0)
    session.go_to_next_mark()
    assert session.caret == 4
    assert _layers(session) == [
        Layer("Anna", 2, is_hidden=True),
        Layer("Tomás", 1, is_hidden=False),
        Layer("", 1, is_hidden=False),
    ]


async def test_shown_again_they_stand_where_they_stood(session: Session, library: Library) -> None:
    _store(session, library, _marks(session, library))
    before = list(session.marks)

    await session.show_layers(frozenset({"Anna", ""}))
    await session.show_layers(frozenset())

    assert list(session.marks) == before
    assert not len(session.layers)


async def test_with_all_hidden_the_way_back_is_said(session: Session, library: Library) -> None:
    _store(session, library, _marks(session, library, ("Anna",)))

    await session.show_layers(frozenset({"Anna"}))

    assert session.go_to_next_mark() == "all marks are hidden · ctrl+p, then “creator”, shows them"


async def test_what_another_program_adds_to_a_hidden_layer_is_hidden(
    session: Session, library: Library
) -> None:
    marks = _marks(session, library)
    _store(session, library, marks[:1])
    await session.show_layers(frozenset({"Anna"}))

    session.take(Changes(annotations=tuple(marks[1:]), deleted=()), is_own=False)

    assert _creators(session) == ["", "Tomás"]
    assert len(session.layers) == 2


async def test_a_mark_one_makes_oneself_is_shown_whatever_is_hidden(
    session: Session, library: Library
) -> None:
    marks = _marks(session, library)
    _store(session, library, marks[:2])
    await session.show_layers(frozenset({"Anna"}))

    _store(session, library, marks[3:])

    assert _creators(session) == ["", "Anna"]


async def test_a_hidden_mark_that_changes_or_goes_stays_hidden(
    session: Session, library: Library
) -> None:
    written = _store(session, library, _marks(session, library))
    await session.show_layers(frozenset({"Anna"}))
    first, last = written.annotations[0], written.annotations[3]

    changed = replace(first, note="more", revision=first.revision + 1)
    session.take(Changes(annotations=(changed,), deleted=(last.id,)), is_own=False)

    assert _creators(session) == ["", "Tomás"]
    assert session.layers.get(first.id) == changed
    assert len(session.layers) == 1


async def test_what_changes_while_marks_are_parted_is_kept(
    session: Session, library: Library
) -> None:
    written = _store(session, library, _marks(session, library))
    hers, gone = written.annotations[0], written.annotations[2]
    changed = replace(hers, note="more", revision=hers.revision + 1)

    parting = asyncio.create_task(session.show_layers(frozenset({"Anna"})))
    await asyncio.sleep(0)  # The snapshot is taken.
    session.take(Changes(annotations=(changed,), deleted=(gone.id,)), is_own=False)
    await parting

    assert session.layers.get(hers.id) == changed
    assert _creators(session) == [""]


async def test_undoing_something_hidden_asks_first(session: Session, library: Library) -> None:
    _store(session, library, _marks(session, library, ("Anna",)))
    assert session.article is not None
    entry = library.peek_undo(session.article.id)
    assert entry is not None
    everywhere = Range(0, len(session.document.text))
    assert not surprises(session, entry, everywhere)

    await session.show_layers(frozenset({"Anna"}))

    assert surprises(session, entry, everywhere)


async def test_very_many_changes_come_to_the_same_as_few(
    session: Session, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "MANY", 2)
    marks = _marks(session, library)
    first = _store(session, library, marks)
    assert [mark.id for mark in session.marks] == [mark.id for mark in marks]
    await session.show_layers(frozenset({"Tomás"}))

    red = tuple(
        replace(mark, colour=Colour.BLUE, revision=2)
        for mark in first.annotations
        if mark.id != first.annotations[0].id
    )
    touched = await session.receive(
        Changes(annotations=red, deleted=(first.annotations[0].id,)), is_own=False
    )

    assert touched == Range(0, 3)
    assert [(mark.creator, mark.colour) for mark in session.marks] == [
        ("", Colour.BLUE),
        ("Anna", Colour.BLUE),
    ]
    assert len(session.layers) == 1
    assert len(session.arrangement) == 2


async def test_news_are_shown_in_the_order_in_which_they_came(
    session: Session, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "MANY", 2)
    first = _store(session, library, _marks(session, library)).annotations
    blue = tuple(replace(mark, colour=Colour.BLUE, revision=2) for mark in first)
    red = replace(first[0], colour=Colour.RED, revision=3)

    await asyncio.gather(
        session.receive(Changes(annotations=blue, deleted=())),
        session.show_layers(frozenset({"Tomás"})),
        session.receive(Changes(annotations=(red,), deleted=())),
    )

    assert {mark.colour for mark in session.marks if mark.id != red.id} == {Colour.BLUE}
    assert session.marks.get(red.id) == red
    assert "Tomás" not in {mark.creator for mark in session.marks}


async def test_many_news_go_into_marks_that_have_come_meanwhile(
    session: Session, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "MANY", 2)
    first = _store(session, library, _marks(session, library)).annotations
    blue = tuple(replace(mark, colour=Colour.BLUE, revision=2) for mark in first[1:])
    late = replace(first[0], id=AnnotationId(session.new_id()))

    coming = asyncio.create_task(session.receive(Changes(annotations=blue, deleted=())))
    await asyncio.sleep(0)
    session.take(Changes(annotations=(late,), deleted=()))
    await coming

    assert session.marks.get(late.id) == late
    assert [session.marks.get(mark.id) for mark in blue] == list(blue)
