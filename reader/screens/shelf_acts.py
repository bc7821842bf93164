"""What is done with articles of the library's list: open, tag, remove, describe, add, forget."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reader.request import ReadRequest
from reader.screens.part import AnyPart
from reader.screens.stepping import Steps
from reader.screens.wording import count_of, several

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from annotations.import_plan import ImportPlan
    from annotations.model import ArticleId
    from annotations.results import HistoryEntry, Shelved
    from annotations.shelf_rows import ShelfRow, Status
    from reader.screens.library import LibraryScreen
    from reader.screens.wording import Hints
    from reader.widgets.prompts import Prompt


class ShelfActs(AnyPart):
    """Acts on the chosen articles that are shown, else the current one."""

    def __init__(self, screen: LibraryScreen) -> None:
        self._screen = screen
        self.steps = Steps(screen.library)

    # --- opening ----------------------------------------------------------------------------

    async def open(self, row: ShelfRow | None) -> None:
        """Open an article; in an empty library the sample.

        Raises:
            PostilError: It cannot be read.
        """
        screen = self._screen
        if row is not None:
            screen.say("opening …")
            request = await asyncio.to_thread(self._request, row)
            await screen.host.read(request, library=screen.library)
            screen.bottom_line.say("")
        elif screen.shelving.stock.rows:
            screen.say("no article answers · esc shows all")
        else:
            from reader.sample import sample_article  # noqa: PLC0415  # once in a life

            await screen.host.read(ReadRequest(path=sample_article()), library=screen.library)

    def _request(self, row: ShelfRow) -> ReadRequest:
        """How to open an article: from the library, or its file where only that has the text."""
        library = self._screen.library
        source = Path(row.source) if row.source else None
        is_there = source is not None and source.is_absolute() and source.is_file()
        if is_there and not library.shelf.has_text(row.id):
            return ReadRequest(path=source)
        return ReadRequest(article=row.id)

    async def taken_in(self, done: ImportPlan) -> str:
        """Marks were taken in: show what there is now; gives how they are taken back."""
        if done.step is not None:
            self.steps.made(done.step)
        await self._screen.read_now()
        if done.articles:
            self._screen.show_found(self._screen.place_in_list(done.articles[-1].article.id))
        return "u takes them back"

    # --- taking elsewhere -------------------------------------------------------------------

    async def do_export(self) -> None:
        """Ask where the marks of the chosen articles are to go, else of the current one, or of all."""
        from reader.export_scopes import scopes_of_articles  # noqa: PLC0415  # rarely used
        from reader.screens.export_ground import ListGround  # noqa: PLC0415  # likewise
        from reader.screens.exporting import Exporting  # noqa: PLC0415  # likewise

        screen, taken = self._screen, self._taken()
        if not taken:
            return
        scopes = scopes_of_articles(
            [(row.id, row.source) for row in taken],
            [row.id for row in screen.shelving.found],
            is_narrowed=screen.shelving.is_narrowed,
            are_chosen=any(row.id in screen.chosen for row in taken),
        )
        start = partial(screen.run_worker, group="export", exclusive=True)
        await Exporting(ListGround(screen, scopes, screen.asking.ask, start)).begin()

    # --- saying something of them -----------------------------------------------------------

    async def do_article_status(self, status: str) -> None:
        """Say how far articles were read."""
        wanted: Status = "" if status == "as-read" else status  # type: ignore[assignment]  # one of them
        taken = self._taken()
        changed = await self._write(
            lambda ids: self._screen.library.shelf.set_status(ids, wanted), taken
        )
        said = wanted or "as far as read"
        self._tell(changed, taken, said)

    async def do_tag_articles(self) -> None:
        """Ask for the tags of articles."""
        from reader.widgets.tag_prompt import TagPrompt  # noqa: PLC0415  # not before the first

        screen, taken = self._screen, self._taken()
        if not taken:
            return
        shared = [tag for tag in taken[0].tags if all(tag in row.tags for row in taken)]
        # Those that articles have come first: tags of marks are many, and seldom meant.
        recent = await asyncio.to_thread(screen.library.recent_tags)
        known = list(dict.fromkeys([*screen.filtering.article_tags, *recent]))
        about = several(len(taken), "article")
        prompt = TagPrompt(screen.look, shared, known, screen.keymap.keyboard, about=about)

        async def tag(answered: Prompt) -> None:
            assert isinstance(answered, TagPrompt)
            added = [each for each in answered.tags if each not in shared]
            off = [each for each in shared if each not in answered.tags]
            changed = await self._write(
                lambda ids: screen.library.shelf.tag(ids, added, off), taken
            )
            self._tell(changed, taken, "tagged")

        await screen.asking.ask(prompt, tag)

    async def do_article_reference(self) -> None:
        """Ask for the parts of the current article's reference."""
        here = self._screen.current
        if here is not None:
            await self._ask_reference(here.id, "")

    async def _ask_reference(self, article: ArticleId, chosen: str) -> None:
        from annotations.reference import shown, values  # noqa: PLC0415  # not before the first
        from reader.widgets.reference_prompts import (  # noqa: PLC0415  # likewise
            PartPrompt,
            ReferencePrompt,
        )

        screen = self._screen
        library = screen.library
        reference = await asyncio.to_thread(library.reference, article)

        async def edit(prompt: Prompt) -> None:
            assert isinstance(prompt, ReferencePrompt)
            key = prompt.answer
            present, guess = (
                shown(values(held)[key]) for held in (reference.metadata, reference.guessed)
            )
            await screen.asking.ask(PartPrompt(screen.look, key, present, guess), keep)

        async def keep(prompt: Prompt) -> None:
            assert isinstance(prompt, PartPrompt)
            written = library.write_reference(article, {prompt.key: prompt.value})
            _, step = await asyncio.wrap_future(written)
            if step is not None:
                await self._done(step)
            await self._ask_reference(article, prompt.key)
            if step is not None:
                screen.say(f"the {prompt.SIGN.lower()} is kept · u takes it back")

        await screen.asking.ask(ReferencePrompt(screen.look, reference, chosen), edit)

    # --- taking out -------------------------------------------------------------------------

    async def do_remove_articles(self) -> None:
        """Take articles out of the library; nothing of them is lost."""
        taken = self._taken()
        opened = [row for row in taken if self._screen.host.is_open(row.id)]
        if opened:
            self._screen.say(f"“{opened[0].name}” is open below · q goes there, q closes it")
            return
        changed = await self._write(self._screen.library.shelf.remove, taken)
        self._tell(changed, taken, "removed", after="u brings it back")

    async def do_forget_article(self) -> None:
        """Forget the current article for good, once that is confirmed."""
        here = self._screen.current
        if here is None:
            return
        if self._screen.host.is_open(here.id):
            self._screen.say(f"“{here.name}” is open below · q goes there, q closes it")
            return
        self._screen.mode = _Forgetting(self, here)

    async def forget(self, row: ShelfRow) -> None:
        """Purge an article.

        Raises:
            PostilError: The library failed.
        """
        screen = self._screen
        backups = await asyncio.wrap_future(screen.library.forget(row.id))
        await screen.read_now()
        held = f" · {count_of(len(backups), 'backup')} still hold it" if backups else ""
        screen.say(f"forgotten: {row.name}{held}")

    # --- back and forward -------------------------------------------------------------------

    async def do_undo(self) -> None:
        """Undo the newest step of the library; one that was not made here is named first."""
        self._screen.say(await self.steps.take(self._show, is_undo=True))

    async def do_redo(self) -> None:
        """Do again what was undone last."""
        self._screen.say(await self.steps.take(self._show, is_undo=False))

    async def _show(self, _entry: HistoryEntry) -> None:
        await self._screen.read_now()

    # --- writing ----------------------------------------------------------------------------

    def _taken(self) -> list[ShelfRow]:
        taken = self._screen.taken
        if not taken:
            self._screen.say("no article here · a adds one")
        return taken

    async def _write(
        self, write: Callable[[list[ArticleId]], Future[Shelved]], taken: Sequence[ShelfRow]
    ) -> int:
        if not taken:
            return 0
        written = await asyncio.wrap_future(write([row.id for row in taken]))
        if written.step is not None:
            await self._done(written.step)
        return written.articles

    async def _done(self, step: int) -> None:
        """Something was written: it is a step of this list, and shown."""
        self.steps.made(step)
        await self._screen.read_now()

    def _tell(
        self, changed: int, taken: Sequence[ShelfRow], said: str, after: str = "u takes it back"
    ) -> None:
        if not taken:
            return
        named = f"“{taken[0].name}”" if len(taken) == 1 else count_of(len(taken), "article")
        self._screen.say(f"{said}: {named} · {after}" if changed else f"{named}: it was so already")


class _Forgetting:
    """Waits for yes or no; only enter means yes."""

    def __init__(self, acts: ShelfActs, row: ShelfRow) -> None:
        self._acts = acts
        self._row = row

    async def press(self, key: str) -> None:
        """Enter forgets, any other key does not."""
        screen = self._acts._screen  # noqa: SLF001  # a part of it
        screen.mode = None
        if key == "enter":
            await self._acts.forget(self._row)
        else:
            screen.say("nothing was forgotten")

    def hints(self) -> tuple[str, Hints]:
        """What is asked."""
        return "FORGET", [
            ("enter", f"purges “{self._row.name}” with all its marks, for good"),
            ("esc", "keeps it"),
        ]
