"""The program in terminals of many kinds, from what is on their screens in the end."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.terminal import Terminal, environment

ROOT = Path(__file__).parents[3]
QUOTES = {
    "nobody else": "green",
    "Mali against the": "yellow",
    "neocolonial": "purple",
    "The world has changed": "blue",
    "Independence taken": "red",
    "What does": "orange",
}
"""Words of the sample that stand in a line of their mark."""

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")
pytestmark = posix


def _sample(
    library: Path, variables: dict[str, str], *, columns: int = 160, lines: int = 110
) -> Terminal:
    """The annotated sample, open on a screen that holds all of it."""
    return Terminal(
        [
            sys.executable,
            "-m",
            "reader",
            str(ROOT / "sample" / "bamako.yaml"),
            "--db",
            str(library),
        ],
        columns=columns,
        lines=lines,
        env=environment(PYTHONPATH=str(ROOT), **variables),
    )


def _looks(terminal: Terminal) -> dict[str, tuple[str, str, bool]]:
    """Text colour, ground and underline of each mark in the text, by the words in it."""
    rows = terminal.text.splitlines()
    rule = rows[1].index("│")
    found = {}
    for words in QUOTES:
        y = next(number for number, row in enumerate(rows) if words in row[:rule])
        cell = terminal.screen.buffer[y][rows[y].index(words)]
        found[words] = (cell.fg, cell.bg, cell.underscore)
    return found


@pytest.mark.parametrize(
    "variables",
    [
        {"COLORTERM": "truecolor"},
        {"COLORTERM": ""},
        {"TERM": "xterm", "COLORTERM": ""},
    ],
    ids=["true", "256", "16"],
)
def test_six_marks_have_six_grounds_in_every_depth(variables: dict[str, str], home: Path) -> None:
    with _sample(home / "library.db", variables) as terminal:
        terminal.wait_for("6 marks")
        terminal.drain()

        grounds = {ground for _text, ground, _line in _looks(terminal).values()}

    assert len(grounds) == len(QUOTES)
    assert "default" not in grounds


def test_without_colour_marks_are_underlined_and_digits_stand_in_the_margin(home: Path) -> None:
    with _sample(home / "library.db", {"NO_COLOR": "1"}) as terminal:
        terminal.wait_for("6 marks")
        terminal.drain()

        assert set(_looks(terminal).values()) == {("default", "default", True)}
        bars = {row.strip()[:1] for row in terminal.text.splitlines() if row.startswith("  ")}

    assert set("123456") <= bars


def test_a_dumb_terminal_is_told_what_to_do_instead(home: Path) -> None:
    with _sample(home / "library.db", {"TERM": "dumb"}) as terminal:
        assert terminal.wait_for_end() == 2
        terminal.drain()

        assert "postil: error:" in terminal.text
        assert "postil show" in terminal.text


def test_a_storm_of_sizes_ends_in_the_last_one(home: Path) -> None:
    with _sample(home / "library.db", {}, columns=100, lines=30) as terminal:
        terminal.wait_for("6 marks")
        terminal.drain()
        before = terminal.text

        for step in range(40):
            terminal.resize(columns=20 + 7 * step % 120, lines=5 + 3 * step % 40)
        terminal.resize(columns=100, lines=30)
        terminal.wait_until(lambda screen: screen.splitlines()[:-1] == before.splitlines()[:-1])

        terminal.send("q")
        assert terminal.wait_for_end() == 0


def test_suspending_gives_the_shell_its_terminal_and_coming_back_the_article(home: Path) -> None:
    library = home / "library.db"
    command = f"{sys.executable} -m reader {ROOT / 'sample' / 'bamako.yaml'} --db {library}"
    shell = ["/bin/bash", "--norc", "--noprofile", "-i"]
    with Terminal(
        shell, columns=110, lines=40, env=environment(PYTHONPATH=str(ROOT), PS1="shell> ")
    ) as terminal:
        terminal.wait_for("shell>")
        terminal.send(f"{command}\r")
        terminal.wait_for("6 marks")
        terminal.drain()

        terminal.send("\x1a")
        terminal.wait_for("Stopped")
        terminal.send("echo the $((40 + 2))\r")
        terminal.wait_for("the 42")
        terminal.send("fg\r")
        terminal.wait_until(lambda screen: "6 marks" in screen and "the 42" not in screen)

        terminal.send("s2")
        terminal.wait_for("7 marks")
        terminal.send("q")
        # Where the cursor stood: this terminal keeps one screen for both.
        terminal.wait_for("shell>")
        terminal.send("exit\r")
        assert terminal.wait_for_end() == 0


@pytest.mark.parametrize("is_ours", [True, False], ids=["ours", "terminals"])
def test_a_terminal_leaves_the_order_of_hebrew_to_whom_the_settings_name(
    is_ours: bool, home: Path
) -> None:
    source, settings = home / "hebrew.txt", home / "settings.yaml"
    source.write_text("שלום לכולם.\n", encoding="utf-8")
    settings.write_text("bidi: postil\n" if is_ours else "", encoding="utf-8")
    command = [sys.executable, "-m", "reader", str(source), "--db", str(home / "library.db")]
    variables = environment(PYTHONPATH=str(ROOT), POSTIL_SETTINGS=str(settings))
    with Terminal(command, env=variables) as terminal:
        terminal.wait_for(".םלוכל םולש" if is_ours else "שלום לכולם.")
        terminal.wait_for("quit")
        terminal.send("q")
        assert terminal.wait_for_end() == 0
        received = bytes(terminal.received)

    assert (b"\x1b[8l" in received) is is_ours
    assert (b"\x1b[8h" in received.partition(b"\x1b[8l")[2]) is is_ours


@pytest.mark.parametrize("is_asked", [True, False], ids=["cursor", "none"])
def test_the_terminals_cursor_stands_at_the_caret_where_it_is_asked_for(
    is_asked: bool,
    home: Path,
) -> None:
    source = home / "cursor.txt"
    source.write_text("First words stand here.\n\nThe second paragraph is short.\n", "utf-8")
    command = [sys.executable, "-m", "reader", str(source), "--db", str(home / "library.db")]
    with Terminal(
        [*command, *["--cursor"][:is_asked]], env=environment(PYTHONPATH=str(ROOT))
    ) as terminal:
        terminal.wait_for("quit")
        terminal.drain()

        def cursor_at(words: str, *, offset: int = 0) -> bool:
            rows = terminal.text.splitlines()
            y = next(number for number, row in enumerate(rows) if words in row)
            cursor = terminal.screen.cursor
            return (cursor.x, cursor.y) == (rows[y].index(words) + offset, y)

        assert terminal.screen.cursor.hidden is not is_asked
        assert cursor_at("First words")
        for keys, words, offset in (
            ("w", "words stand", 0),
            ("}", "The second", 0),
            ("s3\t", "The second paragraph is short.", 0),
        ):
            terminal.send(keys)
            terminal.drain()
            if keys != "s3\t":
                assert cursor_at(words, offset=offset), keys
        # In the panel: at the card, then at what is typed in the prompt, then in the help.
        terminal.wait_until(
            lambda text: terminal.screen.cursor.x > text.splitlines()[2].index("│"),
            what="The cursor in the panel",
        )
        terminal.send("tzebra")
        terminal.wait_for("zebra")
        terminal.drain()
        assert cursor_at("zebra", offset=5)
        terminal.send("\x1b[27u?")
        terminal.wait_for("First steps")
        terminal.drain()
        assert cursor_at("First steps")
        assert terminal.screen.cursor.hidden is not is_asked
        terminal.send("qq")
        assert terminal.wait_for_end() == 0


def test_the_mouse_can_be_left_to_the_terminal_and_taken_again(home: Path) -> None:
    on, off = b"\x1b[?1000h", b"\x1b[?1000l"
    with _sample(home / "library.db", {}, columns=100, lines=30) as terminal:
        terminal.wait_for("6 marks")
        terminal.drain()

        def ask(typed: str, said: str) -> bytes:
            begun = len(terminal.received)
            terminal.send(f"\x10{typed}\r")
            terminal.wait_for(said)
            terminal.drain()
            return bytes(terminal.received[begun:])

        assert off in ask("leave", "the mouse is the terminal's now")
        assert off not in ask("leave", "the mouse is the terminal's already")
        assert on in ask("take mouse", "the mouse selects and points here again")
        assert on not in ask("take mouse", "the mouse is here already")
        terminal.send("q")
        assert terminal.wait_for_end() == 0


def test_a_piped_text_leaves_the_keyboard(home: Path) -> None:
    library = home / "library.db"
    shell = f"echo 'Piped. Twice.' | {sys.executable} -m reader - --db {library}"
    with Terminal(
        ["/bin/sh", "-c", shell], env=environment(PYTHONPATH=os.fspath(ROOT))
    ) as terminal:
        terminal.wait_for("Piped. Twice.")
        terminal.send("s1")
        terminal.wait_for("1 mark")
        terminal.send("q")
        assert terminal.wait_for_end() == 0
