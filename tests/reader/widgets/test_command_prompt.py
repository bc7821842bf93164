"""The palette: of the commands that hold what is typed, those lead that begin with it."""

from __future__ import annotations

import pytest

from reader.themes import DARK, Depth, Look
from reader.widgets.command_prompt import CommandPrompt
from reader.widgets.prompts import Proposal

COMMANDS = (
    "Copy the quote with its reference",
    "Edit the reference: title, authors",
    "Tag",
    "Keep tags on for the next marks",
    "Marks of all articles",
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("reference", ["Edit the reference: title, authors", "Copy the quote with its reference"]),
        ("REF edit", ["Edit the reference: title, authors"]),
        ("tag", ["Tag", "Keep tags on for the next marks"]),
        ("mark", ["Marks of all articles", "Keep tags on for the next marks"]),
        ("", list(COMMANDS)),
        ("zebra", []),
    ],
)
def test_the_earlier_a_word_stands_in_a_command_the_more_it_counts(
    typed: str, found: list[str]
) -> None:
    proposals = [Proposal(value=text, text=text) for text in COMMANDS]
    prompt = CommandPrompt(Look(DARK, Depth.TRUE), proposals)

    assert [each.text for each in prompt.fitting(typed)] == found
