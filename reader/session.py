"""One article being read: caret, selection and marks, and what each key does to them.

No screen is needed: a screen asks for a `Plan`, commits it and paints what has changed. A plan becomes
true only when the library has made it durable.

The selection is a pair of positions between code points, anchor and head; the caret is the head.
What is left to others: where motions lead (`motions`), what stands around a position
(`surroundings`), what a mark becomes (`planning`), how it is stored (`library`).
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING

from annotations import segments
from annotations.model import COLOURS, Colour, IdSource, Range, State
from reader import motions, planning, surroundings
from reader.arrangement import Arrangement
from reader.layers import Layers, parted
from reader.marks import Marks
from reader.planning import Plan, Target

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotations.document import Document
    from annotations.library import Library
    from annotations.model import Annotation, AnnotationId, Article
    from annotations.results import Changes, HistoryEntry, OpenedArticle, Undone, Written
    from reader.layout.lines import Layout

MANY_CHANGES = 5_000
"""From here on the marks are put together anew, which costs less than to change them one by one."""


class Session:
    """The state of one article on the screen."""

    def __init__(self, document: Document, *, ids: Callable[[], str] | None = None) -> None:
        self.document = document
        self.marks = Marks()
        """The marks that are shown; those of hidden layers are not among them."""
        self.layers = Layers()
        self.arrangement = Arrangement(self.marks)
        self.caret = motions.first_position(document)
        self.anchor: int | None = None
        self.is_visual = False
        self.last_colour = Colour.YELLOW
        self.library: Library | None = None
        self.article: Article | None = None
        self.changed: Callable[[Range | None], None] = lambda _held: None
        """Called after a change of marks, with the stretch of text it touches (None: everything)."""
        self._ids = ids or IdSource()
        self._growth: list[tuple[int | None, int]] = []
        self._goal_cells: int | None = None
        self._missing = 0
        """Marks that the library has and that are not here yet."""
        self._touched: set[AnnotationId] = set()
        """Ids of what was taken while marks were missing."""

    # --- the article ------------------------------------------------------------------------

    def attach(self, library: Library, opened: OpenedArticle) -> None:
        """The library knows the article: its marks are here from now on."""
        self.library = library
        self.article = opened.article
        self.layers = Layers()
        self._stand_on(Marks(opened.annotations))
        self._missing = opened.mark_count - len(opened.annotations)
        self._touched.clear()
        self._take_last_colour()
        self.changed(None)

    def complete(self, marks: Marks) -> None:
        """All marks are here, of which there were only some; what was taken meanwhile is newer."""
        for annotation_id in self._touched:
            annotation = self.marks.get(annotation_id)
            if annotation is None:
                marks.discard(annotation_id)
            else:
                marks.put(annotation)
        is_untouched = not self._touched
        self._stand_on(marks)
        self._missing = 0
        self._touched.clear()
        if is_untouched:
            self._take_last_colour()
        self.changed(None)

    def _stand_on(self, marks: Marks) -> None:
        self.marks = marks
        self.arrangement.stand_on(marks)

    async def show_layers(self, hidden: frozenset[str]) -> None:
        """Hide the marks of these creators and show all others; parted in a thread, they may be many."""
        before, layers = self.marks, self.layers

        def part() -> tuple[Marks, dict[AnnotationId, Annotation]]:
            shown, apart = parted(everything, hidden)
            return Marks(shown), apart

        layers.begin()
        everything = layers.everything(before.snapshot())
        marks, apart = await asyncio.to_thread(part)
        if self.marks is not before:
            return  # Other marks are here altogether.
        for annotation_id in layers.touched or ():
            annotation = before.get(annotation_id) or layers.get(annotation_id)
            marks.discard(annotation_id)
            apart.pop(annotation_id, None)
            if annotation is not None and annotation.creator in hidden:
                apart[annotation_id] = annotation
            elif annotation is not None:
                marks.put(annotation)
        layers.hide(hidden, apart)
        self._stand_on(marks)
        self.changed(None)

    @property
    def is_complete(self) -> bool:
        """False while the library has marks that are not here yet."""
        return not self._missing

    @property
    def mark_count(self) -> int:
        """How many marks the article has, here or not yet."""
        return len(self.marks) + len(self.layers) + self._missing

    def _take_last_colour(self) -> None:
        latest = max(self.marks, key=lambda each: each.updated, default=None)
        if latest is not None and latest.colour is not None:
            self.last_colour = latest.colour

    def replace_document(self, document: Document) -> None:
        """The whole text is here, of which the former was the head; positions stay."""
        self.document = document
        self.caret = self.clamp(self.caret)

    def clamp(self, position: int) -> int:
        """The nearest place where a caret can stand: in a block, its end included."""
        held = surroundings.block_range(self.document, position)
        return max(held.start, min(position, held.end))

    @property
    def language(self) -> str:
        """Of the article, as its reference says."""
        metadata = self.article.metadata if self.article else self.document.metadata
        return metadata.language

    # --- the selection ----------------------------------------------------------------------

    @property
    def selection(self) -> Range | None:
        """What is selected; None if nothing, also where anchor and caret coincide."""
        if self.anchor is None or self.anchor == self.caret:
            return None
        return Range(min(self.anchor, self.caret), max(self.anchor, self.caret))

    def select(self, held: Range) -> None:
        """Select a range, growing from what there was; `shrink` goes back."""
        self._growth.append((self.anchor, self.caret))
        self.anchor, self.caret = held.start, held.end
        self._goal_cells = None

    def drop_selection(self) -> bool:
        """Let go of the selection; the caret returns to where growing began. False if there is none."""
        was = self.anchor is not None
        if self._growth:
            self.caret = self.clamp(self._growth[0][1])
        self._clear_selection()
        return was

    def _clear_selection(self) -> None:
        self.anchor = None
        self.is_visual = False
        self._growth.clear()

    def shrink(self) -> str:
        """Take back the last growth of the selection."""
        if not self._growth:
            if self.anchor is None:
                return "nothing is selected · s selects the sentence"
            self.drop_selection()
            return ""
        self.anchor, self.caret = self._growth.pop()
        self._goal_cells = None
        if self.anchor is None:
            self.is_visual = False
        return ""

    def toggle_visual(self) -> None:
        """Begin to select by moving, or stop and keep what is selected."""
        self.is_visual = not self.is_visual
        if self.is_visual and self.anchor is None:
            self.anchor = self.caret
            self._growth.clear()

    def select_sentence(self) -> str:
        """The sentence at the caret; with whole sentences selected, the next one too."""
        document, language, chosen = self.document, self.language, self.selection
        if chosen is None:
            found = surroundings.sentence_at(document, self.caret, language)
            if not len(found):
                return "no sentence here · move to the text"
            self.select(found)
            return ""
        first = surroundings.sentence_at(document, chosen.start, language)
        last = surroundings.sentence_at(document, max(chosen.start, chosen.end - 1), language)
        whole = Range(min(first.start, chosen.start), max(last.end, chosen.end))
        if whole == chosen:
            after = surroundings.sentence_after(document, chosen.end, language)
            if after is None:
                return "the text ends here"
            whole = Range(chosen.start, after.end)
        self.select(whole)
        return ""

    def select_paragraph(self) -> str:
        """The paragraph at the caret; with whole paragraphs selected, the next one too."""
        document, chosen = self.document, self.selection
        first = surroundings.block_range(document, chosen.start if chosen else self.caret)
        last = first
        if chosen is not None:
            last = surroundings.block_range(document, max(chosen.start, chosen.end - 1))
        whole = Range(first.start, last.end)
        if chosen is not None and whole == chosen:
            after = surroundings.block_after(document, last.start)
            if after is None:
                return "the text ends here"
            whole = Range(chosen.start, after.end)
        if not len(whole):
            return "no paragraph here"
        self.select(whole)
        return ""

    def select_quotation(self, *, forward: bool = False) -> str:
        """The quotation around the caret, else the next one; selected already: the one around it.

        Args:
            forward: Take the next one in any case.
        """
        document, chosen = self.document, self.selection
        if not forward:
            found = surroundings.quotation_at(document, chosen.start if chosen else self.caret)
            if chosen is not None and found == chosen:
                found = surroundings.quotation_around(document, chosen)
                if found is None:
                    return 'no quotation around this one · " goes to the next'
            if found is not None:
                self.select(found)
                return ""
        found = surroundings.quotation_after(document, chosen.end if chosen else self.caret)
        if found is None:
            return "no quotation follows · s selects the sentence"
        self.select(found)
        return ""

    # --- moving -----------------------------------------------------------------------------

    def go_to(self, position: int) -> None:
        """Put the caret at a position; what was selected is dropped."""
        self._clear_selection()
        self._goal_cells = None
        self.caret = self.clamp(position)

    def move(self, motion: str, layout: Layout, page_rows: int) -> None:
        """Move the caret by a motion of the action table; while selecting by moving, select."""
        if self.is_visual:
            self.extend(motion, layout, page_rows)
            return
        position, goal = self._after(motion, layout, page_rows)
        self.go_to(position)
        self._goal_cells = goal

    def extend(self, motion: str, layout: Layout, page_rows: int) -> None:
        """Move the caret and select what it passes."""
        position, goal = self._after(motion, layout, page_rows)
        self.extend_to(position)
        self._goal_cells = goal

    def extend_to(self, position: int, anchor: int | None = None) -> None:
        """Select from the anchor (given, kept, or the caret) to a position, as a mouse does."""
        self._growth.clear()
        self._goal_cells = None
        if anchor is not None:
            self.anchor = anchor
        elif self.anchor is None:
            self.anchor = self.caret
        self.caret = self.clamp(position)

    def _after(self, motion: str, layout: Layout, page_rows: int) -> tuple[int, int | None]:
        """Where a motion leads, and the column to keep."""
        if motion in motions.VERTICAL:
            rows = motions.rows_of(motion, page_rows)
            return motions.by_rows(layout, self.caret, rows, self._goal_cells)
        if motion in ("line-start", "line-end"):
            return motions.in_line(layout, self.caret, to_end=motion == "line-end"), None
        return motions.by_text(self.document, self.caret, motion, self.language), None

    # --- marking ----------------------------------------------------------------------------

    def mark_at_caret(self) -> Annotation | None:
        """The innermost mark upon the caret; with the caret at a mark's end, that one."""
        found = self.marks.at(self.caret)
        if not found and self.caret > 0:
            found = [
                each
                for each in self.marks.at(self.caret - 1)
                if any(held.end == self.caret for held in each.ranges)
            ]
        return found[-1] if found else None

    def _trimmed(self, held: Range) -> Range:
        """Without white space at the ends, and outward to whole grapheme clusters."""
        text = self.document.text
        start, end = held.start, held.end
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return segments.snap(text, Range(start, end))

    def _same_range(self, held: Range) -> Annotation | None:
        return next((each for each in self.marks.at(held.start) if each.ranges == (held,)), None)

    def _inside(self, held: Range) -> int:
        """Where the caret stays after marking: where it is, else at the nearest end of the mark."""
        if self.caret in held:
            return self.caret
        if self.caret < held.start:
            return held.start
        return segments.cluster_start(self.document.text, held.end - 1)

    def target(self) -> Target:
        """What `t` and `a` act on: the selection, else the mark at the caret, else the sentence."""
        if self.selection is None:
            annotation = self.mark_at_caret()
            if annotation is not None:
                return Target(annotation, None)
            self.select_sentence()
        if self.selection is None:
            return Target(None, None)
        held = self._trimmed(self.selection)
        if not len(held):
            return Target(None, None)
        same = self._same_range(held)
        return Target(same, None) if same else Target(None, held)

    def _marked(self, target: Target) -> tuple[Annotation, int]:
        """The mark a target is or is to become, and where the caret stays."""
        if target.annotation is not None:
            return target.annotation, self.caret
        assert target.range is not None
        mark = planning.new_mark(self._ids(), self.document.text, target.range, self.last_colour)
        return mark, self._inside(target.range)

    def plan_highlight(self, colour: Colour) -> Plan:
        """Mark the selection; else recolour the mark at the caret; else propose the sentence."""
        if self.selection is None and self.mark_at_caret() is None:
            said = self.select_sentence()
            return Plan(say=said or f"{colour.digit} again marks it · esc drops it")
        target = self.target()
        if target.annotation is not None:
            return self.plan_recolour(target.annotation, colour)
        if target.range is None:
            return Plan(say="only white space is selected · move to the text")
        self.last_colour = colour
        return planning.creation(*self._marked(target))

    def plan_mark_last_colour(self) -> Plan | None:
        """Mark the selection in the last colour; None without a selection."""
        return None if self.selection is None else self.plan_highlight(self.last_colour)

    def plan_recolour(self, annotation: Annotation, colour: Colour) -> Plan:
        """Give a mark another colour."""
        self.last_colour = colour
        return planning.recolouring(annotation, colour, self.caret)

    def plan_tags(self, target: Target, names: Sequence[str]) -> Plan:
        """Give a target exactly these tags; see `planning.tagging`."""
        mark, caret = self._marked(target)
        return planning.tagging(target, mark, names, caret)

    def plan_note(self, target: Target, note: str) -> Plan:
        """Give a target this note; see `planning.noting`."""
        mark, caret = self._marked(target)
        return planning.noting(target, mark, note, caret)

    def plan_delete(self, annotation: Annotation | None = None) -> Plan:
        """Delete a mark, by default the one at the caret."""
        chosen = annotation or self.mark_at_caret()
        if chosen is not None:
            return planning.deletion(chosen, self.caret)
        if self.anchor is not None:
            return Plan(say="x deletes a mark · esc drops the selection")
        return Plan(say="no mark here · [ ] go to one")

    # --- committing -------------------------------------------------------------------------

    async def commit(self, plan: Plan) -> str:
        """Make a plan true: it is durable in the library before the marks show it.

        Returns:
            What to say.

        Raises:
            PostilError: The library refused; nothing has changed.
        """
        assert self.library is not None
        assert self.article is not None
        stood = self.caret, self.anchor
        written = await asyncio.wrap_future(
            self.library.write_marks(
                self.article.id, plan.edits, action=plan.action, label=plan.label
            )
        )
        # Who has gone on while a slow disk wrote is not called back.
        if plan.caret is not None and stood == (self.caret, self.anchor):
            self.go_to(plan.caret)
        self.take(written)
        if written.conflicts:
            return "it was changed elsewhere meanwhile: both notes and all tags are kept"
        return plan.say

    def take(self, news: Written | Changes | Undone, *, is_own: bool = True) -> Range | None:
        """Show what the library holds now; gives the first range among it.

        Args:
            news: What was written.
            is_own: By the person who reads; what another program brings may belong to a hidden layer.
        """
        if self._missing:
            self._touched.update(news.deleted, (each.id for each in news.annotations))
        touched: list[Range] = []
        if len(news.deleted) + len(news.annotations) > MANY_CHANGES:
            return self._take_many(news, is_own=is_own)
        for annotation_id in news.deleted:
            known = self.marks.get(annotation_id)
            self.layers.discard(annotation_id)
            if known is not None:
                touched.extend(known.ranges)
                self.marks.discard(annotation_id)
                self.arrangement.discard(annotation_id)
        for annotation in news.annotations:
            known = self.marks.get(annotation.id)
            if self.layers.takes(annotation, is_new=known is None and not is_own):
                continue
            if known is not None:
                touched.extend(known.ranges)
            touched.extend(annotation.ranges)
            self.marks.put(annotation)
            self.arrangement.put(annotation)
        if news.deleted or news.annotations:
            self.changed(
                Range(min(each.start for each in touched), max(each.end for each in touched))
                if touched
                else None
            )
        return min(touched, default=None)

    def _take_many(self, news: Written | Changes | Undone, *, is_own: bool) -> Range | None:
        known = {each.id: each for each in self.marks}
        gone = [known.pop(each, None) for each in news.deleted if not self.layers.discard(each)]
        fresh = [
            each
            for each in news.annotations
            if not self.layers.takes(each, is_new=each.id not in known and not is_own)
        ]
        known.update((each.id, each) for each in fresh)
        self._stand_on(Marks(known.values()))
        self.changed(None)
        ranges = [held for each in (*gone, *fresh) if each is not None for held in each.ranges]
        return min(ranges, default=None)

    def needs_confirmation(self, entry: HistoryEntry, visible: Range) -> bool:
        """True if undoing an entry would surprise: made on another day, elsewhere, or off the screen."""
        made = datetime.fromisoformat(entry.time).astimezone()
        if made.date() != datetime.now().astimezone().date():
            return True
        if self.article is not None and any(each != self.article.id for each in entry.articles):
            return True
        if any(each in self.layers for each in entry.annotations):
            return True
        known = [self.marks.get(each) for each in entry.annotations]
        if not self.is_complete and None in known:
            return True
        ranges = [held for each in known if each is not None for held in each.ranges]
        return bool(ranges) and not any(held.overlaps(visible) for held in ranges)

    # --- going ------------------------------------------------------------------------------

    def go_to_next_mark(self) -> str:
        """The caret to the beginning of the next mark."""
        return self._go_to_mark(self.marks.after(self.caret), "no mark follows · [ goes back")

    def go_to_previous_mark(self) -> str:
        """The caret to the beginning of the mark before."""
        return self._go_to_mark(self.marks.before(self.caret), "no mark before · ] goes on")

    def _go_to_mark(self, annotation: Annotation | None, otherwise: str) -> str:
        if annotation is None or annotation.start is None:
            if not self.is_complete:
                return "the other marks are still being read"
            if len(self.layers) and not len(self.marks):
                return "all marks are hidden · ctrl+p, then “creator”, shows them"
            return otherwise if len(self.marks) else "no marks yet · s then 1 makes one"
        self.go_to(annotation.start)
        return ""

    def copied_text(self, annotation: Annotation | None = None) -> str:
        """What `y` copies: the selection, else the given mark or the one at the caret; soft breaks joined."""
        if annotation is None and self.selection is not None:
            return self.document.flowing(self._trimmed(self.selection))
        held = annotation or self.mark_at_caret()
        if held is None:
            return ""
        if held.state is State.ORPHANED:
            return held.quote
        return " […] ".join(self.document.flowing(each) for each in held.ranges)


def colour_of_digit(digit: int) -> Colour:
    """The colour of a key 1 to 6."""
    return COLOURS[digit - 1]
