"""The settings file written for a person: it says what holds, and it reads as it says."""

from __future__ import annotations

import re

import pytest

from reader.actions import ACTIONS
from reader.config import DEFAULTS, Settings
from reader.config_reading import read
from reader.config_template import listed, scalar, template
from reader.palette import DARK, value_of


def _uncommented() -> str:
    """The file with every setting made: a comment has a blank after its sign, a setting at most below."""
    return re.sub(r"^#(?=\w|  [\w-]+( [\w-]+)?:)", "", template(), flags=re.MULTILINE)


def test_as_it_is_written_it_sets_nothing() -> None:
    assert read(template().encode())[:2] == (DEFAULTS, ())


def test_with_all_comments_taken_away_it_says_what_holds_anyhow() -> None:
    settings, faults, _lines = read(_uncommented().encode())

    assert not faults
    assert dict(settings.keys) == {action.public: action.keys for action in ACTIONS}
    assert all(value == value_of(DARK, role) for role, value in settings.colours.items())
    assert settings._replace(keys=DEFAULTS.keys, colours=DEFAULTS.colours) == DEFAULTS


@pytest.mark.parametrize("name", Settings._fields)
def test_it_names_every_setting(name: str) -> None:
    assert re.search(rf"^#{name}:", template(), re.MULTILINE)


def test_its_lines_fit_a_terminal() -> None:
    assert max(map(len, template().splitlines())) <= 96


@pytest.mark.parametrize(
    "word", ["w", "1", '"', "\\", "'", "[", "true", "null", "f1", "ctrl+d", "~"]
)
def test_a_key_is_written_as_yaml_that_reads_as_it(word: str) -> None:
    from annotations.exchange.reading import parse

    assert parse(f"a: {scalar(word)}\nb: {listed((word, word))}".encode(), "x") == {
        "a": word,
        "b": [word, word],
    }
