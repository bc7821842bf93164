"""One article being read: its marks, and what each key does to them.

No screen is needed: a screen asks for a `Plan`, commits it and paints what has changed. A plan becomes
true only when the library has made it durable.

What is left to others: caret and selection (`selecting`), what a mark becomes (`planning`), what is copied
(`copying`), whether an undo surprises (`undoing`), how all is stored (`library`).
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

from annotations import segments
from annotations.errors import EarlierTextError
from annotations.model import COLOURS, Colour, IdSource, Range
from reader import planning, surroundings
from reader.arrangement import Arrangement
from reader.layers import Layers, parted
from reader.marks import Marks
from reader.planning import Plan, Target
from reader.selecting import Selecting

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotations.document import Document
    from annotations.library import Library
    from annotations.model import Annotation, AnnotationId, Article
    from annotations.results import Changes, OpenedArticle, Undone, Written
    from reader.fields import Fields

LAST_MARKS = 100
"""Marks remembered as made or edited last: one that is deleted gives its place to the one before."""


class Session(Selecting):
    """The state of one article on the screen."""

    def __init__(
        self, document: Document, *, ids: Callable[[], str] | None = None, creator: str = ""
    ) -> None:
        super().__init__(document)
        self.creator = creator
        """Put on new marks."""
        self.past = ""
        """When the text was read, if it is an earlier one, which is not marked; for people."""
        self.marks = Marks()
        """The marks that are shown; those of hidden layers are not among them."""
        self.layers = Layers()
        self.arrangement = Arrangement(self.marks)
        self._chosen: AnnotationId | None = None
        self._stack: tuple[Marks, int, int, list[Annotation]] | None = None
        self.last_colour = Colour.YELLOW
        self.sticky_tags: tuple[str, ...] = ()
        """What every new mark gets, until they are taken off."""
        self._last_marks: deque[AnnotationId] = deque(maxlen=LAST_MARKS)
        """Made or edited here, the last one at the end; they may be deleted since."""
        self.newest_step: int | None = None
        """The number of the step of the history that was made here last."""
        self.library: Library | None = None
        self.article: Article | None = None
        self.changed: Callable[[Range | None], None] = lambda _held: None
        """Called after a change of marks, with the stretch of text it touches (None: everything)."""
        self._ids = ids or IdSource()
        self._missing = 0
        """Marks that the library has and that are not here yet."""
        self._touched: set[AnnotationId] = set()
        """Ids of what was taken while marks were missing."""
        self._one_by_one = asyncio.Lock()
        """Held while marks are put together anew: news are shown in the order in which they came."""

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

    def _stand_on(self, marks: Marks, *, is_all_kept: bool = False) -> None:
        self.marks = marks
        self.arrangement.stand_on(marks, is_all_kept=is_all_kept)

    async def show_layers(self, hidden: frozenset[str]) -> None:
        """Hide the marks of these creators and show all others; parted in a thread, they may be many."""
        async with self._one_by_one:
            await self._part_layers(hidden)

    async def _part_layers(self, hidden: frozenset[str]) -> None:
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

    @property
    def language(self) -> str:
        """Of the article, as its reference says."""
        metadata = self.article.metadata if self.article else self.document.metadata
        return metadata.language

    def _caret_moved(self) -> None:
        self._chosen = None

    # --- marking ----------------------------------------------------------------------------

    def marks_at_caret(self) -> list[Annotation]:
        """The marks upon the caret, the innermost first; with none upon it, those that end there."""
        # Asked for several times a key, and anything may lie upon one position.
        marks, caret, known = self.marks, self.caret, self._stack
        if known is None or known[0] is not marks or known[1:3] != (marks.generation, caret):
            found = marks.at(caret)
            if not found and caret > 0:
                found = [
                    each
                    for each in marks.at(caret - 1)
                    if any(held.end == caret for held in each.ranges)
                ]
            self._stack = known = (marks, marks.generation, caret, found[::-1])
        return known[3]

    def mark_at_caret(self) -> Annotation | None:
        """The mark at the caret that keys act on: the chosen one, else the innermost."""
        return self.chosen_mark() or next(iter(self.marks_at_caret()), None)

    def chosen_mark(self) -> Annotation | None:
        """The mark at the caret that was chosen among several, until the caret moves."""
        return None if self._chosen is None else self.marks.get(self._chosen)

    def choose_next_mark(self) -> str:
        """Walk outward through the marks at the caret, and from the outermost to the innermost."""
        found = [each.id for each in self.marks_at_caret()]
        if len(found) > 1:
            at = found.index(self._chosen) if self._chosen in found else 0
            self._chosen = found[(at + 1) % len(found)]
            return ""
        return "only one mark here · [ ] go to others" if found else "no mark here · [ ] go to one"

    def last_mark(self) -> Annotation | None:
        """What a piece is added to: the mark last made or edited here, else one at the caret.

        With a selection also one upon which it begins or ends.
        """
        for each in reversed(self._last_marks):
            last = self.marks.get(each)
            if last is not None and last.ranges:
                return last
        held, found = self.selection, self.mark_at_caret()
        if found is None and held is not None:
            ends = (*self.marks.at(held.start), *self.marks.at(held.end - 1))
            found = ends[-1] if ends else None
        return found

    def _trimmed(self, held: Range) -> Range:
        return surroundings.trimmed(self.document.text, held)

    def _same_range(self, held: Range) -> Annotation | None:
        """The mark of just this range, else one of which it is a piece; of several the chosen, else the newest."""
        found = [each for each in self.marks.at(held.start) if held in each.ranges]
        return max(
            found,
            key=lambda each: (len(each.ranges) == 1, each.id == self._chosen, each.id),
            default=None,
        )

    def _inside(self, held: Range) -> int:
        """Where the caret stays after marking: where it is, else at the nearest end of the mark."""
        if self.caret in held:
            return self.caret
        if self.caret < held.start:
            return held.start
        return segments.cluster_start(self.document.text, held.end - 1)

    def new_id(self) -> str:
        """An id for a mark that is to be made."""
        return self._ids()

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
        return self.new_mark(target.range), self._inside(target.range)

    def new_mark(self, held: Range) -> Annotation:
        """A mark upon a range, in the last colour, with the tags that are kept on; not yet stored."""
        text, colour = self.document.text, self.last_colour
        return planning.new_mark(self._ids(), text, held, colour, self.sticky_tags)

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

    def plan_fields(self, target: Target, fields: Fields) -> Plan:
        """Give a target exactly these fields; see `fields.plan`."""
        from reader import fields as describing  # noqa: PLC0415  # not before the first field

        mark, caret = self._marked(target)
        return describing.plan(target, mark, fields, caret)

    def plan_relation(self, target: Target, other: Annotation, names: Sequence[str]) -> Plan:
        """Give a target exactly these relations to another mark; see `relating.plan`."""
        from reader import relating  # noqa: PLC0415  # not before the first relation

        mark, caret = self._marked(target)
        return relating.plan(target, mark, other.id, names, planning.named(other), caret)

    def plan_note(self, target: Target, note: str) -> Plan:
        """Give a target this note; see `planning.noting`."""
        mark, caret = self._marked(target)
        return planning.noting(target, mark, note, caret)

    def plan_add_piece(self) -> Plan:
        """Add the selection to the last mark as a further piece."""
        from reader import piecing  # noqa: PLC0415  # not before the first mark

        if self.selection is None:
            return Plan(
                say="nothing is selected · s selects the sentence, A adds it to the last mark"
            )
        held, mark = self._trimmed(self.selection), self.last_mark()
        if not len(held):
            return Plan(say="only white space is selected · move to the text")
        if mark is None:
            return Plan(say="no mark was made since opening · 1 makes one of the selection")
        return piecing.addition(mark, held, self.document.text, self._inside(held))

    def plan_ends(self, annotation: Annotation, number: int, held: Range) -> Plan:
        """Give a piece of a mark other ends, or an orphaned one a place; see `piecing.reshaping`."""
        from reader import piecing  # noqa: PLC0415  # not before the first mark

        held = self._trimmed(held)
        if not len(held):
            return Plan(say="nothing would be left of the mark · x deletes it")
        twin = next(
            (
                each
                for each in self.marks.at(held.start)
                if each.ranges == (held,) and each.id != annotation.id
            ),
            None,
        )
        text = self.document.text
        return piecing.reshaping(annotation, number, held, text, self._inside(held), twin)

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
        if self.past:
            raise EarlierTextError
        from reader.taking import MANY, free_slowly  # noqa: PLC0415  # not before the first change

        stood = self.caret, self.anchor
        if self.creator and len(plan.edits) < MANY:
            plan = planning.signed(plan, self.creator)
        elif self.creator:
            plan = await asyncio.to_thread(planning.signed, plan, self.creator)
        written = await asyncio.wrap_future(
            self.library.write_marks(
                self.article.id, plan.edits, action=plan.action, label=plan.label
            )
        )
        self.newest_step = written.step
        # Who has gone on while a slow disk wrote is not called back.
        if plan.caret is not None and stood == (self.caret, self.anchor):
            self.go_to(plan.caret)
        await self.receive(written)
        if len(plan.edits) >= MANY:
            free_slowly(plan.edits)
        if written.annotations:
            self._last_marks.append(written.annotations[-1].id)
            if (
                len(written.annotations) == 1
                and written.annotations[0] in self.marks_at_caret()[1:]
            ):
                # What is done to a mark in several steps is done to it, and not to one upon it.
                self._chosen = written.annotations[0].id
        if written.conflicts:
            return "it was changed elsewhere meanwhile: both notes and all tags are kept"
        return plan.say

    async def receive(
        self, news: Written | Changes | Undone, *, is_own: bool = True
    ) -> Range | None:
        """The same as `take`; many are put together in a thread, and shown once that is done."""
        from reader.taking import MANY, free_slowly, put_together  # noqa: PLC0415  # not before the first change

        async with self._one_by_one:
            if len(news.deleted) + len(news.annotations) < MANY:
                return self.take(news, is_own=is_own)
            if self._missing:
                self._touched.update(news.deleted, (each.id for each in news.annotations))
            while True:
                before, generation = self.marks, self.marks.generation
                together = await asyncio.to_thread(
                    put_together, before.snapshot(), self.layers, news, is_own=is_own
                )
                if self.marks is before and before.generation == generation:
                    break  # Else those that were missing have come meanwhile, or another text.
            self._stand_on(together.marks, is_all_kept=together.is_all_kept)
            free_slowly(before.contents())
            self.changed(None)
            return together.first

    def take(self, news: Written | Changes | Undone, *, is_own: bool = True) -> Range | None:
        """Show what the library holds now; gives the first range among it.

        Args:
            news: What was written.
            is_own: By the person who reads; what another program brings may belong to a hidden layer.
        """
        if self._missing:
            self._touched.update(news.deleted, (each.id for each in news.annotations))
        touched: list[Range] = []
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

    # --- going ------------------------------------------------------------------------------

    def go_to_next_mark(self) -> str:
        """The caret to the beginning of the next mark, or piece of one."""
        return self._go_to_mark(self.marks.start_after(self.caret), "no mark follows · [ goes back")

    def go_to_previous_mark(self) -> str:
        """The caret to the beginning of the mark, or piece of one, before."""
        return self._go_to_mark(self.marks.start_before(self.caret), "no mark before · ] goes on")

    def _go_to_mark(self, found: tuple[int, Annotation] | None, otherwise: str) -> str:
        if found is None:
            if not self.is_complete:
                return "the other marks are still being read"
            if len(self.layers) and not len(self.marks):
                return "all marks are hidden · ctrl+p, then “creator”, shows them"
            return otherwise if len(self.marks) else "no marks yet · s then 1 makes one"
        self.go_to(found[0])
        return ""


def colour_of_digit(digit: int) -> Colour:
    """The colour of a key 1 to 6."""
    return COLOURS[digit - 1]
