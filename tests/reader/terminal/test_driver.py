"""What the driver reads; that Textual still needs it is asked in `test_faults_of_textual`."""

from __future__ import annotations

import inspect
import sys
from pathlib import Path

from textual import _xterm_parser, events
from textual._parser import Parser
from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver

from reader.terminal.driver import LONGEST_SEQUENCE, PromptDriver
from tests.terminal import Terminal, environment

COMMIT = "大臣は世界は変わったと述べた"
SEQUENCE = f"\x1b[0;;{':'.join(str(ord(each)) for each in COMMIT)}u"
"""What a terminal with the kitty protocol sends when an input method commits this text."""


def _keys(data: str) -> list[events.Key]:
    return [each for each in XTermParser().feed(data) if isinstance(each, events.Key)]


def test_a_commit_of_an_input_method_is_its_text() -> None:
    assert _xterm_parser._MAX_SEQUENCE_SEARCH_THRESHOLD == LONGEST_SEQUENCE
    assert "".join(key.character or "" for key in _keys(SEQUENCE)) == COMMIT


def test_alt_with_a_digit_is_that_key() -> None:
    for digit in "0123456789":
        assert [(key.key, key.character) for key in _keys(f"\x1b{digit}")] == [
            (f"alt+{digit}", None)
        ]


def test_the_private_parts_are_there() -> None:
    assert "_timeout_time" in inspect.getsource(Parser)
    assert "self.exit_event" in inspect.getsource(linux_driver.LinuxDriver.disable_input)
    assert issubclass(PromptDriver, linux_driver.LinuxDriver)


def test_committed_text_is_typed_and_acts_on_nothing(tmp_path: Path, home: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("The minister came on Monday. Nobody asked.\n", encoding="utf-8")
    root = Path(__file__).parents[3]
    with Terminal(
        [sys.executable, "-m", "reader", str(article), "--db", str(home / "library.db")],
        env=environment(PYTHONPATH=str(root)),
    ) as terminal:
        terminal.wait_for("quit")
        terminal.send("s1")
        terminal.wait_for("1 mark")
        terminal.send("t")
        terminal.wait_for("TAGS")

        terminal.send(SEQUENCE)
        terminal.wait_for(COMMIT)
        terminal.send("\r")

        terminal.wait_for(f"#{COMMIT}")
        terminal.send("q")
        assert terminal.wait_for_end() == 0
