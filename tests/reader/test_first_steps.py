"""What a first start tells, and that it is told once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.actions import key_label, key_table
from reader.first_steps import STEPS, Once, Told, farewell

if TYPE_CHECKING:
    from pathlib import Path


def test_what_was_told_is_known_at_the_next_start(tmp_path: Path) -> None:
    Told(tmp_path / "told").remember(Once.STEPS)

    assert Told(tmp_path / "told").was(Once.STEPS)
    assert not Told(tmp_path / "told").was(Once.FAREWELL)


def test_a_folder_that_cannot_be_written_makes_nothing_fail(tmp_path: Path) -> None:
    (tmp_path / "told").write_text("in the way", encoding="utf-8")

    Told(tmp_path / "told").remember(Once.STEPS)

    assert not Told(tmp_path / "told").was(Once.STEPS)


def test_every_key_of_the_steps_is_one_of_the_table() -> None:
    labels = {key_label(key) for _place, key in key_table()}
    named = [key for step in STEPS for keys, _does in step.keys for key in keys.split()]

    assert {key for key in named if key != "1–6"} <= labels


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        (0, "Everything is saved."),
        (1, "Everything is saved (1 mark)."),
        (4_000, "Everything is saved (4,000 marks)."),
    ],
)
def test_who_leaves_is_told_that_all_is_saved(marks: int, said: str) -> None:
    assert farewell(marks) == said
