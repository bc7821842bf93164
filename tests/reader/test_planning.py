"""How marks are named in messages."""

from __future__ import annotations

import pytest

from reader.planning import LABEL_LENGTH, in_quotes


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("the rent", "“the rent”"),
        ("“It is the rent.”", "“It is the rent.”"),
        ("“It is the rent", "“It is the rent”"),
        ("“Oui”, he said", "“Oui”, he said"),
        ("„Ja, und zwar so lange", "„Ja, und zwar so lange“"),
        ('"Yes', '"Yes"'),
    ],
)
def test_a_quote_is_named_in_quotation_marks_that_close(text: str, named: str) -> None:
    assert in_quotes(text) == named


def test_a_quotation_that_is_cut_is_closed() -> None:
    named = in_quotes("“You never get used to the silence that comes after.”")

    assert named == "“You never get used to the silence that…”"
    assert len(named) <= LABEL_LENGTH + 2
