"""Colours: what each role on the screen looks like, on a dark and a light ground, in few colours and none.

The values stand in one table a ground (`palette`). Widgets ask for a `Look`, whose styles are ready for the
terminal at hand: with 24-bit colours as they are, with 256 or 16 from tables of our own (the nearest
colour would make the six marks look alike), without colour by underline, weight and reversal.
"""

from __future__ import annotations

import os
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from rich.color import Color, ColorType
from rich.color_triplet import ColorTriplet
from rich.style import Style

from annotations.model import COLOURS, Colour
from reader.layout.cells import narrow
from reader.palette import DARK, LIGHT, Palette

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.theme import Theme

__all__ = ["DARK", "LIGHT", "Depth", "Look", "Palette", "colour_depth", "textual_theme"]


class Depth(Enum):
    """How many colours the terminal shows."""

    NONE = 0
    SIXTEEN = 16
    EIGHT_BIT = 256
    TRUE = 1 << 24


_EIGHT_BIT: Mapping[bool, Mapping[str, int]] = {
    True: {
        "ground": 234, "raised": 235, "text": 252, "strong": 255, "muted": 247, "faint": 240,
        "rule": 236, "accent": 179, "on_accent": 234, "selection": 240, "error": 174,
        "yellow": 58, "red": 52, "green": 22, "blue": 24, "purple": 54, "orange": 94,
        "yellow bar": 179, "red bar": 167, "green bar": 107, "blue bar": 74, "purple bar": 140,
        "orange bar": 173,
    },
    False: {
        "ground": 231, "raised": 255, "text": 235, "strong": 232, "muted": 241, "faint": 250,
        "rule": 253, "accent": 94, "on_accent": 231, "selection": 252, "error": 124,
        "yellow": 229, "red": 224, "green": 194, "blue": 153, "purple": 183, "orange": 223,
        "yellow bar": 136, "red bar": 131, "green bar": 64, "blue bar": 25, "purple bar": 97,
        "orange bar": 130,
    },
}  # fmt: skip
"""Numbers of the 256-colour table; "yellow" is the ground of a yellow mark."""

_SIXTEEN_MARKS: Mapping[Colour, tuple[int, int]] = {
    Colour.YELLOW: (3, 0),
    Colour.RED: (1, 15),
    Colour.GREEN: (2, 0),
    Colour.BLUE: (4, 15),
    Colour.PURPLE: (5, 15),
    Colour.ORANGE: (6, 0),
}
"""Ground and text in 16 colours, where orange has to be cyan to differ from yellow and red."""


def _rgb(value: str) -> Color:
    return Color.from_triplet(ColorTriplet(*bytes.fromhex(value[1:])))


def _eight_bit(number: int) -> Color:
    return Color(name=f"color({number})", type=ColorType.EIGHT_BIT, number=number)


def _standard(number: int) -> Color:
    return Color(name=f"color({number})", type=ColorType.STANDARD, number=number)


class Look:
    """Ready styles for one palette in one colour depth; widgets cache what they paint by it."""

    def __init__(self, palette: Palette, depth: Depth, *, has_digits: bool = False) -> None:
        self.palette = palette
        self.depth = depth
        self.has_digits = has_digits or depth is Depth.NONE
        """A mark's bar is the digit of its colour."""

    def become(self, palette: Palette, depth: Depth) -> None:
        """Look otherwise from now on; whoever holds this look paints anew."""
        has_digits = self.has_digits
        self.__dict__.clear()
        self.__init__(palette, depth, has_digits=has_digits)  # type: ignore[misc]  # all it has anew

    def _style(self, text: str, ground: str = "ground", *, bold: bool | None = None) -> Style:
        """A style of two roles; in few colours the terminal's own ground and text are used."""
        palette, depth = self.palette, self.depth
        if depth is Depth.TRUE:
            return Style.from_color(
                _rgb(getattr(palette, text)), _rgb(getattr(palette, ground))
            ) + Style(bold=bold)
        if depth is Depth.EIGHT_BIT:
            table = _EIGHT_BIT[palette.is_dark]
            return Style.from_color(_eight_bit(table[text]), _eight_bit(table[ground])) + Style(
                bold=bold
            )
        return Style(bold=bold)

    @cached_property
    def text(self) -> Style:
        """Running text."""
        return self._style("text")

    @cached_property
    def strong(self) -> Style:
        """Headings and whatever is in focus."""
        return self._style("strong", bold=True)

    @cached_property
    def strong_text(self) -> Style:
        """Text in focus, not bold."""
        return self._style("strong")

    @cached_property
    def muted(self) -> Style:
        """What accompanies: titles, counts, notes at rest."""
        if self.depth is Depth.SIXTEEN:
            return Style.from_color(_standard(8 if self.palette.is_dark else 0))
        return self._style("muted")

    @cached_property
    def faint(self) -> Style:
        """Rules and the ground of bars, never text."""
        if self.depth is Depth.SIXTEEN:
            return Style.from_color(_standard(8))
        return self._style("faint")

    @cached_property
    def rule(self) -> Style:
        """The one line between text and panel."""
        if self.depth is Depth.SIXTEEN:
            return Style.from_color(_standard(8))
        return self._style("rule")

    @cached_property
    def accent(self) -> Style:
        """Keys, tags, labels."""
        if self.depth is Depth.SIXTEEN:
            return Style.from_color(_standard(3))
        return self._style("accent")

    @cached_property
    def mode(self) -> Style:
        """The sign of a mode: reversed accent."""
        if self.depth in (Depth.TRUE, Depth.EIGHT_BIT):
            return self._style("on_accent", "accent", bold=True)
        return Style(reverse=True, bold=True)

    @cached_property
    def error(self) -> Style:
        """What went wrong."""
        if self.depth is Depth.SIXTEEN:
            return Style.from_color(_standard(1)) + Style(bold=True)
        return self._style("error", bold=self.depth is Depth.NONE or None)

    @cached_property
    def raised(self) -> Style:
        """The ground of a focused card, with its text."""
        if self.depth in (Depth.TRUE, Depth.EIGHT_BIT):
            return self._style("strong", "raised")
        return Style(reverse=True)

    def on_raised(self, style: Style) -> Style:
        """A style as it looks upon the raised ground."""
        if self.depth is Depth.TRUE:
            return style + Style.from_color(bgcolor=_rgb(self.palette.raised))
        if self.depth is Depth.EIGHT_BIT:
            number = _EIGHT_BIT[self.palette.is_dark]["raised"]
            return style + Style.from_color(bgcolor=_eight_bit(number))
        return style + Style(reverse=True)

    @cached_property
    def selection(self) -> Style:
        """Laid over the text that is selected."""
        if self.depth is Depth.TRUE:
            palette = self.palette
            return Style.from_color(_rgb(palette.strong), _rgb(palette.selection))
        if self.depth is Depth.EIGHT_BIT:
            table = _EIGHT_BIT[self.palette.is_dark]
            return Style.from_color(_eight_bit(table["strong"]), _eight_bit(table["selection"]))
        return Style(reverse=True)

    @cached_property
    def hit(self) -> Style:
        """Laid over the hits of a search."""
        underlined = Style(underline=True)
        if self.depth is Depth.TRUE:
            return Style.from_color(_rgb(self.palette.strong)) + underlined
        if self.depth is Depth.EIGHT_BIT:
            number = _EIGHT_BIT[self.palette.is_dark]["strong"]
            return Style.from_color(_eight_bit(number)) + underlined
        return underlined + Style(bold=True)

    @cached_property
    def current_hit(self) -> Style:
        """Laid over the hit where the reader is."""
        return self.hit + Style(reverse=True)

    @cached_property
    def caret(self) -> Style:
        """Laid over the cell of the caret; within a reversed selection it stands out by not being so."""
        return Style(reverse=True)

    @property
    def reverses_selection(self) -> bool:
        """True if a selection is shown by reversal, so that the caret in it must not be."""
        return self.depth in (Depth.NONE, Depth.SIXTEEN)

    @cached_property
    def _marked(self) -> Mapping[Colour | None, Style]:
        plain = Style(underline=True)
        styles: dict[Colour | None, Style] = {None: plain}
        for colour in COLOURS:
            ground, _bar = self.palette.marks[colour]
            if self.depth is Depth.TRUE:
                styles[colour] = Style.from_color(_rgb(self.palette.strong), _rgb(ground))
            elif self.depth is Depth.EIGHT_BIT:
                table = _EIGHT_BIT[self.palette.is_dark]
                styles[colour] = Style.from_color(
                    _eight_bit(table["strong"]), _eight_bit(table[colour])
                )
            elif self.depth is Depth.SIXTEEN:
                number, text = _SIXTEEN_MARKS[colour]
                styles[colour] = Style.from_color(_standard(text), _standard(number))
            else:
                styles[colour] = plain
        return styles

    def marked(self, colour: Colour | None) -> Style:
        """Laid over marked text."""
        return self._marked[colour]

    @cached_property
    def _bars(self) -> Mapping[Colour | None, Style]:
        styles: dict[Colour | None, Style] = {None: self.muted}
        for colour in COLOURS:
            if self.depth is Depth.TRUE:
                styles[colour] = Style.from_color(
                    _rgb(self.palette.marks[colour][1]), _rgb(self.palette.ground)
                )
            elif self.depth is Depth.EIGHT_BIT:
                table = _EIGHT_BIT[self.palette.is_dark]
                styles[colour] = Style.from_color(
                    _eight_bit(table[f"{colour} bar"]), _eight_bit(table["ground"])
                )
            elif self.depth is Depth.SIXTEEN:
                styles[colour] = Style.from_color(_standard(_SIXTEEN_MARKS[colour][0]))
            else:
                styles[colour] = Style(bold=True)
        return styles

    def bar(self, colour: Colour | None) -> Style:
        """The bar in the margin, on a card and on the scroll bar."""
        return self._bars[colour]

    def bar_glyph(self, colour: Colour | None, *, has_note: bool) -> str:
        """The bar's character: thin without a note; the colour's digit where that is wanted."""
        if self.has_digits and colour is not None:
            return str(colour.digit)
        return narrow("▌" if has_note else "▎")

    @cached_property
    def emphasis(self) -> Style:
        """Laid over emphasised text."""
        return Style(italic=True)

    @cached_property
    def hyperlink(self) -> Style:
        """Laid over a hyperlink."""
        return Style(underline=True)

    @cached_property
    def code_roles(self) -> Mapping[str, Style]:
        """Laid over the tokens of source code, by role."""
        if self.depth is Depth.TRUE:
            marks = self.palette.marks

            def of(colour: Colour) -> Style:
                return Style.from_color(_rgb(marks[colour][1]))

            return {
                "keyword": of(Colour.PURPLE),
                "string": of(Colour.GREEN),
                "number": of(Colour.ORANGE),
                "comment": Style.from_color(_rgb(self.palette.muted)) + Style(italic=True),
                "name": of(Colour.BLUE),
            }
        if self.depth is Depth.EIGHT_BIT:
            table = _EIGHT_BIT[self.palette.is_dark]
            return {
                "keyword": Style.from_color(_eight_bit(table["purple bar"])),
                "string": Style.from_color(_eight_bit(table["green bar"])),
                "number": Style.from_color(_eight_bit(table["orange bar"])),
                "comment": Style.from_color(_eight_bit(table["muted"])) + Style(italic=True),
                "name": Style.from_color(_eight_bit(table["blue bar"])),
            }
        return {"keyword": Style(bold=True), "comment": Style(italic=True)}


def colour_depth(environ: Mapping[str, str]) -> Depth:
    """What the environment says of the terminal's colours."""
    if environ.get("NO_COLOR"):
        return Depth.NONE
    terminal = environ.get("TERM", "")
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return Depth.TRUE
    if "direct" in terminal or terminal in ("xterm-kitty", "xterm-ghostty", "alacritty", "wezterm"):
        return Depth.TRUE
    if terminal in ("", "dumb", "vt100", "vt220"):
        return Depth.NONE
    if "256color" in terminal or os.name == "nt":
        return Depth.EIGHT_BIT if os.name != "nt" else Depth.TRUE
    return Depth.SIXTEEN


OWN_VARIABLES = (
    "postil-raised",
    "postil-strong",
    "postil-cursor",
    "postil-on-cursor",
    "postil-cursor-style",
    "postil-selection",
)
"""What the style sheets use beside Textual's own."""


def textual_theme(palette: Palette, depth: Depth, name: str = "") -> Theme:
    """The palette as a theme of Textual, for the widgets that are Textual's (inputs, editor).

    In few colours and in none they have the terminal's own ground and text, as ours have.

    Args:
        palette: The colours.
        depth: How many of them the terminal shows.
        name: Of the theme it was derived from; empty for ours.
    """
    from textual.theme import BUILTIN_THEMES, Theme  # noqa: PLC0415  # there already with the app

    if depth in (Depth.NONE, Depth.SIXTEEN):
        default, accent = "ansi_default", "ansi_yellow"
        return Theme(
            name="postil-plain",
            ansi=True,
            primary=accent,
            secondary=default,
            accent=accent,
            foreground=default,
            background=default,
            surface=default,
            panel=default,
            boost=default,
            error="ansi_red",
            warning=accent,
            success="ansi_green",
            dark=palette.is_dark,
            variables=BUILTIN_THEMES["ansi-dark" if palette.is_dark else "ansi-light"].variables
            | dict.fromkeys(OWN_VARIABLES, default)
            | {
                "postil-cursor-style": "reverse",
                "postil-selection": "ansi_bright_black",
                "input-cursor-background": default,
                "input-cursor-foreground": default,
                "input-cursor-text-style": "reverse",
            },
        )

    def colour(role: str) -> str:
        """In 256 colours the values of the table, so that Textual's ground is the same as ours."""
        if depth is Depth.EIGHT_BIT:
            return _xterm_rgb(_EIGHT_BIT[palette.is_dark][role])
        return str(getattr(palette, role))

    ground, accent = colour("ground"), colour("accent")
    return Theme(
        name=f"postil-{name or ('dark' if palette.is_dark else 'light')}",
        primary=accent,
        secondary=colour("muted"),
        accent=accent,
        foreground=colour("text"),
        background=ground,
        surface=ground,
        panel=colour("raised"),
        error=colour("error"),
        warning=accent,
        success=palette.marks[Colour.GREEN][1],
        dark=palette.is_dark,
        variables={
            "postil-raised": colour("raised"),
            "postil-strong": colour("strong"),
            "postil-cursor": colour("strong"),
            "postil-on-cursor": ground,
            "postil-cursor-style": "none",
            "postil-selection": colour("selection"),
            "input-selection-background": colour("selection"),
            "input-selection-foreground": colour("strong"),
        },
    )


def _xterm_rgb(number: int) -> str:
    """The value of a colour from 16 on in xterm's table of 256: a cube of six steps, then greys."""
    if number >= 232:  # noqa: PLR2004  # where the greys begin
        grey = 8 + 10 * (number - 232)
        return f"#{grey:02x}{grey:02x}{grey:02x}"
    steps = (0, 95, 135, 175, 215, 255)
    red, rest = divmod(number - 16, 36)
    green, blue = divmod(rest, 6)
    return f"#{steps[red]:02x}{steps[green]:02x}{steps[blue]:02x}"
