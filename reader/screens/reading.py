"""The reading screen: an article beside its annotations.

Keys go by the action table to a method of one of the screen's parts, one after the other, so that what
is typed at once does what it would do typed slowly. A method asks the session for a plan, commits it
and shows what has changed; nothing is decided here.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Horizontal
from textual.events import Key, Paste
from textual.widget import Widget

from annotations.errors import PostilError
from reader.actions import ACTIONS, Action, Place, key_label
from reader.config import DEFAULTS, Settings
from reader.keyboards import Keyboard
from reader.keymap import Keymap
from reader.screens.appearance import Appearance
from reader.screens.arranging import Arranging
from reader.screens.cards import Cards
from reader.screens.ends import Ends
from reader.screens.following import Following
from reader.screens.going import Going
from reader.screens.mode import MarkMode, Mode
from reader.screens.part import Part
from reader.screens.parts import LateParts
from reader.screens.searching import Searching
from reader.screens.sticky import Sticky
from reader.screens.wording import Situation, count_of, hints_for, per_cent, time_left
from reader.terminal.writing import PacedScreen
from reader.widgets.article import ArticleView
from reader.widgets.bars import BottomLine, RuleLine, Ruler, TopLine
from reader.widgets.panel import EMPTY, AnnotationPanel
from reader.widgets.rows import RowView

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual import events
    from textual.app import ComposeResult
    from textual.geometry import Offset, Size

    from annotations.model import ArticleId, Colour, Range
    from annotations.results import Changes, OpenedArticle
    from reader.drafts import Drafts
    from reader.marks import Marks
    from reader.screens.wording import Hints
    from reader.session import Session
    from reader.themes import Look
    from reader.widgets.note_editor import NoteEditor
    from reader.widgets.prompts import Prompt

NARROW_CELLS = 90
"""Below this width the panel lies under the text."""

LOW_ROWS = 8
"""Below this height a narrow window has no room for a panel."""

AIRY_ROWS = 16
"""From this height on a line is left free above and below the text."""

PLACE_KEPT_S = 2.0
"""A rest after which the reading place is stored."""

POLL_S = 0.5
"""How often to look for what another program changed in the library."""

QUIT_PATIENCE_S = 10.0
"""How long quitting waits for a write that is under way."""

KEY_PATIENCE_S = 2.0
"""How long the next key waits for one that a prompt or a note was given."""

_LONE_MODIFIERS = ("left_", "right_", "caps_lock", "num_lock", "iso_level")


class ReadingScreen(LateParts, PacedScreen):
    """An article beside the panel of its annotations."""

    AUTO_FOCUS: ClassVar[str | None] = "#article"
    BINDINGS: ClassVar = []

    def __init__(
        self, session: Session, look: Look, *, title: str, settings: Settings = DEFAULTS
    ) -> None:
        super().__init__()
        self.settings = settings
        self.session = session
        self.look = look
        self.is_dark_ground = True
        """What the terminal said before there was a screen."""
        self.drafts: Drafts
        """Set after the first paint, before the library is attached."""
        self.article_title = title
        self.article = ArticleView(session, look, widest_cells=settings.width)
        self.panel = AnnotationPanel(session, look)
        self.rule_line = RuleLine(look)
        self.ruler = Ruler(look)
        self.top_line = TopLine(look)
        self.bottom_line = BottomLine(look)
        self.library_here = asyncio.Event()
        self.going = Going(self)
        self.following = Following(self)
        self.cards = Cards(self)
        self.arranging = Arranging(self)
        self.ends = Ends(self)
        self.sticky = Sticky(self)
        self.appearance = Appearance(self)
        self.searching = Searching(self)
        self.keymap = Keymap(settings.keys, Keyboard(settings.keyboard))
        self.mode: Mode | None = None
        """What has every key for a while, if anything."""
        self.when_text_changes: list[Callable[[], None]] = []
        """Called when another text is shown: positions in the former mean nothing then."""
        self._place_stored = -1
        self._is_state_due = False
        self._ruler_marks: tuple[int, dict[int, Colour | None]] | None = None
        session.changed = self._marks_changed

    @cached_property
    def _methods(self) -> dict[str, Callable[..., Awaitable[None] | None]]:
        self.make_late_parts()
        return {action.name: self._method(action.name) for action in ACTIONS}

    def _method(self, name: str) -> Callable[..., Awaitable[None] | None]:
        owners = (self, *(part for part in vars(self).values() if isinstance(part, Part)))
        for owner in owners:
            method: Callable[..., Awaitable[None] | None] | None = getattr(
                owner, f"do_{name}", None
            )
            if method is not None:
                return method
        raise LookupError(name)

    def compose(self) -> ComposeResult:
        """Top line, text and panel, bottom line."""
        yield self.top_line
        with Horizontal(id="middle"):
            with Horizontal(id="body"):
                yield self.article
                yield self.rule_line
                yield self.panel
            yield self.ruler
        yield self.bottom_line

    def on_mount(self) -> None:
        """Lay out for the size there is."""
        self.fit_panel()
        self.set_interval(PLACE_KEPT_S, self._store_place)
        self.set_interval(POLL_S, self._poll)

    # --- what comes from the opening --------------------------------------------------------

    def attach(self, opened: OpenedArticle) -> None:
        """The library is here: marks and reading place are shown."""
        self.article_title = opened.article.name
        if opened.position and self.session.caret == self.session.clamp(0):
            self.session.go_to(opened.position)
            self.article.put_at_top(self.session.caret)
            self.article.scroll_rows(-(self.article.size.height // 3))
            self.article.follow()
        if opened.notices:
            self.say(" · ".join(opened.notices))
        elif self.session.mark_count and opened.position:
            count = count_of(self.session.mark_count, "mark")
            self.say(f"{count}; you stopped at {per_cent(opened.progress)}")
        self.library_here.set()
        self.bookmarking.begin()
        self.fit_panel()
        self.show_state()
        if self.session.is_complete:
            self._restore_draft(opened.article.id)

    def show_all_marks(self, marks: Marks) -> None:
        """Marks that were still missing are here; the cards in view stay where they are."""
        held = self.panel.first_in_view()
        self.session.complete(marks)
        self.panel.put_at_top(held)
        assert self.session.article is not None
        self._restore_draft(self.session.article.id)

    def _restore_draft(self, article: ArticleId) -> None:
        draft = self.drafts.load(article)
        if draft is not None:
            self.noting.restore(draft)

    def show_whole(self) -> None:
        """The session has the whole text now."""
        self._ruler_marks = None
        self.article.show_document(self.session.document)
        self.going.show_whole()
        self.show_state()

    # --- layout -----------------------------------------------------------------------------

    @property
    def is_narrow(self) -> bool:
        """True if the panel lies below the text."""
        return self.size.width < NARROW_CELLS

    def on_resize(self, event: events.Resize) -> None:
        """Lay out anew."""
        self.fit_panel(event.size)
        self.call_after_refresh(self._after_resize)

    def _after_resize(self) -> None:
        if self.panel.editing is not None:
            self.noting.place_editor()
        self.arranging.place_prompt()
        self.show_state()

    def fit_panel(self, size: Size | None = None) -> None:
        """Give text and panel their places, for the size and for what is to be shown."""
        width, height = size or self.size
        narrow = width < NARROW_CELLS
        self.set_class(height < AIRY_ROWS, "-low")
        is_empty = self.panel.is_empty
        is_low = narrow and height < LOW_ROWS
        # A note being written has the room of the text, where there is not enough for both.
        is_wanted = self.cards.is_wanted and not self.appearance.is_zen
        shown = is_wanted and (not is_low or self.panel.editing is not None)
        self.query_one("#body").set_class(narrow, "-below")
        self.rule_line.set_class(narrow, "-below")
        self.panel.set_class(narrow, "-below")
        is_line = narrow and is_empty and not (self.panel.has_steps and height >= AIRY_ROWS)
        self.rule_line.display = shown and not is_line
        # A click would focus a panel in which no key has anything to act on.
        self.panel.can_focus = shown and not is_empty
        if self.is_in_panel and not self.panel.can_focus:
            self.set_focus(self.article)
        self.panel.display = shown
        self.panel.is_line = is_line
        if narrow:
            self.panel.styles.width = "1fr"
            rows = max(1, height - 3) if is_low else max(3, (height - 3) // 3)
            self.panel.styles.height = 1 if is_line else len(EMPTY) if is_empty else rows
        else:
            self.panel.styles.width = self.cards.cells_of(width)
            self.panel.styles.height = "1fr"

    # --- keys -------------------------------------------------------------------------------

    @property
    def place(self) -> Place:
        """Where the focus is."""
        return Place.PANEL if self.is_in_panel else Place.TEXT

    @property
    def is_in_panel(self) -> bool:
        """True if the panel has the focus; its own `has_focus` comes a message later."""
        return self.focused is self.panel

    @property
    def is_on_top(self) -> bool:
        """True unless another screen lies over this one.

        Textual's `is_current` is true also under a screen whose ground is not known yet.
        """
        return self.app.screen is self

    @property
    def is_at_rest(self) -> bool:
        """True if nothing is being said, asked or typed."""
        return (
            self.app.screen is self
            and self.mode is None
            and not self.bottom_line.message
            and self.focused in (self.article, self.panel)
        )

    async def on_key(self, event: events.Key) -> None:
        """Do what the key does here; one for a prompt, a note or another screen is passed on.

        The app sends every key here first, so that one is done with before the next begins.
        """
        is_returned = event.is_forwarded
        if self.is_on_top and self.focused in (self.article, self.panel, None):
            event.stop()
            event.prevent_default()
            await self.press(_key_of(event))
        elif not is_returned:
            event.stop()
            event.prevent_default()
            await self._pass_on(Key(event.key, event.character))

    async def _pass_on(self, event: events.Event) -> None:
        """Let something else have a key or a text, and take it away if that has ended it."""
        top = self.app.screen
        receiver = top.focused or top
        # It is a copy, since what came is stopped; from the app, or it would not bubble; passed on as
        # the app itself does it.
        event.set_sender(self.app)
        receiver._forward_event(event)  # noqa: SLF001
        await _handled(receiver)
        if top is not self:
            # It may have bubbled, each time at the end of the queue of the next.
            for node in receiver.ancestors:
                if isinstance(node, Widget) and self.app.screen is top:
                    await _handled(node)
        await self.noting.end_if_kept()
        await self.asking.end_if_answered()

    async def press(self, key: str) -> None:
        """Do what a key does, by its name in the action table."""
        self.bottom_line.say("")
        self.going.stand()
        if self.mode is not None:
            if not key.startswith(_LONE_MODIFIERS):
                await self._press_in(self.mode, key)
            return
        action = self.keymap.find(self.place, key)
        if action is not None:
            await self.perform(action)
        elif habit := self.keymap.habit(key):
            self.say(habit)
        elif not self.is_lone_modifier(key):
            self.say(f"{key_label(key)} does nothing here · ? shows the keys")

    @staticmethod
    def is_lone_modifier(key: str) -> bool:
        """True for shift, control and their like alone, which terminals may tell as keys."""
        return key.startswith(_LONE_MODIFIERS)

    async def perform(self, action: Action) -> None:
        """Do an action; what fails is said, nothing is lost."""
        if action.name != "undo":
            self.history.asked = None
        if action.name != "follow_relation":
            self.relating.trail = None
        if action.name not in ("act", "copy"):
            self.following.forget()
        method = self._methods[action.name]
        try:
            result = method() if action.argument is None else method(action.argument)
            if result is not None:
                await result
        except PostilError as error:
            self.say_error(error)
        self.show_state()

    async def _press_in(self, mode: Mode, key: str) -> None:
        try:
            await mode.press(key)
        except PostilError as error:
            self.say_error(error)
        self.show_state()

    def say(self, message: str, *, is_error: bool = False) -> None:
        """Say something on the bottom line until the next key."""
        self.bottom_line.say(message, is_error=is_error)

    def say_error(self, error: PostilError) -> None:
        """Say what went wrong and what to do."""
        sentence = str(error).rstrip(".")
        self.bottom_line.say(
            f"{sentence} · {error.hint}" if error.hint else sentence, is_error=True
        )

    # --- showing ----------------------------------------------------------------------------

    def cursor_place(self) -> Offset | None:
        """Of the terminal's cursor: the caret, the current card, or where a prompt is typed into."""
        view = self.focused
        if view is self.article:
            cell = self.article.caret_cell()
        elif view is self.panel:
            cell = self.panel.current_cell()
        else:
            return super().cursor_place()
        return view.region.offset + cell if cell is not None else None

    def _marks_changed(self, _held: Range | None) -> None:
        self._ruler_marks = None
        if self.is_mounted:
            self.arranging.renew()
            self.fit_panel()
            self.show_state()

    def paint_anew(self) -> None:
        """Paint everything: the colours are others."""
        for widget in self.query("*"):
            if isinstance(widget, RowView):
                widget.forget_painted()
            else:
                widget.refresh()

    def show_state(self) -> None:
        """Bring everything to what the session is now, once the keys that are waiting are done.

        A hundred keys typed at once are handled one after the other and shown once.
        """
        if not self._is_state_due:
            self._is_state_due = True
            self.call_later(self._show_state)

    def _show_state(self) -> None:
        self._is_state_due = False
        self.article.remember_place()
        self.article.update_rows()
        self.ends.show()
        self.arranging.show_head()
        if isinstance(self.mode, MarkMode):
            self.panel.show(self.mode.annotation)
        elif not self.is_in_panel and self.panel.editing is None:
            self.arranging.follow()
        else:
            self.panel.show(self.panel.current)
            self.arranging.learn_meanings()
        self._show_top()
        self.show_hints()
        self._show_ruler()
        self.going.stand()

    def jumped(self, message: str = "") -> None:
        """The caret went far: show where it is, and say something."""
        if message:
            self.say(message)
        self.going.arrive()
        self.article.follow(centre=True)

    def _seen_share(self) -> float:
        """How much of the text is above the bottom of the view, 0 to 1."""
        length = len(self.session.document.text)
        seen = self.article.visible_range().end
        # Empty lines may follow what can be seen.
        return 1.0 if seen >= min(length - 1, self.session.clamp(length)) else seen / length

    def _show_top(self) -> None:
        count = self.session.mark_count
        share = self._seen_share()
        left = time_left(round((1 - share) * len(self.session.document.text)))
        parts = [
            self.searching.state(),
            count_of(count, "mark") if count else "",
            per_cent(share),
        ]
        if not self.is_narrow:
            parts.append(left)
        self.top_line.show(self.article_title, " · ".join(part for part in parts if part))

    def show_hints(self) -> None:
        """Say which keys are worth knowing here."""
        if self.mode is not None:
            self._show_hints(*self.mode.hints())
            return
        session = self.session
        situation = Situation(
            is_noting=self.panel.editing is not None,
            is_in_panel=self.is_in_panel,
            is_selecting=session.selection is not None or session.is_visual,
            is_on_mark=session.mark_at_caret() is not None,
            has_marks=len(session.marks) > 0,
            can_add=session.selection is not None and session.last_mark() is not None,
            stack=self.ends.stack(),
            is_searching=self.searching.is_showing,
            has_relations=self.is_in_panel and self.relating.has_relations,
            is_filtering=self.arranging.is_asking,
            chosen=len(session.arrangement.choice),
            hyperlink=self.following.described(),
        )
        sign, hints = hints_for(situation)
        self._show_hints(sign, self.keymap.hints(self.place, hints))

    def _show_hints(self, sign: str, hints: Hints) -> None:
        aside = self.sticky.aside()
        if self.appearance.is_zen:
            # The signs of modes stay: no mode without one.
            hints, aside = [], [(key, text) for key, text in aside if key]
        self.bottom_line.show(sign, hints, aside)

    def _show_ruler(self) -> None:
        height = self.ruler.size.height
        if not height:
            return
        length = max(1, len(self.session.document.text))
        if self._ruler_marks is None or self._ruler_marks[0] != height:
            self._ruler_marks = (height, self._marks_by_row(height, length))
        start = self.article.visible_range().start
        hits = self.searching.ruler_rows(height)
        self.ruler.show(start / length, self._seen_share(), self._ruler_marks[1], hits)

    def _marks_by_row(self, height: int, length: int) -> dict[int, Colour | None]:
        """The colour of the first mark in each row of the scroll bar: O(rows), however many marks."""
        rows: dict[int, Colour | None] = {}
        for row in range(height):
            first, last = length * row // height, length * (row + 1) // height
            found = self.session.marks.start_after(first - 1)
            if found is not None and found[0] < last:
                rows[row] = found[1].colour
        return rows

    # --- what widgets say -------------------------------------------------------------------

    @on(ArticleView.Selecting)
    def _text_selected(self, message: ArticleView.Selecting) -> None:
        if isinstance(self.mode, MarkMode):
            self.mode.select(message.anchor, message.position)
        else:
            self.moving.mouse_selects(message)

    @on(ArticleView.Pointed)
    def _text_pointed(self, message: ArticleView.Pointed) -> None:
        if not isinstance(self.mode, MarkMode):
            self.moving.mouse_points(message)
        elif message.clicks == 1:
            self.mode.point(message.position)

    @on(ArticleView.Wheeled)
    def _text_wheeled(self, message: ArticleView.Wheeled) -> None:
        self.moving.wheel_scrolls(message)

    @on(Ruler.Pointed)
    def _ruler_pointed(self, message: Ruler.Pointed) -> None:
        self.moving.ruler_points(message)

    @on(AnnotationPanel.Chosen)
    def _card_chosen(self, message: AnnotationPanel.Chosen) -> None:
        if isinstance(self.mode, MarkMode):
            self.mode.leave()
        self.cards.card_chosen(message)

    @on(AnnotationPanel.Pointed)
    def _card_pointed(self, message: AnnotationPanel.Pointed) -> None:
        if isinstance(self.mode, MarkMode):
            self.mode.leave()
        self.cards.card_pointed(message)

    @on(AnnotationPanel.Toggled)
    def _card_toggled(self, message: AnnotationPanel.Toggled) -> None:
        self.cards.card_toggled(message)

    @on(AnnotationPanel.Wheeled)
    def _panel_wheeled(self, message: AnnotationPanel.Wheeled) -> None:
        self.cards.wheel_scrolls(message)

    async def on_note_editor_kept(self, message: NoteEditor.Kept) -> None:
        """The note is finished."""
        message.stop()
        await self.noting.kept(message.editor, message.note)

    async def on_note_editor_paused(self, message: NoteEditor.Paused) -> None:
        """Typing rests."""
        message.stop()
        await self.noting.paused(message.note)

    async def on_note_editor_editor_wanted(self, message: NoteEditor.EditorWanted) -> None:
        """The person's own editor is asked for."""
        message.stop()
        await self.noting.open_editor()

    async def on_paste(self, event: events.Paste) -> None:
        """Something was pasted: where nothing is typed it may be a file that was dropped."""
        event.stop()
        event.prevent_default()
        if self.app.screen is self and self.focused in (self.article, self.panel, None):
            await self.dropping.pasted(event.text)
        elif not event.is_forwarded:
            await self._pass_on(Paste(event.text))

    # --- the screen's own actions -----------------------------------------------------------

    def do_help(self) -> None:
        """Show the keys."""
        from reader.screens.help import HelpScreen  # noqa: PLC0415  # rarely used

        self.app.push_screen(HelpScreen(self.look, self.place, self.keymap.actions))

    def do_back(self) -> None:
        """Step back one thing."""
        if self.is_in_panel:
            if not self.choosing.step_back() and not self.arranging.step_back():
                self.set_focus(self.article)
        elif self.session.anchor is not None or self.session.is_visual:
            self.session.drop_selection()
            self.article.follow()
        elif self.appearance.is_zen:
            self.appearance.leave_zen()
        elif not self.searching.clear() and not self.beginning.end():
            self.say("nothing to step back from · q quits")

    async def on_prompt_ended(self, message: Prompt.Ended) -> None:
        """A prompt is answered, or left."""
        message.stop()
        await self.asking.finish(message.prompt)

    async def do_quit(self) -> None:
        """Leave; everything is saved."""
        if self.marking.pending is not None:
            await asyncio.wait((self.marking.pending,), timeout=QUIT_PATIENCE_S)
        await self._store_place()
        self.app.exit()

    def do_paint_anew(self) -> None:
        """Paint everything, as after another program has written on the screen."""
        self.app.refresh(layout=True)
        self.say("painted anew")

    def do_suspend(self) -> None:
        """Give the terminal back to the shell for a while."""
        self.app.action_suspend_process()

    # --- in the background ------------------------------------------------------------------

    async def _store_place(self) -> None:
        session = self.session
        library, article = session.library, session.article
        if library is None or article is None or session.caret == self._place_stored:
            return
        self._place_stored = session.caret
        try:
            await asyncio.wrap_future(
                library.keep_place(article.id, session.caret, self._seen_share())
            )
        except PostilError as error:
            self.say_error(error)

    async def _poll(self) -> None:
        session = self.session
        library, article = session.library, session.article
        if library is None or article is None or self.marking.pending is not None:
            return

        def look() -> Changes | None:
            self.reloading.look_at_file()
            return library.poll(article.id)

        try:
            news = await asyncio.to_thread(look)
        except PostilError:
            return  # Said when the person writes; a poll that fails changes nothing.
        if news is not None and session.article is article:
            session.take(news, is_own=False)
        self.reloading.tell()


async def _handled(receiver: Widget) -> None:
    """Wait until a widget has handled what it was sent so far."""
    is_through = asyncio.Event()
    if receiver.call_later(is_through.set):
        with suppress(TimeoutError):
            await asyncio.wait_for(is_through.wait(), KEY_PATIENCE_S)


def _key_of(event: events.Key) -> str:
    """The name of a key in the action table: its character where it has one."""
    character = event.character
    if character is not None and character != " " and character.isprintable():
        return character
    return event.key
