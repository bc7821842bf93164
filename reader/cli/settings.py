"""`postil settings`: where the settings are, what holds, and what is wrong with them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from annotations.errors import PostilError
from reader.cli.options import command, json_option
from reader.cli.printing import print_json, print_line
from reader.cli.speaking import ExitCode, complain, mention
from reader.config import load

if TYPE_CHECKING:
    from pathlib import Path

    from annotations.model import Json
    from reader.config import Loaded, Settings


class SettingsThereError(PostilError):
    """A settings file is never written over."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is there already.", hint="Change it, or move it away for a new one."
        )


@command(
    "settings",
    examples=(
        ("postil settings", "Where the file is, and what holds; status 2 if it is wrong."),
        ("postil settings --init", "Write a file with all settings, commented out."),
        ("postil settings --keys", "What can be done, by its name in the settings, and its keys."),
    ),
)
@click.option("--init", "is_new", is_flag=True, help="Write the file, if there is none.")
@click.option("--keys", "lists_keys", is_flag=True, help="List the actions and their keys.")
@json_option
def settings_command(*, is_new: bool, lists_keys: bool, as_json: bool) -> ExitCode:
    """Print where the settings are and what holds; say what is wrong with them.

    The file is settings.yaml in the platform's folder, or what POSTIL_SETTINGS names.
    """
    if is_new:
        from reader.paths import settings_path  # noqa: PLC0415 - only here

        path = settings_path()
        _write(path)
        print_line(str(path))
        return ExitCode.DONE
    loaded = _checked(load())
    if lists_keys:
        _print_keys(loaded.settings, as_json=as_json)
    elif as_json:
        print_json(
            {
                "path": str(loaded.path),
                "exists": loaded.is_there,
                "settings": _values(loaded.settings),
                "faults": [
                    {"line": fault.line or None, "sentence": fault.sentence}
                    for fault in loaded.faults
                ],
            }
        )
    else:
        _print(loaded)
    for fault in loaded.faults:
        sentence = loaded.told(fault)
        complain(sentence if sentence.endswith("?") else f"{sentence}.")
    return ExitCode.ERROR if loaded.faults else ExitCode.DONE


def _checked(loaded: Loaded) -> Loaded:
    """With what is wrong with the colours upon the grounds they can have."""
    settings = loaded.settings
    if not settings.colours:
        return loaded
    from reader.theme_choice import AUTO, chosen, with_refusals  # noqa: PLC0415 - only with colours
    from reader.themes import Depth  # noqa: PLC0415 - likewise

    grounds = (True, False) if settings.theme == AUTO else (True,)
    refused_everywhere = set(settings.colours)
    for is_dark in grounds:
        choice = chosen(settings.theme, settings.colours, is_dark=is_dark, depth=Depth.TRUE)
        refused_everywhere.intersection_update(role for role, _why in choice.refused)
        if len(grounds) > 1:
            upon = "dark" if is_dark else "light"
            refused = tuple((role, f"{why} (theme {upon})") for role, why in choice.refused)
            choice = choice._replace(refused=refused)
        loaded = with_refusals(loaded, choice)
    held = {role: each for role, each in settings.colours.items() if role not in refused_everywhere}
    return loaded._replace(settings=settings._replace(colours=held))


def _values(settings: Settings) -> dict[str, Json]:
    """The settings as plain values, as they are written in the file."""
    values: dict[str, Json] = {}
    for name, value in settings._asdict().items():
        if name == "keys":
            values[name] = {action: list(keys) for action, keys in settings.keys.items()}
        elif name == "colours":
            values[name] = dict(settings.colours)
        elif name == "lookup" and settings.lookup_shell:
            values[name] = settings.lookup[0] if settings.lookup else []
        else:
            values[name] = list(value) if isinstance(value, tuple) else value
    return values


def _print(loaded: Loaded) -> None:
    from reader.config_template import listed, scalar  # noqa: PLC0415 - only here

    print_line(f"# {loaded.path}")
    if not loaded.is_there:
        print_line("# is not there, so the defaults hold; postil settings --init writes it.")
    for name, value in _values(loaded.settings).items():
        if isinstance(value, dict):
            print_line(f"{name}:" if value else f"{name}: {{}}")
            for key, held in value.items():
                words = held if isinstance(held, list) else [held]
                print_line(f"  {key}: {listed([str(each) for each in words])}")
        elif isinstance(value, list):
            print_line(f"{name}: [{', '.join(scalar(str(each)) for each in value)}]")
        elif isinstance(value, bool):
            print_line(f"{name}: {'on' if value else 'off'}")
        elif isinstance(value, int):
            print_line(f"{name}: {value or 'auto'}")
        else:
            print_line(f"{name}: {scalar(str(value))}")


def _print_keys(settings: Settings, *, as_json: bool) -> None:
    from reader.config_template import listed  # noqa: PLC0415 - only here
    from reader.keymap import remapped  # noqa: PLC0415 - likewise

    actions = remapped(settings.keys)
    if as_json:
        print_json(
            [
                {"action": each.public, "keys": list(each.keys), "text": each.text}
                for each in actions
            ]
        )
        return
    rows = [(f"{each.public}: {listed(each.keys)}", each.text) for each in actions]
    cells = max(len(row) for row, _text in rows) + 2
    for row, text in rows:
        print_line(f"{row:{cells}}# {text}")


def _write(path: Path) -> None:
    """Write the file with all defaults.

    Raises:
        SettingsThereError: There is one.
        OSError: It cannot be written.
    """
    from reader.config_template import template  # noqa: PLC0415 - only here
    from reader.paths import private_folder  # noqa: PLC0415 - likewise

    private_folder(path.parent)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise SettingsThereError(path) from None
    with open(descriptor, "w", encoding="utf-8") as stream:  # noqa: PTH123 - a descriptor
        stream.write(template())
    mention("written; take the # before a line away to set something.")
