"""Style sheets parsed once for all apps of a process.

Each app of Textual has a stylesheet of its own, which parses the styles of all widgets anew: an eighth
of the time in which an app starts. From the same text and the same variables come the same rules, and
nothing changes rules once they are parsed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.css.stylesheet import Stylesheet

if TYPE_CHECKING:
    from collections.abc import Hashable

    import pytest
    from textual.css.model import RuleSet


def parse_once(patch: pytest.MonkeyPatch) -> None:
    """Keep the rules of every text that some app parses for the apps to come, until the patch ends."""
    parse_rules = Stylesheet._parse_rules
    known: dict[Hashable, list[RuleSet]] = {}

    def look_up_rules(
        self: Stylesheet,
        css: str,
        read_from: tuple[str, str],
        *given: Any,  # noqa: ANN401 -- Textual's own
        **named: Any,  # noqa: ANN401 -- likewise
    ) -> list[RuleSet]:
        variables = frozenset(self._variables.items())
        key = (variables, css, read_from, given, frozenset(named.items()))
        if key not in known:
            known[key] = parse_rules(self, css, read_from, *given, **named)
        return known[key]

    patch.setattr(Stylesheet, "_parse_rules", look_up_rules)
