"""The panel: one card a mark, in the order of the text; the focused one is raised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.message import Message

from annotations.model import AnnotationId, Colour
from annotations.whereabouts import NOWHERE, whereabouts_in
from reader.actions import Place
from reader.arrangement import Order
from reader.keymap import Keymap
from reader.layout.cells import width
from reader.widgets.card_lines import (
    EDITOR_ROWS,
    RIGHT_CELLS,
    TEXT_CELLS,
    Posture,
    paint_heading,
    paint_line,
    rows_of,
)
from reader.widgets.cards import PIECES_READ, Card, Part, card_of, joined, part_at
from reader.widgets.hint_row import RIGHT_BUTTON, press
from reader.widgets.painting import strip_of
from reader.widgets.panel_head import Head, action_at, row_count
from reader.widgets.panel_head import paint as paint_head
from reader.widgets.rows import Row, RowView

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from textual import events
    from textual.strip import Strip

    from annotations.document import Document
    from annotations.model import Annotation
    from annotations.whereabouts import Whereabouts
    from reader.relating import Links
    from reader.session import Session
    from reader.themes import Look

CARDS_KEPT = 1_000

EMPTY = (
    "No marks yet.",
    "",
    "s selects the sentence,",
    "c the quotation;",
    "1 to 6 highlight it.",
)

NO_HIT = ("No mark is of that kind.", "", "esc shows all marks.")
ALL_HIDDEN = ("All marks are hidden.", "", "ctrl+p, then “creator”,", "shows them again.")

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

        def __init__(self, annotation: AnnotationId, then: str) -> None:
            super().__init__()
            self.annotation = annotation
            self.then = then
            """The action that is wanted there: `note`, `tag`, `fields`, `palette`; empty for none."""

    class HeadPointed(Message):
        """The mouse points at what is said above the cards, for the action that changes it."""

        def __init__(self, wanted: str) -> None:
            super().__init__()
            self.wanted = wanted

    class Toggled(Message):
        """The mouse chooses this card, or lets it go."""

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
        self.meanings: Mapping[Colour, str] = {}
        """Of the colours, as the codebook says."""
        self.raises_current = False
        """Raise the current card also with the focus in the text: keys act on it, and not on others there."""
        self.keymap: Callable[[], Keymap] = Keymap
        """The keys that hold now, for what is advised."""
        self.has_steps = False
        """While there is no mark, the first steps stand in place of the advice."""
        self._cards: dict[Hashable, Card] = {}
        self._cards_of: Document | None = None
        """The text that the marks on the cards stand in."""
        self._links: dict[AnnotationId, Links] = {}
        self._links_of: tuple[object, int] = (None, -1)
        """The marks that the links are of, and how often these had changed."""
        self._last_item = 0
        """Where the current card was last."""
        self._head = Head()
        self._head_painted: tuple[Head, int] = (Head(), 0)

    @property
    def text_cells(self) -> int:
        """Cells for the text of a card."""
        return max(4, self.cells - TEXT_CELLS - RIGHT_CELLS)

    # --- rows -------------------------------------------------------------------------------

    @property
    def is_empty(self) -> bool:
        """True if the article has no mark."""
        session = self.session
        return not (len(session.marks) or len(session.layers) or self.draft is not None)

    @property
    def is_bare(self) -> bool:
        """True if there is no card, be it that the filter takes none."""
        return not len(self.session.arrangement) and self.draft is None

    def _advice(self) -> Sequence[str]:
        if self.is_empty:
            lines: Sequence[str] = (EMPTY_LINE,) if self.is_line else EMPTY
        else:
            lines = NO_HIT if self.session.arrangement.view.query is not None else ALL_HIDDEN
        return [self.keymap().said(Place.TEXT, line) for line in lines]

    def _annotation(self, item: int) -> Annotation:
        """The annotation of an item; the draft stands among the marks where it will be one."""
        draft, arrangement = self.draft, self.session.arrangement
        if draft is None:
            return arrangement[item]
        place = arrangement.place_of(draft)
        if item == place:
            return draft
        return arrangement[item - (item > place)]

    def _item(self, annotation_id: AnnotationId | None) -> int | None:
        """The item of an annotation."""
        draft, arrangement = self.draft, self.session.arrangement
        if annotation_id is None:
            return None
        if draft is not None and draft.id == annotation_id:
            return arrangement.place_of(draft)
        number = arrangement.number(annotation_id)
        if number is None or draft is None:
            return number
        return number + (number >= arrangement.place_of(draft))

    def item_count(self) -> int:
        """One card a mark; one item of advice where there is none."""
        return (len(self.session.arrangement) + (self.draft is not None)) or 1

    def item_height(self, item: int) -> int:
        """Lines of the card, that of its group above it and the empty one below it."""
        if self.is_bare:
            return len(self._advice())
        annotation = self._annotation(item)
        card, above = self._card(annotation), self._rows_above(item)
        return above + rows_of(card, is_edited=annotation.id == self.editing) + 1

    def _rows_above(self, item: int) -> int:
        """1 if the card is the first of its group, which is named above it."""
        arrangement = self.session.arrangement
        if arrangement.view.order is not Order.TAG or arrangement.is_stale:
            return 0
        group = arrangement.group(self._annotation(item))
        return int(item == 0 or arrangement.group(self._annotation(item - 1)) != group)

    def _is_open(self, annotation: Annotation) -> bool:
        return annotation.id == self.current and self.has_focus

    def _is_raised(self, annotation: Annotation) -> bool:
        return self._is_open(annotation) or (self.raises_current and annotation.id == self.current)

    def links(self, annotation: Annotation) -> Links:
        """The relations of a mark; found once until a mark changes."""
        marks = self.session.marks
        if self._links_of != (marks, marks.generation):
            self._links_of = (marks, marks.generation)
            self._links.clear()
        found = self._links.get(annotation.id)
        if found is None:
            from reader.relating import links_of  # noqa: PLC0415  # not before the first card

            found = self._links[annotation.id] = links_of(annotation, marks)
        return found

    def _card(self, annotation: Annotation) -> Card:
        is_focused = self._is_open(annotation)
        words = self._colour_words(annotation) if is_focused else ""
        links, document = self.links(annotation), self.session.document
        if self._cards_of is not document:
            # Where a mark is may have another name in it.
            self._cards_of = document
            self._cards.clear()
        key = (*_state(annotation), self.text_cells, is_focused, words, links)
        card = self._cards.get(key)
        if card is None:
            if len(self._cards) > CARDS_KEPT:
                self._cards.clear()
            flowing = document.flowing
            texts = [
                each.quote if each.range is None else flowing(each.range)
                for each in annotation.pieces[:PIECES_READ]
            ]
            card = card_of(
                annotation,
                self.text_cells,
                is_focused=is_focused,
                quote=joined(texts, self.text_cells),
                links=links.shown,
                link_count=links.total,
                colour_words=words,
                where=self._where(annotation),
            )
            self._cards[key] = card
        return card

    @property
    def names_colours(self) -> bool:
        """True if bars are digits: a colour and its meaning are then told in words."""
        return self.look.bar_glyph(Colour.RED, has_note=False).isdigit()

    def _colour_words(self, annotation: Annotation) -> str:
        colour = annotation.colour
        if colour is None or not self.names_colours:
            return ""
        meaning = self.meanings.get(colour, "")
        return f"{colour}: {meaning}" if meaning else str(colour)

    def _where(self, annotation: Annotation) -> Whereabouts:
        start = annotation.start
        return NOWHERE if start is None else whereabouts_in(self.session.document, start)

    def signatures(self, rows: Sequence[Row | None]) -> list[Hashable]:
        """For each row the card it belongs to, as it is now."""
        if self.is_bare:
            advice = self._advice()
            return [row and ("advice", self.has_steps, advice[row[1]], row[1]) for row in rows]
        choice, arrangement = self.session.arrangement.choice, self.session.arrangement
        found: list[Hashable] = []
        for row in rows:
            if row is None:
                found.append(None)
                continue
            annotation, above = self._annotation(row[0]), self._rows_above(row[0])
            if row[1] < above:
                found.append(arrangement.heading(arrangement.group(annotation)))
                continue
            found.append(
                (
                    *_state(annotation),
                    row[1] - above,
                    annotation.id == self.editing,
                    annotation.id in choice,
                    self._is_open(annotation) and (self._colour_words(annotation) or True),
                    self._is_raised(annotation),
                    self.links(annotation),
                )
            )
        return found

    def paint(self, row: Row | None, signature: Hashable) -> Strip:
        """A line of a card, of advice, or a group's name."""
        total, look = self.cells, self.look
        if row is None:
            return strip_of((), total, look.text)
        assert isinstance(signature, tuple)
        if self.is_bare:
            left = (" " * TEXT_CELLS, TEXT_CELLS, look.text)
            if self.has_steps and self.is_empty and not self.is_line:
                from reader.widgets.first_steps import step_row  # noqa: PLC0415  # at a first start

                step = step_row(row[1], total - TEXT_CELLS - 1, look, self.keymap())
                return strip_of([left, *step], total, look.text)
            text = signature[2]
            return strip_of([left, (text, width(text), look.muted)], total, look.text)
        annotation, above = self._annotation(row[0]), self._rows_above(row[0])
        if row[1] < above:
            name, marks = signature
            return paint_heading(name, marks, total, look)
        return paint_line(
            self._card(annotation),
            row[1] - above,
            total,
            look,
            Posture(
                is_open=self._is_raised(annotation),
                is_edited=annotation.id == self.editing,
                is_chosen=annotation.id in self.session.arrangement.choice,
            ),
        )

    # --- the head ---------------------------------------------------------------------------

    def show_head(self, head: Head) -> None:
        """Say something above the cards."""
        self._head = head
        cells, height = self.size
        rows = row_count(head, height, cells, is_below=self.has_class("-below"))
        if rows != self.head_rows:
            self.head_rows = rows
            self._take_size()
            self._painted = []
            self.refresh()
        elif rows and (head, rows) != self._head_painted:
            self.refresh(Region(0, 0, cells, rows))
        self._head_painted = (head, rows)

    def paint_head(self) -> list[Strip]:
        """Filter and order, as they were last shown."""
        return paint_head(self._head, self.cells, self.look, is_below=self.has_class("-below"))

    # --- showing ----------------------------------------------------------------------------

    def show(self, current: AnnotationId | None) -> None:
        """Show the session's marks, with this card current and in view.

        Is there no such card any more, the one that has come to its place is current.
        """
        number = self._item(current)
        if number is None and current is not None and not self.is_bare:
            number = min(self._last_item, self.item_count() - 1)
            current = self._annotation(number).id
        self.current = current
        if number is not None:
            self._last_item = number
        self._keep_top()
        if number is not None:
            height = self.item_height(number)
            self.reveal((number, height - 1))
            self.reveal((number, 0))
        self.rest()

    def _keep_top(self) -> None:
        count = self.item_count()
        if self.top[0] >= count:
            self.top = (count - 1, 0)

    def rest(self) -> None:
        """Show the session's marks from the card that is at the top."""
        self._keep_top()
        if self.top[1] >= self.item_height(self.top[0]):
            self.top = (self.top[0], 0)
        self.update_rows()

    def first_in_view(self) -> AnnotationId | None:
        """The card at the top of the view."""
        return None if self.is_bare else self._annotation(self.top[0]).id

    def put_at_top(self, annotation_id: AnnotationId | None) -> None:
        """Scroll so that a card is at the top, by the row that is there now; unknown: do nothing."""
        number = self._item(annotation_id)
        if number is not None:
            self.top = (number, self.top[1])

    def neighbour(self, delta: int) -> AnnotationId | None:
        """The card so many further down (up, if negative), or the nearest there is."""
        if self.is_bare:
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
        quote_rows = self._card(self._annotation(number)).quote_rows
        wanted = (number, self._rows_above(number) + quote_rows)
        for y, row in enumerate(self.visible_rows()):
            if row == wanted:
                rows = min(EDITOR_ROWS, self.rows - y)
                return TEXT_CELLS, y + self.head_rows, max(8, self.cells - TEXT_CELLS - 2), rows
        return None

    # --- mouse ------------------------------------------------------------------------------

    def _row_under(self, y: int) -> Row | None:
        rows = self.visible_rows()
        y -= self.head_rows
        return rows[y] if 0 <= y < len(rows) and not self.is_bare else None

    def _part_under(self, x: int, row: Row) -> Part | None:
        """What of a card stands at a cell of a row; beside a text the last of the line."""
        annotation = self._annotation(row[0])
        lines, number = self._card(annotation).lines, row[1] - self._rows_above(row[0])
        if not 0 <= number < len(lines):
            return None
        return part_at(lines[number], x - TEXT_CELLS)

    def _linked_under(self, row: Row) -> AnnotationId | None:
        """The other mark of the relation in a row of a card, if it is one of this article's."""
        annotation = self._annotation(row[0])
        lines = self._card(annotation).lines
        number = row[1] - self._rows_above(row[0])
        links = [at for at, line in enumerate(lines) if any(part is Part.LINK for _, part in line)]
        if number not in links:
            return None
        link = self.links(annotation).shown[links.index(number)]
        return link.other if link.is_here else None

    def on_click(self, event: events.Click) -> None:
        """A click on a card goes to its place, on a relation to the other mark; with ctrl it chooses.

        A second one goes into the panel, on a note, a tag or a field to change it.
        """
        event.stop()
        if event.y < self.head_rows:
            wanted = action_at(self._head, event.y, is_below=self.has_class("-below"))
            if wanted and event.button == 1:
                self.post_message(self.HeadPointed(wanted))
            return
        row = self._row_under(event.y)
        if row is None:
            if event.button == 1 and self.is_bare:
                self._press_step(event)
            return
        found = self._annotation(row[0]).id
        if event.button == RIGHT_BUTTON:
            self.post_message(self.Pointed(found, "palette"))
        elif event.button != 1:
            return
        elif event.ctrl:
            self.post_message(self.Toggled(found))
        elif event.chain > 1:
            part = self._part_under(event.x, row)
            self.post_message(self.Pointed(found, _CHANGES.get(part, "") if part else ""))
        else:
            self.post_message(self.Chosen(self._linked_under(row) or found))

    def _press_step(self, event: events.Click) -> None:
        """A click on a key of the first steps presses it."""
        if self.has_steps and self.is_empty and not self.is_line:
            from reader.widgets.first_steps import step_key  # noqa: PLC0415  # at a first start

            room = self.cells - TEXT_CELLS - 1
            key = step_key(event.y - self.head_rows, event.x - TEXT_CELLS, room)
            if key:
                press(self, key)

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
        self.show_head(self._head)
        super().on_resize()
        self._cards.clear()
        self.show(self.current)

    def on_focus(self) -> None:
        """The current card is raised."""
        self.show(self.current)

    def on_blur(self) -> None:
        """The current card lies down again."""
        self.show(self.current)


_CHANGES = {Part.NOTE: "note", Part.TAG: "tag", Part.FIELD: "fields"}
"""What a double click on a part of a card is to do."""


def _state(annotation: Annotation) -> tuple[Hashable, ...]:
    """What tells one state of an annotation from another."""
    return annotation.id, annotation.revision, annotation.updated
