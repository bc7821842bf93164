"""A key's whole change is one frame, which waits for no timer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from textual.app import App
from textual.screen import Screen
from textual.widgets import Static

from reader.terminal.writing import FRAME_S, PacedScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextvars import Context

    from textual.app import ComposeResult


class _Counting(PacedScreen, Screen[None]):
    """Counts its frames."""

    def __init__(self) -> None:
        super().__init__()
        self.frames = 0
        self.painted = asyncio.Event()

    def compose(self) -> ComposeResult:
        yield from (Static("one"), Static("two"), Static("three"))

    def _compositor_refresh(self) -> None:
        super()._compositor_refresh()
        self.frames += 1
        self.painted.set()


class _App(App[None]):
    """Shows just that screen."""

    def get_default_screen(self) -> _Counting:
        return _Counting()


async def test_what_changes_soon_after_another_change_is_in_its_frame() -> None:
    app = _App()
    async with app.run_test() as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, _Counting)
        screen.frames = 0
        for widget in app.query(Static):
            widget.refresh()
            await asyncio.sleep(0)
        await pilot.pause(0.05)

        assert screen.frames == 1


async def test_a_change_just_after_a_frame_waits_no_longer_than_a_frame(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = _App()
    async with app.run_test() as pilot:
        await pilot.pause(0.05)
        loop, waits = asyncio.get_running_loop(), []
        call_later = loop.call_later

        def counted(
            delay: float,
            call: Callable[..., object],
            *given: object,
            context: Context | None = None,
        ) -> asyncio.TimerHandle:
            waits.append(delay)
            return call_later(delay, call, *given, context=context)

        screen = app.screen
        assert isinstance(screen, _Counting)
        screen.painted.clear()
        app.query(Static).first().refresh()
        await screen.painted.wait()
        monkeypatch.setattr(loop, "call_later", counted)
        screen.painted.clear()
        app.query(Static).first().refresh()
        await screen.painted.wait()

        assert all(wait_s <= FRAME_S for wait_s in waits)


async def test_what_fails_in_a_frame_ends_the_app_and_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail() -> None:
        message = "painted over the edge"
        raise ValueError(message)

    async def run() -> None:
        app = _App()
        async with app.run_test() as pilot:
            await pilot.pause()
            monkeypatch.setattr(app.screen, "_compositor_refresh", fail)
            app.query(Static).first().refresh()
            await pilot.pause(0.05)

    with pytest.raises(ValueError, match="painted over the edge"):
        await run()
