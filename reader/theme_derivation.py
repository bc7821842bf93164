"""A palette out of a theme of Textual's: its ground, text and accents, six marks of their kind.

Whatever the theme, the contrasts of `palette.demands` hold: a colour that is too faint moves towards
white or black until it does not. Marks keep their names' hues, so that a red mark is red in every
theme; where the theme has a colour of nearly that hue, it is taken.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from annotations.model import Colour
from reader.oklab import Polar, mixed, polar_of, value_of
from reader.palette import BAR_CONTRAST, TEXT_CONTRAST, Palette, contrast

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.theme import Theme

HUES: Mapping[Colour, float] = {
    Colour.YELLOW: 98,
    Colour.RED: 22,
    Colour.GREEN: 148,
    Colour.BLUE: 250,
    Colour.PURPLE: 308,
    Colour.ORANGE: 58,
}
"""In degrees; no two nearer than 36, so that they stay apart if each moves by `NEAR_HUE`."""

NEAR_HUE = 8
"""Degrees within which a colour of the theme is taken for a mark's."""

COLOURFUL = 0.05
"""Chroma from which a colour of the theme counts as one."""

BAR_CHROMA = (0.09, 0.16)
GROUND_CHROMA = 0.085
GROUND_STEP = {True: 0.15, False: -0.09}
"""How much lighter a mark's ground is than a dark ground, or darker than a light one."""

_SOURCES = ("warning", "error", "success", "primary", "secondary", "accent")
_WHITE, _BLACK = "#ffffff", "#000000"


def palette_of(theme: Theme) -> Palette:
    """The palette of a theme that has colours of its own; not for those of the terminal's."""
    assert not theme.ansi
    values = {
        name: value.lower()
        for name, value in theme.to_color_system().generate().items()
        if value.startswith("#") and len(value) == len(_WHITE)
    }
    ground = values["background"]
    is_dark = contrast(ground, _WHITE) > contrast(ground, _BLACK)
    ink = _WHITE if is_dark else _BLACK
    raised = mixed(ground, values["foreground"], 0.07)
    if contrast(ink, raised) < TEXT_CONTRAST:
        raised = ground
    pages = (ground, raised)
    text = legible(values["foreground"], pages, ink)
    strong = legible(mixed(text, ink, 0.6), pages, ink)
    accent = legible(values["accent"], pages, ink)
    return Palette(
        is_dark=is_dark,
        ground=ground,
        raised=raised,
        text=text,
        strong=strong,
        muted=_muted(text, pages),
        faint=mixed(ground, text, 0.3),
        rule=mixed(ground, text, 0.14),
        accent=accent,
        on_accent=ground,
        selection=_selection(ground, text, strong),
        error=legible(values["error"], pages, ink),
        marks=_marks(ground, strong, ink, [values[name] for name in _SOURCES]),
    )


def legible(colour: str, grounds: Iterable[str], ink: str, least: float = TEXT_CONTRAST) -> str:
    """A colour, moved towards the ink as far as it must to be legible on all grounds."""
    held = tuple(grounds)
    for step in range(51):
        moved = mixed(colour, ink, step / 50)
        if all(contrast(moved, ground) >= least for ground in held):
            return moved
    return ink


def _muted(text: str, grounds: tuple[str, ...]) -> str:
    """The text's colour, as near to the ground as it stays legible."""
    for step in range(9, 0, -1):
        faded = mixed(text, grounds[0], step / 20)
        if all(contrast(faded, ground) >= TEXT_CONTRAST * 1.1 for ground in grounds):
            return faded
    return text


def _selection(ground: str, text: str, strong: str) -> str:
    """A grey of the ground's kind upon which the strong text is legible."""
    grey = value_of(polar_of(mixed(ground, text, 0.3))._replace(chroma=0.012))
    for step in range(21):
        moved = mixed(grey, ground, step / 20)
        if contrast(strong, moved) >= TEXT_CONTRAST:
            return moved
    return ground


def _marks(
    ground: str, strong: str, ink: str, sources: Iterable[str]
) -> dict[Colour, tuple[str, str]]:
    colours = [each for each in map(polar_of, sources) if each.chroma >= COLOURFUL]
    usual = Polar(
        median([each.lightness for each in colours] or [polar_of(strong).lightness]),
        min(max(median([each.chroma for each in colours] or [0]), BAR_CHROMA[0]), BAR_CHROMA[1]),
        0,
    )
    marks: dict[Colour, tuple[str, str]] = {}
    for name, hue in HUES.items():
        near = min(colours, key=lambda each: _apart(each.hue, hue), default=usual)
        if _apart(near.hue, hue) > NEAR_HUE or near.chroma < COLOURFUL:
            near = usual._replace(hue=hue)
        bar = legible(value_of(near), (ground,), ink, BAR_CONTRAST)
        marks[name] = (_mark_ground(near.hue, ground, strong), bar)
    return marks


def _apart(first: float, second: float) -> float:
    """Degrees between two hues."""
    turn = abs(first - second) % 360
    return min(turn, 360 - turn)


def _mark_ground(hue: float, ground: str, strong: str) -> str:
    """The ground of a mark: as far from the page's as the strong text upon it stays legible.

    Where the page is neither light nor dark, that is on its other side.
    """
    page = polar_of(ground)
    step = GROUND_STEP[contrast(ground, _WHITE) > contrast(ground, _BLACK)]
    made = ground
    for part in range(20, -80, -1):
        lightness = min(1.0, max(0.0, page.lightness + step * part / 20))
        made = value_of(Polar(lightness, GROUND_CHROMA, hue))
        if contrast(strong, made) >= TEXT_CONTRAST:
            break
    return made
