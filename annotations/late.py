"""Regular expressions that are compiled when they are first used.

To compile one takes up to half a millisecond, and of those that stand in modules a first paint loads most
are for texts that are seldom met.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, AnyStr, cast

if TYPE_CHECKING:
    from re import Pattern


class _Late:
    """Stands for a pattern, and takes each of its methods from it when that is first asked for."""

    def __init__(self, pattern: str | bytes) -> None:
        self._pattern = pattern

    def __getattr__(self, name: str) -> object:
        found: object = getattr(re.compile(self._pattern), name)
        setattr(self, name, found)
        return found


def late_pattern(pattern: AnyStr) -> Pattern[AnyStr]:
    """As `re.compile`, but later."""
    return cast("Pattern[AnyStr]", _Late(pattern))
