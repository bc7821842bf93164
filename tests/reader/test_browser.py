"""Opening an address in the browser, from a process of its own."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from reader import browser

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def _browser(path: Path, status: int) -> str:
    """A browser that notes what it is asked for, and whether it has a terminal."""
    program = path / "browser.py"
    program.write_text(
        "import os, sys\n"
        f"open({str(path / 'asked')!r}, 'w').write(sys.argv[1] + ' ' + str(os.isatty(1)))\n"
        "print('noise'); print('noise', file=sys.stderr)\n"
        f"sys.exit({status})\n",
        encoding="utf-8",
    )
    return f"{sys.executable} {program} %s"


def test_the_browser_gets_the_address_and_no_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BROWSER", _browser(tmp_path, 0))

    assert browser.open_address("https://example.org/?a=1&b=2")
    assert (tmp_path / "asked").read_text() == "https://example.org/?a=1&b=2 False"
    assert capfd.readouterr() == ("", "")


def test_where_no_browser_can_be_asked_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BROWSER", _browser(tmp_path, 1))
    monkeypatch.setenv("PATH", str(tmp_path))

    assert not browser.open_address("https://example.org/")


def test_a_browser_that_takes_its_time_is_taken_to_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "PATIENCE_S", 0.05)
    monkeypatch.setattr(
        browser, "command", lambda _address: (sys.executable, "-c", "import time; time.sleep(5)")
    )

    assert browser.open_address(str(tmp_path))


def test_a_program_that_cannot_be_started_is_no_browser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "command", lambda _address: (str(tmp_path / "none"),))

    assert not browser.open_address("https://example.org/")
