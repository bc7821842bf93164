"""The reading screen: an article beside its annotations.

It puts widgets and parts together, and passes on what widgets say. A method of a part asks the session
for a plan, commits it and shows what has changed; nothing is decided here.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on

from reader.actions import key_label
from reader.config import DEFAULTS, Settings
from reader.keyboards import Keyboard
from reader.keymap import Keymap
from reader.screens.appearance import Appearance
from reader.screens.arranging import Arranging
from reader.screens.cards import Cards
from reader.screens.ends import Ends
from reader.screens.following import Following
from reader.screens.going import Going
from reader.screens.keyed import KeyedScreen, ReadingKeys
from reader.screens.mode import MouseMode
from reader.screens.searching import Searching
from reader.screens.showing import Showing
from reader.screens.sticky import Sticky
from reader.widgets.article import ArticleView
from reader.widgets.bars import BottomLine, RuleLine, Ruler, TopLine
from reader.widgets.panel import EMPTY, AnnotationPanel
from reader.widgets.rows import RowView

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult
    from textual.geometry import Offset, Size

    from annotations.model import ArticleId, Range
    from annotations.results import OpenedArticle
    from reader.drafts import Drafts
    from reader.marks import Marks
    from reader.session import Session
    from reader.themes import Look
    from reader.widgets.note_editor import NoteEditor

NARROW_CELLS = 90
"""Below this width the panel lies under the text."""

LOW_ROWS = 8
"""Below this height a narrow window has no room for a panel."""

AIRY_ROWS = 16
"""From this height on a line is left free above and below the text."""

QUIT_PATIENCE_S = 10.0
"""How long quitting waits for a write that is under way."""


class ReadingScreen(ReadingKeys, KeyedScreen):
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
        self.showing = Showing(self)
        self.keymap = Keymap(settings.keys, Keyboard(settings.keyboard))
        self.mode = None
        self.typed_on = None
        self.when_text_changes: list[Callable[[], None]] = []
        """Called when another text is shown: positions in the former mean nothing then."""
        session.changed = self._marks_changed

    def compose(self) -> ComposeResult:
        """Top line, text and panel, bottom line."""
        yield self.top_line
        yield self.bottom_line
        yield self.ruler
        yield self.article
        yield self.rule_line
        yield self.panel

    def on_mount(self) -> None:
        """Lay out for the size there is."""
        self.fit_panel()

    async def on_screen_resume(self) -> None:
        """What a list over it has changed is shown at once."""
        await self.keeping.poll()

    # --- what comes from the opening --------------------------------------------------------

    def attach(self, opened: OpenedArticle) -> None:
        """The library is here: marks and reading place are shown."""
        self.article_title = opened.article.name
        if self.session.caret == self.session.clamp(0):
            self.resume(opened)
        if self.session.past:
            self.say(f"the text of {self.session.past} · R goes back to the present one")
        elif opened.notices:
            self.say(" · ".join(opened.notices))
        elif self.session.mark_count and opened.position:
            self.showing.say_where_one_stopped()
        self.library_here.set()
        self.keeping.begin()
        self.bookmarking.begin()
        self.fit_panel()
        self.show_state()
        if self.session.is_complete:
            self._restore_draft(opened.article.id)

    def resume(self, opened: OpenedArticle) -> None:
        """Go to where one stopped, if that is known."""
        if opened.position:
            self.session.go_to(opened.position)
            self.article.resume(round(opened.progress * len(self.session.document.text)))

    def show_all_marks(self, marks: Marks) -> None:
        """Marks that were still missing are here; the cards in view stay where they are."""
        held = self.panel.first_in_view()
        self.session.complete(marks)
        self.panel.put_at_top(held)
        assert self.session.article is not None
        self._restore_draft(self.session.article.id)

    def _restore_draft(self, article: ArticleId) -> None:
        draft = None if self.session.past else self.drafts.load(article)
        if draft is not None:
            self.noting.restore(draft)

    def show_whole(self) -> None:
        """The session has the whole text now."""
        self.showing.forget_ruler()
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
        self.set_class(narrow, "-below")
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
            rows = max(1, height - 3) if is_low else self.cards.rows_of(height)
            self.panel.styles.height = 1 if is_line else len(EMPTY) if is_empty else rows
        else:
            self.panel.styles.width = self.cards.cells_of(width)
            self.panel.styles.height = "1fr"

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
        self.showing.forget_ruler()
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
        """Bring everything to what the session is now."""
        self.showing.show_state()

    def show_hints(self) -> None:
        """Say which keys are worth knowing here."""
        self.showing.show_hints()

    def jumped(self, message: str = "") -> None:
        """The caret went far: show where it is, and say something."""
        if message:
            self.say(message)
        self.going.arrive()
        self.article.follow(centre=True)

    # --- what widgets say -------------------------------------------------------------------

    @on(ArticleView.Selecting)
    def _text_selected(self, message: ArticleView.Selecting) -> None:
        if isinstance(self.mode, MouseMode):
            self.mode.select(message.anchor, message.position)
        else:
            self.moving.mouse_selects(message)

    @on(ArticleView.Pointed)
    async def _text_pointed(self, message: ArticleView.Pointed) -> None:
        if not isinstance(self.mode, MouseMode):
            self.moving.mouse_points(message)
            await self.act(message.then)
        elif message.clicks == 1 and not message.then:
            self.mode.point(message.position)

    @on(ArticleView.Refitted)
    def _text_refitted(self) -> None:
        self.show_state()

    @on(ArticleView.Wheeled)
    def _text_wheeled(self, message: ArticleView.Wheeled) -> None:
        self.moving.wheel_scrolls(message)

    @on(Ruler.Pointed)
    def _ruler_pointed(self, message: Ruler.Pointed) -> None:
        self.moving.ruler_points(message)

    @on(AnnotationPanel.Chosen)
    def _card_chosen(self, message: AnnotationPanel.Chosen) -> None:
        if isinstance(self.mode, MouseMode):
            self.mode.leave()
        self.cards.card_chosen(message)

    @on(AnnotationPanel.Pointed)
    async def _card_pointed(self, message: AnnotationPanel.Pointed) -> None:
        if isinstance(self.mode, MouseMode):
            self.mode.leave()
        self.cards.card_pointed(message)
        await self.act(message.then)

    @on(AnnotationPanel.HeadPointed)
    async def _head_pointed(self, message: AnnotationPanel.HeadPointed) -> None:
        self.set_focus(self.panel)
        self.say("")
        await self.act(message.wanted)

    @on(AnnotationPanel.Toggled)
    def _card_toggled(self, message: AnnotationPanel.Toggled) -> None:
        self.cards.card_toggled(message)

    @on(RuleLine.Dragged)
    def _rule_dragged(self, message: RuleLine.Dragged) -> None:
        self.cards.rule_dragged(message)

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

    def on_note_editor_idle(self, message: NoteEditor.Idle) -> None:
        """A key did nothing in a note."""
        message.stop()
        does = "undoes no more here" if message.is_known else "does nothing in a note"
        self.say(f"{key_label(message.key)} {does} · esc keeps it")

    # --- the screen's own actions -----------------------------------------------------------

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
        elif not (self.searching.clear() or self.beginning.end() or self.awaiting.step_back()):
            self.say("nothing to step back from · q quits")

    async def do_library(self) -> None:
        """Show the list of all articles; the one that is read stays open below it."""
        if self.session.library is None:
            self.say("the library is still being opened · try again in a moment")
            return
        await self.settle()
        await self.host.show_library(self.session.library)

    async def do_quit(self) -> None:
        """Leave for what lies under the article, or the shell; everything is saved."""
        await self.settle()
        self.host.leave(self)

    async def settle(self) -> None:
        """Wait for the write that is under way, and keep the reading place."""
        if self.marking.pending is not None:
            await asyncio.wait((self.marking.pending,), timeout=QUIT_PATIENCE_S)
        await self.keeping.store_place()

    def do_paint_anew(self) -> None:
        """Paint everything, as after another program has written on the screen."""
        self.app.refresh(layout=True)
        self.say("painted anew")

    def do_suspend(self) -> None:
        """Give the terminal back to the shell for a while."""
        self.app.action_suspend_process()
