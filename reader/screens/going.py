"""Going to places by name, and back to where one was."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader.screens.part import Part
from reader.trail import Trail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style

    from annotations.document import Document
    from reader.outline import Counts, Entry, Outline, Tally
    from reader.screens.listed import Listing
    from reader.screens.listing import ListingScreen
    from reader.screens.reading import ReadingScreen
    from reader.themes import Look
    from reader.widgets.list_view import ListRow

TALLY_S = 0.003
"""How long marks are counted before keys have their turn."""

OUTLINE_CELLS = 100
"""Widest row of the outline: titles and counts stay near each other."""

HERE_SIGN = "›"  # noqa: RUF001  # the quotation mark is meant
"""Before the section that one is in."""


class Going(Part):
    """The outline, and the trail of places one has jumped from."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self.trail = Trail()
        self._stood = self.session.caret
        """Where the caret was before the key that is being done."""
        self._outline: ListingScreen[Entry] | None = None

    # --- the trail --------------------------------------------------------------------------

    def stand(self) -> None:
        """A key begins, or all it did is shown: this is where one is."""
        self._stood = self.session.caret

    def leave(self) -> None:
        """The caret is about to go far: note where it is."""
        self._stood = self.session.caret
        self.trail.leave(self._stood)

    def arrive(self) -> None:
        """The caret has gone far: note where it was."""
        if self._stood != self.session.caret:
            self.trail.leave(self._stood)
            self._stood = self.session.caret

    def go_to(self, position: int, message: str = "") -> None:
        """Jump to a position, and say something."""
        self.leave()
        self._put(position, message)

    def _put(self, position: int, message: str = "") -> None:
        self.session.go_to(position)
        self._stood = self.session.caret
        self.screen.set_focus(self.article)
        self.screen.jumped(message)
        self.screen.show_state()

    def do_go_back(self) -> None:
        """To where one was before the last jump."""
        place = self.trail.back(self.session.caret)
        if place is None:
            self.say("nothing to go back to")
        else:
            self._put(place)

    def do_go_forward(self) -> None:
        """To where one had gone back from."""
        place = self.trail.forward(self.session.caret)
        if place is None:
            self.say("nothing to go forward to")
        else:
            self._put(place)

    # --- the outline ------------------------------------------------------------------------

    def do_outline(self) -> None:
        """List the headings; one that is chosen is gone to. With a selection: go on at its other end."""
        if self.session.selection is not None and not self.screen.is_in_panel:
            self.screen.moving.do_swap_ends()
            return
        from reader.outline import Outline  # noqa: PLC0415  # not needed to read
        from reader.screens.listing import ListingScreen  # noqa: PLC0415  # likewise

        outline = Outline(self.session.document)
        if not outline:
            self.say(self._without_headings())
            return
        self._outline = ListingScreen(self.look, self._listing(outline))
        self.screen.app.push_screen(self._outline, self._outlined)

    def _outlined(self, taken: Sequence[Entry] | None) -> None:
        self._outline = None
        if taken:
            self.go_to(taken[0].start)

    def _without_headings(self) -> str:
        if self.session.article is None:
            return "no headings so far · the rest is still being loaded"
        if self.session.document.blocks.languages:
            return "code has no headings · / searches"
        return "no headings here · / searches, } goes to the next paragraph"

    def _listing(self, outline: Outline) -> Listing[Entry]:
        from reader.outline import Tally, places_named  # noqa: PLC0415  # as above
        from reader.screens.listed import Listing  # noqa: PLC0415  # likewise
        from reader.screens.wording import count_of  # noqa: PLC0415

        session, look = self.session, self.look
        here = outline.at(session.caret)
        tally = Tally(outline, session.marks)
        tally.go_on(TALLY_S)
        thing = outline.thing
        state = count_of(len(outline), thing)
        if session.article is None:
            state += " so far, the rest is still being loaded"
        return Listing(
            title=f"Outline · {self.screen.article_title}",
            entries=outline,
            row=lambda entry: _row(look, entry, here, tally),
            text=lambda entry: entry.title,
            thing=thing,
            state=state,
            current=here,
            types_to_filter=True,
            takes_nearest=True,
            offers=lambda typed: places_named(session.document, typed),
            placeholder=_asked(session.document, thing),
            widest_cells=OUTLINE_CELLS,
            prepare=lambda screen: _count_on(screen, tally),
        )

    def show_whole(self) -> None:
        """The whole text is here: an outline of its head is made anew."""
        if self._outline is not None:
            from reader.outline import Outline  # noqa: PLC0415  # there already

            self._outline.show(self._listing(Outline(self.session.document)))


def _asked(document: Document, thing: str) -> str:
    """What may be typed: the headings, the kinds of places that there are, a paragraph."""
    from annotations.document import SPEAKER  # noqa: PLC0415  # there already

    kinds = dict.fromkeys((thing, *(each.kind for each in document.locators)))
    kinds.pop(SPEAKER, None)
    return f"type a {', a '.join(kinds)} or the number of a paragraph"


def _row(look: Look, entry: Entry, here: int, tally: Tally) -> ListRow:
    from reader.widgets.list_view import ListRow  # noqa: PLC0415  # there already

    sign = HERE_SIGN if entry.number == here else " "
    pieces = [(f"{sign} ", look.accent), ("  " * entry.level, look.text), (entry.title, look.text)]
    if entry.words:
        pieces.append((f"  {entry.words}", look.muted))
    if entry.number < 0:
        return ListRow(pieces)
    return ListRow(pieces, _counts(look, tally.of(entry.number)))


def _counts(look: Look, counts: Counts) -> list[tuple[str, Style]]:
    """Small bars in the marks' colours with how many there are."""
    pieces: list[tuple[str, Style]] = []
    for colour, number in sorted(counts.items(), key=lambda each: each[0].digit if each[0] else 7):
        glyph = look.bar_glyph(colour, has_note=True)
        if glyph.isdigit():
            glyph += ":"  # without colours the digit is the colour's
        pieces += [(f" {glyph}", look.bar(colour)), (f"{number:,}", look.muted)]
    return pieces


async def _count_on(screen: ListingScreen[Entry], tally: Tally) -> None:
    while not tally.go_on(TALLY_S):  # noqa: ASYNC110  # the work is done here, between keys
        await asyncio.sleep(0)
    screen.show_again()
