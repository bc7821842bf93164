"""Which colours hold: of the settings, the terminal's ground, and how many colours it shows.

Themes of Textual's, and a person's own colours, need 24 bits a colour; in 256 and 16 our tables hold,
the dark or the light one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.palette import DARK, LIGHT, Palette, overridden
from reader.themes import Depth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.config import Loaded

AUTO = "auto"


class Choice(NamedTuple):
    """What to paint with."""

    palette: Palette
    depth: Depth
    name: str = ""
    """Of the theme it is derived from; empty for ours."""
    refused: tuple[tuple[str, str], ...] = ()
    """A person's colours that would not be legible: role and why."""


def chosen(theme: str, colours: Mapping[str, str], *, is_dark: bool, depth: Depth) -> Choice:
    """The colours that hold.

    Args:
        theme: As in the settings.
        colours: A person's own, by role.
        is_dark: The terminal's ground, for the theme `auto`.
        depth: What the terminal shows.
    """
    name, palette = "", DARK if is_dark else LIGHT
    if theme in ("dark", "light"):
        palette = DARK if theme == "dark" else LIGHT
    elif theme != AUTO:
        from textual.theme import BUILTIN_THEMES  # noqa: PLC0415  # only where one was asked for

        found = BUILTIN_THEMES.get(theme)
        if found is not None:
            palette = DARK if found.dark else LIGHT
            if found.ansi:
                depth = Depth.NONE if depth is Depth.NONE else Depth.SIXTEEN
            elif depth is Depth.TRUE:
                from reader.theme_derivation import palette_of  # noqa: PLC0415  # likewise

                name, palette = theme, palette_of(found)
    if not colours or depth is not Depth.TRUE:
        return Choice(palette, depth, name)
    palette, refused = overridden(palette, colours)
    return Choice(palette, depth, name, tuple(refused))


def with_refusals(loaded: Loaded, choice: Choice) -> Loaded:
    """The settings with what is wrong with their colours among the faults."""
    if not choice.refused:
        return loaded
    return loaded.with_faults(
        ("colours", role, f"colours: {reason}") for role, reason in choice.refused
    )
