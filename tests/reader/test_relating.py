"""Relations as cards show them, and what naming one comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.model import Annotation, AnnotationId, Piece, Range, Relation
from reader import relating
from reader.mark_search import MarkSearch
from reader.marks import Marks
from reader.planning import Target

if TYPE_CHECKING:
    from reader.session import Session


def _mark(number: int, quote: str = "", *, note: str = "", **relations: int) -> Annotation:
    piece = Piece(range=Range(number, number + 1), quote=quote)
    return Annotation(
        id=_id(number),
        pieces=(piece,) if quote else (),
        note=note,
        relations=tuple(Relation(to=_id(to), name=name) for name, to in relations.items()),
    )


def _id(number: int) -> AnnotationId:
    return AnnotationId(f"0190-{number:06}")


def test_relations_out_of_a_mark_stand_before_those_into_it() -> None:
    marks = Marks([_mark(1, "one", contradicts=2), _mark(2, "two", supports=1)])
    one = marks.get(_id(1))
    assert one is not None

    links = relating.links_of(one, marks)

    assert [(each.arrow, each.name, each.text) for each in links.shown] == [
        ("→", "contradicts", "“two”"),
        ("←", "supports", "“two”"),
    ]
    assert links.total == 2


def test_a_mark_that_is_not_here_shows_the_end_of_its_id() -> None:
    one = _mark(1, "one", answers=123456)

    (link,) = relating.links_of(one, Marks([one])).shown

    assert (link.text, link.is_here) == ("…123456", False)


def test_a_note_on_the_article_is_called_by_what_it_says() -> None:
    one, note = _mark(1, "one", answers=2), _mark(2, note="on the whole")

    (link,) = relating.links_of(one, Marks([one, note])).shown

    assert link.text == "on the whole"


def test_of_many_relations_only_some_are_looked_up() -> None:
    marks = Marks([_mark(n, "other", supports=0) for n in range(1, 1_000)] + [_mark(0, "it")])
    it = marks.get(_id(0))
    assert it is not None

    links = relating.links_of(it, marks)

    assert (len(links.shown), links.total) == (relating.LINKS_READ, 999)


async def test_a_relation_is_one_step_together_with_its_new_mark(session: Session) -> None:
    session.go_to(session.document.text.index("It ends"))
    await session.commit(
        session.plan_mark_last_colour() or session.plan_fields(session.target(), (("a", "b"),))
    )
    (other,) = session.marks
    session.go_to(session.document.text.index("Nobody"))

    said = await session.commit(session.plan_relation(session.target(), other, ["supports"]))

    assert said == "→ supports “It ends here.” · u takes it back"
    source = next(mark for mark in session.marks if mark.quote.startswith("Nobody"))
    assert source.relations == (Relation(to=other.id, name="supports"),)
    assert session.library is not None
    assert len(session.library.history()) == 2


async def test_without_a_name_the_relation_is_taken_away_and_others_stay(session: Session) -> None:
    session.go_to(session.document.text.index("It ends"))
    await session.commit(session.plan_fields(session.target(), (("a", "b"),)))
    (other,) = session.marks
    session.go_to(session.document.text.index("Nobody"))
    await session.commit(session.plan_relation(session.target(), other, ["supports", "answers"]))
    source = session.mark_at_caret()
    assert source is not None
    target = Target(source, None)

    assert not session.plan_relation(target, other, ["supports", "answers"]).edits

    plan = session.plan_relation(target, other, ["answers"])
    assert plan.say == "→ answers “It ends here.” · u takes it back"

    plan = session.plan_relation(target, other, [])
    assert plan.say == "no more relation to “It ends here.” · u takes it back"
    (edit,) = plan.edits
    assert edit.after is not None
    assert edit.after.relations == ()


def test_marks_are_found_by_words_of_quote_note_and_tags() -> None:
    marks = [_mark(1, "The  World\nhas changed"), _mark(2, "Été", note="a long summer")]
    search = MarkSearch(marks)

    assert search.find("", 8) == marks
    assert search.find("", 1) == marks[:1]
    assert search.find("changed world", 8) == marks[:1]
    assert search.find("ete sum", 8) == marks[1:]
    assert search.find("winter", 8) == []
