"""Which tag a filter that is being typed may be completed to."""

from __future__ import annotations

import pytest

from reader.widgets.filter_prompt import tag_begun, with_tag

KNOWN = ("sahel/russia", "sahel", "Open question", "costs")


@pytest.mark.parametrize(
    ("typed", "tag", "completed"),
    [
        ("tag:sa", "sahel/russia", "tag:sahel/russia"),
        ("colour:red -tag:COS", "costs", "colour:red -tag:costs"),
        ("(x or tag:=#c", "costs", "(x or tag:=#costs"),
        ("tag:op", "Open question", 'tag:"Open question"'),
    ],
)
def test_the_first_known_tag_that_begins_so_is_completed(
    typed: str, tag: str, completed: str
) -> None:
    assert tag_begun(typed, KNOWN) == tag
    assert with_tag(typed, tag) == completed


@pytest.mark.parametrize(
    "typed", ["", "sah", "tag:costs", "tag:none", "tag:sahel x", "vintage:c", 'tag:"co']
)
def test_what_is_no_beginning_of_a_tag_is_left_alone(typed: str) -> None:
    assert tag_begun(typed, KNOWN) == ""
