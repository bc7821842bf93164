"""The colours of each role, on a dark and on a light ground, and the contrast they keep.

No terminal is known here: how a role is painted is `themes`'.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.model import Colour
from annotations.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TEXT_CONTRAST = 4.5
"""Least contrast of text to its ground: WCAG 2.2, level AA."""

BAR_CONTRAST = 3.0
"""Least contrast of a bar, which is no text."""

_HEXADECIMAL = frozenset("0123456789abcdefABCDEF")


class Palette(NamedTuple):
    """The colours of one ground as `#rrggbb`, by role."""

    is_dark: bool
    ground: str
    raised: str
    text: str
    strong: str
    muted: str
    faint: str
    rule: str
    accent: str
    on_accent: str
    selection: str
    error: str
    marks: Mapping[Colour, tuple[str, str]]
    """Ground behind the text and bar."""


DARK = Palette(
    is_dark=True,
    ground="#16181d",
    raised="#1e2128",
    text="#d9d5cb",
    strong="#f4f1e8",
    muted="#9497a0",
    faint="#4a4e57",
    rule="#2b2e36",
    accent="#e0af68",
    on_accent="#16181d",
    selection="#4d515d",
    error="#e2766a",
    marks={
        Colour.YELLOW: ("#57481a", "#e3bf4f"),
        Colour.RED: ("#5c2b2a", "#e2766a"),
        Colour.GREEN: ("#27492f", "#82b56c"),
        Colour.BLUE: ("#22456a", "#6facdf"),
        Colour.PURPLE: ("#46345f", "#b391dd"),
        Colour.ORANGE: ("#5a3c1d", "#e59c52"),
    },
)

LIGHT = Palette(
    is_dark=False,
    ground="#fbf8f1",
    raised="#f2ecdf",
    text="#2d2b27",
    strong="#12110f",
    muted="#6c665c",
    faint="#c4bcab",
    rule="#e4ddcd",
    accent="#9a5b13",
    on_accent="#fbf8f1",
    selection="#d6d0c2",
    error="#b3261e",
    marks={
        Colour.YELLOW: ("#fbe7a1", "#a87c00"),
        Colour.RED: ("#f9d0c8", "#c2493b"),
        Colour.GREEN: ("#cfe9c7", "#4b8a3c"),
        Colour.BLUE: ("#cbe1f6", "#2f74b5"),
        Colour.PURPLE: ("#e4d6f5", "#7b52b5"),
        Colour.ORANGE: ("#fbdcb6", "#b96a13"),
    },
)

ROLES = tuple(name for name in Palette._fields if name not in ("is_dark", "marks"))
"""The roles that are one colour each."""

MARK_ROLES = tuple(role for colour in Colour for role in (colour.value, f"{colour.value} bar"))
"""A mark's ground by the name of its colour, and its bar."""


def is_value(text: str) -> bool:
    """True for `#rrggbb`."""
    return len(text) == len("#rrggbb") and text[0] == "#" and _HEXADECIMAL.issuperset(text[1:])


def value_of(palette: Palette, role: str) -> str:
    """The colour of a role, one of a mark included."""
    if role in ROLES:
        return str(getattr(palette, role))
    name, _, bar = role.partition(" ")
    return palette.marks[Colour(name)][bool(bar)]


def linear(value: int) -> float:
    """The light of a channel of sRGB, 0 to 1, for its value of 0 to 255."""
    share = value / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4  # noqa: PLR2004  # the standard's


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 to 1 (WCAG 2.2)."""
    red, green, blue = (linear(value) for value in bytes.fromhex(colour[1:]))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


class Demand(NamedTuple):
    """Two roles that must be told apart, and how well."""

    role: str
    ground: str
    least: float


def demands() -> Iterator[Demand]:
    """What every palette keeps."""
    for ground in ("ground", "raised", "selection", *(each.value for each in Colour)):
        yield Demand("strong", ground, TEXT_CONTRAST)
    for ground in ("ground", "raised"):
        for role in ("text", "muted", "accent", "error"):
            yield Demand(role, ground, TEXT_CONTRAST)
    yield Demand("on_accent", "accent", TEXT_CONTRAST)
    for colour in Colour:
        yield Demand(f"{colour.value} bar", "ground", BAR_CONTRAST)


def broken_demands(palette: Palette) -> Iterator[tuple[Demand, float]]:
    """The demands that a palette does not meet, each with the contrast it has."""
    for demand in demands():
        found = contrast(value_of(palette, demand.role), value_of(palette, demand.ground))
        if found < demand.least:
            yield demand, found


def with_values(palette: Palette, values: Mapping[str, str]) -> Palette:
    """The palette with other colours for some roles."""
    marks = {
        colour: (
            values.get(colour.value, palette.marks[colour][0]),
            values.get(f"{colour.value} bar", palette.marks[colour][1]),
        )
        for colour in Colour
    }
    single = {role: value for role, value in values.items() if role in ROLES}
    return palette._replace(marks=marks, **single)  # type: ignore[arg-type]  # no role is a bool


def overridden(
    palette: Palette, values: Mapping[str, str]
) -> tuple[Palette, list[tuple[str, str]]]:
    """The palette with a person's colours, as far as all remains legible.

    Returns:
        The palette, and for each colour that was not taken its role and why.
    """
    taken, refused = dict(values), list[tuple[str, str]]()
    while True:
        made = with_values(palette, taken)
        found = next(
            (
                (demand, ratio)
                for demand, ratio in broken_demands(made)
                if demand.role in taken or demand.ground in taken
            ),
            None,
        )
        if found is None:
            return made, refused
        demand, ratio = found
        role = demand.role if demand.role in taken else demand.ground
        reason = (
            f"{demand.role} on {demand.ground} has a contrast of {ratio:.1f}, "
            f"and {demand.least:g} is needed"
        )
        refused.append((role, reason))
        del taken[role]
