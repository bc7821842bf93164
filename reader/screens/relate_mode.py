"""Choosing the other mark of a relation: walk the marks or the cards, or find it by words."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader import relating
from reader.actions import Place, key_label
from reader.planning import in_quotes, named
from reader.widgets.pointing import Pointing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from annotations.model import Annotation
    from reader.marks import Marks
    from reader.planning import Target
    from reader.screens.reading import ReadingScreen
    from reader.screens.wording import Hints
    from reader.widgets.prompts import Prompt

WALKS = frozenset(("move", "card", "next_mark", "previous_mark", "switch_focus"))
"""Actions of the table that hold in the mode too."""

_MARKS = ("next_mark", "previous_mark")


class RelateMode:
    """From a target to the mark that enter takes; then the relation's name is asked for."""

    def __init__(self, screen: ReadingScreen, target: Target) -> None:
        self._screen = screen
        self._target = target
        session = screen.session
        self._stood = (session.anchor, session.caret)
        self._began_in_panel = screen.is_in_panel
        held = target.range
        ranges = (held,) if held else (target.annotation.ranges if target.annotation else ())
        self._pointing = Pointing(screen.look, ranges, self._other_at_hand)

    def begin(self) -> None:
        """Show the sign; what was selected is remembered, and walking selects nothing."""
        session = self._screen.session
        session.anchor, session.is_visual = None, False
        self._screen.article.painter.overlays.append(self._pointing)
        self._screen.mode = self

    def hints(self) -> tuple[str, Hints]:
        """What chooses."""
        walk = ("↑ ↓", "cards") if self._screen.is_in_panel else ("[ ]", "marks")
        hints = [
            ("enter", "to this mark"),
            walk,
            ("/", "by words"),
            ("esc", "leave"),
            ("tab", "text" if self._screen.is_in_panel else "cards"),
        ]
        return "RELATE", self._screen.keymap.hints(self._screen.place, hints)

    async def press(self, key: str) -> None:
        """Walk, choose or leave."""
        screen = self._screen
        action = screen.keymap.find(screen.place, key)
        name = action.name if action is not None else ""
        # In the panel the keys that go from mark to mark in the text go from card to card.
        in_text = screen.keymap.find(Place.TEXT, key)
        if name == "back" or key == "escape":
            self._end()
        elif name in ("act", "go_to_card") or key == "enter":
            await self._take()
        elif name in ("search", "filter_cards"):
            await self._ask_words()
        elif action is None and in_text is not None and in_text.name in _MARKS:
            screen.cards.do_card("down" if in_text.name == "next_mark" else "up")
        elif action is not None and name in WALKS:
            await screen.perform(action)
            at_hand = self._at_hand()
            if name in _MARKS and at_hand is not None and self._is_source(at_hand):
                # One is not asked to pass by where one began.
                await screen.perform(action)
        else:
            screen.say(f"{key_label(key)} does nothing here · enter takes the mark · esc leaves")

    # --- the other mark ---------------------------------------------------------------------

    def _at_hand(self) -> Annotation | None:
        """The mark of the focused card, else at the caret."""
        screen = self._screen
        if screen.is_in_panel:
            return screen.marking.current_mark()
        return screen.session.mark_at_caret()

    def _other_at_hand(self) -> Annotation | None:
        found = self._at_hand()
        return None if found is None or self._is_source(found) else found

    def _is_source(self, mark: Annotation) -> bool:
        source = self._target.annotation
        return source is not None and source.id == mark.id

    async def _take(self) -> None:
        mark = self._at_hand()
        if mark is None:
            self._screen.say("no mark here · [ ] go to one · / finds one by words")
        elif self._is_source(mark):
            self._screen.say("this is the mark itself · [ ] go to another")
        else:
            await self._ask_name(mark)

    async def _ask_words(self) -> None:
        from reader.mark_search import MarkSearch  # noqa: PLC0415  # not before it is asked for
        from reader.widgets.relation_prompts import MarkPrompt  # noqa: PLC0415  # likewise

        screen = self._screen
        others = await asyncio.to_thread(
            self._others, self._source(), screen.session.marks.snapshot(), screen.session.marks
        )

        async def go(prompt: Prompt) -> None:
            assert isinstance(prompt, MarkPrompt)
            assert prompt.answer is not None
            self._show(prompt.answer)
            await self._ask_name(prompt.answer)

        await screen.asking.ask(MarkPrompt(screen.look, MarkSearch(others)), go)

    def _others(
        self, source: Annotation | None, frozen: Iterable[Annotation], marks: Marks
    ) -> list[Annotation]:
        """All marks but the source; first those related already, whose relations can be changed."""
        related = {each.to for each in source.relations} if source is not None else set()
        away = [relating.stand_in(each) for each in sorted(related) if each not in marks]
        here = [mark for mark in frozen if not self._is_source(mark)]
        first = [mark for mark in here if mark.id in related]
        return [*away, *first, *(mark for mark in here if mark.id not in related)]

    def _show(self, mark: Annotation) -> None:
        screen = self._screen
        if screen.is_in_panel and mark.id in screen.session.marks:
            screen.panel.show(mark.id)
        if mark.start is not None:
            if not screen.is_in_panel:
                screen.session.go_to(mark.start)
            screen.article.reveal(screen.article.row_of(mark.start), centre=True)

    # --- its name ---------------------------------------------------------------------------

    def _source(self) -> Annotation | None:
        """The mark it begins at, as it is now."""
        mark = self._target.annotation
        return None if mark is None else self._screen.session.marks.get(mark.id) or mark

    async def _ask_name(self, other: Annotation) -> None:
        from reader.widgets.relation_prompts import RelationPrompt  # noqa: PLC0415  # likewise

        screen, session = self._screen, self._screen.session
        known: list[str] = []
        if session.library is not None:
            article = session.article.id if session.article else None
            known = await asyncio.to_thread(session.library.recent_relations, article)
        source = self._source()
        names = relating.names_between(source, other.id)

        async def relate(prompt: Prompt) -> None:
            assert isinstance(prompt, RelationPrompt)
            self._end()
            target = self._target._replace(annotation=self._source())
            await screen.marking.commit(session.plan_relation(target, other, prompt.names))

        await screen.asking.ask(
            RelationPrompt(screen.look, self._source_named(source), named(other), names, known),
            relate,
        )

    def _source_named(self, source: Annotation | None) -> str:
        if source is not None:
            return named(source)
        held = self._target.range
        assert held is not None
        return in_quotes(self._screen.session.document.text[held.start : held.end])

    def _end(self) -> None:
        """Leave, to where one came from."""
        screen, session = self._screen, self._screen.session
        screen.mode = None
        screen.article.painter.overlays.remove(self._pointing)
        anchor, caret = self._stood
        session.go_to(caret)
        session.anchor, session.caret = anchor, caret
        source = self._target.annotation
        if self._began_in_panel and source is not None and screen.panel.display:
            screen.panel.show(source.id)
            screen.set_focus(screen.panel)
        else:
            screen.set_focus(screen.article)
        screen.article.follow()
