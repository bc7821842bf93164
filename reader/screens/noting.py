"""Writing a note in its card, with its draft on disk until it is kept."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from annotations.errors import PostilError
from annotations.model import AnnotationId, Range
from reader.planning import Target
from reader.screens.part import Part

if TYPE_CHECKING:
    from reader.drafts import Draft
    from reader.screens.reading import ReadingScreen
    from reader.widgets.note_editor import NoteEditor


class Noting(Part):
    """The note being written."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self.editor: NoteEditor | None = None
        self._target: Target | None = None
        self._is_from_panel = False

    async def do_note(self) -> None:
        """Write the note of the target in its card."""
        if self.screen.choosing.marks():
            self.say("a note belongs to one mark · esc lets go of the others")
            return
        target = self.screen.marking.target()
        if target is not None:
            await self.edit(target, target.annotation.note if target.annotation else "")

    async def edit(self, target: Target, note: str) -> None:
        """Open the editor in the card of a target, which may be a mark yet to be made."""
        from reader.widgets.note_editor import NoteEditor  # noqa: PLC0415  # dear, see there

        if self.editor is not None:
            return
        self.screen.cards.is_wanted = True
        panel = self.panel
        if target.annotation is not None:
            card = target.annotation
        else:
            assert target.range is not None
            from annotations.model import Annotation, Piece  # noqa: PLC0415  # not before the first mark

            held = target.range
            text = self.session.document.text[held.start : held.end]
            card = Annotation(
                id=AnnotationId("draft"),
                pieces=(Piece(range=held, quote=text),),
                colour=self.session.last_colour,
            )
        if card.id not in self.session.arrangement:
            # What a filter leaves out has a card while its note is written.
            panel.draft = card
        self._target = target
        self._is_from_panel = self.screen.is_in_panel
        panel.editing = card.id
        self.screen.fit_panel()
        panel.show(card.id)
        editor = NoteEditor(note)
        self.editor = editor
        self.place_editor()
        await self.screen.mount(editor)
        self.screen.call_after_refresh(self.place_editor)
        # At once and not by a message: the next key is the editor's.
        self.screen.set_focus(editor)
        self.screen.show_hints()

    def place_editor(self) -> None:
        """Lay the editor over its card; below the screen's edge it takes what room there is."""
        editor, editing = self.editor, self.panel.editing
        if editor is None or editing is None:
            return
        self.panel.show(editing)
        place = self.panel.editor_place(editing)
        region = self.panel.region
        if place is None or place[3] < 1:
            place = (2, max(0, region.height - 2), max(8, region.width - 4), 2)
        x, y, width, height = place
        editor.styles.offset = (region.x + x, region.y + y)
        editor.styles.width = width
        editor.styles.height = height

    async def end_if_kept(self) -> None:
        """Take an editor that is finished away."""
        if self.editor is not None and self.editor.is_kept:
            await self.kept(self.editor, self.editor.text)

    async def kept(self, editor: NoteEditor, note: str) -> None:
        """The note is finished: store it, then let the draft go. Told twice, it is done once."""
        target = self._target
        if target is None or editor is not self.editor:
            return
        self._target = self.editor = None
        self.panel.editing = None
        self.panel.draft = None
        self.screen.fit_panel()
        if self.screen.focused in (None, editor):
            # Before it goes: Textual would give the focus to whatever is next.
            to_panel = self._is_from_panel and self.panel.display
            self.screen.set_focus(self.panel if to_panel else self.article)
        await editor.remove()
        try:
            plan = self.session.plan_note(target, note)
            if plan.edits:
                # Should the library refuse, the note is on disk, and is offered at the next start.
                await self._save(target, note)
                await self.screen.marking.commit(plan, done=self.screen.drafts.discard)
            else:
                self.screen.drafts.discard()
                if target.annotation is None:
                    self.session.drop_selection()
                    self.say("an empty note leaves no mark")
        except PostilError as error:
            await self._save(target, note)
            self.screen.say_error(error)
        self.screen.show_state()

    async def paused(self, note: str) -> None:
        """Typing rests: write the draft down."""
        if self._target is not None:
            await self._save(self._target, note)

    async def _save(self, target: Target, note: str) -> None:
        draft = self._draft(target, note)
        if draft is None:
            return
        try:
            await asyncio.to_thread(self.screen.drafts.save, draft)
        except OSError as error:
            self.screen.bottom_line.say(
                f"the draft cannot be written ({error.strerror}) · esc keeps the note",
                is_error=True,
            )

    def save_at_once(self) -> None:
        """Write the draft down now: the program is told to end, and nobody could read a complaint."""
        if self.editor is None or self._target is None:
            return
        draft = self._draft(self._target, self.editor.text)
        if draft is not None:
            with suppress(OSError):
                self.screen.drafts.save(draft)

    def _draft(self, target: Target, note: str) -> Draft | None:
        """The note as far as it was typed; None while the library does not know the article."""
        article = self.session.article
        if article is None:
            return None
        from reader.drafts import Draft  # noqa: PLC0415  # not before the first note

        return Draft(
            article=article.id,
            annotation=target.annotation.id if target.annotation else None,
            start=target.range.start if target.range else 0,
            end=target.range.end if target.range else 0,
            note=note,
        )

    async def open_editor(self) -> None:
        """Edit the note in the person's own editor, with the draft on disk meanwhile."""
        editor, target = self.editor, self._target
        if editor is None or target is None:
            return
        from reader.external_editor import edit_text  # noqa: PLC0415  # rarely used
        from reader.screens.lending import lend_terminal  # noqa: PLC0415  # likewise

        await self._save(target, editor.text)
        try:
            editor.text = lend_terminal(self.screen.app, partial(edit_text, editor.text))
        except PostilError as error:
            self.screen.say_error(error)
        editor.move_cursor(editor.document.end)

    def restore(self, draft: Draft) -> None:
        """Open what was being typed when postil last ended."""
        annotation = self.session.marks.get(draft.annotation) if draft.annotation else None
        if annotation is not None:
            target = Target(annotation, None)
        elif 0 <= draft.start < draft.end <= len(self.session.document.text):
            target = Target(None, Range(draft.start, draft.end))
        else:
            return
        start = annotation.start if annotation else draft.start
        if start is not None:
            self.session.go_to(start)
            self.article.follow(centre=True)

        async def restore() -> None:
            await self.edit(target, draft.note)
            self.screen.bottom_line.say("this note was unfinished · esc keeps it")

        self.screen.call_after_refresh(restore)
