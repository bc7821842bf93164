"""The settings file: what each key may be, and that a wrong or hostile file never stops postil."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.config import DEFAULTS, SIZE_LIMIT_BYTES, Fault, Loaded, Settings, load
from reader.config_reading import FAULTS_LIMIT, read
from reader.config_values import OWN_THEMES, TEXTUAL_THEMES
from reader.paths import settings_path

if TYPE_CHECKING:
    from pathlib import Path


def settings_of(text: str) -> Settings:
    """What a file without faults says."""
    settings, faults, _lines = read(text.encode())
    assert not faults
    return settings


def fault_of(text: str) -> Fault:
    """The one fault of a file; the default holds there."""
    settings, faults, _lines = read(text.encode())
    assert settings == DEFAULTS
    assert len(faults) == 1
    return faults[0]


RIGHT = [
    ("keys: {tag: D, highlight 1: [1, f9]}", "keys", {"tag": ("D",), "highlight 1": ("1", "f9")}),
    ("keys: {redo: U ctrl+y}", "keys", {"redo": ("U", "ctrl+y")}),
    ("keys: {export: []}", "keys", {"export": ()}),
    ("keyboard: greek", "keyboard", ("greek",)),
    ("keyboard: [cyrillic, azerty]", "keyboard", ("cyrillic", "azerty")),
    ("keyboard: []", "keyboard", ()),
    ("theme: light", "theme", "light"),
    ("theme: tokyo-night", "theme", "tokyo-night"),
    ('colours: {accent: "#FFaa00", yellow bar: "#e3bf4f"}', "colours", {"accent": "#ffaa00", "yellow bar": "#e3bf4f"}),
    ("marks: digits", "marks", "digits"),
    ("width: 40", "width", 40),
    ("width: 120", "width", 120),
    ("labels: ASDFJKL", "labels", "asdfjkl"),
    ("cite: MLA", "cite", "MLA"),
    ("cite: '{author} {year}, {where}'", "cite", "{author} {year}, {where}"),
    ("creator: Ada  Lovelace ", "creator", "Ada Lovelace"),
    ("lookup: dict -d wn {}", "lookup", ("dict", "-d", "wn", "{}")),
    ("lookup: [xdg-open, 'https://example.org/{}']", "lookup", ("xdg-open", "https://example.org/{}")),
    ("lookup: []", "lookup", ()),
    ("lookup_shell: on", "lookup_shell", True),
    ("lookup_terminal: true", "lookup_terminal", True),
    ("clipboard: osc52", "clipboard", "osc52"),
    ("ambiguous_width: 2", "ambiguous_width", 2),
    ("escape_ms: 50", "escape_ms", 50),
    ("escape_ms: auto", "escape_ms", 0),
    ("mouse: off", "mouse", False),
    ("bidi: postil", "bidi", "postil"),
    ("cursor: terminal", "cursor", "terminal"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "value"), RIGHT)
def test_what_a_setting_says_holds(text: str, name: str, value: object) -> None:
    settings = settings_of(text)

    assert getattr(settings, name) == value
    assert settings._replace(**{name: getattr(DEFAULTS, name)}) == DEFAULTS


def test_each_setting_is_tried_right_and_wrong() -> None:
    assert {name for _text, name, _value in RIGHT} == set(Settings._fields)
    assert {text.partition(":")[0] for text, _said in WRONG} == set(Settings._fields)


WRONG = [
    ("keys: [s, t]", "keys is a map of actions to keys, not a list"),
    ("keys: {hihglight 1: x}", "keys: “hihglight 1” is no action; is highlight 1 meant?"),
    ("keys: {select_sentence: x}", "keys: “select_sentence” is no action; is select-sentence meant?"),
    ("keys: {tag: ctrl+}", "keys: tag cannot have “ctrl+”, which names no key"),
    ("keys: {tag: strg+t}", "keys: tag cannot have “strg+t”, which names no key"),
    ("keys: {tag: ctrl+i}", "keys: tag cannot have “ctrl+i”, which is tab in most terminals"),
    ('keys: {tag: "ctrl+;"}', "keys: tag cannot have “ctrl+;”, which is no key that terminals agree upon"),
    ('keys: {tag: "\\e"}', "keys: tag cannot have “�”, which names no key"),
    ("keys: {tag: {a: b}}", "keys: tag is a key or a list of keys, not a map"),
    ("keys: {tag: [[a]]}", "keys: tag is a key or a list of keys, not a list"),
    ("keys: {tag: }", "keys: tag is a key or a list of keys, not nothing"),
    ("keys: {tag: true}", "keys: tag is a key or a list of keys, not “true”"),
    ("keys: {tag: s}", "keys: s for tag is the key of select-sentence"),
    ("keys: {move down: s}", "keys: s for move down is the key of select-sentence"),
    ("keys: {quit: []}", "keys: quit needs a key"),
    ("keyboard: dvorak", "keyboard is one or some of cyrillic, greek, hebrew or azerty, not “dvorak”"),
    ("keyboard: 3", "keyboard is one or some of cyrillic, greek, hebrew or azerty, not “3”"),
    ("theme: nordd", "theme is auto, dark, light or another theme’s name: “nordd” is none; is nord meant?"),
    ("theme: 1", "theme is auto, dark, light or a theme's name, not “1”"),
    ("colours: red", "colours is a map of roles to colours, not “red”"),
    ("colours: {acent: '#ffaa00'}", "colours: “acent” is no role; is accent meant?"),
    ("colours: {accent: red}", 'colours: accent is like "#d9d5cb", in quotes, not “red”'),
    ("colours: {accent: }", 'colours: accent is like "#d9d5cb", in quotes, not nothing'),
    ("colours: {accent: '#ffaa0'}", 'colours: accent is like "#d9d5cb", in quotes, not “#ffaa0”'),
    ("marks: dots", "marks is bars or digits, not “dots”"),
    ("marks: [bars]", "marks is bars or digits, not a list"),
    ("width: 39", "width is from 40 to 120, not “39”"),
    ("width: 121", "width is from 40 to 120, not “121”"),
    ("width: 72.5", "width is from 40 to 120, not “72.5”"),
    ("width: true", "width is from 40 to 120, not “true”"),
    ("labels: asdfghja", "labels has a twice"),
    ("labels: asdfghjA", "labels has a twice"),
    ("labels: asdf", "labels has from 6 to 60 letters, not 4"),
    ("labels: a-b-c-d", "labels is a row of letters, not “a-b-c-d”"),
    ("labels: 123456", "labels is a row of letters, not “123456”"),
    ("cite: 7", "cite is a style or a form, not “7”"),
    (
        "cite: '{who}'",
        (
            "cite '{who}' is no field of a reference: There are {author}, {authors}, {title},"
            " {publisher}, {date}, {year}, {address}, {accessed}, {where}, {page}, {paragraph},"
            " {chapter}, {time}, {section}"
        ),
    ),
    ("creator: 7", "creator is a name, not “7”"),
    ('creator: "a\\x1bb"', "creator holds a control character"),
    (f"creator: {'x' * 201}", "creator has at most 200 characters"),
    ("lookup: {}", "lookup is a command, or a list of its arguments, not a map"),
    ("lookup: [[a]]", "lookup is a command, or a list of its arguments, not a list"),
    ("lookup: ''", "lookup names no program"),
    ("lookup: [' ', a]", "lookup names no program"),
    ("lookup: 'dict \"'", "lookup cannot be split (no closing quotation)"),
    (f"lookup: {'x' * 2001}", "lookup has at most 2,000 characters"),
    ("lookup_shell: maybe", "lookup_shell is on or off, not “maybe”"),
    ("lookup_terminal: 1", "lookup_terminal is on or off, not “1”"),
    ("clipboard: vim", "clipboard is auto, osc52, native or none, not “vim”"),
    ("ambiguous_width: 3", "ambiguous_width is 1 or 2, not “3”"),
    ("escape_ms: 0", "escape_ms is auto, or from 1 to 2000, not “0”"),
    ("escape_ms: soon", "escape_ms is auto, or from 1 to 2000, not “soon”"),
    ("bidi: ours", "bidi is terminal or postil, not “ours”"),
    ("mouse: cat", "mouse is on or off, not “cat”"),
    ("cursor: bar", "cursor is block or terminal, not “bar”"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_what_is_wrong_is_one_sentence_and_the_default_holds(text: str, said: str) -> None:
    assert fault_of(text) == Fault(1, said)


def test_an_unknown_setting_is_said_with_one_that_is_like_it() -> None:
    assert fault_of("# mine\nwidht: 80") == Fault(2, "“widht” is no setting; is width meant?")
    assert fault_of("qqqqqq: 80") == Fault(1, "“qqqqqq” is no setting")


def test_faults_are_told_in_the_order_of_their_lines_and_the_rest_holds() -> None:
    settings, faults, _lines = read(
        b"width: wide\nkeys:\n  tag: s\n  note: e\n  move word-end: a\nmarks: digits\ntheme: 1\n"
    )

    assert [fault.line for fault in faults] == [1, 3, 7]
    assert settings.marks == "digits"
    assert dict(settings.keys) == {"note": ("e",), "move word-end": ("a",)}


def test_a_shell_reads_one_text_as_it_stands() -> None:
    settings = settings_of("lookup: dict {} | less\nlookup_shell: on")

    assert settings.lookup == ("dict {} | less",)


def test_a_list_is_for_no_shell() -> None:
    settings, faults, _lines = read(b"lookup_shell: on\nlookup: [dict, '{}']")

    assert settings.lookup == ()
    assert faults == (Fault(2, "lookup is one text where lookup_shell is on, not a list"),)


HOSTILE = [
    (b"a: &x 1\nb: *x", "anchors (`&`) are not part of this format"),
    (b"a: [*x]", "aliases (`*`) are not part of this format"),
    (b"!!python/object/apply:os.system [id]", "tags (`!`) are not part of this format"),
    (b"width: 80\nwidth: 90", "the key 'width' stands twice"),
    (b"[" * 60_000, "nest"),
    (b"width: \xff", "it is not UTF-8"),
    (b"width: 80\n---\nwidth: 90", "a second document begins; a file holds one"),
    (b"? [a]\n: b", "a key must be a text"),
    (b"width: \x00", "it holds a control character"),
    (b"width: [", "it is no YAML"),
    (b"a: &a [x]\n" + b"b: [*a, *a, *a, *a]\n", "anchors"),
]


@pytest.mark.parametrize(("data", "said"), HOSTILE)
def test_what_no_settings_file_holds_is_refused_as_a_whole(data: bytes, said: str) -> None:
    settings, faults, _lines = read(data)

    assert settings == DEFAULTS
    assert len(faults) == 1
    assert said in faults[0].sentence
    assert faults[0].sentence.endswith("so nothing of it is read")


@pytest.mark.parametrize("data", [b"- width", b"80", b"width 80"])
def test_another_yaml_is_no_settings(data: bytes) -> None:
    assert read(data)[1] == (Fault(1, "it holds no settings: a line is like `width: 80`"),)


def test_of_very_many_faults_some_are_told() -> None:
    text = "".join(f"unknown{number}: 1\n" for number in range(3_000))

    assert len(read(text.encode())[1]) == FAULTS_LIMIT


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_whatever_stands_in_the_file_settings_come_of_it(data: bytes) -> None:
    settings, faults, _lines = read(data)

    assert isinstance(settings, Settings)
    assert all("\n" not in fault.sentence for fault in faults)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(Settings._fields), _VALUES))
def test_whatever_a_setting_is_given_what_holds_is_of_its_kind(values: dict[str, object]) -> None:
    settings, _faults, _lines = read(json.dumps(values, ensure_ascii=False).encode())

    for name in Settings._fields:
        held, usual = getattr(settings, name), getattr(DEFAULTS, name)
        assert isinstance(held, Mapping if name in ("keys", "colours") else type(usual))


def test_the_names_of_textuals_themes_are_those_it_has() -> None:
    from textual.theme import BUILTIN_THEMES

    assert set(TEXTUAL_THEMES) == set(BUILTIN_THEMES)
    assert not set(TEXTUAL_THEMES) & set(OWN_THEMES)


# --- the file ---------------------------------------------------------------------------------


@pytest.fixture
def path() -> Path:
    """Where the settings are to be; there are none yet."""
    found = settings_path()
    found.parent.mkdir(parents=True)
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="the registry tells there")
def test_the_folder_is_the_platforms(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from platformdirs import user_config_path

    assert settings_path() == home / "config" / "postil" / "settings.yaml"
    monkeypatch.delenv("XDG_CONFIG_HOME")
    assert settings_path().parent == user_config_path("postil", appauthor=False)


def test_without_a_file_the_defaults_hold(home: Path) -> None:
    assert load() == Loaded(DEFAULTS, settings_path(), is_there=False)
    assert not load().summary()
    assert home


def test_a_file_is_read(path: Path) -> None:
    path.write_text("\ufeffwidth: 80\r\nmarks: digits\r\n", encoding="utf-8")

    assert load() == Loaded(DEFAULTS._replace(width=80, marks="digits"), path, is_there=True)


@pytest.mark.parametrize("text", ["", "# nothing set\n", "---\n...\n"])
def test_an_empty_file_sets_nothing(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")

    assert load() == Loaded(DEFAULTS, path, is_there=True)


def test_the_variable_names_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other.yaml"
    other.write_text("width: 60", encoding="utf-8")
    monkeypatch.setenv("POSTIL_SETTINGS", str(other))

    assert load().settings.width == 60


def test_a_file_that_the_variable_names_in_vain_is_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSTIL_SETTINGS", str(tmp_path / "none.yaml"))

    assert load().faults == (Fault(0, "POSTIL_SETTINGS names a file that is not there"),)


def test_no_settings_are_asked_for_by_the_null_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTIL_SETTINGS", os.devnull)

    assert load().settings == DEFAULTS
    assert not load().faults


def test_a_folder_is_no_settings_file(path: Path) -> None:
    path.mkdir()

    loaded = load()

    assert loaded.settings == DEFAULTS
    assert loaded.summary().startswith("settings.yaml: it ")


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes in its folders")
def test_a_pipe_is_not_waited_for(path: Path) -> None:
    os.mkfifo(path)

    assert load().faults == (Fault(0, "it is no file"),)


def test_a_huge_file_is_not_read(path: Path) -> None:
    path.write_bytes(b"#" * (SIZE_LIMIT_BYTES + 1))

    assert load().faults == (Fault(0, "it has more than 64 KB, so nothing of it is read"),)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_file_that_may_not_be_read_is_said(path: Path) -> None:
    path.touch(mode=0)

    assert "cannot be read" in load().faults[0].sentence


def test_one_line_names_the_first_fault_and_counts_the_others(path: Path) -> None:
    path.write_text("width: 1\nmarks: 1\ntheme: 1\n", encoding="utf-8")

    assert load().summary() == (
        "settings.yaml, line 1: width is from 40 to 120, not “1”"
        " · and 2 more · postil settings lists them"
    )


def test_a_single_fault_is_not_counted(path: Path) -> None:
    path.write_text("width: 1", encoding="utf-8")

    assert load().summary() == (
        "settings.yaml, line 1: width is from 40 to 120, not “1” · postil settings lists them"
    )


def test_without_a_file_nothing_is_imported_for_it() -> None:
    program = (
        "import sys; from reader.config import load; load()\n"
        "heavy = {'yaml', 'platformdirs', 'difflib', 'reader.config_reading', 'reader.actions'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"
