from __future__ import annotations

import pytest

from annotations.codebook_edits import Plan
from reader.coding import told


@pytest.mark.parametrize(
    ("plan", "text"),
    [
        (Plan("x", is_empty=True), "nothing changes"),
        (Plan("description of tag a", changed=("a",)), "description of tag a"),
        (
            Plan("x", renamed=(("a", "b"), ("a/c", "b/c")), marks=1, articles=1),
            "a → b and 1 more renamed · 1 mark in 1 article",
        ),
        (
            Plan("x", merged=(("a", "b"),), renamed=(("a/c", "b/c"),), marks=4200, articles=7),
            "a into b · a/c → b/c · 4,200 marks in 7 articles",
        ),
        (Plan("x", deleted=("a", "b"), articles=2), "a, b deleted · 2 articles"),
        (Plan("x", added=tuple("abcd"), changed=("red",)), "4 tags added · red changed"),
    ],
)
def test_what_an_edit_changes_stands_in_a_line(plan: Plan, text: str) -> None:
    assert told(plan) == text
