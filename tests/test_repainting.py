"""The screen after single rows were repainted is the one that a full repaint gives."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.terminal import Terminal, environment

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "sample"

COLUMNS, LINES = 100, 24
PAGE_DOWN, PAGE_UP, SHIFT_DOWN = "\x1b[6~", "\x1b[5~", "\x1b[1;2B"


@pytest.mark.parametrize(
    "keys",
    [
        ("]", "]", "]"),
        ("[", "[", "]"),
        (PAGE_DOWN, PAGE_UP),
        ("j" * 30, "k" * 20),
        ("}", "}", "s", "2", "x", "u"),
        ("G", "g", "v", SHIFT_DOWN, "\x1b"),
        ("\t", "j", "j", "\r"),
        ("s", "s", "p", "S", "3"),
    ],
    ids=["next", "previous", "pages", "lines", "mark", "ends", "panel", "growing"],
)
def test_rows_repainted_one_by_one_make_the_whole_screen(
    keys: tuple[str, ...], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    library = str(home / "library.db")
    postil = [sys.executable, "-m", "reader"]
    with Terminal(
        [*postil, "import", str(SAMPLE / "bamako.yaml"), "--db", library], env=environment()
    ) as terminal:
        assert terminal.wait_for_end() == 0

    with Terminal(
        [*postil, str(SAMPLE / "bamako.md"), "--db", library],
        columns=COLUMNS,
        lines=LINES,
        env=environment(),
    ) as terminal:
        terminal.wait_for("6 marks")
        terminal.drain()
        for key in keys:
            terminal.send(key)
            terminal.drain()
        stepwise = terminal.text
        # Another height and back paints everything; the first visible line stays where it is.
        for lines in LINES + 1, LINES:
            terminal.resize(columns=COLUMNS, lines=lines)
            terminal.drain()

        # But for the bottom line, whose message a resize may have ended.
        assert stepwise.splitlines()[:-1] == terminal.text.splitlines()[:-1]
