"""The codebook: the tree of the tags with what has them, over the whole window."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Horizontal

from annotations.errors import PostilError
from reader.actions import Place
from reader.screens.asking import Asking
from reader.screens.keyed import KeyedScreen
from reader.screens.recoding import Recoding
from reader.screens.wording import count_of, list_end
from reader.tag_list import TagList
from reader.widgets.bars import BottomLine, RuleLine, TopLine
from reader.widgets.filter_line import FilterLine
from reader.widgets.list_view import ListView
from reader.widgets.plan_lines import PlanLines
from reader.widgets.shelf_preview import ShelfPreview
from reader.widgets.tag_row import tag_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.widget import Widget

    from annotations.library import Library
    from annotations.model import Annotation
    from reader.actions import Action
    from reader.config import Settings
    from reader.keymap import Keymap
    from reader.screens.marks_list import MarksState
    from reader.screens.wording import Hints
    from reader.themes import Look
    from reader.widgets.list_view import ListRow

WIDE_CELLS = 100
"""From this width on the marks of the current tag stand beside the list."""

AIRY_ROWS = 16
"""From this height on a line is left free above and below the list."""

PREVIEWED = 20
"""Marks read for the preview: more than a high window shows."""

HINTS: Hints = [
    ("enter", "its marks"),
    ("r", "rename"),
    ("m", "move"),
    ("?", "help"),
    ("J", "merge"),
    ("a", "describe"),
    ("x", "delete"),
    ("/", "filter"),
    ("u", "undo"),
    ("M", "all marks"),
    ("esc", "back"),
]
"""The keys that are worth knowing, the most needed first."""


class Filtering:
    """What is typed narrows the list, until enter or an arrow."""

    def __init__(self, screen: CodebookScreen) -> None:
        self._screen = screen

    def hints(self) -> tuple[str, Hints]:
        """How one gets out of it."""
        return "", [("enter", "into the list"), ("esc", "all tags")]

    async def press(self, key: str) -> None:
        """Type, or leave."""
        screen = self._screen
        line = screen.filter_line.line
        if key in ("enter", "down", "up"):
            screen.mode = None
        elif key == "escape":
            line.clear()
            screen.tags.narrow("")
            screen.mode = None
        elif key == "space":
            line.insert(" ")
        elif len(key) == 1:
            line.insert(key)
        elif key == "backspace" and not line.text:
            screen.mode = None
        elif not line.edit(key):
            screen.say("enter goes into the list · esc shows all tags")
        if line.text != screen.tags.typed:
            screen.tags.narrow(line.text)


class CodebookScreen(KeyedScreen):
    """The tags of a library, and what keys do to them."""

    AUTO_FOCUS: ClassVar[str | None] = "#list"
    BINDINGS: ClassVar = []
    CSS = """
    CodebookScreen { layout: vertical; layers: base prompt; }
    CodebookScreen Horizontal { height: 1fr; }
    CodebookScreen #list { margin: 1 0; }
    CodebookScreen #filter { margin: 1 0 0 0; }
    CodebookScreen #preview { margin: 1 0; width: 38%; }
    CodebookScreen.-low #list, CodebookScreen.-low #filter { margin: 0; }
    CodebookScreen #bottom { dock: bottom; }
    """
    places = frozenset((Place.CODEBOOK,))
    reached_by = "codebook"

    def __init__(
        self,
        look: Look,
        library: Library,
        keymap: Keymap,
        settings: Settings,
    ) -> None:
        """Show the codebook of a library.

        Args:
            look: The styles.
            library: Open, and left open.
            keymap: What keys do.
            settings: The person's.
        """
        super().__init__()
        self.look = look
        self.library = library
        self.coding = library.coding
        self.keymap = keymap
        self.settings = settings
        self._marks_state: MarksState | None = None
        """How the list of marks was left."""
        self._is_away = False
        self.tags = TagList()
        self._is_counted = False
        self._previewed = ""
        self._preview_turn = 0
        self._top = TopLine(look)
        self.filter_line = FilterLine(look, "a name, a former one, words of the description")
        self.view = ListView(
            look,
            self._row,
            lines=2,
            can_choose=True,
            widest_cells=WIDE_CELLS,
            empty=self._in_place_of_tags,
        )
        self.view.is_chosen = self.tags.is_chosen
        self._rule = RuleLine(look)
        self.preview = ShelfPreview(look)
        self.plan_lines = PlanLines(look)
        self.bottom_line = BottomLine(look, keeps_last=True)
        self._asking = Asking(self, look)
        self.recoding = Recoding(self)

    def compose(self) -> ComposeResult:
        """Title, filter, tags beside the marks of one, hints."""
        yield self._top
        yield self.filter_line
        with Horizontal():
            yield self.view
            yield self._rule
            yield self.preview
        yield self.bottom_line
        yield self.plan_lines

    async def on_mount(self) -> None:
        """Show the tags at once, and count beside."""
        self.show_state()
        await self.load(counts=False)
        self.run_worker(self._count(), group="counting", exclusive=True)

    def on_screen_resume(self) -> None:
        """Back from another list: what was changed there is counted."""
        if self._is_away:
            self._is_away = False
            self.view.forget_painted()
            self.run_worker(self._count(), group="counting", exclusive=True)

    async def _count(self) -> None:
        try:
            await self.load()
        except PostilError as error:
            self.say_error(error)

    async def load(self, *, at: str = "", counts: bool = True) -> None:
        """Read the tags anew.

        Args:
            at: The name of the tag that becomes the current one; empty: it stays.
            counts: Whether it is counted what has each.
        """
        tree = await asyncio.to_thread(lambda: self.coding.tree(counted=counts))
        self._is_counted = counts
        self._previewed = ""
        self.tags.take(tree, at=at)
        self.show_state(is_other=True)

    # --- what a screen of keys says of itself -----------------------------------------------

    @property
    def asking(self) -> Asking:
        """Prompts."""
        return self._asking

    def may(self, action: Action) -> bool:
        """All may be done."""
        if action.name != "undo":
            self.recoding.steps.asked = None
        return True

    @property
    def place(self) -> Place:
        """Here."""
        return Place.CODEBOOK

    @property
    def homes(self) -> tuple[Widget, ...]:
        """The list."""
        return (self.view,)

    async def pasted(self, text: str) -> None:
        """What is pasted filters."""
        self.filter_line.line.insert(text)
        self.tags.narrow(self.filter_line.line.text)
        self.show_state()

    # --- showing ----------------------------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        """Room for marks beside the list where the window is wide; none left free where it is low."""
        self.set_class(event.size.height < AIRY_ROWS, "-low")
        is_wide = event.size.width >= WIDE_CELLS
        self.preview.display = self._rule.display = is_wide
        self.show_state()

    def show_state(self, *, is_other: bool = True) -> None:
        """Bring everything on the screen up to date."""
        if not self.is_attached:
            return
        tags = self.tags
        is_typing = isinstance(self.mode, Filtering)
        self.view.show(len(tags.shown), tags.current, is_other=is_other)
        self.filter_line.display = is_typing or bool(tags.typed)
        found = sum(map(tags.is_found, tags.shown))
        self.filter_line.show(
            count=count_of(found, "tag") if tags.typed.strip() else "", is_typing=is_typing
        )
        chosen = f"{tags.chosen:,} chosen · " if tags.chosen else ""
        self._top.show("Codebook", chosen + count_of(tags.listed, "tag"))
        sign, hints = self.mode.hints() if self.mode is not None else ("", HINTS)
        self.bottom_line.show(sign, hints if sign else self.keymap.hints(self.place, hints))
        self._preview_current()

    def _row(self, place: int) -> ListRow:
        each = self.tags.shown[place]
        return tag_row(
            each, self.look, is_found=self.tags.is_found(each), is_counted=self._is_counted
        )

    def _in_place_of_tags(self) -> str:
        if len(self.tags):
            return "no tag holds this · esc shows all"
        return "no tags yet · t gives one to a mark, n makes one here"

    def _preview_current(self) -> None:
        now = self.tags.now
        name = now.tag.name if now is not None else ""
        if not self.preview.display or name == self._previewed:
            return
        self._previewed = name
        if not name:
            self.preview.show(())
            return
        self.run_worker(self._read_preview(name), group="preview", exclusive=True)

    async def _read_preview(self, name: str) -> None:
        from annotations.query_tree import TagIs, fold_path  # noqa: PLC0415  # with the first preview

        def read() -> Sequence[Annotation]:
            query = TagIs(f"/{fold_path(name)}")
            found = self.library.find(query, limit=PREVIEWED, sort="newest")
            return [each.annotation for each in found]

        try:
            marks = await asyncio.to_thread(read)
        except PostilError:
            return  # Said where the person asks for something.
        if name == self._previewed:
            self.preview.show(marks, "no mark has it")

    # --- its own actions --------------------------------------------------------------------

    def do_tag_row(self, motion: str) -> None:
        """To another tag."""
        was = self.tags.current
        self.tags.move(motion, self.view.page_entries)
        if self.tags.current == was:
            self.say(list_end(motion))

    def do_choose_tag(self) -> None:
        """Choose the tag beside others."""
        self.tags.choose()

    def do_filter_tags(self) -> None:
        """Narrow the list."""
        self.mode = Filtering(self)

    def do_tag_marks(self) -> None:
        """List the marks of the tag, in all articles; left again, the list is here as it was."""
        now = self.tags.now
        if now is None:
            self.say("no tag here · n makes one")
            return
        self._list_marks(self.tags.query_for(now.tag.name))

    def do_marks(self) -> None:
        """List the marks of all articles, as the list was left."""
        self._list_marks(None)

    def _list_marks(self, typed: str | None) -> None:
        from reader.screens.finding import list_marks  # noqa: PLC0415  # rarely used

        def left(state: MarksState) -> None:
            if typed is None:
                self._marks_state = state

        self._is_away = True
        state = self._marks_state
        list_marks(self, self.library, self.look, self.settings, state, left, typed=typed)

    async def do_library(self) -> None:
        """Show the list of all articles."""
        self._is_away = True
        await self.host.show_library(self.library)

    def do_back(self) -> None:
        """Let go what is chosen, take the filter away, or leave."""
        if self.tags.let_go():
            return
        if self.tags.typed:
            self.filter_line.line.clear()
            self.tags.narrow("")
            return
        self.host.leave(self)

    def do_quit(self) -> None:
        """Leave."""
        self.host.leave(self)

    # --- mouse ------------------------------------------------------------------------------

    @on(ListView.Pointed)
    def _pointed(self, message: ListView.Pointed) -> None:
        if self.mode is not None and not isinstance(self.mode, Filtering):
            return
        self.mode = None
        self.say("")
        is_again = message.is_again and not message.is_beside
        self.tags.current = message.place
        if message.is_beside:
            self.tags.choose()
        elif is_again:
            self.do_tag_marks()
            return
        self.show_state()

    @on(ListView.Wheeled)
    def _wheeled(self, message: ListView.Wheeled) -> None:
        if self.view.scroll_rows(message.rows):
            self.view.update_rows()
