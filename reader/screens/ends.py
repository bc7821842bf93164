"""Which text a mark is upon: further pieces, other ends, and which of several marks is meant."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from rich.style import Style

from reader.actions import Place
from reader.screens.mode import MarkMode
from reader.screens.part import Part
from reader.themes import Depth

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from annotations.model import Annotation, Range
    from reader.screens.reading import ReadingScreen
    from reader.session import Session


class Ends(Part):
    """Pieces, ends, and overlapping marks."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self._chosen = ChosenMark(screen.session, bold=screen.look.depth is Depth.NONE)

    async def do_add_piece(self) -> None:
        """Add the selection to the last mark."""
        await self.screen.marking.commit(self.session.plan_add_piece())

    async def do_change_ends(self) -> None:
        """Begin to change the ends of the mark; an orphan is placed on the selection."""
        session = self.session
        mark = self.screen.marking.current_mark()
        is_card = mark is not None
        if mark is None and self.screen.place is Place.PANEL:
            self.say("no card here · tab goes to the text")
            return
        mark = mark or self._mark_meant()
        if mark is None:
            self.say(
                "no mark here · [ ] go to one"
                if session.anchor is None
                else "no mark in the selection · esc drops it, [ ] go to a mark"
            )
        elif not mark.pieces:
            self.say("a note on the article has no ends")
        elif is_card and self._is_to_be_placed(mark):
            await self._place(mark)
        else:
            self._begin(mark)

    def _mark_meant(self) -> Annotation | None:
        """The mark at the caret, if the selection holds of it; else the innermost in the selection."""
        session, chosen = self.session, self.session.selection
        mark = session.mark_at_caret()
        if chosen is None or (mark is not None and any(map(chosen.overlaps, mark.ranges))):
            return mark
        found = session.marks.layers(chosen.start, chosen.end)
        return found[-1][2] if found else None

    def _is_to_be_placed(self, mark: Annotation) -> bool:
        """True if it stands nowhere, or a piece of it does and a place for that is selected."""
        if not mark.ranges:
            return True
        is_whole = all(piece.range is not None for piece in mark.pieces)
        return not is_whole and self.session.selection is not None

    async def _place(self, mark: Annotation) -> None:
        from reader.piecing import orphaned_piece  # noqa: PLC0415  # not before the first mark

        number, chosen = orphaned_piece(mark), self.session.selection
        assert number is not None
        if chosen is None:
            self.say("select the place it belongs to in the text, then r on this card")
            return
        await self.screen.marking.commit(self.session.plan_ends(mark, number, chosen))

    def _begin(self, mark: Annotation) -> None:
        from reader.piecing import piece_at  # noqa: PLC0415  # not before the first mark
        from reader.screens.ends_mode import EndsMode  # noqa: PLC0415  # rarely used

        number = piece_at(mark, self.session.caret)
        if number is None:
            self.say("this mark is not found in the text · select its place, then r on its card")
            return
        self.screen.mode = EndsMode(self.screen, mark, number)

    def do_next_overlapping(self) -> None:
        """Walk outward through the marks at the caret."""
        if self.session.selection is not None:
            self.say("keys act on the selection · esc drops it, then . goes through the marks")
            return
        message = self.session.choose_next_mark()
        if message:
            self.say(message)

    def stack(self) -> tuple[int, int]:
        """Which of how many marks at the caret is meant, from 1; zeros where there are not several."""
        found = self.session.marks_at_caret()
        mark = self.session.mark_at_caret()
        if len(found) < 2 or mark not in found:  # noqa: PLR2004  # several
            return 0, 0
        return found.index(mark) + 1, len(found)

    def show(self) -> None:
        """Let text and panel show which mark is meant."""
        if (
            self.session.chosen_mark() is not None
            and self._chosen not in self.article.painter.overlays
        ):
            self.article.painter.overlays.append(self._chosen)
            self.article.update_rows()
        mode = self.screen.mode
        self.panel.raises_current = (mode is not None and isinstance(mode, MarkMode)) or (
            not self.screen.is_in_panel
            and self.session.selection is None
            # Reversed, as it is without colours, it would look like the panel's having the keys.
            and (self.stack() != (0, 0) or not self.panel.look.reverses_selection)
            and self.session.mark_at_caret() is not None
        )


class ChosenMark:
    """Underlines the mark that was chosen among several, as far as it reaches."""

    def __init__(self, session: Session, *, bold: bool) -> None:
        self._session = session
        self._style = Style(underline=True, bold=bold or None)

    def upon(self, start: int, end: int) -> Hashable:
        """The pieces of the chosen mark in a line."""
        return self._pieces(start, end) or None

    def layers(self, start: int, end: int) -> Sequence[tuple[int, int, Style]]:
        """The same, underlined."""
        return [(first, last, self._style) for first, last in self._pieces(start, end)]

    def _pieces(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        mark = self._session.chosen_mark()
        if mark is None:
            return ()
        ranges: Sequence[Range] = mark.ranges
        found: list[tuple[int, int]] = []
        first = max(0, bisect_left(ranges, end, key=lambda held: held.start) - 1)
        for held in reversed(ranges[: first + 1]):
            if held.end <= start:
                break
            if held.start < end:
                found.append((max(held.start, start), min(held.end, end)))
        return tuple(found)
