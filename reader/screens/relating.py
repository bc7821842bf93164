"""Relations between marks: begun at one, followed from card to card."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.screens.part import Part

if TYPE_CHECKING:
    from annotations.model import AnnotationId
    from reader.relating import Link
    from reader.screens.reading import ReadingScreen


class _Trail(NamedTuple):
    """Which relation of a card was followed last, and to where."""

    origin: AnnotationId
    number: int
    at: AnnotationId


class Relating(Part):
    """Relates marks and goes along their relations."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self.trail: _Trail | None = None
        """Where following stands; any other key ends it."""

    @property
    def has_relations(self) -> bool:
        """True if the focused card has some."""
        mark = self.screen.marking.current_mark()
        return mark is not None and self.panel.links(mark).total > 0

    def do_relate(self) -> None:
        """Choose the mark to which the target is related."""
        from reader.screens.relate_mode import RelateMode  # noqa: PLC0415  # not before the first

        session = self.session
        target = self.screen.marking.target()
        if target is None:
            return
        if not session.is_complete:
            self.say("the other marks are still being read · try again in a moment")
            return
        if len(session.marks) - (target.annotation is not None) < 1:
            self.say("there is no other mark to relate it to · mark one first")
            return
        RelateMode(self.screen, target).begin()

    def do_follow_relation(self) -> None:
        """To the other mark of a relation; again: to that of the next, and back after the last."""
        current = self.panel.current
        mark = self.screen.marking.current_mark()
        if mark is None or current is None:
            self.say("no card here · tab goes to the text")
            return
        trail = self.trail
        number = 0
        if trail is not None and trail.at == current and trail.origin in self.session.marks:
            origin = self.session.marks.get(trail.origin)
            assert origin is not None
            mark, number = origin, trail.number + 1
        links = self.panel.links(mark)
        if not links.total:
            self.say("this mark has no relation · L relates it to another")
            return
        if number >= len(links.shown):
            self.trail = None
            self._go_to(mark.id)
            self.say(f"back at the beginning · {_relations(links.total)}")
            return
        link = links.shown[number]
        if link.is_here:
            self._go_to(link.other)
            current = link.other
        self.trail = _Trail(mark.id, number, current)
        self.say(_said(link, number + 1, links.total))

    def _go_to(self, annotation_id: AnnotationId) -> None:
        """To a card, its place in the text beside it."""
        self.panel.show(annotation_id)
        mark = self.session.marks.get(annotation_id)
        if mark is not None and mark.start is not None:
            self.article.reveal(self.article.row_of(mark.start), centre=True)


def _said(link: Link, number: int, count: int) -> str:
    from reader.planning import shorten  # noqa: PLC0415  # with the rest of this part, when needed

    where = shorten(link.text) if link.is_here else f"{link.text}, which is not in this article"
    place = f" · {number} of {count:,} · again: the next" if count > 1 else ""
    return f"{link.arrow} {shorten(link.name)} {where}{place}"


def _relations(count: int) -> str:
    return "1 relation" if count == 1 else f"{count:,} relations"
