"""Edits of the codebook: asked for, said what they would change, done, taken back."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from annotations.codebook_edits import (
    Add,
    Delete,
    DeleteUnused,
    Describe,
    DescribeField,
    Flag,
    GiveLetter,
    Mean,
    Merge,
    Paint,
    Rename,
    tag_letter,
)
from annotations.errors import InvalidValueError
from annotations.model import COLOURS, Colour, normalise_tag
from annotations.naming import field_name
from reader.coding import plan_lines
from reader.screens.confirming import Confirming
from reader.screens.part import AnyPart
from reader.screens.stepping import Steps
from reader.widgets.tag_prompts import (
    CodebookPrompt,
    IntoPrompt,
    KnownFieldPrompt,
    LetterPrompt,
    NamePrompt,
    PlacePrompt,
    TextPrompt,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotations.codebook_edits import Edit, Plan
    from annotations.results import HistoryEntry
    from annotations.store.counting_tags import TagCount
    from reader.screens.codebook import CodebookScreen
    from reader.screens.wording import Hints
    from reader.widgets.prompts import Prompt


class ChoosingColour:
    """The colour whose meaning is to be said."""

    def __init__(self, recoding: Recoding, meanings: dict[Colour, str]) -> None:
        self._recoding = recoding
        self._meanings = meanings

    def hints(self) -> tuple[str, Hints]:
        """The colours with what they mean so far."""
        told = [(str(each.digit), self._meanings.get(each) or each.value) for each in COLOURS]
        return "COLOUR", [*told, ("esc", "back")]

    async def press(self, key: str) -> None:
        """Ask what a colour means."""
        screen = self._recoding.screen
        if key.isdecimal() and 1 <= int(key) <= len(COLOURS):
            screen.mode = None
            await self._recoding.ask_meaning(COLOURS[int(key) - 1], self._meanings)
        elif key in ("escape", "q"):
            screen.mode = None
        else:
            screen.say("digits choose the colour · esc goes back")


class CodebookSteps(Steps):
    """Those of the codebook alone."""

    nothing_to_undo = "nothing of the codebook to undo · marks are undone in their article"
    nothing_to_redo = "nothing of the codebook to redo"

    def peek(self, *, is_undo: bool) -> HistoryEntry | None:
        """Marks may have been made since: their steps stay."""
        return self.library.coding.last_step(is_undone=not is_undo)


class Recoding(AnyPart):
    """What keys do to the codebook."""

    def __init__(self, screen: CodebookScreen) -> None:
        self.screen = screen
        self.steps = CodebookSteps(screen.library)

    # --- what reaches marks -----------------------------------------------------------------

    async def do_rename_tag(self) -> None:
        """Ask for another name, also in another place of the tree."""
        now = self._now()
        if now is None:
            return
        name = now.tag.name

        async def named(answer: str) -> None:
            await self._confirm("RENAME", Rename(name, answer), at=normalise_tag(answer))

        await self._ask(NamePrompt(self.screen.look, name, check=normalise_tag), named)

    async def do_move_tag(self) -> None:
        """Ask below which tag the current one is to lie."""
        now = self._now()
        if now is None:
            return
        name = now.tag.name
        head, _, last = name.rpartition("/")
        known = [each for each in self.screen.tags.names if each not in (name, head)]

        async def placed(answer: str) -> None:
            to = f"{answer}/{last}" if answer.strip() else last
            await self._confirm("MOVE", Rename(name, to), at=normalise_tag(to))

        prompt = PlacePrompt(
            self.screen.look, about=f"{last} below", known=known, check=_tag_or_nothing
        )
        await self._ask(prompt, placed)

    async def do_merge_tags(self) -> None:
        """Ask into which tag the chosen ones, else the current one, go."""
        names = self._taken()
        if not names:
            return
        known = [each for each in self.screen.tags.names if each not in names]
        about = names[0] if len(names) == 1 else f"{len(names)} tags"

        async def named(answer: str) -> None:
            others = tuple(each for each in names if each != answer)
            await self._confirm("MERGE", Merge(others, answer), at=answer)

        prompt = IntoPrompt(
            self.screen.look, about=f"{about} into", known=known, check=normalise_tag
        )
        await self._ask(prompt, named)

    async def do_delete_tags(self) -> None:
        """Delete the chosen tags, else the current one."""
        names = self._taken()
        if names:
            await self._confirm("DELETE", Delete(names))

    async def do_delete_unused(self) -> None:
        """Delete what nothing has."""
        await self._confirm("DELETE", DeleteUnused())

    async def _confirm(self, sign: str, edit: Edit, *, at: str = "") -> None:
        plan = await asyncio.to_thread(self.screen.coding.plan, edit)
        if plan.is_empty:
            self.screen.say("nothing would change")
            return
        self.screen.plan_lines.show(plan_lines(plan))
        answers = {"enter": ("do it", partial(self.do, edit, at=at))}
        self.screen.mode = Confirming(sign, answers, end=self._end_confirming, say=self.screen.say)

    def _end_confirming(self) -> None:
        """Show the plan no longer."""
        self.screen.mode = None
        self.screen.plan_lines.show(())

    # --- what is said of tags ---------------------------------------------------------------

    async def do_add_tag(self) -> None:
        """Ask for a tag that nothing has yet."""

        async def named(answer: str) -> None:
            await self.do(Add(answer), at=normalise_tag(answer))

        now = self.screen.tags.now
        begun = f"{now.tag.name}/" if now is not None and "/" in now.tag.name else ""
        head = begun.rpartition("/")[0].rpartition("/")[0]
        value = f"{head}/" if head else ""
        await self._ask(NamePrompt(self.screen.look, value, check=normalise_tag), named)

    async def do_describe_tag(self) -> None:
        """Ask what the tag stands for."""
        now = self._now()
        if now is None:
            return
        name = now.tag.name

        async def said(answer: str) -> None:
            await self.do(Describe(name, answer), at=name)

        prompt = TextPrompt(self.screen.look, now.tag.description, about=f"#{name}")
        await self._ask(prompt, said)

    async def do_paint_tag(self, digit: int) -> None:
        """Give the tag a colour, or none."""
        now = self._now()
        if now is not None:
            colour = COLOURS[digit - 1] if digit else None
            await self.do(Paint(now.tag.name, colour), at=now.tag.name)

    async def do_flag_tag(self) -> None:
        """Keep the tag out of exports, or let it out again."""
        now = self._now()
        if now is not None:
            flag = Flag(now.tag.name, is_confidential=not now.tag.confidential)
            await self.do(flag, at=now.tag.name)

    async def do_give_letter(self) -> None:
        """Ask for the letter of the tag."""
        now = self._now()
        if now is None:
            return
        name = now.tag.name

        async def given(answer: str) -> None:
            await self.do(GiveLetter(name, tag_letter(answer)), at=name)

        prompt = LetterPrompt(self.screen.look, now.tag.letter, about=f"#{name}", check=tag_letter)
        await self._ask(prompt, given)

    # --- colours and fields -----------------------------------------------------------------

    async def do_mean(self) -> None:
        """Ask of which colour the meaning is to be said."""
        codebook = await asyncio.to_thread(self.screen.library.codebook)
        self.screen.mode = ChoosingColour(self, dict(codebook.colours))

    async def ask_meaning(self, colour: Colour, meanings: dict[Colour, str]) -> None:
        """Ask what a colour means."""

        async def said(answer: str) -> None:
            await self.do(Mean(colour, answer))

        prompt = TextPrompt(self.screen.look, meanings.get(colour, ""), about=colour.value)
        await self._ask(prompt, said)

    async def do_describe_field(self) -> None:
        """Ask for a field with what it holds."""
        codebook = await asyncio.to_thread(self.screen.library.codebook)
        known = [f"{name}: {description}" for name, description in codebook.fields]

        async def said(answer: str) -> None:
            name, colon, description = answer.partition(":")
            await self.do(DescribeField(name, description if colon else None))

        prompt = KnownFieldPrompt(self.screen.look, known=known, check=_named_field)
        await self._ask(prompt, said)

    # --- doing and undoing ------------------------------------------------------------------

    async def do(self, edit: Edit, *, at: str = "") -> None:
        """Do an edit, and show the codebook as it is then, the current tag being that of a name."""
        plan: Plan = await asyncio.wrap_future(self.screen.coding.write(edit))
        if plan.step is None:
            self.screen.say("nothing has changed")
            return
        self.steps.made(plan.step)
        self.screen.tags.let_go()
        await self.screen.load(at=at)
        notes = "".join(f" · {note}" for note in plan.notes)
        self.screen.say(f"{plan.label} · u takes it back{notes}")

    async def do_undo(self) -> None:
        """Take back the codebook's last step; one that was not made here is named first."""
        self.screen.say(await self.steps.take(self._show, is_undo=True))

    async def do_redo(self) -> None:
        """Do again what was taken back last."""
        self.screen.say(await self.steps.take(self._show, is_undo=False))

    async def _show(self, _entry: HistoryEntry) -> None:
        self.screen.tags.let_go()
        await self.screen.load()

    # --- asking -----------------------------------------------------------------------------

    async def _ask(self, prompt: CodebookPrompt, answered: Callable[[str], object]) -> None:
        async def done(given: Prompt) -> None:
            assert given is prompt
            result = answered(prompt.answer)
            if asyncio.iscoroutine(result):
                await result

        await self.screen.asking.ask(prompt, done)

    def _now(self) -> TagCount | None:
        now = self.screen.tags.now
        if now is None:
            self.screen.say("no tag here · n makes one")
        return now

    def _taken(self) -> tuple[str, ...]:
        names = self.screen.tags.taken
        if not names:
            self.screen.say("no tag here · n makes one")
        return names


def _tag_or_nothing(text: str) -> str:
    return normalise_tag(text) if text.strip() else ""


def _named_field(text: str) -> None:
    name = text.partition(":")[0]
    if not name.strip():
        sentence = "A field has a name, and what it holds behind a colon."
        raise InvalidValueError(sentence)
    field_name(name)
