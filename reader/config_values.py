"""What a value of the settings may be: each check gives what holds, or says what is wrong.

A sentence goes on after the setting's name and has no full stop. Values are a stranger's until they
have passed here: they are quoted shortened.
"""

# ruff: noqa: EM101, EM102, TRY003
# A fault is its sentence; no caller tells one from the other.

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING

from annotations.errors import InvalidValueError
from annotations.model import replace_unprintable
from reader.actions import ACTIONS
from reader.key_names import KeyNameError, normalised
from reader.keyboards import LAYOUTS
from reader.keymap import accepted
from reader.palette import MARK_ROLES, ROLES, is_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from annotations.model import Json

OWN_THEMES = ("auto", "dark", "light")

TEXTUAL_THEMES = (
    "textual-dark", "textual-light", "nord", "gruvbox", "catppuccin-mocha", "dracula",
    "tokyo-night", "monokai", "flexoki", "catppuccin-latte", "catppuccin-frappe",
    "catppuccin-macchiato", "solarized-light", "solarized-dark", "rose-pine", "rose-pine-moon",
    "rose-pine-dawn", "atom-one-dark", "atom-one-light", "ansi-dark", "ansi-light",
)  # fmt: skip
"""Those of Textual 8.2; here by name, since a settings file is read before Textual is imported."""

LABELS_LEAST = 6
"""Of fewer letters the labels of a page grow long."""

LABELS_MOST = 60

ESCAPE_MOST_MS = 2_000
CREATOR_LENGTH = 200
COMMAND_LENGTH = 2_000
QUOTED_LENGTH = 24

Below = list[tuple[str, str]]
"""Keys below a setting that were not taken, each with a sentence."""


class WrongError(ValueError):
    """A value that a setting cannot have; the text goes on after the setting's name."""


def quoted(value: Json) -> str:
    """A value as a sentence names it."""
    if isinstance(value, dict):
        return "a map"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "nothing"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    line = " ".join(replace_unprintable(text[: QUOTED_LENGTH * 2]).split())
    return f"“{line}”" if len(line) <= QUOTED_LENGTH else f"“{line[: QUOTED_LENGTH - 1]}…”"


def unknown(name: str, what: str, known: Iterable[str]) -> str:
    """A sentence about a name that there is not, with one that is like it."""
    from difflib import get_close_matches  # noqa: PLC0415  # only where something is wrong

    like = get_close_matches(name[:60].replace("_", "-"), list(known), 1) or get_close_matches(
        name[:60], list(known), 1
    )
    return f"{quoted(name)} {what}" + (f"; is {like[0]} meant?" if like else "")


def one_of(*choices: str) -> Callable[[Json], str]:
    """A check for one of some words."""

    def check(value: Json) -> str:
        if not isinstance(value, str) or value not in choices:
            raise _other(f"is {_listed(choices)}", value)
        return value

    return check


def number(least: int, most: int) -> Callable[[Json], int]:
    """A check for a whole number, both ends included."""

    def check(value: Json) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            wanted = f"{least} or {most}" if most == least + 1 else f"from {least} to {most}"
            raise _other(f"is {wanted}", value)
        return value

    return check


def escape_ms(value: Json) -> int:
    """Milliseconds, or `auto`, which is 0."""
    if value == "auto":
        return 0
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= ESCAPE_MOST_MS:
        raise _other(f"is auto, or from 1 to {ESCAPE_MOST_MS}", value)
    return value


def switch(value: Json) -> bool:
    """`on` or `off`, or `true` or `false`."""
    if isinstance(value, bool):
        return value
    if value not in ("on", "off", "yes", "no"):
        raise _other("is on or off", value)
    return value in ("on", "yes")


def keyboard(value: Json) -> tuple[str, ...]:
    """One layout or several."""
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(each, str) for each in names):
        raise _other(f"is one or some of {_listed(LAYOUTS)}", value)
    for name in names:
        if name not in LAYOUTS:
            raise _other(f"is one or some of {_listed(LAYOUTS)}", name)
    return tuple(dict.fromkeys(map(str, names)))


def theme(value: Json) -> str:
    """One of ours, or of Textual's."""
    known = (*OWN_THEMES, *TEXTUAL_THEMES)
    if not isinstance(value, str):
        raise _other("is auto, dark, light or a theme's name", value)
    if value not in known:
        raise WrongError(
            f"is auto, dark, light or another theme’s name: {unknown(value, 'is none', known)}"
        )
    return value


def colours(value: Json) -> tuple[dict[str, str], Below]:
    """Roles to colours."""
    if not isinstance(value, dict):
        raise _other("is a map of roles to colours", value)
    known = (*ROLES, *MARK_ROLES)
    taken: dict[str, str] = {}
    below: Below = []
    for role, colour in value.items():
        if role not in known:
            below.append((role, unknown(role, "is no role", known)))
        elif not isinstance(colour, str) or not is_value(colour):
            below.append((role, f'{role} is like "#d9d5cb", in quotes, not {quoted(colour)}'))
        else:
            taken[role] = colour.lower()
    return taken, below


def labels(value: Json) -> str:
    """Distinct letters."""
    text = str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    if not text.isalpha():
        raise _other("is a row of letters", value)
    folded = text.casefold()
    double = next((each for each in folded if folded.count(each) > 1), "")
    if double:
        raise WrongError(f"has {double} twice")
    if not LABELS_LEAST <= len(folded) <= LABELS_MOST:
        raise WrongError(f"has from {LABELS_LEAST} to {LABELS_MOST} letters, not {len(folded)}")
    return folded


def cite(value: Json) -> str:
    """A style's name, or a form with fields in braces."""
    from annotations.citations import style_of  # noqa: PLC0415  # only where it is set

    if not isinstance(value, str):
        raise _other("is a style or a form", value)
    try:
        style_of(value)
    except InvalidValueError as error:
        raise WrongError(f"{str(error).rstrip('.')}: {error.hint.rstrip('.')}") from error
    return value


def creator(value: Json) -> str:
    """A name on one line."""
    if not isinstance(value, str):
        raise _other("is a name", value)
    name = " ".join(value.split())
    if replace_unprintable(name) != name:
        raise WrongError("holds a control character")
    if len(name) > CREATOR_LENGTH:
        raise WrongError(f"has at most {CREATOR_LENGTH} characters")
    return name


def command(value: Json) -> str | tuple[str, ...]:
    """A text as it is, or a list of arguments; an empty one is no command."""
    parts = [value] if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(
        isinstance(each, (str, int)) and not isinstance(each, bool) for each in parts
    ):
        raise _other("is a command, or a list of its arguments", value)
    words = tuple(map(str, parts))
    if any("\0" in each for each in words):
        raise WrongError("holds a NUL")
    if sum(map(len, words)) > COMMAND_LENGTH:
        raise WrongError(f"has at most {COMMAND_LENGTH:,} characters")
    if words and not words[0].strip():
        raise WrongError("names no program")
    return words[0] if isinstance(value, str) else words


def arguments(given: str | tuple[str, ...], *, by_shell: bool) -> tuple[str, ...]:
    """The arguments of a command that `command` took; one text if a shell is to read it.

    Raises:
        WrongError: A text cannot be split, or a list was given for a shell.
    """
    if by_shell:
        if not isinstance(given, str):
            raise WrongError("is one text where lookup_shell is on, not a list")
        if sys.platform == "win32":
            raise WrongError("cannot be read by a shell on Windows")
        return (given,)
    if not isinstance(given, str):
        return given
    try:
        return tuple(shlex.split(given, posix=sys.platform != "win32"))
    except ValueError as error:
        raise WrongError(f"cannot be split ({str(error).casefold()})") from error


def keys(value: Json) -> tuple[dict[str, tuple[str, ...]], Below]:
    """Public names of actions to keys, as far as they hold together."""
    if not isinstance(value, dict):
        raise _other("is a map of actions to keys", value)
    known = {action.public: action for action in ACTIONS}
    wished: dict[str, tuple[str, ...]] = {}
    below: Below = []
    for name, given in value.items():
        if name not in known:
            below.append((name, unknown(name, "is no action", known)))
            continue
        try:
            wished[name] = _keys_of(given)
        except WrongError as error:
            below.append((name, f"{name} {error}"))
    taken, refused = accepted(wished)
    return taken, [*below, *refused]


def _keys_of(given: Json) -> tuple[str, ...]:
    """A key, several with spaces between them, or a list; an empty list takes the keys away."""
    if isinstance(given, list):
        names = given
    elif isinstance(given, (str, int)) and not isinstance(given, bool):
        names = list(str(given).split())
        if not names:
            raise WrongError("names no key (space is written `space`, no key at all `[]`)")
    else:
        raise _other("is a key or a list of keys", given)
    found: list[str] = []
    for name in names:
        if isinstance(name, bool) or not isinstance(name, (str, int)):
            raise _other("is a key or a list of keys", name)
        try:
            found.append(normalised(str(name)))
        except KeyNameError as error:
            raise WrongError(f"cannot have {quoted(str(name))}, which {error}") from error
    return tuple(dict.fromkeys(found))


def _listed(choices: Iterable[str]) -> str:
    *others, last = choices
    return f"{', '.join(others)} or {last}" if others else last


def _other(wanted: str, value: Json) -> WrongError:
    return WrongError(f"{wanted}, not {quoted(value)}")
