"""A late pattern answers as the pattern does."""

from __future__ import annotations

import re

import pytest

from annotations.late import late_pattern


def test_a_late_pattern_finds_what_the_pattern_finds() -> None:
    late, pattern = late_pattern(r"(\w)\w*"), re.compile(r"(\w)\w*")

    assert late.sub(r"\1", "one two") == pattern.sub(r"\1", "one two") == "o t"
    assert late.pattern == pattern.pattern


def test_it_is_compiled_when_it_is_first_used() -> None:
    late = late_pattern(b"(")

    with pytest.raises(re.error):
        late.search(b"")
