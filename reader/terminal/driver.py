"""Textual's driver for Unix terminals, with its waits taken out.

Textual 8.2 polls for keys ten times a second, so that a lone Esc is noticed up to 0.1 s late and
quitting waits for two polls; it polls in a thread, so that a key waits for two threads to wake; a long
commit of an input method comes back as single keys; alt with a digit comes as another character; what
a terminal answers late is typed as keys; and a terminal that is gone makes its thread spin. Each is
mended here in one place, and each has a test in
`tests/reader/terminal/` that fails once Textual does without.
"""

from __future__ import annotations

import os
import re
import selectors
import threading
from codecs import getincrementaldecoder
from contextlib import suppress
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from textual import _xterm_parser
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._time import get_time
from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver

from reader.layout.cells import gives_order
from reader.terminal.writing import SHOW_CURSOR, EagerWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.app import App
    from textual.message import Message

LONGEST_SEQUENCE = 4_096
"""Characters of an escape sequence: a line of text committed by an input method is one."""

READ_BYTES = 1 << 14

LONGEST_ANSWER = 256
"""Characters of what a terminal answers; what is longer was typed."""

_ANSWER = re.compile(
    r"\x1b\]\d+;[^\x07\x1b]*(?:\x07|\x1b\\)"  # a colour, as after the question for the ground
    r"|\x1b\[[?>][\d;]*c"  # what the terminal is
)
_BEGUN_ANSWER = re.compile(r"\x1b(?:\]\d+(?:;[^\x07\x1b]*\x1b?)?|\[[?>][\d;]*)\Z")

LEAVE_ORDER, GIVE_ORDER = "\x1b[8l", "\x1b[8h"
"""Whether a terminal puts text of both directions into order itself; ECMA-48's mode BDSM, as
freedesktop's recommendation on bidirectional text in terminals (2019) has it."""

_xterm_parser._MAX_SEQUENCE_SEARCH_THRESHOLD = LONGEST_SEQUENCE  # noqa: SLF001  # see above
# Textual takes Esc and a digit for what macOS types with option: `¡` for alt+1.
cast("dict[str, object]", ANSI_SEQUENCES_KEYS).update(
    (f"\x1b{digit}", (SimpleNamespace(value=f"alt+{digit}"),)) for digit in range(10)
)
linux_driver.WriterThread = EagerWriter  # type: ignore[attr-defined]  # the driver makes one by this name


class LateAnswers:
    """Leaves out what a terminal answers to a question that nobody waits for any more.

    Over a slow line the ground's colour comes after the screen has started. Textual takes it for keys:
    `]`, `1`, `1`, `;`, `r` … would mark what stands at the caret, and change its ends.
    """

    def __init__(self) -> None:
        self._begun = ""
        """What may be the beginning of an answer, until the rest comes."""

    def without(self, text: str) -> str:
        """What was typed of what came."""
        if not self._begun and "\x1b" not in text:
            return text
        text, self._begun = self._begun + text, ""
        text = _ANSWER.sub("", text)
        found = _BEGUN_ANSWER.search(text)
        if found is None or len(found.group()) > LONGEST_ANSWER:
            return text
        self._begun = found.group()
        return text[: found.start()]


class _Input:
    """What a terminal sends, as messages."""

    def __init__(self, *, debug: bool) -> None:
        self._parser = XTermParser(debug)
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._answers = LateAnswers()

    def feed(self, data: bytes) -> Iterable[Message]:
        """What some more bytes mean."""
        typed = self._answers.without(self._decode(data))
        # Nothing would be taken for the end of all input: of an answer, of half a letter.
        return self._parser.feed(typed) if typed else ()

    def tick(self) -> Iterable[Message]:
        """The Esc that stands alone by now, if there is one."""
        return self._parser.tick()

    @property
    def wait_s(self) -> float | None:
        """Until an Esc stands alone; None if there is none."""
        due_s = self._parser._timeout_time  # noqa: SLF001  # there is no other way to it
        return None if due_s is None else max(0.0, due_s - get_time())


class _WakingEvent(threading.Event):
    """An event that also wakes a `select`."""

    def __init__(self, descriptor: int) -> None:
        super().__init__()
        self._descriptor = descriptor

    def set(self) -> None:
        """Set the flag and wake whoever waits for bytes."""
        super().set()
        os.write(self._descriptor, b"\0")


class PromptDriver(LinuxDriver):
    """A driver that waits for keys, for the end of an Esc, or for being told to stop; for nothing else."""

    def __init__(
        self,
        app: App[object],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._wake_reader, wake_writer = os.pipe()
        self.exit_event = _WakingEvent(wake_writer)
        self._is_wanted = False
        """Keys are to be read."""
        self._input: _Input | None = None
        """What the loop reads; None while it reads nothing."""
        self._waiting: list[Callable[[], None]] = []
        self._held: list[str] | None = None
        """Texts of the start: to write each by itself costs the two threads a change of places."""
        self.shows_cursor = bool(getattr(app, "shows_cursor", False))
        """The terminal's own cursor is to be seen; Textual hides it."""

    # --- out --------------------------------------------------------------------------------

    def start_application_mode(self) -> None:
        """Take the terminal."""
        self._held, self._is_wanted = [], True
        try:
            super().start_application_mode()  # type: ignore[no-untyped-call]
        finally:
            held, self._held = self._held, None
            self.write("".join(held))
        if gives_order():
            self.write(LEAVE_ORDER)
        if isinstance(self._writer_thread, EagerWriter):
            self._writer_thread.taken = self._told_taken
        if self.shows_cursor:
            self.write(SHOW_CURSOR)

    def stop_application_mode(self) -> None:
        """Give the terminal back."""
        if gives_order():
            self.write(GIVE_ORDER)
        super().stop_application_mode()

    def write(self, data: str) -> None:
        """Have a text written."""
        if self._held is None:
            super().write(data)
        else:
            self._held.append(data)

    def wait_until_taken(self, callback: Callable[[], None]) -> bool:
        """Have something called once the terminal has taken all; False if it has already."""
        writer = self._writer_thread
        if not isinstance(writer, EagerWriter) or not writer.is_behind:
            return False
        self._waiting.append(callback)
        if not writer.is_behind:  # since a moment ago, and its thread may have seen nobody waiting
            self._loop.call_soon(self._all_taken)
        return True

    def _told_taken(self) -> None:
        """In the writer's thread: nothing is left to write."""
        if self._waiting:
            with suppress(RuntimeError):  # the app has ended
                self._loop.call_soon_threadsafe(self._all_taken)

    def _all_taken(self) -> None:
        waiting, self._waiting = self._waiting, []
        for callback in waiting:
            callback()

    def leave_mouse(self) -> bool:
        """Let the terminal have the mouse, to select and copy as everywhere; False if it has it."""
        if not self._mouse:
            return False
        self._disable_mouse_support()
        self._mouse = False  # nor take it when coming back from the shell
        return True

    def take_mouse(self) -> bool:
        """Be told of the mouse again; False if it was not left."""
        if self._mouse:
            return False
        self._mouse = True
        self._enable_mouse_support()
        if self._mouse_pixels:
            self._enable_mouse_pixels()
        return True

    # --- in ---------------------------------------------------------------------------------

    def send_message(self, message: Message) -> None:
        """Tell the app: Textual makes a task of it for each key."""
        self._app.post_message(message)

    def run_input_thread(self) -> None:
        """Have the event loop read; Textual's thread for that ends here."""
        self._loop.call_soon_threadsafe(self._listen)

    def disable_input(self) -> None:
        """Read no more."""
        self._is_wanted = False
        if self._input is not None:
            self._input = None
            if not self._loop.is_closed():
                self._loop.remove_reader(self.fileno)
        super().disable_input()

    def _listen(self) -> None:
        """Read in the event loop, else in a thread: macOS's `kqueue` takes no `/dev/tty`."""
        if not self._is_wanted:
            return
        try:
            self._loop.add_reader(self.fileno, self._read)
        except OSError:
            self._key_thread = threading.Thread(target=self._read_in_thread, name="postil-keys")
            self._key_thread.start()
        else:
            self._input = _Input(debug=self._debug)

    def _read(self) -> None:
        """Dispatch what has come."""
        if self._input is None:
            return
        try:
            data = os.read(self.fileno, READ_BYTES)
        except OSError:
            data = b""
        if not data:
            # The terminal is gone: there will be no more keys.
            self._loop.remove_reader(self.fileno)
            return
        try:
            for message in self._input.feed(data):
                self.process_message(message)
            self._go_on()
        except Exception as error:  # noqa: BLE001  # whatever it is ends the app, and is shown then
            self._app._handle_exception(error)  # noqa: SLF001  # as Textual does for a thread

    def _go_on(self) -> None:
        """Dispatch an Esc once it stands alone."""
        if self._input is None:
            return
        for message in self._input.tick():
            self.process_message(message)
        wait_s = self._input.wait_s
        if wait_s is not None:
            self._loop.call_later(wait_s, self._go_on)

    def _read_in_thread(self) -> None:
        read = _Input(debug=self._debug)
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(self._wake_reader, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                ready = {key.fd for key, _mask in selector.select(read.wait_s)}
                if self.fileno in ready:
                    data = os.read(self.fileno, READ_BYTES)
                    if not data:
                        break
                    for message in read.feed(data):
                        self.process_message(message)
                for message in read.tick():
                    self.process_message(message)
        while self.exit_event.is_set() and os.read(self._wake_reader, 1) != b"\0":
            pass
