"""An export, step by step: which marks, where to, how, what the format has no room for, the result.

Each step is a prompt and takes one key or enter; esc goes one step back. Writing is a worker's work, so
that the reading goes on: esc gives up what takes long.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.errors import ExportWouldOverwriteError, PostilError, QueryError
from annotations.exchange import FORMATS, Options, format_for
from annotations.exchange.grouping import Group
from annotations.results import Choice
from reader.clipboard import copy
from reader.exports import Remembered, beside, remember, remembered
from reader.screens.wording import count_of, mistaken
from reader.widgets.export_dialog import (
    NAMED,
    ExportNamePrompt,
    ExportOptionsPrompt,
    ExportPrompt,
    ExportQueryPrompt,
    InTheWayPrompt,
)
from reader.widgets.prompts import Proposal

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

    from annotations.exchange import Format
    from annotations.results import Exported
    from reader.export_scopes import Scope
    from reader.screens.export_ground import Ground
    from reader.widgets.prompts import Prompt

CLIPBOARD, AGAIN, OPTIONS = "clipboard", "again", "options"
"""What may be answered beside a format's or a file's name."""

KEY_PATIENCE_S = 0.25
"""How long the next key waits for what was asked: it may be meant for the prompt that follows."""

_GROUPS = ("", *Group)


class Exporting:
    """The dialog; one at a time."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._state = Remembered()
        self._options = Options()
        self._confidential = False
        self._query = ""
        self._scopes: Sequence[Scope] = ()
        self._scope = 0
        self._choices: Sequence[Choice] = ()

    async def begin(self) -> None:
        """Ask the first question."""
        self._state = await asyncio.to_thread(remembered)
        group = self._state.group if self._state.group in _GROUPS else ""
        self._options = Options(with_text=self._state.with_text, group=group)
        self._confidential = False
        self._scopes, self._scope = self._ground.scopes(), 0
        await self._ask_where()

    # --- the steps --------------------------------------------------------------------------

    async def _ask_where(self) -> None:
        said = [each.said for each in self._scopes]
        await self._ground.ask(
            ExportPrompt(self._ground.look, said, self._scope, self._offers), self._go_on
        )

    def _offers(self, scope: int) -> list[Proposal]:
        last = self._state.path(self._scopes[scope].kept)
        offers = []
        if last and (found := format_for(last)):
            name = Path(last).name
            offers.append(Proposal(value=AGAIN, text=f"{name} again", note=found.label))
        offers += [
            Proposal(value=CLIPBOARD, text="clipboard", note="Markdown"),
            Proposal(value=OPTIONS, text="options …", note=self._options_said()),
        ]
        # What was written last leads.
        names = sorted(FORMATS, key=lambda name: name != self._state.format_name)
        offers += [
            Proposal(
                value=name, text=FORMATS[name].label, note=self._name_for(FORMATS[name], scope)
            )
            for name in names
            if FORMATS[name].holds_several or self._scopes[scope].is_of_one
        ]
        return offers

    async def _go_on(self, prompt: Prompt) -> None:
        assert isinstance(prompt, ExportPrompt)
        self._scope, answer = prompt.scope, prompt.answer
        scope = self._scopes[self._scope]
        if answer == OPTIONS:
            await self._ask_options()
        elif scope.query == "":
            await self._ask_query(answer)
        elif scope.query is not None:
            await self._patiently(self._take_query(scope.query, answer))
        else:
            self._choices = scope.choices
            await self._patiently(self._answer(answer))

    async def _ask_options(self) -> None:
        async def back(prompt: Prompt) -> None:
            del prompt
            await self._ask_where()

        prompt = ExportOptionsPrompt(self._ground.look, self._option_offers, self._switch)
        await self._ground.ask(prompt, back)

    async def _ask_query(self, answer: str) -> None:
        from annotations.query import parse  # noqa: PLC0415  # only where it is wanted

        known = await asyncio.to_thread(self._ground.library.known)

        def mistake(text: str) -> str:
            try:
                parse(text, known)
            except QueryError as error:
                return mistaken(error)
            return "" if text.strip() else "A query is needed; esc goes back."

        async def found(prompt: Prompt) -> None:
            assert isinstance(prompt, ExportQueryPrompt)
            if prompt.is_back:
                await self._ask_where()
                return
            self._query = prompt.answer
            await self._patiently(self._take_query(self._query, answer))

        await self._ground.ask(ExportQueryPrompt(self._ground.look, self._query, mistake), found)

    async def _take_query(self, typed: str, answer: str) -> None:
        """Go on with the marks that a query takes."""

        def find() -> dict[str, Choice]:
            from annotations.query import parse  # noqa: PLC0415  # only where it is wanted

            library = self._ground.library
            marks: dict[str, Choice] = {}
            for each in library.find(parse(typed, library.known()), sort="place"):
                choice = marks.setdefault(each.article.id, Choice(each.article.id, set()))
                assert isinstance(choice.marks, set)
                choice.marks.add(each.annotation.id)
            return marks

        marks = await asyncio.to_thread(find)
        if not marks:
            self._ground.say("no mark answers to that query")
            return
        self._choices = list(marks.values())
        await self._answer(answer)

    async def _answer(self, answer: str) -> None:
        """Do what was chosen, now that the marks are known."""
        if answer == CLIPBOARD:
            self._start(self._copy())
        elif answer == AGAIN:
            last = Path(_short(self._last))
            self._start(self._write(last, overwrite=False))
        elif answer.startswith(NAMED):
            await self._answer_name(answer.removeprefix(NAMED))
        else:
            chosen = FORMATS[answer]
            losses = await self._losses(chosen)
            await self._ask_name(chosen, self._name_for(chosen, self._scope), losses)

    async def _answer_name(self, name: str) -> None:
        """Write to a file that was named at once, unless there is something to be said before."""
        path, chosen = Path(name).expanduser(), format_for(name)  # noqa: ASYNC240  # no disk
        assert chosen is not None
        is_known = str(path.absolute()) == self._last
        losses = "" if is_known else await self._losses(chosen)
        if losses:
            await self._ask_name(chosen, name, losses)
        else:
            self._start(self._write(path, overwrite=False, chosen=chosen))

    async def _losses(self, chosen: Format) -> str:
        """What the format has no room for, as a sentence; empty if it has room for all."""
        library = self._ground.library
        looked = 0

        def come() -> str:
            return count_of(looked, "mark") if looked else ""

        with self._ground.working(chosen.label, "looking what has no room in", come) as pause:

            def look(marks: int) -> None:
                nonlocal looked
                looked = marks
                pause()

            found = await asyncio.to_thread(
                library.losses,
                self._choices,
                chosen.name,
                options=self._options,
                confidential=self._confidential,
                pause=look,
            )
        return f"{chosen.label} has no room for {', '.join(found)}." if found else ""

    async def _ask_name(self, chosen: Format, name: str, losses: str) -> None:
        async def named(prompt: Prompt) -> None:
            assert isinstance(prompt, ExportNamePrompt)
            if prompt.is_back:
                await self._ask_where()
                return
            path = Path(prompt.answer).expanduser()  # noqa: ASYNC240  # no disk
            self._start(self._write(path, overwrite=False, chosen=chosen))

        await self._ground.ask(
            ExportNamePrompt(self._ground.look, name, chosen.label, losses), named
        )

    async def _ask_about(
        self, path: Path, chosen: Format, error: ExportWouldOverwriteError
    ) -> None:
        """Something is in the way: keep it, write beside it, or replace it."""
        reason = str(error).rpartition(path.name)[2].strip(" .")
        other = await asyncio.to_thread(beside, path)
        keep = f"keep {path.name}, and write nothing"
        choices = [
            Proposal(value="keep", text=keep, note=reason),
            Proposal(value="beside", text=f"write beside it, to {other.name}"),
            Proposal(value="replace", text=f"replace {path.name}, whatever it holds"),
        ]

        async def decided(prompt: Prompt) -> None:
            assert isinstance(prompt, InTheWayPrompt)
            if prompt.answer == "beside":
                self._start(self._write(other, overwrite=False, chosen=chosen))
            elif prompt.answer == "replace":
                self._start(self._write(path, overwrite=True, chosen=chosen))
            else:
                self._ground.say(f"{path.name} was kept, and nothing written")

        await self._ground.ask(InTheWayPrompt(self._ground.look, choices), decided)

    # --- options ----------------------------------------------------------------------------

    def _options_said(self) -> str:
        return " · ".join(each.text for each in self._option_offers())

    def _option_offers(self) -> list[Proposal]:
        options = self._options
        return [
            Proposal(value="text", text="with text" if options.with_text else "without text"),
            Proposal(
                value="confidential",
                text="with confidential" if self._confidential else "nothing confidential",
            ),
            Proposal(value="group", text=f"by {options.group or 'place'}"),
        ]

    def _switch(self, option: str) -> None:
        if option == "text":
            self._options = replace(self._options, with_text=not self._options.with_text)
        elif option == "confidential":
            self._confidential = not self._confidential
        else:
            following = (_GROUPS.index(self._options.group) + 1) % len(_GROUPS)
            self._options = replace(self._options, group=_GROUPS[following])

    # --- names ------------------------------------------------------------------------------

    @property
    def _last(self) -> str:
        """Where what is meant went last; empty if nowhere."""
        return self._state.path(self._scopes[self._scope].kept)

    def _name_for(self, chosen: Format, scope: int) -> str:
        """The name that is offered: as it was last, but never the source itself."""
        of, suffix = self._scopes[scope], chosen.suffixes[0]
        last = self._state.path(of.kept)
        if last and Path(last).suffix in chosen.suffixes:
            return _short(last)
        return f"{of.stem}{suffix}" if of.stem + suffix != of.source else f"{of.stem}-marks{suffix}"

    # --- the work ---------------------------------------------------------------------------

    async def _patiently(self, work: Coroutine[None, None, None]) -> None:
        """Do what the next key waits for; what takes longer goes on beside the keys."""
        task = asyncio.ensure_future(work)
        await asyncio.wait((task,), timeout=KEY_PATIENCE_S)
        if task.done():
            task.result()
        else:
            self._start(self._rest(task))

    async def _rest(self, task: asyncio.Future[None]) -> None:
        try:
            await task
        except PostilError as error:
            self._ground.say_error(error)

    def _start(self, work: Coroutine[None, None, None]) -> None:
        self._ground.start(work)

    async def _copy(self) -> None:
        pieces: list[bytes] = []
        done = await self._export(FORMATS["markdown"], pieces.append, "the clipboard")
        if done is None:
            return
        text = b"".join(pieces).decode()
        copied = await asyncio.to_thread(copy, text, self._ground.settings.clipboard)
        if copied.is_for_terminal:
            self._ground.app.copy_to_clipboard(text)
        self._ground.say(f"{count_of(done.marks, 'mark')} {copied.said}{_left(done)}")

    async def _write(self, path: Path, *, overwrite: bool, chosen: Format | None = None) -> None:
        chosen = chosen or format_for(path)
        assert chosen is not None
        try:
            done = await self._export(chosen, path, str(path), overwrite=overwrite)
        except ExportWouldOverwriteError as error:
            await self._ask_about(path, chosen, error)
            return
        if done is None:
            return
        whole = path.absolute()  # noqa: ASYNC240  # asks for no more than the present folder
        self._state = self._state.after(
            chosen.name,
            with_text=self._options.with_text,
            group=self._options.group,
            # What holds a part is not offered for the whole.
            kept=self._scopes[self._scope].kept,
            path=str(whole),
        )
        await asyncio.to_thread(remember, self._state)
        said = f"{count_of(done.marks, 'mark')} written to {path}{_left(done)}"
        self._ground.written(whole, said)

    async def _export(
        self,
        chosen: Format,
        target: Path | Callable[[bytes], object],
        name: str,
        *,
        overwrite: bool = False,
    ) -> Exported | None:
        """Write in a thread; esc gives it up. None if it could not be done, which is said."""
        try:
            with self._ground.working(name, "writing") as pause:
                return await asyncio.to_thread(
                    self._ground.library.export_several,
                    self._choices,
                    chosen.name,
                    target,
                    options=self._options,
                    confidential=self._confidential,
                    overwrite=overwrite,
                    pause=pause,
                )
        except ExportWouldOverwriteError:
            raise
        except PostilError as error:
            # The line is short: a path as it was typed leaves room for the reason.
            place = str(target.absolute()) if isinstance(target, Path) else name  # noqa: ASYNC240
            said = str(error).replace(place, name)
            self._ground.say_error(PostilError(said, hint=error.hint))
            return None


def _left(done: Exported) -> str:
    return f" · {count_of(done.left_out, 'confidential mark')} left out" if done.left_out else ""


def _short(path: str) -> str:
    """A path as it is typed: from the present folder where it lies there."""
    try:
        return str(Path(path).relative_to(Path.cwd()))
    except (ValueError, OSError):
        return path
