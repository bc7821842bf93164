"""`postil settings`, and settings where a real start takes them."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.config import DEFAULTS, Settings
from reader.config_reading import read
from reader.paths import settings_path
from tests.terminal import Terminal, environment

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.reader.cli.conftest import Said

    Postil = Callable[..., Said]

ROOT = Path(__file__).parents[3]


@pytest.fixture
def path() -> Path:
    """Where the settings are to be; there are none yet."""
    found = settings_path()
    found.parent.mkdir(parents=True)
    return found


def test_without_a_file_it_says_where_one_would_be_and_the_defaults(postil: Postil) -> None:
    said = postil("settings")

    assert said.status == 0
    assert said.out.startswith(f"# {settings_path()}\n# is not there")
    assert not said.err


@pytest.mark.parametrize("name", Settings._fields)
def test_it_prints_each_setting(name: str, postil: Postil) -> None:
    assert f"\n{name}: " in postil("settings").out


@pytest.mark.parametrize(
    "text",
    [
        'keys: {tag: "`", redo: [U, "&"]}\ncolours: {accent: "#ffffff"}\nwidth: 60\ntheme: dark\n',
        "lookup: [dict, '{}', '#']\ncreator: \"A: b # c\"\nmouse: off\n",
        "lookup: 'dict {} | less'\nlookup_shell: on\nkeyboard: [greek, azerty]\n",
    ],
)
def test_what_it_prints_is_a_settings_file_that_says_the_same(
    text: str, postil: Postil, path: Path
) -> None:
    path.write_text(text, encoding="utf-8")
    before = read(path.read_bytes())

    path.write_text(postil("settings").out, encoding="utf-8")

    assert read(path.read_bytes())[:2] == before[:2]
    assert not before[1]


def test_every_fault_is_listed_with_status_2(postil: Postil, path: Path) -> None:
    path.write_text("width: wide\ntheme: 1\nwidht: 3\n", encoding="utf-8")

    said = postil("settings")

    assert said.status == 2
    assert said.err.splitlines() == [
        "postil: error: settings.yaml, line 1: width is from 40 to 120, not “wide”.",
        "postil: error: settings.yaml, line 2: theme is auto, dark, light or a theme's name, not “1”.",
        "postil: error: settings.yaml, line 3: “widht” is no setting; is width meant?",
    ]
    assert "width: 72" in said.out


def test_colours_are_tried_upon_the_theme(postil: Postil, path: Path) -> None:
    path.write_text("theme: nord\ncolours:\n  muted: '#2e3440'\n", encoding="utf-8")

    said = postil("settings")

    assert said.status == 2
    assert "line 3: colours: muted on ground has a contrast of 1.0" in said.err
    assert "colours: {}" in said.out


def test_for_auto_they_are_tried_upon_both_grounds(postil: Postil, path: Path) -> None:
    path.write_text("colours: {accent: '#e0af68'}\n", encoding="utf-8")

    said = postil("settings")

    assert said.err.count("(theme light)") == 1
    assert "(theme dark)" not in said.err
    assert "accent" in said.out


def test_a_hostile_file_says_nothing_to_the_terminal(postil: Postil, path: Path) -> None:
    path.write_text('"\\e]0;owned\\a": 1\ntheme: "\\e[2J"\n', encoding="utf-8")

    said = postil("settings")

    assert said.status == 2
    assert "\x1b" not in said.out + said.err


def test_json_has_all_of_it(postil: Postil, path: Path) -> None:
    path.write_text("keys: {tag: D}\nwidth: 1\n", encoding="utf-8")

    said = postil("settings", "--json")

    told = json.loads(said.out)
    assert told["path"] == str(path)
    assert told["exists"] is True
    assert told["settings"]["keys"] == {"tag": ["D"]}
    assert set(told["settings"]) == set(Settings._fields)
    assert told["faults"] == [{"line": 2, "sentence": "width is from 40 to 120, not “1”"}]


def test_init_writes_a_file_that_sets_nothing(postil: Postil) -> None:
    said = postil("settings", "--init")

    assert said.status == 0
    assert said.out == f"{settings_path()}\n"
    assert read(settings_path().read_bytes())[:2] == (DEFAULTS, ())
    assert postil("settings").status == 0


def test_init_makes_the_folder_for_its_owner_alone(postil: Postil) -> None:
    postil("settings", "--init")

    if os.name == "posix":
        assert settings_path().stat().st_mode & 0o077 == 0
        assert settings_path().parent.stat().st_mode & 0o077 == 0


def test_init_never_writes_over_a_file(postil: Postil, path: Path) -> None:
    path.write_text("width: 60", encoding="utf-8")

    said = postil("settings", "--init")

    assert said.status == 2
    assert f"{path} is there already." in said.err
    assert path.read_text(encoding="utf-8") == "width: 60"


def test_init_writes_through_no_link(postil: Postil, path: Path, tmp_path: Path) -> None:
    path.symlink_to(tmp_path / "elsewhere")

    assert postil("settings", "--init").status == 2
    assert not (tmp_path / "elsewhere").exists()


def test_keys_lists_the_actions_as_the_file_names_them(postil: Postil, path: Path) -> None:
    path.write_text("keys: {tag: D}", encoding="utf-8")

    lines = postil("settings", "--keys").out.splitlines()

    assert any(line.split() == ["tag:", "D", "#", "Tag"] for line in lines)
    settings, faults, _lines = read("\n".join(["keys:", *(f"  {line}" for line in lines)]).encode())
    assert settings.keys["tag"] == ("D",)
    assert not faults


def test_keys_as_json(postil: Postil) -> None:
    told = json.loads(postil("settings", "--keys", "--json").out)

    assert {"action": "highlight 1", "keys": ["1"], "text": "Highlight in yellow"} in told


def test_a_mark_of_the_command_line_has_the_name_too(
    postil: Postil, path: Path, article: Path
) -> None:
    path.write_text("creator: Ada", encoding="utf-8")

    postil("add", article, "--quote", "Mali wants quotas")

    assert json.loads(postil("find", "quotas", "--json").out)[0]["creator"] == "Ada"


def test_a_name_that_is_wrong_is_said_when_a_mark_is_made(
    postil: Postil, path: Path, article: Path
) -> None:
    path.write_text("creator: 7", encoding="utf-8")

    said = postil("add", article, "--quote", "Mali wants quotas")

    assert said.status == 0
    assert "creator is a name, not “7”" in said.err


# --- in a terminal ----------------------------------------------------------------------------

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pty")

NORD_GROUND = b"48;2;46;52;64"


def start(article: Path, **variables: str) -> Terminal:
    return Terminal(
        [sys.executable, "-m", "reader", str(article)],
        env=environment(PYTHONPATH=str(ROOT), POSTIL_SETTINGS=str(settings_path()), **variables),
        columns=120,
    )


def test_a_wrong_file_is_said_and_the_article_opens(path: Path, article: Path) -> None:
    path.write_text("widht: 80\nmarks: 1\n", encoding="utf-8")

    with start(article) as terminal:
        terminal.wait_for("“widht” is no setting; is width meant? · and 1 more")
        assert "Mali wants quotas" in terminal.text
        terminal.send("q")
        assert terminal.wait_for_end() == 0


def test_a_theme_of_textuals_and_a_colour_that_it_does_not_bear(path: Path, article: Path) -> None:
    path.write_text("theme: nord\ncolours: {muted: '#2e3440'}", encoding="utf-8")

    with start(article, COLORTERM="truecolor") as terminal:
        terminal.wait_for("muted on ground has a contrast of 1.0")
        assert NORD_GROUND in bytes(terminal.received)
        terminal.send("q")
        assert terminal.wait_for_end() == 0


def test_a_set_theme_asks_the_terminal_nothing(path: Path, article: Path) -> None:
    path.write_text("theme: light", encoding="utf-8")

    with start(article, COLORTERM="truecolor") as terminal:
        terminal.wait_for("Mali wants quotas")
        assert b"\x1b]11;?" not in bytes(terminal.received)
        assert b"48;2;251;248;241" in bytes(terminal.received)


def test_without_the_mouse_it_is_left_to_the_terminal(path: Path, article: Path) -> None:
    path.write_text("mouse: off", encoding="utf-8")

    with start(article) as terminal:
        terminal.wait_for("Mali wants quotas")
        assert b"\x1b[?1000h" not in bytes(terminal.received)


def test_a_look_up_has_the_terminal_and_gives_it_back(path: Path, article: Path) -> None:
    path.write_text(
        'lookup: [sh, -c, \'printf "looked up: %s\\n" "$1"; read answer; exit 3\', sh]\n'
        "lookup_terminal: on\n",
        encoding="utf-8",
    )

    with start(article) as terminal:
        terminal.wait_for("Mali wants quotas")
        terminal.send("jK")
        terminal.wait_for("looked up: ")
        terminal.send("\r")
        terminal.wait_for("sh failed, with status 3")
        assert "Mali wants quotas" in terminal.text
        terminal.send("q")
        assert terminal.wait_for_end() == 0


def test_an_editor_that_fails_gives_the_terminal_back(path: Path, article: Path) -> None:
    path.touch()

    with start(article, EDITOR="false") as terminal:
        terminal.wait_for("Mali wants quotas")
        terminal.send("a")
        terminal.wait_for("NOTE")
        terminal.send("\x14")
        terminal.wait_for("false ended with status 1")
        assert "Mali wants quotas" in terminal.text


def test_how_long_an_esc_waits_is_set_before_textual_reads_it(path: Path, article: Path) -> None:
    path.write_text("escape_ms: 1500", encoding="utf-8")

    with start(article) as terminal:
        terminal.wait_for("Mali wants quotas")
        terminal.send("s")
        terminal.wait_for("SELECT")
        sent = terminal.send("\x1b")
        terminal.wait_until(lambda screen: "SELECT" not in screen)

        assert time.perf_counter() - sent > 1.2
