"""The panel: one card a mark, in the order of the text; the focused one is raised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from annotations.model import AnnotationId, State
from reader.layout.cells import width
from reader.widgets.cards import Card, Part, card_of
from reader.widgets.painting import strip_of
from reader.widgets.rows import Row, RowView

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from rich.style import Style
    from textual import events
    from textual.strip import Strip

    from annotations.model import Annotation
    from reader.session import Session
    from reader.themes import Look

LEFT_CELLS = 2
"""Blank cells between the rule and the bar of a card."""

TEXT_CELLS = 4
"""Cells from the panel's left edge to the text of a card."""

RIGHT_CELLS = 3

EDITOR_ROWS = 6
"""Rows of the note editor in its card."""

CARDS_KEPT = 1_000

EMPTY = (
    "No marks yet.",
    "",
    "s selects the sentence,",
    "c the quotation;",
    "1 to 6 highlight it.",
)

EMPTY_LINE = "no marks yet · s selects the sentence, 1 highlights it"


class AnnotationPanel(RowView, can_focus=True):
    """The annotations of the article, one card each. Paints what it is given."""

    class Chosen(Message):
        """The reader wants to go to this annotation."""

        def __init__(self, annotation: AnnotationId) -> None:
            super().__init__()
            self.annotation = annotation

    class Pointed(Message):
        """The mouse points at this card."""

        def __init__(self, annotation: AnnotationId) -> None:
            super().__init__()
            self.annotation = annotation

    class Wheeled(Message):
        """The wheel turned by so many rows, downwards positive."""

        def __init__(self, rows: int) -> None:
            super().__init__()
            self.rows = rows

    def __init__(self, session: Session, look: Look) -> None:
        super().__init__(look, id="panel")
        self.session = session
        self.current: AnnotationId | None = None
        """The card that is focused, or follows the caret."""
        self.editing: AnnotationId | None = None
        """The card whose note is being edited; it leaves room for the editor."""
        self.draft: Annotation | None = None
        """A mark that is not made yet: its note is being written. It has a card and no mark in the text."""
        self.is_line = False
        """Below the text, and empty: one muted line."""
        self.has_steps = False
        """While there is no mark, the first steps stand in place of the advice."""
        self._cards: dict[Hashable, Card] = {}

    @property
    def text_cells(self) -> int:
        """Cells for the text of a card."""
        return max(4, self.cells - TEXT_CELLS - RIGHT_CELLS)

    # --- rows -------------------------------------------------------------------------------

    @property
    def is_empty(self) -> bool:
        """True if there is no card."""
        return not len(self.session.marks) and self.draft is None

    def _annotation(self, item: int) -> Annotation:
        """The annotation of an item; the draft stands among the marks where it will be one."""
        draft = self.draft
        if draft is None:
            return self.session.marks[item]
        place = self.session.marks.place_of(draft)
        if item == place:
            return draft
        return self.session.marks[item - (item > place)]

    def _item(self, annotation_id: AnnotationId | None) -> int | None:
        """The item of an annotation."""
        draft = self.draft
        if annotation_id is None:
            return None
        if draft is not None and draft.id == annotation_id:
            return self.session.marks.place_of(draft)
        number = self.session.marks.number(annotation_id)
        if number is None or draft is None:
            return number
        return number + (number >= self.session.marks.place_of(draft))

    def item_count(self) -> int:
        """One card a mark; one item of advice where there is none."""
        return (len(self.session.marks) + (self.draft is not None)) or 1

    def item_height(self, item: int) -> int:
        """Lines of the card and the empty one below it."""
        if self.is_empty:
            # As many rows of first steps as of advice.
            return 1 if self.is_line else len(EMPTY)
        annotation = self._annotation(item)
        card = self._card(annotation)
        if annotation.id == self.editing:
            return self._quote_rows(card) + EDITOR_ROWS + 1
        return len(card.lines) + 1

    def _quote_rows(self, card: Card) -> int:
        return sum(1 for line in card.lines if line[0][1] is Part.QUOTE)

    def _is_open(self, annotation: Annotation) -> bool:
        return annotation.id == self.current and self.has_focus

    def _card(self, annotation: Annotation) -> Card:
        is_focused = self._is_open(annotation)
        key = (annotation.id, annotation.revision, annotation.updated, self.text_cells, is_focused)
        card = self._cards.get(key)
        if card is None:
            if len(self._cards) > CARDS_KEPT:
                self._cards.clear()
            quote = (
                annotation.quote
                if annotation.state is State.ORPHANED
                else " […] ".join(self.session.document.flowing(r) for r in annotation.ranges)
            )
            card = card_of(annotation, self.text_cells, is_focused=is_focused, quote=quote)
            self._cards[key] = card
        return card

    def signatures(self, rows: Sequence[Row | None]) -> list[Hashable]:
        """For each row the card it belongs to, as it is now."""
        if self.is_empty:
            return [row and ("empty", self.is_line, self.has_steps, row[1]) for row in rows]
        found: list[Hashable] = []
        for row in rows:
            if row is None:
                found.append(None)
                continue
            annotation = self._annotation(row[0])
            found.append(
                (
                    annotation.id,
                    annotation.revision,
                    annotation.updated,
                    annotation.id == self.current,
                    self.has_focus,
                    annotation.id == self.editing,
                    row[1],
                )
            )
        return found

    def paint(self, row: Row | None, signature: Hashable) -> Strip:
        """A line of a card."""
        del signature
        total, look = self.cells, self.look
        if row is None:
            return strip_of((), total, look.text)
        if self.is_empty:
            left = (" " * TEXT_CELLS, TEXT_CELLS, look.text)
            if self.has_steps and not self.is_line:
                from reader.widgets.first_steps import step_row  # noqa: PLC0415  # at a first start

                return strip_of(
                    [left, *step_row(row[1], total - TEXT_CELLS - 1, look)], total, look.text
                )
            text = EMPTY_LINE if self.is_line else EMPTY[row[1]]
            return strip_of([left, (text, width(text), look.muted)], total, look.text)
        annotation = self._annotation(row[0])
        card = self._card(annotation)
        is_open = self._is_open(annotation) or annotation.id == self.editing
        rows_of_card = self.item_height(row[0]) - 1
        if row[1] >= rows_of_card:
            return strip_of((), total, look.text)
        glyph = look.bar_glyph(card.colour, has_note=card.has_note)
        bar = look.bar(card.colour)
        pieces: list[tuple[str, int, Style]] = [
            (" " * LEFT_CELLS, LEFT_CELLS, look.text),
            (glyph, 1, bar),
        ]
        ground = look.on_raised(look.text) if is_open else look.text
        pieces.append((" ", 1, ground))
        used = TEXT_CELLS
        if row[1] < len(card.lines) and not (
            annotation.id == self.editing and card.lines[row[1]][0][1] is not Part.QUOTE
        ):
            for text, part in card.lines[row[1]]:
                cells = width(text)
                style = self._style(part, is_open=is_open)
                pieces.append((text, cells, style))
                used += cells
        edge = max(used, total - RIGHT_CELLS + 1)
        if is_open and used < edge:
            pieces.append((" " * (edge - used), edge - used, ground))
        return strip_of(pieces, total, look.text)

    def _style(self, part: Part, *, is_open: bool) -> Style:
        look = self.look
        style = {
            Part.QUOTE: (look.strong_text if is_open else look.text) + look.emphasis,
            Part.NOTE: look.strong_text if is_open else look.muted,
            Part.TAG: look.accent,
            Part.FIELD: look.muted,
            Part.STATE: look.error,
        }[part]
        return look.on_raised(style) if is_open else style

    # --- showing ----------------------------------------------------------------------------

    def show(self, current: AnnotationId | None) -> None:
        """Show the session's marks, with this card current and in view."""
        self.current = current
        count = self.item_count()
        if self.top[0] >= count:
            self.top = (count - 1, 0)
        if current is not None:
            number = self._item(current)
            if number is not None:
                height = self.item_height(number)
                self.reveal((number, height - 1))
                self.reveal((number, 0))
        if self.top[1] >= self.item_height(self.top[0]):
            self.top = (self.top[0], 0)
        self.update_rows()

    def forget_cards(self) -> None:
        """What stood on the cards no longer counts: the text behind them is another."""
        self._cards.clear()
        self.forget_painted()

    def first_in_view(self) -> AnnotationId | None:
        """The card at the top of the view."""
        return None if self.is_empty else self._annotation(self.top[0]).id

    def put_at_top(self, annotation_id: AnnotationId | None) -> None:
        """Scroll so that a card is at the top, by the row that is there now; unknown: do nothing."""
        number = self._item(annotation_id)
        if number is not None:
            self.top = (number, self.top[1])

    def neighbour(self, delta: int) -> AnnotationId | None:
        """The card so many further down (up, if negative), or the nearest there is."""
        if self.is_empty:
            return None
        number = self._item(self.current)
        wanted = 0 if number is None else number + delta
        return self._annotation(max(0, min(wanted, self.item_count() - 1))).id

    def current_cell(self) -> tuple[int, int] | None:
        """Column and row at which the current card's text begins; None if it is not in view."""
        number, rows = self._item(self.current), self.visible_rows()
        if number is None or (number, 0) not in rows:
            return None
        return TEXT_CELLS, rows.index((number, 0))

    def cards_in_view(self) -> int:
        """How many cards a page key moves."""
        items = {row[0] for row in self.visible_rows() if row is not None}
        return max(1, len(items) - 1)

    def editor_place(self, annotation_id: AnnotationId) -> tuple[int, int, int, int] | None:
        """Column, row, width and height of the editor within the view, if its card is in view."""
        number = self._item(annotation_id)
        if number is None:
            return None
        quote_rows = self._quote_rows(self._card(self._annotation(number)))
        wanted = (number, quote_rows)
        for y, row in enumerate(self.visible_rows()):
            if row == wanted:
                rows = min(EDITOR_ROWS, self.rows - y)
                return TEXT_CELLS, y, max(8, self.cells - TEXT_CELLS - 2), rows
        return None

    # --- mouse ------------------------------------------------------------------------------

    def _under(self, y: int) -> AnnotationId | None:
        rows = self.visible_rows()
        row = rows[y] if 0 <= y < len(rows) else None
        return self._annotation(row[0]).id if row and not self.is_empty else None

    def on_click(self, event: events.Click) -> None:
        """A click on a card goes to its place; a second one into the panel."""
        event.stop()
        found = self._under(event.y)
        if found is not None:
            self.post_message(self.Pointed(found) if event.chain > 1 else self.Chosen(found))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel scrolls."""
        event.stop()
        event.prevent_default()
        self.post_message(self.Wheeled(3))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel scrolls back."""
        event.stop()
        event.prevent_default()
        self.post_message(self.Wheeled(-3))

    def on_resize(self) -> None:
        """Cards are broken anew; the current one stays in view."""
        super().on_resize()
        self._cards.clear()
        self.show(self.current)

    def on_focus(self) -> None:
        """The current card is raised."""
        self.show(self.current)

    def on_blur(self) -> None:
        """The current card lies down again."""
        self.show(self.current)
