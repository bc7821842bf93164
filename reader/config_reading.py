"""From the text of a settings file to settings, with a sentence for whatever is wrong in it.

The file is read as strictly as an annotated YAML: no anchors, aliases, tags, keys that stand twice or
several documents. What a single value may be is `config_values`'.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

import yaml

from annotations.errors import MalformedFileError
from annotations.exchange import reading
from reader import config_values
from reader.config import DEFAULTS, Fault, Settings
from reader.config_values import WrongError, unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from annotations.model import Json

FAULTS_LIMIT = 100
"""More are not told: the file is then none of postil's."""


Lines = dict[tuple[str, ...], int]
"""Keys, and keys below them, to their lines."""


def read(data: bytes) -> tuple[Settings, tuple[Fault, ...], Lines]:
    """What a settings file says; where it is wrong the default holds.

    Args:
        data: The file, of bounded size.

    Returns:
        The settings, the faults in the order of their lines, and the lines of the keys where
        somebody may ask for them.
    """
    try:
        value = reading.parse(data, "settings")
    except MalformedFileError as error:
        reason = str(error).partition(": ")[2].rstrip(".")
        return DEFAULTS, (Fault(error.line, f"{reason}, so nothing of it is read"),), {}
    if value is None:
        return DEFAULTS, (), {}
    if not isinstance(value, dict):
        return DEFAULTS, (Fault(1, "it holds no settings: a line is like `width: 80`"),), {}
    found: dict[str, object] = {}
    wrong: list[_Wrong] = []
    for name, given in value.items():
        check = _CHECKS.get(name)
        if check is None:
            wrong.append(_Wrong((name,), unknown(name, "is no setting", _CHECKS)))
            continue
        try:
            taken, below = check(given)
        except WrongError as error:
            wrong.append(_Wrong((name,), f"{name} {error}"))
            continue
        found[name] = taken
        wrong.extend(_Wrong((name, key), f"{name}: {sentence}") for key, sentence in below)
    if "lookup" in found:
        by_shell = found.get("lookup_shell") is True
        try:
            found["lookup"] = config_values.arguments(
                cast("str | tuple[str, ...]", found["lookup"]), by_shell=by_shell
            )
        except WrongError as error:
            del found["lookup"]
            wrong.append(_Wrong(("lookup",), f"lookup {error}"))
    settings = DEFAULTS._replace(**found)  # type: ignore[arg-type]  # each is checked
    lines = _lines(data) if wrong or settings.colours else {}
    faults = [
        Fault(lines.get(path) or lines.get(path[:1], 0), sentence)
        for path, sentence in wrong[:FAULTS_LIMIT]
    ]
    return settings, tuple(sorted(faults, key=lambda fault: fault.line)), lines


class _Wrong(NamedTuple):
    """A fault by the keys that lead to it."""

    path: tuple[str, ...]
    sentence: str


def _alone(
    check: Callable[[Json], object],
) -> Callable[[Json], tuple[object, list[tuple[str, str]]]]:
    """A check of a value in which there is nothing below that could be wrong by itself."""

    def checked(value: Json) -> tuple[object, list[tuple[str, str]]]:
        return check(value), []

    return checked


_CHECKS: Mapping[str, Callable[[Json], tuple[object, list[tuple[str, str]]]]] = {
    "keys": config_values.keys,
    "keyboard": _alone(config_values.keyboard),
    "theme": _alone(config_values.theme),
    "colours": config_values.colours,
    "marks": _alone(config_values.one_of("bars", "digits")),
    "width": _alone(config_values.number(40, 120)),
    "labels": _alone(config_values.labels),
    "cite": _alone(config_values.cite),
    "creator": _alone(config_values.creator),
    "lookup": _alone(config_values.command),
    "lookup_shell": _alone(config_values.switch),
    "lookup_terminal": _alone(config_values.switch),
    "clipboard": _alone(config_values.one_of("auto", "osc52", "native", "none")),
    "ambiguous_width": _alone(config_values.number(1, 2)),
    "bidi": _alone(config_values.one_of("terminal", "postil")),
    "escape_ms": _alone(config_values.escape_ms),
    "mouse": _alone(config_values.switch),
    "cursor": _alone(config_values.one_of("block", "terminal")),
}


def _lines(data: bytes) -> Lines:
    """The line, from 1, of each key, and of each key below it; of a file that was parsed before."""
    root = yaml.compose(data, Loader=yaml.SafeLoader)
    lines: Lines = {}
    if isinstance(root, yaml.MappingNode):
        for key, value in root.value:
            lines[key.value,] = key.start_mark.line + 1
            if isinstance(value, yaml.MappingNode):
                for inner, _value in value.value:
                    lines[key.value, inner.value] = inner.start_mark.line + 1
    return lines
