"""Textual still has the faults that postil mends: one that fails says what may go.

Each test shows the fault in Textual itself, without postil. Where it fails after an update, the fault
is mended there, and the message names what stands here for its sake.
"""

from __future__ import annotations

import asyncio
import gc
import inspect
import os
import statistics
import threading
import time
from typing import TYPE_CHECKING
from weakref import ref

from rich.segment import Segment
from textual import _ansi_sequences, _styles_cache, _xterm_parser, driver, events
from textual._styles_cache import StylesCache
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers import _writer_thread, linux_driver
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.screen import UPDATE_PERIOD, Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

if TYPE_CHECKING:
    import pytest
    from textual.app import ComposeResult
    from textual.geometry import Region

COMMIT = "大臣は世界は変わったと述べた"
SEQUENCE = f"\x1b[0;;{':'.join(str(ord(each)) for each in COMMIT)}u"
"""What a terminal with the kitty protocol sends when an input method commits this text."""


class _Asking(App[None]):
    """An app with one line to type in."""

    def compose(self) -> ComposeResult:
        yield Input()


def test_a_long_commit_of_an_input_method_is_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_xterm_parser, "_MAX_SEQUENCE_SEARCH_THRESHOLD", 32)

    keys = [each for each in XTermParser().feed(SEQUENCE) if isinstance(each, events.Key)]

    assert "".join(key.character or "" for key in keys) != COMMIT, (
        "Mended: delete LONGEST_SEQUENCE and the line that sets it in reader/terminal/driver.py."
    )


def test_the_colour_of_the_ground_is_typed_when_it_comes_late() -> None:
    keys = [*XTermParser().feed("\x1b]11;rgb:1616/1818/1d1d\x1b\\")]

    assert any(isinstance(each, events.Key) and each.key == "1" for each in keys), (
        "Mended: delete LateAnswers in reader/terminal/driver.py."
    )


def test_alt_with_a_digit_is_another_character() -> None:
    # Not asked of the table, which postil has mended in this process.
    assert '"\\x1b1": "¡"' in inspect.getsource(_ansi_sequences), (
        "Mended: delete the line that changes ANSI_SEQUENCES_KEYS in reader/terminal/driver.py."
    )


def test_keys_are_read_by_a_thread() -> None:
    start = inspect.getsource(LinuxDriver.start_application_mode)
    assert "Thread(target=self._run_input_thread" in start, (
        "Mended: PromptDriver._listen and what it calls can go, reader/terminal/driver.py."
    )


def test_the_thread_that_reads_keys_polls() -> None:
    assert "select(0.1)" in inspect.getsource(LinuxDriver.run_input_thread), (
        "Changed: see whether Esc and quitting are as fast without PromptDriver.run_input_thread, "
        "_WakingEvent and the pipe in reader/terminal/driver.py, and delete them then."
    )


def test_the_thread_that_reads_keys_spins_at_the_end_of_input(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reader, writer = os.pipe()
    os.close(writer)
    driver = object.__new__(LinuxDriver)
    driver.fileno, driver._debug, driver.exit_event = reader, False, threading.Event()
    reads = 0

    class _Os:
        @staticmethod
        def read(descriptor: int, length: int) -> bytes:
            nonlocal reads
            reads += 1
            if reads > 100:
                driver.exit_event.set()
            return os.read(descriptor, length)

    monkeypatch.setattr(linux_driver, "os", _Os)
    thread = threading.Thread(target=driver.run_input_thread)
    thread.start()
    thread.join(20)
    driver.exit_event.set()
    os.close(reader)

    assert reads > 100, (
        "Mended: PromptDriver.run_input_thread in reader/terminal/driver.py need not end at an empty read."
    )


def test_writing_waits_where_much_is_to_be_written() -> None:
    assert "Queue(MAX_QUEUED_WRITES)" in inspect.getsource(_writer_thread.WriterThread), (
        "Mended: delete EagerWriter in reader/terminal/writing.py and its line in driver.py; "
        "PacedScreen has to ask another way whether the terminal is behind."
    )
    assert _writer_thread.MAX_QUEUED_WRITES < 1_000, "See above."


def test_each_key_is_made_a_task() -> None:
    assert "run_coroutine_threadsafe" in inspect.getsource(driver.Driver.send_message), (
        "Mended: delete PromptDriver.send_message in reader/terminal/driver.py."
    )


class _Asked(Widget):
    """Counts how often it is asked to paint."""

    DEFAULT_CSS = "_Asked { height: 1; }"
    asked = 0

    def render_lines(self, crop: Region) -> list[Strip]:
        self.asked += 1
        return super().render_lines(crop)


class _Three(App[None]):
    """Three widgets, one below the other."""

    def compose(self) -> ComposeResult:
        yield from (_Asked(), _Asked(), _Asked())


async def test_who_stands_between_two_changes_is_asked_to_paint() -> None:
    app = _Three()
    async with app.run_test():
        first, between, last = app.query(_Asked)
        compositor = app.screen._compositor
        compositor._dirty_regions = {first.region, last.region}
        before = between.asked

        compositor.render_partial_update()

        assert between.asked > before, (
            "Mended: see by `nice python -m tests.benchmarks --only keys` whether _Compositor in "
            "reader/terminal/writing.py and reader/terminal/tiles.py can go."
        )


async def test_a_change_just_after_a_frame_waits_for_a_timer() -> None:
    painted = asyncio.Event()

    class _Telling(Screen[None]):
        def _compositor_refresh(self) -> None:
            super()._compositor_refresh()
            painted.set()

    class _Changed(App[None]):
        def compose(self) -> ComposeResult:
            yield Static()

        def get_default_screen(self) -> Screen[None]:
            return _Telling()

    app = _Changed()
    async with app.run_test() as pilot:
        waited_s = []
        for _ in range(5):
            await pilot.pause(0.05)
            for _ in range(2):
                painted.clear()
                begun_s = time.monotonic()
                app.query_one(Static).refresh()
                await painted.wait()
            waited_s.append(time.monotonic() - begun_s)

        assert statistics.median(waited_s) > UPDATE_PERIOD, (
            "Mended: _Frames in reader/terminal/writing.py can go."
        )


def test_the_mouse_cannot_be_left_while_the_app_runs() -> None:
    public = [name for name in dir(LinuxDriver) if "mouse" in name and not name.startswith("_")]

    assert public == [], (
        f"Textual has {public} now: use it in PromptDriver.leave_mouse and take_mouse, "
        "reader/terminal/driver.py, in place of the private calls."
    )


def test_the_terminals_cursor_is_always_hidden() -> None:
    assert '"\\x1b[?25l"' in inspect.getsource(LinuxDriver.start_application_mode), (
        "Changed: see whether Textual shows the cursor when asked; PromptDriver.shows_cursor and "
        "what PacedScreen writes around a frame can go then."
    )


async def test_an_input_tells_its_cursor_a_cell_too_far_right() -> None:
    app = _Asking()
    async with app.run_test() as pilot:
        field = app.query_one(Input)
        await pilot.press(*"abc")

        told = field.cursor_screen_offset.x - field.content_region.x
        assert told == 4, "Mended: PacedScreen.cursor_place need take no cell off, writing.py."


async def test_a_covered_screen_says_that_it_is_the_current_one() -> None:
    app = App[None]()
    async with app.run_test() as pilot:
        below = app.screen
        await app.push_screen(Screen())
        await pilot.pause()

        assert below.is_current, (
            "Mended: ReadingScreen.on_key and _pass_on may ask is_current, reader/screens/reading.py."
        )


async def test_keys_typed_at_once_are_given_to_what_has_the_focus_when_they_arrive() -> None:
    class _Opening(App[None]):
        async def on_key(self, event: events.Key) -> None:
            if event.key == "t":
                await asyncio.sleep(0.05)
                field = Input()
                await self.mount(field)
                field.focus()

    app = _Opening()
    async with app.run_test() as pilot:
        driver = app._driver
        assert driver is not None
        for key in "tag":
            driver.send_message(events.Key(key, key).set_sender(app))
        await pilot.pause(0.3)

        assert app.query_one(Input).value != "ag", (
            "Mended: PostilApp.on_event and ReadingScreen._pass_on may leave the keys to Textual."
        )


async def test_of_keys_typed_at_once_a_binding_comes_after_the_letters() -> None:
    app = _Asking()
    async with app.run_test() as pilot:
        driver = app._driver
        assert driver is not None
        for key, character in (("x", "x"), ("backspace", None), ("y", "y")):
            driver.send_message(events.Key(key, character).set_sender(app))
        await pilot.pause(0.2)

        assert app.query_one(Input).value != "y", (
            "Mended: reader/widgets/typing.py and its uses can go."
        )


def test_a_strip_lets_escape_sequences_through() -> None:
    assert "\x1b[2J" in Strip([Segment("a\x1b[2J")]).text, (
        "Mended: see whether safe_strip in reader/widgets/painting.py is needed any more."
    )


async def test_an_input_paints_control_characters() -> None:
    app = _Asking()
    async with app.run_test() as pilot:
        field = app.query_one(Input)
        field.value = "a\x9b2Jb"
        await pilot.pause()

        assert "\x9b" in field.render_line(0).text, (
            "Mended: safe_strip in reader/widgets/painting.py can go, with its uses."
        )


async def test_a_size_and_back_within_a_moment_paints_nothing() -> None:
    painted = 0

    class _Counting(Widget):
        def render_line(self, y: int) -> Strip:
            nonlocal painted
            painted += 1
            return Strip([Segment(str(y))])

    class _Resized(App[None]):
        def compose(self) -> ComposeResult:
            yield _Counting()

    app = _Resized()
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause(0.1)
        begun = painted
        for size in (Size(30, 8), Size(40, 10)):
            app.post_message(events.Resize(size, size).set_sender(app))
        await pilot.pause(0.3)

        assert painted == begun, (
            "Mended: PostilApp.on_resize and SIZE_REST_S in reader/app.py can go."
        )


async def test_the_style_sheet_of_the_default_screen_is_not_read() -> None:
    class _Styled(Screen[None]):
        CSS = "_Styled { background: red; }"

    class _Default(App[None]):
        def get_default_screen(self) -> Screen[None]:
            return _Styled()

    app = _Default()
    async with app.run_test() as pilot:
        await pilot.pause()

        assert app.screen.styles.background.rgb != (255, 0, 0), (
            "Mended: CSS_PATH may move from PostilApp to ReadingScreen, reader/app.py."
        )


async def _lives_on(kind: type[Widget]) -> bool:
    """Whether a widget that was mounted and removed is kept by what is still there."""
    app = App[None]()
    async with app.run_test() as pilot:
        remembered = []
        for _ in range(4):  # the last one may be held for a moment
            widget = kind()
            await app.mount(widget)
            await pilot.pause()
            remembered.append(ref(widget))
            await widget.remove()
            del widget
            await pilot.pause()
        StylesCache.get_inner_outer.cache_clear()  # a fault of its own, below
        gc.collect()
        return remembered[0]() is not None


async def test_a_widget_like_any_is_let_go() -> None:
    assert not await _lives_on(Static)


async def test_an_input_that_is_gone_is_kept_by_a_signal() -> None:
    assert await _lives_on(Input), (
        "Mended: delete _Unheard in reader/terminal/writing.py and its use in PacedScreen."
    )


async def test_a_text_area_that_is_gone_is_kept_by_signal_and_theme() -> None:
    assert "self.watch(self.app" in inspect.getsource(TextArea), (
        "Mended: delete NoteEditor.on_unmount in reader/widgets/note_editor.py."
    )
    assert await _lives_on(TextArea), "Mended: see above, and the test before."


def test_a_thousand_widgets_that_are_gone_are_kept_with_what_they_painted() -> None:
    source = inspect.getsource(_styles_cache)

    assert "@lru_cache(1024)\n    def get_inner_outer(\n        cls," in source, (
        "Mended: delete STYLES_KEPT and the line after it in reader/terminal/writing.py."
    )
