"""The app on the list of articles, in a window of a test's own."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from annotations.library import MarkEdit, Source
from annotations.model import Colour
from reader.app import PostilApp
from reader.drafts import Drafts
from reader.screens.library import LibraryScreen
from reader.shelving import open_shelves
from reader.themes import DARK
from reader.widgets.prompts import Prompt
from tests.annotations.store.samples import Clock, document, library_at, mark
from tests.reader.screens.rest import go_round
from tests.reader.screens.stage import ROUNDS, Stage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from annotations.library import Library
    from annotations.model import ArticleId


class Text(NamedTuple):
    """An article of the tests' library."""

    title: str
    publisher: str = ""
    published: str = ""
    progress: float = 0.0
    marked: tuple[tuple[str, Colour], ...] = ()
    tags: tuple[str, ...] = ()


TEXTS = (
    Text(
        "The visit",
        "Le Faso",
        "2023-02-09",
        0.62,
        (("firm will", Colour.BLUE), ("crowd", Colour.BLUE), ("hall", Colour.RED)),
        ("project/report",),
    ),
    Text(
        "What the communiqué leaves out", "The Courier", "2023-02", 1.0, (("Monday", Colour.RED),)
    ),
    Text("Fuel, wheat, fertiliser", "", "2023"),
)
"""The first is the one opened last."""


def make(path: Path, texts: Sequence[Text] = TEXTS) -> list[ArticleId]:
    """Make the library of the tests; gives its articles in the order of the texts."""
    with library_at(path, Clock()) as library:
        made = [_article(library, number, text) for number, text in reversed([*enumerate(texts)])]
    return made[::-1]


def _article(library: Library, number: int, text: Text) -> ArticleId:
    read = document(title=text.title, publisher=text.publisher, published=text.published)
    read = replace(read, metadata=read.metadata._replace(authors=("Assa Traoré",)))
    place = Source(kind="address", location=f"https://example.org/{number}")
    article = library.open_article(read, place).result().article.id
    edits = [
        MarkEdit(before=None, after=mark(quote, colour=colour, tags=("sahel",), note="who paid?"))
        for quote, colour in text.marked
    ]
    if edits:
        library.write_marks(article, edits, action="mark", label="marks").result()
    library.keep_place(article, 3, text.progress).result()
    if text.tags:
        library.shelf.tag([article], text.tags).result()
    return article


class ShelfStage(Stage):
    """The list, and what a test asks of it."""

    @property
    def shelf(self) -> LibraryScreen:
        """The list, whatever lies over it."""
        stack = self.app.screen_stack
        return next(each for each in stack if isinstance(each, LibraryScreen))

    @property
    def library(self) -> Library:
        """What the list shows."""
        return self.shelf.library

    @property
    def message(self) -> str:
        """What the bottom line of the topmost screen says."""
        top = self.app.screen
        return top.bottom_line.message if isinstance(top, LibraryScreen) else super().message

    @property
    def focus(self) -> str:
        """The id of what has the focus; a prompt's field counts as `prompt`."""
        focused = self.app.screen.focused
        if focused is None:
            return ""
        is_prompt = any(isinstance(each, Prompt) for each in focused.ancestors)
        return "prompt" if is_prompt else focused.id or ""

    @property
    def titles(self) -> list[str]:
        """Of the articles shown, in order."""
        return [row.title for row in self.shelf.shelving.found]

    @property
    def current(self) -> str:
        """The title of the article that is raised."""
        here = self.shelf.current
        return "" if here is None else here.title

    async def settle(self, *, rounds: int = ROUNDS) -> None:
        """Let every widget handle what it was sent, and what that has sent in turn."""
        await go_round(self.pilot, rounds)
        if not self.app.is_running:
            return
        if isinstance(self.app.screen, LibraryScreen):
            asked = [
                each
                for each in self.app.screen.workers
                if each.group in ("asking", "reading") and not each.is_finished
            ]
            if asked:  # of an empty list Textual waits for all
                await self.app.screen.workers.wait_for_complete(asked)
            await self.pilot._wait_for_screen()


@asynccontextmanager
async def on_shelf(
    library: Path, *, size: tuple[int, int] = (120, 40), places: Sequence[str] = ()
) -> AsyncIterator[ShelfStage]:
    """The app on the list of a library.

    Args:
        library: The database.
        size: Columns and rows.
        places: What is to be added at the start.
    """
    shelves = open_shelves(library, places)
    app = PostilApp(shelves, palette=DARK, drafts=Drafts(library.parent / "drafts"))
    try:
        async with app.run_test(size=size) as pilot:
            stage = ShelfStage(app, pilot)
            await stage.until(lambda: stage.shelf.shelving.stock.is_whole, "The list")
            yield stage
    finally:
        shelves.close()
