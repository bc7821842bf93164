"""The settings file that is written for a person to change: every key with what it means, commented out."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from annotations.citations import Style
from reader.actions import ACTIONS
from reader.config import DEFAULTS
from reader.config_values import TEXTUAL_THEMES
from reader.keyboards import LAYOUTS
from reader.palette import DARK, MARK_ROLES, ROLES, value_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WIDTH = 96


def template() -> str:
    """The file's text. With every `#` before a setting taken away it says what holds anyhow."""
    return "\n".join([*_sections(), ""])


def key_lines() -> list[str]:
    """Each action with its keys, as a line of YAML below `keys:`."""
    return [f"{action.public}: {listed(action.keys)}" for action in ACTIONS]


def listed(values: Sequence[str]) -> str:
    """Words as a value of YAML that reads as them."""
    if len(values) == 1:
        return scalar(values[0])
    return "[" + ", ".join(scalar(each) for each in values) + "]"


def scalar(value: str) -> str:
    """A word as YAML: in quotes where it would be read as something else."""
    bare = value.replace("+", "").replace("-", "").replace("_", "")
    if bare.isalnum() and value[0].isalpha() and value not in ("true", "false", "null"):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _text(*sentences: str) -> Iterable[str]:
    yield ""
    for sentence in sentences:
        for line in textwrap.wrap(sentence, _WIDTH - 2, break_on_hyphens=False):
            yield f"# {line}"


def _off(*lines: str) -> Iterable[str]:
    """Settings that are not made yet."""
    return (f"#{line}" for line in lines)


def _sections() -> Iterable[str]:
    yield "# Settings of postil. Take the # before a line away to set something; what is not set stays"
    yield "# as it is. postil settings says what holds, and what is wrong with this file."
    yield from _text(
        "Colours: auto (as the terminal is), dark, light, or a theme, in terminals that show 24-bit "
        f"colours: {', '.join(sorted(TEXTUAL_THEMES))}."
    )
    yield from _off(f"theme: {DEFAULTS.theme}")
    yield from _text(
        "Colours of your own, in quotes, by role; they too need 24-bit colours. One that would not "
        "be legible is not taken, and it is said. The values below are those of the theme dark."
    )
    yield from _off("colours:", *(f'  {role}: "{value_of(DARK, role)}"' for role in ROLES))
    yield from _off(*(f'  {role}: "{value_of(DARK, role)}"' for role in MARK_ROLES))
    yield from _text("Beside a mark in the margin: bars, or digits (the keys of its colour).")
    yield from _off(f"marks: {DEFAULTS.marks}")
    yield from _text(
        "The widest column of text, in cells: 40 to 120. + and - change it as you read."
    )
    yield from _off(f"width: {DEFAULTS.width}")
    yield from _text(
        "The caret: block (a reversed cell), or terminal (the terminal’s own cursor, which screen "
        "readers follow)."
    )
    yield from _off(f"cursor: {DEFAULTS.cursor}")
    yield from _text("A name for the marks you make from now on; without one they have none.")
    yield from _off('creator: ""')
    yield from _text(
        "What K looks the selection up with, or the word at the caret: a program with its "
        "arguments. {} is the text, as one argument (in an address encoded); without {} it comes "
        "last. For example: lookup: xdg-open https://en.wiktionary.org/wiki/{}",
        "lookup_terminal lends the program the terminal until it ends, and lookup_shell has "
        "/bin/sh read the line, where {} must not stand in quotes: lookup: dict {} | less",
    )
    yield from _off("lookup: []", "lookup_terminal: off", "lookup_shell: off")
    yield from _text(
        f"How Y gives the reference of what it copies: {', '.join(Style)}, or a form of your own, "
        "such as '({author} {year}, {where})'; also {authors}, {title}, {publisher}, {date}, "
        "{address}, {accessed}."
    )
    yield from _off(f"cite: {DEFAULTS.cite}")
    yield from _text(
        "Copying: auto (the machine’s own tool, over ssh the terminal), osc52 (always ask the "
        "terminal), native (only the tool), none."
    )
    yield from _off(f"clipboard: {DEFAULTS.clipboard}")
    yield from _text("The mouse: on, or off, which leaves it to the terminal.")
    yield from _off("mouse: on")
    yield from _text(
        "Letters of the labels of the passage jump, the nearest to your fingers first."
    )
    yield from _off(f"labels: {DEFAULTS.labels}")
    yield from _text(
        "Cells of characters whose width East Asian terminals see otherwise (“ ” – … ○): 1 or 2."
    )
    yield from _off(f"ambiguous_width: {DEFAULTS.ambiguous_width}")
    yield from _text(
        "Who puts Arabic and Hebrew into the order in which they stand: terminal (it does, or it should "
        "be left), postil (for terminals that show such words backwards)."
    )
    yield from _off(f"bidi: {DEFAULTS.bidi}")
    yield from _text(
        "Milliseconds in which the rest of a key must follow an Esc, 1 to 2000; over a slow line, "
        "more. auto is 20, and 100 over ssh."
    )
    yield from _off("escape_ms: auto")
    yield from _text(
        f"Other keyboards you type on, one or several of {', '.join(LAYOUTS)}: [cyrillic, greek]. "
        "Their keys do what the Latin ones at their place do. With azerty the row of digits needs "
        "no shift."
    )
    yield from _off("keyboard: []")
    yield from _text(
        "Keys: an action, and its key or keys, which replace those it has. A key is a character "
        "(in quotes, where it is a sign), a name as below, or either after ctrl+, alt+ or shift+. "
        "[] takes the keys away; the command is still found by ctrl+p."
    )
    yield from _off("keys:", *(f"  {line}" for line in key_lines()))
