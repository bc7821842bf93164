"""Colours by lightness, chroma and hue as the eye has them, and back to `#rrggbb`.

Source: B. Ottosson, A perceptual color space for image processing, 2020 (OKLab), with its matrices.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from reader.palette import linear


class Polar(NamedTuple):
    """A colour in OKLCH: lightness 0 to 1, chroma from 0 (grey) to some 0.3, hue in degrees."""

    lightness: float
    chroma: float
    hue: float


def _encoded(share: float) -> float:
    return 12.92 * share if share <= 0.0031308 else 1.055 * share ** (1 / 2.4) - 0.055  # noqa: PLR2004  # sRGB's


def lab_of(value: str) -> tuple[float, float, float]:
    """Lightness and the two axes of colour of `#rrggbb`."""
    red, green, blue = (linear(part) for part in bytes.fromhex(value[1:]))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def polar_of(value: str) -> Polar:
    """A colour `#rrggbb` in OKLCH."""
    lightness, a, b = lab_of(value)
    return Polar(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def value_of(colour: Polar) -> str:
    """The colour as `#rrggbb`; what no screen shows so colourful is made greyer."""
    chroma = max(0.0, colour.chroma)
    while True:
        shares = _shares(Polar(colour.lightness, chroma, colour.hue))
        if chroma == 0 or all(-0.0005 <= share <= 1.0005 for share in shares):  # noqa: PLR2004  # rounding
            break
        chroma = chroma - 0.004 if chroma > 0.004 else 0.0  # noqa: PLR2004  # a step no eye sees
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, share))):02x}" for share in shares)


def _shares(colour: Polar) -> tuple[float, float, float]:
    """Red, green and blue as sRGB has them, 0 to 1 where they can be shown."""
    angle = math.radians(colour.hue)
    a, b = colour.chroma * math.cos(angle), colour.chroma * math.sin(angle)
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    return _encoded(red), _encoded(green), _encoded(blue)


def mixed(first: str, second: str, share: float) -> str:
    """A colour on the way from one to another, 0 the first, 1 the second."""
    parts = zip(bytes.fromhex(first[1:]), bytes.fromhex(second[1:]), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in parts)
