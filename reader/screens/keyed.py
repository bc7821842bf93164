"""Keys of a screen: each to its action, to a mode, or to what is typed into.

The app sends every key to the topmost of these screens, and one is done with before the next begins:
what is typed at once does what it would do typed slowly. What an action does is the business of the
screen's parts.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, cast

from textual.events import Key, Paste
from textual.screen import Screen
from textual.widget import Widget

from annotations.errors import PostilError
from reader.actions import ACTIONS, Action, Place, is_lone_modifier, key_label
from reader.screens.part import AnyPart
from reader.screens.parts import LateParts
from reader.screens.wording import failed, promises_undo
from reader.terminal.writing import PacedScreen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual import events

    from reader.keymap import Keymap
    from reader.screens.asking import Asking
    from reader.screens.following import Following
    from reader.screens.going import Going
    from reader.screens.host import Host
    from reader.screens.mode import Mode
    from reader.screens.showing import Showing
    from reader.session import Session
    from reader.themes import Look
    from reader.typed_on import TypedOn
    from reader.widgets.article import ArticleView
    from reader.widgets.bars import BottomLine
    from reader.widgets.panel import AnnotationPanel
    from reader.widgets.prompts import Prompt

KEY_PATIENCE_S = 2.0
"""How long the next key waits for one that a prompt or a note was given."""


class KeyedScreen(PacedScreen, Screen[None]):
    """A screen whose keys are actions of the table; says what went wrong."""

    bottom_line: BottomLine
    keymap: Keymap
    look: Look
    mode: Mode | None = None
    """What has every key for a while, if anything."""
    asked_from: Widget | None = None
    """What had the focus before the prompt that is open."""

    @property
    def asking(self) -> Asking:
        """Prompts."""
        raise NotImplementedError

    async def on_prompt_ended(self, message: Prompt.Ended) -> None:
        """A prompt is answered, or left."""
        message.stop()
        await self.asking.finish(message.prompt)

    def do_help(self) -> None:
        """Show the keys."""
        from reader.screens.help import HelpScreen  # noqa: PLC0415  # rarely used

        def do(action: Action) -> None:
            self.call_later(self.perform, action)

        self.app.push_screen(HelpScreen(self.look, self.place, self.keymap.actions, do))

    @property
    def host(self) -> Host:
        """The app, as a screen sees it."""
        return cast("Host", self.app)

    @cached_property
    def _methods(self) -> dict[str, Callable[..., Awaitable[None] | None]]:
        owners = self.owners()
        return {
            action.name: _method(owners, action.name)
            for action in ACTIONS
            if not self.places.isdisjoint(action.places)
        }

    def owners(self) -> Sequence[object]:
        """What has the methods `do_…` of the actions: the screen and its parts."""
        return (self, *(part for part in vars(self).values() if isinstance(part, AnyPart)))

    # --- what a screen says of itself -------------------------------------------------------

    places: ClassVar[frozenset[Place]]
    """Where its actions hold."""
    reached_by: ClassVar[str] = ""
    """The action that leads here from elsewhere, called as what is shown."""

    @property
    def place(self) -> Place:
        """Where the focus is."""
        raise NotImplementedError

    @property
    def homes(self) -> tuple[Widget, ...]:
        """What has the focus where keys are actions; the first has it at the beginning."""
        raise NotImplementedError

    def may(self, action: Action) -> bool:
        """False, and it is said, where an action is refused here; told before each."""
        del action
        return True

    def is_swallowed(self, event: Key) -> bool:
        """True for a key that is neither a command nor text."""
        del event
        return False

    def show_state(self) -> None:
        """Bring everything on the screen up to date."""

    async def passed_on(self) -> None:
        """Something else was given a key: take it away if that has ended it."""
        await self.asking.end_if_answered()

    async def pasted(self, text: str) -> None:
        """Something was pasted where nothing is typed."""
        raise NotImplementedError

    def why_not(self, key: str) -> str:
        """What to say of a key that does nothing here, also because it leads here from elsewhere."""
        if any(each.name == self.reached_by and key in each.keys for each in self.keymap.actions):
            return f"this is the {self.reached_by} · ? shows the keys"
        return f"{key_label(key)} does nothing here · ? shows the keys"

    # --- keys -------------------------------------------------------------------------------

    @property
    def is_home(self) -> bool:
        """True if the focus is where keys are actions."""
        return self.focused is None or self.focused in self.homes

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
            and self.focused in self.homes
        )

    async def on_key(self, event: events.Key) -> None:
        """Do what the key does here; one for a prompt, a note or another screen is passed on.

        The app sends every key here first, so that one is done with before the next begins.
        """
        is_returned = event.is_forwarded
        if self.is_swallowed(event):
            event.stop()
            event.prevent_default()
        elif self.is_on_top and self.is_home:
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
        # It is a copy, since what came is stopped; from the app, or it would not bubble.
        event.set_sender(self.app)
        if top is not self and isinstance(top, KeyedScreen):
            # It takes keys itself; or this screen was left by the key before.
            top.post_message(event)
            return
        if top is self:
            self.bottom_line.say("")
        receiver = top.focused or top
        # Passed on as the app itself does it.
        receiver._forward_event(event)  # noqa: SLF001
        await _handled(receiver)
        if top is not self:
            # It may have bubbled, each time at the end of the queue of the next.
            for node in receiver.ancestors:
                if isinstance(node, Widget) and self.app.screen is top:
                    await _handled(node)
        await self.passed_on()

    async def press(self, key: str) -> None:
        """Do what a key does, by its name in the action table."""
        self.bottom_line.say("")
        if self.mode is not None:
            if not is_lone_modifier(key):
                await self._press_in(self.mode, key)
            return
        action = self.keymap.find(self.place, key)
        if action is not None:
            await self.perform(action)
        elif habit := self.keymap.habit(key):
            self.say(habit)
        elif not is_lone_modifier(key):
            self.say(self.why_not(key))

    async def act(self, name: str) -> None:
        """Do the action of a name, unless a mode has begun; an empty name is none."""
        if name and self.mode is None:
            await self.perform(
                next(
                    each
                    for each in self.keymap.actions
                    if each.name == name and not self.places.isdisjoint(each.places)
                )
            )

    async def perform(self, action: Action) -> None:
        """Do an action; what fails is said, nothing is lost."""
        if not self.may(action):
            self.show_state()
            return
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
        self.bottom_line.say(self.keymap.said(self.place, message), is_error=is_error)

    def say_error(self, error: PostilError) -> None:
        """Say what went wrong and what to do."""
        self.bottom_line.say(failed(error), is_error=True)

    async def on_paste(self, event: events.Paste) -> None:
        """Something was pasted: to what is typed into, else to the screen."""
        event.stop()
        event.prevent_default()
        if self.is_on_top and self.is_home:
            await self.pasted(event.text)
        elif not event.is_forwarded:
            await self._pass_on(Paste(event.text))


if TYPE_CHECKING:
    _Keyed = KeyedScreen
else:
    _Keyed = object  # as for `PacedScreen`


class ReadingKeys(LateParts, _Keyed):
    """The keys of an article and its panel, for the one screen that has them."""

    places = frozenset((Place.TEXT, Place.PANEL))
    article: ArticleView
    panel: AnnotationPanel
    session: Session
    typed_on: TypedOn | None
    """A word that was taken before it was typed to its end, just now."""
    promised: int | None = None
    """The step of which the bottom line says that `u` takes it back."""
    going: Going
    following: Following
    showing: Showing

    def owners(self) -> Sequence[object]:
        """The screen and its parts, also those not asked for yet."""
        self.make_late_parts()
        return super().owners()

    @property
    def place(self) -> Place:
        """Where the focus is."""
        return Place.PANEL if self.is_in_panel else Place.TEXT

    @property
    def homes(self) -> tuple[Widget, ...]:
        """Text and cards."""
        return self.article, self.panel

    @property
    def is_in_panel(self) -> bool:
        """True if the panel has the focus; its own `has_focus` comes a message later."""
        return self.focused is self.panel

    def is_swallowed(self, event: Key) -> bool:
        """True for a letter of a word that was taken before it: it is no command, and no text."""
        if self.typed_on is None or event.is_forwarded:
            return False
        if self.typed_on.takes(event.character or ""):
            return True
        self.typed_on = None
        return False

    def say(self, message: str, *, is_error: bool = False) -> None:
        """Say something on the bottom line until the next key."""
        super().say(message, is_error=is_error)
        self.promised = self.session.newest_step if promises_undo(message) else None

    async def press(self, key: str) -> None:
        """Do what a key does; a motion begins where one stands."""
        self.going.stand()
        await super().press(key)

    def why_not(self, key: str) -> str:
        """Tell of a key that does something in the other half that it does it there."""
        other, where = (Place.TEXT, "text") if self.place is Place.PANEL else (Place.PANEL, "panel")
        action = self.keymap.find(other, key)
        if action is None:
            return super().why_not(key)
        does = action.text[0].lower() + action.text[1:].partition(";")[0]
        return f"{key_label(key)} in the {where}: {does} · tab goes there"

    def may(self, action: Action) -> bool:
        """False, and it is said, if an action would change what an earlier text only shows."""
        if action.name != "undo":
            self.history.asked = self.promised = None
        if action.name != "follow_relation":
            self.relating.trail = None
        if action.name not in ("act", "copy"):
            self.following.forget()
        return not self.versioning.refuses(action)

    async def passed_on(self) -> None:
        """A note or a prompt was given a key."""
        await self.noting.end_if_kept()
        await super().passed_on()

    async def pasted(self, text: str) -> None:
        """It may be a file that was dropped."""
        await self.dropping.pasted(text)


def _method(owners: Sequence[object], name: str) -> Callable[..., Awaitable[None] | None]:
    for owner in owners:
        method: Callable[..., Awaitable[None] | None] | None = getattr(owner, f"do_{name}", None)
        if method is not None:
            return method
    raise LookupError(name)


async def _handled(receiver: Widget) -> None:
    """Wait until a widget has handled what it was sent so far."""
    is_through = asyncio.Event()
    if receiver.call_later(is_through.set):
        with suppress(TimeoutError):
            await asyncio.wait_for(is_through.wait(), KEY_PATIENCE_S)


def _key_of(event: events.Key) -> str:
    """The name of a key in the action table: its character where it has one.

    A letter with alt is another key than the letter, but what AltGr or option types is a character.
    """
    character = event.character
    if character and event.key in (f"alt+{character}", f"alt+shift+{character.lower()}"):
        return event.key
    if character is not None and character != " " and character.isprintable():
        return character
    return event.key
