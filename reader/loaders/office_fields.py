"""The instructions of fields in office documents, of which only hyperlinks are understood."""

from __future__ import annotations

import re

from reader.loaders.html_tags import safe_target

_HYPERLINK = re.compile(
    r'\s*HYPERLINK\s+(?:(\\l)\s+)?"([^"]*)"(?:\s+\\l\s+"([^"]*)")?', re.IGNORECASE
)


def field_target(instruction: str) -> str:
    """Where a field leads; empty if it is no hyperlink, or one that leads to no place."""
    match = _HYPERLINK.match(instruction)
    if match is None:
        return ""
    is_within, address, place = match.groups()
    target = f"#{address}" if is_within else f"{address}#{place}" if place else address
    return safe_target(target)
